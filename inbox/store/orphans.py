"""What a crash left in the data folder: files that no row ever named, temporary files, blobs that nobody names any more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from pathlib import Path

from inbox.store import Store, unused
from inbox.store.base import Rows, Tx

AGE = 86_400.0  # seconds that a file without a row may be: one that is just being written has none yet
MANY = 500  # blobs in one transaction


async def sweep(store: Store) -> int:
    """Removes them; how many blobs and files. A file that is staged once more counts as new."""
    names = await store.read(_unnamed)
    for start in range(0, len(names), MANY):
        await store.write(_drop, names[start:start + MANY])
    if names:
        await unused.unlink(store)
    old = await asyncio.to_thread(_old, store.data_dir / "blobs", time.time() - AGE)
    known: set[str] = set()
    for start in range(0, len(old), MANY):
        known |= await store.read(_known, [path.name for path in old[start:start + MANY]])
    lost = [path for path in old if path.name not in known]
    await asyncio.to_thread(_remove, lost)
    return len(names) + len(lost)


def _unnamed(rows: Rows) -> list[str]:
    """Blobs that no row names: an attachment that was erased while it was fetched leaves one."""
    return [row.sha for row in rows.all(
        "SELECT sha FROM blob WHERE sha NOT IN (SELECT raw FROM ledger UNION SELECT prepared FROM delivery "
        "UNION SELECT sha FROM attachment UNION SELECT raw FROM message)")]


def _drop(tx: Tx, names: list[str]) -> None:
    unused.drop(tx, names)  # it looks again: somebody may have named one meanwhile


def _known(rows: Rows, names: list[str]) -> set[str]:
    return {row.sha for row in rows.all("SELECT sha FROM blob WHERE sha IN :names", names=names)}


def _old(folder: Path, before: float) -> list[Path]:
    """Blocks. Files that were last written before that moment, temporary ones too."""
    found = []
    for path in folder.glob("*/*"):
        try:
            if path.is_file() and path.stat().st_mtime < before:
                found.append(path)
        except FileNotFoundError:
            continue  # it was adopted or removed just now
    return found


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
