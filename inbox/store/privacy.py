"""What a person may ask for: their data out, or their data gone. And what the clock removes: conversations past their time.

Erasing leaves of the ledger only hashes (`key`, `content`), so that nothing is imported again. A blob goes when nobody
else refers to it. On SQLite the pages are overwritten (`secure_delete`), the search index is rewritten, and the
write-ahead log is cut, so that the words are in no file any more; backups that were made before still have them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from inbox.compact import dump
from inbox.errors import StoreError
from inbox.store import Store, acts, blobs, contacts, conversations, drafts, ledger, leftovers, messages, saved, search, unused, uploads
from inbox.store.acts import SYSTEM, Actor, audit
from inbox.store.base import Rows, Tx
from inbox.store.shelf import Folder
from inbox.store.times import rfc3339

DAY = 86_400 * 1_000_000  # microseconds
MANY = 2_000  # ids in one statement
ON_ITS_WAY = ("queued", "sending", "uncertain")  # deliveries of which it is not settled yet whether they go out
MOMENTS = ("_at", "_since", "_until")  # how columns that hold a moment end
JSON = {  # the columns that hold it
    "contacts": ("tags", "fields"), "messages": ("people", "flags", "notes", "routing"), "attachments": ("pending",),
    "ledger": ("cause", "meta"), "deliveries": ("error", "evidence", "progress", "outbound", "receipt")}
Who = tuple[str, str]


@dataclass(slots=True)
class Gone:
    """What was removed: how many messages, conversations and raw items, and the blobs that nobody names any more."""

    messages: int = 0
    conversations: int = 0
    items: int = 0
    blobs: set[str] = field(default_factory=set)


def _portions(ids: Iterable[Any]) -> Iterator[list[Any]]:
    every = sorted(set(ids))
    for start in range(0, len(every), MANY):
        yield every[start:start + MANY]


# ---------------------------------------------------------------- who and what

def everyone(rows: Rows, contact: int) -> list[int]:
    """The contact and all that were merged into it. Raises NotFoundError."""
    found, new = {contacts.get(rows, contact).id}, True
    while new:
        more = {row.id for row in rows.all("SELECT id FROM contact WHERE merged_into IN :ids", ids=sorted(found))} - found
        found, new = found | more, bool(more)
    return sorted(found)


def _addresses(rows: Rows, people: Sequence[int]) -> list[Any]:
    return rows.all("SELECT id, kind, value, name, health, created_at FROM address WHERE contact_id IN :ids ORDER BY id",
                    ids=list(people))


def _conversations(rows: Rows, people: Sequence[int], addresses: Sequence[int]) -> tuple[list[int], list[int]]:
    """(those that are about the person, others in which the person takes part)"""
    theirs = {row.id for row in rows.all("SELECT id FROM conversation WHERE contact_id IN :ids", ids=list(people))}
    among = {row.conversation_id for row in rows.all("SELECT DISTINCT conversation_id FROM participant WHERE address_id IN :ids",
                                                     ids=list(addresses))} if addresses else set()
    return sorted(theirs), sorted(among - theirs)


def _names(people: str, who: set[Who]) -> set[str]:
    """The roles in which a message names one of them."""
    return {role for role, addresses in json.loads(people).items() if any((a[0], a[1]) in who for a in addresses)}


def _messages(rows: Rows, ids: Sequence[int]) -> list[Any]:
    sql = "SELECT id, conversation_id, kind, people FROM message WHERE conversation_id IN :ids ORDER BY id"
    return [row for portion in _portions(ids) for row in rows.all(sql, ids=portion)]


# ---------------------------------------------------------------- out

def export(rows: Rows, contact: int) -> dict[str, Any]:
    """Everything about a person as JSON-able values; times are RFC 3339. Raises NotFoundError."""
    people = everyone(rows, contact)
    addresses = _addresses(rows, people)
    who = {(a.kind, a.value) for a in addresses}
    theirs, among = _conversations(rows, people, [a.id for a in addresses])
    wanted = [row.id for row in _messages(rows, theirs)]
    wanted += [row.id for row in _messages(rows, among) if row.kind == "message" and _names(row.people, who)]
    tables = {"conversations": ("conversation", "id", [*theirs, *among]), "messages": ("message", "id", wanted),
              "attachments": ("attachment", "message_id", wanted), "deliveries": ("delivery", "message_id", wanted),
              "ledger": ("ledger", "message_id", wanted)}
    found: dict[str, Any] = {
        "contacts": [_plain(c, JSON["contacts"]) for c in rows.all("SELECT * FROM contact WHERE id IN :ids ORDER BY id", ids=people)],
        "addresses": [_plain(a) for a in addresses]}
    for name, (table, column, ids) in tables.items():
        found[name] = [_plain(row, JSON.get(name, ())) for portion in _portions(ids) for row in
                       rows.all(f"SELECT * FROM {table} WHERE {column} IN :ids ORDER BY id", ids=portion)]  # noqa: S608 - our names
    return found


def _plain(row: Any, columns: Sequence[str] = ()) -> dict[str, Any]:
    """A row for people and other programs: moments are RFC 3339, and what is JSON in these columns is no text (empty: null)."""
    plain: dict[str, Any] = row._asdict()
    for name, value in plain.items():
        if name == "at" or name.endswith(MOMENTS):
            plain[name] = rfc3339(value)
        elif name in columns:
            plain[name] = _moments(json.loads(value)) if value else None
    return plain


def _moments(value: Any) -> Any:
    """Moments inside of JSON: what happened `at` such a time."""
    if isinstance(value, dict):
        return {name: rfc3339(one) if name == "at" and isinstance(one, int) else _moments(one) for name, one in value.items()}
    return [_moments(one) for one in value] if isinstance(value, list) else value


async def pack(store: Store, contact: int, path: Path) -> dict[str, Any]:
    """Writes a ZIP: `contact.json`, the raw messages as they came, the attachments. Returns what is in contact.json."""
    found = await store.read(export, contact)
    await store.at_hand([row["raw"] for row in found["ledger"]] + [row["sha"] for row in found["attachments"]])
    await store.read(_zip, store.shelf, found, path)
    return found


def _zip(rows: Rows, shelf: Folder, found: Mapping[str, Any], path: Path) -> None:
    from zipfile import ZIP_DEFLATED, ZipFile
    with ZipFile(path, "x", ZIP_DEFLATED) as archive:
        archive.writestr("contact.json", json.dumps(found, ensure_ascii=False, indent=1))
        wanted = [(f"raw/{row['message_id']}-{row['id']}", row["raw"]) for row in found["ledger"] if row["raw"]]
        wanted += [(f"attachments/{row['message_id']}-{row['position']}-{_safe(row['name'])}", row["sha"])
                   for row in found["attachments"] if row["sha"]]
        for name, sha in wanted:
            content = blobs.find(rows, shelf, sha)
            if isinstance(content, bytes):
                archive.writestr(name, content)
            elif content.exists():
                archive.write(content, name)


def _safe(name: str) -> str:
    return re.sub(r"[^\w.-]+", "_", name)[-100:]


# ---------------------------------------------------------------- gone

async def erase(store: Store, contact: int, by: Actor = SYSTEM) -> Gone:
    """Removes a person: contact, addresses, conversations, messages, files, raw items, outbox bytes, search entries.

    In conversations of others their own messages go, and they are taken out of those that name them. What others wrote
    about them stays. Raises NotFoundError.
    """
    named = await _unsettled(store, contact)
    gone = await store.write(_erase, contact, by, named)
    await leftovers.finish(store)
    return gone


async def _unsettled(store: Store, contact: int) -> list[int]:
    """Ledger items that belong to no message (quarantined, left out, news) and whose bytes name the person."""
    if store.shelf.remote:
        await store.at_hand(await store.read(lambda rows: [row.raw for row in _loose(rows)]))
    return await store.read(_naming, store.shelf, contact)


def _loose(rows: Rows) -> list[Any]:
    return rows.all("SELECT id, raw FROM ledger WHERE state IN ('quarantined', 'ignored', 'update', 'duplicate') "
                    "AND raw <> '' ORDER BY id")


def _naming(rows: Rows, shelf: Folder, contact: int) -> list[int]:
    values = [address.value for address in _addresses(rows, everyone(rows, contact))]
    if not values:
        return []
    forms = {re.escape(form.encode()) for value in values for form in (value.lstrip("+"), quote(value), quote(value, safe="@"))}
    pattern = re.compile(rb"(?<![0-9A-Za-z])(?:" + b"|".join(sorted(forms)) + rb")(?![0-9A-Za-z])", re.IGNORECASE)
    found = []
    for row in _loose(rows):
        try:
            data = blobs.read(rows, shelf, row.raw)
        except (StoreError, OSError):  # its bytes are gone already
            continue
        if pattern.search(data):
            found.append(row.id)
    return found


def _erase(tx: Tx, contact: int, by: Actor, named: Sequence[int]) -> Gone:
    leftovers.owe(tx)
    people = everyone(tx, contact)
    addresses = _addresses(tx, people)
    who = {(a.kind, a.value) for a in addresses}
    theirs, among = _conversations(tx, people, [a.id for a in addresses])
    gone = Gone()
    inside = _messages(tx, theirs)
    doomed = [m.id for m in inside if m.kind != "message" or _names(m.people, who)]
    outside = _messages(tx, among)
    doomed += [m.id for m in outside if m.kind == "message" and "from" in _names(m.people, who)]
    remove_messages(tx, doomed, gone)
    forget_items(tx, named, gone)
    left = {m.id: m for m in [*inside, *outside]}
    for message in set(left) - set(doomed):
        _scrub_message(tx, left[message], who, gone)
    staying = {left[m].conversation_id for m in set(left) - set(doomed)}
    drafts.forget(tx, [a.value for a in addresses])
    saved.forget(tx, by, people, [a.value for a in addresses])
    for conversation in theirs:
        if conversation in staying:
            drafts.remove(tx, conversation)
            _rehome(tx, conversation, people)
        else:
            remove_conversation(tx, conversation, gone)
    ids = [a.id for a in addresses]
    if ids:
        tx.run("DELETE FROM participant WHERE address_id IN :ids", ids=ids)
        tx.run("DELETE FROM opt_out WHERE address_id IN :ids", ids=ids)
        tx.run("DELETE FROM address WHERE id IN :ids", ids=ids)
    for conversation in among:
        conversations.refresh(tx, conversation)
        tx.emit("conversation.updated", conversation=conversation, changed=["messages"])
    search.forget(tx, doomed or [0])  # once: it rewrites the whole index
    _forget_acts(tx, [f"contact:{one}" for one in people], "contact", set(people))
    tx.run("DELETE FROM contact WHERE id IN :ids", ids=people)
    tx.emit("contact.updated", contact=str(contact), erased=True)
    audit(tx, by, "contact.erase", f"contact:{contact}", messages=gone.messages, conversations=gone.conversations)
    gone.blobs = unused.drop(tx, gone.blobs)
    return gone


def _scrub_message(tx: Tx, message: Any, who: set[Who], gone: Gone) -> None:
    """Takes them out of a message that stays, and what quotes or names them out of its delivery."""
    named = bool(_names(message.people, who))
    if named:
        people = {role: kept for role, addresses in json.loads(message.people).items()
                  if (kept := [a for a in addresses if (a[0], a[1]) not in who])}
        tx.run("UPDATE message SET people = :people, raw = '' WHERE id = :id", id=message.id,
               people=dump(people))
        forget_items(tx, [row.id for row in tx.all("SELECT id FROM ledger WHERE message_id = :id", id=message.id)], gone,
                     keep_message=True)
        row = tx.one("SELECT subject, text, full_text, people FROM message WHERE id = :id", id=message.id)
        assert row is not None  # it was read in this transaction
        tx.run("DELETE FROM search WHERE rowid = :id", id=message.id)
        files = [file.name for file in tx.all("SELECT name FROM attachment WHERE message_id = :id", id=message.id)]
        search.index(tx, [(message.id, messages.document_of(row, files))])
    delivery = tx.one("SELECT id, outbound, prepared FROM delivery WHERE message_id = :id", id=message.id)
    if delivery is None:
        return
    outbound = json.loads(delivery.outbound or "{}")
    quotes = outbound.get("answered") is not None
    for role in ("to", "cc", "bcc"):
        outbound[role] = [a for a in outbound.get(role, []) if (a[0], a[1]) not in who]
    outbound["answered"] = None
    if named or quotes:
        gone.blobs.add(delivery.prepared)
        tx.run("UPDATE delivery SET outbound = :outbound, prepared = '' WHERE id = :id", id=delivery.id,
               outbound=dump(outbound))
    for kind, value in who:
        tx.run("DELETE FROM recipient WHERE delivery_id = :id AND kind = :kind AND value = :value", id=delivery.id, kind=kind,
               value=value)


def _rehome(tx: Tx, conversation: int, people: Sequence[int]) -> None:
    """A conversation in which others remain is about the first of them from now on."""
    row = tx.one("SELECT a.contact_id FROM participant p JOIN address a ON a.id = p.address_id WHERE p.conversation_id = :id "
                 "AND a.contact_id NOT IN :gone ORDER BY p.newcomer, a.id LIMIT 1", id=conversation, gone=list(people))
    first = tx.one("SELECT subject FROM message WHERE conversation_id = :id ORDER BY id LIMIT 1", id=conversation)
    tx.run("UPDATE conversation SET contact_id = :contact, subject = :subject WHERE id = :id", id=conversation,
           contact=row.contact_id if row is not None else None, subject=first.subject if first is not None else "")
    conversations.refresh(tx, conversation)
    _forget_acts(tx, [f"conversation:{conversation}"], "conversation", {conversation})
    tx.emit("conversation.updated", conversation=conversation, changed=["messages", "contact", "subject"])


def remove_messages(tx: Tx, messages: Sequence[int], gone: Gone) -> None:
    """Removes messages with files, deliveries, references, search entries and the raw items that they came from."""
    for ids in _portions(messages):
        gone.messages += len(ids)
        items = [row.id for row in tx.all("SELECT id FROM ledger WHERE message_id IN :ids", ids=ids)]
        forget_items(tx, items, gone)
        gone.blobs |= {row.sha for row in tx.all("SELECT sha FROM attachment WHERE message_id IN :ids", ids=ids)}
        gone.blobs |= {row.raw for row in tx.all("SELECT raw FROM message WHERE id IN :ids", ids=ids)}
        deliveries = tx.all("SELECT id, prepared FROM delivery WHERE message_id IN :ids", ids=ids)
        gone.blobs |= {row.prepared for row in deliveries}
        for table in ("recipient", "attempt"):
            tx.run(f"DELETE FROM {table} WHERE delivery_id IN :ids", ids=[row.id for row in deliveries])  # noqa: S608 - ours
        for table in ("delivery", "attachment", "ref", "event", "idempotency_key", "mention"):
            tx.run(f"DELETE FROM {table} WHERE message_id IN :ids", ids=ids)  # noqa: S608 - names of our own
        tx.run("DELETE FROM search WHERE rowid IN :ids", ids=ids)  # the words leave the index's file when it is rewritten
        tx.run("DELETE FROM message WHERE id IN :ids", ids=ids)


def forget_items(tx: Tx, items: Sequence[int], gone: Gone, *, keep_message: bool = False) -> None:
    """Empties ledger rows but for their hashes; what was in quarantine is settled as left out."""
    for ids in _portions(items):
        rows = tx.all("SELECT id, channel, state, raw FROM ledger WHERE id IN :ids", ids=ids)
        gone.blobs |= {row.raw for row in rows}
        gone.items += len(rows)
        tx.run("UPDATE ledger SET raw = '', item = '', external_id = '', meta = '', cause = '' WHERE id IN :ids", ids=ids)
        if not keep_message:
            tx.run("UPDATE ledger SET message_id = NULL WHERE id IN :ids", ids=ids)
        for row in rows:
            tx.run("DELETE FROM event WHERE kind = 'ledger.quarantined' AND data LIKE :data", data=f'%"ledger": "{row.id}"%')
            if row.state == "quarantined":
                tx.run("UPDATE ledger SET state = 'ignored', cause = :cause WHERE id = :id", id=row.id,
                       cause=json.dumps({"code": "erased", "detail": "erased at somebody's wish"}))
                ledger.tally(tx, row.channel, Counter(quarantined=-1, ignored=1))


def remove_conversation(tx: Tx, conversation: int, gone: Gone) -> None:
    """Removes a conversation whose messages are gone, with the shells that were merged into it."""
    for shell in tx.all("SELECT id FROM conversation WHERE merged_into = :id", id=conversation):
        if tx.value("SELECT 1 FROM message WHERE conversation_id = :id LIMIT 1", id=shell.id) is None:
            remove_conversation(tx, shell.id, gone)
    drafts.remove(tx, conversation)
    for table in ("ref", "tag", "participant", "event", "mention"):
        tx.run(f"DELETE FROM {table} WHERE conversation_id = :id", id=conversation)  # noqa: S608 - names of our own
    # the key of a mark begins with its agent, and each of two that are related names the other
    tx.run("DELETE FROM read_mark WHERE conversation_id = :id AND agent_id IN (SELECT id FROM agent)", id=conversation)
    tx.run("DELETE FROM related WHERE other_id = :id AND conversation_id IN (SELECT other_id FROM related WHERE conversation_id = :id)",
           id=conversation)
    tx.run("DELETE FROM related WHERE conversation_id = :id", id=conversation)
    _forget_acts(tx, [f"conversation:{conversation}"], "conversation", {conversation})
    tx.run("DELETE FROM conversation WHERE id = :id", id=conversation)
    tx.emit("conversation.updated", conversation=conversation, changed=["erased"])
    gone.conversations += 1


def _forget_acts(tx: Tx, targets: Sequence[str], name: str, ids: set[int]) -> None:
    """That somebody acted stays in the audit; what was there before and after, which may be personal, goes."""
    tx.run("UPDATE audit SET data = '{}' WHERE target IN :targets", targets=list(targets))
    keys = (name, "source", "into", "new") if name == "conversation" else (name, "into")
    for row in tx.all("SELECT id, action, data FROM undo"):
        data = json.loads(row.data)
        about = row.action.startswith("contact") == (name == "contact")
        if about and any(data.get(key) in ids for key in keys):
            tx.run("DELETE FROM undo WHERE id = :id", id=row.id)


# ---------------------------------------------------------------- past their time

async def tidy(store: Store, keep_days: Mapping[str, int]) -> Gone:
    """What the clock removes: conversations past their time, uploads that nobody sent, old keys and ways back.

    `keep_days`: for each channel the days that it keeps closed conversations (0: for ever).
    """
    await store.write(_sweep)
    gone = await retain(store, keep_days)
    await leftovers.finish(store)
    return gone


def _sweep(tx: Tx) -> None:
    acts.sweep(tx)
    unused.drop(tx, uploads.sweep(tx))


async def retain(store: Store, keep_days: Mapping[str, int]) -> Gone:
    """Removes conversations that were closed for longer than their channel keeps them (0 days: for ever).

    One with a reply that is still to go out, or of which nobody knows whether it did, waits until that is settled.
    """
    total = Gone()
    for channel, days in keep_days.items():
        while days > 0:
            gone = await store.write(_retain, channel, days)
            total.messages += gone.messages
            total.conversations += gone.conversations
            total.items += gone.items
            total.blobs |= gone.blobs
            if not gone.conversations:
                break
    if total.conversations:
        await unused.unlink(store)
    return total


def _retain(tx: Tx, channel: str, days: int) -> Gone:
    """The next twenty of a channel."""
    gone = Gone()
    for row in tx.all("SELECT id FROM conversation c WHERE channel = :channel AND status = 'closed' AND closed_at < :at AND NOT EXISTS "
                      "(SELECT 1 FROM delivery d WHERE d.conversation_id = c.id AND d.state IN :unsettled) ORDER BY closed_at LIMIT 20",
                      channel=channel, at=tx.now - days * DAY, unsettled=ON_ITS_WAY):
        remove_messages(tx, [m.id for m in _messages(tx, [row.id])], gone)
        remove_conversation(tx, row.id, gone)
        audit(tx, SYSTEM, "conversation.expire", f"conversation:{row.id}", days=days)
    gone.blobs = unused.drop(tx, gone.blobs)
    return gone
