"""What was newly written in a mail: without the quoted one below it, without signature and "Sent from my …".

It is a view: the whole text is always kept beside it, and when nothing would be left, all of it is shown. One pass over
the lines; the rules know the shape of an attribution (a date, an address, a verb of writing in some forty languages, a
colon) and of a block of headers, not the programs that write them.
"""

from __future__ import annotations

import re

from connectors.email import html
from connectors.email.phrases import (
    ABOVE,
    CLOSING,
    DATE,
    DISCLAIMER,
    ENDINGS,
    FOOTER,
    FORWARD,
    KEYS_BY_ROLE,
    OPENING,
    SENT_FROM,
    SENT_FROM_END,
    VERB,
)

MAX_REPLY = 65_536      # characters that are looked at; a longer text is cut nowhere behind them

_MAIL = re.compile(r"[^\s<>@\"]{1,128}@[^\s<>@\"]{1,255}\.[^\s<>@\"]{1,63}|mailto:", re.IGNORECASE)
_QUOTED = re.compile(r"[ \t]{0,3}>")
_BARRED = re.compile(r"[ \t]{0,3}\|")
_DELIMITER = re.compile(r"(?:--|__|—|–|- ?- ?)[ \t\u00a0]*")
_FRAME = tuple("-_=*")
_RULE = re.compile(r"[ \t>]*[-_=*–—\u2500]{5,}[ \t]*")
_RUN = re.compile(r"[-_=*]{2}")
_KEYLINE = re.compile(
    r"[ \t>]{0,8}[*_]{0,2}([^\s:：*_<>\d][^:：*_<>\n]{0,22}?)[ \t\u00a0]?[*_]{0,2}[ \t\u00a0]?[:：]"
    r"[*_]{0,2}[ \t\u00a0]*(.*)")


def newly_written(text: str) -> str:
    """The newly written text of a plain text, or of `html.to_text` with its marks. Never empty unless the text is."""
    whole = html.without_marks(text).strip()
    rest = ""
    if len(text) > MAX_REPLY:
        text, rest = text[:MAX_REPLY], text[MAX_REPLY:]
    marked = _unmarked(text)
    lines = [line.rstrip() for line in marked.replace("\u200b", "").replace("\ufeff", "").split("\n")]
    kept, cut = _reply(lines)
    if rest and not cut:
        return whole
    found = "\n".join(kept).strip("\n").rstrip()
    return found if found.strip() else whole


def _unmarked(text: str) -> str:
    """Drops what the HTML itself marks as quoted: QUOTE … UNQUOTE, and everything behind REST."""
    if html.REST in text:
        head, _, _ = text.partition(html.REST)
        if head.strip(html.QUOTE + html.UNQUOTE + " \n>"):
            text = head
    if html.QUOTE not in text:
        return html.MARKS.sub("", text)
    out: list[str] = []
    depth = 0
    for piece in re.split(f"([{html.QUOTE}{html.UNQUOTE}])", text):
        if piece == html.QUOTE:
            depth += 1
        elif piece == html.UNQUOTE:
            depth = max(depth - 1, 0)
        elif not depth:
            out.append(piece)
    kept = "".join(out)
    return html.MARKS.sub("", kept if kept.strip(" \n>") else text)


def _reply(lines: list[str]) -> tuple[list[str], bool]:
    """The lines that stay, and whether anything was cut."""
    total = len(lines)
    lines = _above(lines)
    end, start_of_quote = _attribution(lines)
    block = _block(lines, 0)
    if block is not None and (start_of_quote is None or block <= start_of_quote):
        lines = lines[:block]
        start_of_quote = None
    if start_of_quote is not None:
        lines = _around(lines, start_of_quote, end)
    lines = _trailing_quote(lines)
    lines = _signature(lines)
    lines = _bare_end(_trailing_quote(lines))
    return lines, len(lines) < total


def _above(lines: list[str]) -> list[str]:
    """Up to a help desk's "reply above this line"."""
    for index, line in enumerate(lines):
        if len(line) < 120 and ABOVE.search(line):
            return _bare_end(lines[:index])
    return lines


# ---------------------------------------------------------------- "On … wrote:"

def _strip(line: str) -> str:
    return line.lstrip(" \t>").strip(" \t*_\u00a0")


