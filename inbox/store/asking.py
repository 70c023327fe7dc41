"""Which conversations somebody asks for: the filters of a list, as values and as SQL.

A page, a count and a saved view all read their filters here, so that a figure is the length of the list that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from inbox.store.base import Rows
from inbox.store.times import micros

Json = dict[str, Any]
STATUSES = ("open", "snoozed", "closed", "spam")
FEW = 2000  # conversations with a tag up to which they are looked at one by one
NOBODY = 0  # as an assignee or a team
UNKNOWN = -1  # an id that we never gave
Sort = Literal["newest", "oldest", "oldest_waiting"]
# what a span of time may be asked of: a column of the conversation, or when a message came in or was written
COLUMNS = {"created": "c.created_at", "closed": "c.closed_at", "waiting": "c.waiting_since", "replied": "c.first_reply_at"}
MESSAGES = {"received": ("m.received_at", "in"), "sent": ("m.sent_at", "out")}
SPANS = (*COLUMNS, *MESSAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Who looks: the agent's id, and the channels that do not admit them."""

    agent: int
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which conversations: each filter that is None lets all pass. `assignee` and `team` 0: nobody, none.

    `spans`: (what of `SPANS`, not before, before), in microseconds.
    """

    statuses: tuple[str, ...] = ("open",)
    assignee: int | None = None
    team: int | None = None
    channel: str | None = None
    tag: str | None = None
    contact: int | None = None
    delivery: str | None = None
    unread: bool = False
    waiting: bool = False
    mentions: Literal["me", "ever"] | None = None
    spans: tuple[tuple[str, int | None, int | None], ...] = ()
    sort: Sort = "newest"


def read(given: Mapping[str, Any], me: int) -> Wanted:
    """The filters of a list as the API (or a saved view) has them. An id that we never gave finds nothing."""
    get = given.get
    status = get("status") or ("all" if get("delivery") or get("mentions") else "open")
    return Wanted(
        statuses=_statuses(status), assignee=_who(get("assignee"), me), team=_who(get("team"), me), channel=get("channel"),
        tag=get("tag"), contact=None if get("contact") is None else known(get("contact")), delivery=get("delivery"),
        unread=bool(get("unread")), waiting=bool(get("waiting")), mentions=get("mentions"),
        spans=tuple(_spans(given)), sort=get("sort") or "newest")


def _spans(given: Mapping[str, Any]) -> Iterator[tuple[str, int | None, int | None]]:
    for what in SPANS:
        after, before = _moment(given.get(f"{what}_after")), _moment(given.get(f"{what}_before"))
        if after is not None or before is not None:
            yield what, after, before


def _statuses(status: str) -> tuple[str, ...]:
    return STATUSES if status == "all" else STATUSES[:3] if status == "not_spam" else (status,)


def _who(text: str | None, me: int) -> int | None:
    return None if not text else me if text == "me" else NOBODY if text == "none" else known(text)


def known(text: Any) -> int:
    """The row that an id from outside names; `UNKNOWN` when it cannot be one of ours."""
    text = str(text)
    return int(text) or UNKNOWN if text.isascii() and text.isdigit() and len(text) < 19 else UNKNOWN


def _moment(text: str | datetime | None) -> int | None:
    return None if text is None else micros(text if isinstance(text, datetime) else datetime.fromisoformat(text))


# ---------------------------------------------------------------- as SQL

def conditions(wanted: Wanted, sight: Sight) -> tuple[str, Json]:
    """The filters but for the status, as SQL on `c` with its parameters. `:me` is the one who looks."""
    where, params = "", Json()
    for name in ("assignee", "team"):
        if (asked := getattr(wanted, name)) is not None:
            where += f" AND c.{name}_id IS NULL" if asked == NOBODY else f" AND c.{name}_id = :{name}"
            params |= {} if asked == NOBODY else {name: asked}
    if wanted.channel is not None:
        where, params["channel"] = where + " AND c.channel = :channel", wanted.channel
    if wanted.contact is not None:
        where, params["contact"] = where + " AND c.contact_id = :contact", wanted.contact
    if wanted.tag is not None:
        where += " AND EXISTS (SELECT 1 FROM tag t WHERE t.conversation_id = c.id AND t.name = :tag)"
        params["tag"] = wanted.tag
    if wanted.delivery is not None:
        where += " AND c.failed > 0" if wanted.delivery == "failed" else " AND c.uncertain > 0"
    if wanted.waiting:
        where += " AND c.waiting_since IS NOT NULL"
    if wanted.unread:
        where += " AND c.last_in_id > COALESCE((SELECT up_to FROM read_mark WHERE agent_id = :me AND conversation_id = c.id), 0)"
        params["me"] = sight.agent
    if wanted.mentions is not None:
        seen = " AND seen_at IS NULL" if wanted.mentions == "me" else ""
        where += f" AND c.id IN (SELECT conversation_id FROM mention WHERE agent_id = :me{seen})"  # noqa: S608 - words of our own
        params["me"] = sight.agent
    for what, after, before in wanted.spans:
        more, bounds = _span(what, after, before, sight)
        where, params = where + more, params | bounds
    if sight.hidden:
        where, params["hidden"] = where + " AND c.channel NOT IN :hidden", sorted(sight.hidden)
    return where, params


def _span(what: str, after: int | None, before: int | None, sight: Sight) -> tuple[str, Json]:
    column, direction = MESSAGES.get(what, (COLUMNS.get(what), ""))
    params = {name: at for name, at in ((f"{what}_after", after), (f"{what}_before", before)) if at is not None}
    sign = {f"{what}_after": ">=", f"{what}_before": "<"}
    within = " AND ".join(f"{column} {sign[name]} :{name}" for name in params)
    if not direction:
        return f" AND {within}", params
    seen = " AND m.channel NOT IN :hidden" if sight.hidden else ""
    return (f" AND c.id IN (SELECT m.conversation_id FROM message m WHERE m.direction = '{direction}' "  # noqa: S608 - words of our own
            f"AND {within}{seen})"), params


def scarce(wanted: Wanted) -> bool:
    """Whether the filters lead straight to few conversations, so that walking by the status would be the long way."""
    return wanted.delivery is not None or wanted.mentions is not None or bool(wanted.spans)


def narrow(rows: Rows, wanted: Wanted) -> str:
    """A condition that leads straight to the conversations of a tag, when they are few."""
    if wanted.tag is None or rows.value("SELECT COUNT(*) FROM (SELECT 1 FROM tag WHERE name = :tag LIMIT :most) AS found",
                                        tag=wanted.tag, most=FEW) == FEW:
        return ""
    return " AND c.id IN (SELECT conversation_id FROM tag WHERE name = :tag)"


def count(rows: Rows, wanted: Wanted, sight: Sight) -> int:
    """How long the list is."""
    where, params = conditions(wanted, sight)
    status = "(c.status || '')" if scarce(wanted) else "c.status"  # the concatenation keeps SQLite from walking by the status
    return int(rows.value(f"SELECT COUNT(*) FROM conversation c WHERE {status} IN :statuses{where}",  # noqa: S608 - words of our own
                          statuses=wanted.statuses, **params))
