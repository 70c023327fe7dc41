"""Drafts: what an agent has begun to write, kept while they write it. Nobody else can see them, an admin neither."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from inbox.api.answers import Answer, Moment, Upload, listed
from inbox.api.describe import Call, Routes, number
from inbox.api.models import Addresses, Body, Id, Page, Query
from inbox.api.paging import key
from inbox.api.paging import listed as as_page
from inbox.api.problems import invalid
from inbox.errors import NotFoundError
from inbox.store import drafts, views

routes = Routes()
FIRST = "new"  # stands for the conversation of a first message
TEXT = 200_000  # characters; what is longer is a file


class DraftFields(Body):
    """What the composer has beside the text, as it was typed."""

    to: Addresses | None = None
    cc: Addresses | None = None
    bcc: Addresses | None = None
    subject: Annotated[str, Field(max_length=998)] | None = None
    channel: Annotated[str, Field(max_length=200)] | None = None
    from_: Annotated[str, Field(max_length=320)] | None = Field(None, alias="from")
    attachments: Annotated[list[Id], Field(max_length=50)] | None = Field(
        None, description="Ids of your uploads; they wait for as long as the draft names them.")
    canned: Id | None = None


class DraftBody(Body):
    """A draft as it stands. `version`: of the draft that you saw; 0: there was none."""

    text: Annotated[str, Field(max_length=TEXT)] = ""
    fields: DraftFields = DraftFields()
    version: Annotated[int, Field(ge=0, le=2**53)] = 0


class Discard(Query):
    """Which draft is meant."""

    version: Annotated[int, Field(ge=0, le=2**53)] | None = Field(
        None, description="Of the draft that you saw: a newer one stays. Without it whatever is there goes.")


class Draft(Answer):
    """A draft. `conversation` is null of a first message; `files`: those of its uploads that are there."""

    conversation: str | None
    kind: Literal["reply", "note", "new"]
    text: str
    fields: DraftFields
    files: list[Upload]
    version: int
    at: Moment


Drafts = listed(Draft)


@routes("GET", "/drafts", query=Page, answer=Drafts)
async def every(call: Call[Page, None]) -> Any:
    """One's own drafts, the latest first."""
    return as_page(*await call.app.store.quick(drafts.page, call.sight, call.query.limit, key(call.query.cursor, (int, int, str))))


@routes("GET", "/drafts/{conversation}/{kind}", answer=Draft)
async def one(call: Call[None, None]) -> Any:
    """One's own draft of a reply or a note there; of a first message it is `/drafts/new/new`."""
    conversation, kind = await _place(call)
    return await call.app.store.quick(drafts.one, call.who.agent, conversation, kind)


@routes("PUT", "/drafts/{conversation}/{kind}", body=DraftBody, answer=Draft)
async def save(call: Call[None, DraftBody]) -> Any:
    """Keeps a draft; 409 `draft_changed` with the newer one in `draft` (null: it has gone) when it was changed elsewhere."""
    conversation, kind = await _place(call)
    fields = call.body.fields.model_dump(exclude_none=True, by_alias=True)
    try:
        return await call.app.store.brief(drafts.save, call.who.agent, conversation, kind, call.body.version, call.body.text, fields)
    except drafts.MissingUploadError as error:
        raise invalid([("fields.attachments", str(error))]) from None


@routes("DELETE", "/drafts/{conversation}/{kind}", query=Discard, status=204)
async def discard(call: Call[Discard, None]) -> Any:
    """Discards a draft, if there is one; 409 `draft_changed` as for `PUT` when it is newer than `version`."""
    conversation, kind = await _place(call)
    await call.app.store.brief(drafts.discard, call.who.agent, conversation, kind, call.query.version)
    return None


async def _place(call: Call[Any, Any]) -> tuple[int, str]:
    """(conversation or 0, kind) of the path, if this agent may see it. Raises NotFoundError."""
    text, kind = call.path("conversation"), call.path("kind")
    if kind not in drafts.KINDS or (text == FIRST) != (kind == FIRST):
        raise NotFoundError("a draft is at /drafts/CONVERSATION/reply, /drafts/CONVERSATION/note or /drafts/new/new")
    if text == FIRST:
        return 0, kind
    conversation = number(text, "conversation")
    await call.app.store.quick(views.version, conversation, call.sight)
    return conversation, kind
