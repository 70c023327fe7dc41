"""The door to the database under bad input and bad weather, on both databases."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import stores

from inbox.connector import Taken
from inbox.errors import NotFoundError, StoreError
from inbox.fit import fit, fit_all
from inbox.keeping import Keeper
from inbox.signing import Signer
from inbox.store import Rows, Tx, deliveries, ledger, messages, news, people
from inbox.store.faults import UnfitError, foreign
from inbox.store.times import moment
from inbox.types import Address, InboundMessage, RawItem, Receipt
from inbox.workers import Reading

SECOND = 1_000_000


def with_store(make_store: stores.MakeStore, work: Callable[[stores.Store], Awaitable[None]], clock: Any = None) -> None:
    async def run() -> None:
        store = await make_store(clock).open()
        try:
            await work(store)
        finally:
            await store.close()
    asyncio.run(run())


def queued(tx: Tx, key: str = "k1", *, to: tuple[str, ...] = ("ann",), at: int | None = None) -> int:
    """A conversation with a question, and a reply that waits; the reply's id."""
    conversation = messages.create_conversation(tx, channel="c", ours="", subject="", contact=None, at=tx.now)
    who = [Address(kind="c", value=value) for value in to]
    messages.add(tx, messages.New(conversation=conversation, channel="c", text="?", at=tx.now, sent_at=tx.now, direction="in",
                                  author_kind="contact", people={"from": who[:1]}))
    message = messages.add(tx, messages.New(conversation=conversation, channel="c", text="!", at=tx.now, sent_at=tx.now,
                                            direction="out", author_kind="agent", people={"to": who}))
    deliveries.enqueue(tx, message=message, conversation=conversation, channel="c", key=key, next_at=at or tx.now,
                       recipients=[("to", one) for one in who], outbound={"sender": ["c", "us", ""]})
    return message


def test_an_error_that_says_locked_costs_no_other_write(make_store: stores.MakeStore) -> None:
    def unlucky(tx: Tx) -> None:
        raise NotFoundError("there is no upload 'locked' of yours")

    async def work(store: stores.Store) -> None:
        jobs = [store.write(lambda tx, n=n: tx.put("meta", key=f"k{n}", value="")) for n in range(20)]
        results = await asyncio.gather(jobs[0], store.write(unlucky), *jobs[1:], return_exceptions=True)
        assert [type(r) for r in results if r is not None] == [NotFoundError]
        assert await store.read(lambda rows: rows.value("SELECT COUNT(*) FROM meta WHERE key LIKE 'k%'")) == 20
    with_store(make_store, work)


@pytest.mark.parametrize("value", ["lone \ud800", 2**70, "x" * 10])
def test_values_that_no_database_takes_are_told_from_an_outage(make_store: stores.MakeStore, value: Any) -> None:
    def put(tx: Tx) -> None:
        tx.insert("audit", action="a", at=value)

    async def work(store: stores.Store) -> None:
        if store.dialect == "sqlite" and value == "x" * 10:
            return  # SQLite takes any text where a number should be
        with pytest.raises(UnfitError):
            await store.write(put)
    with_store(make_store, work)


def test_a_damaged_database_is_no_fault_of_the_values(tmp_path: Path) -> None:
    """What came would be blamed, and set aside one by one."""
    (tmp_path / "inbox.db").write_bytes(b"no database at all " * 1000)
    with closing(sqlite3.connect(tmp_path / "inbox.db")) as connection, pytest.raises(sqlite3.DatabaseError) as caught:
        connection.execute("SELECT * FROM message")
    found = foreign(caught.value)
    assert type(found) is StoreError and "inbox restore" in str(found)


def test_an_event_with_hostile_text_costs_no_other_write(make_store: stores.MakeStore) -> None:
    async def work(store: stores.Store) -> None:
        await asyncio.gather(store.write(lambda tx: tx.emit("ledger.quarantined", cause="a\0b\ud800")),
                             store.write(lambda tx: tx.put("meta", key="k", value="v")))
        assert await store.read(lambda rows: rows.value("SELECT value FROM meta WHERE key = 'k'")) == "v"
    with_store(make_store, work)


