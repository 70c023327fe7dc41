"""Pure: the language of the search field, `from:ann is:open after:2026-11-01 "red shoes" -paid`, as terms.

What no operator of ours begins is plain text. A minus before a term leaves out what it would find. docs/api.md explains each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

OPERATORS = ("from", "to", "channel", "assignee", "is", "tag", "team", "before", "after", "has", "in")
STATUSES = ("open", "closed", "snoozed", "spam")
VALUES = {"is": (*STATUSES, "unread", "failed", "uncertain", "waiting"), "has": ("attachment",), "in": ("notes",)}
MOST = 20  # terms of a question that are used
_TERM = re.compile(r'-?(?:[a-z]+:)?"[^"]*"?|\S+', re.IGNORECASE)
_QUOTES = str.maketrans("“”„«»", '"""""')
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_AGO = re.compile(r"(\d{1,4})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a question. `operator` is empty for plain text; `whole`: it stood in quotation marks. `typed`: as it was typed."""

    typed: str
    operator: str
    value: str
    negative: bool = False
    whole: bool = False


class BadValueError(ValueError):
    """An operator has a value that it does not know; the message names both."""


def parse(text: str) -> tuple[Term, ...]:
    """The terms of a question, in their order. An operator without a value is left out: somebody is typing it.

    Raises BadValueError.
    """
    found: list[Term] = []
    for typed in _TERM.findall(text.translate(_QUOTES)):
        term = _term(typed)
        if term is not None:
            found.append(term)
    return tuple(found[:MOST])


def _term(typed: str) -> Term | None:
    negative = typed.startswith("-") and len(typed) > 1
    rest = typed[1:] if negative else typed
    name, colon, value = rest.partition(":")
    operator = name.lower() if colon and name.lower() in OPERATORS else ""
    if not operator:
        value = rest
    whole = value.startswith('"')
    value = value.strip('"').strip()
    if not value:
        return None if operator else Term(typed, "", "")
    if operator in VALUES:
        value = value.lower()
        if value not in VALUES[operator]:
            raise BadValueError(f"{operator}:{value} is not known; {operator}: takes {', '.join(VALUES[operator])}")
    if operator in ("before", "after"):
        day(value, date(2000, 1, 1))
    return Term(typed, operator, value, negative, whole)


def day(value: str, today: date) -> date:
    """The day that a date begins on: `2026`, `2026-11`, `2026-11-21`, `today`, `yesterday`, or `7d`, `2w`, `1m`, `1y` ago.

    Digits of every script are digits. Raises BadValueError.
    """
    word = value.lower()
    if word in ("today", "yesterday"):
        return today - timedelta(days=word == "yesterday")
    try:
        if ago := _AGO.fullmatch(word):
            return today - timedelta(days=int(ago[1]) * _DAYS[ago[2]])
        if given := _DATE.fullmatch(word):
            found = date(int(given[1]), int(given[2] or 1), int(given[3] or 1))
            if 1970 <= found.year <= 9000:
                return found
    except (ValueError, OverflowError):
        pass  # no such day, such as the 31st of February
    raise BadValueError(f"{value!r} is no date; write 2026-11-21, 2026-11, today or 7d (days ago; w, m and y too)")
