"""Channels, their feeds and cursors, small facts, leases."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from inbox import sharing
from inbox.errors import ConflictError
from inbox.store.base import Rows, Tx
from inbox.store.times import clock


def ensure_channel(tx: Tx, name: str, type_: str) -> None:
    """The channel's row. An empty type is not known."""
    tx.run("INSERT INTO channel (name, type, since, created_at) VALUES (:name, :type, :now, :now) "
           "ON CONFLICT (name) DO UPDATE SET type = CASE WHEN excluded.type = '' THEN channel.type ELSE excluded.type END",
           name=name, type=type_, now=tx.now)


def channel(rows: Rows, name: str) -> Any | None:
    """The channel's row, or None."""
    return rows.one("SELECT * FROM channel WHERE name = :name", name=name)


def set_state(tx: Tx, name: str, state: str, reason: str, next_try: int | None = None) -> None:
    """Writes a channel's health; an event goes out only when it really changed."""
    row = channel(tx, name)
    if row is None or (row.state == state and row.reason == reason and row.next_try == next_try):
        return
    since = tx.now if row.state != state else row.since
    tx.run("UPDATE channel SET state = :state, reason = :reason, next_try = :next, since = :since WHERE name = :name",
           state=state, reason=reason, next=next_try, since=since, name=name)
    if row.state != state or row.reason != reason:
        tx.emit("channel.updated", channel=name, state=state, reason=reason)


def set_paused(tx: Tx, name: str, paused: bool) -> None:
    """Remembers that a person paused the channel."""
    tx.run("UPDATE channel SET paused = :paused WHERE name = :name", paused=int(paused), name=name)


def command(tx: Tx, name: str, do: str, **args: Any) -> None:
    """Asks whichever daemon runs the channel to act: poll | pause | resume. Pausing is remembered at once."""
    if do in ("pause", "resume"):
        set_paused(tx, name, do == "pause")
    tx.emit("channel.command", channel=name, do=do, **args)


def feed(rows: Rows, name: str, feed_name: str) -> Any | None:
    """A feed's row, or None before it was started."""
    return rows.one("SELECT * FROM feed WHERE channel = :channel AND name = :name", channel=name, name=feed_name)


def all_feeds(rows: Rows, name: str) -> list[Any]:
    """The feeds of a channel."""
    return rows.all("SELECT * FROM feed WHERE channel = :channel ORDER BY name", channel=name)


def set_cursor(tx: Tx, name: str, feed_name: str, cursor: str) -> None:
    """Moves a feed on; always in the transaction of the rows that it stands behind."""
    tx.run("INSERT INTO feed (channel, name, cursor) VALUES (:channel, :name, :cursor) "
           "ON CONFLICT (channel, name) DO UPDATE SET cursor = excluded.cursor", channel=name, name=feed_name, cursor=cursor)


def set_feed(tx: Tx, name: str, feed_name: str, *, state: str, reason: str, failures: int, next_at: int | None) -> None:
    """Writes a feed's health after a poll."""
    tx.run("INSERT INTO feed (channel, name, state, reason, failures, next_at, polled_at, ok_at) "
           "VALUES (:channel, :name, :state, :reason, :failures, :next_at, :now, :ok) ON CONFLICT (channel, name) DO UPDATE SET "
           "state = excluded.state, reason = excluded.reason, failures = excluded.failures, next_at = excluded.next_at, "
           "polled_at = excluded.polled_at, ok_at = COALESCE(excluded.ok_at, feed.ok_at)",
           channel=name, name=feed_name, state=state, reason=reason, failures=failures, next_at=next_at, now=tx.now,
           ok=tx.now if state == "ok" else None)


def fact(rows: Rows, name: str, key: str) -> str | None:
    """A small durable fact of a channel."""
    found: str | None = rows.value("SELECT value FROM fact WHERE channel = :channel AND key = :key", channel=name, key=key)
    return found


def set_fact(tx: Tx, name: str, key: str, value: str) -> None:
    """Keeps a small fact."""
    tx.run("INSERT INTO fact (channel, key, value) VALUES (:channel, :key, :value) "
           "ON CONFLICT (channel, key) DO UPDATE SET value = excluded.value", channel=name, key=key, value=value)


# ---------------------------------------------------------------- leases

ALIVE = "daemon:"  # and its owner: the lease by which the others know that a daemon lives
POLLER = "poller:"  # and its owner: the same, of one that polls
CHANNEL = "channel:"  # and its name: who holds it polls
INITIAL = "initial:"  # and the feed's name: the fact whether what comes is still what was there before us
ENDLESS = 1e9  # seconds: a lease that nobody holds any more


