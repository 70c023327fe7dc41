"""The outbox: what waits, what is not known, what failed; and trying many of the failed again at once."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from inbox.api.answers import Answer, Evidence, Fault, Moment, listed
from inbox.api.describe import Call, Routes, number
from inbox.api.models import Body, Id, Page
from inbox.api.paging import key
from inbox.api.paging import listed as as_page
from inbox.errors import ConflictError, InboxError, NotFoundError, StoreError
from inbox.store import outgoing

routes = Routes()
State = Literal["queued", "sending", "sent", "delivered", "read", "uncertain", "failed", "bounced", "canceled"]


class OutboxQuery(Page):
    """Filters of the outbox."""

    state: State | None = Field(None, description="Only this state; else all that are not done.")
    channel: str | None = Field(None, max_length=200)


class OutboxRetry(Body):
    """Which messages."""

    messages: Annotated[list[Id], Field(min_length=1, max_length=500)]


class OutboxEntry(Answer):
    """A delivery. `to`: to whom, as the channel knows them."""

    id: str
    message: str
    conversation: str
    channel: str
    state: State
    to: list[str]
    error: Fault | None
    evidence: Evidence | None
    attempts: int
    next_at: Moment | None
    at: Moment


class Retried(Answer):
    """What became of one. `code` and `detail` say why it was not queued again."""

    message: str
    ok: bool
    code: str | None
    detail: str | None


class RetriedAll(Answer):
    """Each in the order in which it was asked for."""

    items: list[Retried]


@routes("GET", "/outbox", query=OutboxQuery, answer=listed(OutboxEntry))
async def outbox(call: Call[OutboxQuery, None]) -> Any:
    """Deliveries, the newest first."""
    query, before = call.query, key(call.query.cursor, (int,))
    items, last = await call.app.store.read(outgoing.page, call.sight, state=query.state, channel=query.channel, limit=query.limit,
                                            before=before[0] if before else None)
    return as_page(items, None if last is None else (last,))


@routes("POST", "/outbox/retry", body=OutboxRetry, answer=RetriedAll)
async def retry(call: Call[None, OutboxRetry]) -> Any:
    """Sends failed messages again, each to those it failed for; one that cannot stays as it is and says why."""
    return {"items": [await _retry(call, message) for message in dict.fromkeys(call.body.messages)]}


async def _retry(call: Call[None, OutboxRetry], message: str) -> dict[str, Any]:
    try:
        id_ = number(message, "message")
        await call.app.store.quick(outgoing.seen, id_, call.sight)
        await call.app.desk.retry(call.by, id_)
    except StoreError:
        raise
    except InboxError as error:
        code = "not_found" if isinstance(error, NotFoundError) else error.code if isinstance(error, ConflictError) else "refused"
        return {"message": message, "ok": False, "code": code, "detail": str(error)}
    return {"message": message, "ok": True, "code": None, "detail": None}
