"""The commands as an operator meets them: a process, its two streams, its exit code."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import os
import pty
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import click
import pytest
import stores

from inbox import cli
from inbox.store import Store, Tx, messages


class Shell:
    """Runs `inbox` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.code = 0
        self.err = ""

    def __call__(self, *args: str, stdin: str = "", code: int = 0) -> str:
        env = {k: v for k, v in os.environ.items() if k != "INBOX_CONFIG"} | {"INBOX_CONFIG": str(self.config)}
        done = subprocess.run([sys.executable, "-m", "inbox", *args], input=stdin, capture_output=True, text=True, env=env,
                              cwd=self.folder, timeout=120)
        self.code, self.err = done.returncode, done.stderr
        assert done.returncode == code, f"{args}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout

    def rows(self, *args: str) -> list[dict[str, object]]:
        found = json.loads(self(*args, "--json"))
        assert isinstance(found, list)
        return found


@pytest.fixture
def inbox(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    shell.config.write_text('[store]\ndata_dir = "data"\n[channels.one]\ntype = "loopback"\n')
    return shell


def every_command() -> list[list[str]]:
    found: list[list[str]] = []

    def walk(command: click.Command, path: list[str]) -> None:
        found.append(path)
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                walk(inner, [*path, name])
    walk(cli.inbox, [])
    return found


def test_every_command_explains_itself_and_takes_a_config() -> None:
    commands = every_command()
    assert ["agent", "add"] in commands
    for path in commands:
        command: click.Command = cli.inbox
        for name in path:
            assert isinstance(command, click.Group)
            found = command.get_command(click.Context(command), name)
            assert found is not None
            command = found
        assert command.help, path
        options = {option for parameter in command.params for option in parameter.opts}
        if not isinstance(command, click.Group):
            assert "--config" in options, path


@pytest.mark.parametrize("args", [
    ("nonsense",), ("agent", "nonsense"), ("agent", "add"), ("agent", "add", "no-address"), ("connector", "new", "Not OK"),
    ("agent", "role", "a@b.example", "king"),
    ("run", "--roles", "api,dance"), ("ledger", "list", "--since", "soon"), ("ledger", "show", "x"), ("quarantine", "retry"),
    ("outbox", "resolve", "1"), ("outbox", "resolve", "1", "--sent", "--not-sent"),
    ("status", "--config", "nowhere.toml"), ("init", "--admin", "a@b.example", "--password-stdin"),
    ("agent", "password", "a@b.example", "--password-stdin"),
])
def test_misuse_is_two_and_one_line(inbox: Shell, args: tuple[str, ...]) -> None:
    inbox(*args, code=2)
    assert len(inbox.err.strip().splitlines()) == 1, inbox.err
    assert inbox.err.startswith("inbox: ")


@pytest.mark.parametrize("args", [
    ("agent", "disable", "nobody@b.example"), ("token", "add", "nobody@b.example"), ("token", "revoke", "7"),
    ("erase", "7"), ("export", "nobody@b.example"), ("channel", "authorise", "nobody"), ("ledger", "show", "7"),
    ("quarantine", "drop", "7"), ("outbox", "retry", "7"), ("outbox", "cancel", "7"), ("explain", "7"),
    ("channel", "poll", "onee"), ("ledger", "list", "--channel", "onee"), ("quarantine", "list", "--channel", "onee"),
    ("outbox", "list", "--channel", "onee"),
])
def test_failure_is_one_and_one_line(inbox: Shell, args: tuple[str, ...]) -> None:
    inbox(*args, code=1)
    assert len(inbox.err.strip().splitlines()) == 1, inbox.err


def test_agents_and_tokens_before_the_first_run(inbox: Shell) -> None:
    inbox("agent", "add", "Ann@B.example", "--name", "Ann", "--role", "admin", "--password-stdin", stdin="long enough\n")
    inbox("agent", "add", "bob@b.example", "--name", "Bob")
    inbox("agent", "add", "ann@b.example", code=1)
    assert "already" in inbox.err
    assert [(a["email"], a["role"], a["disabled"]) for a in inbox.rows("agent", "list")] == [
        ("ann@b.example", "admin", False), ("bob@b.example", "agent", False)]
    token = inbox("token", "add", "bob@b.example", "--name", "script")
    assert token.count("\n") == 1
    assert len(token.strip()) > 32
    [row] = inbox.rows("token", "list")
    assert (row["email"], row["name"], row["revoked_at"]) == ("bob@b.example", "script", None)
    assert token.strip() not in json.dumps(row)
    inbox("token", "revoke", str(row["id"]))
    assert inbox.rows("token", "list")[0]["revoked_at"] is not None
    inbox("agent", "role", "ann@b.example", "agent", code=1)
    assert "last admin" in inbox.err
    inbox("agent", "role", "bob@b.example", "admin")
    inbox("agent", "disable", "ann@b.example")
    assert inbox.rows("agent", "list")[0]["disabled"] is True
    inbox("agent", "enable", "ann@b.example")
    inbox("agent", "password", "bob@b.example", "--password-stdin", stdin="another one\n")
    assert "EMAIL" in inbox("agent", "list")


def test_the_password_is_kept_as_a_hash_alone(inbox: Shell) -> None:
    inbox("agent", "add", "a@b.example", "--password-stdin", stdin="correct horse battery\n")
    held = b"".join(p.read_bytes() for p in (inbox.folder / "data").iterdir())
    assert b"argon2id" in held
    assert b"correct horse" not in held


def test_init_check_status(inbox: Shell) -> None:
    inbox.config.unlink()
    inbox("init", "--admin", "a@b.example", "--password-stdin", stdin="long enough\n")
    assert "/api/docs" in inbox.err and "log in" not in inbox.err
    assert inbox.config.stat().st_mode & 0o777 == 0o600
    assert (inbox.folder / "data" / "key").stat().st_mode & 0o777 == 0o600
    assert "fine" in inbox("check")
    assert [(a["email"], a["role"]) for a in inbox.rows("agent", "list")] == [("a@b.example", "admin")]
    shown = inbox("status")
    assert "not running" in shown
    assert "0 open" in shown
    inbox("init", "--admin", "a@b.example", "--password-stdin", stdin="long enough\n", code=2)
    assert "there already" in inbox.err


def test_init_takes_no_short_password(inbox: Shell) -> None:
    inbox.config.unlink()
    inbox("init", "--admin", "a@b.example", "--password-stdin", stdin="short\n", code=2)
    assert "8 characters" in inbox.err
    assert not inbox.config.exists()


def test_status_shows_the_next_try(inbox: Shell) -> None:
    inbox("channel", "resume", "one")  # makes the store and the channel's row
    with closing(sqlite3.connect(inbox.folder / "data" / "inbox.db")) as store, store:
        store.execute("UPDATE channel SET state = 'down', reason = 'away', next_try = 1795253400000000")
    with (inbox.folder / "data" / "inbox.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shown = inbox("status")
        assert "NEXT_TRY" in shown and "2026-11-21T" in shown and "away. It is tried again by itself." in shown
        assert "2026-11-21T" in inbox("channel", "list")
    for command in (("status",), ("channel", "list")):  # nobody tries it
        assert "2026-11-21T" not in inbox(*command)


def test_status_says_first_that_nothing_runs(inbox: Shell) -> None:
    inbox("channel", "resume", "one")
    with closing(sqlite3.connect(inbox.folder / "data" / "inbox.db")) as store, store:
        store.execute("UPDATE channel SET state = 'down', reason = 'away'")
    said = inbox("status").partition("\n\n")[2].splitlines()
    assert said[0].startswith("fail: No daemon runs on this store") and "tried again by itself" not in "".join(said)
    assert [line.strip() for line in said[1:3]] == ["systemctl start inbox", "inbox run"]
    health = json.loads(inbox("status", "--json"))["health"]
    assert health[0]["code"] == "no_daemon" and set(health[0]) == {"code", "level", "text", "cure", "channel"}


def test_status_names_the_commands_that_mend(inbox: Shell) -> None:
    inbox("channel", "pause", "one")
    assert "      inbox channel resume one\n" in inbox("status")
    elsewhere = inbox.folder / "else where.toml"
    inbox.config.rename(elsewhere)
    assert f"      inbox channel resume one --config '{elsewhere}'\n" in inbox("status", "--config", str(elsewhere))


@pytest.mark.parametrize("args", [(), ("agent",), ("channel",)])
def test_a_group_alone_shows_its_help(inbox: Shell, args: tuple[str, ...]) -> None:
    assert inbox(*args, code=2) == ""
    said = inbox.err.splitlines()
    assert said[0].startswith(" ".join(["Usage: inbox", *args])) and "Commands:" in said


def test_init_elsewhere_says_where(inbox: Shell) -> None:
    inbox("init", "--config", "deep/own.toml", "--admin", "a@b.example", "--password-stdin", stdin="long enough\n")
    where = f"--config {inbox.folder / 'deep' / 'own.toml'}"
    assert f"1. inbox run {where};" in inbox.err and f"inbox token add a@b.example {where}" in inbox.err
    inbox.config.unlink()
    inbox("init", "--admin", "a@b.example", "--password-stdin", stdin="long enough\n")
    assert "--config" not in inbox.err


def test_explain_has_the_words_of_the_page(inbox: Shell) -> None:
    async def fill() -> None:
        store = await Store("sqlite", inbox.folder / "data").open()
        try:
            await store.write(answered)
        finally:
            await store.close()

    def answered(tx: Tx) -> None:
        conversation = messages.create_conversation(tx, channel="one", ours="", subject="", contact=None, at=tx.now)
        messages.add(tx, messages.New(conversation=conversation, channel="one", text="Here.", at=tx.now, sent_at=tx.now, direction="out",
                                      author_kind="agent", people={}))
    asyncio.run(fill())
    assert inbox("explain", "1") == "message 1 is in conversation 1: it was written here\n"


# ---------------------------------------------------------------- erase

def person(inbox: Shell) -> str:
    """A contact with two addresses, and its id."""
    inbox("channel", "resume", "one")
    with closing(sqlite3.connect(inbox.folder / "data" / "inbox.db")) as store, store:
        contact = store.execute("INSERT INTO contact (name, created_at) VALUES ('Zebedee', 1795253400000000)").lastrowid
        for kind, value in (("email", "z@b.example"), ("tel", "+15005550123")):
            store.execute("INSERT INTO address (kind, value, contact_id, created_at) VALUES (?, ?, ?, 1)", (kind, value, contact))
    return str(contact)


def test_erase_in_a_script_says_whom(inbox: Shell) -> None:
    contact = person(inbox)
    inbox("erase", contact)
    said = inbox.err.splitlines()
    assert all(part in said[0] for part in ("Zebedee", "z@b.example", "+15005550123"))
    assert said[1].startswith("gone: ")
    inbox("export", contact, code=1)


def test_erase_on_a_terminal_names_the_person_and_asks(inbox: Shell) -> None:
    contact = person(inbox)
    ours, theirs = pty.openpty()
    try:
        os.write(ours, b"n\n")
        done = subprocess.run([sys.executable, "-m", "inbox", "erase", contact, "--config", str(inbox.config)], stdin=theirs,
                              capture_output=True, text=True, timeout=120)
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 1
    assert "Zebedee" in done.stderr and "Go on?" in done.stderr
    assert json.loads(inbox("export", contact))["contacts"][0]["name"] == "Zebedee"


def test_check_names_every_problem(inbox: Shell) -> None:
    inbox.config.write_text('[server]\nlistn = 1\n[channels.a]\ntype = "loopback"\npol_seconds = 1\n'
                            '[channels.b]\ntype = "none"\n')
    inbox("check", code=2)
    for key in ("server.listn", "channels.a.pol_seconds", "channels.b.type"):
        assert key in inbox.err
    assert "poll_seconds" in inbox.err
    rows = json.loads(inbox("check", "--json", code=2))
    assert {row["step"] for row in rows} == {"server.listn", "channels.a.pol_seconds", "channels.b.type"}


def test_check_says_that_the_store_cannot_be_used(inbox: Shell) -> None:
    inbox("agent", "add", "a@b.example")
    assert "fine" in inbox("check")
    (inbox.folder / "data" / "inbox.db").write_text("junk" * 1000)
    for suffix in ("-wal", "-shm"):
        (inbox.folder / "data" / f"inbox.db{suffix}").unlink(missing_ok=True)
    inbox("check", code=2)
    assert "data/inbox.db cannot be used" in inbox.err and "inbox restore" in inbox.err and "fine" not in inbox.err
    inbox("status", code=1)
    assert "inbox.db in data_dir" in inbox.err and "inbox restore" in inbox.err


def test_check_names_the_database_that_refuses_without_its_password(inbox: Shell) -> None:
    inbox.config.write_text('[store]\nurl = "postgresql://ann:hunter-two@127.0.0.1:1/box?application_name=hunter-two"\ndata_dir = "data"\n')
    inbox.config.chmod(0o600)
    inbox("check")  # the configuration may be right, and looked at where the database is not
    [line] = inbox.err.splitlines()
    assert "127.0.0.1:1/box cannot be used" in line and "\t" not in line and "hunter" not in line
    [row] = json.loads(inbox("check", "--connect", "--json", code=1))
    assert row["step"] == "database" and row["cure"] and "hunter" not in json.dumps(row) + inbox.err


@pytest.mark.parametrize("place", ["file", "file/deeper"])
@pytest.mark.parametrize("command", ["check", "run", "status"])
def test_a_data_dir_that_is_no_folder_is_not_called_a_bad_key(inbox: Shell, command: str, place: str) -> None:
    (inbox.folder / "file").touch()
    inbox.config.write_text(f'[store]\ndata_dir = "{place}"\n')
    inbox(command, code=2)
    [line] = inbox.err.splitlines()
    assert "store.data_dir: " in line and "is no folder; name another folder" in line and "key" not in line.partition("store.data_dir")[2]


def test_check_connect_asks_each_channel(inbox: Shell) -> None:
    inbox.config.write_text(
        '[store]\ndata_dir = "data"\n[channels.one]\ntype = "loopback"\n'
        '[channels.mail]\ntype = "email"\naddress = "a@b.example"\n'
        'imap = { host = "127.0.0.1", port = 1, tls = "none", username = "a", password = "hunter-two" }\n')
    inbox.config.chmod(0o600)
    rows = json.loads(inbox("check", "--connect", "--json", code=1))
    assert {row["channel"] for row in rows} == {"one", "mail"}
    assert any(row["channel"] == "mail" and row["level"] == "fail" and row["cure"] for row in rows)
    assert all(row["level"] == "ok" for row in rows if row["channel"] == "one")
    assert "hunter-two" not in json.dumps(rows)
    assert not (inbox.folder / "data").exists(), "a check changes nothing"
    assert ".;" not in inbox("check", "--connect", code=1) + inbox.err


def test_what_a_command_does_to_a_channel_is_journalled(inbox: Shell) -> None:
    inbox("channel", "pause", "one")
    [row] = inbox.rows("channel", "list")
    assert (row["name"], row["type"], row["state"]) == ("one", "loopback", "paused")
    inbox("channel", "resume", "one")
    assert inbox.rows("channel", "list")[0]["state"] == "ok"
    with closing(sqlite3.connect(inbox.folder / "data" / "inbox.db")) as store:
        noted = store.execute("SELECT agent, action, target FROM audit ORDER BY id").fetchall()
    assert noted == [("command line", f"channel.{do}", "channel:one") for do in ("pause", "resume")]
    inbox.config.write_text('[store]\ndata_dir = "data"\n')
    [row] = inbox.rows("channel", "list")
    assert row["state"] == "not_configured" and "left the configuration" in str(row["reason"])
    assert inbox.rows("ledger", "list", "--channel", "one") == []


def test_empty_lists_are_lists(inbox: Shell) -> None:
    for args in (("ledger", "list"), ("quarantine", "list"), ("outbox", "list"), ("token", "list"), ("agent", "list")):
        assert inbox.rows(*args) == []
        assert inbox(*args) == ""
        assert inbox.err


# ---------------------------------------------------------------- backup

def test_backup_and_restore(inbox: Shell) -> None:
    inbox("agent", "add", "a@b.example", "--name", "Ann")
    (inbox.folder / "data" / "key").write_text("not to be found")
    inbox("backup", "kept.tar")
    assert "key" in inbox.err
    with tarfile.open(inbox.folder / "kept.tar") as tar:
        assert sorted(tar.getnames()) == ["inbox-backup.json", "inbox.db"]
    inbox("backup", "kept.tar", code=1)
    inbox("restore", "kept.tar", code=1)
    assert "never overwrites" in inbox.err
    inbox("backup", "nowhere/kept.tar", code=1)
    assert f"there is no folder {inbox.folder / 'nowhere'}; make it first" in inbox.err
    inbox("backup", ".", code=1)
    assert "is a folder; name a file in it" in inbox.err
    inbox.config.write_text('[store]\ndata_dir = "other"\n')
    (inbox.folder / "junk.tar").write_text("junk" * 1000)
    inbox("restore", "junk.tar", code=1)
    assert inbox.err == f"inbox: {inbox.folder / 'junk.tar'} is no backup of Inbox\n"
    inbox("restore", "kept.tar")
    assert [a["email"] for a in inbox.rows("agent", "list")] == ["a@b.example"]


def test_a_damaged_file_is_named_and_may_be_left_out(inbox: Shell) -> None:
    inbox("agent", "add", "a@b.example")
    data = b"a large file" * 30_000
    sha = hashlib.sha256(data).hexdigest()
    with closing(sqlite3.connect(inbox.folder / "data" / "inbox.db")) as database, database:
        database.execute("INSERT INTO blob (sha, size) VALUES (?, ?)", (sha, len(data)))
    file = inbox.folder / "data" / "blobs" / sha[:2] / sha
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    inbox("backup", "kept.tar")
    kept = (inbox.folder / "kept.tar").read_bytes()
    (inbox.folder / "kept.tar").write_bytes(kept.replace(b"a large file", b"a large fire", 1))
    file.write_bytes(b"?")
    inbox("backup", "spoilt.tar")
    assert f"1 large files are damaged, so they are not in the backup: {sha[:12]}" in inbox.err
    inbox.config.write_text('[store]\ndata_dir = "other"\n')
    inbox("restore", "kept.tar", code=1)
    assert "--without-damaged" in inbox.err and sha[:12] in inbox.err and len(inbox.err.strip().splitlines()) == 1
    inbox("restore", "kept.tar", "--without-damaged")
    assert f"left out, for it is damaged: {sha[:12]}" in inbox.err and "1 large files were left out; everything else is there" in inbox.err
    assert [a["email"] for a in inbox.rows("agent", "list")] == ["a@b.example"]


def test_what_needs_no_key_runs_without_the_one_that_is_named(inbox: Shell) -> None:
    inbox("agent", "add", "a@b.example")
    inbox.config.write_text('[server]\nlisten = "127.0.0.1:0"\nkey = "file:/nowhere/key"\n[store]\ndata_dir = "data"\n')
    inbox("backup", "kept.tar")
    assert "what server.key names" in inbox.err
    assert json.loads(inbox("db", "status", "--json"))["up_to_date"] is True
    (inbox.folder / "data" / "inbox.db").unlink()
    inbox("restore", "kept.tar")
    assert "/nowhere/key" in inbox.err
    assert [a["email"] for a in inbox.rows("agent", "list")] == ["a@b.example"]
    inbox("check", code=2)
    assert "server.key" in inbox.err and "/nowhere/key" in inbox.err
    inbox("run", code=2)
    assert "/nowhere/key" in inbox.err


def test_restore_leaves_a_running_daemon_alone(inbox: Shell) -> None:
    inbox("agent", "add", "a@b.example")
    inbox("backup", "kept.tar")
    inbox.config.write_text('[store]\ndata_dir = "other"\n')
    (inbox.folder / "other").mkdir()
    with (inbox.folder / "other" / "inbox.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        inbox("restore", "kept.tar", code=1)
    assert "stop it first" in inbox.err


def test_what_is_no_backup_leaves_no_store(inbox: Shell) -> None:
    evil = inbox.folder / "evil.tar"
    with tarfile.open(evil, "w") as tar:
        tar.add(inbox.config, "../outside.toml")
    for bad in (evil, inbox.config):
        inbox("restore", str(bad), code=1)
    assert not (inbox.folder / "data" / "inbox.db").exists()
    assert not (inbox.folder / "outside.toml").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become another user")
def test_root_becomes_the_owner_of_the_store(inbox: Shell, tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents):  # pytest's own folders are root's alone
        if folder == Path("/tmp") or folder == Path("/"):
            break
        folder.chmod(0o755)
    data = inbox.folder / "data"
    data.mkdir()
    os.chown(data, 65534, 65534)
    inbox("agent", "add", "a@b.example")
    assert {p.stat().st_uid for p in data.iterdir()} == {65534}


def test_a_new_connector_conforms(inbox: Shell) -> None:
    assert inbox("connector", "new", "acme_chat").strip() == "inbox-acme_chat"
    inbox("connector", "new", "acme_chat", code=1)
    package = inbox.folder / "inbox-acme_chat"
    assert "loopback" not in (package / "inbox_acme_chat.py").read_text().lower()
    found = subprocess.run(
        [sys.executable, "-c", "from inbox.testing.suite import check; from inbox_acme_chat import AcmeChat\n"
         "bad = [f for f in check(AcmeChat) if f.level == 'fail']; print(bad); raise SystemExit(len(bad))"],
        cwd=package, env={**os.environ, "PYTHONPATH": "."}, capture_output=True, text=True, timeout=120)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "holds" not in inbox("connector", "test", "loopback")


def test_backfill_of_a_channel(inbox: Shell) -> None:
    assert json.loads(inbox("backfill", "one", "--since", "2026-01-01", "--dry-run", "--json")) == []
    inbox("backfill", "two", "--since", "2026-01-01", code=1)
    inbox("backfill", "one", "--since", "once", code=2)


def test_the_schema_is_looked_at_and_upgraded(inbox: Shell) -> None:
    assert json.loads(inbox("db", "status", "--json"))["revision"] == ""
    inbox("db", "upgrade")
    found = json.loads(inbox("db", "status", "--json"))
    assert found["revision"] == found["head"]
    assert found["up_to_date"] is True


def test_a_channel_gets_another_name(inbox: Shell) -> None:
    inbox("channel", "pause", "one")
    inbox("channel", "rename", "one", "Not Good", code=2)
    inbox("channel", "rename", "nobody", "two", code=1)
    inbox("channel", "rename", "one", "two")
    inbox.config.write_text('[store]\ndata_dir = "data"\n[channels.two]\ntype = "loopback"\n')
    [row] = inbox.rows("channel", "list")
    assert (row["name"], row["state"]) == ("two", "paused")
    inbox("channel", "rename", "two", "two", code=1)


def test_on_postgresql_the_upgrade_comes_first(inbox: Shell, databases: stores.Databases) -> None:
    inbox.config.write_text(f'[store]\nurl = "{databases.empty()}"\ndata_dir = "data"\n[channels.one]\ntype = "loopback"\n')
    inbox("agent", "add", "a@b.example", code=1)
    assert "inbox db upgrade" in inbox.err
    assert "fine" in inbox("check") and "inbox db upgrade" in inbox.err
    inbox("db", "upgrade")
    assert "fine" in inbox("check") and inbox.err == ""
    inbox("agent", "add", "a@b.example", "--role", "admin")
    assert inbox("token", "add", "a@b.example").strip()
    inbox("channel", "pause", "one")
    assert inbox.rows("channel", "list")[0]["state"] == "paused"
    inbox("channel", "rename", "one", "two")
    assert json.loads(inbox("status", "--json"))["daemon"] is False
    inbox("backup", "kept.tar")
    inbox("restore", "kept.tar", code=1)
    assert "never overwrites" in inbox.err
