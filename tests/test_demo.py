"""The demo: one line on stdout, then a customer's mail and our answer, through the whole of it."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inbox import demo

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
    process = start("--port", "0", "--no-traffic", "--data", str(data), errors=errors)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
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
        helpers = children(process.pid)
        assert helpers
    except AssertionError as error:
        for one in call("GET", f"{said['url']}/api/v1/conversations", token=said["token"])["items"]:
            messages = call("GET", f"{said['url']}/api/v1/conversations/{one['id']}/messages", token=said["token"])["items"]
            error.add_note(f"{one['channel']}: {[(m['direction'], m['delivery']) for m in messages]}")
        error.add_note(errors.read_text())
        raise
    finally:
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
        process.stdout.close()
        code = process.wait(LIMIT)
    assert code == 0, errors.read_text()
    assert rest == "", "the line is the only one"
    assert (data / "inbox.db").exists()
    until(lambda: all(map(gone, helpers)), "end of the sandbox")
    assert "Traceback" not in errors.read_text()


def test_the_sandbox_dies_with_a_demo_that_is_killed(tmp_path: Path) -> None:
    process = start("--port", "0", "--data", str(tmp_path / "data"), errors=tmp_path / "err")
    assert process.stdout is not None
    assert process.stdout.readline()
    helpers = children(process.pid)
    process.kill()
    process.wait(LIMIT)
    process.stdout.close()
    assert helpers
    until(lambda: all(map(gone, helpers)), "end of the sandbox")


def test_a_busy_port_is_two(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start("--port", str(taken.getsockname()[1]), errors=tmp_path / "err")
        out, _ = process.communicate(timeout=LIMIT)
    assert process.returncode == 2
    assert out == ""
    assert "in use" in (tmp_path / "err").read_text()


def test_a_folder_with_another_configuration_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[log]\n")
    process = start("--port", "0", "--data", str(tmp_path), errors=tmp_path / "err")
    process.communicate(timeout=LIMIT)
    assert process.returncode == 2
    assert (tmp_path / "config.toml").read_text() == "[log]\n"


@pytest.mark.section9(41)
def test_a_debug_run_of_every_channel_tells_no_secret(tmp_path: Path) -> None:
    """The daemon at debug, with real logins, signatures and sends on the wire: its log is searched for every secret."""
    log = tmp_path / "log"
    with subprocess.Popen([sys.executable, "-m", "inbox.sandbox", "--no-traffic"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as sandbox:
        assert sandbox.stdout is not None
        doors = json.loads(sandbox.stdout.readline())
        with socket.create_server(("127.0.0.1", 0)) as probe:
            url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        config = demo._write(tmp_path, url, doors)
        token = asyncio.run(demo._people(config, "hunter-two-of-the-demo"))
        assert config.path is not None
        config.path.write_text(config.path.read_text() + '\n[log]\nlevel = "debug"\n')
        with log.open("wb") as out:
            daemon = subprocess.Popen([sys.executable, "-m", "inbox", "run", "--config", str(config.path)], stdout=out, stderr=out)
        try:
            until(lambda: "ready after" in log.read_text(), "daemon")
            api = url + "/api/v1"
            until(lambda: all(c["feeds"] and all(f["polled_at"] for f in c["feeds"])
                              for c in call("GET", f"{api}/channels", token=token)["items"]), "first poll of every channel")
            for channel, writer in {"support": "ann@example.net", "sms": "+15005550123", "x": "@ann"}.items():
                call("POST", f"{doors['control']}/say", {"channel": channel, "from": writer, "text": "Hello"})
            found = until(lambda: len(items := call("GET", f"{api}/conversations", token=token)["items"]) == 3 and items, "conversations")
            for one in found:
                call("POST", f"{api}/conversations/{one['id']}/messages", {"kind": "reply", "text": "We look into it."}, token)
            until(lambda: len(call("GET", f"{doors['control']}/received")["items"]) == 3, "answers")
            try:
                call("POST", f"{api}/session", {"email": demo.EMAIL, "password": "wrong-but-near-hunter"})
            except urllib.error.HTTPError as error:
                error.close()
        finally:
            daemon.terminate()
            daemon.wait(LIMIT)
            sandbox.terminate()
    text = log.read_text()
    assert "DEBUG" in text
    key = (tmp_path / "key").read_text().strip()
    for secret in (*config.secrets, token, key, "hunter-two-of-the-demo", "wrong-but-near-hunter"):
        assert secret not in text, f"a secret that begins with {secret[:3]} is in the log"
    assert "oauth_signature=" not in text
