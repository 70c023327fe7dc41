"""From a tree of parts to what a person reads: which text, which HTML, which files; and HTML as plain text.

Sources: RFC 2046 (multipart), 2387 (related), 3676 (flowed), 1847 (signed, encrypted).
"""

from __future__ import annotations

import base64
import binascii
import email.errors
import mimetypes
import re
from dataclasses import dataclass, field
from email.generator import BytesGenerator
from io import BytesIO

from connectors.email import mime
from connectors.email.charset import decode
from inbox.types import Attachment

MAX_DEPTH = 10
MAX_PARTS = 200
MAX_DECODED = 64 * 1024 * 1024     # bytes of all parts together
MAX_TEXT = 2_000_000               # characters of one text part

_NAMES = {"message/rfc822": "message.eml", "text/calendar": "invite.ics", "text/plain": "document.txt",
          "text/html": "document.html", "video/quicktime": "video.mov",
          "application/pgp-signature": "signature.asc", "application/ms-tnef": "winmail.dat",
          "application/pkcs7-signature": "smime.p7s", "application/pkcs7-mime": "smime.p7m", "image/jpeg": "image.jpg",
          "message/delivery-status": "delivery-status.txt", "text/rfc822-headers": "headers.txt"}


@dataclass(slots=True)
class Part:
    """One leaf of the mail, decoded. `text` is set for text parts that are not files."""

    media_type: str
    params: dict[str, str]
    data: bytes
    name: str = ""
    content_id: str = ""
    inline: bool = False
    file: bool = False
    text: str | None = None