def test_a_closed_store_says_so(make_store: stores.MakeStore) -> None:
    async def work(store: stores.Store) -> None:
        await store.close()
        with pytest.raises(StoreError, match="closed"):
            await asyncio.wait_for(store.write(lambda tx: None), 5)
        with pytest.raises(StoreError, match="closed"):
            await asyncio.wait_for(store.read(lambda rows: None), 5)
        await store.open()
    with_store(make_store, work)


def test_connections_that_the_server_cut_are_made_anew_and_nobody_hears_of_it(make_store: stores.MakeStore) -> None:
    def cut(rows: Rows) -> None:
        rows.all("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")

    async def work(store: stores.Store) -> None:
        if store.dialect == "sqlite":
            return  # a file cuts nobody off
        await asyncio.gather(*(store.read(lambda rows: rows.value("SELECT pg_sleep(0.05)")) for _ in range(6)))
        await store.write(lambda tx: tx.put("meta", key="a", value=""))
        await store.read(cut)
        await store.write(lambda tx: tx.put("meta", key="b", value=""))
        found = await asyncio.gather(*(store.read(lambda rows: rows.value("SELECT COUNT(*) FROM meta WHERE key IN ('a', 'b')"))
                                       for _ in range(6)))
        assert found == [2] * 6
    with_store(make_store, work)


def test_fit_takes_out_what_no_database_takes() -> None:
    assert fit("plain") == "plain"
    assert fit("a\0b\ud800c") == "ab?c"
    message = InboundMessage(external_id="e\0", sender=Address(kind="c", value="ann", name="A\udcff"), text="ok ü", sent_at=moment(0),
                             notes={"k": ["v\0"]}, flags=frozenset({"bulk"}))
    assert fit_all([message]) == [InboundMessage(external_id="e", sender=Address(kind="c", value="ann", name="A?"), text="ok ü",
                                                 sent_at=moment(0), notes={"k": ["v"]}, flags=frozenset({"bulk"}))]


# ---------------------------------------------------------------- the ledger

def _received(tx: Tx, *names: str) -> list[ledger.Entry]:
    return ledger.receive(tx, "c", "f", [RawItem(item=name, kind="k", data=b"x", meta={"n": "ü\ud800"}) for name in names], False)


def _keep(tx: Tx, entries: list[ledger.Entry], readings: list[Reading]) -> dict[int, Taken]:
    keeper = Keeper(tx, "c", own=frozenset(), signer=Signer([b"k" * 32]), reopen_us=30 * 86_400 * SECOND, imported=False)
    return keeper.keep(list(zip(entries, readings, strict=True)))


def _said(external_id: str, **more: Any) -> InboundMessage:
    return InboundMessage(external_id=external_id, sender=Address(kind="c", value="ann"), text="hello", sent_at=moment(SECOND), **more)


def test_two_daemons_that_take_and_read_the_same_items_store_each_once(make_store: stores.MakeStore) -> None:
    async def run() -> None:
        one, two = await make_store().open(), await make_store().open()
        names = [f"i{n}" for n in range(30)]
        try:
            for round_ in range(5):
                items = [f"{round_}-{name}" for name in names]
                taken = await asyncio.gather(*(store.write(_received, *items) for store in (one, two)))
                assert [entry.id for entry in taken[0]] == [entry.id for entry in taken[1]]
                await asyncio.gather(*(store.write(_keep, entries, [[_said(entry.raw.item)] for entry in entries])
                                       for store, entries in zip((one, two), taken, strict=True)))
            assert await one.read(lambda rows: rows.value("SELECT COUNT(*) FROM message")) == 150
            tally = await one.read(lambda rows: {r.name: r.n for r in rows.all("SELECT name, n FROM tally")})
            assert tally == {"received": 0, "stored": 150}
        finally:
            await one.close()
            await two.close()
    asyncio.run(run())


