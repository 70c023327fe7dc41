"""One running channel: its feeds, its listeners, its health. What goes wrong here delays no other channel."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from inbox import retry
from inbox.ahead import Fetched, Source
from inbox.connector import Connector, Feed, Listens, Polls
from inbox.context import ChannelContext
from inbox.errors import AuthError, ChannelError, ConflictError, StoreError, TemporaryError
from inbox.fit import fit
from inbox.ingest import Guard, Ingest, Move
from inbox.store import Store, Tx, feeds
from inbox.store.times import moment

log = logging.getLogger(__name__)

SECOND = 1_000_000  # microseconds
DOWN_AFTER = 5  # failures in a row after which a channel is down and not only degraded
AUTH_AFTER = 900.0  # seconds until refused credentials are tried once more
STORE_AFTER = 15.0  # seconds at most until the store is tried again
LISTEN_AGAIN = 5.0  # seconds between two tries to listen


class Leases(Protocol):
    """Under which lease a channel may be polled. None: another daemon polls it."""

    async def guard(self, name: str) -> Guard | None: ...

    @property
    def needed(self) -> bool: ...

    @property
    def among(self) -> str | None:
        """The name of this daemon among those that may share the store; None: it is alone."""


@dataclass(slots=True)
class FeedState:
    """A feed between two polls. Times are the loop's seconds."""

    feed: Feed
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    due: float = 0.0
    limited_until: float = 0.0
    failures: int = 0
    state: str = "ok"  # ok | limited | failing | auth
    reason: str = ""
    next_at: int | None = None
    polled: bool = False
    asked: bool = False  # since the poll began that is under way: it may have looked before the news was there


