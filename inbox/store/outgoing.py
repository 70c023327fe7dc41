"""The outbox as a list: deliveries with what they say, by key, for a `Sight`."""

from __future__ import annotations

import json
from typing import Any

from inbox.errors import NotFoundError
from inbox.store.base import Rows
from inbox.store.reports import OPEN
from inbox.store.terms import every
from inbox.store.times import rfc3339
from inbox.store.views import Sight

Json = dict[str, Any]


def page(rows: Rows, sight: Sight, *, state: str | None, channel: str | None, limit: int, before: int | None
         ) -> tuple[list[Json], int | None]:
    """Deliveries, the newest first; without a state those that are not done. The second: the id behind which it goes on."""
    given: Json = {"states": (state,) if state else OPEN, "n": limit + 1}
    where = ["d.state IN :states"]
    if channel is not None:
        where, given = [*where, "d.channel = :channel"], {**given, "channel": channel}
    elif not state or state in OPEN:  # few of many: the index begins with the channel
        where, given = [*where, "d.channel IN :channels"], {**given, "channels": list(every(rows, "delivery", "channel"))}
    if before is not None:
        where, given = [*where, "d.id < :before"], {**given, "before": before}
    if sight.hidden:
        where = [*where, "d.channel NOT IN :hidden", "c.channel NOT IN :hidden"]
        given["hidden"] = sorted(sight.hidden)
    found = rows.all(
        "SELECT d.id, d.message_id, d.conversation_id, d.channel, d.state, d.attempts, d.next_at, d.error, d.evidence, d.at "  # noqa: S608
        "FROM delivery d JOIN conversation c ON c.id = d.conversation_id "
        f"WHERE {' AND '.join(where)} ORDER BY d.id DESC LIMIT :n", **given)
    people: dict[int, list[str]] = {}
    for row in rows.all("SELECT delivery_id, value FROM recipient WHERE delivery_id IN :ids ORDER BY id", ids=[r.id for r in found]):
        people.setdefault(row.delivery_id, []).append(row.value)
    return [_shown(row, people.get(row.id, [])) for row in found[:limit]], found[limit - 1].id if len(found) > limit else None


def _shown(row: Any, to: list[str]) -> Json:
    evidence = json.loads(row.evidence) if row.evidence else None
    return {"id": str(row.id), "message": str(row.message_id), "conversation": str(row.conversation_id), "channel": row.channel,
            "state": row.state, "to": to, "error": json.loads(row.error) if row.error else None,
            "evidence": None if evidence is None else {
                "phase": evidence["phase"], "at": rfc3339(evidence["at"]), "text": evidence["text"]},
            "attempts": row.attempts, "next_at": rfc3339(row.next_at), "at": rfc3339(row.at)}


def seen(rows: Rows, message: int, sight: Sight) -> None:
    """Raises NotFoundError for a message that is not for this agent."""
    row = rows.one("SELECT m.channel, c.channel AS home FROM message m JOIN conversation c ON c.id = m.conversation_id "
                   "WHERE m.id = :id", id=message)
    if row is None or {row.channel, row.home} & sight.hidden:
        raise NotFoundError("there is no such message")
