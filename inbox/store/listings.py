"""What else the API lists: contacts, channels, the ledger, tags, the audit, the journal.

Everything here reads, newest or by key, for a `Sight` (see views).
"""

from __future__ import annotations

import json
from typing import Any

from inbox.errors import NotFoundError
from inbox.store.base import Rows
from inbox.store.times import rfc3339
from inbox.store.views import Json, Sight

LEFT, WHY_LEFT = "not_configured", "it left the configuration; its conversations stay"
STATES = ("received", "stored", "duplicate", "update", "ignored", "quarantined")


def _veil(sight: Sight) -> Json:
    return {"hidden": sorted(sight.hidden)} if sight.hidden else {}


# ---------------------------------------------------------------- contacts

_CONTACT = "p.*"
# not known: whose conversations are all hidden, and who takes part (in copy, say) in hidden ones alone
_KNOWN = ("(EXISTS (SELECT 1 FROM conversation c WHERE c.contact_id = p.id AND c.channel NOT IN :hidden) "
          "OR (NOT EXISTS (SELECT 1 FROM conversation c WHERE c.contact_id = p.id) AND 1 = "
          "(SELECT COALESCE(MAX(CASE WHEN c.channel IN :hidden THEN 0 ELSE 1 END), 1) FROM address d JOIN participant q "
          "ON q.address_id = d.id JOIN conversation c ON c.id = q.conversation_id WHERE d.contact_id = p.id)))")


def contacts(rows: Rows, sight: Sight, asked: str, limit: int, after: tuple[str, int] | None
             ) -> tuple[list[Json], tuple[str, int] | None]:
    """Contacts by name. `asked` is a part of a name or an address."""
    where, params = "p.merged_into IS NULL", _veil(sight)
    if sight.hidden:
        where += f" AND {_KNOWN}"
    if asked:
        where += (" AND (LOWER(p.name) LIKE :asked ESCAPE '\\' OR EXISTS (SELECT 1 FROM address d WHERE d.contact_id = p.id "
                  "AND LOWER(d.value) LIKE :asked ESCAPE '\\'))")
        for sign in "\\%_":
            asked = asked.replace(sign, "\\" + sign)
        params["asked"] = f"%{asked.lower()}%"
    if after is not None:
        where, params = where + " AND (p.name, p.id) > (:name, :id)", {**params, "name": after[0], "id": after[1]}
    found = rows.all(f"SELECT {_CONTACT} FROM contact p WHERE {where} "  # noqa: S608
                     "ORDER BY p.name, p.id LIMIT :n", n=limit + 1, **params)
    key = (found[limit - 1].name, found[limit - 1].id) if len(found) > limit else None
    return _contacts(rows, found[:limit], sight), key


def contact(rows: Rows, id_: int, sight: Sight) -> Json:
    """One contact. Raises NotFoundError, also when it is not for this agent."""
    seen = f" AND {_KNOWN}" if sight.hidden else ""
    found = rows.all(f"SELECT {_CONTACT} FROM contact p WHERE p.id = :id{seen}", id=id_, **_veil(sight))  # noqa: S608
    if not found:
        raise NotFoundError("there is no such contact")
    if sight.hidden and found[0].merged_into:
        contact(rows, found[0].merged_into, sight)
    return _contacts(rows, found, sight)[0]


def _contacts(rows: Rows, found: list[Any], sight: Sight) -> list[Json]:
    addresses: dict[int, list[Json]] = {}
    outs: dict[int, list[str]] = {}
    ids = [row.id for row in found]
    for row in rows.all("SELECT o.address_id, o.channel FROM opt_out o JOIN address d ON d.id = o.address_id "
                        "WHERE d.contact_id IN :ids ORDER BY o.channel", ids=ids):
        if row.channel not in sight.hidden:
            outs.setdefault(row.address_id, []).append(row.channel)
    for row in rows.all("SELECT id, kind, value, name, contact_id, health FROM address WHERE contact_id IN :ids ORDER BY id",
                        ids=ids):
        if row.kind not in sight.hidden:
            addresses.setdefault(row.contact_id, []).append({
                "id": str(row.id), "kind": row.kind, "value": row.value, "name": row.name, "health": row.health or None,
                "opted_out": outs.get(row.id, [])})
    return [{"id": str(row.id), "name": row.name, "notes": row.notes, "addresses": addresses.get(row.id, []),
             "language": row.language or None, "time_zone": row.time_zone or None, "tags": json.loads(row.tags),
             "fields": json.loads(row.fields), "blocked": bool(row.blocked), "show_images": bool(row.show_images),
             "merged_into": row.merged_into and str(row.merged_into), "version": row.version,
             "created_at": rfc3339(row.created_at)} for row in found]


# ---------------------------------------------------------------- channels

