"""Messages: adding one with everything that hangs on it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inbox.compact import dump
from inbox.fit import file_name, unmasked
from inbox.store import people as store_people
from inbox.store import search
from inbox.store.acts import SYSTEM, audit
from inbox.store.base import Tx
from inbox.types import Address

PREVIEW = 160  # characters of a message that the list shows


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An attachment to be: its bytes are in the store as `sha`, or `pending` says where they will come from."""

    name: str
    media_type: str
    size: int | None
    sha: str = ""
    content_id: str = ""
    inline: bool = False
    pending: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A message to be. `people`: role (from, to, cc, bcc, reply_to) -> addresses. `at`: when it counts in the list.

    `own`: our own addresses as (kind, value), which take no part. `refs`: ids that it names. `files`: what comes with it.
    `ours`: the address of ours it came to or goes from, as `kind:value`.
    """

    conversation: int
    channel: str
    text: str
    at: int
    sent_at: int
    kind: str = "message"
    direction: str | None = None
    author_kind: str = "system"
    author_id: int | None = None
    author_name: str = ""
    people: Mapping[str, Sequence[Address]] = field(default_factory=dict)
    own: frozenset[tuple[str, str]] = frozenset()
    full_text: str = ""
    html: str = ""
    subject: str = ""
    external_id: str | None = None
    refs: Sequence[str] = ()
    thread_id: str = ""
    received_at: int | None = None
    reply_until: int | None = None
    no_reply: str = ""
    ours: str = ""
    raw: str = ""
    body_hash: str = ""
    imported: bool = False
    newcomer: bool = False
    flags: Sequence[str] = ()
    notes: Mapping[str, Any] = field(default_factory=dict)
    routing: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[File] = ()
    known: Mapping[tuple[str, str], Any] = field(default_factory=dict)  # address rows that the caller has at hand


def add(tx: Tx, new: New) -> int:
    """Inserts the message with its references, participants, files and search document, and moves its conversation on."""
    packed = {role: [[a.kind, a.value, unmasked(a.name)] for a in who] for role, who in new.people.items() if who}
    message = tx.insert(
        "message", conversation_id=new.conversation, channel=new.channel, kind=new.kind, direction=new.direction,
        author_kind=new.author_kind, author_id=new.author_id, author_name=unmasked(new.author_name), external_id=new.external_id,
        thread_id=new.thread_id, sent_at=new.sent_at, received_at=new.received_at, reply_until=new.reply_until,
        no_reply=new.no_reply, ours=new.ours, raw=new.raw, body_hash=new.body_hash, imported=int(new.imported),
        flags=dump(sorted(new.flags)), people=dump(packed), notes=dump(new.notes) if new.notes else "",
        routing=dump(new.routing) if new.routing else "", subject=new.subject, text=new.text,
        full_text="" if new.full_text == new.text else new.full_text, html=new.html)
    refer(tx, new.channel, new.conversation, message, new.external_id, new.refs, new.thread_id)
    if new.kind == "message":
        take_part(tx, new)
    attach(tx, message, new.channel, new.files)
    search.index(tx, [(message, document(new))])
    bump(tx, new, message)
    tx.emit("message.created", conversation=new.conversation, message=message, channel=new.channel, message_kind=new.kind,
            direction=new.direction)
    return message


def document(new: New) -> search.Document:
    """Everything that a search for this message may ask."""
    who = {role: [(a.name, a.value) for a in addresses] for role, addresses in new.people.items()}
    return _document(new, who, [f.name for f in new.files])


def document_of(row: Any, files: Sequence[str]) -> search.Document:
    """The same of a message that is in the store (subject, text, full_text, people), with the names of its files."""
    return _document(row, search.people(json.loads(row.people)), files)


def _document(said: Any, who: Mapping[str, Sequence[tuple[str, str]]], files: Sequence[str]) -> search.Document:
    names = [f"{name} {value}" for addresses in who.values() for name, value in addresses]
    return search.Document("\n".join([said.subject, said.full_text or said.text, *names, *files]), who)


def refer(tx: Tx, channel: str, conversation: int, message: int, own: str | None, named: Sequence[str], thread: str) -> None:
    """Keeps the ids by which later messages find this conversation."""
    rows: list[tuple[str, int | None, str]] = [(own, message, "own")] if own else []
    rows += [(value, None, "named") for value in dict.fromkeys(named) if value and value != own]
    rows += [("thread:" + thread, None, "thread")] if thread else []
    tx.many("INSERT INTO ref (value, channel, conversation_id, message_id, kind) VALUES (:value, :channel, :conversation, "
            ":message, :kind) ON CONFLICT (value, channel, conversation_id) DO UPDATE SET "
            "kind = CASE WHEN excluded.kind = 'own' THEN 'own' ELSE ref.kind END, "
            "message_id = COALESCE(ref.message_id, excluded.message_id)",
            [{"value": value, "channel": channel, "conversation": conversation, "message": mid, "kind": kind}
             for value, mid, kind in rows])


def take_part(tx: Tx, new: New) -> None:
    """Everybody but us takes part; the sender as a newcomer where the caller says so."""
    who = {(a.kind, a.value): role for role in ("to", "cc", "bcc", "reply_to", "from")
           for a in new.people.get(role, ()) if (a.kind, a.value) not in new.own}
    missing = [a for role in new.people.values() for a in role if (a.kind, a.value) in who and (a.kind, a.value) not in new.known]
    rows = {**new.known, **store_people.ensure(tx, missing)} if missing else new.known
    tx.many("INSERT INTO participant (conversation_id, address_id, newcomer) VALUES (:conversation, :address, :newcomer) "
            "ON CONFLICT DO NOTHING",
            [{"conversation": new.conversation, "address": rows[key].id,
              "newcomer": int(new.newcomer)} for key in who])


def attach(tx: Tx, message: int, channel: str, files: Sequence[File]) -> None:
    """Adds the files' rows."""
    tx.insert_many("attachment", [
        {"key": secrets.token_urlsafe(16), "message_id": message, "channel": channel, "position": n, "name": file_name(f.name),
         "media_type": f.media_type, "size": f.size, "sha": f.sha, "content_id": f.content_id, "inline": int(f.inline),
         "state": "pending" if f.pending is not None else "stored",
         "pending": dump(f.pending) if f.pending is not None else "",
         "next_at": tx.now if f.pending is not None else None, "created_at": tx.now}
        for n, f in enumerate(files)])


