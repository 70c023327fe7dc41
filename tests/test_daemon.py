"""The daemon as systemd and an operator meet it: start, signals, a port that is taken, a stop that loses nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

LIMIT = 60.0  # seconds; a deadline, not a measure


def until(look: Callable[[], Any], what: str) -> Any:
    """Waits for a condition and returns what it found."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError(f"in {LIMIT:.0f} s there was no {what}")


class Daemon:
    """`inbox run` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""
        self.token = ""

    def configure(self, channels: str = '[channels.one]\ntype = "loopback"\n', *, listen: str = "127.0.0.1:0",
                  level: str = "info") -> None:
        self.config.write_text(f'[server]\nlisten = "{listen}"\n[store]\ndata_dir = "data"\n[log]\nlevel = "{level}"\n{channels}')
        self.config.chmod(0o600)

    def command(self, *args: str, stdin: str = "") -> str:
        done = subprocess.run([sys.executable, "-m", "inbox", *args, "--config", str(self.config)], input=stdin,
                              capture_output=True, text=True, timeout=LIMIT)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, **env: str) -> None:
        if not self.token:
            self.command("agent", "add", "a@b.example", "--role", "admin")
            self.token = self.command("token", "add", "a@b.example", "--name", "test")
        with self.log.open("ab") as out:
            self.process = subprocess.Popen([sys.executable, "-m", "inbox", "run", "--config", str(self.config)],
                                            stdout=out, stderr=out, env={**os.environ, **env})
        self.url = until(lambda: self.said(r"ready after .*?(http://\S+?);") or self.dead(), "URL in the log")

    def said(self, pattern: str) -> str:
        found = re.findall(pattern, self.log.read_text())
        return str(found[-1]) if found else ""

    def dead(self) -> None:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()

    def get(self, path: str) -> Any:
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=LIMIT) as answer:
            return json.load(answer)

    def channels(self) -> dict[str, Any]:
        return {c["name"]: c for c in self.get("/api/v1/channels")["items"]}

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(LIMIT)
        self.process = None
        return code


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    one = Daemon(tmp_path)
    one.configure()
    yield one
    if one.process is not None:
        one.process.kill()
        one.process.wait(LIMIT)


def refused(daemon: Daemon) -> subprocess.CompletedProcess[str]:
    """A start that is expected to fail by itself."""
    return subprocess.run([sys.executable, "-m", "inbox", "run", "--config", str(daemon.config)], capture_output=True, text=True,
                          timeout=LIMIT)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_answers_and_stops_in_words(daemon: Daemon, number: int) -> None:
    daemon.start()
    with urllib.request.urlopen(daemon.url + "/healthz", timeout=LIMIT) as answer:
        assert answer.status == 200
    assert daemon.stop(number) == 0
    assert daemon.said(r"stopping \((SIG\w+)\)") == signal.Signals(number).name
    assert daemon.said(r"stopped after [\d.]+ s: (.+)")
    assert "Traceback" not in daemon.log.read_text()


def test_a_port_in_use_is_one_so_that_systemd_tries_again(daemon: Daemon) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        daemon.configure(listen=f"127.0.0.1:{port}")
        done = refused(daemon)
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"port {port} is in use" in done.stderr and f"`listen` in [server] of {daemon.config}" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (daemon.folder / "data" / "inbox.db").exists()


@pytest.mark.parametrize(("listen", "code"), [("192.0.2.1:8080", 1), ("no such host:1", 2)])
def test_an_address_that_is_not_up_yet_is_one_and_one_that_never_is_two(daemon: Daemon, listen: str, code: int) -> None:
    daemon.configure(listen=listen)
    assert refused(daemon).returncode == code


def test_a_second_daemon_on_the_same_store_is_refused(daemon: Daemon) -> None:
    daemon.start()
    done = refused(daemon)
    assert done.returncode == 1
    assert "another daemon" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_channel_is_shown_and_stops_nobody(daemon: Daemon) -> None:
    daemon.configure('[channels.one]\ntype = "loopback"\n[channels.bad]\ntype = "loopback"\npoll_secnds = 3\n')
    daemon.start()
    found = until(lambda: (c := daemon.channels()) and c["one"]["state"] == "ok" and c, "channel that is ok")
    assert found["bad"]["state"] == "misconfigured"
    assert "poll_seconds" in found["bad"]["reason"]


def test_a_command_reaches_the_running_daemon(daemon: Daemon) -> None:
    daemon.start()
    daemon.command("channel", "pause", "one")
    until(lambda: daemon.channels()["one"]["state"] == "paused", "paused channel")
    daemon.command("channel", "resume", "one")
    until(lambda: daemon.channels()["one"]["state"] == "ok", "channel that goes on")
    token = daemon.command("token", "list", "--json")
    daemon.command("token", "revoke", json.loads(token)[0]["id"])

    def shut_out() -> bool:
        try:
            daemon.channels()
        except urllib.error.HTTPError as error:
            with error:
                return error.code == 401
        return False
    until(shut_out, "refusal of a revoked token")


def test_a_shell_without_the_secret_shows_what_the_daemon_knows(daemon: Daemon) -> None:
    daemon.configure('[channels.shop]\ntype = "webhook"\nsecret = "env:INBOX_TEST_SHOP"\n')
    daemon.command("agent", "add", "a@b.example", "--role", "admin")
    daemon.token = daemon.command("token", "add", "a@b.example", "--name", "test")
    shown = json.loads(daemon.command("channel", "list", "--json"))
    assert shown[0]["state"] == "misconfigured", "no daemon runs, so this shell's word is all there is"
    daemon.start(INBOX_TEST_SHOP="hunter-two")
    until(lambda: daemon.channels()["shop"]["state"] == "ok", "channel that is ok")
    for args in (("channel", "list", "--json"), ("status", "--json")):
        found = json.loads(daemon.command(*args))
        [shop] = found["channels"] if args[0] == "status" else found
        assert shop["state"] == "ok"
        assert "this shell cannot read its secret" in shop["reason"] and "INBOX_TEST_SHOP" in shop["reason"]
    checked = subprocess.run([sys.executable, "-m", "inbox", "check", "--config", str(daemon.config)], capture_output=True,
                             text=True, timeout=LIMIT)
    assert checked.returncode == 2 and "INBOX_TEST_SHOP" in checked.stderr
    assert daemon.stop() == 0
    daemon.log.unlink()  # it has the first one's URL
    daemon.start()
    until(lambda: daemon.channels()["shop"]["state"] == "misconfigured", "channel that the daemon cannot open either")
    assert json.loads(daemon.command("channel", "list", "--json"))[0]["state"] == "misconfigured"


def test_the_root_is_the_agents_page_or_says_how_to_get_it(daemon: Daemon) -> None:
    daemon.start()
    try:
        with urllib.request.urlopen(daemon.url + "/", timeout=LIMIT) as answer:  # built: nobody is logged in
            status, text = answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            status, text = error.code, error.read().decode()
    assert (status, 'action="/login"' in text, "python -m inbox.web build" in text) in ((200, True, False), (503, False, True))


def test_hangup_reads_the_configuration_again(daemon: Daemon) -> None:
    daemon.start()
    assert daemon.process is not None
    daemon.configure('[channels.one]\ntype = "loopback"\n[channels.two]\ntype = "loopback"\n')
    daemon.process.send_signal(signal.SIGHUP)
    until(lambda: "two" in daemon.channels(), "new channel")
    daemon.config.write_text("[server\n")
    daemon.process.send_signal(signal.SIGHUP)
    until(lambda: "stays as it was" in daemon.log.read_text(), "refusal in the log")
    assert set(daemon.channels()) == {"one", "two"}


def test_systemd_is_told(daemon: Daemon) -> None:
    path = daemon.folder / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(path))
        systemd.settimeout(LIMIT)
        daemon.start(NOTIFY_SOCKET=str(path), WATCHDOG_USEC="200000")
        heard = ""
        while not ("READY=1" in heard and heard.count("WATCHDOG=1") >= 2):
            heard += systemd.recv(4096).decode() + "\n"
        assert daemon.stop() == 0
        while "STOPPING=1" not in heard:
            heard += systemd.recv(4096).decode() + "\n"
    assert heard.index("READY=1") < heard.index("STOPPING=1")


@pytest.mark.section9(41)
def test_a_debug_run_tells_no_secret(daemon: Daemon) -> None:
    secrets = ("hunter-two-imap", "hunter-two-smtp")
    daemon.configure(
        '[channels.mail]\ntype = "email"\naddress = "a@b.example"\n'
        f'imap = {{ host = "127.0.0.1", port = 1, tls = "none", username = "a", password = "{secrets[0]}" }}\n'
        f'smtp = {{ host = "127.0.0.1", port = 1, tls = "none", username = "a", password = "{secrets[1]}" }}\n', level="debug")
    daemon.start()
    until(lambda: daemon.channels()["mail"]["state"] != "ok", "channel that is down")
    shown = json.dumps(daemon.channels())
    assert daemon.stop() == 0
    text = daemon.log.read_text()
    assert "DEBUG" in text, "the run was not at debug"
    for secret in (*secrets, daemon.token, (daemon.folder / "data" / "key").read_text().strip()):
        assert secret not in text
        assert secret not in shown
