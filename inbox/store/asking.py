"""Which conversations somebody asks for: the filters of a list, as values and as SQL.

A page, a count and a saved view all read their filters here, so that a figure is the length of the list that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from inbox.errors import TooBroadError
from inbox.query import Term, parse
from inbox.store import search, terms, zones
from inbox.store.base import Rows
from inbox.store.times import micros

Json = dict[str, Any]
STATUSES = ("open", "snoozed", "closed", "spam")
HINTS = 2.0  # seconds that looking for hints may take
FEW = 2000  # conversations with a tag up to which they are looked at one by one
NOBODY = 0  # as an assignee or a team
UNKNOWN = -1  # an id that we never gave
Sort = Literal["newest", "oldest", "oldest_waiting"]
# what a span of time may be asked of: a column of the conversation, or when a message came in or was written
COLUMNS = {"created": "c.created_at", "closed": "c.closed_at", "waiting": "c.waiting_since", "replied": "c.first_reply_at"}
MESSAGES = {"received": ("m.received_at", "in"), "sent": ("m.sent_at", "out")}
SPANS = (*COLUMNS, *MESSAGES)
KEPT = "m.id NOT IN (SELECT message_id FROM delivery WHERE state = 'canceled')"  # what was taken back was not sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Who looks: the agent's id, and the channels that do not admit them."""

    agent: int
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which conversations: each filter that is None lets all pass. `assignee` and `team` 0: nobody, none.

    `spans`: (what of `SPANS`, not before, before), in microseconds; `slot`: of the span `received`, only this hour of this
    weekday (Monday is 1); `sent_by`: of the span `sent`, only what this agent wrote. `terms`: a question. All in the time
    zone `zone`.
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
    slot: tuple[int, int] | None = None
    sent_by: int | None = None
    terms: tuple[Term, ...] = ()
    zone: str = "UTC"
    sort: Sort = "newest"

    @property
    def worded(self) -> bool:
        """Whether words are asked: such a list comes by the newest message that matches."""
        return terms.worded(self.terms)

    @property
    def slow(self) -> bool:
        """Whether it may take longer than a walk along an index: not a thing to do in the loop."""
        return bool(self.terms or self.spans or self.unread)


def read(given: Mapping[str, Any], me: int) -> Wanted:
    """The filters of a list as the API (or a saved view) has them. An id that we never gave finds nothing.

    Raises BadValueError for a question that is none.
    """
    return _read(tuple(given.items()), me)


@lru_cache(maxsize=1024)
def _read(items: tuple[tuple[str, Any], ...], me: int) -> Wanted:
    """Pure, and pages ask for the same few lists all day."""
    given = dict(items)
    get = given.get
    asked = parse(get("q") or "")
    status = get("status") or ("all" if get("delivery") or get("mentions") or terms.wide(asked) else "open")
    return Wanted(
        statuses=terms.statuses(asked, _statuses(status)), terms=asked, zone=get("tz") or "UTC",
        assignee=_who(get("assignee"), me), team=_who(get("team"), me), channel=get("channel"),
        tag=get("tag"), contact=None if get("contact") is None else known(get("contact")), delivery=get("delivery"),
        unread=bool(get("unread")), waiting=bool(get("waiting")), mentions=get("mentions"),
        spans=tuple(_spans(given)), slot=_slot(get("received_slot")), sent_by=_who(get("sent_by"), me), sort=get("sort") or "newest")


def _spans(given: Mapping[str, Any]) -> Iterator[tuple[str, int | None, int | None]]:
    for what in SPANS:
        after, before = _moment(given.get(f"{what}_after")), _moment(given.get(f"{what}_before"))
        if after is not None or before is not None:
            yield what, after, before


def _slot(text: str | None) -> tuple[int, int] | None:
    """`1-09` is Monday, from nine to ten."""
    return (int(text[0]), int(text[2:])) if text else None


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

def conditions(rows: Rows, wanted: Wanted, sight: Sight) -> tuple[str, Json]:
    """The filters but for the status, as SQL on `c` with its parameters. `:me` is the one who looks."""
    where, params = _filters(wanted, sight)
    if not wanted.terms:
        return where, params
    asked = question(rows, wanted, sight)
    return where + "".join(f" AND {one}" for one in asked.where) + _said(rows, asked, sight), params | asked.params


def apart(rows: Rows, wanted: Wanted, sight: Sight) -> tuple[str, Json]:
    """As `conditions`, with what is asked of a message as conditions on `m`; the words are the parameter `q`."""
    where, params = _filters(wanted, sight)
    asked = question(rows, wanted, sight)
    return where + "".join(f" AND {one}" for one in [*asked.where, *asked.said]), params | asked.params


def question(rows: Rows, wanted: Wanted, sight: Sight) -> terms.Compiled:
    """The question as SQL."""
    asked = terms.compiled(rows, wanted.terms, sight.agent, sight.hidden, wanted.zone, terms.now_in(wanted.zone))
    if asked.asked:
        asked.params["q"] = search.question(rows, asked.asked)
    if asked.nothing:
        asked.where.append(terms.NEVER)
    return asked


