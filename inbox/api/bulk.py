"""Many conversations at once, and what ties two together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from inbox.api import answers, desk_answers, desk_models, models
from inbox.api.describe import Call, Routes, number
from inbox.desk.bulk import Outcome
from inbox.errors import NotFoundError
from inbox.store import contacts, listings, message_views, views
from inbox.store.base import Rows

routes = Routes()


def visible(rows: Rows, conversation: int, *, sight: views.Sight) -> None:
    """Raises NotFoundError for a conversation that this agent may not see."""
    views.version(rows, conversation, sight)


def seen(rows: Rows, what: str, id_: int, *, sight: views.Sight) -> None:
    """Raises NotFoundError for a conversation or a contact that this agent may not see (any more)."""
    if what == "conversation":
        views.version(rows, id_, sight)
    else:
        listings.contact(rows, id_, sight)


async def changes(call: Call[Any, Any], patch: models.ConversationPatch) -> dict[str, Any]:
    """What a patch asks for, as desk wants it: ids are numbers, `me` is the agent who asks."""
    given = {name: getattr(patch, name) for name in patch.model_fields_set - {"version"}}
    if given.get("assignee") is not None:
        given["assignee"] = call.who.agent if patch.assignee == "me" else number(str(patch.assignee), "agent")
    if given.get("team") is not None:
        given["team"] = number(str(given["team"]), "team")
    if given.get("contact") is not None:
        given["contact"] = await call.app.store.quick(_contact, number(str(patch.contact), "contact"), call.sight)
    return given


def _contact(rows: Rows, contact: int, sight: views.Sight) -> int:
    """Its id, or that of the one it went into. Raises NotFoundError, also when it is not for this agent."""
    found = int(contacts.get(rows, contact).id)
    listings.contact(rows, found, sight)
    return found


def _numbers(ids: list[str]) -> tuple[dict[int, str], list[dict[str, str]]]:
    """(numbers with the texts that they came as, those that are none of ours)"""
    known: dict[int, str] = {}
    unknown = []
    for text in dict.fromkeys(ids):
        try:
            known.setdefault(number(text, "conversation"), text)
        except NotFoundError as error:
            unknown.append({"id": text, "code": "not_found", "detail": str(error)})
    return known, unknown


async def _many(call: Call[Any, Any], ids: list[str], act: Callable[[list[int], Any], Any]) -> dict[str, Any]:
    known, unknown = _numbers(ids)
    outcome: Outcome = await act(list(known), partial(visible, sight=call.sight))
    order = {number_: place for place, number_ in enumerate(known)}
    failed = [{"id": known[one], "code": code, "detail": detail} for one, code, detail in
              sorted(outcome.failed, key=lambda one: order[one[0]])]
    return {"done": [known[one] for one in sorted(outcome.done, key=order.__getitem__)], "failed": unknown + failed,
            "undo": outcome.undo}


@routes("POST", "/conversations/bulk", body=desk_models.Bulk, answer=desk_answers.BulkDone)
async def patch(call: Call[None, desk_models.Bulk]) -> Any:
    """Changes up to 500 conversations; one undo takes all of it back."""
    asked = await changes(call, call.body.patch)
    return await _many(call, call.body.ids, lambda ids, may: call.app.desk.bulk_patch(call.by, ids, may, **asked))


@routes("POST", "/conversations/bulk/merge", body=desk_models.BulkMerge, answer=desk_answers.BulkDone)
async def merge(call: Call[None, desk_models.BulkMerge]) -> Any:
    """Merges up to 500 conversations into one; one undo takes all of it back."""
    into = number(call.body.into, "conversation")
    return await _many(call, call.body.ids, lambda ids, may: call.app.desk.bulk_merge(call.by, ids, into, may))


# ---------------------------------------------------------------- two that belong near each other, a message that belongs elsewhere

async def _changed(call: Call[Any, Any], conversation: int, undo: str | None) -> dict[str, Any]:
    return {**await call.app.store.quick(views.conversation, conversation, call.sight), "undo": undo}


async def _linked(call: Call[Any, Any], other: int, *, linked: bool) -> dict[str, Any]:
    conversation = call.id("conversation")
    for one in (conversation, other):
        await call.app.store.quick(views.version, one, call.sight)
    return await _changed(call, conversation, await call.app.desk.link(call.by, conversation, other, linked=linked))


@routes("POST", "/conversations/{id}/link", body=desk_models.LinkTo, answer=answers.ConversationChanged)
async def link(call: Call[None, desk_models.LinkTo]) -> Any:
    """Marks another conversation as related."""
    return await _linked(call, number(call.body.to, "conversation"), linked=True)


@routes("DELETE", "/conversations/{id}/link/{other}", answer=answers.ConversationChanged)
async def unlink(call: Call[None, None]) -> Any:
    """Marks another conversation as not related any more."""
    return await _linked(call, number(call.path("other"), "conversation"), linked=False)


@routes("POST", "/messages/{id}/move", body=desk_models.MoveTo, answer=answers.ConversationChanged)
async def move(call: Call[None, desk_models.MoveTo]) -> Any:
    """Puts a message into another conversation (null: a new one), which is answered."""
    message = call.id("message")
    await call.app.store.quick(message_views.guard, message, call.sight)
    to = None if call.body.conversation is None else number(call.body.conversation, "conversation")
    if to is not None:
        await call.app.store.quick(views.version, to, call.sight)
    return await _changed(call, *await call.app.desk.move(call.by, message, to))
