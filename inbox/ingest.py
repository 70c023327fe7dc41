"""Items in: ledger `received`, read, matched, kept. A poll, a web hook and a backfill all come through here.

The rows, the events and the cursor are one transaction: a crash before it replays the items, a crash after it finds
them in the ledger. What cannot be read is quarantined with its bytes and a cause; it never blocks those behind it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from inbox.connector import Connector, Taken
from inbox.errors import InboxError, StoreError
from inbox.keeping import Keeper
from inbox.signing import Signer
from inbox.store import LEAST_DISK, Store, Tx, blobs, feeds, ledger
from inbox.store.faults import UnfitError
from inbox.types import Batch, InboundMessage, RawItem
from inbox.workers import Readers, Reading, Unreadable

log = logging.getLogger(__name__)

PORTION = 100  # items in one transaction: a large batch makes progress and lets others write in between
GRACE = 60_000_000  # microseconds after which an item that is still only written down counts as left behind


class Roster(Protocol):
    """What ingest needs of the channels."""

    def connector(self, name: str) -> Connector[Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """The lease under which a poller writes."""

    name: str
    owner: str
    fence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where a feed stands after a batch: written with the rows. `fact`: a backfill keeps its own place instead.

    `imported`: with this batch ends what was there before us.
    """

    feed: str
    cursor: str
    fact: str = ""
    imported: bool = False


@dataclass(slots=True)
class Work:
    """One portion under way."""

    channel: str
    feed: str
    items: Sequence[RawItem] = ()
    imported: bool = False
    entries: list[ledger.Entry] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)  # of those that are fresh
    last: bool = True  # of its batch: the cursor moves with it

    @property
    def fresh(self) -> list[ledger.Entry]:
        return [entry for entry in self.entries if entry.fresh]


