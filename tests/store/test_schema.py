"""The schema: migrations equal the tables on both databases; what an older or newer program may do."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
import stores
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from inbox.errors import StoreError
from inbox.store import schema, search
from inbox.store.base import Rows
from inbox.store.migrations import versions
from inbox.store.tables import metadata


def _prepared(make_store: stores.MakeStore) -> stores.Store:
    store = make_store()
    store.data_dir.mkdir(parents=True, exist_ok=True)
    schema.prepare(store, migrate=True)
    return store


@pytest.mark.section9(40)
def test_migrations_make_exactly_the_tables(make_store: stores.MakeStore) -> None:
    store = _prepared(make_store)
    engine = schema.engine(store)
    with engine.connect() as connection:
        names = {"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("search")}
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True, **names}), metadata)
        tables = set(engine.dialect.get_table_names(connection))
    engine.dispose()
    assert found == []
    assert set(metadata.tables) <= tables
    assert any(name.startswith("search") for name in tables)


def test_head_is_the_newest_migration() -> None:
    revisions = [re.match(r"m(\d{4})_", p.name) for p in Path(versions.__path__[0]).glob("m*.py")]
    assert max(r[1] for r in revisions if r) == schema.HEAD


def test_a_second_start_changes_nothing(make_store: stores.MakeStore) -> None:
    store = _prepared(make_store)
    before = schema.status(store)
    schema.prepare(store, migrate=True)
    assert before == schema.status(store)
    assert before.up_to_date and before.runs and before.written_by


def _set(store: stores.Store, revision: str, readable_from: str) -> None:
    connection = store.connect()
    connection.execute(f"UPDATE alembic_version SET version_num = '{revision}'")
    connection.execute(f"UPDATE meta SET value = '{readable_from}' WHERE key = 'readable_from'")
    connection.execute("UPDATE meta SET value = '9.9' WHERE key = 'written_by'")
    connection.close()


def test_a_newer_store_that_we_can_read_is_taken(make_store: stores.MakeStore) -> None:
    store = _prepared(make_store)
    _set(store, "9999", schema.HEAD)
    schema.prepare(store, migrate=True)
    assert schema.status(store).runs


def test_a_newer_store_that_we_cannot_read_names_the_version_that_can(make_store: stores.MakeStore) -> None:
    store = _prepared(make_store)
    _set(store, "9999", "9999")
    with pytest.raises(StoreError, match=r"run Inbox 9\.9 or later"):
        schema.prepare(store, migrate=True)


def test_an_old_sqlite_store_is_backed_up_before_its_upgrade(tmp_path: Path) -> None:
    store = stores.Store("sqlite", tmp_path)
    connection = store.connect()
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute("INSERT INTO alembic_version VALUES ('0000')")
    connection.close()
    with pytest.raises(StoreError):  # there was never a revision 0000
        schema.upgrade(store)
    assert (tmp_path / f"inbox.db.before-{schema.HEAD}").stat().st_size > 0


def test_two_daemons_on_one_sqlite_store_are_refused_in_words(tmp_path: Path) -> None:
    async def both() -> None:
        first = await stores.Store("sqlite", tmp_path).open(exclusive=True)
        try:
            with pytest.raises(StoreError, match="another daemon"):
                await stores.Store("sqlite", tmp_path).open(exclusive=True)
        finally:
            await first.close()
        again = await stores.Store("sqlite", tmp_path).open(exclusive=True)
        await again.close()
    asyncio.run(both())


def _first(store: stores.Store) -> stores.Store:
    """A store as the first version made it."""
    config = Config()
    config.set_main_option("script_location", "inbox.store:migrations")
    engine = schema.engine(store)
    with engine.connect() as bound:
        config.attributes["connection"] = bound
        command.upgrade(config, "0001")
        bound.commit()
    engine.dispose()
    return store


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_old_store_is_upgraded_by_whoever_is_to_and_not_in_passing(
        kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """By a command beside a daemon of the version before it would be changed below that one."""
    store = _first(stores.Store("sqlite" if kind == "sqlite" else request.getfixturevalue("databases").empty(), tmp_path))
    with pytest.raises(StoreError, match="run inbox db upgrade"):
        schema.prepare(store, migrate=False)
    assert schema.status(store).revision == "0001"
    schema.prepare(store, migrate=True)
    assert schema.status(store).up_to_date


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_upgrade_knows_of_old_mail_who_wrote_it_and_when_it_was_answered(
        kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    store = _first(stores.Store("sqlite" if kind == "sqlite" else request.getfixturevalue("databases").empty(), tmp_path))
    words = "'old words'" if kind == "sqlite" else "CAST('''old'':1 ''words'':2' AS tsvector)"
    people = '{"from": [["email", "ann@example.net", "Ann Müller"]], "to": [["email", "us@example.com", ""]]}'
    connection = store.connect()
    connection.execute("INSERT INTO conversation (id, last_at, last_in_id, created_at) VALUES (1, 9, 1, 1)")
    connection.execute("INSERT INTO message (id, conversation_id, direction, received_at, sent_at, people) "
                       f"VALUES (1, 1, 'in', 5, 4, '{people}')")
    connection.execute("INSERT INTO message (id, conversation_id, direction, sent_at) VALUES (2, 1, 'out', 9)")
    connection.execute(f"INSERT INTO search (rowid, body) VALUES (1, {words})")
    connection.close()
    schema.upgrade(store)
    connection = store.connect()
    rows = Rows(connection, dialect=store.dialect)
    for role, text, found in (("from", "mull", 1), ("from", "ann@example", 1), ("to", "us@example.com", 1), ("to", "ann", 0)):
        phrase = search.marked(role, text)
        assert phrase is not None
        assert len(rows.all(f"SELECT rowid FROM search WHERE {search.clause(rows)}", q=search.question(rows, [phrase]))) == found
    assert rows.value(f"SELECT rowid FROM search WHERE {search.clause(rows)}", q=search.question(rows, "old words")) == 1
    assert rows.value("SELECT first_reply_at FROM conversation") == 9
    connection.close()


def test_a_program_of_the_version_before_removes_messages_with_what_it_does_not_know(make_store: stores.MakeStore) -> None:
    connection = _prepared(make_store).connect()
    connection.execute("INSERT INTO agent (id, email, created_at) VALUES (1, 'ada@example.com', 1)")
    connection.execute("INSERT INTO conversation (id, last_at, last_in_id, created_at) VALUES (1, 9, 1, 1)")
    connection.execute("INSERT INTO message (id, conversation_id, sent_at) VALUES (1, 1, 4)")
    connection.execute("INSERT INTO mention (message_id, agent_id, conversation_id, at) VALUES (1, 1, 1, 4)")
    connection.execute("DELETE FROM message WHERE id = 1")
    connection.execute("DELETE FROM conversation WHERE id = 1")
    assert connection.execute("SELECT COUNT(*) FROM mention").fetchone()[0] == 0
    connection.close()
