"""A stranger's connector, taken from docs/connectors.md as it stands there: built, installed, run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import daemons
import pytest

DOCS = Path(__file__).parents[2] / "docs" / "connectors.md"


class _Chirp(ThreadingHTTPServer):
    """The service that the page describes."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.messages: list[dict[str, object]] = []
        self.sent: dict[str, dict[str, str]] = {}


class _Handler(BaseHTTPRequestHandler):
    server: _Chirp

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""

    def _answer(self, status: int, body: object) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def do_GET(self) -> None:
        if self.headers["X-Key"] != "the-key":
            return self._answer(401, {})
        after = int(parse_qs(urlsplit(self.path).query)["after"][0])
        return self._answer(200, {"messages": self.server.messages[after:after + 50]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.sent.setdefault(self.headers["Idempotency-Key"], body)
        return self._answer(200, {"id": 1000 + len(self.server.sent)})


@contextmanager
def _chirp() -> Iterator[_Chirp]:
    server = _Chirp()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the stranger's package was installed into."""
    folder, target = tmp_path_factory.mktemp("inbox-chirp"), tmp_path_factory.mktemp("site")
    blocks = dict(re.findall(r"^`([\w.]+)` — [^\n]*\n\n```\w+\n(.*?)^```", DOCS.read_text(), re.M | re.S))
    assert set(blocks) == {"pyproject.toml", "inbox_chirp.py"}
    for name, text in blocks.items():
        (folder / name).write_text(text)
    offline = ["--no-build-isolation", "--no-deps", "--no-index"]
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", *offline, "--target", str(target), str(folder)],
                   check=True, capture_output=True, timeout=300)
    return target


def test_it_keeps_every_promise(installed: Path, tmp_path: Path) -> None:
    daemon = daemons.Daemon(tmp_path, {})
    said = daemon.inbox("connector", "test", "chirp", env={"PYTHONPATH": str(installed)})
    assert "fail" not in said.lower()


def test_it_runs_like_any_other(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(installed))
    monkeypatch.setenv("CHIRP_KEY", "the-key")
    with _chirp() as service:
        for n in range(1, 121):
            service.messages.append({"id": n, "room": f"r{n % 7}", "from": f"c{n % 7}", "text": f"text {n}",
                                     "at": "2026-11-21T09:30:00+00:00"})
        channel = {"type": "chirp", "url": f"http://127.0.0.1:{service.server_address[1]}", "key": "env:CHIRP_KEY",
                   "poll_seconds": 1, "initial_sync": "all"}
        with daemons.Daemon(tmp_path, {"chat": channel}) as daemon:
            daemons.until(lambda: daemon.get("/channels/chat")["ledger"]["stored"] == 120)
            conversations = daemon.every("/conversations?channel=chat")
            assert len(conversations) == 7
            status, made = daemon.api(f"/conversations/{conversations[0]['id']}/messages", "POST", {"kind": "reply", "text": "hello"})
            assert status == 202
            daemons.until(lambda: daemon.get(f"/messages/{made['id']}")["delivery"]["state"] == "sent")
            assert [body["text"] for body in service.sent.values()] == ["hello"]
            status, problem = daemon.api(f"/conversations/{conversations[0]['id']}/messages", "POST", {"kind": "reply", "text": "x" * 501})
            assert (status, problem["code"]) == (422, "too_long")
            assert "ok" in daemon.inbox("check", "--connect")
