"""Messages as the API shows them, with their files, their addresses and what became of their delivery."""

from __future__ import annotations

import json
from typing import Any

from inbox.errors import NotFoundError
from inbox.store.base import Rows
from inbox.store.times import rfc3339
from inbox.store.views import Json, Sight

FILES = "/api/v1/attachments/"
_COLUMNS = """m.id, m.conversation_id, m.kind, m.direction, m.channel, m.author_kind, m.author_id, m.author_name,
 m.external_id, m.sent_at, m.received_at, m.reply_until, m.no_reply, m.flags, m.people, m.notes, m.subject, m.text,
 m.full_text, m.html"""


def page(rows: Rows, conversation: int, sight: Sight, limit: int, *, before: int | None = None, after: int | None = None
         ) -> tuple[list[Json], int | None]:
    """Messages in ascending order: the newest, those before an id, or those after one; and the id to go on from."""
    return _page(rows, "m.conversation_id = :of", conversation, sight, limit, before, after)


def timeline(rows: Rows, contact: int, sight: Sight, limit: int, *, before: int | None = None, after: int | None = None
             ) -> tuple[list[Json], int | None]:
    """As `page`, of all conversations with a contact."""
    seen = " AND c.channel NOT IN :hidden" if sight.hidden else ""
    return _page(rows, f"m.conversation_id IN (SELECT c.id FROM conversation c WHERE c.contact_id = :of{seen})",  # noqa: S608
                 contact, sight, limit, before, after)


def _page(rows: Rows, where: str, of: int, sight: Sight, limit: int, before: int | None, after: int | None
          ) -> tuple[list[Json], int | None]:
    params: Json = {"hidden": sorted(sight.hidden)} if sight.hidden else {}
    where += " AND m.channel NOT IN :hidden" if sight.hidden else ""
    forward = after is not None
    if after is not None or before is not None:
        where += " AND m.id > :key" if forward else " AND m.id < :key"
        params["key"] = after if forward else before
    found = rows.all(f"SELECT {_COLUMNS} FROM message m WHERE {where} ORDER BY m.id {'ASC' if forward else 'DESC'} LIMIT :n",  # noqa: S608 - words of our own
                     of=of, n=limit + 1, **params)
    more, found = len(found) > limit, found[:limit]
    key = found[-1].id if more else None
    return show(rows, found if forward else found[::-1], sight), key


def one(rows: Rows, message: int, sight: Sight) -> Json:
    """One message. Raises NotFoundError, also when it is not for this agent."""
    row = rows.one(f"SELECT {_COLUMNS}, c.channel AS home FROM message m JOIN conversation c ON c.id = m.conversation_id "  # noqa: S608
                   "WHERE m.id = :id", id=message)
    return show(rows, [_seen(row, sight)], sight)[0]


def shows_images(rows: Rows, message: Json) -> bool:
    """Whether images of this sender are always shown: of a message that is not marked as forged (`auth_fail`)."""
    sender = message["from"]
    if message["direction"] != "in" or sender is None or sender["contact"] is None or "auth_fail" in message["flags"]:
        return False
    return bool(rows.value("SELECT show_images FROM contact WHERE id = :id", id=int(sender["contact"])))


def guard(rows: Rows, message: int, sight: Sight) -> Any:
    """(conversation_id, channel, raw, routing) of a message that this agent may see. Raises NotFoundError."""
    row = rows.one("SELECT m.conversation_id, m.channel, m.raw, m.routing, m.external_id, c.channel AS home FROM message m "
                   "JOIN conversation c ON c.id = m.conversation_id WHERE m.id = :id", id=message)
    return _seen(row, sight)


def _seen(row: Any | None, sight: Sight) -> Any:
    if row is None or row.channel in sight.hidden or row.home in sight.hidden:
        raise NotFoundError("there is no such message")
    return row


def show(rows: Rows, found: list[Any], sight: Sight) -> list[Json]:
    """The rows as the API shows them (contract, section 3). `html` still has its `cid:` images."""
    if not found:
        return []
    ids = [row.id for row in found]
    people = {row.id: json.loads(row.people) for row in found}
    contacts = _contacts(rows, people.values())
    files = _files(rows, ids)
    sends = _deliveries(rows, [row.id for row in found if row.direction == "out"])
    return [_shown(row, people[row.id], contacts, files.get(row.id, []), sends.get(row.id)) for row in found]


