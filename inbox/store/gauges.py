"""Figures for machines that watch: what waits in the outbox, and since when each feed has brought nothing."""

from __future__ import annotations

from typing import Any

from inbox.store.base import Rows

UNSETTLED = ("queued", "sending", "uncertain", "failed", "bounced")


def outbox(rows: Rows, names: list[str]) -> dict[str, dict[str, int]]:
    """How many deliveries of each channel are in each state that is not an end in good order."""
    out = {name: dict.fromkeys(UNSETTLED, 0) for name in names}
    for row in rows.all("SELECT channel, state, COUNT(*) AS n FROM delivery WHERE channel IN :names AND state IN :states "
                        "GROUP BY channel, state", names=names, states=UNSETTLED):
        out[row.channel][row.state] = row.n
    return out


def oldest(rows: Rows, names: list[str], now: int) -> dict[str, float]:
    """Seconds that the oldest message of each channel has waited to go; one that is scheduled for later waits not yet."""
    found = rows.all("SELECT channel, MIN(CASE WHEN attempts = 0 THEN next_at ELSE created_at END) AS since FROM delivery "
                     "WHERE state = 'queued' AND channel IN :names GROUP BY channel", names=names)
    out = dict.fromkeys(names, 0.0)
    return out | {row.channel: max(0.0, (now - row.since) / 1e6) for row in found if row.since is not None}


def feeds(rows: Rows, names: list[str], now: int) -> list[tuple[str, str, float, int]]:
    """(channel, feed, seconds since its last poll that worked, failures since); infinite before the first."""
    found: list[Any] = rows.all("SELECT channel, name, ok_at, failures FROM feed WHERE channel IN :names", names=names)
    return [(row.channel, row.name, max(0.0, (now - row.ok_at) / 1e6) if row.ok_at is not None else float("inf"), row.failures)
            for row in found]
