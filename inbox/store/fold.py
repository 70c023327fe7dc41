"""Text folded for the search index, the same on both databases and for what is asked.

NFKC, lower case, no accents, one form for Arabic and Persian letters, every digit as 0-9, and each character of a script
without spaces a word of its own (no tokenizer of either database cuts Chinese, Japanese or Thai into words). What remains
is words of letters and digits with single spaces between: nothing that could be query syntax.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_EQUALS: dict[str, str | int | None] = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ہ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و",
    "ـ": None, "\u200c": " ", "\u200d": None, "\u00ad": None, "\u200e": None, "\u200f": None, "\u2060": None, "\ufeff": None,
    "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i",
}
_SAME = str.maketrans(_EQUALS)
# Latin letters with the punctuation of good typists, and each of them folded: most mail needs no more
_NOT_LATIN = re.compile("[^\x00-\u024f\u2010-\u2027\u2030-\u203a\u20a0-\u20bf]")
_NO_LETTERS = (*range(0x2010, 0x2028), *range(0x2030, 0x203b), *range(0x20a0, 0x20c0))
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
# scripts that are written without spaces: Thai and Lao, Burmese, Khmer, Japanese and Chinese; Korean, whose words have endings
_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
                       "\U00020000-\U0003ffff])")
# marks that are no letters: accents, Cyrillic titla, Hebrew points, Arabic vowels and the signs of the Koran
_ACCENT = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
                     "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_MARK = re.compile(r"[^\w\s\x00-\u02ff\u2000-\u206f\u3000-\u3002\uff00-\uffef]")  # what may be one; its category decides
_WORD = re.compile(r"[^\W_]+")
# every byte that is no letter and no digit becomes a space, every letter a small one
_ASCII = bytes(n if chr(n).isalnum() and n < 128 else 32 for n in range(256)).translate(bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz"))
MOST = 256 * 1024  # characters of one message that are indexed
LARGEST = 900_000  # bytes of a tsvector; PostgreSQL refuses one of a megabyte
LONGEST = 80  # characters of a word that are indexed
WORDS = 12  # words of a question that are used


def fold(text: str) -> str:
    """Words with single spaces between. Linear in the text; at most `MOST` characters are looked at."""
    text = text[:MOST]
    if text.isascii():
        return " ".join(text.encode("ascii").translate(_ASCII).decode("ascii").split())
    if _NOT_LATIN.search(text) is None:
        text = _BEYOND_ASCII.sub(_folded_latin, text)  # translating all of a text that is mostly ASCII takes five times as long
        if text.isascii():
            words = text.encode("ascii").translate(_ASCII).decode("ascii").split()
            return " ".join(words if max(map(len, words), default=0) <= LONGEST else (word[:LONGEST] for word in words))
        return " ".join(word[:LONGEST] for word in _WORD.findall(text.lower()))
    text = _UNSPACED.sub(r" \1 ", _MARK.sub(_letter, _FOREIGN_DIGIT.sub(_digit, _plain(text))))
    return " ".join(word[:LONGEST] for word in _WORD.findall(text))


def _folded_latin(found: re.Match[str]) -> str:
    return found[0].translate(_latin())


@cache
def _latin() -> dict[int, str]:
    """Latin letters beyond ASCII as the long way folds them; what is no letter, a space."""
    return {n: _plain(chr(n)) for n in range(0x80, 0x250)} | dict.fromkeys(_NO_LETTERS, " ")


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SAME)
    return text if text.isascii() else unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", text)))


def _letter(found: re.Match[str]) -> str:
    """Vowel signs that combine are no word characters to `re`; a private word stands for each, so that words stay whole."""
    return f"q{ord(found[0]):x}q" if unicodedata.category(found[0]).startswith("M") else found[0]


def _digit(found: re.Match[str]) -> str:
    return str(unicodedata.digit(found[0]))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that stand together. `open`: the last one may be the beginning of a word."""

    words: tuple[str, ...]
    open: bool = False


def fts5(asked: Sequence[Phrase]) -> str:
    """The phrases, all of which must be there, for SQLite's MATCH."""
    return " AND ".join(f'"{" ".join(phrase.words)}"{"*" * phrase.open}' for phrase in asked)


def tsquery(asked: Sequence[Phrase]) -> str:
    """The same as a literal of PostgreSQL's type `tsquery`."""
    return " & ".join("(" + " <-> ".join([*(f"'{word}'" for word in phrase.words[:-1]),
                                          f"'{phrase.words[-1]}'{':*' * phrase.open}"]) + ")" for phrase in asked)


def tsvector(folded: str) -> str:
    """Folded text as a literal of PostgreSQL's type `tsvector` (positions end at 16,383, its size at 1 MB)."""
    places: dict[str, list[str]] = {}
    size = 0
    for n, word in enumerate(folded.split(), 1):
        found = places.get(word)
        if found is None:
            size += len(word.encode()) + 4
            if size > LARGEST:
                break
            found = places[word] = []
        if n < 16_384 and len(found) < 255:
            size += 2
            found.append(str(n))
    return " ".join(f"'{word}':{','.join(found)}" if found else f"'{word}'" for word, found in places.items())
