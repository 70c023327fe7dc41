"""Notices about mail: delivery reports, read receipts, complaints, and the many forms of bounce that follow no standard.

Every one becomes news about the mail that it names (`external_id` = that mail's Message-ID, "" when it names none; the
core verifies that it was ours) and never a message. An automatic answer of a person is none of these.
Sources: RFC 3464 (DSN), 3461, 3798 (MDN), 5965 (ARF), 3463 (codes).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from email.message import Message
from typing import Any

from connectors.email import body as bodies
from connectors.email import html, mime
from connectors.email.bounce_why import CODE, MAX_DETAIL, Failure, update
from connectors.email.bounce_words import BODY, COPY, FROM, SUBJECT
from connectors.email.charset import decode
from inbox.types import Read, Update

MAX_RECIPIENTS = 100
MAX_TEXT = 65_536
MAX_SAID = 2_000

_HOTMAIL = "x-hmxmroriginalrecipient"   # Microsoft's complaints are not in ARF: they enclose the mail with this header
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\u0080-\uffff-]{1,128}@[A-Za-z0-9\u0080-\uffff-]{1,63}(?:\.[A-Za-z0-9\u0080-\uffff-]{1,63})+"
    r"|\"[^\"\n]{1,64}\"@[\w.-]+")
_MESSAGE_ID = re.compile(r"^[ \t>]*(?:Original-)?Message-I[Dd]:\s*<([^<>\s]{3,500})>", re.MULTILINE | re.IGNORECASE)


def read(message: Message, headers: mime.Headers, body: bodies.Body, at: datetime) -> list[Read]:
    """News about one of our mails, one Update a recipient; empty when the mail is no notice."""
    kind = _report(message, headers)
    if kind == "feedback-report":
        return _complaint(message, body, at)
    if kind == "disposition-notification":
        return _receipt(message, body, at)
    if kind != "delivery-status" and not _is_bounce(headers, body):
        return []
    text = _words(body)
    told = _own_words(text)
    failures = _with_words(_fields(message, body, text), told) or _events(text) or _spoken(headers, text, told, message)
    original = _original(message, text)
    subject = mime.text((headers.get("subject") or [""])[0])
    return [update(one, told, subject, original, at) for one in failures[:MAX_RECIPIENTS]]


# ---------------------------------------------------------------- is it one?

def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts of the notice itself: what a forwarded mail holds inside is not told by this one."""
    if depth <= 4 and message.get_content_maintype() == "multipart":
        for child in mime.children(message)[:50]:
            yield child
            yield from _parts(child, depth + 1)


def _report(message: Message, headers: mime.Headers) -> str:
    """The kind of a machine-readable report, "" for any other mail."""
    kind = message.get_content_type()
    if kind == "multipart/report":
        declared = mime.params(headers.get("content-type", [""])[0])[1].get("report-type", "").lower()
        if declared in ("delivery-status", "feedback-report", "disposition-notification"):
            return declared
    elif not kind.startswith("multipart/"):
        return kind.removeprefix("message/") if kind in ("message/delivery-status", "message/feedback-report") else ""
    for part in _parts(message):
        inner = part.get_content_type()
        if inner in ("message/delivery-status", "message/feedback-report", "message/disposition-notification"):
            return inner.removeprefix("message/")
        if inner == "message/rfc822" and _returned(part).get(_HOTMAIL):
            return "feedback-report"
    return ""


def _returned(part: Message) -> mime.Headers:
    """The headers of an enclosed mail."""
    inner = mime.children(part)
    return mime.headers(inner[0]) if inner else {}


