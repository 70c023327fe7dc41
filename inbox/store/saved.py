"""Saved views: lists that agents keep, for themselves or for everybody."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from inbox.compact import dump
from inbox.errors import ConflictError, NotFoundError, PolicyError
from inbox.store.acts import Actor, audit
from inbox.store.base import Rows, Tx

MOST = 200  # views that one agent may keep: each is counted
_SQL = "SELECT id, agent_id, name, shared, position, query FROM saved_view"


def visible(rows: Rows, agent: int, limit: int = 1000, after: tuple[int, int] = (-1, 0)) -> list[Any]:
    """The agent's own views and those that are shared, in their order."""
    return rows.all(f"{_SQL} WHERE (agent_id = :me OR shared = 1) AND (position, id) > (:position, :id) "
                    "ORDER BY position, id LIMIT :n", me=agent, position=after[0], id=after[1], n=limit)


def get(rows: Rows, view: int, agent: int) -> Any:
    """One view. Raises NotFoundError, also when it is somebody else's own."""
    row = rows.one(f"{_SQL} WHERE id = :id AND (agent_id = :me OR shared = 1)", id=view, me=agent)
    if row is None:
        raise NotFoundError("there is no such view")
    return row


def query(rows: Rows, view: int, agent: int) -> dict[str, Any]:
    """The filters of a view. Raises NotFoundError."""
    found: dict[str, Any] = json.loads(get(rows, view, agent).query)
    return found


def show(row: Any, agent: int) -> dict[str, Any]:
    """As the API shows it."""
    return {"id": str(row.id), "name": row.name, "shared": bool(row.shared), "mine": row.agent_id == agent,
            "query": json.loads(row.query), "position": row.position}


def add(tx: Tx, by: Actor, *, name: str, shared: bool, query: Mapping[str, Any], position: int | None) -> int:
    """A new view of this agent; without a position it comes last. Raises ConflictError (`too_many`)."""
    if tx.value("SELECT COUNT(*) FROM saved_view WHERE agent_id = :me", me=by.id) >= MOST:
        raise ConflictError(f"{MOST} saved views are the most that one agent keeps", code="too_many")
    if position is None:
        position = (tx.value("SELECT MAX(position) FROM saved_view WHERE agent_id = :me OR shared = 1", me=by.id) or 0) + 1
    view = tx.insert("saved_view", agent_id=by.id, name=name, shared=int(shared), position=position, query=dump(dict(query)),
                     created_at=tx.now)
    _told(tx, by, "view.add", view, shared=shared)
    return view


def patch(tx: Tx, /, by: Actor, view: int, **given: Any) -> None:
    """Changes `name`, `shared`, `query`, `position`. Raises NotFoundError, PolicyError (`not_yours`)."""
    row = _own(tx, by, view)
    values = {"name": row.name, "shared": row.shared, "query": row.query, "position": row.position} | {
        key: dump(dict(value)) if key == "query" else int(value) if key == "shared" else value for key, value in given.items()}
    tx.run("UPDATE saved_view SET name = :name, shared = :shared, query = :query, position = :position WHERE id = :id",
           id=view, **values)
    _told(tx, by, "view.update", view, shared=bool(row.shared or values["shared"]))


def delete(tx: Tx, by: Actor, view: int) -> None:
    """Removes one. Raises NotFoundError, PolicyError (`not_yours`)."""
    row = _own(tx, by, view)
    tx.run("DELETE FROM saved_view WHERE id = :id", id=view)
    _told(tx, by, "view.delete", view, shared=bool(row.shared))


def forget(tx: Tx, by: Actor, contacts: Collection[int], values: Iterable[str]) -> None:
    """Removes the views that ask for one of these contacts, or have one of these addresses in their name or question."""
    wanted = [re.compile(rf"(?<![0-9a-z]){re.escape(value.lower())}(?![0-9a-z])") for value in values]
    for row in tx.all(_SQL):
        asked = json.loads(row.query)
        said = f"{row.name}\n{asked.get('q') or ''}".lower()
        if asked.get("contact") in {str(one) for one in contacts} or any(value.search(said) for value in wanted):
            tx.run("DELETE FROM saved_view WHERE id = :id", id=row.id)
            _told(tx, by, "view.delete", row.id, shared=bool(row.shared), owner=row.agent_id)


def _own(tx: Tx, by: Actor, view: int) -> Any:
    """One's own view; an admin has every shared one in hand."""
    row = get(tx, view, by.id or 0)
    if row.agent_id != by.id and by.role != "admin":
        raise PolicyError("not_yours", "only the one who made this view, or an admin, may change it")
    return row


def _told(tx: Tx, by: Actor, action: str, view: int, *, shared: bool, owner: int | None = None) -> None:
    """`agent` tells whose page is concerned; null: a shared view concerns everybody's."""
    audit(tx, by, action, f"view:{view}", shared=shared)
    tx.emit("view.updated", view=str(view), agent=None if shared else str(owner or by.id))
