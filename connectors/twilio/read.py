"""What an item says: a message of somebody, or news about one of ours. Pure: forms of web hooks and JSON of the REST API.

Shapes: Twilio docs "Twilio's Request to your Webhook URL", "Message Resource", "Status Callback requests".
"""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl

from inbox.types import Address, Attachment, Ignore, InboundMessage, RawItem, Read, Update, UpdateState

from .config import WHATSAPP
from .words import OPTED_OUT, human

WINDOW = timedelta(hours=24)  # how long WhatsApp takes free text after the customer's last message
FIELDS = 2_000  # most fields of a form
STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START = frozenset({"START", "YES", "UNSTOP"})
HELP = frozenset({"HELP", "INFO"})
_E164 = re.compile(r"\+[1-9]\d{3,17}")
_NEWS: dict[str, UpdateState] = {
    "accepted": "sent", "scheduled": "sent", "queued": "sent", "sending": "sent", "sent": "sent",
    "partially_delivered": "sent", "delivered": "delivered", "read": "read",
    "undelivered": "failed", "failed": "failed", "canceled": "failed"}
FINAL = frozenset({"delivered", "read", "undelivered", "failed", "canceled"})  # no need to ask again after these


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An inbound message, whichever way it came."""

    sid: str
    sender: str
    to: str
    body: str
    at: datetime
    media: list[tuple[str, str]] = field(default_factory=list)  # (URL, media type)
    name: str = ""
    keyword: str = ""
    answers: str = ""
    cut: bool = False


def fields(data: bytes) -> dict[str, str]:
    """A form; of a name that stands there twice the first value."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS):
        found.setdefault(name, value)
    return found


def read(raw: RawItem) -> list[Read]:
    """Reads an item of any of the four kinds. Raises where something needful is missing."""
    at = datetime.fromisoformat(raw.meta["at"])
    match raw.kind:
        case "form":
            return _message(_from_form(fields(raw.data), at))
        case "rest":
            return _message(_from_rest(json.loads(raw.data), at))
        case "status_form":
            form = fields(raw.data)
            return _news(_sid(form), form.get("MessageStatus") or form.get("SmsStatus", ""), form.get("ErrorCode", ""),
                         form.get("ErrorMessage", ""), form.get("To", ""), raw, at)
        case "status_rest":
            found = json.loads(raw.data)
            return _news(found["sid"], found["status"], str(found.get("error_code") or ""),
                         str(found.get("error_message") or ""), str(found.get("to") or ""), raw, at)
    raise ValueError(f"there is no kind {raw.kind!r}")


# ---------------------------------------------------------------- a message

def _sid(form: Mapping[str, str]) -> str:
    sid = form.get("MessageSid") or form.get("SmsMessageSid") or form.get("SmsSid") or ""
    if not sid:
        raise ValueError("the form has no MessageSid")
    return sid


def _from_form(form: Mapping[str, str], at: datetime) -> Said:
    count = int(form.get("NumMedia") or 0)
    media = [(form[f"MediaUrl{n}"], form.get(f"MediaContentType{n}", "")) for n in range(min(count, 100))
             if form.get(f"MediaUrl{n}")]
    place = ", ".join(form[key] for key in ("Label", "Address", "Latitude", "Longitude") if form.get(key))
    body = form.get("Body", "")
    return Said(sid=_sid(form), sender=form["From"], to=form["To"], at=at, media=media, cut=len(media) < count,
                body=f"{body}\n{place}".strip() if place and form.get("Latitude") else body, name=form.get("ProfileName", ""),
                keyword=form.get("OptOutType", ""), answers=form.get("OriginalRepliedMessageSid", ""))


def _from_rest(found: Mapping[str, Any], at: datetime) -> Said:
    message = found["message"]
    return Said(sid=message["sid"], sender=message["from"], to=message["to"], body=message.get("body") or "",
                at=moment(message) or at, media=[(url, kind) for url, kind in found["media"]],
                cut=len(found["media"]) < int(message.get("num_media") or 0))


def moment(message: Mapping[str, Any]) -> datetime | None:
    """When a message of the REST API was made. `date_sent` is null for some; `date_created` never is."""
    text = message.get("date_created") or message.get("date_sent")
    return parsedate_to_datetime(text).astimezone(UTC) if text else None


def _message(said: Said) -> list[Read]:
    whatsapp = said.sender.startswith(WHATSAPP)
    sender = person(said.sender, said.name)
    keyword = _keyword(said)
    found: list[Read] = [InboundMessage(
        external_id=said.sid, sender=sender, to=(Address(kind="tel", value=said.to),),
        our_address=Address(kind="tel", value=said.to), text=said.body, sent_at=said.at,
        thread_id=thread(said.to, sender.value), in_reply_to=said.answers,
        attachments=tuple(_file(place, url, kind) for place, (url, kind) in enumerate(said.media, 1)),
        flags=frozenset({"truncated"} if said.cut else ()), reply_until=said.at + WINDOW if whatsapp else None,
        no_reply="" if re.fullmatch(r"\+?[0-9]+|[^:.]*+[:.].*", sender.value) else "alphanumeric_sender",
        notes={"keyword": keyword} if keyword else {})]
    if keyword in ("stop", "start"):
        found.append(Update(state="opted_out" if keyword == "stop" else "opted_in", at=said.at, address=sender,
                            detail=f"wrote {said.body.strip()[:40]}"))
    return found


def _keyword(said: Said) -> str:
    """`stop`, `start` or `help` where the whole message is such a word, or where Twilio says so (Advanced Opt-Out)."""
    if said.keyword.lower() in ("stop", "start", "help"):
        return said.keyword.lower()
    word = said.body.strip().rstrip(".!").upper()
    return "stop" if word in STOP else "start" if word in START else "help" if word in HELP else ""


def person(number: str, name: str = "") -> Address:
    """Somebody by what Twilio calls them. A WhatsApp number is the same person's telephone number."""
    bare = number.removeprefix(WHATSAPP)
    value = bare if _E164.fullmatch(bare) or not number.startswith(WHATSAPP) else number
    if not value:
        raise ValueError("the message has no sender")
    return Address(kind="tel", value=value, name=name)


def thread(ours: str, theirs: str) -> str:
    """One number of ours and one person are one conversation."""
    return f"{ours}:{theirs}"


def _file(place: int, url: str, media_type: str) -> Attachment:
    ending = mimetypes.guess_extension(media_type.partition(";")[0].strip().lower()) or ""
    word = media_type.partition("/")[0] if media_type else "file"
    return Attachment(name=f"{word if word.isalpha() else 'file'}-{place}{ending}",
                      media_type=media_type or "application/octet-stream", pending={"url": url})


# ---------------------------------------------------------------- news about one of ours

def _news(sid: str, status: str, code: str, said: str, to: str, raw: RawItem, at: datetime) -> list[Read]:
    state = _NEWS.get(status)
    if state is None:
        return [Ignore(code="no_news", detail=f"the status {status!r} says nothing about a delivery")]
    code = code if code != "0" else ""
    detail = ""
    if state == "failed":
        detail = human(code, said) if code or said else "it was canceled" if status == "canceled" else human("")
    found: list[Read] = [Update(state=state, at=at, external_id=sid, key=str(raw.meta.get("key", "")), detail=detail, code=code)]
    if code == OPTED_OUT and to:
        found.append(Update(state="opted_out", at=at, address=person(to), detail=detail, code=code))
    return found
