"""Conversations: the list with its search, the counts, and what an agent does to one."""

from __future__ import annotations

from functools import partial
from typing import Any

from inbox.api import answers, models
from inbox.api.bulk import changes, seen
from inbox.api.counting import COUNTS
from inbox.api.describe import Call, Routes, number
from inbox.api.list_models import ConversationQuery
from inbox.api.messages import composed, fingerprint, render
from inbox.api.paging import joined, key
from inbox.api.problems import invalid
from inbox.query import BadValueError
from inbox.store import asking, message_views, saved, views
from inbox.store.base import Rows

routes = Routes()


async def _given(call: Call[ConversationQuery, None], view: str | None) -> dict[str, Any]:
    """The filters that were asked for, on top of those of a saved view."""
    given = call.query.model_dump(exclude_unset=True, exclude={"limit", "cursor", "view"})
    if view is None:
        return given
    return {**await call.app.store.quick(saved.query, number(view, "view"), call.who.agent), **given}


@routes("GET", "/conversations", query=ConversationQuery, answer=answers.Conversations)
async def conversations(call: Call[ConversationQuery, None]) -> Any:
    """The list of conversations, the newest first."""
    query, given = call.query, await _given(call, call.query.view)
    wanted = wished(given, call.who.agent)
    if wanted.worded:
        before = key(query.cursor, (int,))
        found, last = await call.app.store.read(views.found, wanted, call.sight, query.limit, before[0] if before else None)
        page = found, None if last is None else (last,)
    else:
        shapes = [(str, int, int), (str, int)] if wanted.sort == "oldest_waiting" else [(int, int)]
        door = call.app.store.read if wanted.slow else call.app.store.quick
        page = await door(views.conversations, wanted, call.sight, query.limit, key(query.cursor, *shapes))
    if wanted.terms and not page[0] and query.cursor is None:
        return {"items": [], "next": None, "hints": await call.app.store.read(asking.hints, given, call.sight)}
    return joined(*page)


def wished(given: dict[str, Any], me: int) -> asking.Wanted:
    """The filters of a list. Raises Problem 422 for a question with a value that nobody knows."""
    try:
        return asking.read(given, me)
    except BadValueError as error:
        raise invalid([("q", str(error))]) from None


@routes("GET", "/conversations/counts", answer=answers.Counts)
async def counts(call: Call[None, None]) -> Any:
    """The figures beside the queue, each the length of the list that it stands for."""
    return (await call.request.app[COUNTS].of(call.app.store, call.sight))[1]


@routes("POST", "/conversations", body=models.NewConversation, answer=answers.Began, status=201, headers=("Idempotency-Key",))
async def begin(call: Call[None, models.NewConversation]) -> Any:
    """Begins a conversation with a first message."""
    await call.app.outbox.ease()
    conversation, message = await call.app.desk.begin(
        call.by, channel=call.channel(call.body.channel), subject=call.body.subject, **composed(call),
        **fingerprint(call, "begin"))
    return await call.app.store.quick(_began, conversation, message, call.sight)


def _began(rows: Rows, conversation: int, message: int, sight: views.Sight) -> views.Json:
    return {**views.conversation(rows, conversation, sight), "message": render(message_views.one(rows, message, sight))}


@routes("GET", "/conversations/{id}", answer=answers.OneConversation)
async def conversation(call: Call[None, None]) -> Any:
    """One conversation."""
    return await call.app.store.quick(views.conversation, call.id("conversation"), call.sight)


@routes("PATCH", "/conversations/{id}", body=models.ConversationPatch, answer=answers.ConversationChanged)
async def patch(call: Call[None, models.ConversationPatch]) -> Any:
    """Changes a conversation."""
    conversation, body = call.id("conversation"), call.body
    await call.app.store.quick(views.version, conversation, call.sight)
    undo = await call.app.desk.patch(call.by, conversation, body.version, **await changes(call, body))
    return await _changed(call, conversation, undo)


@routes("DELETE", "/conversations/{id}", status=204)
async def delete(call: Call[None, None]) -> Any:
    """Removes a closed conversation or spam for good (an admin any), with its messages and files; nothing of it comes back."""
    await call.app.desk.delete(call.by, await _mine(call), call.sight.hidden)
    return None


async def _changed(call: Call[Any, Any], conversation: int, undo: str | None) -> dict[str, Any]:
    return {**await call.app.store.quick(views.conversation, conversation, call.sight), "undo": undo}


async def _mine(call: Call[Any, Any]) -> int:
    """The conversation of the path, if this agent may see it."""
    conversation = call.id("conversation")
    await call.app.store.quick(views.version, conversation, call.sight)
    return conversation


@routes("POST", "/conversations/{id}/read", body=models.ReadUpTo, answer=answers.OneConversation)
async def read(call: Call[None, models.ReadUpTo]) -> Any:
    """The agent has read it up to a message."""
    conversation = await _mine(call)
    await call.app.desk.read(call.by, conversation, number(call.body.up_to, "message"))
    return await call.app.store.quick(views.conversation, conversation, call.sight)


@routes("POST", "/conversations/{id}/unread", answer=answers.OneConversation)
async def unread(call: Call[None, None]) -> Any:
    """The agent wants to see it as unread again."""
    conversation = await _mine(call)
    await call.app.desk.unread(call.by, conversation)
    return await call.app.store.quick(views.conversation, conversation, call.sight)


@routes("POST", "/conversations/{id}/merge", body=models.Into, answer=answers.ConversationChanged)
async def merge(call: Call[None, models.Into]) -> Any:
    """Merges this conversation into another, which is answered."""
    conversation, into = await _mine(call), number(call.body.into, "conversation")
    await call.app.store.quick(views.version, into, call.sight)
    return await _changed(call, into, await call.app.desk.merge(call.by, conversation, into))


@routes("POST", "/conversations/{id}/split", body=models.SplitAt, answer=answers.ConversationChanged, status=201)
async def split(call: Call[None, models.SplitAt]) -> Any:
    """A new conversation from this message on, which is answered."""
    conversation, message = await _mine(call), number(call.body.message, "message")
    await call.app.store.quick(message_views.guard, message, call.sight)
    new, undo = await call.app.desk.split(call.by, conversation, message)
    return await _changed(call, new, undo)


@routes("POST", "/undo/{id}", answer=answers.Undone)
async def undo(call: Call[None, None]) -> Any:
    """Takes an act back."""
    failed = await call.app.desk.undo(call.by, call.path("id"), partial(seen, sight=call.sight))
    return {"failed": [{"code": code, "detail": detail} for code, detail in failed]}
