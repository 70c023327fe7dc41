"""`inbox init`, `inbox check`, `inbox status`."""

from __future__ import annotations

import asyncio
import json
import os
import pwd
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import click

import inbox
from inbox import config as configuration
from inbox import log, wellness
from inbox.commands.channels import COLUMNS as CHANNELS
from inbox.commands.channels import NONE, known
from inbox.commands.common import (
    Misused,
    alive,
    become_owner,
    cell,
    config_option,
    configured,
    json_option,
    opened,
    option_for,
    password,
    password_option,
    show,
    tell,
    whole,
)
from inbox.config import Config
from inbox.config_errors import Problem
from inbox.errors import ConfigError, StoreError
from inbox.sections import without_password
from inbox.store import Rows, Store, agents, reports, schema
from inbox.store.bucket import Bucket
from inbox.store.wellness import facts


@click.command()
@click.option("--admin", metavar="EMAIL", help="The first admin; else it asks.")
@click.option("--name", default="", help="The admin's name.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder for database and files.")
@password_option
@config_option
def init(config_path: Path | None, admin: str | None, name: str, data: Path | None, password_stdin: bool) -> None:
    """Writes a commented configuration and a key, and makes the first admin."""
    path = (config_path or Path(os.environ.get("INBOX_CONFIG") or "config.toml")).absolute()
    if path.exists():
        raise Misused(f"{path} is there already; name another place with --config, or change that one by hand")
    if admin is None:
        if not sys.stdin.isatty():
            raise Misused("there is no terminal to ask at; give --admin EMAIL --password-stdin")
        admin = click.prompt("E-mail address of the first admin", err=True, value_proc=_email)
        name = name or click.prompt("Their name", default=admin.partition("@")[0], err=True)
    email = agents.normal_email(admin)
    hashed = password(password_stdin, strong=True)
    installed = path == configuration.SYSTEM
    folder = (data or (Path("/var/lib/inbox") if installed else path.parent / "data")).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, folder)
    if not (folder / "key").exists():
        configuration.write_key(folder / "key")
    if installed:
        _hand_over(path, folder)
    config = configuration.load(path)
    become_owner(folder)
    opened(config, lambda store: store.write(agents.add, email=email, name=name, role="admin", password=hashed))
    given = option_for(path)
    tell(f"{path} is written, its data goes to {folder}\n"
         f"1. inbox run{given}; 2. {email} logs in at {config.server.public_url} with this password and connects a channel there\n"
         f"Or describe channels in the file: inbox check --connect{given} tries them. A program asks the HTTP API (described at /api/docs) "
         f"by a token: inbox token add {email}{given}")


