"""The ledger: every item that a provider delivered, and what became of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from inbox.api import channel_answers as answers
from inbox.api import models
from inbox.api.describe import Call, Routes
from inbox.api.messages import content, kind_of
from inbox.api.paging import key, listed
from inbox.errors import ConflictError, StoreError
from inbox.store import ledger, listings, reports
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


@routes("GET", "/ledger/{id}/raw", media="application/octet-stream")
async def raw(call: Call[None, None]) -> Any:
    """The bytes of one item as the provider gave them."""
    store, item = call.app.store, call.id("item")
    await store.quick(listings.entry, item, call.sight)
    sha = await store.quick(reports.raw_of, item)
    found = await store.blob(sha)
    media_type, ending = kind_of(await asyncio.to_thread(_head, found))
    return content(call.request, found, media_type, f"item-{item}.{ending}", inline=False)


def _head(found: bytes | Path) -> bytes:
    if isinstance(found, bytes):
        return found[:4096]
    try:
        with found.open("rb") as file:
            return file.read(4096)
    except OSError as error:
        raise StoreError(f"the file of this item cannot be read: {error.strerror}") from error


@routes("POST", "/ledger/{id}/drop", answer=answers.LedgerEntry)
async def drop(call: Call[None, None]) -> Any:
    """Leaves a quarantined item out for good; the ledger keeps it as ignored."""
    item = call.id("item")
    await call.app.store.quick(listings.entry, item, call.sight)
    await call.app.store.write(_drop, item, call.by)
    return await call.app.store.quick(listings.entry, item, call.sight)


def _drop(tx: Tx, item: int, by: Actor) -> None:
    if not ledger.drop(tx, item):
        raise ConflictError("only a quarantined item can be left out", code="state")
    audit(tx, by, "ledger.drop", f"ledger:{item}")


def _retry(tx: Tx, item: int, by: Actor) -> None:
    if not ledger.release(tx, item):
        raise ConflictError("only a quarantined item can be read again", code="state")
    audit(tx, by, "ledger.retry", f"ledger:{item}")
