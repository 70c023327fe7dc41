"""The ledger: every item that a provider delivered, and what became of it."""

from __future__ import annotations

from typing import Any

from inbox.api import channel_answers as answers
from inbox.api import models
from inbox.api.describe import Call, Routes
from inbox.api.paging import key, listed
from inbox.errors import ConflictError
from inbox.store import ledger, listings
from inbox.store.acts import Actor, audit
from inbox.store.base import Tx
from inbox.store.times import micros

routes = Routes()


@routes("GET", "/ledger", query=models.LedgerQuery, answer=answers.Ledger)
async def entries(call: Call[models.LedgerQuery, None]) -> Any:
    """Items, the newest first."""
    query, before = call.query, key(call.query.cursor, (int,))
    items, last = await call.app.store.read(
        listings.ledger, call.sight, channel=query.channel, state=query.state, external_id=query.external_id,
        since=None if query.since is None else micros(query.since), limit=query.limit, before=before[0] if before else None)
    return listed(items, None if last is None else (last,))


@routes("GET", "/ledger/{id}", answer=answers.LedgerEntry)
async def entry(call: Call[None, None]) -> Any:
    """One item."""
    return await call.app.store.quick(listings.entry, call.id("item"), call.sight)


@routes("POST", "/ledger/{id}/retry", answer=answers.LedgerEntry, status=202)
async def retry(call: Call[None, None]) -> Any:
    """Reads a quarantined item again."""
    item = call.id("item")
    await call.app.store.quick(listings.entry, item, call.sight)
    await call.app.store.write(_retry, item, call.by)
    return await call.app.store.quick(listings.entry, item, call.sight)


def _retry(tx: Tx, item: int, by: Actor) -> None:
    if not ledger.release(tx, item):
        raise ConflictError("only a quarantined item can be read again", code="state")
    audit(tx, by, "ledger.retry", f"ledger:{item}")
