"""Media behind a URL: fetched after the commit, streamed to disk, tried again, given up with a cause."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from pathlib import Path
from typing import Any, Protocol

from inbox.connector import Connector, Fetches
from inbox.errors import RefusedError, StoreError
from inbox.store import LEAST_DISK, Store, attachments, blobs
from inbox.types import Attachment

log = logging.getLogger(__name__)

MOST = 64 * 1024 * 1024  # bytes of one file
DEADLINE = 120.0  # seconds for one file


class Roster(Protocol):
    """What fetching needs of the channels."""

    def connector(self, name: str) -> Connector[Any]: ...


async def fetch_due(store: Store, roster: Roster, channel: str) -> int:
    """Fetches what is due on a channel, one after the other; how many files came. Nothing while the disk is nearly full."""
    connector = roster.connector(channel)
    if not isinstance(connector, Fetches) or store.disk_free() < LEAST_DISK:
        return 0
    count = 0
    for row in await store.read(attachments.due, channel, store.clock()):
        count += await _fetch(store, connector, row)
    return count


async def _fetch(store: Store, connector: Any, row: Any) -> bool:
    attachment = Attachment(name=row.name, media_type=row.media_type, size=row.size, content_id=row.content_id,
                            pending=json.loads(row.pending))
    try:
        with store.shelf.spool() as path:
            async with asyncio.timeout(DEADLINE):
                sha, size = await _stream(connector, attachment, path)
            await blobs.adopt(store, path, sha)
        await store.write(attachments.arrived, row.id, sha, size)
        return True
    except StoreError:
        raise  # that is not the file's fault: it stays due
    except Exception as error:  # noqa: BLE001 - the message is kept; its file shows the cause and is tried again
        final = isinstance(error, RefusedError)
        log.warning("fetching %r of channel %s failed: %s", row.name, row.channel, error or type(error).__name__)
        await store.write(attachments.failed, row.id, row.attempts, str(error) or type(error).__name__, final=final)
        return False


async def _stream(connector: Any, attachment: Attachment, path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        async for chunk in connector.fetch(attachment):
            size += len(chunk)
            if size > MOST:
                raise RefusedError("too_large", f"the file is larger than {MOST // 1_048_576} MB")
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest(), size
