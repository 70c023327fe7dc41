"""What an erasure still has to do behind its commit: files, and old pages in the write-ahead log. A crash in between delays it."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing

from inbox.errors import StoreError
from inbox.store import Store, unused
from inbox.store.base import Rows, Tx

CUT = "cut-log"  # in `meta` from an erasure's commit until the log is cut


def owe(tx: Tx) -> None:
    """Within the erasure: the log is to be cut when it is committed."""
    tx.put("meta", key=CUT, value="")


async def finish(store: Store) -> None:
    """Does what is owed, by an erasure that was broken off too. Raises StoreError while the log is in use."""
    await unused.unlink(store)
    if await store.read(_owed):
        await asyncio.to_thread(_cut_log, store)
        await store.write(_done)


def _owed(rows: Rows) -> bool:
    return rows.one("SELECT 1 FROM meta WHERE key = :key", key=CUT) is not None


def _done(tx: Tx) -> None:
    tx.run("DELETE FROM meta WHERE key = :key", key=CUT)


def _cut_log(store: Store) -> None:
    """Blocks. Cuts SQLite's write-ahead log, which still has the old pages."""
    if store.dialect != "sqlite":
        return
    with closing(store.connect()) as connection:
        for _ in range(100):  # a reader that is at work holds the log for a moment
            if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
                return
            time.sleep(0.05)
    raise StoreError("everything is erased, but the write-ahead log is in use and keeps old pages for now; erase again later")
