"""A rolling upgrade on PostgreSQL: daemons of the version with the first schema and of this one, side by side on one store.

The old one is taken out of the repository's history; without it there is nothing to try.
"""

from __future__ import annotations

import io
import json
import shutil
import signal
import subprocess
import tarfile
from pathlib import Path

import daemons
import pytest
import stores

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
BEFORE = "818ebcd"  # the last program that knew revision 0001 alone


def before(folder: Path) -> Path:
    """The old program."""
    if (git := shutil.which("git")) is None:
        pytest.skip("git is not installed")
    found = subprocess.run([git, "-C", str(ROOT), "archive", BEFORE, "inbox", "connectors"], capture_output=True, check=False)
    if found.returncode:
        pytest.skip(f"the history of the repository is not here: {found.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(found.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


class Desk:
    """Customers who write and daemons that answer; what must have arrived."""

    def __init__(self, sandbox: daemons.Sandbox) -> None:
        self.sandbox = sandbox
        self.said: list[str] = []
        self.replies: list[str] = []

    def turn(self, takes: daemons.Daemon, answers: daemons.Daemon) -> None:
        """Somebody writes; it is seen at one daemon and answered at another."""
        text = f"question-{len(self.said)}"
        self.said.append(text)
        self.sandbox.say("support", f"{text}@example.net", text, subject=text)
        [found] = daemons.until(lambda: [c for c in takes.every("/conversations") if c["subject"] == text], what=f"{text} is in")
        reply = f"answer-{text}"
        status, made = answers.api(f"/conversations/{found['id']}/messages", "POST", {"kind": "reply", "text": reply},
                                   Idempotency_Key=reply)
        assert status == 202, made
        self.replies.append(reply)
        daemons.until(lambda: takes.get(f"/messages/{made['id']}")["delivery"]["state"] == "sent", what=f"{reply} is sent")

    def whole(self, daemon: daemons.Daemon) -> None:
        """Everything is there once, and was sent once."""
        subjects = sorted(c["subject"] for c in daemon.every("/conversations?status=all"))
        assert subjects == sorted(self.said)
        assert daemon.get("/channels/support")["ledger"]["stored"] == len(self.said)
        assert sorted(item["text"].strip() for item in self.sandbox.received("support")) == sorted(self.replies)


def test_old_and_new_daemons_work_side_by_side(databases: stores.Databases, tmp_path: Path) -> None:
    program = before(tmp_path / "program")
    with daemons.Sandbox() as sandbox:
        channels, url = {"support": sandbox.email()}, databases.empty()
        old = daemons.Daemon(tmp_path / "old", channels, store={"url": url}, inside=["env", "-C", str(program)])
        new = daemons.Daemon(tmp_path / "new", channels, store={"url": url, "data_dir": str(old.data), "takeover_seconds": 2})
        desk = Desk(sandbox)
        old.inbox("db", "upgrade")
        assert json.loads(new.inbox("db", "status", "--json"))["revision"] == "0001"
        with old:
            new.token = old.token
            new.inbox("db", "upgrade")  # beside the old one at work
            assert json.loads(old.inbox("db", "status", "--json"))["revision"] != "0001"
            desk.turn(old, old)
            with new:
                desk.turn(old, new)
                desk.turn(new, old)
                assert [c["id"] for c in old.every("/conversations")] == [c["id"] for c in new.every("/conversations")]
                old.kill(signal.SIGTERM)
                desk.turn(new, new)
                old.start()  # on a store that is newer than it
                desk.turn(new, old)
                for text in desk.said:
                    found = new.every(f"/conversations?status=all&q={text}")
                    assert [c["subject"] for c in found] == [text], "what the old one kept is found"
                desk.whole(new)
                desk.whole(old)
        for daemon in (old, new):
            assert "Traceback" not in daemon.log.read_text(), daemon.log
