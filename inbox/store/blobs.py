"""Content by its hash: small blobs in the store, large ones on the shelf, where they are durable before the row that names them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from inbox.store.base import Rows, Tx
from inbox.store.shelf import SMALL, Folder, MissingError, sha

__all__ = ["SMALL", "MissingError", "find", "keep", "keep_file", "large", "read", "sha"]


def keep(tx: Tx, data: bytes) -> str:
    """Names the bytes in the store and returns their name. Large ones must have been staged."""
    name = sha(data)
    tx.run("INSERT INTO blob (sha, size, data) VALUES (:sha, :size, :data) ON CONFLICT DO NOTHING",
           sha=name, size=len(data), data=data if len(data) <= SMALL else None)
    return name


def keep_file(tx: Tx, name: str, size: int) -> str:
    """Names an adopted file in the store."""
    tx.run("INSERT INTO blob (sha, size, data) VALUES (:sha, :size, NULL) ON CONFLICT DO NOTHING", sha=name, size=size)
    return name


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
