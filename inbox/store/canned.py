"""Canned replies, with what else they do and how they read in other languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from inbox.compact import dump
from inbox.errors import ConflictError, NotFoundError
from inbox.store.base import Rows, Tx
from inbox.store.times import rfc3339

JSON = ("actions", "variants")  # the columns that hold it


def get(rows: Rows, canned: int) -> Any:
    """Its row. Raises NotFoundError."""
    row = rows.one("SELECT * FROM canned WHERE id = :id", id=canned)
    if row is None:
        raise NotFoundError("there is no such canned reply")
    return row


def shown(row: Any) -> dict[str, Any]:
    """As the API shows it."""
    return {"id": str(row.id), "name": row.name, "text": row.text, "shortcut": row.shortcut, "actions": json.loads(row.actions),
            "variants": json.loads(row.variants), "used": row.used, "used_at": rfc3339(row.used_at),
            "created_at": rfc3339(row.created_at)}


def page(rows: Rows, limit: int, after: int = 0) -> list[dict[str, Any]]:
    """Canned replies in the order in which they were made."""
    return [shown(row) for row in rows.all("SELECT * FROM canned WHERE id > :after ORDER BY id LIMIT :n", after=after, n=limit)]


def one(rows: Rows, canned: int) -> dict[str, Any]:
    """One canned reply. Raises NotFoundError."""
    return shown(get(rows, canned))


def _columns(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: dump(value) if name in JSON else value for name, value in given.items()}


def add(tx: Tx, *, name: str, text: str, **more: Any) -> int:
    """Adds one; `more`: `shortcut`, `actions`, `variants`. Raises ConflictError (`name`, `shortcut`) when one is taken."""
    _free(tx, "name", name, 0)
    _free(tx, "shortcut", more.get("shortcut", ""), 0)
    canned = tx.insert("canned", name=name, text=text, created_at=tx.now, **_columns(more))
    tx.emit("canned.updated", canned=str(canned))
    return canned


def patch(tx: Tx, canned: int, **given: Any) -> None:
    """Changes the columns that are given. Raises NotFoundError, ConflictError (`name`, `shortcut`)."""
    get(tx, canned)
    for column in ("name", "shortcut"):
        _free(tx, column, given.get(column, ""), canned)
    for column, value in _columns(given).items():
        tx.run(f"UPDATE canned SET {column} = :value WHERE id = :id", id=canned, value=value)  # noqa: S608 - our own names
    tx.emit("canned.updated", canned=str(canned))


def use(tx: Tx, canned: int) -> None:
    """Counts that a message was sent with it; one that was deleted meanwhile hinders nobody. 0 is none."""
    if canned and tx.run("UPDATE canned SET used = used + 1, used_at = :now WHERE id = :id", now=tx.now, id=canned):
        tx.emit("canned.updated", canned=str(canned), used=True)


def delete(tx: Tx, canned: int) -> None:
    """Removes one. Raises NotFoundError."""
    get(tx, canned)
    tx.run("DELETE FROM canned WHERE id = :id", id=canned)
    tx.emit("canned.updated", canned=str(canned), deleted=True)


def _free(tx: Tx, column: str, value: str, mine: int) -> None:
    if value and tx.value(f"SELECT id FROM canned WHERE {column} = :value AND id <> :mine",  # noqa: S608 - our own names
                          value=value, mine=mine) is not None:
        raise ConflictError(f"there is a canned reply with the {column} {value!r} already", code=column)
