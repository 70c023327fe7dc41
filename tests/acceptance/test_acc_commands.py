"""Contract, section 1: the commands beside a running daemon, with their two streams and their exit codes."""

from __future__ import annotations

import json
import signal
import socket
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from daemons import Daemon, Sandbox, call, until
from doors import Demo, Running, file

SECRET_WORDS = ("erase-these-words", "private-subject", "secret-document")


class Shop(Running):
    """A daemon, its sandbox, and the program on the command line."""

    sandbox: Sandbox

    def inbox(self, *args: str, code: int = 0, stdin: str = "") -> tuple[str, str]:
        """(stdout, stderr) of a command that must end with this code, in words when it is not 0."""
        done = subprocess.run([sys.executable, "-m", "inbox", *args, "--config", str(self.daemon.config)], input=stdin, text=True,
                              capture_output=True, timeout=120, check=False)
        assert done.returncode == code, f"{args}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        if code:
            assert done.stdout == ""
            assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        return done.stdout, done.stderr

    def rows(self, *args: str) -> Any:
        return json.loads(self.inbox(*args, "--json")[0])


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with Sandbox() as sandbox:
        twilio = sandbox.info["twilio"]
        sms = {"type": "twilio", "api_url": twilio["url"], "poll_seconds": 1,
               **{name: twilio[name] for name in ("account_sid", "auth_token", "numbers")}}
        daemon = Daemon(tmp_path_factory.mktemp("shop"), {"support": sandbox.email(), "sms": sms})
        with daemon:
            made = Shop(daemon, sandbox)
            made.sandbox = sandbox
            yield made


def test_rows_are_json_and_words_go_to_stderr(shop: Shop) -> None:
    message = shop.told("support", "rows", "Hello", subject="R")
    [entry] = [e for e in shop.rows("ledger", "list") if e["external_id"] == message["external_id"]]
    assert (entry["state"], entry["message"]) == ("stored", message["id"])
    assert shop.rows("ledger", "list", "--channel", "sms") == []
    assert {c["name"] for c in shop.rows("channel", "list")} == {"support", "sms"}
    assert shop.rows("quarantine", "list") == shop.rows("outbox", "list") == []
    status = shop.rows("status")
    assert status["quarantine"] == 0
    out, _ = shop.inbox("explain", message["id"])
    assert f"conversation {message['conversation']}" in out
    shop.inbox("explain", "999999", code=1)
    shop.inbox("explain", "zero", code=2)


def test_what_a_command_changes_is_noticed_at_once(shop: Shop) -> None:
    shop.inbox("channel", "pause", "support")
    until(lambda: shop.get("/channels/support")["state"] == "paused", seconds=5)
    shop.inbox("channel", "resume", "support")
    until(lambda: shop.get("/channels/support")["state"] == "ok", seconds=5)
    shop.inbox("channel", "poll", "support")
    shop.inbox("channel", "poll", "nobody", code=1)
    shop.inbox("agent", "add", "bob@shop.example", "--name", "Bob", "--role", "agent", "--password-stdin", stdin="long enough\n")
    token, _ = shop.inbox("token", "add", "bob@shop.example", "--name", "cli")
    headers = {"Authorization": f"Bearer {token.strip()}"}
    assert "agent.add" in {entry["action"] for entry in shop.get("/audit?limit=200")["items"]}
    assert call(shop.url + "/api/v1/me", headers=headers)[1]["email"] == "bob@shop.example"
    shop.inbox("agent", "disable", "bob@shop.example")
    until(lambda: call(shop.url + "/api/v1/me", headers=headers)[0] == 401, seconds=5)
    shop.inbox("agent", "add", "bob@shop.example", code=1)
    shop.inbox("agent", "role", "bob@shop.example", "emperor", code=2)


def test_the_outbox_by_hand(shop: Shop) -> None:
    message = shop.told("support", "outbox", "Hello", subject="O")
    shop.fault("smtp", "die_after_accept", times=1)
    unsure = shop.ends(shop.reply(message["conversation"], "unsure")["id"], "uncertain")
    shop.mended()
    assert [row["state"] for row in shop.rows("outbox", "list")] == ["uncertain"]
    shop.inbox("outbox", "retry", unsure["id"], code=1)
    shop.inbox("outbox", "resolve", unsure["id"], code=2)
    shop.inbox("outbox", "resolve", unsure["id"], "--sent")
    shop.ends(unsure["id"], "sent")
    later = shop.reply(message["conversation"], "later", send_at="2999-01-01T00:00:00Z")
    shop.inbox("outbox", "cancel", later["id"])
    shop.ends(later["id"], "canceled")
    shop.inbox("outbox", "cancel", later["id"], code=1)
    failed = shop.ends(shop.reply(message["conversation"], "nobody home", to="nobody@example.net")["id"], "failed")
    shop.inbox("outbox", "retry", failed["id"])
    until(lambda: shop.get(f"/messages/{failed['id']}")["delivery"]["attempts"] > failed["delivery"]["attempts"])
    noted = {(entry["action"], entry["target"]) for entry in shop.get("/audit")["items"] if entry["agent"] is None or "line" in str(entry)}
    assert {("message.resolve", f"message:{unsure['id']}"), ("message.cancel", f"message:{later['id']}"),
            ("message.retry", f"message:{failed['id']}")} <= noted


