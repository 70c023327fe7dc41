"""`/healthz`, `/readyz` and `/metrics` (Prometheus): for machines, without a token and without a secret."""

from __future__ import annotations

from aiohttp import web

from inbox.api.describe import INBOX
from inbox.api.metrics import METRICS, Metrics, exposition
from inbox.app import App


async def _healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _readyz(request: web.Request) -> web.Response:
    """200 when every channel has been opened or is known to be down; the store must answer too."""
    app: App = request.app[INBOX]
    await app.store.quick(lambda rows: rows.value("SELECT 1"))
    ready = app.channels.ready()
    return web.json_response({"status": "ready" if ready else "opening channels"}, status=200 if ready else 503)


async def _metrics(request: web.Request) -> web.Response:
    return web.Response(body=await exposition(request), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


def mount(made: web.Application) -> None:
    """Adds the routes, and begins to count."""
    made[METRICS] = Metrics()
    made.cleanup_ctx.append(made[METRICS].watch)
    made.router.add_get("/healthz", _healthz)
    made.router.add_get("/readyz", _readyz)
    made.router.add_get("/metrics", _metrics)
