"""Blobs that nobody names any more: their rows go with the act, their files after its commit, a crash in between or not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator

from inbox.errors import StoreError
from inbox.store import Store, blobs, doomed
from inbox.store.base import Tx

log = logging.getLogger(__name__)

MANY = 2_000  # names in one statement
WAITS = 50  # tenths of a second for others who remove files
_BLOB_USERS = (("ledger", "raw"), ("delivery", "prepared"), ("attachment", "sha"), ("message", "raw"))


def _portions(names: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(set(names))
    for start in range(0, len(every), MANY):
        yield every[start:start + MANY]


def drop(tx: Tx, names: Iterable[str]) -> set[str]:
    """Removes those blobs that no row names any more, and returns them. `unlink` removes their files after the commit."""
    left = {name for name in names if name}
    for portion in _portions(left):
        if tx.dialect == "postgresql":  # whoever is just naming one of them is waited for, and then seen (`blobs.keep`)
            tx.all("SELECT sha FROM blob WHERE sha IN :names ORDER BY sha FOR UPDATE", names=portion)
        for table, column in _BLOB_USERS:
            rows = tx.all(f"SELECT DISTINCT {column} AS sha FROM {table} WHERE {column} IN :names", names=portion)  # noqa: S608
            left -= {row.sha for row in rows}
    for portion in _portions(left):
        doomed.drop(tx, blobs.large(tx, portion))
        tx.run("DELETE FROM blob WHERE sha IN :names", names=portion)
    return left


async def unlink(store: Store) -> None:
    """Removes the files of dropped blobs, those too that a crash left behind. A blob that came again keeps its file."""
    if not await store.read(doomed.owed, store.clock()):
        return
    await _remove(store, doomed.claim)
    for _ in range(WAITS):
        if not await store.read(doomed.elsewhere):
            break
        await asyncio.sleep(0.1)
    await _remove(store, doomed.join)


async def _remove(store: Store, begin: Callable[[Tx, str], doomed.Portion]) -> None:
    last = ""
    while (portion := await store.write(begin, last)).names:
        try:
            async with asyncio.timeout(doomed.WORK):
                await store.shelf.remove(portion.names)
        except TimeoutError:
            raise StoreError("removing files takes too long; the hourly round goes on with it") from None
        await store.write(doomed.settle, portion)
        last = portion.last


async def unlink_or_owe(store: Store) -> None:
    """As `unlink`; where the shelf is away the hourly round does it (`leftovers.finish`)."""
    try:
        await unlink(store)
    except (StoreError, OSError) as error:
        log.warning("files that nobody names any more are removed later: %s", error)
