"""What the harness puts into a daemon of its own before it runs: haste, another clock, and death at a chosen moment.

The program itself has no such code: everything hangs on the borders to the libraries below it (the database drivers'
COMMIT, a socket's bytes), on `time`, and on constants of the house, each of which must be there or the start fails.
"""

from __future__ import annotations

import errno
import importlib
import mmap
import os
import socket
import sqlite3
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

DIED = 86  # the exit code of a daemon that died at its point
# (module, constant): what a daemon waits for by itself; in a hurry each is divided
WAITS = (
    ("inbox.retry", "FIRST"), ("inbox.retry", "POLL_FIRST"), ("inbox.retry", "POLL_LIMITED"), ("inbox.supervise", "LISTEN_AGAIN"),
    ("inbox.supervise", "STORE_AFTER"))
LONGEST = (("inbox.retry", "LONGEST", 2.0), ("inbox.retry", "POLL_LONGEST", 2.0))  # seconds at most, in a hurry


def install(wanted: Mapping[str, Any]) -> None:
    """`haste`: how many times shorter it waits before it tries again; `clock`: a file with nanoseconds that its clock is off;
    `readonly`: a file whose first byte is 1 while nothing may be written;
    `die`: {"at": which point, "armed": a file that arms it while it is there, "trace": a file for the points that were passed,
    "ports": {number: name}}."""
    if wanted.get("haste"):
        _hurry(float(wanted["haste"]))
    if wanted.get("clock"):
        _other_clock(Path(wanted["clock"]))
    if wanted.get("readonly"):
        _read_only(Path(wanted["readonly"]))
    if wanted.get("die"):
        _Points(**wanted["die"]).install()


def _hurry(times: float) -> None:
    for module, name in WAITS:
        loaded = importlib.import_module(module)
        setattr(loaded, name, getattr(loaded, name) / times)
    for module, name, most in LONGEST:
        loaded = importlib.import_module(module)
        if not hasattr(loaded, name):
            raise AttributeError(f"{module} has no {name} any more: see WAITS")
        setattr(loaded, name, most)
    wire: Any = importlib.import_module("connectors.twilio.wire")
    wire.HOLD = tuple(seconds / times for seconds in wire.HOLD)


def _other_clock(file: Path) -> None:
    """The wall clock is off by what the file says now; the monotonic one is not, as on a real machine."""
    with file.open("r+b") as opened:
        shared = mmap.mmap(opened.fileno(), 8)
    seconds, nanoseconds = time.time, time.time_ns

    def off() -> int:
        found: int = struct.unpack("q", shared[:8])[0]
        return found
    time.time = lambda: seconds() + off() / 1e9
    time.time_ns = lambda: nanoseconds() + off()


def _read_only(file: Path) -> None:
    """A store that may not be written to while the file says so: SQLite's and PostgreSQL's own refusals, and the file system's."""
    with file.open("r+b") as opened:
        shared = mmap.mmap(opened.fileno(), 1)
    _read_only_sqlite(shared)
    _read_only_postgres(shared)
    real = os.fsync

    def fsync(descriptor: Any) -> None:
        if shared[0]:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        real(descriptor)
    os.fsync = fsync


def _read_only_sqlite(shared: mmap.mmap) -> None:
    connect = sqlite3.connect

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
            if sql == "BEGIN IMMEDIATE":
                super().execute(f"PRAGMA query_only={shared[0]}")
            return super().execute(sql, *args)
    sqlite3.connect = lambda *args, **kwargs: connect(*args, **{"factory": Connection, **kwargs})  # type: ignore[assignment]  # one form


def _read_only_postgres(shared: mmap.mmap) -> None:
    import psycopg
    real = psycopg.Connection.execute

    def execute(connection: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        if shared[0] and isinstance(query, str) and query.startswith("BEGIN;"):
            query += "; SET TRANSACTION READ ONLY"
        return real(connection, query, *args, **kwargs)
    psycopg.Connection.execute = execute  # type: ignore[method-assign,assignment]  # one form for its overloads


class _Points:
    """Counts commits and wire steps, and ends the process at the chosen one."""

    def __init__(self, at: int, armed: str, trace: str, ports: Mapping[str, str]) -> None:
        self.at, self.armed, self.ports = at, Path(armed), {int(port): name for port, name in ports.items()}
        self.trace = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if trace else -1
        self.count = 0
        self.lock = threading.Lock()

    def pass_by(self, name: str) -> None:
        """One point. No flush, no handler, no `finally` runs: as if the power went."""
        if not self.armed.exists():
            return
        with self.lock:
            if not self.count and name.startswith("behind"):
                return  # what was under way when it was armed is not what is walked through
            self.count += 1
            if self.trace >= 0:
                os.write(self.trace, f"{self.count} {name}\n".encode())
            if self.count == self.at:
                os._exit(DIED)

    def install(self) -> None:
        """Puts itself before and behind the libraries' doors."""
        self._sqlite()
        self._postgres()
        self._sockets()
        for name in ("fsync", "replace", "rename", "unlink"):
            setattr(os, name, self._step(name, getattr(os, name)))

    def _step(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """A step that changes what is on the disk for good."""
        def step(*args: Any, **kwargs: Any) -> Any:
            self.pass_by(f"before {name}")
            done = real(*args, **kwargs)
            self.pass_by(f"behind {name}")
            return done
        return step

    def _sqlite(self) -> None:
        points, real = self, sqlite3.connect

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
                if not sql.startswith("COMMIT"):
                    return super().execute(sql, *args)
                points.pass_by("before commit")
                done = super().execute(sql, *args)
                points.pass_by("behind commit")
                return done

            def commit(self) -> None:
                points.pass_by("before commit")
                super().commit()
                points.pass_by("behind commit")

        def connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
            opened: sqlite3.Connection = real(*args, **{"factory": Connection, **kwargs})
            return opened
        sqlite3.connect = connect  # type: ignore[assignment]  # the same but for the factory

    def _postgres(self) -> None:
        import psycopg
        points, real = self, psycopg.Connection.execute

        def execute(connection: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
            if query != "COMMIT":
                return real(connection, query, *args, **kwargs)
            points.pass_by("before commit")
            done = real(connection, query, *args, **kwargs)
            points.pass_by("behind commit")
            return done
        psycopg.Connection.execute = execute  # type: ignore[method-assign,assignment]  # one form for its overloads

    def _sockets(self) -> None:
        """Bytes to and from the providers; `ports` says which those are."""
        for name in ("send", "sendall", "recv", "recv_into"):
            setattr(socket.socket, name, self._door(name, getattr(socket.socket, name)))

    def _door(self, verb: str, real: Callable[..., Any]) -> Callable[..., Any]:
        points = self

        def door(sock: socket.socket, *args: Any, **kwargs: Any) -> Any:
            try:
                where = points.ports.get(sock.getpeername()[1])
            except (OSError, IndexError, TypeError):
                where = None  # not connected, or no TCP
            if where is None:
                return real(sock, *args, **kwargs)
            if verb.startswith("send"):
                points.pass_by(f"before send to {where}")
            done = real(sock, *args, **kwargs)
            points.pass_by(f"behind {verb[:4]} at {where}")
            return done
        return door


if __name__ == "__main__":  # a daemon of its own interpreter, for who distrusts a fork: hooks.py JSON arguments …
    import json
    install(json.loads(sys.argv[1]))
    from inbox.cli import main
    main(sys.argv[2:])
