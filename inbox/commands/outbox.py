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


# in the words of the page: of the message, and in short of another conversation that came into question
RULES = {
    "token": ("it answers one of our messages: it carries the signed mark that we put into that one", "our signed mark"),
    "own_id": ("a message with the same id is in this conversation already", "the same message id"),
    "reference": ("it says itself that it answers a message of this conversation", "a message there that it names"),
    "thread": ("the service says that it belongs to this conversation", "the service's own thread"),
    "new": ("it began this conversation: it belonged to no other one", "a new one"),
    "written_here": ("it was written here", "written here"),
}


def _words(rule: str | None) -> tuple[str, str]:
    return RULES.get(rule or "", (f"the rule {cell(rule)} put it here", f"the rule {cell(rule)}"))


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
    click.echo(f"message {found['message']} is in conversation {found['conversation']}: {_words(found['rule'])[0]}"
               + (f" ({cell(found['evidence'])})" if found["evidence"] else ""))
    for candidate in found["candidates"]:
        verdict = f"refused: {cell(candidate['refused'])}" if candidate.get("refused") else "taken"
        click.echo(f"  conversation {cell(candidate['conversation'])}, in question because of {_words(candidate.get('rule'))[1]} "
                   f"({cell(candidate.get('evidence'))}): {verdict}")
