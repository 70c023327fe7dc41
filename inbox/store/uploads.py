"""Uploads: files that wait for the message they will go out with."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inbox.errors import NotFoundError
from inbox.store import blobs
from inbox.store.base import Tx
from inbox.store.messages import File

KEPT = 48 * 3600 * 1_000_000  # microseconds that an upload waits for its message


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An upload as the one who made it sees it. `key` is its opaque name, `size` in bytes."""

    key: str
    name: str
    media_type: str
    size: int


def add(tx: Tx, *, agent: int | None, name: str, media_type: str, size: int, sha: str, data: bytes | None) -> Upload:
    """Registers a file. `data`: the bytes of a small one; None: a large one that was adopted as the blob `sha`."""
    if data is not None:
        blobs.keep(tx, data)
    else:
        blobs.keep_file(tx, sha, size)
    key = secrets.token_urlsafe(16)
    tx.insert("attachment", key=key, agent_id=agent, name=name, media_type=media_type, size=size, sha=sha, created_at=tx.now)
    return Upload(key=key, name=name, media_type=media_type, size=size)


def find(tx: Tx, agent: int | None, keys: Sequence[str]) -> list[tuple[int, File]]:
    """(row id, file) of waiting uploads of this agent, in the given order. Raises NotFoundError that names the missing."""
    rows: dict[str, Any] = {row.key: row for row in tx.all(
        "SELECT id, key, name, media_type, size, sha, agent_id FROM attachment WHERE key IN :keys AND message_id IS NULL",
        keys=list(keys))} if keys else {}
    found = []
    for key in dict.fromkeys(keys):
        row = rows.get(key)
        if row is None or row.agent_id != agent:
            raise NotFoundError(f"there is no upload {key!r} of yours that waits for a message")
        found.append((row.id, File(name=row.name, media_type=row.media_type, size=row.size, sha=row.sha)))
    return found


def again(tx: Tx, agent: int | None, row: Any) -> Upload:
    """A file of a message (a row of `message_views.attachment`) as an upload of its own; the bytes are shared.

    NotFoundError: they have just been erased.
    """
    if not blobs.held(tx, row.sha):
        raise NotFoundError("this file is gone")
    key = secrets.token_urlsafe(16)
    tx.insert("attachment", key=key, agent_id=agent, name=row.name, media_type=row.media_type, size=row.size, sha=row.sha,
              created_at=tx.now)
    return Upload(key=key, name=row.name, media_type=row.media_type, size=row.size)


def consume(tx: Tx, ids: Sequence[int]) -> None:
    """The files have their message: its own rows name them from now on."""
    if ids:
        tx.run("DELETE FROM attachment WHERE id IN :ids AND message_id IS NULL", ids=list(ids))


def sweep(tx: Tx) -> list[str]:
    """Removes uploads that nobody sent and no draft names, and returns the blobs that they named: `unused.drop` looks at those."""
    rows = tx.all("DELETE FROM attachment WHERE message_id IS NULL AND created_at < :old AND NOT EXISTS (SELECT 1 FROM draft d WHERE "
                  "d.agent_id = attachment.agent_id AND d.fields LIKE '%\"' || attachment.key || '\"%') RETURNING sha", old=tx.now - KEPT)
    return sorted({row.sha for row in rows if row.sha})
