"""Conversations as the API shows them: one, a page of the list, a page of a search, and the counts beside it.

Everything here reads. A `Sight` is who looks: what lies in a channel that does not admit them is not there for them.
Pages go by key: `before` is the key of the last row that was shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from inbox.errors import NotFoundError
from inbox.store import search
from inbox.store.base import Rows
from inbox.store.times import rfc3339

Json = dict[str, Any]
Key = tuple[Any, ...]
FEW = 2000  # conversations with a tag up to which they are looked at one by one
STATUSES = ("open", "snoozed", "closed", "spam")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Who looks: the agent's id, and the channels that do not admit them."""

    agent: int
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which conversations: each filter that is None lets all pass. `assignee` 0 is nobody."""

    statuses: tuple[str, ...] = ("open",)
    assignee: int | None = None
    channel: str | None = None
    tag: str | None = None
    contact: int | None = None
    delivery: Literal["failed", "uncertain"] | None = None
    sort: Literal["newest", "oldest_waiting"] = "newest"


_COLUMNS = """c.id, c.subject, c.status, c.channel, c.contact_id, p.name AS contact_name, c.assignee_id,
 a.name AS assignee_name, c.priority, c.last_id, c.last_direction, c.last_text, c.last_at, c.last_in_id, c.waiting_since,
 c.snoozed_until, c.version, c.created_at, c.failed, c.uncertain, c.merged_into, r.up_to,
 (SELECT {list}(name, '{cut}') FROM tag WHERE conversation_id = c.id) AS tags,
 (SELECT {list}(CAST(other_id AS TEXT), '{cut}') FROM related WHERE conversation_id = c.id) AS related"""
_CUT = "\x1f"  # between what an aggregate joins: no tag contains a control character
_SELECT = {"sqlite": _COLUMNS.format(list="group_concat", cut=_CUT), "postgresql": _COLUMNS.format(list="string_agg", cut=_CUT)}
_JOINS = """LEFT JOIN contact p ON p.id = c.contact_id LEFT JOIN agent a ON a.id = c.assignee_id
 LEFT JOIN read_mark r ON r.conversation_id = c.id AND r.agent_id = :me"""
# order of a page: (condition that a key stands behind, ORDER BY)
_ORDERS = {
    "newest": ("(c.last_at, c.id) < (:k0, :k1)", "c.last_at DESC, c.id DESC", ""),
    "waiting": ("(c.waiting_since, c.id) > (:k0, :k1)", "c.waiting_since, c.id", " AND c.waiting_since IS NOT NULL"),
    "quiet": ("c.id > :k0", "c.id", " AND c.waiting_since IS NULL"),
}


def _conditions(wanted: Wanted, sight: Sight) -> tuple[str, Json]:
    """The filters but for the status, as SQL on `c` with its parameters."""
    where, params = "", Json()
    if wanted.assignee is not None:
        where += " AND c.assignee_id IS NULL" if wanted.assignee == 0 else " AND c.assignee_id = :assignee"
        params |= {"assignee": wanted.assignee} if wanted.assignee else {}
    if wanted.channel is not None:
        where, params = where + " AND c.channel = :channel", {**params, "channel": wanted.channel}
    if wanted.contact is not None:
        where, params = where + " AND c.contact_id = :contact", {**params, "contact": wanted.contact}
    if wanted.tag is not None:
        where += " AND EXISTS (SELECT 1 FROM tag t WHERE t.conversation_id = c.id AND t.name = :tag)"
        params["tag"] = wanted.tag
    if wanted.delivery is not None:
        where += f" AND c.{wanted.delivery} > 0"
    if sight.hidden:
        where, params = where + " AND c.channel NOT IN :hidden", {**params, "hidden": sorted(sight.hidden)}
    return where, params


@lru_cache(maxsize=256)
def _page_sql(dialect: str, statuses: int, where: str, order: str, continued: bool) -> str:
    """One branch for each status, so that each walks the index that has the order and stops at the limit.

    `statuses` 0: the filters alone leave few; the concatenation keeps SQLite from walking by the status all the same.
    """
    behind, by, only = _ORDERS[order]
    where += only + (f" AND {behind}" if continued else "")
    conditions = [f"c.status = :s{n}" for n in range(statuses)] or ["(c.status || '') IN :statuses"]
    branches = " UNION ALL ".join(
        f"SELECT id FROM (SELECT c.id FROM conversation c WHERE {condition}{where} ORDER BY {by} LIMIT :n) AS b{n}"  # noqa: S608 - words of our own
        for n, condition in enumerate(conditions))
    return (f"SELECT {_SELECT[dialect]} FROM ({branches}) AS page JOIN conversation c ON c.id = page.id "  # noqa: S608
            f"{_JOINS} ORDER BY {by} LIMIT :n")


def _narrow(rows: Rows, wanted: Wanted) -> str:
    """A condition that leads straight to the conversations of a tag, when they are few."""
    if wanted.tag is None or rows.value("SELECT COUNT(*) FROM (SELECT 1 FROM tag WHERE name = :tag LIMIT :most) AS found",
                                        tag=wanted.tag, most=FEW) == FEW:
        return ""
    return " AND c.id IN (SELECT conversation_id FROM tag WHERE name = :tag)"


def _fetch(rows: Rows, wanted: Wanted, sight: Sight, order: str, key: Key | None, n: int) -> list[Any]:
    where, params = _conditions(wanted, sight)
    narrow = _narrow(rows, wanted)
    few, where = bool(narrow) or wanted.delivery is not None, where + narrow
    params |= {"statuses": wanted.statuses} if few else {f"s{i}": status for i, status in enumerate(wanted.statuses)}
    params |= {f"k{i}": part for i, part in enumerate(key or ())}
    sql = _page_sql(rows.dialect, 0 if few else len(wanted.statuses), where, order, key is not None)
    return rows.all(sql, me=sight.agent, n=n, **params)


def conversations(rows: Rows, wanted: Wanted, sight: Sight, limit: int, before: Key | None) -> tuple[list[str], Key | None]:
    """A page, each conversation as JSON, and the key for the next one. Who waits for nothing comes last by `oldest_waiting`."""
    if wanted.sort == "newest":
        found = _fetch(rows, wanted, sight, "newest", before, limit + 1)
        last = found[limit - 1] if len(found) > limit else None
        return show(rows, found[:limit], sight), (last.last_at, last.id) if last else None
    key = before or ("waiting", -1, 0)
    found = []
    if key[0] == "waiting":
        found = _fetch(rows, wanted, sight, "waiting", key[1:], limit + 1)
    if len(found) <= limit:
        found += _fetch(rows, wanted, sight, "quiet", key[1:] if key[0] == "quiet" else (0,), limit + 1 - len(found))
    if len(found) <= limit:
        return show(rows, found, sight), None
    last = found[limit - 1]
    after = ("waiting", last.waiting_since, last.id) if last.waiting_since is not None else ("quiet", last.id)
    return show(rows, found[:limit], sight), after


def conversation(rows: Rows, conversation: int, sight: Sight) -> Json:
    """One conversation. Raises NotFoundError, also when it is not for this agent."""
    row = rows.one(f"SELECT {_SELECT[rows.dialect]} FROM conversation c {_JOINS} WHERE c.id = :id",  # noqa: S608 - words of our own
                   id=conversation, me=sight.agent)
    if row is None or row.channel in sight.hidden:
        raise NotFoundError("there is no such conversation")
    return _shown(row, _secret(rows, [row], sight))


def version(rows: Rows, conversation: int, sight: Sight) -> int:
    """Its version. Raises NotFoundError as `conversation` does."""
    row = rows.one("SELECT version, channel FROM conversation WHERE id = :id", id=conversation)
    if row is None or row.channel in sight.hidden:
        raise NotFoundError("there is no such conversation")
    return int(row.version)


def show(rows: Rows, found: list[Any], sight: Sight) -> list[str]:
    """The rows as the API shows them (contract, section 3), each as JSON."""
    secret = _secret(rows, found, sight)
    return [_text(row, secret) for row in found]


@lru_cache(maxsize=2048)
def _text(row: Any, secret: frozenset[tuple[str, int]]) -> str:
    """The same row gives the same text, and most rows of a list have not changed since it was last asked for."""
    return json.dumps(_shown(row, secret), ensure_ascii=False, separators=(",", ":"))


def _shown(row: Any, secret: frozenset[tuple[str, int]]) -> Json:
    return {
        "id": str(row.id), "subject": row.subject, "status": row.status, "channel": row.channel,
        "contact": None if row.contact_id is None else {"id": str(row.contact_id), "name": row.contact_name},
        "assignee": None if row.assignee_id is None else {"id": str(row.assignee_id), "name": row.assignee_name},
        "tags": sorted(row.tags.split(_CUT)) if row.tags else [], "priority": row.priority,
        "unread": row.last_in_id > (row.up_to or 0),
        "last_message": None if row.last_id is None or ("m", row.last_id) in secret else {
            "id": str(row.last_id), "direction": row.last_direction, "text": row.last_text, "at": rfc3339(row.last_at)},
        "waiting_since": rfc3339(row.waiting_since), "snoozed_until": rfc3339(row.snoozed_until),
        "delivery": "failed" if row.failed else "uncertain" if row.uncertain else None,
        "related": [str(other) for other in sorted(_related(row)) if ("c", other) not in secret], "version": row.version,
        "created_at": rfc3339(row.created_at), "merged_into": row.merged_into and str(row.merged_into),
    }


def _related(row: Any) -> list[int]:
    return [int(other) for other in row.related.split(_CUT)] if row.related else []


def _secret(rows: Rows, found: list[Any], sight: Sight) -> frozenset[tuple[str, int]]:
    """Messages ("m", id) and related conversations ("c", id) that lie in hidden channels."""
    if not sight.hidden:
        return frozenset()
    hidden = sorted(sight.hidden)
    last = rows.all("SELECT id FROM message WHERE id IN :ids AND channel IN :hidden",
                    ids=[row.last_id for row in found if row.last_id], hidden=hidden)
    others = rows.all("SELECT id FROM conversation WHERE id IN :ids AND channel IN :hidden",
                      ids=[other for row in found for other in _related(row)], hidden=hidden)
    return frozenset([("m", row.id) for row in last] + [("c", row.id) for row in others])


# ---------------------------------------------------------------- search

def found(rows: Rows, asked: str, wanted: Wanted, sight: Sight, limit: int, before: int | None
          ) -> tuple[list[str], int | None]:
    """A page of the conversations in which something was said, by their newest message that matches."""
    if not search.asks(asked):
        return [], None
    where, params = _conditions(wanted, sight)
    narrow = _narrow(rows, wanted)
    params |= {"q": search.question(rows, asked), "statuses": wanted.statuses}
    where += " AND m.channel NOT IN :hidden" if sight.hidden else ""
    # the plus keeps SQLite from asking the index of words once for each of these messages
    few = "conversation_id IN (SELECT conversation_id FROM tag WHERE name = :tag)" if narrow else (
        "conversation_id IN (SELECT id FROM conversation WHERE contact_id = :contact)" if wanted.contact is not None else "")
    # CROSS JOIN keeps it from starting anywhere but at the index of words; the rowid of a document is its message
    scope = f" AND +search.rowid IN (SELECT id FROM message WHERE {few})" if few else ""  # noqa: S608 - words of our own
    tables = "search CROSS JOIN message m ON m.id = search.rowid CROSS JOIN conversation c ON c.id = m.conversation_id"
    head = f"FROM {tables} WHERE {search.clause(rows)}{scope}"
    if rows.dialect == "postgresql":
        head = head.replace("CROSS JOIN", "JOIN")
    start, key, hits = before, before, dict[int, int]()
    chunk = 2 * limit + 2
    while len(hits) <= limit:
        below = " AND search.rowid < :key" if key is not None else ""
        got = rows.all(f"SELECT m.id, m.conversation_id AS conversation {head} AND c.status IN :statuses{where}{below} "
                       "ORDER BY search.rowid DESC LIMIT :chunk", chunk=chunk, **params,
                       **({} if key is None else {"key": key}))
        fresh = {row.conversation for row in got} - hits.keys()
        if start is not None and fresh:  # only what has newer messages can have been on a page before
            fresh = {row.id for row in rows.all("SELECT DISTINCT conversation_id AS id FROM message "
                                                "WHERE conversation_id IN :ids AND id >= :start", ids=fresh, start=start)}
        shown = {row.conversation for row in rows.all(
            f"SELECT DISTINCT m.conversation_id AS conversation {head}{where} AND m.conversation_id IN :ids "
            "AND search.rowid >= :start", ids=fresh, start=start, **{k: v for k, v in params.items() if k != "statuses"})
        } if start is not None and fresh else set()
        for row in got:
            if row.conversation not in shown:
                hits.setdefault(row.conversation, row.id)
        if len(got) < chunk:
            break
        key = got[-1].id
    page = list(hits.items())[:limit]
    sql = f"SELECT {_SELECT[rows.dialect]} FROM conversation c {_JOINS} WHERE c.id IN :ids"  # noqa: S608
    by_id = {row.id: row for row in rows.all(sql, ids=[c for c, _ in page], me=sight.agent)}
    return show(rows, [by_id[c] for c, _ in page], sight), page[-1][1] if len(hits) > limit else None


# ---------------------------------------------------------------- counts

def counts(rows: Rows, sight: Sight) -> Json:
    """The figures beside the queue; each is the length of the list that it stands for."""
    seen = " AND c.channel NOT IN :hidden" if sight.hidden else ""
    params: Json = {"hidden": sorted(sight.hidden)} if sight.hidden else {}

    def count(condition: str, **more: Any) -> int:
        return int(rows.value(f"SELECT COUNT(*) FROM conversation c WHERE {condition}{seen}", **params, **more))  # noqa: S608

    channels = {name: n for name in _channels(rows) if name not in sight.hidden
                and (n := count("c.status = 'open' AND c.channel = :channel", channel=name))}
    tags = {row.name: row.n for row in rows.all(
        "SELECT t.name, COUNT(*) AS n FROM tag t JOIN conversation c ON c.id = t.conversation_id "  # noqa: S608
        f"WHERE c.status = 'open'{seen} GROUP BY t.name", **params)}
    return {
        "open": sum(channels.values()), "mine": count("c.status = 'open' AND c.assignee_id = :me", me=sight.agent),
        "unassigned": count("c.status = 'open' AND c.assignee_id IS NULL"), "snoozed": count("c.status = 'snoozed'"),
        "failed": count("c.failed > 0 AND c.status <> 'merged'"), "channels": channels, "tags": tags,
    }


def _channels(rows: Rows) -> Iterator[str]:
    """Every channel that has a conversation: one step in the index for each."""
    name = ""
    while (found := rows.value("SELECT MIN(channel) FROM conversation WHERE channel > :name", name=name)) is not None:
        yield found
        name = found
