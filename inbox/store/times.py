"""Moments: microseconds since 1970 in the store, aware datetimes everywhere else, RFC 3339 outside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

# SQL: PostgreSQL's own clock, in microseconds
SERVER_NOW = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


def clock(dialect: str) -> str:
    """SQL: the moment that all daemons agree on, or in a SQLite store, which has one daemon, its own as the parameter `now`."""
    return SERVER_NOW if dialect == "postgresql" else ":now"


def micros(at: datetime) -> int:
    """An aware datetime as microseconds since 1970."""
    return (at - _EPOCH) // _MICRO


def moment(us: int) -> datetime:
    """Microseconds since 1970 as an aware datetime."""
    return _EPOCH + timedelta(microseconds=us)


def rfc3339(us: int | None) -> str | None:
    """Microseconds since 1970 as `2026-11-21T09:30:00.000Z` (RFC 3339); None stays None."""
    if us is None:
        return None
    text = moment(us).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
