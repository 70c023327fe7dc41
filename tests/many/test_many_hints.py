"""What one daemon commits the others hear at once by a hint, and without hints by the journal's numbers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import stores
from waiting import until

from inbox import app
from inbox.app import Bus
from inbox.store import Store, Tx, hints, journal, stuck

PATIENCE = 60.0  # seconds


def say(tx: Tx, n: int) -> None:
    tx.emit("channel.updated", channel=f"c{n}")


@asynccontextmanager
async def two_daemons(url: str, folder: Path) -> AsyncIterator[tuple[Store, Bus, asyncio.Queue[Any]]]:
    """The store of one, and the bus of another on the same database, with what somebody hears there."""
    one, two = await Store(url, folder).open(), await Store(url, folder).open()
    bus = Bus(two)
    await bus.start()
    try:
        with bus.subscribe() as queue:
            yield one, bus, queue
    finally:
        await bus.stop()
        await until(lambda: listeners(url) == 0, seconds=PATIENCE)
        await one.close()
        await two.close()


async def hears(queue: asyncio.Queue[Any], n: int) -> None:
    async with asyncio.timeout(PATIENCE):
        assert (await queue.get()).channel == f"c{n}"


def listeners(url: str, act: str = "COUNT(*)") -> Any:
    with psycopg.connect(url, autocommit=True) as connection:
        [found] = connection.execute(f"SELECT {act} FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'")
        return found[0]


def blocked(url: str) -> bool:
    with psycopg.connect(url, autocommit=True) as connection:
        [found] = connection.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return bool(found[0])


def test_a_hint_wakes_the_others_and_a_lost_connection_is_made_anew(databases: stores.Databases, tmp_path: Path,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "FOLLOW", 3600.0)  # the clock tells nothing within this test
    monkeypatch.setattr(hints, "AGAIN", 0.05)

    async def run() -> None:
        url = databases.url()
        async with two_daemons(url, tmp_path) as (one, bus, queue):
            assert bus.hints is not None
            await until(bus.hints.listening.is_set, seconds=PATIENCE)
            for n in range(3):
                await one.write(say, n)
                await hears(queue, n)
            bus.hints.listening.clear()
            assert await asyncio.to_thread(listeners, url, "COUNT(pg_terminate_backend(pid))") == 1
            await one.write(say, 3)  # nobody hears it: the next connection asks what was missed
            await until(bus.hints.listening.is_set, seconds=PATIENCE)
            await hears(queue, 3)
    asyncio.run(run())


def test_without_hints_the_numbers_tell(databases: stores.Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints.Hints, "start", lambda self: None)

    async def run() -> None:
        async with two_daemons(databases.url(), tmp_path) as (one, _, queue):
            for n in range(3):
                await one.write(say, n)
                await hears(queue, n)
    asyncio.run(run())


def test_a_transaction_that_was_left_alone_holds_nobody_up(databases: stores.Databases, tmp_path: Path) -> None:
    """A daemon that is stopped between two statements holds the journal's lock; the server takes it away."""
    async def run() -> None:
        url = databases.url()
        two = await Store(url, tmp_path).open()
        try:
            left = Store(url, tmp_path, takeover=0.4)
            with left.connect() as connection:
                connection.execute(left._begin_write)
                tx = Tx(connection, dialect="postgresql", now=1)
                tx.emit("channel.updated", channel="never")
                tx.flush()
                async with asyncio.timeout(PATIENCE):
                    await two.write(say, 1)
                assert [event.channel for event in await two.read(journal.since, 0)] == ["c1"]
                with pytest.raises(psycopg.Error):
                    connection.execute("COMMIT")
        finally:
            await two.close()
    asyncio.run(run())


def _half_a_statement(connection: Any) -> None:
    connection.pgconn.enter_pipeline_mode()  # what a statement of many rows is sent in
    connection.pgconn.send_query_params(b"SELECT pg_advisory_xact_lock(1953001)", None)
    connection.pgconn.send_flush_request()
    connection.pgconn.flush()


def _a_batch_and_not_what_follows_it(connection: Any) -> None:
    """Found by ten minutes of `./run.sh many`: the server calls it idle in transaction, and does not count the time."""
    connection.cursor().executemany("SELECT pg_advisory_xact_lock(%s)", [(1953001,), (1953001,)])


@pytest.mark.parametrize("stopped", [_half_a_statement, _a_batch_and_not_what_follows_it])
def test_one_that_was_stopped_in_mid_sentence_holds_nobody_up(databases: stores.Databases, tmp_path: Path,
                                                              stopped: Callable[[Any], None]) -> None:
    """It is no idle transaction to the server: the others end its session."""
    async def run() -> None:
        url = databases.url()
        two = await Store(url, tmp_path).open()
        connection = two.connect()
        try:
            # long enough for us to see that it holds the other up, should the server count the time after all
            connection.execute("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 30000")
            stopped(connection)
            waiting = asyncio.ensure_future(two.write(say, 1))
            await until(lambda: blocked(url), seconds=PATIENCE)
            assert await two.read(stuck.end, 3600.0) == 0, "it may be at it still"
            assert not waiting.done()
            async with asyncio.timeout(PATIENCE):
                while not waiting.done():
                    await two.read(stuck.end, 0.3)
                    await asyncio.sleep(0.05)
                await waiting
            assert [event.channel for event in await two.read(journal.since, 0)] == ["c1"]
        finally:
            connection.close()
            await two.close()
    asyncio.run(run())


def test_who_holds_a_lock_by_hand_is_left_to_it(databases: stores.Databases, tmp_path: Path) -> None:
    async def run() -> None:
        url = databases.url()
        two = await Store(url, tmp_path).open()
        try:
            with psycopg.connect(url, application_name="psql") as person:
                person.execute("SELECT pg_advisory_xact_lock(1953001)")
                waiting = asyncio.ensure_future(two.write(say, 1))
                await until(lambda: blocked(url), seconds=PATIENCE)
                assert await two.read(stuck.end, 0.0) == 0 and not waiting.done()
            async with asyncio.timeout(PATIENCE):
                await waiting
        finally:
            await two.close()
    asyncio.run(run())


def test_a_write_goes_again_when_its_transaction_was_taken_away(databases: stores.Databases, tmp_path: Path) -> None:
    async def run() -> None:
        store = await Store(databases.url(), tmp_path, takeover=0.2).open()
        tries: list[int] = []

        def slow(tx: Tx) -> int:
            tries.append(1)
            if len(tries) == 1:
                time.sleep(1.0)  # stopped, as far as the server can see
            tx.emit("channel.updated", channel="slow")
            return int(tx.value("SELECT 7"))
        try:
            assert await store.write(slow) == 7
            assert [event.channel for event in await store.read(journal.since, 0)] == ["slow"] and len(tries) > 1
        finally:
            await store.close()
    asyncio.run(run())
