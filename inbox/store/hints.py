"""A hint from PostgreSQL (NOTIFY) that another daemon has journalled something. It may be lost: the journal is the truth.

The numbers are looked for on the clock in any case (`Bus`); the hint only makes it sooner. A pooler hands the connection
of a listener to somebody else, so through one nobody listens.
"""

from __future__ import annotations

import asyncio
import logging
import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from inbox.errors import StoreError
from inbox.store.rows import HINT

if TYPE_CHECKING:
    from inbox.store.base import Base

log = logging.getLogger(__name__)

AGAIN = 5.0  # seconds until a lost connection is made anew


class Hints:
    """Calls `wake` in the loop that made it whenever a hint comes, on a thread of its own. Does nothing on SQLite."""

    def __init__(self, store: Base, wake: Callable[[], None]) -> None:
        self._store = store
        self._wake = wake
        self._loop = asyncio.get_running_loop()
        self._thread: threading.Thread | None = None
        self._end, self._ended = socket.socketpair()
        self.listening = threading.Event()  # set while hints can come
        self.pooled = False  # whether a pooler stands before the database

    def start(self) -> None:
        """Begins to listen."""
        if self._store.dialect == "postgresql":
            self._thread = threading.Thread(target=self._run, name="store-hints", daemon=True)
            self._thread.start()

    async def stop(self) -> None:
        """Ends it; a thread that still tries to connect ends by itself."""
        self._end.close()
        if self._thread is None:
            self._ended.close()
            return
        for _ in range(100):
            if not self._thread.is_alive():
                break
            await asyncio.sleep(0.005)

    def _run(self) -> None:
        with self._ended, selectors.DefaultSelector() as ready:
            ready.register(self._ended, selectors.EVENT_READ)
            warned = False
            while not self.pooled:
                try:
                    ended = self._listen(ready)
                    warned = False
                except Exception as error:  # noqa: BLE001 - whatever it is, the journal is followed without hints
                    ended = bool(ready.select(AGAIN))
                    log.log(logging.DEBUG if warned else logging.INFO, "no hints of other daemons for now: %s", error)
                    warned = True
                if ended:
                    return

    def _listen(self, ready: selectors.BaseSelector) -> bool:
        """Hears until the end (True), or until there is nothing to hear. Raises what the driver raises."""
        connection = self._store.connect()
        try:
            if connection.info.backend_pid != connection.execute("SELECT pg_backend_pid()").fetchone()[0]:
                self.pooled = True
                log.info("a pooler stands before the database: the events of other daemons are looked for twice a second")
                return False
            connection.execute(f"LISTEN {HINT}")
            wire = connection.fileno()
            ready.register(wire, selectors.EVENT_READ)
            try:
                self.listening.set()
                self._tell()  # what was committed before we listened
                return self._hear(connection.pgconn, ready)
            finally:
                self.listening.clear()
                ready.unregister(wire)
        finally:
            with suppress(Exception):  # it may be dead already
                connection.close()

    def _hear(self, connection: Any, ready: selectors.BaseSelector) -> bool:
        while True:
            if any(key.fileobj is self._ended for key, _ in ready.select()):
                return True
            connection.consume_input()  # raises when the connection is lost
            heard = False
            while connection.notifies() is not None:
                heard = True
            if heard:
                self._tell()
            elif connection.status != 0:
                raise StoreError("the connection was lost")

    def _tell(self) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(self._wake)
