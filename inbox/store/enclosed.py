"""The files of a message that goes out, as the store has them."""

from __future__ import annotations

from typing import Any

from inbox.store import blobs
from inbox.store.base import Rows
from inbox.store.shelf import Folder
from inbox.types import Attachment


def of(rows: Rows, message: int) -> list[Any]:
    """The attachments of a message that goes out."""
    return rows.all("SELECT name, media_type, size, sha, content_id, inline FROM attachment WHERE message_id = :id "
                    "ORDER BY position", id=message)


def contents(rows: Rows, row: Any) -> list[str]:
    """The blobs that sending a delivery needs."""
    return [name for name in (row.prepared, *(file.sha for file in of(rows, row.message_id))) if name]


def outgoing(rows: Rows, shelf: Folder, row: Any) -> Attachment:
    """A file of a message that goes out, its bytes here or on the disk."""
    found = blobs.find(rows, shelf, row.sha)
    return Attachment(name=row.name, media_type=row.media_type, size=row.size, content_id=row.content_id, inline=bool(row.inline),
                      data=found if isinstance(found, bytes) else None, path=None if isinstance(found, bytes) else found)


def file_of(rows: Rows, shelf: Folder, channel: str, key: str, number: int) -> Attachment | None:
    """The file with a number (from 0) of the delivery that a channel knows by its key."""
    delivery = rows.one("SELECT message_id FROM delivery WHERE key = :key AND channel = :channel", key=key, channel=channel)
    found = of(rows, delivery.message_id) if delivery is not None else []
    return outgoing(rows, shelf, found[number]) if number < len(found) else None
