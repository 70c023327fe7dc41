"""`inbox db copy`: a SQLite installation moves to PostgreSQL with everything that it has."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import signal
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import daemons
import pytest
import stores

from inbox.errors import StoreError
from inbox.store import Store, copying

SECRET = "a secret that the browser was given"
BIG = base64.b64encode(b"\0\xffbig" * 100_000).decode()  # larger than what is kept in a row


def post(daemon: daemons.Daemon, name: str, **more: Any) -> int:
    body = json.dumps({"external_id": name, "sender": {"id": "ann", "name": "Änn"}, "text": f"text of {name}", **more})
    now = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"{now}.{body}".encode(), hashlib.sha256).hexdigest()
    status, _ = daemons.call(daemon.url + "/hooks/shop/messages", "POST", json.loads(body), {
        "X-Inbox-Timestamp": now, "X-Inbox-Signature": f"sha256={signature}"})
    return status


def shown(daemon: daemons.Daemon) -> Any:
    """What the API tells of everything that must be the same afterwards."""
    conversations = daemon.every("/conversations?status=all")
    return {"conversations": conversations, "messages": [daemon.every(f"/conversations/{c['id']}/messages") for c in conversations],
            "ledger": daemon.every("/ledger"), "agents": daemon.every("/agents"), "canned": daemon.every("/canned"),
            "found": daemon.every("/conversations?status=all&q=" + quote("Grüße")), "files": [
                hashlib.sha256(daemon.get(a["url"].removeprefix("/api/v1")).encode()).hexdigest()
                for c in conversations for m in daemon.every(f"/conversations/{c['id']}/messages") for a in m["attachments"]]}


def test_an_installation_moves_with_all_that_it_has(tmp_path: Path, databases: stores.Databases) -> None:
    url = databases.empty()
    with daemons.Daemon(tmp_path, {"try": {"type": "loopback"}}) as daemon:
        made = daemon.api("/channels", "POST", {"name": "shop", "type": "webhook", "settings": {"secret": SECRET}})
        assert made[0] == 201, made
        daemons.until(lambda: post(daemon, "one") == 200, what="the channel is open")
        assert post(daemon, "two", attachments=[{"name": "plan.bin", "media_type": "application/octet-stream", "data": BIG}]) == 200
        begun = daemon.api("/conversations", "POST", {"channel": "try", "to": "ann", "text": "Viele Grüße aus 東京"})
        assert begun[0] == 201
        sent = f"/conversations/{begun[1]['id']}/messages"
        daemons.until(lambda: [m for m in daemon.every(sent) if m["delivery"]["state"] == "sent"], what="it is sent")
        assert daemon.api("/canned", "POST", {"name": "thanks", "text": "Thank you"})[0] == 201
        before = shown(daemon)
        assert len(before["conversations"]) == 3 and len(before["found"]) == 1 and len(before["files"]) == 1

        with pytest.raises(AssertionError, match=r"a daemon runs on .*--rehearse"):
            daemon.inbox("db", "copy", "--to", url)
        daemon.inbox("db", "copy", "--to", url, "--rehearse")
        assert copying.sizes(Store(url, tmp_path))["message"] == 0, "a rehearsal keeps nothing"
        daemon.kill(signal.SIGTERM)

    daemon.inbox("db", "copy", "--to", "env:THERE", env={"THERE": url})
    with closing(Store(url, tmp_path).connect()) as there:
        known = {name for name, in there.execute("SELECT DISTINCT tablename FROM pg_stats WHERE schemaname = 'public'").fetchall()}
        assert known >= {"message", "conversation", "ledger", "search"}, "the server knows from the first question on what lies where"
    with pytest.raises(AssertionError, match="not empty"):
        daemon.inbox("db", "copy", "--to", url)
    config = daemon.config.read_text()
    daemon.config.write_text(config.replace("[store]", f"[store]\nurl = {json.dumps(url)}"))
    with daemon:
        assert shown(daemon) == before
        daemons.until(lambda: post(daemon, "one") == 200, what="the secret from the browser opens with the same key")
        assert post(daemon, "three") == 200
        ledger = daemon.get("/channels/shop")["ledger"]
        assert ledger["stored"] == 3, "what was there is known, what is new gets an id of its own"


def test_a_copy_that_breaks_off_leaves_nothing_and_one_that_is_not_the_same_is_not_kept(
        tmp_path: Path, databases: stores.Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = (Store(databases.url(), tmp_path) for _ in range(2))
    with source.connect() as connection:
        connection.execute("INSERT INTO agent (email, name, created_at) SELECT n || '@x', 'Ä' || n, 1 FROM generate_series(1, 1500) n")

    def broken(table: str, rows: int) -> None:
        if table == "agent" and rows > 1000:
            raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        copying.move(source, target, broken, lambda table, rows: None, keep=True)
    assert copying.sizes(target)["agent"] == 0

    real = stores.Store.connect

    class Bent:
        """A connection that brings something else back than was put in."""

        def __init__(self, connection: Any) -> None:
            self._connection = connection

        def __getattr__(self, name: str) -> Any:
            return getattr(self._connection, name)

        def execute(self, sql: str, *more: Any) -> Any:
            found = self._connection.execute(sql, *more)
            if sql.startswith("BEGIN"):
                self._connection.execute(
                    "CREATE FUNCTION bend() RETURNS trigger AS $$ BEGIN NEW.name = 'bent'; RETURN NEW; END $$ LANGUAGE plpgsql; "
                    "CREATE TRIGGER bend BEFORE INSERT ON agent FOR EACH ROW WHEN (NEW.id = 77) EXECUTE FUNCTION bend()")
            return found
    monkeypatch.setattr(target, "connect", lambda **more: Bent(real(target, **more)))
    with pytest.raises(StoreError, match="the copy of the table agent is not the same"):
        copying.move(source, target, lambda table, rows: None, lambda table, rows: None, keep=True)
    monkeypatch.undo()
    assert copying.sizes(target)["agent"] == 0
    told: list[tuple[str, int]] = []
    copying.move(source, target, lambda table, rows: None, lambda table, rows: told.append((table, rows)), keep=True)
    assert ("agent", 1500) in told and copying.sizes(target)["agent"] == 1500


@pytest.mark.parametrize("gone", ["source", "target"])
def test_a_database_that_goes_away_in_the_middle_is_named(tmp_path: Path, databases: stores.Databases, gone: str) -> None:
    both = {"source": Store(databases.url(), tmp_path), "target": Store(databases.url(), tmp_path)}
    with both["source"].connect() as connection:
        connection.execute("INSERT INTO agent (email, name, created_at) SELECT n || '@x', 'Ä' || n, 1 FROM generate_series(1, 1500) n")

    def away(table: str, rows: int) -> None:
        if table == "agent":
            with both[gone].connect() as connection:
                connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                   "WHERE datname = current_database() AND pid <> pg_backend_pid()")
    with pytest.raises(StoreError, match="copying the store failed: terminating connection"):
        copying.move(both["source"], both["target"], away, lambda table, rows: None, keep=True)
    assert copying.sizes(both["target"])["agent"] == 0
