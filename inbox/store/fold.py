"""Text folded for the search index, the same on both databases and for what is asked.

NFKC, lower case, no accents, one form for Arabic and Persian letters, every digit as 0-9, and each CJK character a word
of its own (no tokenizer of either database cuts Chinese or Japanese into words). What remains is words of letters and
digits with single spaces between: nothing that could be query syntax.
"""

from __future__ import annotations

import re
import unicodedata

_SAME = str.maketrans({
    "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و",
    "ـ": None, "\u200c": " ", "\u200d": None, "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i",
})
_CJK = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff])")
_WORD = re.compile(r"[^\W_]+")
_ASCII = re.compile(r"[a-z0-9]+")
MOST = 256 * 1024  # characters of one message that are indexed
WORDS = 12  # words of a question that are used


def fold(text: str) -> str:
    """Words with single spaces between. Linear in the text; at most `MOST` characters are looked at."""
    text = text[:MOST]
    if text.isascii():
        return " ".join(_ASCII.findall(text.lower()))
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SAME)
    text = "".join(
        _digit(c) if c.isdigit() else c
        for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn" or _keeps(c))
    text = unicodedata.normalize("NFC", text)
    return " ".join(word for word in (w[:80] for w in _WORD.findall(_CJK.sub(r" \1 ", _joined(text)))))


def _keeps(mark: str) -> bool:
    """Marks that are letters in their script: vowel signs of India and South-East Asia, voicing in Japanese."""
    return not ("\u0300" <= mark <= "\u036f" or "\u0483" <= mark <= "\u0487" or "\u0591" <= mark <= "\u05bd"
                or "\u0610" <= mark <= "\u061a" or "\u064b" <= mark <= "\u065f" or mark == "\u0670")


def _joined(text: str) -> str:
    """Combining vowel signs are no word characters to `re`; a private letter stands for each, so words stay whole."""
    return "".join(c if c.isalnum() or not unicodedata.category(c).startswith("M") else f"q{ord(c):x}q" for c in text)


def _digit(c: str) -> str:
    value = unicodedata.digit(c, None)
    return c if value is None else str(value)


def phrases(question: str) -> list[list[str]]:
    """A question as phrases: each group of characters that a person wrote together must stand together.

    `foo@bar.com` is one phrase of three words, `東京` one of two, `red shoes` two phrases of one word.
    """
    out: list[list[str]] = []
    used = 0
    for part in question.split():
        words = fold(part).split()[:WORDS - used]
        used += len(words)
        if words:
            out.append(words)
    return out


def fts5(question: str) -> str:
    """The question for SQLite's MATCH; the last word may be the beginning of one. Empty: nothing to ask."""
    parts = ['"' + " ".join(words) + '"' for words in phrases(question)]
    if parts and len(phrases(question)[-1][-1]) > 1:
        parts[-1] += "*"
    return " AND ".join(parts)


def tsquery(question: str) -> str:
    """The question as a literal of PostgreSQL's type `tsquery`."""
    asked = phrases(question)
    parts = [[f"'{word}'" for word in words] for words in asked]
    if parts and len(asked[-1][-1]) > 1:
        parts[-1][-1] += ":*"
    return " & ".join("(" + " <-> ".join(words) + ")" for words in parts)


def tsvector(folded: str) -> str:
    """Folded text as a literal of PostgreSQL's type `tsvector` (positions end at 16,383, its size at 1 MB)."""
    places: dict[str, list[str]] = {}
    for n, word in enumerate(folded.split(), 1):
        found = places.setdefault(word, [])
        if n < 16_384 and len(found) < 255:
            found.append(str(n))
    return " ".join(f"'{word}':{','.join(found)}" if found else f"'{word}'" for word, found in places.items())
