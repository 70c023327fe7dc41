"""What `/metrics` shows. Counted as it happens: requests, sends, commits, the loop's lag. The rest is read when asked for.

docs/monitoring.md explains each name; a test holds it, the dashboard and the alerts together.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from inbox import __version__
from inbox.api.channels import names, rendered
from inbox.api.describe import BASE, INBOX
from inbox.api.health_report import look
from inbox.app import App
from inbox.store import gauges, journal
from inbox.store.base import Rows
from inbox.timings import Timings
from inbox.wellness import Item

if TYPE_CHECKING:
    from prometheus_client.core import Metric

STATES = ("ok", "degraded", "auth_required", "misconfigured", "paused", "down")
_METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"})
# these last as long as somebody listens, which says nothing about our speed
_STREAMS = frozenset({f"{BASE}/events", f"{BASE}/live"})
_BEAT = 0.5  # seconds between two looks at the loop's lag


class Metrics:
    """What this process counts as it goes."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.seconds: dict[str, Timings] = {}
        self.lag = Timings()
        self._timer: asyncio.TimerHandle | None = None

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request."""
        self.requests[method if method in _METHODS else "OTHER", route, status] += 1
        if route not in _STREAMS:
            timings = self.seconds.get(route)
            if timings is None:
                timings = self.seconds[route] = Timings()
            timings.add(seconds)

    async def watch(self, made: web.Application) -> AsyncIterator[None]:
        """Notes twice a second how much later than asked the loop wakes us, while the application runs."""
        self._rest(asyncio.get_running_loop())
        yield
        if self._timer is not None:
            self._timer.cancel()

    def _rest(self, loop: asyncio.AbstractEventLoop) -> None:
        due = loop.time() + _BEAT
        self._timer = loop.call_at(due, self._beat, loop, due)

    def _beat(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        self.lag.add(max(0.0, loop.time() - due))
        self._rest(loop)


METRICS: web.AppKey[Metrics] = web.AppKey("metrics")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the store says at one moment."""

    outbox: Mapping[str, Mapping[str, int]]
    oldest: Mapping[str, float]
    feeds: list[tuple[str, str, float, int]]
    last: int


def _figures(rows: Rows, wanted: list[str], now: int) -> Figures:
    return Figures(outbox=gauges.outbox(rows, wanted), oldest=gauges.oldest(rows, wanted, now),
                   feeds=gauges.feeds(rows, wanted, now), last=journal.last(rows))


async def exposition(request: web.Request) -> bytes:
    """The exposition format of Prometheus."""
    app: App = request.app[INBOX]
    from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest  # loaded by those who scrape
    from prometheus_client.registry import Collector
    wanted = names(app)
    seen = app.bus.last
    channels = await rendered(app, wanted)
    figures = await app.store.read(_figures, wanted, app.store.clock())
    families = [*_of_requests(request.app[METRICS]), *_of_channels(channels, figures), *_of_process(app, request.app[METRICS]),
                _of_health((await look(app)).items),
                _gauge("inbox_journal_lag_events", "Events in the journal that this process has not handed on yet.",
                       max(0, figures.last - seen))]

    class Ours(Collector):
        def collect(self) -> Iterator[Metric]:
            yield from families
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Ours())
    ProcessCollector(registry=registry)
    return generate_latest(registry)


def _of_requests(metrics: Metrics) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily
    requests = CounterMetricFamily("inbox_http_requests", "Requests answered.", labels=["method", "route", "status"])
    for (method, route, status), n in metrics.requests.items():
        requests.add_metric([method, route, str(status)], n)
    yield requests
    yield _timings("inbox_http_request_seconds", "Time until an answer was ready, streams left out.", metrics.seconds, "route")


def _of_channels(channels: list[dict[str, Any]], figures: Figures) -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily
    by = ["channel", "state"]
    state = GaugeMetricFamily("inbox_channel_state", "1 for the state that a channel is in.", labels=by)
    items = GaugeMetricFamily("inbox_ledger_items", "Items seen, by what became of them.", labels=by)
    outbox = GaugeMetricFamily("inbox_outbox_messages", "Messages that wait, failed or are uncertain.", labels=by)
    oldest = GaugeMetricFamily("inbox_outbox_oldest_seconds", "How long the oldest message that is due has waited.",
                               labels=["channel"])
    age = GaugeMetricFamily("inbox_feed_ok_age_seconds", "Since a poll of this feed worked; +Inf before the first.",
                            labels=["channel", "feed"])
    failures = GaugeMetricFamily("inbox_feed_failures", "Polls that failed since one worked.", labels=["channel", "feed"])
    for channel in channels:
        name = channel["name"]
        for one in STATES:
            state.add_metric([name, one], float(channel["state"] == one))
        for one, n in channel["ledger"].items():
            items.add_metric([name, one], n)
        for one, n in figures.outbox[name].items():
            outbox.add_metric([name, one], n)
        oldest.add_metric([name], figures.oldest[name])
    for name, feed, seconds, failed in figures.feeds:
        age.add_metric([name, feed], seconds)
        failures.add_metric([name, feed], failed)
    yield from (state, items, outbox, oldest, age, failures)


def _of_health(items: list[Item]) -> Metric:
    from prometheus_client.core import GaugeMetricFamily
    found = GaugeMetricFamily("inbox_health", "1 for each thing that the page of health names.", labels=["code", "level", "channel"])
    for code, level, channel in sorted({(item.code, item.level, item.channel or "") for item in items}):
        found.add_metric([code, level, channel], 1)
    return found


def _of_process(app: App, metrics: Metrics) -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily
    built = GaugeMetricFamily("inbox_build_info", "Always 1; the version is its label.", labels=["version"])
    built.add_metric([__version__], 1)
    yield built
    yield _gauge("inbox_disk_free_bytes", "Free where the data lies.", app.store.disk_free())
    yield _timings("inbox_send_seconds", "Time until a provider took a message.", app.outbox.sends, "channel")
    yield _timings("inbox_commit_seconds", "Time of one durable commit of the store.", {"": app.store.commits})
    yield _timings("inbox_loop_lag_seconds", "How late the event loop ran what was due.", {"": metrics.lag})


def _gauge(name: str, text: str, value: float) -> Metric:
    from prometheus_client.core import GaugeMetricFamily
    return GaugeMetricFamily(name, text, value=value)


def _timings(name: str, text: str, all_: Mapping[str, Timings], label: str = "") -> Metric:
    from prometheus_client.core import HistogramMetricFamily
    family = HistogramMetricFamily(name, text, labels=[label] if label else [])
    for key, timings in sorted(all_.items()):
        family.add_metric([key] if label else [], timings.cumulated(), sum_value=timings.total)
    return family
