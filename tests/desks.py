"""A desk with a store and a small roster, for tests of everything that a person does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from inbox.connector import Connector, Features
from inbox.desk import Actor, Desk
from inbox.errors import NotFoundError
from inbox.store import Rows, Store, Tx, messages, people
from inbox.testing.context import FakeContext
from inbox.types import Address

START = 1_780_000_000_000_000  # microseconds: the clock of every test begins here
SECOND = 1_000_000
ADA = Actor("agent", 1, "Ada Agent")
BEN = Actor("agent", 2, "Ben Agent")


class Loop(Connector[Any]):
    """A service that knows everything: copies, subjects, files, HTML."""

    features: ClassVar[Features] = Features(
        text_limit=200, subject=True, html=True, cc=True, max_recipients=5, media=("image/*", "text/plain"), media_count=2,
        media_bytes=1000)

    class Options(BaseModel):
        model_config = ConfigDict(extra="forbid")
        copies: int = 1

    from connectors.loopback import LoopbackConfig as Config  # type: ignore[assignment]

    def addresses(self) -> tuple[Address, ...]:
        return (at("us"), at("help"), at("us@shop.example"))

    @classmethod
    def address(cls, text: str) -> Address:
        if "@" in text:
            return at(text.strip().lower())
        from connectors.loopback import Loopback
        return Loopback.address(text)

    async def send(self, message: Any, phase: Any) -> Any:
        raise AssertionError("nothing is sent here")


class Short(Loop):
    """A service that takes little: one person, a window, no files, no copies."""

    features: ClassVar[Features] = Features(text_limit=20, window_options=("template",), first_message=True)

    class Options(BaseModel):
        model_config = ConfigDict(extra="forbid")
        template: str = ""

    def addresses(self) -> tuple[Address, ...]:
        return (at("short"),)


class Roster:
    """Channels by name."""

    def __init__(self) -> None:
        self.connectors: dict[str, Connector[Any]] = {}

    def add(self, name: str, kind: type[Connector[Any]], agents: Sequence[str] = (), *, enabled: bool = True) -> None:
        self.connectors[name] = kind(kind.Config(type="loopback", agents=tuple(agents), enabled=enabled), FakeContext(name))  # type: ignore[call-arg]

    def names(self) -> list[str]:
        return list(self.connectors)

    def connector(self, name: str) -> Connector[Any]:
        if name not in self.connectors:
            raise NotFoundError(f"the channel {name} left the configuration")
        return self.connectors[name]


def at(value: str, name: str = "") -> Address:
    """An address on the loopback."""
    return Address(kind="loopback", value=value, name=name)


class Room:
    """A store, a desk and what tests do with them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = START
        store.clock = self.tick
        self.roster = Roster()
        self.roster.add("loop", Loop)
        self.roster.add("short", Short)
        self.desk = Desk(store, self.roster)
        self.said = 0

    def tick(self) -> int:
        """Each transaction is a second after the one before."""
        self.now += SECOND
        return self.now

    async def say(self, conversation: int | None = None, sender: str = "ann", text: str = "Hello",
                  **more: Any) -> tuple[int, int]:
        """Somebody writes. Returns the conversation and the message."""
        self.said += 1
        return await self.store.write(_say, conversation, self.said, sender, text, more)

    async def all(self, sql: str, **params: Any) -> list[Any]:
        """Rows."""
        return await self.store.read(lambda rows: rows.all(sql, **params))

    async def one(self, sql: str, **params: Any) -> Any:
        """The one row that must be there."""
        rows = await self.all(sql, **params)
        assert len(rows) == 1, rows
        return rows[0]

    async def conversation(self, id_: int) -> Any:
        """Its row."""
        return await self.one("SELECT * FROM conversation WHERE id = :id", id=id_)

    async def snapshot(self, *conversations: int) -> Any:
        """Everything that merging and undoing could disturb, but for versions, so that before and after can be compared."""
        return await self.store.read(_snapshot, conversations)


def _say(tx: Tx, conversation: int | None, n: int, sender: str, text: str, more: dict[str, Any]) -> tuple[int, int]:
    channel = more.pop("channel", "loop")
    ours = more.pop("ours", at("us" if channel == "loop" else "short"))
    who = {"from": [at(sender, sender.title())], "to": [ours], **more.pop("people", {})}
    external = more.pop("external_id", f"in-{n}")
    if conversation is None:
        contact = people.ensure(tx, who["from"])[("loopback", sender)].contact_id
        conversation = messages.create_conversation(tx, channel=channel, ours=f"loopback:{ours.value}",
                                                    subject=more.get("subject", "Shoes"), contact=contact, at=tx.now)
    message = messages.add(tx, messages.New(
        conversation=conversation, channel=channel, direction="in", author_kind="contact", author_name=sender.title(), text=text,
        at=tx.now, sent_at=tx.now, received_at=tx.now, people=who, own=frozenset({("loopback", ours.value)}),
        external_id=external, ours=f"loopback:{ours.value}", subject=more.pop("subject", "Shoes"), **more))
    return conversation, message


_PARTS = {
    "conversation": "SELECT id, status, channel, ours, contact_id, assignee_id, priority, waiting_since, snoozed_until, "
                    "closed_at, last_id, last_in_id, last_at, last_direction, last_text, failed, uncertain, merged_into "
                    "FROM conversation WHERE id IN :ids ORDER BY id",
    "message": "SELECT id, conversation_id FROM message WHERE conversation_id IN :ids ORDER BY id",
    "delivery": "SELECT id, conversation_id FROM delivery WHERE conversation_id IN :ids ORDER BY id",
    "ref": "SELECT value, channel, conversation_id, kind, message_id FROM ref WHERE conversation_id IN :ids "
           "ORDER BY conversation_id, channel, value",
    "tag": "SELECT conversation_id, name FROM tag WHERE conversation_id IN :ids ORDER BY conversation_id, name",
    "participant": "SELECT conversation_id, address_id, newcomer FROM participant WHERE conversation_id IN :ids "
                   "ORDER BY conversation_id, address_id",
    "related": "SELECT conversation_id, other_id, reason FROM related WHERE conversation_id IN :ids "
               "ORDER BY conversation_id, other_id",
}


def _snapshot(rows: Rows, conversations: Sequence[int]) -> dict[str, list[tuple[Any, ...]]]:
    return {name: [tuple(row) for row in rows.all(sql, ids=list(conversations))] for name, sql in _PARTS.items()}


@asynccontextmanager
async def room(make_store: Any) -> AsyncIterator[Room]:
    """An open room with two agents."""
    store: Store = make_store()
    await store.open()
    try:
        made = Room(store)
        await store.write(_agents)
        yield made
    finally:
        await store.close()


def _agents(tx: Tx) -> None:
    for name in ("ada", "ben", "eve"):
        tx.insert("agent", email=f"{name}@example.com", name=name.title(), disabled=int(name == "eve"), created_at=tx.now)
