"""The channels of this daemon: made from the configuration, supervised one by one, told what people ask of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from inbox import egress, registry
from inbox.config import Config
from inbox.connector import Connector, Serves, Taken
from inbox.context import ChannelContext
from inbox.errors import AuthError, ConfigError, NotFoundError, StoreError
from inbox.grants import Grants
from inbox.ingest import Guard, Ingest
from inbox.signing import Signer
from inbox.store import Store, feeds, stuck
from inbox.supervise import Running
from inbox.types import Batch

log = logging.getLogger(__name__)


async def _nothing(name: str) -> None:
    """Nobody sends here."""


UNRENEWED = "the leases could not be renewed, polling pauses until they are: %s"
LEFT_ALONE = 600.0  # seconds for which a channel that was given away and came back is kept


class Channels:
    """Channels by name. `polls`, `sends`: the roles of this daemon. `owner` names it."""

    def __init__(self, config: Config, store: Store, signer: Signer, *, owner: str, polls: bool = True, sends: bool = True) -> None:
        self._config = config
        self._store = store
        self._signer = signer
        self._owner = owner
        self._polls = polls
        self._sends = sends
        self._ingest: Ingest | None = None
        self._connectors: dict[str, Connector[Any]] = {}
        self._contexts: dict[str, ChannelContext] = {}
        self._unmade: dict[str, str] = {}  # channels whose connector cannot be made -> why
        self._running: dict[str, Running] = {}
        self._fences: dict[str, Guard] = {}
        self._given: dict[str, float] = {}  # channel -> loop time at which it was left to others
        self._lease = config.store.takeover_seconds  # seconds that what this daemon holds is its own
        self._renewing = self._lease / 4  # seconds between two renewals: as long may it take until a lease that ended is taken
        self._lease_task: asyncio.Task[None] | None = None
        self.grants = Grants(store, signer, self.connector)
        self.on_open: Any = lambda name: None
        self.on_leave: Callable[[str], Awaitable[None]] = _nothing
        self._make()

    # ------------------------------------------------------------ what others need

    def names(self) -> list[str]:
        """Channels that are configured rightly and enabled."""
        return list(self._connectors)

    def connector(self, name: str) -> Connector[Any]:
        """The connector of a channel, opened or not. Raises NotFoundError when the channel left the configuration."""
        found = self._connectors.get(name)
        if found is None:
            raise NotFoundError(f"the channel {name!r} is not configured (any more), so nothing can be sent or fetched there")
        return found

    def sending(self) -> Sequence[str]:
        """Channels that are open and may send from this daemon."""
        return [name for name, running in self._running.items() if running.is_open] if self._sends else []

    async def fetching(self) -> list[str]:
        """Channels that are open and whose media this daemon fetches."""
        return [name for name, running in self._running.items() if running.is_open and self._polls
                and (not self.needed or await self.guard(name) is not None)]

    def admits(self, name: str, email: str) -> bool:
        """Whether an agent may see the channel."""
        config = self._config.channels.get(name)
        return config is None or not config.agents or email.lower() in {a.lower() for a in config.agents}

    def ready(self) -> bool:
        """Whether every channel has been opened, or is known to be down."""
        return all(running.settled.is_set() for running in self._running.values())

    async def settled(self, name: str, seconds: float) -> None:
        """Waits until the channel has been opened, or is known to be down; no longer than that."""
        if (running := self._running.get(name)) is not None:
            try:
                async with asyncio.timeout(seconds):
                    await running.settled.wait()
            except TimeoutError:
                pass  # it goes on opening; its state tells

    def serving(self) -> list[tuple[str, Connector[Any]]]:
        """Channels with web hooks."""
        return [(name, c) for name, c in self._connectors.items() if isinstance(c, Serves)]

    async def send_failed(self, name: str, error: Exception) -> None:
        """The outbox met a fault of the channel."""
        running = self._running.get(name)
        if running is not None:
            running.send_error = error
            if isinstance(error, AuthError):
                log.error("channel %s: sending is refused: %s", name, error)
            await running.tell()

    async def send_worked(self, name: str) -> None:
        """The outbox got through."""
        running = self._running.get(name)
        if running is not None and running.send_error is not None:
            running.send_error = None
            await running.tell()

    # ------------------------------------------------------------ life

    def _make(self) -> None:
        """Builds a connector for every channel that the configuration describes rightly."""
        guard = egress.networks(self._config.server.egress_allow)
        self._unmade = {}
        for name, config in self._config.channels.items():
            if not config.enabled or name in self._connectors:
                continue
            context = ChannelContext(name, store=self._store, signer=self._signer, public_url=self._config.server.public_url,
                                     guard=guard, take=self._take, token=self.grants.token, limited=self._limited,
                                     strict=name in self._config.installed)
            try:
                self._connectors[name] = registry.connector(config.type)(config, context)
            except Exception as error:  # a connector may be anybody's, and costs no channel but its own
                self._unmade[name] = str(error) if isinstance(error, ConfigError) else f"{type(error).__name__}: {error}"
                log.error("channel %s cannot be made: %s", name, self._unmade[name], exc_info=not isinstance(error, ConfigError))
            else:
                self._contexts[name] = context

    def adopt(self, config: Config) -> None:
        """Before the start: channels that the store knows come to those of the file."""
        self._config = config
        self._make()

    async def start(self, ingest: Ingest) -> None:
        """Begins to open every channel; returns at once."""
        self._ingest = ingest
        for name in self._connectors:
            await self._begin(name)
        await self._tell_broken()
        if self._shared:
            await self._renew()
            self._lease_task = asyncio.create_task(self._keep_leases(), name="leases")

    async def _tell_broken(self) -> None:
        broken = {name: "; ".join(str(p) for p in problems) for name, problems in self._config.broken.items()}
        for name, reason in (broken | self._unmade).items():
            await self._store.write(feeds.ensure_channel, name, "")
            await self._store.write(feeds.say_state, name, "misconfigured", reason[:500], None, self.among)

    async def _begin(self, name: str) -> None:
        assert self._ingest is not None  # start gave it
        connector = self._connectors[name]
        await self._store.write(feeds.ensure_channel, name, connector.config.type)
        running = Running(name, connector, self._contexts[name], self._store, self._ingest, self, polls=self._polls,
                          opened=lambda: self.on_open(name))
        row = await self._store.quick(feeds.channel, name)
        running.paused = bool(row is not None and row.paused)
        self._running[name] = running
        running.start()

    async def stop(self) -> None:
        """Closes everything, side by side."""
        if self._lease_task is not None:
            self._lease_task.cancel()
            await asyncio.gather(self._lease_task, return_exceptions=True)
        await asyncio.gather(*(running.stop() for running in self._running.values()))
        self._running = {}
        for context in self._contexts.values():
            await context.close()
        if self._shared:
            try:
                await self._store.write(feeds.drop_leases, self._owner)
            except StoreError as error:
                log.warning("the leases could not be given back, they end by themselves: %s", error)

    async def reload(self, config: Config) -> list[str]:
        """Takes a new configuration: channels that changed are closed and opened anew. Their names.

        What a channel has on the wire is let finish first: a changed signature shall make no send uncertain.
        """
        changed = [n for n, c in self._config.channels.items() if config.channels.get(n) != c
                   or (n in config.installed) != (n in self._config.installed)]
        added = [n for n in config.channels if n not in self._config.channels]
        leaving = {name: self._running.pop(name) for name in changed if name in self._running}
        await asyncio.gather(*(self.on_leave(name) for name in leaving))
        await asyncio.gather(*(running.stop() for running in leaving.values()))
        for name in changed:  # no await from here until the new ones are made: to those who ask, a channel is never away
            self._connectors.pop(name, None)
            self._contexts.pop(name, None)
            if name not in config.channels:
                self._fences.pop(name, None)
        self._config = config
        self._make()
        if added and self._shared:
            await self._renew()  # a new channel is polled at once, not when the leases are next renewed
        for name in self._connectors:
            if name not in self._running:
                await self._begin(name)
        await self._tell_broken()
        return changed + added

    # ------------------------------------------------------------ what people ask

    def tick(self) -> None:
        """The clock."""
        for running in self._running.values():
            running.tick()

    async def poll(self, name: str) -> None:
        """Polls at once, but not against a provider's rate limit."""
        if name in self._running:
            self._running[name].poll_now()

    async def pause(self, name: str) -> None:
        """Stops fetching; sending goes on."""
        if name in self._running:
            await self._running[name].set_paused(True)

    async def resume(self, name: str) -> None:
        """Fetches again, at once."""
        if name in self._running:
            await self._running[name].set_paused(False)

    # ------------------------------------------------------------ what connectors ask

    async def _take(self, name: str, feed: str, batch: Batch) -> tuple[Taken, ...]:
        assert self._ingest is not None  # start gave it
        return await self._ingest.take(name, feed, batch)

    def _limited(self, name: str, feed: str, until: datetime, reason: str) -> None:
        running = self._running.get(name)
        if running is not None:
            running.limit(feed, (until - running.context.now()).total_seconds(), reason)

    # ------------------------------------------------------------ leases

    @property
    def _shared(self) -> bool:
        """Several daemons may share a PostgreSQL store; a SQLite store has one."""
        return self._store.dialect == "postgresql"

    @property
    def needed(self) -> bool:
        return self._shared and self._polls

    @property
    def among(self) -> str | None:
        """The name of this daemon among those that may share the store; None: it is alone."""
        return self._owner if self._shared else None

    async def guard(self, name: str) -> Guard | None:
        return self._fences.get(name)

    async def _renew(self) -> None:
        now = asyncio.get_running_loop().time()
        came_back = [name for name in self._given if name in self._fences and now - self._given[name] < LEFT_ALONE]
        fences, given = await self._store.write(feeds.renew, self._owner, self._lease, list(self._connectors) if self._polls else None,
                                                came_back)
        before = self._fences
        self._fences = {name: Guard(name=feeds.CHANNEL + name, owner=self._owner, fence=fence) for name, fence in fences.items()}
        self._given |= dict.fromkeys(given, now)
        for name in self._fences.keys() - before.keys() & self._running.keys():
            await self._running[name].tell()  # whoever polled before may have left a word that is not true any more

    async def _keep_leases(self) -> None:
        """On and on. A late answer is one: not the time but the fence in each commit keeps out who lost his lease."""
        while True:
            await asyncio.sleep(self._renewing)
            renewing = asyncio.create_task(self._renew(), name="renewing")
            late = False
            try:
                while not (await asyncio.wait({renewing}, timeout=self._lease / 2))[0]:
                    if not late:
                        log.error(UNRENEWED, "no answer of the database in time")
                    late, self._fences = True, {}
                    await self._clear_the_way()
                await renewing
            except Exception as error:
                log.error(UNRENEWED, error, exc_info=None if isinstance(error, StoreError) else error)
                self._fences = {}
            finally:
                renewing.cancel()

    async def _clear_the_way(self) -> None:
        """The database answers nobody who writes: another daemon may have been stopped while it held a lock."""
        try:
            async with asyncio.timeout(self._lease / 2):
                if ended := await self._store.read(stuck.end, self._lease / 2):
                    log.warning("%d sessions of the database held others up and are ended: a daemon was stopped in mid-sentence", ended)
        except (StoreError, TimeoutError):
            log.debug("nobody can be asked who holds the database up")  # it is away: that was said
