"""Rows of OAuth tokens, and the lock under which one refreshes them."""

from __future__ import annotations

from typing import Any

from inbox.store.base import Rows, Tx


def get(rows: Rows, channel: str) -> Any | None:
    """The sealed tokens of a channel."""
    return rows.one('SELECT tokens, expires_at, pending FROM "grant" WHERE channel = :channel', channel=channel)


def ends(rows: Rows, channels: list[str]) -> dict[str, int]:
    """When the authorisations of these channels end, where that is known."""
    return {row.channel: row.ends_at for row in rows.all(
        'SELECT channel, ends_at FROM "grant" WHERE channel IN :channels AND ends_at IS NOT NULL', channels=channels)}


def lock(tx: Tx, channel: str, micros: int) -> bool:
    """Whether we are the one who refreshes now. A lock that holds twice as long as it may is of a clock that was set back since."""
    tx.put("grant", channel=channel, tokens="", pending="")
    return tx.run('UPDATE "grant" SET refreshing_until = :until WHERE channel = :channel '
                  "AND (refreshing_until IS NULL OR refreshing_until NOT BETWEEN :now AND :beyond)",
                  until=tx.now + micros, beyond=tx.now + 2 * micros, channel=channel, now=tx.now) > 0


def unlock(tx: Tx, channel: str) -> None:
    """The refresh is over."""
    tx.run('UPDATE "grant" SET refreshing_until = NULL WHERE channel = :channel', channel=channel)


def put(tx: Tx, channel: str, tokens: str, expires_at: int | None, *, resume: bool, ends_at: int | None = None) -> None:
    """Keeps sealed tokens; the refresh that made them is over. `resume`: a person authorised, so the channel goes on.

    `ends_at`: when the authorisation itself ends; a refresh that does not say leaves what was known.
    """
    tx.put("grant", channel=channel, tokens="", pending="")
    tx.run('UPDATE "grant" SET tokens = :tokens, expires_at = :expires, refreshing_until = NULL, '
           "ends_at = CASE WHEN :resume = 1 THEN :ends ELSE COALESCE(:ends, ends_at) END WHERE channel = :channel",
           tokens=tokens, expires=expires_at, channel=channel, ends=ends_at, resume=int(resume))
    if resume:  # never after a mere refresh: it would lift a pause that an admin wants
        tx.emit("channel.command", channel=channel, do="resume")


def put_pending(tx: Tx, channel: str, pending: str) -> None:
    """Keeps what an authorisation under way needs at its end."""
    tx.put("grant", channel=channel, tokens="", pending="")
    tx.run('UPDATE "grant" SET pending = :pending WHERE channel = :channel', pending=pending, channel=channel)
