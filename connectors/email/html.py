"""HTML mail as plain text, quickly: lines where a browser breaks them, quotations as `> `, the quoted part marked.

A tokenizer of our own, because the stdlib's parser costs ten times as much on the megabyte-sized mails of shops.
"""

from __future__ import annotations

import re
from html import unescape

MAX_HTML = 1_000_000    # characters that are turned into text

# Where a mail program itself says that the quotation begins. Private-use characters: they cannot be typed.
QUOTE, UNQUOTE, REST = "\ue0f0", "\ue0f1", "\ue0f2"
MARKS = re.compile(f"[{QUOTE}{UNQUOTE}{REST}]")

# nothing here gives back what it has taken (`*+`): a tag or an attribute without an end would cost the square of its length
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^<>]*>?|<(/?)([a-zA-Z][\w:-]*+)([^<>]*+)>", re.DOTALL)
_SKIP = {"script", "style", "head", "title", "template", "noscript", "svg", "object", "xml"}
_BLOCK = {"p", "div", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "section",
          "article", "header", "footer", "center", "address", "form", "dl", "dt", "dd", "hr", "tbody", "thead", "body", "html"}
_APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol", "table", "blockquote"}
_QUOTES = re.compile(r"""(?:class|id)\s*+=\s*+["']?[^"'=>]*(?:\bgmail_quote|\bgmail_extra|yahoo_quoted|"""
                     r"""\bmoz-cite-prefix|\bprotonmail_quote|\bzmail_extra|\btutanota_quote|\bmailru-blockquote)\b""",
    re.IGNORECASE)
_RESTS = re.compile(r"""(?:id|name|class)\s*=\s*["']?(?:x_)*(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|"""
                    r"""reply-intro|isReplyContent|stopSpelling|mailcontent_quote)\b""", re.IGNORECASE)
_OUTLOOK = re.compile(r"""style\s*=\s*["'][^"']*border:\s*none;\s*border-top:\s*solid\s+#?\w+\s+1\.0pt""", re.IGNORECASE)
_ENDLESS = re.compile(r"&#[0-9]{20,}")   # no character, and more digits than `int` takes
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")


class _Writer:
    """Collects lines; knows how deep the quotation is."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line = ""
        self.depth = 0
        self.pre = 0
        self.skip = 0

    def say(self, text: str) -> None:
        text = unescape(_ENDLESS.sub("\ufffd", text)) if "&" in text else text
        if self.pre:
            first, *more = text.replace("\r", "").split("\n")
            self.line += first
            for one in more:
                self.end()
                self.line = one
            return
        text = _SPACE.sub(" ", text)
        if text.startswith(" ") and (not self.line or self.line.endswith((" ", QUOTE, UNQUOTE))):
            text = text[1:]
        self.line += text

    def end(self, *, always: bool = True) -> None:
        """Ends the line; without `always` only when there is something in it."""
        if self.line.strip() or always:
            self.lines.append("> " * self.depth + self.line.rstrip())
        self.line = ""

    def apart(self) -> None:
        """An empty line, but never two."""
        self.end(always=False)
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append("> " * self.depth if self.depth else "")


def to_text(html: str) -> str:
    """The text of an HTML body, with the marks QUOTE … UNQUOTE and REST in it. Anything goes in, nothing raises."""
    html = html[:MAX_HTML]
    out = _Writer()
    stack: list[tuple[str, str]] = []     # (tag, what closing it undoes)
    end = 0
    for tag in _TAG.finditer(html):
        if tag.start() > end and not out.skip:
            out.say(html[end:tag.start()])
        end = tag.end()
        name = (tag[2] or "").lower()
        if not name:
            continue
        if tag[1]:
            _close(out, stack, name)
        else:
            _open(out, stack, name, tag[3] or "")
    if not out.skip:
        out.say(html[end:])
    out.end(always=False)
    return _tidy("\n".join(out.lines))


def _open(out: _Writer, stack: list[tuple[str, str]], name: str, attributes: str) -> None:
    if name in _SKIP:
        if not attributes.rstrip().endswith("/"):
            out.skip += 1
            stack.append((name, "skip"))
        return
    if out.skip:
        return
    undo = ""
    if name == "br":
        out.end()
        return
    if name == "img":
        return
    if name in _BLOCK:
        out.apart() if name in _APART else out.end(always=False)
    elif name in ("td", "th") and out.line.strip():
        out.line += " "
    if attributes:
        if _RESTS.search(attributes) or (name == "div" and _OUTLOOK.search(attributes)):
            out.lines.append(REST)
        elif _QUOTES.search(attributes) and out.depth < 50:
            out.end(always=False)
            out.lines.append(QUOTE)
            undo = "quote"
    if name == "blockquote":
        cite = "cite" in attributes.lower() and not undo
        if cite:
            out.lines.append(QUOTE)
        out.depth = min(out.depth + 1, 20)
        undo = "both" if cite or undo else "depth"
    elif name == "pre":
        out.pre += 1
        undo = undo or "pre"
    elif name == "li":
        out.line += "- "
    if len(stack) < 500 and (undo or name in _BLOCK):
        stack.append((name, undo))


def _close(out: _Writer, stack: list[tuple[str, str]], name: str) -> None:
    if name not in _BLOCK and name not in _SKIP and not any(name == tag for tag, undo in stack[-50:] if undo):
        return
    if not any(name == tag for tag, _ in stack[-100:]):
        if not out.skip and name in _BLOCK:
            out.end(always=False)
        return
    while stack:
        tag, undo = stack.pop()
        if undo == "skip":
            out.skip = max(out.skip - 1, 0)
        elif not out.skip:
            out.end(always=False)
            if undo == "pre":
                out.pre = max(out.pre - 1, 0)
            if undo in ("depth", "both"):
                out.depth = max(out.depth - 1, 0)
            if undo in ("quote", "both"):
                out.lines.append(UNQUOTE)
            if tag in _APART:
                out.apart()
        if tag == name:
            return


def _tidy(text: str) -> str:
    text = re.sub(r"[\u200b\u200c\u2060\ufeff\u00ad\u034f]", "", text)
    return re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", text).strip("\n")


def without_marks(text: str) -> str:
    """The whole text, the marks taken out."""
    return MARKS.sub("", text).strip("\n")
