"""Where large blobs lie, by the hash of their bytes: a folder here, a bucket in `bucket.py`. Durable before the row that names them."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path

from inbox.errors import StoreError

SMALL = 256 * 1024  # bytes; up to this size a row is faster than a file with its fsync
HALF_WRITTEN = 86_400.0  # seconds after which a temporary file belongs to nobody any more
PORTION = 500  # names looked at in one go


class MissingError(StoreError):
    """There are no such bytes (any more)."""


def sha(data: bytes) -> str:
    """The name of these bytes."""
    return hashlib.sha256(data).hexdigest()


class DamagedError(StoreError):
    """The bytes are not those that were kept."""


def sum_of(path: Path) -> str:
    """The name that a file's bytes should have. Blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class spool:
    """A temporary file in a folder, gone at the end unless it was adopted."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        os.close(handle)
        self.path = Path(name)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *exc: object) -> None:
        self.path.unlink(missing_ok=True)


class Folder:
    """The folder `data_dir/blobs`. Several daemons share it as they share `data_dir`."""

    remote = False  # whether a blob must be fetched before its file can be read

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "blobs"

    def path(self, name: str) -> Path:
        """Where the bytes of this name are read."""
        return self.folder / name[:2] / name

    def spool(self) -> spool:
        """A temporary file beside the blobs."""
        return spool(self.folder / "tmp")

    # ------------------------------------------------------------ in and out

    async def stage(self, contents: Iterable[bytes]) -> None:
        """Keeps the large ones among `contents`: they are durable when this returns. Raises StoreError, OSError."""
        large = [data for data in contents if len(data) > SMALL]
        if large:
            await asyncio.to_thread(self._stage, large)

    def _stage(self, contents: Sequence[bytes]) -> None:
        for data in contents:
            target = self.path(sha(data))
            try:
                os.utime(target)  # it is named anew: what looks for files without a row must wait for this one
            except FileNotFoundError:
                with self.spool() as path:
                    path.write_bytes(data)
                    adopt(path, target)

    async def adopt(self, path: Path, name: str) -> None:
        """Makes a spooled file the blob `name`: durable when this returns. Raises StoreError, OSError."""
        await asyncio.to_thread(adopt, path, self.path(name))

    async def fetch(self, name: str) -> None:
        """Makes sure that `path(name)` can be read here. Raises MissingError, StoreError."""

    # ------------------------------------------------------------ out of use

    async def remove(self, names: Sequence[str]) -> None:
        """Removes blobs; one that is not there is no fault. Raises StoreError."""
        await asyncio.to_thread(_unlink, [self.path(name) for name in names])

    async def old(self, before: float) -> AsyncIterator[list[str]]:
        """Names, in portions, of what was last written before that moment (seconds since 1970)."""
        names = await asyncio.to_thread(self._old, before)
        for start in range(0, len(names), PORTION):
            yield names[start:start + PORTION]

    def _old(self, before: float) -> list[str]:
        return sorted(path.name for path in self.folder.glob("??/*") if _written(path) < before)

    async def tidy(self) -> int:
        """Removes temporary files that a crash left; how many."""
        return await asyncio.to_thread(sweep, self.folder / "tmp", "*", time.time() - HALF_WRITTEN)


def adopt(path: Path, target: Path) -> None:
    """Gives a file its name: its bytes, then its name, are on the disk when this returns. Blocks."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.replace(target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path, pattern: str, before: float) -> int:
    """Removes files last written before that moment; how many. Blocks."""
    found = [path for path in folder.glob(pattern) if _written(path) < before]
    _unlink(found)
    return len(found)


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime if path.is_file() else float("inf")
    except FileNotFoundError:
        return float("inf")  # it was adopted or removed just now


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
