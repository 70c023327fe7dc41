"""The mailbox itself, a real one: renumbered, huge, shared by two channels, read by a daemon that dies; and the operator's
commands beside the daemon."""

from __future__ import annotations

import asyncio
import imaplib
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import apps
import daemons
import pytest
import servers

from connectors.email import Email
from inbox import registry

HUGE = 30 * 1024 * 1024
AWAY = 20 * 1024 * 1024  # bytes that the daemon may grow by while it takes a mail in that it does not take whole


@pytest.fixture(scope="module")
def dovecot() -> Iterator[servers.DovecotServer]:
    with servers.DovecotServer() as server:
        yield server


def _mail(subject: str, *, to: str = "support@shop.example", text: str = "Where is it?", sender: str = "ann@example.net") -> bytes:
    name = subject.replace(" ", "-")
    return (f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n"
            f"Message-ID: <{name}@example.net>\r\n\r\n{text}\r\n").encode()


def _channel(dovecot: servers.DovecotServer, user: str, **more: Any) -> dict[str, Any]:
    return {"type": "email", "address": f"{user.partition('-')[0]}@shop.example", "poll_seconds": 1, "initial_sync": "all",
            "imap": {"host": dovecot.host, "port": dovecot.port, "tls": "none", "username": user, "password": dovecot.password},
            "smtp": {"host": "127.0.0.1", "port": 9, "tls": "none"}, **more}


def _stored(daemon: daemons.Daemon, count: int, channel: str = "support") -> None:
    def look() -> bool:
        ledger = daemon.get(f"/channels/{channel}")["ledger"]
        return bool(ledger["stored"] >= count and not ledger["received"])
    daemons.until(look, what=f"{count} mails are stored")
    assert daemon.get(f"/channels/{channel}")["ledger"]["stored"] == count


def test_mail_to_two_of_our_channels_is_two_conversations_that_know_each_other(dovecot: servers.DovecotServer, tmp_path: Path) -> None:
    channels = {"support": _channel(dovecot, "support-two"), "sales": _channel(dovecot, "sales-two")}
    raw = _mail("both", to="support@shop.example, sales@shop.example")
    dovecot.deliver("support-two", [raw])
    dovecot.deliver("sales-two", [raw])
    with daemons.Daemon(tmp_path, channels) as daemon:
        for name in channels:
            _stored(daemon, 1, name)
        found = {c["channel"]: c for c in daemon.every("/conversations")}
        assert len(found) == 2 == len({c["id"] for c in found.values()})
        linked = {name: daemon.get(f"/conversations/{c['id']}")["related"] for name, c in found.items()}
        assert linked == {"support": [found["sales"]["id"]], "sales": [found["support"]["id"]]}


def _renumber(dovecot: servers.DovecotServer, user: str) -> None:
    """Every mail gets a new UID under a new UIDVALIDITY, as after a restore of the server's disk."""
    dovecot.stop()
    folder = dovecot.root / "mail" / user
    listing = folder / "dovecot-uidlist"
    head = listing.read_text().splitlines()[0].split()
    validity = next(int(word[1:]) for word in head if word.startswith("V"))
    listing.write_text(f"3 V{validity + 1000} N500\n")
    for index in folder.glob("dovecot.index*"):
        index.unlink()
    dovecot.start()


def _taken(dovecot: servers.DovecotServer, user: str, raw: bytes) -> bool:
    """Whether the server took a mail. While it makes the folder's index anew for one session it refuses the others (deleted under us)."""
    try:
        dovecot.deliver(user, [raw])
    except (RuntimeError, imaplib.IMAP4.error):
        return False
    return True


@pytest.mark.section9(2)
def test_a_renumbered_folder_brings_nothing_twice_and_loses_nothing(dovecot: servers.DovecotServer, tmp_path: Path) -> None:
    user = "support-renumbered"
    dovecot.deliver(user, [_mail(f"before {n}") for n in range(30)])
    with daemons.Daemon(tmp_path, {"support": _channel(dovecot, user)}) as daemon:
        _stored(daemon, 30)
        before = {row["item"].split("/")[1] for row in daemon.every("/ledger")}
        _renumber(dovecot, user)
        daemons.until(lambda: _taken(dovecot, user, _mail("after")), what="the server takes mail for the folder again")
        _stored(daemon, 31)
        ledger = daemon.every("/ledger")
        assert {row["item"].split("/")[1] for row in ledger} > before, "the folder was really renumbered"
        assert {row["state"] for row in ledger} == {"stored", "duplicate"}
        assert len(daemon.every("/conversations")) == 31


