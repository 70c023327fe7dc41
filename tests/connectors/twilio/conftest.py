"""A Twilio channel in front of the sandbox's Twilio, with our web hooks served as the API would serve them."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest
import waiting
from aiohttp import web

from connectors.twilio import Twilio
from inbox.connector import Serves
from inbox.sandbox.stage import Stage
from inbox.testing.context import FakeContext, Phases
from inbox.types import Address, OutboundMessage

OURS, ANN = "+15005550006", "+15005551111"
PATIENCE = 60.0  # seconds; no test waits so long unless it fails
SID = "AC" + "0" * 32


class Desk:
    """A stage with a channel in front of it: `say`, `fault` and `received` are the provider's side."""

    def __init__(self, stage: Stage, context: FakeContext, twilio: Twilio, control: aiohttp.ClientSession, url: str) -> None:
        self.stage = stage
        self.url = url  # where the hooks really are
        self.context = context
        self.twilio = twilio
        self._control = control

    async def say(self, sender: str, text: str, **more: Any) -> str:
        return str((await self.post("/say", channel="sms", **{"from": sender}, text=text, **more))["external_id"])

    async def fault(self, kind: str, **more: Any) -> None:
        await self.post("/fault", at="twilio", fault=kind, **more)

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self._control.post(path, json=body) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())

    async def received(self) -> list[dict[str, Any]]:
        async with self._control.get("/received", params={"channel": "sms"}) as answer:
            return list((await answer.json())["items"])

    async def send(self, text: str = "hello", *, to: str = ANN, sender: str = OURS, key: str = "k1",
                   **more: Any) -> tuple[Any, Phases]:
        phases = Phases()
        return await self.twilio.send(self.message(text, to=to, sender=sender, key=key, **more), phases), phases

    def message(self, text: str = "hello", *, to: str = ANN, sender: str = OURS, key: str = "k1", **more: Any) -> OutboundMessage:
        return OutboundMessage(key=key, sender=Address(kind="tel", value=sender), to=(Address(kind="tel", value=to),),
                               text=text, at=self.context.now(), **more)

    def read_all(self) -> list[Any]:
        """Everything that was taken, understood."""
        return [read for _, batch in self.context.taken for raw in batch.items for read in Twilio.read(raw)]


async def serve(connector: Serves, name: str, stack: contextlib.AsyncExitStack) -> str:
    """Serves a connector's routes below /hooks/NAME/ until the stack closes; the URL of the server."""
    app = web.Application()
    for route in connector.routes():
        app.router.add_route(route.method, f"/hooks/{name}/{route.path}", route.handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


@contextlib.asynccontextmanager
async def opened(**settings: Any) -> AsyncIterator[Desk]:
    async with contextlib.AsyncExitStack() as stack:
        stage = await stack.enter_async_context(Stage())
        context = await stack.enter_async_context(FakeContext("sms", public_url="http://127.0.0.1:1"))
        context.clock = stage_now()
        config = Twilio.Config.model_validate({
            "type": "twilio", "account_sid": stage.twilio.account_sid, "auth_token": stage.twilio.auth_token,
            "numbers": list(stage.twilio.numbers), "api_url": stage.twilio.url, "timeout_seconds": 5} | settings)
        twilio = Twilio(config, context)  # type: ignore[arg-type]  # Config is declared by its base class
        url = await serve(twilio, "sms", stack)
        context.public_url = url
        control = await stack.enter_async_context(aiohttp.ClientSession(stage.ready()["control"]))
        yield Desk(stage, context, twilio, control, url)
        await twilio.close()


def stage_now() -> Any:
    """The sandbox's Twilio dates by the machine's clock, so the context starts there."""
    from datetime import UTC, datetime
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def at_desk() -> Callable[..., None]:
    """`at_desk(play, **settings)`: runs `play(desk)`, bounded; afterwards no task may be left."""
    def run(play: Callable[[Desk], Coroutine[Any, Any, None]], **settings: Any) -> None:
        async def main() -> None:
            async with asyncio.timeout(3 * PATIENCE), opened(**settings) as desk:
                await play(desk)
            assert [t for t in asyncio.all_tasks() if t is not asyncio.current_task()] == []
        asyncio.run(main())
    return run


@pytest.fixture
def until() -> Callable[[Callable[[], Any]], Coroutine[Any, Any, Any]]:
    """Waits for a condition, at most PATIENCE seconds; returns its value."""
    return functools.partial(waiting.until, seconds=PATIENCE)
