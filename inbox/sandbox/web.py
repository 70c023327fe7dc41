"""What the HTTP stand-ins share: serving on a free port, and playing faults."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

from aiohttp import web

from inbox.sandbox.faults import Faults

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Refuse = Callable[[int, float | None], web.Response]  # status, the seconds a 429 names -> the provider's own answer


async def serve(app: web.Application, stack: AsyncExitStack) -> str:
    """Serves an application on a free loopback port until the stack closes; returns its URL."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


def faulty(at: str, faults: Faults, refuse: Refuse) -> Any:
    """A middleware that plays the faults of `at`. It is the outermost one: a broken provider checks nothing first."""

    @web.middleware
    async def play(request: web.Request, handler: Handler) -> web.StreamResponse:
        if event := faults.hangs(at):
            await event.wait()
            return _cut(request)
        fault = faults.take(at, "drop", "429", "500", "html")
        if fault and fault.kind == "drop":
            return _cut(request)
        if fault and fault.kind == "html":
            return web.Response(status=503, content_type="text/html",
                                text="<html><head><title>503</title></head><body>Over capacity</body></html>")
        if fault:
            return refuse(int(fault.kind), fault.retry_after)
        response = await handler(request)
        takes = request.method == "POST" and response.status < 300 and "oauth2" not in request.path
        return _cut(request) if takes and faults.take(at, "die_after_accept") else response

    return play


def _cut(request: web.Request) -> web.Response:
    """Hangs up: what is returned reaches nobody."""
    if request.transport:
        request.transport.abort()
    return web.Response()