def renew(tx: Tx, owner: str, seconds: float, channels: Collection[str] | None,
          keep: Collection[str] = ()) -> tuple[dict[str, int], list[str]]:
    """Says that a daemon lives and, with `channels` that it can poll, takes and renews what it shall poll of them.

    Returns the fences of the channels that it holds, and those that it left to others just now (`sharing`; never one of `keep`).
    """
    lease(tx, ALIVE + owner, owner, seconds)
    if channels is None:
        return {}, []
    lease(tx, POLLER + owner, owner, seconds)
    known = {row.name.removeprefix(CHANNEL): row for row in tx.all(
        f"SELECT name, owner, ({clock(tx.dialect)} - expires_at) AS idle FROM lease WHERE name IN :names",  # noqa: S608 - words of our own
        names=[CHANNEL + name for name in channels], now=tx.now)}
    free = {name: known[name].idle / 1_000_000 if name in known else ENDLESS for name in channels
            if name not in known or (known[name].idle > 0 and known[name].owner != owner)}
    mine = [name for name, row in known.items() if row.owner == owner]
    pollers = int(tx.value(f"SELECT COUNT(*) FROM lease WHERE name LIKE 'poller:%' AND expires_at >= {clock(tx.dialect)}", now=tx.now))  # noqa: S608
    chosen = sharing.plan(mine, free, len(channels) - len(free) - len(mine), pollers, keep)
    for name in chosen.give:
        tx.run(f"UPDATE lease SET owner = '', expires_at = {clock(tx.dialect)} - 1 WHERE name = :name AND owner = :owner",  # noqa: S608
               name=CHANNEL + name, owner=owner, now=tx.now)
    fences = {name: lease(tx, CHANNEL + name, owner, seconds) for name in sorted({*mine, *chosen.take} - set(chosen.give))}
    return {name: fence for name, fence in fences.items() if fence is not None}, list(chosen.give)


def say_state(tx: Tx, name: str, state: str, reason: str, next_try: int | None, among: str | None, over: str | None = "") -> None:
    """As `set_state`, by a daemon that is not alone (`among`: its name): of a channel that another polls that one has the word.

    Then only this is written: a complaint (`over` None), and "all is well" over the daemon's own complaint (`over`).
    """
    if among is not None and over is not None and tx.one(
            f"SELECT 1 FROM lease WHERE name = :name AND owner <> :owner AND expires_at >= {clock(tx.dialect)}",  # noqa: S608
            name=CHANNEL + name, owner=among, now=tx.now):
        row = channel(tx, name)
        if not over or row is None or row.reason != over:
            return
    set_state(tx, name, state, reason, next_try)


def lease(tx: Tx, name: str, owner: str, seconds: float) -> int | None:
    """Takes or renews a lease by the database's own clock and returns its fence; None: another holds it."""
    now = clock(tx.dialect)
    row = tx.one(
        f"INSERT INTO lease (name, owner, fence, expires_at) VALUES (:name, :owner, 1, {now} + :ttl) "  # noqa: S608
        "ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at, "
        "fence = lease.fence + CASE WHEN lease.owner = excluded.owner THEN 0 ELSE 1 END "
        f"WHERE lease.owner = excluded.owner OR lease.expires_at < {now} RETURNING fence",
        name=name, owner=owner, ttl=int(seconds * 1_000_000), now=tx.now)
    return None if row is None else int(row.fence)


def check_fence(tx: Tx, name: str, owner: str, fence: int) -> None:
    """Raises ConflictError when the lease went to another: a stopped daemon that wakes must not write."""
    lock = " FOR SHARE" if tx.dialect == "postgresql" else ""
    row = tx.one(f"SELECT owner, fence FROM lease WHERE name = :name{lock}", name=name)  # noqa: S608 - words of our own
    if row is None or row.owner != owner or row.fence != fence:
        raise ConflictError(f"the lease {name!r} went to another daemon", code="fence")


def drop_leases(tx: Tx, owner: str) -> None:
    """Lets go of everything that an owner holds, and forgets daemons that died long ago."""
    tx.run("DELETE FROM lease WHERE (name LIKE 'daemon:%' OR name LIKE 'poller:%') AND (owner = :owner OR expires_at < :old)",
           owner=owner, old=tx.now - 86_400_000_000)
    tx.run("UPDATE lease SET expires_at = 0 WHERE owner = :owner", owner=owner)
