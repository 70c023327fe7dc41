"""`/metrics`, the dashboard, the alerts and their page name the same things."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inbox.store.base import Tx
from inbox.timings import Timings

BOTH = True  # the figures are read by SQL
DOCS = Path(__file__).parents[2] / "docs"
SUFFIX = re.compile(r"_(bucket|sum|count|total|created)$")


def expressions(value: Any) -> Iterator[str]:
    """Every PromQL expression of a dashboard."""
    if isinstance(value, dict):
        yield from (inner for key, inner in value.items() if key in ("expr", "definition"))
        for inner in value.values():
            yield from expressions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from expressions(inner)


def named(text: str) -> set[str]:
    return set(re.findall(r"\b(?:inbox|process)_[a-z_]+[a-z]\b", text))


DASHBOARD = json.loads((DOCS / "grafana-dashboard.json").read_text(encoding="utf-8"))
ALERTS = (DOCS / "alerts.yml").read_text(encoding="utf-8")
SHOWN, ALERTED = named("\n".join(expressions(DASHBOARD))), named(ALERTS)


def families(text: str) -> dict[str, str]:
    """Name and type of what a scrape holds."""
    return dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))


async def scraped(desk: Any) -> str:
    await desk("GET", "/healthz", token=None)
    conversation, _ = await desk.said("Where is it?")
    sent = await desk("POST", f"/conversations/{conversation}/messages", json={"kind": "reply", "text": "Here."}, status=202)

    async def gone() -> bool:
        return bool((await desk("GET", f"/messages/{sent['id']}"))["delivery"]["state"] == "sent")
    await desk.until(gone)

    def scheduled(tx: Tx) -> None:  # for later: it does not wait yet
        tx.run("UPDATE delivery SET state = 'queued', attempts = 0, next_at = :at", at=tx.now + 3_600_000_000)

    def waiting(tx: Tx) -> None:
        tx.run("UPDATE delivery SET state = 'queued', attempts = 3, created_at = :at", at=tx.now - 600_000_000)
        tx.put("feed", channel="other", name="never")
    await desk.app.store.write(scheduled)
    early = await desk("GET", "/metrics", token=None)
    assert 'inbox_outbox_oldest_seconds{channel="loop"} 0.0' in early
    await desk.app.store.write(waiting)
    return str(await desk("GET", "/metrics", token=None))


def test_dashboard_alerts_page_and_output_name_the_same_metrics(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        text = await scraped(desk)
        kinds = families(text)
        series = set(re.findall(r"^([a-z_]+)(?=[{ ])", text, re.MULTILINE))
        assert SHOWN and series >= SHOWN, SHOWN - series
        assert ALERTED and series >= ALERTED, ALERTED - series
        ours = {SUFFIX.sub("", name) for name in series if name.startswith("inbox_")}
        used = {SUFFIX.sub("", name) for name in SHOWN | ALERTED}
        assert ours <= used, ours - used
        page = {SUFFIX.sub("", name) for name in re.findall(r"^\| `(inbox_\w+)`", (DOCS / "monitoring.md").read_text(), re.MULTILINE)}
        assert page == ours
        asked = {name.removesuffix("_bucket") for name in SHOWN | ALERTED if name.endswith("_bucket")}
        assert asked == {name for name, kind in kinds.items() if kind == "histogram"}
    serve(run)


def test_the_figures_are_true(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        text = await scraped(desk)

        def value(series: str) -> float:
            found = re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
            assert found, series
            return float(found[1])
        assert value('inbox_outbox_messages{channel="loop",state="queued"}') == 1
        assert 600 <= value('inbox_outbox_oldest_seconds{channel="loop"}') < 700
        assert value('inbox_outbox_oldest_seconds{channel="other"}') == 0
        assert value('inbox_feed_ok_age_seconds{channel="other",feed="never"}') == float("inf")
        assert value('inbox_channel_state{channel="loop",state="ok"}') == 1
        assert value('inbox_send_seconds_count{channel="loop"}') == 1
        assert value("inbox_commit_seconds_count") > 3 and value("inbox_commit_seconds_sum") > 0
        assert value('inbox_http_request_seconds_bucket{le="+Inf",route="/healthz"}') == 1
        assert value("inbox_disk_free_bytes") > 0 and value("process_resident_memory_bytes") > 1_000_000

        async def lag() -> bool:
            again = await desk("GET", "/metrics", token=None)
            return int(float(re.findall(r"^inbox_loop_lag_seconds_count (\S+)$", again, re.MULTILINE)[0])) > 0

        async def caught_up() -> bool:
            return "\ninbox_journal_lag_events 0.0\n" in await desk("GET", "/metrics", token=None)
        await desk.until(lag)
        await desk.until(caught_up)
    serve(run)


def test_timings_fall_into_their_buckets() -> None:
    timings = Timings((0.1, 1.0))
    for seconds in (0.05, 0.1, 0.5, 7.0):
        timings.add(seconds)
    assert timings.cumulated() == [("0.1", 2.0), ("1.0", 3.0), ("+Inf", 4.0)]
    assert timings.total == pytest.approx(7.65)


def test_the_dashboard_holds_together() -> None:
    panels = DASHBOARD["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels) > 20
    assert all(panel["type"] == "row" or (panel["targets"] and panel["description"]) for panel in panels)
    boxes = [panel["gridPos"] for panel in panels]
    assert all(box["x"] + box["w"] <= 24 for box in boxes)
    cells = [(x, y) for box in boxes for x in range(box["x"], box["x"] + box["w"]) for y in range(box["y"], box["y"] + box["h"])]
    assert len(cells) == len(set(cells)), "two panels lie on each other"
    variables = {one["name"] for one in DASHBOARD["templating"]["list"]} | {"__rate_interval", "__all"}
    assert set(re.findall(r"\$\{?(\w+)", json.dumps(DASHBOARD))) <= variables
    for expression in [*expressions(DASHBOARD), *re.findall(r"expr: (?!\|)(.+)", ALERTS)]:
        for pair in ("()", "{}", "[]"):
            assert expression.count(pair[0]) == expression.count(pair[1]), expression


def test_every_alert_says_what_is_wrong() -> None:
    import yaml
    rules = [rule for group in yaml.safe_load(ALERTS)["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules) > 10
    for rule in rules:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"} and rule["expr"].strip()
        assert rule["labels"]["severity"] in ("warning", "critical") and rule["annotations"]["summary"]
