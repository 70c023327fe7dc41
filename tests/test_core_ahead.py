"""Batches that are read while others are kept: their order, their faults, their end."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

import pytest

from inbox import ahead
from inbox.ahead import Fetched, Source
from inbox.connector import Features
from inbox.errors import TemporaryError
from inbox.types import Batch, RawItem


class Polled:
    """Gives a batch for each number until `last`; `failing` is where the service fails."""

    def __init__(self, last: int, *, failing: int | None = None, apart: bool = True) -> None:
        self.features = Features(poll_timeout=20, read_apart=apart)
        self.last, self.failing, self.asked = last, failing, list[str]()

    async def poll(self, feed: str, cursor: str) -> Batch:
        self.asked.append(cursor)
        n = int(cursor) + 1
        if n == self.failing:
            raise TemporaryError("not now")
        return Batch(items=(RawItem(item=str(n), kind="mail", data=b"", meta={}),), cursor=str(n), more=n < self.last)


class Begun:
    """What `Ingest.begin` is to those who fetch."""

    def room(self) -> None:
        pass

    async def begin(self, channel: str, feed: str, batch: Batch, **_: Any) -> list[Any]:
        return [batch.cursor]


async def taken(polled: Polled, *, most: int = 1000) -> tuple[list[str], Exception | None]:
    """The cursors of the batches in the order in which they came, and what ended them."""
    found: list[str] = []
    try:
        source: Any = Source(polled, Begun(), "support", "INBOX", None, False)  # type: ignore[arg-type]  # stands in for Ingest
        async with source.batches("0") as batches, aclosing(batches):
            async for one in batches:
                assert isinstance(one, Fetched)
                found.append(one.batch.cursor)
                await asyncio.sleep(0)  # keeping it
                if len(found) == most:
                    break
    except TemporaryError as error:
        return found, error
    return found, None


def test_batches_come_in_order_and_end_with_the_last() -> None:
    polled = Polled(3)
    assert asyncio.run(taken(polled)) == (["1", "2", "3"], None)
    assert polled.asked == ["0", "1", "2"]


def test_a_fault_is_told_after_what_came_before_it() -> None:
    found, error = asyncio.run(taken(Polled(9, failing=3)))
    assert found == ["1", "2"]
    assert isinstance(error, TemporaryError)


def test_a_feed_without_end_is_asked_anew() -> None:
    found, error = asyncio.run(taken(Polled(10**6)))
    assert found == [str(n) for n in range(1, ahead.MOST + 1)]
    assert error is None


def test_who_stops_taking_stops_the_asking() -> None:
    polled = Polled(10**6)

    async def check() -> None:
        assert (await taken(polled, most=1))[0] == ["1"]
        asked = len(polled.asked)
        assert asked <= 1 + ahead.AHEAD + 2  # kept, waiting, and those under way
        assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("ahead-")]
    asyncio.run(check())


@pytest.mark.parametrize("last", [1, 5])
def test_what_is_quick_to_read_is_fetched_one_by_one(last: int) -> None:
    polled = Polled(last, apart=False)
    assert asyncio.run(taken(polled)) == (["1"], None)
    assert polled.asked == ["0"]
