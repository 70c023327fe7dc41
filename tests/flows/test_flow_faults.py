"""Every fault of the sandbox at every provider, news in and replies out: promises 1 and 2, and the bound on a 429.

One daemon and one sandbox live through all of it, in this order; the same fault strikes all providers at once.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import daemons
import pytest

FAULTS = ("drop", "hang", "429", "500", "html", "duplicate", "reorder", "die_after_accept")
IN = {"support": "imap", "x": "x", "sms": "twilio"}
OUT = {"support": "smtp", "x": "x", "sms": "twilio"}
WINDOW, MOST = 20.0, 3  # a limit that names no time is met with at most so many requests in so many seconds
SETTLED = ("sent", "delivered", "read", "uncertain", "failed", "bounced")


class _World:
    """The daemon, the sandbox, and what was said and answered so far."""

    def __init__(self, daemon: daemons.Daemon, sandbox: daemons.Sandbox) -> None:
        self.daemon, self.sandbox = daemon, sandbox
        self.said: dict[str, list[str]] = {name: [] for name in IN}
        self.answered: dict[str, tuple[str, str]] = {}  # text -> (channel, message)
        self.people = 0

    def person(self, channel: str) -> str:
        self.people += 1
        return {"support": f"c{self.people}@example.net", "x": f"@c{self.people}", "sms": f"+1416555{self.people:04d}"}[channel]

    def say(self, channel: str, text: str, **more: Any) -> str:
        said = self.sandbox.say(channel, self.person(channel), text, **more)
        self.said[channel].append(said)
        return said

    def everything_is_in(self) -> None:
        """Waits until every item is settled; each made one message, however often it came."""
        for channel, said in self.said.items():
            def look(channel: str = channel, said: list[str] = said) -> bool:
                ledger = self.daemon.get(f"/channels/{channel}")["ledger"]
                return bool(ledger["stored"] >= len(said) and not ledger["received"])
            daemons.until(look, seconds=45, what=f"{channel}: {len(said)} items are in")
            rows = daemons.until(lambda c=channel: self._settled(c), seconds=45, what=f"{channel}: nothing is being read")  # type: ignore[misc]
            assert {row["state"] for row in rows} <= {"stored", "duplicate", "update", "ignored"}
            assert Counter(r["external_id"] for r in rows if r["state"] == "stored") == Counter(said)
            assert len({row["item"] for row in rows}) == len(rows)

    def _settled(self, channel: str) -> list[dict[str, Any]]:
        """Its ledger when nothing in it waits to be read (a repeated item may come in at any moment), else nothing."""
        rows: list[dict[str, Any]] = self.daemon.every(f"/ledger?channel={channel}")
        return [] if any(row["state"] == "received" for row in rows) else rows

    def standing(self, at: str) -> int:
        """How many more times the fault at this place will strike."""
        return sum(fault["times"] or 0 for fault in self.sandbox.control("/fault")["faults"] if fault["at"] == at)

    def clear(self) -> None:
        self.sandbox.control("/fault", "DELETE")

    def question(self, channel: str, text: str) -> str:
        """A customer asks; the conversation."""
        said = self.say(channel, text)
        rows = daemons.until(lambda: self.daemon.get(f"/ledger?channel={channel}&external_id={said}&state=stored")["items"],
                             what=f"{channel}: {text}")
        return str(self.daemon.get(f"/messages/{rows[0]['message']}")["conversation"])

    def answer(self, channel: str, conversation: str, text: str) -> str:
        status, made = self.daemon.api(f"/conversations/{conversation}/messages", "POST", {"kind": "reply", "text": text})
        assert status == 202, made
        self.answered[text] = (channel, made["id"])
        return str(made["id"])

    def delivery(self, message: str) -> dict[str, Any]:
        found: dict[str, Any] = self.daemon.get(f"/messages/{message}")["delivery"]
        return found

    def arrivals(self, channel: str) -> Counter[str]:
        """How often each of our texts arrived; X puts the names of those who are answered before it."""
        texts = [item["text"].strip() for item in self.sandbox.received(channel)]
        return Counter(text[text.index("answer "):] if "answer " in text else text for text in texts)

    def fetch(self, do: str) -> None:
        """Pauses or resumes fetching everywhere; what strikes at a provider meanwhile strikes what we send."""
        for channel in IN:
            assert self.daemon.api(f"/channels/{channel}/{do}", "POST", {})[0] in (200, 202)
            daemons.until(lambda c=channel: (self.daemon.get(f"/channels/{c}")["state"] == "paused") == (do == "pause"))  # type: ignore[misc]

    def at_most_once(self) -> None:
        """Promise 2, for every answer so far."""
        arrived = {channel: self.arrivals(channel) for channel in OUT}
        for text, (channel, message) in self.answered.items():
            shown, count = self.delivery(message), arrived[channel][text]
            assert count <= 1, f"{channel}: {text!r} went out {count} times"
            if shown["state"] in ("sent", "delivered", "read"):
                assert count == 1, f"{channel}: {text!r} is shown as {shown['state']}, and never arrived"
            elif shown["state"] == "uncertain":
                assert shown["evidence"]["text"], f"{channel}: {text!r} is uncertain without evidence"
            else:
                assert shown["state"] in ("queued", "sending"), f"{channel}: {text!r} is {shown}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_World]:
    with daemons.Sandbox() as sandbox:
        x, twilio = sandbox.info["x"], sandbox.info["twilio"]
        channels = {
            "support": sandbox.email(),
            "x": {"type": "x", "poll_seconds": 1, "api_url": x["url"], "initial_sync": "all",
                  **{key: x[key] for key in ("api_key", "api_secret", "access_token", "access_token_secret")}},
            "sms": {"type": "twilio", "poll_seconds": 1, "api_url": twilio["url"], "initial_sync": "all",
                    **{key: twilio[key] for key in ("account_sid", "auth_token", "numbers")}}}
        with daemons.Daemon(tmp_path_factory.mktemp("faults"), channels) as daemon:
            sandbox.control("/configure", "POST", {"twilio_webhook": f"{daemon.url}/hooks/sms", "public_url": daemon.url})
            for channel in channels:
                daemons.until(lambda c=channel: daemon.get(f"/channels/{c}")["state"] == "ok", what=channel)  # type: ignore[misc]
            yield _World(daemon, sandbox)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_comes_in_through_a_fault_is_there_once(world: _World, fault: str) -> None:
    for at in IN.values():
        world.sandbox.fault(at, fault, 1)
    for channel in IN:
        for number in range(3):
            world.say(channel, f"{fault} {number}")
    world.say("x", f"{fault} in private", direct=True)
    if fault != "die_after_accept":  # which strikes what we hand over, and nothing of this
        daemons.until(lambda: not any(world.standing(at) for at in IN.values()), what=f"{fault} has struck everywhere")
    world.clear()
    world.everything_is_in()


@pytest.mark.parametrize("fault", FAULTS)
def test_what_goes_out_through_a_fault_arrives_once_or_is_uncertain(world: _World, fault: str) -> None:
    where = {channel: world.question(channel, f"about {fault}") for channel in OUT}
    world.fetch("pause")
    for at in OUT.values():
        world.sandbox.fault(at, fault, 1)
    made = {channel: world.answer(channel, conversation, f"answer through {fault}") for channel, conversation in where.items()}
    if fault == "hang":
        daemons.until(lambda: not any(world.standing(at) for at in OUT.values()), what="every send hangs")
        assert {world.delivery(message)["state"] for message in made.values()} == {"sending"}
        world.clear()
    for channel, message in made.items():
        daemons.until(lambda m=message: world.delivery(m)["state"] in SETTLED, seconds=45, what=f"{channel}: settled")  # type: ignore[misc]
    states = {channel: world.delivery(message)["state"] for channel, message in made.items()}
    world.clear()
    world.fetch("resume")
    assert set(states.values()) <= {"sent", "delivered", "uncertain"}
    if fault in ("429", "duplicate", "reorder"):
        assert "uncertain" not in states.values(), "nothing unsure about it"
    if fault == "die_after_accept":
        assert set(states.values()) <= {"uncertain", "sent"}  # sent: a later look at the service found it there
        assert {world.delivery(message)["attempts"] for message in made.values()} == {1}
        assert all(world.arrivals(channel)[f"answer through {fault}"] == 1 for channel in OUT)
    world.at_most_once()


def test_at_the_end_the_books_are_right(world: _World) -> None:
    world.everything_is_in()
    world.at_most_once()
    for channel in IN:
        daemons.until(lambda c=channel: world.daemon.get(f"/channels/{c}")["state"] == "ok", seconds=60, what=channel)  # type: ignore[misc]


@pytest.mark.section9(23)
def test_a_limit_without_a_time_is_asked_at_most_three_times_in_twenty_seconds(world: _World) -> None:
    """The last: what it makes the daemon wait for is waited for above, where the limit strikes once."""
    where = {channel: [world.question(channel, f"limited {n}") for n in range(4)] for channel in OUT}
    before, places = 1000, {*IN.values(), *OUT.values()}
    began = time.monotonic()
    for at in places:
        world.sandbox.fault(at, "429", before)
    daemons.until(lambda: all(world.standing(at) < before for at in IN.values()), what="every feed met the limit")
    daemons.until(lambda: all(world.daemon.get(f"/channels/{channel}")["state"] != "ok" for channel in IN), what="and the daemon knows")
    end = time.monotonic() + WINDOW
    for channel, conversations in where.items():
        first = world.answer(channel, conversations[0], "answer under a limit 0")
        daemons.until(lambda m=first: world.delivery(m)["error"], what=f"{channel} says why it waits")  # type: ignore[misc]
        assert world.delivery(first)["error"]["code"] == "rate_limited"
        for number, conversation in enumerate(conversations[1:], 1):
            world.answer(channel, conversation, f"answer under a limit {number}")
    while time.monotonic() < end:
        for channel in IN:
            assert world.daemon.api(f"/channels/{channel}/poll", "POST", {})[0] == 202  # impatience changes nothing
        time.sleep(max(0.0, min(1.0, end - time.monotonic())))
    requests = {at: before - world.standing(at) for at in places}
    late = int((time.monotonic() - began - WINDOW) / 10.0)  # a machine that is busy took longer to look: one more for every ten seconds
    states = {channel: world.daemon.get(f"/channels/{channel}")["state"] for channel in IN}
    world.clear()
    assert max(requests.values()) <= MOST + late, (requests, late)
    assert min(requests.values()) >= 1, requests
    assert "ok" not in states.values()
    world.at_most_once()
