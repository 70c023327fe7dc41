"""Everybody who listens at `/live`: who sees whom, and the counts that are worked out once for all with the same sight."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from aiohttp import web

from inbox.api.counting import Figures
from inbox.app import App
from inbox.compact import dump
from inbox.errors import StoreError
from inbox.presence import SECOND, Exchange, Hub, Set
from inbox.store import presence
from inbox.store.views import Sight

log = logging.getLogger("inbox.api")
SETTLE, PAUSE = 0.05, 0.15  # seconds from a change until the counts are looked at, and then until they are looked at again
FOLLOW = 0.5  # seconds between two looks at what other daemons say
AFTER_ERROR = 1.0  # seconds
WAITING = 500  # frames that may wait for one socket: whoever takes so little is hung up, and resumes by number
SOCKETS = 20  # of one agent
CLOSING = 1.0  # seconds that a client has to say good-bye
ROOM: web.AppKey[Room] = web.AppKey("room")
End = tuple[int, bytes]  # code and reason of a close


class Socket:
    """One open page. `out`: frames for it, or the end."""

    def __init__(self, tab: str, sight: Sight, request: web.Request, ws: web.WebSocketResponse) -> None:
        self.tab, self.sight, self.request, self.ws = tab, sight, request, ws
        self.out: asyncio.Queue[str | End] = asyncio.Queue(WAITING)
        self.greeted = False
        self.counts: Any = None

    def send(self, **frame: Any) -> None:
        """Queues a frame; hangs up on a client that is too slow for it."""
        try:
            self.out.put_nowait(framed(**frame))
        except asyncio.QueueFull:
            self.cut()

    def cut(self) -> None:
        """Hangs up without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()


def framed(**frame: Any) -> str:
    """A frame as it goes over the wire."""
    return dump(frame)


