"""Health in words: each thing that is wrong is named with its cure; the page, the command and the metrics agree."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from inbox import wellness
from inbox.config import Config
from inbox.connector import ChannelConfig
from inbox.sections import MailConfig
from inbox.store.base import Tx
from inbox.store.wellness import Facts, Queue, backed_up

BOTH = True  # the figures are read by SQL
DAY, MINUTE = 86_400_000_000, 60_000_000
NOW = 1_795_000_000_000_000
ROOMY = wellness.Disk(free=80_000_000_000, total=100_000_000_000)


def channel(**more: Any) -> dict[str, Any]:
    return {"name": "shop", "state": "ok", "reason": None, "feeds": [], "enabled": True, "expires_at": None,
            "ledger": {"quarantined": 0}, **more}


def at(us: int) -> str:
    from inbox.store.times import rfc3339
    return str(rfc3339(us))


def found(channels: list[dict[str, Any]] | None = None, *, disk: wellness.Disk = ROOMY, sender: str = "shop", **facts: Any
          ) -> dict[str, wellness.Item]:
    config = Config(mail=MailConfig(from_channel=sender), channels={"shop": ChannelConfig(type="any")}, shadowed=frozenset(
        facts.pop("shadowed", ())))
    items = wellness.items(config, [channel()] if channels is None else channels, Facts(now=NOW, **facts), disk)
    assert all(item.text and item.cure for item in items)
    return {item.code: item for item in items}


def test_when_all_is_well_nothing_is_said() -> None:
    assert found() == {}
    assert wellness.level([]) == "ok"


@pytest.mark.parametrize(("code", "level", "given"), [
    ("no_channel", "warn", {"channels": []}),
    ("auth_required", "fail", {"channels": [channel(state="auth_required", reason="no")]}),
    ("misconfigured", "fail", {"channels": [channel(state="misconfigured", reason="port")]}),
    ("down", "fail", {"channels": [channel(state="down", reason="away")]}),
    ("degraded", "warn", {"channels": [channel(state="degraded", reason="slow")]}),
    ("paused", "warn", {"channels": [channel(state="paused", reason="a person paused it")]}),
    ("authorisation_ends", "warn", {"channels": [channel(expires_at=at(NOW + 13 * DAY))]}),
    ("authorisation_ends", "fail", {"channels": [channel(expires_at=at(NOW - DAY))]}),
    ("feed_stopped", "fail", {"channels": [channel(feeds=[{"name": "INBOX", "state": "ok", "polled_at": at(NOW - 16 * MINUTE)}])]}),
    ("quarantine", "warn", {"channels": [channel(ledger={"quarantined": 2})]}),
    ("queue_late", "warn", {"queues": {"shop": Queue(queued=1, due_since=NOW - 11 * MINUTE)}}),
    ("queue_late", "fail", {"queues": {"shop": Queue(queued=1, due_since=NOW - 61 * MINUTE)}}),
    ("left_queue", "fail", {"queues": {"gone": Queue(queued=3)}}),
    ("uncertain", "warn", {"queues": {"shop": Queue(uncertain=1)}}),
    ("failed", "warn", {"queues": {"shop": Queue(failed=1)}}),
    ("disk_low", "warn", {"disk": wellness.Disk(free=9_000_000_000, total=100_000_000_000)}),
    ("disk_full", "fail", {"disk": wellness.Disk(free=400_000_000, total=100_000_000_000)}),
    ("no_sender", "warn", {"sender": ""}), ("no_sender", "fail", {"sender": "gone"}),
    ("backup_old", "warn", {"backup_at": NOW - 8 * DAY}), ("backup_old", "warn", {"begun_at": NOW - 8 * DAY}),
    ("clock", "warn", {"skew": -31.0}), ("shadowed", "warn", {"shadowed": ["shop"]}),
])
def test_what_is_wrong_is_named(code: str, level: str, given: dict[str, Any]) -> None:
    items = found(**given)
    assert list(items) == [code]
    assert items[code].level == level == wellness.level(items.values())


@pytest.mark.parametrize("given", [
    {"channels": [channel(expires_at=at(NOW + 15 * DAY))]}, {"queues": {"shop": Queue(queued=1, due_since=NOW - 9 * MINUTE)}},
    {"channels": [channel(feeds=[{"name": "INBOX", "state": "ok", "polled_at": at(NOW - 14 * MINUTE)}])]},
    {"channels": [channel(state="paused", reason="enabled = false", enabled=False)]},
    {"channels": [channel(), channel(name="old", state="not_configured", reason="left")]},
    {"backup_at": NOW - 6 * DAY, "begun_at": NOW - 99 * DAY}, {"begun_at": NOW - 6 * DAY}, {"skew": 20.0},
])
def test_what_is_not_worth_a_word_is_not_named(given: dict[str, Any]) -> None:
    assert found(**given) == {}


def trouble(tx: Tx) -> None:
    """One of the loop channel failed; one waits for a channel that is no more."""
    ids = [row.id for row in tx.all("SELECT id FROM delivery ORDER BY id")]
    tx.run("UPDATE recipient SET state = 'failed' WHERE delivery_id = :id", id=ids[0])
    tx.run("UPDATE delivery SET state = 'failed', error = :error WHERE id = :id", id=ids[0],
           error='{"code": "550", "detail": "no such person"}')
    tx.run("UPDATE delivery SET state = 'queued', channel = 'gone', next_at = :at WHERE id = :id", id=ids[1], at=tx.now)
    tx.run("UPDATE tally SET n = 1 WHERE channel = 'loop' AND name = 'quarantined'")


async def two_replies(desk: Any) -> list[str]:
    made = []
    for who in ("ann", "bob"):
        conversation, _ = await desk.said("Where is it?", who=who)
        reply = await desk("POST", f"/conversations/{conversation}/messages", json={"kind": "reply", "text": f"To {who}."}, status=202)
        made.append(str(reply["id"]))

    async def gone() -> bool:
        states = [(await desk("GET", f"/messages/{message}"))["delivery"]["state"] for message in made]
        return states == ["sent", "sent"]
    await desk.until(gone)
    return made


def test_the_page_and_the_metrics_agree(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        assert {one["code"] for one in (await desk("GET", "/health"))["items"]} == {"no_sender"}
        await two_replies(desk)
        await desk.app.store.write(trouble)
        await desk.app.store.write(backed_up)
        health = await desk("GET", "/health", token="agent")
        assert health["level"] == "fail" and health["queue"] == {
            "queued": 1, "oldest_queued_at": health["queue"]["oldest_queued_at"], "uncertain": 0, "failed": 1}
        assert {(one["code"], one["channel"]) for one in health["items"]} == {
            ("failed", "loop"), ("left_queue", "gone"), ("no_sender", None)}
        assert health["store"]["backup_at"] and health["store"]["size"] > 0 and health["store"]["free"] > 0
        assert [c["name"] for c in health["channels"]] == ["loop", "other"]  # this agent may not see `secret`
        assert len((await desk("GET", "/health"))["channels"]) == 3
        text = await desk("GET", "/metrics", token=None)
        told = set(re.findall(r'^inbox_health\{channel="(\w*)",code="(\w+)",level="(\w+)"\} 1', text, re.MULTILINE))
        seen = {(one["channel"] or "", one["code"], one["level"]) for one in (await desk("GET", "/health"))["items"]}
        assert told == seen
    serve(run)


def test_what_stands_in_a_hidden_channel_is_not_told(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        await desk("POST", "/channels/secret/pause")
        assert "secret" in json.dumps(await desk("GET", "/health"))
        assert "secret" not in json.dumps(await desk("GET", "/health", token="agent"))
    serve(run)
