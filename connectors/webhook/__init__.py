"""Webhook: any other service, both ways, by signed JSON over HTTP. docs/webhook-channel.md shows a client of twenty lines.

In: the service posts to `/hooks/CHANNEL/messages`. Out: we post the same shape to `outbound_url`, with our delivery key as
`Idempotency-Key`, so that a post whose end is not known may be made again.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from inbox.connector import ChannelConfig, Connector, Features, Finding, Phase, Route
from inbox.types import Address, Attachment, OutboundMessage, RawItem, Read, Receipt

from . import hooks, posted, sending
from .config import WebhookConfig
from .guide import GUIDE
from .hooks import BODY
from .posted import signature, understood
from .sending import DEADLINE, FILES

__all__ = ["BODY", "Webhook", "WebhookConfig", "signature", "understood"]


class Webhook(Connector[WebhookConfig]):
    """One service. Its ids mean something in this channel alone, so the channel's name is the kind of its addresses."""

    title: ClassVar[str] = "Webhook"
    summary: ClassVar[str] = "Any other service: it posts what its customers write, and gets what you answer"
    guide: ClassVar[str] = GUIDE
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
        from .check import check  # nothing else needs it
        async for finding in check(self.config, self.context):
            yield finding

    # ------------------------------------------------------------ in

    def routes(self) -> Sequence[Route]:
        return (Route(method="POST", path="messages", handler=partial(hooks.posted, self.config, self.context), max_bytes=BODY),)

    @classmethod
    def read(cls, raw: RawItem) -> list[Read]:
        return posted.read(raw)

    def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """A file behind a URL that the service named: from public addresses alone, with a bound on its size."""
        return sending.fetch(self.context, attachment)

    # ------------------------------------------------------------ out

    def prepare(self, message: OutboundMessage) -> OutboundMessage:
        """The body, so that every attempt sends the same bytes."""
        return replace(message, prepared=sending.written(self.config, self.context, message))

    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        return await sending.send(self.config, self.context, message, phase)
