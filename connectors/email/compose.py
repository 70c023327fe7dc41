"""A message becomes bytes, once: the same message gives the same bytes, on any machine and at any time.

The MIME is written here and not by the standard library's generator: that one encodes long message ids after RFC 2047
(python/cpython#100991), which Outlook and Exchange drop and threads die of; it wants whole attachments in memory, and
picks boundaries by chance.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html as html_text
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.charset import QP, Charset
from email.header import Header
from email.utils import format_datetime
from urllib.parse import quote as percent

from pydantic import BaseModel, ConfigDict, Field

from inbox.errors import RefusedError
from inbox.types import Address, Attachment, OutboundMessage

from .config import EmailConfig

_ID = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,900}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*", re.IGNORECASE)
_CHUNK = 57 * 1024  # a multiple of 57 bytes, which make one line of base64
_REFERENCES = 21

UTF8 = Charset("utf-8")
UTF8.header_encoding = QP


class EmailOptions(BaseModel):
    """What only email knows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quote: bool = Field(False, description="Quote the message that is answered below the reply.")
    automatic: bool = Field(False, description="An automatic answer: marked so, that no other machine answers it.")


def prepare(message: OutboundMessage, config: EmailConfig) -> OutboundMessage:
    """Sets `external_id` (the Message-ID without brackets) and `prepared` (the bytes). Raises RefusedError."""
    options = EmailOptions.model_validate(dict(message.options))
    external_id = message_id(message)
    out = io.BytesIO()
    for name, value in headers(message, config, options, external_id):
        out.write(f"{name}: {value}\r\n".encode())
    _body(message, config, options).write(out, hashlib.sha256(external_id.encode()).hexdigest()[:24])
    return replace(message, external_id=external_id, prepared=out.getvalue())


