"""One POST for one message, never a second; and a look at Twilio's list where its answer was lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from inbox.connector import Context, Phase
from inbox.errors import PolicyError, RefusedError
from inbox.types import NotSent, OutboundMessage, Receipt

from .config import WHATSAPP, TwilioConfig, loopback
from .hooks import Hooks
from .media import Offers
from .read import moment, thread
from .statuses import Statuses
from .wire import Wire
from .words import OPTED_OUT, human

if TYPE_CHECKING:
    from .sdk import Sdk

SKEW = timedelta(seconds=15)  # between our clock and Twilio's, when a lost message is looked for


def public(config: TwilioConfig, context: Context) -> bool:
    """Whether Twilio can reach this installation: a loopback URL only where its stand-in is on loopback too."""
    return bool(context.public_url) and (not loopback(context.public_url) or loopback(config.api_url))


class Sender:
    """Sends for one channel."""

    def __init__(self, config: TwilioConfig, context: Context, wire: Wire, hooks: Hooks, statuses: Statuses,
                 offers: Offers) -> None:
        self._config = config
        self._context = context
        self._wire = wire
        self._hooks = hooks
        self._statuses = statuses
        self._offers = offers
        self._sdk: Sdk | None = None

    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        """Raises PolicyError, RefusedError, TemporaryError, AuthError, UncertainError."""
        form = self._form(message)
        if self._sdk is None:
            from .sdk import Sdk  # see there
            self._sdk = Sdk(self._config, self._wire)
        await phase("asked", asked_at=self._context.now().isoformat())
        await phase("data_sent", to=form["to"], sender=form["from_"])
        try:
            sid = await self._sdk.create(**form)
        except RefusedError as error:
            if error.code == OPTED_OUT:
                raise PolicyError("opted_out", human(OPTED_OUT)) from error
            raise
        await self._statuses.sent(sid, message.key, callback="status_callback" in form)
        return Receipt(external_ids=(sid,), thread_id=thread(form["from_"], message.to[0].value), detail=f"accepted as {sid}")

    def _form(self, message: OutboundMessage) -> dict[str, Any]:
        """What is asked of Twilio, in the words of its client."""
        sender, to = self._pair(message)
        form: dict[str, Any] = {"to": to, "from_": sender}
        if message.options.get("content_sid"):
            form["content_sid"] = message.options["content_sid"]
            if message.options.get("content_variables"):
                form["content_variables"] = json.dumps(message.options["content_variables"], ensure_ascii=False)
        elif message.text:
            form["body"] = message.text
        if message.attachments:
            if not public(self._config, self._context):
                raise RefusedError("media", "files need a public_url from which Twilio can fetch them")
            form["media_url"] = self._offers.urls(message.key, message.attachments)
        if self._config.messaging_service_sid and not sender.startswith(WHATSAPP):
            form["messaging_service_sid"] = self._config.messaging_service_sid
        if public(self._config, self._context):
            form["status_callback"] = self._hooks.callback(message.key)
        return form

    def _pair(self, message: OutboundMessage) -> tuple[str, str]:
        """Sender and recipient, both on WhatsApp or neither."""
        if len(message.to) != 1 or message.cc or message.bcc:
            raise PolicyError("too_many_recipients", "a text message has one recipient")
        sender, to = message.sender.value, message.to[0].value
        if sender not in self._config.numbers:
            sender = self._config.numbers[0]
        if sender.startswith(WHATSAPP) and not to.startswith(WHATSAPP):
            return sender, WHATSAPP + to
        return sender, to

    # ------------------------------------------------------------ where the answer was lost

    async def resolve(self, message: OutboundMessage) -> Receipt | NotSent | None:
        """Looks for the message in Twilio's list. That it is not there proves nothing: the list may lag."""
        if not message.text or message.options.get("content_sid"):
            return None  # a template's text is made at Twilio, and without a text nothing tells two messages apart
        sender, to = self._pair(message)
        asked = datetime.fromisoformat(message.progress["asked_at"]) if "asked_at" in message.progress else message.at
        found = await self._wire.account("/Messages.json", {  # no filter by date: what is only queued has none
            "To": to, "From": sender, "PageSize": "100"})
        known = await self._statuses.known()
        fitting = [one for one in found.get("messages") or ()
                   if self._fits(one, message, asked) and known.get(one["sid"], message.key) == message.key]
        if len(fitting) != 1:
            return None
        sid = str(fitting[0]["sid"])
        await self._statuses.sent(sid, message.key, callback=False)
        return Receipt(external_ids=(sid,), thread_id=thread(sender, message.to[0].value), detail="found in Twilio's list")

    @staticmethod
    def _fits(one: Mapping[str, Any], message: OutboundMessage, asked: datetime) -> bool:
        made = moment(one)
        return (str(one.get("direction", "")).startswith("outbound") and made is not None and made >= asked - SKEW
                and str(one.get("body") or "").strip() == message.text.strip()
                and int(one.get("num_media") or 0) == len(message.attachments))