def channels(rows: Rows, names: list[str]) -> dict[str, Json]:
    """What the store knows of these channels: state, feeds, the ledger's and the outbox's figures, last in and out."""
    out: dict[str, Json] = {name: {
        "name": name, "type": "", "state": "ok", "reason": None, "since": None, "next_try": None, "feeds": [],
        "ledger": dict.fromkeys(STATES, 0), "outbox": {"queued": 0, "uncertain": 0, "failed": 0}, "last_in_at": None,
        "last_out_at": None} for name in names}
    for row in rows.all("SELECT * FROM channel WHERE name IN :names", names=names):
        out[row.name] |= {
            "type": row.type, "state": "paused" if row.paused else row.state, "reason": row.reason or None,
            "since": rfc3339(row.since), "next_try": rfc3339(row.next_try), "last_in_at": rfc3339(row.last_in_at),
            "last_out_at": rfc3339(row.last_out_at)}
    for row in rows.all("SELECT * FROM feed WHERE channel IN :names ORDER BY name", names=names):
        out[row.channel]["feeds"].append({
            "name": row.name, "state": row.state, "reason": row.reason or None, "polled_at": rfc3339(row.polled_at),
            "ok_at": rfc3339(row.ok_at), "next_at": rfc3339(row.next_at)})
    for row in rows.all("SELECT channel, name, n FROM tally WHERE channel IN :names AND name IN :states", names=names,
                        states=STATES):
        out[row.channel]["ledger"][row.name] = row.n
    for row in rows.all("SELECT channel, state, COUNT(*) AS n FROM delivery WHERE channel IN :names "
                        "AND state IN ('queued', 'sending', 'uncertain', 'failed', 'bounced') GROUP BY channel, state",
                        names=names):
        shown = {"sending": "queued", "bounced": "failed"}.get(row.state, row.state)
        out[row.channel]["outbox"][shown] += row.n
    return out


# ---------------------------------------------------------------- the ledger

_LEDGER = "SELECT l.id, l.channel, l.feed, l.item, l.external_id, l.state, l.cause, l.message_id, l.at FROM ledger l"


def ledger(rows: Rows, sight: Sight, *, channel: str | None, state: str | None, external_id: str | None, since: int | None,
           limit: int, before: int | None) -> tuple[list[Json], int | None]:
    """Items, the newest first. `since` is in microseconds."""
    given = {"l.channel = :channel": channel, "l.state = :state": state, "l.external_id = :external_id": external_id,
             "l.at >= :since": since, "l.id < :before": before}
    where = [condition for condition, value in given.items() if value is not None]
    params: Json = {condition.rpartition(":")[2]: value for condition, value in given.items() if value is not None}
    if sight.hidden:
        where, params = [*where, "l.channel NOT IN :hidden"], {**params, **_veil(sight)}
    found = rows.all(f"{_LEDGER} WHERE {' AND '.join(where) or '1 = 1'} ORDER BY l.id DESC LIMIT :n", n=limit + 1, **params)
    return [_entry(row) for row in found[:limit]], found[limit - 1].id if len(found) > limit else None


def entry(rows: Rows, entry: int, sight: Sight) -> Json:
    """One item. Raises NotFoundError, also when it is not for this agent."""
    row = rows.one(f"{_LEDGER} WHERE l.id = :id", id=entry)
    if row is None or row.channel in sight.hidden:
        raise NotFoundError("there is no such item in the ledger")
    return _entry(row)


def _entry(row: Any) -> Json:
    return {"id": str(row.id), "channel": row.channel, "feed": row.feed, "item": row.item, "external_id": row.external_id or None,
            "state": row.state, "cause": json.loads(row.cause) if row.cause else None,
            "message": row.message_id and str(row.message_id), "at": rfc3339(row.at)}


# ---------------------------------------------------------------- small lists

def tags(rows: Rows, sight: Sight, limit: int, after: str) -> list[Json]:
    """Tags by name, each with the number of conversations that carry it."""
    seen = " AND c.channel NOT IN :hidden" if sight.hidden else ""
    return [{"name": row.name, "conversations": row.n} for row in rows.all(
        "SELECT t.name, COUNT(*) AS n FROM tag t JOIN conversation c ON c.id = t.conversation_id "  # noqa: S608
        f"WHERE c.status <> 'merged' AND t.name > :after{seen} GROUP BY t.name ORDER BY t.name LIMIT :n",
        after=after, n=limit, **_veil(sight))]


def audit(rows: Rows, limit: int, before: int | None, *, agent: int | None = None, target: str | None = None) -> list[Json]:
    """Who changed what, the newest first; `agent`: only what this one did."""
    given = {"agent_id = :agent": agent, "target = :target": target, "id < :before": before}
    where = " AND ".join(condition for condition, value in given.items() if value is not None) or "1 = 1"
    found = rows.all(f"SELECT id, agent_id, agent, action, target, data, at FROM audit WHERE {where} ORDER BY id DESC LIMIT :n",  # noqa: S608
                     n=limit, **{c.rpartition(":")[2]: v for c, v in given.items() if v is not None})
    return [{"id": str(row.id), "agent": {"id": row.agent_id and str(row.agent_id), "name": row.agent}, "action": row.action,
             "target": row.target, "data": json.loads(row.data), "at": rfc3339(row.at)} for row in found]


# ---------------------------------------------------------------- the journal

def journal(rows: Rows, after: int, limit: int) -> list[Any]:
    """Events behind a number, in their order; `home` is the channel of the conversation that they speak of."""
    return rows.all("SELECT e.id, e.kind, e.channel, e.conversation_id, e.message_id, e.data, e.at, c.channel AS home "
                    "FROM event e LEFT JOIN conversation c ON c.id = e.conversation_id WHERE e.id > :after "
                    "ORDER BY e.id LIMIT :n", after=after, n=limit)


def journal_ends(rows: Rows) -> tuple[int, int]:
    """The oldest and the newest number that the journal has; (0, 0) when it is empty."""
    row = rows.one("SELECT COALESCE(MIN(id), 0) AS oldest, COALESCE(MAX(id), 0) AS newest FROM event")
    return (row.oldest, row.newest) if row else (0, 0)
