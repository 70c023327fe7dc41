"""IDLE (RFC 2177): the server says that something happened, and the core polls. Nothing it says is taken as data.

Listening is an economy of time; the poll alone is what may be relied on. So every doubt about a connection ends it, and
the next one begins with a wake.
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from imapclient import exceptions as imap_errors

from inbox.connector import Context
from inbox.errors import AuthError, ChannelError, RefusedError, TemporaryError

from .config import EmailConfig
from .feed import login_for
from .imap import Login, Mailbox
from .wire import fault

SLICE = 20.0       # seconds of one wait; between two of them the thread shows that it lives
LATE = 60.0        # how long beyond its due time a thread may be silent before its socket is shut
LASTING = 10.0     # seconds in IDLE after which a connection was a good one
LONGEST = 900.0    # seconds of back-off at most


async def listen(folder: str, config: EmailConfig, context: Context, wake: Callable[[], None]) -> None:
    """Wakes the core at news in `folder`, until it is cancelled. Connects again by itself.

    Raises AuthError when the server refuses the login. Where the server has no IDLE it waits and wakes nobody.
    """
    assert config.imap is not None
    failures = 0
    while True:
        login = await login_for(config, context)
        ear = Ear(folder, Mailbox(config.imap, context.dial), config.imap.idle_seconds, wake)
        try:
            if not config.imap.idle or not await ear.listen(login):
                await asyncio.get_running_loop().create_future()  # no IDLE there: the polls go on without us
        except (AuthError, asyncio.CancelledError):
            raise
        except RefusedError as error:
            context.log.warning("listening to %s: %s", folder, error)
            failures = max(failures, 6)
        except ChannelError as error:
            context.log.info("listening to %s was broken off: %s", folder, error)
        failures = 0 if ear.lasted else failures + 1
        # full jitter; soon at first, because most breaks are a server that was restarted, or a NAT
        limit = min(LONGEST, 2.0 ** (failures - 1))
        await asyncio.sleep(random.uniform(0, limit))  # noqa: S311 - it spreads load and guards nothing


class Ear:
    """One connection in IDLE, on a daemon thread of its own: it may stay there for hours, so it takes no pool's place.

    `lasted`: it was in IDLE for a while, so the next attempt need not wait; a server that takes us in and throws us out
    at once is met with patience.
    """

    def __init__(self, folder: str, box: Mailbox, renew: float, wake: Callable[[], None], *, late: float = LATE) -> None:
        self.folder = folder
        self.box = box
        self.renew = renew
        self.late = late
        self.wake = wake
        self.lasted = False
        self._beat = time.monotonic()
        self._due = 0.0   # seconds after the last beat within which the next one comes

    async def listen(self, login: Login) -> bool:
        """Listens until the connection ends, which it tells by an exception; False: the server has no IDLE."""
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[bool] = loop.create_future()

        def settle(answer: bool, error: BaseException | None) -> None:
            if ended.done():
                return
            if error is None:
                ended.set_result(answer)
            else:
                ended.set_exception(error)

        def rouse() -> None:
            try:
                loop.call_soon_threadsafe(self.wake)
            except RuntimeError:
                self.box.abort()  # the loop is closed: nobody is left to be woken

        def run() -> None:
            answer: bool = False
            failed: BaseException | None = None
            try:
                with self.box.used():
                    answer = self._live(login, rouse)
                self.box.close()
            except BaseException as error:  # noqa: BLE001 - it is handed to the one who waits
                failed = error
            try:
                loop.call_soon_threadsafe(settle, answer, failed)
            except RuntimeError:
                pass  # the loop is closed: nobody waits any more

        self._expect(self.box.config.connect_timeout + self.box.config.timeout * 4)
        threading.Thread(target=run, daemon=True, name=f"idle-{self.folder}").start()
        try:
            while not ended.done():
                await asyncio.wait([ended], timeout=min(5.0, self.late / 4))
                if not ended.done() and time.monotonic() - self._beat > self._due + self.late:
                    raise TemporaryError("the listening thread gave no sign of life; its connection is shut")
            return ended.result()
        finally:
            if not ended.done():
                ended.cancel()
            self.box.abort()

    def _expect(self, seconds: float) -> None:
        self._beat, self._due = time.monotonic(), seconds

    def _live(self, login: Login, wake: Callable[[], None]) -> bool:
        box, timeout = self.box, self.box.config.timeout
        box.connect()
        box.login(login)
        if not box.can("IDLE"):
            return False
        while True:
            # SELECT, then IDLE, then a wake: what came before IDLE began is found by that poll, and so is what the
            # server said in one breath with its "+", which imapclient's buffer hides from its own poll
            self._expect(timeout * 3)
            if box.selected is None:
                box.select(self.folder, writable=False)
            self._command("entering IDLE", box.client.idle)
            wake()
            self._wait(wake)
            self._expect(timeout * 2)
            _, said = self._command("leaving IDLE", box.client.idle_done)
            if any(_is_news(one) for one in said):
                wake()

    def _wait(self, wake: Callable[[], None]) -> None:
        """Stays in IDLE until it is time to renew it. Raises TemporaryError when the connection is dead."""
        entered = time.monotonic()
        renew_at = entered + self.renew
        while (left := renew_at - time.monotonic()) > 0:
            span = min(SLICE, left)
            self._expect(span)
            began = time.monotonic()
            said = self._command("in IDLE", partial(self.box.client.idle_check, timeout=span))
            self.lasted = self.lasted or time.monotonic() - entered > LASTING
            if any(one and one[0] == b"BYE" for one in said):
                raise TemporaryError(f"{self.box.config.host} says goodbye")
            if any(_is_news(one) for one in said):
                wake()
            elif not said and time.monotonic() - began < span / 2:
                # imapclient swallows the end of the stream here: a closed socket is always readable, and the loop
                # would spin (mjs/imapclient#565)
                raise TemporaryError(f"{self.box.config.host} closed the connection in IDLE")

    def _command(self, doing: str, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except (imap_errors.IMAPClientError, OSError, ValueError) as error:
            raise fault(error, self.box.config.host, doing) from error


def _is_news(said: Any) -> bool:
    """Something arrived; flags, expunges and `OK Still here` are no reason to poll."""
    return isinstance(said, tuple) and len(said) > 1 and isinstance(said[0], int) and said[1] in (b"EXISTS", b"RECENT")
