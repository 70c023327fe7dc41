"""Contacts: people and the ways to reach them."""

from __future__ import annotations

from typing import Any

from inbox.api import answers, models
from inbox.api.describe import Call, Routes, number
from inbox.api.paging import joined, key, listed
from inbox.store import listings, views

routes = Routes()


@routes("GET", "/contacts", query=models.ContactQuery, answer=answers.Contacts)
async def contacts(call: Call[models.ContactQuery, None]) -> Any:
    """Contacts by name."""
    after = key(call.query.cursor, (str, int))
    found = await call.app.store.read(listings.contacts, call.sight, call.query.q or "", call.query.limit,
                                      None if after is None else (after[0], after[1]))
    return listed(*found)


@routes("POST", "/contacts", body=models.NewContact, answer=answers.Contact, status=201)
async def create(call: Call[None, models.NewContact]) -> Any:
    """A new contact. An address that somebody else has is 409."""
    contact = await call.app.desk.contact_create(
        call.by, name=call.body.name, notes=call.body.notes, addresses=_addresses(call, call.body.addresses))
    return await call.app.store.quick(listings.contact, contact, call.sight)


def _addresses(call: Call[Any, Any], given: list[models.ContactAddress]) -> list[tuple[str, str]]:
    """(channel, as typed) of each."""
    return [(call.channel(address.channel), address.address) for address in given]


@routes("GET", "/contacts/{id}", answer=answers.Contact)
async def contact(call: Call[None, None]) -> Any:
    """One contact."""
    return await call.app.store.quick(listings.contact, call.id("contact"), call.sight)


@routes("PATCH", "/contacts/{id}", body=models.ContactPatch, answer=answers.ContactChanged)
async def patch(call: Call[None, models.ContactPatch]) -> Any:
    """Changes a contact."""
    contact = call.id("contact")
    await call.app.store.quick(listings.contact, contact, call.sight)
    body = call.body
    changes: dict[str, Any] = {name: getattr(body, name) for name in ("name", "notes") if getattr(body, name) is not None}
    if body.addresses is not None:
        changes["addresses"] = _addresses(call, body.addresses)
    return await _changed(call, contact, await call.app.desk.contact_patch(call.by, contact, body.version, **changes))


async def _changed(call: Call[Any, Any], contact: int, undo: str | None) -> dict[str, Any]:
    return {**await call.app.store.quick(listings.contact, contact, call.sight), "undo": undo}


@routes("POST", "/contacts/{id}/merge", body=models.Into, answer=answers.ContactChanged)
async def merge(call: Call[None, models.Into]) -> Any:
    """Merges this contact into another, which is answered."""
    contact, into = call.id("contact"), number(call.body.into, "contact")
    await call.app.store.quick(listings.contact, contact, call.sight)
    await call.app.store.quick(listings.contact, into, call.sight)
    return await _changed(call, into, await call.app.desk.contact_merge(call.by, contact, into))


@routes("GET", "/contacts/{id}/conversations", query=models.Page, answer=answers.Conversations)
async def conversations(call: Call[models.Page, None]) -> Any:
    """All conversations with a contact, the newest first."""
    contact = call.id("contact")
    await call.app.store.quick(listings.contact, contact, call.sight)
    wanted = views.Wanted(statuses=views.STATUSES, contact=contact)
    before = key(call.query.cursor, (int, int))
    return joined(*await call.app.store.quick(views.conversations, wanted, call.sight, call.query.limit, before))
