"""Charsets as mailers really use them: wrong labels, wider sets than the label says, no label at all."""

from __future__ import annotations

import codecs
import encodings
import pkgutil
import re
from encodings.aliases import aliases

# What a label means in practice: mailers write the name of the older, smaller set.
_CHARSETS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "chinesesimplified": "gb18030",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252",
    "8859-1": "cp1252", "iso-8859-1-windows-3.1-latin-1": "cp1252", "ansi": "cp1252", "windows1252": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874", "x-windows-874": "cp874",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "korean": "cp949", "x-windows-949": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
    "big5": "big5hkscs", "x-big5": "big5hkscs", "cn-big5": "big5hkscs",
    "utf8": "utf-8", "utf-8;": "utf-8", "utf_8": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf8mb4": "utf-8",
    "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic",
}
_UNKNOWN = {"", "us-ascii", "ascii", "unknown", "x-unknown", "unknown-8bit", "x-user-defined", "default", "8bit", "7bit",
            "binary", "none", "ansi_x3.4-1968", "iso-ir-6"}
_STATEFUL = ("utf-7", "unicode-1-1-utf-7", "iso-2022", "iso2022", "csiso2022", "hz", "utf-16", "utf-32", "ucs-")
_NEVER = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem",
          "rot_13", "hex", "base64", "bz2", "zip", "zlib", "quopri", "uu"}
# what Python has. To ask it for a name is to be remembered: it keeps every one that it was ever asked for in vain.
_THERE = frozenset({*aliases, *aliases.values(), *(module.name for module in pkgutil.iter_modules(encodings.__path__))})


def _there(name: str) -> bool:
    known = encodings.normalize_encoding(name)
    return known in _THERE or known.replace(".", "_") in _THERE


def codec(label: str) -> str | None:
    """The codec for a charset's label as it is meant; None when it is unknown or says nothing."""
    label = label.strip().strip("\"'").lower()
    if label in _UNKNOWN:
        return None
    label = _CHARSETS.get(label, label)
    for name in (label, label.replace("cp-", "cp"), label.replace("windows-", "cp"), label.rstrip(";")):
        try:
            info = codecs.lookup(name) if _there(name) else None
        except (LookupError, ValueError):
            continue
        if info is None:
            continue
        if info.name.replace("-", "_") in _NEVER or not getattr(info, "_is_text_encoding", True):
            return None
        return "gb18030" if info.name in ("gb2312", "gbk") else info.name
    return None


def decode(data: bytes, label: str = "") -> str:
    """Bytes to text, never raising: as labelled, else UTF-8, else what they look like, else Windows-1252."""
    if data.isascii() and not label.lower().startswith(_STATEFUL):
        return data.decode("ascii")
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace")
    name = codec(label)
    if name:
        if name.startswith("iso2022_jp"):
            return _iso2022jp(data)
        try:
            return data.decode(name)
        except (UnicodeError, ValueError):
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if name == "cp1252":
        return data.decode("latin-1")
    if name:
        text = data.decode(name, "replace")
        strange = sum(byte > 127 for byte in data)
        if text.count("\ufffd") * 5 <= strange:
            return text
    return _guess(data)


def _guess(data: bytes) -> str:
    """Text of no usable label. Short text is taken as Western, where guessing is no better than that."""
    if len(data) >= 24:
        from charset_normalizer import from_bytes  # costs 20 ms to import and is needed for one mail in thousands
        best = from_bytes(data[:8192], steps=3, cp_exclusion=["utf_7"]).best()
        if best is not None:
            return data.decode(best.encoding, "replace")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp932")     # its lead bytes are the ones that Windows-1252 has not
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _iso2022jp(data: bytes) -> str:
    """ISO-2022-JP as Windows writes it: the stdlib's codecs know no NEC row 13 (①) and no half-width kana."""
    if not data.isascii():
        try:
            return data.decode("cp932")     # labelled so, but never encoded
        except UnicodeDecodeError:
            pass
    out: list[str] = []
    mode = "ascii"
    for piece in re.split(rb"(\x1b(?:\$\(?[@BD]|\([BJIH]))", data):
        if piece.startswith(b"\x1b"):
            mode = {b"\x1b(I": "kana", b"\x1b(J": "ascii", b"\x1b(B": "ascii", b"\x1b(H": "ascii"}.get(piece, "double")
        elif mode == "ascii":
            out.append(piece.decode("utf-8", "replace") if piece.isascii() else decode(piece))
        elif mode == "kana":
            out.append(bytes(byte | 0x80 for byte in piece).decode("cp932", "replace"))
        else:
            out.append(_jis(piece))
    return "".join(out)


def _jis(piece: bytes) -> str:
    """Two-byte JIS to text by way of the same characters' Shift-JIS codes."""
    out = bytearray()
    pairs = iter(piece)
    for first in pairs:
        if not 0x21 <= first <= 0x7E:
            out.append(first & 0x7F)   # a line's end without an escape
            continue
        second = next(pairs, 0x21)
        lead = (first - 0x21 >> 1) + (0x81 if first < 0x5F else 0xC1)
        trail = second + (0x1F if second < 0x60 else 0x20) if first & 1 else second + 0x7E
        out += bytes((lead & 0xFF, trail & 0xFF))
    return out.decode("cp932", "replace")