def message_id(message: OutboundMessage) -> str:
    """`token@our-domain`: the token is signed by the core, so a guessed In-Reply-To proves nothing."""
    left = message.token or message.key
    if not re.fullmatch(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*", left):
        left = "m." + hashlib.sha256(left.encode()).hexdigest()[:32]
    return f"{left}@{message.sender.value.rpartition('@')[2]}"


# ---------------------------------------------------------------- headers

def headers(message: OutboundMessage, config: EmailConfig, options: EmailOptions,
            external_id: str) -> Iterator[tuple[str, str]]:
    """Name and wire form of each header; a value may hold folds."""
    if not (message.to or message.cc or message.bcc):
        raise RefusedError("no_recipient", "The message has no recipient.")
    yield "From", address_list("From", [replace(message.sender, name=sender_name(message, config))])
    if message.to:
        yield "To", address_list("To", message.to)
    elif not message.cc:
        yield "To", "undisclosed-recipients:;"
    if message.cc:
        yield "Cc", address_list("Cc", message.cc)
    reply_to = token_address(message, config)
    if reply_to:
        yield "Reply-To", address_list("Reply-To", [reply_to])
    yield "Subject", unstructured("Subject", message.subject)
    yield "Date", format_datetime(message.at)
    yield "Message-ID", f"<{external_id}>"
    parent = _clean_id(message.in_reply_to)
    if parent:
        yield "In-Reply-To", f"<{parent}>"
    yield "References", "\r\n ".join(f"<{one}>" for one in references(message, parent, external_id))
    yield "X-Inbox-Key", _one_line("X-Inbox-Key", message.key)
    if options.automatic:  # RFC 3834
        yield "Auto-Submitted", "auto-replied"
        yield "X-Auto-Response-Suppress", "All"
        yield "Precedence", "bulk"
    yield "MIME-Version", "1.0"


def references(message: OutboundMessage, parent: str, external_id: str) -> list[str]:
    """The ancestors, oldest first, at most 21: the first and the last twenty.

    The first mail of a conversation names itself: a relay that rewrites the Message-ID (Amazon SES does) leaves
    References alone, and the answer brings our id back.
    """
    ids = [one for one in map(_clean_id, message.references) if one and one != parent]
    ids = list(dict.fromkeys(ids)) + ([parent] if parent else [])
    if not ids:
        return [external_id]
    return ids if len(ids) <= _REFERENCES else [ids[0], *ids[1 - _REFERENCES:]]


def _clean_id(text: str) -> str:
    """An id without brackets, or nothing: it came from outside, and a bad one must not stop our answer."""
    bare = text.strip().strip("<>")
    return bare if _ID.fullmatch(bare) else ""


def sender_name(message: OutboundMessage, config: EmailConfig) -> str:
    name = message.sender.name or config.name
    if config.author_name and message.author:
        return f"{message.author} via {name}" if name else message.author
    return name


def token_address(message: OutboundMessage, config: EmailConfig) -> Address | None:
    """`support+TOKEN@example.com`, where it is wanted and fits into the 64 characters of RFC 5321."""
    if not config.reply_token or not re.fullmatch(r"[A-Za-z0-9._-]+", message.token):
        return None
    local, _, domain = message.sender.value.rpartition("@")
    tagged = f"{local}+{message.token}"
    if len(tagged) > 64 or local.startswith('"'):
        return None
    return Address(kind="email", value=f"{tagged}@{domain}", name=sender_name(message, config))


def address_list(header: str, addresses: Sequence[Address]) -> str:
    """Addresses as a folded header value."""
    return ",\r\n ".join(_address(header, address) for address in addresses)


def _address(header: str, address: Address) -> str:
    value = _one_line(header, address.value)
    if re.search(r"[<>,\s]", value.rpartition("@")[2]) or (re.search(r"[<>,;\s]", value) and not value.startswith('"')):
        raise RefusedError("bad_address", f"{value!r} cannot stand in a mail's header.")
    name = _one_line(header, address.name)
    if not name:
        return value
    if not name.isascii() or "=?" in name or len(name) > 60:
        return f"{_encoded(name, len(header) + 2)}\r\n <{value}>"
    if re.fullmatch(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+", name):
        return f"{name} <{value}>"
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{value}>'


def unstructured(header: str, text: str) -> str:
    """Free text: as it is when it is short ASCII, else RFC 2047 words, folded."""
    value = _one_line(header, text)
    if value.isascii() and "=?" not in value and len(value) <= 900 and not value.startswith(" "):
        return _folded(value, len(header) + 2)
    return _encoded(value, len(header) + 2)


def _encoded(text: str, used: int) -> str:
    made = Header(text, UTF8, maxlinelen=75, header_name="x" * max(1, used - 2))
    return made.encode(linesep="\r\n")


def _folded(value: str, used: int) -> str:
    """Folds at blanks that stand before a word, below 78 characters where the words allow it."""
    lines, line, room = [], "", 78 - used
    for word in re.findall(r"\s*\S+", value):
        if line and len(line) + len(word) > room and word[0] == " ":
            lines.append(line)
            line, room = word, 78
        else:
            line += word
    return "\r\n".join([*lines, line])


def _one_line(header: str, text: str) -> str:
    """Refuses what could begin a header of its own; a tab is a blank."""
    value = text.replace("\t", " ").strip()
    if _CONTROL.search(value):
        raise RefusedError("control_characters", f"{header} holds a line break or a control character.")
    return value


# ---------------------------------------------------------------- text

def texts(message: OutboundMessage, config: EmailConfig, options: EmailOptions) -> tuple[str, str]:
    """The plain text and the HTML (may be empty) with signature and quote."""
    plain, rich = message.text.rstrip(), message.html
    extra = ""
    if config.signature.strip():
        plain += f"\n\n-- \n{config.signature.strip()}"
        extra += f'<p class="signature">-- <br>{_as_html(config.signature.strip())}</p>'
    if options.quote and message.answered is not None:
        answered = message.answered
        said = re.sub(r"\s+", " ", f"On {answered.sent_at:%Y-%m-%d %H:%M} UTC, {answered.author} wrote:")
        lines = answered.text.rstrip().splitlines()
        plain += f"\n\n{said}\n" + "\n".join(f">{line}" if line.startswith(">") else f"> {line}" for line in lines)
        extra += (f'<p class="quote-header">{html_text.escape(said)}</p>'
                  f'<blockquote type="cite">{_as_html(answered.text.rstrip())}</blockquote>')
    if rich and extra:
        end = re.search(r"</body\s*>", rich, re.IGNORECASE)
        rich = rich[:end.start()] + extra + rich[end.start():] if end else rich + extra
    return plain + "\n", rich


def _as_html(text: str) -> str:
    return "<br>\n".join(html_text.escape(line) for line in text.splitlines())


# ---------------------------------------------------------------- parts

@dataclass(frozen=True)
class Leaf:
    """A part with its header lines and the text or the attachment that it carries."""

    head: tuple[str, ...]
    text: bytes = b""
    attachment: Attachment | None = None

    def write(self, out: io.BytesIO, boundary: str) -> None:
        for line in self.head:
            out.write(line.encode() + b"\r\n")
        out.write(b"\r\n")
        out.write(self.text)
        if self.attachment is not None:
            with self.attachment.open() as stream:
                while chunk := stream.read(_CHUNK):
                    encoded = base64.b64encode(chunk)
                    out.writelines(encoded[at:at + 76] + b"\r\n" for at in range(0, len(encoded), 76))


@dataclass(frozen=True)
class Branch:
    """A multipart."""

    subtype: str
    parts: tuple[Leaf | Branch, ...]
    parameter: str = ""

    def write(self, out: io.BytesIO, boundary: str) -> None:
        # "=_" occurs in no base64 and in no quoted-printable, so the boundary cannot occur in a part
        mark = f"=_{boundary}_{self.subtype}"
        out.write(f'Content-Type: multipart/{self.subtype};{self.parameter}\r\n boundary="{mark}"\r\n\r\n'.encode())
        for part in self.parts:
            out.write(f"--{mark}\r\n".encode())
            part.write(out, boundary)
            out.write(b"\r\n" if isinstance(part, Leaf) else b"")
        out.write(f"--{mark}--\r\n".encode())


def _body(message: OutboundMessage, config: EmailConfig, options: EmailOptions) -> Leaf | Branch:
    plain, rich = texts(message, config, options)
    body: Leaf | Branch = _text("plain", plain)
    inline: list[Attachment] = []
    if rich:
        inline = [one for one in message.attachments if one.inline and one.content_id]
        rich_part: Leaf | Branch = _text("html", rich)
        if inline:
            rich_part = Branch("related", (rich_part, *(_attachment(one) for one in inline)), ' type="text/html";')
        body = Branch("alternative", (body, rich_part))
    rest = [one for one in message.attachments if one not in inline]
    return Branch("mixed", (body, *(_attachment(one) for one in rest))) if rest else body


def _text(subtype: str, text: str) -> Leaf:
    """A text part: as it is when every server takes it, else the shorter of quoted-printable and base64."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    raw = unix.encode("utf-8", "replace")
    plain_ascii = raw.isascii() and all(len(line) <= 900 for line in raw.split(b"\n")) and b"=_" not in raw
    if plain_ascii:
        return Leaf((f"Content-Type: text/{subtype}; charset=us-ascii", "Content-Transfer-Encoding: 7bit"),
                    raw.replace(b"\n", b"\r\n"))
    head = f"Content-Type: text/{subtype}; charset=utf-8"
    printable = binascii.b2a_qp(raw, istext=True)
    if len(printable) <= len(raw) * 4 // 3:
        return Leaf((head, "Content-Transfer-Encoding: quoted-printable"), printable.replace(b"\n", b"\r\n"))
    encoded = base64.b64encode(raw.replace(b"\n", b"\r\n"))
    lines = b"".join(encoded[at:at + 76] + b"\r\n" for at in range(0, len(encoded), 76))
    return Leaf((head, "Content-Transfer-Encoding: base64"), lines)


def _attachment(attachment: Attachment) -> Leaf:
    """A file. Its name goes as RFC 2231 says, and in a plain form for those who never read that."""
    media_type = attachment.media_type.split(";")[0].strip().lower()
    if not _MEDIA_TYPE.fullmatch(media_type) or media_type.startswith(("message/", "multipart/")):
        media_type = "application/octet-stream"  # RFC 2046 allows those two no base64
    name = re.sub(r"[\x00-\x1f\x7f/\\\u202a-\u202e\u2066-\u2069]", "_", attachment.name).strip()[:200] or "attachment"
    disposition = "inline" if attachment.inline and attachment.content_id else "attachment"
    head = [f"Content-Type: {media_type}", "Content-Transfer-Encoding: base64",
            f"Content-Disposition: {disposition};{_filename(name)}"]
    content_id = _clean_id(attachment.content_id)
    if content_id:
        head.append(f"Content-ID: <{content_id}>")
    return Leaf(tuple(head), attachment=attachment)


def _filename(name: str) -> str:
    escaped = name.replace('"', "'")
    if name.isascii() and len(name) <= 60:
        return f'\r\n filename="{escaped}"'
    encoded = percent(name, safe="!#$&+-.^_`|~")
    pieces = re.findall(r"(?:%[0-9A-F]{2}|[^%]){1,20}", encoded)
    if len(pieces) == 1:
        return f"\r\n filename*=utf-8''{encoded}"
    pieces[0] = f"utf-8''{pieces[0]}"
    return ";".join(f"\r\n filename*{number}*={piece}" for number, piece in enumerate(pieces))
