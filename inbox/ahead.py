"""Batches of a feed, fetched and read ahead: while one is being kept, the next is read and the one after it is fetched.

Reading in a worker takes as long as keeping does in the writer; one after the other neither would ever be busy. The writer also writes down
what was fetched, so that fetching must be so far ahead that something lies there when the worker is free. Nothing is kept out of
order, and the cursor moves with the rows as always: whatever was ahead when something fails is fetched again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from inbox.errors import TemporaryError
from inbox.ingest import Guard, Ingest, Work
from inbox.types import Batch

AHEAD = 3  # batches on their way, besides the one that is being kept
MOST = 20  # batches in one go: then a feed asks anew whether it may


@dataclass(frozen=True, slots=True)
class Fetched:
    """A batch that came after `cursor`. `begun` is empty when there was nothing to write down."""

    cursor: str
    batch: Batch
    begun: list[Work]

    @property
    def more(self) -> bool:
        """Whether there is more to take at once; "more" without a step forward would be asked for for ever."""
        return self.batch.more and self.batch.cursor != self.cursor


@dataclass(frozen=True, slots=True)
class Source:
    """Where batches come from. `connector` has the power to poll."""

    connector: Any
    ingest: Ingest
    channel: str
    feed: str
    guard: Guard | None
    imported: bool

    async def fetch(self, cursor: str) -> Fetched:
        """One poll, written down. Raises what polling and writing down raise."""
        self.ingest.room()  # before anything is fetched that could not be kept
        try:
            async with asyncio.timeout(self.connector.features.poll_timeout):
                batch = await self.connector.poll(self.feed, cursor)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            raise TemporaryError("the poll was broken off from within") from None  # by a library: it is we who cancel feeds
        begun = []
        if batch.items or batch.cursor != cursor:
            begun = await self.ingest.begin(self.channel, self.feed, batch, guard=self.guard, imported=self.imported)
        return Fetched(cursor, batch, begun)

    @asynccontextmanager
    async def batches(self, cursor: str) -> AsyncIterator[AsyncIterator[Fetched]]:
        """What comes after the cursor, read, batch by batch; only a connector whose items are read apart is asked for more ahead."""
        if not self.connector.features.read_apart:
            yield self._one(cursor)
            return
        line = _Line()
        tasks = [asyncio.create_task(work, name=f"{name}-{self.channel}-{self.feed}")
                 for name, work in (("fetch", self._fetch(cursor, line)), ("read", self._read(line)))]
        try:
            yield self._taken(line)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _one(self, cursor: str) -> AsyncIterator[Fetched]:
        found = await self.fetch(cursor)
        await self.ingest.read(found.begun)
        yield found

    async def _fetch(self, cursor: str, line: _Line) -> None:
        try:
            for _ in range(MOST):
                await line.room.acquire()
                found = await self.fetch(cursor)
                line.fetched.put_nowait(found)
                if not found.more:
                    return
                cursor = found.batch.cursor
        except Exception as error:  # noqa: BLE001 - raised where the batches are taken, behind those that came before it
            line.fetched.put_nowait(error)

    async def _read(self, line: _Line) -> None:
        while True:
            found = await line.fetched.get()
            if not isinstance(found, Exception):
                try:
                    await self.ingest.read(found.begun)
                except Exception as error:  # noqa: BLE001 - as above
                    found = error
            line.ready.put_nowait(found)

    async def _taken(self, line: _Line) -> AsyncIterator[Fetched]:
        for _ in range(MOST):
            found = await line.ready.get()
            if isinstance(found, Exception):
                raise found
            line.room.release()
            yield found
            if not found.more:
                return


class _Line:
    """What is on its way: fetched, or read too; an error has the place of the batch that it kept from coming."""

    def __init__(self) -> None:
        self.room = asyncio.Semaphore(AHEAD)
        self.fetched: asyncio.Queue[Fetched | Exception] = asyncio.Queue()
        self.ready: asyncio.Queue[Fetched | Exception] = asyncio.Queue()
