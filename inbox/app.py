"""App: everything that runs, put together; and the Bus that carries events from the journal to whoever listens."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from inbox import installed
from inbox.channels import Channels
from inbox.config import Config
from inbox.desk import Desk
from inbox.errors import StoreError
from inbox.events import Event
from inbox.ingest import Ingest
from inbox.letters import Letters
from inbox.log import hide
from inbox.media import fetch_due
from inbox.outbox import Outbox
from inbox.rounds import Rounds
from inbox.signing import Signer
from inbox.store import Store, conversations, feeds, journal, leftovers, orphans, privacy
from inbox.store import installed as made_here
from inbox.store.hints import Hints
from inbox.workers import Readers

log = logging.getLogger(__name__)

ROLES = frozenset({"api", "poll", "send"})
QUEUE = 1000  # events that a slow listener may be behind before it is told to ask for everything again
AGAIN = 1.0  # seconds until what the store could not tell is asked for again
FOLLOW = 0.5  # seconds between two looks at what other processes journalled


class Bus:
    """Follows the journal and hands every event to every listener. Own and foreign events come the same way."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._wake = asyncio.Event()
        self._listeners: set[asyncio.Queue[Event]] = set()
        self._task: asyncio.Task[None] | None = None
        self.hints: Hints | None = None
        self.last = 0

    async def start(self) -> None:
        """From now on."""
        self.last = await self._store.read(journal.last)
        self._store.committed = self._wake.set
        self.hints = Hints(self._store, self._wake.set)
        self.hints.start()
        self._task = asyncio.create_task(self._follow(), name="bus")

    async def stop(self) -> None:
        """No more events."""
        if self.hints is not None:
            await self.hints.stop()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @contextmanager
    def subscribe(self) -> Iterator[asyncio.Queue[Event]]:
        """A queue of events while the block lasts. One that is not emptied gets a `resync` and starts anew."""
        queue: asyncio.Queue[Event] = asyncio.Queue(QUEUE)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    async def _follow(self) -> None:
        while True:
            try:
                async with asyncio.timeout(FOLLOW):
                    await self._wake.wait()
            except TimeoutError:
                pass  # other processes wake us by hints that may be lost: their events are looked for
            self._wake.clear()
            try:
                more = True
                while more:
                    events = await self._store.quick(journal.since, self.last)
                    for event in events:
                        self._give(event)
                        self.last = event.id
                    more = len(events) == journal.PAGE
                    await asyncio.sleep(0)
            except StoreError as error:
                log.error("the journal cannot be read: %s", error)
                await asyncio.sleep(1.0)
            except Exception:  # whatever it is, those who listen must hear of what comes next
                log.exception("following the journal failed")
                await asyncio.sleep(1.0)

    def _give(self, event: Event) -> None:
        for queue in self._listeners:
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(Event(id=event.id, kind="resync", at=event.at))
            else:
                queue.put_nowait(event)


