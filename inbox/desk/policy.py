"""What the service would refuse, refused before anything is made: the composer should have known."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from inbox.connector import Features
from inbox.desk.draft import Draft
from inbox.desk.route import Route, who
from inbox.errors import PolicyError
from inbox.store import replies
from inbox.store.base import Rows
from inbox.store.messages import File
from inbox.store.times import rfc3339

NO_REPLY = {
    "not_summoned": "the service takes replies only to posts that mention or quote us, and this one does neither",
}


def check(rows: Rows, route: Route, draft: Draft, files: Sequence[File], at: int) -> None:
    """Refuses what cannot go out at the moment `at` (microseconds).

    Raises PolicyError: `receive_only`, `no_recipient`, `too_many_recipients`, `cc`, `opted_out`, `undeliverable`, `window`,
    `not_summoned`, `empty`, `too_long`, `media`, `first_message`.
    """
    _recipients(rows, route)
    _moment(rows, route, at)
    _content(route, draft, files)


def _recipients(rows: Rows, route: Route) -> None:
    features = route.features
    if not features.sends:
        raise PolicyError("receive_only", f"{route.name} only receives: its configuration has no way out")
    if not route.to:
        raise PolicyError("no_recipient", "nobody is left to send it to; name a recipient")
    if (route.cc or route.bcc) and not features.cc:
        raise PolicyError("cc", f"{route.name} knows no copies")
    if len(route.everyone) > features.max_recipients:
        raise PolicyError("too_many_recipients",
                          f"{len(route.everyone)} recipients; {route.name} takes {features.max_recipients}")
    if route.answered is None and not route.thread_id and not features.first_message:
        raise PolicyError("first_message", f"{route.name} cannot begin a conversation; it can only answer")
    standing = replies.standing(rows, route.name, route.everyone)
    wrote = set() if route.answered is None else {who(a) for a in route.to} - route.typed
    for address in route.everyone:
        opted, health = standing.get(who(address), (False, ""))
        if opted:
            raise PolicyError("opted_out", f"{address.value} wants no more messages from {route.name}")
        if health and who(address) not in route.typed and who(address) not in wrote:
            raise PolicyError("undeliverable",
                              f"what we sent to {address.value} came back ({health}); name it as a recipient to try again")


def _special(route: Route) -> bool:
    """Whether it is sent in a way that needs no open window: as a template, say."""
    return any(route.options.get(name) for name in route.features.window_options)


def _moment(rows: Rows, route: Route, at: int) -> None:
    if _special(route):
        return
    if route.answered is not None and route.answered.no_reply:
        code = route.answered.no_reply
        raise PolicyError(code, NO_REPLY.get(code, f"this message cannot be answered ({code})"))
    if route.answered is not None:
        until = route.answered.reply_until
        closed = until is not None and until < at
    else:
        until = replies.window(rows, route.name, route.to[0]) if route.features.window_options else None
        closed = bool(route.features.window_options) and (until is None or until < at)
    if closed:
        ended = f"ended at {rfc3339(until)}" if until is not None else "was never opened by a message of theirs"
        means = ", ".join(route.features.window_options)
        raise PolicyError("window", f"the time for free replies {ended}" + (f"; send one of: {means}" if means else ""))


def _content(route: Route, draft: Draft, files: Sequence[File]) -> None:
    features = route.features
    if not draft.text and not files and not _special(route):
        raise PolicyError("empty", "there is nothing to send")
    if features.text_limit is not None:
        size = route.connector.measure(draft.text)
        if size > features.text_limit:
            raise PolicyError("too_long",
                              f"the text has {size:,} {features.text_unit}; {route.name} takes {features.text_limit:,}")
    check_media(route.name, features, files)


def check_media(name: str, features: Features, files: Sequence[File]) -> None:
    """Refuses files that the service does not take (`media`)."""
    if not files:
        return
    if not features.media:
        raise PolicyError("media", f"{name} takes no files")
    if features.media_count and len(files) > features.media_count:
        raise PolicyError("media", f"{len(files)} files; {name} takes {features.media_count}")
    for file in files:
        if not any(fnmatchcase(file.media_type.lower(), kind) for kind in features.media):
            raise PolicyError("media", f"{file.name} is {file.media_type}; {name} takes {', '.join(features.media)}")
    total = sum(file.size or 0 for file in files)
    if features.media_bytes and total > features.media_bytes:
        raise PolicyError("media", f"the files have {total:,} bytes; {name} takes {features.media_bytes:,}")
