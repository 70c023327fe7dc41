"""The program as the contract shows it: a demo or a daemon as a process, used by nothing but its doors."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

from daemons import Daemon, Sandbox, call, until

Json = dict[str, Any]
WRITERS = {"support": "{}@example.net", "x": "@{}", "sms": "+1500555{:04d}"}
DOORS = {"support": "smtp", "x": "x", "sms": "twilio"}  # where a reply of a channel leaves


class Inbox:
    """The API of a running program as one agent meets it, and the control API of its sandbox."""

    url: str
    token: str
    control_url: str

    def api(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> tuple[int, Any]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return call(f"{self.url}/api/v1{path}", method, body, {"Authorization": f"Bearer {self.token}", **named})

    def get(self, path: str) -> Any:
        status, answer = self.api(path)
        assert status == 200, (path, answer)
        return answer

    def done(self, path: str, method: str, body: Any = None, *, status: int = 200, **headers: str) -> Any:
        """The answer of a call that must end with this status."""
        got, answer = self.api(path, method, body, **headers)
        assert got == status, (path, got, answer)
        return answer

    def refused(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> tuple[int, str]:
        """(status, code) of a call that must be refused with a whole problem."""
        status, problem = self.api(path, method, body, **headers)
        assert status >= 400, problem
        assert {"type", "title", "status", "detail", "code"} <= set(problem), problem
        assert problem["status"] == status
        return status, str(problem["code"])

    def control(self, path: str, method: str = "GET", body: Any = None) -> Any:
        status, answer = call(self.control_url + path, method, body)
        assert status < 300, (path, answer)
        return answer

    def say(self, channel: str, who: str, text: str, **more: Any) -> str:
        return str(self.control("/say", "POST", {"channel": channel, "from": writer(channel, who), "text": text, **more})["external_id"])

    def received(self, channel: str, text: str = "") -> list[Json]:
        """What arrived at the provider, or what of it holds this text."""
        return [item for item in self.control(f"/received?channel={channel}")["items"] if text in item["text"]]

    def fault(self, at: str, fault: str, **more: Any) -> None:
        self.control("/fault", "POST", {"at": at, "fault": fault, **more})

    def mended(self) -> None:
        self.control("/fault", "DELETE")

    def heard(self, external_id: str, *, seconds: float = 30) -> Json:
        """The message that an external id became."""
        def look() -> Any:
            entries = self.get(f"/ledger?external_id={quote(external_id, safe='')}")["items"]
            return next((entry["message"] for entry in entries if entry["message"]), None)
        found: Json = self.get(f"/messages/{until(look, seconds=seconds, what=f'{external_id} in the ledger')}")
        return found

    def told(self, channel: str, who: str, text: str, **more: Any) -> Json:
        """A customer writes, and the message that it became."""
        return self.heard(self.say(channel, who, text, **more))

    def reply(self, conversation: str, text: str, **more: Any) -> Json:
        headers = more.pop("headers", {})
        answer: Json = self.done(f"/conversations/{conversation}/messages", "POST", {"kind": "reply", "text": text, **more},
                                 status=202, **headers)
        return answer

    def ends(self, message: str, *states: str, seconds: float = 30) -> Json:
        """The message, once its delivery is in one of these states."""
        def look() -> Any:
            found = self.get(f"/messages/{message}")
            seen.append(found["delivery"])
            return found if found["delivery"]["state"] in states else None
        seen: list[Any] = []
        try:
            answer: Json = until(look, seconds=seconds, what=f"{message} in {states}")
        except AssertionError as error:
            raise AssertionError(f"{error}: {seen[-1]}") from None
        return answer


def writer(channel: str, who: str) -> str:
    """Somebody's address as a person would type it on that channel."""
    return WRITERS[channel].format(zlib.crc32(who.encode()) % 10_000 if channel == "sms" else who)


class Demo(Inbox):
    """`inbox demo` as a process. `said` is its one line."""

    def __init__(self, folder: Path, *args: str) -> None:
        self.errors = folder / "err"
        env = {name: value for name, value in os.environ.items() if name != "INBOX_CONFIG"}
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen([sys.executable, "-m", "inbox", "demo", "--no-traffic", *(args or ("--port", "0"))],
                                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True, env=env)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.errors.read_text()
        self.said: Json = json.loads(line)
        self.url, self.token, self.control_url = self.said["url"], self.said["token"], self.said["sandbox"]["control"]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return self.process.wait(60)


class Running(Inbox):
    """A daemon of a test's own beside a sandbox."""

    def __init__(self, daemon: Daemon, sandbox: Sandbox | None = None) -> None:
        self.daemon = daemon
        self.url, self.token = daemon.url, daemon.token
        self.control_url = sandbox.info["control"] if sandbox is not None else ""


def file(name: str, media_type: str, data: bytes) -> Json:
    """A file as the control API and the webhook channel take it."""
    return {"name": name, "media_type": media_type, "data": base64.b64encode(data).decode()}
