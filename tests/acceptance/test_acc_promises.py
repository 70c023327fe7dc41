"""Contract, section 4, and the sandbox's faults: once in, at most once out, one channel's trouble is its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from daemons import Daemon, Sandbox, call, until
from doors import DOORS, Demo, Json, Running, writer

FEEDS = {"support": "imap", "x": "x", "sms": "twilio"}


# ---------------------------------------------------------------- news under faults

@pytest.mark.parametrize("channel", list(FEEDS))
@pytest.mark.parametrize("fault", ["duplicate", "reorder"])
def test_what_comes_twice_or_in_disorder_is_kept_once(demo: Demo, channel: str, fault: str) -> None:
    demo.fault(FEEDS[channel], fault, times=1)
    try:
        who = f"{fault[:3]}{channel}"
        ids = [demo.say(channel, who, f"{fault} {n}", subject=who) for n in (1, 2)]
        messages = [demo.heard(ident) for ident in ids]
    finally:
        demo.mended()
    demo.told(channel, who + "z", "behind them", subject="z")
    assert [m["text"].removeprefix("@shop ") for m in messages] == [f"{fault} 1", f"{fault} 2"]
    for ident in ids:
        entries = demo.get(f"/ledger?external_id={ident}")["items"]
        assert sum(entry["state"] == "stored" for entry in entries) == 1, entries
        assert all(entry["state"] in ("stored", "duplicate") for entry in entries), entries


@pytest.mark.parametrize("fault", ["drop", "500", "html", "hang"])
def test_a_feed_in_trouble_loses_nothing_and_delays_no_other(demo: Demo, fault: str) -> None:
    for at in ("imap", "x"):
        demo.fault(at, fault, times=0 if fault == "hang" else 2)
    held = {channel: demo.say(channel, f"t{fault}{channel}", f"through {fault}", subject="T") for channel in ("support", "x")}
    try:
        other = demo.told("sms", f"free{fault}", "not concerned")
        demo.ends(demo.reply(other["conversation"], f"free of {fault}")["id"], "sent", "delivered", seconds=15)
    finally:
        demo.mended()
    for ident in held.values():
        assert f"through {fault}" in demo.heard(ident, seconds=60)["text"]
        assert len([e for e in demo.get(f"/ledger?external_id={ident}")["items"] if e["state"] == "stored"]) == 1
    until(lambda: all(c["state"] == "ok" for c in demo.get("/channels")["items"]), seconds=60, what="all are well again")


@pytest.mark.parametrize("fault", ["drop", "500", "html"])
@pytest.mark.parametrize("channel", list(DOORS))
def test_a_reply_under_a_fault_goes_out_at_most_once(demo: Demo, channel: str, fault: str) -> None:
    message = demo.told(channel, f"o{fault}{channel}", "Hi", subject="O")
    demo.done(f"/channels/{channel}/pause", "POST")  # a poll shall not use the fault up
    try:
        demo.fault(DOORS[channel], fault, times=1)
        reply = demo.ends(demo.reply(message["conversation"], f"{channel} under {fault}")["id"], "sent", "delivered", "uncertain", "failed")
    finally:
        demo.mended()
        demo.done(f"/channels/{channel}/resume", "POST")
    arrived = demo.received(channel, f"{channel} under {fault}")
    state = reply["delivery"]["state"]
    assert len(arrived) == (1 if state in ("sent", "delivered") else 0)
    if state == "uncertain":
        assert reply["delivery"]["evidence"]["text"]
    if state == "failed":
        assert reply["delivery"]["error"]["detail"]


def test_the_control_api_says_what_it_does_not_understand(demo: Demo) -> None:
    for path, body in (
            ("/fault", {"at": "moon", "fault": "drop"}), ("/fault", {"at": "imap", "fault": "flood"}),
            ("/say", {"channel": "fax", "from": "x", "text": "x"}), ("/say", {"channel": "support", "text": "x"}),
            ("/say", {"channel": "support", "from": "nobody", "text": "x"})):
        status, _ = call(demo.control_url + path, "POST", body)
        assert 400 <= status < 500, body
    assert {item["channel"] for item in demo.received("")} <= set(DOORS)
    assert writer("sms", "a").startswith("+")


# ---------------------------------------------------------------- a provider of our own that misbehaves

class Provider:
    """Answers every GET by `answer(path)`: (status, JSON). Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Callable[[str], tuple[int, Any]] = lambda path: (200, {})
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path.partition("?")[0])
                status, answer = outer.answer(self.path)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Nothing to stderr."""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.close()


def sms(number: int, **more: Any) -> Json:
    """A message as Twilio lists it."""
    when = "Sat, 21 Nov 2026 23:00:00 +0000"
    return {"sid": "SM" + str(number) * 32, "from": "+15005550123", "to": "+15005550006", "body": f"number {number}",
            "direction": "inbound", "status": "received", "date_created": when, "date_sent": when, "date_updated": when,
            "num_media": "0", **more}


def twilio(provider: Provider) -> Json:
    return {"type": "twilio", "api_url": provider.url, "account_sid": "AC" + "0" * 32, "auth_token": "f" * 32,
            "numbers": ["+15005550006"], "poll_seconds": 1, "initial_sync": "all"}


def test_what_cannot_be_read_is_quarantined_and_blocks_nobody(provider: Provider, running: Callable[..., Running]) -> None:
    news = [sms(1), sms(2, **{"from": None}), sms(3, date_created="never", date_sent="never"), sms(4)]
    provider.answer = lambda path: (200, {"messages": news, "next_page_uri": None})
    inbox = running({"sms": twilio(provider)})
    until(lambda: (count := inbox.get("/channels/sms")["ledger"])["stored"] == 2 and count["quarantined"] == 2)
    first, second = inbox.get("/ledger?state=quarantined")["items"]
    for entry in (first, second):
        assert set(entry["cause"]) == {"code", "detail"}
        assert entry["cause"]["detail"]
    assert inbox.done(f"/ledger/{first['id']}/retry", "POST", status=202)["state"] in ("received", "quarantined")
    until(lambda: inbox.get(f"/ledger/{first['id']}")["state"] == "quarantined", what="it is as broken as before")
    rows = json.loads(inbox.daemon.inbox("quarantine", "list", "--json"))
    assert {row["id"] for row in rows} == {first["id"], second["id"]}
    inbox.daemon.inbox("quarantine", "show", first["id"])
    inbox.daemon.inbox("quarantine", "retry", second["id"])
    inbox.daemon.inbox("quarantine", "drop", first["id"])
    assert inbox.get(f"/ledger/{first['id']}")["state"] == "ignored"
    assert inbox.refused(f"/ledger/{first['id']}/retry", "POST")[0] == 409
    assert sum(inbox.get("/channels/sms")["ledger"].values()) == 4


def test_a_429_without_a_time_is_met_with_patience(provider: Provider, running: Callable[..., Running]) -> None:
    provider.answer = lambda path: (429, {"status": 429})
    inbox = running({"sms": twilio(provider), "quiet": {"type": "loopback"}})
    until(lambda: inbox.get("/channels/sms")["state"] != "ok")
    assert "limited" in {feed["state"] for feed in inbox.get("/channels/sms")["feeds"]}
    for _ in range(12):
        inbox.done("/channels/sms/poll", "POST", status=202)
    limited = inbox.get("/channels/sms")["feeds"]
    assert len(provider.asked) <= 3, provider.asked
    assert any(feed["next_at"] for feed in limited)
    assert inbox.get("/channels/quiet")["state"] == "ok"
    assert call(inbox.url + "/readyz")[0] == 200


# ---------------------------------------------------------------- kill -9

def test_kill_9_in_mid_send_leaves_the_truth_on_every_channel(running: Callable[..., Running]) -> None:
    with Sandbox() as sandbox:
        x, sms_ = sandbox.info["x"], sandbox.info["twilio"]
        inbox = running({
            "support": sandbox.email(),
            "x": {"type": "x", "api_url": x["url"], "poll_seconds": 1, "initial_sync": "all",
                  **{n: x[n] for n in ("api_key", "api_secret", "access_token", "access_token_secret")}},
            "sms": {"type": "twilio", "api_url": sms_["url"], "poll_seconds": 1, "initial_sync": "all",
                    **{n: sms_[n] for n in ("account_sid", "auth_token", "numbers")}}}, sandbox)
        asked = {channel: inbox.told(channel, "cut", "Hi", subject="C") for channel in DOORS}
        for door in DOORS.values():
            inbox.fault(door, "hang")
        cut = {channel: inbox.reply(message["conversation"], f"cut {channel}")["id"] for channel, message in asked.items()}
        for message in cut.values():
            inbox.ends(message, "sending")
        daemon: Daemon = inbox.daemon
        daemon.kill()
        heard = {channel: inbox.say(channel, "meanwhile", "while it was down", subject="D") for channel in DOORS}
        inbox.mended()
        daemon.start()
        for channel, message in cut.items():
            found = inbox.ends(message, "sent", "delivered", "uncertain", seconds=60)["delivery"]
            arrived = inbox.received(channel, f"cut {channel}")
            assert len(arrived) <= 1
            assert found["state"] == "uncertain" or len(arrived) == 1
            assert found["state"] != "uncertain" or found["evidence"]["phase"]
        for ident in heard.values():
            assert "while it was down" in inbox.heard(ident)["text"]
        assert "Traceback" not in daemon.log.read_text()
