"""The schema: is it there, does it fit, bring it up to date.

At a start this is one SELECT. A SQLite store is upgraded by itself, after a backup beside it; a PostgreSQL store is
upgraded by `inbox db upgrade`, in one transaction that holds a lock, so that it works through a pooler too. A program that
is older than the store runs on it as long as the newest migration says that it can (`readable_from`); where it says that
it cannot, the daemons must be stopped before.
"""

from __future__ import annotations

import importlib
import json
import logging
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inbox import __version__
from inbox.errors import StoreError
from inbox.store.times import SERVER_NOW

if TYPE_CHECKING:
    from inbox.store import Store

log = logging.getLogger(__name__)

HEAD = "0002"  # the newest revision in migrations/versions; held to that folder by a test
LOCK = 1953002  # PostgreSQL's advisory lock for migrations


@dataclass(frozen=True, slots=True)
class Status:
    """What a store holds: its revision (empty: nothing yet), ours, who wrote it, and whether we can run on it."""

    revision: str
    head: str
    written_by: str
    runs: bool
    up_to_date: bool


def status(store: Store) -> Status:
    """Looks at the store; makes nothing. Blocks. Raises StoreError when it cannot be reached."""
    if store.dialect == "sqlite" and not store.path.exists():
        return Status("", HEAD, "", runs=False, up_to_date=False)
    with closing(store.connect()) as connection:
        revision = _value(connection, "SELECT version_num FROM alembic_version")
        reader = _value(connection, "SELECT value FROM meta WHERE key = 'readable_from'")
        written_by = _value(connection, "SELECT value FROM meta WHERE key = 'written_by'")
    return Status(revision, HEAD, written_by, runs=bool(revision) and (reader or revision) <= HEAD, up_to_date=revision == HEAD)


def _value(connection: Any, sql: str) -> str:
    try:
        row = connection.execute(sql).fetchone()
    except Exception as error:
        if type(error).__name__ == "UndefinedTable" or "no such table" in str(error):
            return ""  # the table is not there: an empty store
        raise StoreError(f"the store cannot be read: {error}") from error
    return str(row[0]) if row else ""


def prepare(store: Store, migrate: bool, apart: bool = False) -> None:
    """Makes the store usable, or says why it is not. Blocks. Raises StoreError.

    `apart`: an upgrade runs in a process of its own; what it imports (35 MB) would stay with a daemon for ever.
    """
    found = status(store)
    if found.up_to_date:
        return
    if found.revision > HEAD:
        if found.runs:
            log.warning("the store is newer (%s) than this program (%s), which can still run on it", found.revision, HEAD)
            return
        raise StoreError(f"the store was upgraded by Inbox {found.written_by or 'of a later version'} and this is {__version__}: "
                         f"run Inbox {found.written_by or 'of that version'} or later")
    if not migrate and (store.dialect == "postgresql" or found.revision):  # a daemon of the version before may be at work on it
        raise StoreError(f"the database is at revision {found.revision or 'none'}, this program needs {HEAD}: run inbox db upgrade")
    if apart:
        _upgrade_apart(store)
    else:
        upgrade(store)


def _upgrade_apart(store: Store) -> None:
    asked = json.dumps({"url": store.url, "data_dir": str(store.data_dir)})  # not an argument: the URL may hold a password
    done = subprocess.run([sys.executable, "-m", "inbox.store.schema"], input=asked, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StoreError(done.stderr.strip().rpartition("\n")[2] or "the schema could not be brought up to date")


def main() -> None:
    """`python -m inbox.store.schema`: upgrades the store that standard input names."""
    from inbox.store import Store
    asked = json.load(sys.stdin)
    try:
        upgrade(Store(asked["url"], Path(asked["data_dir"])))
    except StoreError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


def upgrade(store: Store) -> str:
    """Brings the schema up to date; what was done, in words. Blocks. Raises StoreError."""
    before = status(store)
    kept = ""
    if store.dialect == "sqlite" and before.revision:
        path = store.path.with_name(f"inbox.db.before-{HEAD}")
        with closing(sqlite3.connect(store.path)) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
        kept = f" (the store as it was: {path})"
    _alembic(store, before.revision)
    after = status(store)
    return f"from {before.revision or 'nothing'} to {after.revision}{kept}"


def engine(store: Store) -> Any:
    """SQLAlchemy's engine, which only migrations need."""
    from sqlalchemy import create_engine, event
    if store.dialect == "postgresql":
        return create_engine(store.url.replace("postgresql://", "postgresql+psycopg://"), connect_args={"prepare_threshold": None})
    made = create_engine(f"sqlite:///{store.path}")

    @event.listens_for(made, "connect")
    def _connect(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
    return made


def _spare_the_running(connection: Any, before: str, readable_from: str) -> None:
    """Raises StoreError where daemons are at work that could not read what the store is about to become."""
    from sqlalchemy import text
    if not before or readable_from <= before:
        return
    alive = connection.execute(text(
        f"SELECT COUNT(*) FROM lease WHERE name LIKE 'daemon:%' AND expires_at > {SERVER_NOW}")).scalar()  # noqa: S608 - words of our own
    if alive:
        raise StoreError(f"{alive} daemons of a version that cannot run on the new schema are at work: stop them first")


def _alembic(store: Store, before: str) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import text
    config = Config()
    config.set_main_option("script_location", "inbox.store:migrations")
    made = engine(store)
    try:
        with made.connect() as connection:
            newest = importlib.import_module(f"inbox.store.migrations.versions.{_module(HEAD)}")
            if store.dialect == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))  # all that follows is in its transaction
                _spare_the_running(connection, before, newest.readable_from)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            for key, value in (("written_by", __version__), ("readable_from", newest.readable_from)):
                connection.execute(text("INSERT INTO meta (key, value) VALUES (:key, :value) "
                                        "ON CONFLICT (key) DO UPDATE SET value = excluded.value"), {"key": key, "value": value})
            connection.commit()
    except StoreError:
        raise
    except Exception as error:
        raise StoreError(f"the schema could not be brought up to date: {error}") from error
    finally:
        made.dispose()


def _module(revision: str) -> str:
    from importlib.resources import files
    names = [p.name.removesuffix(".py") for p in files("inbox.store.migrations.versions").iterdir()]
    return next(name for name in names if name.startswith(f"m{revision}"))


if __name__ == "__main__":
    main()
