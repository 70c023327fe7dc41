"""Teams: who is in them; and the agents with what they have on their desk."""

from __future__ import annotations

from typing import Any

from inbox.api import models
from inbox.api.answers import Answer, listed
from inbox.api.describe import Call, Routes, number
from inbox.api.list_models import NewTeam, TeamPatch
from inbox.api.paging import cut, key
from inbox.store import teams

routes = Routes()


class Team(Answer):
    """A team; `members` are agents' ids."""

    id: str
    name: str
    members: list[str]


Teams = listed(Team)


@routes("GET", "/teams", query=models.Page, answer=Teams)
async def list_teams(call: Call[models.Page, None]) -> Any:
    """The teams, in the order in which they were made."""
    after = key(call.query.cursor, (int,)) or (0,)
    return cut(await call.app.store.quick(teams.page, call.query.limit + 1, after[0]), call.query.limit, "id")


@routes("GET", "/teams/{id}", answer=Team)
async def one_team(call: Call[None, None]) -> Any:
    """One team."""
    return await call.app.store.quick(teams.one, call.id("team"))


@routes("POST", "/teams", body=NewTeam, answer=Team, status=201, role="admin")
async def add_team(call: Call[None, NewTeam]) -> Any:
    """Makes a team."""
    team = await call.app.store.write(teams.add, call.by, name=call.body.name, members=_members(call.body.members))
    return await call.app.store.quick(teams.one, team)


@routes("PATCH", "/teams/{id}", body=TeamPatch, answer=Team, role="admin")
async def change_team(call: Call[None, TeamPatch]) -> Any:
    """Changes a team."""
    team, body = call.id("team"), call.body
    await call.app.store.write(teams.patch, call.by, team, name=body.name,
                               members=None if body.members is None else _members(body.members))
    return await call.app.store.quick(teams.one, team)


@routes("DELETE", "/teams/{id}", status=204, role="admin")
async def delete_team(call: Call[None, None]) -> Any:
    """Removes a team; its conversations belong to none then."""
    await call.app.store.write(teams.delete, call.by, call.id("team"))
    return None


def _members(ids: list[str]) -> list[int]:
    return [number(agent, "agent") for agent in ids]
