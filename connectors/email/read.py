"""A mail, as its bytes came, → what it says: a message, news about one of ours, or nothing with its reason.

Pure: no network, no clock; it runs in a worker process. `RawItem.data` is RFC 5322 bytes; `meta` holds `internaldate`
(ISO or null), `own` (our addresses, lower case), `authserv` (authserv-ids that we trust), `gm_msgid`, `gm_thrid`,
`truncated`; kind is `mail`, or `sent` for what was found in a Sent folder.
Sources: RFC 5322, 3834 (automatic mail), 2919/2369 (lists), 8601 (Authentication-Results).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from connectors.email import body as bodies
from connectors.email import bounce, extras, html, mime, reply
from inbox.types import Address, Attachment, Ignore, InboundMessage, RawItem, Read

MAX_SUBJECT = 4_000
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)   # an older Date is a broken clock
NEVER = datetime(1970, 1, 1, tzinfo=UTC)   # when a mail tells no time at all

_TOKEN = re.compile(r"m\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.IGNORECASE)
_AUTOMATIC_SUBJECT = re.compile(
    r"^(?:auto(?:matic|matische|matisk)?[ -:]*(?:reply|response|answer|antwort|svar)|autoreply|out of (?:the )?office|"
    r"abwesenheits(?:notiz|nachricht|meldung)|automatische (?:antwort|abwesenheits)|réponse automatique|absence du bureau|"
    r"respuesta automática|resposta automática|risposta automatica|automatisch antwoord|autosvar|frånvaro|fravær|"
    r"odpowiedź automatyczna|автоответ|автоматический ответ|automatikus válasz|自動応答|自動返信|自动回复|otomatik yanıt)",
    re.IGNORECASE)
_ROBOT = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|donotreply|bounces?)(?:[+=-].*)?(?:@.*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail taken apart: its tree, its headers, what it carries, and what the provider told beside it."""

    message: mime.Message
    headers: mime.Headers
    body: bodies.Body
    meta: Mapping[str, Any]
    kind: str
    data: bytes = b""

    def text(self, name: str) -> str:
        """The first header of that (lower-case) name for people; "" when there is none."""
        values = self.headers.get(name)
        return mime.text(values[0]) if values else ""

    def own(self) -> frozenset[str]:
        return frozenset(str(one).lower() for one in self.meta.get("own") or ())


def read(raw: RawItem) -> list[Read]:
    """What the mail says: one message, or one Update for each recipient that a notice names, or one Ignore."""
    message, given_up = mime.parse(raw.data)
    headers = mime.headers(message)
    mail = Mail(message=message, headers=headers, body=bodies.read(message, headers), meta=raw.meta, kind=raw.kind,
                data=raw.data)
    if given_up or raw.meta.get("truncated"):
        mail.body.flags.add("truncated")
    if "x-inbox-key" in headers and mime.sender(headers.get("from", [])).value in mail.own():
        return [Ignore(code="own_copy", detail="a copy of what we sent ourselves")]
    if raw.kind != "sent":
        news = bounce.read(message, headers, mail.body, received(mail) or sent(mail))
        if news:
            return news
    return [_message(mail)]


def _message(mail: Mail) -> InboundMessage:
    headers, body = mail.headers, mail.body
    text, whole, raw_html = _texts(body)
    files, notes = _files(body)
    writer = author(headers, mail.own())
    external = mime.message_id(headers.get("message-id", []))
    replied = mime.ids(headers.get("in-reply-to", []), 10)
    named = tuple(dict.fromkeys(mime.ids(headers.get("references", [])) + replied[1:]))
    thread = mail.meta.get("gm_thrid")
    direction: Literal["in", "out"] = "out" if mail.kind == "sent" else "in"
    subject = mail.text("subject")[:MAX_SUBJECT]
    return InboundMessage(
        external_id=external, content_key=_content(mail, external, whole, raw_html, files),
        direction=direction, sender=writer, reply_to=mime.addresses(headers.get("reply-to", [])),
        to=mime.addresses(headers.get("to", [])), cc=mime.addresses(headers.get("cc", [])),
        our_address=ours(headers, mail.own()) if direction == "in" else _writer_of_ours(writer, mail.own()),
        sent_at=sent(mail), received_at=received(mail), subject=subject, text=text, full_text=whole, html=raw_html,
        thread_id=str(thread) if thread else "", in_reply_to=replied[0] if replied else "", references=named,
        token=token(headers, mail.own()), attachments=files, notes=notes,
        flags=frozenset(body.flags | flags(headers, writer, mail.own(), _trusted(mail.meta))))


# ---------------------------------------------------------------- text and files

