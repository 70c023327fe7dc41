"""Lengths as X counts them, and chains of posts. The rules are those of twitter-text, version 3."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from . import facts

_TAIL = r"[^\s<>\"\u2e80-\uffff]*"
URL = re.compile(
    rf"https?://(?:[^\s<>\"/?#\u2e80-\uffff]+){_TAIL}"
    rf"|(?<![\w@.$#/-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{'|'.join(facts.BARE_TLDS)})(?![\w@-]|\.\w)(?:[/?#]{_TAIL})?",
    re.IGNORECASE)
_CLOSING = ".,;:!?'\")]}…"
_HEAVY = re.compile("[^" + "".join(f"{chr(low)}-{chr(high)}" for low, high in facts.LIGHT) + "]")
_JOINER, _EMOJI_STYLE, _KEYCAP = 0x200D, 0xFE0F, 0x20E3
_LEADING = re.compile(r"^(?:@\w{1,15}\s+)+", re.ASCII)


def _links(text: str) -> list[tuple[int, int]]:
    """(start, end) of each link, without the punctuation that ends a sentence."""
    found = []
    for match in URL.finditer(text):
        end = match.end()
        while end > match.start() and text[end - 1] in _CLOSING:
            link = text[match.start():end]
            if link[-1] == ")" and link.count(")") <= link.count("("):
                break
            end -= 1
        found.append((match.start(), end))
    return found


def has_link(text: str) -> bool:
    """Whether a post of this text costs what a post with a link costs."""
    return bool(_links(text))


def weight(text: str) -> int:
    """Weighted length: a link 23, a character of Latin, Greek, Arabic … 1, of East Asia 2, an emoji 2 however composed."""
    text = unicodedata.normalize("NFC", text)
    total, place = 0, 0
    for start, end in _links(text):
        total += _plain(text[place:start]) + facts.URL_WEIGHT
        place = end
    return total + _plain(text[place:])


def _plain(text: str) -> int:
    if not _HEAVY.search(text):
        return len(text)
    total, previous, joined = 0, 0, False  # previous: the weight of the character that a modifier would belong to
    codes = [ord(char) for char in text]
    for place, code in enumerate(codes):
        if joined or (previous == 2 and _modifies(code)):
            joined = False
            continue
        if code == _JOINER and previous == 2 and place + 1 < len(codes) and _weight(codes[place + 1]) == 2:
            joined = True
            continue
        if code in (_EMOJI_STYLE, _KEYCAP):
            total += 2 - previous if previous == 1 else 0  # a light sign shown as an emoji weighs like one
            previous = 2
            continue
        if 0x1F1E6 <= code <= 0x1F1FF and previous == 3:  # the second letter of a flag
            previous = 2
            continue
        found = _weight(code)
        total += found
        previous = 3 if 0x1F1E6 <= code <= 0x1F1FF else found
    return total


def _modifies(code: int) -> bool:
    return code in (_EMOJI_STYLE, _KEYCAP) or 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F


def _weight(code: int) -> int:
    return 1 if any(low <= code <= high for low, high in facts.LIGHT) else 2


def split(text: str, limit: int = facts.POST_WEIGHT) -> list[str]:
    """Parts of at most `limit` each, cut where a paragraph, a line, a sentence or at least a word ends."""
    parts: list[str] = []
    rest = text.strip()
    while rest and (most := _most(rest, limit)) < len(rest):
        cut = _cut(rest, most)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [part for part in (*parts, rest) if part]


def _most(text: str, limit: int) -> int:
    """The longest beginning that fits: its number of characters (at least 1)."""
    low, high = 1, limit
    while high < len(text) and weight(text[:high]) <= limit:
        low, high = high, high * 2
    high = min(high, len(text))
    while low < high:  # weight grows with the text but for a link that is still being written
        middle = (low + high + 1) // 2
        if weight(text[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    for start, end in _links(text):
        if start < low < end and start > 0 and end - start <= limit * 4:
            return start  # never through a link
    while 1 < low < len(text) and (_modifies(ord(text[low])) or ord(text[low]) == _JOINER or ord(text[low - 1]) == _JOINER):
        low -= 1
    return low


def _cut(text: str, most: int) -> int:
    head = text[:most]
    for mark, least in (("\n\n", 0.5), ("\n", 0.5), (". ", 0.5), ("! ", 0.5), ("? ", 0.5), ("。", 0.5), (" ", 0.25)):
        place = head.rfind(mark)
        if place >= most * least:
            return place + len(mark)
    return most


def same(ours: str, theirs: str) -> bool:
    """Whether X shows what we said: it puts names in front, and where a link stayed shortened any link will do."""
    if "://t.co/" not in theirs:
        return _bare(ours) == _bare(theirs)
    return re.sub(r"https?://\S+", "", _bare(ours)) == re.sub(r"https?://\S+", "", _bare(theirs))


def _bare(text: str) -> str:
    return " ".join(_LEADING.sub("", unicodedata.normalize("NFC", text).strip()).split())


def plain(part: Mapping[str, Any]) -> str:
    """The text of a post as its author typed it: links in full again, entities undone, links to attached media left out."""
    text = str(part.get("text") or "")
    entities = part.get("entities")
    urls = entities.get("urls") if isinstance(entities, dict) else None
    for url in urls if isinstance(urls, list) else ():
        if not isinstance(url, dict):
            continue
        short, full = str(url.get("url") or ""), str(url.get("expanded_url") or "")
        if short.startswith("https://t.co/"):
            text = text.replace(short, "" if url.get("media_key") else full or short, 1)
    return html.unescape(text).strip()


def whole(post: Mapping[str, Any]) -> str:
    """The text of a post, the long form where it has one (`text` is cut then)."""
    note = post.get("note_tweet")
    return plain(note if isinstance(note, dict) and note.get("text") else post)
