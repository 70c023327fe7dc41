"""Conversations as the API shows them: one, a page of the list, a page of a search.

Everything here reads. A `Sight` is who looks: what lies in a channel that does not admit them is not there for them.
Pages go by key: `before` is the key of the last row that was shown.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import lru_cache
from typing import Any

from inbox.compact import dump
from inbox.errors import NotFoundError
from inbox.store import search
from inbox.store.asking import STATUSES, Json, Sight, Wanted, apart, conditions, narrow, scarce
from inbox.store.base import Rows
from inbox.store.counting import counts
from inbox.store.times import rfc3339

__all__ = ["STATUSES", "Json", "Sight", "Wanted", "counts"]
Key = tuple[Any, ...]
PATIENCE = 8.0  # seconds that a question of words may take
_COLUMNS = """c.id, c.subject, c.status, c.channel, c.contact_id, p.name AS contact_name, c.assignee_id,
 a.name AS assignee_name, c.priority, c.last_id, c.last_direction, c.last_text, c.last_at, c.last_in_id, c.waiting_since,
 c.snoozed_until, c.version, c.created_at, c.failed, c.uncertain, c.merged_into, r.up_to,
 c.team_id, g.name AS team_name, c.returned, c.returned_at,
 (SELECT {list}(name, '{cut}') FROM tag WHERE conversation_id = c.id) AS tags,
 (SELECT {list}(CAST(other_id AS TEXT), '{cut}') FROM related WHERE conversation_id = c.id) AS related"""
_CUT = "\x1f"  # between what an aggregate joins: no tag contains a control character
_SELECT = {"sqlite": _COLUMNS.format(list="group_concat", cut=_CUT), "postgresql": _COLUMNS.format(list="string_agg", cut=_CUT)}
_JOINS = """LEFT JOIN contact p ON p.id = c.contact_id LEFT JOIN agent a ON a.id = c.assignee_id
 LEFT JOIN team g ON g.id = c.team_id
 LEFT JOIN read_mark r ON r.conversation_id = c.id AND r.agent_id = :me"""
# order of a page: (condition that a key stands behind, ORDER BY)
_ORDERS = {
    "newest": ("(c.last_at, c.id) < (:k0, :k1)", "c.last_at DESC, c.id DESC", ""),
    "oldest": ("(c.last_at, c.id) > (:k0, :k1)", "c.last_at, c.id", ""),
    "waiting": ("(c.waiting_since, c.id) > (:k0, :k1)", "c.waiting_since, c.id", " AND c.waiting_since IS NOT NULL"),
    "quiet": ("c.id > :k0", "c.id", " AND c.waiting_since IS NULL"),
}


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


def _fetch(rows: Rows, wanted: Wanted, sight: Sight, order: str, key: Key | None, n: int) -> list[Any]:
    if not wanted.statuses:  # `-is:open` has left none
        return []
    where, params = conditions(rows, wanted, sight)
    straight = narrow(rows, wanted)
    few, where = bool(straight) or scarce(wanted), where + straight
    params |= {"statuses": wanted.statuses} if few else {f"s{i}": status for i, status in enumerate(wanted.statuses)}
    params |= {f"k{i}": part for i, part in enumerate(key or ())}
    sql = _page_sql(rows.dialect, 0 if few else len(wanted.statuses), where, order, key is not None)
    with rows.within(PATIENCE) if wanted.terms else nullcontext():
        return rows.all(sql, n=n, **{**params, "me": sight.agent})


def conversations(rows: Rows, wanted: Wanted, sight: Sight, limit: int, before: Key | None) -> tuple[list[str], Key | None]:
    """A page, each conversation as JSON, and the key for the next one. Who waits for nothing comes last by `oldest_waiting`."""
    if wanted.sort != "oldest_waiting":
        found = _fetch(rows, wanted, sight, wanted.sort, before, limit + 1)
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
    draft, mentioned = _mine(rows, sight)
    return {**_shown(row, _secret(rows, [row], sight), row.id in draft, row.id in mentioned),
            "read_up_to": str(row.up_to) if row.up_to else None}


def version(rows: Rows, conversation: int, sight: Sight) -> int:
    """Its version. Raises NotFoundError as `conversation` does."""
    row = rows.one("SELECT version, channel FROM conversation WHERE id = :id", id=conversation)
    if row is None or row.channel in sight.hidden:
        raise NotFoundError("there is no such conversation")
    return int(row.version)


def show(rows: Rows, found: list[Any], sight: Sight) -> list[str]:
    """The rows as the API shows them (contract, section 3), each as JSON."""
    secret = _secret(rows, found, sight)
    draft, mentioned = _mine(rows, sight)
    return [_text(row, secret, row.id in draft, row.id in mentioned) for row in found]


def _mine(rows: Rows, sight: Sight) -> tuple[set[int], set[int]]:
    """The conversations in which the one who looks has begun to write, and those in which they were named and have not seen it."""
    found = rows.all("SELECT conversation_id AS id, 0 AS named FROM draft WHERE agent_id = :me UNION ALL "
                     "SELECT conversation_id, 1 FROM mention WHERE agent_id = :me AND seen_at IS NULL", me=sight.agent)
    return {row.id for row in found if not row.named}, {row.id for row in found if row.named}


@lru_cache(maxsize=2048)
def _text(row: Any, secret: frozenset[tuple[str, int]], draft: bool, mentioned: bool) -> str:
    """The same row gives the same text, and most rows of a list have not changed since it was last asked for."""
    return dump(_shown(row, secret, draft, mentioned))


def _shown(row: Any, secret: frozenset[tuple[str, int]], draft: bool, mentioned: bool) -> Json:
    return {
        "id": str(row.id), "subject": row.subject, "status": row.status, "channel": row.channel,
        "contact": None if row.contact_id is None else {"id": str(row.contact_id), "name": row.contact_name},
        "assignee": None if row.assignee_id is None else {"id": str(row.assignee_id), "name": row.assignee_name},
        "team": None if row.team_id is None else {"id": str(row.team_id), "name": row.team_name or ""},
        "tags": sorted(row.tags.split(_CUT)) if row.tags else [], "priority": row.priority,
        "unread": row.last_in_id > (row.up_to or 0),
        "last_message": None if row.last_id is None or ("m", row.last_id) in secret else {
            "id": str(row.last_id), "direction": row.last_direction, "text": row.last_text, "at": rfc3339(row.last_at)},
        "waiting_since": rfc3339(row.waiting_since), "snoozed_until": rfc3339(row.snoozed_until),
        "delivery": "failed" if row.failed else "uncertain" if row.uncertain else None,
        "related": [str(other) for other in sorted(_related(row)) if ("c", other) not in secret], "version": row.version,
        "created_at": rfc3339(row.created_at), "merged_into": row.merged_into and str(row.merged_into),
        "draft": draft, "mentioned": mentioned,
        "returned": {"reason": row.returned, "at": rfc3339(row.returned_at)} if row.returned else None,
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

def found(rows: Rows, wanted: Wanted, sight: Sight, limit: int, before: int | None
          ) -> tuple[list[str], int | None]:
    """A page of the conversations in which something was said, by their newest message that matches. Raises TooBroadError."""
    with rows.within(PATIENCE):
        return _found(rows, wanted, sight, limit, before)


def _found(rows: Rows, wanted: Wanted, sight: Sight, limit: int, before: int | None) -> tuple[list[str], int | None]:
    where, params = apart(rows, wanted, sight)
    straight = narrow(rows, wanted)
    params |= {"statuses": wanted.statuses}
    where += " AND m.channel NOT IN :hidden" if sight.hidden else ""
    # the plus keeps SQLite from asking the index of words once for each of these messages
    few = "conversation_id IN (SELECT conversation_id FROM tag WHERE name = :tag)" if straight else (
        "conversation_id IN (SELECT id FROM conversation WHERE contact_id = :contact)" if wanted.contact is not None else "")
    scope = f" AND +search.rowid IN (SELECT id FROM message WHERE {few})" if few else ""  # noqa: S608 - words of our own
    head = f"FROM {search.told(rows)} WHERE {search.clause(rows)}{scope}"
    walk = head if few else search.newest(rows, params["q"], before)
    start, key, hits = before, before, dict[int, int]()
    chunk = 2 * limit + 2
    while len(hits) <= limit:
        below = " AND search.rowid < :key" if key is not None else ""
        got = rows.all(f"SELECT m.id, m.conversation_id AS conversation {walk} AND c.status IN :statuses{where}{below} "
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
