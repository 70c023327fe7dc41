"""Safe reading of MIME: headers that cannot raise, charsets as mailers really use them, addresses, parameters, dates.

The stdlib splits the mail into parts (its legacy policy, which never looks into a header); what stands in the headers
is read here, because the stdlib's own header parsing raises on hostile input and loses raw 8-bit text.
Sources: RFC 5322, 2047, 2231, 6532.
"""

from __future__ import annotations

import base64
import binascii
import email.errors
import email.message
import email.parser
import email.policy
import email.utils
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from connectors.email import quick
from connectors.email.addresses import normalise as strict
from connectors.email.charset import decode
from inbox.types import Address

MAX_HEADER = 32_768     # characters of one header's value
MAX_HEADERS = 2_000     # headers of one part
MAX_ADDRESSES = 500
MAX_NAME = 4_000        # characters of a name before it is decoded
UNKNOWN = "unknown@invalid"

Message = email.message.Message
Headers = dict[str, list[str]]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HEADER_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
_WORD = re.compile(r"=\?([\w.:+()-]+)(?:\*[\w-]*)?\?([bBqQ])\?(.*?)\?=", re.ASCII | re.DOTALL)
_NEITHER_ID = re.compile(r"[\s<>,;]+")


class _Unfolding(email.policy.Compat32):
    """The legacy policy with headers unfolded and left as they are: a folded or 8-bit boundary is found too."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, _, value = sourcelines[0].partition(":")
        if len(sourcelines) > 1:
            value += "".join(sourcelines[1:]).replace("\n", "").replace("\r", "")
        return name, value.strip(" \t\r\n").replace("\n", "").replace("\r", "")

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value

    def fold_binary(self, name: str, value: str) -> bytes:
        """A header of an enclosed mail as it stands: folding it anew would take the square of its length."""
        return f"{name}: {value}{self.linesep}".encode("ascii", "surrogateescape")


POLICY = _Unfolding()
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:|[ \t]|From |$")


def parse(raw: bytes) -> tuple[Message, bool]:
    """The mail as a tree of parts, and whether its structure had to be given up (nested beyond reason)."""
    quickly = quick.parse(raw, POLICY)
    if quickly is not None:
        return quickly, False
    parser = email.parser.BytesParser(quick.Part, policy=POLICY)
    try:
        message = parser.parsebytes(raw)
        if message.defects and "from" not in message and any(
                isinstance(one, email.errors.MissingHeaderBodySeparatorDefect) for one in message.defects):
            mended = parser.parsebytes(_mended(raw))
            message = mended if "from" in mended else message  # else it is no broken header but a body without one
        return message, False
    except RecursionError:
        return parser.parsebytes(raw, headersonly=True), True


def _mended(raw: bytes) -> bytes:
    """Header lines that were broken without a space, folded again: else all below them would be body, From included."""
    head, blank, rest = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw[:MAX_HEADER * 4] else b"\n\n")
    lines = head.split(b"\n")
    return b"\n".join(line if _FIELD.match(line) else b" " + line for line in lines) + blank + rest


def headers(message: Message) -> Headers:
    """Lower-case name → values as they stand, unfolded; 8-bit text is still escaped (see `text`)."""
    found: Headers = {}
    for count, (name, value) in enumerate(message.raw_items()):
        if count >= MAX_HEADERS:
            break
        found.setdefault(name.lower(), []).append(value[:MAX_HEADER])
    return found


def children(message: Message) -> list[Message]:
    """The parts of a part, or the mail in a message/rfc822; none for a leaf. (`get_payload` of a leaf may raise.)"""
    payload = message.get_payload() if message.is_multipart() else []
    return [child for child in payload if isinstance(child, email.message.Message)] if isinstance(payload, list) else []


def content(message: Message) -> bytes:
    """The decoded bytes of a leaf; what cannot be decoded as it stands; b"" for a part that has parts."""
    if message.is_multipart():
        return b""
    if isinstance(message, quick.Part) and (found := quick.content(message)) is not None:
        return found
    try:
        data = message.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):   # UnicodeError and binascii.Error are ValueErrors
        data = None
    return data if isinstance(data, bytes) else b""


def clean(text: str) -> str:
    """Body text without NUL and the other invisible controls, with plain line feeds."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text)


def plain(value: str) -> str:
    """A header's text on one line: controls become spaces, lone surrogates are replaced."""
    if value.isascii() and value.isprintable():
        return value.strip()
    value = _HEADER_CONTROL.sub(" ", value)
    if not value.isascii():
        value = value.encode("utf-8", "replace").decode("utf-8")
    return value.strip()


# ---------------------------------------------------------------- header text

def unescape(value: str, label: str = "") -> str:
    """A header's value with its raw 8-bit text read (RFC 6532, or the mail's own charset)."""
    if value.isascii():
        return value
    return decode(value.encode("utf-8", "surrogateescape"), label)


