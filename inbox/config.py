"""TOML -> Config. Every problem is found at once, each with its key and its cure; secrets come by reference.

`load(path)` raises ConfigError when the daemon cannot run at all. A channel whose section is wrong is left out of
`Config.channels` and stands in `Config.broken`: the others run.
"""

from __future__ import annotations

import base64
import grp
import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError

from inbox import registry
from inbox.config_errors import Problem, explain, nearest
from inbox.connector import ChannelConfig
from inbox.errors import ConfigError
from inbox.sections import SECTIONS, LogConfig, MailConfig, Root, ServerConfig, StoreConfig, decode_key, password_in

GROUP = "inbox"  # the group that may read a config with secrets in it
SYSTEM = Path("/etc/inbox/config.toml")
CHANNEL_NAME = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True, kw_only=True)
class Config:
    """The configuration. `secrets`: every secret in it, for the log to hide.

    `keyless`: why the key that it names cannot be read. Only who signs needs one, so this stops `keys` and nothing else.
    `installed`: which of the channels were made in a browser; `shadowed`: those that yield to one of the file (`inbox.installed`).
    """

    server: ServerConfig = field(default_factory=lambda: ServerConfig())
    store: StoreConfig = field(default_factory=lambda: StoreConfig())
    mail: MailConfig = field(default_factory=lambda: MailConfig())
    log: LogConfig = field(default_factory=lambda: LogConfig())
    channels: Mapping[str, ChannelConfig] = field(default_factory=dict)
    broken: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    keyless: Problem | None = None
    installed: frozenset[str] = frozenset()
    shadowed: frozenset[str] = frozenset()
    path: Path | None = None
    secrets: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def key_file(self) -> Path:
        """Where the key lies when the config names none."""
        return self.store.data_dir / "key"

    @property
    def keys(self) -> list[bytes]:
        """The keys, the one that signs first; empty when there is none yet. Raises ConfigError when one cannot be read."""
        if self.keyless is not None:
            raise ConfigError(self.keyless.text, key=self.keyless.key,
                              cure="put the right key back, or take `key` out of [server] to have a new one made")
        if self.server.key:
            return [decode_key(key.get_secret_value()) for key in self.server.key]
        try:
            return [decode_key(self.key_file.read_text("ascii"))]
        except FileNotFoundError:
            return []
        except OSError as error:
            if problem := unfit(self.store.data_dir):
                raise ConfigError(f"{problem.key}: {problem.text}", key=problem.key, cure=problem.cure) from None
            raise ConfigError(f"the key in {self.key_file} cannot be read: {error.strerror}", key="server.key",
                              cure="run it as root or as the owner of that file") from None
        except ValueError as error:
            raise ConfigError(f"the key in {self.key_file} cannot be used: {error}", key="server.key",
                              cure="put the right key back, or remove the file") from None

    def ensure_key(self) -> list[bytes]:
        """As `keys`; makes the file when the config names none and there is none."""
        if not self.keys:
            write_key(self.key_file)
        return self.keys


def write_key(path: Path) -> None:
    """Makes a new key, readable by its owner alone. A key that is there stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.urlsafe_b64encode(os.urandom(32)) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def misplaced(folder: Path) -> Problem | None:
    """What is wrong with the place of a data_dir, whoever asks: a file is there, or on the way to it. Nothing is made."""
    there = _nearest(folder)
    if there.is_dir():
        return None
    where = f"{folder} is no folder" if there == folder else f"{folder} cannot be made: {there} is no folder"
    return Problem(key="store.data_dir", text=where, cure="name another folder as data_dir in [store], or move that file away")


def unfit(folder: Path) -> Problem | None:
    """As `misplaced`, and also whether this user may work in it, or make it."""
    if problem := misplaced(folder):
        return problem
    there = _nearest(folder)
    if os.access(there, (os.R_OK if there == folder else 0) | os.W_OK | os.X_OK):
        return None
    return Problem(key="store.data_dir", cure="run it as root or as the owner of that folder, or name another one as data_dir in [store]",
                   text=f"this user may not read and write in {there}" if there == folder else
                   f"{folder} cannot be made: this user may not write in {there}")


def _nearest(folder: Path) -> Path:
    """It, or what is there of the way to it."""
    return next(place for place in (folder, *folder.parents) if os.path.lexists(place) or place == place.parent)


# ---------------------------------------------------------------- finding and reading

def find(path: Path | str | None = None) -> Path:
    """The config's path: the one given, else $INBOX_CONFIG, ./config.toml, /etc/inbox/config.toml. Raises ConfigError."""
    named = path or os.environ.get("INBOX_CONFIG")
    candidates = [Path(named)] if named else [Path("config.toml"), SYSTEM]
    for candidate in candidates:
        if candidate.exists():
            return candidate.absolute()
    raise ConfigError(f"there is no configuration at {' or '.join(map(str, candidates))}",
                      cure="`inbox init` writes one, --config PATH names another")