def _texts(body: bodies.Body) -> tuple[str, str, str]:
    """(newly written, the whole text, the raw HTML)."""
    pieces: list[str] = []
    for kind, text in body.shown:
        pieces.append(html.to_text(text) if kind == "html" else html.MARKS.sub("", text))
    joined = "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip()) if len(pieces) != 1 else pieces[0]
    whole = html.without_marks(joined).strip()
    return reply.newly_written(joined), whole, "\n".join(body.html)


def _files(body: bodies.Body) -> tuple[tuple[Attachment, ...], dict[str, Any]]:
    """The attachments, with a winmail.dat unpacked, and what a calendar file says."""
    files: list[Attachment] = []
    taken: set[str] = set()
    notes: dict[str, Any] = {}
    for part in body.files:
        if part.media_type in ("application/ms-tnef", "application/vnd.ms-tnef") or part.name.lower() == "winmail.dat":
            unpacked = extras.tnef(part.data)
            if unpacked:
                files += unpacked
                continue
        if part.media_type == "text/calendar" and "calendar" not in notes:
            summary = extras.calendar(part.data)
            if summary:
                notes["calendar"] = summary
        files.append(bodies.attachment(part, taken))
    return tuple(files), notes


_TRACE = re.compile(r"received|return-path|delivered-to|envelope-to|authentication-results|dkim-.*|arc-.*|x-.*|status|lines|"
                    r"content-length")


def _content(mail: Mail, external: str, whole: str, raw_html: str, files: Sequence[Attachment]) -> str:
    """Names what was said: Gmail's id; else Message-ID and decoded body; else the mail as it stands, but for what its
    way here added: two mails without a name are the same only when nothing that their writer wrote differs."""
    gmail = mail.meta.get("gm_msgid")
    if gmail:
        return f"gm:{gmail}"
    digest = hashlib.sha256()
    if not external:
        for name, values in sorted(mail.headers.items()):
            if not _TRACE.fullmatch(name):
                digest.update(f"{name}:{values}".encode("utf-8", "backslashreplace"))
        _, blank, written = mail.data.replace(b"\r\n", b"\n").partition(b"\n\n")
        digest.update(mail.data if mail.message.defects or not blank else written)  # a body may begin without a blank line
        return f"sum:{digest.hexdigest()[:48]}"
    for piece in (whole, raw_html):
        digest.update(" ".join(piece.split()).encode("utf-8", "replace") + b"\0")
    for file in files:
        digest.update(hashlib.sha256(file.data or b"").digest())
    return f"id:{external}:{digest.hexdigest()[:32]}"


# ---------------------------------------------------------------- people

def author(headers: mime.Headers, own: frozenset[str] = frozenset()) -> Address:
    """Who wrote. A group that puts its own address into From names the writer in X-Original-Sender; a form on our own
    site that sends as ourselves names him in Reply-To."""
    writer = mime.sender([value for name in ("from", "sender", "reply-to", "return-path") for value in headers.get(name, [])[:3]])
    original = mime.addresses(headers.get("x-original-sender", [])[:1])
    if original and "@" in original[0].value and original[0].value != writer.value:
        name = re.sub(r"(?i)^'?(.*?)'? via .*$", r"\1", writer.name)
        return Address(kind="email", value=original[0].value, name=original[0].name or (name if name != writer.name else ""))
    if writer.value in own:
        answered = [one for one in mime.addresses(headers.get("reply-to", [])[:1]) if one.value not in own]
        if answered and "@" in answered[0].value:
            return answered[0]
    return writer


def ours(headers: mime.Headers, own: frozenset[str]) -> Address | None:
    """Which of our addresses it came to: what the envelope first said, else To and Cc, else the mailbox."""
    for name in ("x-original-to", "to", "cc", "envelope-to", "x-envelope-to", "delivered-to", "resent-to"):
        for address in mime.addresses(headers.get(name, [])):
            if address.value in own:
                return Address(kind="email", value=address.value)
            local, _, domain = address.value.rpartition("@")
            base = f"{local.partition('+')[0]}@{domain}"
            if base in own:
                return Address(kind="email", value=base)
    return None


def _writer_of_ours(writer: Address, own: frozenset[str]) -> Address | None:
    return Address(kind="email", value=writer.value) if writer.value in own else None


def token(headers: mime.Headers, own: frozenset[str]) -> str:
    """The reply token of a plus address of ours (`support+m.KEY.SIG@…`), as it stands; the core verifies it."""
    for name in ("x-original-to", "delivered-to", "envelope-to", "to", "cc"):
        for _, spec in mime.pairs(headers.get(name, [])):
            local, _, domain = spec.rpartition("@")
            base, plus, tag = local.partition("+")
            if plus and _TOKEN.fullmatch(tag) and mime.normalise(f"{base}@{domain}") in own:
                return tag
    return ""


