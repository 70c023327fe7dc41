"""A webhook channel with its route served, and the service on the other side as a real server."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from aiohttp import web

from connectors.webhook import Webhook, signature
from inbox.testing.context import FakeContext, Phases
from inbox.types import Address, OutboundMessage

SECRET = "s3cret"
PATIENCE = 60.0  # seconds; no test waits so long unless it fails


class Service:
    """The other side: remembers what was posted to it and answers as told (status, body)."""

    def __init__(self) -> None:
        self.posts: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, str]] = []
        self.headers: dict[str, str] = {}
        self.url = ""

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.posts.append((dict(request.headers), await request.read()))
        status, text = self.answers.pop(0) if self.answers else (200, '{"external_id": "ext-1"}')
        if status == 0 and request.transport:
            request.transport.abort()
        return web.Response(status=status or 200, text=text, headers=self.headers)

    async def file(self, request: web.Request) -> web.Response:
        return web.Response(status=404) if "missing" in request.path else web.Response(body=b"PNG!")


class Shop:
    """A channel between its service and us."""

    def __init__(self, webhook: Webhook, context: FakeContext, url: str, service: Service) -> None:
        self.webhook, self.context, self.url, self.service = webhook, context, url, service

    async def post(self, said: Any, *, secret: str = SECRET, off: float = 0, **headers: str) -> tuple[int, dict[str, Any]]:
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        stamp = str(int(self.context.now().timestamp() + off))
        sent = {"X-Inbox-Timestamp": stamp, "X-Inbox-Signature": signature(secret, stamp, body)} | headers
        async with self.context.http.post(self.url, data=body, headers=sent) as answer:
            return answer.status, dict(await answer.json(content_type=None))

    async def send(self, text: str = "On its way", **more: Any) -> tuple[Any, Phases]:
        phases = Phases()
        message = OutboundMessage(**{
            "key": "k1", "sender": Address(kind="shop", value="shop"), "to": (Address(kind="shop", value="ann"),), "text": text,
            "at": self.context.now(), "thread_id": "order-17", "author": "Kim", **more})
        return await self.webhook.send(self.webhook.prepare(message), phases), phases

    def reads(self) -> list[Any]:
        return [read for _, batch in self.context.taken for raw in batch.items for read in Webhook.read(raw)]


async def _serve(stack: contextlib.AsyncExitStack, *routes: web.RouteDef) -> str:
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


@contextlib.asynccontextmanager
async def opened(**settings: Any) -> AsyncIterator[Shop]:
    async with contextlib.AsyncExitStack() as stack:
        context = await stack.enter_async_context(FakeContext("shop"))
        service = Service()
        service.url = await _serve(stack, web.post("/replies", service.take), web.get("/files/{name}", service.file))
        config = Webhook.Config.model_validate(
            {"type": "webhook", "secret": SECRET, "outbound_url": service.url + "/replies"} | settings)
        webhook = Webhook(config, context)  # type: ignore[arg-type]  # Config is declared by its base class
        (route,) = webhook.routes()
        url = await _serve(stack, web.RouteDef(route.method, f"/hooks/shop/{route.path}", route.handler, {}))
        yield Shop(webhook, context, f"{url}/hooks/shop/{route.path}", service)


@pytest.fixture
def in_shop() -> Callable[..., None]:
    """`in_shop(play, **settings)`: runs `play(shop)`, bounded; afterwards no task may be left."""
    def run(play: Callable[[Shop], Coroutine[Any, Any, None]], **settings: Any) -> None:
        async def main() -> None:
            async with asyncio.timeout(2 * PATIENCE), opened(**settings) as shop:
                await play(shop)
            assert [t for t in asyncio.all_tasks() if t is not asyncio.current_task()] == []
        asyncio.run(main())
    return run
