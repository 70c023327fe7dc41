"""Following the journal, for `/events` and `/live` alike: where a client goes on, what it may know of, how an event looks outside."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from inbox.api.auth import authenticate
from inbox.app import App
from inbox.events import Event
from inbox.store import journal
from inbox.store.base import Rows
from inbox.store.times import rfc3339
from inbox.store.views import Sight

# kinds of events that are for the agent whom they name -> what stands there when they are for everybody
PRIVATE: dict[str, str | None] = {"draft.updated": "", "view.updated": None}


async def resume(app: App, given: str | None) -> int | None:
    """The number after which to go on; None: what the client missed is not there any more."""
    first, last = await app.store.quick(journal.first), await app.store.quick(journal.last)
    if given is None:
        return last
    if not (given.isascii() and given.isdigit()) or len(given) > 18:
        return None
    number = int(given)
    return number if number <= last and number >= first - 1 else None


class Follower:
    """What the journal has after `last`, then what the bus brings; never a number twice."""

    def __init__(self, request: web.Request, app: App, queue: asyncio.Queue[Event], sight: Sight, last: int) -> None:
        self._request, self._app, self._queue = request, app, queue
        self._behind = True
        self.sight, self.last = sight, last

    async def next(self, silence: float) -> list[Event] | None:
        """The next events that this client may know of; None after `silence` seconds in which nothing happened.

        Whether the client may listen, and what it sees, is asked anew each time. Raises Problem (401), StoreError.
        """
        if self._behind and (missed := await self._app.store.quick(journal.since, self.last)):
            self.last = missed[-1].id
            return await self._app.store.quick(seen, missed, self.sight)
        self._behind = False
        batch: list[Event] = []
        try:
            async with asyncio.timeout(silence):
                batch.append(await self._queue.get())
        except TimeoutError:
            pass  # who has been shut out is told all the same
        self.sight = (await authenticate(self._request, self._app, "agent")).sight
        while not self._queue.empty():
            batch.append(self._queue.get_nowait())
        if not batch:
            return None
        fresh = [event for event in batch if event.id > self.last or event.kind == "resync"]
        self.last = max(self.last, *(event.id for event in batch))
        return await self._app.store.quick(seen, fresh, self.sight)


def seen(rows: Rows, events: list[Event], sight: Sight) -> list[Event]:
    """The events that this agent may know of; one that names no channel is of its conversation's.

    A draft is its writer's alone, and so is a view that is not shared (its `agent`).
    """
    own = [event for event in events if event.kind not in PRIVATE or event.data.get("agent") in (str(sight.agent), PRIVATE[event.kind])]
    if not sight.hidden:
        return own
    unnamed = {event.conversation for event in own if not event.channel and event.conversation is not None}
    homes = {row.id: row.channel for row in rows.all("SELECT id, channel FROM conversation WHERE id IN :ids", ids=unnamed)}
    return [event for event in own if (event.channel or homes.get(event.conversation or 0, "")) not in sight.hidden]


def shown(event: Event) -> dict[str, Any]:
    """An event as it stands outside."""
    return {"id": event.id, "kind": event.kind, "conversation": event.conversation and str(event.conversation),
            "message": event.message and str(event.message), "channel": event.channel or None,
            "data": dict(event.data), "at": rfc3339(event.at or None)}
