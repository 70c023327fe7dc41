"""The audit's entries about one conversation, with names in place of ids."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from inbox.store.base import Rows
from inbox.store.times import rfc3339
from inbox.store.views import Json, Sight

ACTIONS = ("update", "merge", "split", "link", "unlink", "wake")
_NAMED = {"assignee_id": ("assignee", "agent"), "team_id": ("team", "team"), "contact_id": ("contact", "contact")}
_INNER = {"closed_at"}  # follows from the status


def of(rows: Rows, conversation: int, sight: Sight, limit: int, before: int | None = None) -> list[Json]:
    """What was done to it, the newest first. Another conversation that this agent may not see is left out of its entry."""
    older = " AND id < :before" if before is not None else ""
    found = rows.all(
        f"SELECT id, agent_id, agent, action, data, at FROM audit WHERE target = :target AND action IN :actions{older} "  # noqa: S608 - words of our own
        "ORDER BY id DESC LIMIT :n", target=f"conversation:{conversation}", n=limit,
        actions=[f"conversation.{action}" for action in ACTIONS], **({} if before is None else {"before": before}))
    data = {row.id: json.loads(row.data) for row in found}
    names = {field: _names(rows, table, field, data.values()) for field, (_, table) in _NAMED.items()}
    hidden = _hidden(rows, [other for one in data.values() if (other := _other(one))], sight)
    return [{"id": str(row.id), "agent": {"id": None if row.agent_id is None else str(row.agent_id), "name": row.agent},
             "action": row.action.removeprefix("conversation."), "before": _told(data[row.id].get("before"), names),
             "after": _told(data[row.id].get("after"), names),
             "other": None if _other(data[row.id]) in hidden else _other(data[row.id]), "message": data[row.id].get("message"),
             "at": rfc3339(row.at)} for row in found]


def _other(data: Json) -> str | None:
    found = data.get("into") or data.get("other")
    return None if found is None else str(found)


def _hidden(rows: Rows, conversations: list[str], sight: Sight) -> set[str | None]:
    if not sight.hidden or not conversations:
        return set()
    return {str(row.id) for row in rows.all("SELECT id FROM conversation WHERE id IN :ids AND channel IN :hidden",
                                            ids=[int(one) for one in conversations], hidden=sorted(sight.hidden))}


def _names(rows: Rows, table: str, field: str, data: Iterable[Json]) -> dict[int, str]:
    ids = {value for one in data for side in ("before", "after") if (value := one.get(side, {}).get(field)) is not None}
    if not ids:
        return {}
    return {row.id: row.name for row in rows.all(f"SELECT id, name FROM {table} WHERE id IN :ids", ids=sorted(ids))}  # noqa: S608 - tables of our own


def _told(values: Json | None, names: dict[str, dict[int, str]]) -> Json:
    told: Json = {}
    for field, value in (values or {}).items():
        if field in _INNER:
            continue
        if field in _NAMED:
            told[_NAMED[field][0]] = None if value is None else _named(value, names[field])
        else:
            told[field] = rfc3339(value) if field == "snoozed_until" else value
    return told


def _named(id_: int, names: dict[int, str]) -> Any:
    return {"id": str(id_), "name": names.get(id_, "")}
