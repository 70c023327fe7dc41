"""Watches the plans of all statements that run through `Rows` in this process: none may read a big table from one end to the other.

The database is asked with EXPLAIN, once for each statement. On a store as small as a test's, SQLite without statistics chooses as it does
on a large one; PostgreSQL is told to read a whole table only where nothing else is possible.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from inbox.store import rows, tables

BIG = frozenset(("address", "attachment", "attempt", "audit", "blob", "contact", "conversation", "delivery", "event", "idempotency_key",
                 "ledger", "mention", "message", "participant", "read_mark", "recipient", "ref", "related", "search", "tag", "undo"))
_NAMED = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO|,)\s+\"?([a-z_]+)\"?(?:\s+(?:AS\s+)?([a-z]\w*)\b)?", re.IGNORECASE)
_KEYWORDS = frozenset(("where", "set", "on", "join", "left", "cross", "inner", "order", "group", "limit", "using", "values", "select",
                       "union"))
# indexes of some rows alone: they hold what is under way or amiss and are short however large the store is, but for these
LONG = {"ix_message_received", "ix_message_sent", "ix_conversation_closed", "ix_conversation_team"}
SMALL = {index.name for table in tables.metadata.tables.values() for index in table.indexes
         if index.dialect_options["sqlite"]["where"] is not None} - LONG
# what may look through a table, and why
RARE = {
    r"(raw|prepared) AS sha FROM \w+ WHERE|FROM blob WHERE sha NOT IN": "who else has these bytes: at an erasure, every six hours",
    r"DELETE FROM event WHERE (message_id|kind)": "at an erasure or a deletion; the journal goes back some days",
    r"DELETE FROM (idempotency_key|undo) WHERE|SELECT id, action, data FROM undo$": "they are kept for some days",
    r"FROM (contact|conversation) WHERE merged_into": "what was merged into somebody who is erased",
    r"FROM contact p LEFT JOIN address d": "a part of a name is looked for in all names",
}
_JUDGED = ("SELECT", "UPDATE", "DELETE", "WITH", "INSERT")


def _ours() -> bool:
    """Whether the store asks, and not a test."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename in (__file__, rows.__file__):
        frame = frame.f_back  # type: ignore[assignment]  # the outermost has none
    return frame is not None and "/inbox/" in frame.f_code.co_filename


class Watch:
    """`found`: statement → what is wrong with its plan."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, str]] = set()
        self.found: dict[str, str] = {}

    def look(self, connection: Any, dialect: str, sql: str, params: Any) -> None:
        """Judges a statement that has just been executed, when it is new."""
        if (dialect, sql) in self.seen or not sql.lstrip().upper().startswith(_JUDGED) or not _ours():
            return
        self.seen.add((dialect, sql))
        wrong = _sqlite(connection, sql, params) if dialect == "sqlite" else _postgres(connection, sql, params)
        if wrong and not any(re.search(rare, sql) for rare in RARE):
            self.found[sql] = wrong


def _tables(sql: str) -> dict[str, str]:
    """Name or alias → table."""
    found = {}
    for table, alias in _NAMED.findall(sql):
        if table.lower() in BIG:
            found[table.lower()] = table.lower()
            if alias and alias.lower() not in _KEYWORDS:
                found[alias] = table.lower()
    return found


def _sqlite(connection: Any, sql: str, params: Any) -> str:
    tables = _tables(sql)
    steps = [str(row[-1]) for row in connection.execute("EXPLAIN QUERY PLAN " + sql, params).fetchall()]
    for step in steps:
        scan = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$", step)
        if scan and scan[1] in tables and scan[2] not in SMALL and not _ends_soon(sql, steps, walk=bool(scan[2])):
            return step
    return ""


def _ends_soon(sql: str, steps: list[str], *, walk: bool) -> bool:
    """Whether a walk, along an index or the key, stops by itself: in the order that is wanted, after so many."""
    if re.search(r"\b(MIN|MAX)\(", sql) and walk:
        return True
    return bool(re.search(r"\bLIMIT\b", sql)) and not any("ORDER BY" in step for step in steps)


def _postgres(connection: Any, sql: str, params: Any) -> str:
    connection.execute("SAVEPOINT plan")
    connection.execute("SET LOCAL enable_seqscan = off")
    steps = [row[0] for row in connection.execute("EXPLAIN " + sql, params).fetchall()]
    connection.execute("ROLLBACK TO plan")
    connection.execute("RELEASE plan")
    for n, step in enumerate(steps):
        scan = re.search(r"(?:Seq Scan|Index (?:Only )?Scan(?: Backward)?(?: using (\w+))?) on (\w+)", step)
        if scan is None or scan[2] not in BIG:
            continue
        about = itertools.takewhile(lambda line: "->" not in line, steps[n + 1:])
        if scan[1] is None or not (any("Index Cond" in line for line in about) or scan[1] in SMALL or _stops(steps)):
            return str(step).strip()
    return ""


def _stops(steps: list[str]) -> bool:
    """Whether PostgreSQL's walk stops by itself: after so many, or with the first (which it gives the smallest and the largest)."""
    return any(re.search(r"\bLimit\b", step) for step in steps) and not any(re.search(r"\bSort\b", step) for step in steps)


@contextmanager
def watched() -> Iterator[Watch]:
    """While the block lasts every statement is judged."""
    watch, execute, many = Watch(), rows.Rows._execute, rows.Tx.many

    def looked(self: rows.Rows, sql: str, params: dict[str, Any]) -> Any:
        answer = execute(self, sql, params)
        for name, value in params.items():
            if isinstance(value, (list, tuple, set, frozenset)):
                sql, params = rows._spread(sql, params, name, list(value))
        watch.look(self.connection, self.dialect, sql if self.dialect == "sqlite" else rows._postgres(sql), params)
        return answer

    def looked_many(self: rows.Tx, sql: str, values: Any) -> None:
        many(self, sql, values)
        if values:
            watch.look(self.connection, self.dialect, sql if self.dialect == "sqlite" else rows._postgres(sql), values[0])
    rows.Rows._execute, rows.Tx.many = looked, looked_many  # type: ignore[method-assign]
    try:
        yield watch
    finally:
        rows.Rows._execute, rows.Tx.many = execute, many  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def plans() -> Iterator[Watch]:
    with watched() as watch:
        yield watch


@pytest.fixture(autouse=True)
def every_plan_uses_its_index(plans: Watch) -> Iterator[None]:
    """Fails the first test that runs a statement with a bad plan."""
    before = set(plans.found)
    yield
    new = {sql: why for sql, why in plans.found.items() if sql not in before}
    assert not new, new
