"""Drafts: what an agent has begun to write, one for each conversation and kind. Only the writer ever sees them.

A draft that names uploads keeps them from being swept (`uploads.sweep`). `draft.updated` tells the writer's other tabs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from inbox.compact import dump
from inbox.errors import ConflictError, NotFoundError
from inbox.store import triage, uploads
from inbox.store.base import Rows, Tx
from inbox.store.times import rfc3339
from inbox.store.views import Json, Key, Sight

KINDS = ("reply", "note", "new")
MOST = 500  # first messages and replies that one agent may have begun at once
RULE = "\n\n———\n\n"  # between two texts that a merge has joined


class MissingUploadError(NotFoundError):
    """A draft names a file that is no waiting upload of its writer."""


_COLUMNS = "d.agent_id, d.conversation_id, d.kind, d.version, d.at, d.fields, d.text"


# ---------------------------------------------------------------- reading

def one(rows: Rows, agent: int, conversation: int, kind: str) -> Json:
    """A draft as the API shows it; `conversation` 0 is a first message. Raises NotFoundError."""
    row = _row(rows, agent, conversation, kind)
    if row is None:
        raise NotFoundError("there is no such draft")
    return _shown(rows, [row])[0]


def page(rows: Rows, sight: Sight, limit: int, before: Key | None) -> tuple[list[Json], Key | None]:
    """The agent's drafts of conversations that they may see, the latest first."""
    seen = " AND (c.id IS NULL OR c.channel NOT IN :hidden)" if sight.hidden else ""
    behind = " AND (d.at, d.conversation_id, d.kind) < (:k0, :k1, :k2)" if before else ""
    params: dict[str, Any] = {"hidden": sorted(sight.hidden)} if sight.hidden else {}
    params |= {f"k{n}": part for n, part in enumerate(before or ())}
    found = rows.all(f"SELECT {_COLUMNS} FROM draft d LEFT JOIN conversation c ON c.id = d.conversation_id "  # noqa: S608 - our own
                     f"WHERE d.agent_id = :me{seen}{behind} ORDER BY d.at DESC, d.conversation_id DESC, d.kind DESC LIMIT :n",
                     me=sight.agent, n=limit + 1, **params)
    last = found[limit - 1] if len(found) > limit else None
    return _shown(rows, found[:limit]), None if last is None else (last.at, last.conversation_id, last.kind)


def _row(rows: Rows, agent: int, conversation: int, kind: str) -> Any | None:
    return rows.one(f"SELECT {_COLUMNS} FROM draft d WHERE d.agent_id = :agent AND d.conversation_id = :id AND d.kind = :kind",  # noqa: S608
                    agent=agent, id=conversation, kind=kind)


def _shown(rows: Rows, found: Sequence[Any]) -> list[Json]:
    fields = [json.loads(row.fields) for row in found]
    keys = {key for each in fields for key in each.get("attachments") or ()}
    files = {row.key: {"id": row.key, "name": row.name, "media_type": row.media_type, "size": row.size} for row in rows.all(
        "SELECT key, name, media_type, size FROM attachment WHERE key IN :keys AND message_id IS NULL", keys=keys)} if keys else {}
    return [{"conversation": str(row.conversation_id) if row.conversation_id else None, "kind": row.kind, "text": row.text,
             "fields": each, "files": [files[key] for key in each.get("attachments") or () if key in files],
             "version": row.version, "at": rfc3339(row.at)} for row, each in zip(found, fields, strict=True)]


# ---------------------------------------------------------------- writing

