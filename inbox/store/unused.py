"""Blobs that nobody names any more: their rows go with the act, their files after its commit, a crash in between or not."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence

from inbox.errors import StoreError
from inbox.store import Store
from inbox.store.base import Rows, Tx

log = logging.getLogger(__name__)

UNLINK = "unlink:"  # before the name of a dropped blob in `meta`, until its file is gone
MANY = 2_000  # names in one statement
_BLOB_USERS = (("ledger", "raw"), ("delivery", "prepared"), ("attachment", "sha"), ("message", "raw"))


def _portions(names: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(set(names))
    for start in range(0, len(every), MANY):
        yield every[start:start + MANY]


def drop(tx: Tx, names: Iterable[str]) -> set[str]:
    """Removes those blobs that no row names any more, and returns them. `unlink` removes their files after the commit."""
    left = {name for name in names if name}
    for portion in _portions(left):
        for table, column in _BLOB_USERS:
            rows = tx.all(f"SELECT DISTINCT {column} AS sha FROM {table} WHERE {column} IN :names", names=portion)  # noqa: S608
            left -= {row.sha for row in rows}
    for portion in _portions(left):
        tx.run("DELETE FROM blob WHERE sha IN :names", names=portion)
    for name in sorted(left):
        tx.put("meta", key=UNLINK + name, value="")
    return left


async def unlink(store: Store) -> None:
    """Removes the files of dropped blobs, those too that a crash left behind. A blob that came again keeps its file."""
    for names in _portions(await store.read(_dropped)):
        await store.shelf.remove(sorted(await store.read(_still_dropped, names)))
        await store.write(_settled, names)


async def unlink_or_owe(store: Store) -> None:
    """As `unlink`; where the shelf is away the hourly round does it (`leftovers.finish`)."""
    try:
        await unlink(store)
    except (StoreError, OSError) as error:
        log.warning("files that nobody names any more are removed later: %s", error)


def _dropped(rows: Rows) -> list[str]:
    return [row.key.removeprefix(UNLINK) for row in rows.all("SELECT key FROM meta WHERE key LIKE :like", like=UNLINK + "%")]


def _still_dropped(rows: Rows, names: Sequence[str]) -> set[str]:
    return set(names) - {row.sha for row in rows.all("SELECT sha FROM blob WHERE sha IN :names", names=list(names))}


def _settled(tx: Tx, names: Sequence[str]) -> None:
    tx.run("DELETE FROM meta WHERE key IN :keys", keys=[UNLINK + name for name in names])