class Ingest:
    """Takes items in. `reopen_days`: how long after closing a conversation still takes answers."""

    def __init__(self, store: Store, roster: Roster, signer: Signer, readers: Readers, *, reopen_days: int) -> None:
        self._store = store
        self._roster = roster
        self._signer = signer
        self._readers = readers
        self._reopen_us = reopen_days * 86_400_000_000

    async def take(self, channel: str, feed: str, batch: Batch, *, move: Move | None = None, guard: Guard | None = None,
                   imported: bool = False) -> tuple[Taken, ...]:
        """Keeps a batch; the cursor moves with its last items. When it returns everything is durable.

        Raises StoreError when not everything could be kept: the same batch again goes on where it stopped.
        """
        self.room()
        taken: list[Taken] = []
        for work in self._portions(channel, feed, batch, imported):
            await self._write_down(work, guard)
            await self._read(work)
            taken += await self._keep_work(work, move if work.last else None, guard)
        return tuple(taken)

    async def begin(self, channel: str, feed: str, batch: Batch, *, guard: Guard | None = None, imported: bool = False) -> list[Work]:
        """The first third of `take`: writes down what came. Another batch may begin while this one is read or finished."""
        self.room()
        begun = self._portions(channel, feed, batch, imported)
        for work in begun:
            await self._write_down(work, guard)
        return begun

    async def read(self, begun: Sequence[Work]) -> None:
        """The second third: reads what was begun."""
        for work in begun:
            await self._read(work)

    async def finish(self, begun: Sequence[Work], *, move: Move | None = None, guard: Guard | None = None) -> tuple[Taken, ...]:
        """The last third: keeps what was read, in its order. Raises as `take`."""
        taken: list[Taken] = []
        for work in begun:
            taken += await self._keep_work(work, move if work.last else None, guard)
        return tuple(taken)

    @staticmethod
    def _portions(channel: str, feed: str, batch: Batch, imported: bool) -> list[Work]:
        starts = range(0, max(len(batch.items), 1), PORTION)
        return [Work(channel, feed, batch.items[start:start + PORTION], imported, last=start == starts[-1]) for start in starts]

    async def _write_down(self, work: Work, guard: Guard | None) -> None:
        if work.items:
            await self._stage([raw.data for raw in work.items])
            work.entries = await self._store.write(self._receive, work.channel, work.feed, work.items, work.imported, guard)

    def room(self) -> None:
        """Raises StoreError when so little disk is left that nothing may be taken in."""
        if self._store.disk_free() < LEAST_DISK:
            raise StoreError("less than 500 MB of disk are left: nothing is taken in until there is room")

    @staticmethod
    def _receive(tx: Tx, channel: str, feed: str, items: Sequence[RawItem], imported: bool,
                 guard: Guard | None) -> list[ledger.Entry]:
        if guard is not None:
            feeds.check_fence(tx, guard.name, guard.owner, guard.fence)
        return ledger.receive(tx, channel, feed, items, imported)

    async def _keep_work(self, work: Work, move: Move | None, guard: Guard | None) -> tuple[Taken, ...]:
        made = await self._settle(work, work.fresh, work.readings, move, guard)
        return tuple(made.get(entry.id) or Taken(item=entry.raw.item, ledger=str(entry.id), state=entry.state)  # type: ignore[arg-type]  # the store knows only these states
                     for entry in work.entries)

    async def _settle(self, work: Work, fresh: list[ledger.Entry], readings: list[Reading], move: Move | None,
                      guard: Guard | None) -> dict[int, Taken]:
        """Keeps what was read. Raises an InboxError when the store is away or the lease is lost; no item can block others."""
        await self._stage([a.data for reading in readings if not isinstance(reading, Unreadable) for r in reading
                           if isinstance(r, InboundMessage) for a in r.attachments if a.data is not None])
        own = self._own(work.channel)
        try:
            return await self._store.write(self._keep, work, list(zip(fresh, readings, strict=True)), own, move, guard)
        except Exception as error:
            if not fresh or not _blames_item(error):
                raise
            log.exception("keeping a batch of %d items failed; each is kept alone", len(fresh))
        return await self._one_by_one(work, fresh, readings, own, move, guard)

    async def _one_by_one(self, work: Work, fresh: list[ledger.Entry], readings: list[Reading], own: frozenset[tuple[str, str]],
                          move: Move | None, guard: Guard | None) -> dict[int, Taken]:
        """The batch held one that the store cannot keep: find it, quarantine it, keep the others."""
        made: dict[int, Taken] = {}
        for entry, reading in zip(fresh, readings, strict=True):
            try:
                made |= await self._store.write(self._keep, work, [(entry, reading)], own, None, guard)
            except Exception as error:  # the cause is kept with the item
                if not _blames_item(error):
                    raise
                cause = Unreadable("not_kept", f"{type(error).__name__}: {error}"[:500])
                made |= await self._store.write(self._keep, work, [(entry, cause)], own, None, guard)
        await self._store.write(self._keep, work, [], own, move, guard)
        return made

    async def _read(self, work: Work) -> None:
        if work.fresh:
            connector = self._roster.connector(work.channel)
            work.readings = await self._readers.read(connector.config.type, [entry.raw for entry in work.fresh],
                                                     apart=connector.features.read_apart)

    def _own(self, channel: str) -> frozenset[tuple[str, str]]:
        return frozenset((a.kind, a.value) for a in self._roster.connector(channel).addresses())

    async def _stage(self, contents: Sequence[bytes]) -> None:
        await blobs.stage(self._store, contents)

    def _keep(self, tx: Tx, work: Work, read: Sequence[tuple[ledger.Entry, Reading]], own: frozenset[tuple[str, str]],
              move: Move | None, guard: Guard | None) -> dict[int, Taken]:
        if guard is not None:
            feeds.check_fence(tx, guard.name, guard.owner, guard.fence)
        keeper = Keeper(tx, work.channel, own=own, signer=self._signer, reopen_us=self._reopen_us, imported=work.imported)
        taken = keeper.keep(read)
        if move is not None and move.fact:
            feeds.set_fact(tx, work.channel, move.fact, move.cursor)
        elif move is not None:
            feeds.set_cursor(tx, work.channel, move.feed, move.cursor)
            if move.imported:
                feeds.set_fact(tx, work.channel, feeds.INITIAL + move.feed, "0")
        return taken

    # ------------------------------------------------------------ once more

    async def recover(self, *, everything: bool) -> int:
        """Reads what a crash or an outage left between `received` and read. How many items.

        `everything`: also what was written down just now, which at a start nobody can be reading.
        """
        count = last = 0
        now = self._store.clock()
        before, late = (now + 1, now) if everything else (now - GRACE, now + GRACE)
        while rows := await self._store.read(ledger.left_behind, last, before, late, PORTION):
            for row in rows:
                try:
                    count += await self._again(row)
                except Exception as error:  # one that fails stays as it is and blocks none behind it
                    if _blames_item(error):
                        log.exception("item %d could not be read again", row.id)
                    else:
                        await self._store.read(ledger.one, row.id)  # raises where it is the store itself that is away
                        log.error("item %d cannot be read now: %s", row.id, error)
            last = rows[-1].id
        return count

    async def retry(self, entry: int) -> bool:
        """Reads a released item again."""
        row = await self._store.read(ledger.one, entry)
        return row is not None and row.state == "received" and bool(await self._again(row))

    async def _again(self, row: Any) -> int:
        try:
            self._roster.connector(row.channel)
        except InboxError:
            return 0
        meta: Mapping[str, Any] = json.loads(row.meta) if row.meta else {}
        raw = RawItem(item=row.item, kind=row.kind, data=b"", meta=meta)
        work = Work(row.channel, row.feed, (), bool(row.imported), [ledger.Entry(row.id, raw, row.state, True, row.raw)])
        try:
            await self._store.at_hand([row.raw])
            raw = replace(raw, data=await self._store.read(blobs.read, self._store.shelf, row.raw))
        except (blobs.MissingError, FileNotFoundError):
            await self._settle(work, work.entries, [Unreadable("lost", "its bytes are not in the store any more")], None, None)
            return 1
        work.entries = [replace(work.entries[0], raw=raw)]
        await self._read(work)
        await self._keep_work(work, None, None)
        return 1


def _blames_item(error: Exception) -> bool:
    """Whether the same item would fail again, and not the store that is away or the lease that is lost."""
    return isinstance(error, UnfitError) or not isinstance(error, InboxError)
