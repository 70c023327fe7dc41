"""A customer's mail, as a mail program would write it (RFC 5322), and what can be read off one."""

from __future__ import annotations

import base64
import email
import email.policy
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.utils import format_datetime, parseaddr
from typing import Any

from inbox.sandbox.received import Arrival, Received
from inbox.sandbox.said import File, Said

# an id longer than a line would be written as an encoded word (python/cpython#100991)
_POLICY = email.policy.SMTP.clone(max_line_length=998)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a reply must know of the mail that it answers. `references` ends with the mail's own id."""

    subject: str
    references: tuple[str, ...]


def message_id(message: Message[Any, Any]) -> str:
    """The Message-ID without brackets, empty when there is none."""
    return str(message["Message-ID"] or "").strip().strip("<>")


def text_of(message: EmailMessage) -> str:
    """The plain text, else the HTML, without the line end that closes it."""
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    payload = body.get_payload(decode=True)
    charset = body.get_content_charset("utf-8")
    try:
        text = payload.decode(charset, "replace") if isinstance(payload, bytes) else ""
    except LookupError:  # a charset that nobody knows
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return text.replace("\r\n", "\n").removesuffix("\n")


def known(message: Message[Any, Any]) -> Known:
    """What a reply to this mail will need."""
    named = str(message["References"] or message["In-Reply-To"] or "").replace("\r\n", " ").split()
    return Known(subject=str(message["Subject"] or ""),
                 references=(*(name.strip("<>") for name in named), message_id(message)))


def write(*, sender: str, to: str, text: str, subject: str | None, answers: Known | None, answers_id: str = "",
          cc: str = "", html: str = "", files: tuple[File, ...] = (), headers: dict[str, str] | None = None) -> bytes:
    """The bytes that reach the shop's mail server. `sender` as a person types it: `ann@…` or `Ann <ann@…>`."""
    message = EmailMessage(policy=_POLICY)
    name, address = parseaddr(sender)
    message["Return-Path"] = f"<{address}>"
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = to
    if cc:
        message["Cc"] = cc
    if subject is None and answers and answers.subject:
        bare = answers.subject
        subject = bare if bare.lower().startswith("re:") else f"Re: {bare}"
    if subject:
        message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{uuid.uuid4().hex}@{address.rpartition('@')[2] or 'customer.example'}>"
    if answers_id:
        message["In-Reply-To"] = f"<{answers_id}>"
        chain = answers.references if answers else (answers_id,)
        message["References"] = " ".join(f"<{name}>" for name in chain)
    for key, value in (headers or {}).items():
        message[key] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for file in files:
        maintype, _, subtype = file.media_type.partition("/")
        message.add_attachment(file.data, maintype=maintype, subtype=subtype or "octet-stream", filename=file.name)
    return message.as_bytes()


def bounce(raw: bytes, recipient: str) -> bytes:
    """What a mail server sends back for a recipient that turned out not to exist (RFC 3464)."""
    original = email.message_from_bytes(raw)
    report = EmailMessage(policy=_POLICY)
    report["Return-Path"] = "<>"
    report["From"] = "Mail Delivery System <mailer-daemon@mail.shop.example>"
    report["To"] = parseaddr(str(original["From"]))[1]
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Date"] = format_datetime(datetime.now(UTC))
    report["Message-ID"] = f"<{uuid.uuid4().hex}@mail.shop.example>"
    report["Auto-Submitted"] = "auto-replied"
    report["Content-Type"] = 'multipart/report; report-type=delivery-status; boundary="=_bounce"'
    parts = (
        ("text/plain; charset=us-ascii", f"Your message could not be delivered to <{recipient}>: there is no such mailbox.\r\n"),
        ("message/delivery-status", f"Reporting-MTA: dns; mail.shop.example\r\n\r\nFinal-Recipient: rfc822; {recipient}\r\n"
         "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 No such person here\r\n"),
        ("text/rfc822-headers", "".join(f"{key}: {value}\r\n" for key, value in original.items())))
    body = "".join(f"--=_bounce\r\nContent-Type: {kind}\r\n\r\n{text}\r\n" for kind, text in parts) + "--=_bounce--\r\n"
    report.set_payload(body.encode("ascii", "replace").decode("ascii"))  # headers may hold anything
    return report.as_bytes()


class Correspondence:
    """Customers who write mail: builds what they say, hands it to the shop's server, and knows every thread."""

    def __init__(self, shop: str, deliver: Callable[[bytes, str], Awaitable[None]], received: Received) -> None:
        self._shop = shop
        self._deliver = deliver
        self._known: dict[str, Known] = {}
        received.listeners.append(self._arrived)

    def _arrived(self, arrival: Arrival) -> None:
        if arrival.channel == "support" and arrival.external_id:
            self._known[arrival.external_id] = known(email.message_from_bytes(arrival.raw, policy=email.policy.default))

    async def say(self, said: Said) -> str:
        """Delivers it; answers with its Message-ID without brackets. `said.more` may hold `to`, `cc`, `html`,
        `headers`, `folder`, or `raw` (base64 of a whole mail, which is delivered as it is)."""
        folder = str(said.more.get("folder", "INBOX"))
        if "raw" in said.more:
            raw = base64.b64decode(said.more["raw"], validate=True)
            await self._deliver(raw, folder)
            return message_id(email.message_from_bytes(raw))
        if "@" not in parseaddr(said.sender)[1]:
            raise ValueError(f"from: {said.sender!r} is no mail address")
        raw = write(sender=said.sender, to=str(said.more.get("to", self._shop)), text=said.text, subject=said.subject,
                    answers=self._known.get(said.reply_to), answers_id=said.reply_to, cc=str(said.more.get("cc", "")),
                    html=str(said.more.get("html", "")), files=said.files, headers=said.more.get("headers"))
        parsed = email.message_from_bytes(raw, policy=email.policy.default)
        name = message_id(parsed)
        self._known[name] = known(parsed)
        await self._deliver(raw, folder)
        return name
