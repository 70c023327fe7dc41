"""Days and hours of time zones, where the clocks change and where they do not."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from inbox.store import zones

HOUR = 3_600_000_000


@pytest.mark.parametrize(("name", "day", "hours"), [
    ("Europe/Berlin", date(2026, 3, 29), 23), ("Europe/Berlin", date(2026, 10, 25), 25), ("Europe/Berlin", date(2026, 6, 1), 24),
    ("America/Sao_Paulo", date(2018, 11, 4), 23), ("Australia/Lord_Howe", date(2026, 4, 5), 24.5), ("Asia/Tehran", date(2026, 3, 21), 24)])
def test_days_have_the_hours_that_they_have(name: str, day: date, hours: float) -> None:
    zone = ZoneInfo(name)
    [(_, start, end)] = zones.days(day, day, zone)
    assert (end - start) / HOUR == hours
    slots = [span for hour in range(24) for span in zones.hours(start, end, day.isoweekday(), hour, zone)]
    assert sum(b - a for a, b in slots) == end - start
    assert sorted(slots)[0][0] == start and max(b for _, b in slots) == end


def test_an_hour_that_comes_twice_is_long_and_one_that_is_skipped_is_none() -> None:
    zone = ZoneInfo("Europe/Berlin")
    for day, hours in ((date(2026, 10, 25), 2.0), (date(2026, 3, 29), 0.0), (date(2026, 7, 5), 1.0)):
        [(_, start, end)] = zones.days(day, day, zone)
        assert sum(b - a for a, b in zones.hours(start, end, 7, 2, zone)) / HOUR == hours


def test_spans_end_where_the_asked_ones_do() -> None:
    zone = ZoneInfo("UTC")
    [(_, start, _)] = zones.days(date(2026, 11, 16), date(2026, 11, 16), zone)
    assert list(zones.hours(start + HOUR // 2, start + 7 * 24 * HOUR + HOUR // 4, 1, 0, zone)) == [
        (start + HOUR // 2, start + HOUR), (start + 7 * 24 * HOUR, start + 7 * 24 * HOUR + HOUR // 4)]
