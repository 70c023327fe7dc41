"""The door to the database: one writer thread with durable group commits, reads beside it.

`await store.write(fn, *args)` runs `fn(tx, *args)` on the writer thread and returns when its rows are durable. Writes
that wait together share one transaction, each in a savepoint of its own, so that one that fails takes no other along.
`await store.read(fn, *args)` runs on a reader thread; `store.quick(fn, *args)` is for short keyed reads: on SQLite in
the loop itself (a thread costs three times the query), on PostgreSQL on a reader thread.

Statements are SQL with `:name` parameters, the same for both databases; the measured reasons are in
docs/decisions/0003-sql.md. Nothing outside this folder says a word of SQL.
"""

from __future__ import annotations

import asyncio
import json
import queue
import re
import sqlite3
import threading
import time
from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from inbox.errors import StoreError
from inbox.events import Event
from inbox.store.faults import DeadError, foreign, locked
from inbox.timings import Timings

R = TypeVar("R")
P = ParamSpec("P")

GROUP = 64  # writes in one transaction at most
READERS = 3
# a server that vanished without a word is noticed within half a minute, not after the system's two hours
_PATIENCE: dict[str, Any] = {"connect_timeout": 10, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3,
                             "tcp_user_timeout": 30_000}
_PARAM = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)")
_SAFE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


@lru_cache(maxsize=2048)
def _postgres(sql: str) -> str:
    """`:name` becomes what psycopg wants; a literal percent sign is doubled."""
    return _PARAM.sub(r"%(\1)s", sql.replace("%", "%%"))


@lru_cache(maxsize=1024)
def _insert_sql(table: str, columns: tuple[str, ...], returning: str) -> str:
    names, values = ", ".join(f'"{c}"' for c in columns), ", ".join(f":{c}" for c in columns)
    tail = f" RETURNING {returning}" if returning else ""
    return f'INSERT INTO "{table}" ({names}) VALUES ({values}){tail}'  # noqa: S608 - names of our own, never input


@cache
def _row_class(names: tuple[str, ...]) -> Callable[..., Any]:
    fields = [n if _SAFE.match(n) else f"c{i}" for i, n in enumerate(names)]
    row: Any = namedtuple("Row", fields, rename=True)  # type: ignore[misc]  # the fields are known at run time only
    make: Callable[..., Any] = row._make
    return make


