"""`inbox export`, `inbox erase`: a person's data, out or gone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from inbox.commands.common import Failed, cell, config_option, configured, opened, tell
from inbox.store import Store, leftovers, privacy, reports


@click.command()
@click.argument("contact")
@click.option("--output", type=click.Path(path_type=Path), help="A zip with the files too; else JSON on stdout.")
@config_option
def export(config_path: Path | None, contact: str, output: Path | None) -> None:
    """Everything that is kept of a person. CONTACT is an id, or an address of theirs."""
    config = configured(config_path)
    if output is not None and output.exists():
        raise Failed(f"{output} is there already")

    async def act(store: Store) -> None:
        person = await store.read(reports.person, contact)
        if output is None:
            found = await store.read(privacy.export, person)
            click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            await privacy.pack(store, person, output)
            click.echo(str(output))
    opened(config, act)


@click.command()
@click.argument("contact")
@click.option("--yes", is_flag=True, help="Do not ask.")
@config_option
def erase(config_path: Path | None, contact: str, yes: bool) -> None:
    """Removes a person for good: mail, files, search entries, outbox. CONTACT is an id, or an address of theirs.

    On a terminal it names the person and asks first; in a script it says whom it erases, and does.
    """
    config = configured(config_path)

    async def act(store: Store) -> privacy.Gone:
        await leftovers.finish(store)  # an erasure that was broken off is asked for again
        person = await store.read(reports.person, contact)
        who = cell(await store.read(reports.described, person))
        tell(f"to be erased: {who}")
        if not yes and sys.stdin.isatty():
            click.confirm("Everything of this person goes, and nothing brings it back. Go on?", abort=True, err=True)
        return await privacy.erase(store, person)
    gone = opened(config, act)
    tell(f"gone: {gone.messages} messages, {gone.conversations} conversations, {gone.items} raw items, {len(gone.blobs)} files; "
         "backups that were made before still have them")
