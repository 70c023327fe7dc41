"""One thin layer over both drivers: `:name` parameters, lists after IN, rows with attributes, events with the write.

The measured reasons for SQL by hand are in docs/decisions/0003-sql.md.
"""

from __future__ import annotations

import json
import re
import time
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

from inbox.errors import TooBroadError
from inbox.events import Event

_PARAM = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)")
HINT = "inbox_journal"  # what PostgreSQL's daemons listen for
STEPS = 100_000  # of SQLite's machine between two looks at the time: some milliseconds
TOGETHER = 500  # rows in one statement; PostgreSQL takes 65,535 parameters
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


@lru_cache(maxsize=1024)
def _insert_many_sql(table: str, columns: tuple[str, ...], count: int) -> str:
    """For PostgreSQL: many rows in one statement, which is one way there and back."""
    row = f"({', '.join(['%s'] * len(columns))})"
    return _insert_sql(table, columns, "").partition(" VALUES ")[0] + " VALUES " + ", ".join([row] * count)


@cache
def _row_class(names: tuple[str, ...]) -> Callable[..., Any]:
    fields = [n if _SAFE.match(n) else f"c{i}" for i, n in enumerate(names)]
    row: Any = namedtuple("Row", fields, rename=True)  # type: ignore[misc]  # the fields are known at run time only
    make: Callable[..., Any] = row._make
    return make


_LISTS: frozenset[type] = frozenset((list, tuple, set, frozenset))
_MAKERS: dict[str, Callable[..., Any]] = {}
_KNOWN = 2048  # statements; one that is made anew each time must not fill the memory


def _maker(sql: str, cursor: Any) -> Callable[..., Any]:
    """What makes a row of this statement's answer."""
    made = _MAKERS.get(sql)
    if made is None:
        made = _row_class(tuple(column[0] for column in cursor.description))
        if "*" not in sql and len(_MAKERS) < _KNOWN:  # `*` changes its meaning with a migration
            _MAKERS[sql] = made
    return made


