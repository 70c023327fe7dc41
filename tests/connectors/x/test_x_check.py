"""`check --connect`: each fault is named with its cure; nothing is sent."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.x import X, facts
from connectors.x.config import XConfig
from inbox.connector import Finding
from inbox.sandbox.stage import Stage
from inbox.testing.context import FakeContext


async def findings(x: X) -> dict[str, Finding]:
    return {finding.step: finding async for finding in x.check()}


def test_a_channel_that_is_well(on_x: Any) -> None:
    async def play(p: Any) -> None:
        p.context.clock = datetime.now(UTC)
        found = await findings(p.x)
        assert {step: finding.level for step, finding in found.items()} == {
            "dns": "ok", "tls": "ok", "login": "ok", "clock": "ok", "scope": "ok", "direct messages": "ok", "budget": "ok",
            "encrypted chats": "ok", "facts": "ok"}
        assert "@shop" in found["login"].text and "not visible" in found["encrypted chats"].text
        assert "of $50.00" in found["budget"].text and await p.received() == []
    on_x(play, monthly_budget_usd=50)


def test_what_is_wrong_is_named_with_its_cure(on_x: Any) -> None:
    async def play(p: Any) -> None:
        p.context.clock = max(p.context.clock, p.context.clock.replace(year=facts.CHECKED_ON.year + 2)) - timedelta(hours=1)
        found = await findings(p.x)
        assert found["clock"].level == "warn" and "timedatectl" in found["clock"].cure
        assert found["budget"].level == "warn" and "monthly_budget_usd" in found["budget"].cure
        assert found["facts"].level == "warn"
        p.stage.x.auth.api_secret = "changed"
        found = await findings(p.x)
        assert found["login"].level == "fail" and "developer portal" in found["login"].cure and "budget" not in found
    on_x(play)


def test_a_spent_budget_and_a_right_that_is_missing(on_x: Any) -> None:
    async def play(p: Any) -> None:
        assert p.x.budget.exhausted  # to ask who we are has cost more
        p.stage.x._limits = {"GET /2/dm_events": 0}
        found = await findings(p.x)
        assert found["budget"].level == "fail" and found["direct messages"].level == "warn"
    on_x(play, monthly_budget_usd=0.005)


def test_a_host_that_is_not_there_ends_the_row() -> None:
    async def play() -> None:
        async with Stage() as stage, FakeContext("x") as context:
            keys = {name: "k" for name in ("api_key", "api_secret", "access_token", "access_token_secret")}
            gone = await findings(X(XConfig(type="x", api_url="http://127.0.0.1:1", **keys), context))
            assert list(gone) == ["dns", "tcp"] and gone["tcp"].level == "fail" and gone["tcp"].cure
            given = stage.ready()["x"]
            oauth2 = X(XConfig(type="x", api_url=given["url"], client_id=given["client_id"]), context)
            found = await findings(oauth2)
            assert found["login"].level == "fail" and "inbox channel authorise x" in found["login"].cure
    asyncio.run(play())
