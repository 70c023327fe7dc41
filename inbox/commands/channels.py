"""`inbox channel …`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from inbox.commands.common import Failed, Misused, alive, config_option, configured, json_option, opened, running, show, tell, when, whole
from inbox.config import CHANNEL_NAME, Config
from inbox.config_errors import nearest
from inbox.errors import NotFoundError
from inbox.store import Rows, Store, Tx, feeds, grants, listings, renames, reports
from inbox.store.acts import audit
from inbox.store.agents import COMMAND_LINE

NONE = "there is no channel yet; make one in the browser, or write [channels.NAME] into the configuration"
COLUMNS = ("name", "type", "source", "state", "reason", "next_try", "feeds", "last_in_at", "last_out_at")


class _WithOAuth(click.Group):
    """`authorise` needs connectors and the network; the others load neither."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), "authorise"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "authorise":
            from inbox.commands.fetching import authorise
            return authorise
        return super().get_command(ctx, cmd_name)


@click.group(cls=_WithOAuth)
def channel() -> None:
    """The configured services: their health, and what to tell them."""


@channel.command("list")
@json_option
@config_option
def channel_list(config_path: Path | None, as_json: bool) -> None:
    """Lists the channels with their health."""
    config = configured(config_path)

    async def look(store: Store) -> list[dict[str, Any]]:
        found = await whole(config, store)
        return await store.read(lambda rows: known(rows, found, alive(rows, found)))
    show(opened(config, look), COLUMNS, as_json, empty=NONE)


def known(rows: Rows, config: Config, live: bool) -> list[dict[str, Any]]:
    """Every channel, configured or not, as the API shows it. `live`: a daemon runs, so that what it wrote is how they are.

    When none runs nothing is tried next.
    """
    names = sorted({*config.channels, *config.broken, *reports.channel_names(rows)})
    found = listings.channels(rows, names)
    ends = grants.ends(rows, names)
    for name, shown in found.items():
        shown |= {"source": "browser" if name in config.installed else "config", "expires_at": when(ends.get(name)), "enabled": True}
        if name in config.broken and live and shown["type"] and all(problem.unread for problem in config.broken[name]):
            lacks = "this shell cannot read its secret: " + "; ".join(problem.text for problem in config.broken[name])
            shown["reason"] = f"{shown['reason']} ({lacks})" if shown["reason"] else lacks
        elif name in config.broken:
            shown |= {"state": "misconfigured", "reason": "; ".join(map(str, config.broken[name]))}
        elif name not in config.channels:
            shown |= {"state": listings.LEFT, "reason": listings.WHY_LEFT, "next_try": None}
        else:
            shown["type"] = config.channels[name].type
            if not config.channels[name].enabled:
                shown |= {"state": "paused", "reason": "enabled = false", "enabled": False}
        if not live:
            shown["next_try"] = None
        shown["feeds"] = [_Feed(feed) for feed in shown["feeds"]]
    return list(found.values())


def must_know(rows: Rows, config: Config, name: str | None) -> None:
    """Raises NotFoundError for a channel that neither the configuration nor the store has: an empty list would hide a slip."""
    names = {*config.channels, *config.broken, *reports.channel_names(rows)}
    if name is not None and name not in names:
        raise NotFoundError(" ".join([f"there is no channel {name[:80]!r}", nearest(name, names)]).strip())


class _Feed(dict[str, Any]):
    """A feed that reads well in a table."""

    def __init__(self, feed: Mapping[str, Any]) -> None:
        super().__init__(feed)

    def __str__(self) -> str:
        return str(self["name"]) + ("" if self["state"] == "ok" else f" ({self['state']})")


def _command(tx: Tx, config: Config, name: str, do: str) -> None:
    if feeds.channel(tx, name) is None:
        if name not in config.channels:
            raise NotFoundError(" ".join([f"there is no channel {name!r}", nearest(name, config.channels)]).strip())
        feeds.ensure_channel(tx, name, config.channels[name].type)
    feeds.command(tx, name, do)
    audit(tx, COMMAND_LINE, f"channel.{do}", f"channel:{name}")


def _tell(config_path: Path | None, name: str, do: str) -> None:
    config = configured(config_path)
    opened(config, lambda store: store.write(_command, config, name, do))


@channel.command()
@click.argument("name")
@config_option
def poll(config_path: Path | None, name: str) -> None:
    """Makes the daemon fetch at once, but never against a provider's rate limit."""
    _tell(config_path, name, "poll")


@channel.command()
@click.argument("name")
@config_option
def pause(config_path: Path | None, name: str) -> None:
    """Stops fetching, also after a restart; sending goes on."""
    _tell(config_path, name, "pause")
    tell(f"{name} fetches nothing until `inbox channel resume {name}`")


@channel.command()
@click.argument("name")
@config_option
def resume(config_path: Path | None, name: str) -> None:
    """Fetches again, at once."""
    _tell(config_path, name, "resume")


@channel.command()
@click.argument("name")
@click.argument("new")
@config_option
def rename(config_path: Path | None, name: str, new: str) -> None:
    """Gives a channel another name; cursor, ledger and conversations go along. Stop the daemon first."""
    if not CHANNEL_NAME.fullmatch(new):
        raise Misused(f"{new[:80]!r} is no name for a channel; use small letters, digits, - and _ only")
    config = configured(config_path)
    if running(config):
        raise Failed(f"a daemon runs on {config.store.data_dir}; stop it first")
    made = opened(config, lambda store: store.write(renames.rename, name, new))
    tell(f"{name} is {new} now" if made else
         f"{name} is {new} now; if you have not, rename [channels.{name}] in the configuration too")
