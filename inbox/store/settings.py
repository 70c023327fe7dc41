"""What an agent has chosen for the page, kept as JSON of only what they chose."""

from __future__ import annotations

import json
from typing import Any

from inbox.compact import dump
from inbox.store import agents
from inbox.store.acts import Actor
from inbox.store.base import Rows, Tx

Json = dict[str, Any]
WHOLE = ("keys",)  # set as a whole: a key of it that is left out is gone


def mine(rows: Rows, agent: int) -> tuple[Json, list[Json]]:
    """(what was chosen, the agent's teams as {id, name}). Raises NotFoundError."""
    teams = [{"id": str(row.id), "name": row.name} for row in rows.all(
        "SELECT t.id, t.name FROM team t JOIN team_member m ON m.team_id = t.id WHERE m.agent_id = :agent ORDER BY t.name", agent=agent)]
    return json.loads(agents.get(rows, agent).settings or "{}"), teams


def change(tx: Tx, by: Actor, agent: int, name: str | None, chosen: Json) -> None:
    """Changes the name (unless None), and what is given of the settings; within a group, only what is given of it."""
    if name is not None:
        agents.change(tx, agent, name=name, by=by)
    tx.alone(f"settings:{agent}")  # another tab may choose something else at the same moment
    had = json.loads(agents.get(tx, agent).settings or "{}")
    now = {**had, **{key: {**had.get(key, {}), **value} if isinstance(value, dict) and key not in WHOLE else value
                     for key, value in chosen.items()}}
    if now != had:
        tx.run("UPDATE agent SET settings = :settings WHERE id = :id", settings=dump(now), id=agent)
        tx.emit("agent.updated", agent=str(agent), changed=["settings"])