def _sqlite_row(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> Any:
    return _row_class(tuple(d[0] for d in cursor.description))(values)


class Rows:
    """Reading: rows have their columns as attributes. Lists in parameters become `(a, b, …)` after IN."""

    def __init__(self, connection: Any, *, dialect: str) -> None:
        self.connection = connection
        self.dialect = dialect

    def _execute(self, sql: str, params: dict[str, Any]) -> Any:
        for name, value in params.items():
            if isinstance(value, (list, tuple, set, frozenset)):
                sql, params = _spread(sql, params, name, list(value))
        if self.dialect == "postgresql":
            return self.connection.execute(_postgres(sql), params)
        return self.connection.execute(sql, params)

    def all(self, sql: str, /, **params: Any) -> list[Any]:
        """Every row."""
        return self._execute(sql, params).fetchall()  # type: ignore[no-any-return]  # the drivers' cursors are untyped

    def one(self, sql: str, /, **params: Any) -> Any | None:
        """The first row, or None."""
        return self._execute(sql, params).fetchone()

    def value(self, sql: str, /, **params: Any) -> Any:
        """The first column of the first row, or None."""
        row = self._execute(sql, params).fetchone()
        return None if row is None else row[0]


def _spread(sql: str, params: dict[str, Any], name: str, values: list[Any]) -> tuple[str, dict[str, Any]]:
    """`:ids` becomes `(:ids_0, :ids_1 …)`, padded to a power of two so that few different statements exist."""
    params = {k: v for k, v in params.items() if k != name}
    if not values:
        return re.sub(rf":{name}\b", "(NULL)", sql), params
    size = 1 << (len(values) - 1).bit_length()
    values += [values[-1]] * (size - len(values))
    params |= {f"{name}_{i}": v for i, v in enumerate(values)}
    names = ", ".join(f":{name}_{i}" for i in range(size))
    return re.sub(rf":{name}\b", f"({names})", sql), params


class Tx(Rows):
    """One write. `now` is the moment it speaks of, in microseconds; events that it emits are journalled with it."""

    def __init__(self, connection: Any, *, dialect: str, now: int) -> None:
        super().__init__(connection, dialect=dialect)
        self.now = now
        self.events: list[Event] = []

    def run(self, sql: str, /, **params: Any) -> int:
        """Executes and returns the number of rows that it changed."""
        return int(self._execute(sql, params).rowcount)

    def many(self, sql: str, rows: Sequence[dict[str, Any]]) -> None:
        """Executes once per row."""
        if not rows:
            return
        if self.dialect == "postgresql":
            self.connection.cursor().executemany(_postgres(sql), rows)
        else:
            self.connection.executemany(sql, rows)

    def insert(self, table: str, /, **values: Any) -> int:
        """Inserts one row into a table with an `id` and returns it."""
        return int(self._execute(_insert_sql(table, tuple(values), "id"), values).fetchone()[0])

    def put(self, table: str, /, **values: Any) -> None:
        """Inserts one row into a table without an `id`, unless its key is there."""
        self._execute(_insert_sql(table, tuple(values), "") + " ON CONFLICT DO NOTHING", values)

    def insert_many(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Inserts rows that all have the same columns."""
        if rows:
            self.many(_insert_sql(table, tuple(rows[0]), ""), rows)

    def emit(self, kind: str, /, *, conversation: int | None = None, message: int | None = None, channel: str = "",
             **data: Any) -> None:
        """Journals an event with this transaction; nobody hears of it unless it commits."""
        self.events.append(Event(id=0, kind=kind, conversation=conversation, message=message, channel=channel,
                                 data=data, at=self.now))

    def alone(self, name: str) -> None:
        """From here to its end this is the only transaction that asked for this name. SQLite has one writer anyway."""
        if self.dialect == "postgresql":
            self.connection.execute("SELECT pg_advisory_xact_lock(1953003, hashtext(%(name)s))", {"name": name})

    def flush_events(self) -> None:
        """Writes the events. On PostgreSQL numbers must be committed in their order: one writer at a time."""
        if not self.events:
            return
        if self.dialect == "postgresql":
            self.connection.execute("SELECT pg_advisory_xact_lock(1953001)")
        self.insert_many("event", [
            {"kind": e.kind, "channel": e.channel, "conversation_id": e.conversation, "message_id": e.message,
             "data": json.dumps(e.data), "at": e.at} for e in self.events])


class _Job:
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


class Base:
    """Connections and threads. `Store` (store/__init__.py) is this, opened, with its schema."""

    def __init__(self, url: str, data_dir: Path, *, clock: Callable[[], int] | None = None) -> None:
        self.url = url
        self.data_dir = data_dir
        self.dialect = "postgresql" if url.startswith("postgres") else "sqlite"
        self.path = data_dir / "inbox.db"
        self.clock = clock or (lambda: time.time_ns() // 1000)
        self.commits = Timings()
        self.committed: Callable[[], None] = lambda: None  # called in the loop after a commit that journalled something
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._reads: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._near: Rows | None = None
        self._near_connection: Any = None
        self._closed = False

    # ------------------------------------------------------------ life

    def start(self) -> None:
        """Starts the threads. The schema must be there."""
        self._closed = False
        self._threads = [threading.Thread(target=self._writer, name="store-writer", daemon=True)]
        self._threads += [threading.Thread(target=self._reader, name=f"store-reader-{n}", daemon=True)
                          for n in range(READERS)]
        for thread in self._threads:
            thread.start()
        if self.dialect == "sqlite":
            self._near_connection = self.connect(read_only=True)
            self._near = Rows(self._near_connection, dialect=self.dialect)

    async def close(self) -> None:
        """Finishes what was asked for, then lets go of everything."""
        self._closed = True
        self._jobs.put(None)
        for _ in range(READERS):
            self._reads.put(None)
        while any(t.is_alive() for t in self._threads):  # noqa: ASYNC110 - a thread's end sets no event
            await asyncio.sleep(0.005)
        self._threads = []
        if self._near_connection is not None:
            self._near_connection.close()
            self._near = self._near_connection = None

    def connect(self, *, read_only: bool = False) -> Any:
        """A raw connection. SQLite: autocommit, WAL, foreign keys, durable. Raises StoreError."""
        connection: Any
        try:
            if self.dialect == "postgresql":
                import psycopg  # an SQLite installation never loads it
                from psycopg.rows import namedtuple_row
                # prepared statements would not survive a pooler that hands connections round
                connection = psycopg.connect(self.url, autocommit=True, row_factory=namedtuple_row, prepare_threshold=None, **_PATIENCE)
                if read_only:
                    connection.execute("SET default_transaction_read_only = on")
                return connection
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, cached_statements=256)
            connection.row_factory = _sqlite_row
            for pragma in ("journal_mode=WAL", "busy_timeout=5000", "synchronous=FULL", "foreign_keys=ON",
                           "cache_size=-16000", "temp_store=MEMORY", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}").fetchall()
            if read_only:
                connection.execute("PRAGMA query_only=ON")
            return connection
        except Exception as error:
            raise foreign(error) from error

    # ------------------------------------------------------------ doors

    async def write(self, fn: Callable[Concatenate[Tx, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs `fn(tx, …)` in a transaction; durable when it returns. It may run twice: it must touch only the tx."""
        return await self._ask(self._jobs, _Job(fn, args, kwargs))  # type: ignore[no-any-return]  # a job carries any answer

    async def read(self, fn: Callable[Concatenate[Rows, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs `fn(rows, …)` on a reader thread, within one snapshot."""
        return await self._ask(self._reads, _Job(fn, args, kwargs))  # type: ignore[no-any-return]

    async def _ask(self, door: queue.SimpleQueue[_Job | None], job: _Job) -> Any:
        if self._closed:
            raise StoreError("the store is closed")
        door.put(job)
        return await job.done

    async def quick(self, fn: Callable[Concatenate[Rows, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """As `read`, for short keyed reads."""
        if self._near is None:
            return await self.read(fn, *args, **kwargs)
        try:
            return fn(self._near, *args, **kwargs)
        except Exception as error:
            raise foreign(error) from error

    # ------------------------------------------------------------ threads

    def _writer(self) -> None:
        connection: Any = None
        running = True
        while running:
            jobs: list[_Job] = []
            first = self._jobs.get()
            if first is None:
                break
            jobs.append(first)
            with suppress(queue.Empty):
                while len(jobs) < GROUP:
                    job = self._jobs.get_nowait()
                    if job is None:
                        running = False
                        break
                    jobs.append(job)
            for attempt in (1, 2, 3):
                try:
                    if connection is None:
                        connection = self.connect()
                    began = time.perf_counter()
                    self._commit(connection, jobs)
                    self.commits.add(time.perf_counter() - began)
                    break
                except Exception as error:  # noqa: BLE001 - handed to the one who asked
                    connection = self._discard(connection)
                    for job in jobs:
                        job.error = foreign(error)
                    if attempt < 3 and self._may_repeat(error):
                        time.sleep(0.02 * attempt)
                        continue
                    break
            self._settle(jobs)
        self._discard(connection)

    @staticmethod
    def _may_repeat(error: Exception) -> bool:
        """Whether nothing can have been committed: a lock, a deadlock, a connection that was dead before."""
        return locked(error) or isinstance(error, DeadError) or getattr(error, "sqlstate", None) in ("40001", "40P01", "57P01")

    def _begin(self, connection: Any, statement: str) -> None:
        """Raises DeadError when the connection died while nobody used it: then nothing has happened yet."""
        try:
            connection.execute(statement)
        except Exception as error:
            if self.dialect == "postgresql" and connection.closed:
                raise DeadError(str(error)) from error
            raise

    def _commit(self, connection: Any, jobs: list[_Job]) -> None:
        self._begin(connection, "BEGIN IMMEDIATE" if self.dialect == "sqlite" else "BEGIN")
        try:
            tx = Tx(connection, dialect=self.dialect, now=self.clock())
            journal: list[Event] = []
            for job in jobs:
                job.error, tx.events = None, []
                connection.execute("SAVEPOINT job")
                try:
                    job.result = job.fn(tx, *job.args, **job.kwargs)
                    connection.execute("RELEASE job")
                    job.events = tx.events
                    journal += tx.events
                except Exception as error:
                    if self._fatal(connection, error):
                        raise
                    connection.execute("ROLLBACK TO job")
                    connection.execute("RELEASE job")
                    job.error, job.events = foreign(error), []
            tx.events = journal
            tx.flush_events()
            connection.execute("COMMIT")
        except BaseException:
            with suppress(Exception):  # the connection is thrown away by the caller
                connection.execute("ROLLBACK")
            raise

    def _fatal(self, connection: Any, error: Exception) -> bool:
        """Whether the whole transaction is lost (a deadlock, a full disk, a dead server), not only this job."""
        if self.dialect == "postgresql":
            return getattr(error, "sqlstate", None) in ("40001", "40P01", "57P01") or bool(connection.closed)
        return not connection.in_transaction or locked(error)

    def _settle(self, jobs: Iterable[_Job]) -> None:
        loops: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
        for job in jobs:
            loops.setdefault(job.loop, []).append(job)

        def tell(mine: list[_Job]) -> None:
            for job in mine:
                job.settle()
            if any(job.events for job in mine):
                self.committed()

        for loop, mine in loops.items():
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(tell, mine)

    def _reader(self) -> None:
        connection: Any = None
        while (job := self._reads.get()) is not None:
            for attempt in (1, 2):
                job.error = None
                try:
                    if connection is None:
                        connection = self.connect(read_only=True)
                    self._begin(connection, "BEGIN" if self.dialect == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ")
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
