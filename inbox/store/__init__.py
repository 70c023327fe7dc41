"""The store: the only place of the core that speaks SQL. One file per aggregate, one door (`Store`)."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, ParamSpec, Protocol, TypeVar

from inbox.errors import StoreError
from inbox.store import blobs
from inbox.store.base import Base, Rows, Tx
from inbox.store.bucket import Bucket, BucketSettings
from inbox.store.shelf import Folder, MissingError

__all__ = ["Rows", "Store", "Tx"]

R = TypeVar("R")
P = ParamSpec("P")

LEAST_DISK = 500 * 1024 * 1024  # bytes that must be free for the daemon to take anything in (contract, promise 5)


class Settings(Protocol):
    """What the configuration says of the store."""

    @property
    def url(self) -> str: ...
    @property
    def data_dir(self) -> Path: ...
    @property
    def takeover_seconds(self) -> float: ...
    @property
    def bucket(self) -> BucketSettings | None: ...


class Store(Base):
    """An open store. `await Store(url, data_dir).open()`, and `close()` at the end. Large blobs lie on its `shelf`."""

    _lock: IO[str] | None = None

    def __init__(self, url: str, data_dir: Path, *, bucket: BucketSettings | None = None, **more: Any) -> None:
        super().__init__(url, data_dir, **more)
        self.shelf: Folder = Folder(data_dir) if bucket is None else Bucket(data_dir, bucket)

    @classmethod
    def of(cls, settings: Settings) -> Store:
        """The store that the configuration names."""
        return cls(settings.url, settings.data_dir, bucket=settings.bucket, takeover=settings.takeover_seconds)

    async def open(self, *, exclusive: bool = False, migrate: bool = True, apart: bool = False) -> Store:
        """Prepares folder and schema and starts the threads.

        `exclusive`: this is the daemon; a second one on the same SQLite store is refused. `migrate`: bring the schema
        up to date (a SQLite store is backed up beside it first), `apart` in a process of its own. Raises StoreError.
        """
        from inbox.store import schema
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o750)
        if exclusive and self.dialect == "sqlite":
            self._lock = self._flock()
        try:
            await asyncio.to_thread(schema.prepare, self, migrate, apart)
        except BaseException:
            self._unlock()
            raise
        self.start()
        return self

    async def close(self) -> None:
        await super().close()
        self._unlock()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While the block lasts no daemon can begin on a SQLite store. Raises StoreError when one runs on it."""
        self._lock = self._flock()
        try:
            yield
        finally:
            self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _flock(self) -> IO[str]:
        """Held for the daemon's life; the system lets go of it however the daemon ends."""
        file = (self.data_dir / "inbox.lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            owner = file.read().strip()
            file.close()
            raise StoreError(f"another daemon (process {owner or 'unknown'}) runs on {self.data_dir}; a SQLite store serves "
                             "one daemon: stop it, or use PostgreSQL for several") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        return file

    async def at_hand(self, names: Iterable[str]) -> None:
        """Brings those of the blobs here that lie in a bucket; of what is there no more only the path is known. Raises StoreError."""
        if not self.shelf.remote:
            return
        for name in await self.read(blobs.large, [name for name in names if name]):
            with suppress(MissingError):
                await self.shelf.fetch(name)

    async def blob(self, name: str) -> bytes | Path:
        """The bytes of a small blob, the path of a large one. Raises MissingError, StoreError."""
        found = await self.read(blobs.find, self.shelf, name)
        if isinstance(found, Path):
            await self.shelf.fetch(name)
        return found

    async def aside(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs what blocks on the disk beside the loop."""
        return await asyncio.to_thread(fn, *args, **kwargs)

    def disk_free(self) -> int:
        """Bytes free where the data lies."""
        return shutil.disk_usage(self.data_dir).free
