"""What plain pages and mails of the installation say, by language. A language is one file beside this one."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
DEFAULT = "en"
RTL = frozenset({"fa", "ar", "he", "ur", "ckb"})
Say = Callable[..., str]


@cache
def languages() -> tuple[str, ...]:
    """Those that there are."""
    return tuple(sorted(path.stem for path in HERE.glob("*.json")))


@cache
def _file(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((HERE / f"{language}.json").read_text("utf-8"))
    return found


def of(language: str) -> Say:
    """What says a word of this language: `say("log-in")`, `say("mail-reset-text", name=…, link=…)`."""
    known = _file(language) if language in languages() else {}

    def say(name: str, /, **values: str) -> str:
        return (known.get(name) or _file(DEFAULT)[name]).format_map(values)
    return say


def chosen(accept: str) -> str:
    """The language that an Accept-Language header likes best of those that there are (RFC 9110, 12.5.4)."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept[:500].split(",")[:20]):
        tag, _, q = part.strip().partition(";")
        try:
            weight = float(q.strip().removeprefix("q=")) if q else 1.0
        except ValueError:
            weight = 0.0
        base = tag.strip().lower().partition("-")[0]
        base = {"tl": "fil"}.get(base, base)  # Tagalog under its older name
        if base in languages() and weight > 0:
            wanted.append((-weight, place, base))
    return min(wanted)[2] if wanted else DEFAULT
