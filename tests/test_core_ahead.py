"""Batches that are read while others are kept: their order, their faults, their end."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

import pytest

from inbox import ahead
from inbox.ahead import Fetched, Source
from inbox.connector import Features
from inbox.errors import StoreError, TemporaryError
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
    """What `Ingest` is to those who fetch; what cannot be read is in `unread`."""

    def __init__(self, *unread: str) -> None:
        self.unread, self.read_so_far = unread, list[str]()

    def room(self) -> None:
        pass

    async def read(self, begun: list[str]) -> None:
        if set(begun) & set(self.unread):
            raise StoreError("no reader process can be had")
        self.read_so_far += begun

    async def begin(self, channel: str, feed: str, batch: Batch, **_: Any) -> list[Any]:
        return [batch.cursor]


async def taken(polled: Polled, *, most: int = 1000, begun: Begun | None = None) -> tuple[list[str], Exception | None]:
    """The cursors of the batches in the order in which they came, and what ended them."""
    found: list[str] = []
    try:
        ingest = begun or Begun()
        source: Any = Source(polled, ingest, "support", "INBOX", None, False)  # type: ignore[arg-type]  # stands in for Ingest
        async with source.batches("0") as batches, aclosing(batches):
            async for one in batches:
                assert isinstance(one, Fetched)
                assert one.batch.cursor in ingest.read_so_far
                found.append(one.batch.cursor)
                await asyncio.sleep(0)  # keeping it
                if len(found) == most:
                    break
    except (TemporaryError, StoreError) as error:
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


def test_what_cannot_be_read_now_ends_it_in_its_place() -> None:
    found, error = asyncio.run(taken(Polled(9), begun=Begun("3")))
    assert found == ["1", "2"]
    assert isinstance(error, StoreError)


def test_a_feed_without_end_is_asked_anew() -> None:
    found, error = asyncio.run(taken(Polled(10**6)))
    assert found == [str(n) for n in range(1, ahead.MOST + 1)]
    assert error is None


def test_who_stops_taking_stops_the_asking() -> None:
    polled = Polled(10**6)

    async def check() -> None:
        assert (await taken(polled, most=1))[0] == ["1"]
        asked = len(polled.asked)
        assert asked <= 1 + ahead.AHEAD  # the one that is kept, and those on their way
        assert asyncio.all_tasks() == {asyncio.current_task()}
    asyncio.run(check())


@pytest.mark.parametrize("last", [1, 5])
def test_what_is_quick_to_read_is_fetched_one_by_one(last: int) -> None:
    polled = Polled(last, apart=False)
    assert asyncio.run(taken(polled)) == (["1"], None)
    assert polled.asked == ["0"]
