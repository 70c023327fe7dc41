"""`GET /live`: the page's socket. Everything of `/events`, the counts beside the queue, and who looks and types where.

The server says (one JSON object a frame, by `type`): `hello`, `event`, `resync`, `counts`, `presence`, `pong`, `error`,
`session_ended`. A client says `look`, `typing`, `ping`. docs/api.md has the shapes.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated, Literal
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web
from pydantic import Field, TypeAdapter, ValidationError

from inbox import web as built
from inbox.api.auth import authenticate
from inbox.api.counting import COUNTS, moves
from inbox.api.describe import BASE, INBOX, number
from inbox.api.following import Follower, resume, shown
from inbox.api.models import Body, Id
from inbox.api.problems import Problem, from_validation
from inbox.api.room import CLOSING, ROOM, Room, Socket, framed
from inbox.app import App
from inbox.errors import NotFoundError, StoreError
from inbox.events import Event
from inbox.store import journal, views

log = logging.getLogger("inbox.api")
HEARTBEAT = 25.0  # seconds of silence after which we ask whether the client is there, and whether it may be
STALLED = 10.0  # seconds in which a client must take a frame; whoever does not is hung up, and resumes by number
FRAME = 4096  # bytes of a client's frame
PACE = 0.02  # seconds between two frames that we read of one client
FAR = 5000  # events behind which asking for everything again is less than hearing of each
ENDED, LATER, BROKEN = (4401, b"session ended"), (1013, b"try again later"), (1011, b"something broke here")


class Look(Body):
    """The page shows this conversation; to be said again every 25 s."""

    type: Literal["look"]
    conversation: Id | None


class Typing(Body):
    """Somebody types there; null: no more."""

    type: Literal["typing"]
    conversation: Id
    kind: Literal["reply", "note"] | None


class Ping(Body):
    """Whether we are there."""

    type: Literal["ping"]


Said = TypeAdapter[Look | Typing | Ping](Annotated[Look | Typing | Ping, Field(discriminator="type")])


async def live(request: web.Request) -> web.StreamResponse:
    """The socket of one page, from the upgrade to the end. Raises Problem before the upgrade."""
    app, room = request.app[INBOX], request.app[ROOM]
    if not own_origin(request.headers.get("Origin"), request.host, app.config.server.public_url):
        raise Problem(403, "foreign_origin", "this is for our own page")
    who = await authenticate(request, app, "agent")
    ws = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=FRAME, compress=False, timeout=CLOSING)
    if not ws.can_prepare(request):
        raise Problem(426, "websocket", "this address speaks WebSocket only", headers={"Upgrade": "websocket"})
    if room.closed:
        raise Problem(503, "stopping", "the daemon stops", headers={"Retry-After": "5"})
    if room.full(who.agent):
        raise Problem(429, "too_many_sockets", "close some pages first", headers={"Retry-After": "30"})
    with app.bus.subscribe() as queue, room.entered(who.sight, request, ws) as socket:
        await ws.prepare(request)
        tasks = [asyncio.create_task(_write(socket)), asyncio.create_task(_serve(app, room, socket, queue))]
        try:
            await _listen(app, room, socket)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return ws


def own_origin(origin: str | None, host: str, public_url: str) -> bool:
    """Whether a page of ours asks: one from the host that it asks, or from `public_url`. A program names no origin."""
    if origin is None:
        return True
    given = _place(origin)
    return given is not None and given[0] in ("http", "https") and (
        given == _place(public_url) or given == _place(f"{given[0]}://{host}"))


def _place(url: str) -> tuple[str, str, int] | None:
    """(scheme, host, port); None: it has none."""
    try:
        found = urlsplit(url)
        port = found.port or {"http": 80, "https": 443}.get(found.scheme, 0)
    except ValueError:
        return None
    return (found.scheme, found.hostname, port) if found.hostname else None


# ---------------------------------------------------------------- what we say

async def _write(socket: Socket) -> None:
    """The one who writes: frame by frame, until the end."""
    try:
        while isinstance(frame := await socket.out.get(), str):
            async with asyncio.timeout(STALLED):
                await socket.ws.send_str(frame)
        await socket.ws.close(code=frame[0], message=frame[1])
    except TimeoutError:
        socket.cut()
    except ConnectionError:
        pass  # the client has gone; whoever listens to it finds out
    except Exception:  # nobody writes any more: the client shall come back
        log.exception("writing to a socket of agent %d broke", socket.sight.agent)
        socket.cut()


async def _serve(app: App, room: Room, socket: Socket, queue: asyncio.Queue[Event]) -> None:
    """Hello, what the client missed, and everything that happens from then on."""
    end = BROKEN
    try:
        last = await _hello(app, room, socket)
        follower = Follower(socket.request, app, queue, socket.sight, last)
        while True:
            found = await follower.next(HEARTBEAT)
            if socket.sight != follower.sight:
                socket.sight = follower.sight
                room.count()
            for event in found or ():
                await socket.out.put(_frame(event))
            if found and moves(found):
                room.count()
    except Problem as problem:
        log.info("a socket of agent %d has ended: %s", socket.sight.agent, problem.code)
        socket.send(type="session_ended")
        end = ENDED
    except StoreError as error:
        log.warning("a socket of agent %d met the store: %s", socket.sight.agent, error)
        end = LATER
    except asyncio.CancelledError:
        raise
    except Exception:
        log.exception("a socket of agent %d broke", socket.sight.agent)
    await socket.out.put(end)


async def _hello(app: App, room: Room, socket: Socket) -> int:
    """Says where we are; the number after which this client hears of everything."""
    given = socket.request.query.get("last")
    last, newest = await resume(app, given), await app.store.quick(journal.last)
    missed = last is None or newest - last > FAR
    at = newest if last is None or missed else last
    _, counts = await room.figures.of(app.store, socket.sight)
    socket.counts = counts
    socket.send(type="hello", last=at, version=built.version(), counts=counts)
    if missed:
        socket.send(type="resync", last=at)
    await room.greet(socket)
    return at


def _frame(event: Event) -> str:
    if event.kind == "resync":
        return framed(type="resync", last=event.id)
    return framed(type="event", **shown(event))


# ---------------------------------------------------------------- what the client says

async def _listen(app: App, room: Room, socket: Socket) -> None:
    async for message in socket.ws:
        try:
            if message.type is not WSMsgType.TEXT:
                raise NotFoundError("a frame is text: one JSON object")
            await _heard(app, room, socket, message.data)
        except ValidationError as error:
            socket.send(type="error", detail=from_validation(error).detail)
        except (NotFoundError, StoreError) as error:
            socket.send(type="error", detail=str(error))
        await asyncio.sleep(PACE)


async def _heard(app: App, room: Room, socket: Socket, text: str) -> None:
    """Raises ValidationError, NotFoundError, StoreError."""
    said = Said.validate_json(text)
    if isinstance(said, Ping):
        socket.send(type="pong")
        return
    conversation = number(said.conversation, "conversation") if said.conversation is not None else 0
    if conversation:
        await app.store.quick(views.version, conversation, socket.sight)
    if isinstance(said, Typing):
        room.type(socket, conversation, said.kind or "")
    else:
        room.look(socket, conversation)


# ---------------------------------------------------------------- mounting

def mount(made: web.Application, app: App) -> None:
    """Adds the socket. The counts (`COUNTS`) are there already."""
    made.router.add_get(f"{BASE}/live", live)
    made[ROOM] = Room(app, made[COUNTS])
    made.on_shutdown.append(_hang_up)
    made.on_cleanup.append(_close)


async def _hang_up(made: web.Application) -> None:
    await made[ROOM].hang_up()


async def _close(made: web.Application) -> None:
    await made[ROOM].close()
