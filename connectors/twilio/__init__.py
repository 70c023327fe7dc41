"""Twilio: SMS, MMS and WhatsApp. Web hooks bring the news at once, the poll brings what they lost, one ledger holds both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel

from inbox.connector import ChannelConfig, Connector, Context, Features, Feed, Finding, Phase, Route
from inbox.types import Address, Attachment, Batch, OutboundMessage, RawItem, Read, Receipt

from . import examples as _examples
from . import feed, numbers
from . import read as _read
from .config import WHATSAPP, TwilioConfig, TwilioOptions
from .hooks import Hooks
from .media import Media, Offers
from .send import Sender, public
from .statuses import Statuses
from .wire import Wire

__all__ = ["Twilio", "TwilioConfig", "TwilioOptions"]

_MEDIA = ("image/*", "video/*", "audio/*", "application/pdf", "text/vcard", "text/x-vcard", "text/calendar", "text/csv")
_SMS = Features(text_limit=1600, text_measure="sms", delivered=True, media=_MEDIA, media_count=10, media_bytes=5 * 1024 * 1024,
                send_timeout=60.0)
_WHATSAPP = replace(_SMS, text_measure="characters", media_count=1, media_bytes=16 * 1024 * 1024, window_options=("content_sid",))


class Twilio(Connector[TwilioConfig]):
    """Some numbers of one account. An item is a message's SID, or `status/SID/STATUS`."""

    title: ClassVar[str] = "SMS and WhatsApp (Twilio)"
    summary: ClassVar[str] = "Text messages and WhatsApp of the numbers of a Twilio account"
    help_url: ClassVar[str] = "https://www.twilio.com/docs/messaging"
    Config: ClassVar[type[ChannelConfig]] = TwilioConfig
    Options: ClassVar[type[BaseModel]] = TwilioOptions
    features: ClassVar[Features] = _SMS
    example: ClassVar[Mapping[str, Any]] = {
        "type": "twilio", "account_sid": "AC" + "0" * 32, "auth_token": "an example, not a token",
        "numbers": ["+15005550006", "whatsapp:+15005550006"]}
    samples: ClassVar[Sequence[RawItem]] = _examples.ITEMS

    def __init__(self, config: TwilioConfig, context: Context) -> None:
        super().__init__(config, context)
        self._wire = Wire(config, context)
        self._messages = feed.Messages(config, context, self._wire)
        self._statuses = Statuses(context, self._wire)
        self._offers = Offers(context)
        self._hooks = Hooks(config, context, self._statuses, self._offers)
        self._sender = Sender(config, context, self._wire, self._hooks, self._statuses, self._offers)
        self._media = Media(config, context, self._wire)

    async def check(self) -> AsyncIterator[Finding]:
        from .check import check  # nobody else needs it
        async for finding in check(self.config, self.context, self._wire):
            yield finding

    def addresses(self) -> tuple[Address, ...]:
        return tuple(Address(kind="tel", value=number) for number in self.config.numbers)

    def features_for(self, to: Sequence[Address], sender: Address, *, thread_id: str = "",
                     options: Mapping[str, Any] | None = None) -> Features:
        """WhatsApp has a window and takes one file; files need a public URL from which Twilio fetches them."""
        whatsapp = sender.value.startswith(WHATSAPP)
        found = _WHATSAPP if whatsapp else _SMS
        return found if public(self.config, self.context) else replace(found, media=(), media_count=0, media_bytes=0)

    @classmethod
    def address(cls, text: str) -> Address:
        """A telephone number with its country (`+49 30 1234`, `whatsapp:+49…`), or a short code. A WhatsApp number is the
        same person's telephone number. Raises ValueError."""
        return numbers.parse(text, "")

    def parse(self, text: str) -> Address:
        """The same, with numbers of the channel's own region and our own senders by their whole name."""
        typed = text.strip().replace(" ", "").lower()
        for own in self.addresses():
            if typed == own.value.lower():
                return own
        if typed.startswith(WHATSAPP) and not any(number.startswith(WHATSAPP) for number in self.config.numbers):
            raise ValueError(f"{text!r} is on WhatsApp, and this channel has no WhatsApp number")
        return numbers.parse(text, self.config.region)

    def sender_for(self, typed: Sequence[str]) -> Address | None:
        """Who writes first to these: to `whatsapp:+…` our WhatsApp number, else our first that is none."""
        return numbers.sender_for(self.addresses(), typed)

    # ------------------------------------------------------------ in

    def feeds(self) -> Sequence[Feed]:
        return (Feed(name="messages"), Feed(name="status"))

    async def start(self, feed_: str, since: datetime | None) -> str:
        return "" if feed_ == "status" else feed.begin(since or self.context.now())

    async def poll(self, feed_: str, cursor: str) -> Batch:
        return await (self._statuses.poll(cursor) if feed_ == "status" else self._messages.poll(cursor))

    async def settled(self, feed_: str, batch: Batch) -> None:
        if feed_ == "status":
            await self._statuses.settled(batch)
        else:
            self._messages.settled(batch)

    @classmethod
    def read(cls, raw: RawItem) -> list[Read]:
        return _read.read(raw)

    def routes(self) -> Sequence[Route]:
        return self._hooks.routes()

    def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        return self._media.fetch(attachment)

    # ------------------------------------------------------------ out

    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        return await self._sender.send(message, phase)

    async def resolve(self, message: OutboundMessage) -> Any:
        return await self._sender.resolve(message)