def _is_bounce(headers: mime.Headers, body: bodies.Body) -> bool:
    """Whether a mail without a report is a bounce: who sent it, what it is called, what it says. Two of them at least,
    and the sender must be a machine, so that a customer who forwards a bounce is heard."""
    if any(name in headers for name in ("x-failed-recipients", "x-mailer-daemon-recipients")):
        return True
    senders = headers.get("from", [])
    name, spec = (mime.pairs(senders[:1]) or [("", "")])[0]
    empty = (headers.get("return-path") or [""])[0].strip() == "<>"
    machine = bool(FROM.search(spec.partition("@")[0]) or FROM.search(name) or (senders and senders[0].strip() in ("<>", '""')))
    quiet = bool(re.match(r"(?:no|do-?not)-?reply|\S+-admin@", spec, re.IGNORECASE)) and "auto-submitted" not in headers
    if not (machine or empty or quiet):
        return False
    returned = any(part.media_type == "message/rfc822" for part in body.files)
    subject = bool(SUBJECT.search(mime.text((headers.get("subject") or [""])[0])))
    said = bool(BODY.search(_words(body)[:4096]))
    if machine:
        return subject or said
    return said and (subject or (empty and returned))


# ---------------------------------------------------------------- what it says

def _words(body: bodies.Body) -> str:
    """The text of the notice."""
    pieces = [html.without_marks(html.to_text(text)) if kind == "html" else text for kind, text in body.shown]
    return "\n\n".join(pieces)[:MAX_TEXT]


def _own_words(text: str) -> str:
    """The text up to the copy of our mail."""
    for found in COPY.finditer(text):
        head = text[:found.start()]
        if len(head.strip()) > 40:
            return head
    return text


def _flat(part: Message) -> str:
    """The text of a report part, however it was encoded."""
    if not part.is_multipart():
        text = decode(mime.content(part))
    else:
        blocks = []
        for block in mime.children(part)[:MAX_RECIPIENTS + 1]:
            lines = [f"{name}: {value}" for name, value in block.raw_items()]
            blocks.append("\n".join(lines) + "\n\n" + decode(mime.content(block)))
        text = "\n\n".join(blocks)
    coding = str(part.get("content-transfer-encoding") or "").strip().lower()
    if part.is_multipart() and coding in ("base64", "quoted-printable"):
        carrier = Message()
        carrier["Content-Transfer-Encoding"] = coding
        carrier.set_payload(text)
        data = carrier.get_payload(decode=True)
        text = decode(data) if isinstance(data, bytes) else text
    return mime.clean(mime.unescape(text))[:MAX_TEXT]


def _blocks(text: str) -> list[dict[str, str]]:
    """Groups of `Name: value` lines, unfolded; names in lower case."""
    blocks: list[dict[str, str]] = [{}]
    last = ""
    for line in text.split("\n"):
        if not line.strip():
            if blocks[-1]:
                blocks.append({})
            last = ""
        elif line[0] in " \t" and last:
            blocks[-1][last] += " " + line.strip()
        else:
            name, colon, value = line.partition(":")
            last = name.strip().lower()
            if colon and re.fullmatch(r"[a-z0-9-]{2,40}", last):
                blocks[-1].setdefault(last, value.strip())
            elif colon and blocks[-1].get("diagnostic-code") is not None:
                last = "diagnostic-code"
                blocks[-1][last] += " " + line.strip()
            else:
                last = "diagnostic-code" if "diagnostic-code" in blocks[-1] else ""
                if last:
                    blocks[-1][last] += " " + line.strip()
    return [block for block in blocks if block]


def _address(value: str) -> str:
    """`rfc822; <ann@example.net>` → the normalised address, "" when it holds none."""
    value = value.partition(";")[2] or value
    found = _ADDRESS.search(value.replace("+AEA-", "@"))
    return mime.normalise(found[0]) if found else ""


