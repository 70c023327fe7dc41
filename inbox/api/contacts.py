"""Contacts: people and the ways to reach them."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from inbox.api import answers, desk_answers, desk_models, models
from inbox.api.describe import Call, Routes, number
from inbox.api.messages import paged
from inbox.api.paging import joined, key, listed
from inbox.api.problems import Problem
from inbox.errors import NotFoundError
from inbox.store import contacts as store_contacts
from inbox.store import duplicates, listings, message_views, privacy, views
from inbox.store.base import Rows

routes = Routes()


@routes("GET", "/contacts", query=models.ContactQuery, answer=answers.Contacts)
async def contacts(call: Call[models.ContactQuery, None]) -> Any:
    """Contacts by name."""
    after = key(call.query.cursor, (str, int))
    found = await call.app.store.read(listings.contacts, call.sight, call.query.q or "", call.query.limit,
                                      None if after is None else (after[0], after[1]))
    return listed(*found)


@routes("POST", "/contacts", body=desk_models.NewContact, answer=answers.Contact, status=201)
async def create(call: Call[None, desk_models.NewContact]) -> Any:
    """A new contact. An address that somebody else has is 409."""
    contact = await call.app.desk.contact_create(
        call.by, addresses=_addresses(call, call.body.addresses), **_given(call.body))
    return await call.app.store.quick(listings.contact, contact, call.sight)


def _given(body: desk_models.About) -> dict[str, Any]:
    """What was said about them, but for their addresses; null says nothing."""
    said = body.model_dump(exclude_unset=True, exclude={"version", "addresses"})
    return {name: value for name, value in said.items() if value is not None}


def _addresses(call: Call[Any, Any], given: list[models.ContactAddress]) -> list[tuple[str, str]]:
    """(channel, as typed) of each."""
    return [(call.channel(address.channel), address.address) for address in given]


@routes("GET", "/contacts/{id}", answer=answers.Contact)
async def contact(call: Call[None, None]) -> Any:
    """One contact."""
    return await call.app.store.quick(listings.contact, call.id("contact"), call.sight)


@routes("PATCH", "/contacts/{id}", body=desk_models.ContactPatch, answer=answers.ContactChanged)
async def patch(call: Call[None, desk_models.ContactPatch]) -> Any:
    """Changes a contact."""
    contact = call.id("contact")
    await call.app.store.quick(listings.contact, contact, call.sight)
    body = call.body
    addresses = None if body.addresses is None else _addresses(call, body.addresses)
    return await _changed(call, contact, await call.app.desk.contact_patch(
        call.by, contact, body.version, unseen=call.sight.hidden, addresses=addresses, **_given(body)))


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


@routes("GET", "/contacts/{id}/messages", query=models.MessageQuery, answer=answers.Messages)
async def messages(call: Call[models.MessageQuery, None]) -> Any:
    """Everything that was said with a contact, in whatever conversation: the newest messages, in ascending order."""
    contact = call.id("contact")
    await call.app.store.quick(listings.contact, contact, call.sight)
    return await paged(call, message_views.timeline, contact)


@routes("GET", "/contacts/{id}/duplicates", answer=desk_answers.Duplicates)
async def may_be_the_same(call: Call[None, None]) -> Any:
    """Contacts that may be the same person, the likeliest first, and why."""
    return {"items": await call.app.store.read(_duplicates, call.id("contact"), call.sight)}


def _duplicates(rows: Rows, contact: int, sight: views.Sight) -> list[views.Json]:
    listings.contact(rows, contact, sight)
    found = []
    for other, why in duplicates.find(rows, contact):
        try:
            found.append({"contact": listings.contact(rows, other, sight), "why": why})
        except NotFoundError:  # not for this agent
            continue
    return found


@routes("GET", "/contacts/{id}/export", answer=desk_answers.Exported)
async def export(call: Call[None, None]) -> Any:
    """Everything about a person, for them: an agent who may not see every channel cannot give it out."""
    contact = call.id("contact")
    await call.app.store.quick(listings.contact, contact, call.sight)
    if call.sight.hidden:
        raise Problem(403, "admin_only", "only who sees every channel may give out everything about a person")
    found = await call.app.store.read(_export, contact)
    return web.Response(body=found, content_type="application/json",
                        headers={"Content-Disposition": f'attachment; filename="contact-{contact}.json"'})


def _export(rows: Rows, contact: int) -> bytes:
    return json.dumps(privacy.export(rows, contact), ensure_ascii=False).encode()


@routes("POST", "/contacts/{id}/erase", answer=desk_answers.Erased, role="admin")
async def erase(call: Call[None, None]) -> Any:
    """Removes a person with everything that they wrote. It cannot be undone; backups that were made before still have it."""
    contact = call.id("contact")
    await call.app.store.quick(store_contacts.get, contact)
    gone = await privacy.erase(call.app.store, contact, call.by)
    return {"messages": gone.messages, "conversations": gone.conversations, "items": gone.items}
