"""What reading costs, and how polls slow down before the month's money is gone."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.x.budget import NOTE, Budget
from inbox.testing.context import FakeContext


def users(*names: str) -> dict[str, Any]:
    return {"data": [{"id": f"1{n}"} for n in names], "includes": {"users": [{"id": n} for n in names]}}


def test_a_resource_costs_once_a_day_and_the_month_begins_anew() -> None:
    async def play() -> None:
        context = FakeContext(clock=datetime(2026, 12, 30, 12, 0, tzinfo=UTC))
        budget = Budget(1.0, context)
        await budget.load()
        await budget.count(users("1", "2"), price=0.001, kind="post")
        assert budget.spent == pytest.approx(0.022)
        await budget.count(users("1", "2", "3"), price=0.001, kind="post")
        assert budget.spent == pytest.approx(0.033)
        context.advance(days=1)
        await budget.count(users("1"), price=0.001, kind="post")
        assert budget.spent == pytest.approx(0.044)
        again = Budget(1.0, context)
        await again.load()
        assert again.spent == pytest.approx(0.044) and "$0.04 of $1.00" in again.words()
        context.advance(days=1)
        assert not again.exhausted and again.spent == 0 and "2027-01" in again.words()
        assert again.ends == datetime(2027, 2, 1, tzinfo=UTC)
    asyncio.run(play())


def test_the_pace_follows_what_is_left() -> None:
    async def play() -> None:
        context = FakeContext(clock=datetime(2026, 11, 16, 0, 0, tzinfo=UTC))  # half of the month is left: 15 days
        context.notes[NOTE] = json.dumps({"month": "2026-11", "usd": 10.0, "polls": 43200})
        budget = Budget(50.0, context)
        await budget.load()
        assert budget.interval(30, 1) == 30  # below the share at which a pace is judged
        budget.spent = 25.0
        assert budget.interval(30, 1) == pytest.approx(30)  # half is left for half of the time
        budget.spent = 40.0
        assert budget.interval(30, 1) == pytest.approx(120)  # ten dollars for 15 days, at four times the price of before
        budget.spent = 49.99
        assert budget.interval(30, 2) == 3600
        budget.spent = 50.0
        assert budget.exhausted
    asyncio.run(play())


def test_what_was_kept_by_somebody_else_begins_a_new_month() -> None:
    async def play() -> None:
        for kept in ("", "rubbish", "[]", '{"month": 1}', '{"month": "2026-11", "usd": "x", "polls": 1}'):
            context = FakeContext()
            context.notes[NOTE] = kept
            budget = Budget(None, context)
            await budget.load()
            assert budget.spent == 0 and not budget.exhausted
    asyncio.run(play())


def test_a_channel_slows_down_says_so_and_stops_asking_when_it_is_spent(on_x: Any) -> None:
    async def play(p: Any) -> None:
        cursor = '{"since": "0"}'
        for number in range(40):
            await p.say("@ann", str(number))
            before = p.x.budget.spent
            batch = await p.x.poll("mentions", cursor)
            if p.x.budget.exhausted:
                break
            assert len(batch.items) == 1 and p.x.budget.spent > before
            cursor = batch.cursor
        assert p.x.budget.exhausted and p.x.budget.spent < 0.042
        slowed = [limit for limit in p.context.limits if "so that the month's budget lasts" in limit[2]]
        assert slowed and all(feed == "mentions" and until > p.context.now() for feed, until, _ in slowed)
        _, until, words = p.context.limits[-1]
        assert until == p.x.budget.ends and "is spent" in words and "of $0.04" in words
        p.fault("500", times=None)  # whoever asks meets it
        assert await p.x.poll("mentions", cursor) == type(batch)(cursor=cursor)
        p.stage.faults.clear("x")
        p.context.clock = p.x.budget.ends
        items, _ = await p.drain("mentions", cursor)
        assert items
    on_x(play, monthly_budget_usd=0.04)


def test_without_a_limit_nothing_slows(on_x: Any) -> None:
    async def play(p: Any) -> None:
        await p.say("@ann", "hello")
        await p.drain("mentions", '{"since": "0"}')
        assert p.context.limits == [] and p.x.budget.spent > 0
    on_x(play)


def test_two_that_count_at_once_lose_nothing_and_another_process_is_seen() -> None:
    async def play() -> None:
        class Slow(FakeContext):
            async def note(self, key: str) -> str | None:
                found = await super().note(key)
                await asyncio.sleep(0)
                return found

        context = Slow()
        ours, theirs = Budget(1.0, context), Budget(1.0, context)
        await asyncio.gather(*(ours.count({"data": [{"id": str(n)}]}, price=0.001, kind="post") for n in range(20)))
        await theirs.count({"data": {"id": "30"}}, price=0.01, kind="user")
        await ours.count({"data": {"id": "31"}}, price=0.01, kind="user")
        assert ours.spent == pytest.approx(0.04)
    asyncio.run(play())
