"""The demo: one line on stdout, then a customer's mail and our answer, through the whole of it."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

LIMIT = 90.0  # seconds; a deadline, not a measure


def call(method: str, url: str, body: Any = None, token: str = "") -> Any:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=LIMIT) as answer:
        return json.load(answer)


def until(look: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"in {LIMIT:.0f} s there was no {what}")


def start(*args: str, errors: Path) -> subprocess.Popen[str]:
    with errors.open("ab") as out:
        return subprocess.Popen([sys.executable, "-m", "inbox", "demo", *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=out, text=True)


def gone(pid: str) -> bool:
    return not Path(f"/proc/{pid}").exists() or Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def children(pid: int) -> list[str]:
    return [child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]


def test_a_customer_writes_and_is_answered(tmp_path: Path) -> None:
    errors = tmp_path / "err"
    data = tmp_path / "data"
    demo = start("--port", "0", "--no-traffic", "--data", str(data), errors=errors)
    assert demo.stdout is not None
    try:
        line = demo.stdout.readline()
        assert line, errors.read_text()
        said = json.loads(line)
        assert set(said) == {"url", "email", "password", "token", "sandbox"}
        assert set(said["sandbox"]) == {"control", "imap", "smtp", "x", "twilio"}
        words = errors.read_text()
        assert said["password"] in words
        assert said["email"] in words
        api, control, token = said["url"] + "/api/v1", said["sandbox"]["control"], said["token"]
        assert call("POST", f"{api}/session", {"email": said["email"], "password": said["password"]})["csrf"]
        writers = {"support": "ann@example.net", "sms": "+15005550123", "x": "@ann"}
        channels = {c["name"] for c in call("GET", f"{api}/channels", token=token)["items"]}
        assert channels == set(writers)
        for channel in channels:
            call("POST", f"{control}/say", {"channel": channel, "from": writers[channel], "text": f"Hello {channel}",
                                            "subject": "Hello"})
        found = until(lambda: len(items := call("GET", f"{api}/conversations", token=token)["items"]) == len(channels) and items,
                      "conversation for each channel")
        for one in found:
            call("POST", f"{api}/conversations/{one['id']}/messages", {"kind": "reply", "text": "We look into it."}, token)
        arrived = until(lambda: len(items := call("GET", f"{control}/received")["items"]) == len(channels) and items, "answer")
        assert {item["channel"] for item in arrived} == channels
        assert all("We look into it." in item["text"] for item in arrived)
        helpers = children(demo.pid)
        assert helpers
    finally:
        demo.send_signal(signal.SIGTERM)
        rest = demo.stdout.read()
        demo.stdout.close()
        code = demo.wait(LIMIT)
    assert code == 0, errors.read_text()
    assert rest == "", "the line is the only one"
    assert (data / "inbox.db").exists()
    until(lambda: all(map(gone, helpers)), "end of the sandbox")
    assert "Traceback" not in errors.read_text()


def test_the_sandbox_dies_with_a_demo_that_is_killed(tmp_path: Path) -> None:
    demo = start("--port", "0", "--data", str(tmp_path / "data"), errors=tmp_path / "err")
    assert demo.stdout is not None
    assert demo.stdout.readline()
    helpers = children(demo.pid)
    demo.kill()
    demo.wait(LIMIT)
    demo.stdout.close()
    assert helpers
    until(lambda: all(map(gone, helpers)), "end of the sandbox")


def test_a_busy_port_is_two(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        demo = start("--port", str(taken.getsockname()[1]), errors=tmp_path / "err")
        out, _ = demo.communicate(timeout=LIMIT)
    assert demo.returncode == 2
    assert out == ""
    assert "in use" in (tmp_path / "err").read_text()


def test_a_folder_with_another_configuration_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[log]\n")
    demo = start("--port", "0", "--data", str(tmp_path), errors=tmp_path / "err")
    demo.communicate(timeout=LIMIT)
    assert demo.returncode == 2
    assert (tmp_path / "config.toml").read_text() == "[log]\n"
