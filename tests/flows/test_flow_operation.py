"""The daemon in its surroundings: a disk that runs full, a configuration that changes under it."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import daemons
import pytest
import servers

ROOM = 530 << 20   # bytes of the small disk: little more than the daemon wants free


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of its own, a little larger than what the daemon wants free; root alone can make one.

    It lies outside pytest's folders and is detached lazily: what is left mounted there would fail every later run.
    """
    if os.geteuid() != 0:
        servers.missing("a file system of the test's own", "can be made by root alone")
    folder = Path(tempfile.mkdtemp(prefix="inbox-disk-"))
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "inbox-test", str(folder)], capture_output=True, check=False)
    if done.returncode:
        folder.rmdir()
        servers.missing("a file system of the test's own", f"cannot be mounted here: {done.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


def test_with_little_disk_it_takes_nothing_in_answers_says_so_and_goes_on_by_itself(small_disk: Path) -> None:
    with daemons.Sandbox() as sandbox, daemons.Daemon(small_disk / "inbox", {"support": sandbox.email()}) as daemon:
        first = sandbox.say("support", "ann@example.net", "while there is room", subject="first")
        daemons.until(lambda: daemon.get("/channels/support")["ledger"]["stored"] == 1)
        filler = small_disk / "filler"
        with filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, 60 << 20)
        second = sandbox.say("support", "bob@example.net", "without room", subject="second")
        shown = daemons.until(lambda: (c := daemon.get("/channels/support"))["state"] != "ok" and c, what="the channel says so")
        assert "disk" in shown["reason"], shown
        assert daemon.get("/channels/support")["ledger"]["stored"] == 1

        [conversation] = daemon.every("/conversations")
        status, made = daemon.api(f"/conversations/{conversation['id']}/messages", "POST", {"kind": "reply", "text": "answered"})
        assert status == 202, made
        daemons.until(lambda: daemon.get(f"/messages/{made['id']}")["delivery"]["state"] == "sent", what="replies still leave")
        assert [item["text"].strip() for item in sandbox.received("support")] == ["answered"]

        filler.unlink()
        daemons.until(lambda: daemon.get("/channels/support")["ledger"]["stored"] == 2, seconds=45, what="it goes on by itself")
        daemons.until(lambda: daemon.get("/channels/support")["state"] == "ok")
        assert {row["external_id"] for row in daemon.every("/ledger")} == {first, second}


def test_a_changed_channel_is_taken_up_without_a_restart(tmp_path: Path) -> None:
    with daemons.Sandbox() as sandbox, daemons.Sandbox(seed=2) as other:
        daemon = daemons.Daemon(tmp_path, {"support": sandbox.email(), "left": other.email(address="left@shop.example")})
        with daemon:
            asked = sandbox.say("support", "ann@example.net", "before", subject="before")
            daemons.until(lambda: daemon.get("/channels/support")["ledger"]["stored"] == 1)
            assert daemon.process is not None
            pid = daemon.process.pid

            def reload(old: str, new: str) -> None:
                text = daemon.config.read_text()
                assert old in text
                daemon.config.write_text(text.replace(old, new))
                os.kill(pid, signal.SIGHUP)

            reload('name = "Shop"', 'name = "Corner Shop"')
            conversation = daemon.every("/conversations")[0]["id"]

            def answered_as(name: str) -> bool:
                status, made = daemon.api(f"/conversations/{conversation}/messages", "POST", {"kind": "reply", "text": "hello"})
                assert status == 202, made
                daemons.until(lambda: daemon.get(f"/messages/{made['id']}")["delivery"]["state"] == "sent")
                return f"From: {name} <" in sandbox.received("support")[-1]["raw"]
            daemons.until(lambda: answered_as("Corner Shop"), what="the new name is used")
            assert daemon.process.poll() is None

            reload("[channels.left]", "[channels.renamed]")
            daemons.until(lambda: daemon.api("/channels/renamed")[0] == 200, what="a new channel is there")
            reload("poll_seconds = 1", 'poll_seconds = "often"')
            daemons.until(lambda: "often" in (log := daemon.log.read_text()) or "poll_seconds" in log, what="it says what is wrong")
            assert daemon.api("/me")[0] == 200
            text = daemon.config.read_text()
            daemon.config.write_text(text.replace('poll_seconds = "often"', "poll_seconds = 1"))
            os.kill(pid, signal.SIGHUP)
            last = sandbox.say("support", "ann@example.net", "after", subject="after")
            daemons.until(lambda: daemon.get(f"/ledger?channel=support&external_id={last}&state=stored")["items"])
            assert daemon.get(f"/ledger?channel=support&external_id={asked}&state=stored")["items"]
