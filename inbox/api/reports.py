"""Reports: volume, first reply, resolution and backlog; every figure leads to the conversations that it counts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import Field, field_validator, model_validator

from inbox.api.answers import Answer, Moment
from inbox.api.describe import Call, Routes
from inbox.api.list_models import zone
from inbox.api.models import Query
from inbox.store import reporting
from inbox.store.times import moment

routes = Routes()
MOST = 366  # days of one report
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # a spreadsheet would run what begins so


class ReportQuery(Query):
    """What a report is about."""

    from_: date | None = Field(None, alias="from", description="The first day; left out: 29 days before the last.")
    to: date | None = Field(None, description="The last day; left out: today.")
    tz: str = Field("UTC", max_length=64, description="The time zone (IANA) in which days and hours are meant.")
    channel: str | None = Field(None, max_length=200)
    team: str | None = Field(None, max_length=64, description="A team's id, or none.")
    agent: str | None = Field(None, max_length=64, description="An assignee's id, or none.")
    tag: str | None = Field(None, max_length=64)
    compare: bool = Field(False, description="With the totals of as many days before.")

    @field_validator("tz")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return zone(value)

    @field_validator("from_", "to")
    @classmethod
    def _of_our_time(cls, value: date | None) -> date | None:
        if value is not None and not 1972 <= value.year < 9000:
            raise ValueError("must be a day between 1972 and 8999")
        return value

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.from_ and self.to and not self.from_ <= self.to < self.from_ + timedelta(days=MOST):
            raise ValueError(f"from must not be after to, and {MOST} days are the most")
        return self


class Messages(Answer):
    """Messages, and the conversations that they are in: those that `GET /conversations` lists with `query`."""

    messages: int
    conversations: int
    query: dict[str, str]


class Counted(Answer):
    """Conversations: those that `GET /conversations` lists with `query`."""

    conversations: int
    query: dict[str, str]


class Spread(Answer):
    """Durations in seconds over the `n` conversations that `GET /conversations` lists with `query`; null of none."""

    median: float | None
    p90: float | None
    n: int
    query: dict[str, str]


class Age(Counted):
    """Conversations that wait for less than so many hours, and not less than the row before; null: longer."""

    under_hours: int | None


class Backlog(Spread):
    """Who waits now, and for how long."""

    oldest_since: Moment | None
    ages: list[Age]


class Figures(Answer):
    """What happened."""

    received: Messages
    sent: Messages | None = Field(description="Null in a row for nobody's conversations.")
    opened: Counted
    closed: Counted
    first_reply: Spread
    resolution: Spread


class Totals(Figures):
    """The whole, with what is open now."""

    open: Counted
    backlog: Backlog


class Day(Answer):
    """A day in the time zone that was asked for."""

    day: date
    received: Messages
    sent: Messages
    opened: Counted
    closed: Counted


class Heat(Answer):
    """What came in during an hour of a weekday; Monday is 1. Hours of nothing are left out."""

    weekday: int
    hour: int
    received: Messages


class Row(Figures):
    """The figures of one channel, agent, team or tag; an id of null is nobody, or none."""

    id: str | None
    name: str


class Previous(Answer):
    """As many days before."""

    from_: date = Field(alias="from")
    to: date
    totals: Figures


class Report(Answer):
    """A report. `definitions` says what each figure counts."""

    from_: date = Field(alias="from")
    to: date
    tz: str
    definitions: dict[str, str]
    totals: Totals
    previous: Previous | None
    by_day: list[Day]
    heat: list[Heat]
    by_channel: list[Row]
    by_agent: list[Row]
    by_team: list[Row]
    by_tag: list[Row]


async def _made(call: Call[ReportQuery, None]) -> dict[str, Any]:
    query, now = call.query, call.app.store.clock()
    last = query.to or (query.from_ + timedelta(days=29) if query.from_ else moment(now).astimezone(ZoneInfo(query.tz)).date())
    first = query.from_ or last - timedelta(days=29)
    asked = reporting.Asked(first=first, last=last, tz=query.tz, channel=query.channel, team=query.team, agent=query.agent,
                            tag=query.tag, compare=query.compare)
    return await call.app.store.read(reporting.report, asked, call.sight, now)


@routes("GET", "/reports", query=ReportQuery, answer=Report)
async def report(call: Call[ReportQuery, None]) -> Any:
    """Volume, first reply, resolution and backlog of some days, as far as you may see."""
    return await _made(call)


# ---------------------------------------------------------------- for spreadsheets

COLUMNS = ("by", "name", "received_messages", "received_conversations", "sent_messages", "sent_conversations", "opened", "closed",
           "first_reply_n", "first_reply_median_seconds", "first_reply_p90_seconds", "resolution_n", "resolution_median_seconds",
           "resolution_p90_seconds")


@routes("GET", "/reports/csv", query=ReportQuery, media="text/csv")
async def as_csv(call: Call[ReportQuery, None]) -> Any:
    """The same figures as a table for spreadsheets."""
    made = await _made(call)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(made))
    name = f"report-{made['from']}-{made['to']}.csv"
    # the mark at the beginning tells Excel that it is UTF-8
    return web.Response(body=out.getvalue().encode("utf-8-sig"), content_type="text/csv", charset="utf-8",
                        headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _rows(made: dict[str, Any]) -> Iterator[list[Any]]:
    yield _row("total", f"{made['from']} – {made['to']}", made["totals"])
    if made["previous"] is not None:
        yield _row("previous", f"{made['previous']['from']} – {made['previous']['to']}", made["previous"]["totals"])
    for day in made["by_day"]:
        yield _row("day", day["day"], day)
    for heat in made["heat"]:
        yield _row("weekday and hour", f"{heat['weekday']} {heat['hour']:02}:00", heat)
    for by in ("channel", "agent", "team", "tag"):
        for row in made[f"by_{by}"]:
            yield _row(by, row["name"], row)


def _row(by: str, name: str, figures: dict[str, Any]) -> list[Any]:
    got = {what: figures.get(what) or {} for what in ("received", "sent", "opened", "closed", "first_reply", "resolution")}
    cells = [got[what].get(part) for what in ("received", "sent") for part in ("messages", "conversations")]
    cells += [got[what].get("conversations") for what in ("opened", "closed")]
    cells += [got[what].get(part) for what in ("first_reply", "resolution") for part in ("n", "median", "p90")]
    return [by, harmless(name), *cells]


def harmless(text: str) -> str:
    """A cell that a spreadsheet shows and does not run."""
    return f"'{text}" if text.lstrip(" ").startswith(BEGINS_FORMULA) else text
