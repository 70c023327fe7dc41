"""The journal of events."""

from __future__ import annotations

import json

from inbox.events import Event
from inbox.store.base import Rows, Tx

KEEP = 7 * 86_400 * 1_000_000  # microseconds; a client that was away for longer asks for everything again
PAGE = 500  # events in one answer


def last(rows: Rows) -> int:
    """The newest number."""
    return int(rows.value("SELECT COALESCE(MAX(id), 0) FROM event"))


def first(rows: Rows) -> int:
    """The oldest number that is kept (0: none)."""
    return int(rows.value("SELECT COALESCE(MIN(id), 0) FROM event"))


def since(rows: Rows, number: int, limit: int = PAGE) -> list[Event]:
    """Events after a number, in order."""
    return [Event(id=r.id, kind=r.kind, conversation=r.conversation_id, message=r.message_id, channel=r.channel,
                  data=json.loads(r.data), at=r.at)
            for r in rows.all("SELECT id, kind, channel, conversation_id, message_id, data, at FROM event "
                              "WHERE id > :n ORDER BY id LIMIT :limit", n=number, limit=limit)]


def prune(tx: Tx) -> int:
    """Forgets the next thousands of what is too old, and how many; the newest always stays, so that numbers go on."""
    return tx.run("DELETE FROM event WHERE id IN (SELECT id FROM event WHERE id < (SELECT MAX(id) FROM event) AND at < :at "
                  "ORDER BY id LIMIT 5000)", at=tx.now - KEEP)
