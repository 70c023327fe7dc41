"""Canned replies, and filling them in."""

from __future__ import annotations

from typing import Any

from inbox.api import desk_answers, desk_models, models
from inbox.api.describe import Call, Routes, number
from inbox.api.paging import cut, key
from inbox.desk.draft import one_line
from inbox.desk.filling import fill, first_name, variant
from inbox.store import canned, contacts, views
from inbox.store.base import Rows

routes = Routes()


@routes("GET", "/canned", query=models.Page, answer=desk_answers.CannedList)
async def list_canned(call: Call[models.Page, None]) -> Any:
    """The canned replies."""
    found = key(call.query.cursor, (int,))
    return cut(await call.app.store.quick(canned.page, call.query.limit + 1, found[0] if found else 0), call.query.limit, "id")


@routes("GET", "/canned/{id}", answer=desk_answers.Canned)
async def one_canned(call: Call[None, None]) -> Any:
    """One canned reply."""
    return await call.app.store.quick(canned.one, call.id("canned reply"))


@routes("POST", "/canned", body=desk_models.NewCanned, answer=desk_answers.Canned, status=201)
async def add_canned(call: Call[None, desk_models.NewCanned]) -> Any:
    """Adds a canned reply."""
    given = call.body.model_dump(mode="json", exclude_unset=True)
    return await call.app.store.quick(canned.one, await call.app.desk.canned_add(call.by, **given))


@routes("PATCH", "/canned/{id}", body=desk_models.CannedPatch, answer=desk_answers.Canned)
async def change_canned(call: Call[None, desk_models.CannedPatch]) -> Any:
    """Changes a canned reply."""
    id_ = call.id("canned reply")
    given = call.body.model_dump(mode="json", exclude_unset=True)
    await call.app.desk.canned_patch(call.by, id_, **{name: value for name, value in given.items() if value is not None})
    return await call.app.store.quick(canned.one, id_)


@routes("DELETE", "/canned/{id}", status=204)
async def delete_canned(call: Call[None, None]) -> Any:
    """Removes a canned reply."""
    await call.app.desk.canned_delete(call.by, call.id("canned reply"))
    return None


@routes("POST", "/canned/{id}/render", body=desk_models.Render, answer=desk_answers.Rendered)
async def render(call: Call[None, desk_models.Render]) -> Any:
    """The text with the variables of this conversation filled in."""
    conversation = number(call.body.conversation, "conversation")
    found, values, language = await call.app.store.quick(_values, call.id("canned reply"), conversation, call.sight)
    agent = one_line(call.by.name)
    settings = call.app.config.channels.get(values["channel.name"])
    values |= {"agent.name": agent, "agent.first_name": first_name(agent),
               "channel.name": (getattr(settings, "name", "") if settings else "") or values["channel.name"]}
    locale = variant(found["variants"], call.body.locale or language)
    text, missing = fill(found["text"] if locale is None else found["variants"][locale], values)
    return {"text": text, "missing": missing, "locale": locale}


def _values(rows: Rows, id_: int, conversation: int, sight: views.Sight) -> tuple[dict[str, Any], dict[str, str], str]:
    """(the canned reply, what is known of the conversation, the contact's language)"""
    found, home = canned.one(rows, id_), views.conversation(rows, conversation, sight)
    values = {"conversation.id": home["id"], "conversation.subject": home["subject"], "channel.name": home["channel"]}
    language = ""
    if home["contact"] is not None:
        contact = contacts.get(rows, int(home["contact"]["id"]))
        name = one_line(contact.name)
        values |= {"contact.name": name if first_name(name) else "", "contact.first_name": first_name(name)}
        language = contact.language
    return found, values, language
