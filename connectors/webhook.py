"""Webhook: any other service, both ways, by signed JSON over HTTP. docs/webhook-channel.md shows a client of twenty lines.

In: the service posts to `/hooks/CHANNEL/messages`. Out: we post the same shape to `outbound_url`, with our delivery key as
`Idempotency-Key`, so that a post whose end is not known may be made again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import os
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from inbox.connector import ChannelConfig, Connector, Features, Finding, Phase, Route, Secret
from inbox.errors import RefusedError, StoreError, TemporaryError
from inbox.types import Address, Attachment, Batch, InboundMessage, OutboundMessage, RawItem, Read, Receipt, Update

OFF = 300  # seconds that a timestamp may be off
BODY = 32 * 1024 * 1024  # bytes of one post
FILE = 64 * 1024 * 1024  # bytes of one file behind a URL
FILES = 20 * 1024 * 1024  # bytes of all files of one message of ours, before base64
AGAIN = (408, 409, 425, 429)  # of the 4xx those that are tried again
DEADLINE = 30.0  # seconds for one post

_Id = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]+$")]
_Text = Annotated[str, AfterValidator(lambda text: text.replace("\0", ""))]


class WebhookConfig(ChannelConfig):
    """One service."""

    type: Literal["webhook"]
    name: str = Field("", description="What we are called there.")
    secret: Secret = Field(description="Signs every post, both ways.")
    outbound_url: str = Field("", description="Where our replies are posted; empty: nothing can be sent.")
    text_limit: int | None = Field(None, ge=1, description="Most characters that the service takes.")

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr) -> SecretStr:
        if not secret.get_secret_value():
            raise ValueError("must not be empty")
        return secret

    @field_validator("outbound_url")
    @classmethod
    def _is_http(cls, url: str) -> str:
        if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
            raise ValueError("must be an http or https URL")
        return url


# ---------------------------------------------------------------- what is posted

class _Model(BaseModel):
    """Fields that we do not know are left alone: a service may say more than we ask."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Sender(_Model):
    """Who writes, by the service's own id."""

    id: _Id
    name: _Text = ""


def _is_base64(data: str | None) -> str | None:
    if data is not None:
        base64.b64decode(data, validate=True)  # its error is a ValueError, which names the field
    return data


class File(_Model):
    """A file: its bytes in base64, or where they are."""

    name: _Text = "file"
    media_type: _Text = "application/octet-stream"
    data: Annotated[str | None, AfterValidator(_is_base64)] = None
    url: Annotated[str, StringConstraints(max_length=4096, pattern=r"^https?://[^\s\x00]+$")] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> File:
        if (self.data is None) == (self.url is None):
            raise ValueError("give either data (base64) or url")
        return self


class Message(_Model):
    """An utterance."""

    external_id: _Id
    sender: Sender
    thread_id: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")] | None = None
    text: _Text | None = None
    html: _Text | None = None
    subject: _Text | None = None
    attachments: list[File] | None = Field(None, max_length=100)
    sent_at: AwareDatetime | None = None


class News(_Model):
    """What became of a message of ours (by `key` or `external_id`), of one of theirs, or of a person (`sender`)."""

    key: _Text = ""
    external_id: _Text = ""
    state: Literal["sent", "delivered", "read", "delayed", "bounced", "failed", "edited", "deleted", "opted_out", "opted_in"]
    detail: _Text = ""
    code: _Text = ""
    text: _Text = ""
    sender: Sender | None = None
    at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _about_something(self) -> News:
        if self.state in ("opted_out", "opted_in"):
            if self.sender is None:
                raise ValueError(f"{self.state} needs the sender it is about")
        elif not (self.key or self.external_id):
            raise ValueError("give key or external_id")
        return self


class _Posted(_Model):
    update: News


def understood(body: bytes) -> Message | News:
    """What a body says. Raises ValidationError."""
    try:
        is_news = isinstance(found := json.loads(body), dict) and "update" in found
    except (ValueError, RecursionError):
        is_news = False  # pydantic says what is wrong
    return _Posted.model_validate_json(body).update if is_news else Message.model_validate_json(body)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`sha256=` and the HMAC-SHA256 over `timestamp + "." + body` in hex."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


