"""`inbox outbox …`, `inbox explain`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from inbox.commands.channels import must_know
from inbox.commands.common import Misused, cell, config_option, configured, json_option, number, opened, read, show, tell, write
from inbox.commands.ledger import EVERYTHING, limit_option
from inbox.store import Rows, Tx, deliveries, message_views, reports
from inbox.store.acts import audit
from inbox.store.agents import COMMAND_LINE

STATES = ("queued", "sending", "sent", "delivered", "read", "uncertain", "failed", "bounced", "canceled")


@click.group()
def outbox() -> None:
    """What goes out, and what did not."""


@outbox.command("list")
@click.option("--channel", help="Only this channel.")
@click.option("--state", type=click.Choice(STATES), help="Only this state; else all that are not done.")
@limit_option
@json_option
@config_option
def outbox_list(config_path: Path | None, as_json: bool, limit: int, channel: str | None, state: str | None) -> None:
    """Lists deliveries by their message, the newest first."""
    config = configured(config_path)

    def look(rows: Rows) -> list[dict[str, Any]]:
        must_know(rows, config, channel)
        return reports.outbox(rows, channel=channel, state=state, limit=limit)
    show(opened(config, lambda store: store.read(look)),
         ("message", "channel", "state", "attempts", "next_at", "error", "evidence", "at"), as_json,
         empty="nothing waits, failed or is uncertain" if state is None else f"nothing is {state}")


def _act(tx: Tx, act: Callable[..., None], message: int, *args: Any) -> None:
    """As the desk does it, by the one who sits at the machine."""
    act(tx, message, *args)
    audit(tx, COMMAND_LINE, f"message.{act.__name__}", f"message:{message}", **({"sent": args[0]} if args else {}))


@outbox.command()
@click.argument("message")
@config_option
def retry(config_path: Path | None, message: str) -> None:
    """Sends a failed message again, to those it failed for."""
    write(config_path, _act, deliveries.retry, number(message, "message"))
    tell("it is queued again")


@outbox.command()
@click.argument("message")
@click.option("--sent", is_flag=True, help="It did go out.")
@click.option("--not-sent", is_flag=True, help="It did not, and goes again with the same bytes.")
@config_option
def resolve(config_path: Path | None, message: str, sent: bool, not_sent: bool) -> None:
    """Settles an uncertain message by your word."""
    if sent == not_sent:  # two flags and not one with a counterpart: of that click would take the last, and this is never guessed
        raise Misused("say what happened, one of the two: --sent, or --not-sent to send it again")
    write(config_path, _act, deliveries.resolve, number(message, "message"), sent)
    tell("it counts as sent" if sent else "it is queued again")


@outbox.command()
@click.argument("message")
@config_option
def cancel(config_path: Path | None, message: str) -> None:
    """Takes back a message that still waits."""
    write(config_path, _act, deliveries.cancel, number(message, "message"))
    tell("it will not be sent")


@click.command()
@click.argument("message")
@json_option
@config_option
def explain(config_path: Path | None, as_json: bool, message: str) -> None:
    """Why a message is in its conversation, with the candidates that were refused."""
    found: dict[str, Any] = read(config_path, message_views.routing, number(message, "message"), EVERYTHING)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    click.echo(f"message {found['message']} is in conversation {found['conversation']} by the rule {cell(found['rule'])}"
               + (f": {cell(found['evidence'])}" if found["evidence"] else ""))
    for candidate in found["candidates"]:
        verdict = f"refused: {cell(candidate['refused'])}" if candidate.get("refused") else "taken"
        click.echo(f"  conversation {cell(candidate['conversation'])} by {cell(candidate.get('rule'))} "
                   f"({cell(candidate.get('evidence'))}): {verdict}")
