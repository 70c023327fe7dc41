"""All rows of one store into another, whatever database either is: for backups of PostgreSQL and their restore.

The source is read in one snapshot, beside a running daemon. The search index is not copied but made anew, because the
two databases keep it differently.
"""

from __future__ import annotations

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
Progress = Callable[[str, int], None]  # table, rows of it so far


def _tables() -> list[tuple[str, tuple[str, ...]]]:
    """(name, columns), parents before children; what the schema writes itself is left out."""
    return [(t.name, tuple(c.name for c in t.columns)) for t in metadata.sorted_tables if t.name != "meta"]


def empty(rows: Rows) -> bool:
    """Whether nothing was ever kept here."""
    return not any(rows.one(f'SELECT 1 FROM "{name}" LIMIT 1') for name in ("agent", "ledger", "message", "channel"))  # noqa: S608 - our own names


def copy(source: Store, target: Store, progress: Progress = lambda table, rows: None) -> dict[str, int]:
    """Copies every row; the number of rows per table. Blocks. Raises StoreError; the target then holds nothing new.

    The target has its schema and is empty. Both are opened by the caller's choice of connection only, no threads needed.
    """
    with closing(source.connect(read_only=True)) as here, closing(target.connect()) as there:
        here.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if source.dialect == "postgresql" else "BEGIN")
        there.execute("BEGIN")
        try:
            tx = Tx(there, dialect=target.dialect, now=target.clock())
            if not empty(tx):
                raise StoreError("the store that is to be filled is not empty")
            counts = {name: _table(here, source.dialect, tx, name, columns, progress) for name, columns in _tables()}
            if target.dialect == "postgresql":
                _sequences(tx)
            _index(tx, progress)
            there.execute("COMMIT")
            return counts
        except Exception as error:
            there.execute("ROLLBACK")
            if isinstance(error, StoreError):
                raise
            raise StoreError(f"copying the store failed: {error}") from error
        finally:
            here.execute("ROLLBACK")


def _table(here: Any, dialect: str, tx: Tx, name: str, columns: tuple[str, ...], progress: Progress) -> int:
    count = 0
    for chunk in _chunks(here, dialect, name, columns):
        tx.insert_many(name, [dict(zip(columns, row, strict=True)) for row in chunk])
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
        last, count = found[-1].id, count + len(found)
        progress("search", count)
