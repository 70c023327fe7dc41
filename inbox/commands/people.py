"""`inbox agent …`, `inbox token …`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from inbox import letters
from inbox.commands.common import (
    config_option,
    configured,
    json_option,
    number,
    password,
    password_option,
    read,
    show,
    tell,
    when,
    write,
)
from inbox.store import Rows, Tx, accounts, agents

role_choice = click.Choice(agents.ROLES)


@click.group()
def agent() -> None:
    """The people who answer."""


@agent.command("add")
@click.argument("email")
@click.option("--name", default="", help="How customers see them; else the part before the @.")
@click.option("--role", type=role_choice, default="agent", show_default=True)
@password_option
@config_option
def agent_add(config_path: Path | None, email: str, name: str, role: str, password_stdin: bool) -> None:
    """Adds an agent. Works before the first run, and beside a running daemon."""
    email = agents.normal_email(email)
    hashed = password(password_stdin, optional=True)
    write(config_path, agents.add, email=email, name=name, role=role, password=hashed)
    if hashed:
        tell(f"{email} is there now")
        return
    tell(f"{email} is there now, without a password. This link lets them choose one, once, within seven days:")
    click.echo(_invited(config_path, email))


def _invited(config_path: Path | None, email: str) -> str:
    """A link that sets a password."""
    def act(tx: Tx) -> str:
        return accounts.make(tx, agents.find(tx, email).id, "invite")
    token = write(config_path, act)
    return letters.url(configured(config_path), "invite", token)


@agent.command("invite")
@click.argument("email")
@config_option
def agent_invite(config_path: Path | None, email: str) -> None:
    """Prints a link that lets an agent choose a password, once, within seven days."""
    click.echo(_invited(config_path, email))


@agent.command("list")
@json_option
@config_option
def agent_list(config_path: Path | None, as_json: bool) -> None:
    """Lists the agents."""
    show(read(config_path, _agents), ("email", "name", "role", "disabled", "created_at"), as_json,
         empty="there is no agent yet; inbox agent add EMAIL --name NAME --role admin")


def _agents(rows: Rows) -> list[dict[str, Any]]:
    found: list[Any] = []
    while page := agents.page(rows, after=found[-1].id if found else 0):
        found += page
    return [{"id": str(a.id), "email": a.email, "name": a.name, "role": a.role, "disabled": bool(a.disabled),
             "created_at": when(a.created_at)} for a in found]


def _change(tx: Tx, email: str, values: dict[str, Any]) -> None:
    agents.change(tx, agents.find(tx, email).id, **values)


@agent.command("password")
@click.argument("email")
@password_option
@config_option
def agent_password(config_path: Path | None, email: str, password_stdin: bool) -> None:
    """Sets a new password; every login of theirs ends."""
    write(config_path, _change, email, {"password": password(password_stdin)})
    tell("the password is set; they are logged out everywhere")


@agent.command("role")
@click.argument("email")
@click.argument("role", type=role_choice)
@config_option
def agent_role(config_path: Path | None, email: str, role: str) -> None:
    """Makes somebody an admin or an agent."""
    write(config_path, _change, email, {"role": role})


@agent.command("disable")
@click.argument("email")
@config_option
def agent_disable(config_path: Path | None, email: str) -> None:
    """Shuts somebody out: logins and tokens end at once, what they wrote stays."""
    write(config_path, _change, email, {"disabled": True})


@agent.command("enable")
@click.argument("email")
@config_option
def agent_enable(config_path: Path | None, email: str) -> None:
    """Lets somebody in again."""
    write(config_path, _change, email, {"disabled": False})


# ---------------------------------------------------------------- tokens

@click.group()
def token() -> None:
    """Tokens for scripts."""


@token.command("add")
@click.argument("email")
@click.option("--name", default="script", show_default=True, help="What it is for.")
@config_option
def token_add(config_path: Path | None, email: str, name: str) -> None:
    """Prints a new token of an agent, once; only its hash is kept."""
    def act(tx: Tx) -> str:
        return agents.add_token(tx, agents.find(tx, email).id, name)[1]
    click.echo(write(config_path, act))


@token.command("list")
@json_option
@config_option
def token_list(config_path: Path | None, as_json: bool) -> None:
    """Lists the tokens, never what they are."""
    show(read(config_path, _tokens), ("id", "email", "name", "created_at", "used_at", "revoked_at"), as_json,
         empty="there is no token yet; inbox token add EMAIL --name NAME")


def _tokens(rows: Rows) -> list[dict[str, Any]]:
    found: list[Any] = []
    while page := agents.tokens(rows, after=found[-1].id if found else 0):
        found += page
    return [{"id": str(t.id), "email": t.email, "name": t.name, "created_at": when(t.created_at), "used_at": when(t.used_at),
             "revoked_at": when(t.revoked_at)} for t in found]


@token.command("revoke")
@click.argument("token_id", metavar="ID")
@config_option
def token_revoke(config_path: Path | None, token_id: str) -> None:
    """Ends a token at once; `inbox token list` shows the ids."""
    write(config_path, agents.revoke_token, number(token_id, "token"))
