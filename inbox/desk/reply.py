"""Writing: a reply, a note, a first message. Each runs whole within one transaction."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from inbox.compact import dump
from inbox.desk import changes, policy, route
from inbox.desk.draft import Draft, answered_subject, one_line
from inbox.desk.route import Roster, Route
from inbox.errors import ConflictError, PolicyError
from inbox.store import canned, deliveries, drafts, mentions, messages, people, replies, triage, uploads
from inbox.store.acts import Actor, audit, claim_key, settle_key
from inbox.store.base import Tx
from inbox.store.messages import File
from inbox.types import Address

QUOTED = 20_000  # characters of the answered message that are kept for quoting


def fingerprint(body_hash: str, verb: str, *about: Any) -> str:
    """What an Idempotency-Key stands for: the request's body, and what it was asked of."""
    return hashlib.sha256(dump([verb, body_hash, *map(repr, about)]).encode()).hexdigest()


def reply(tx: Tx, by: Actor, roster: Roster, conversation: int, draft: Draft, key: str, print_: str) -> int:
    """Makes the reply and its delivery; returns the message. Raises what `Desk.reply` says."""
    if key and (done := claim_key(tx, by, key, print_)) is not None:
        return done
    row = triage.lock_open(tx, conversation)
    if draft.expected is not None and (newer := replies.newer(tx, conversation, draft.expected)):
        raise ConflictError("somebody was faster: there are newer messages", code="newer_messages", extra={"messages": newer})
    way = route.reply(tx, roster, row, draft)
    subject = answered_subject(way.subject) if way.features.subject else ""
    message = _send(tx, by, roster, conversation, way, draft, subject)
    replies.welcome(tx, conversation, [a for a in way.everyone if route.who(a) in way.typed])
    if draft.discard:
        drafts.discard(tx, by.id, conversation, "reply")
    audit(tx, by, "message.reply", f"conversation:{conversation}", message=str(message))
    if key:
        settle_key(tx, by, key, message)
    return message


def begin(tx: Tx, by: Actor, roster: Roster, draft: Draft, key: str, print_: str) -> tuple[int, int]:
    """Makes a conversation with its first message; returns both. Raises what `Desk.begin` says."""
    if key and (done := claim_key(tx, by, key, print_)) is not None:
        return int(tx.value("SELECT conversation_id FROM message WHERE id = :id", id=done)), done
    way = route.first(roster, draft)
    if not way.to:
        raise PolicyError("no_recipient", "name somebody to write to")
    subject = one_line(draft.subject)
    contact = people.ensure(tx, way.to)[route.who(way.to[0])].contact_id
    conversation = messages.create_conversation(tx, channel=way.name, ours=f"{way.sender.kind}:{way.sender.value}",
                                                subject=subject, contact=contact, at=tx.now)
    message = _send(tx, by, roster, conversation, way, draft, subject if way.features.subject else "")
    if draft.discard:
        drafts.discard(tx, by.id, 0, "new")
    audit(tx, by, "conversation.begin", f"conversation:{conversation}", message=str(message))
    if key:
        settle_key(tx, by, key, message)
    return conversation, message


def note(tx: Tx, by: Actor, roster: Roster, conversation: int, draft: Draft, key: str, print_: str) -> int:
    """Makes a private note. It has no delivery and changes nothing of who waits. Raises what `Desk.note` says."""
    if key and (done := claim_key(tx, by, key, print_)) is not None:
        return done
    row = triage.lock_open(tx, conversation)
    ids, files = _files(tx, by, draft)
    if not draft.text and not files:
        raise PolicyError("empty", "the note says nothing")
    named = [changes.colleague(tx, roster, row.channel, agent, "mentions") for agent in draft.mentions]
    message = messages.add(tx, messages.New(
        conversation=conversation, channel=row.channel, kind="note", text=draft.text, html=draft.html, at=tx.now, sent_at=tx.now,
        author_kind=by.kind, author_id=by.id, author_name=by.name, files=files))
    mentions.add(tx, conversation, message, row.channel, [agent for agent in named if agent != by.id])  # who names themselves has read it
    uploads.consume(tx, ids)
    canned.use(tx, draft.canned)
    if draft.discard:
        drafts.discard(tx, by.id, conversation, "note")
    audit(tx, by, "message.note", f"conversation:{conversation}", message=str(message))
    if key:
        settle_key(tx, by, key, message)
    return message


def _files(tx: Tx, by: Actor, draft: Draft) -> tuple[list[int], list[File]]:
    found = uploads.find(tx, by.id, draft.attachments)
    return [row for row, _ in found], [file for _, file in found]


def _send(tx: Tx, by: Actor, roster: Roster, conversation: int, way: Route, draft: Draft, subject: str) -> int:
    """Checks, then makes the message and freezes its delivery."""
    ids, files = _files(tx, by, draft)
    at = max(tx.now, draft.send_at or 0)
    policy.check(tx, way, draft, files, at)
    html = draft.html if way.features.html else ""
    message = messages.add(tx, messages.New(
        conversation=conversation, channel=way.name, direction="out", text=draft.text, html=html, subject=subject, at=tx.now,
        sent_at=tx.now, author_kind=by.kind, author_id=by.id, author_name=by.name, ours=f"{way.sender.kind}:{way.sender.value}",
        people={role: who for role, who in (("from", (way.sender,)), ("to", way.to), ("cc", way.cc), ("bcc", way.bcc)) if who},
        own=route.ours(roster) | {route.who(way.sender)}, files=files))
    uploads.consume(tx, ids)
    canned.use(tx, draft.canned)
    outbound = {
        "sender": _packed([way.sender])[0], "to": _packed(way.to), "cc": _packed(way.cc), "bcc": _packed(way.bcc),
        "subject": subject, "author": by.name, "thread_id": way.thread_id, "in_reply_to": way.parent or "",
        "references": replies.references(tx, conversation, way.name, way.parent) if way.parent else [],
        "answered": _answered(tx, way), "options": dict(way.options), "html": ""}
    recipients = [(role, a) for role, who in (("to", way.to), ("cc", way.cc), ("bcc", way.bcc)) for a in who]
    deliveries.enqueue(tx, message=message, conversation=conversation, channel=way.name, key=delivery_key(), outbound=outbound,
                       recipients=recipients, next_at=at)
    return message


def delivery_key() -> str:
    """A new name for a delivery: 24 lower-case letters and digits (96 bits), as a reply token wants it."""
    return secrets.token_hex(12)


def _packed(who: Sequence[Address]) -> list[list[str]]:
    return [[a.kind, a.value, a.name] for a in who]


def _answered(tx: Tx, way: Route) -> dict[str, Any] | None:
    if way.answered is None:
        return None
    return {"author": way.answered.author_name, "text": replies.body(tx, way.answered.id)[:QUOTED],
            "sent_at": way.answered.sent_at}

