"""Triage: status, snooze, assignee, tags, priority, subject, contact. What was asked for becomes columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inbox.desk import route
from inbox.desk.draft import SUBJECT, InvalidError, one_line
from inbox.desk.route import Roster
from inbox.errors import ConflictError
from inbox.store import contacts, teams, triage
from inbox.store.acts import Actor, audit, keep_undo
from inbox.store.base import Tx
from inbox.store.times import micros

STATUSES = ("open", "snoozed", "closed", "spam")
PRIORITIES = ("low", "normal", "high", "urgent")
FIELDS = ("status", "snoozed_until", "assignee", "team", "tags", "tags_add", "tags_remove", "priority", "subject", "contact")
MOST_TAGS, TAG = 50, 64  # tags of one conversation; characters of one


def patch(tx: Tx, by: Actor, roster: Roster, conversation: int, version: int | None, changes: Mapping[str, Any]) -> str | None:
    """Changes what is given; returns the undo key, None when nothing changed. Raises what `Desk.patch` says."""
    row = triage.lock_open(tx, conversation)
    if version is not None and version != row.version:
        raise ConflictError("somebody changed it meanwhile", code="version", extra={"version": row.version})
    values: dict[str, Any] = {}
    if "status" in changes or "snoozed_until" in changes:
        values |= _status(row, changes, tx.now)
    if "assignee" in changes:
        asked = changes["assignee"]
        values["assignee_id"] = None if asked is None else colleague(tx, roster, row.channel, asked, "assignee")
    if "team" in changes:
        values["team_id"] = _team(tx, changes["team"])
    if "priority" in changes:
        values["priority"] = _one_of("priority", changes["priority"], PRIORITIES)
    if "subject" in changes:
        values["subject"] = one_line(str(changes["subject"]))[:SUBJECT]
    if "contact" in changes:
        values["contact_id"] = contacts.get(tx, int(changes["contact"])).id if changes["contact"] is not None else None
    done = triage.change(tx, row, values, _labels(tx, conversation, changes))
    if done is None:
        return None
    triage.acted(tx, conversation)
    audit(tx, by, "conversation.update", f"conversation:{conversation}", **done)
    return keep_undo(tx, by, "patch", {"conversation": conversation, **done})


def _one_of(name: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise InvalidError((name, f"{value!r} is none of {', '.join(allowed)}"))
    return str(value)


def _status(row: Any, changes: Mapping[str, Any], now: int) -> dict[str, Any]:
    """A time to come back means snoozed; every other status forgets the time."""
    until = changes.get("snoozed_until")
    if isinstance(until, datetime):
        until = micros(until)
    asked = changes.get("status")
    if asked is None:
        asked = "snoozed" if until is not None else row.status
    status = _one_of("status", asked, STATUSES)
    if until is not None and status != "snoozed":
        raise InvalidError(("snoozed_until", f"a conversation that is {status} does not wait for a time"))
    closed = (row.closed_at if row.status == "closed" else now) if status == "closed" else None
    return {"status": status, "snoozed_until": until, "closed_at": closed}


def colleague(tx: Tx, roster: Roster, channel: str, agent: int, field: str) -> int:
    """An agent who exists, works here and may see the channel. Raises InvalidError, which names the field."""
    row = tx.one("SELECT id, email, role, disabled FROM agent WHERE id = :id", id=agent)
    if row is None or row.disabled:
        raise InvalidError((field, "there is no such agent, or the account is disabled"))
    admitted = route.admitted(roster, channel)
    if admitted and row.email not in admitted and row.role != "admin":
        raise InvalidError((field, f"{row.email} may not see the channel {channel}"))
    return int(row.id)


def _team(tx: Tx, team: int | None) -> int | None:
    if team is not None and not teams.exists(tx, team):
        raise InvalidError(("team", "there is no such team"))
    return team


def _labels(tx: Tx, conversation: int, changes: Mapping[str, Any]) -> set[str] | None:
    """The tags that it shall have; None: they stay."""
    if not {"tags", "tags_add", "tags_remove"} & set(changes):
        return None
    had = changes["tags"] if "tags" in changes else triage.tags(tx, conversation)
    return labels((labels(had) | labels(changes.get("tags_add") or ())) - labels(changes.get("tags_remove") or ()))


def labels(given: Any) -> set[str]:
    """Tags without needless space, each once. Raises InvalidError."""
    tags = {one_line(str(tag)) for tag in given} - {""}
    if len(tags) > MOST_TAGS:
        raise InvalidError(("tags", f"{len(tags)} tags; {MOST_TAGS} are the most"))
    if long := [tag for tag in tags if len(tag) > TAG]:
        raise InvalidError(("tags", f"{long[0][:TAG]!r}… is longer than {TAG} characters"))
    return tags
