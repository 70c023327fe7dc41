"""What reading has cost in this calendar month (UTC), and how slowly to go on so that the budget lasts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from inbox.connector import Context

from . import facts

NOTE = "reads"
ALARM = 0.25  # share of the budget below which no pace is judged: one busy day is no trend
LONGEST = 3600.0  # seconds between two polls at most, while there is money left
STEEP = 4.0  # how the most that a poll may be stretched grows with the share spent: 1 at a quarter, 10 at half, 100 at 3/4


class Budget:
    """Counts what answers brought, by the prices of facts.py. X charges a resource once a UTC day, so it is counted once.

    What was seen today is only in memory: after a restart some of it is counted again, on the safe side.
    """

    def __init__(self, limit: float | None, context: Context) -> None:
        self.limit = limit
        self.spent = 0.0
        self.polls = 0
        self._asked = 0  # polls that are not yet kept
        self._context = context
        self._month = ""
        self._day = ""
        self._seen: set[tuple[str, str]] = set()
        self._keeping = asyncio.Lock()

    async def load(self) -> None:
        """Takes up where the last run left off."""
        try:
            kept = json.loads(await self._context.note(NOTE) or "{}")
            self._month, self.spent, self.polls = str(kept["month"]), float(kept["usd"]), int(kept["polls"])
        except (ValueError, KeyError, TypeError):
            self._month = ""  # nothing kept, or not by us: a new month begins
        self._turn()

    def _turn(self) -> None:
        now = self._context.now()
        if (month := f"{now:%Y-%m}") != self._month:
            self._month, self.spent, self.polls, self._asked = month, 0.0, 0, 0
        if (day := f"{now:%Y-%m-%d}") != self._day:
            self._day, self._seen = day, set()

    async def count(self, answer: Mapping[str, Any], *, price: float, kind: str) -> None:
        """An answer came: its resources (of `kind`, at `price` each) and what the expansions brought."""
        self._turn()
        data = answer.get("data")
        found = data if isinstance(data, list) else [data] if isinstance(data, dict) else []
        includes = answer.get("includes")
        includes = includes if isinstance(includes, dict) else {}
        cost = sum(self._cost(kind, one, price) for one in found)
        cost += sum(self._cost("user", one, facts.READ_USER) for one in includes.get("users") or ())
        cost += sum(self._cost("post", one, facts.READ_POST) for one in includes.get("tweets") or ())
        if not cost:
            return
        async with self._keeping:
            await self.load()  # another process (a backfill, a check) may have read too
            self.spent += cost
            self.polls, self._asked = self.polls + self._asked, 0
            await self._context.set_note(NOTE, json.dumps({
                "month": self._month, "usd": round(self.spent, 6), "polls": self.polls}))

    def _cost(self, kind: str, one: Any, price: float) -> float:
        name = (kind, str(one.get("id", "")) if isinstance(one, dict) else "")
        if name in self._seen:
            return 0.0
        self._seen.add(name)
        return price

    def polled(self) -> None:
        """A feed was asked once more."""
        self._turn()
        self._asked += 1

    @property
    def ends(self) -> datetime:
        """When the month ends and counting begins anew."""
        now = self._context.now()
        return datetime(now.year + now.month // 12, now.month % 12 + 1, 1, tzinfo=UTC)

    @property
    def exhausted(self) -> bool:
        """Nothing may be read any more this month."""
        self._turn()
        return self.limit is not None and self.spent >= self.limit

    def interval(self, usual: float, feeds: int) -> float:
        """Seconds until the next poll of a feed, so that at what polls have cost on average the rest lasts.

        A few costly polls are no average yet, so the stretch is bounded, less and less as the money goes.
        """
        self._turn()
        polls = self.polls + self._asked
        if self.limit is None or self.spent < ALARM * self.limit or not polls or self.exhausted:
            return usual
        polls_left = (self.limit - self.spent) / (self.spent / polls)
        left = (self.ends - self._context.now()).total_seconds()
        most = max(usual, min(LONGEST, usual * 10 ** (STEEP * (self.spent / self.limit - ALARM))))
        return min(max(usual, left / max(polls_left, 1.0) * feeds), most)

    def words(self) -> str:
        """For people: what was spent of what."""
        self._turn()
        of = f" of ${self.limit:.2f}" if self.limit is not None else ", without a limit"
        return f"${self.spent:.2f}{of} spent on reading in {self._month}"