def _fields(message: Message, body: bodies.Body, text: str) -> list[Failure]:
    """The recipients that machine-readable fields name (RFC 3464, section 2.3)."""
    sources = [_flat(part) for part in (message, *_parts(message)) if part.get_content_type() == "message/delivery-status"]
    if not sources:
        sources = [decode(part.data) for part in body.files
                   if b"Final-Recipient" in part.data[:MAX_TEXT] and not part.media_type.startswith("message/rfc")]
    if not sources and re.search(r"^(?:Final|Original)-Recipient:", text, re.MULTILINE | re.IGNORECASE):
        sources = [text]
    failures: dict[str, Failure] = {}
    for block in [block for source in sources for block in _blocks(source)]:
        final, original = _address(block.get("final-recipient", "")), _address(block.get("original-recipient", ""))
        recipient = original or final or _address(block.get("x-actual-recipient", ""))
        if not recipient:
            continue
        said = (block.get("diagnostic-code", "") or block.get("x-supplementary-info", ""))[:MAX_SAID]
        code = CODE.search(block.get("status", ""))
        failure = Failure(recipient=recipient, said=said, code=code[0] if code else "",
                          action=block.get("action", "").lower().partition(" ")[0])
        failures.setdefault(recipient, failure)
        if len(failures) >= MAX_RECIPIENTS:
            break
    return list(failures.values())


def _with_words(failures: list[Failure], told: str) -> list[Failure]:
    """Where the fields carry no diagnostic, the line of the notice that names the recipient."""
    for one in failures:
        if not one.said and one.recipient:
            for line in told.split("\n"):
                if one.recipient in line.lower() and len(line.strip()) > len(one.recipient) + 8:
                    one.said = line.strip()
                    break
    return failures


