"""Teams: agents who share work. A conversation may belong to one, with or without an assignee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from inbox.errors import ConflictError, NotFoundError
from inbox.store.acts import Actor, audit
from inbox.store.base import Rows, Tx


def exists(rows: Rows, team: int) -> bool:
    """Whether there is this team."""
    return rows.value("SELECT 1 FROM team WHERE id = :id", id=team) is not None


def page(rows: Rows, limit: int = 1000, after: int = 0) -> list[dict[str, Any]]:
    """Teams as the API shows them, in the order in which they were made."""
    return _shown(rows, rows.all("SELECT id, name FROM team WHERE id > :after ORDER BY id LIMIT :n", after=after, n=limit))


def one(rows: Rows, team: int) -> dict[str, Any]:
    """One team. Raises NotFoundError."""
    found = rows.all("SELECT id, name FROM team WHERE id = :id", id=team)
    if not found:
        raise NotFoundError("there is no such team")
    return _shown(rows, found)[0]


def _shown(rows: Rows, found: list[Any]) -> list[dict[str, Any]]:
    members: dict[int, list[str]] = {row.id: [] for row in found}
    for row in rows.all("SELECT team_id, agent_id FROM team_member WHERE team_id IN :ids ORDER BY agent_id", ids=list(members)):
        members[row.team_id].append(str(row.agent_id))
    return [{"id": str(row.id), "name": row.name, "members": members[row.id]} for row in found]


def of_agents(rows: Rows, agents: Sequence[int]) -> dict[int, list[str]]:
    """Agent -> the teams that they are in."""
    found: dict[int, list[str]] = {agent: [] for agent in agents}
    for row in rows.all("SELECT agent_id, team_id FROM team_member WHERE agent_id IN :ids ORDER BY team_id", ids=list(agents)):
        found[row.agent_id].append(str(row.team_id))
    return found


def add(tx: Tx, by: Actor, *, name: str, members: Iterable[int]) -> int:
    """A new team. Raises ConflictError (`name`), NotFoundError for a member whom nobody knows."""
    _free(tx, name, 0)
    team = tx.insert("team", name=name, created_at=tx.now)
    _enrol(tx, team, members)
    audit(tx, by, "team.add", f"team:{team}", name=name)
    tx.emit("team.updated", team=str(team))
    return team


def patch(tx: Tx, by: Actor, team: int, *, name: str | None = None, members: Iterable[int] | None = None) -> None:
    """Changes what is given; `members` are all of them. Raises as `add`."""
    one(tx, team)
    if name is not None:
        _free(tx, name, team)
        tx.run("UPDATE team SET name = :name WHERE id = :id", name=name, id=team)
    if members is not None:
        tx.run("DELETE FROM team_member WHERE team_id = :id", id=team)
        _enrol(tx, team, members)
    audit(tx, by, "team.update", f"team:{team}", **({} if name is None else {"name": name}))
    tx.emit("team.updated", team=str(team))


def delete(tx: Tx, by: Actor, team: int) -> None:
    """Removes a team; its conversations have none then. Raises NotFoundError."""
    name = one(tx, team)["name"]
    tx.run("DELETE FROM team_member WHERE team_id = :id", id=team)
    tx.run("UPDATE conversation SET team_id = NULL, version = version + 1 WHERE team_id = :id", id=team)
    tx.run("DELETE FROM team WHERE id = :id", id=team)
    audit(tx, by, "team.delete", f"team:{team}", name=name)
    tx.emit("team.updated", team=str(team), deleted=True)


def _enrol(tx: Tx, team: int, members: Iterable[int]) -> None:
    wanted = sorted(set(members))
    known = {row.id for row in tx.all("SELECT id FROM agent WHERE id IN :ids", ids=wanted)}
    if unknown := [agent for agent in wanted if agent not in known]:
        raise NotFoundError(f"there is no such agent: {unknown[0]}")
    tx.insert_many("team_member", [{"team_id": team, "agent_id": agent} for agent in wanted])


def _free(tx: Tx, name: str, mine: int) -> None:
    if tx.value("SELECT id FROM team WHERE name = :name AND id <> :mine", name=name, mine=mine) is not None:
        raise ConflictError(f"there is a team {name!r} already", code="name")
