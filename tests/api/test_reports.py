"""Reports: every figure is the length of the list that it leads to; days and hours where the clocks change; tables for spreadsheets."""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from statistics import median
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from inbox.api import reports
from inbox.store import messages, triage
from inbox.store.base import Tx

BOTH = True
BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 3_600_000_000
# three weeks around the end of summer time in Berlin, the 26th of October 2025
START = int(datetime(2025, 10, 10, tzinfo=UTC).timestamp()) * 1_000_000
TAGS = ("vip", "VIP", "ümlaut & co", "=cmd|'/c calc'!A0", "a b")


def fill(tx: Tx, seed: int, count: int) -> None:
    """Conversations of every kind at random moments, many of them at the full hour, where borders lie."""
    luck = random.Random(seed)
    agents = [row.id for row in tx.all("SELECT id FROM agent ORDER BY id")]
    teams = [tx.insert("team", name=name, created_at=1) for name in ("One", "Two")]
    for n in range(count):
        at = START + luck.randrange(20 * 24) * HOUR + luck.choice((0, 0, luck.randrange(HOUR)))
        channel = luck.choice(("loop", "loop", "other", "secret"))
        home = messages.create_conversation(tx, channel=channel, ours="loopback:us", subject=f"s{n}", contact=None, at=at)
        for k in range(luck.randrange(6)):
            inbound = luck.random() < (0.8 if k == 0 else 0.5)
            author = None if inbound else luck.choice([None, *agents])
            messages.add(tx, messages.New(
                conversation=home, channel=luck.choice((channel, channel, "secret")), text=f"word{k}", at=at, sent_at=at,
                received_at=at if inbound else None, direction="in" if inbound else "out",
                author_kind="contact" if inbound else "agent", author_id=author, ours="loopback:us",
                flags=["automatic"] if luck.random() < 0.1 else []))
            at += luck.choice((0, 1, HOUR // 2, HOUR, luck.randrange(40 * HOUR)))
        status = luck.choice(("open", "open", "closed", "closed", "snoozed", "spam", "merged"))
        tx.run("UPDATE conversation SET status = :status, closed_at = :closed, assignee_id = :agent, team_id = :team, "
               "snoozed_until = NULL WHERE id = :id", status=status, closed=at if status == "closed" else None,
               agent=luck.choice([None, *agents]), team=luck.choice([None, *teams]), id=home)
        triage.retag(tx, home, add=luck.sample(TAGS, luck.randrange(3)))


def figures(part: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything in a report that has a query, with where it stands."""
    if isinstance(part, dict):
        if "query" in part:
            yield path, part
        for key, value in part.items():
            yield from figures(value, f"{path}.{key}")
    if isinstance(part, list):
        for n, value in enumerate(part):
            yield from figures(value, f"{path}[{n}]")


async def listed(desk: Any, query: dict[str, str], token: str) -> list[str]:
    """The ids that the list gives, all its pages."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await desk("GET", "/conversations?" + urlencode({**query, "limit": "50", **cursor}), token=token)
        found += [one["id"] for one in page["items"]]
        if page["next"] is None:
            assert len(set(found)) == len(found)
            return found
        cursor = {"cursor": page["next"]}


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_every_figure_is_the_length_of_its_list(serve: Callable[..., None], seed: int) -> None:
    async def run(desk: Any) -> None:
        await desk.app.store.write(fill, seed, 120)
        ada = (await desk("GET", "/agents"))["items"][1]["id"]
        span = "from=2025-10-13&to=2025-10-30&tz=Europe/Berlin"
        for token, asked in (("admin", span + "&compare=true"), ("agent", span), ("admin", span + f"&agent={ada}&compare=true"),
                             ("admin", "from=2025-10-26&to=2025-10-26&tz=Europe/Berlin&tag=vip"), ("agent", span + "&team=none"),
                             ("admin", span.replace("Berlin", "London") + "&channel=other")):
            made = await desk("GET", "/reports?" + asked, token=token)
            reports.Report.model_validate(made)
            every = list(figures(made))
            assert len(every) > 12 and (not made["previous"] or any(p.startswith(".previous") for p, _ in every))
            for path, figure in every:
                expected = figure["n"] if "n" in figure else figure["conversations"]
                assert len(await listed(desk, figure["query"], token)) == expected, (asked, path, figure)
            for what, kind in (("received", "in"), ("sent", "out")):
                said = await _said(desk, made["totals"][what]["query"], token, kind, made)
                assert made["totals"][what]["messages"] == len(said)
                assert sum(day[what]["messages"] for day in made["by_day"]) == len(said)
                if kind == "in":
                    zone = ZoneInfo(made["tz"])
                    hours = [(at.astimezone(zone).isoweekday(), at.astimezone(zone).hour) for at in said]
                    assert {(one["weekday"], one["hour"]): one["received"]["messages"] for one in made["heat"]} == {
                        slot: hours.count(slot) for slot in hours}
            assert sum(age["conversations"] for age in made["totals"]["backlog"]["ages"]) == made["totals"]["backlog"]["n"]
    serve(run, 240)


async def _said(desk: Any, query: dict[str, str], token: str, direction: str, made: dict[str, Any]) -> list[datetime]:
    """When the messages of one direction in the listed conversations came within the days, as the agent reads them in the threads."""
    found = []
    for one in await listed(desk, query, token):
        for message in (await desk("GET", f"/conversations/{one}/messages?limit=200", token=token))["items"]:
            at = datetime.fromisoformat(message["received_at"] or message["sent_at"])
            if message["direction"] == direction and made["from"] <= str(at.astimezone(ZoneInfo(made["tz"])).date()) <= made["to"]:
                found.append(at)
    return found


def test_medians_are_exact_and_the_first_reply_is_the_first_that_went_out(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        waits = [5, 1, 60, 3, 2, 8, 13, 21, 34, 55]  # minutes
        at = START + 100 * HOUR

        def keep(tx: Tx) -> None:
            for n, wait in enumerate(waits):
                home = messages.create_conversation(tx, channel="loop", ours="loopback:us", subject=f"s{n}", contact=None, at=at)
                said = {"conversation": home, "channel": "loop", "text": "x", "ours": "loopback:us"}
                messages.add(tx, messages.New(**said, at=at, sent_at=at, received_at=at, direction="in"))
                robot = at + 1000
                messages.add(tx, messages.New(**said, at=robot, sent_at=robot, direction="out", flags=["automatic"]))
                for later in (wait, wait + 500):
                    then = at + later * 60_000_000
                    messages.add(tx, messages.New(**said, at=then, sent_at=then, direction="out", author_kind="agent", author_id=1))
            ours = messages.create_conversation(tx, channel="loop", ours="loopback:us", subject="ours", contact=None, at=at)
            for n, way in enumerate(("out", "in", "out")):
                messages.add(tx, messages.New(conversation=ours, channel="loop", text="x", at=at + n, sent_at=at + n, direction=way,
                                              received_at=at + n if way == "in" else None, ours="loopback:us"))
        await desk.app.store.write(keep)
        made = await desk("GET", "/reports?from=2025-10-10&to=2025-10-20")
        reply = made["totals"]["first_reply"]
        assert reply["n"] == len(waits) and reply["median"] == median(waits) * 60
        assert reply["p90"] == sorted(waits)[math.ceil(0.9 * len(waits)) - 1] * 60
        assert made["totals"]["resolution"] == {"median": None, "p90": None, "n": 0, "query": made["totals"]["closed"]["query"]}
        assert set(made["definitions"]) >= set(made["totals"]) and made["previous"] is None
    serve(run)


def test_a_reply_that_was_taken_back_was_no_first_reply(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        a, _ = await desk.said("hello", who="ann")

        async def replied() -> int:
            totals = (await desk("GET", "/reports"))["totals"]
            assert totals["sent"]["messages"] == totals["first_reply"]["n"] == len(await listed(desk, totals["sent"]["query"], "admin"))
            return int(totals["first_reply"]["n"])
        later = {"text": "soon", "send_at": "2999-01-01T00:00:00Z"}
        first = await desk("POST", f"/conversations/{a}/messages", json=later, status=202)
        assert await replied() == 1
        await desk("POST", f"/messages/{first['id']}/cancel")
        assert await replied() == 0
        await desk("POST", f"/conversations/{a}/messages", json={"text": "now"}, status=202)
        assert await replied() == 1
    serve(run)


def test_the_table_is_harmless_and_has_the_same_figures(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        await desk.app.store.write(fill, 3, 60)
        asked = "from=2025-10-13&to=2025-10-30&tz=Europe/Berlin&compare=true"
        made, text = await desk("GET", "/reports?" + asked), await desk("GET", "/reports/csv?" + asked)
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
        assert rows[0]["by"] == "total" and rows[1]["by"] == "previous"
        assert int(rows[0]["received_messages"]) == made["totals"]["received"]["messages"]
        assert [row["name"] for row in rows if row["by"] == "day"] == [day["day"] for day in made["by_day"]]
        evil = [row for row in rows if row["by"] == "tag" and "cmd" in row["name"]]
        assert evil and evil[0]["name"].startswith("'=") and len(rows) == 2 + sum(
            len(made[name]) for name in ("by_day", "heat", "by_channel", "by_agent", "by_team", "by_tag"))
        for cell in ("=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", "＝1"):
            assert reports.harmless(cell).startswith("'")
        assert reports.harmless("a=1") == "a=1"
    serve(run)


def test_what_no_report_can_be_about(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        for bad in ("from=2025-02-30", "from=2025-02-02&to=2025-02-01", "from=2020-01-01&to=2025-01-01", "tz=Mars/Base", "from=0001-01-01"):
            assert (await desk("GET", "/reports?" + bad, status=422))["errors"], bad
        for bad in ("received_slot=1-09", "received_slot=8-09&received_after=2025-01-01T00:00:00Z&received_before=2025-01-02T00:00:00Z",
                    "sent_by=1", "received_slot=1-09&received_after=2020-01-01T00:00:00Z&received_before=2025-01-02T00:00:00Z"):
            assert (await desk("GET", "/conversations?" + bad, status=422))["errors"], bad
        made = await desk("GET", "/reports?tz=Asia/Tehran")
        assert len(made["by_day"]) == 30 and made["totals"]["received"]["messages"] == 0 and made["heat"] == []
    serve(run)
