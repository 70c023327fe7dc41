"""How long things take, counted cheaply enough for the hot path: one bisect and two additions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Timings:
    """A histogram of seconds. One thread adds; others may read, and see a moment of it."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float] = BOUNDS) -> None:
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.total = 0.0

    def add(self, seconds: float) -> None:
        """One more that took so long."""
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.total += seconds

    def cumulated(self) -> list[tuple[str, float]]:
        """Prometheus' buckets: (upper bound, how many took no longer), the last one for all."""
        names, out, sum_ = [*map(str, self.bounds), "+Inf"], [], 0
        for name, n in zip(names, tuple(self.counts), strict=True):
            sum_ += n
            out.append((name, float(sum_)))
        return out
