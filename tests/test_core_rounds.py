"""Rounds: what is periodic goes on whatever the machine's clock does."""

from __future__ import annotations

import asyncio
import time

from inbox.rounds import Rounds

PATIENCE = 60.0


def test_a_clock_that_is_set_back_holds_no_round() -> None:
    """The round is an hour away, as each one is after its clock was set back by an hour; it comes at once."""
    async def flow() -> None:
        off, came = 0.0, asyncio.Event()
        rounds = Rounds(clock=lambda: time.time() + off)

        async def work(name: str) -> None:
            assert name == "hourly"
            came.set()
        rounds.every(3600, work, "hourly")
        rounds.start()
        try:
            await asyncio.sleep(0)  # the watch has looked at the clock once
            off = -3600.0
            await asyncio.wait_for(came.wait(), PATIENCE)
        finally:
            rounds.stop()
    asyncio.run(flow())


def test_a_round_comes_again_and_again_until_it_is_stopped() -> None:
    async def flow() -> None:
        times, third = 0, asyncio.Event()

        async def work() -> None:
            nonlocal times
            times += 1
            if times == 3:
                third.set()
        rounds = Rounds()
        rounds.every(0.01, work)
        rounds.start()
        await asyncio.wait_for(third.wait(), PATIENCE)
        rounds.stop()
        await asyncio.sleep(0)  # its end takes one turn of the loop
        count = times
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert times == count
    asyncio.run(flow())