def test_a_mail_to_a_small_town_is_kept(make_store: stores.MakeStore) -> None:
    async def work(store: stores.Store) -> None:
        # SQLite takes 32,766 parameters; PostgreSQL, for which this takes a minute, 65,535 in a call, and is asked for fewer
        town = [Address(kind="c", value=f"citizen{n}") for n in range(40_000 if store.dialect == "sqlite" else 4_000)]
        found = await store.write(people.ensure, town)
        assert len(found) == len(town)
        assert len(await store.write(people.ensure, town)) == len(town)
    with_store(make_store, work)


# ---------------------------------------------------------------- deliveries

def test_the_step_after_a_send_is_one_daemon_s_and_is_not_done_again_for_the_rest(make_store: stores.MakeStore) -> None:
    async def work(store: stores.Store) -> None:
        message = await store.write(queued, to=("ann", "bob"))
        [(row, _)] = await store.write(deliveries.claim, "c", "me", 1, 30 * SECOND)
        await store.write(deliveries.sent, row.id, row.fence, Receipt(), completes=True)
        claims = [await store.write(deliveries.completing, row.id, 60 * SECOND) for _ in range(3)]
        assert claims == [True, False, False]
        await store.write(deliveries.completed, row.id, 0, "")

        def bounce(tx: Tx) -> None:
            news.take(tx, news.find(tx, "c", "k1", ""), "bounced", "BOB", "5.1.1", "no such user", hard=True)
        await store.write(bounce)
        await store.write(deliveries.retry, message)
        [(row, _)] = await store.write(deliveries.claim, "c", "me", 1, 30 * SECOND)
        await store.write(deliveries.sent, row.id, row.fence, Receipt(), completes=True)
        assert await store.read(deliveries.to_complete, "c") == []
    with_store(make_store, work)


def test_the_step_after_a_send_that_a_stop_broke_off_goes_on_at_the_next_start(make_store: stores.MakeStore) -> None:
    async def work(store: stores.Store) -> None:
        await store.write(queued)
        [(row, _)] = await store.write(deliveries.claim, "c", "me", 1, 30 * SECOND)
        await store.write(deliveries.sent, row.id, row.fence, Receipt(), completes=True)
        assert await store.write(deliveries.completing, row.id, 3600 * SECOND)
        await store.write(deliveries.recover, idempotent=[], owner_alive=True, owner="me")
        assert not await store.write(deliveries.completing, row.id, 3600 * SECOND)  # somebody may be at it
        await store.write(deliveries.recover, idempotent=[], owner_alive=False)
        assert await store.write(deliveries.completing, row.id, 3600 * SECOND)
    with_store(make_store, work)


def test_a_proof_of_delivery_after_a_failure_ends_the_waiting(make_store: stores.MakeStore) -> None:
    async def work(store: stores.Store) -> None:
        await store.write(queued)
        [(row, _)] = await store.write(deliveries.claim, "c", "me", 1, 30 * SECOND)
        await store.write(deliveries.sent, row.id, row.fence, Receipt(), completes=False)

        def told(tx: Tx, state: str) -> Any:
            news.take(tx, news.find(tx, "c", "k1", ""), state, "", "", "", hard=True)
            return tx.value("SELECT waiting_since FROM conversation")
        assert await store.write(told, "bounced") is not None
        assert await store.write(told, "delivered") is None
    with_store(make_store, work)


# ---------------------------------------------------------------- conversations

def _conversation(rows: Rows) -> Any:
    return rows.one("SELECT status, waiting_since, last_text, last_in_id, ours, last_direction FROM conversation ORDER BY id LIMIT 1")


