"""Pure: what came from outside, made fit for every database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
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


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


def fit_all(value: V) -> V:
    """The same for every text within a frozen value, its tuples, sets and mappings. What is fit already stays the very same value."""
    found: Any = value
    kind = type(found)
    if kind is str:
        return fit(found)  # type: ignore[return-value]  # a str came in
    if isinstance(found, (tuple, list, set, frozenset)):
        ones = [fit_all(one) for one in found]
        return value if all(map(is_, ones, found)) else kind(ones)
    if isinstance(found, Mapping):
        return {fit_all(key): fit_all(one) for key, one in found.items()} if found else value  # type: ignore[return-value]  # a mapping came in
    changed = {name: new for name in _names(kind)  # type: ignore[arg-type]  # a class is hashable
               if (new := fit_all(old := getattr(found, name))) is not old}
    return replace(found, **changed) if changed else value