# ---------------------------------------------------------------- the channel

class Webhook(Connector[WebhookConfig]):
    """One service. Its ids mean something in this channel alone, so the channel's name is the kind of its addresses."""

    Config: ClassVar[type[ChannelConfig]] = WebhookConfig
    features: ClassVar[Features] = Features(html=True, subject=True, media=("*/*",), media_count=50, media_bytes=FILES,
                                            idempotent=True, delivered=True, send_timeout=2 * DEADLINE)

    example: ClassVar[Mapping[str, Any]] = {
        "type": "webhook", "secret": "an example, not a secret", "outbound_url": "https://shop.example.com/inbox-replies"}
    samples: ClassVar[Sequence[RawItem]] = (
        RawItem(item="1", kind="message", meta={"at": "2026-11-21T09:30:00+00:00", "space": "shop"}, data=(
            b'{"external_id": "1", "thread_id": "order-17", "sender": {"id": "ann", "name": "Ann"}, "text": "Where is it?"}')),
        RawItem(item="update/1", kind="update", meta={"at": "2026-11-21T09:30:00+00:00", "space": "shop"}, data=(
            b'{"update": {"external_id": "reply-1", "state": "read"}}')))

    def features_for(self, to: Sequence[Address], sender: Address, *, thread_id: str = "",
                     options: Mapping[str, Any] | None = None) -> Features:
        return replace(self.features, text_limit=self.config.text_limit, sends=bool(self.config.outbound_url))

    @classmethod
    def address(cls, text: str) -> Address:
        """An id of the service. The kind is set by `parse`, which knows the channel."""
        value = text.strip()
        if not re.fullmatch(r"[^\x00-\x1f\x7f]{1,500}", value):
            raise ValueError(f"{text[:40]!r} is no id: 1 to 500 characters on one line")
        return Address(kind="webhook", value=value)

    def parse(self, text: str) -> Address:
        return Address(kind=self.context.name, value=self.address(text).value)

    async def check(self) -> AsyncIterator[Finding]:
        if not self.config.outbound_url:
            yield Finding(step="outbound_url", level="warn", text="there is none: nothing can be sent", cure="Set outbound_url.")
            return
        try:
            async with self.context.http.options(self.config.outbound_url, allow_redirects=False) as response:
                yield Finding(step="outbound_url", level="ok", text=f"it answers (OPTIONS: {response.status})")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            yield Finding(step="outbound_url", level="fail", text=f"it cannot be reached: {_why(error)}",
                          cure="Correct outbound_url, or see why the service is away.")

    # ------------------------------------------------------------ in

    def routes(self) -> Sequence[Route]:
        return (Route(method="POST", path="messages", handler=self._posted, max_bytes=BODY),)

    async def _posted(self, request: web.Request) -> web.Response:
        """A post of the service: verified, understood, committed, answered."""
        body = await _body(request)
        if body is None:
            return _problem(413, "too_large", f"a post has at most {BODY // 1_048_576} MB")
        wrong = self._forged(request, body)
        if wrong:
            return _problem(403, "signature", wrong)
        try:
            said = understood(body)
        except ValidationError as error:
            return _invalid(error)
        now = self.context.now()
        raw = RawItem(item=said.external_id if isinstance(said, Message) else "update/" + hashlib.sha256(body).hexdigest(),
                      kind="message" if isinstance(said, Message) else "update", data=body,
                      meta={"at": now.isoformat(), "space": self.context.name})
        try:
            (taken,) = await self.context.take("messages", Batch(items=(raw,)))
        except StoreError as error:
            return _problem(503, "store", str(error))
        again = taken.state == "duplicate" or (taken.state == "stored" and not taken.message)  # known before: it made nothing
        result = "quarantined" if taken.state == "quarantined" else "duplicate" if again else "stored"
        return web.json_response({"result": result, "id": taken.ledger})

    def _forged(self, request: web.Request, body: bytes) -> str:
        """What is wrong with the time or the signature; empty when both hold."""
        stamp = request.headers.get("X-Inbox-Timestamp", "")
        if not re.fullmatch(r"[0-9]{1,12}", stamp):
            return "X-Inbox-Timestamp must be Unix seconds"
        expected = signature(self.config.secret.get_secret_value(), stamp, body)
        given = request.headers.get("X-Inbox-Signature", "")
        if not hmac.compare_digest(expected.encode(), given.strip().encode("utf-8", "replace")):
            return "X-Inbox-Signature does not fit"
        off = int(stamp) - self.context.now().timestamp()
        return f"X-Inbox-Timestamp is {off:+.0f} seconds off; {OFF} are the most" if abs(off) > OFF else ""

    @classmethod
    def read(cls, raw: RawItem) -> list[Read]:
        said, at, space = understood(raw.data), datetime.fromisoformat(raw.meta["at"]), str(raw.meta["space"])
        if isinstance(said, News):
            who = Address(kind=space, value=said.sender.id, name=said.sender.name) if said.sender else None
            return [Update(state=said.state, at=said.at or at, key=said.key, external_id=said.external_id, detail=said.detail,
                           code=said.code, text=said.text, address=who)]
        html = said.html or ""
        return [InboundMessage(
            external_id=said.external_id, sender=Address(kind=space, value=said.sender.id, name=said.sender.name),
            text=said.text if said.text is not None else _plain(html), html=html, subject=said.subject or "",
            sent_at=(said.sent_at or at).astimezone(UTC), received_at=at, thread_id=said.thread_id or "",
            attachments=tuple(_attachment(file) for file in said.attachments or ()))]

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """A file behind a URL that the service named: from public addresses alone, with a bound on its size."""
        url, size = str((attachment.pending or {}).get("url", "")), 0
        try:
            async with self.context.guarded_http.get(url, max_redirects=5) as response:
                if response.status >= 500 or response.status in (404, *AGAIN):
                    raise TemporaryError(f"the server answered {response.status} instead of the file")
                if response.status != 200:
                    raise RefusedError(str(response.status), f"the server answered {response.status} instead of the file")
                async for chunk in response.content.iter_chunked(65_536):
                    size += len(chunk)
                    if size > FILE:
                        raise RefusedError("too_large", f"the file is larger than {FILE // 1_048_576} MB")
                    yield chunk
        except (aiohttp.InvalidURL, aiohttp.TooManyRedirects, ValueError) as error:
            raise RefusedError("bad_url", "the file's address leads nowhere") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise TemporaryError(f"the file cannot be fetched: {error or type(error).__name__}") from error

    # ------------------------------------------------------------ out

    def prepare(self, message: OutboundMessage) -> OutboundMessage:
        """The body, so that every attempt sends the same bytes."""
        return replace(message, prepared=self._written(message))

    def _written(self, message: OutboundMessage) -> bytes:
        files = []
        for file in message.attachments:
            with file.open() as stream:
                files.append({"name": file.name, "media_type": file.media_type, "data": base64.b64encode(stream.read()).decode()})
        return json.dumps({
            "external_id": message.key, "thread_id": message.thread_id, "in_reply_to": message.in_reply_to or None,
            "sender": {"id": self.context.name, "name": message.author or self.config.name},
            "to": [{"id": one.value, "name": one.name} for one in message.to],
            "text": message.text, "html": message.html or None, "subject": message.subject or None, "attachments": files,
            "sent_at": message.at.astimezone(UTC).isoformat().replace("+00:00", "Z")}, ensure_ascii=False).encode()

    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        """One post. Raises RefusedError, and TemporaryError for everything that the same key may try again."""
        if not self.config.outbound_url:
            raise RefusedError("no_outbound_url", "the channel has no outbound_url, so nothing can be sent")
        body = message.prepared if message.prepared is not None else self._written(message)
        stamp = str(int(self.context.now().timestamp()))
        headers = {"Content-Type": "application/json", "Idempotency-Key": message.key, "X-Inbox-Timestamp": stamp,
                   "X-Inbox-Signature": signature(self.config.secret.get_secret_value(), stamp, body)}
        await phase("data_sent", to=message.to[0].value)
        try:
            async with self.context.http.post(self.config.outbound_url, data=io.BytesIO(body), headers=headers, allow_redirects=False,
                                              timeout=aiohttp.ClientTimeout(total=DEADLINE)) as response:
                said = (await response.content.read(65_536)).decode("utf-8", "replace")
                status, wait = response.status, response.headers.get("Retry-After", "")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise TemporaryError(f"the service cannot be reached: {_why(error)}") from error
        return self._answer(message, status, said, float(wait) if wait.isdigit() else None)

    @staticmethod
    def _answer(message: OutboundMessage, status: int, said: str, wait: float | None) -> Receipt:
        try:
            found = json.loads(said)
        except (ValueError, RecursionError):
            found = None
        found = found if isinstance(found, dict) else {}
        if 200 <= status < 300:
            external = found.get("external_id")
            if isinstance(external, (str, int)) and not isinstance(external, bool) and str(external):
                return Receipt(external_ids=(str(external)[:500],), thread_id=str(found.get("thread_id") or message.thread_id))
            raise TemporaryError(f"the service answered {status} without the external_id that proves it has the message")
        words = str(found.get("detail") or found.get("message") or found.get("error") or "").strip()[:300]
        if 400 <= status < 500 and status not in AGAIN:
            raise RefusedError(str(status), words or f"the service refused it with {status}")
        raise TemporaryError(f"the service answered {status}" + (f": {words}" if words else ""), retry_after=wait,
                             limited=status == 429)


