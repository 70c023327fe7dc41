"""What the commands share: options, the way to the store, rows on stdout, words on stderr."""

from __future__ import annotations

import asyncio
import atexit
import fcntl
import json
import os
import pwd
import shlex
import sys
import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

from inbox import installed, log
from inbox.config import Config, find, load, misplaced
from inbox.errors import ConfigError, InboxError
from inbox.store import Rows, Store, Tx, reports
from inbox.store import installed as made_here
from inbox.store.times import rfc3339

R = TypeVar("R")
P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., Any])

config_option = click.option("--config", "config_path", type=click.Path(path_type=Path), metavar="PATH",
                             help="The configuration; else $INBOX_CONFIG, ./config.toml, /etc/inbox/config.toml.")
no_config_option = click.option("--config", hidden=True, expose_value=False, help="Taken as everywhere; nothing here needs it.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
password_option = click.option("--password-stdin", is_flag=True, help="Read the password from stdin, one line.")


class Failed(InboxError):
    """A command could not do what was asked: one line, exit code 1."""


class Misused(InboxError):
    """A command was asked for something that makes no sense: one line, exit code 2."""


def tell(text: str) -> None:
    """Words for the person; stdout is for data."""
    click.echo(log.redact(text), err=True)


def configured(path: Path | None) -> Config:
    """The configuration, with its secrets hidden from whatever is printed, and as the user who owns the store."""
    config = placed(load(path))
    log.setup("warning", secrets=config.secrets)
    become_owner(config.store.data_dir)
    return config


def placed(config: Config) -> Config:
    """The same. Raises ConfigError where data_dir is no folder and cannot become one: nothing that follows would say so."""
    if problem := misplaced(config.store.data_dir):
        raise ConfigError(f"{problem.key}: {problem.text}", key=problem.key, cure=problem.cure)
    return config


def option_for(path: Path | None) -> str:
    """` --config PATH` for a command that is to be typed, where the configuration would not be found without."""
    try:
        found = path is None or find() == path
    except ConfigError:
        found = False
    return "" if found else f" --config {shlex.quote(str(path))}"


def become_owner(data_dir: Path, *, daemon: bool = False) -> None:
    """Root becomes the store's owner, so that no file in it ends up as root's. Raises Failed when the daemon could not.

    A Python that only root can read (under /root) would lose its own library; then a short command stays root and gives
    what it made to the owner at its end.
    """
    if os.geteuid() != 0:
        return
    try:
        owner = data_dir.stat()
    except FileNotFoundError:
        return
    if owner.st_uid == 0:
        return
    if not _reachable(Path(os.__file__), owner):
        if daemon:
            raise Failed(f"the user {owner.st_uid} who owns {data_dir} cannot read this Python ({os.__file__}); "
                         "install it where everybody reads, such as /opt or /usr")
        atexit.register(_give, data_dir, owner)
        return
    try:
        user = pwd.getpwuid(owner.st_uid)
        os.initgroups(user.pw_name, user.pw_gid)
        os.setgid(user.pw_gid)
        os.environ["HOME"] = user.pw_dir
    except KeyError:  # a number without a name, as in a container
        os.setgroups([])
        os.setgid(owner.st_gid)
    os.setuid(owner.st_uid)


def _reachable(path: Path, owner: os.stat_result) -> bool:
    """Whether that user could open the file, by the permissions of the folders above it."""
    for folder in path.resolve().parents:
        info = folder.stat()
        shift = 6 if info.st_uid == owner.st_uid else 3 if info.st_gid == owner.st_gid else 0
        if not (info.st_mode >> shift) & 1:
            return False
    return True


def _give(folder: Path, owner: os.stat_result) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.lstat().st_uid == 0:
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def opened(config: Config, act: Callable[[Store], Awaitable[R]]) -> R:
    """Runs `act(store)` on the open store. A new SQLite store is made; an old one is never upgraded in passing."""
    async def main() -> R:
        store = Store.of(config.store)
        fresh = store.dialect == "sqlite" and not store.path.exists()
        await store.open(migrate=fresh)
        try:
            return await act(store)
        finally:
            await store.close()
    return asyncio.run(main())


async def whole(config: Config, store: Store) -> Config:
    """The configuration with the channels that were made in the browser; their secrets are hidden from whatever is printed."""
    found = installed.merged(config, await store.read(made_here.every), installed.signer_of(config))
    log.hide(found.secrets)
    return found


def write(path: Path | None, fn: Callable[Concatenate[Tx, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """`fn(tx, …)` in one transaction, journalled like any other act."""
    return opened(configured(path), lambda store: store.write(fn, *args, **kwargs))


def read(path: Path | None, fn: Callable[Concatenate[Rows, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """`fn(rows, …)`."""
    return opened(configured(path), lambda store: store.read(fn, *args, **kwargs))


def number(text: str, what: str) -> int:
    """An id that a person typed. Raises Misused."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Misused(f"there is no {what} {text[:80]!r}; ids are numbers, as the lists and the API show them")
    return int(text)


def password(from_stdin: bool, *, optional: bool = False, strong: bool = False) -> str:
    """The password: one line of stdin, or asked for twice. Empty only when `optional`; never short when `strong`. Raises Misused."""
    from inbox import passwords
    if from_stdin:
        found = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        found = click.prompt("Password", hide_input=True, confirmation_prompt=True, default="" if optional else None,
                             show_default=False, err=True)
    elif optional:
        return ""
    else:
        raise Misused("there is no terminal to ask at; give the password with --password-stdin")
    if optional and not from_stdin and not found:
        return ""
    if objection := passwords.objection(found):
        raise Misused(objection)
    if passwords.weak(found) and strong:
        raise Misused(f"a password has at least {passwords.LEAST} characters")
    if passwords.weak(found):
        tell(f"this password has fewer than {passwords.LEAST} characters; better take a longer one")
    return passwords.hashed(found)


def alive(rows: Rows, config: Config) -> bool:
    """Whether a daemon runs on the store: by the lock of SQLite's, by the leases that daemons hold on PostgreSQL."""
    found = running(config)
    return reports.daemon_lives(rows) if found is None else found


def running(config: Config) -> bool | None:
    """Whether a daemon runs on this SQLite store; None on PostgreSQL, where it may be on any machine."""
    if config.store.url != "sqlite":
        return None
    try:
        with (config.store.data_dir / "inbox.lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


# ---------------------------------------------------------------- rows

def show(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], as_json: bool, *, empty: str = "") -> None:
    """Rows on stdout: a table of `columns`, or with `as_json` a list of whole objects. `empty` goes to stderr."""
    found = list(rows)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    if not found:
        if empty:
            tell(empty)
        return
    table = [[name.upper() for name in columns], *([cell(row.get(name)) for name in columns] for row in found)]
    widths = [max(map(wide, column)) for column in zip(*table, strict=True)]
    for line in table:
        click.echo("  ".join(text + " " * (width - wide(text)) for text, width in zip(line, widths, strict=True)).rstrip())


def cell(value: Any) -> str:
    """A value in one line; what came from outside must not steer the terminal."""
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        value = value.get("detail") or value.get("code") or json.dumps(value, ensure_ascii=False)
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    return "".join(c if c.isprintable() else " " for c in str(value))


def wide(text: str) -> int:
    """How many columns of a terminal a text takes (UAX #11; marks take none)."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def when(us: int | None) -> str | None:
    """A moment of the store, outside."""
    return rfc3339(us)
