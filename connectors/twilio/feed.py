"""The poll: a safety net under the web hooks, and the only way in behind NAT.

Twilio filters by day and promises no order, so each sweep goes back a day behind the newest message; what was taken
already is skipped. Between two whole sweeps a page that brings nothing new ends the look at a number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from inbox.connector import Context
from inbox.errors import RefusedError
from inbox.types import Batch, RawItem

from .config import TwilioConfig
from .read import moment
from .wire import Wire

OVERLAP = timedelta(hours=24)
PAGE = 100
ENOUGH = 100  # items after which a batch is handed over
SWEEP = timedelta(minutes=10)  # between two sweeps of the whole overlap
BEGINNING = datetime(2008, 1, 1, tzinfo=UTC)  # older than Twilio


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Unix seconds: `floor` (nothing older is taken), `mark` (the newest one seen); and where a sweep was broken off."""

    floor: float
    mark: float
    top: float = 0.0
    number: int = 0
    page: str = ""

    @classmethod
    def of(cls, text: str) -> Cursor:
        return cls(**json.loads(text))

    def __str__(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))


def begin(since: datetime) -> str:
    """The cursor from which everything since a moment is news."""
    at = float(int(max(since, BEGINNING).timestamp()))  # Twilio's times have whole seconds
    return str(Cursor(floor=at, mark=at))


@dataclass(slots=True)
class _Sweep:
    cursor: Cursor
    whole: bool
    found: list[tuple[float, RawItem]] = field(default_factory=list)
    top: float = 0.0


class Messages:
    """Inbound messages to our numbers."""

    def __init__(self, config: TwilioConfig, context: Context, wire: Wire) -> None:
        self._config = config
        self._context = context
        self._wire = wire
        self._known: dict[str, float] = {}  # SIDs that are in the ledger, with their time
        self._swept: dict[float, datetime] = {}  # by the mark of the cursor: when everything was looked at last

    async def poll(self, text: str) -> Batch:
        """One batch: new messages of a few pages, oldest first."""
        cursor = Cursor.of(text)
        now = self._context.now()
        last = self._swept.get(cursor.floor)
        sweep = _Sweep(cursor, whole=bool(cursor.page) or last is None or now - last >= SWEEP, top=max(cursor.top, cursor.mark))
        number, page = cursor.number, cursor.page
        while number < len(self._config.numbers):
            page = await self._page(sweep, self._config.numbers[number], page)
            number += not page
            if len(sweep.found) >= ENOUGH:
                break
        more = number < len(self._config.numbers)
        after = (replace(cursor, number=number, page=page, top=sweep.top) if more
                 else Cursor(floor=cursor.floor, mark=sweep.top))
        if not more and sweep.whole:
            self._swept = {cursor.floor: now}
        items = tuple(item for _, item in sorted(sweep.found, key=lambda one: one[0]))
        return Batch(items=items, cursor=str(after), more=more)

    def settled(self, batch: Batch) -> None:
        """The items are in the ledger and need not be handed over again."""
        for raw in batch.items:
            self._known[raw.item] = float(raw.meta["made"])
        oldest = Cursor.of(batch.cursor).mark - 3 * OVERLAP.total_seconds()
        if len(self._known) > 10_000:
            self._known = {sid: made for sid, made in self._known.items() if made >= oldest}

    async def _page(self, sweep: _Sweep, number: str, page: str) -> str:
        """Takes a page of a number's messages; the next page's path, empty at the end."""
        found = await self._list(sweep, number, page)
        fresh = 0
        for message in found.get("messages") or ():
            at = _made(message, sweep.cursor.floor)
            if str(message.get("direction", "")) != "inbound" or at < sweep.cursor.floor or message["sid"] in self._known:
                continue
            if all(message["sid"] != item.item for _, item in sweep.found):
                sweep.found.append((at, await self._item(message, at)))
            sweep.top = max(sweep.top, at)
            fresh += 1
        return str(found.get("next_page_uri") or "") if fresh or sweep.whole else ""

    async def _list(self, sweep: _Sweep, number: str, page: str) -> dict[str, Any]:
        if page:
            try:
                return (await self._wire.ask("GET", page)).json()
            except RefusedError:
                pass  # the page's token is worn out: the number is begun anew, and what is known is skipped
        since = max(datetime.fromtimestamp(sweep.cursor.mark, UTC) - OVERLAP, BEGINNING)
        return await self._wire.account("/Messages.json", {
            "To": number, "DateSent>": since.date().isoformat(), "PageSize": str(PAGE)})

    async def _item(self, message: dict[str, Any], at: float) -> RawItem:
        media = await self._media(message) if str(message.get("num_media") or "0") != "0" else []
        data = json.dumps({"message": message, "media": media}, ensure_ascii=False).encode()
        return RawItem(item=message["sid"], kind="rest", data=data,
                       meta={"at": self._context.now().isoformat(), "made": at})

    async def _media(self, message: dict[str, Any]) -> list[tuple[str, str]]:
        """(URL, media type) of a message's files: the list of messages does not hold them."""
        try:
            found = await self._wire.account(f"/Messages/{message['sid']}/Media.json")
        except RefusedError as error:
            self._context.log.warning("the files of %s are not to be had: %s", message["sid"], error)
            return []
        return [(self._wire.url(str(one["uri"]).removesuffix(".json")), str(one.get("content_type") or ""))
                for one in found.get("media_list") or ()]


def _made(message: Mapping[str, Any], otherwise: float) -> float:
    """When it was made, in Unix seconds. A time that cannot be read is for `read` to refuse: it must not stop the others."""
    try:
        made = moment(message)
    except (ValueError, TypeError, OverflowError):
        return otherwise
    return made.timestamp() if made else otherwise
