"""`inbox run`, `inbox demo`."""

from __future__ import annotations

from pathlib import Path

import click

from inbox.commands.common import Failed, Misused, become_owner, config_option, no_config_option, placed
from inbox.config import load


def _roles(text: str) -> frozenset[str]:
    from inbox.daemon import ROLES
    found = frozenset(part.strip() for part in text.split(",") if part.strip())
    if not found or not found <= set(ROLES):
        raise Misused(f"--roles takes {', '.join(ROLES)}, with commas between")
    return found


@click.command()
@click.option("--roles", default="api,poll,send", show_default=True, help="What this daemon does.")
@config_option
def run(config_path: Path | None, roles: str) -> None:
    """The daemon, in the foreground. SIGTERM ends it, SIGHUP reads the configuration again."""
    from inbox import daemon
    chosen = _roles(roles)
    config = placed(load(config_path))
    become_owner(config.store.data_dir, daemon=True)
    try:
        daemon.run(config, chosen)
    except daemon.AddressError as error:
        if not error.passing:
            raise
        raise Failed(f"{error}; {error.cure}") from error  # 1, not 2: the service manager tries again


@click.command()
@click.option("--port", type=click.IntRange(0, 65_535), default=8080, show_default=True, help="Where it listens; 0: a free one.")
@click.option("--data", type=click.Path(path_type=Path), help="Keep the data here; else a new folder, removed at the end.")
@click.option("--traffic/--no-traffic", default=True, help="Customers who write by themselves.")
@no_config_option
def demo(port: int, data: Path | None, traffic: bool) -> None:
    """Inbox with sandbox channels and live sample customers; needs no credential and no other server."""
    from inbox.demo import run as show
    show(port=port, data=data, traffic=traffic)
