"""Several pollers share the channels: each has its part, a newcomer gets some, nobody's channel stays alone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import apps
import psycopg
import pytest
import stores
from hypothesis import given
from hypothesis import strategies as st

from connectors.loopback import LoopbackConfig
from inbox import sharing
from inbox.app import App
from inbox.config import Config
from inbox.sections import StoreConfig
from inbox.store import Store, feeds
from inbox.store.base import Rows

NAMES = [f"c{n}" for n in range(6)]
few = st.integers(0, 12)


def test_a_lone_poller_takes_everything_at_once() -> None:
    assert sharing.plan((), dict.fromkeys(NAMES, 0.0), others=0, pollers=1) == sharing.Plan(take=tuple(NAMES))


def test_one_of_two_takes_half_and_what_was_left_alone_too_long() -> None:
    found = sharing.plan((), {"a": 0.0, "b": 3.0, "c": sharing.ALONE, "d": 1.0}, others=0, pollers=2)
    assert found.take == ("c", "b")
    assert sharing.plan(("x", "y"), {"c": sharing.ALONE}, others=0, pollers=2).take == ("c",)


def test_who_has_more_than_his_part_gives_unless_nobody_wanted_it() -> None:
    assert sharing.plan(NAMES, {}, others=0, pollers=2).give == ("c5", "c4", "c3")
    assert sharing.plan(NAMES, {}, others=0, pollers=2, wanted_by_nobody=NAMES[1:]).give == ("c0",)
    assert sharing.plan(NAMES, {"z": 1.0}, others=0, pollers=2).give == ()


@given(mine=few, free=few, others=few, pollers=st.integers(1, 5), idle=st.floats(0, 9.9))
def test_nobody_takes_more_than_his_part_and_gives_below_it(mine: int, free: int, others: int, pollers: int, idle: float) -> None:
    held = [f"m{n}" for n in range(mine)]
    found = sharing.plan(held, {f"f{n}": idle for n in range(free)}, others, pollers)
    part = -(-(mine + free + others) // pollers)
    after = mine + len(found.take) - len(found.give)
    assert after <= max(part, mine)
    assert not found.give or after >= part
    assert not (found.give and found.take)


def _holders(rows: Rows) -> dict[str, str]:
    return {row.name.removeprefix(feeds.CHANNEL): row.owner
            for row in rows.all("SELECT name, owner FROM lease WHERE name LIKE 'channel:%' AND owner <> ''")}


def test_pollers_come_and_go_on_a_real_database(databases: stores.Databases, tmp_path: Path) -> None:
    async def run() -> None:
        store = await Store(databases.url(), tmp_path).open()
        try:
            async def turn(owner: str, channels: list[str] | None = None, keep: tuple[str, ...] = ()) -> tuple[dict[str, int], list[str]]:
                return await store.write(feeds.renew, owner, 60.0, NAMES if channels is None else channels, keep)
            first, _ = await turn("a")
            assert set(first) == set(NAMES)
            assert await turn("b") == ({}, []), "nothing is free yet"
            kept, given_ = await turn("a")
            assert (len(kept), len(given_)) == (3, 3)
            taken, _ = await turn("b")
            assert set(taken) == set(given_) and all(taken[name] > first[name] for name in given_)
            assert await store.read(_holders) == {**dict.fromkeys(kept, "a"), **dict.fromkeys(taken, "b")}
            assert (await turn("a"))[0] == kept, "an even share stays as it is"
            assert await turn("a", [NAMES[0]]) == ({NAMES[0]: first[NAMES[0]]} if NAMES[0] in kept else {}, []), "it polls what it can"

            await store.write(feeds.drop_leases, "b")
            assert set((await turn("a"))[0]) == set(NAMES), "who goes leaves everything"
            assert await store.write(feeds.renew, "api", 60.0, None) == ({}, []), "who does not poll takes no part"
            assert set((await turn("a"))[0]) == set(NAMES)
        finally:
            await store.close()
    asyncio.run(run())


def test_a_late_answer_of_the_database_gives_the_channels_back(databases: stores.Databases, tmp_path: Path,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that takes longer than half a lease for a write is slow and not away: the one who holds a channel goes on polling."""
    real = feeds.renew
    held: list[bool] = []  # whether it had its channel each time when it renewed

    async def run() -> None:
        url = databases.url()
        app = App(Config(store=StoreConfig(url=url, data_dir=tmp_path, takeover_seconds=1),
                         channels={"news": LoopbackConfig(type="loopback")}))

        def renew(*args: Any) -> Any:
            held.append(bool(app.channels._fences))
            return real(*args)

        async def paused() -> bool:
            return await app.channels.guard("news") is None

        async def asked_again() -> bool:
            return len(held) > asked
        monkeypatch.setattr(feeds, "renew", renew)
        await app.start()
        try:
            with psycopg.connect(url) as other:
                other.execute("SELECT 1 FROM lease FOR UPDATE")
                await apps.until(paused)
                asked = len(held)
            await apps.until(asked_again)
            assert held[asked]
        finally:
            await app.stop(1.0)
    asyncio.run(run())