def _shown(row: Any, people: Json, contacts: dict[tuple[str, str], int], files: list[Json], delivery: Json | None) -> Json:
    def shown(role: str) -> list[Json]:
        return [{"kind": kind, "value": value, "name": name, "contact": _text(contacts.get((kind, value)))}
                for kind, value, name in people.get(role, ())]
    sender = shown("from")
    return {
        "id": str(row.id), "conversation": str(row.conversation_id), "kind": row.kind, "direction": row.direction,
        "channel": row.channel, "author": {"kind": row.author_kind, "id": _text(row.author_id), "name": row.author_name},
        "from": sender[0] if sender else None, "to": shown("to"), "cc": shown("cc"), "bcc": shown("bcc"),
        "reply_to": shown("reply_to"), "subject": row.subject, "text": row.text, "full_text": row.full_text or row.text,
        "html": row.html, "attachments": files, "flags": json.loads(row.flags), "external_id": row.external_id,
        "delivery": delivery, "sent_at": rfc3339(row.sent_at), "received_at": rfc3339(row.received_at),
        "reply_until": rfc3339(row.reply_until), "no_reply": row.no_reply or None,
        "notes": json.loads(row.notes) if row.notes else {},
    }


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _contacts(rows: Rows, people: Any) -> dict[tuple[str, str], int]:
    """The contacts behind all addresses that are named."""
    by_kind: dict[str, set[str]] = {}
    for roles in people:
        for addresses in roles.values():
            for kind, value, _ in addresses:
                by_kind.setdefault(kind, set()).add(value)
    out: dict[tuple[str, str], int] = {}
    for kind, values in by_kind.items():
        for row in rows.all("SELECT value, contact_id FROM address WHERE kind = :kind AND value IN :values", kind=kind,
                            values=values):
            out[kind, row.value] = row.contact_id
    return out


def _files(rows: Rows, ids: list[int]) -> dict[int, list[Json]]:
    out: dict[int, list[Json]] = {}
    for row in rows.all("SELECT key, message_id, name, media_type, size, inline, content_id, state, error FROM attachment "
                        "WHERE message_id IN :ids ORDER BY message_id, position", ids=ids):
        out.setdefault(row.message_id, []).append({
            "id": row.key, "name": row.name, "media_type": row.media_type, "size": row.size, "inline": bool(row.inline),
            "url": FILES + row.key, "content_id": row.content_id or None, "state": row.state, "error": row.error or None})
    return out


def _deliveries(rows: Rows, ids: list[int]) -> dict[int, Json]:
    if not ids:
        return {}
    found = rows.all("SELECT id, message_id, state, attempts, error, evidence, next_at, at FROM delivery "
                     "WHERE message_id IN :ids", ids=ids)
    recipients: dict[int, list[Json]] = {}
    for row in rows.all("SELECT delivery_id, role, value, name, state, detail, at FROM recipient WHERE delivery_id IN :ids "
                        "ORDER BY delivery_id, position", ids=[row.id for row in found]):
        recipients.setdefault(row.delivery_id, []).append({
            "to": row.value, "role": row.role, "name": row.name, "state": row.state, "detail": row.detail or None,
            "at": rfc3339(row.at)})
    return {row.message_id: {
        "state": row.state, "attempts": row.attempts, "error": json.loads(row.error) if row.error else None,
        "evidence": _evidence(row.evidence), "recipients": recipients.get(row.id, []),
        "next_at": rfc3339(row.next_at), "at": rfc3339(row.at)} for row in found}


def _evidence(text: str) -> Json | None:
    if not text:
        return None
    evidence: Json = json.loads(text)
    return {"phase": evidence["phase"], "at": rfc3339(evidence["at"]), "text": evidence["text"]}


# ---------------------------------------------------------------- what lies behind a message

def raw(rows: Rows, message: int, sight: Sight) -> str:
    """The blob of the bytes as the provider gave them, or as they were made for it. Raises NotFoundError."""
    row = guard(rows, message, sight)
    sha = row.raw or rows.value("SELECT prepared FROM delivery WHERE message_id = :id", id=message)
    if not sha:
        raise NotFoundError("there are no raw bytes of this message")
    return str(sha)


def routing(rows: Rows, message: int, sight: Sight) -> Json:
    """Why the message is in its conversation, with the candidates that were refused. Raises NotFoundError."""
    row = guard(rows, message, sight)
    reason: Json = json.loads(row.routing) if row.routing else {}
    candidates = [{**candidate, "conversation": _text(candidate.get("conversation"))}
                  for candidate in reason.get("candidates", ())]
    if sight.hidden and candidates:
        secret = {str(found.id) for found in rows.all(
            "SELECT id FROM conversation WHERE id IN :ids AND channel IN :hidden", hidden=sorted(sight.hidden),
            ids=[int(c["conversation"]) for c in candidates if c["conversation"]])}
        candidates = [c for c in candidates if c["conversation"] not in secret]
    return {"rule": "written_here", "evidence": "", **reason, "message": str(message),
            "conversation": str(row.conversation_id), "candidates": candidates}


def attachment(rows: Rows, key: str, sight: Sight) -> Any:
    """(name, media_type, size, sha, state, error) of a file. Raises NotFoundError, also when it is not for this agent."""
    row = rows.one("SELECT name, media_type, size, sha, state, error, message_id, agent_id FROM attachment "
                   "WHERE key = :key", key=key)
    if row is None or (row.message_id is None and row.agent_id != sight.agent):
        raise NotFoundError("there is no such attachment")
    if row.message_id is not None:
        guard(rows, row.message_id, sight)
    return row