# ---------------------------------------------------------------- times

def received(mail: Mail) -> datetime | None:
    """When the server took it: its own INTERNALDATE, else the newest Received line."""
    at = mime.iso(mail.meta.get("internaldate"))
    if at is None and mail.headers.get("received"):
        at = mime.date(mail.headers["received"][0].rpartition(";")[2].strip())
    return at


def sent(mail: Mail) -> datetime:
    """The Date that the sender claims, no later than a day after it arrived; else when it arrived."""
    at = received(mail)
    claimed = mime.date((mail.headers.get("date") or [""])[0])
    if claimed is None or claimed < EPOCH or (at is not None and claimed > at + timedelta(days=1)):
        return at or (claimed if claimed is not None and claimed >= EPOCH else NEVER)
    return claimed


# ---------------------------------------------------------------- flags

def flags(headers: mime.Headers, writer: Address, own: frozenset[str], trusted: frozenset[str]) -> set[str]:
    """What kind of mail it is and how far its From may be believed."""
    found = set()
    if automatic(headers):
        found.add("automatic")
    precedence = _first(headers, "precedence")
    if precedence in ("bulk", "junk", "list") or "list-unsubscribe" in headers or "feedback-id" in headers:
        found.add("bulk")
    if "list-id" in headers or "list-post" in headers:
        found.add("list")
    if "x-auto-response-suppress" in headers and _first(headers, "x-auto-response-suppress") != "none":
        found.add("suppress_autoreply")
    if _first(headers, "x-spam-flag").startswith("yes") or _first(headers, "x-spam-status").startswith("yes"):
        found.add("spam")
    if len(headers.get("from", [])) > 1 or len(mime.pairs(headers.get("from", [])[:1])) > 1:
        found.add("suspicious")
    if writer.value in own:
        found.add("own")
    found.add(authentication(headers, writer, trusted))
    return found


def _first(headers: mime.Headers, name: str) -> str:
    return (headers.get(name) or [""])[0].strip().lower()


def automatic(headers: mime.Headers) -> bool:
    """Whether a machine wrote it (RFC 3834 and the older habits). X-Auto-Response-Suppress says nothing about that."""
    submitted = _first(headers, "auto-submitted").partition(";")[0].strip()
    if submitted and submitted != "no":
        return True
    if _first(headers, "precedence") == "auto_reply" or _first(headers, "return-path") == "<>":
        return True
    if any(name in headers for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-loop",
                                        "x-autogenerated", "x-vacation")):
        return True
    writer = mime.sender(headers.get("from", []))
    if _ROBOT.fullmatch(writer.value):
        # a shop's form writes as no-reply and names the customer in Reply-To: that is a person
        answered = mime.addresses(headers.get("reply-to", [])[:1])
        return not answered or bool(_ROBOT.fullmatch(answered[0].value))
    return bool(_AUTOMATIC_SUBJECT.match(mime.text(headers.get("subject", [""])[0])))


def _trusted(meta: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(str(one).lower() for one in meta.get("authserv") or ())


_RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*(\w+)(.*?)(?=;\s*[\w-]+\s*=|$)", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"\b(?:header\.(?:d|i|from)|smtp\.mailfrom)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)


def authentication(headers: mime.Headers, writer: Address, trusted: frozenset[str]) -> str:
    """`auth_pass`, `auth_fail` or `unverified`, from the topmost Authentication-Results of a server that we trust.

    Anything below it, or of another server, is text that the sender may have written himself.
    """
    domain = writer.value.rpartition("@")[2]
    for value in headers.get("authentication-results", [])[:20]:
        value = mime.unescape(value)
        value = re.sub(r"\([^()]*\)", " ", value)
        server, _, results = value.partition(";")
        if not server.split() or server.split()[0].lower() not in trusted:
            continue
        aligned = False
        for method, result, rest in _RESULT.findall(results):
            if method.lower() == "dmarc" and result.lower() in ("pass", "fail"):
                return f"auth_{result.lower()}"
            claimed = [one.rpartition("@")[2].lower() for one in _PROPERTY.findall(rest)]
            aligned = aligned or (result.lower() == "pass" and any(_aligned(one, domain) for one in claimed))
        return "auth_pass" if aligned else "unverified"
    return "unverified"


def _aligned(one: str, other: str) -> bool:
    """The same domain, or one below the other (relaxed alignment without a list of public suffixes)."""
    return bool(one and other and "." in one and (one == other or other.endswith("." + one)))