def text(value: str, label: str = "") -> str:
    """A header's value for people: RFC 2047 words decoded (also in pieces and in wrong places), one line."""
    if "=?" not in value:
        return plain(unescape(value, label))
    out: list[str] = []
    pending = b""
    charset = ""
    end = 0
    for word in _WORD.finditer(value, 0, value.rfind("?=") + 2):  # a word that cannot end would be looked for to the end each time
        between = value[end:word.start()]
        joined = bool(end) and not between.strip()
        if pending and (not joined or word[1].lower() != charset):
            out.append(decode(pending, charset))
            pending = b""
        if not joined:
            out.append(unescape(between, label))
        charset = word[1].lower()
        pending += _word(word[2], word[3])
        end = word.end()
    out.append(decode(pending, charset) if pending else "")
    out.append(unescape(value[end:], label))
    return plain("".join(out))


def _word(kind: str, body: str) -> bytes:
    data = body.encode("utf-8", "surrogateescape")
    if kind in "bB":
        data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        if len(data) % 4 == 1:
            data = data[:-1]
        try:
            return base64.b64decode(data + b"=" * (-len(data) % 4))
        except binascii.Error:
            return data
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), data.replace(b"_", b" "))


# ---------------------------------------------------------------- parameters

_PARAM = re.compile(r';\s*([^\s=;]+)\s*=\s*("(?:[^"\\]|\\.)*"?|(?:[^;"]|"(?=[^;]))*)', re.DOTALL)


def params(value: str, label: str = "") -> tuple[str, dict[str, str]]:
    """`text/plain; name*0*=…` → ("text/plain", {"name": …}): RFC 2231 pieces, RFC 2047 words, raw 8-bit and junk."""
    head, _, rest = value.partition(";")
    simple: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for found in _PARAM.finditer(";" + rest):
        name, content = found[1].lower(), found[2].strip()
        if content.startswith('"'):
            content = content[1:].removesuffix('"')
            content = re.sub(r'\\(["\\])', r"\1", content)
        base, star, number = name.partition("*")
        if not star:
            simple.setdefault(name, content)
        elif number.rstrip("*").isdigit() or not number:
            encoded = not number or number.endswith("*")
            order = int(number.rstrip("*")[:4]) if number.rstrip("*") else 0
            pieces.setdefault(base, []).append((order, encoded, content))
    result = {name: text(content, label) for name, content in simple.items()}
    for name, parts in pieces.items():
        joined = _continued(sorted(parts)[:200], label)
        if joined:
            result[name] = joined
    return head.strip().lower(), result


def _continued(parts: list[tuple[int, bool, str]], label: str) -> str:
    charset = ""
    data = b""
    for index, (_, encoded, content) in enumerate(parts):
        if encoded and index == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        raw = content.encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(raw) if encoded else raw
    decoded = decode(data, charset or label)
    return text(decoded) if "=?" in decoded else plain(decoded)


def filename(name: str) -> str:
    """A file's name that is safe to show and to store: no path, no controls, no direction tricks, ≤ 150 characters."""
    name = _BIDI.sub("", plain(name)).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    name = name.strip().strip('"').lstrip(".").strip()
    if len(name) > 150:
        stem, dot, suffix = name.rpartition(".")
        name = stem[:150 - 1 - len(suffix)] + "." + suffix if dot and len(suffix) <= 10 else name[:150]
    return name


# ---------------------------------------------------------------- addresses

_TOKEN = re.compile(
    r'=\?[\w.:+*()-]+\?[bBqQ]\?[^?]*\?='       # an encoded word may hide commas
    # what opens and never closes is looked through once for each sign that could open it: not farther than this
    r'|"(?:[^"\\]|\\.){0,500}+"'
    r"|\((?:[^()\\]|\\.|\([^()]{0,500}\)){0,500}+\)"
    r"|<[^<>]*>?"
    r'|[,;:]|[^",;:<(=]+|.', re.DOTALL)
_SPEC = re.compile(r"[^\s<>()\[\],;:\"]{1,128}@[^\s<>()\",;]{1,255}|\"[^\"]{1,128}\"@[^\s<>()\",;]{1,255}")