def _preview(text: str) -> str:
    return " ".join(text[:20 * PREVIEW].split())[:PREVIEW]


def bump(tx: Tx, new: New, message: int) -> None:
    """Moves the conversation on (contract, section 3): what a customer says opens it, what we say answers it."""
    if new.kind != "message":
        tx.run("UPDATE conversation SET version = version + 1 WHERE id = :id", id=new.conversation)
        return
    values: dict[str, Any] = {"id": new.conversation, "message": message, "at": new.at, "preview": _preview(new.text),
                              "direction": new.direction, "now": tx.now, "sent": new.sent_at}
    # what comes in live is the newest, as in the list of messages, though mail's own times are in whole seconds and may lag;
    # history that is older than what we have changes nothing but the thread itself
    newest = ":at >= last_at" if new.imported else "1 = 1"
    changes = {"last_id": ":message", "last_text": ":preview", "last_direction": ":direction"}
    if new.direction == "in":
        values |= {"channel": new.channel, "ours": new.ours}
        changes |= {"last_in_id": ":message", "channel": ":channel", "ours": ":ours"}
        if not {"automatic", "blocked"} & set(new.flags):
            changes |= {"waiting_since": "COALESCE(waiting_since, :at)", "snoozed_until": "NULL",
                        "status": "CASE WHEN status IN ('snoozed', 'closed') THEN 'open' ELSE status END",
                        "closed_at": "CASE WHEN status = 'spam' THEN closed_at ELSE NULL END",
                        "returned": "CASE WHEN status = 'snoozed' THEN 'answer' ELSE returned END",
                        "returned_at": "CASE WHEN status = 'snoozed' THEN :now ELSE returned_at END"}
    elif new.direction == "out":
        changes |= {"waiting_since": "NULL", "returned": "''", "returned_at": "NULL"}
    sets = [f"{name} = CASE WHEN {newest} THEN {value} ELSE {name} END" for name, value in changes.items()]
    if new.direction == "out":
        sets.append(f"first_reply_at = CASE WHEN first_reply_at <= :sent THEN first_reply_at ELSE {_FIRST_REPLY} END")
    sets += ["version = version + 1", "last_at = CASE WHEN :at >= last_at THEN :at ELSE last_at END"]
    tx.run(f"UPDATE conversation SET {', '.join(sets)} WHERE id = :id", **values)  # noqa: S608 - words of our own
    tx.emit("conversation.updated", conversation=new.conversation, channel=new.channel, changed=["last_message"])


