"""The whole daemon in this process, with connectors made for the test: `async with running(store_url, folder, {…}) as app`."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest
from waiting import until

from inbox import registry
from inbox.app import App
from inbox.config import Config
from inbox.connector import ChannelConfig, Connector, Features, Feed, Phase
from inbox.desk import Actor
from inbox.sections import StoreConfig
from inbox.signing import Signer
from inbox.store import Tx, deliveries, messages
from inbox.types import Address, Batch, InboundMessage, OutboundMessage, RawItem, Read, Receipt

ADMIN = Actor(kind="system", id=None, name="test", role="admin")
AT = "2026-11-21T09:30:00+00:00"


class ScriptedConfig(ChannelConfig):
    type: Literal["scripted"]
    poll_seconds: int = 1


class Scripted(Connector[ScriptedConfig]):
    """A service under the test's hand: `items` come in, `on_poll` and `on_send` misbehave, `sent` went out."""

    Config: ClassVar[type[ChannelConfig]] = ScriptedConfig
    features: ClassVar[Features] = Features(poll_timeout=1.0, send_timeout=2.0)

    def __init__(self, config: ScriptedConfig, context: Any) -> None:
        super().__init__(config, context)
        self.items: list[RawItem] = []
        self.sent: list[OutboundMessage] = []
        self.polls: list[float] = []
        self.on_poll: Callable[[], Awaitable[None]] | None = None
        self.on_send: Callable[[OutboundMessage, Phase], Awaitable[Receipt]] | None = None

    def say(self, sender: str, text: str, *, data: bytes | None = None) -> str:
        item = f"in-{len(self.items) + 1}"
        self.items.append(RawItem(item=item, kind="message", data=data or f"{sender}\n{text}".encode(), meta={"item": item}))
        return item

    def addresses(self) -> tuple[Address, ...]:
        return (Address(kind="scripted", value="us"),)

    @classmethod
    def address(cls, text: str) -> Address:
        if not text.isalnum():
            raise ValueError(f"{text!r} is no name")
        return Address(kind="scripted", value=text)

    def feeds(self) -> Sequence[Feed]:
        return (Feed(name="news"),)

    async def start(self, feed: str, since: datetime | None) -> str:
        return "0"

    async def poll(self, feed: str, cursor: str) -> Batch:
        self.polls.append(time.monotonic())
        if self.on_poll is not None:
            await self.on_poll()
        start = int(cursor)
        items = tuple(self.items[start:start + 10])
        return Batch(items=items, cursor=str(start + len(items)), more=start + len(items) < len(self.items))

    async def settled(self, feed: str, batch: Batch) -> None:
        return None

    @classmethod
    def read(cls, raw: RawItem) -> list[Read]:
        sender, _, text = raw.data.decode().partition("\n")
        return [InboundMessage(external_id=raw.meta["item"], sender=Address(kind="scripted", value=sender), text=text,
                               sent_at=datetime.fromisoformat(AT), thread_id=sender)]

    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        if self.on_send is not None:
            return await self.on_send(message, phase)
        await phase("data_sent")
        self.sent.append(message)
        return Receipt(external_ids=(f"out-{len(self.sent)}",))


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registers the type `scripted`, as an installed package would."""
    real = registry.connector
    monkeypatch.setattr(registry, "connector", lambda type_: Scripted if type_ == "scripted" else real(type_))


@asynccontextmanager
async def running(folder: Path, channels: Mapping[str, Any] | None = None, *, url: str = "sqlite",
                  roles: frozenset[str] = frozenset({"api", "poll", "send"})) -> AsyncIterator[App]:
    """A started App, stopped at the end."""
    chosen = channels if channels is not None else {"news": ScriptedConfig(type="scripted", initial_sync="all")}
    config = Config(store=StoreConfig(url=url, data_dir=folder), channels=chosen)
    folder.mkdir(parents=True, exist_ok=True)
    app = App(config, roles=roles)
    await app.start()
    try:
        await asyncio.wait_for(_settled(app), 60)
        yield app
    finally:
        await app.stop(deadline=1.0)


async def _settled(app: App) -> None:
    while not app.channels.ready():
        await asyncio.sleep(0.01)


async def rows(app: App, sql: str, **params: Any) -> list[Any]:
    """Looks into the store, as a test may."""
    return await app.store.read(lambda r: r.all(sql, **params))


async def arrived(app: App, count: int) -> list[Any]:
    """Waits for that many inbound messages."""
    async def look() -> list[Any]:
        found = await rows(app, "SELECT * FROM message WHERE direction = 'in' ORDER BY id")
        return found if len(found) >= count else []
    return list(await until(look))


async def delivery(app: App, message: int, *states: str) -> Any:
    """Waits until the message's delivery is in one of these states."""
    async def look() -> Any:
        found = await rows(app, "SELECT * FROM delivery WHERE message_id = :id", id=message)
        return found[0] if found and found[0].state in states else None
    return await until(look)


def signer() -> Signer:
    """A key of the test's own."""
    return Signer([os.urandom(32)])


def connector(app: App, name: str = "news") -> Any:
    return app.channels.connector(name)


async def ask(app: App, sender: str = "ann") -> Any:
    """Somebody writes; the conversation of it."""
    before = len(await rows(app, "SELECT id FROM message WHERE direction = 'in'"))
    connector(app).say(sender, "hello")
    await app.channels.poll("news")
    return (await arrived(app, before + 1))[-1].conversation_id


async def reply(app: App, conversation: int, text: str = "answer") -> int:
    def put(tx: Tx) -> int:
        who = Address(kind="scripted", value="ann")
        message = messages.add(tx, messages.New(conversation=conversation, channel="news", text=text, at=tx.now, sent_at=tx.now,
                                                direction="out", author_kind="agent", people={"to": [who]}))
        deliveries.enqueue(tx, message=message, conversation=conversation, channel="news", key=f"key{message}aaaaaaaaaaaaaaaa",
                           recipients=[("to", who)], outbound={"sender": ["scripted", "us", ""]}, next_at=tx.now)
        return message
    made: int = await app.store.write(put)
    app.outbox.wake()
    return made
