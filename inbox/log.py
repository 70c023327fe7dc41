"""The log: one set-up, lines for people or JSON, on stderr. What must not be read by others never gets into a line.

`with bind(channel="support", message=12):` puts those names beside every line that is written inside, in every task
that starts there. Secrets are hidden by value (`hide`) and by shape (headers, URLs, `password=…`), also in tracebacks.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO
from urllib.parse import quote, quote_plus

HIDDEN = "***"
SHORTEST = 4  # characters; hiding every `a` would hide the log

# these say at DEBUG or INFO what went over the wire, logins and signed headers included
PINNED = {
    "imapclient": logging.WARNING, "imaplib": logging.INFO, "aiosmtplib": logging.INFO, "tweepy": logging.INFO,
    "twilio": logging.WARNING, "oauthlib": logging.WARNING, "requests_oauthlib": logging.WARNING, "urllib3": logging.INFO,
    "aiohttp.access": logging.WARNING, "aiohttp.client": logging.INFO, "aiohttp.server": logging.INFO, "asyncio": logging.INFO,
    "apscheduler": logging.WARNING, "alembic": logging.WARNING, "sqlalchemy": logging.WARNING, "mail": logging.WARNING,
    "pymap": logging.WARNING, "charset_normalizer": logging.WARNING, "tnefparse": logging.ERROR,
}

_bound: ContextVar[dict[str, Any]] = ContextVar("log_names", default={})  # noqa: B039 - it is replaced, never changed

_WORDS = (r"[\w-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|authorization|cookie|csrf|signature"
          r"|credential)s?")
_SHAPES = (  # what may begin anywhere is bounded: a line may hold a long text of others' making
    # a header, its scheme included
    (re.compile(r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie|x-[a-z-]{0,60}(?:signature|token|key))(['\"]?\s*[:=,]\s*)"
                r"(?:'[^']*'|\"[^\"]*\"|oauth\s+(?:\w+=\"[^\"]*\"[,\s]*)+|(?:(?:bearer|basic|digest)\s+)?[^\s'\",}]+)"),
     r"\1\2" + HIDDEN),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9+/._~=-]{8,}"), r"\1 " + HIDDEN),
    # a URL with credentials
    (re.compile(r"\b([a-z][a-z0-9+.-]{0,30}://)[^\s/?#@'\"]+@"), r"\1" + HIDDEN + "@"),
    # name=value, 'name': 'value', "name": "value"
    (re.compile(rf"(?i)(?<![\w-])({_WORDS})(['\"]?\s*[:=]\s*)(?:'[^']+'|\"[^\"]+\")"), r"\1\2" + HIDDEN),
    (re.compile(rf"(?i)(?<![\w-])({_WORDS})(['\"]?(?:\s*=\s*|:))(?=\w)[^\s'\"&,;)}}\]]+"), r"\1\2" + HIDDEN),
    # name: value, but not a sentence such as `api_key: is missing`
    (re.compile(rf"(?i)(?<![\w-])({_WORDS}['\"]?:\s+)(?:[^\s'\"&,;)}}\]]*[0-9][^\s'\"&,;)}}\]]*|[^\s'\"&,;)}}\]]+(?=[,;)}}\]]|\s*$))"),
     r"\1" + HIDDEN),
    # the wire of IMAP and SMTP; in capitals, for people write of a login too
    (re.compile(r"\b(LOGIN\s+\S+\s+|(?i:auth(?:enticate)?\s+(?:plain|login|xoauth2|oauthbearer))\s+)\S+"), r"\1" + HIDDEN),
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


class Redactor:
    """Hides secrets in text: those that it was told, and whatever looks like one."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    def hide(self, secrets: Iterable[str]) -> None:
        """From now on these never show, nor their usual encodings."""
        for secret in secrets:
            if len(secret) >= SHORTEST:
                self._known |= {secret, quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1],
                                json.dumps(secret)[1:-1], base64.b64encode(secret.encode()).decode().rstrip("=")}
        longest_first = sorted(self._known, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __call__(self, text: str) -> str:
        if self._pattern is not None:
            text = self._pattern.sub(HIDDEN, text)
        for pattern, replacement in _SHAPES:
            text = pattern.sub(replacement, text)
        return text


redact = Redactor()
hide = redact.hide


@contextmanager
def bind(**names: Any) -> Iterator[None]:
    """Names (channel, conversation, message …) that stand beside every line written inside."""
    before = _bound.set(_bound.get() | names)
    try:
        yield
    finally:
        _bound.reset(before)


def bound() -> dict[str, Any]:
    """The names that are bound here."""
    return dict(_bound.get())


NAMES = ("channel", "conversation", "delivery", "item")  # also as `extra` of a single line; `message` is logging's own


class _Names(logging.Filter):
    """Puts what is bound where the line is written on the record: the handler may run elsewhere."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "names"):
            record.names = _bound.get() | {name: getattr(record, name) for name in NAMES if hasattr(record, name)}
        return True


class _Short(logging.Filter):
    """What anybody can make the server say, by sending what is no HTTP, is one line and no fault of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if record.name == "aiohttp.server" and type(error).__module__ == "aiohttp.http_exceptions":
            record.exc_info, record.levelno, record.levelname = None, logging.INFO, "INFO"
        return True


class _Lines(logging.Formatter):
    """`TIME LEVEL logger: text  channel=support`. Control characters of the text are shown, never obeyed."""

    def __init__(self, *, journal: bool) -> None:
        super().__init__()
        self.journal = journal

    def format(self, record: logging.LogRecord) -> str:
        text = _plain(record.getMessage())
        names = "".join(f"  {name}={_plain(str(value))}" for name, value in getattr(record, "names", {}).items())
        if self.journal:  # sd-daemon(3): the journal takes the level from the first characters, and knows the time
            head = f"<{_syslog(record.levelno)}>{record.name}"
        else:
            at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            head = f"{at} {record.levelname:<7} {record.name}"
        line = f"{head}: {text}{names}"
        if record.exc_info:
            line += _beside(self.formatException(record.exc_info))
        if record.stack_info:
            line += _beside(self.formatStack(record.stack_info))
        return redact(line)


def _plain(text: str) -> str:
    return _CONTROL.sub(lambda found: repr(found.group())[1:-1], text)


def _beside(text: str) -> str:
    """Lines that belong to the one above: what an error quotes can never begin a line of the log."""
    return "".join(f"\n    {_plain(line)}" for line in text.split("\n"))


class _Json(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        row: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "logger": record.name,
                               "text": redact(record.getMessage())}
        for name, value in getattr(record, "names", {}).items():
            row.setdefault(name, redact(str(value)))
        if record.exc_info:
            row["exception"] = redact(self.formatException(record.exc_info))
        return json.dumps(row, ensure_ascii=False)


def _syslog(level: int) -> int:
    return 7 if level < logging.INFO else 6 if level < logging.WARNING else 4 if level < logging.ERROR else 3


def setup(level: str = "info", format: str = "text", *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Sets the log up, or anew after a reload. `level`: debug | info | warning | error; `format`: text | json."""
    hide(secrets)
    out = stream or sys.stderr
    handler = logging.StreamHandler(out)
    journal = out is sys.stderr and _is_journal()
    handler.setFormatter(_Json() if format == "json" else _Lines(journal=journal))
    handler.addFilter(_Names())
    handler.addFilter(_Short())
    root = logging.getLogger()
    for old in [h for h in root.handlers if getattr(h, "ours", False)]:
        root.removeHandler(old)
    handler.ours = True  # type: ignore[attr-defined]  # so that a second set-up replaces it, and only it
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name, least in PINNED.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    logging.captureWarnings(True)


def _is_journal() -> bool:
    """Whether stderr is the journal: systemd names its device and inode in $JOURNAL_STREAM (systemd.exec(5))."""
    try:
        info = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError, AttributeError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{info.st_dev}:{info.st_ino}"