def _said(rows: Rows, asked: terms.Compiled, sight: Sight) -> str:
    """That one message is what was asked for."""
    if not (asked.asked or asked.said):
        return ""
    more = "".join(f" AND {one}" for one in asked.said) + (" AND m.channel NOT IN :hidden" if sight.hidden else "")
    if asked.asked:
        return f" AND c.id IN (SELECT m.conversation_id FROM {search.joined(rows)} WHERE {search.clause(rows)}{more})"  # noqa: S608
    return f" AND EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id{more})"  # noqa: S608 - words of our own


def _filters(wanted: Wanted, sight: Sight) -> tuple[str, Json]:
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
        where += f" AND {terms.IS[wanted.delivery]}"
    if wanted.waiting:
        where += f" AND {terms.IS['waiting']}"
    if wanted.unread:
        where += f" AND {terms.IS['unread']}"
        params["me"] = sight.agent
    if wanted.mentions is not None:
        seen = " AND seen_at IS NULL" if wanted.mentions == "me" else ""
        where += f" AND c.id IN (SELECT conversation_id FROM mention WHERE agent_id = :me{seen})"  # noqa: S608 - words of our own
        params["me"] = sight.agent
    for what, after, before in wanted.spans:
        more, bounds = _span(wanted, what, after, before, sight)
        where, params = where + more, params | bounds
    if sight.hidden:
        where, params["hidden"] = where + " AND c.channel NOT IN :hidden", sorted(sight.hidden)
    return where, params


def _span(wanted: Wanted, what: str, after: int | None, before: int | None, sight: Sight) -> tuple[str, Json]:
    column, direction = MESSAGES.get(what, (COLUMNS.get(what), ""))
    params = {name: at for name, at in ((f"{what}_after", after), (f"{what}_before", before)) if at is not None}
    sign = {f"{what}_after": ">=", f"{what}_before": "<"}
    within = " AND ".join(f"{column} {sign[name]} :{name}" for name in params)
    if what == "replied":  # no index has this moment; it is that of a message of ours, which leads there
        said = within.replace(str(column), "m.sent_at")
        within += f" AND c.id IN (SELECT m.conversation_id FROM message m WHERE m.direction = 'out' AND {said})"  # noqa: S608
    if not direction:
        return f" AND {within}", params
    if what == "received" and wanted.slot is not None and after is not None and before is not None:
        spans = list(zones.hours(after, before, *wanted.slot, ZoneInfo(wanted.zone)))
        params |= {f"slot{n}_{end}": at for n, span in enumerate(spans) for end, at in zip("ab", span, strict=True)}
        within += " AND (" + (" OR ".join(f"({column} >= :slot{n}_a AND {column} < :slot{n}_b)" for n in range(len(spans)))
                              or terms.NEVER) + ")"
    within += f" AND {KEPT}" if what == "sent" else ""
    if what == "sent" and wanted.sent_by is not None:
        within += " AND m.author_kind = 'agent' AND m.author_id = :sent_by"
        params["sent_by"] = wanted.sent_by
    seen = " AND m.channel NOT IN :hidden" if sight.hidden else ""
    return (f" AND c.id IN (SELECT m.conversation_id FROM message m WHERE m.direction = '{direction}' "  # noqa: S608 - words of our own
            f"AND {within}{seen})"), params


def scarce(wanted: Wanted) -> bool:
    """Whether the filters lead straight to few conversations, so that walking by the status would be the long way."""
    # of those who wait the most are open: the status leads to them, and no index has their moment alone
    return wanted.delivery is not None or wanted.mentions is not None or any(what != "waiting" for what, _, _ in wanted.spans)


def narrow(rows: Rows, wanted: Wanted) -> str:
    """A condition that leads straight to the conversations of a tag, when they are few."""
    if wanted.tag is None or rows.value("SELECT COUNT(*) FROM (SELECT 1 FROM tag WHERE name = :tag LIMIT :most) AS found",
                                        tag=wanted.tag, most=FEW) == FEW:
        return ""
    return " AND c.id IN (SELECT conversation_id FROM tag WHERE name = :tag)"


def count(rows: Rows, wanted: Wanted, sight: Sight) -> int:
    """How long the list is."""
    where, params = conditions(rows, wanted, sight)
    status = "(c.status || '')" if scarce(wanted) else "c.status"  # the concatenation keeps SQLite from walking by the status
    return int(rows.value(f"SELECT COUNT(*) FROM conversation c WHERE {status} IN :statuses{where}",  # noqa: S608 - words of our own
                          statuses=wanted.statuses, **params))


def hints(rows: Rows, given: Mapping[str, Any], sight: Sight, most: int = 3) -> list[Json]:
    """For a question that found nothing: what to leave out, filters before words, and how much that would find."""
    asked = parse(given.get("q") or "")
    found = []
    with suppress(TooBroadError), rows.within(HINTS):  # what is known by then
        for term in asked if len(asked) > 1 else ():
            rest = " ".join(other.typed for other in asked if other is not term)
            if n := count(rows, read({**given, "q": rest}, sight.agent), sight):
                found.append((not term.operator, n, {"without": term.typed, "found": n}))
    return [hint for _, _, hint in sorted(found, key=lambda one: one[:2])][:most]