# ---------------------------------------------------------------- small helpers

def _why(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientConnectorError):  # whose own words speak of `ssl:default` for an http URL
        number = error.os_error.errno or 0
        return f"{error.host} port {error.port}: {os.strerror(number) if number > 0 else error.os_error}"
    return str(error) or "no answer in time"


async def _body(request: web.Request) -> bytes | None:
    """The body; None when it is too large. It is counted while it comes: nobody fills our memory."""
    if (request.content_length or 0) > BODY:
        return None
    parts, size = [], 0
    async for chunk in request.content.iter_any():
        size += len(chunk)
        if size > BODY:
            return None
        parts.append(chunk)
    return b"".join(parts)


def _problem(status: int, code: str, detail: str, **more: Any) -> web.Response:
    titles = {403: "Not allowed", 413: "Too large", 422: "Invalid", 503: "Not available now"}
    body = {"type": "about:blank", "title": titles[status], "status": status, "detail": detail, "code": code, **more}
    return web.json_response(body, status=status, content_type="application/problem+json",
                             headers={"Retry-After": "5"} if status == 503 else None)


def _invalid(error: ValidationError) -> web.Response:
    """422 that names each field."""
    found = [{"field": ".".join(str(part) for part in one["loc"]) or "body", "detail": one["msg"].removeprefix("Value error, ")}
             for one in error.errors(include_url=False, include_input=False, include_context=False)[:50]]
    return _problem(422, "invalid", "; ".join(f"{one['field']}: {one['detail']}" for one in found[:5]), errors=found)


def _attachment(file: File) -> Attachment:
    if file.data is None:
        return Attachment(name=file.name, media_type=file.media_type, pending={"url": file.url})
    data = base64.b64decode(file.data, validate=True)
    return Attachment(name=file.name, media_type=file.media_type, size=len(data), data=data)


class _Words(HTMLParser):
    """The words of HTML, a line for each block."""

    _BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._mute = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._mute += tag in ("script", "style")
        if tag in self._BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._mute -= tag in ("script", "style") and self._mute > 0

    def handle_data(self, data: str) -> None:
        if not self._mute:
            self.words.append(re.sub(r"\s+", " ", data))


def _plain(html: str) -> str:
    words = _Words()
    words.feed(html)
    words.close()
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(words.words)).strip()
