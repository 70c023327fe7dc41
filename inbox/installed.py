"""Channels that were made in the browser: their settings lie encrypted in the store and join those of the file.

What a browser says is not the word of the machine's admin: secrets are taken as they stand (a reference would read the
machine's files), hosts are checked on the address that is connected to, and a secret that is kept goes to no new place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args

from pydantic import BaseModel, SecretStr

from inbox import config as settings_of
from inbox import registry
from inbox.config import Config
from inbox.config_errors import Problem, _models
from inbox.connector import ChannelConfig
from inbox.errors import ConfigError, InboxError, StoreError
from inbox.signing import Signer

Json = dict[str, Any]
OUTSIDE = ("type", "enabled")  # they stand beside the settings, not in them
LOST = ("its settings were encrypted with a key that is no longer there: put the old key back into server.key, or enter "
        "the channel's secrets again")


class WrongError(InboxError):
    """Settings that do not fit. `problems`: each with its key inside the settings (empty: the whole)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


# ---------------------------------------------------------------- one channel

def checked(name: str, type_: str, given: Mapping[str, Any], *, enabled: bool = True) -> ChannelConfig:
    """The settings as the connector understands them, by the same check as a section of the file. Raises WrongError."""
    if wrong := [Problem(key=key, text="stands beside the settings, not in them") for key in OUTSIDE if key in given]:
        raise WrongError(wrong)
    found = settings_of.channel(name, {**given, "type": type_, "enabled": enabled}, {"literals": [], "literal": True})
    if isinstance(found, ChannelConfig):
        return found
    prefix = f"channels.{name}"
    raise WrongError(replace(one, key=one.key.removeprefix(prefix).lstrip(".")) for one in found)


def packed(config: ChannelConfig) -> Json:
    """What was set, secrets as they are: for the encrypted column and for nobody else."""
    return _plain(config, lambda secret: secret.get_secret_value())  # type: ignore[no-any-return]  # a model gives a dict


def shown(config: ChannelConfig) -> tuple[Json, list[str]]:
    """What was set, each secret null; and the dotted places of the secrets."""
    return _plain(config, lambda secret: None), sorted(".".join(path) for path, _ in _secrets(config))


def _plain(value: Any, of_secret: Any) -> Any:
    if isinstance(value, SecretStr):
        return of_secret(value)
    if isinstance(value, BaseModel):
        skip = OUTSIDE if isinstance(value, ChannelConfig) else ()
        return {name: _plain(getattr(value, name), of_secret) for name in type(value).model_fields
                if name in value.model_fields_set and name not in skip}
    if isinstance(value, Mapping):
        return {key: _plain(inner, of_secret) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(inner, of_secret) for inner in value]
    return value


def _secrets(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, SecretStr):
        yield path, value.get_secret_value()
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _secrets(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _secrets(inner, (*path, str(key)))
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from _secrets(inner, (*path, str(number)))


# ---------------------------------------------------------------- what is kept when it changes

def completed(type_: str, given: Mapping[str, Any], old: ChannelConfig | None) -> Json:
    """The settings with every secret that is missing or null taken from the old ones; an empty one is taken away."""
    model = registry.connector(type_).Config
    out: Json = json.loads(json.dumps(given))
    for path, secret in _secrets(old) if old is not None else ():
        place = _at(out, path[:-1])
        if place is not None and place.get(path[-1]) is None:
            place[path[-1]] = secret
    for path in list(_named_secrets(model, out)):
        place = _at(out, path[:-1])
        if place is not None and place.get(path[-1]) in ("", None):
            place.pop(path[-1], None)
    return out


def _at(value: Any, path: Iterable[str]) -> Json | None:
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else None


def _named_secrets(model: type[BaseModel], given: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where secrets stand in settings that were not checked yet."""
    if not isinstance(given, dict):
        return
    for name, value in given.items():
        info = model.model_fields.get(name)
        if info is None:
            continue
        if _is_secret(info.annotation):
            yield from ([(*path, name, key) for key in value] if isinstance(value, dict) else [(*path, name)])
        for inner in _models(info.annotation):
            yield from _named_secrets(inner, value, (*path, name))


def _is_secret(annotation: Any) -> bool:
    return annotation is SecretStr or any(_is_secret(part) for part in get_args(annotation))


def moved(old: ChannelConfig, new: ChannelConfig) -> bool:
    """Whether what is secret would go elsewhere than before (`destination` fields)."""
    return dict(_destinations(old)) != dict(_destinations(new))


def _destinations(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not isinstance(value, BaseModel):
        return
    for name, info in type(value).model_fields.items():
        inner = getattr(value, name)
        extra = info.json_schema_extra
        if isinstance(extra, dict) and extra.get("destination"):
            yield (*path, name), inner
        yield from _destinations(inner, (*path, name))


def astray(given: Mapping[str, Any], new: ChannelConfig, old: ChannelConfig) -> list[str]:
    """The dotted places of secrets that were kept and would go to another place: a destination beside or above them changed."""
    before, places = dict(_secrets(old)), (dict(_destinations(old)), dict(_destinations(new)))
    changed = [path[:-1] for path in {*places[0], *places[1]} if places[0].get(path) != places[1].get(path)]
    return [".".join(path) for path, secret in _secrets(new)
            if before.get(path) == secret and (_at(given, path[:-1]) or {}).get(path[-1]) is None
            and any(path[:len(above)] == above for above in changed)]


def revised(name: str, type_: str, given: Mapping[str, Any], old: ChannelConfig | None, *, enabled: bool = True) -> ChannelConfig:
    """New settings over old ones. Raises WrongError, also when a kept secret would go to another place."""
    new = checked(name, type_, completed(type_, given, old), enabled=enabled)
    if old is not None and (stale := astray(given, new, old)):
        raise WrongError(Problem(key=place, text="enter this secret again: it would go to another server than before") for place in stale)
    return new


# ---------------------------------------------------------------- all of them

def sealed(config: ChannelConfig, signer: Signer) -> tuple[str, str]:
    """The columns `settings` and `shown`."""
    return signer.encrypt(json.dumps(packed(config)).encode()), json.dumps(shown(config)[0])


def opened(row: Any, signer: Signer) -> ChannelConfig:
    """The settings of a row. Raises WrongError: they do not fit (any more), or no key of ours opens them."""
    try:
        given = json.loads(signer.decrypt(row.settings))
    except StoreError:
        raise WrongError([Problem(key="", text=LOST)]) from None
    return checked(row.name, row.type, given, enabled=bool(row.enabled))


def merged(file: Config, rows: Iterable[Any], signer: Signer) -> Config:
    """The file's configuration with the channels of the store. One of the file goes before one of the same name."""
    channels, broken = dict(file.channels), dict(file.broken)
    installed, shadowed = set(), set()
    secrets: set[str] = set()
    for row in rows:
        if row.name in file.channels or row.name in file.broken:
            shadowed.add(row.name)
            continue
        installed.add(row.name)
        try:
            channels[row.name] = opened(row, signer)
            secrets |= set(settings_of.secrets_of(channels[row.name]))
        except WrongError as error:
            broken[row.name] = error.problems
    return replace(file, channels=channels, broken=broken, secrets=file.secrets | secrets,
                   installed=frozenset(installed), shadowed=frozenset(shadowed))


def signer_of(config: Config) -> Signer:
    """What opens the settings, for a command; without a key nothing is opened. Never makes a key."""
    try:
        keys = config.keys
    except ConfigError:
        keys = []
    return Signer(keys or [bytes(32)])
