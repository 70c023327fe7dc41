"""Reports: what came in, what was answered and how fast, within days of a time zone.

Every figure carries `query`, the filters by which `GET /conversations` lists exactly the conversations that it counts. Both read
their conversations through `asking`. What is spam, and what was merged away, is in no figure.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from inbox.store import asking, zones
from inbox.store.asking import Json, Sight
from inbox.store.base import Rows
from inbox.store.times import rfc3339

HOUR = 3_600_000_000  # microseconds
AGES = (4, 24, 72, 168)  # hours that part the ages of the backlog
DEFINITIONS = {
    "received": "Messages from outside that came in within these days, and the conversations that they are in.",
    "sent": "Messages that we wrote within these days and did not take back, and the conversations that they are in.",
    "opened": "Conversations that began within these days.",
    "closed": "Conversations that were closed within these days and are closed still.",
    "first_reply": "From the beginning of a conversation to our first message in it, by when that was written. Conversations that we "
                   "began, messages that never went out and automatic answers do not count.",
    "resolution": "From the beginning of a conversation to its closing, by when it was closed. Reopened ones count when they are "
                  "closed again.",
    "backlog": "Open conversations whose customer waits for an answer now, and for how long.",
    "open": "Conversations that are open now.",
    "median": "Half took as long or less; of an even number the mean of the two in the middle.",
    "p90": "Nine of ten took as long or less (nearest rank).",
    "agent": "Conversations count for their present assignee; `sent` counts for whoever wrote it.",
    "channel": "A conversation counts for its present channel.",
    "all": "Spam and what was merged into another conversation are left out.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a report is about: days (both included) of a time zone, and filters of the list (None: all)."""

    first: date
    last: date
    tz: str
    channel: str | None = None
    team: str | None = None
    agent: str | None = None
    tag: str | None = None
    compare: bool = False

    @property
    def filters(self) -> Json:
        """As filters of the list."""
        given = {"channel": self.channel, "team": self.team, "assignee": self.agent, "tag": self.tag}
        return {"status": "not_spam"} | {name: value for name, value in given.items() if value is not None}

    def before(self) -> Asked:
        """As many days, just before these."""
        length = (self.last - self.first).days + 1
        return Asked(first=self.first - timedelta(days=length), last=self.first - timedelta(days=1), tz=self.tz, channel=self.channel,
                     team=self.team, agent=self.agent, tag=self.tag)


@dataclass(slots=True)
class _One:
    """What one conversation adds."""

    row: Any
    received: list[int]
    sent: list[tuple[int, int | None]]  # when, and which agent wrote it
    opened: bool
    closed: bool
    reply: int | None
    resolution: int
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Period:
    """The conversations to which something happened between two moments."""

    start: int
    end: int
    ones: Sequence[_One]


# ---------------------------------------------------------------- the whole

def report(rows: Rows, asked: Asked, sight: Sight, now: int) -> Json:
    """Everything (contract of `GET /reports`). Durations are seconds; of nothing they are null."""
    zone = ZoneInfo(asked.tz)
    days = zones.days(asked.first, asked.last, zone)
    base = asked.filters
    period = _period(rows, base, sight, days[0][1], days[-1][2])
    before = None
    if asked.compare:
        earlier = asked.before()
        before = _period(rows, base, sight, zones.midnight(earlier.first, zone), days[0][1])
        before_said = {"from": str(earlier.first), "to": str(earlier.last), "totals": _figures(before, before.ones, base)}
    by_day, heat = _spread_out(period, days, base, asked.tz)
    now -= now % 1000  # as exact as a moment that is written down
    return {
        "from": str(asked.first), "to": str(asked.last), "tz": asked.tz, "definitions": DEFINITIONS,
        "totals": {**_figures(period, period.ones, base), **_now(rows, base, sight, now)},
        "previous": before_said if before is not None else None,
        "by_day": by_day, "heat": heat,
        "by_channel": _groups(period, base, "channel", lambda one: [one.row.channel], {}),
        "by_agent": _by_agent(rows, period, base), "by_team": _by_team(rows, period, base), "by_tag": _by_tag(period, base, asked.tag),
    }


