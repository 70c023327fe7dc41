"""type -> connector class, by the entry points `inbox.connectors`; imported only when a channel names it."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from inbox.connector import API, Connector
from inbox.errors import ConfigError

GROUP = "inbox.connectors"


@cache
def _entries() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def types() -> list[str]:
    """The names of all installed connectors, sorted; none is imported."""
    return sorted(_entries())


@cache
def connector(type_: str) -> type[Connector[Any]]:
    """The class for a type. Raises ConfigError that names what is missing and the cure."""
    entry = _entries().get(type_)
    if entry is None:
        raise ConfigError(f"there is no connector {type_!r}", cure=f"installed are: {', '.join(types())}")
    try:
        found = entry.load()
    except ImportError as error:
        raise ConfigError(f"the connector {type_!r} needs a package that is missing: {error}",
                          cure=f"install {error.name or 'it'} into the same environment as Inbox") from error
    except Exception as error:  # it is somebody else's code, and costs no channel but its own
        raise ConfigError(f"the connector {type_!r} cannot be loaded: {type(error).__name__}: {error}",
                          cure="install a version of its package that fits") from error
    if not (isinstance(found, type) and issubclass(found, Connector)):
        raise ConfigError(f"the entry point {entry.value} of {type_!r} is not a Connector")
    if found.api != API:
        raise ConfigError(f"the connector {type_!r} speaks version {found.api} of the socket, this Inbox speaks {API}",
                          cure="install the version of the connector that fits")
    return found
