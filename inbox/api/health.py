"""`/healthz`, `/readyz` and `/metrics` (Prometheus): for machines, without a token and without a secret."""

from __future__ import annotations

from collections import Counter
from typing import Any

from aiohttp import web

from inbox.api.channels import names, rendered
from inbox.api.describe import INBOX
from inbox.app import App

STATES = ("ok", "degraded", "auth_required", "misconfigured", "paused", "down")


class Metrics:
    """What the API counts as it goes; everything else is read from the store when it is asked for."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.seconds: Counter[str] = Counter()

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request."""
        self.requests[method if method in _METHODS else "OTHER", route, status] += 1
        self.seconds[route] += seconds  # type: ignore[assignment]  # a Counter adds floats as well

    def text(self, channels: list[dict[str, Any]], disk_free: int) -> bytes:
        """The exposition format of Prometheus."""
        from prometheus_client import CollectorRegistry, generate_latest  # loaded by those who scrape
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
        from prometheus_client.registry import Collector

        def collected() -> list[Metric]:
            requests = CounterMetricFamily("inbox_http_requests", "Requests answered.", labels=["method", "route", "status"])
            for (method, route, status), n in self.requests.items():
                requests.add_metric([method, route, str(status)], n)
            seconds = CounterMetricFamily("inbox_http_seconds", "Time spent on answers.", labels=["route"])
            for route, spent in self.seconds.items():
                seconds.add_metric([route], spent)
            by = ["channel", "state"]
            state = GaugeMetricFamily("inbox_channel_state", "1 for the state that a channel is in.", labels=by)
            items = GaugeMetricFamily("inbox_ledger_items", "Items seen, by what became of them.", labels=by)
            outbox = GaugeMetricFamily("inbox_outbox_messages", "Messages that wait, failed or are uncertain.", labels=by)
            for channel in channels:
                for name in STATES:
                    state.add_metric([channel["name"], name], float(channel["state"] == name))
                for family, figures in ((items, channel["ledger"]), (outbox, channel["outbox"])):
                    for name, n in figures.items():
                        family.add_metric([channel["name"], name], n)
            disk = GaugeMetricFamily("inbox_disk_free_bytes", "Free where the data lies.", value=disk_free)
            return [requests, seconds, state, items, outbox, disk]

        class Ours(Collector):
            def collect(self) -> list[Metric]:
                return collected()
        registry = CollectorRegistry(auto_describe=False)
        registry.register(Ours())
        return generate_latest(registry)


_METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"})
METRICS: web.AppKey[Metrics] = web.AppKey("metrics")


async def _healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _readyz(request: web.Request) -> web.Response:
    """200 when every channel has been opened or is known to be down; the store must answer too."""
    app: App = request.app[INBOX]
    await app.store.quick(lambda rows: rows.value("SELECT 1"))
    ready = app.channels.ready()
    return web.json_response({"status": "ready" if ready else "opening channels"}, status=200 if ready else 503)


async def _metrics(request: web.Request) -> web.Response:
    app: App = request.app[INBOX]
    text = request.app[METRICS].text(await rendered(app, names(app)), app.store.disk_free())
    return web.Response(body=text, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


def mount(made: web.Application) -> None:
    """Adds the routes."""
    made.router.add_get("/healthz", _healthz)
    made.router.add_get("/readyz", _readyz)
    made.router.add_get("/metrics", _metrics)
