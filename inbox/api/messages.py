"""Messages: reading them, writing one, and settling what became of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from inbox import remote_images
from inbox.api import answers, desk_models, frames, models
from inbox.api.describe import Call, Routes, number
from inbox.api.images import signed
from inbox.api.paging import key, listed
from inbox.api.problems import Problem, invalid
from inbox.errors import ConflictError, NotFoundError, StoreError
from inbox.store import asking, message_views, views

routes = Routes()
FILE_POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_FORM = re.compile(rb"[\w.%+*-]+=[\w.%+*=&-]*")
_HEADER = re.compile(rb"(?:From [^\n]*\n)?[!-9;-~]+:[ \t\r\n]*\S")


def render(message: dict[str, Any]) -> dict[str, Any]:
    """Puts our own addresses where the HTML has `cid:` images, and counts those that are elsewhere."""
    message["remote_images"] = remote_images.count(message["html"])[0]
    if "cid:" in message["html"]:
        from inbox.html import with_inline
        message["html"] = with_inline(message["html"], {
            file["content_id"].strip("<>"): file["url"] for file in message["attachments"] if file["content_id"]})
    return message


async def _one(call: Call[Any, Any], message: int) -> dict[str, Any]:
    return render(await call.app.store.quick(message_views.one, message, call.sight))


@routes("GET", "/conversations/{id}/messages", query=models.MessageQuery, answer=answers.Messages)
async def messages(call: Call[models.MessageQuery, None]) -> Any:
    """The newest messages, in ascending order; `next` leads to older ones, with `after` to newer ones."""
    conversation = call.id("conversation")
    await call.app.store.quick(views.version, conversation, call.sight)
    return await paged(call, message_views.page, conversation)


async def paged(call: Call[models.MessageQuery, None], fn: Callable[..., Any], of: int) -> dict[str, Any]:
    """The page of messages that the query asks for. `fn` is `message_views.page` or like it."""
    query = call.query
    found = key(query.cursor, (str, int))
    place = {found[0]: found[1]} if found and found[0] in ("before", "after") else {}
    if not place and query.after is not None:
        place = {"after": number(query.after, "message")}
    items, last = await call.app.store.quick(fn, of, call.sight, query.limit, **place)
    way = "after" if "after" in place else "before"
    return listed([render(item) for item in items], None if last is None else (way, last))


# ---------------------------------------------------------------- writing

def said(body: models.Composed) -> dict[str, Any]:
    """What a note and an outgoing message have in common, as desk wants it."""
    try:
        canned = number(body.canned) if body.canned else 0
    except NotFoundError:  # not one of ours: it counts for nothing, and hinders nobody
        canned = 0
    return {"text": body.text, "html": body.html, "format": body.format, "canned": canned, "discard": body.draft,
            "attachments": tuple(body.attachments)}


def composed(call: Call[None, Any]) -> dict[str, Any]:
    """What desk takes of an outgoing message, as desk wants it."""
    body = call.body
    return {**said(body), "from_": body.from_ or "",
            "to": body.to, "cc": body.cc, "bcc": body.bcc, "options": body.options,
            "send_at": body.send_at}


def fingerprint(call: Call[None, Any], place: str) -> dict[str, Any]:
    """The Idempotency-Key with a hash of what it stands for: where it was used, and the body."""
    given = call.request.headers.get("Idempotency-Key")
    if given is None:
        return {"idempotency_key": "", "body_hash": ""}
    if not re.fullmatch(r"[\x21-\x7e]{1,255}", given):
        raise invalid([("Idempotency-Key", "must be 1 to 255 printable ASCII characters")])
    said = json.dumps([place, call.body.model_dump(mode="json", by_alias=True, exclude_unset=True)], sort_keys=True)
    return {"idempotency_key": given, "body_hash": hashlib.sha256(said.encode()).hexdigest()}


@routes("POST", "/conversations/{id}/messages", body=models.NewMessage, answer=answers.Message, status=202,
        headers=("Idempotency-Key",))
async def write(call: Call[None, models.NewMessage]) -> Any:
    """Writes a reply or a note; a reply leaves by the outbox, never within this call."""
    conversation, body = call.id("conversation"), call.body
    await call.app.store.quick(views.version, conversation, call.sight)
    mark = fingerprint(call, f"conversation:{conversation}")
    if body.kind == "note":
        message = await call.app.desk.note(
            call.by, conversation, **said(body), mentions=[asking.known(agent) for agent in body.mentions], **mark)
    else:
        await call.app.outbox.ease()
        expected = None if body.expected_last_message is None else number(body.expected_last_message, "message")
        try:
            message = await call.app.desk.reply(
                call.by, conversation, channel=call.channel(body.channel or ""), expected_last_message=expected, **composed(call),
                **mark)
        except ConflictError as error:
            if expected is None or error.code != "newer_messages":
                raise
            raise await _outrun(call, conversation, expected, error) from error
    return await _one(call, message)


async def _outrun(call: Call[Any, Any], conversation: int, expected: int, error: ConflictError) -> Problem:
    """409 with the newer messages, as far as this agent may see them: whoever was slower can read them and decide."""
    newer = {str(one) for one in error.extra.get("messages", ())}
    items, _ = await call.app.store.quick(message_views.page, conversation, call.sight, models.Page().limit, after=expected)
    return Problem(409, error.code, str(error), more={"messages": [render(item) for item in items if item["id"] in newer]})


# ---------------------------------------------------------------- one message

@routes("GET", "/messages/{id}", answer=answers.Message)
async def message(call: Call[None, None]) -> Any:
    """One message."""
    return await _one(call, call.id("message"))


@routes("GET", "/messages/{id}/explain", answer=answers.Explained)
async def explain(call: Call[None, None]) -> Any:
    """Why it is in its conversation, with the candidates that were refused."""
    return await call.app.store.quick(message_views.routing, call.id("message"), call.sight)


@routes("GET", "/messages/{id}/html", query=desk_models.Frame, media="text/html")
async def html(call: Call[desk_models.Frame, None]) -> Any:
    """The message as a page for a sandboxed frame; `X-Remote-Images` and `X-Trackers` tell how many images wait, how many never show."""
    found, query = await _one(call, call.id("message")), call.query
    seen, trackers = remote_images.count(found["html"])
    images = query.images
    if images is None:
        images = bool(seen) and await call.app.store.quick(message_views.shows_images, found)
    plain = query.plain or not found["html"]
    if plain:
        inner = frames.as_text(found["full_text"])
    else:
        message = int(found["id"])
        inner = remote_images.shown(found["html"], (lambda source: signed(call.app, message, source)) if images else None)
    dark = plain or "dark" in found["flags"] or found["direction"] != "in"
    page = frames.page(found, inner, dark=dark, original=query.original, theme=query.theme)
    return web.Response(text=page, content_type="text/html", headers={
        "Content-Security-Policy": frames.POLICY, "X-Remote-Images": str(seen), "X-Trackers": str(trackers),
        "X-Images-Shown": "1" if images else "0"})


@routes("GET", "/messages/{id}/raw", media="application/octet-stream")
async def raw(call: Call[None, None]) -> Any:
    """The bytes as the provider gave them."""
    message = call.id("message")
    sha = await call.app.store.quick(message_views.raw, message, call.sight)
    found = await call.app.store.blob(sha)
    head = found[:4096] if isinstance(found, bytes) else _head(found)
    media_type, ending = kind_of(head)
    return content(call.request, found, media_type, f"message-{message}.{ending}", inline=False)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError as error:
        raise StoreError(f"the file of this blob cannot be read: {error.strerror}") from error


def kind_of(head: bytes) -> tuple[str, str]:
    """The media type and ending of raw bytes, by how they begin: mail begins with a header field (RFC 5322, 2.2)."""
    if head.lstrip()[:1] in (b"{", b"["):
        return "application/json", "json"
    if _FORM.fullmatch(head):
        return "application/x-www-form-urlencoded", "txt"
    if _HEADER.match(head):
        return "message/rfc822", "eml"
    return "application/octet-stream", "bin"


def content(request: web.Request, found: bytes | Path, media_type: str, name: str, *, inline: bool) -> web.StreamResponse:
    """Bytes or a file of others' making: nothing in it may act as our page."""
    from aiohttp.helpers import content_disposition_header
    safe = re.sub(r'[\x00-\x1f\x7f-\x9f/\\"]', "_", name)[:200] or "file"
    headers = {
        "Content-Type": media_type, "X-Content-Type-Options": "nosniff", "Content-Security-Policy": FILE_POLICY,
        "Content-Disposition": content_disposition_header(
            "inline" if inline else "attachment", quote_fields=True, filename=safe),
        "Cache-Control": "private, no-cache"}
    if isinstance(found, bytes):
        return web.Response(body=found, headers=headers)
    if not found.is_file():
        raise Problem(503, "file", "the file of this blob is not on the disk")
    return web.FileResponse(found, headers=headers)


@routes("POST", "/messages/{id}/retry", answer=answers.Message)
async def retry(call: Call[None, None]) -> Any:
    """Sends again what failed, to those it failed for."""
    message = await _mine(call)
    await call.app.desk.retry(call.by, message)
    return await _one(call, message)


@routes("POST", "/messages/{id}/cancel", answer=answers.Message)
async def cancel(call: Call[None, None]) -> Any:
    """Takes back what still waits."""
    message = await _mine(call)
    await call.app.desk.cancel(call.by, message)
    return await _one(call, message)


@routes("POST", "/messages/{id}/resolve", body=models.Resolved, answer=answers.Message)
async def resolve(call: Call[None, models.Resolved]) -> Any:
    """Settles an uncertain send: it went out, or it is sent again with the same bytes."""
    message = await _mine(call)
    await call.app.desk.resolve(call.by, message, sent=call.body.sent)
    return await _one(call, message)


async def _mine(call: Call[Any, Any]) -> int:
    """The message of the path, if this agent may see it."""
    message = call.id("message")
    await call.app.store.quick(message_views.guard, message, call.sight)
    return message
