"""Daemons behind a pooler that hands a connection on after each transaction (PgBouncer, `pool_mode = transaction`)."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import daemons
import psycopg
import pytest
import servers
import stores


@contextmanager
def pgbouncer(server: str, connections: int) -> Iterator[str]:
    """A PgBouncer before that server with so few connections that they change hands all the time; yields its URL."""
    binary = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")
    if binary is None:
        servers.missing("pgbouncer")
    port, behind = servers.free_port(), urlsplit(server)
    folder = Path(tempfile.mkdtemp(prefix="inbox-bouncer-"))
    config = folder / "pgbouncer.ini"
    config.write_text(f"""[databases]
* = host={behind.hostname} port={behind.port} user=inbox
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
logfile = {folder}/log
""")
    user: dict[str, Any] = {}
    if os.geteuid() == 0:  # it refuses to run as root
        user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(folder, "postgres", "postgres")
    process = subprocess.Popen([str(binary), "-q", str(config)], cwd=folder, **user)

    def answers() -> bool:
        assert process.poll() is None, (folder / "log").read_text()
        try:
            psycopg.connect(f"postgresql://inbox@127.0.0.1:{port}/postgres", connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True
    try:
        daemons.until(answers, what="the pooler answers")
        yield f"postgresql://inbox@127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def pooled(databases: stores.Databases) -> Iterator[str]:
    """The URL, through a pooler, of a database without anything."""
    name = databases.empty().rpartition("/")[2]
    with pgbouncer(databases.server, connections=3) as url:
        yield f"{url}/{name}"


def test_two_daemons_work_through_a_pooler(pooled: str, tmp_path: Path) -> None:
    with daemons.Sandbox() as sandbox:
        channels = {"support": sandbox.email()}
        poller = daemons.Daemon(tmp_path / "a", channels, store={"url": pooled}, roles="poll,send")
        front = daemons.Daemon(tmp_path / "b", channels, store={"url": pooled, "data_dir": str(poller.data)}, roles="api")
        upgrades = [subprocess.Popen(poller.command("db", "upgrade"), stderr=subprocess.PIPE) for _ in range(2)]
        for upgrade in upgrades:
            said = upgrade.communicate(timeout=120)[1]
            assert upgrade.returncode == 0, said
        front.add_admin()
        poller.token = front.token
        poller.start(wait=False)
        with front:
            for n in range(6):
                sandbox.say("support", f"c{n}@example.net", f"c{n}", subject=f"c{n}")
            conversations = daemons.until(lambda: len(found := front.every("/conversations")) == 6 and found, what="the mails are in")
            made = []
            for conversation in conversations:
                status, answer = front.api(f"/conversations/{conversation['id']}/messages", "POST",
                                           {"kind": "reply", "text": f"to {conversation['subject']}"}, Idempotency_Key=conversation["id"])
                assert status == 202, answer
                made.append(answer["id"])
                assert front.get(f"/conversations/{conversation['id']}/messages")["items"]
            daemons.until(lambda: all(front.get(f"/messages/{m}")["delivery"]["state"] == "sent" for m in made), what="they are sent")
            assert sorted(item["text"].strip() for item in sandbox.received("support")) == [f"to c{n}" for n in range(6)]
            with psycopg.connect(pooled, autocommit=True, prepare_threshold=None) as connection:
                settings = {connection.execute("SHOW default_transaction_read_only").fetchone() for _ in range(20)}
                settings |= {connection.execute("SHOW idle_in_transaction_session_timeout").fetchone() for _ in range(20)}
            assert settings == {("off",), ("0",)}, "nothing is left set for the next client"
            poller.kill()
        assert "a pooler stands before the database" in front.log.read_text()
        assert "Traceback" not in front.log.read_text() + poller.log.read_text()
