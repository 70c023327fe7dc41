"""Pure: what came from outside, made fit for every database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

V = TypeVar("V")


def fit(text: str) -> str:
    """The text without what no database takes: NUL (PostgreSQL) and lone surrogates (both)."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode()


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
