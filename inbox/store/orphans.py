"""What a crash left on the shelf: files that no row ever named, temporary files, blobs that nobody names any more."""

from __future__ import annotations

import re
import time

from inbox.store import Store, unused
from inbox.store.base import Rows, Tx

AGE = 86_400.0  # seconds that a file without a row may be: one that is just being written has none yet
MANY = 500  # blobs in one transaction
_NAME = re.compile(r"[0-9a-f]{64}")  # anything else is not ours


async def sweep(store: Store) -> int:
    """Removes them; how many blobs and files. A file that is staged once more counts as new."""
    names = await store.read(_unnamed)
    for start in range(0, len(names), MANY):
        await store.write(_drop, names[start:start + MANY])
    if names:
        await unused.unlink(store)
    count = len(names) + await store.shelf.tidy()
    async for old in store.shelf.old(time.time() - AGE):
        known = await store.read(_known, old)
        lost = [name for name in old if name not in known and _NAME.fullmatch(name)]
        if lost:
            count += await store.write(_doom, lost)
            await unused.unlink(store)
    return count


def _unnamed(rows: Rows) -> list[str]:
    """Blobs that no row names: an attachment that was erased while it was fetched leaves one."""
    return [row.sha for row in rows.all(
        "SELECT sha FROM blob WHERE sha NOT IN (SELECT raw FROM ledger UNION SELECT prepared FROM delivery "
        "UNION SELECT sha FROM attachment UNION SELECT raw FROM message)")]


def _drop(tx: Tx, names: list[str]) -> None:
    unused.drop(tx, names)  # it looks again: somebody may have named one meanwhile


def _doom(tx: Tx, names: list[str]) -> int:
    """Names the files and drops them at once, so that who names one at the same moment meets us at its row (`doomed`)."""
    tx.many("INSERT INTO blob (sha, size, data) VALUES (:sha, 0, NULL) ON CONFLICT DO NOTHING", [{"sha": name} for name in names])
    return len(unused.drop(tx, names))


def _known(rows: Rows, names: list[str]) -> set[str]:
    return {row.sha for row in rows.all("SELECT sha FROM blob WHERE sha IN :names", names=names)}