class Rows:
    """Reading: rows have their columns as attributes. Lists in parameters become `(a, b, …)` after IN."""

    def __init__(self, connection: Any, *, dialect: str) -> None:
        self.connection = connection
        self.dialect = dialect

    def _execute(self, sql: str, params: dict[str, Any]) -> Any:
        for name, value in params.items():
            if type(value) in _LISTS:
                sql, params = _spread(sql, params, name, list(value))
        if self.dialect == "postgresql":
            return self.connection.execute(_postgres(sql), params)
        return self.connection.execute(sql, params)

    def all(self, sql: str, /, **params: Any) -> list[Any]:
        """Every row."""
        cursor = self._execute(sql, params)
        found: list[Any] = cursor.fetchall()
        return list(map(_maker(sql, cursor), found)) if found else found

    def one(self, sql: str, /, **params: Any) -> Any | None:
        """The first row, or None."""
        cursor = self._execute(sql, params)
        row = cursor.fetchone()
        return None if row is None else _maker(sql, cursor)(row)

    def value(self, sql: str, /, **params: Any) -> Any:
        """The first column of the first row, or None."""
        row = self._execute(sql, params).fetchone()
        return None if row is None else row[0]

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What is asked in the block and takes longer is given up. Raises TooBroadError; the transaction goes on behind it."""
        if self.dialect == "sqlite":
            end = time.monotonic() + seconds
            self.connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
        else:
            self.connection.execute(f"SAVEPOINT within; SET LOCAL statement_timeout = {int(seconds * 1000)}")
        try:
            yield
        except Exception as error:
            if self.dialect == "postgresql":
                self.connection.execute("ROLLBACK TO within")
            if str(error) != "interrupted" and getattr(error, "sqlstate", None) != "57014":
                raise
            raise TooBroadError("this question takes too long in so large a store: add a word or a filter") from error
        finally:
            if self.dialect == "sqlite":
                self.connection.set_progress_handler(None, 0)
            elif not self.connection.closed:
                self.connection.execute("SET LOCAL statement_timeout = 0")


def _spread(sql: str, params: dict[str, Any], name: str, values: list[Any]) -> tuple[str, dict[str, Any]]:
    """`:ids` becomes `(:ids_0, :ids_1 …)`, padded to a power of two so that few different statements exist."""
    params = {k: v for k, v in params.items() if k != name}
    size = 1 << (len(values) - 1).bit_length() if values else 0
    if size:
        values += [values[-1]] * (size - len(values))
        params |= {f"{name}_{i}": v for i, v in enumerate(values)}
    return _spread_sql(sql, name, size), params


@lru_cache(maxsize=1024)
def _spread_sql(sql: str, name: str, size: int) -> str:
    names = ", ".join(f":{name}_{i}" for i in range(size)) or "NULL"
    return re.sub(rf":{name}\b", f"({names})", sql)


class Tx(Rows):
    """One write. `now` is the moment it speaks of, in microseconds; events that it emits are journalled with it."""

    def __init__(self, connection: Any, *, dialect: str, now: int) -> None:
        super().__init__(connection, dialect=dialect)
        self.now = now
        self.events: list[Event] = []
        self.documents: dict[int, str] = {}  # by message, for SQLite's search: see `search.index`

    @property
    def locking(self) -> str:
        """How a SELECT ends of what the same transaction changes: nobody else may in between. SQLite has one writer anyway."""
        return " FOR UPDATE" if self.dialect == "postgresql" else ""

    def run(self, sql: str, /, **params: Any) -> int:
        """Executes and returns the number of rows that it changed."""
        return int(self._execute(sql, params).rowcount)

    def many(self, sql: str, rows: Sequence[dict[str, Any]]) -> None:
        """Executes once per row."""
        if not rows:
            return
        if self.dialect == "postgresql":
            self.connection.cursor().executemany(_postgres(sql), rows)
            # libpq ends such a batch with a Flush, which the server takes for a sign of life: without a statement after it a
            # daemon that is stopped here would keep its locks for as long as it is stopped
            self.connection.execute("SELECT 1")
        else:
            self.connection.executemany(sql, rows)

    def insert(self, table: str, /, **values: Any) -> int:
        """Inserts one row into a table with an `id` and returns it."""
        if self.dialect != "postgresql":  # which gathers what RETURNING gives in a table of its own first
            return int(self._execute(_insert_sql(table, tuple(values), ""), values).lastrowid)
        return int(self._execute(_insert_sql(table, tuple(values), "id"), values).fetchone()[0])

    def put(self, table: str, /, **values: Any) -> None:
        """Inserts one row into a table without an `id`, unless its key is there."""
        self._execute(_insert_sql(table, tuple(values), "") + " ON CONFLICT DO NOTHING", values)

    def insert_many(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Inserts rows that all have the same columns."""
        if self.dialect != "postgresql":
            return self.many(_insert_sql(table, tuple(rows[0]), ""), rows) if rows else None
        for start in range(0, len(rows), TOGETHER):
            part = rows[start:start + TOGETHER]
            self.connection.execute(_insert_many_sql(table, tuple(part[0]), len(part)), [value for row in part for value in row.values()])
        return None

    def load(self, table: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
        """Inserts many rows as fast as the database takes them; values stand in the order of `columns`."""
        if self.dialect != "postgresql":
            self.insert_many(table, [dict(zip(columns, row, strict=True)) for row in rows])
            return
        names = ", ".join(f'"{c}"' for c in columns)
        with self.connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

    def emit(self, kind: str, /, *, conversation: int | None = None, message: int | None = None, channel: str = "",
             **data: Any) -> None:
        """Journals an event with this transaction; nobody hears of it unless it commits."""
        self.events.append(Event(id=0, kind=kind, conversation=conversation, message=message, channel=channel,
                                 data=data, at=self.now))

    def alone(self, name: str) -> None:
        """From here to its end this is the only transaction that asked for this name. SQLite has one writer anyway."""
        if self.dialect == "postgresql":
            self.connection.execute("SELECT pg_advisory_xact_lock(1953003, hashtext(%(name)s))", {"name": name})

    def flush(self) -> None:
        """Writes what was kept for the end of the transaction."""
        self._flush_events()
        if self.documents:
            self.connection.executemany("INSERT INTO search (rowid, body) VALUES (?, ?)", self.documents.items())
            self.documents = {}

    def _flush_events(self) -> None:
        """On PostgreSQL numbers must be committed in their order: one writer at a time.

        There the other daemons get a hint with the commit that there is something to read (`hints`).
        """
        if not self.events:
            return
        if self.dialect == "postgresql":
            self.connection.execute(f"SELECT pg_advisory_xact_lock(1953001), pg_notify('{HINT}', '')")
        self.insert_many("event", [
            {"kind": e.kind, "channel": e.channel, "conversation_id": e.conversation, "message_id": e.message,
             "data": json.dumps(e.data), "at": e.at} for e in self.events])
