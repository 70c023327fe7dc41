"""Reading in processes of their own, bounded in time and memory.

A parsing thread would take the daemon's list from thousands of requests a second to a few hundred (speed.md); a process
leaves it alone, and an item that loops, bloats or crashes costs a worker and a quarantine row, nothing else.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import queue
import resource
import signal
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from inbox import html, registry
from inbox.fit import fit, fit_all
from inbox.types import InboundMessage, RawItem, Read

DEADLINE = 20.0  # seconds for one item
MEMORY = 1024 * 1024 * 1024  # bytes of address space that a worker may have
CHUNK = 16  # items in one message to a worker


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why an item could not be read: a code for programs, a sentence for people."""

    code: str
    detail: str


Reading = list[Read] | Unreadable


def read_one(type_: str, raw: RawItem) -> Reading:
    """What a connector reads in an item, with its HTML cleaned; whatever it raises becomes the cause."""
    try:
        found = fit_all(registry.connector(type_).read(raw))
        return [replace(r, html=html.clean(r.html)) if isinstance(r, InboundMessage) and r.html else r for r in found]
    except MemoryError:
        return Unreadable("too_large", "reading it takes more memory than a worker may have")
    except RecursionError:
        return Unreadable("too_deep", "it is nested too deeply")
    except Exception as error:  # noqa: BLE001 - read may raise anything, and the item is kept with its cause
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Unreadable("unreadable", fit(f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})"[:500]))


def _work(connection: Connection) -> None:
    """The life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the daemon decides when it ends
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(5)  # people who read come before mail that arrives
    with suppress(EOFError, OSError):  # the daemon is gone
        while True:
            type_, raws = connection.recv()
            connection.send([read_one(type_, raw) for raw in raws])


class _Slot:
    """A worker process and the daemon thread that speaks with it."""

    def __init__(self, context: Any, jobs: queue.SimpleQueue[Any]) -> None:
        self._context = context
        self._jobs = jobs
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            type_, raws, loop, done = job
            results = self._ask(type_, raws)
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(lambda d=done, r=results: d.done() or d.set_result(r))
        self._end()

    def _ask(self, type_: str, raws: Sequence[RawItem]) -> list[Reading]:
        """Reads all; when the worker fails on several, each is read alone, so that only the poison is blamed."""
        try:
            connection = self._start()
            connection.send((type_, list(raws)))
            if connection.poll(DEADLINE + len(raws)):
                return list(connection.recv())
            failure = Unreadable("too_slow", f"reading it took more than {DEADLINE:.0f} seconds")
        except (EOFError, OSError):
            failure = Unreadable("reader_died", "the process that read it died")
        self._end()
        return [failure] if len(raws) == 1 else [self._ask(type_, [raw])[0] for raw in raws]

    def _start(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._connection is None:
            self._end()
            self._connection, theirs = self._context.Pipe()
            self._process = self._context.Process(target=_work, args=(theirs,), name="inbox-reader", daemon=True)
            self._process.start()
            theirs.close()
        return self._connection

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._connection = None

    def join(self) -> None:
        self._thread.join(timeout=10)


class Readers:
    """A few workers, started when the first item comes."""

    def __init__(self, count: int = 1) -> None:
        self._count = count
        self._jobs: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._slots: list[_Slot] = []

    async def read(self, type_: str, raws: Sequence[RawItem], *, apart: bool) -> list[Reading]:
        """One reading per item, in order. `apart`: in a worker; else here, for what is small and quick to read."""
        if not apart:
            return [read_one(type_, raw) for raw in raws]
        if not self._slots:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["inbox.workers"])
            self._slots = [_Slot(context, self._jobs) for _ in range(self._count)]
        loop = asyncio.get_running_loop()
        waiting = []
        for start in range(0, len(raws), CHUNK):
            done: asyncio.Future[list[Reading]] = loop.create_future()
            self._jobs.put((type_, raws[start:start + CHUNK], loop, done))
            waiting.append(done)
        return [reading for chunk in await asyncio.gather(*waiting) for reading in chunk]

    async def close(self) -> None:
        """Ends the workers."""
        for _ in self._slots:
            self._jobs.put(None)
        for slot in self._slots:
            await asyncio.to_thread(slot.join)
        self._slots = []
