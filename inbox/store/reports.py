"""What an operator asks: the outbox, and one screen of everything. Everything here reads."""

from __future__ import annotations

import json
from typing import Any

from inbox.errors import NotFoundError
from inbox.store import feeds, privacy
from inbox.store.base import Rows
from inbox.store.times import SERVER_NOW, rfc3339

Json = dict[str, Any]
OPEN = ("queued", "sending", "uncertain", "failed", "bounced")


def outbox(rows: Rows, *, channel: str | None, state: str | None, limit: int) -> list[Json]:
    """Deliveries, the newest first; without a state those that are not done."""
    states = (state,) if state else OPEN
    where = " AND d.channel = :channel" if channel else ""
    found = rows.all(
        "SELECT d.message_id, d.conversation_id, d.channel, d.state, d.attempts, d.next_at, d.error, d.evidence, d.at "  # noqa: S608
        f"FROM delivery d WHERE d.state IN :states{where} ORDER BY d.id DESC LIMIT :n",
        states=states, n=limit, **({"channel": channel} if channel else {}))
    return [{"message": str(row.message_id), "conversation": str(row.conversation_id), "channel": row.channel,
             "state": row.state, "attempts": row.attempts, "next_at": rfc3339(row.next_at),
             "error": json.loads(row.error) if row.error else None,
             "evidence": json.loads(row.evidence).get("text") if row.evidence else None, "at": rfc3339(row.at)}
            for row in found]


def channel_names(rows: Rows) -> list[str]:
    """Every channel that the store knows, also those that left the configuration."""
    return [row.name for row in rows.all("SELECT name FROM channel ORDER BY name")]


def daemon_lives(rows: Rows) -> bool:
    """Whether a daemon holds the lease by which the others know that it lives. PostgreSQL alone has such."""
    return rows.dialect == "postgresql" and rows.one(
        f"SELECT 1 FROM lease WHERE name LIKE :alive AND expires_at > {SERVER_NOW}",  # noqa: S608 - words of our own
        alive=feeds.ALIVE + "%") is not None


def figures(rows: Rows) -> Json:
    """The queue in numbers."""
    statuses = {row.status: row.n for row in rows.all("SELECT status, COUNT(*) AS n FROM conversation GROUP BY status")}
    return {
        "open": statuses.get("open", 0), "snoozed": statuses.get("snoozed", 0), "closed": statuses.get("closed", 0),
        "unassigned": int(rows.value("SELECT COUNT(*) FROM conversation WHERE status = 'open' AND assignee_id IS NULL")),
        "waiting": int(rows.value("SELECT COUNT(*) FROM conversation WHERE status = 'open' AND waiting_since IS NOT NULL")),
        "longest_waiting": rfc3339(rows.value("SELECT MIN(waiting_since) FROM conversation WHERE status = 'open'")),
    }


def raw_of(rows: Rows, entry: int) -> str:
    """The blob with the bytes of a ledger's item. Raises NotFoundError, also when they were erased."""
    sha: str | None = rows.value("SELECT raw FROM ledger WHERE id = :id", id=entry)
    if not sha:
        raise NotFoundError("there are no raw bytes of this item")
    return sha


def person(rows: Rows, text: str) -> int:
    """The contact with this id or this address. Raises NotFoundError."""
    if text.isascii() and text.isdigit() and len(text) < 19:
        found = rows.value("SELECT id FROM contact WHERE id = :id", id=int(text))
        if found is not None:
            return int(found)
    ids = {row.contact_id for row in rows.all("SELECT contact_id FROM address WHERE value IN :values",
                                              values=[text, text.strip().lower()])}
    if len(ids) == 1:
        return int(ids.pop())
    if ids:
        several = ", ".join(map(str, sorted(ids)))
        raise NotFoundError(f"{text[:80]!r} is an address of several contacts ({several}); name one by its id")
    raise NotFoundError(f"there is no contact {text[:80]!r}; give an id or an address")


def described(rows: Rows, contact: int) -> str:
    """A contact for a person who is to decide about it: number, name, every address, those of who was merged into it too."""
    people = privacy.everyone(rows, contact)
    name = rows.value("SELECT name FROM contact WHERE id = :id", id=contact)
    ways = [row.value for row in rows.all("SELECT value FROM address WHERE contact_id IN :ids ORDER BY id", ids=people)]
    return f"contact {contact}, {name or 'without a name'} ({', '.join(ways) or 'no address'})"
