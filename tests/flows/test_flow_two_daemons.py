"""Two daemons on one PostgreSQL store: either answers any call, one polls, and when that one dies the other goes on."""

from __future__ import annotations

import http.client
import json
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import daemons
import psycopg
import pytest
import stores


class _Listener:
    """Reads `/events` of a daemon from the first event on, until the daemon ends."""

    def __init__(self, daemon: daemons.Daemon) -> None:
        self.heard: list[dict[str, Any]] = []
        self.connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=120)
        self.connection.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {daemon.token}", "Last-Event-ID": "0"})
        self.response = self.connection.getresponse()
        assert self.response.status == 200
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        try:
            for line in self.response:
                if line.startswith(b"data: "):
                    self.heard.append(json.loads(line[6:]))
        except (OSError, ValueError, http.client.HTTPException):
            pass  # the daemon was killed

    def ids(self) -> list[int]:
        return [event["id"] for event in self.heard if event["kind"] != "resync"]

    def close(self) -> None:
        self.thread.join(30)
        self.response.close()
        self.connection.close()
        assert not self.thread.is_alive()


class _Pair:
    """Both daemons, their sandbox and their database."""

    def __init__(self, folder: Path, sandbox: daemons.Sandbox, url: str) -> None:
        self.sandbox, self.url = sandbox, url
        channels = {"support": sandbox.email()}
        self.first = daemons.Daemon(folder / "a", channels, store={"url": url})
        self.second = daemons.Daemon(folder / "b", channels, server={"public_url": self.first.url},
                                     store={"url": url, "data_dir": str(self.first.data)})
        self.both = (self.first, self.second)

    def value(self, sql: str) -> Any:
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute(sql).fetchone()
        return row[0] if row else None

    def poller(self) -> daemons.Daemon:
        """The one that holds the lease; a lease names its daemon by host, process and chance."""
        owner = self.value("SELECT owner FROM lease WHERE name = 'channel:support'")
        return next(d for d in self.both if d.process is not None and f"-{d.process.pid}-" in owner)

    def say(self, *texts: str) -> None:
        for text in texts:
            self.sandbox.say("support", f"{text}@example.net", text, subject=text)

    def stored(self, daemon: daemons.Daemon, count: int) -> None:
        daemons.until(lambda: daemon.get("/channels/support")["ledger"]["stored"] >= count, seconds=60, what=f"{count} mails are in")

    def answer(self, daemon: daemons.Daemon, conversation: dict[str, Any]) -> str:
        status, made = daemon.api(f"/conversations/{conversation['id']}/messages", "POST",
                                  {"kind": "reply", "text": f"to {conversation['subject']}"})
        assert status == 202, made
        return str(made["id"])

    def arrived(self) -> Counter[str]:
        return Counter(item["text"].strip() for item in self.sandbox.received("support"))


@pytest.fixture
def pair(tmp_path: Path, databases: stores.Databases) -> Iterator[_Pair]:
    with daemons.Sandbox() as sandbox:
        pair = _Pair(tmp_path, sandbox, databases.empty())
        pair.first.inbox("db", "upgrade")
        pair.first.add_admin()
        pair.second.token = pair.first.token
        with pair.first, pair.second:
            yield pair


@contextmanager
def _listening(*those: daemons.Daemon) -> Iterator[list[_Listener]]:
    listeners = [_Listener(daemon) for daemon in those]
    try:
        yield listeners
    finally:
        for daemon in those:
            if daemon.process is not None:
                daemon.kill(signal.SIGTERM)
        for listener in listeners:
            listener.close()


def test_either_answers_any_call_and_events_of_each_tell_everything(pair: _Pair) -> None:
    with _listening(*pair.both) as listeners:
        names = [f"c{n}" for n in range(20)]
        pair.say(*names)
        made = []
        for daemon in pair.both:
            pair.stored(daemon, 20)
        conversations = pair.first.every("/conversations?channel=support")
        assert sorted(c["subject"] for c in conversations) == sorted(names)
        assert {c["id"] for c in pair.second.every("/conversations?channel=support")} == {c["id"] for c in conversations}
        for number, conversation in enumerate(conversations):
            made.append(pair.answer(pair.both[number % 2], conversation))
        for number, message in enumerate(made):
            other = pair.both[(number + 1) % 2]
            daemons.until(lambda o=other, m=message: o.get(f"/messages/{m}")["delivery"]["state"] == "sent")
        assert pair.arrived() == Counter(f"to {name}" for name in names)
        where = f"/conversations/{conversations[0]['id']}"
        assert pair.second.api(where, "PATCH", {"status": "closed", "version": pair.first.get(where)["version"]})[0] == 200
        assert pair.first.get(where)["status"] == "closed"

        last = pair.value("SELECT MAX(id) FROM event")
        for listener in listeners:
            daemons.until(lambda it=listener: it.ids() and it.ids()[-1] >= last, what=f"event {last}")
        told = [[i for i in listener.ids() if i <= last] for listener in listeners]
        assert told[0] == told[1] == sorted(set(told[0]))
        assert {e["message"] for e in listeners[1].heard if e["kind"] == "message.created"} >= set(made)


def test_when_the_poller_is_killed_the_other_takes_over_and_each_reply_goes_out_once(pair: _Pair) -> None:
    pair.say(*(f"c{n}" for n in range(12)))
    pair.stored(pair.first, 12)
    poller = pair.poller()
    other = next(daemon for daemon in pair.both if daemon is not poller)
    pair.sandbox.fault("smtp", "hang", 0)
    held = pair.value("SELECT owner FROM lease WHERE name = 'channel:support'")
    made = [pair.answer(poller, conversation) for conversation in other.every("/conversations?channel=support")]
    daemons.until(lambda: pair.value(f"SELECT COUNT(*) FROM delivery WHERE state = 'sending' AND owner = '{held}'"),
                  what="the poller has a reply on the wire")
    poller.kill()
    pair.sandbox.control("/fault", "DELETE")
    pair.say("d0", "d1")
    pair.stored(other, 14)
    assert pair.poller() is other

    def settled() -> bool:
        return all(other.get(f"/messages/{m}")["delivery"]["state"] in ("sent", "uncertain") for m in made)
    daemons.until(settled, seconds=60, what="nothing stays in `sending`")
    states = [other.get(f"/messages/{m}")["delivery"]["state"] for m in made]
    arrived = pair.arrived()
    assert max(arrived.values()) == 1
    assert sum(arrived.values()) >= states.count("sent")
    assert states.count("sent") >= len(made) - 4  # at most what one daemon sends at a time was cut off