def test_older_history_changes_nothing_but_the_thread(make_store: stores.MakeStore) -> None:
    now = 1_800_000_000 * SECOND

    def say(tx: Tx, conversation: int, text: str, at: int, direction: str = "in", **more: Any) -> int:
        return messages.add(tx, messages.New(conversation=conversation, channel="c", text=text, at=at, sent_at=at, direction=direction,
                                             author_kind="contact", people={"from": [Address(kind="c", value="ann")]},
                                             ours=more.pop("ours", "c:new"), **more))

    def work_it(tx: Tx) -> None:
        conversation = messages.create_conversation(tx, channel="c", ours="", subject="", contact=None, at=now)
        newest = say(tx, conversation, "newest", now - 100)
        tx.run("UPDATE conversation SET status = 'closed', closed_at = :now, waiting_since = NULL", now=now)
        say(tx, conversation, "old", now - 10_000, imported=True, ours="c:old")
        row = _conversation(tx)
        assert row == ("closed", None, "newest", newest, "c:new", "in")
        say(tx, conversation, "question", now)
        assert _conversation(tx)[:2] == ("open", now)
        say(tx, conversation, "our old answer", now - 5_000, "out", imported=True)
        assert _conversation(tx).waiting_since == now
        say(tx, conversation, "our new answer by another program", now + 5, "out", imported=True)
        assert _conversation(tx).waiting_since is None
        say(tx, conversation, "out of office", now + 6, flags=["automatic"])
        assert _conversation(tx)[:3] == ("open", None, "out of office")

    async def work(store: stores.Store) -> None:
        await store.write(work_it)
    with_store(make_store, work)


def test_what_was_taken_back_is_nowhere_to_be_read_and_its_writer_still_found(make_store: stores.MakeStore) -> None:
    def found(rows: Rows, asked: str) -> int:
        from inbox.store import search
        return len(rows.all(f"SELECT rowid FROM search WHERE {search.clause(rows)}", q=search.question(rows, asked)))

    def say(tx: Tx) -> None:
        conversation = messages.create_conversation(tx, channel="c", ours="", subject="", contact=None, at=tx.now)
        messages.add(tx, messages.New(conversation=conversation, channel="c", text="a secret", at=tx.now, sent_at=tx.now, direction="in",
                                      external_id="e1", subject="wishes",
                                      people={"from": [Address(kind="c", value="ann", name="Ännchen")]}))

    def edited(tx: Tx) -> None:
        assert messages.edit(tx, "c", "e1", "a remark")

    def taken_back(tx: Tx) -> None:
        assert messages.edit(tx, "c", "e1", None)

    def of_the_edited(rows: Rows) -> None:
        assert [found(rows, q) for q in ("secret", "remark", "annchen", "wishes")] == [0, 1, 1, 1]
        assert _conversation(rows).last_text == "a remark"

    def of_the_taken_back(rows: Rows) -> None:
        assert [found(rows, q) for q in ("remark", "Ännchen")] == [0, 1]
        assert _conversation(rows).last_text == ""

    async def work(store: stores.Store) -> None:
        await store.write(say)
        await store.write(edited)
        await store.read(of_the_edited)
        await store.write(taken_back)
        await store.read(of_the_taken_back)
    with_store(make_store, work)


def test_a_failed_reply_makes_nobody_wait_who_was_answered_by_another_program(make_store: stores.MakeStore) -> None:
    async def work(store: stores.Store) -> None:
        def ours(tx: Tx) -> None:
            conversation = tx.value("SELECT id FROM conversation")
            messages.add(tx, messages.New(conversation=conversation, channel="c", text="answered", at=tx.now, sent_at=tx.now,
                                          direction="out", author_kind="agent"))
        await store.write(queued)
        await store.write(ours)
        [(row, _)] = await store.write(deliveries.claim, "c", "me", 1, 30 * SECOND)
        await store.write(deliveries.failed, row.id, row.fence, "no", "no")
        assert (await store.read(_conversation)).waiting_since is None
    with_store(make_store, work)
