"""Canned replies."""

from __future__ import annotations

from typing import Any

from inbox.errors import ConflictError, NotFoundError
from inbox.store.base import Rows, Tx


def get(rows: Rows, canned: int) -> Any:
    """Its row. Raises NotFoundError."""
    row = rows.one("SELECT * FROM canned WHERE id = :id", id=canned)
    if row is None:
        raise NotFoundError("there is no such canned reply")
    return row


def add(tx: Tx, *, name: str, text: str) -> int:
    """Adds one. Raises ConflictError (`name`) when the name is taken."""
    _free(tx, name, 0)
    canned = tx.insert("canned", name=name, text=text, created_at=tx.now)
    tx.emit("canned.updated", canned=str(canned))
    return canned


def patch(tx: Tx, canned: int, *, name: str | None, text: str | None) -> None:
    """Changes what is given. Raises NotFoundError, ConflictError (`name`)."""
    row = get(tx, canned)
    if name is not None:
        _free(tx, name, canned)
    tx.run("UPDATE canned SET name = :name, text = :text WHERE id = :id", id=canned,
           name=row.name if name is None else name, text=row.text if text is None else text)
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


def _free(tx: Tx, name: str, mine: int) -> None:
    if tx.value("SELECT id FROM canned WHERE name = :name AND id <> :mine", name=name, mine=mine) is not None:
        raise ConflictError(f"there is a canned reply {name!r} already", code="name")