class App:
    """A daemon without its HTTP server. `roles`: what this one does of api, poll and send.

    `config` holds, once started, the channels that were made in a browser too; `file` is what the file says.
    """

    def __init__(self, config: Config, *, roles: frozenset[str] = ROLES) -> None:
        self.config = self.file = config
        self.roles = roles
        self.owner = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.signer = Signer(config.ensure_key())
        self.store = Store.of(config.store)
        self.bus = Bus(self.store)
        self.readers = Readers(max(1, min(4, (os.cpu_count() or 2) - 1)))
        self.channels = Channels(config, self.store, self.signer, owner=self.owner, polls="poll" in roles, sends="send" in roles)
        self.desk = Desk(self.store, self.channels)
        self.ingest = Ingest(self.store, self.channels, self.signer, self.readers, reopen_days=config.server.reopen_days)
        self.outbox = Outbox(self.store, self.channels, self.signer, self.owner)
        self.letters = Letters(self.store, self.channels, lambda: self.config)
        self._rounds = Rounds()
        self._tasks: list[asyncio.Task[None]] = []
        self._jobs_running: set[str] = set()
        self._jobs: set[asyncio.Task[None]] = set()
        self._reloading = asyncio.Lock()
        self.started_at = self.store.clock()

    # ------------------------------------------------------------ life

    async def start(self, *, apart: bool = False) -> None:
        """Opens the store, begins to open the channels, starts the clock. Returns before the channels are open.

        `apart`: a SQLite store is upgraded in a process of its own. PostgreSQL is upgraded by `inbox db upgrade` alone.
        """
        await self.store.open(exclusive=True, migrate=self.store.dialect == "sqlite", apart=apart)
        await self.bus.start()
        self.config = await self._whole(self.file)
        self.channels.adopt(self.config)
        self.channels.on_open = lambda name: self.outbox.release(name)
        self.channels.on_leave = self.outbox.finish
        await self.channels.start(self.ingest)
        alone = self.store.dialect == "sqlite"
        await self.outbox.recover(alone=alone)
        self._tasks.append(asyncio.create_task(self._listen(), name="app-events"))
        self._tasks.append(asyncio.create_task(self._catch_up(), name="app-catch-up"))
        if "send" in self.roles:
            self.outbox.start()
        self._start_clock()
        read_apart = {c.config.type for c in map(self.channels.connector, self.channels.names()) if c.features.read_apart}
        for type_ in sorted(read_apart) if "poll" in self.roles else ():  # the first mail need not wait for a worker's imports
            self._beside(f"warm-{type_}", partial(self.readers.warm, type_))

    async def reload(self, file: Config | None = None) -> None:
        """Takes up what changed: the file when it is given, and the channels that were made in a browser."""
        async with self._reloading:
            self.file = file or self.file
            whole = await self._whole(self.file)
            await self.channels.reload(whole)
            self.config = whole

    async def reload_surely(self, file: Config | None = None) -> None:
        """As `reload`, until the store answers: nobody says a second time that a channel has changed, or has gone."""
        while True:
            try:
                return await self.reload(file)
            except StoreError as error:
                log.warning("the channels could not be taken up anew, once more in a second: %s", error)
                await asyncio.sleep(AGAIN)

    async def _whole(self, file: Config) -> Config:
        found = installed.merged(file, await self.store.read(made_here.every), self.signer)
        hide(found.secrets)
        for name in sorted(found.installed & found.broken.keys()):
            log.error("channel %s, made in the browser, is left out: %s", name, "; ".join(map(str, found.broken[name])))
        for name in sorted(found.shadowed):
            log.warning("channel %s was made in the browser and yields to the one of that name in the configuration", name)
        return found

    async def stop(self, deadline: float = 10.0) -> str:
        """Ends everything within `deadline` seconds and says what it did."""
        self._rounds.stop()
        finished, cut = await self.outbox.stop(deadline)
        beside = [*self._tasks, *self._jobs]
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await self.channels.stop()
        await self.bus.stop()
        await self.readers.close()
        await self.store.close()
        if not finished and not cut:
            return "nothing was on the wire"
        return f"{finished} sends on the wire were finished, {cut} were cut off (each is queued or uncertain)"

    # ------------------------------------------------------------ the clock: it wakes, the store says what is due

    def _start_clock(self) -> None:
        def every(seconds: float, name: str, work: Callable[[], Awaitable[Any]]) -> None:
            self._rounds.every(seconds, self._job, name, work)
        if "poll" in self.roles:
            self._rounds.every(0.5, self._tick)
            every(2, "media", self._fetch_media)
            every(30, "left", self._read_left)
        if "send" in self.roles:
            every(2, "tidy", self._tidy)
            every(2, "letters", self.letters.send_due)
            every(self.file.store.takeover_seconds / 2, "recover", self._recover)
        every(5, "snoozed", self._wake_snoozed)
        every(3600, "prune", self._prune)
        every(600, "shelf", self.store.shelf.tidy)
        every(6 * 3600, "orphans", self._sweep)
        self._rounds.start()

    async def _tick(self) -> None:
        self.channels.tick()

    async def _job(self, name: str, work: Any) -> None:
        """Runs periodic work, never twice at once; a failure is logged and the next time is another chance."""
        if name in self._jobs_running:
            return
        self._jobs_running.add(name)
        try:
            await work()
        except asyncio.CancelledError:
            return  # APScheduler cuts its jobs off when it ends, and would call that a fault of the job
        except StoreError as error:
            log.error("the periodic work %r met the store: %s", name, error)
        except Exception:
            log.exception("the periodic work %r failed", name)
        finally:
            self._jobs_running.discard(name)

    def _beside(self, name: str, work: Callable[[], Awaitable[Any]]) -> None:
        """Starts a job of its own: a channel that hangs holds up its own jobs and no other's."""
        task = asyncio.create_task(self._job(name, work), name=name)
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)

    async def _fetch_media(self) -> None:
        for name in await self.channels.fetching():
            self._beside(f"media-{name}", partial(fetch_due, self.store, self.channels, name))

    async def _tidy(self) -> None:
        for name in self.channels.sending():
            self._beside(f"tidy-{name}", partial(self.outbox.tidy, name))

    async def _recover(self) -> None:
        await self.outbox.recover(alone=False)

    async def _read_left(self) -> None:
        count = await self.ingest.recover(everything=False)
        if count:
            log.warning("%d items that the store could not keep at once have been read now", count)

    async def _wake_snoozed(self) -> None:
        await self.store.write(lambda tx: conversations.wake(tx, tx.now))

    async def _prune(self) -> None:
        while await self.store.write(journal.prune):
            pass  # portion by portion: nobody waits for the deleting of a week's events
        await privacy.tidy(self.store, {name: c.keep_days for name, c in self.config.channels.items() if c.keep_days})

    async def _sweep(self) -> None:
        count = await orphans.sweep(self.store)
        if count:
            log.info("%d files and blobs that nobody names have been removed", count)

    # ------------------------------------------------------------ what happens

    async def _catch_up(self) -> None:
        """Items that a crash left unread, and what it left of an erasure."""
        try:
            await leftovers.finish(self.store)
        except Exception:
            log.exception("an erasure that was broken off could not be finished; the hourly round tries again")
        try:
            count = await self.ingest.recover(everything=True)
        except Exception:
            log.exception("reading what a crash left behind failed")
        else:
            if count:
                log.warning("%d items that were written down before a stop have been read now", count)

    async def _listen(self) -> None:
        """Acts on events: own ones and those of other processes."""
        with self.bus.subscribe() as queue:
            while True:
                event = await queue.get()
                try:
                    await self._act(event)
                except StoreError as error:
                    log.error("acting on the event %d (%s) met the store: %s", event.id, event.kind, error)
                except Exception:  # the next event must be acted on all the same
                    log.exception("acting on the event %d (%s) failed", event.id, event.kind)

    @staticmethod
    def _note(event: Event) -> None:
        """What an operator with nothing but the log must learn: ids and causes, never a text of a message."""
        delivery = event.data.get("delivery")
        if event.kind == "ledger.quarantined":
            cause = event.data.get("cause") or {}
            log.warning("channel %s: item %s cannot be read (%s: %s); it is kept: inbox quarantine list", event.channel,
                        event.data.get("ledger"), cause.get("code"), cause.get("detail"))
        elif event.kind == "message.updated" and delivery in ("uncertain", "failed", "bounced"):
            log.warning("channel %s: message %s is %s; see inbox outbox list", event.channel, event.message, delivery)

    async def _act(self, event: Event) -> None:
        self._note(event)
        if event.kind == "channel.command":
            do = event.data.get("do")
            if do == "poll":
                await self.channels.poll(event.channel)
            elif do == "pause":
                await self.channels.pause(event.channel)
            elif do == "resume":
                await self.channels.resume(event.channel)
                self.outbox.release(event.channel)
            elif do == "reload":  # it waits for what is on the wire: beside the events, and each one for itself
                self._beside(f"reload-{event.id}", self.reload_surely)
        elif event.kind == "ledger.retry" and "poll" in self.roles:
            # it may take as long as a reader may: beside the events, and once more on the clock if it fails
            self._beside(f"ledger-retry-{event.data['ledger']}", partial(self.ingest.retry, int(event.data["ledger"])))
        elif event.kind == "resync":
            await self._resync()
        elif event.kind in ("message.updated", "message.created") and event.data.get("delivery", "queued") == "queued":
            self.outbox.wake()

    async def _resync(self) -> None:
        """We were too slow to hear every event: what they asked for is looked up."""
        self._beside("reload-all", self.reload_surely)
        for name in self.channels.names():
            row = await self.store.quick(feeds.channel, name)
            if row is not None:
                await (self.channels.pause(name) if row.paused else self.channels.resume(name))
        self._beside("left", self._read_left)
        self.outbox.wake()
