"""What an agent wrote in Markdown: as HTML for services that show it, and as words for those that show text alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from inbox import html

MOST = 100_000  # characters: parsing is in Python, and takes about a second for so many


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """CommonMark with tables and ~~this~~; a new line is a new line, a web address a link, and HTML is only text."""
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    parser.enable(["table", "strikethrough", "linkify"])
    parser.disable("image")  # a picture of another place: what goes out carries its own, as attachments
    assert parser.linkify is not None  # the option above asked for it
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # `report.py` is the name of a file
    return parser


def render(text: str) -> tuple[str, str]:
    """(HTML, cleaned; the same as readable text). At most `MOST` characters are for this."""
    tokens = _parser().parse(text)
    made = _parser().renderer.render(tokens, _parser().options, {})
    return html.clean(made).strip(), plain(tokens)


# ---------------------------------------------------------------- as words

MARKS = {"strong_open": "*", "strong_close": "*", "em_open": "_", "em_close": "_", "s_open": "~", "s_close": "~",
         "softbreak": "\n", "hardbreak": "\n"}


def plain(tokens: Sequence[Token]) -> str:
    """The words, with the few signs by which people mark them in text: `*strong*`, `- one`, `> quoted`, `label <address>`."""
    writer = _Plain()
    for token in tokens:
        writer.take(token)
    return "\n".join(line.rstrip() for line in writer.lines).strip("\n")


class _Plain:
    """Writes block by block. `prefix`: what each line of the present block begins with; `marker`: what only the next one has."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.prefix: list[str] = []
        self.marker = ""
        self.counts: list[int | None] = []  # of the lists we are in: the next number, or None
        self.row: list[str] | None = None  # the cells of the table row we are in

    def take(self, token: Token) -> None:
        kind = token.type
        if kind == "blockquote_open":
            self._gap()
            self.prefix.append("> ")
        elif kind in ("bullet_list_open", "ordered_list_open"):
            if not self.counts:
                self._gap()
            self.counts.append(int(token.attrGet("start") or 1) if kind[0] == "o" else None)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self.counts.pop()
        elif kind == "list_item_open":
            number = self.counts[-1]
            self.marker = "- " if number is None else f"{number}. "
            self.counts[-1] = None if number is None else number + 1
            self.prefix.append(" " * len(self.marker))
        elif kind in ("blockquote_close", "list_item_close"):
            self._emit_marker()
            self.prefix.pop()
        elif kind in ("paragraph_open", "heading_open", "table_open"):
            if not token.hidden and not self.marker:
                self._gap()
        elif kind == "tr_open":
            self.row = []
        elif kind == "tr_close":
            self._line(" | ".join(self.row or ()))
            self.row = None
        elif kind == "inline":
            self._inline(token)
        elif kind in ("fence", "code_block"):
            self._block(token.content)
        elif kind == "hr":
            self._block("---")

    def _inline(self, token: Token) -> None:
        text = _words(token.children or ())
        if self.row is not None:
            self.row.append(text.replace("\n", " "))
        else:
            for line in text.split("\n"):
                self._line(line)

    def _block(self, text: str) -> None:
        if not self.marker:
            self._gap()
        for line in text.rstrip("\n").split("\n"):
            self._line(line)

    def _emit_marker(self) -> None:
        if self.marker:
            self._line("")

    def _line(self, text: str) -> None:
        prefix = "".join(self.prefix)
        if self.marker:
            prefix, self.marker = prefix[:len(prefix) - len(self.marker)] + self.marker, ""
        self.lines.append(prefix + text)

    def _gap(self) -> None:
        if self.lines and self.lines[-1].strip(" >"):
            self.lines.append("".join(self.prefix).rstrip())


def _words(tokens: Sequence[Token]) -> str:
    out: list[str] = []
    links: list[tuple[int, str]] = []
    for token in tokens:
        if token.type == "link_open":
            links.append((len(out), str(token.attrGet("href") or "")))
        elif token.type == "link_close":
            at, href = links.pop()
            shown = "".join(out[at:])
            if href and href.removeprefix("mailto:") != shown:
                out.append(f" <{href}>")
        elif token.type == "code_inline":
            out.append(token.content)
        else:
            out.append(MARKS.get(token.type, token.content))
    return "".join(out)