@pytest.mark.section9(3)
def test_a_stop_between_the_commit_and_the_mark_at_the_server_stores_nothing_twice(
        dovecot: servers.DovecotServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = "support-marked"
    dovecot.deliver(user, [_mail(f"marked {n}") for n in range(3)])
    config = registry.connector("email").Config.model_validate(_channel(dovecot, user, after_ingest="seen"))

    def seen() -> int:
        return sum(b"\\Seen" in line for line, _ in dovecot.messages(user))

    async def dies() -> None:
        reached = asyncio.Event()

        async def never(self: Email, feed: str, batch: Any) -> None:
            reached.set()
            await asyncio.Event().wait()
        with monkeypatch.context() as patch:
            patch.setattr(Email, "settled", never)
            async with apps.running(tmp_path, {"support": config}) as app:
                await asyncio.wait_for(reached.wait(), 60)
                assert len(await apps.rows(app, "SELECT id FROM message")) == 3

    async def lives() -> None:
        async with apps.running(tmp_path, {"support": config}) as app:
            dovecot.deliver(user, [_mail("marked last")])
            await apps.arrived(app, 4)
            ledger = await apps.rows(app, "SELECT state FROM ledger")
            assert [row.state for row in ledger] == ["stored"] * 4

            async def marked() -> bool:
                return seen() > 0
            await apps.until(marked)
    asyncio.run(dies())
    assert seen() == 0
    asyncio.run(lives())


def _memory(pid: int, field: str) -> int:
    """Bytes of a field of /proc/PID/status."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field + ":"))


@pytest.mark.section9(10)
def test_a_huge_mail_is_cut_and_costs_no_memory(dovecot: servers.DovecotServer, tmp_path: Path) -> None:
    user = "support-huge"
    dovecot.deliver(user, [_mail("small")])
    with daemons.Daemon(tmp_path, {"support": _channel(dovecot, user)}) as daemon:
        _stored(daemon, 1)
        assert daemon.process is not None
        pid = daemon.process.pid
        try:
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # the peak is counted anew from here
        except OSError:
            pytest.skip("the peak of a process's memory cannot be counted anew here")
        before = _memory(pid, "VmRSS")
        dovecot.drop(user, [_mail("huge", text="0123456789abcdef" * 4 + "\r\n" * 1 + ("x" * 76 + "\r\n") * (HUGE // 78))])
        dovecot.drop(user, [_mail("behind")])
        _stored(daemon, 3)
        huge = next(c for c in daemon.every("/conversations") if c["subject"] == "huge")
        message = daemon.get(f"/conversations/{huge['id']}/messages")["items"][0]
        assert "truncated" in message["flags"]
        assert message["text"].startswith("0123456789abcdef")
        assert _memory(pid, "VmHWM") - before < AWAY


# ---------------------------------------------------------------- the operator's commands

def test_a_lost_cursor_is_made_good_by_a_backfill(dovecot: servers.DovecotServer, tmp_path: Path) -> None:
    user = "support-lost"
    dovecot.deliver(user, [_mail(f"old {n}") for n in range(5)])
    daemon = daemons.Daemon(tmp_path, {"support": _channel(dovecot, user, initial_sync="new")})
    with daemon:
        daemons.until(lambda: daemon.get("/channels/support")["state"] == "ok")
        daemons.until(lambda: _cursor(daemon), what="the feed has begun")
        dovecot.deliver(user, [_mail("first")])
        _stored(daemon, 1)
    _lose(daemon)
    dovecot.deliver(user, [_mail("while the daemon was away")])
    with daemon:
        daemons.until(lambda: _cursor(daemon), what="the feed has begun again, from now on")
        dovecot.deliver(user, [_mail("second")])
        _stored(daemon, 2)
        missing = json.loads(daemon.inbox("backfill", "support", "--since", "2020-01-01", "--dry-run", "--json"))
        assert len(missing) == 6
        assert len(daemon.every("/ledger")) == 2, "a dry run changes nothing"
        cursor = _cursor(daemon)
        daemon.inbox("backfill", "support", "--since", "2020-01-01")
        _stored(daemon, 8)
        assert {row["item"] for row in missing} < {row["item"] for row in daemon.every("/ledger")}
        assert _cursor(daemon) == cursor, "a backfill never moves the feed's own cursor"
        assert json.loads(daemon.inbox("backfill", "support", "--since", "2020-01-01", "--dry-run", "--json")) == []
        daemon.inbox("backfill", "support", "--since", "2020-01-01")
        dovecot.deliver(user, [_mail("third")])
        _stored(daemon, 9)


def _sql(daemon: daemons.Daemon, sql: str) -> list[Any]:
    connection = sqlite3.connect(daemon.data / "inbox.db", timeout=10)
    try:
        with connection:
            return connection.execute(sql).fetchall()
    finally:
        connection.close()


def _cursor(daemon: daemons.Daemon) -> str | None:
    rows = _sql(daemon, "SELECT cursor FROM feed WHERE channel = 'support'")
    return rows[0][0] if rows else None


def _lose(daemon: daemons.Daemon) -> None:
    _sql(daemon, "DELETE FROM feed")


_MODULE = '''
from pathlib import Path
from typing import Literal

from inbox.connector import ChannelConfig, Connector, Feed
from inbox.types import Address, Batch, InboundMessage, RawItem, Receipt


class Config(ChannelConfig):
    type: Literal["moody"]
    mended: str


class Moody(Connector):
    """Its provider has one message, which it cannot read until the file `mended` is there."""

    Config = Config

    @classmethod
    def address(cls, text):
        return Address(kind="moody", value=text)

    def feeds(self):
        return (Feed(name="news"),)

    async def start(self, feed, since):
        return "0"

    async def poll(self, feed, cursor):
        items = [RawItem(item=str(n), kind="message", data=b"hello", meta={"n": n, "mended": self.config.mended})
                 for n in range(int(cursor) + 1, 4)]
        return Batch(items=tuple(items), cursor="3")

    async def settled(self, feed, batch):
        return None

    @classmethod
    def read(cls, raw):
        if raw.meta["n"] == 2 and not Path(raw.meta["mended"]).exists():
            raise LookupError("a version that we do not know yet")
        return [InboundMessage(external_id=raw.item, sender=Address(kind="moody", value="ann"), text=raw.data.decode(),
                               sent_at=__import__("datetime").datetime.now(__import__("datetime").timezone.utc))]

    async def send(self, message, phase):
        return Receipt(external_ids=())
'''


@pytest.fixture
def moody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """An installed connector of the test's own; what it gives mends it."""
    site = tmp_path / "site"
    (site / "moody-1.dist-info").mkdir(parents=True)
    (site / "moody.py").write_text(_MODULE)
    (site / "moody-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: moody\nVersion: 1\n")
    (site / "moody-1.dist-info" / "entry_points.txt").write_text("[inbox.connectors]\nmoody = moody:Moody\n")
    monkeypatch.setenv("PYTHONPATH", str(site))
    return (tmp_path / "mended").touch


def test_what_was_quarantined_is_read_again_when_the_connector_knows_better(
        moody: Callable[[], None], tmp_path: Path) -> None:
    channel = {"type": "moody", "mended": str(tmp_path / "mended"), "poll_seconds": 1, "initial_sync": "all"}
    with daemons.Daemon(tmp_path / "daemon", {"news": channel}) as daemon:
        _stored(daemon, 2, "news")
        [bad] = json.loads(daemon.inbox("quarantine", "list", "--json"))
        assert bad["item"] == "2"
        assert "a version that we do not know yet" in str(bad["cause"])
        assert json.loads(daemon.inbox("quarantine", "show", str(bad["id"])))["item"] == "2"
        assert daemon.inbox("quarantine", "show", str(bad["id"]), "--raw") == "hello"
        assert daemon.get("/channels/news")["ledger"]["quarantined"] == 1
        daemon.inbox("quarantine", "retry", str(bad["id"]))
        daemons.until(lambda: daemon.get("/channels/news")["ledger"]["quarantined"] == 1, what="it still cannot be read")
        moody()
        daemon.inbox("quarantine", "retry", "--all")
        _stored(daemon, 3, "news")
        assert json.loads(daemon.inbox("quarantine", "list", "--json")) == []
        assert daemon.get("/ledger?channel=news&external_id=2")["items"][0]["cause"] is None
