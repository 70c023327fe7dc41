"""The quick reader of mail: takes apart what is written as the RFCs say, and leaves everything else to the careful one.

It makes the very tree that the standard parser makes of the same bytes, in a fifth of the time, for it looks for ends instead of
walking line by line. Whatever the standard parser would have to forgive (a missing boundary, a broken header, bare line ends, a mail
within the mail) it does not judge: it answers None, and `mime.parse` reads the mail with care. Sources: RFC 5322, 2046.
"""

from __future__ import annotations

import binascii
import email.message
import email.policy
import re

DEPTH = 4       # levels of parts; who nests deeper is read with care
PARTS = 50      # parts of one level
_PLAIN = ("7bit", "8bit", "binary")
# name, then its value with the lines on which it goes on
_FIELDS = {eol: re.compile(rf"([!-9;-~]++):([^\r\n]*(?:{eol}[ \t][^\r\n]*)*){eol}") for eol in ("\r\n", "\n")}


class Part(email.message.Message):
    """A part of a mail. `data`: the bytes of a leaf as they stand, where the quick reader made it."""

    data: bytes | None = None
    _kind = ""

    def get_content_type(self) -> str:
        """As the library says it, found once: a mail's headers do not change while it is read."""
        if not self._kind:
            self._kind = super().get_content_type()
        return self._kind

    def set_default_type(self, ctype: str) -> None:
        self._kind = ""
        super().set_default_type(ctype)


class _NotOursError(Exception):
    """This mail wants the careful reader."""


class _Reader:
    def __init__(self, raw: bytes, policy: email.policy.Policy) -> None:
        self.raw = raw
        self.policy = policy
        self.eol = _line_end(raw)
        self.text = raw.decode("ascii", "surrogateescape")  # one character a byte: what is found in it is found in the bytes

    def part(self, start: int, end: int, depth: int) -> Part:
        """The part that the text from `start` to `end` is."""
        eol = self.eol
        head = self.text.find(eol + eol, start, end)
        if head <= start:
            raise _NotOursError
        made = Part(self.policy)
        self._fields(made, start, head + len(eol))
        body = head + 2 * len(eol)
        kind = made.get_content_type()
        if kind.startswith("multipart/"):
            self._several(made, kind, body, end, depth)
        elif kind.startswith("message/"):
            raise _NotOursError
        else:
            made.set_payload(self.text[body:end])
            made.data = self.raw[body:end]
        return made

    def _fields(self, made: Part, start: int, end: int) -> None:
        while start < end:
            found = _FIELDS[self.eol].match(self.text, start, end)
            if not found:
                raise _NotOursError
            made.set_raw(found[1], found[2].replace(self.eol, "").strip(" \t"))
            start = found.end()

    def _several(self, made: Part, kind: str, start: int, end: int, depth: int) -> None:
        boundary = made.get_boundary()
        if not boundary or kind == "multipart/digest" or depth >= DEPTH or str(
                made.get("content-transfer-encoding", "8bit")).lower() not in _PLAIN:
            raise _NotOursError
        line, after, last = self._line("--" + boundary, start, end)
        if last:
            raise _NotOursError
        if line > start:
            made.preamble = self.text[start:line - len(self.eol)]
        for _ in range(PARTS):
            line, behind, last = self._line("--" + boundary, after, end)
            if line - len(self.eol) < after:
                raise _NotOursError
            made.attach(self.part(after, line - len(self.eol), depth + 1))
            if last:
                closed = behind <= end  # whether the closing line has its line end
                made.epilogue = self.text[behind:end] if closed else None if depth else ""
                return
            after = behind
        raise _NotOursError

    def _line(self, wanted: str, start: int, end: int) -> tuple[int, int, bool]:
        """The next line that is this boundary: where it begins, what comes behind it, and whether it is the closing one."""
        eol = self.eol
        at = start if self.text.startswith(wanted, start, end) else self._next(wanted, start, end)
        while True:
            rest = at + len(wanted)
            stop = self.text.find(eol, rest, end)
            stop = end if stop < 0 else stop
            tail = self.text[rest:stop].rstrip(" \t")
            if tail in ("", "--"):
                return at, stop + len(eol), tail == "--"
            at = self._next(wanted, rest, end)  # another boundary, which begins like this one

    def _next(self, wanted: str, start: int, end: int) -> int:
        found = self.text.find(self.eol + wanted, start, end)
        if found < 0:
            raise _NotOursError
        return found + len(self.eol)


def _line_end(raw: bytes) -> str:
    """How its lines end, all of them."""
    feeds = raw.count(b"\n")
    if not raw.count(b"\r"):
        return "\n"
    if not raw.count(b"\r\n") == feeds == raw.count(b"\r"):
        raise _NotOursError
    return "\r\n"


def parse(raw: bytes, policy: email.policy.Policy) -> Part | None:
    """The mail as a tree of parts; None: it wants the careful reader."""
    try:
        reader = _Reader(raw, policy)
        return reader.part(0, len(raw), 0)
    except _NotOursError:
        return None


def content(part: Part) -> bytes | None:
    """The decoded bytes of a leaf that the quick reader made; None where the library must look at it."""
    if part.data is None:
        return None
    how = str(part.get("content-transfer-encoding", "")).lower()
    if how == "base64":
        written = part.data.translate(None, b"\r\n")
        try:
            return binascii.a2b_base64(written, strict_mode=True) if len(written) % 4 == 0 else None
        except binascii.Error:
            return None
    if how == "quoted-printable":
        return binascii.a2b_qp(part.data)
    return None if how.startswith("x-") or how in ("uuencode", "uue") else part.data
