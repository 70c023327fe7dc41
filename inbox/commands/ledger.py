"""`inbox ledger …`, `inbox quarantine …`."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from inbox.commands.channels import must_know
from inbox.commands.common import Failed, Misused, config_option, configured, json_option, number, opened, show, tell, write
from inbox.store import Rows, Store, Tx, blobs, listings, reports
from inbox.store import ledger as items
from inbox.store.acts import audit
from inbox.store.agents import COMMAND_LINE
from inbox.store.times import micros
from inbox.store.views import Sight

EVERYTHING = Sight(agent=0)  # the one who may open the store may see all of it
COLUMNS = ("id", "channel", "feed", "item", "state", "cause", "message", "at")
limit_option = click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True)


def since_option(value: str | None) -> int | None:
    """A date or a moment as microseconds; without a zone it is UTC. Raises Misused."""
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise Misused(f"{value!r} is no date; write 2026-11-21 or 2026-11-21T09:30") from None
    return micros(at if at.tzinfo else at.replace(tzinfo=UTC))


def _listed(config_path: Path | None, limit: int, **filters: Any) -> list[dict[str, Any]]:
    config = configured(config_path)

    def look(rows: Rows) -> list[dict[str, Any]]:
        must_know(rows, config, filters["channel"])
        return _list(rows, limit, **filters)
    return opened(config, lambda store: store.read(look))


def _list(rows: Rows, limit: int, **filters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    before: int | None = None
    while len(found) < limit:
        page, before = listings.ledger(rows, EVERYTHING, limit=min(1000, limit - len(found)), before=before, **filters)
        found += page
        if before is None:
            break
    return found


@click.group()
def ledger() -> None:
    """Every item that a provider ever delivered, and what became of it."""


@ledger.command("list")
@click.option("--channel", help="Only this channel.")
@click.option("--state", type=click.Choice(items.STATES), help="Only this state.")
@click.option("--external-id", help="Only this one of the provider's ids.")
@click.option("--since", help="Only what came after this date.")
@limit_option
@json_option
@config_option
def ledger_list(config_path: Path | None, as_json: bool, limit: int, channel: str | None, state: str | None,
                external_id: str | None, since: str | None) -> None:
    """Lists items, the newest first."""
    show(_listed(config_path, limit, channel=channel, state=state, external_id=external_id, since=since_option(since)),
         COLUMNS, as_json, empty="the ledger has no such item")


def _show(config_path: Path | None, item: str, raw: bool) -> None:
    entry = number(item, "item")
    config = configured(config_path)

    async def act(store: Store) -> tuple[dict[str, Any], bytes]:
        shown = await store.read(listings.entry, entry, EVERYTHING)
        if not raw:
            return shown, b""
        sha = await store.read(reports.raw_of, entry)
        await store.at_hand([sha])
        return shown, await store.read(blobs.read, store.shelf, sha)

    shown, data = opened(config, act)
    if raw:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))


raw_option = click.option("--raw", is_flag=True, help="Print the bytes as the provider gave them.")


@ledger.command("show")
@click.argument("item", metavar="ID")
@raw_option
@json_option
@config_option
def ledger_show(config_path: Path | None, as_json: bool, item: str, raw: bool) -> None:
    """Shows one item as JSON, or its bytes."""
    _show(config_path, item, raw)


# ---------------------------------------------------------------- quarantine

@click.group()
def quarantine() -> None:
    """Items that could not be read: look, read again, or leave out."""


@quarantine.command("list")
@click.option("--channel", help="Only this channel.")
@limit_option
@json_option
@config_option
def quarantine_list(config_path: Path | None, as_json: bool, limit: int, channel: str | None) -> None:
    """Lists the items that could not be read, each with its cause."""
    show(_listed(config_path, limit, channel=channel, state="quarantined", external_id=None, since=None),
         ("id", "channel", "item", "cause", "at"), as_json, empty="nothing is in quarantine")


@quarantine.command("show")
@click.argument("item", metavar="ID")
@raw_option
@json_option
@config_option
def quarantine_show(config_path: Path | None, as_json: bool, item: str, raw: bool) -> None:
    """Shows one item as JSON, or its bytes."""
    _show(config_path, item, raw)


def _each(tx: Tx, ids: list[int], act: Any, verb: str) -> int:
    done = 0
    for entry in ids:
        listings.entry(tx, entry, EVERYTHING)
        if act(tx, entry):
            audit(tx, COMMAND_LINE, f"ledger.{verb}", f"ledger:{entry}")
            done += 1
    return done


def _settle(config_path: Path | None, ids: tuple[str, ...], all_: bool, act: Any, verb: str) -> int:
    if bool(ids) == all_:
        raise Misused("name the items, or give --all")
    if all_:
        wanted = [int(row["id"]) for row in _listed(config_path, 1_000_000, channel=None, state="quarantined",
                                                    external_id=None, since=None)]
    else:
        wanted = [number(item, "item") for item in ids]
    done: int = write(config_path, _each, wanted, act, verb)
    if not all_ and done < len(wanted):
        raise Failed(f"{len(wanted) - done} of them {'is' if len(wanted) - done == 1 else 'are'} not in quarantine")
    return done


@quarantine.command("retry")
@click.argument("items_", metavar="ID...", nargs=-1)
@click.option("--all", "all_", is_flag=True, help="Everything that is in quarantine.")
@config_option
def quarantine_retry(config_path: Path | None, items_: tuple[str, ...], all_: bool) -> None:
    """Has items read again, by the running daemon or at the next start."""
    tell(f"{_settle(config_path, items_, all_, items.release, 'retry')} will be read again")


@quarantine.command("drop")
@click.argument("items_", metavar="ID...", nargs=-1)
@click.option("--all", "all_", is_flag=True, help="Everything that is in quarantine.")
@config_option
def quarantine_drop(config_path: Path | None, items_: tuple[str, ...], all_: bool) -> None:
    """Leaves items out for good; the ledger keeps them as ignored."""
    tell(f"{_settle(config_path, items_, all_, items.drop, 'drop')} left out")
