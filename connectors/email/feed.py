"""One folder as a feed: where it stands (the cursor), what is new, what becomes of it afterwards.

The cursor is the folder's UIDVALIDITY with the highest UID that was handed over (RFC 3501, 2.3.1.1). Never \\Seen, never
a date, never a sequence number: each of those loses mail.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from inbox.connector import Context
from inbox.errors import TemporaryError
from inbox.types import Batch, RawItem

from .config import EmailConfig, ImapConfig
from .imap import WINDOW, Found, Login, Mailbox, State

BATCH_BYTES = 8 * 1024 * 1024   # imapclient holds a whole answer in memory, twice over
BEGINNING = 65_536              # what is taken of the text of a mail that is too large
WINDOWS_A_POLL = 20
SURE_EVERY = timedelta(minutes=5)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """`uid`: the highest that was handed over. `until`: a walk through the past ends there, and its filters with it.

    `at`: the arrival of the newest mail handed over; a folder that was renumbered is read again from there.
    """

    v: int
    uid: int
    until: int | None = None
    since: str | None = None
    unseen: bool = False
    at: str | None = None

    def __str__(self) -> str:
        return json.dumps({key: value for key, value in asdict(self).items() if value is not None and value is not False})

    @classmethod
    def parse(cls, text: str) -> Cursor:
        return cls(**json.loads(text))

    @property
    def walking(self) -> bool:
        return self.until is not None

    def done_walking(self) -> Cursor:
        return replace(self, uid=max(self.uid, self.until or 0), until=None, since=None, unseen=False)


class Folder:
    """A folder and its connection, which stays open between polls and is thrown away after any exception."""

    def __init__(self, name: str, config: EmailConfig, context: Context) -> None:
        assert config.imap is not None
        self.name = name
        self.config = config
        self.imap: ImapConfig = config.imap
        self.context = context
        self.lock = asyncio.Lock()
        self.box: Mailbox | None = None
        self._pending: list[int] = []          # found, not yet handed over …
        self._pending_for = ""                 # … by the poll that brings this cursor
        self._quiet: tuple[State, int, datetime] | None = None  # at this state nothing was found above this UID
        self._careful = 0                      # so many polls fetch one mail each, to find the one that cannot be had
        self._spoilt: dict[int, int] = {}

    # ------------------------------------------------------------ the asyncio side

    async def run(self, work: Callable[..., T], *args: Any) -> T:
        """Runs `work(box, *args)` on a thread. Cancelled, it shuts the socket, so that the thread ends too.

        A connection kept from an earlier poll may have died meanwhile; then the work is done once more on a new one.
        """
        async with self.lock:
            login = await login_for(self.config, self.context)
            kept = self.box is not None
            try:
                return await self._once(login, work, args)
            except TemporaryError as error:
                if not kept or error.limited:
                    raise
            return await self._once(login, work, args)

    async def _once(self, login: Login, work: Callable[..., T], args: tuple[Any, ...]) -> T:
        fresh = self.box is None
        box = self.box = self.box or Mailbox(self.imap, self.context.dial)

        def job() -> T:
            with box.used():
                if fresh:
                    box.connect()
                    box.login(login)
                return work(box, *args)

        try:
            answer: T = await self.context.thread(job)
            return answer
        except BaseException:
            self.box = None
            self._pending, self._quiet = [], None
            box.abort()
            raise

    async def close(self) -> None:
        box, self.box = self.box, None
        if box is None:
            return
        if self.lock.locked():
            box.abort()  # somebody waits on it
        else:
            await self.context.thread(box.close)

    # ------------------------------------------------------------ on the thread

    def start(self, box: Mailbox, since: datetime | None, now: datetime) -> str:
        """The cursor from which news begins."""
        state = box.select(self.name, writable=False)
        top, at = box.top(), now.isoformat()
        box.unselect()
        if since is None and self.config.initial_sync != "unseen":
            return str(Cursor(v=state.uidvalidity, uid=top, at=at))
        if since is None:
            return str(Cursor(v=state.uidvalidity, uid=0, until=top, unseen=True, at=at))
        if since.year <= 1970:
            return str(Cursor(v=state.uidvalidity, uid=0, at=at))
        return str(Cursor(v=state.uidvalidity, uid=0, until=top, since=since.isoformat(), at=at))

    def poll(self, box: Mailbox, text: str, now: datetime) -> Batch:
        """What came after the cursor, at most one batch of it."""
        cursor = Cursor.parse(text)
        if text != self._pending_for or box.selected != self.name:
            self._pending = []
        if not self._pending:
            if box.selected is None and not cursor.walking and self._nothing_new(box.status(self.name), cursor, now):
                return Batch(cursor=text)
            state = box.select(self.name, writable=self.config.after_ingest != "leave")
            if state.uidvalidity != cursor.v:
                cursor = self._renumbered(cursor, state, box.top(), now)
        return self._next(box, cursor, now)

    def _nothing_new(self, state: State, cursor: Cursor, now: datetime) -> bool:
        if state.uidvalidity != cursor.v or state.uidnext is None:
            return False
        if state.uidnext == cursor.uid + 1:
            return True
        return self._quiet is not None and self._quiet[:2] == (state, cursor.uid) and now - self._quiet[2] < SURE_EVERY

    def _renumbered(self, cursor: Cursor, state: State, top: int, now: datetime) -> Cursor:
        """All UIDs are void. What arrived lately is read once more; the ledger knows by content what it has already."""
        since = now - timedelta(days=self.imap.resync_days)
        if cursor.at:
            since = min(since, datetime.fromisoformat(cursor.at) - timedelta(days=1))
        if cursor.since:
            since = min(since, datetime.fromisoformat(cursor.since))
        self.context.log.warning(
            "the server renumbered the folder %s (UIDVALIDITY %s, now %s); mail since %s is read again",
            self.name, cursor.v, state.uidvalidity, since.date())
        return Cursor(v=state.uidvalidity, uid=0, until=top, since=since.isoformat(), at=cursor.at)

    def _next(self, box: Mailbox, cursor: Cursor, now: datetime) -> Batch:
        final = True
        if not self._pending:
            cursor, self._pending, final = self._search(box, cursor)
        if not self._pending:
            if final and cursor.walking:
                cursor = cursor.done_walking()
                return Batch(cursor=str(cursor), more=box.top() > cursor.uid)
            if final:
                self._rest(box, cursor, now)
            return Batch(cursor=str(cursor), more=not final)
        items, cursor = self._take(box, cursor)
        more = bool(self._pending) or not final or cursor.walking or box.top() > cursor.uid
        self._pending_for = str(cursor)
        if not more:
            self._rest(box, cursor, now)
        return Batch(items=tuple(items), cursor=str(cursor), more=more)

    def _rest(self, box: Mailbox, cursor: Cursor, now: datetime) -> None:
        """Leaves the folder, so that the next poll is one STATUS; remembers at what state there was nothing."""
        if box.state is not None:
            self._quiet = (box.state, cursor.uid, now)
        box.unselect()

    def _search(self, box: Mailbox, cursor: Cursor) -> tuple[Cursor, list[int], bool]:
        """The next UIDs above the cursor, window by window. The flag says whether the end was reached."""
        since = datetime.fromisoformat(cursor.since) if cursor.since else None
        day = (since - timedelta(days=1)).date() if since else None  # SINCE knows days, in the server's own zone
        end = cursor.until if cursor.until is not None else box.top()
        exists = box.state.exists if box.state else 0
        for _ in range(WINDOWS_A_POLL):
            last = cursor.uid + WINDOW
            final = last >= end
            upper = (cursor.until if cursor.walking else None) if final else last
            if upper is not None and upper <= cursor.uid:
                return cursor, [], True
            found = box.search(cursor.uid + 1, upper, unseen=cursor.unseen, since=day)
            if found or final:
                return cursor, found, final
            if exists < (end - cursor.uid) // 2:  # a thin folder: go to the next mail there is
                above = box.next_above(last)
                last = end if above is None else above - 1
            cursor = replace(cursor, uid=last)
        return cursor, [], False

    def _take(self, box: Mailbox, cursor: Cursor) -> tuple[list[RawItem], Cursor]:
        """Fetches from the head of the pending UIDs what one batch may hold."""
        head = self._pending[:1 if self._careful else self.imap.batch]
        since = datetime.fromisoformat(cursor.since) if cursor.since else None
        facts = {found.uid: found for found in box.facts(head)}
        small: list[int] = []
        large: list[int] = []
        passed, summed = 0, 0
        for uid in head:
            found = facts.get(uid)  # None: expunged since the search
            if found is not None and not (since and found.internaldate and found.internaldate < since):
                cost = min(found.size, BEGINNING if found.size > self.config.max_bytes else found.size)
                if summed and summed + cost > BATCH_BYTES:
                    break
                summed += cost
                (large if found.size > self.config.max_bytes else small).append(uid)
            passed += 1
        bodies = self._bodies(box, small, passed)
        for uid in large:
            beginning = box.beginning(uid, BEGINNING)
            if beginning is not None:
                bodies[uid] = beginning
        items = [self._item(facts[uid], bodies[uid], cursor.v, truncated=uid in large)
                 for uid in sorted(bodies)]
        self._careful = max(0, self._careful - 1)
        times = [facts[uid].internaldate for uid in bodies]
        newest = max((when for when in times if when), default=None)
        if newest and not (cursor.at and datetime.fromisoformat(cursor.at) > newest):
            cursor = replace(cursor, at=newest.isoformat())
        cursor = replace(cursor, uid=self._pending[passed - 1])
        self._pending = self._pending[passed:]
        return items, cursor

    def _bodies(self, box: Mailbox, uids: Sequence[int], passed: int) -> dict[int, bytes]:
        """Whole mails. One that the server cannot give must not hold back the others: it is looked for one by one,
        and after three refusals handed over empty, for the quarantine."""
        given_up = [uid for uid in uids if self._spoilt.get(uid, 0) >= 3]
        try:
            bodies = box.bodies([uid for uid in uids if uid not in given_up])
        except TemporaryError as error:
            if box.unreadable:
                self._careful = passed
                if len(uids) == 1:
                    self._spoilt[uids[0]] = self._spoilt.get(uids[0], 0) + 1
                    self.context.log.warning("%s: mail %s cannot be fetched: %s", self.name, uids[0], error)
            raise
        return bodies | dict.fromkeys(given_up, b"")

    def _item(self, found: Found, data: bytes, uidvalidity: int, *, truncated: bool) -> RawItem:
        meta: dict[str, Any] = {
            "internaldate": found.internaldate.isoformat() if found.internaldate else None,
            "own": list(self.config.own), "authserv": list(self.config.trusted_authserv_ids),
            "flags": list(found.flags), "gm_msgid": found.gm_msgid, "gm_thrid": found.gm_thrid,
            "size": found.size, "truncated": truncated,
        }
        if self._spoilt.pop(found.uid, 0) >= 3 or (not data and found.size):
            meta["unfetchable"] = "the server cannot give this mail"
        return RawItem(item=f"{self.name}/{uidvalidity}/{found.uid}", kind="mail", data=data, meta=meta)

    def settle(self, box: Mailbox, uidvalidity: int, uids: Sequence[int]) -> None:
        """Marks or moves what is safely ours. It may be done twice."""
        if box.selected != self.name or not box.writable:
            box.select(self.name, writable=True)
            self._pending = []
        if box.state is None or box.state.uidvalidity != uidvalidity:
            return  # renumbered meanwhile: these UIDs name other mails now
        if self.config.after_ingest == "seen":
            box.mark_seen(uids)
        else:
            box.move(uids, self.config.after_ingest.removeprefix("move:"))
        if not self._pending:
            box.unselect()


async def login_for(config: EmailConfig, context: Context) -> Login:
    """The way in: a password, else a fresh token. Raises AuthError when there is no token."""
    imap = config.imap
    assert imap is not None
    if imap.password is not None:
        return Login(config.imap_username, password=imap.secret)
    return Login(config.imap_username, token=await context.token())


def items_by_folder(batch: Batch) -> dict[tuple[str, int], list[int]]:
    """(folder, UIDVALIDITY) -> UIDs. A folder's name may hold slashes."""
    found: dict[tuple[str, int], list[int]] = {}
    for item in batch.items:
        folder, validity, uid = item.item.rsplit("/", 2)
        found.setdefault((folder, int(validity)), []).append(int(uid))
    return found