def _attribution(lines: list[str]) -> tuple[int, int | None]:
    """(line after it, first line) of the first attribution. Looks from a line that could end one, backwards."""
    for index, line in enumerate(lines):
        bare = _strip(line)
        if not bare or len(bare) > 400:
            continue
        if bare.endswith(ENDINGS):
            start = _grows(lines, index)
        elif bare.endswith(">") and DATE.search(bare) and _MAIL.search(bare) and _next_is_quoted(lines, index):
            start = index
        else:
            start = None
        if start is not None:
            return index + 1, start
    return 0, None


def _next_is_quoted(lines: list[str], index: int) -> bool:
    for line in lines[index + 1:index + 4]:
        if line.strip():
            return bool(_QUOTED.match(line) or _BARRED.match(line))
    return False


def _grows(lines: list[str], end: int) -> int | None:
    """Where the attribution that ends here begins; None when it is none. It may be wrapped over some lines."""
    joined = ""
    best: int | None = None
    blanks = 0
    for start in range(end, max(end - 7, -1), -1):
        bare = _strip(lines[start])
        if not bare:
            # a blank line may stand before "<", which some programs put on a line of its own
            blanks += 1
            if blanks > 1 or not joined.startswith(("<", "mailto:")):
                break
            continue
        if start < end and bare.endswith((".", "!", "?", ":", "：", ";")) and not DATE.search(bare):
            break
        joined = f"{bare} {joined}" if joined else bare
        if len(joined) > 500:
            break
        if _is_attribution(joined):
            best = start
            if OPENING.match(joined) and not _goes_on(lines, start - 1):
                break
        elif best is not None:
            break
    return best


def _goes_on(lines: list[str], above: int) -> bool:
    """Whether the line above belongs to it as well: `On Nov 21, 2014,` / `at 10:18,` / `Ann wrote:`."""
    bare = _strip(lines[above]) if above >= 0 else ""
    return 0 < len(bare) < 60 and bool(OPENING.match(bare) and DATE.search(bare)) and bare[-1] not in ".!?:;"


def _is_attribution(text: str) -> bool:
    """A date or an address, and a verb of writing or a colon behind an address."""
    date = bool(DATE.search(text))
    mail = bool(_MAIL.search(text))
    if not (date or mail):
        return False
    verb = VERB.search(text)
    colon = text.endswith((":", "：", "----"))
    if verb:
        return (colon or (date and verb.end() >= len(text) - 3)) and (date or text.find("@") < verb.start() or mail)
    if not (colon and date and mail):
        return False
    return len(text) < 250 and bool(re.search(r">\s*+\)?\"?\s*+[:：]$", text))


def _around(lines: list[str], start: int, end: int) -> list[str]:
    """What stands around a quotation: before it, or, when that is nothing, behind it; both when answers are in between."""
    before = _bare_end(lines[:start])
    after = lines[end:]
    while after and not after[0].strip():
        after = after[1:]
    above = any(line.strip() and not _QUOTED.match(line) for line in before)
    if not above:
        index = 0
        while index < len(after) and (_QUOTED.match(after[index]) or not after[index].strip()):
            index += 1
        behind = _later(after[index:])
        if any(line.strip() for line in behind):
            return behind
        return before if any(line.strip() for line in before) else []
    if after and _QUOTED.match(after[0]):
        answers = _trailing_quote(_signature(_up_to_next(after)))
        if _answers(answers):
            return [*before, "", *answers]
    return before


def _up_to_next(lines: list[str]) -> list[str]:
    """Up to an unquoted attribution or "Original message" further down: behind it stands an older mail, unquoted."""
    for index, line in enumerate(lines):
        if not line.strip() or _QUOTED.match(line):
            continue
        if (len(line) < 80 and FORWARD.search(line)) or (line.rstrip().endswith(ENDINGS) and _grows(lines, index) is not None):
            return lines[:index]
    return lines


def _later(lines: list[str]) -> list[str]:
    """Text behind a quotation may itself quote further down: the attribution goes, what is answered there stays."""
    end, start = _attribution(lines)
    if start is None:
        return lines
    head = _bare_end(lines[:start])
    tail = lines[end:]
    if any(line.strip() and not _QUOTED.match(line) for line in _trailing_quote(_signature(tail))):
        return [*head, "", *tail]
    return head


def _answers(lines: list[str]) -> bool:
    """Whether somebody wrote between the quoted lines: some words of his own, behind a quoted line."""
    own = [line for line in lines if line.strip() and not _QUOTED.match(line) and not FOOTER.search(line)]
    return sum(len(line.split()) for line in own) >= 3


# ---------------------------------------------------------------- blocks of headers, rules

