"""Files of messages that are still to come."""

from __future__ import annotations

from typing import Any

from inbox.store import blobs
from inbox.store.base import Rows, Tx

AFTER = (2, 5, 15, 60, 300, 1800, 7200)  # seconds between two tries


def due(rows: Rows, channel: str, now: int) -> list[Any]:
    """What is to be fetched now."""
    return rows.all("SELECT id, channel, name, media_type, size, content_id, pending, attempts FROM attachment "
                    "WHERE state = 'pending' AND next_at <= :now AND channel = :channel ORDER BY next_at LIMIT 20",
                    now=now, channel=channel)


def arrived(tx: Tx, attachment: int, sha: str, size: int) -> None:
    """The file is in the store's folder; its row may name it, unless it was erased meanwhile."""
    if tx.one("SELECT id FROM attachment WHERE id = :id", id=attachment) is None:
        return
    blobs.keep_file(tx, sha, size)
    tx.run("UPDATE attachment SET state = 'stored', sha = :sha, size = :size, error = '', next_at = NULL WHERE id = :id",
           sha=sha, size=size, id=attachment)
    _tell(tx, attachment)


def failed(tx: Tx, attachment: int, attempts: int, error: str, *, final: bool) -> None:
    """It did not come; it is tried again, or given up."""
    if final or attempts >= len(AFTER):
        tx.run("UPDATE attachment SET state = 'failed', error = :error, next_at = NULL WHERE id = :id AND state = 'pending'",
               error=error[:300], id=attachment)
        _tell(tx, attachment)
    else:
        tx.run("UPDATE attachment SET attempts = attempts + 1, error = :error, next_at = :at WHERE id = :id",
               error=error[:300], at=tx.now + AFTER[attempts] * 1_000_000, id=attachment)


def _tell(tx: Tx, attachment: int) -> None:
    row = tx.one("SELECT m.id, m.conversation_id, m.channel FROM attachment a JOIN message m ON m.id = a.message_id "
                 "WHERE a.id = :id", id=attachment)
    if row is not None:
        tx.emit("message.updated", conversation=row.conversation_id, message=row.id, channel=row.channel, files=True)
