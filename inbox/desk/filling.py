"""Canned replies, filled in for somebody. Pure: text and values in, text out."""

from __future__ import annotations

import re
from collections.abc import Mapping

VARIABLES = ("contact.first_name", "contact.name", "agent.first_name", "agent.name", "conversation.subject", "conversation.id",
             "channel.name")
_VARIABLE = re.compile(r"\{\{\s*([a-z_]{1,40}(?:\.[a-z_]{1,40}){0,3})\s*(?:\|([^{}]{0,200}))?\}\}")


def first_name(name: str) -> str:
    """What one calls them: the first word of a name; nothing of what is no name but an address or a number."""
    words = name.split()
    if not words or "@" in name or not any(c.isalpha() for c in words[0]):
        return ""
    last_first = words[0].endswith(",") and len(words) > 1  # Lee, Ann
    return words[1] if last_first else words[0].strip(",")


def fill(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """(text, variables that are missing): `{{contact.first_name|there}}` is a value, else what stands behind the bar.

    What has neither stays as it is, to be seen, and is named once.
    """
    missing: dict[str, None] = {}

    def put(found: re.Match[str]) -> str:
        value = values.get(found[1], "")
        if value or found[2] is not None:
            return value or found[2].strip()
        missing[found[1]] = None
        return found[0]
    return _VARIABLE.sub(put, text), list(missing)


def variant(variants: Mapping[str, str], asked: str) -> str | None:
    """The locale among the variants that suits best (`de-AT` takes `de`, `de` takes `de-DE`); None: the text itself."""
    folded = {locale.lower(): locale for locale in variants}
    wanted = asked.lower()
    while wanted:
        if wanted in folded:
            return folded[wanted]
        wanted = wanted.rpartition("-")[0]
    base = asked.lower().partition("-")[0]
    return next((locale for low, locale in sorted(folded.items()) if base and low.partition("-")[0] == base), None)
