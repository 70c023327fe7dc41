"""`inbox backfill`, `inbox channel authorise`: what needs a connector outside the daemon."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import click

from inbox.channels import Channels
from inbox.commands.common import Failed, Misused, config_option, configured, json_option, opened, show, tell, whole
from inbox.config import Config
from inbox.connector import Authorises, Connector
from inbox.signing import Signer
from inbox.store import Store

DEVICE = 900.0  # seconds that a person has to type a device code


@asynccontextmanager
async def borrowed(config: Config, store: Store, name: str) -> AsyncIterator[tuple[Channels, Connector[Any]]]:
    """A channel's connector in this process, not opened. Raises NotFoundError, Misused."""
    config = await whole(config, store)
    if name in config.broken:
        raise Misused(str(config.broken[name][0]))
    channels = Channels(config, store, Signer(config.ensure_key()), owner="command", polls=False, sends=False)
    try:
        yield channels, channels.connector(name)
    finally:
        await channels.stop()


def _since(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Misused(f"{text!r} is no date; write 2026-11-21") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@click.command()
@click.argument("name")
@click.option("--since", required=True, metavar="DATE", help="From this day on (UTC).")
@click.option("--dry-run", is_flag=True, help="Only list what the provider has and the ledger lacks.")
@json_option
@config_option
def backfill(config_path: Path | None, as_json: bool, name: str, since: str, dry_run: bool) -> None:
    """Fetches a channel's history again; what is there already stays as it is. Interrupted, it goes on where it stopped."""
    start = _since(since)
    config = configured(config_path)

    async def act(store: Store) -> tuple[list[dict[str, Any]], int, Counter[str]]:
        from inbox import backfill as history
        from inbox.ingest import Ingest
        from inbox.workers import Readers
        missing: list[dict[str, Any]] = []
        seen, states = 0, Counter[str]()
        async with borrowed(config, store, name) as (channels, connector):
            readers = Readers(1)
            ingest = Ingest(store, channels, Signer(config.ensure_key()), readers, reopen_days=config.server.reopen_days)
            try:
                await connector.open()
                async for step in history.run(store, ingest, name, connector, start, dry_run=dry_run):
                    seen += step.seen
                    states.update(step.states)
                    missing += [{"channel": name, "feed": step.feed, "item": item} for item in step.missing]
            finally:
                await connector.close()
                await readers.close()
        return missing, seen, states

    missing, seen, states = opened(config, act)
    if dry_run or as_json:
        show(missing, ("channel", "feed", "item"), as_json)
    became = ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
    tell(f"the provider has {seen} items; the ledger {'lacks' if dry_run else 'lacked'} {len(missing)}"
         + (f": {became}" if became else ""))


# ---------------------------------------------------------------- OAuth

@click.command()
@click.argument("name")
@config_option
def authorise(config_path: Path | None, name: str) -> None:
    """Gets the channel's OAuth tokens: you agree in a browser, on any machine."""
    config = configured(config_path)

    async def act(store: Store) -> None:
        async with borrowed(config, store, name) as (channels, connector):
            if not isinstance(connector, Authorises):
                raise Misused(f"channel {name!r} has no OAuth; its credentials stand in the configuration")
            state = secrets.token_urlsafe(24)
            grant = await connector.begin(f"{config.server.public_url}/oauth/{name}/callback", state)
            if grant.url:
                tell(f"Open this address and agree:\n{grant.url}")
            if not grant.url:  # the app speaks for itself: there is nobody to ask
                tokens = await connector.finish(grant, {})
            elif grant.user_code:
                tell(f"and type the code {grant.user_code}")
                async with asyncio.timeout(DEVICE):
                    while (tokens := await connector.finish(grant, {})) is None:  # noqa: ASYNC110 - the provider has no other way
                        await asyncio.sleep(grant.interval)
            else:
                answer = await asyncio.to_thread(click.prompt, "Then paste the address that the browser was sent to", err=True)
                tokens = await connector.finish(grant, _params(answer, state))
            if tokens is None:
                raise Failed("the provider gave no tokens; begin again")
            await channels.grants.keep(name, tokens)
    try:
        opened(config, act)
    except TimeoutError:
        raise Failed("nobody agreed in time; begin again") from None
    tell(f"{name} has its tokens; a running daemon takes them up at once")


def _params(answer: str, state: str) -> Mapping[str, str]:
    """What the provider sent back. Raises Failed when it is not the answer to what we asked."""
    params = dict(parse_qsl(urlsplit(answer.strip()).query))
    if params.get("state") != state:
        raise Failed("that address is not the answer to this request; begin again")
    if "error" in params:
        raise Failed(f"the provider refused: {params.get('error_description') or params['error']}")
    return params
