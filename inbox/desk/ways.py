"""Where a reply would go, and whether it could: what the composer must know before somebody types."""

from __future__ import annotations

import dataclasses
from typing import Any

from inbox.desk import policy, route
from inbox.desk.draft import Draft, InvalidError
from inbox.errors import NotFoundError, PolicyError
from inbox.store.base import Rows
from inbox.store.times import rfc3339
from inbox.types import Address


def look(rows: Rows, roster: route.Roster, conversation: int, draft: Draft, now: int) -> dict[str, Any]:
    """The way of a reply as the API shows it. Raises NotFoundError, and InvalidError for an address that is none.

    `draft` says what was chosen (`channel`, `from_`); its text is of no matter. `now`: microseconds.
    """
    row = rows.one("SELECT * FROM conversation WHERE id = :id", id=conversation)
    if row is None:
        raise NotFoundError("there is no such conversation")
    try:
        way = route.reply(rows, roster, row, draft)
    except PolicyError as error:
        if isinstance(error, InvalidError):
            raise
        return {"channel": draft.channel or row.channel, "from": None, "to": [], "cc": [], "features": {}, "options": {},
                "answered": None, "reply_until": None, "refused": {"code": error.code, "detail": str(error)}}
    refused = None
    try:
        policy.check(rows, way, dataclasses.replace(draft, text="."), (), now)
    except PolicyError as error:
        refused = {"code": error.code, "detail": str(error)}
    answered = way.answered
    return {
        "channel": way.name, "from": _shown(way.sender), "to": [_shown(a) for a in way.to], "cc": [_shown(a) for a in way.cc],
        "features": dataclasses.asdict(way.features), "options": way.connector.Options.model_json_schema(),
        "answered": None if answered is None else str(answered.id),
        "reply_until": None if answered is None else rfc3339(answered.reply_until), "refused": refused}


def _shown(address: Address) -> dict[str, str]:
    return {"kind": address.kind, "value": address.value, "name": address.name}
