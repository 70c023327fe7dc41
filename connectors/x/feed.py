"""Paging without gaps. A feed's cursor moves only after the whole chain of pages was kept.

The cursor is JSON: `since`, the newest id that was kept with everything below it; and while a chain is under way
`token` (the page to ask for next), `newest` (where `since` will stand after it) and `seen` (posts so far).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from inbox.connector import Context
from inbox.errors import RefusedError, TemporaryError
from inbox.types import Batch, RawItem

from . import facts

EPOCH_MS = 1_288_834_974_657  # of X's ids, in Unix milliseconds (docs.x.com, "X IDs")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a feed stands. Ids are compared as numbers and kept as text."""

    since: str = "0"
    token: str = ""
    newest: str = "0"
    seen: int = 0

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Raises ValueError for what is no cursor of ours."""
        found = json.loads(text)
        cursor = cls(**{name: found[name] for name in ("since", "token", "newest", "seen") if name in found})
        int(cursor.since), int(cursor.newest)
        return cursor

    def __str__(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value not in ("", "0", 0) or name == "since"})


def id_at(moment: datetime) -> str:
    """The lowest id that something of that moment can have."""
    milliseconds = int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000) - EPOCH_MS
    return str(max(0, milliseconds) << 22)


def moment_of(name: str) -> datetime:
    """When something with this id was made."""
    return datetime.fromtimestamp(((int(name) >> 22) + EPOCH_MS) / 1000, UTC)


def things(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a page holds, oldest first, each once. X gives no `data` at all when there is nothing."""
    data = answer.get("data")
    found = {str(one["id"]): one for one in (data if isinstance(data, list) else ())
             if isinstance(one, dict) and str(one.get("id", "")).isdigit()}
    return [found[name] for name in sorted(found, key=int)]


def step(feed: str, cursor: Cursor, answer: Mapping[str, Any], meta: Mapping[str, Any], context: Context) -> Batch:
    """A page becomes a batch: what is new in it, and the cursor that stands after it."""
    page = things(answer)
    since = int(cursor.since)
    fresh = [one for one in page if int(one["id"]) > since]
    newest = max([int(cursor.newest), since, *(int(one["id"]) for one in fresh)])
    told = answer.get("meta")
    token = str(told.get("next_token") or "") if isinstance(told, dict) else ""
    reached = len(fresh) < len(page)  # something at or below the cursor was met: the rest is known
    items = tuple(_item(feed, one, answer, meta) for one in fresh)
    seen = cursor.seen + len(fresh)
    if token and token != cursor.token and not reached:
        return Batch(items=items, cursor=str(Cursor(cursor.since, token, str(newest), seen)), more=True)
    if feed == "mentions" and seen >= facts.MENTIONS_REACH and since:
        context.log.warning("data loss: %d mentions since the last look, and X shows no more than about %d; older ones since %s "
                            "may be missing", seen, facts.MENTIONS_REACH, moment_of(cursor.since).isoformat())
    return Batch(items=items, cursor=str(Cursor(str(newest))))


def lost_page(cursor: Cursor, error: RefusedError) -> Batch:
    """A page token that X does not take any more: the chain begins anew, what was kept is known by its id."""
    if not cursor.token or error.code not in ("http_400", "not_found"):
        raise TemporaryError(f"X refuses to list: {error.human}") from error
    return Batch(cursor=str(replace(cursor, token="", seen=0)), more=True)


def _item(feed: str, one: dict[str, Any], answer: Mapping[str, Any], meta: Mapping[str, Any]) -> RawItem:
    data = {"data": one, "includes": _belonging(one, answer.get("includes"))}
    return RawItem(item=str(one["id"]), kind="post" if feed == "mentions" else "dm", meta={**meta, "feed": feed},
                   data=json.dumps(data, sort_keys=True).encode())


def _belonging(one: Mapping[str, Any], includes: Any) -> dict[str, list[Any]]:
    """Of what came along with the page, that which belongs to this one."""
    if not isinstance(includes, dict):
        return {}
    attachments = one.get("attachments")
    keys = attachments.get("media_keys", ()) if isinstance(attachments, dict) else ()
    referenced = one.get("referenced_tweets")
    ids = {str(r.get("id")) for r in referenced if isinstance(r, dict)} if isinstance(referenced, list) else set()
    tweets = [t for t in _dicts(includes.get("tweets")) if str(t.get("id")) in ids]
    people = {str(one.get("author_id", "")), str(one.get("sender_id", "")), str(one.get("in_reply_to_user_id", "")),
              *(str(t.get("author_id", "")) for t in tweets)}
    found = {"users": [u for u in _dicts(includes.get("users")) if str(u.get("id")) in people], "tweets": tweets,
             "media": [m for m in _dicts(includes.get("media")) if m.get("media_key") in keys]}
    return {name: value for name, value in found.items() if value}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