def save(tx: Tx, agent: int, conversation: int, kind: str, version: int, text: str, fields: Mapping[str, Any]) -> Json:
    """Keeps a draft; `version` is the one that was seen, 0: none. Returns the draft.

    ConflictError: `draft_changed` (extra.draft: the present one, None: it has gone), `state` (merged), `too_many`.
    NotFoundError: the conversation; MissingUploadError.
    """
    channel = triage.lock_open(tx, conversation).channel if conversation else ""
    had = _row(tx, agent, conversation, kind)
    packed = dump(fields)
    if had is not None and (had.text, had.fields) == (text, packed):
        return one(tx, agent, conversation, kind)  # said twice: a page that is closed does not hear the answer
    if (had.version if had is not None else 0) != version:
        raise _changed(tx, agent, conversation, kind)
    try:
        uploads.find(tx, agent, fields.get("attachments") or ())
    except NotFoundError as error:
        raise MissingUploadError(str(error)) from None
    if had is not None:
        if not tx.run("UPDATE draft SET version = version + 1, at = :now, fields = :fields, text = :text WHERE agent_id = :agent AND "
                      "conversation_id = :id AND kind = :kind AND version = :version", now=tx.now, fields=packed, text=text,
                      agent=agent, id=conversation, kind=kind, version=version):
            raise _changed(tx, agent, conversation, kind)
    else:
        if tx.value("SELECT COUNT(*) FROM draft WHERE agent_id = :agent", agent=agent) >= MOST:
            raise ConflictError(f"there are {MOST} drafts already; send or discard some", code="too_many")
        # versions begin with the moment: a page that still has an earlier draft must not pass for one that has seen this
        if not tx.run("INSERT INTO draft (agent_id, conversation_id, kind, version, at, fields, text) VALUES "
                      "(:agent, :id, :kind, :version, :now, :fields, :text) ON CONFLICT DO NOTHING", agent=agent, id=conversation,
                      kind=kind, version=tx.now // 1000, now=tx.now, fields=packed, text=text):
            raise _changed(tx, agent, conversation, kind)
    made = one(tx, agent, conversation, kind)
    _tell(tx, agent, conversation, kind, channel, made["version"])
    return made


def _changed(tx: Tx, agent: int, conversation: int, kind: str) -> ConflictError:
    try:
        draft: Json | None = one(tx, agent, conversation, kind)
    except NotFoundError:
        draft = None
    return ConflictError("the draft was changed elsewhere" if draft else "the draft has gone: it was sent or discarded elsewhere",
                         code="draft_changed", extra={"draft": draft})


def discard(tx: Tx, agent: int | None, conversation: int, kind: str, version: int | None = None) -> bool:
    """Removes a draft. Whether there was one. `version`: the one that was seen, if it matters; ConflictError `draft_changed`
    as for `save` when there is another.
    """
    gone = tx.run("DELETE FROM draft WHERE agent_id = :agent AND conversation_id = :id AND kind = :kind AND "
                  "version = COALESCE(:version, version)", agent=agent, id=conversation, kind=kind, version=version)
    if not gone and agent is not None and _row(tx, agent, conversation, kind) is not None:
        raise _changed(tx, agent, conversation, kind)
    if gone and agent is not None:
        channel = tx.value("SELECT channel FROM conversation WHERE id = :id", id=conversation) or ""
        _tell(tx, agent, conversation, kind, channel, None)
    return bool(gone)


def _tell(tx: Tx, agent: int, conversation: int, kind: str, channel: str, version: int | None) -> None:
    tx.emit("draft.updated", conversation=conversation or None, channel=channel, agent=str(agent), kind=kind, version=version)


# ---------------------------------------------------------------- when conversations go

def carry(tx: Tx, source: int, into: int) -> list[list[Any]]:
    """Everybody's drafts go along; who has begun to write in both finds both texts in one draft.

    Returns [agent, kind, version] of those that went over whole, for undo.
    """
    homes = {home: tx.value("SELECT channel FROM conversation WHERE id = :id", id=home) for home in (source, into)}
    moved = []
    for row in tx.all(f"SELECT {_COLUMNS} FROM draft d WHERE d.conversation_id = :id", id=source):  # noqa: S608 - our own
        there = _row(tx, row.agent_id, into, row.kind)
        if there is None:
            _move(tx, row.agent_id, row.kind, source, into)
            moved.append([row.agent_id, row.kind, row.version])
        else:
            tx.run("UPDATE draft SET version = version + 1, at = :now, text = :text, fields = :fields WHERE agent_id = :agent AND "
                   "conversation_id = :id AND kind = :kind", now=tx.now, agent=row.agent_id, id=into, kind=row.kind,
                   text=RULE.join(text for text in (there.text, row.text) if text), fields=_joined(there.fields, row.fields))
            tx.run("DELETE FROM draft WHERE agent_id = :agent AND conversation_id = :id AND kind = :kind", agent=row.agent_id,
                   id=source, kind=row.kind)
        _tell(tx, row.agent_id, source, row.kind, homes[source], None)
        _tell(tx, row.agent_id, into, row.kind, homes[into], row.version if there is None else there.version + 1)
    return moved


def carry_back(tx: Tx, source: int, into: int, moved: Iterable[Sequence[Any]]) -> None:
    """A merge is taken back: the drafts that it moved go home, unless somebody has written on since."""
    for agent, kind, version in moved:
        row = _row(tx, agent, into, kind)
        if row is not None and row.version == version and _row(tx, agent, source, kind) is None:
            _move(tx, agent, kind, into, source)
            for home, here in ((source, version), (into, None)):
                _tell(tx, agent, home, kind, tx.value("SELECT channel FROM conversation WHERE id = :id", id=home), here)


def _move(tx: Tx, agent: int, kind: str, source: int, into: int) -> None:
    tx.run("UPDATE draft SET conversation_id = :into WHERE agent_id = :agent AND conversation_id = :source AND kind = :kind",
           into=into, agent=agent, source=source, kind=kind)


def _joined(ours: str, theirs: str) -> str:
    """The fields of the one, with the files of both."""
    fields, more = json.loads(ours), json.loads(theirs)
    files = list(dict.fromkeys([*(fields.get("attachments") or ()), *(more.get("attachments") or ())]))
    return dump({**more, **fields, **({"attachments": files} if files else {})})


def remove(tx: Tx, conversation: int) -> None:
    """The conversation is removed, and every draft in it."""
    for row in tx.all("SELECT agent_id, kind FROM draft WHERE conversation_id = :id", id=conversation):
        discard(tx, row.agent_id, conversation, row.kind)


def forget(tx: Tx, values: Iterable[str]) -> None:
    """Removes every draft that has one of these addresses among its recipients."""
    wanted = [re.compile(rf"(?<![0-9a-z]){re.escape(value.lower())}(?![0-9a-z])") for value in values]
    for row in tx.all(f"SELECT {_COLUMNS} FROM draft d"):  # noqa: S608 - our own
        fields = json.loads(row.fields)
        typed = "\n".join(str(one) for role in ("to", "cc", "bcc") for one in fields.get(role) or ()).lower()
        if any(value.search(typed) for value in wanted):
            discard(tx, row.agent_id, row.conversation_id, row.kind)
