"""Content by its hash: small blobs in the store, large ones on the shelf, where they are durable before the row that names them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from inbox.errors import StoreError
from inbox.store import doomed
from inbox.store.base import Rows, Tx
from inbox.store.shelf import SMALL, Folder, MissingError, sha, sum_of

if TYPE_CHECKING:
    from inbox.store import Store

__all__ = ["SMALL", "MissingError", "adopt", "find", "keep", "keep_file", "large", "read", "sha", "stage", "sum_of"]

WAITS = 50  # tenths of a second for the removal of the same bytes, which seldom takes one


async def stage(store: Store, contents: Iterable[bytes]) -> None:
    """Puts the large ones among `contents` on the shelf, for `keep` to name them. Raises StoreError, OSError."""
    files = [data for data in contents if len(data) > SMALL]
    if files:
        await _put(store, await asyncio.to_thread(lambda: [sha(data) for data in files]), lambda: store.shelf.stage(files))


async def adopt(store: Store, path: Path, name: str) -> None:
    """Makes a spooled file a blob of the shelf, for `keep_file` to name it. Raises StoreError, OSError."""
    await _put(store, [name], lambda: store.shelf.adopt(path, name))


async def _put(store: Store, names: Sequence[str], put: Callable[[], Awaitable[None]]) -> None:
    """Puts files where nobody removes them (`doomed`)."""
    for _ in range(WAITS):
        found = await store.quick(doomed.look, names, store.clock())
        if found is not None:
            break
        await asyncio.sleep(0.1)
    else:
        raise StoreError(doomed.BUSY)
    await put()
    if found and not await store.write(doomed.clear, found):
        raise StoreError(doomed.BUSY)


def keep(tx: Tx, data: bytes) -> str:
    """Names the bytes in the store and returns their name. Large ones must have been staged; StoreError: they must be again."""
    name = sha(data)
    _name(tx, name, len(data), data if len(data) <= SMALL else None)
    return name


def keep_file(tx: Tx, name: str, size: int) -> str:
    """Names an adopted file in the store. StoreError: it must be adopted again."""
    _name(tx, name, size, None)
    return name


def _name(tx: Tx, name: str, size: int, data: bytes | None) -> None:
    while not tx.run("INSERT INTO blob (sha, size, data) VALUES (:sha, :size, :data) ON CONFLICT DO NOTHING",
                     sha=name, size=size, data=data):
        if held(tx, name):
            return
    if data is None:
        doomed.name_again(tx, name)


def held(tx: Tx, name: str) -> bool:
    """Whether the bytes are there, and then they stay: `unused.drop` waits until it is seen that this transaction names them."""
    lock = " FOR KEY SHARE" if tx.dialect == "postgresql" else ""
    return tx.one(f"SELECT 1 FROM blob WHERE sha = :sha{lock}", sha=name) is not None  # noqa: S608 - words of our own


def large(rows: Rows, names: Sequence[str]) -> list[str]:
    """Those among the names that lie on the shelf."""
    return [row.sha for row in rows.all("SELECT sha FROM blob WHERE sha IN :names AND data IS NULL", names=list(names))]


def find(rows: Rows, shelf: Folder, name: str) -> bytes | Path:
    """The bytes of a small blob, the path of a large one (`Store.at_hand` before). Raises MissingError when it is not there."""
    row = rows.one("SELECT data FROM blob WHERE sha = :sha", sha=name)
    if row is None:
        raise MissingError(f"the blob {name[:12]}… is not in the store")
    if row.data is not None:
        return bytes(row.data)
    return shelf.path(name)


def read(rows: Rows, shelf: Folder, name: str) -> bytes:
    """All bytes of a blob."""
    found = find(rows, shelf, name)
    return found if isinstance(found, bytes) else found.read_bytes()
