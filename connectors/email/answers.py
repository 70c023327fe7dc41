"""What a server answers to FETCH, read quickly where it is as plain as it nearly always is.

imapclient's reader takes every answer apart letter by letter, which costs more than fetching it. Whatever is not as plain as what
stands here (an item after the mail, news of another mail in between, a quoted or missing thing) is its to read: then the answer is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

_ITEM = rb'(?:UID|RFC822\.SIZE|X-GM-MSGID|X-GM-THRID) \d+|INTERNALDATE "[^"]*"|FLAGS \([^()"]*\)'
_FACTS = re.compile(rb"\d+ \((?:(?:" + _ITEM + rb") ?)+\)")
_EACH = re.compile(_ITEM)
_BODY = re.compile(rb"\d+ \(UID (\d+) BODY\[\] \{\d+\}")
_DATE = re.compile(rb" ?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS = {name: n for n, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}


def facts(lines: Sequence[Any]) -> dict[int, dict[bytes, Any]] | None:
    """UID → what imapclient would give for the same lines: size, arrival (UTC), flags, Gmail's numbers."""
    found: dict[int, dict[bytes, Any]] = {}
    for line in lines:
        if not isinstance(line, bytes) or _FACTS.fullmatch(line) is None:
            return None
        items: dict[bytes, Any] = {}
        for item in _EACH.findall(line):
            name, _, value = item.partition(b" ")
            items[name] = moment(value[1:-1]) if name == b"INTERNALDATE" else tuple(value[1:-1].split()) if name == b"FLAGS" else int(value)
        if b"UID" not in items or b"RFC822.SIZE" not in items or items[b"UID"] in found or items.get(b"INTERNALDATE", "") is None:
            return None
        found[items[b"UID"]] = items
    return found


def moment(text: bytes) -> datetime | None:
    """An INTERNALDATE (` 5-Jan-2026 08:00:00 +0000`) as UTC; None when it is anything else."""
    parts = _DATE.fullmatch(text)
    if parts is None or parts[2] not in _MONTHS:
        return None
    away = timedelta(hours=int(parts[8]), minutes=int(parts[9]))
    try:
        at = datetime(int(parts[3]), _MONTHS[parts[2]], int(parts[1]), int(parts[4]), int(parts[5]), int(parts[6]), tzinfo=UTC)
        return at - away if parts[7] == b"+" else at + away
    except (ValueError, OverflowError):
        return None


def bodies(lines: Sequence[Any]) -> dict[int, dict[bytes, Any]] | None:
    """UID → the whole mail, as its item BODY[]."""
    found: dict[int, dict[bytes, Any]] = {}
    if len(lines) % 2:
        return None
    for mail, end in zip(lines[::2], lines[1::2], strict=True):
        head = _BODY.fullmatch(mail[0]) if isinstance(mail, tuple) else None
        if head is None or end != b")" or int(head[1]) in found:
            return None
        found[int(head[1])] = {b"BODY[]": mail[1]}
    return found
