"""Reading in processes of their own, bounded in time and memory.

A parsing thread would take the daemon's list from thousands of requests a second to a few hundred (speed.md); a process
leaves it alone, and an item that loops, bloats or crashes costs a worker and a quarantine row, nothing else.
"""

from __future__ import annotations

import asyncio
import errno
import gc
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
from inbox.errors import StoreError
from inbox.fit import fit, fit_all
from inbox.types import InboundMessage, RawItem, Read

START = 30.0  # seconds for a worker to start
DEADLINE = 20.0  # seconds for an item that is read alone
QUICK = 10.0  # seconds for a portion; a worker's start and its imports are among them
MEMORY = 1024 * 1024 * 1024  # bytes of address space that a worker may have
READY = "ready"  # what a worker says when it has started
CHUNK = 16  # items in one portion
LARGE = 256 * 1024  # bytes of an item that is read apart whoever's it is: what somebody wrote in it may take seconds
MACHINE = (errno.EMFILE, errno.ENFILE, errno.EIO)  # what an import of code may meet, and no item can bring about


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why an item could not be read: a code for programs, a sentence for people."""

    code: str
    detail: str


Reading = list[Read] | Unreadable


def read_one(type_: str, raw: RawItem) -> Reading:
    """What a connector reads in an item, with its HTML cleaned; whatever it raises becomes the cause.

    Raises StoreError when the machine is to blame: the same item can be read later.
    """
    try:
        found = fit_all(registry.connector(type_).read(raw))
        return [_cleaned(r) if isinstance(r, InboundMessage) and r.html else r for r in found]
    except MemoryError:
        return Unreadable("too_large", "reading it takes more memory than a worker may have")
    except RecursionError:
        return Unreadable("too_deep", "it is nested too deeply")
    except Exception as error:  # read may raise anything, and the item is kept with its cause
        if isinstance(error, OSError) and error.errno in MACHINE:
            raise StoreError(f"nothing can be read now: {error}") from error
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Unreadable("unreadable", fit(f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})"[:500]))


def _cleaned(message: InboundMessage) -> InboundMessage:
    """Its HTML made harmless; the flag `dark` says that it may be shown on a dark ground."""
    clean = html.clean(message.html)
    flags = message.flags | {"dark"} if clean and html.for_dark(message.html, clean) else message.flags
    return replace(message, html=clean, flags=flags)


def _work(connection: Connection) -> None:
    """The life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the daemon decides when it ends
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(5)  # people who read come before mail that arrives
    gc.set_threshold(50_000)  # what a mail is read with falls apart by itself; looking for circles in it takes a tenth of the time
    with suppress(EOFError, OSError):  # the daemon is gone
        connection.send(READY)
        while True:
            type_, raws = connection.recv()
            try:
                registry.connector(type_)  # an empty portion is a warming up: what reading needs is imported
            except Exception as error:  # noqa: BLE001 - a package that is broken or gone is no item's fault
                connection.send(StoreError(f"{type(error).__name__}: {error}"))
                continue
            signal.alarm(int(DEADLINE + QUICK) * 2)  # SIGALRM ends it: a daemon that was killed leaves no loop behind
            connection.send(_read_all(type_, raws))
            signal.alarm(0)


def _read_all(type_: str, raws: Sequence[RawItem]) -> list[Reading] | StoreError:
    try:
        return [read_one(type_, raw) for raw in raws]
    except StoreError as error:
        return error


@dataclass(frozen=True, slots=True)
class _Job:
    """Items for a worker; `seconds` until it is given up. `done` gets the readings, or why there are none."""

    type: str
    raws: Sequence[RawItem]
    seconds: float
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[list[Reading] | Unreadable]


