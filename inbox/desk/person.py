"""What an agent writes about a contact, made fit for the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inbox.desk.changes import labels
from inbox.desk.draft import InvalidError, one_line, tidy

NAME, FIELD, VALUE, MOST = 200, 64, 2_000, 50  # characters of a name, of a field's name and value; fields of a contact


def fit(given: Mapping[str, Any]) -> dict[str, Any]:
    """The same, tidied. Raises InvalidError."""
    fit = dict(given)
    if "name" in fit:
        fit["name"] = one_line(fit["name"])[:NAME]
    if "notes" in fit:
        fit["notes"] = tidy(fit["notes"])
    if "time_zone" in fit:
        fit["time_zone"] = _zone(fit["time_zone"] or "")
    if "language" in fit:
        fit["language"] = fit["language"] or ""
    if "tags" in fit:
        fit["tags"] = sorted(labels(fit["tags"]))
    if "fields" in fit:
        fit["fields"] = _fields(fit["fields"])
    return fit


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo
    try:
        return ZoneInfo(name).key if name else ""
    except (ValueError, KeyError, OSError):  # unknown; or a folder of the data base, as `Europe` is
        raise InvalidError(("time_zone", f"{name[:80]!r} is no time zone, as `Europe/Berlin` is one")) from None


def _fields(given: Mapping[str, str]) -> dict[str, str]:
    found = {one_line(name)[:FIELD]: tidy(value) for name, value in given.items()}
    kept = {name: value for name, value in sorted(found.items()) if name and value}
    if len(kept) > MOST:
        raise InvalidError(("fields", f"{len(kept)} fields; {MOST} are the most"))
    if long := [name for name, value in kept.items() if len(value) > VALUE]:
        raise InvalidError((f"fields.{long[0]}", f"is longer than {VALUE:,} characters"))
    return kept
