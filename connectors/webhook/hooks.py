"""Where the service posts to: verified, understood, committed, answered."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from inbox.connector import Context
from inbox.errors import StoreError
from inbox.types import Batch, RawItem

from .config import WebhookConfig
from .posted import Message, signature, understood

OFF = 300  # seconds that a timestamp may be off
BODY = 32 * 1024 * 1024  # bytes of one post
PATIENCE = 120.0  # seconds for one post to arrive
HELD = 8 * BODY  # bytes of all posts that we hold at once: anybody may send one, and only at its end we know who


class _FullError(Exception):
    """More is posted at once than we may hold."""


class _Held:
    """The bytes of posts that are in our hands, of all channels."""

    total = 0

    def __init__(self) -> None:
        self.mine = 0

    def __enter__(self) -> _Held:
        return self

    def add(self, size: int) -> bool:
        """Whether there is room for so many more."""
        self.mine += size
        _Held.total += size
        return _Held.total <= HELD

    def __exit__(self, *exc: object) -> None:
        _Held.total -= self.mine


async def posted(config: WebhookConfig, context: Context, request: web.Request) -> web.Response:
    """A post of the service: verified, understood, committed, answered."""
    with _Held() as held:
        try:
            async with asyncio.timeout(PATIENCE):  # who stops half-way must not keep the room of the others
                body = await _body(request, held)
        except _FullError:
            return _problem(503, "busy", "too much is being posted at once")
        except TimeoutError:
            return _problem(408, "slow", f"a post must have arrived within {PATIENCE:.0f} seconds")
        if body is None:
            return _problem(413, "too_large", f"a post has at most {BODY // 1_048_576} MB")
        return await _taken(config, context, request, body)


async def _taken(config: WebhookConfig, context: Context, request: web.Request, body: bytes) -> web.Response:
    wrong = _forged(config, context, request, body)
    if wrong:
        context.log.warning("a post was refused: %s", wrong)
        return _problem(403, "signature", wrong)
    try:
        said = understood(body)
    except ValidationError as error:
        return _invalid(error)
    now = context.now()
    raw = RawItem(item=said.external_id if isinstance(said, Message) else "update/" + hashlib.sha256(body).hexdigest(),
                  kind="message" if isinstance(said, Message) else "update", data=body,
                  meta={"at": now.isoformat(), "space": context.name})
    try:
        (taken,) = await context.take("messages", Batch(items=(raw,)))
    except StoreError as error:
        return _problem(503, "store", str(error))
    again = taken.state == "duplicate" or (taken.state == "stored" and not taken.message)  # known before: it made nothing
    result = "quarantined" if taken.state == "quarantined" else "duplicate" if again else "stored"
    return web.json_response({"result": result, "id": taken.ledger})


def _forged(config: WebhookConfig, context: Context, request: web.Request, body: bytes) -> str:
    """What is wrong with the time or the signature; empty when both hold."""
    stamp = request.headers.get("X-Inbox-Timestamp", "")
    if not re.fullmatch(r"[0-9]{1,12}", stamp):
        return "X-Inbox-Timestamp must be Unix seconds"
    expected = signature(config.secret.get_secret_value(), stamp, body)
    given = request.headers.get("X-Inbox-Signature", "")
    if not hmac.compare_digest(expected.encode(), given.strip().encode("utf-8", "replace")):
        return "X-Inbox-Signature does not fit"
    off = int(stamp) - context.now().timestamp()
    return f"X-Inbox-Timestamp is {off:+.0f} seconds off; {OFF} are the most" if abs(off) > OFF else ""


async def _body(request: web.Request, held: _Held) -> bytes | None:
    """The body; None when it is too large. It is counted while it comes: nobody fills our memory. Raises _FullError."""
    if (request.content_length or 0) > BODY:
        return None
    parts, size = [], 0
    async for chunk in request.content.iter_any():
        size += len(chunk)
        if size > BODY:
            return None
        if not held.add(len(chunk)):
            raise _FullError
        parts.append(chunk)
    return b"".join(parts)


def _problem(status: int, code: str, detail: str, **more: Any) -> web.Response:
    titles = {403: "Not allowed", 408: "Too slow", 413: "Too large", 422: "Invalid", 503: "Not available now"}
    body = {"type": "about:blank", "title": titles[status], "status": status, "detail": detail, "code": code, **more}
    return web.json_response(body, status=status, content_type="application/problem+json",
                             headers={"Retry-After": "5"} if status == 503 else None)


def _invalid(error: ValidationError) -> web.Response:
    """422 that names each field."""
    found = [{"field": ".".join(str(part) for part in one["loc"]) or "body", "detail": one["msg"].removeprefix("Value error, ")}
             for one in error.errors(include_url=False, include_input=False, include_context=False)[:50]]
    return _problem(422, "invalid", "; ".join(f"{one['field']}: {one['detail']}" for one in found[:5]), errors=found)
