"""Why a mail came back, and what follows from it: code, reason, state and a sentence for one recipient (RFC 3463)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from connectors.email.bounce_words import BY_CODE, HARD, NUMBERS, WORDS
from inbox.types import Update

MAX_DETAIL = 500
MAX_WORDS = 8_000     # characters in which the reason is looked for

State = Literal["bounced", "delayed", "delivered"]
CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]|\d)")
REPLY = re.compile(r"(?<![\d.])([245])[0-5]\d(?=[ \-:.]|$)")


@dataclass(slots=True)
class Failure:
    """What a notice says about one recipient."""

    recipient: str
    said: str = ""        # the server's words
    code: str = ""
    action: str = ""


def update(one: Failure, told: str, subject: str, original: str, at: datetime) -> Update:
    """The news about one recipient. `told`: the notice's own words; `original`: the Message-ID of the mail it is about."""
    words = " ".join(one.said[:MAX_WORDS].split())
    code, reason = _why(one, words, told)
    state = _state(one, code, subject, told)
    detail = words if one.action else _sentence(one.said)
    return Update(state=state, at=at, external_id=original, recipient=one.recipient, code=code,
                  detail=f"{detail[:MAX_DETAIL]} ({reason})" if reason else detail[:MAX_DETAIL],
                  hard=state == "bounced" and reason in HARD)


def _why(one: Failure, words: str, told: str) -> tuple[str, str]:
    """(status code, reason). The server's own words decide; its code where the words say nothing."""
    code = one.code
    spoken = [found for found in CODE.finditer(words) if found[1] != "2" or one.action in ("delivered", "relayed", "expanded")]
    better = next((found[0] for found in spoken if not found[0].endswith(".0")), "") or next(
        (found[0] for found in spoken if not found[0].endswith(".0.0")), "")
    if better and (not code or code.endswith(".0.0") or code[2:] in ("4.7", "1.1", "1.0")):
        code = better
    elif not code and spoken:
        code = spoken[0][0]
    reason = "rejected" if code[2:] in ("1.7", "1.8") else _reason(f"{code} {words}" if words and code != "5.0.0" else words)
    if not reason and code:
        reason = BY_CODE.get(code[2:], "")
    if not reason:
        reason = _reason(" ".join(told.split())[:MAX_WORDS])
    if not code:
        kind = "4" if _temporary(words, told) else "5"
        code = f"{kind}.0.{NUMBERS.get(reason, 901)}"
    return code, reason


@lru_cache(maxsize=8)  # a notice may say the same 8,000 characters of a hundred recipients
def _reason(words: str) -> str:
    for reason, pattern in WORDS:
        if pattern.search(words):
            return reason
    return ""


_LATER = re.compile(r"has not yet been delivered|temporar(?:y|ily)|will (?:be )?(?:retr|try|continue)|delayed|"
                    r"delivery attempts will|retry timeout exceeded", re.IGNORECASE)


def _temporary(words: str, told: str) -> bool:
    replied = REPLY.search(words)
    if replied:
        return replied[1] == "4"
    return bool(_LATER.search(told))


def _state(one: Failure, code: str, subject: str, told: str) -> State:
    if one.action in ("delivered", "relayed", "expanded"):
        return "delivered"
    if one.action == "delayed":
        return "delayed"
    if one.action == "failed":
        return "bounced"
    pending = re.search(r"has not yet been|will (?:be )?(?:retr|keep|continue)|attempts will continue", told, re.IGNORECASE)
    if re.search(r"\bdelay|warning:", subject, re.IGNORECASE) or (code.startswith("4") and pending):
        return "delayed"
    return "delivered" if code.startswith("2") else "bounced"


def _sentence(said: str) -> str:
    """The part of the words that a server said, else their beginning."""
    for line in said.split("\n"):
        if REPLY.search(line) or CODE.search(line):
            return " ".join(line.split())
    return " ".join(said.split())
