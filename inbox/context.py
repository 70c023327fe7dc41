"""What a channel lends to its connector."""

from __future__ import annotations

import asyncio
import logging
import queue
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from aiohttp import ClientSession

from inbox import egress
from inbox.connector import Taken
from inbox.signing import Signer
from inbox.store import Store, enclosed, feeds
from inbox.store.times import moment
from inbox.types import Attachment, Batch


class Threads:
    """Daemon threads of one channel. A call that hangs keeps its thread and nobody else's; the exit waits for none."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._idle: list[queue.SimpleQueue[Any]] = []
        self._made = 0

    async def run(self, fn: Callable[..., Any], *args: Any) -> Any:
        """Runs a blocking call and returns its answer."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Any] = loop.create_future()
        jobs = self._idle.pop() if self._idle else self._start()
        jobs.put((fn, args, loop, done))
        return await done

    def _start(self) -> queue.SimpleQueue[Any]:
        jobs: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._made += 1
        threading.Thread(target=self._work, args=(jobs,), name=f"{self._name}-{self._made}", daemon=True).start()
        return jobs

    def _work(self, jobs: queue.SimpleQueue[Any]) -> None:
        while (job := jobs.get()) is not None:
            fn, args, loop, done = job
            result, error = None, None
            try:
                result = fn(*args)
            except BaseException as failure:  # noqa: BLE001 - handed to the one who asked
                error = failure
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._answer, jobs, done, result, error)

    def _answer(self, jobs: queue.SimpleQueue[Any], done: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
        self._idle.append(jobs)
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)

    def close(self) -> None:
        """Ends the idle threads; busy ones end with the process."""
        for jobs in self._idle:
            jobs.put(None)
        self._idle = []


class ChannelContext:
    """`connector.Context` for one channel. `strict`: hosts of its settings are checked too, for they came from a browser."""

    def __init__(self, name: str, *, store: Store, signer: Signer, public_url: str, guard: tuple[egress.Network, ...],
                 take: Callable[[str, str, Batch], Awaitable[tuple[Taken, ...]]],
                 token: Callable[[str, str], Awaitable[str]], limited: Callable[[str, str, datetime, str], None],
                 strict: bool = False) -> None:
        self.name = name
        self._strict = strict
        self.log = logging.LoggerAdapter(logging.getLogger("inbox.channel"), {"channel": name})
        self.public_url = public_url
        self._store = store
        self._signer = signer
        self._guard = guard
        self._take = take
        self._token = token
        self._limited = limited
        self._threads = Threads(f"channel-{name}")
        self._sessions: dict[bool, ClientSession] = {}

    @property
    def http(self) -> ClientSession:
        return self._session(guarded=self._strict)

    @property
    def guarded_http(self) -> ClientSession:
        return self._session(guarded=True)

    def _session(self, *, guarded: bool) -> ClientSession:
        found = self._sessions.get(guarded)
        if found is None or found.closed:
            found = self._sessions[guarded] = egress.session(guard=self._guard if guarded else None)
        return found

    def now(self) -> datetime:
        return moment(self._store.clock())

    def elapsed(self) -> float:
        return time.monotonic()

    async def take(self, feed: str, batch: Batch) -> tuple[Taken, ...]:
        return await self._take(self.name, feed, batch)

    async def token(self, scope: str = "") -> str:
        return await self._token(self.name, scope)

    async def thread(self, fn: Callable[..., Any], /, *args: Any) -> Any:
        return await self._threads.run(fn, *args)

    def dial(self, host: str, port: int, timeout: float) -> socket.socket:
        return egress.dial(host, port, timeout, guard=self._guard if self._strict else None)

    async def file(self, key: str, number: int) -> Attachment | None:
        found = await self._store.read(enclosed.file_of, self._store.shelf, self.name, key, number)
        if found is not None and found.path is not None:
            await self._store.at_hand([found.path.name])
        return found

    async def note(self, key: str) -> str | None:
        return await self._store.quick(feeds.fact, self.name, "note:" + key)

    async def set_note(self, key: str, value: str) -> None:
        await self._store.write(feeds.set_fact, self.name, "note:" + key, value)

    def sign(self, text: str) -> str:
        return self._signer.sign(f"{self.name}:{text}")

    def verify(self, text: str, signature: str) -> bool:
        return self._signer.verify(f"{self.name}:{text}", signature)

    def limited(self, feed: str, until: datetime, text: str) -> None:
        self._limited(self.name, feed, until, text)

    async def close(self) -> None:
        """Lets go of sessions and threads."""
        for session in self._sessions.values():
            await session.close()
        self._sessions = {}
        self._threads.close()
