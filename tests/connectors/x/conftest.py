"""The X channel against the sandbox's stand-in, in this process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest

from connectors.x import X
from connectors.x.config import XConfig
from inbox.sandbox.stage import Stage
from inbox.testing.context import FakeContext, Phases
from inbox.types import Batch, InboundMessage, OutboundMessage, RawItem

DEADLINE = 40.0


class Play:
    """A stage with X on it, a channel that looks at it, and the control API."""

    def __init__(self, stage: Stage, control: aiohttp.ClientSession, context: FakeContext, x: X) -> None:
        self.stage, self.control, self.context, self.x = stage, control, context, x
        self.requests: list[str] = []

    async def say(self, sender: str, text: str, **more: Any) -> str:
        async with self.control.post("/say", json={"channel": "x", "from": sender, "text": text, **more}) as answer:
            assert answer.status == 200, await answer.text()
            return str((await answer.json())["external_id"])

    async def received(self) -> list[dict[str, Any]]:
        async with self.control.get("/received", params={"channel": "x"}) as answer:
            return list((await answer.json())["items"])

    def fault(self, kind: str, times: int | None = 1, retry_after: float | None = None) -> None:
        self.stage.faults.set("x", kind, times, retry_after)

    async def drain(self, feed: str, cursor: str) -> tuple[list[RawItem], str]:
        """Polls until there is no more."""
        items: list[RawItem] = []
        for _ in range(50):
            batch: Batch = await self.x.poll(feed, cursor)
            items += batch.items
            cursor = batch.cursor
            if not batch.more:
                return items, cursor
        raise AssertionError("the chain of pages has no end")

    def reply(self, to: InboundMessage, text: str, **more: Any) -> OutboundMessage:
        """As the desk would freeze it."""
        frozen = {"key": "a" * 24, "sender": self.x.addresses()[0], "to": (to.sender,), "text": text, "at": to.sent_at,
                  "thread_id": to.thread_id, "in_reply_to": to.external_id, **more}
        return OutboundMessage(**frozen)

    def first(self, to: str, text: str, **more: Any) -> OutboundMessage:
        """A first word."""
        return OutboundMessage(key="b" * 24, sender=self.x.addresses()[0], to=(X.address(to),), text=text, at=self.context.now(),
                               **more)

    def messages(self, items: list[RawItem]) -> list[InboundMessage]:
        return [r for raw in items for r in X.read(raw) if isinstance(r, InboundMessage)]


def config(given: dict[str, Any], **more: Any) -> XConfig:
    """OAuth 1.0a at a stand-in."""
    keys = {name: given[name] for name in ("api_key", "api_secret", "access_token", "access_token_secret")}
    return XConfig(type="x", api_url=given["url"], **{**keys, **more})


@pytest.fixture
def on_x() -> Callable[..., None]:
    """Runs a play with an opened channel; afterwards no task may be left."""
    def run(play: Callable[[Play], Coroutine[Any, Any, None]], **settings: Any) -> None:
        @contextlib.asynccontextmanager
        async def staged() -> AsyncIterator[Play]:
            async with Stage() as stage, aiohttp.ClientSession(stage.ready()["control"]) as control, FakeContext("x") as context:
                x = X(config(stage.ready()["x"], **settings), context)
                await x.open()
                yield Play(stage, control, context, x)
                await x.close()

        async def main() -> None:
            async with asyncio.timeout(DEADLINE), staged() as made:
                await play(made)
            stray = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            assert stray == []
        asyncio.run(main())
    return run


@pytest.fixture
def phases() -> Phases:
    return Phases()
