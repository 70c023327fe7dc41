"""That the watch over plans (plans.py), under which the API's tests run, sees what it is there for."""

from __future__ import annotations

import asyncio

import plans
import pytest
from stores import MakeStore

from inbox.store import Rows
from inbox.store.rows import _postgres


@pytest.mark.parametrize(("sql", "bad"), [
    ("SELECT id FROM message WHERE text = :q", True),
    ("SELECT m.id FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE c.subject = :q", True),
    ("UPDATE conversation SET subject = :q WHERE subject = :q", True),
    ("SELECT id FROM message WHERE external_id = :q", False),
    ("SELECT value FROM meta WHERE value = :q", False),  # a small table
])
def test_a_statement_that_reads_a_big_table_from_end_to_end_is_seen(make_store: MakeStore, sql: str, bad: bool) -> None:
    def judged(rows: Rows) -> str:
        if rows.dialect == "sqlite":
            return plans._sqlite(rows.connection, sql, {"q": "x"})
        return plans._postgres(rows.connection, _postgres(sql), {"q": "x"})

    async def check() -> None:
        store = await make_store().open()
        try:
            assert bool(await store.write(judged)) is bad
        finally:
            await store.close()
    asyncio.run(check())


def test_sqlite_may_walk_an_index_that_has_the_order_and_stops_at_the_limit(make_store: MakeStore) -> None:
    async def check() -> None:
        store = await make_store().open()
        try:
            if store.dialect == "sqlite":
                for tail, bad in (("ORDER BY status, last_at, id LIMIT 5", False), ("ORDER BY id DESC LIMIT 5", False),
                                  ("ORDER BY subject LIMIT 5", True), ("ORDER BY id", True)):
                    found = await store.write(lambda tx, tail=tail: plans._sqlite(tx.connection, f"SELECT id FROM conversation {tail}", {}))
                    assert bool(found) is bad, (tail, found)
        finally:
            await store.close()
    asyncio.run(check())
