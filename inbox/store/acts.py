"""Acts: who did what (the audit), how to take it back (undo), and what an Idempotency-Key stands for."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from inbox.compact import dump
from inbox.errors import ConflictError, NotFoundError
from inbox.store.base import Tx

UNDO_HOLDS = 30 * 86_400 * 1_000_000  # microseconds
KEYS_HOLD = 48 * 3600 * 1_000_000  # microseconds; the contract promises 24 hours


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `id` names a row of `agent`; a system or a bot has none."""

    kind: Literal["agent", "system", "bot"]
    id: int | None
    name: str
    role: str = "agent"


SYSTEM = Actor("system", None, "Inbox", "admin")


def audit(tx: Tx, by: Actor, action: str, target: str, **data: Any) -> None:
    """Writes down who changed what. `target` is `conversation:12`, `contact:3` …"""
    tx.insert("audit", agent_id=by.id, agent=by.name, action=action, target=target, data=dump(data), at=tx.now)


def keep_undo(tx: Tx, by: Actor, action: str, data: Mapping[str, Any]) -> str:
    """Keeps what `action` needs to be taken back and returns the key that does it."""
    key = secrets.token_urlsafe(15)
    tx.insert("undo", key=key, agent_id=by.id, action=action, data=dump(data), at=tx.now)
    return key


def take_undo(tx: Tx, by: Actor, key: str) -> tuple[str, Any]:
    """(action, data), once. Raises NotFoundError (also to those whose act it was not), ConflictError when it was used."""
    row = tx.one("SELECT id, agent_id, action, data FROM undo WHERE key = :key", key=key)
    if row is None or (row.agent_id is not None and row.agent_id != by.id and by.role != "admin"):
        raise NotFoundError("there is nothing to undo under this name")
    if not tx.run("UPDATE undo SET undone_at = :now WHERE id = :id AND undone_at IS NULL", now=tx.now, id=row.id):
        raise ConflictError("this was undone already", code="state")
    return row.action, json.loads(row.data)


def claim_key(tx: Tx, by: Actor, key: str, body_hash: str) -> int | None:
    """The message that this key stands for; None: it is ours now, and `settle_key` must follow in this transaction.

    Raises ConflictError (`idempotency_key`) when the key came with another body. On PostgreSQL the insert waits for a
    transaction that holds the same key, so of two at the same moment one makes the message and the other finds it.
    """
    who = by.id or 0
    if tx.run("INSERT INTO idempotency_key (agent_id, key, body_hash, at) VALUES (:who, :key, :hash, :now) "
              "ON CONFLICT (agent_id, key) DO UPDATE SET body_hash = excluded.body_hash, at = excluded.at, message_id = 0 "
              "WHERE idempotency_key.at < :old", who=who, key=key, hash=body_hash, now=tx.now, old=tx.now - KEYS_HOLD):
        return None
    row = tx.one("SELECT body_hash, message_id FROM idempotency_key WHERE agent_id = :who AND key = :key", who=who, key=key)
    if row is None or row.body_hash != body_hash:
        raise ConflictError("this Idempotency-Key was used for another request", code="idempotency_key")
    return int(row.message_id)


def settle_key(tx: Tx, by: Actor, key: str, message: int) -> None:
    """The key stands for this message from now on."""
    tx.run("UPDATE idempotency_key SET message_id = :message WHERE agent_id = :who AND key = :key",
           message=message, who=by.id or 0, key=key)


def sweep(tx: Tx) -> None:
    """Forgets keys that need not hold any more, and ways back that nobody took."""
    tx.run("DELETE FROM idempotency_key WHERE at < :old", old=tx.now - KEYS_HOLD)
    tx.run("DELETE FROM undo WHERE at < :old", old=tx.now - UNDO_HOLDS)
