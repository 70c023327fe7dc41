"""What was done to a conversation: the audit's entries about it, told to everybody who may see it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from inbox.api import models
from inbox.api.answers import Actor, Answer, Moment, listed
from inbox.api.describe import Call, Routes
from inbox.api.paging import cut, key
from inbox.store import changed, views
from inbox.store.base import Rows

routes = Routes()


class Change(Answer):
    """One act on a conversation. `before` and `after` have what it changed, with names in place of ids."""

    id: str
    agent: Actor
    action: Literal["update", "merge", "split", "link", "unlink", "wake"]
    before: dict[str, Any]
    after: dict[str, Any] = Field(description="`tags`: those that were put on; in `before`: those that were taken off.")
    other: str | None = Field(description="The other conversation of a merge, a split or a link.")
    message: str | None = Field(description="The first message of a split.")
    at: Moment


Changes = listed(Change)


@routes("GET", "/conversations/{id}/changes", query=models.Page, answer=Changes)
async def changes(call: Call[models.Page, None]) -> Any:
    """Who changed what of it, the newest first."""
    before = key(call.query.cursor, (int,))
    return cut(await call.app.store.quick(_changes, call.id("conversation"), call.sight, call.query.limit + 1,
                                          before[0] if before else None), call.query.limit, "id")


def _changes(rows: Rows, conversation: int, sight: views.Sight, limit: int, before: int | None) -> list[views.Json]:
    views.version(rows, conversation, sight)
    return changed.of(rows, conversation, sight, limit, before)