def _block(lines: list[str], first: int) -> int | None:
    """Where a copied block of headers or an "Original message" line begins; None when there is none."""
    for index in range(first, len(lines)):
        line = lines[index]
        if not line or len(line) > 300:
            continue
        if line.lstrip(" \t>")[:1] in _FRAME and _framed(line) and FORWARD.search(line):
            return index
        if ":" in line or "：" in line:
            if _is_block(lines, index):
                return _introduced(lines, first, index)
            if len(line) < 80 and line.rstrip()[-1] in ":：" and FORWARD.search(line) and _followed(lines, index):
                return index
    return None


def _framed(line: str) -> bool:
    """Some words between two rules: `-----Original message-----`."""
    behind = line.lstrip(" \t>*-_=")
    words = behind.rstrip(" \t<*:-_=")
    return 3 <= len(words) <= 81 and bool(_RUN.search(line, 0, len(line) - len(behind)) and _RUN.search(behind, len(words)))


def _introduced(lines: list[str], first: int, index: int) -> int:
    """The block's beginning, together with a line like "Original message" right above it."""
    above = index - 1
    while above >= first and not lines[above].strip(" \t>"):
        above -= 1
    if above >= first and len(lines[above]) < 80 and FORWARD.search(lines[above]):
        return above
    return index


def _followed(lines: list[str], index: int) -> bool:
    following = [at for at in range(index + 1, min(index + 4, len(lines))) if lines[at].strip(" >")]
    return bool(following) and _is_block(lines, following[0])


def _role(line: str) -> tuple[str, str]:
    found = _KEYLINE.match(line)
    if not found:
        return "", ""
    return KEYS_BY_ROLE.get(found[1].strip().lower(), ""), found[2]


def _is_block(lines: list[str], index: int) -> bool:
    """Whether header lines begin here: a sender, a date, a recipient, a subject, in whatever language and order."""
    role, value = _role(lines[index])
    if not role or (not value.strip() and role not in ("from", "date", "to")):
        return False
    roles = {role}
    misses = 0
    proof = bool(_MAIL.search(value) or DATE.search(value))
    for line in lines[index + 1:index + 9]:
        if not line.strip(" >"):
            misses += 1
        else:
            role, value = _role(line)
            if role:
                roles.add(role)
            else:
                misses += 1
                value = line
            proof = proof or bool(_MAIL.search(value) or DATE.search(value))
        if misses > 2:
            break
    return (len(roles) >= 3 and (proof or "from" in roles)) or ({"from", "date"} <= roles and proof)


def _bare_end(lines: list[str]) -> list[str]:
    """Without empty lines, rules and lonely quote signs at the end."""
    end = len(lines)
    while end and (not lines[end - 1].strip(" \t>") or _RULE.fullmatch(lines[end - 1])):
        end -= 1
    return lines[:end]


def _trailing_quote(lines: list[str]) -> list[str]:
    """Without quoted lines at the very end; when all is quoted it stays."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _QUOTED.match(lines[end - 1])):
        end -= 1
    if not end:
        return lines
    return lines[:end]


# ---------------------------------------------------------------- signatures

def _signature(lines: list[str]) -> list[str]:
    """Up to a signature's delimiter, a "Sent from my …", a closing formula with a name, a list's footer."""
    fenced = False
    written = False
    for index, line in enumerate(lines):
        bare = line.strip()
        if bare.startswith("```"):
            fenced = not fenced
        if fenced or not bare:
            continue
        if written and len(bare) < 120 and not _QUOTED.match(line) and _ends(lines, index, bare):
            return lines[:index]
        written = written or not _QUOTED.match(line)
    return lines


def _ends(lines: list[str], index: int, bare: str) -> bool:
    if _DELIMITER.fullmatch(bare):
        return True
    if _RULE.fullmatch(bare):
        return any(FOOTER.search(line) for line in lines[index + 1:index + 5])
    if _sent_from(bare) or DISCLAIMER.match(bare):
        return True
    closing = CLOSING.fullmatch(bare)
    if not closing:
        return False
    behind = [line for line in lines[index + 1:] if line.strip()]
    return 0 < len(behind) <= 8 and all(len(line) < 80 for line in behind[:3])


def _sent_from(bare: str) -> bool:
    """`Sent from my iPhone`, but not a sentence that happens to begin like that."""
    bare = re.sub(r"<[^<>]*>|\(https?:[^)]*\)|\[[^\]]*\]", "", bare).strip(" *_.\u00a0")
    if len(bare.split()) > 10 or re.search(r"[,;!?]", bare):
        return False
    return bool(SENT_FROM.match(bare) or SENT_FROM_END.search(bare))