class Room:
    """The sockets of this daemon, with the two tasks that serve them all; the tasks run while somebody is here."""

    def __init__(self, app: App, figures: Figures) -> None:
        self.app, self.figures = app, figures
        self.hub = Hub()
        self.sockets: dict[str, Socket] = {}
        self._exchange = Exchange(app.store, self.hub, app.owner) if app.store.dialect == "postgresql" else None
        self._numbers = count(1)
        self._moved, self._stale = asyncio.Event(), asyncio.Event()
        self._untold: dict[int, Set] = {}  # conversation -> the set that the sockets last heard of
        self._watching: asyncio.Task[None] | None = None
        self._counting: asyncio.Task[None] | None = None
        self._closed = False

    # ------------------------------------------------------------ coming and going

    def full(self, agent: int) -> bool:
        """Whether this agent has as many sockets as one may have."""
        return Counter(socket.sight.agent for socket in self.sockets.values())[agent] >= SOCKETS

    @contextmanager
    def entered(self, sight: Sight, request: web.Request, ws: web.WebSocketResponse) -> Iterator[Socket]:
        """A socket that is here while the block lasts."""
        socket = Socket(str(next(self._numbers)), sight, request, ws)
        self.sockets[socket.tab] = socket
        self.hub.enter(socket.tab, sight.agent)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch(), name="live-presence")
        if self._counting is None or self._counting.done():
            self._counting = asyncio.create_task(self._count(), name="live-counts")
        self._moved.set()
        try:
            yield socket
        finally:
            del self.sockets[socket.tab]
            self.hub.leave(socket.tab)
            self._moved.set()
            if not self.sockets and self._counting is not None:
                self._counting.cancel()
                self._counting = None  # it is not done yet, and whoever comes now needs another

    async def hang_up(self) -> None:
        """Everybody is told that we go; they come back and resume by number."""
        self._closed = True
        await asyncio.gather(*(socket.ws.close(code=1001, message=b"the daemon stops") for socket in list(self.sockets.values())),
                             return_exceptions=True)  # one that does not answer is cut off with the server

    async def close(self) -> None:
        """The last word to the other daemons, and the end of the tasks."""
        tasks = [task for task in (self._watching, self._counting) if task is not None]
        if self._watching is not None:
            self._moved.set()
            await asyncio.wait([self._watching], timeout=CLOSING)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def closed(self) -> bool:
        """Whether nobody may come in any more."""
        return self._closed

    # ------------------------------------------------------------ presence

    def look(self, socket: Socket, conversation: int) -> None:
        """A page shows this conversation (0: none)."""
        self.hub.look(socket.tab, conversation, self.app.store.clock())
        self._moved.set()

    def type(self, socket: Socket, conversation: int, kind: str) -> None:
        """Somebody types, or has stopped."""
        self.hub.type(socket.tab, conversation, kind, self.app.store.clock())
        self._moved.set()

    async def _watch(self) -> None:
        while self.sockets or not (self._exchange is None or self._exchange.quiet()):
            await self._wait()
            try:
                if self._exchange is not None:
                    await self._exchange.step(self.app.store.clock())
                for conversation, before in self.hub.turn(self.app.store.clock()).items():
                    self._untold.setdefault(conversation, before)
                if self._untold:
                    await self._tell()
            except StoreError as error:
                log.warning("who looks at what could not be told: %s", error)
                if self._closed:
                    return
                await asyncio.sleep(AFTER_ERROR)
            except Exception:  # the next change is another chance
                log.exception("telling who looks at what broke")
                await asyncio.sleep(AFTER_ERROR)

    async def _wait(self) -> None:
        """Until something moves, or ends by itself."""
        ends = self.hub.next()
        seconds = None if ends is None else max(0.0, (ends - self.app.store.clock()) / SECOND)
        if self._exchange is not None:
            seconds = FOLLOW if seconds is None else min(seconds, FOLLOW)
        try:
            async with asyncio.timeout(seconds):
                await self._moved.wait()
        except TimeoutError:
            pass  # it is time to look
        self._moved.clear()

    async def _tell(self) -> None:
        homes, names = await self._facts()
        untold, self._untold = self._untold, {}
        for socket in self.sockets.values():
            for conversation, before in untold.items():
                if socket.greeted:
                    self._say(socket, conversation, before, homes, names)

    async def greet(self, socket: Socket) -> None:
        """Tells a socket who is where. From here on it hears of every change. Raises StoreError."""
        socket.greeted = True
        if self.hub.shown():
            homes, names = await self._facts()
            for conversation, here in self.hub.shown().items():
                if here.keys() <= names.keys():  # otherwise it has changed just now, and this socket has heard of it
                    self._say(socket, conversation, {}, homes, names)

    async def _facts(self) -> tuple[dict[int, str], dict[int, str]]:
        """(channel of each conversation, name of each agent) that a frame may speak of."""
        shown = self.hub.shown()
        homes = await self.app.store.quick(presence.homes, shown.keys() | self._untold.keys())
        return homes, await self.app.store.quick(presence.names, {agent for here in shown.values() for agent in here})

    def _say(self, socket: Socket, conversation: int, before: Set, homes: dict[int, str], names: dict[int, str]) -> None:
        """The set without the receiver, to those who may see the conversation, unless it is what they know."""
        if homes.get(conversation) is None or homes[conversation] in socket.sight.hidden:
            return
        me = socket.sight.agent
        had, here = ({agent: typing for agent, typing in one.items() if agent != me}
                     for one in (before, self.hub.shown().get(conversation, {})))
        if had != here:
            socket.send(type="presence", conversation=str(conversation), agents=[
                {"id": str(agent), "name": names.get(agent, ""), "typing": typing or None} for agent, typing in sorted(here.items())])

    # ------------------------------------------------------------ counts

    def count(self) -> None:
        """Something happened that may change a count."""
        self._stale.set()

    async def _count(self) -> None:
        while True:
            await self._stale.wait()
            await asyncio.sleep(SETTLE)
            self._stale.clear()
            try:
                for sight in {socket.sight for socket in self.sockets.values()}:
                    number, counts = await self.figures.of(self.app.store, sight)
                    for socket in self.sockets.values():
                        if socket.sight == sight and socket.greeted and socket.counts != counts:
                            socket.counts = counts
                            socket.send(type="counts", counts=counts, last=number)
                await asyncio.sleep(PAUSE)
            except StoreError as error:
                log.warning("the counts could not be told: %s", error)
                self._stale.set()
                await asyncio.sleep(AFTER_ERROR)
            except Exception:  # the next event is another chance
                log.exception("telling the counts broke")
                await asyncio.sleep(AFTER_ERROR)


def online(request: web.Request) -> set[int]:
    """The ids of the agents who have the page open, at whichever daemon somebody listens here too."""
    room = request.app[ROOM]
    return room.hub.online(room.app.store.clock())