class Running:
    """Supervises one channel from open to close."""

    def __init__(self, name: str, connector: Connector[Any], context: ChannelContext, store: Store, ingest: Ingest,
                 leases: Leases, *, polls: bool, opened: Callable[[], None]) -> None:
        self.name = name
        self.connector = connector
        self.context = context
        self._store = store
        self._ingest = ingest
        self._leases = leases
        self._polls = polls
        self._opened = opened
        self.feeds = {f.name: FeedState(f) for f in connector.feeds()} if polls and isinstance(connector, Polls) else {}
        self.is_open = False
        self.settled = asyncio.Event()  # opened, or known to be down
        self.paused = False
        self.open_error: Exception | None = None
        self.open_next: int | None = None
        self.send_error: Exception | None = None
        self._complaint = ""  # what this daemon said of the channel when sending failed here
        self._again = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._children: list[asyncio.Task[None]] = []

    # ------------------------------------------------------------ life

    def start(self) -> None:
        """Begins to open, poll and listen."""
        self._task = asyncio.create_task(self._live(), name=f"channel-{self.name}")

    async def stop(self) -> None:
        """Ends every task of the channel; a connector that hangs in close is left behind."""
        tasks = [t for t in (self._task, *self._children) if t is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=5.0)
        try:
            async with asyncio.timeout(5.0):
                await self.connector.close()
        except Exception as error:  # noqa: BLE001 - it ends in any case
            self.context.log.warning("closing failed: %s", _words(error))
        await self.context.close()

    async def _live(self) -> None:
        failures = 0
        while True:
            self._again.clear()
            try:
                async with asyncio.timeout(self.connector.features.poll_timeout):
                    await self.connector.open()
                break
            except Exception as error:  # noqa: BLE001 - whatever it is, it is shown and the channel is opened again
                failures += 1
                self.open_error = error
                self._log(error, "opening")
                wait = AUTH_AFTER if isinstance(error, AuthError) else retry.poll_after(failures, error, random.random())  # noqa: S311
                self.open_next = self._store.clock() + int(wait * SECOND)
                await self.tell()
                self.settled.set()
                await self._sleep(self._again, wait)
        self.is_open, self.open_error, self.open_next = True, None, None
        await self.tell()
        self.settled.set()
        self._opened()
        for state in self.feeds.values():
            self._children.append(asyncio.create_task(self._follow(state), name=f"feed-{self.name}-{state.feed.name}"))
            if isinstance(self.connector, Listens):
                self._children.append(asyncio.create_task(self._listen(state), name=f"listen-{self.name}-{state.feed.name}"))

    @staticmethod
    async def _sleep(event: asyncio.Event, seconds: float) -> None:
        try:
            async with asyncio.timeout(max(seconds, 0.0)):
                await event.wait()
        except TimeoutError:
            pass  # the time is up: that is what a sleep is for

    # ------------------------------------------------------------ what others ask of it

    def tick(self) -> None:
        """The clock: feeds whose time has come are polled."""
        now = asyncio.get_running_loop().time()
        for state in self.feeds.values():
            if now >= state.due:
                state.wake.set()

    def poll_now(self) -> None:
        """A person, or news by another way: poll at once, but never against a provider's rate limit."""
        self._again.set()
        for state in self.feeds.values():
            state.due, state.asked = state.limited_until, True
        self.tick()

    def heard(self, feed: str) -> None:
        """A listener woke up. A feed in back-off stays there."""
        state = self.feeds.get(feed)
        if state is not None and state.state == "ok":
            state.due, state.asked = 0.0, True
            state.wake.set()

    async def set_paused(self, paused: bool) -> None:
        """Fetching stops, or goes on at once; sending is left alone."""
        self.paused = paused
        if not paused:
            self.send_error = None
            self.poll_now()
        await self.tell()

    def limit(self, feed: str, seconds: float, reason: str) -> None:
        """The connector slows a feed by itself (a budget)."""
        state = self.feeds.get(feed)
        if state is not None:
            state.state, state.reason = "limited", reason
            state.limited_until = state.due = asyncio.get_running_loop().time() + seconds

    # ------------------------------------------------------------ polling

    async def _follow(self, state: FeedState) -> None:
        """Polls a feed for ever; whatever it raises is written down and tried again."""
        loop = asyncio.get_running_loop()
        while True:
            await state.wake.wait()
            state.wake.clear()
            if self.paused or loop.time() < state.due:
                continue
            guard = await self._leases.guard(self.name)
            if guard is None and self._leases.needed:
                state.due = loop.time() + 2.0
                continue
            state.asked = False
            try:
                more = await self._poll(state, guard)
            except Exception as error:  # noqa: BLE001 - one channel's fault stays its own
                await self._failed(state, error)
            else:
                await self._worked(state, more or state.asked)

    async def _poll(self, state: FeedState, guard: Guard | None) -> bool:
        """Takes what a feed has, each batch kept with its cursor. Whether there is more to take at once."""
        self._ingest.room()  # before anything is fetched that could not be kept
        connector: Any = self.connector
        name = state.feed.name
        row = await self._store.quick(feeds.feed, self.name, name)
        if row is None or row.cursor is None:
            cursor = await self._begin(connector, name, guard)
        else:
            cursor = row.cursor
        imported = await self._store.quick(feeds.fact, self.name, feeds.INITIAL + name) == "1"
        more = False
        async with Source(connector, self._ingest, self.name, name, guard, imported).batches(cursor) as batches:
            async for found in batches:
                await self._keep(found, state, guard, imported)
                more = found.more
                if self.paused:
                    break
        return more

    async def _keep(self, found: Fetched, state: FeedState, guard: Guard | None, imported: bool) -> None:
        """A batch becomes rows, and its cursor with them; then the provider may mark what we have."""
        connector: Any = self.connector
        name, batch = state.feed.name, found.batch
        over = imported and not batch.more  # what comes next is news
        if found.begun:
            await self._ingest.finish(found.begun, move=Move(feed=name, cursor=batch.cursor, imported=over), guard=guard)
        elif over:
            await self._store.write(feeds.set_fact, self.name, feeds.INITIAL + name, "0")
        if batch.items:
            try:
                async with asyncio.timeout(connector.features.poll_timeout):
                    await connector.settled(name, batch)
            except Exception as error:  # noqa: BLE001 - the items are kept; only the mark at the provider is missing
                self.context.log.warning("marking items at the provider failed: %s", _words(error))

    async def _begin(self, connector: Any, name: str, guard: Guard | None) -> str:
        """The first poll of a feed: where news begins is the admin's choice (`initial_sync`)."""
        choice = connector.config.initial_sync
        since = None
        if choice == "all":
            since = moment(0)
        elif choice.startswith("since:"):
            since = self.context.now() - timedelta(days=int(choice.partition(":")[2]))
        async with asyncio.timeout(connector.features.poll_timeout):
            cursor: str = await connector.start(name, since)

        def begin(tx: Tx) -> None:
            if guard is not None:
                feeds.check_fence(tx, guard.name, guard.owner, guard.fence)
            feeds.set_cursor(tx, self.name, name, cursor)
            feeds.set_fact(tx, self.name, feeds.INITIAL + name, "0" if choice == "new" else "1")
        await self._store.write(begin)
        return cursor

    async def _worked(self, state: FeedState, more: bool) -> None:
        loop = asyncio.get_running_loop()
        slowed = state.state == "limited" and loop.time() < state.limited_until  # by the connector's choice, no fault
        state.failures = 0
        changed = (state.state, state.reason)
        if not slowed:
            state.state, state.reason, state.next_at = "ok", "", None
            state.due = 0.0 if more else loop.time() + float(state.feed.seconds or self.connector.config.poll_seconds)
        if more:
            state.wake.set()
        first = not state.polled
        state.polled = True
        await self._write(state)
        if first or slowed or changed != (state.state, state.reason):
            await self.tell()

    async def _failed(self, state: FeedState, error: Exception) -> None:
        loop = asyncio.get_running_loop()
        if isinstance(error, ConflictError):  # the lease went to another daemon
            state.due = loop.time() + 2.0
            return
        state.failures += 1
        state.polled = True
        wait = AUTH_AFTER if isinstance(error, AuthError) else retry.poll_after(state.failures, error, random.random())  # noqa: S311 - spreads load
        if isinstance(error, StoreError):
            wait = min(wait, STORE_AFTER)  # ours to mend, not the provider's to be spared
        limited = isinstance(error, TemporaryError) and error.limited
        if state.asked and not limited:
            wait = 0.0  # somebody gave it new credentials meanwhile, or wants to know whether it works now: this try began before
            state.wake.set()
        state.state = "auth" if isinstance(error, AuthError) else "limited" if limited else "failing"
        state.reason = _words(error)
        state.due = loop.time() + wait
        state.limited_until = state.due if limited else 0.0
        state.next_at = self._store.clock() + int(wait * SECOND)
        self._log(error, f"polling {state.feed.name}")
        await self._write(state)
        await self.tell()

    async def _write(self, state: FeedState) -> None:
        guard = await self._leases.guard(self.name)

        def write(tx: Tx) -> None:
            if guard is not None:
                feeds.check_fence(tx, guard.name, guard.owner, guard.fence)
            feeds.set_feed(tx, self.name, state.feed.name, state=state.state, reason=state.reason,
                           failures=state.failures, next_at=state.next_at)
        if guard is None and self._leases.needed:
            return  # another daemon polls it by now: how it goes there is for that one to say
        try:
            await self._store.write(write)
        except ConflictError:
            pass  # as above, and we had not heard of it yet
        except StoreError as error:
            self.context.log.error("the health of feed %s could not be written: %s", state.feed.name, error)

    async def _listen(self, state: FeedState) -> None:
        """Keeps a listener alive; polling is what makes sure, so its faults are only logged."""
        connector: Any = self.connector
        while True:
            if not self.paused and state.state == "ok" and state.polled and (
                    not self._leases.needed or await self._leases.guard(self.name) is not None):
                try:
                    await connector.listen(state.feed.name, lambda: self.heard(state.feed.name))
                except Exception as error:  # noqa: BLE001 - see above
                    self.context.log.info("listening to %s ended: %s", state.feed.name, _words(error))
            await asyncio.sleep(LISTEN_AGAIN if state.polled else 0.2)

    # ------------------------------------------------------------ health

    def health(self) -> tuple[str, str, int | None]:
        """(state, reason, next try) of the channel, from everything that is known of it."""
        errors = [e for e in (self.open_error, self.send_error) if e is not None]
        auth = [e for e in errors if isinstance(e, AuthError)]
        states = list(self.feeds.values())
        if self.paused:
            return "paused", "a person paused it", None
        if auth or any(s.state == "auth" for s in states):
            return "auth_required", _words(auth[0]) if auth else next(s.reason for s in states if s.state == "auth"), None
        if self.open_error is not None:
            return "down", _words(self.open_error), self.open_next
        bad = [s for s in states if s.state in ("limited", "failing")]
        if bad:
            dead = [s for s in bad if s.state == "failing" and s.failures >= DOWN_AFTER]
            reason = "; ".join(f"{s.feed.name}: {s.reason}" for s in bad)
            return ("down" if dead and len(dead) == len(states) else "degraded"), reason, min(
                (s.next_at for s in bad if s.next_at), default=None)
        if self.send_error is not None:
            return "degraded", f"sending: {_words(self.send_error)}", None
        return "ok", "", None

    async def tell(self) -> None:
        """Writes the health down; an event goes out only when it changed.

        Of several daemons the one that polls has the word. The others speak up when sending fails here, and take only that back.
        """
        state, reason, next_try = self.health()
        over, self._complaint = self._complaint, reason[:500] if self.send_error is not None else ""
        try:
            await self._store.write(feeds.say_state, self.name, state, reason[:500], next_try, self._leases.among,
                                    over if not self._complaint else None)
        except StoreError as error:
            self.context.log.error("the channel's health (%s) could not be written: %s", state, error)

    def _log(self, error: Exception, doing: str) -> None:
        """A fault of the world is one line; a fault of the code has its traceback."""
        known = isinstance(error, (ChannelError, StoreError, OSError, TimeoutError))
        self.context.log.warning("%s failed: %s", doing, _words(error), exc_info=None if known else error)


def _words(error: BaseException) -> str:
    if isinstance(error, TimeoutError) and not str(error):
        return "no answer in time"
    return fit(str(error))[:500] or type(error).__name__

