"""`inbox backup`, `inbox restore`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from inbox.commands.common import Failed, config_option, configured, opened, running, tell
from inbox.errors import StoreError
from inbox.store import Store, wellness
from inbox.store import backup as archive


def _counting(table: str, rows: int) -> None:
    """Long work shows its progress, on one line that writes over itself; a log gets none of it."""
    if sys.stderr.isatty():
        click.echo(f"\r{table}: {rows}          ", nl=False, err=True)


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@config_option
def backup(config_path: Path | None, path: Path) -> None:
    """Writes a backup beside the running daemon, attachments included, the key left out."""
    target = path.absolute()
    config = configured(config_path)
    note = archive.write(Store.of(config.store), target, _counting)
    try:
        opened(config, lambda store: store.write(wellness.backed_up))
    except StoreError as error:  # the backup stands all the same
        tell(f"that there is one could not be noted for the page of health: {error}")
    place = "what server.key names" if config.server.key or config.keyless else config.key_file
    click.echo(str(target))
    if lost := note["missing"]:
        tell(f"{len(lost)} large files that the database names are not there, so they are not in the backup either: "
             f"{', '.join(name[:12] for name in lost[:5])}…; are {config.store.data_dir} and what belongs to it mounted?")
    if spoilt := note["damaged"]:
        tell(f"{len(spoilt)} large files are damaged, so they are not in the backup: {', '.join(name[:12] for name in spoilt[:5])}…; an "
             "older backup may have them whole: see docs/operations.md")
    tell(f"the database and {note['files']} large files are in {target}; the key is not: keep a copy of it elsewhere "
         f"({place}), without it stored tokens cannot be opened")


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--without-damaged", is_flag=True, help="Leave out large files that are damaged in the backup, and name them.")
@config_option
def restore(config_path: Path | None, path: Path, without_damaged: bool) -> None:
    """Unpacks a backup into an empty store, on either database. Refuses to overwrite, or to touch a running daemon."""
    source = path.absolute()
    config = configured(config_path)
    if running(config):
        raise Failed(f"a daemon runs on {config.store.data_dir}; stop it first")

    target = Store.of(config.store)
    note, doubtful = asyncio.run(archive.restore(source, target, _counting, without_damaged=without_damaged))
    tell(f"{config.store.data_dir if target.dialect == 'sqlite' else 'the database'} is as it was at {note['at']}")
    for lost in note["left_out"]:
        tell(f"left out, for it is damaged: {lost}")
    if lost := len(note["left_out"]):
        tell(f"{lost} large files were left out; everything else is there")
    if known := [*note.get("missing", ()), *note.get("damaged", ())]:
        tell(f"{len(known)} large files were missing or damaged already when the backup was made: "
             f"{', '.join(name[:12] for name in known[:5])}…")
    if doubtful:
        tell(f"{doubtful} messages waited to be sent at that time; they are uncertain now: see `inbox outbox list`")
    if config.keyless is not None:
        tell(f"the key is not part of a backup, and {config.keyless.key}: {config.keyless.text}: put your copy back there before "
             "the next run; if it is lost, take `key` out of [server], authorise channels with OAuth again, and enter the secrets of "
             "those made in the browser again")
    elif not config.keys:
        tell(f"the key is not part of a backup: put your copy back as {config.key_file}, else a new one is made at the next run, "
             "channels with OAuth must be authorised again, and the secrets of those made in the browser entered again")
