"""One message into another conversation, and two conversations that belong near each other. Both can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from inbox.errors import ConflictError, NotFoundError
from inbox.store import conversations as c
from inbox.store.acts import Actor, audit, keep_undo
from inbox.store.base import Rows, Tx
from inbox.store.messages import relate
from inbox.store.triage import lock, lock_open


def move(tx: Tx, by: Actor, message: int, to: int | None) -> tuple[int, str]:
    """Puts one message into another conversation, None: into a new one. (where it is, undo key)

    The ids that lead to it go with it, and nothing merges the two by itself from now on.
    Raises NotFoundError, ConflictError (`state`): it is there already, or nothing would remain where it was.
    """
    found = tx.one("SELECT conversation_id FROM message WHERE id = :id", id=message)
    if found is None:
        raise NotFoundError("there is no such message")
    source = int(found.conversation_id)
    if to == source:
        raise ConflictError("the message is in this conversation already", code="state")
    for one in sorted({source, to or source}):
        lock(tx, one)
    row = lock_open(tx, source)
    if tx.value("SELECT COUNT(*) FROM message WHERE conversation_id = :id", id=source) < 2:
        raise ConflictError("nothing would remain; merge the conversation instead", code="state")
    if to is None:
        return c.part_off(tx, by, row, [message])
    home = lock_open(tx, to)
    data: dict[str, Any] = {
            "source": source, "target": to, "message": message, "was": c.columns(row, c.STATE),
            "home": c.columns(home, c.STATE), "reason": _reason(tx, source, to), "refs": [r.id for r in tx.all(
                "SELECT id FROM ref WHERE conversation_id = :id AND message_id = :message AND NOT EXISTS (SELECT 1 FROM ref o "
                "WHERE o.conversation_id = :to AND o.value = ref.value AND o.channel = ref.channel)",
                id=source, message=message, to=to)]}
    data["people"] = _move_one(tx, message, source, to, data["refs"])
    _wait_again(tx, row, home)
    data |= {"became_was": c.columns(lock(tx, source), c.STATE), "became_home": c.columns(lock(tx, to), c.STATE)}
    c.part(tx, source, to)
    _tell_moved(tx, row, home)
    audit(tx, by, "message.move", f"message:{message}", source=str(source), into=str(to))
    return to, keep_undo(tx, by, "move", data)


def _move_one(tx: Tx, message: int, source: int, target: int, refs: Sequence[int]) -> list[int]:
    """The message with the ids that lead to it; whom it names takes part there. Returns those who did not before."""
    c.carry(tx, [message], source, target)
    if refs:
        tx.run("UPDATE ref SET conversation_id = :target WHERE id IN :ids", target=target, ids=list(refs))
    had = {p.address_id for p in tx.all("SELECT address_id FROM participant WHERE conversation_id = :id", id=target)}
    theirs = tx.all("SELECT address_id, newcomer FROM participant WHERE conversation_id = :id", id=source)
    named = c.present(tx, target)
    new = [p for p in theirs if p.address_id in named - had]
    tx.insert_many("participant", [{"conversation_id": target, "address_id": p.address_id, "newcomer": p.newcomer} for p in new])
    c.refresh(tx, source)
    c.refresh(tx, target)
    return [p.address_id for p in new]


def _wait_again(tx: Tx, source: Any, target: Any) -> None:
    """Who waits is worked out again for both; where somebody waits now, a closed conversation opens."""
    if source.waiting_since is not None:
        c.assign(tx, source.id, {"waiting_since": c.waits_since(tx, source.id, source.waiting_since)})
    if source.waiting_since is not None or target.waiting_since is not None:
        waits = c.waits_since(tx, target.id, 0)
        opens = waits is not None and target.waiting_since is None and target.status in ("closed", "snoozed")
        c.assign(tx, target.id, {"waiting_since": waits,
                             **({"status": "open", "snoozed_until": None, "closed_at": None} if opens else {})})


def undo_move(tx: Tx, data: Mapping[str, Any]) -> None:
    """Takes a move back. Raises ConflictError (`state`) when the message has gone elsewhere since."""
    source, target, message = int(data["source"]), int(data["target"]), int(data["message"])
    for one in sorted((source, target)):
        lock(tx, one)
    was, home = lock_open(tx, source), lock_open(tx, target)
    if tx.value("SELECT conversation_id FROM message WHERE id = :id", id=message) != target:
        raise ConflictError("the message has gone elsewhere since", code="state")
    _move_one(tx, message, target, source, data["refs"])
    c.undo_people(tx, target, {"people": data["people"], "newcomers": []})
    for row, before, became in ((was, data["was"], data["became_was"]), (home, data["home"], data["became_home"])):
        c.assign(tx, row.id, {name: value for name, value in before.items() if getattr(row, name) == became[name]})
    _relink(tx, source, target, data["reason"])
    _tell_moved(tx, was, home)


def _tell_moved(tx: Tx, *rows: Any) -> None:
    for row in rows:
        tx.emit("conversation.updated", conversation=row.id, channel=row.channel, changed=["messages", "related"])


def _reason(rows: Rows, one: int, other: int) -> str | None:
    """Why the two are related; None: they are not."""
    found: str | None = rows.value("SELECT reason FROM related WHERE conversation_id = :one AND other_id = :other",
                                   one=one, other=other)
    return found


def _relink(tx: Tx, one: int, other: int, reason: str | None) -> None:
    c.unrelate(tx, one, other)
    if reason is not None:
        relate(tx, one, other, reason)


def link(tx: Tx, by: Actor, one: int, other: int, linked: bool) -> str | None:
    """Marks two conversations as related, or as not related. Returns the undo key, None when it was so already.

    Raises NotFoundError, ConflictError (`state`).
    """
    if one == other:
        raise ConflictError("a conversation is not related to itself", code="state")
    rows = {which: lock(tx, which) for which in sorted((one, other))}
    before = _reason(tx, one, other)
    if linked == (before is not None):
        return None
    _relink(tx, one, other, f"{by.name} linked them" if linked else None)
    _tell_linked(tx, rows.values())
    audit(tx, by, "conversation.link" if linked else "conversation.unlink", f"conversation:{one}", other=str(other))
    return keep_undo(tx, by, "link", {"one": one, "other": other, "reason": before})


def undo_link(tx: Tx, data: Mapping[str, Any]) -> None:
    """Takes a `link` back."""
    one, other = int(data["one"]), int(data["other"])
    rows = [lock(tx, which) for which in sorted((one, other))]
    _relink(tx, one, other, data["reason"])
    _tell_linked(tx, rows)


def _tell_linked(tx: Tx, rows: Iterable[Any]) -> None:
    for row in rows:
        c.assign(tx, row.id, {})
        tx.emit("conversation.updated", conversation=row.id, channel=row.channel, changed=["related"])