def _period(rows: Rows, base: Mapping[str, str], sight: Sight, start: int, end: int) -> _Period:
    wanted = asking.read(base, sight.agent)
    where, params = asking.conditions(rows, wanted, sight)
    seen = " AND m.channel NOT IN :hidden" if sight.hidden else ""
    bounds = {"start": start, "end": end, **({"hidden": sorted(sight.hidden)} if sight.hidden else {})}
    received: dict[int, list[int]] = {}
    for conversation, at in rows.all(
            "SELECT m.conversation_id, m.received_at FROM message m WHERE m.direction = 'in' "  # noqa: S608 - words of our own
            f"AND m.received_at >= :start AND m.received_at < :end{seen}", **bounds):
        received.setdefault(conversation, []).append(at)
    sent: dict[int, list[tuple[int, int | None]]] = {}
    for conversation, at, author in rows.all(
            "SELECT m.conversation_id, m.sent_at, CASE WHEN m.author_kind = 'agent' THEN m.author_id END AS author FROM message m "  # noqa: S608
            f"WHERE m.direction = 'out' AND m.sent_at >= :start AND m.sent_at < :end AND {asking.KEPT}{seen}", **bounds):
        sent.setdefault(conversation, []).append((at, author))
    ones = {}
    for row in rows.all("SELECT c.id, c.channel, c.assignee_id, c.team_id, c.created_at, c.closed_at, c.first_reply_at "  # noqa: S608
                        f"FROM conversation c WHERE c.status IN :statuses{where}", statuses=wanted.statuses, **params):
        inbound, outbound = received.get(row.id), sent.get(row.id)
        opened = start <= row.created_at < end
        closed = row.closed_at is not None and start <= row.closed_at < end
        replied = row.first_reply_at is not None and start <= row.first_reply_at < end
        if inbound or outbound or opened or closed or replied:
            ones[row.id] = _One(row, inbound or [], outbound or [], opened, closed,
                                max(0, row.first_reply_at - row.created_at) if replied else None,
                                max(0, row.closed_at - row.created_at) if closed else 0)
    for tag in rows.all("SELECT conversation_id, name FROM tag"):
        if (one := ones.get(tag.conversation_id)) is not None:
            one.tags.append(tag.name)
    return _Period(start, end, list(ones.values()))


# ---------------------------------------------------------------- figures

def _span(what: str, start: int, end: int) -> Json:
    return {f"{what}_after": rfc3339(start), f"{what}_before": rfc3339(end)}


def _messages(messages: int, conversations: int, query: Json) -> Json:
    return {"messages": messages, "conversations": conversations, "query": query}


def _spread(durations: Iterable[int], query: Json) -> Json:
    """Median and nine of ten, in seconds, exact."""
    known = sorted(durations)
    return {"median": round(median(known) / 1e6, 3) if known else None,
            "p90": round(known[math.ceil(0.9 * len(known)) - 1] / 1e6, 3) if known else None, "n": len(known), "query": query}


def _figures(period: _Period, ones: Sequence[_One], base: Json) -> Json:
    def query(what: str) -> Json:
        return {**base, **_span(what, period.start, period.end)}
    received = sent = received_in = sent_in = opened = closed = 0
    replies, resolutions = [], []
    for one in ones:  # one walk: a report has a hundred groups, and together they hold each conversation several times
        if one.received:
            received += len(one.received)
            received_in += 1
        if one.sent:
            sent += len(one.sent)
            sent_in += 1
        opened += one.opened
        if one.closed:
            closed += 1
            resolutions.append(one.resolution)
        if one.reply is not None:
            replies.append(one.reply)
    return {
        "received": _messages(received, received_in, query("received")), "sent": _messages(sent, sent_in, query("sent")),
        "opened": {"conversations": opened, "query": query("created")},
        "closed": {"conversations": closed, "query": query("closed")},
        "first_reply": _spread(replies, query("replied")), "resolution": _spread(resolutions, query("closed")),
    }


def _now(rows: Rows, base: Json, sight: Sight, now: int) -> Json:
    """What is open, and who waits, at this moment."""
    base = {**base, "status": "open"}
    wanted = asking.read(base, sight.agent)
    where, params = asking.conditions(rows, wanted, sight)
    since = sorted(row.since for row in rows.all(
        f"SELECT c.waiting_since AS since FROM conversation c WHERE c.status = 'open' AND c.waiting_since IS NOT NULL{where}", **params))  # noqa: S608
    bounds = [None, *(now - hours * HOUR for hours in AGES), None]
    ages = []
    for n, hours in enumerate([*AGES, None]):
        until, after = bounds[n], bounds[n + 1]
        query = {**base, "waiting": "true", **({} if after is None else {"waiting_after": rfc3339(after)}),
                 **({} if until is None else {"waiting_before": rfc3339(until)})}
        ages.append({"under_hours": hours, "query": query, "conversations": sum(
            (after is None or at >= after) and (until is None or at < until) for at in since)})
    spread = _spread((max(0, now - at) for at in since), {**base, "waiting": "true"})
    return {"open": {"conversations": asking.count(rows, wanted, sight), "query": base},
            "backlog": {**spread, "oldest_since": rfc3339(since[0]) if since else None, "ages": ages}}


# ---------------------------------------------------------------- by what

