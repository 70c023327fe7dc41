"""What a person wrote, made into values: a draft, its addresses as typed, its text, its subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from pydantic import ValidationError

from inbox.connector import Connector
from inbox.errors import PolicyError
from inbox.types import Address

Typed = str | Sequence[str]
SUBJECT = 998  # characters; RFC 5322 takes no longer line
MOST_TEXT = 1024 * 1024  # characters, on whatever channel


class InvalidError(PolicyError):
    """A field of what was asked for is wrong. `errors`: (field, what is wrong) each; `code` names the first field."""

    def __init__(self, *errors: tuple[str, str]) -> None:
        name, text = errors[0]
        super().__init__(name.partition(".")[0].partition("[")[0], f"{name}: {text}")
        self.errors = errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An utterance to be. None for `to`, `cc`, `bcc`: the default; `html` is clean already; `send_at` in microseconds."""

    text: str = ""
    html: str = ""
    attachments: tuple[str, ...] = ()
    from_: str = ""
    to: Typed | None = None
    cc: Typed | None = None
    bcc: Typed | None = None
    channel: str = ""
    subject: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    send_at: int | None = None
    expected: int | None = None
    canned: int = 0  # the canned reply that it began with
    mentions: tuple[int, ...] = ()  # agents whom a note names
    discard: bool = False  # what the writer has autosaved of it goes with the sending


def parts(typed: Typed) -> Iterator[str]:
    """`Ann <ann@x.example>, "Lee, Bo" <bo@x.example>; +49 30 1234` one by one; commas in quotes or brackets divide nothing."""
    for line in [typed] if isinstance(typed, str) else typed:
        start, quoted, depth = 0, False, 0
        for at, c in enumerate(line):
            if c == '"' and line[at - 1:at] != "\\":
                quoted = not quoted
            elif not quoted and c in "<>":
                depth = int(c == "<")
            elif c in ",;\n" and not quoted and not depth:
                if line[start:at].strip():
                    yield line[start:at].strip()
                start = at + 1
        if line[start:].strip():
            yield line[start:].strip()


def addresses(connector: Connector[Any], name: str, typed: Typed | None) -> tuple[Address, ...]:
    """What a person typed into the field `name`, each address once. Raises InvalidError."""
    found: dict[tuple[str, str], Address] = {}
    for text in parts(typed or ()):
        try:
            address = connector.parse(text)
        except ValueError as error:
            raise InvalidError((name, str(error))) from None
        found.setdefault((address.kind, address.value), address)
    return tuple(found.values())


def options(connector: Connector[Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The options as the connector's own model understands them. Raises InvalidError that names each wrong one."""
    try:
        model = connector.Options.model_validate(dict(given))
    except ValidationError as error:
        raise InvalidError(*((".".join(["options", *map(str, e["loc"])]), e["msg"]) for e in error.errors())) from None
    return model.model_dump(mode="json", exclude_unset=True)


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # Unicode's category Cc but for the tab and the newline


def tidy(text: str) -> str:
    """Text fit for every database and service: one kind of newline, no control characters, no half characters."""
    if len(text) > MOST_TEXT:
        raise PolicyError("too_long", f"the text has {len(text):,} characters; {MOST_TEXT:,} are the most")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROL.sub("", text).strip()


# ---------------------------------------------------------------- subjects

_REPLY = re.compile(
    r"\s*(\[[^\]]{1,24}\]\s*)?(re|aw|antw|antwort|sv|vs|vá|odp|ynt|yan|rif|res|resp|r|atb|bls|απ|σχετ|отв|ответ|回复|回覆|答复|答覆|"
    r"返信|답장|회신|پاسخ|رد|תגובה|השב)\s*([\[(^]?\d{1,3}[\])]?)?\s*[:：]", re.IGNORECASE)


def answered_subject(subject: str) -> str:
    """The subject of an answer: `Re: …` once, however the other side's program says it (`AW:`, `SV:`, `回复：`, `Re[2]:`)."""
    line = one_line(subject)
    if not line or _REPLY.match(line):
        return line
    return f"Re: {line}"[:SUBJECT]


def one_line(text: str) -> str:
    """White space becomes single spaces: nothing that begins another header."""
    return " ".join(tidy(text).split())[:SUBJECT]


# ---------------------------------------------------------------- HTML as text

class _Plain(HTMLParser):
    """Keeps the words and where lines end."""

    BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol",
                        "table"})
    SILENT = frozenset({"script", "style", "title", "head"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.silent = 0
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in self.SILENT
        if tag in self.BREAKS:
            self.out.append("\n")
        if tag == "li":
            self.out.append("- ")
        if tag == "a":
            self.href = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in self.SILENT))
        if tag in self.BREAKS:
            self.out.append("\n")
        if tag == "a" and self.href.startswith("http") and self.href not in "".join(self.out[-3:]):
            self.out.append(f" <{self.href}>")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.out.append(re.sub(r"\s+", " ", data))


def plain(html: str) -> str:
    """The words of cleaned HTML, for services and readers that take text only."""
    parser = _Plain()
    parser.feed(html)
    parser.close()
    lines = [" ".join(line.split()) for line in "".join(parser.out).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
