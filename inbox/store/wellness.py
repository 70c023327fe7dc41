"""What the store says about how the installation fares: queues of every channel, the last backup, the database's own clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inbox.store.base import Rows, Tx
from inbox.store.times import SERVER_NOW

BACKUP = "backup_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What has not left of one channel. `due_since`: when the oldest that is due began to wait, in microseconds."""

    queued: int = 0
    uncertain: int = 0
    failed: int = 0
    due_since: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything at one moment; times in microseconds. `skew`: seconds that our clock is ahead of the database's, if it has one."""

    now: int
    queues: Mapping[str, Queue] = field(default_factory=dict)
    backup_at: int | None = None
    begun_at: int | None = None
    skew: float = 0.0
    size: int | None = None


def facts(rows: Rows, now: int) -> Facts:
    """What can be read. Of SQLite the size is the file's, which the caller sees."""
    queues = {}
    for row in rows.all(
            "SELECT channel, SUM(CASE WHEN state IN ('queued', 'sending') THEN 1 ELSE 0 END) AS queued, "
            "SUM(CASE WHEN state = 'uncertain' THEN 1 ELSE 0 END) AS uncertain, "
            "SUM(CASE WHEN state IN ('failed', 'bounced') THEN 1 ELSE 0 END) AS failed, "
            "MIN(CASE WHEN state = 'queued' AND (attempts > 0 OR next_at <= :now) THEN "
            "CASE WHEN attempts = 0 THEN next_at ELSE created_at END END) AS since FROM delivery "
            "WHERE state IN ('queued', 'sending', 'uncertain', 'failed', 'bounced') GROUP BY channel", now=now):
        queues[row.channel] = Queue(queued=int(row.queued), uncertain=int(row.uncertain), failed=int(row.failed), due_since=row.since)
    made = rows.value("SELECT value FROM meta WHERE key = :key", key=BACKUP)
    size, skew = None, 0.0
    if rows.dialect == "postgresql":
        size = int(rows.value("SELECT pg_database_size(current_database())"))
        skew = (now - int(rows.value(f"SELECT {SERVER_NOW}"))) / 1e6
    return Facts(now=now, queues=queues, backup_at=int(made) if made else None, skew=skew, size=size,
                 begun_at=rows.value("SELECT MIN(created_at) FROM agent"))


def backed_up(tx: Tx) -> None:
    """A backup was made now."""
    tx.run("INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
           key=BACKUP, value=str(tx.now))