class _Calendar:
    """Which day of the report, and which hour of which weekday, a moment falls into: looked up once for each quarter of an hour."""

    def __init__(self, days: Sequence[tuple[date, int, int]], zone: ZoneInfo) -> None:
        self._starts, self._zone = [start for _, start, _ in days], zone
        self._known: dict[int, tuple[int, tuple[int, int]]] = {}

    def __call__(self, at: int) -> tuple[int, tuple[int, int]]:
        """(number of the day, (weekday, hour))"""
        quarter = at // zones.QUARTER
        found = self._known.get(quarter)
        if found is None:
            found = self._known[quarter] = bisect_right(self._starts, at) - 1, zones.hour_of(at, self._zone)
        return found


def _spread_out(period: _Period, days: Sequence[tuple[date, int, int]], base: Json, tz: str) -> tuple[list[Json], list[Json]]:
    """By day, and by hour of the weekday."""
    place = _Calendar(days, ZoneInfo(tz))
    received, received_in, sent, sent_in, opened, closed = ([0] * len(days) for _ in range(6))
    hours, hours_in = dict[tuple[int, int], int](), dict[tuple[int, int], int]()
    for one in period.ones:
        seen, slots, wrote = set[int](), set[tuple[int, int]](), set[int]()
        for at in one.received:
            day, slot = place(at)
            received[day] += 1
            hours[slot] = hours.get(slot, 0) + 1
            seen.add(day)
            slots.add(slot)
        for day in seen:
            received_in[day] += 1
        for slot in slots:
            hours_in[slot] = hours_in.get(slot, 0) + 1
        for at, _ in one.sent:
            day, _ = place(at)
            sent[day] += 1
            wrote.add(day)
        for day in wrote:
            sent_in[day] += 1
        if one.opened:
            opened[place(one.row.created_at)[0]] += 1
        if one.closed:
            closed[place(one.row.closed_at)[0]] += 1
    by_day = [{
        "day": str(day), "received": _messages(received[n], received_in[n], {**base, **_span("received", start, end)}),
        "sent": _messages(sent[n], sent_in[n], {**base, **_span("sent", start, end)}),
        "opened": {"conversations": opened[n], "query": {**base, **_span("created", start, end)}},
        "closed": {"conversations": closed[n], "query": {**base, **_span("closed", start, end)}},
    } for n, (day, start, end) in enumerate(days)]
    within = {**base, **_span("received", period.start, period.end), "tz": tz}
    return by_day, [{"weekday": weekday, "hour": hour, "received": _messages(
        hours[weekday, hour], hours_in[weekday, hour], {**within, "received_slot": f"{weekday}-{hour:02}"})}
        for weekday, hour in sorted(hours)]


def _groups(period: _Period, base: Json, by: str, keys: Callable[[_One], Iterable[Any]], names: Mapping[Any, str]) -> list[Json]:
    """A row for each key: `{id, name, …figures}`. A key of None is nobody, or none."""
    groups: dict[Any, list[_One]] = {}
    for one in period.ones:
        for key in keys(one):
            groups.setdefault(key, []).append(one)
    return [{"id": None if key is None else str(key), "name": names.get(key, "" if key is None else str(key)),
             **_figures(period, groups[key], {**base, by: "none" if key is None else str(key)})}
            for key in sorted(groups, key=lambda key: (key is None, str(names.get(key, key))))]


def _by_team(rows: Rows, period: _Period, base: Json) -> list[Json]:
    names = {row.id: row.name for row in rows.all("SELECT id, name FROM team")}
    return _groups(period, base, "team", lambda one: [one.row.team_id], names)


def _by_tag(period: _Period, base: Json, tag: str | None) -> list[Json]:
    """The list takes one tag: a report about one has only its own row."""
    return _groups(period, base, "tag", lambda one: one.tags if tag is None else [tag], {})


def _by_agent(rows: Rows, period: _Period, base: Json) -> list[Json]:
    """By assignee, but for `sent`, which is whose hand wrote it; in a report about one agent theirs alone."""
    names = {row.id: row.name for row in rows.all("SELECT id, name FROM agent")}
    found = {row["id"]: row for row in _groups(period, base, "assignee", lambda one: [one.row.assignee_id], names)}
    wrote: dict[str, tuple[int, int]] = {}  # messages, conversations
    for one in period.ones:
        written: dict[int | None, int] = {}
        for _, author in one.sent:
            written[author] = written.get(author, 0) + 1
        for author, n in written.items():
            if author is not None:
                messages, conversations = wrote.get(str(author), (0, 0))
                wrote[str(author)] = messages + n, conversations + 1
    only = base.get("assignee")
    for agent in wrote if only is None else wrote.keys() & {only}:
        if agent not in found:
            found[agent] = {"id": agent, "name": names.get(int(agent), agent), **_figures(period, (), {**base, "assignee": agent})}
    for agent, row in found.items():
        row["sent"] = None if agent is None else _messages(
            *wrote.get(agent, (0, 0)), {**base, **_span("sent", period.start, period.end), "sent_by": agent})
    return sorted(found.values(), key=lambda row: (row["id"] is None, row["name"]))
