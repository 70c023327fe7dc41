"""What is posted, both ways: its shape, its signature, and what it means as a message."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from html import unescape
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from inbox.types import Address, Attachment, InboundMessage, RawItem, Read, Update

_Id = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]+$")]
_Text = Annotated[str, AfterValidator(lambda text: text.replace("\0", ""))]


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


# ---------------------------------------------------------------- what it means

def read(raw: RawItem) -> list[Read]:
    """A post as a message, or as news about one. Raises ValidationError."""
    said, at, space = understood(raw.data), datetime.fromisoformat(raw.meta["at"]), str(raw.meta["space"])
    if isinstance(said, News):
        who = Address(kind=space, value=said.sender.id, name=said.sender.name) if said.sender else None
        return [Update(state=said.state, at=said.at or at, key=said.key, external_id=said.external_id, detail=said.detail,
                       code=said.code, text=said.text, address=who)]
    html = said.html or ""
    return [InboundMessage(
        external_id=said.external_id, sender=Address(kind=space, value=said.sender.id, name=said.sender.name),
        text=said.text if said.text is not None else plain(html), html=html, subject=said.subject or "",
        sent_at=(said.sent_at or at).astimezone(UTC), received_at=at, thread_id=said.thread_id or "",
        attachments=tuple(_attachment(file) for file in said.attachments or ()))]


def _attachment(file: File) -> Attachment:
    if file.data is None:
        return Attachment(name=file.name, media_type=file.media_type, pending={"url": file.url})
    data = base64.b64decode(file.data, validate=True)
    return Attachment(name=file.name, media_type=file.media_type, size=len(data), data=data)


# comments, and what is never shown, to their end; then tags. The stdlib's parser takes the square of what is torn apart.
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)[^<>]*+>?|<(/?)([a-z][\w:-]*+)[^<>]*+>", re.IGNORECASE | re.DOTALL)
_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre"})
_SPACE = re.compile(r"\s+")
_ENDLESS = re.compile(r"&#[0-9]{20,}")  # no character, and more digits than `int` takes


def plain(html: str) -> str:
    """The words of HTML, a line for each block."""
    out, at = [], 0
    for tag in _TAG.finditer(html):
        out.append(_SPACE.sub(" ", html[at:tag.start()]))
        at = tag.end()
        if not tag[2] and (tag[3] or "").lower() in _BLOCKS:
            out.append("\n")
    out.append(_SPACE.sub(" ", html[at:]))
    words = unescape(_ENDLESS.sub("\ufffd", "".join(out)))
    return "\n".join(line for piece in words.split("\n") if (line := " ".join(piece.split())))
