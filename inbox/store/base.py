"""The door to the database: one writer with durable group commits, reads beside it.

`await store.write(fn, *args)` runs `fn(tx, *args)` and returns when its rows are durable; `store.brief(fn, *args)` is for short
keyed writes (`writing`). Those that wait together share one transaction, each in a savepoint of its own, so that one that fails
takes no other along.
`await store.read(fn, *args)` runs on a reader thread; `store.quick(fn, *args)` is for short keyed reads: on SQLite in
the loop itself (a thread costs three times the query), on PostgreSQL on a reader thread.

Statements are SQL with `:name` parameters, the same for both databases; the measured reasons are in
docs/decisions/0003-sql.md. Nothing outside this folder says a word of SQL.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from inbox.errors import StoreError
from inbox.store.faults import DeadError, foreign
from inbox.store.rows import Rows, Tx
from inbox.store.writing import WAIT, Job, Writer
from inbox.timings import Timings

__all__ = ["Base", "Rows", "Tx"]

R = TypeVar("R")
P = ParamSpec("P")

READERS = 3
WRITE_CACHE, READ_CACHE = -16_000, -6_000  # SQLite's, in KB, for each connection; what readers lack the system has in its own cache
LOG = 16 * 1024 * 1024  # bytes to which SQLite cuts its write-ahead log back after a large transaction made it longer
# a server that vanished without a word is noticed within half a minute, not after the system's two hours
_PATIENCE: dict[str, Any] = {"connect_timeout": 10, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3,
                             "tcp_user_timeout": 30_000}
TAKEOVER = 20.0  # seconds after which the others take over from a daemon that says nothing


def _beginnings(dialect: str, takeover: float) -> tuple[str, str]:
    """What begins a write and a read.

    A transaction is all that a pooler keeps together, so nothing is set for the connection. One that was begun and left
    alone, by a daemon that was stopped or cut off in the middle, is ended by the server: its locks hold everybody up.
    """
    if dialect == "sqlite":
        return "BEGIN IMMEDIATE", "BEGIN"
    idle = f"SET LOCAL idle_in_transaction_session_timeout = {int(takeover * 500)}"
    return f"BEGIN; {idle}", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = '10min'"


class Base:
    """Connections and threads. `Store` (store/__init__.py) is this, opened, with its schema."""

    def __init__(self, url: str, data_dir: Path, *, clock: Callable[[], int] | None = None, takeover: float = TAKEOVER) -> None:
        self.url = url
        self.data_dir = data_dir
        self.dialect = "postgresql" if url.startswith("postgres") else "sqlite"
        self.path = data_dir / "inbox.db"
        self.clock = clock or (lambda: time.time_ns() // 1000)
        self._begin_write, self._begin_read = _beginnings(self.dialect, takeover)
        self.committed: Callable[[], None] = lambda: None  # called in the loop after a commit that journalled something
        self._writer = Writer(self)
        self._reads: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._near: Rows | None = None
        self._near_connection: Any = None
        self._closed = False

    # ------------------------------------------------------------ life

    def start(self) -> None:
        """Starts the threads. The schema must be there."""
        self._closed = False
        self._writer.start()
        self._threads = [threading.Thread(target=self._reader, name=f"store-reader-{n}", daemon=True)
                         for n in range(READERS)]
        for thread in self._threads:
            thread.start()
        if self.dialect == "sqlite":
            self._near_connection = self.connect(read_only=True)
            self._near = Rows(self._near_connection, dialect=self.dialect)

    async def close(self) -> None:
        """Finishes what was asked for, then lets go of everything."""
        self._closed = True
        await self._writer.close()
        for _ in range(READERS):
            self._reads.put(None)
        while any(t.is_alive() for t in self._threads):  # noqa: ASYNC110 - a thread's end sets no event
            await asyncio.sleep(0.005)
        self._threads = []
        if self._near_connection is not None:
            self._near_connection.close()
            self._near = self._near_connection = None

    def connect(self, *, read_only: bool = False) -> Any:
        """A raw connection. SQLite: autocommit, WAL, foreign keys, durable. Raises StoreError.

        PostgreSQL: `read_only` is for `begin_reading` to say, for a pooler would hand a setting on to another client.
        """
        connection: Any
        try:
            if self.dialect == "postgresql":
                import psycopg  # an SQLite installation never loads it
                # prepared statements would not survive a pooler that hands connections round
                return psycopg.connect(self.url, autocommit=True, prepare_threshold=None, fallback_application_name="inbox", **_PATIENCE)
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, cached_statements=256)
            for pragma in ("journal_mode=WAL", f"journal_size_limit={LOG}", f"busy_timeout={WAIT}", "synchronous=FULL", "foreign_keys=ON",
                           f"cache_size={READ_CACHE if read_only else WRITE_CACHE}", "temp_store=MEMORY", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}").fetchall()
            if read_only:
                connection.execute("PRAGMA query_only=ON")
            return connection
        except Exception as error:
            raise foreign(error) from error

    def begin_writing(self, connection: Any) -> None:
        """Begins a transaction that writes. Raises DeadError."""
        self._begin(connection, self._begin_write)

    def begin_reading(self, connection: Any) -> None:
        """Begins a transaction that sees one moment and changes nothing. End it with ROLLBACK. Raises DeadError."""
        self._begin(connection, self._begin_read)

    # ------------------------------------------------------------ doors

    async def write(self, fn: Callable[Concatenate[Tx, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs `fn(tx, …)` in a transaction; durable when it returns. It may run twice: it must touch only the tx."""
        return await self._ask(self._writer.put, Job(fn, args, kwargs))  # type: ignore[no-any-return]  # a job carries any answer

    async def brief(self, fn: Callable[Concatenate[Tx, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """As `write`, for a few short statements on rows that are found by their keys. It may overtake a `write` that waits."""
        return await self._ask(self._writer.put_brief, Job(fn, args, kwargs))  # type: ignore[no-any-return]  # as above

    async def read(self, fn: Callable[Concatenate[Rows, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs `fn(rows, …)` on a reader thread, within one snapshot."""
        return await self._ask(self._reads.put, Job(fn, args, kwargs))  # type: ignore[no-any-return]

    async def _ask(self, put: Callable[[Job], None], job: Job) -> Any:
        if self._closed:
            raise StoreError("the store is closed")
        put(job)
        return await job.done

    @property
    def commits(self) -> Timings:
        """How long a durable transaction takes."""
        return self._writer.commits

    async def quick(self, fn: Callable[Concatenate[Rows, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """As `read`, for short keyed reads."""
        if self._near is None:
            return await self.read(fn, *args, **kwargs)
        try:
            return fn(self._near, *args, **kwargs)
        except Exception as error:
            raise foreign(error) from error

    # ------------------------------------------------------------ threads

    def _begin(self, connection: Any, statement: str) -> None:
        """Raises DeadError when the connection died while nobody used it: then nothing has happened yet."""
        try:
            connection.execute(statement)
        except Exception as error:
            if self.dialect == "postgresql" and connection.closed:
                raise DeadError(str(error)) from error
            raise

    def _reader(self) -> None:
        connection: Any = None
        while (job := self._reads.get()) is not None:
            for attempt in (1, 2):
                job.error = None
                try:
                    if connection is None:
                        connection = self.connect(read_only=True)
                    self.begin_reading(connection)
                    try:
                        job.result = job.fn(Rows(connection, dialect=self.dialect), *job.args, **job.kwargs)
                    finally:
                        connection.execute("ROLLBACK")
                except Exception as error:  # noqa: BLE001 - handed to the one who asked
                    job.error = foreign(error)
                    if isinstance(job.error, StoreError):
                        connection = self._discard(connection)
                    if isinstance(error, DeadError) and attempt == 1:
                        continue
                break
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                job.loop.call_soon_threadsafe(job.settle)
        self._discard(connection)

    @staticmethod
    def _discard(connection: Any) -> None:
        if connection is not None:
            with suppress(Exception):  # it may be dead already
                connection.close()
