"""Content by its hash: small blobs in the store, large ones as files that are synced before the row that names them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from inbox.errors import StoreError
from inbox.store.base import Rows, Tx

SMALL = 256 * 1024  # bytes; up to this size a row is faster than a file with its fsync


class MissingError(StoreError):
    """There are no such bytes (any more)."""


def sha(data: bytes) -> str:
    """The name of these bytes."""
    return hashlib.sha256(data).hexdigest()


def file_of(data_dir: Path, name: str) -> Path:
    """Where a large blob lies."""
    return data_dir / "blobs" / name[:2] / name


def stage(data_dir: Path, contents: Iterable[bytes]) -> None:
    """Writes the large ones among `contents` as files, synced. Blocks: call it on a thread, before the transaction."""
    for data in contents:
        if len(data) > SMALL:
            target = file_of(data_dir, sha(data))
            try:
                os.utime(target)  # it is named anew: what looks for files without a row must wait for this one
            except FileNotFoundError:
                with spool(data_dir) as path:
                    path.write_bytes(data)
                    adopt(data_dir, path, target.name)


class spool:
    """A temporary file in the data folder, gone at the end unless it was adopted."""

    def __init__(self, data_dir: Path) -> None:
        folder = data_dir / "blobs" / "tmp"
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        os.close(handle)
        self.path = Path(name)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *exc: object) -> None:
        self.path.unlink(missing_ok=True)


def adopt(data_dir: Path, path: Path, name: str) -> None:
    """Makes a spooled file the blob `name`: its bytes, then its name, are on the disk when this returns."""
    target = file_of(data_dir, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.replace(target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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


def find(rows: Rows, data_dir: Path, name: str) -> bytes | Path:
    """The bytes of a small blob, the path of a large one. Raises MissingError when it is not there."""
    row = rows.one("SELECT data FROM blob WHERE sha = :sha", sha=name)
    if row is None:
        raise MissingError(f"the blob {name[:12]}… is not in the store")
    if row.data is not None:
        return bytes(row.data)
    return file_of(data_dir, name)


def read(rows: Rows, data_dir: Path, name: str) -> bytes:
    """All bytes of a blob."""
    found = find(rows, data_dir, name)
    return found if isinstance(found, bytes) else found.read_bytes()
