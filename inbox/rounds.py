"""What is done again and again. APScheduler wakes; what is due, the store says.

A round never runs twice at once. APScheduler goes by the machine's clock: one that is set back by an hour would hold every round for an
hour, so each is told to begin at once when that happens. Times are in seconds.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

LOOK = 1.0
JUMP = 1.0  # a clock that is only slewed is left alone


class Rounds:
    """`clock`: the machine's, which may jump; it is held against the monotonic one."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._rounds: list[tuple[float, Callable[..., Awaitable[None]], tuple[Any, ...]]] = []
        self._scheduler: Any = None  # APScheduler has no types
        self._watch: asyncio.Task[None] | None = None

    def every(self, seconds: float, work: Callable[..., Awaitable[None]], *args: Any) -> None:
        """The first time after `seconds`. `work` answers for its own failures and for not being there twice."""
        self._rounds.append((seconds, work, args))

    def start(self) -> None:
        """Call it in the loop in which the rounds shall run."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # its import costs what the CLI need not pay
        # a late round is better than none; two instances, for the second of one that is still at it ends at once, and that is no warning
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 2})
        for seconds, work, args in self._rounds:
            self._scheduler.add_job(work, "interval", seconds=seconds, args=args)
        self._scheduler.start()
        self._watch = asyncio.create_task(self._keep_time(), name="rounds-watch")

    def stop(self) -> None:
        """Nothing begins any more; what runs is cut off."""
        if self._watch is not None:
            self._watch.cancel()
            self._scheduler.shutdown(wait=False)
        self._watch = None

    async def _keep_time(self) -> None:
        ahead = self._ahead()
        while True:
            await asyncio.sleep(LOOK)
            before, ahead = ahead, self._ahead()
            if ahead < before - JUMP:
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))

    def _ahead(self) -> float:
        return self._clock() - time.monotonic()
