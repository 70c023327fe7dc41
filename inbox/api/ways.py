"""Where a reply would go, before it is written."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import Field, field_validator

from inbox.api.answers import Answer, Fault, Moment
from inbox.api.channel_answers import ChannelAddress
from inbox.api.describe import Call, Routes
from inbox.api.models import Query
from inbox.desk import ways
from inbox.desk.draft import Draft
from inbox.store import views

routes = Routes()


class WayQuery(Query):
    """Which way. Left out: the one that a reply takes by itself."""

    channel: Annotated[str, Field(max_length=200)] = ""
    from_: Annotated[str, Field(max_length=320, alias="from", description="One of the channel's own addresses.")] = ""
    options: Annotated[str, Field(max_length=10_000, description="The options of the message, as JSON: limits may depend on them.")] = ""

    @field_validator("options")
    @classmethod
    def _json(cls, value: str) -> str:
        try:
            found = json.loads(value or "{}")  # its ValueError is what a validator raises
        except RecursionError:
            found = None
        if not isinstance(found, dict):
            raise ValueError("must be a JSON object")
        return value


class Way(Answer):
    """Where a reply would go, what may be said there, and why it would be refused now."""

    channel: str
    from_: ChannelAddress | None = Field(alias="from")
    to: list[ChannelAddress]
    cc: list[ChannelAddress]
    features: dict[str, Any]
    options: dict[str, Any] = Field(description="The JSON Schema of `options`.")
    answered: str | None = Field(description="The message that it answers.")
    reply_until: Moment | None = Field(description="After this moment the service takes no free text.")
    refused: Fault | None


@routes("GET", "/conversations/{id}/way", query=WayQuery, answer=Way)
async def way(call: Call[WayQuery, None]) -> Any:
    """Where a reply would go by itself, or by the channel and the address that are asked for."""
    conversation, store = call.id("conversation"), call.app.store
    await store.quick(views.version, conversation, call.sight)
    draft = Draft(channel=call.channel(call.query.channel), from_=call.query.from_,
                  options=json.loads(call.query.options or "{}"))
    return await store.quick(ways.look, call.app.desk.roster, conversation, draft, store.clock())
