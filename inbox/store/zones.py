"""Days and hours of a time zone as spans of microseconds: a day has 23 or 25 hours where the clocks change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inbox.store.times import micros, moment

QUARTER = 900_000_000  # microseconds: what the clocks of every zone are apart is a multiple of it


def midnight(day: date, zone: ZoneInfo) -> int:
    """When a day begins there; where that midnight is skipped, the first moment after it."""
    return micros(datetime.combine(day, time(), zone).astimezone(UTC))


def days(first: date, last: date, zone: ZoneInfo) -> list[tuple[date, int, int]]:
    """Each day with its beginning and end."""
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [(day, midnight(day, zone), midnight(day + timedelta(days=1), zone)) for day in every]


def hour_of(at: int, zone: ZoneInfo) -> tuple[int, int]:
    """(weekday, hour) of a moment; Monday is 1."""
    there = moment(at).astimezone(zone)
    return there.isoweekday(), there.hour


def hours(after: int, before: int, weekday: int, hour: int, zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    """The spans between two moments in which it is this hour of this weekday. An hour that comes twice is one long span."""
    day = moment(after).astimezone(zone).date() - timedelta(days=1)
    day += timedelta(days=(weekday - day.isoweekday()) % 7)
    while (begins := midnight(day, zone)) < before:
        ends = midnight(day + timedelta(days=1), zone)
        inside = [at for at in range(begins, ends, QUARTER) if moment(at).astimezone(zone).hour == hour]
        if inside and (start := max(inside[0], after)) < (end := min(inside[-1] + QUARTER, before)):
            yield start, end
        day += timedelta(days=7)
