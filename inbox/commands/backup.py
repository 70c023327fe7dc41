"""`inbox backup`, `inbox restore`, `inbox db …`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from inbox.commands.common import Failed, config_option, configured, opened, tell
from inbox.commands.setup import running
from inbox.config import Config
from inbox.store import Store
from inbox.store import backup as archive


def _sqlite(config: Config, what: str) -> None:
    if config.store.url != "sqlite":
        raise Failed(f"inbox {what} is for SQLite; with PostgreSQL use pg_dump and pg_restore, and copy "
                     f"{config.store.data_dir / 'blobs'} after the dump")


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@config_option
def backup(config_path: Path | None, path: Path) -> None:
    """Writes a backup beside the running daemon, attachments included, the key left out."""
    target = path.absolute()
    config = configured(config_path)
    _sqlite(config, "backup")
    store = Store(config.store.url, config.store.data_dir)
    note = archive.write(config.store.data_dir, target, store.clock())
    click.echo(str(target))
    tell(f"the database and {note['files']} large files are in {target}; the key is not: keep a copy of it elsewhere "
         f"({config.key_file if not config.server.key else 'server.key'}), without it stored tokens cannot be opened")


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@config_option
def restore(config_path: Path | None, path: Path) -> None:
    """Unpacks a backup into an empty data_dir. Refuses to overwrite, or to touch a running daemon."""
    source = path.absolute()
    config = configured(config_path)
    _sqlite(config, "restore")
    if running(config):
        raise Failed(f"a daemon runs on {config.store.data_dir}; stop it first")

    note, doubtful = asyncio.run(archive.restore(source, config.store.data_dir))
    tell(f"{config.store.data_dir} is as it was at {note['at']}")
    if doubtful:
        tell(f"{doubtful} messages waited to be sent at that time; they are uncertain now: see `inbox outbox list`")
    if not config.keys:
        tell(f"the key is not part of a backup: put your copy back as {config.key_file}, else a new one is made at the next run, "
             "and channels with OAuth must be authorised again")


# ---------------------------------------------------------------- the schema

@click.group()
def db() -> None:
    """The schema of the store."""


@db.command()
@config_option
def upgrade(config_path: Path | None) -> None:
    """Brings the schema up to date; a SQLite store is backed up beside it first."""
    config = configured(config_path)

    async def act() -> None:
        store = Store(config.store.url, config.store.data_dir)
        await store.open(migrate=True)
        await store.close()
    asyncio.run(act())
    tell("the schema is up to date")


async def _nothing(store: Store) -> None:
    """Opening was all."""


@db.command("status")
@config_option
def db_status(config_path: Path | None) -> None:
    """Says whether this version can work with the store as it is."""
    config = configured(config_path)
    opened(config, _nothing)
    click.echo("ok")
