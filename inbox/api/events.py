"""`GET /events`: what happens, as server-sent events (WHATWG HTML, section 9.2), each with its journal number."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from inbox.api.auth import authenticate
from inbox.api.describe import Call, Routes
from inbox.api.problems import Problem
from inbox.app import App
from inbox.errors import StoreError
from inbox.events import Event
from inbox.store import journal
from inbox.store.base import Rows
from inbox.store.times import rfc3339
from inbox.store.views import Sight

routes = Routes()
HEARTBEAT = 15.0  # seconds of silence after which a comment shows that the line is alive
STALLED = 30.0  # seconds that a client may leave its line full before we hang up; it resumes by number
STREAMS: web.AppKey[set[asyncio.Task[Any]]] = web.AppKey("streams", set[asyncio.Task[Any]])


@routes("GET", "/events", media="text/event-stream", headers=("Last-Event-ID",))
async def events(call: Call[None, None]) -> Any:
    """Server-sent events; `Last-Event-ID` goes on from there, or gives `resync` when that is too old."""
    app, request = call.app, call.request
    response = web.StreamResponse(headers={
        "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    task = asyncio.current_task()
    assert task is not None  # a handler runs in one
    request.app[STREAMS].add(task)
    try:
        with app.bus.subscribe() as queue:
            last = await _resume(app, request.headers.get("Last-Event-ID"))
            await response.prepare(request)
            await _write(response, [b": inbox\nretry: 2000\n\n"])
            if last is None:
                last = await app.store.quick(journal.last)
                await _write(response, [_shown(Event(id=last, kind="resync"))])
            await _stream(call, response, queue, last)
    except (ConnectionResetError, TimeoutError):
        pass  # the client has gone, or takes nothing any more
    except (Problem, StoreError):
        pass  # whoever may not listen any more, or finds no store: we hang up; it comes back and asks from its number
    except asyncio.CancelledError:
        if not request.app[STREAMS] or task not in request.app[STREAMS]:
            return response  # hung up by ourselves at the end
        raise
    finally:
        request.app[STREAMS].discard(task)
    return response


async def _resume(app: App, given: str | None) -> int | None:
    """The number after which to go on; None: what the client missed is not there any more."""
    first, last = await app.store.quick(journal.first), await app.store.quick(journal.last)
    if given is None:
        return last
    if not (given.isascii() and given.isdigit()) or len(given) > 18:
        return None
    number = int(given)
    return number if number <= last and number >= first - 1 else None


async def _stream(call: Call[None, None], response: web.StreamResponse, queue: asyncio.Queue[Event], last: int) -> None:
    """What the journal has first, then what the bus brings; never a number twice."""
    store, sight = call.app.store, call.sight
    while missed := await store.quick(journal.since, last):
        await _write(response, [_shown(event) for event in await store.quick(_seen, missed, sight)])
        last = missed[-1].id
    while True:
        try:
            async with asyncio.timeout(HEARTBEAT):
                batch = [await queue.get()]
        except TimeoutError:
            await authenticate(call.request, call.app, "agent")
            await _write(response, [b": still here\n\n"])
            continue
        sight = (await authenticate(call.request, call.app, "agent")).sight  # it may have ended, or see less, since
        while not queue.empty():
            batch.append(queue.get_nowait())
        fresh = [event for event in batch if event.id > last or event.kind == "resync"]
        await _write(response, [_shown(event) for event in await store.quick(_seen, fresh, sight)])
        last = max(last, *(event.id for event in batch))


async def _write(response: web.StreamResponse, parts: list[bytes]) -> None:
    if parts:
        async with asyncio.timeout(STALLED):
            await response.write(b"".join(parts))


def _seen(rows: Rows, events: list[Event], sight: Sight) -> list[Event]:
    """The events that this agent may know of; one that names no channel is of its conversation's."""
    if not sight.hidden:
        return events
    unnamed = {event.conversation for event in events if not event.channel and event.conversation is not None}
    homes = {row.id: row.channel for row in rows.all("SELECT id, channel FROM conversation WHERE id IN :ids", ids=unnamed)}
    return [event for event in events if (event.channel or homes.get(event.conversation or 0, "")) not in sight.hidden]


def _shown(event: Event) -> bytes:
    data = {"id": event.id, "kind": event.kind, "conversation": event.conversation and str(event.conversation),
            "message": event.message and str(event.message), "channel": event.channel or None,
            "data": dict(event.data), "at": rfc3339(event.at or None)}
    return f"id: {event.id}\nevent: {event.kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


async def hang_up(made: web.Application) -> None:
    """Ends every stream; the clients come back and resume by number."""
    streams = made[STREAMS]
    tasks = list(streams)
    streams.clear()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