def _email(text: str) -> str:
    """What is no address is asked for again, before anything else is."""
    try:
        return agents.normal_email(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def example() -> str:
    """config.example.toml; the package holds it by a link, so that a wheel has it too."""
    return (Path(inbox.__file__).parent / "config.example.toml").read_text(encoding="utf-8")


def _write(path: Path, folder: Path) -> None:
    """The example with its places filled in, readable by its owner alone from the first byte on."""
    text = example()
    for pattern, line in ((r'^#key = .*$', f"key = {json.dumps('file:' + str(folder / 'key'))}"),
                          (r'^data_dir = .*$', f"data_dir = {json.dumps(str(folder))}")):
        text, count = re.subn(pattern, line.replace("\\", r"\\"), text, count=1, flags=re.MULTILINE)
        assert count == 1, pattern
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _hand_over(path: Path, folder: Path) -> None:
    """The service runs as the user `inbox`, where there is one: the data is its own, the configuration it may read."""
    try:
        user = pwd.getpwnam(configuration.GROUP)
    except KeyError:
        return
    for place in (folder, folder / "key"):
        os.chown(place, user.pw_uid, user.pw_gid)
    os.chown(path, 0, user.pw_gid)
    path.chmod(0o640)


# ---------------------------------------------------------------- check

@click.command()
@click.option("--connect", is_flag=True, help="Also try each channel step by step, sending and changing nothing.")
@json_option
@config_option
def check(config_path: Path | None, as_json: bool, connect: bool) -> None:
    """Looks at the configuration: every problem, with its key and its cure."""
    config, problems = configuration.examine(config_path)
    log.setup("warning", secrets=config.secrets)
    store: list[Problem] = []
    away: list[Problem] = []
    if not any(problem.key.startswith("store") for problem in problems):  # else it is not known which store is meant
        config, store, away = _with_the_browsers(config)
    known = {*config.channels, *config.broken}
    problems = [problem for problem in problems if not (problem.passing and config.mail.from_channel in known)]
    problems += [problem for found in config.broken.values() for problem in found]
    problems += store
    try:
        _ = config.keys
    except ConfigError as error:
        if error.key not in {problem.key for problem in store}:
            problems.append(Problem(key=error.key, text=str(error), cure=error.cure))
    rows: list[dict[str, Any]] = [{"channel": None, "step": problem.key, "level": "fail", "text": problem.text,
                                   "cure": problem.cure} for problem in problems]
    if not as_json:
        for problem in problems:
            click.echo(f"inbox: {problem}", err=True)
    if not connect:
        for problem in away:  # the configuration may be right, and looked at where the database is not
            tell(f"inbox: the channels that were made in the browser are not looked at: {problem}")
    if connect:
        become_owner(config.store.data_dir)
        found = [{"channel": "[store]", "step": "database", "level": "fail", "text": one.text, "cure": one.cure} for one in away]
        found += [] if away else asyncio.run(_connect(config))  # its tokens are there
        found += asyncio.run(_bucket(config))
        rows += found
        if not as_json:
            for row in found:
                cure = f"; {cell(row['cure'])}" if row["cure"] else ""
                said = cell(row["text"]).rstrip(".") if cure else cell(row["text"])
                click.echo(log.redact(f"{row['channel']}: {row['level']:<4} {cell(row['step'])}: {said}{cure}"))
    if as_json:
        show(rows, (), True)
    elif not problems and not connect:
        click.echo(f"{config.path}: fine; channels: {', '.join(config.channels) or 'none yet'}")
    if problems:
        sys.exit(2)
    if failed := [row for row in rows if row["level"] == "fail"]:
        first = failed[0]
        more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
        click.echo(log.redact(f"inbox: {first['channel']}: {cell(first['step'])}: {cell(first['text']).rstrip('.')}; "
                              f"{cell(first['cure'] or 'correct it')}{more}"), err=True)
        sys.exit(1)


def _with_the_browsers(config: Config) -> tuple[Config, list[Problem], list[Problem]]:
    """With the channels that were made in the browser, where there is a store; what is wrong with it; why a database cannot be asked."""
    folder = config.store.data_dir
    if problem := configuration.misplaced(folder):
        return config, [problem], []
    become_owner(folder)
    if problem := configuration.unfit(folder):
        return config, [problem], []
    try:
        store = Store.of(config.store)
        found = schema.status(store)
        if not found.revision and store.dialect == "sqlite":  # it is made at the first run
            return config, [], []
        if found.revision < schema.HEAD:  # what comes first there is no fault of the configuration
            tell("inbox: the channels that were made in the browser are not looked at before `inbox db upgrade`")
            return config, [], []
        return opened(config, lambda store: whole(config, store)), [], []
    except (StoreError, OSError) as error:
        problem = _unusable(config, error)
        return (config, [problem], []) if config.store.url == "sqlite" else (config, [], [problem])


def _unusable(config: Config, error: Exception) -> Problem:
    """A store that a daemon could not use either. The URL is shown without its password, whatever the driver repeats of it."""
    words = log.redact(" ".join(str(error).split()))
    if config.store.url == "sqlite":
        words, _, cure = words.partition("; ")
        return Problem(key="store.data_dir", text=f"{config.store.data_dir / 'inbox.db'} cannot be used: {words}", cure=cure)
    return Problem(key="store.url", text=f"{without_password(config.store.url)} cannot be used: {words}",
                   cure="see that PostgreSQL runs there and lets this user in, or correct url in [store]")


async def _connect(config: Config) -> list[dict[str, Any]]:
    from inbox.trial import findings
    enabled = [name for name, channel in config.channels.items() if channel.enabled]
    async with findings(config) as look:
        found = await asyncio.gather(*(look(name) for name in enabled))
    return [{"channel": name, "step": one.step, "level": one.level, "text": one.text, "cure": one.cure}
            for name, results in zip(enabled, found, strict=True) for one in results]


async def _bucket(config: Config) -> list[dict[str, Any]]:
    shelf = Store.of(config.store).shelf
    if not isinstance(shelf, Bucket):
        return []
    row = {"channel": "[store]", "step": "bucket", "level": "ok", "text": "a file was put, read and removed", "cure": ""}
    try:
        await shelf.probe()
    except (StoreError, ConfigError) as error:
        cure = getattr(error, "cure", "") or "look at [store.bucket]: the address, the keys, and what they may do (put, get, list, delete)"
        row |= {"level": "fail", "text": str(error), "cure": cure}
    return [row]


# ---------------------------------------------------------------- status

@click.command()
@json_option
@config_option
def status(config_path: Path | None, as_json: bool) -> None:
    """One screen: channels, queue, outbox, quarantine, disk."""
    config = configured(config_path)
    health: list[wellness.Item] = []

    async def look(store: Store) -> dict[str, Any]:
        every = await whole(config, store)
        usage = shutil.disk_usage(config.store.data_dir)

        def read(rows: Rows) -> dict[str, Any]:
            live = alive(rows, every)
            channels = known(rows, every, live)
            health[:] = wellness.items(every, channels, facts(rows, store.clock()), wellness.Disk(free=usage.free, total=usage.total),
                                       live=live)
            return {"daemon": live, "queue": reports.figures(rows), "channels": channels, "disk_free": usage.free, "health": [
                {"code": i.code, "level": i.level, "text": i.text, "cure": i.cure, "channel": i.channel} for i in health]}
        return await store.read(read)

    found = opened(config, look)
    daemon = found["daemon"]
    outbox = {state: sum(c["outbox"][state] for c in found["channels"]) for state in ("queued", "uncertain", "failed")}
    quarantined = sum(c["ledger"]["quarantined"] for c in found["channels"])
    found |= {"outbox": outbox, "quarantine": quarantined}
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    queue = found["queue"]
    click.echo(f"Daemon      {'running' if daemon else 'not running'}")
    click.echo(f"Queue       {queue['open']} open, {queue['unassigned']} unassigned, {queue['snoozed']} snoozed, "
               f"{queue['waiting']} wait for us" + (f" (since {queue['longest_waiting']})" if queue["longest_waiting"] else ""))
    click.echo(f"Outbox      {outbox['queued']} queued, {outbox['uncertain']} uncertain, {outbox['failed']} failed")
    click.echo(f"Quarantine  {quarantined}")
    click.echo(f"Disk        {found['disk_free'] / 1e9:.1f} GB free in {config.store.data_dir}\n")
    for item in health:
        click.echo(f"{item.level}: {_sentence(cell(item.text))} {cell(item.cure)}")
        for command in item.commands:
            click.echo(f"      {cell(command)}{option_for(config.path) if command.startswith('inbox ') else ''}")
    click.echo("")
    show(found["channels"], CHANNELS, False, empty=NONE)


def _sentence(text: str) -> str:
    """With its end: what a service gave as a reason seldom has one."""
    return text if text.endswith((".", "!", "?", "…", "。")) else f"{text}."