@dataclass(slots=True)
class Body:
    """What the walk found. `plain` and `html` are in the order of the mail, one entry a part."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)   # (plain | html, text): what a reader would display
    files: list[Part] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    seen: int = 0
    decoded: int = 0


def read(message: mime.Message, headers: mime.Headers) -> Body:
    """Walks the mail. Nothing in it can raise; what is beyond the caps is left out and flagged `truncated`."""
    body = Body()
    _walk(message, headers, body, 0)
    return body


def _open_ended(message: mime.Message) -> bool:
    return message.get_content_type() == "multipart/mixed" and any(
        isinstance(one, email.errors.CloseBoundaryNotFoundDefect) for one in message.defects)


def _unsure(message: mime.Message, body: Body, depth: int) -> None:
    """A multipart in a multipart that has no end: its text is shown, and it is kept whole, because what belongs to it
    and what stands behind it is a guess."""
    before = len(body.files)
    _walk(message, mime.headers(message), body, depth + 1)
    del body.files[before:]
    body.files.append(Part(media_type="message/rfc822", params={}, data=_flat(message), name="part.eml", file=True))


def _walk(message: mime.Message, headers: mime.Headers, body: Body, depth: int, *, apart: bool = False) -> None:
    body.seen += 1
    if depth > MAX_DEPTH or body.seen > MAX_PARTS:
        body.flags.add("truncated")
        return
    payload = mime.children(message) if message.is_multipart() else None
    kind = message.get_content_type()
    if kind.startswith("multipart/") and payload is not None:
        if kind == "multipart/alternative":
            _alternative(payload, body, depth)
        else:
            if kind == "multipart/encrypted":
                body.flags.add("encrypted")
            for index, child in enumerate(payload):
                before = len(body.files)
                if kind == "multipart/mixed" and depth < MAX_DEPTH and _open_ended(child):
                    _unsure(child, body, depth)
                    continue
                _walk(child, mime.headers(child), body, depth + 1, apart=kind == "multipart/related" and index > 0)
                if kind == "multipart/related" and index:
                    for part in body.files[before:]:
                        part.inline = True
        return
    if payload is not None:
        body.files.append(_nested(message, headers, payload))
        return
    _leaf(message, headers, kind, body, apart)


def _alternative(children: list[mime.Message], body: Body, depth: int) -> None:
    """Of several forms of one text all are kept, but only the best plain one is shown."""
    mine = Body(seen=body.seen, decoded=body.decoded)
    for child in children:
        _walk(child, mime.headers(child), mine, depth + 1)
    body.seen, body.decoded = mine.seen, mine.decoded
    body.plain += mine.plain
    body.html += mine.html
    body.files += mine.files
    body.flags |= mine.flags
    plain = [text for kind, text in mine.shown if kind == "plain"]
    if mine.html and _hollow("\n".join(plain)):
        body.shown += [("html", text) for text in mine.html]
    elif plain:
        body.shown += [("plain", text) for text in plain]
    else:
        body.shown += mine.shown


_HOLLOW = re.compile(r"(?:view|see|read|open|display|use|requires?|support|enable|unable)\b.{0,80}\bhtml|html\b.{0,60}"
                     r"\b(?:view|viewer|client|format|compatible|version)", re.IGNORECASE | re.DOTALL)


def _hollow(text: str) -> bool:
    """Whether a plain part is empty, or only says that there is an HTML one."""
    text = text.strip()
    return not text or (len(text) < 250 and bool(_HOLLOW.search(text)))


def _leaf(message: mime.Message, headers: mime.Headers, kind: str, body: Body, apart: bool) -> None:
    _, params = mime.params(headers.get("content-type", [""])[0])
    disposition, dparams = mime.params(headers.get("content-disposition", [""])[0])
    data = _bytes(message, body)
    name = mime.filename(dparams.get("filename") or params.get("name") or "")
    cid = mime.plain(headers.get("content-id", [""])[0]).strip("<> ")[:300]
    part = Part(media_type=kind, params=params, data=data, name=name, content_id=cid,
                inline=disposition == "inline" or (bool(cid) and disposition != "attachment"))
    if kind.startswith("multipart/"):
        kind = "text/plain"     # a multipart without its boundary: what stands there is still somebody's text
    is_text = kind in ("text/plain", "text/html", "text/enriched", "text/richtext", "message/delivery-status")
    if apart or disposition == "attachment" or not is_text or (name and (kind != "text/html" or disposition)):
        part.file = True
        if kind == "application/pkcs7-mime" and "signed" not in params.get("smime-type", ""):
            body.flags.add("encrypted")
        body.files.append(part)
        return
    text = mime.clean(decode(data, params.get("charset", "")))
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT]
        body.flags.add("truncated")
    if kind == "text/plain" and params.get("format", "").lower() == "flowed":
        text = unflow(text, params.get("delsp", "").lower() == "yes")
    part.text = text
    if kind == "text/plain" or kind == "message/delivery-status":
        body.plain.append(text)
        body.shown.append(("plain", text))
    else:
        body.html.append(text)
        body.shown.append(("html", text))


def _bytes(message: mime.Message, body: Body) -> bytes:
    """The decoded content; bounded over the whole mail, because a short line may stand for much."""
    data = mime.content(message)
    room = MAX_DECODED - body.decoded
    if len(data) > room:
        data = data[:max(room, 0)]
        body.flags.add("truncated")
    body.decoded += len(data)
    return data


def _nested(message: mime.Message, headers: mime.Headers, payload: list[mime.Message]) -> Part:
    """message/rfc822 and its kin: a file, never our text. Its name is the inner subject when it has none."""
    kind = message.get_content_type()
    _, params = mime.params(headers.get("content-type", [""])[0])
    disposition, dparams = mime.params(headers.get("content-disposition", [""])[0])
    name = mime.filename(dparams.get("filename") or params.get("name") or "")
    inner = payload[0] if payload else None
    data = b"\n".join(_flat(one) for one in payload)
    if inner is not None and kind == "message/rfc822":
        if headers.get("content-transfer-encoding", [""])[0].lower() == "base64":
            data = _unbase64(inner) or data      # forbidden, but written all the same
        if not name:
            subject = mime.text(mime.headers(inner).get("subject", [""])[0])
            name = mime.filename(subject.replace("/", "-").replace("\\", "-")[:120] + ".eml") if subject else ""
    return Part(media_type=kind, params=params, data=data, name=name, file=True, inline=disposition == "inline")


def _flat(message: mime.Message) -> bytes:
    out = BytesIO()
    try:
        BytesGenerator(out, mangle_from_=False, maxheaderlen=0).flatten(message)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return mime.content(message)
    return out.getvalue()


def _unbase64(inner: mime.Message) -> bytes:
    try:
        return base64.b64decode(mime.content(inner), validate=False)
    except (binascii.Error, ValueError):
        return b""


def unflow(text: str, delsp: bool) -> str:
    """RFC 3676: soft-wrapped lines joined, space-stuffing taken off."""
    out: list[str] = []
    flowing = False
    depth = 0
    for line in text.split("\n"):
        content = line.lstrip(">")
        level = len(line) - len(content)
        content = content.removeprefix(" ")
        if flowing and level == depth and content != "-- ":
            out[-1] += content
        else:
            out.append((">" * level + " " if level else "") + content)
        flowing = content.endswith(" ") and content != "-- "
        depth = level
        if flowing and delsp:
            out[-1] = out[-1][:-1]
    return "\n".join(out)


def attachment(part: Part, taken: set[str]) -> Attachment:
    """A part as the attachment it becomes. Every one has a name, and a made-up one is not in `taken`."""
    name = part.name or _named(part)
    stem, dot, suffix = name.rpartition(".")
    count = 1
    while not part.name and name in taken:
        name = f"{stem}{count}{dot}{suffix}"
        count += 1
    taken.add(name)
    return Attachment(name=name, media_type=part.media_type, size=len(part.data), content_id=part.content_id,
                      inline=part.inline, data=part.data)


def _named(part: Part) -> str:
    """A name for a part without one: what stands before the @ of its Content-ID, when that is a file's name."""
    cid = mime.filename(part.content_id.partition("@")[0])
    if re.fullmatch(r"[\w-]{1,60}\.[A-Za-z0-9]{2,4}", cid):
        return cid
    known = _NAMES.get(part.media_type)
    if known:
        return known
    major = part.media_type.partition("/")[0]
    stem = {"image": "image", "video": "video", "audio": "audio", "text": "document"}.get(major, "attachment")
    return stem + (mimetypes.guess_extension(part.media_type) or ".bin")
