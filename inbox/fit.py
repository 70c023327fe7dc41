"""Pure: what came from outside, made fit for every database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

V = TypeVar("V")


def fit(text: str) -> str:
    """The text without what no database takes: NUL (PostgreSQL) and lone surrogates (both)."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode()


# what turns the order of letters round, or hides among them (UAX 9); joiners stay, Persian and emoji need them
_TURNS = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def unmasked(text: str) -> str:
    """A name as it is: `annex\u202egpj.exe` shows its ending, and no name turns the line round that it stands in."""
    return text if text.isascii() else _TURNS.sub("", text)


def file_name(text: str) -> str:
    """The same of a file's name, without room in which its ending could hide, and at most 255 characters with the ending."""
    name = " ".join(unmasked(text).split())
    if len(name) > 255:
        stem, dot, ending = name.rpartition(".")
        name = stem[:250 - len(ending)] + "…" + dot + ending if dot and len(ending) <= 20 else name[:255]
    return name


def fit_all(value: V) -> V:
    """The same for every text within a frozen value, its tuples, sets and mappings."""
    found: Any = value
    if isinstance(found, str):
        found = fit(found)
    elif isinstance(found, (tuple, list, set, frozenset)):
        found = type(found)(fit_all(one) for one in found) if found else found
    elif isinstance(found, Mapping):
        found = {fit_all(key): fit_all(one) for key, one in found.items()}
    elif is_dataclass(found) and not isinstance(found, type):
        found = replace(found, **{f.name: fit_all(getattr(found, f.name)) for f in fields(found)})
    return found  # type: ignore[no-any-return]  # it is of the kind that came in
