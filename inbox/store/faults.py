"""What a database's refusal means: it is away, its connection is dead, or the values are to blame."""

from __future__ import annotations

import sqlite3

from inbox.errors import InboxError, StoreError


class DeadError(StoreError):
    """The connection was dead before it was asked: nothing has happened yet."""


class UnfitError(StoreError):
    """The database is well and will never take these values: they are too long, too large, or not what it calls text."""


_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_CURE = "; inbox.db in data_dir is damaged or no database: stop the daemon, move it away, and bring back a backup (inbox restore PATH)"
_AWAY = ("08", "25", "40", "53", "55", "57", "58", "XX")  # classes of SQLSTATE that speak of the server, not of the values


def foreign(error: Exception) -> Exception:
    """A driver's error becomes a StoreError, an UnfitError where the values are to blame; our own pass."""
    if isinstance(error, InboxError):
        return error
    cure = ""
    if isinstance(error, (UnicodeError, OverflowError)):  # the drivers say so of what does not fit into a column
        kind: type[StoreError] = UnfitError
    elif isinstance(error, sqlite3.Error):
        broken = getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN
        kind, cure = StoreError if broken or isinstance(error, sqlite3.OperationalError) else UnfitError, _CURE if broken else ""
    elif type(error).__module__.split(".")[0] == "psycopg":
        state = getattr(error, "sqlstate", None)
        outage = type(error).__name__ in ("OperationalError", "InterfaceError") if state is None else state.startswith(_AWAY)
        kind = StoreError if outage else UnfitError
    else:
        return error
    wrapped = kind(f"the database refused: {error}{cure}".strip())
    wrapped.__cause__ = error
    return wrapped


def locked(error: Exception) -> bool:
    """SQLite: another process writes."""
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)