def _events(text: str) -> list[Failure]:
    """Amazon SES tells by JSON in a mail of SNS."""
    if '"notificationType"' not in text[:4096] and '"eventType"' not in text[:4096]:
        return []
    try:
        told: dict[str, Any] = json.JSONDecoder().raw_decode(text[text.index("{"):])[0]
        kind = str(told.get("notificationType") or told.get("eventType"))
        if kind == "Bounce":
            return [Failure(recipient=mime.normalise(str(one.get("emailAddress", ""))), said=str(one.get("diagnosticCode", "")),
                            code=str(one.get("status", "")), action="failed") for one in told["bounce"]["bouncedRecipients"]]
        if kind == "Delivery":
            said = str(told["delivery"].get("smtpResponse", ""))
            code = CODE.search(said)
            return [Failure(recipient=mime.normalise(str(one)), said=said, code=code[0] if code else "", action="delivered")
                    for one in told["delivery"]["recipients"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []
    return []


# ---------------------------------------------------------------- bounces in words

_INTRODUCED = re.compile(
    r"(?:^[ \t]*(?:>>> ?|\* ?|\d{3} )?<?(?P<lead>ADDR)>?[ \t]*(?:[:(\[]|\.\.\.|$|\bon\b|Invalid|<|,))"
    r"|(?:(?<![\w.@-])(?:to|recipient\w*+|receiver|user|address(?:es)?|attempts|errors?|rcpt to|full|for|mailbox|userid)"
    r"[ \t]*+(?:is|was|:|=)?[:=]?[ \t]*+[<(]?(?P<said>ADDR)>?)"
    .replace("ADDR", _ADDRESS.pattern), re.MULTILINE | re.IGNORECASE)


def _spoken(headers: mime.Headers, text: str, told: str, message: Message) -> list[Failure]:
    """The recipients that the words of the notice name, each with the words that stand behind it."""
    ours = {address.value for name in ("to", "cc", "x-original-to", "delivered-to")
            for address in mime.addresses(headers.get(name, []))}
    ours.add(mime.sender(headers.get("from", [])).value)
    named = [mime.normalise(found) for value in headers.get("x-failed-recipients", []) for found in _ADDRESS.findall(value)]
    spots: dict[str, int] = {}
    found_in = list(_INTRODUCED.finditer(told))
    # a line that begins with the address is the notice's list of failures; other mentions count when there is none
    for found in [one for one in found_in if one["lead"]] or found_in:
        recipient = mime.normalise(found["lead"] or found["said"])
        if (recipient not in ours or (found["lead"] and found[0].rstrip().endswith(":"))) and not FROM.match(recipient):
            spots.setdefault(recipient, told.rfind("\n", 0, found.start() + 1) + 1)
    if not spots:
        spots = {mime.normalise(found["said"]): found.start() for found in found_in
                 if found["said"] and not FROM.match(found["said"]) and mime.normalise(found["said"]) not in ours}
    chosen = list(dict.fromkeys(named)) or list(spots)
    if not chosen:
        every = [mime.normalise(found) for found in _ADDRESS.findall(told)]
        chosen = list(dict.fromkeys(one for one in every if one not in ours and not FROM.match(one)))[:1]
    if not chosen:
        chosen = _copied_to(message, text)
    failures = []
    ends = sorted(spots.values())
    for recipient in chosen[:MAX_RECIPIENTS] or [""]:
        start = spots.get(recipient, 0)
        next_one = bisect_right(ends, start)
        said = told[start:ends[next_one]] if next_one < len(ends) and len(chosen) > 1 else told[start:]
        failures.append(Failure(recipient=recipient, said=said if len(said.strip()) > len(recipient) + 15 else told))
    return failures


def _copied_to(message: Message, text: str) -> list[str]:
    """Whom the returned copy was addressed to."""
    for part in _parts(message):
        if part.get_content_type() == "message/rfc822":
            inner = _returned(part)
            copied_to = mime.addresses(inner.get(_HOTMAIL) or inner.get("to", []))
            found = [address.value for address in copied_to if "@" in address.value]
            if found:
                return found
    copied = re.search(r"^[ \t>]*(?:To|RCPT TO):[^\n]*", text, re.MULTILINE | re.IGNORECASE)
    return [mime.normalise(found) for found in _ADDRESS.findall(copied[0])] if copied else []


def _original(message: Message, text: str) -> str:
    """The Message-ID of the mail that the notice is about, from the copy of it; "" when there is none."""
    for part in _parts(message):
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global"):
            found = mime.message_id(_returned(part).get("message-id", []))
            if found:
                return found
        elif kind.endswith(("rfc822-headers", "/delivery-status")) or (kind == "text/plain" and part.get_filename()):
            copied = _MESSAGE_ID.search(_flat(part))
            if copied:
                return copied[1]
    copied = _MESSAGE_ID.search(text)
    return copied[1] if copied else ""


# ---------------------------------------------------------------- receipts and complaints

def _receipt(message: Message, body: bodies.Body, at: datetime) -> list[Read]:
    """A read receipt (RFC 3798). That it was deleted unread proves only that it arrived."""
    kind = "message/disposition-notification"
    source = "\n\n".join([_flat(part) for part in _parts(message) if part.get_content_type() == kind]
                         + [decode(part.data) for part in body.files if part.media_type == kind])
    fields: dict[str, str] = {}
    for block in _blocks(source):
        fields |= block
    original = mime.ids([fields.get("original-message-id", "")])
    shown = "displayed" in fields.get("disposition", "displayed").lower()
    recipient = _address(fields.get("original-recipient", "")) or _address(fields.get("final-recipient", ""))
    named = original[0] if original else _original(message, source)
    return [Update(state="read" if shown else "delivered", at=at, external_id=named,
                   recipient=recipient, detail=fields.get("disposition", "")[:MAX_DETAIL], hard=False)]


def _complaint(message: Message, body: bodies.Body, at: datetime) -> list[Read]:
    """A feedback report (RFC 5965): somebody pressed "this is spam", or a policy was broken."""
    sources = [_flat(part) for part in _parts(message) if part.get_content_type() == "message/feedback-report"]
    sources += [decode(part.data) for part in body.files if part.media_type == "message/feedback-report"]
    fields: dict[str, str] = {}
    for block in _blocks("\n\n".join(sources)):
        fields |= {name: value for name, value in block.items() if name not in fields}
    recipient = (_address(fields.get("original-rcpt-to", "")) or _address(fields.get("removal-recipient", ""))
                 or next(iter(_copied_to(message, _words(body))), ""))
    kind = fields.get("feedback-type", "abuse")
    return [Update(state="complaint", at=at, external_id=_original(message, _words(body)), recipient=recipient,
                   detail=kind[:MAX_DETAIL], hard=False)]
