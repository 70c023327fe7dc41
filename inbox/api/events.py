"""`GET /events`: what happens, as server-sent events (WHATWG HTML, section 9.2), each with its journal number."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from inbox.api.describe import Call, Routes
from inbox.api.following import Follower, resume, shown
from inbox.api.problems import Problem
from inbox.errors import StoreError
from inbox.events import Event
from inbox.store import journal

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
            last = await resume(app, request.headers.get("Last-Event-ID"))
            await response.prepare(request)
            await _write(response, [b": inbox\nretry: 2000\n\n"])
            if last is None:
                last = await app.store.quick(journal.last)
                await _write(response, [_line(Event(id=last, kind="resync"))])
            await _stream(response, Follower(request, app, queue, call.sight, last))
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


async def _stream(response: web.StreamResponse, follower: Follower) -> None:
    """Everything that the follower brings; a comment where nothing happens."""
    while True:
        found = await follower.next(HEARTBEAT)
        await _write(response, [b": still here\n\n"] if found is None else [_line(event) for event in found])


async def _write(response: web.StreamResponse, parts: list[bytes]) -> None:
    if parts:
        async with asyncio.timeout(STALLED):
            await response.write(b"".join(parts))


def _line(event: Event) -> bytes:
    return f"id: {event.id}\nevent: {event.kind}\ndata: {json.dumps(shown(event), ensure_ascii=False)}\n\n".encode()


async def hang_up(made: web.Application) -> None:
    """Ends every stream; the clients come back and resume by number."""
    streams = made[STREAMS]
    tasks = list(streams)
    streams.clear()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
