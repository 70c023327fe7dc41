"""Stores for tests: SQLite in a folder, PostgreSQL in a private cluster of the test run's own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from inbox.store import Store, schema

Clock = Callable[[], int]
MakeStore = Callable[..., Store]
_SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=16MB", "max_connections=60")


def _tool(name: str) -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: -float(path.parts[4]))
    return str(found[0]) if found else shutil.which(name)


def _missing(reason: str) -> None:
    """A server that is not there skips with the reason; in CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster(*, host: str = "127.0.0.1", network: str = "", inside: Sequence[str] = ()) -> Iterator[str]:
    """A PostgreSQL server on loopback, gone at the end; yields the URL of its maintenance database, without the name.

    The server refuses to run as root: there it runs as `postgres`. Elsewhere than on loopback: `host` is its address,
    `network` whom it lets in, and `inside` stands before its command, such as `ip netns exec …`.
    """
    initdb, pg_ctl = _tool("initdb"), _tool("pg_ctl")
    if initdb is None or pg_ctl is None:
        _missing("PostgreSQL's server is not installed (apt-get install postgresql)")
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="inbox-pg-"))
    try:
        if as_user:
            shutil.chown(folder, "postgres", "postgres")
        data, port = folder / "data", _port()
        run([*as_user, str(initdb), "-D", str(data), "-U", "inbox", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        options = " ".join(f"-c {setting}" for setting in _SETTINGS) + f" -c listen_addresses={host} -p {port} -k {folder}"
        if network:
            with (data / "pg_hba.conf").open("a") as rules:
                rules.write(f"host all all {network} trust\n")
        run([*inside, *as_user, str(pg_ctl), "-D", str(data), "-w", "-t", "60", "-l", str(folder / "log"), "-o", options, "start"])
        try:
            yield f"postgresql://inbox@{host}:{port}"
        finally:
            run([*as_user, str(pg_ctl), "-D", str(data), "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: list[str]) -> None:
    """Runs a tool of the server; what it says is shown when it fails. It must not hold our pipes: the server inherits them."""
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL, timeout=120, cwd="/tmp", check=False)
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{command[0]} failed: {said.read().decode(errors='replace')[-2000:]}")


class Databases:
    """Hands out databases of one cluster. The schema is made once; each new database is a copy."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.made = 0
        self.template = ""

    def url(self) -> str:
        """The URL of a new database that has the schema and nothing else."""
        if not self.template:
            url = self.empty()
            with tempfile.TemporaryDirectory() as folder:
                schema.upgrade(Store(url, Path(folder)))
            self.template = url.rpartition("/")[2]
        return self._create(f"TEMPLATE {self.template}")

    def empty(self) -> str:
        """The URL of a new database without anything."""
        return self._create("")

    def _create(self, how: str) -> str:
        import psycopg
        self.made += 1
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE t{self.made} {how}")  # type: ignore[arg-type]  # names of our own
        return f"{self.server}/t{self.made}"