_USUAL = re.compile(r"[a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def normalise(value: str) -> str:
    """An address as it is compared. What no server would take (a name without a domain) is kept, in lower case."""
    value = re.sub(r"\s+", "", value).strip("<>").lower()
    if _USUAL.fullmatch(value):
        return value
    try:
        return strict(value)
    except ValueError:
        return value


class _Entry:
    """One mailbox while it is being read."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.spec: str | None = None
        self.comment = ""

    def full(self) -> bool:
        return self.spec is not None or "@" in "".join(self.words)

    def any(self) -> bool:
        return bool(self.spec) or bool("".join(self.words).strip())


def pairs(values: Iterable[str], label: str = "") -> list[tuple[str, str]]:
    """(name, address as written) of every mailbox. Tolerates groups, comments, unquoted commas, missing brackets."""
    return list(_pairs(tuple(values), label))


@lru_cache(maxsize=32)  # the same few headers of a mail are asked for several times
def _pairs(values: tuple[str, ...], label: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for value in values:
        entry = _Entry()
        for piece in _TOKEN.findall(value):
            first = piece[0]
            if piece in (",", ";"):
                if entry.full() or piece == ";":
                    _finish(entry, found, label)
                    entry = _Entry()
                elif entry.any():
                    entry.words.append(",")
            elif piece == ":" and entry.spec is None and "@" not in "".join(entry.words):
                entry = _Entry()            # the name of a group
            elif first == "<" and piece != "<":
                if entry.spec is not None and entry.spec:
                    _finish(entry, found, label)   # two mailboxes without a comma
                    entry = _Entry()
                entry.spec = piece.strip("<>")
            elif first == "(" and len(piece) > 1:
                entry.comment = entry.comment or piece[1:-1]
            else:
                entry.words.append(piece)
            if len(found) >= MAX_ADDRESSES:
                return found
        _finish(entry, found, label)
    return found


def _finish(entry: _Entry, found: list[tuple[str, str]], label: str) -> None:
    words = "".join(entry.words).strip().strip(",").strip()
    spec = (entry.spec or "").strip()
    if entry.spec is not None and "@" not in spec and "@" in words and not spec.strip():
        entry.spec = None
    if entry.spec is None:
        match = _SPEC.search(words) or _SPEC.search(text(words))
        if match:
            spec = match[0]
            rest = words.replace(spec, "").strip() if spec in words else ""
            words = rest or entry.comment
        elif words and not re.search(r"\s", words) and "=?" not in words:
            spec, words = words.strip('"'), entry.comment   # MAILER-DAEMON
    elif spec.lower().startswith("mailto:"):
        spec = spec[7:]
    if ":" in spec and spec.startswith("@"):
        spec = spec.rpartition(":")[2]                      # a source route
    name = re.sub(r'"((?:[^"\\]|\\.){0,400}+)"', lambda quoted: re.sub(r"\\(.)", r"\1", quoted[1]), (words or entry.comment)[:MAX_NAME])
    if spec or name:
        found.append((" ".join(text(name, label).split())[:300], text(spec, label)[:320]))


def addresses(values: Iterable[str], label: str = "") -> tuple[Address, ...]:
    """The mailboxes of headers as addresses of kind `email`; those without an address are left out."""
    return tuple(Address(kind="email", value=normalise(spec), name=name) for name, spec in pairs(values, label) if spec)


def sender(values: list[str], label: str = "") -> Address:
    """Who wrote: the first mailbox. Without one the value is `unknown@invalid` (RFC 2606: it can never be real)."""
    found = pairs(values[:5], label)
    for name, spec in found:
        if "@" in spec:
            return Address(kind="email", value=normalise(spec), name=name)
    name, spec = found[0] if found else ("", "")
    return Address(kind="email", value=normalise(spec) or UNKNOWN, name=name)


# ---------------------------------------------------------------- ids and dates

def ids(values: Iterable[str], limit: int = 100) -> tuple[str, ...]:
    """Message-IDs without brackets, in order, each once. Without brackets, anything with an @ between white space."""
    found: dict[str, None] = {}
    for value in values:
        for one in _ids(unescape(value)):
            one = re.sub(r"\s+", "", plain(one)).strip("<>")
            if one and len(one) <= 500:
                found.setdefault(one)
    every = tuple(found)
    return every if len(every) <= limit else every[:10] + every[10 - limit:]


def _ids(value: str) -> Iterator[str]:
    bracketed = re.findall(r"<([^<>]+)>", value)
    if bracketed:
        yield from bracketed
    else:
        for piece in _NEITHER_ID.split(value):
            if "@" in piece:
                yield piece


def message_id(values: list[str]) -> str:
    """The mail's own Message-ID without brackets; "" when it has none. Junk that is not empty is kept as it is."""
    if not values:
        return ""
    found = ids(values[:1])
    return found[0] if found else re.sub(r"\s+", "", plain(unescape(values[0]))).strip("<>")[:500]


def date(value: str) -> datetime | None:
    """A Date header as UTC, None when it is garbage. A missing zone is taken as UTC."""
    try:
        found = email.utils.parsedate_to_datetime(value)
        if found.tzinfo is None:
            found = found.replace(tzinfo=UTC)
        return found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def iso(value: object) -> datetime | None:
    """An ISO time of the item's meta as UTC; None when there is none."""
    if not isinstance(value, str) or not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
