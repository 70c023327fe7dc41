"""Loopback: the connector to copy. Nothing leaves the machine: what is sent is kept, what is said comes in.

It has the whole shape of a service: a feed with a cursor, ids of its own, a text limit, and a person on the other
side whose words are put in by `say` (a test, a demonstration, a newcomer's first steps).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal

from pydantic import Field

from inbox.connector import ChannelConfig, Connector, Context, Features, Feed, Phase
from inbox.types import Address, Batch, InboundMessage, OutboundMessage, RawItem, Read, Receipt


class LoopbackConfig(ChannelConfig):
    """Settings of a loopback channel."""

    type: Literal["loopback"]
    name: str = Field("Loopback", title="Our name", description="Our own name there.")


class Loopback(Connector[LoopbackConfig]):
    """A service in this process. Its spool is a list; a cursor is the number of items that were taken."""

    title: ClassVar[str] = "Loopback"
    summary: ClassVar[str] = "A service inside this program, to try things out: nothing leaves the machine"
    Config: ClassVar[type[ChannelConfig]] = LoopbackConfig
    features: ClassVar[Features] = Features(text_limit=10_000, idempotent=True)
    example: ClassVar[Mapping[str, Any]] = {"type": "loopback"}
    samples: ClassVar[Sequence[RawItem]] = (RawItem(item="in-1", kind="message", data=(
        b'{"id": "in-1", "from": "ann", "text": "Where is my parcel?", "thread": "ann", "at": "2026-11-21T09:30:00+00:00"}')),)

    def __init__(self, config: LoopbackConfig, context: Context) -> None:
        super().__init__(config, context)
        self.spool: list[RawItem] = []
        self.sent: dict[str, OutboundMessage] = {}  # by key: the same key twice is one message

    def say(self, sender: str, text: str, *, thread: str = "") -> str:
        """Somebody writes to us. Returns the item's id; the next poll takes it in."""
        item = f"in-{len(self.spool) + 1}"
        said = {"id": item, "from": sender, "text": text, "thread": thread or sender, "at": self.context.now().isoformat()}
        self.spool.append(RawItem(item=item, kind="message", data=json.dumps(said).encode()))
        return item

    def addresses(self) -> tuple[Address, ...]:
        return (Address(kind="loopback", value="us", name=self.config.name),)

    @classmethod
    def address(cls, text: str) -> Address:
        value = text.strip().lower()
        if not re.fullmatch(r"[a-z0-9._-]{1,64}", value):
            raise ValueError(f"{text!r} is no name here: letters, digits, dot, dash and underscore")
        return Address(kind="loopback", value=value)

    def feeds(self) -> Sequence[Feed]:
        return (Feed(name="spool"),)

    async def start(self, feed: str, since: datetime | None) -> str:
        if since is None:
            return str(len(self.spool))
        return str(sum(datetime.fromisoformat(json.loads(item.data)["at"]) < since for item in self.spool))

    async def poll(self, feed: str, cursor: str) -> Batch:
        start = int(cursor)
        items = tuple(self.spool[start:start + 50])
        return Batch(items=items, cursor=str(start + len(items)), more=start + len(items) < len(self.spool))

    async def settled(self, feed: str, batch: Batch) -> None:
        """Nothing to acknowledge."""

    @classmethod
    def read(cls, raw: RawItem) -> list[Read]:
        said: dict[str, Any] = json.loads(raw.data)
        return [InboundMessage(
            external_id=said["id"], sender=Address(kind="loopback", value=said["from"], name=said["from"].title()),
            text=said["text"], sent_at=datetime.fromisoformat(said["at"]), thread_id=said["thread"])]

    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        await phase("data_sent")
        self.sent.setdefault(message.key, message)
        return Receipt(external_ids=(f"out-{list(self.sent).index(message.key) + 1}",), thread_id=message.thread_id)
