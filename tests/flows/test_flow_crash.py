"""Promises 1 to 3 with `kill -9`: nothing lost, nothing twice, and what is not known is `uncertain`."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import daemons
import pytest


@dataclass(frozen=True)
class Scale:
    """How much is at stake."""

    mails: int
    replies: int
    kills: int


SCALES = {"sqlite": Scale(500, 100, 20), "postgresql": Scale(120, 30, 5)}


class _Agents:
    """People who answer whatever is in the queue, and try again under the same key when the daemon is away."""

    def __init__(self, daemon: daemons.Daemon, replies: int) -> None:
        self.daemon = daemon
        self.replies = replies
        self.accepted: dict[str, str] = {}  # our text -> message id
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._work, daemon=True)

    def _work(self) -> None:
        number = 0
        while number < self.replies and not self.done.is_set():
            text = f"answer-{number:03d}"
            try:
                status, page = self.daemon.api("/conversations?sort=oldest_waiting&limit=5")
                if status != 200 or not page["items"]:
                    time.sleep(0.05)
                    continue
                where = page["items"][number % len(page["items"])]["id"]
                status, made = self.daemon.api(f"/conversations/{where}/messages", "POST", {"kind": "reply", "text": text},
                                               Idempotency_Key=text)
            except OSError:
                time.sleep(0.05)
                continue
            # a 409 says that the key was taken by a try whose answer we never saw, for another conversation
            if status == 202:
                self.accepted[text] = made["id"]
            if status in (202, 409):
                number += 1


@pytest.mark.section9(3, 4)
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def test_nothing_is_lost_and_nothing_goes_out_twice(tmp_path: Path, request: pytest.FixtureRequest, database: str) -> None:
    scale, chance = SCALES[database], random.Random(7)
    url = "sqlite" if database == "sqlite" else request.getfixturevalue("databases").empty()
    with daemons.Sandbox() as sandbox:
        daemon = daemons.Daemon(tmp_path, {"support": sandbox.email(after_ingest="seen")}, store={"url": url})
        if database == "postgresql":
            daemon.inbox("db", "upgrade")
        with daemon:
            _storm(daemon, sandbox, scale, chance)


def _storm(daemon: daemons.Daemon, sandbox: daemons.Sandbox, scale: Scale, chance: random.Random) -> None:
    said: dict[str, str] = {}

    def customers() -> None:
        for n in range(scale.mails):
            said[sandbox.say("support", f"c{n % 90}@example.net", f"question-{n:03d}", subject=f"Q {n}")] = f"question-{n:03d}"

    writers = threading.Thread(target=customers, daemon=True)
    agents = _Agents(daemon, scale.replies)
    writers.start()
    agents.thread.start()
    for _ in range(scale.kills):
        time.sleep(chance.uniform(0.1, 0.9))  # how long it lives is the test's input, not its condition
        daemon.kill(signal.SIGKILL)
        daemon.start()
    writers.join(120)
    agents.thread.join(120)
    assert not writers.is_alive() and not agents.thread.is_alive()

    def quiet() -> bool:
        channel = daemon.get("/channels/support")
        return channel["ledger"]["received"] == 0 and channel["ledger"]["stored"] >= scale.mails and not channel["outbox"]["queued"]
    daemons.until(quiet, seconds=120, what="everything is in and everything is out")
    stored = [row for row in daemon.every("/ledger?channel=support") if row["state"] == "stored"]
    assert Counter(row["external_id"] for row in stored) == Counter(list(said))

    arrived = Counter(item["text"].strip() for item in sandbox.received("support"))
    assert not [text for text, n in arrived.items() if n > 1], "a reply went out twice"
    states = {}
    for text, message in agents.accepted.items():
        states[text] = daemon.get(f"/messages/{message}")["delivery"]["state"]
    assert set(states.values()) <= {"sent", "uncertain"}
    missing = [text for text, state in states.items() if state == "sent" and not arrived[text]]
    assert not missing, "shown as sent, and never arrived"
    unknown = [text for text, state in states.items() if state == "uncertain"]
    assert all(daemon.get(f"/messages/{agents.accepted[text]}")["delivery"]["evidence"] for text in unknown)
    assert len(states) >= scale.replies * 0.9
    assert daemon.kill(signal.SIGTERM) == 0
