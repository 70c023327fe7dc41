"""Replies out: claim, send, settle. At most once unless a person says otherwise.

The attempt is committed before the wire is touched; `phase("data_sent")` is committed before the bytes that cannot be
taken back. Behind that border every end but a clear answer is `uncertain`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from inbox import retry
from inbox.connector import Completes, Connector, Resolves
from inbox.errors import AuthError, ConflictError, InboxError, PolicyError, RefusedError, StoreError, TemporaryError, UncertainError
from inbox.fit import fit
from inbox.signing import Signer
from inbox.store import Rows, Store, blobs, deliveries, enclosed, waits
from inbox.store.faults import UnfitError
from inbox.store.times import moment
from inbox.timings import Timings
from inbox.types import Address, Answered, OutboundMessage, Receipt

log = logging.getLogger(__name__)

SECOND = 1_000_000  # microseconds
LEASE = 120  # seconds beyond the send's own deadline after which another daemon may look at a delivery
AHEAD = 8  # times as many deliveries as may be sent at once are claimed and prepared, where sends are quick …
PACE = 1.0  # … so that those that wait for their turn have it within about so many seconds
EASE = 0.1  # seconds that a caller with a new reply waits at most, where a send takes no longer
PATIENCE = 60.0  # seconds after which one that waits for its turn all the same goes back to the queue
AUTH_PROBE = 900.0  # seconds until a channel with refused credentials is tried once more


class Roster(Protocol):
    """What the outbox needs of the channels."""

    def names(self) -> Sequence[str]:
        """Every channel, opened or not."""

    def sending(self) -> Sequence[str]:
        """Channels that are open and may send."""

    def connector(self, name: str) -> Connector[Any]: ...

    async def send_failed(self, name: str, error: Exception) -> None:
        """A send met a fault of the channel, not of the message."""

    async def send_worked(self, name: str) -> None: ...


class _Phase:
    """What a connector is given to say how far it is. `prepared`: what will go out, written down with the first word."""

    def __init__(self, store: Store, row: Any) -> None:
        self._store = store
        self._row = row
        self.began = asyncio.get_running_loop().time()
        self.name = ""
        self.prepared: OutboundMessage | None = None

    async def __call__(self, name: str, /, **evidence: Any) -> None:
        large = self.prepared is not None and len(self.prepared.prepared or b"") > blobs.SMALL
        keep = self._store.write if large else self._store.brief
        await keep(deliveries.phase, self._row.id, self._row.fence, name, evidence, self.prepared)
        self.name, self.prepared = name, None


class Outbox:
    """Sends for every open channel. `owner` names this daemon."""

    def __init__(self, store: Store, roster: Roster, signer: Signer, owner: str) -> None:
        self._store = store
        self._roster = roster
        self._signer = signer
        self._owner = owner
        self._wake = asyncio.Event()
        self.sends: dict[str, Timings] = {}  # by channel: how long a provider took to take a message
        self._running: dict[str, set[asyncio.Task[None]]] = {}
        self._abreast: dict[str, int] = {}  # by channel: how many may be sent at once
        self._in_hand: set[int] = set()  # deliveries that are being sent here
        self._held: dict[str, float] = {}  # channel -> loop time until which it does not send
        self._freed: dict[str, float] = {}  # channel -> loop time when it was last told that it may send again
        self._leaving: set[str] = set()  # channels that are being closed: nothing begins there until they open again
        self._probing: set[str] = set()  # channels at a limit without a time: behind it one goes first, alone
        self._pace: dict[str, float] = {}  # seconds that a send takes lately
        self._turns: WeakKeyDictionary[Connector[Any], asyncio.Semaphore] = WeakKeyDictionary()
        self._easing: deque[asyncio.Future[None]] = deque()  # callers who wait until something has left
        self._task: asyncio.Task[None] | None = None

    # ------------------------------------------------------------ life

    def start(self) -> None:
        """Begins to send."""
        self._task = asyncio.create_task(self._run(), name="outbox")

    def wake(self) -> None:
        """Something may be due."""
        self._wake.set()

    def release(self, channel: str) -> None:
        """The channel may send again: it has been opened, or a person resumed it."""
        self._leaving.discard(channel)
        self._held.pop(channel, None)
        self._freed[channel] = asyncio.get_running_loop().time()
        self.wake()

    async def finish(self, channel: str, deadline: float = 10.0) -> None:
        """Lets what a channel has on the wire end, for at most `deadline` seconds: it is about to be closed."""
        self._leaving.add(channel)
        if tasks := list(self._running.get(channel, ())):
            await asyncio.wait(tasks, timeout=deadline)

    async def stop(self, deadline: float) -> tuple[int, int]:
        """Stops claiming and gives what is on the wire `deadline` seconds. (finished, cut off)."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        tasks = [t for running in self._running.values() for t in running]
        done, late = await asyncio.wait(tasks, timeout=deadline) if tasks else (set(), set())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return len(done), len(late)

    async def recover(self, *, alone: bool) -> int:
        """After a start or on the clock: what is `sending` and nobody sends becomes uncertain or queued."""
        idempotent = [name for name in self._roster.names() if self._roster.connector(name).features.idempotent]
        found = await self._store.write(deliveries.recover, idempotent=idempotent, owner_alive=not alone, owner=self._owner,
                                        in_hand=list(self._in_hand))
        back = await self._store.write(waits.set_back)
        if found:
            log.warning("%d deliveries were cut off in mid-send; each is now queued or uncertain", found)
        if back:
            log.warning("the clock was set back: %d deliveries go now, not when the time comes again for which they waited", back)
        if found or back:
            self.wake()
        return found

    async def ease(self) -> None:
        """Waits for a moment while half of what may be sent at once is on its way, on any channel that sends quickly, and others wait.

        So replies are taken as fast as they leave, and nobody's waits behind hundreds that one caller wrote.
        """
        if not self._full() and all(turn.done() for turn in self._easing):
            return
        turn = asyncio.get_running_loop().create_future()
        self._easing.append(turn)
        with suppress(TimeoutError):
            async with asyncio.timeout(EASE):
                await turn

    def _full(self) -> bool:
        return any(2 * len(running) > self._abreast[channel] and self._pace.get(channel, PACE) < EASE
                   for channel, running in self._running.items())

    # ------------------------------------------------------------ the loop

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            wait = 60.0
            for channel in self._roster.sending():
                try:
                    wait = min(wait, await self._serve(channel))
                except Exception as error:  # whatever it is, the other channels go on and this one is tried again
                    known = isinstance(error, StoreError)
                    log.error("the outbox cannot serve channel %s now: %s", channel, error, exc_info=None if known else error)
                    wait = min(wait, 2.0)
            try:
                async with asyncio.timeout(max(wait, 0.001)):
                    await self._wake.wait()
            except TimeoutError:
                pass  # something is due by the clock

    async def _serve(self, channel: str) -> float:
        """Starts what is due on a channel; seconds until there may be more."""
        loop = asyncio.get_running_loop()
        held = self._held.get(channel, 0.0) - loop.time() if channel not in self._leaving else 60.0
        if held > 0:
            return held
        features = self._roster.connector(channel).features
        running = self._running.setdefault(channel, set())
        self._abreast[channel] = features.parallel_sends
        ahead = min(AHEAD, max(1, int(PACE / self._pace.get(channel, PACE))))  # a commit takes longer than most of what is said on the wire
        room = (1 if channel in self._probing else features.parallel_sends * ahead) - len(running)
        if room <= 0:
            return 60.0  # a finished send wakes the loop
        due = await self._store.quick(_due, channel)
        if due is None:
            return 60.0
        wait = (due - self._store.clock()) / SECOND
        if wait > 0:
            return wait
        lease = int((features.send_timeout + LEASE) * SECOND)
        rows = await self._store.brief(deliveries.claim, channel, self._owner, room, lease)
        if channel in self._leaving:  # since then: its connector may be closed already
            for one in rows:
                await self._back(one.row)
            return 60.0
        for one in rows:
            task = asyncio.create_task(self._send(channel, one), name=f"send-{one.row.id}")
            running.add(task)
            self._in_hand.add(one.row.id)
            task.add_done_callback(running.discard)
            task.add_done_callback(partial(self._done, one.row.id))
        return 60.0 if rows else 1.0  # nothing to take although something is due: it waits for one before it

    def _done(self, delivery: int, _: asyncio.Task[None]) -> None:
        self._in_hand.discard(delivery)
        self.wake()
        while self._easing:
            turn = self._easing.popleft()
            if not turn.done():  # else it waited long enough
                turn.set_result(None)
                if self._full():
                    return

    # ------------------------------------------------------------ one send

    async def _send(self, channel: str, claimed: deliveries.Claimed) -> None:
        row = claimed.row
        phase = _Phase(self._store, row)
        connector = self._roster.connector(channel)
        began = 0.0
        turn = self._turns.setdefault(connector, asyncio.Semaphore(connector.features.parallel_sends))
        try:
            message = await self._prepared(connector, claimed, phase)
            if not await self._has_turn(channel, turn, row):
                return
            try:
                async with asyncio.timeout(connector.features.send_timeout):
                    began = time.perf_counter()
                    receipt = await connector.send(message, phase)
            finally:
                turn.release()
        except asyncio.CancelledError:
            await asyncio.shield(self._end(channel, row, phase, connector, TimeoutError("the daemon was stopped")) if began
                                 else self._back(row))
            raise
        except Exception as error:  # noqa: BLE001 - `_end` says what each means for the message
            self._pace[channel] = PACE
            await self._end(channel, row, phase, connector, error)
        else:
            took = time.perf_counter() - began
            self.sends.setdefault(channel, Timings()).add(took)
            self._pace[channel] = 0.5 * (self._pace.get(channel, PACE) + took)
            self._probing.discard(channel)
            await self._settle_prepared(row, phase)
            await self._settle(deliveries.sent, row, receipt, completes=isinstance(connector, Completes))
            await self._roster.send_worked(channel)

    async def _has_turn(self, channel: str, turn: asyncio.Semaphore, row: Any) -> bool:
        """Waits until it may be sent; False: it went back to the queue, for the others take too long or the channel is held."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE if turn.locked() else None):
                await turn.acquire()
            if self._held.get(channel, 0.0) <= asyncio.get_running_loop().time():
                return True
            turn.release()
        await self._back(row)
        return False

    async def _back(self, row: Any) -> None:
        """It was claimed and never begun: that was no attempt. It is due at once: how long a channel is held, the channel knows."""
        await self._settle(deliveries.requeue, row, self._store.clock(), "", "", counts=False)

    async def _prepared(self, connector: Connector[Any], claimed: deliveries.Claimed, phase: _Phase) -> OutboundMessage:
        row = claimed.row
        plain = not row.files and not row.prepared  # then everything is at hand
        message = _outbound(self._signer, row, claimed.recipients) if plain else await self.rebuild(row)
        if message.prepared is not None or message.external_id:
            return message
        message = connector.prepare(message)
        if message.prepared is not None:
            await blobs.stage(self._store, [message.prepared])
        if message.prepared is not None or message.external_id:
            phase.prepared = message
        return message

    async def rebuild(self, row: Any) -> OutboundMessage:
        """The frozen message from its rows; recipients that are settled already are left out."""
        if self._store.shelf.remote:
            await self._store.at_hand(await self._store.read(enclosed.contents, row))
        return await self._store.read(_rebuilt, self._store, self._signer, row)

    async def _end(self, channel: str, row: Any, phase: _Phase, connector: Connector[Any], error: BaseException) -> None:
        """Every end but a receipt."""
        if isinstance(error, ConflictError):  # another daemon took it, or a person settled it
            log.warning("delivery %d was settled elsewhere: %s", row.id, error)
        elif isinstance(error, (RefusedError, PolicyError)):
            await self._settle(deliveries.failed, row, fit(error.code), fit(error.human))
        elif isinstance(error, UncertainError):
            words = ", ".join(f"{k} {v}" for k, v in error.evidence.items())
            await self._unsure(channel, row, connector, phase, fit(f"{error}{f' ({words})' if words else ''}")[:1000])
        elif isinstance(error, AuthError):
            known = self._freed.get(channel, phase.began) > phase.began  # new credentials came while the old ones were being refused
            if not known:
                self._held[channel] = asyncio.get_running_loop().time() + AUTH_PROBE
            await self._settle(deliveries.requeue, row, self._store.clock() + SECOND, "auth", _words(error), counts=False)
            if not known:
                await self._roster.send_failed(channel, error)
        elif isinstance(error, TemporaryError) or phase.name != "data_sent":
            await self._later(channel, row, error)
        else:
            await self._unsure(channel, row, connector, phase, _words(error))

    async def _later(self, channel: str, row: Any, error: BaseException) -> None:
        now = self._store.clock()
        cause = error if isinstance(error, Exception) else None
        wait = retry.send_after(row.attempts, (now - row.created_at) / SECOND, cause, random.random())  # noqa: S311 - spreads load
        if not isinstance(error, (InboxError, TimeoutError, OSError)):
            log.error("sending delivery %d failed in a way that its connector does not know", row.id, exc_info=error)
        if wait is None:
            await self._settle(deliveries.failed, row, "gave_up", f"two days of trying: {_words(error)}")
        else:
            code = "rate_limited" if isinstance(error, TemporaryError) and error.limited else "temporary"
            if retry.endless(cause):
                self._held[channel] = asyncio.get_running_loop().time() + wait
                self._probing.add(channel)
            await self._settle(deliveries.requeue, row, now + int(wait * SECOND), code, _words(error))
        if isinstance(error, Exception) and isinstance(error, TemporaryError):
            await self._roster.send_failed(channel, error)

    async def _settle_prepared(self, row: Any, phase: _Phase) -> None:
        """A connector that never said how far it was: what it may have sent is written down with its end."""
        if phase.prepared is not None:
            await self._settle(deliveries.prepared, row, phase.prepared)
            phase.prepared = None

    async def _unsure(self, channel: str, row: Any, connector: Connector[Any], phase: _Phase, text: str) -> None:
        await self._settle_prepared(row, phase)
        if connector.features.idempotent:  # the same key twice is surely one message there
            await self._later(channel, row, TemporaryError(text))
            return
        await self._settle(deliveries.uncertain, row, text)

    async def _settle(self, fn: Any, row: Any, *args: Any, **kwargs: Any) -> None:
        """Writes an end down. When the store is away it is tried for a quarter of an hour: the end is known only here."""
        for pause in (0.05, 0.2, 1.0, 2.0, 5.0, *[10.0] * 90):
            try:
                await self._store.brief(fn, row.id, row.fence, *args, **kwargs)
                return
            except ConflictError as error:
                log.warning("delivery %d was settled elsewhere: %s", row.id, error)
                return
            except Exception as error:  # what happened at the provider must not be lost for any cause
                if isinstance(error, UnfitError) or not isinstance(error, StoreError):
                    log.exception("delivery %d has an end that cannot be written down as it is", row.id)
                    fn, args, kwargs = deliveries.uncertain, (f"the connector's answer is unfit: {_words(error)[:300]}",), {}
                else:
                    log.error("delivery %d has an end that the store does not take, trying again: %s", row.id, error)
                await asyncio.sleep(pause)
        log.error("delivery %d keeps its lease; recovery will call it uncertain or queue it", row.id)

    # ------------------------------------------------------------ afterwards

    async def tidy(self, channel: str) -> None:
        """On the clock: steps after successful sends, and uncertain sends that a look at the provider may settle."""
        connector = self._roster.connector(channel)
        if isinstance(connector, Completes):
            for row in await self._store.read(deliveries.to_complete, channel):
                lease = int((connector.features.send_timeout + LEASE) * SECOND)
                if row.complete_at <= self._store.clock() and await self._store.brief(deliveries.completing, row.id, lease):
                    await self._complete(connector, row)
        if isinstance(connector, Resolves):
            for row in await self._store.read(deliveries.to_look_at, channel):
                if row.look_at <= self._store.clock():
                    await self._look(connector, row)

    async def _complete(self, connector: Any, row: Any) -> None:
        receipt = json.loads(row.receipt or "{}")
        error = ""
        try:
            async with asyncio.timeout(connector.features.send_timeout):
                await connector.complete(await self.rebuild(row), Receipt(
                    external_ids=tuple(receipt.get("external_ids", ())), thread_id=receipt.get("thread_id", "")))
        except Exception as failure:  # noqa: BLE001 - it is only a copy: the message stays sent, the cause is kept
            error = _words(failure)
            log.warning("the step after sending delivery %d failed: %s", row.id, error)
        await self._store.brief(deliveries.completed, row.id, row.complete_attempts, error)

    async def _look(self, connector: Any, row: Any) -> None:
        found = None
        try:
            async with asyncio.timeout(connector.features.send_timeout):
                found = await connector.resolve(await self.rebuild(row))
        except Exception as error:  # noqa: BLE001 - a look that fails leaves it uncertain
            log.info("looking for delivery %d at the provider failed: %s", row.id, _words(error))
        await self._store.brief(deliveries.looked, row.id, row.fence, found)
        self.wake()


def _words(error: BaseException) -> str:
    return fit(str(error))[:1000] or ("no answer in time" if isinstance(error, TimeoutError) else type(error).__name__)


# ---------------------------------------------------------------- what it asks of the store

def _due(rows: Rows, channel: str) -> int | None:
    found: int | None = rows.value("SELECT MIN(next_at) FROM delivery WHERE channel = :channel AND state = 'queued'", channel=channel)
    return found


def _rebuilt(rows: Rows, store: Store, signer: Signer, row: Any) -> OutboundMessage:
    return replace(
        _outbound(signer, row, deliveries.recipients(rows, row.id)),
        attachments=tuple(enclosed.outgoing(rows, store.shelf, f) for f in enclosed.of(rows, row.message_id)),
        prepared=blobs.read(rows, store.shelf, row.prepared) if row.prepared else None)


def _outbound(signer: Signer, row: Any, recipients: Sequence[Any]) -> OutboundMessage:
    """The frozen message without its files; recipients that are settled already are left out."""
    frozen = json.loads(row.outbound)
    people: dict[str, list[Address]] = {"to": [], "cc": [], "bcc": []}
    for one in recipients:
        if one.state in ("queued", "sending", "uncertain") or row.state not in ("queued", "sending", "uncertain"):
            people[one.role].append(Address(kind=one.kind, value=one.value, name=one.name))
    answered = frozen.get("answered")
    return OutboundMessage(
        key=row.key, sender=_address(frozen["sender"]), to=tuple(people["to"]), cc=tuple(people["cc"]), bcc=tuple(people["bcc"]),
        text=row.text, html=row.html, subject=row.subject, at=moment(row.sent_at), author=frozen.get("author", ""),
        thread_id=frozen.get("thread_id", ""), in_reply_to=frozen.get("in_reply_to", ""),
        references=tuple(frozen.get("references", ())), token=signer.reply_token(row.key), options=frozen.get("options", {}),
        answered=Answered(author=answered["author"], text=answered["text"], sent_at=moment(answered["sent_at"])) if answered else None,
        external_id=row.external_id, progress=json.loads(row.progress))


def _address(packed: Sequence[str]) -> Address:
    return Address(kind=packed[0], value=packed[1], name=packed[2])
