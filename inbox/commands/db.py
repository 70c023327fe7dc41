"""`inbox db …`: the schema, and the move to PostgreSQL and to a bucket."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlsplit

import click
from pydantic import ValidationError

from inbox import log
from inbox.commands.common import Failed, Misused, config_option, configured, json_option, running, tell
from inbox.sections import StoreConfig
from inbox.store import Store, copying, schema
from inbox.store.bucket import Bucket


@click.group()
def db() -> None:
    """The schema of the store, and its move to PostgreSQL."""


@db.command()
@config_option
def upgrade(config_path: Path | None) -> None:
    """Brings the schema up to date; a SQLite store is backed up beside it first."""
    config = configured(config_path)

    store = Store.of(config.store)
    config.store.data_dir.mkdir(parents=True, exist_ok=True, mode=0o750)
    found = schema.status(store)
    if found.revision > found.head:
        raise Failed(f"the store is newer ({found.revision}) than this program ({found.head})")
    tell("it is up to date" if found.up_to_date else schema.upgrade(store))


@db.command("status")
@json_option
@config_option
def db_status(config_path: Path | None, as_json: bool) -> None:
    """Says which revision the store has, and whether this version can run on it."""
    config = configured(config_path)
    found = schema.status(Store.of(config.store))
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found)))
    elif not found.revision:
        click.echo(f"there is no store yet; this program would make revision {found.head}")
    else:
        verdict = "up to date" if found.up_to_date else "it can run" if found.runs else "inbox db upgrade is needed"
        click.echo(f"revision {found.revision} (written by Inbox {found.written_by}), this program has {found.head}: {verdict}")


@db.command()
@config_option
def files(config_path: Path | None) -> None:
    """Puts the large files that lie in data_dir into the bucket of [store.bucket]."""
    config = configured(config_path)
    shelf = Store.of(config.store).shelf
    if not isinstance(shelf, Bucket):
        raise Misused("there is no [store.bucket] in the configuration: the files lie where they belong")
    there = sum(1 for _ in shelf.folder.glob("??/*"))
    with _Bar({"files": there}) as bar:
        count = iter(range(1, there + 1))
        damaged = asyncio.run(shelf.take_over(lambda name: bar.moved("files", next(count, there))))
    if damaged:
        raise Failed(f"{len(damaged)} of {there} files are damaged and were left out: {', '.join(name[:12] for name in damaged[:5])}…")
    tell(f"{there} files are in the bucket too; once every daemon uses it, {shelf.folder} may go")


# ---------------------------------------------------------------- from SQLite to PostgreSQL

class _Bar:
    """How far a long copy is: a bar on a terminal, a line for each table in a log."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self.total = sum(sizes.values())
        self.rows: dict[str, int] = {}
        self.began = time.monotonic()

    def __enter__(self) -> _Bar:
        self._bar = click.progressbar(length=max(self.total, 1), file=sys.stderr, show_pos=True, item_show_func=lambda name: name or "",
                                      update_min_steps=max(self.total // 1000, 1)) if sys.stderr.isatty() else None
        if self._bar is not None:
            self._bar.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)

    def moved(self, table: str, rows: int) -> None:
        """So many rows of a table have been copied."""
        if self._bar is not None:
            self._bar.update(rows - self.rows.get(table, 0), table)
        self.rows[table] = rows

    def checked(self, table: str, rows: int) -> None:
        """A table was read back and is the same."""
        if self._bar is None and rows:
            tell(f"{table}: {rows:,} rows, the same on both sides")

    @property
    def pace(self) -> str:
        """What was done, in words."""
        seconds = time.monotonic() - self.began
        return f"{sum(self.rows.values()):,} rows in {seconds:.0f} s"


@db.command()
@click.option("--to", "url", required=True, metavar="URL", help="postgresql://USER:PASSWORD@HOST/DATABASE, or env:NAME, file:/path.")
@click.option("--rehearse", is_flag=True, help="Copy and compare, then keep nothing: beside the running daemon, to see how long it takes.")
@config_option
def copy(config_path: Path | None, url: str, rehearse: bool) -> None:
    """Moves a SQLite store to an empty PostgreSQL database; every table is compared row by row."""
    config = configured(config_path)
    try:
        there = StoreConfig(url=url)
    except ValidationError as error:
        raise Misused("--to: " + "; ".join(str(one["msg"]) for one in error.errors(include_input=False, include_url=False))) from None
    if there.url == "sqlite" or config.store.url != "sqlite":
        raise Misused("a store is copied from SQLite to PostgreSQL; between other stores use inbox backup and inbox restore")
    log.hide({urlsplit(there.url).password or ""} - {""})
    source, target = Store("sqlite", config.store.data_dir), Store(there.url, config.store.data_dir)
    if not schema.status(source).up_to_date:
        raise Failed("the SQLite store is not up to date: run inbox db upgrade first")
    if not rehearse and running(config):
        raise Failed(f"a daemon runs on {config.store.data_dir}, and what it takes in meanwhile would be lost: stop it first, or see with "
                     "--rehearse how long it will take")
    found = schema.status(target)
    if not found.up_to_date:
        tell(f"the schema there: {schema.upgrade(target)}")
    pace = _copy(source, target, rehearse)
    if rehearse:
        tell(f"copied, compared and taken back again: {pace}. Now stop the daemon and run this without --rehearse")
        return
    tell(f"copied and compared: {pace}. The SQLite store stays as it is, in {source.path}")
    tell(f"now write the new url into [store] of {config.path} and start the daemon; data_dir and the key stay what they are. "
         "From then on the SQLite file is old: keep it as a backup, never start on it again")


def _copy(source: Store, target: Store, rehearse: bool) -> str:
    with _Bar(copying.sizes(source)) as bar:
        with nullcontext() if rehearse else source.alone():
            copying.move(source, target, bar.moved, bar.checked, keep=not rehearse)
        return bar.pace
