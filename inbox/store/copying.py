"""All rows of one store into another, whatever database either is: for backups of PostgreSQL, their restore, and a move.

The source is read in one snapshot, beside a running daemon. The search index is not copied but made anew, because the
two databases keep it differently.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from inbox.errors import StoreError
from inbox.store import messages, search
from inbox.store.base import Rows, Tx
from inbox.store.tables import metadata

if TYPE_CHECKING:
    from inbox.store import Store

CHUNK = 500  # rows in one statement
SEARCH = "search"  # what the search index is called among the tables
PASSING = frozenset({"lease", "presence"})  # what daemons tell each other while they run
Progress = Callable[[str, int], None]  # table, rows of it so far


def _tables(without: frozenset[str] = frozenset()) -> list[tuple[str, tuple[str, ...]]]:
    """(name, columns), parents before children; what the schema writes itself is left out."""
    return [(t.name, tuple(c.name for c in t.columns)) for t in metadata.sorted_tables if t.name not in {"meta"} | without]


def empty(rows: Rows) -> bool:
    """Whether nothing was ever kept here."""
    return not any(rows.one(f'SELECT 1 FROM "{name}" LIMIT 1') for name in ("agent", "ledger", "message", "channel"))  # noqa: S608 - our own names


def sizes(store: Store) -> dict[str, int]:
    """How many rows `move` has to copy, per table, and to index (`search`). Blocks. Raises StoreError."""
    with closing(store.connect(read_only=True)) as connection:
        rows = Rows(connection, dialect=store.dialect)
        found = {name: int(rows.value(f'SELECT COUNT(*) FROM "{name}"')) for name, _ in _tables(PASSING)}  # noqa: S608 - our own names
    return found | {SEARCH: found["message"]}


def copy(source: Store, target: Store, progress: Progress = lambda table, rows: None) -> dict[str, int]:
    """Copies every row; the number of rows per table. Blocks. Raises StoreError; the target then holds nothing new.

    The target has its schema and is empty. Both are opened by the caller's choice of connection only, no threads needed.
    """
    return _copy(source, target, progress, lambda table, rows: None, frozenset(), keep=True, verify=False)


def move(source: Store, target: Store, progress: Progress, checked: Progress, *, keep: bool) -> dict[str, int]:
    """As `copy`, into PostgreSQL, and every table is read back: its rows must be as many, and with the same hash.

    `checked` is told of each table that is the same. `keep` false: a rehearsal, after which the target holds nothing new.
    """
    return _copy(source, target, progress, checked, PASSING, keep=keep, verify=True)


def _copy(source: Store, target: Store, progress: Progress, checked: Progress, without: frozenset[str], *, keep: bool,
          verify: bool) -> dict[str, int]:
    # what is not committed ends with its connection, which may be dead
    with closing(source.connect(read_only=True)) as here, closing(target.connect()) as there:
        try:
            here.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if source.dialect == "postgresql" else "BEGIN")
            there.execute("BEGIN")
            tx = Tx(there, dialect=target.dialect, now=target.clock())
            if not empty(tx):
                raise StoreError("the store that is to be filled is not empty")
            counts: dict[str, int] = {}
            for name, columns in _tables(without):
                tally = _Tally() if verify else None
                counts[name] = _table(here, source.dialect, tx, name, columns, progress, tally)
                if tally is not None:
                    _compare(tally, there, target.dialect, name, columns)
                    checked(name, tally.count)
            _facts(here, source.dialect, tx)
            if target.dialect == "postgresql":
                _sequences(tx)
            _index(tx, progress)
            if target.dialect == "postgresql":
                for name in (*counts, "search"):  # the server would find the time for it some minutes after the desk is open again
                    tx.run(f'ANALYZE "{name}"')
            there.execute("COMMIT" if keep else "ROLLBACK")
            return counts
        except StoreError:
            raise
        except Exception as error:
            raise StoreError(f"copying the store failed: {error}") from error


class _Tally:
    """How many rows, and a hash of them that does not depend on their order: databases sort texts differently."""

    def __init__(self) -> None:
        self.count, self.hash = 0, 0

    def add(self, rows: list[Any]) -> None:
        for row in rows:
            digest = hashlib.blake2b(repr(tuple(row)).encode("utf-8", "surrogatepass"), digest_size=16).digest()
            self.hash = (self.hash + int.from_bytes(digest)) % (1 << 128)
        self.count += len(rows)


def _compare(tally: _Tally, there: Any, dialect: str, name: str, columns: tuple[str, ...]) -> None:
    back = _Tally()
    for chunk in _chunks(there, dialect, name, columns):
        back.add(chunk)
    if (back.count, back.hash) != (tally.count, tally.hash):
        raise StoreError(f"the copy of the table {name} is not the same ({tally.count} rows there, {back.count} here): nothing is kept")


def _table(here: Any, dialect: str, tx: Tx, name: str, columns: tuple[str, ...], progress: Progress, tally: _Tally | None) -> int:
    count = 0
    for chunk in _chunks(here, dialect, name, columns):
        if tally is not None:
            tally.add(chunk)
        tx.load(name, columns, chunk)
        count += len(chunk)
        progress(name, count)
    return count


def _chunks(here: Any, dialect: str, name: str, columns: tuple[str, ...]) -> Iterator[list[Any]]:
    wanted = ", ".join(f'"{c}"' for c in columns)
    query = f'SELECT {wanted} FROM "{name}"'  # noqa: S608 - our own names
    # a named cursor of PostgreSQL stays on the server: a table need not fit into memory
    cursor = here.cursor(name="copying") if dialect == "postgresql" else here.cursor()
    with closing(cursor):
        cursor.execute(query)
        while chunk := cursor.fetchmany(CHUNK):
            yield chunk


def _facts(here: Any, dialect: str, tx: Tx) -> None:
    """Facts about the store itself, but for those that the schema writes."""
    for row in Rows(here, dialect=dialect).all("SELECT key, value FROM meta WHERE key NOT IN ('written_by', 'readable_from')"):
        tx.put("meta", key=row.key, value=row.value)


def _sequences(tx: Tx) -> None:
    """PostgreSQL's counters go on behind the highest id."""
    for name, columns in _tables():
        sequence = tx.value("SELECT pg_get_serial_sequence(:table, 'id')", table=f'"{name}"') if "id" in columns else None
        if sequence:
            tx.run(f'SELECT setval(:sequence, GREATEST((SELECT COALESCE(MAX(id), 0) FROM "{name}"), 1))', sequence=sequence)  # noqa: S608 - our own names


def _index(tx: Tx, progress: Progress) -> None:
    """Makes the search index of every message anew."""
    last = count = 0
    while found := tx.all("SELECT id, subject, text, full_text, people FROM message WHERE id > :last ORDER BY id LIMIT :n",
                          last=last, n=CHUNK):
        files = tx.all("SELECT message_id, name FROM attachment WHERE message_id IN :ids", ids=[row.id for row in found])
        names: dict[int, list[str]] = {}
        for file in files:
            names.setdefault(file.message_id, []).append(file.name)
        search.index(tx, [(row.id, messages.document_of(row, names.get(row.id, []))) for row in found])
        tx.flush()
        last, count = found[-1].id, count + len(found)
        progress(SEARCH, count)
