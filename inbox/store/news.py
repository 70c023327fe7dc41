"""What the provider says later about a delivery: receipts, bounces, delays. It moves a recipient only forward."""

from __future__ import annotations

import json
from typing import Any

from inbox.store import deliveries
from inbox.store.base import Rows, Tx

FORWARD = {"queued": 0, "sending": 1, "uncertain": 2, "sent": 3, "delivered": 4, "read": 5}


def find(rows: Rows, channel: str, key: str, external_id: str) -> Any | None:
    """The delivery that news speaks of: by our key, else by the provider's id on that channel."""
    if key:
        found = rows.one("SELECT * FROM delivery WHERE key = :key AND channel = :channel", key=key, channel=channel)
        if found is not None:
            return found
    if not external_id:
        return None
    return rows.one("SELECT d.* FROM ref r JOIN delivery d ON d.message_id = r.message_id WHERE r.value = :e "
                    "AND r.channel = :channel AND d.channel = :channel LIMIT 1", e=external_id, channel=channel)


def take(tx: Tx, row: Any, state: str, recipient: str, code: str, detail: str, *, hard: bool) -> bool:
    """Moves recipients forward by what the provider said. Whether anything moved.

    A late `sent` never overwrites `delivered`. A bounce counts against what was only handed over; a proof of delivery
    that comes after a failure wins.
    """
    moved = False
    words = f"{detail} ({code})" if code and code not in detail else detail
    for one in deliveries.recipients(tx, row.id):
        if recipient and one.value.lower() != recipient.lower():
            continue
        if state == "delayed":
            tx.run("UPDATE recipient SET detail = :detail, at = :now WHERE id = :id", detail=words, now=tx.now, id=one.id)
            continue
        if _goes(one.state, state):
            tx.run("UPDATE recipient SET state = :state, detail = :detail, at = :now WHERE id = :id", state=state, detail=words,
                   now=tx.now, id=one.id)
            moved = True
            if state == "bounced" and hard:
                tx.run("UPDATE address SET health = :health WHERE kind = :kind AND value = :value", health=words or "bounced",
                       kind=one.kind, value=one.value)
    if moved:
        if state in ("failed", "bounced"):
            tx.run("UPDATE delivery SET error = :error WHERE id = :id", id=row.id,
                   error=json.dumps({"code": code or state, "detail": detail}))
        else:
            tx.run("UPDATE delivery SET evidence = '' WHERE id = :id", id=row.id)
        if row.state == "sending":
            deliveries.recount(tx, row.conversation_id)  # the sender still holds it and derives at its end
        else:
            deliveries.derive(tx, row.id)
    elif state == "delayed":
        deliveries.tell(tx, row, row.state)
    return moved


def answered(tx: Tx, key: str, sender: str) -> None:
    """An answer came that carries the signed mark of an uncertain delivery, which stands in that mail alone: so whoever wrote it has it.

    Of several recipients it proves it of the one who answered.
    """
    row = tx.one("SELECT * FROM delivery WHERE key = :key", key=key)
    if row is None or row.state != "uncertain":
        return
    to = [one.value for one in deliveries.recipients(tx, row.id)]
    if len(to) == 1 or sender.lower() in map(str.lower, to):
        take(tx, row, "sent", "" if len(to) == 1 else sender, "", "", hard=False)


def _goes(old: str, new: str) -> bool:
    if new in ("failed", "bounced"):
        return old in ("queued", "sending", "uncertain", "sent")
    if old in ("failed", "bounced"):
        return new in ("delivered", "read")
    return FORWARD.get(new, -1) > FORWARD.get(old, 9)
