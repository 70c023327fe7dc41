"""The daemon and the sandbox as processes, for tests that use them as people and scripts do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from servers import free_port

T = TypeVar("T")


def until(condition: Callable[[], T], *, seconds: float = 60.0, what: str = "") -> T:
    """Waits until the condition gives something true, and returns it; fails with what it gave last."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds:.0f} s: {what or condition}; last seen: {found!r}")
        time.sleep(0.05)


def call(url: str, method: str = "GET", body: Any = None, headers: Mapping[str, str] | None = None, *,
         timeout: float = 60.0) -> tuple[int, Any]:
    """(status, JSON or text) of one HTTP call."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data=data, method=method, headers={"Content-Type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            status, raw = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            status, raw = error.code, error.read()
    try:
        return status, json.loads(raw)
    except ValueError:
        return status, raw.decode(errors="replace")


class Sandbox:
    """The providers' stand-ins as a process. `info` is what it printed."""

    def __init__(self, *, seed: int = 1) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "inbox.sandbox", "--no-traffic", "--seed", str(seed)],
                                        stdout=subprocess.PIPE, stdin=subprocess.PIPE)
        assert self.process.stdout is not None
        self.info: dict[str, Any] = json.loads(self.process.stdout.readline())

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate(timeout=20)

    def control(self, path: str, method: str = "GET", body: Any = None) -> Any:
        """A call of the control API; what it answered."""
        status, answer = call(self.info["control"] + path, method, body)
        assert status < 300, answer
        return answer

    def say(self, channel: str, sender: str, text: str, **more: Any) -> str:
        """A customer writes; the external id."""
        return str(self.control("/say", "POST", {"channel": channel, "from": sender, "text": text, **more})["external_id"])

    def received(self, channel: str) -> list[dict[str, Any]]:
        """What arrived at the provider, in order."""
        items: list[dict[str, Any]] = self.control(f"/received?channel={channel}")["items"]
        return items

    def fault(self, at: str, fault: str, times: int = 1) -> None:
        """Tells a stand-in to fail."""
        self.control("/fault", "POST", {"at": at, "fault": fault, "times": times})

    def email(self, **more: Any) -> dict[str, Any]:
        """Settings of an e-mail channel on it."""
        imap, smtp = self.info["imap"], self.info["smtp"]
        return {"type": "email", "address": "support@shop.example", "name": "Shop", "poll_seconds": 1, "initial_sync": "all",
                "imap": {"host": imap["host"], "port": imap["port"], "tls": "none", "username": imap["username"],
                         "password": imap["password"]},
                "smtp": {"host": smtp["host"], "port": smtp["port"], "tls": "none"}, **more}


def toml(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml(v) for v in value) + "]"
    return json.dumps(value) if isinstance(value, str) else str(value)


class Daemon:
    """`inbox run` as a process, with an admin's token. Restart it as often as the test likes."""

    def __init__(self, folder: Path, channels: Mapping[str, Mapping[str, Any]], *, server: Mapping[str, Any] | None = None,
                 store: Mapping[str, Any] | None = None, log: Mapping[str, Any] | None = None, roles: str = "",
                 inside: Sequence[str] = ()) -> None:
        """`roles`: what it does, else everything; `inside`: what stands before its command, such as `ip netns exec …`."""
        self.roles, self.inside = roles, list(inside)
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.config = folder / "config.toml"
        self.data = folder / "data"
        self.log = folder / "log"
        sections: dict[str, Mapping[str, Any]] = {
            "server": {"listen": f"127.0.0.1:{self.port}", "public_url": self.url, **(server or {})},
            "store": {"data_dir": str(self.data), **(store or {})}, "log": log or {},
            **{f"channels.{name}": settings for name, settings in channels.items()}}
        self.config.write_text("\n".join(
            f"[{name}]\n" + "".join(f"{k} = {toml(v)}\n" for k, v in values.items()) for name, values in sections.items()))
        self.config.chmod(0o600)
        self.process: subprocess.Popen[bytes] | None = None
        self.token = ""

    def command(self, *args: str) -> list[str]:
        """A command of `inbox` with this configuration."""
        return [*self.inside, sys.executable, "-m", "inbox", *args, "--config", str(self.config)]

    def inbox(self, *args: str, stdin: str = "", check: bool = True, env: Mapping[str, str] | None = None) -> str:
        """Runs a command of `inbox` with this configuration; what it printed on stdout."""
        done = subprocess.run(self.command(*args), input=stdin, text=True,
                              capture_output=True, timeout=120, check=False, env={**os.environ, **(env or {})})
        if check and done.returncode:
            raise AssertionError(f"inbox {' '.join(args)}: {done.returncode}: {done.stderr}")
        return done.stdout

    def add_admin(self) -> None:
        """An admin with a token."""
        self.inbox("agent", "add", "admin@shop.example", "--name", "Admin", "--role", "admin", "--password-stdin",
                   stdin="correct horse battery\n")
        self.token = self.inbox("token", "add", "admin@shop.example", "--name", "test").strip()

    def start(self, *, wait: bool = True) -> Daemon:
        """Starts it, and waits until its API answers."""
        if not self.token:
            self.add_admin()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command("run", *(["--roles", self.roles] if self.roles else [])),
                                            stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        if wait:
            until(self.answers, what="the API answers: " + self.log.read_text(errors="replace")[-2000:])
        return self

    def answers(self) -> bool:
        """Whether /healthz says 200."""
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError(f"the daemon ended with {self.process.returncode}: {self.log.read_text()[-3000:]}")
        try:
            return call(self.url + "/healthz", timeout=2)[0] == 200
        except OSError:
            return False

    def api(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> tuple[int, Any]:
        """A call of the API as the admin. Header names take underscores: Idempotency_Key."""
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        return call(f"{self.url}/api/v1{path}", method, body, {"Authorization": f"Bearer {self.token}", **named})

    def get(self, path: str) -> Any:
        """The answer of a GET that must succeed."""
        status, answer = self.api(path)
        assert status == 200, answer
        return answer

    def every(self, path: str) -> list[dict[str, Any]]:
        """All items of a list, page by page."""
        items: list[dict[str, Any]] = []
        cursor = ""
        while True:
            joined = path + ("&" if "?" in path else "?") + "limit=200" + (f"&cursor={cursor}" if cursor else "")
            page = self.get(joined)
            items += page["items"]
            cursor = page["next"]
            if not cursor:
                return items

    def kill(self, number: signal.Signals = signal.SIGKILL) -> int:
        """Ends it with a signal and waits for its end."""
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(timeout=60)
        self.process = None
        return code

    def __enter__(self) -> Daemon:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            self.kill(signal.SIGTERM)
