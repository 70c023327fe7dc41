"""Fetching history again: polls from another start, which never move the feed's own cursor.

What the ledger has stays as it is; what it lacks comes in. An interrupted backfill goes on where it stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inbox.connector import Connector, Polls
from inbox.errors import ConfigError
from inbox.ingest import Ingest, Move
from inbox.store import Store, feeds, ledger
from inbox.types import Batch, RawItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One batch: how many items the provider gave, which of them the ledger lacked, and what became of these."""

    feed: str
    seen: int
    missing: tuple[str, ...]
    states: tuple[str, ...] = ()


async def run(store: Store, ingest: Ingest, name: str, connector: Connector[Any], since: datetime, *,
              dry_run: bool = False) -> AsyncIterator[Step]:
    """Polls every feed of an opened connector from `since`; a step per batch. Raises ChannelError, StoreError.

    `dry_run` stores nothing and only says what the ledger lacks.
    """
    if not isinstance(connector, Polls):
        raise ConfigError(f"the channel {name!r} cannot be asked for its history")
    for feed in connector.feeds():
        place = f"backfill:{feed.name}:{since.date().isoformat()}"
        cursor = None if dry_run else await store.read(feeds.fact, name, place)
        if not cursor:
            cursor = await connector.start(feed.name, since)
        while True:
            async with asyncio.timeout(connector.features.poll_timeout):
                batch = await connector.poll(feed.name, cursor)
            missing = await _missing(store, name, batch.items)
            states: tuple[str, ...] = ()
            if not dry_run:
                taken = await ingest.take(name, feed.name, Batch(items=tuple(missing)), imported=True,
                                          move=Move(feed=feed.name, cursor=batch.cursor if batch.more else "", fact=place))
                states = tuple(t.state for t in taken)
            yield Step(feed=feed.name, seen=len(batch.items), missing=tuple(raw.item for raw in missing), states=states)
            cursor = batch.cursor
            if not batch.more:
                break


async def _missing(store: Store, name: str, items: tuple[RawItem, ...]) -> list[RawItem]:
    keys = {ledger.digest(raw.item): raw for raw in items}
    known = await store.read(lambda rows: ledger.known(rows, name, list(keys)))
    return [raw for key, raw in keys.items() if key not in known]
