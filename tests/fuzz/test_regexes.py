"""Every regular expression of ours is asked by strings that are made to keep it busy: none takes more than its length."""

from __future__ import annotations

import heapq
import re
import time
from typing import Any

import bounds
import pumps
import pytest

SHORT, LONG = 1_000, 20_000
ALLOWED = 0.5  # seconds of CPU for a long string; the slowest takes 0.1, and what is squared two and more

# asked about no more than so many characters, by what asks
SHORTER = {
    "inbox.desk.draft._REPLY": 998,  # one_line(): and with single spaces
    "connectors.email.phrases.ABOVE": 120,  # reply.py: a line shorter than that
}


def asked(found: pumps.Found) -> list[Any]:
    """The ways in which an expression is asked."""
    pattern = re.compile(found.pattern, found.flags)
    used = found.methods or {"search", "fullmatch"}
    ways = [pattern.findall] if used - {"match", "fullmatch"} else []  # which goes on behind each place where it fits
    return ways + [getattr(pattern, name) for name in ("match", "fullmatch") if name in used]


def slow(found: pumps.Found, *, most: int = 15, pairs: bool = False, long: int = LONG) -> str:
    """The string that takes too long; empty: none does. Those that take longest when they are short are tried again when long."""
    longest = SHORTER.get(found.place, long)
    tried: list[tuple[float, int, pumps.Pump]] = []
    try:
        for number, pump in enumerate(pumps.attacks(found.pattern, found.flags, most=most, pairs=pairs)):
            tried.append((_taken(found, pump, min(SHORT, longest)), number, pump))
        for _, _, pump in heapq.nlargest(3, tried):
            _taken(found, pump, longest)
    except bounds.TooLongError:
        return f"{found.place} {found.pattern!r:.200} by {pump}"
    return ""


def _taken(found: pumps.Found, pump: pumps.Pump, length: int) -> float:
    text = pump.text(length)
    began = time.process_time()
    with bounds.cpu(ALLOWED):
        for ask in asked(found):
            ask(text if isinstance(found.pattern, str) else text.encode("latin-1", "replace"))
    return time.process_time() - began


def test_there_are_expressions_to_ask() -> None:
    found = pumps.every()
    assert len(found) > 150
    assert {"connectors.email.mime._TOKEN", "inbox.html._CID", "connectors.email.bounce._INTRODUCED"} <= {one.place for one in found}


@pytest.mark.parametrize("pattern", [r"(a|a)*$", r"<(/?)([a-z]\w*)([^<>]*)>", r'"(?:[^"\\]|\\.)*"', r"x\s*y?\s*z"])
def test_what_is_squared_or_worse_is_found(pattern: str) -> None:
    """The test of the test: expressions as we had them, or as one writes them. Long enough for a machine that is twice as fast, too."""
    assert slow(pumps.Found(pattern, re.compile(pattern).flags, "here", frozenset({"findall"})), pairs=True, long=3 * LONG)


def test_none_takes_more_than_its_length() -> None:
    assert [text for found in pumps.every() if (text := slow(found))] == []
