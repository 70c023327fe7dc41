"""Batches of a feed, fetched and read ahead: the next ones are on their way while one is being kept.

What is read in workers takes as long as keeping it does; one after the other neither would ever be busy. Nothing is kept out of order,
and the cursor moves with the rows as always: whatever was read ahead when something fails is read again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from inbox.ingest import Guard, Ingest, Work
from inbox.types import Batch

AHEAD = 1  # batches that are read and wait, besides the one that is being read
MOST = 20  # batches in one go: then a feed asks anew whether it may


@dataclass(frozen=True, slots=True)
class Fetched:
    """A batch that came after `cursor`, read. `begun` is empty when there was nothing to write down."""

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
        """One poll, read. Raises what polling and writing down raise."""
        self.ingest.room()  # before anything is fetched that could not be kept
        async with asyncio.timeout(self.connector.features.poll_timeout):
            batch = await self.connector.poll(self.feed, cursor)
        begun = []
        if batch.items or batch.cursor != cursor:
            begun = await self.ingest.begin(self.channel, self.feed, batch, guard=self.guard, imported=self.imported)
        return Fetched(cursor, batch, begun)

    @asynccontextmanager
    async def batches(self, cursor: str) -> AsyncIterator[AsyncIterator[Fetched]]:
        """What comes after the cursor, batch by batch; only a connector whose items are read apart is asked for more ahead."""
        if not self.connector.features.read_apart:
            yield self._one(cursor)
            return
        ready: asyncio.Queue[Fetched | Exception] = asyncio.Queue(AHEAD)
        task = asyncio.create_task(self._run(cursor, ready), name=f"ahead-{self.channel}-{self.feed}")
        try:
            yield self._taken(ready)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _one(self, cursor: str) -> AsyncIterator[Fetched]:
        yield await self.fetch(cursor)

    async def _run(self, cursor: str, ready: asyncio.Queue[Fetched | Exception]) -> None:
        try:
            for _ in range(MOST):
                found = await self.fetch(cursor)
                await ready.put(found)
                if not found.more:
                    return
                cursor = found.batch.cursor
        except Exception as error:  # noqa: BLE001 - raised where the batches are taken, behind those that came before it
            await ready.put(error)

    async def _taken(self, ready: asyncio.Queue[Fetched | Exception]) -> AsyncIterator[Fetched]:
        for _ in range(MOST):
            found = await ready.get()
            if isinstance(found, Exception):
                raise found
            yield found
            if not found.more:
                return
