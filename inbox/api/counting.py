"""The counts beside the queue: worked out once for all who look with the same sight, until something happens that changes them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from aiohttp import web

from inbox.events import Event
from inbox.store import Store, journal, views
from inbox.store.views import Json, Sight

MANY = 256  # sights that are kept
MISSED = 500  # events behind which the counts are worked out again without a look at what happened
# kinds of events that change no count
IDLE = frozenset({"draft.updated", "canned.updated", "channel.command", "channel.updated", "ledger.quarantined", "ledger.retry",
                  "agent.updated"})
COUNTS: web.AppKey[Figures] = web.AppKey("counts")


def moves(events: Iterable[Event]) -> bool:
    """Whether one of them may change a count."""
    return any(event.kind not in IDLE for event in events)


class Figures:
    """Counts by who looks, each with the journal's number that it holds for."""

    def __init__(self) -> None:
        self._kept: dict[Sight, tuple[int, asyncio.Future[Json]]] = {}

    async def of(self, store: Store, sight: Sight) -> tuple[int, Json]:
        """(the journal's number, the counts). Those who ask at the same time wait for one answer. Raises StoreError."""
        number = await store.quick(journal.last)
        kept = self._kept.get(sight)
        if kept is not None and kept[0] != number and not await self._moved(store, kept[0]):
            kept = self._kept[sight] = (max(number, kept[0]), kept[1])
        if kept is None or kept[0] < number or kept[1].cancelled():
            if len(self._kept) > MANY:
                self._kept.clear()
            kept = self._kept[sight] = (number, asyncio.ensure_future(store.read(views.counts, sight)))
            kept[1].add_done_callback(lambda done: self._forget(sight, done))
        return kept[0], await asyncio.shield(kept[1])

    async def _moved(self, store: Store, since: int) -> bool:
        events = await store.quick(journal.since, since, MISSED)
        return len(events) >= MISSED or moves(events)

    def _forget(self, sight: Sight, done: asyncio.Future[Json]) -> None:
        """A failure is nobody's answer but theirs who waited for it."""
        if (done.cancelled() or done.exception() is not None) and (kept := self._kept.get(sight)) and kept[1] is done:
            del self._kept[sight]
