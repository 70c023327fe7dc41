"""The same large file comes in while it is erased: in whatever order, and whoever dies, a row has its file."""

from __future__ import annotations

import asyncio
import os
import random
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import buckets
import daemons
import pytest
import stores

from inbox.errors import NotFoundError, StoreError
from inbox.sections import BucketConfig
from inbox.store import Store, Tx, blobs, doomed, orphans, unused, uploads
from inbox.store.shelf import MissingError

BIG = b"\0\xffbig" * 60_000
SHA = blobs.sha(BIG)
SECOND = 1_000_000
SEEDS = (*range(24), 257, 584)  # of thousands; the last two caught what the first do not
Act = Callable[[Any], Awaitable[Any]]


def name_it(tx: Tx) -> None:
    """As a message with this file does."""
    sha = blobs.keep(tx, BIG)
    tx.insert("attachment", key=f"k{tx.now}", name="big", size=len(BIG), sha=sha, created_at=tx.now)


def erase_it(tx: Tx) -> None:
    tx.run("DELETE FROM attachment")
    unused.drop(tx, [SHA])


class Gates:
    """A store whose every step waits for its turn: what lies between two steps is where others come, or where one dies."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock, self.shelf = store, store.clock, self
        self.turn: asyncio.Event = asyncio.Event()
        self.waits: asyncio.Event = asyncio.Event()

    async def step(self, act: Awaitable[Any]) -> Any:
        self.waits.set()
        try:
            await self.turn.wait()
        except asyncio.CancelledError:
            cast(Any, act).close()
            raise
        self.turn.clear()
        return await act

    def __getattr__(self, name: str) -> Any:
        if name == "old":
            return self.store.shelf.old
        place: Any = self.store if name in ("write", "read", "quick") else self.store.shelf
        return lambda *args: self.step(getattr(place, name)(*args))


async def bring(store: Any) -> None:
    """Takes the file in, and tries again as ingest does."""
    for _ in range(3):
        with suppress(StoreError):
            await blobs.stage(store, [BIG])
            await store.write(name_it)
            return


async def erase(store: Any) -> None:
    await store.write(erase_it)
    await unused.unlink_or_owe(store)


ACTS: dict[str, Act] = {"bring": bring, "erase": erase, "unlink": unused.unlink_or_owe, "sweep": orphans.sweep}


async def is_there(store: Store) -> bool:
    try:
        await store.shelf.download(SHA, store.data_dir / "got") if store.shelf.remote else (  # type: ignore[attr-defined]  # a bucket's
            store.shelf.path(SHA).stat())
    except (FileNotFoundError, MissingError):
        return False
    return True


async def check(store: Store, trace: list[str]) -> None:
    if await store.read(lambda rows: rows.one("SELECT 1 FROM blob WHERE sha = :sha", sha=SHA)):
        assert await is_there(store), f"the row is there, its file is gone: {' '.join(trace)}"


async def play(store: Store, acts: list[str], draw: Callable[[list[int]], tuple[int, bool]], later: Callable[[], None]) -> list[str]:
    """Lets the acts go on step by step, in the order drawn (who, whether it dies there)."""
    gates = [Gates(store) for _ in acts]
    tasks = [asyncio.create_task(cast(Any, ACTS[act])(gate)) for act, gate in zip(acts, gates, strict=True)]
    trace: list[str] = []
    for _ in range(400):
        for task, gate in zip(tasks, gates, strict=True):  # each stands before its next step, or has ended
            wait = asyncio.create_task(gate.waits.wait())
            await asyncio.wait({task, wait}, return_when=asyncio.FIRST_COMPLETED)
            wait.cancel()
        alive = [n for n, task in enumerate(tasks) if not task.done()]
        if not alive:
            break
        who, dies = draw(alive)
        trace.append(f"{acts[who]}{who}{'†' if dies else ''}")
        if dies:
            tasks[who].cancel()
            await asyncio.wait({tasks[who]})
        else:
            gates[who].waits.clear()
            gates[who].turn.set()
            wait = asyncio.create_task(gates[who].waits.wait())
            await asyncio.wait({tasks[who], wait}, return_when=asyncio.FIRST_COMPLETED)
            wait.cancel()
        await check(store, trace)
    for task in tasks:
        if not task.cancelled():
            assert task.exception() is None, trace
    later()  # what a dead process had begun is over now: the file comes in, and goes
    await bring(store)
    assert await store.read(lambda rows: rows.one("SELECT 1 FROM blob WHERE sha = :sha", sha=SHA)), trace
    await check(store, trace)
    await erase(store)
    assert not await is_there(store), trace
    return trace


class Swift(Store):
    """A store that no power failure threatens."""

    def connect(self, *, read_only: bool = False) -> Any:
        connection = super().connect(read_only=read_only)
        if self.dialect == "sqlite":
            connection.execute("PRAGMA synchronous=OFF")
        return connection


class Now:
    def __init__(self) -> None:
        self.us = 1_800_000_000 * SECOND

    def __call__(self) -> int:
        self.us += 1
        return self.us


@pytest.fixture(params=["folder", "database", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Callable[[], Store], Now]]:
    """Where the file lies and what the steps are written down in. Nobody really waits, and files without a row go at once."""
    now, at_once = Now(), asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda seconds: at_once(0))
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    monkeypatch.setattr(unused, "WAITS", 2)
    monkeypatch.setattr(blobs, "WAITS", 2)
    monkeypatch.setattr(orphans, "AGE", -60.0)
    if request.param == "database":
        url = request.getfixturevalue("databases").url()
        monkeypatch.setattr(doomed, "clock", lambda dialect: ":now::bigint")
        yield lambda: Swift(url, tmp_path, clock=now), now
    elif request.param == "bucket":
        with buckets.Service() as service:
            yield lambda: Swift("sqlite", tmp_path, clock=now, bucket=BucketConfig(**service.settings())), now
    else:
        yield lambda: Swift("sqlite", tmp_path, clock=now), now


def test_whatever_comes_between(place: tuple[Callable[[], Store], Now]) -> None:
    """Several bring it, erase it and sweep, in orders that a number draws; some die on the way."""
    make, now = place

    def later() -> None:
        now.us += 2 * doomed.LEASE

    async def run() -> set[str]:
        store = await make().open()
        said = set()
        try:
            for seed in SEEDS:
                dice = random.Random(seed)
                acts = ["bring", "erase", *dice.choices(sorted(ACTS), k=seed % 3)]
                last = [0]

                def draw(alive: list[int], dice: random.Random = dice, last: list[int] = last) -> tuple[int, bool]:
                    if last[0] not in alive or dice.random() < 0.3:  # seldom enough that one gets far while another stands still
                        last[0] = dice.choice(alive)
                    return last[0], dice.random() < 0.04
                await store.write(lambda tx: tx.run("DELETE FROM meta WHERE key LIKE 'unlink:%'"))
                await bring(store)
                said.add(" ".join(await play(store, acts, draw, later)))
        finally:
            await store.close()
        return said
    assert len(asyncio.run(run())) > len(SEEDS) // 2


def test_who_staged_before_a_removal_stages_again(place: tuple[Callable[[], Store], Now]) -> None:
    """As a reviewer found it: staged, kept, dropped, staged, removed, kept: the row was there and the file was not."""
    async def run() -> None:
        store = await place[0]().open()
        try:
            await bring(store)
            await store.write(erase_it)
            await blobs.stage(store, [BIG])
            await unused.unlink(store)
            with pytest.raises(StoreError, match="in a moment"):
                await store.write(name_it)
            with pytest.raises(StoreError, match="in a moment"):
                await store.write(blobs.keep_file, SHA, len(BIG))
            await blobs.stage(store, [BIG])
            await store.write(name_it)
            assert await is_there(store)
            await store.write(erase_it)
            await store.write(name_it)  # dropped, and not removed yet
            await unused.unlink(store)
            assert await is_there(store)
        finally:
            await store.close()
    asyncio.run(run())


def test_what_a_removal_leaves_written_goes_after_a_day(place: tuple[Callable[[], Store], Now]) -> None:
    async def run() -> None:
        store, now = await place[0]().open(), place[1]
        try:
            await bring(store)
            await erase(store)
            for late, left in ((doomed.KEPT // 2, 1), (doomed.KEPT, 0)):
                now.us += late
                await unused.unlink(store)
                assert len(await store.read(lambda rows: rows.all("SELECT key FROM meta WHERE key LIKE 'unlink:%'"))) == left
        finally:
            await store.close()
    asyncio.run(run())


def two_at_once(store: Store, one: Any, other: Any, look: Tx, acts: list[Callable[[Tx], Any]]) -> None:
    """The first act is done and not yet committed when the second begins, and waits for it."""
    one.execute("BEGIN")
    acts[0](Tx(one, dialect=store.dialect, now=1))

    def begin() -> None:
        other.execute("BEGIN")
        acts[1](Tx(other, dialect=store.dialect, now=2))
        other.execute("COMMIT")
    them = threading.Thread(target=begin, daemon=True)
    them.start()
    waiting = "SELECT 1 FROM pg_stat_activity WHERE pid = :pid AND wait_event_type = 'Lock'"
    daemons.until(lambda: look.one(waiting, pid=other.info.backend_pid) is not None, what="the second waits for the first")
    one.execute("COMMIT")
    them.join(30)
    assert not them.is_alive()


@pytest.mark.parametrize("data", [b"small", BIG], ids=["small", "large"])
@pytest.mark.parametrize("first", ["keep", "drop"])
def test_two_daemons_name_and_drop_the_same_bytes(databases: stores.Databases, tmp_path: Path, data: bytes, first: str) -> None:
    """One has done its part and not committed it when the other begins. What is named in the end has its row."""
    store = Store(databases.url(), tmp_path)
    sha = blobs.sha(data)
    acts: dict[str, Callable[[Tx], Any]] = {
        "keep": lambda tx: tx.insert("attachment", key=f"k{tx.now}", name="f", size=1, sha=blobs.keep(tx, data), created_at=tx.now),
        "drop": lambda tx: unused.drop(tx, [sha])}
    second = "drop" if first == "keep" else "keep"
    with closing(store.connect()) as one, closing(store.connect()) as other, closing(store.connect()) as third:
        look = Tx(third, dialect=store.dialect, now=3)
        blobs.keep(look, data)
        two_at_once(store, one, other, look, [acts[first], acts[second]])
        assert look.value("SELECT COUNT(*) FROM attachment a JOIN blob b ON b.sha = a.sha") == 1
        assert look.value("SELECT COUNT(*) FROM meta WHERE key LIKE 'unlink:%'") == 0


@pytest.mark.parametrize("first", ["again", "drop"])
def test_a_file_that_is_sent_on_while_it_is_dropped(databases: stores.Databases, tmp_path: Path, first: str) -> None:
    """Whoever is first: an upload has its bytes, or is refused."""
    store = Store(databases.url(), tmp_path)
    with closing(store.connect()) as one, closing(store.connect()) as other, closing(store.connect()) as third:
        look = Tx(third, dialect=store.dialect, now=3)
        row = SimpleNamespace(sha=blobs.keep(look, b"small"), name="f", media_type="text/plain", size=5)
        refused: list[NotFoundError] = []

        def again(tx: Tx) -> None:
            try:
                uploads.again(tx, None, row)
            except NotFoundError as error:
                refused.append(error)
        acts: list[Callable[[Tx], Any]] = [again, lambda tx: unused.drop(tx, [row.sha])]
        if first == "drop":
            acts.reverse()
        two_at_once(store, one, other, look, acts)
        assert look.value("SELECT COUNT(*) FROM attachment a JOIN blob b ON b.sha = a.sha") == (first == "again")
        assert look.value("SELECT COUNT(*) FROM attachment") == (first == "again") == (not refused)
