"""The figures, and the table that they make."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

ENOUGH = 0.7  # of a goal


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure. `goal` and `limit` are of the same unit; `limit` is what this machine did by hand in the same run, `by` how."""

    what: str
    figure: float
    unit: str
    goal: float | None = None
    more: bool = False  # whether more is better
    limit: float | None = None
    by: str = ""
    note: str = ""

    def share(self, of: float | None) -> float | None:
        """How much of it is reached: 1.0 is all, more is better than that."""
        if of is None or not self.figure or not of:
            return None
        return self.figure / of if self.more else of / self.figure

    @property
    def bad(self) -> bool:
        """Whether the goal is missed by far."""
        share = self.share(self.goal)
        return share is not None and share < ENOUGH

    def line(self) -> str:
        """The figure beside its goal, and how far it got."""
        return (f"{self.what:46}{_number(self.figure):>9} {self.unit:10}{_number(self.goal):>8}{_per_cent(self.share(self.goal)):>8}"
                f"{_number(self.limit):>9}{_per_cent(self.share(self.limit)):>8}"
                f"  {'FAR FROM ITS GOAL' if self.bad else ''}").rstrip()

    def json(self) -> dict[str, Any]:
        """Everything, for a program."""
        return {**asdict(self), "of_goal": _rounded(self.share(self.goal)), "of_limit": _rounded(self.share(self.limit)), "bad": self.bad}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _per_cent(value: float | None) -> str:
    return "" if value is None else f"{value * 100:,.0f} %"


def table(rows: list[Row]) -> str:
    """For people."""
    lines = [f"{'what':46}{'figure':>9} {'unit':10}{'goal':>8}{'of it':>8}{'limit':>9}{'of it':>8}"]
    lines += [row.line() for row in rows]
    notes = [f"  {row.what}: " + "; ".join(part for part in (f"limit: {row.by}" if row.by else "", row.note) if part)
             for row in rows if row.by or row.note]
    return "\n".join([*lines, "", *notes])