class _Slot:
    """A worker process and the daemon thread that speaks with it."""

    def __init__(self, context: Any, jobs: queue.SimpleQueue[_Job | None]) -> None:
        self._context = context
        self._jobs = jobs
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                result, error = self._ask(job), None
            except Exception as failure:  # noqa: BLE001 - handed to the one who asked: this thread must live on
                result, error = None, StoreError(f"no reader process can be had: {type(failure).__name__}: {failure}")
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                job.loop.call_soon_threadsafe(self._answer, job.done, result, error)
        self._end()

    @staticmethod
    def _answer(done: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)

    def _ask(self, job: _Job) -> list[Reading] | Unreadable:
        """What the worker reads, or why it failed. Raises what keeps a worker from starting: that is no item's fault."""
        connection = self._start()
        try:
            connection.send((job.type, list(job.raws)))
            if connection.poll(job.seconds):
                answer = connection.recv()
                if isinstance(answer, StoreError):
                    raise answer
                return list(answer)
            failure = Unreadable("too_slow", f"reading it took more than {job.seconds:.0f} seconds")
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - a worker that ends, or answers nonsense, has failed on these items
            died = isinstance(error, (EOFError, OSError))
            failure = Unreadable("reader_died", "the process that read it died" if died else f"its answer was unfit: {error}"[:300])
        self._end()
        return failure

    def _start(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._connection is None:
            self._end()
            self._connection, theirs = self._context.Pipe()
            self._process = self._context.Process(target=_work, args=(theirs,), name="inbox-reader", daemon=True)
            self._process.start()
            theirs.close()
            try:
                if not self._connection.poll(START) or self._connection.recv() != READY:
                    raise TimeoutError("it does not start")
            except Exception:
                self._end()
                raise
        return self._connection

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            with suppress(ValueError, AttributeError, AssertionError):  # it never started
                self._process.kill()
                self._process.join()
                self._process.close()
        self._process = self._connection = None

    def kill(self) -> None:
        """Ends the worker at once, whatever it reads; its thread ends with it."""
        process = self._process
        with suppress(ValueError, AttributeError, AssertionError):  # it has ended, or never started
            if process is not None:
                process.kill()

    def join(self) -> None:
        self._thread.join(timeout=10)


class Readers:
    """A few workers, and one for what they failed on: an item that takes its whole time delays only others like it."""

    def __init__(self, count: int = 1) -> None:
        self._count = count
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._doubtful: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._slots: list[_Slot] = []
        self._careful: list[_Slot] = []

    async def warm(self, type_: str) -> None:
        """Starts a worker that has imported what reading needs, so that the first mail need not wait for it."""
        await self._submit(type_, (), DEADLINE)

    async def read(self, type_: str, raws: Sequence[RawItem], *, apart: bool) -> list[Reading]:
        """One reading per item, in order. `apart`: in a worker; else here, for what is quick to read, unless one is large.

        Raises StoreError when nothing can be read now (no worker, no memory, no file to be opened): then no item is to blame.
        """
        if not apart and all(len(raw.data) <= LARGE for raw in raws):
            return [read_one(type_, raw) for raw in raws]
        portions = [raws[start:start + CHUNK] for start in range(0, len(raws), CHUNK)]
        return [reading for found in await asyncio.gather(*(self._portion(type_, portion) for portion in portions)) for reading in found]

    async def _portion(self, type_: str, raws: Sequence[RawItem]) -> list[Reading]:
        """Reads all; when the worker fails on them, each is read alone, so that only the poison is blamed."""
        found = await self._submit(type_, raws, QUICK)
        if not isinstance(found, Unreadable):
            return found
        out: list[Reading] = []
        for raw in raws:
            alone = await self._submit(type_, [raw], DEADLINE, doubtful=True)
            out.append(alone if isinstance(alone, Unreadable) else alone[0])
        return out

    async def _submit(self, type_: str, raws: Sequence[RawItem], seconds: float, *, doubtful: bool = False) -> list[Reading] | Unreadable:
        slots, jobs, count = (self._careful, self._doubtful, 1) if doubtful else (self._slots, self._jobs, self._count)
        if not slots:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["inbox.workers"])
            slots += [_Slot(context, jobs) for _ in range(count)]
        loop = asyncio.get_running_loop()
        done: asyncio.Future[list[Reading] | Unreadable] = loop.create_future()
        jobs.put(_Job(type_, raws, seconds, loop, done))
        return await done

    async def close(self) -> None:
        """Ends the workers, also one that hangs."""
        slots = [*self._slots, *self._careful]
        for jobs, mine in ((self._jobs, self._slots), (self._doubtful, self._careful)):
            with suppress(queue.Empty):
                while True:
                    jobs.get_nowait()  # nobody waits for these any more
            for _ in mine:
                jobs.put(None)
        for slot in slots:
            slot.kill()
        for slot in slots:
            await asyncio.to_thread(slot.join)
        self._slots, self._careful = [], []
