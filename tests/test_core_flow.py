"""The core as a whole under bad input and bad weather."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from apps import AT, Scripted, ScriptedConfig, arrived, ask, connector, delivery, reply, rows, running, scripted, until

from inbox.connector import Features, Phase
from inbox.errors import AuthError, TemporaryError
from inbox.store import Tx, deliveries, messages
from inbox.types import Address, Batch, InboundMessage, OutboundMessage, RawItem, Read, Receipt

__all__ = ["scripted"]
pytestmark = pytest.mark.usefixtures("scripted")
SECOND = 1_000_000


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    return "sqlite" if request.param == "sqlite" else str(request.getfixturevalue("databases").url())


def test_hostile_text_everywhere_is_kept_and_blocks_nobody(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(raw: RawItem) -> list[Read]:
        if raw.item == "in-2":
            raise ValueError("what\0a \ud800 mail")
        bad = "\0\ud83d<b>"
        who = Address(kind="scripted", value="ann" + bad, name=bad)
        return [InboundMessage(external_id=raw.item + bad, sender=who, to=(who,), text=bad, subject=bad, html=bad, thread_id=bad,
                               in_reply_to=bad, references=(bad,), flags=frozenset({bad}), notes={bad: [bad]}, no_reply="",
                               sent_at=datetime.fromisoformat(AT))]
    monkeypatch.setattr(Scripted, "read", staticmethod(read))

    async def run() -> None:
        async with running(tmp_path / "d", url=url) as app:
            for _ in range(4):
                connector(app).say("ann", "x")
            connector(app).items.append(RawItem(item="bad\0\ud800", kind="message", data=b"x", meta={"k\0": "\ud800"}))
            await app.channels.poll("news")
            await arrived(app, 4)
            states = [r.state for r in await rows(app, "SELECT state FROM ledger ORDER BY id")]
            assert states == ["stored", "quarantined", "stored", "stored", "stored"]
    asyncio.run(run())


def test_an_item_that_the_database_will_never_take_is_quarantined_alone(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = messages.add

    def add(tx: Tx, new: messages.New) -> int:
        if new.text == "poison":
            tx.insert("audit", action="a", at=2**70)
        return real(tx, new)
    monkeypatch.setattr(messages, "add", add)

    async def run() -> None:
        async with running(tmp_path / "d", url=url) as app:
            for text in ("one", "poison", "three"):
                connector(app).say("ann", text)
            await app.channels.poll("news")
            await arrived(app, 2)
            found = await rows(app, "SELECT state, cause FROM ledger ORDER BY id")
            assert [r.state for r in found] == ["stored", "quarantined", "stored"] and "not_kept" in found[1].cause
            monkeypatch.setattr(messages, "add", real)  # mended: a person asks for it once more
            from inbox.store import ledger
            [row] = await rows(app, "SELECT id FROM ledger WHERE state = 'quarantined'")
            assert await app.store.write(ledger.release, row.id)
            await arrived(app, 3)
    asyncio.run(run())


def test_what_an_outage_left_unread_is_read_on_the_clock_and_a_lost_file_blocks_nobody(tmp_path: Path, url: str) -> None:
    async def run() -> None:
        async with running(tmp_path / "d", url=url) as app:
            from inbox.store import ledger

            def leave(tx: Tx) -> None:
                entries = ledger.receive(tx, "news", "news", [
                    RawItem(item=f"left-{n}", kind="message", data=f"ann\nleft {n}".encode(), meta={"item": f"left-{n}"})
                    for n in range(3)], False)
                ledger.receive(tx, "gone", "news", [RawItem(item="x", kind="message", data=b"x")], False)
                tx.run("UPDATE ledger SET at = at - 120000000")
                tx.run("DELETE FROM blob WHERE sha = :sha", sha=entries[0].sha)
            await app.store.write(leave)
            assert await app.ingest.recover(everything=False) == 3
            states = {r.item: r.state for r in await rows(app, "SELECT item, state FROM ledger")}
            assert states == {"left-0": "quarantined", "left-1": "stored", "left-2": "stored", "x": "received"}
    asyncio.run(run())


def test_a_batch_of_thousands_goes_in_by_portions_and_the_cursor_last(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with running(tmp_path / "d", url=url) as app:
            items = tuple(RawItem(item=f"b{n}", kind="message", data=b"ann\nx", meta={"item": f"b{n}"}) for n in range(730))
            taken = await app.channels._take("news", "news", Batch(items=items, cursor="9"))
            assert [t.state for t in taken] == ["stored"] * 730
            again = await app.channels._take("news", "news", Batch(items=items, cursor="9"))
            assert [(t.ledger, t.state) for t in again] == [(t.ledger, "stored") for t in taken]
    asyncio.run(run())


def test_a_nearly_full_disk_stops_the_intake_says_so_and_ends_by_itself(tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            await ask(app)
            polls = len(connector(app).polls)
            disk = pytest.MonkeyPatch()
            disk.setattr(type(app.store), "disk_free", lambda self: 400 * 1024 * 1024)
            connector(app).say("ann", "later")

            async def told() -> bool:
                [row] = await rows(app, "SELECT state, reason FROM channel")
                return row.state == "degraded" and "500 MB" in row.reason
            await app.channels.poll("news")
            await until(told)
            assert len(connector(app).polls) <= polls + 1  # nothing is fetched that could not be kept
            message = await reply(app, 1)
            await delivery(app, message, "sent")
            disk.undo()
            await app.channels.poll("news")

            async def well() -> bool:
                return bool(await rows(app, "SELECT 1 FROM channel WHERE state = 'ok'"))
            await until(well)
            await arrived(app, 2)
    asyncio.run(run())


def test_a_provider_s_error_of_any_bytes_is_shown_and_the_feed_lives(tmp_path: Path, url: str) -> None:
    async def run() -> None:
        async with running(tmp_path / "d", url=url) as app:
            async def fail() -> None:
                raise TemporaryError("no \0 \udcff " + "x" * 100_000)
            connector(app).on_poll = fail
            await app.channels.poll("news")

            async def told() -> list[Any]:
                return await rows(app, "SELECT reason FROM channel WHERE state = 'degraded'")
            [row] = await until(told)
            assert len(row.reason) <= 500
            connector(app).on_poll = None
            await ask(app)
    asyncio.run(run())


def test_more_without_a_step_forward_is_no_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            await ask(app)
            calls = 0

            async def poll(self: Any, feed: str, cursor: str) -> Batch:
                nonlocal calls
                calls += 1
                return Batch(cursor=cursor, more=True)
            monkeypatch.setattr(Scripted, "poll", poll)
            await app.channels.poll("news")

            async def twice() -> bool:
                return calls >= 2
            await until(twice)
            assert calls < 10
    asyncio.run(run())


@pytest.mark.parametrize("answer", [None, Receipt(external_ids=("bad\0\ud800",)), Receipt(external_ids=(2**70,))])  # type: ignore[arg-type]  # as a faulty connector may
def test_an_answer_that_cannot_be_written_down_is_uncertain_and_the_outbox_goes_on(tmp_path: Path, url: str, answer: Any) -> None:
    async def run() -> None:
        async with running(tmp_path / "d", url=url) as app:
            conversation = await ask(app)

            async def send(message: OutboundMessage, phase: Phase) -> Any:
                await phase("data_sent")
                return answer
            connector(app).on_send = send
            await delivery(app, await reply(app, conversation), "uncertain", "sent")
            connector(app).on_send = None
            await delivery(app, await reply(app, conversation), "sent")
    asyncio.run(run())


def test_a_fault_of_one_channel_s_connector_leaves_the_outbox_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        config = {name: ScriptedConfig(type="scripted", initial_sync="all") for name in ("bad", "news")}
        async with running(tmp_path / "d", config) as app:
            conversation = await ask(app)
            monkeypatch.setattr(type(app.outbox), "_serve", _failing(type(app.outbox)._serve))
            app.outbox.wake()
            await delivery(app, await reply(app, conversation), "sent")
    asyncio.run(run())


def _failing(real: Any) -> Any:
    async def serve(self: Any, channel: str) -> float:
        if channel == "bad":
            raise KeyError("a fault of the code")
        found: float = await real(self, channel)
        return found
    return serve


@pytest.mark.parametrize(("idempotent", "state"), [(True, "sent"), (False, "uncertain")])
def test_after_a_crash_a_service_that_knows_our_key_gets_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, idempotent: bool,
                                                                  state: str) -> None:
    monkeypatch.setattr(Scripted, "features", Features(poll_timeout=1.0, send_timeout=2.0, idempotent=idempotent))

    async def run() -> None:
        async with running(tmp_path / "d") as app:
            conversation = await ask(app)
            await app.outbox.stop(0)
            message = await reply(app, conversation)

            def crash(tx: Tx) -> None:
                [(row, _)] = deliveries.claim(tx, "news", "dead", 1, 60 * SECOND)
                deliveries.phase(tx, row.id, row.fence, "data_sent", {})
            await app.store.write(crash)
        async with running(tmp_path / "d") as app:
            await delivery(app, message, state)
    asyncio.run(run())


def test_evidence_is_words(tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            conversation = await ask(app)
            await app.outbox.stop(0)
            await reply(app, conversation)

            def record(tx: Tx) -> str:
                [(row, _)] = deliveries.claim(tx, "news", "me", 1, 60 * SECOND)
                deliveries.phase(tx, row.id, row.fence, "part_sent", {"part": 2, "of": 3, "ids": ["11", "12"]})
                return str(tx.value("SELECT evidence FROM delivery WHERE id = :id", id=row.id))
            assert json.loads(await app.store.write(record))["text"] == "part 2, of 3, ids 11 12"
    asyncio.run(run())


def test_a_claim_that_was_lost_on_the_way_comes_back_by_the_clock(tmp_path: Path, url: str) -> None:
    async def run() -> None:
        async with running(tmp_path / "d", url=url) as app:
            conversation = await ask(app)
            message = await reply(app, conversation)
            await delivery(app, message, "sent")
            await app.store.write(lambda tx: (
                tx.run("UPDATE delivery SET state = 'sending', phase = '', lease_until = :now", now=tx.now - 1),
                tx.run("UPDATE recipient SET state = 'sending'")))
            await app._recover()
            await delivery(app, message, "sent")
            assert len(connector(app).sent) == 2
    asyncio.run(run())


def test_an_event_that_fails_deafens_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            from inbox.store import feeds
            real = app.channels.pause

            async def pause(name: str) -> None:
                raise KeyError(name)
            monkeypatch.setattr(app.channels, "pause", pause)
            await app.store.write(feeds.command, "news", "pause")
            monkeypatch.setattr(app.channels, "pause", real, raising=False)
            await app.store.write(feeds.command, "news", "resume")
            await ask(app)
    asyncio.run(run())


def test_a_login_that_comes_while_the_old_one_is_being_refused_counts_at_once(tmp_path: Path) -> None:
    """Found by the tests of the wizard: an authorised channel stayed refused for the quarter of an hour until the next try."""
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            asked, known = asyncio.Event(), asyncio.Event()

            async def refused() -> None:
                asked.set()
                await known.wait()
                connector(app).on_poll = None  # the next time it is a good one
                raise AuthError("the login is refused")
            connector(app).on_poll = refused
            await app.channels.poll("news")
            await asked.wait()
            await app.channels.resume("news")  # as new credentials do
            connector(app).say("ann", "hello")
            known.set()
            await arrived(app, 1)

            async def well() -> bool:
                return bool((await rows(app, "SELECT state FROM channel WHERE name = 'news'"))[0].state == "ok")
            await until(well)
    asyncio.run(run())


def test_a_login_that_comes_while_a_send_is_being_refused_holds_nothing_up(tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            asked, known = asyncio.Event(), asyncio.Event()

            async def refused(message: OutboundMessage, phase: Phase) -> Receipt:
                asked.set()
                await known.wait()
                connector(app).on_send = None
                raise AuthError("the login is refused")
            connector(app).on_send = refused
            message = await reply(app, await ask(app, "ann"))
            await asked.wait()
            app.outbox.release("news")
            known.set()
            await delivery(app, message, "sent")
    asyncio.run(run())