def test_backfill_lists_what_is_missing_and_fetches_it(shop: Shop) -> None:
    out, _ = shop.inbox("backfill", "support", "--since", "2020-01-01", "--dry-run")
    assert out == ""
    _, err = shop.inbox("backfill", "support", "--since", "2020-01-01")
    assert "0" in err
    before = len(shop.daemon.every("/ledger?channel=support"))
    shop.inbox("backfill", "support", "--since", "soon", code=2)
    shop.inbox("backfill", "nobody", "--since", "2020-01-01", code=1)
    assert len(shop.daemon.every("/ledger?channel=support")) == before


def test_a_person_is_given_out_then_gone_and_does_not_come_back(shop: Shop) -> None:
    words, subject, document = SECRET_WORDS
    files = [file("paper.txt", "text/plain", (document + "\n").encode() * 5000)]
    message = shop.told("support", "leaving", words, subject=subject, attachments=files)
    shop.ends(shop.reply(message["conversation"], f"about {words}")["id"], "sent")
    export, _ = shop.inbox("export", "leaving@example.net")
    assert words in export
    assert subject in export
    shop.inbox("export", "stranger@example.net", code=1)
    shop.inbox("erase", "leaving@example.net")
    assert shop.refused(f"/messages/{message['id']}")[0] == 404
    assert shop.get(f"/conversations?q={words}&status=all")["items"] == []
    held = b"".join(path.read_bytes() for path in shop.daemon.data.rglob("*") if path.is_file())
    for word in (*SECRET_WORDS, "leaving@example.net"):
        assert word.encode() not in held, word
    shop.inbox("backfill", "support", "--since", "2020-01-01")
    shop.done("/channels/support/poll", "POST", status=202)
    shop.told("support", "afterwards", "next", subject="N")
    assert shop.get(f"/conversations?q={words}&status=all")["items"] == []
    shop.inbox("erase", "leaving@example.net", code=1)


def test_backup_of_a_running_daemon_and_restore_into_an_empty_place(shop: Shop, tmp_path: Path) -> None:
    big = file("big.bin", "application/octet-stream", bytes(range(256)) * 4096)
    message = shop.told("support", "kept", "to be kept", subject="K", attachments=[big])
    backup = tmp_path / "backup.tar"
    _, err = shop.inbox("backup", str(backup))
    assert "key" in err
    key = (shop.daemon.data / "key").read_bytes().strip()
    assert key not in backup.read_bytes()
    with tarfile.open(backup) as archive:
        assert archive.getnames()
    shop.inbox("restore", str(backup), code=1)
    other = Daemon(tmp_path / "other", {"support": {**shop.sandbox.email(), "enabled": False}})
    other.inbox("restore", str(backup))
    again = subprocess.run([sys.executable, "-m", "inbox", "restore", str(backup), "--config", str(other.config)], text=True,
                           capture_output=True, timeout=60, check=False)
    assert (again.returncode, again.stdout) == (1, "")
    other.token = shop.token
    with other:
        restored = Running(other)
        found = restored.get(f"/messages/{message['id']}")
        assert found["text"] == "to be kept"
        status, _ = call(restored.url + found["attachments"][0]["url"], headers={"Authorization": f"Bearer {shop.token}"})
        assert status == 200
        assert len(other.every("/ledger")) == len(shop.daemon.every("/ledger"))


def test_a_second_daemon_is_refused_in_words(shop: Shop, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(shop.daemon.config.read_text().replace(f'listen = "127.0.0.1:{shop.daemon.port}"', 'listen = "127.0.0.1:0"'))
    other.chmod(0o600)
    done = subprocess.run([sys.executable, "-m", "inbox", "run", "--config", str(other)], text=True, capture_output=True, timeout=60,
                          check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert "another daemon" in done.stderr


def test_init_makes_a_private_config_a_key_and_an_admin(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    args = [sys.executable, "-m", "inbox", "init", "--admin", "first@shop.example", "--password-stdin", "--config", str(config)]
    done = subprocess.run(args, input="correct horse\n", text=True, capture_output=True, timeout=60, cwd=tmp_path, check=False)
    if done.returncode:  # the default data folder may be closed to us
        pytest.skip(done.stderr.strip())
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert "#" in config.read_text()
    again = subprocess.run(args, input="correct horse\n", text=True, capture_output=True, timeout=60, cwd=tmp_path, check=False)
    assert again.returncode in (1, 2)
    assert len(again.stderr.strip().splitlines()) == 1


# ---------------------------------------------------------------- the demo

def test_a_demo_with_a_folder_keeps_everything(tmp_path: Path) -> None:
    first = Demo(tmp_path, "--port", "0", "--data", str(tmp_path / "data"))
    try:
        message = first.told("support", "stays", "do not forget me", subject="S")
        reply = first.ends(first.reply(message["conversation"], "never", headers={"Idempotency_Key": "demo-1"})["id"], "sent")
        token = first.token
        taken = subprocess.run([sys.executable, "-m", "inbox", "demo", "--port", first.url.rpartition(":")[2]], text=True,
                               capture_output=True, timeout=60, check=False)
        assert (taken.returncode, taken.stdout) == (2, "")
    finally:
        assert first.stop() == 0
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    second = Demo(tmp_path, "--port", str(port), "--data", str(tmp_path / "data"))
    try:
        assert second.url == f"http://127.0.0.1:{port}"
        assert second.get(f"/messages/{message['id']}")["text"] == "do not forget me"
        assert second.get(f"/messages/{reply['id']}")["delivery"]["state"] == "sent"
        second.token = token
        again = second.reply(message["conversation"], "never", headers={"Idempotency_Key": "demo-1"})
        assert again["id"] == reply["id"], "a token and a key outlive the daemon"
        assert second.told("sms", "newhere", "hello")["text"] == "hello"
    finally:
        assert second.stop(signal.SIGINT) == 0
