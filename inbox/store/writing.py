"""What is written, one after the other: what waits together shares one durable transaction, each in a savepoint of its own.

Most writes of agents and of the outbox are a dozen statements of some microseconds each. On a thread of its own each of them
hands the interpreter to the loop and waits to be given it back, which costs more than the statement. So on SQLite brief writes run
in the loop, and only their commit, which waits for the disk, is left to a thread. What takes long (a batch of mail) runs on the
writer's thread from beginning to end, and so does everything on PostgreSQL, where each statement is a way there and back.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Protocol

from inbox.errors import StoreError
from inbox.events import Event
from inbox.store.faults import DeadError, foreign, locked
from inbox.store.rows import Tx
from inbox.timings import Timings

GROUP = 64  # writes in one transaction at most
ROUND = 0.004  # seconds that brief writes may hold the loop; those that are left have the next round
WAIT = 5000  # milliseconds that the thread waits for another process that writes into SQLite's file; the loop waits for nobody
LOST = ("40001", "40P01", "57P01", "25P03")  # SQLSTATE: a deadlock, a server that ends, a transaction that was left alone


class Job:
    """Something asked of the store, and who waits for the answer."""

    __slots__ = ("args", "done", "error", "events", "fn", "kwargs", "loop", "result")

    def __init__(self, fn: Callable[..., Any], args: Any, kwargs: Any) -> None:
        self.fn, self.args, self.kwargs = fn, args, kwargs
        self.loop = asyncio.get_running_loop()
        self.done: asyncio.Future[Any] = self.loop.create_future()
        self.result: Any = None
        self.error: BaseException | None = None
        self.events: list[Event] = []

    def settle(self) -> None:
        if self.done.done():  # the one who waited has gone; the rows stand all the same
            return
        if self.error is not None:
            self.done.set_exception(self.error)
        else:
            self.done.set_result(self.result)


class Door(Protocol):
    """What the writer needs of the store."""

    dialect: str
    clock: Callable[[], int]
    committed: Callable[[], None]

    def connect(self) -> Any: ...
    def begin_writing(self, connection: Any) -> None: ...


class Writer:
    """The one connection that writes. Whoever has the turn has it: a thread, or the loop until a commit that it began has ended."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.commits = Timings()
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()  # for the thread
        self._brief: list[Job] = []  # for the loop
        self._rounds: queue.SimpleQueue[list[Job] | None] = queue.SimpleQueue()  # done in the loop but for their commit
        self._going = False  # whether brief writes have a round to come or a commit under way
        self._turn = threading.Lock()
        self._wanted = False  # whether the thread waits for its turn
        self._began = 0.0
        self._connection: Any = None
        self._tx: Tx
        self._patient = True
        self._loop: asyncio.AbstractEventLoop | None = None
        self._threads: list[threading.Thread] = []

    # ------------------------------------------------------------ life

    def start(self) -> None:
        """Starts the threads. On SQLite brief writes belong to the loop that calls this."""
        works = {"store-writer": self._write}
        self._brief, self._going = [], False
        if self._door.dialect == "sqlite":
            self._loop = asyncio.get_running_loop()
            works["store-committer"] = self._commit_rounds
        self._threads = [threading.Thread(target=work, name=name, daemon=True) for name, work in works.items()]
        for thread in self._threads:
            thread.start()

    async def close(self) -> None:
        """Finishes what was asked for."""
        while self._going and self._loop is not None and not self._loop.is_closed():  # noqa: ASYNC110 - a commit's end sets no event
            await asyncio.sleep(0.001)
        self._jobs.put(None)
        self._rounds.put(None)
        while any(thread.is_alive() for thread in self._threads):  # noqa: ASYNC110 - nor a thread's
            await asyncio.sleep(0.001)
        self._threads = []
        self._discard()

    # ------------------------------------------------------------ what is asked

    def put(self, job: Job) -> None:
        """For the thread."""
        self._jobs.put(job)

    def put_brief(self, job: Job) -> None:
        """For the next round in the loop."""
        if job.loop is not self._loop:
            self.put(job)
            return
        self._brief.append(job)
        self._next()

    # ------------------------------------------------------------ in the loop

    def _next(self) -> None:
        if self._loop is not None and self._brief and not self._going:
            self._going = True
            self._loop.call_soon(self._round)  # whoever the last round woke may have something to write too

    def _round(self) -> None:
        if self._wanted or not self._turn.acquire(blocking=False):
            self._hand_over(self._brief)  # something long is under way: they go with what follows it
            return
        if self._connection is None:  # to open one may take long
            self._turn.release()
            self._hand_over(self._brief)
            return
        self._began, tried = time.perf_counter(), len(self._brief)
        try:
            self._begin(patient=False)
            tried = self._run(self._brief, self._began + ROUND)
        except BaseException as error:
            if not (isinstance(error, Exception) and locked(error) and not self._connection.in_transaction):  # else nothing has begun
                self._discard()
            self._turn.release()
            self._hand_over(self._brief[:tried])  # nothing of it is done; the thread may wait, try again, and say what is wrong
            if not isinstance(error, Exception):
                raise
            return
        jobs, self._brief = self._brief[:tried], self._brief[tried:]
        self._rounds.put(jobs)

    def _hand_over(self, jobs: list[Job]) -> None:
        self._brief = self._brief[len(jobs):]
        self._landed(jobs, True)

    def _landed(self, jobs: list[Job], again: bool) -> None:
        """A round is over; `again`: nothing of it is done, and the thread has it next."""
        self._going = False
        self._next()
        if again:
            for job in jobs:
                self.put(job)
        else:
            self._tell(jobs)

    def _tell(self, jobs: list[Job]) -> None:
        for job in jobs:
            job.settle()
        if any(job.events for job in jobs):
            self._door.committed()

    # ------------------------------------------------------------ on the threads

    def _commit_rounds(self) -> None:
        while (jobs := self._rounds.get()) is not None:
            again = False
            try:
                self._end()
            except BaseException as error:  # noqa: BLE001 - handed to those who asked; the thread serves the next ones
                again = self._failed(jobs, error)
            finally:
                self._turn.release()
            assert self._loop is not None
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                self._loop.call_soon_threadsafe(self._landed, jobs, again)

    def _write(self) -> None:
        running = True
        while running:
            jobs: list[Job] = []
            job = self._jobs.get()
            while job is not None:
                jobs.append(job)
                if len(jobs) == GROUP:
                    break
                try:
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    break
            running = job is not None
            if jobs:
                self._wanted = True
                with self._turn:
                    self._wanted = False
                    self._try(jobs)
                self._settle(jobs)

    def _try(self, jobs: list[Job]) -> None:
        for pause in (0.02, 0.04, 0.0):
            try:
                self._began = time.perf_counter()
                self._begin(patient=True)
                self._run(jobs)
                self._end()
            except BaseException as error:  # noqa: BLE001 - as above
                if self._failed(jobs, error) and pause:
                    time.sleep(pause)
                    continue
            return

    def _settle(self, jobs: Iterable[Job]) -> None:
        loops: dict[asyncio.AbstractEventLoop, list[Job]] = {}
        for job in jobs:
            loops.setdefault(job.loop, []).append(job)
        for loop, mine in loops.items():
            with suppress(RuntimeError):  # as above
                loop.call_soon_threadsafe(self._tell, mine)

    # ------------------------------------------------------------ a transaction, by whoever has the turn

    def _begin(self, *, patient: bool) -> None:
        if self._connection is None:
            self._connection, self._patient = self._door.connect(), True
        if patient != self._patient and self._door.dialect == "sqlite":
            self._connection.execute(f"PRAGMA busy_timeout={WAIT if patient else 0}")
            self._patient = patient
        self._door.begin_writing(self._connection)

    def _run(self, jobs: list[Job], until: float = float("inf")) -> int:
        """Runs jobs, at least one, until the monotonic clock says `until`; how many."""
        connection = self._connection
        tx = self._tx = Tx(connection, dialect=self._door.dialect, now=self._door.clock())
        journal: list[Event] = []
        done = 0
        for job in jobs:
            done += 1
            job.error, job.events, tx.events, documents = None, [], [], dict(tx.documents)
            connection.execute("SAVEPOINT job")
            try:
                job.result = job.fn(tx, *job.args, **job.kwargs)
                connection.execute("RELEASE job")
                job.events = tx.events
                journal += tx.events
            except Exception as error:
                if self._fatal(error):
                    raise
                connection.execute("ROLLBACK TO job")
                connection.execute("RELEASE job")
                job.error, tx.documents = foreign(error), documents
            if done == GROUP or time.perf_counter() > until:
                break
        tx.events = journal
        return done

    def _end(self) -> None:
        """What nobody reads within the transaction goes with its commit: events, and the words for the search."""
        self._tx.flush()
        self._connection.execute("COMMIT")
        self.commits.add(time.perf_counter() - self._began)

    def _fatal(self, error: Exception) -> bool:
        """Whether the whole transaction is lost (a deadlock, a full disk, a dead server), not only this job."""
        if self._door.dialect == "postgresql":
            return getattr(error, "sqlstate", None) in LOST or bool(self._connection.closed)
        return not self._connection.in_transaction or locked(error)

    def _failed(self, jobs: list[Job], error: BaseException) -> bool:
        """Throws the connection away with what it had begun; whether the jobs may be tried again."""
        self._discard()
        if not isinstance(error, Exception):
            error = StoreError(f"a write broke off: {error!r}")
        for job in jobs:
            job.error, job.events = foreign(error), []
        # nothing can have been committed: a lock, a deadlock, a connection that was dead before
        return locked(error) or isinstance(error, DeadError) or getattr(error, "sqlstate", None) in LOST

    def _discard(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):  # it may be dead already
                connection.execute("ROLLBACK")
            with suppress(Exception):
                connection.close()
