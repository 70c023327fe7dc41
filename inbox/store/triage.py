"""One conversation: changing it, its tags, reading marks and snoozes. What moves between two is in conversations.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from inbox.errors import ConflictError, NotFoundError
from inbox.store import mentions
from inbox.store.acts import SYSTEM, audit
from inbox.store.base import Rows, Tx

OUTSIDE = {"assignee_id": "assignee", "contact_id": "contact", "team_id": "team"}  # columns that go by another name in the API


def lock(tx: Tx, conversation: int) -> Any:
    """Its row, held until this transaction ends. Raises NotFoundError."""
    held = " FOR NO KEY UPDATE" if tx.dialect == "postgresql" else ""  # SQLite has one writer
    row = tx.one(f"SELECT * FROM conversation WHERE id = :id{held}", id=conversation)  # noqa: S608 - words of our own
    if row is None:
        raise NotFoundError("there is no such conversation")
    return row


def lock_open(tx: Tx, conversation: int) -> Any:
    """As `lock`, and refuses one that went into another (ConflictError `state`; `into` tells where it is)."""
    row = lock(tx, conversation)
    if row.status == "merged":
        raise ConflictError("this conversation was merged into another", code="state", extra={"into": str(row.merged_into)})
    return row


def tags(rows: Rows, conversation: int) -> list[str]:
    """Its tags in alphabetical order."""
    return [row.name for row in rows.all("SELECT name FROM tag WHERE conversation_id = :id ORDER BY name", id=conversation)]


def channels(rows: Rows, conversation: int) -> set[str]:
    """Every channel that one of its messages, or its route, names."""
    return {row.channel for row in rows.all(
        "SELECT channel FROM conversation WHERE id = :id UNION SELECT channel FROM message WHERE conversation_id = :id",
        id=conversation)}


# ---------------------------------------------------------------- changing

def change(tx: Tx, row: Any, values: Mapping[str, Any], labels: Iterable[str] | None = None) -> dict[str, Any] | None:
    """Sets columns and (unless None) the tags of a locked conversation.

    Returns {"before": …, "after": …} of what really changed, for undo; None when nothing did.
    """
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    after = {name: values[name] for name in before}
    changed = [OUTSIDE.get(name, name) for name in before if name != "closed_at"]
    if labels is not None:
        had, wanted = set(tags(tx, row.id)), set(labels)
        if had != wanted:
            before["tags"], after["tags"] = sorted(had - wanted), sorted(wanted - had)
            changed.append("tags")
            retag(tx, row.id, add=wanted - had, remove=had - wanted)
    if not changed:
        return None
    sets = ", ".join(f"{name} = :{name}" for name in before if name != "tags")
    tx.run(f"UPDATE conversation SET version = version + 1{', ' + sets if sets else ''} WHERE id = :id",  # noqa: S608 - columns
           id=row.id, **{name: value for name, value in after.items() if name != "tags"})
    tx.emit("conversation.updated", conversation=row.id, channel=row.channel, changed=changed)
    return {"before": before, "after": after}


def retag(tx: Tx, conversation: int, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
    """Puts tags on and takes tags off."""
    tx.many("INSERT INTO tag (conversation_id, name) VALUES (:id, :name) ON CONFLICT DO NOTHING",
            [{"id": conversation, "name": name} for name in sorted(add)])
    tx.many("DELETE FROM tag WHERE conversation_id = :id AND name = :name",
            [{"id": conversation, "name": name} for name in sorted(remove)])


def acted(tx: Tx, conversation: int) -> None:
    """Somebody has acted on it: that it came back by itself is no news any more."""
    tx.run("UPDATE conversation SET returned = '', returned_at = NULL WHERE id = :id AND returned <> ''", id=conversation)


def undo_change(tx: Tx, conversation: int, data: Mapping[str, Any]) -> None:
    """Takes a `change` back. Raises ConflictError (`state`) when somebody has set one of its fields again since."""
    row = lock_open(tx, conversation)
    before, after = dict(data["before"]), dict(data["after"])
    removed, added = before.pop("tags", []), after.pop("tags", [])
    for name in before:
        if name != "closed_at" and getattr(row, name) not in (after[name], before[name]):
            raise ConflictError(f"{OUTSIDE.get(name, name)} was changed again since", code="state")
    labels = (set(tags(tx, conversation)) - set(added)) | set(removed)
    change(tx, row, before, labels)


def wake(tx: Tx, now: int) -> list[int]:
    """Opens the conversations whose snooze has run out, and returns their ids."""
    rows = tx.all("UPDATE conversation SET status = 'open', snoozed_until = NULL, returned = 'time', returned_at = :now, "
                  "version = version + 1 "
                  "WHERE snoozed_until IS NOT NULL AND snoozed_until <= :now AND status = 'snoozed' RETURNING id, channel",
                  now=now)
    for row in rows:
        tx.emit("conversation.updated", conversation=row.id, channel=row.channel, changed=["status", "snoozed_until"],
                woken=True)
        audit(tx, SYSTEM, "conversation.wake", f"conversation:{row.id}")
    return sorted(row.id for row in rows)


# ---------------------------------------------------------------- reading marks

def mark_read(tx: Tx, agent: int, conversation: int, up_to: int) -> None:
    """The agent has read up to this message; a mark never goes back here. Raises NotFoundError."""
    row = tx.one("SELECT c.channel FROM message m JOIN conversation c ON c.id = m.conversation_id "
                 "WHERE m.id = :message AND c.id = :id", message=up_to, id=conversation)
    if row is None:
        raise NotFoundError("there is no such message in this conversation")
    had = tx.value("SELECT up_to FROM read_mark WHERE agent_id = :agent AND conversation_id = :id", agent=agent, id=conversation)
    _mark(tx, agent, conversation, max(up_to, had or 0))
    mentions.seen(tx, agent, conversation, up_to)
    tx.emit("conversation.updated", conversation=conversation, channel=row.channel, changed=["unread"], agent=str(agent))


def mark_unread(tx: Tx, agent: int, conversation: int) -> None:
    """The last inbound message, and what came after it, count as unread again. Raises NotFoundError."""
    row = tx.one("SELECT channel, last_in_id FROM conversation WHERE id = :id", id=conversation)
    if row is None:
        raise NotFoundError("there is no such conversation")
    _mark(tx, agent, conversation, max(row.last_in_id - 1, 0))
    tx.emit("conversation.updated", conversation=conversation, channel=row.channel, changed=["unread"], agent=str(agent))


def _mark(tx: Tx, agent: int, conversation: int, up_to: int) -> None:
    tx.run("INSERT INTO read_mark (agent_id, conversation_id, up_to) VALUES (:agent, :id, :up_to) "
           "ON CONFLICT (agent_id, conversation_id) DO UPDATE SET up_to = excluded.up_to",
           agent=agent, id=conversation, up_to=up_to)