def read(path: Path) -> dict[str, Any]:
    """The file as TOML. Raises ConfigError."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}",
                          cure="run as its owner, as root, or as a member of its group") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 (byte {error.start})", cure="save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path} is not TOML: {error}", cure="strings stand in double quotes, tables in [brackets]") from None


def examine(path: Path | str | None = None) -> tuple[Config, list[Problem]]:
    """The configuration as far as it can be understood, and everything that is wrong with it but for broken channels.

    Raises ConfigError when there is nothing to examine.
    """
    place = find(path)
    return check(read(place), place)


def check(data: dict[str, Any], path: Path | None = None) -> tuple[Config, list[Problem]]:
    """As `examine`, for a table that was read already."""
    context: dict[str, Any] = {"literals": [], "folder": path.parent if path else Path.cwd()}
    problems: list[Problem] = []
    data, keyless = _without_unread_key(data)
    try:
        root = Root.model_validate(data, context=context)
    except ValidationError as error:
        problems += explain(error, Root, elsewhere=SECTIONS)
        bad = {str(item["loc"][0]) for item in error.errors(include_url=False, include_input=False) if item["loc"]}
        rest = {name: table for name, table in data.items() if name not in bad}
        root = Root.model_validate(rest, context=context)
    channels: dict[str, ChannelConfig] = {}
    broken: dict[str, tuple[Problem, ...]] = {}
    for name, table in root.channels.items():
        found = channel(name, table, context)
        if isinstance(found, ChannelConfig):
            channels[name] = found
        else:
            broken[name] = tuple(found)
    sender = root.mail.from_channel
    if sender and sender not in root.channels:
        cure = nearest(sender, root.channels) or "name one of [channels]"
        problems.append(Problem(key="mail.from_channel", text=f"there is no channel {sender!r}", cure=cure, passing=True))
    if path and context["literals"]:
        problems += _readable_by_others(path)
    parts = (root.server, root.store, *channels.values())
    secrets = frozenset(secrets_of(parts)) | ({password_in(root.store.url)} - {""})
    return Config(server=root.server, store=root.store, mail=root.mail, log=root.log, channels=channels, broken=broken,
                  keyless=keyless, path=path, secrets=secrets), problems


def _without_unread_key(data: dict[str, Any]) -> tuple[dict[str, Any], Problem | None]:
    """The table without a server.key that names what cannot be read, and what that is."""
    server = data.get("server")
    if not isinstance(server, dict) or "key" not in server:
        return data, None
    try:
        ServerConfig.model_validate({"key": server["key"]})
    except ValidationError as error:
        unread = [p for p in explain(error, ServerConfig, "server", elsewhere=SECTIONS) if p.unread]
        if unread:
            return {**data, "server": {name: value for name, value in server.items() if name != "key"}}, unread[0]
    return data, None


def load(path: Path | str | None = None) -> Config:
    """The configuration. Raises ConfigError that names every problem which stops the whole; see `Config.broken` for the rest."""
    config, found = examine(path)
    problems = [problem for problem in found if not problem.passing]  # the channel may have been made in the browser
    if problems:
        first = problems[0]
        more = f" (and {len(problems) - 1} more; `inbox check` shows all)" if len(problems) > 1 else ""
        place = "" if first.key == str(config.path) else f"{config.path}: "
        raise ConfigError(f"{place}{first.key}: {first.text}{more}", key=first.key, cure=first.cure)
    return config


def channel(name: str, table: Any, context: dict[str, Any]) -> ChannelConfig | list[Problem]:
    """One channel's section, or everything that is wrong with it. `context`: `literals` gets the names of secrets that
    stand there as they are; with `literal` every secret does, also one that looks like a reference.
    """
    key = f"channels.{name}"
    if not CHANNEL_NAME.fullmatch(name):
        return [Problem(key=key, text="is no name for a channel", cure="use small letters, digits, - and _ only")]
    if not isinstance(table, dict):
        return [Problem(key=key, text="must be a table", cure=f"write [{key}]")]
    if not isinstance(table.get("type"), str):
        return [Problem(key=f"{key}.type", text="is missing", cure=f"one of: {', '.join(registry.types())}")]
    type_: str = table["type"]
    try:
        model = registry.connector(type_).Config
    except ConfigError as error:
        return [Problem(key=f"{key}.type", text=str(error), cure=nearest(type_, registry.types()) or error.cure)]
    except Exception as error:  # noqa: BLE001 - somebody else's package may raise anything when imported; the rest shall run
        return [Problem(key=f"{key}.type", text=f"the connector {type_!r} cannot be loaded: {type(error).__name__}: {error}",
                        cure="install a version of it that works")]
    try:
        return model.model_validate(table, context=context)
    except ValidationError as error:
        return list(explain(error, model, key, elsewhere=SECTIONS))


def _readable_by_others(path: Path) -> Iterator[Problem]:
    info = path.stat()
    group_reads = bool(info.st_mode & stat.S_IRGRP)
    try:
        inbox = grp.getgrnam(GROUP).gr_gid
    except KeyError:
        inbox = None
    if info.st_mode & stat.S_IROTH or (group_reads and info.st_gid != inbox):
        yield Problem(key=str(path), text=f"holds secrets and may be read by others (mode {stat.S_IMODE(info.st_mode):04o})",
                      cure=f"chmod 600 {path} (or 640 with group {GROUP}), or name the secrets by env:, file: or cred:")


def secrets_of(value: Any) -> Iterator[str]:
    """Every secret in settings, wherever it stands."""
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, BaseModel):
        yield from secrets_of([getattr(value, name) for name in type(value).model_fields])
    elif isinstance(value, dict):
        yield from secrets_of(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from secrets_of(part)
