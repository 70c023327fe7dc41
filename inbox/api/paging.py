"""Cursors: the key of the last row that was shown, in a form that nobody should read."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any

from inbox.api.problems import invalid


def cursor(*key: Any) -> str:
    """The cursor for the rows behind a key of strings and numbers."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def key(text: str | None, *shapes: Sequence[type]) -> tuple[Any, ...] | None:
    """The key in a cursor, which must have one of these shapes. Raises Problem 422."""
    if text is None:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        found = None
    if isinstance(found, list) and any([type(part) for part in found] == list(shape) for shape in shapes) and all(
            not isinstance(part, int) or abs(part) < 2**63 for part in found) and "\x00" not in "".join(map(str, found)):
        return tuple(found)
    raise invalid([("cursor", "this is no `next` of this list")], "cursor")


def listed(items: list[Any], after: Sequence[Any] | None) -> dict[str, Any]:
    """A page, with the key behind which the next one begins (None: there is no more)."""
    return {"items": items, "next": None if after is None else cursor(*after)}


def joined(items: list[str], after: Sequence[Any] | None) -> bytes:
    """As `listed`, of items that are JSON already."""
    following = "null" if after is None else f'"{cursor(*after)}"'
    return f'{{"items":[{",".join(items)}],"next":{following}}}'.encode()


def cut(items: list[dict[str, Any]], limit: int, field: str) -> dict[str, Any]:
    """A page of `limit + 1` items or fewer that are in the order of `field`."""
    if len(items) <= limit:
        return listed(items, None)
    last = items[limit - 1][field]
    return listed(items[:limit], (int(last) if field == "id" else last,))
