"""What a reply must know: the message it answers, who takes part, what may not be sent to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from inbox.compact import dump
from inbox.store.base import Rows, Tx
from inbox.types import Address

ENDS = 20  # ids that a long chain of references keeps at each end
LOOK = 20  # inbound messages that are looked at for one that can be answered
_SENT = ("sent", "delivered", "read", "uncertain", "bounced")
Who = tuple[str, str]


def newer(rows: Rows, conversation: int, than: int) -> list[int]:
    """Messages and notes that came after the one that the writer had seen last."""
    return [row.id for row in rows.all("SELECT id FROM message WHERE conversation_id = :id AND id > :than AND kind <> 'event' "
                                       "ORDER BY id", id=conversation, than=than)]


def inbound(rows: Rows, conversation: int, channel: str) -> list[Any]:
    """The last inbound messages on a channel, the newest first, without their bodies."""
    return rows.all("SELECT id, external_id, thread_id, people, flags, subject, sent_at, reply_until, no_reply, author_name "
                    "FROM message WHERE conversation_id = :id AND channel = :channel AND direction = 'in' AND kind = 'message' "
                    "ORDER BY id DESC LIMIT :n", id=conversation, channel=channel, n=LOOK)


def outbound(rows: Rows, conversation: int, channel: str) -> Any | None:
    """The last message that we sent on a channel."""
    return rows.one("SELECT id, external_id, thread_id, people, subject FROM message WHERE conversation_id = :id AND "
                    "channel = :channel AND direction = 'out' AND kind = 'message' ORDER BY id DESC LIMIT 1",
                    id=conversation, channel=channel)


def body(rows: Rows, message: int) -> str:
    """The text of a message as it stood, for those who quote it."""
    row = rows.one("SELECT text, full_text FROM message WHERE id = :id", id=message)
    return "" if row is None else str(row.text or row.full_text)


def references(rows: Rows, conversation: int, channel: str, parent: str | None) -> list[str]:
    """External ids of what was said there on this channel, oldest first, the parent last; of a long chain both ends."""
    sql = ("SELECT m.external_id FROM message m LEFT JOIN delivery d ON d.message_id = m.id WHERE m.conversation_id = :id AND "
           "m.channel = :channel AND m.kind = 'message' AND m.external_id IS NOT NULL AND "
           "(m.direction = 'in' OR d.id IS NULL OR d.state IN :sent) ORDER BY m.id ")
    last = [row.external_id for row in rows.all(sql + "DESC LIMIT :n", id=conversation, channel=channel, sent=_SENT, n=2 * ENDS)]
    found = last[::-1]
    if len(last) == 2 * ENDS:
        first = [row.external_id for row in rows.all(sql + "LIMIT :n", id=conversation, channel=channel, sent=_SENT, n=ENDS)]
        found = first + [one for one in found[ENDS:] if one not in first]
    if parent:
        found = [one for one in found if one != parent] + [parent]
    return list(dict.fromkeys(found))


def newcomers(rows: Rows, conversation: int) -> set[Who]:
    """Those who joined by themselves and whom nobody of us has written to."""
    return {(row.kind, row.value) for row in rows.all(
        "SELECT a.kind, a.value FROM participant p JOIN address a ON a.id = p.address_id "
        "WHERE p.conversation_id = :id AND p.newcomer = 1", id=conversation)}


def welcome(tx: Tx, conversation: int, who: Iterable[Address]) -> None:
    """An agent wrote to them: they are newcomers no more."""
    for address in who:
        tx.run("UPDATE participant SET newcomer = 0 WHERE conversation_id = :id AND newcomer = 1 AND address_id = "
               "(SELECT id FROM address WHERE kind = :kind AND value = :value)",
               id=conversation, kind=address.kind, value=address.value)


def standing(rows: Rows, channel: str, who: Sequence[Address]) -> dict[Who, tuple[bool, str]]:
    """For each known address: (wants nothing from this channel, why sending there fails or an empty string)."""
    out: dict[Who, tuple[bool, str]] = {}
    for kind in {address.kind for address in who}:
        for row in rows.all("SELECT a.value, a.health, o.at AS opted_at FROM address a LEFT JOIN opt_out o ON "
                            "o.address_id = a.id AND o.channel = :channel WHERE a.kind = :kind AND a.value IN :values",
                            channel=channel, kind=kind, values=[a.value for a in who if a.kind == kind]):
            out[kind, row.value] = (row.opted_at is not None, row.health)
    return out


def window(rows: Rows, channel: str, who: Address) -> int | None:
    """The latest moment until which a free text may be sent to somebody, from any conversation; None: none was ever open."""
    needle = dump([who.kind, who.value])[:-1]
    found = rows.all("SELECT m.reply_until, m.people FROM message m JOIN participant p ON p.conversation_id = m.conversation_id "
                     "JOIN address a ON a.id = p.address_id WHERE a.kind = :kind AND a.value = :value AND m.channel = :channel "
                     "AND m.direction = 'in' AND m.reply_until IS NOT NULL ORDER BY m.reply_until DESC LIMIT :n",
                     kind=who.kind, value=who.value, channel=channel, n=LOOK)
    return next((int(row.reply_until) for row in found if needle in row.people), None)


def reachable(rows: Rows, contact: int, kind: str) -> list[Address]:
    """A contact's addresses of one kind, those that work first."""
    return [Address(kind=kind, value=row.value, name=row.name) for row in rows.all(
        "SELECT value, name FROM address WHERE contact_id = :id AND kind = :kind ORDER BY CASE WHEN health = '' THEN 0 ELSE 1 "
        "END, id", id=contact, kind=kind)]
