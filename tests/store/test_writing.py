"""Who writes where: brief writes in the loop, long ones on the thread, and each is durable when its caller hears of it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from inbox.errors import StoreError
from inbox.store import Store, Tx, search
from inbox.store.writing import ROUND

PATIENCE = 60.0  # seconds


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Store]:
    """A store that has written once: its connection is there."""
    store = await Store("", folder).open()
    try:
        await store.write(say, "first")
        yield store
    finally:
        await store.close()


def say(tx: Tx, name: str) -> int:
    """Writes a tag's worth of rows, and tells on which thread."""
    tx.emit("channel.updated", channel=name)
    return threading.get_ident()


def refuse(tx: Tx, name: str) -> None:
    say(tx, name)
    raise ValueError(name)


def break_the_commit(tx: Tx) -> None:
    """What it writes is only looked at when everything is."""
    tx.run("PRAGMA defer_foreign_keys=ON")
    tx.run("INSERT INTO participant (conversation_id, address_id, newcomer) VALUES (-1, -1, 0)")


class Unheard(BaseException):
    """As some libraries raise where a programmer erred."""


def break_off(tx: Tx) -> None:
    raise Unheard


def said(folder: Path) -> list[str]:
    """What another process would find."""
    with closing(sqlite3.connect(folder / "inbox.db")) as other:
        return [name for name, in other.execute("SELECT channel FROM event ORDER BY id")]


def test_brief_writes_run_in_the_loop_and_long_ones_do_not(tmp_path: Path) -> None:
    async def run() -> None:
        async with opened(tmp_path) as store:
            assert await store.brief(say, "brief") == threading.get_ident()
            assert said(tmp_path) == ["first", "brief"]
            assert await store.write(say, "long") != threading.get_ident()
            assert said(tmp_path) == ["first", "brief", "long"]
    asyncio.run(run())


def test_one_that_fails_takes_no_other_along(tmp_path: Path) -> None:
    async def run() -> None:
        async with opened(tmp_path) as store:
            found = await asyncio.gather(store.brief(say, "a"), store.brief(refuse, "b"), store.brief(say, "c"), return_exceptions=True)
            assert [isinstance(one, ValueError) for one in found] == [False, True, False]
            assert said(tmp_path) == ["first", "a", "c"]
    asyncio.run(run())


def test_another_process_that_writes_holds_the_write_up_and_not_the_loop(tmp_path: Path) -> None:
    async def run() -> None:
        async with opened(tmp_path) as store:
            with closing(sqlite3.connect(tmp_path / "inbox.db", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                waiting = asyncio.ensure_future(store.brief(say, "brief"))
                for _ in range(20):
                    await asyncio.sleep(0.001)  # it could not, if the loop waited with it
                assert not waiting.done()
                other.execute("ROLLBACK")
                async with asyncio.timeout(PATIENCE):
                    assert await waiting != threading.get_ident()
            assert await store.brief(say, "again") == threading.get_ident()
            assert said(tmp_path) == ["first", "brief", "again"]
    asyncio.run(run())


def test_a_brief_write_behind_a_long_one_goes_with_what_follows_it(tmp_path: Path) -> None:
    async def run() -> None:
        begun, go = threading.Event(), threading.Event()

        def long(tx: Tx) -> None:
            begun.set()
            assert go.wait(PATIENCE)
            say(tx, "long")
        async with opened(tmp_path) as store:
            first = asyncio.ensure_future(store.write(long))
            async with asyncio.timeout(PATIENCE):
                while not begun.is_set():
                    await asyncio.sleep(0.001)
                brief = asyncio.ensure_future(store.brief(say, "brief"))
                await asyncio.sleep(0.01)
                assert not brief.done()
                go.set()
                await asyncio.gather(first, brief)
            assert said(tmp_path) == ["first", "long", "brief"]
    asyncio.run(run())


def test_many_brief_writes_leave_the_loop_to_others_in_between(tmp_path: Path) -> None:
    async def run() -> None:
        done: list[str] = []

        def slow(tx: Tx) -> None:
            time.sleep(ROUND)
            say(tx, "slow")
            done.append("write")

        async def others() -> None:
            while done.count("write") < 10:
                done.append("other")
                await asyncio.sleep(0)
        async with opened(tmp_path) as store:
            await asyncio.gather(others(), *(store.brief(slow) for _ in range(10)))
            between = "".join(one[0] for one in done)
            assert "ww" not in between and between.count("w") == 10, between
    asyncio.run(run())


def test_a_commit_that_fails_is_an_error_to_all_who_shared_it_and_to_nobody_after_them(tmp_path: Path) -> None:
    async def run() -> None:
        async with opened(tmp_path) as store:
            found = await asyncio.gather(store.brief(say, "a"), store.brief(break_the_commit), return_exceptions=True)
            assert all(isinstance(one, StoreError) for one in found), found
            await store.brief(say, "b")
            assert said(tmp_path) == ["first", "b"]
    asyncio.run(run())


def test_what_was_asked_for_is_done_before_the_store_closes(tmp_path: Path) -> None:
    async def run() -> None:
        async with opened(tmp_path) as store:
            asked = [asyncio.ensure_future(store.brief(say, f"n{n}")) for n in range(200)]
            await asyncio.sleep(0)
        assert all(one.done() and not one.exception() for one in asked)
        assert said(tmp_path)[1:] == [f"n{n}" for n in range(200)]
        with pytest.raises(StoreError):
            await store.brief(say, "late")
    asyncio.run(run())


def test_what_breaks_off_a_write_breaks_off_no_other(tmp_path: Path) -> None:
    async def run() -> None:
        async with opened(tmp_path) as store:
            with pytest.raises(StoreError, match="broke off"):
                await store.write(break_off)
            assert await store.write(say, "a") and await store.brief(say, "b")
            assert said(tmp_path) == ["first", "a", "b"]
    asyncio.run(run())


def test_words_for_the_search_go_with_the_commit_and_not_without_their_message(tmp_path: Path) -> None:
    def add(tx: Tx, number: int, word: str) -> None:
        search.index(tx, [(number, word)])

    def add_and_fail(tx: Tx, number: int) -> None:
        search.index(tx, [(number, "failed")])
        search.forget(tx, [1], thorough=False)
        raise ValueError

    def forget(tx: Tx, number: int) -> None:
        search.forget(tx, [number], thorough=False)

    async def run() -> None:
        async with opened(tmp_path) as store:
            async def found(word: str) -> list[int]:
                return [row.rowid for row in await store.read(
                    lambda rows: rows.all(f"SELECT rowid FROM search WHERE {search.clause(rows)}", q=search.question(rows, word)))]
            await asyncio.gather(store.brief(add, 1, "lamp"), store.brief(add_and_fail, 2), store.brief(add, 3, "cup"),
                                 store.brief(forget, 3), store.brief(add, 4, "old"), store.brief(forget, 4), store.brief(add, 4, "new"),
                                 return_exceptions=True)
            assert [await found(word) for word in ("lamp", "failed", "cup", "old", "new")] == [[1], [], [], [], [4]]
    asyncio.run(run())
