"""The store: the only place of the core that speaks SQL. One file per aggregate, one door (`Store`)."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, ParamSpec, TypeVar

from inbox.errors import StoreError
from inbox.store.base import Base, Rows, Tx

__all__ = ["Rows", "Store", "Tx"]

R = TypeVar("R")
P = ParamSpec("P")

LEAST_DISK = 500 * 1024 * 1024  # bytes that must be free for the daemon to take anything in (contract, promise 5)


class Store(Base):
    """An open store. `await Store(url, data_dir).open()`, and `close()` at the end."""

    _lock: IO[str] | None = None

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

    async def aside(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs what blocks on the disk beside the loop."""
        return await asyncio.to_thread(fn, *args, **kwargs)

    def disk_free(self) -> int:
        """Bytes free where the data lies."""
        return shutil.disk_usage(self.data_dir).free