def turn_away(tx: Tx, conversation: int, contact: int, message: int) -> None:
    """A blocked contact wrote into a conversation: where it is theirs, it goes to spam, and nobody waits."""
    row = tx.one("SELECT channel, status FROM conversation WHERE id = :id AND contact_id = :contact", id=conversation, contact=contact)
    if row is None:
        return
    audit(tx, SYSTEM, "conversation.blocked", f"conversation:{conversation}", contact=str(contact), message=str(message))
    if tx.run("UPDATE conversation SET status = 'spam', waiting_since = NULL, snoozed_until = NULL, closed_at = NULL, "
              "version = version + 1 WHERE id = :id AND (status <> 'spam' OR waiting_since IS NOT NULL)", id=conversation):
        tx.emit("conversation.updated", conversation=conversation, channel=row.channel, changed=["status", "waiting_since"],
                blocked=True)


# when we first answered: our first message that went out, unless a program wrote it; none when we began the conversation
_FIRST_REPLY = """(SELECT CASE WHEN EXISTS (SELECT 1 FROM message i WHERE i.conversation_id = :id AND i.direction = 'in'
 AND COALESCE(i.received_at, i.sent_at) <= o.sent_at) THEN o.sent_at END
 FROM message o LEFT JOIN delivery d ON d.message_id = o.id WHERE o.conversation_id = :id AND o.direction = 'out'
 AND o.flags NOT LIKE '%"automatic"%' AND (d.id IS NULL OR d.state NOT IN ('failed', 'bounced', 'canceled'))
 ORDER BY o.sent_at, o.id LIMIT 1)"""


def first_reply(tx: Tx, conversation: int) -> None:
    """Works out again when we first answered, after a message came, went, or did not go out after all."""
    tx.run(f"UPDATE conversation SET first_reply_at = {_FIRST_REPLY} WHERE id = :id", id=conversation)  # noqa: S608 - words of our own


def create_conversation(tx: Tx, *, channel: str, ours: str, subject: str, contact: int | None, at: int,
                        status: str = "open") -> int:
    """An empty conversation."""
    conversation = tx.insert("conversation", channel=channel, ours=ours, subject=subject[:998], contact_id=contact,
                             status=status, closed_at=at if status == "closed" else None, last_at=0, created_at=at)
    tx.emit("conversation.created", conversation=conversation, channel=channel)
    return conversation


def relate(tx: Tx, one: int, other: int, reason: str) -> None:
    """Links two conversations, both ways."""
    if one != other:
        tx.put("related", conversation_id=one, other_id=other, reason=reason)
        tx.put("related", conversation_id=other, other_id=one, reason=reason)


def edit(tx: Tx, channel: str, external_id: str, text: str | None) -> bool:
    """The other side edited its message, or took it back (None). Whether we have it."""
    row = tx.one("SELECT id, conversation_id, flags, subject, people FROM message WHERE external_id = :id AND channel = :channel "
                 "AND direction = 'in' ORDER BY id DESC LIMIT 1", id=external_id, channel=channel)
    if row is None:
        return False
    flags = sorted({*json.loads(row.flags), "edited" if text is not None else "deleted"})
    tx.run("UPDATE message SET flags = :flags, text = :text, full_text = '', html = '' WHERE id = :id",
           flags=dump(flags), text=text or "", id=row.id)
    search.forget(tx, [row.id], thorough=False)
    people = {role: [Address(kind=kind, value=value, name=name) for kind, value, name in who]
              for role, who in json.loads(row.people).items()}
    files = [File(name=f.name, media_type="", size=None) for f in tx.all("SELECT name FROM attachment WHERE message_id = :id", id=row.id)]
    search.index(tx, [(row.id, document(New(conversation=row.conversation_id, channel=channel, text=text or "", at=0, sent_at=0,
                                            subject=row.subject, people=people, files=files)))])
    tx.run("UPDATE conversation SET last_text = :preview, version = version + 1 WHERE id = :id AND last_id = :message",
           preview=_preview(text or ""), id=row.conversation_id, message=row.id)
    tx.emit("message.updated", conversation=row.conversation_id, message=row.id, channel=channel, edited=True)
    return True
