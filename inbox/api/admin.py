"""Agents, tokens, tags and the audit."""

from __future__ import annotations

import asyncio
from typing import Any

from inbox import passwords
from inbox.api import answers, models, room
from inbox.api.describe import Call, Routes, number
from inbox.api.paging import cut, key
from inbox.api.problems import Problem, invalid
from inbox.store import agents, asking, listings, teams
from inbox.store.asking import Sight, Wanted
from inbox.store.base import Rows
from inbox.store.times import rfc3339

routes = Routes()


def _after(call: Call[Any, Any]) -> int:
    """The id behind which a list goes on."""
    found = key(call.query.cursor, (int,))
    return found[0] if found else 0


# ---------------------------------------------------------------- agents

async def _shown(call: Call[Any, Any], rows: list[Any]) -> list[dict[str, Any]]:
    """Agents as the API shows them, with what lies on their desk as far as the one who asks may see it."""
    online = room.online(call.request)
    groups, load = await call.app.store.quick(_desks, [row.id for row in rows], call.sight)
    return [{"id": str(row.id), "email": row.email, "name": row.name, "role": row.role, "disabled": bool(row.disabled),
             "created_at": rfc3339(row.created_at), "online": row.id in online, "open": load[row.id], "teams": groups[row.id]}
            for row in rows]


def _desks(rows: Rows, agents: list[int], sight: Sight) -> tuple[dict[int, list[str]], dict[int, int]]:
    return teams.of_agents(rows, agents), {agent: asking.count(rows, Wanted(assignee=agent), sight) for agent in agents}


async def _agent(call: Call[Any, Any], agent: int) -> dict[str, Any]:
    return (await _shown(call, [await call.app.store.quick(agents.get, agent)]))[0]


@routes("GET", "/agents", query=models.Page, answer=answers.Agents)
async def list_agents(call: Call[models.Page, None]) -> Any:
    """The agents, in the order in which they were made."""
    rows = await call.app.store.quick(agents.page, call.query.limit + 1, _after(call))
    return cut(await _shown(call, rows), call.query.limit, "id")


@routes("POST", "/agents", body=models.NewAgent, answer=answers.Agent, status=201, role="admin")
async def add_agent(call: Call[None, models.NewAgent]) -> Any:
    """Makes an agent."""
    body = call.body
    try:
        email = agents.normal_email(body.email)
    except ValueError as error:
        raise invalid([("email", str(error))]) from None
    hashed = await _hashed(body.password)
    agent = await call.app.store.write(agents.add, email=email, name=body.name, role=body.role, password=hashed or "", by=call.by)
    return await _agent(call, agent)


@routes("PATCH", "/agents/{id}", body=models.AgentPatch, answer=answers.Agent, role="admin")
async def change_agent(call: Call[None, models.AgentPatch]) -> Any:
    """Changes an agent; a new password or `disabled` ends all their logins."""
    body, agent = call.body, call.id("agent")
    await call.app.store.quick(agents.get, agent)
    await call.app.store.write(agents.change, agent, name=body.name, role=body.role, disabled=body.disabled,
                               password=await _hashed(body.password), by=call.by)
    return await _agent(call, agent)


async def _hashed(password: str | None) -> str | None:
    if password is None:
        return None
    if objection := passwords.objection(password):
        raise invalid([("password", objection)])
    return await asyncio.to_thread(passwords.hashed, password)


# ---------------------------------------------------------------- tokens

def _own(call: Call[Any, Any], agent: int) -> int:
    """An agent has their own tokens in hand, an admin everybody's."""
    if agent != call.who.agent and not call.who.admin:
        raise Problem(403, "admin_only", "only an admin may do this for others")
    return agent


@routes("GET", "/agents/{id}/tokens", query=models.Page, answer=answers.Tokens)
async def list_tokens(call: Call[models.Page, None]) -> Any:
    """The tokens of an agent, without the tokens themselves."""
    agent = _own(call, call.id("agent"))
    await call.app.store.quick(agents.get, agent)
    rows = await call.app.store.quick(agents.tokens, agent, call.query.limit + 1, _after(call))
    return cut([{"id": str(row.id), "agent": str(row.agent_id), "email": row.email, "name": row.name,
                 "created_at": rfc3339(row.created_at), "used_at": rfc3339(row.used_at), "revoked_at": rfc3339(row.revoked_at)}
                for row in rows], call.query.limit, "id")


@routes("POST", "/agents/{id}/tokens", body=models.NewToken, answer=answers.TokenMade, status=201)
async def add_token(call: Call[None, models.NewToken]) -> Any:
    """Makes a token; it is shown this once."""
    row, token = await call.app.store.write(agents.add_token, _own(call, call.id("agent")), call.body.name, by=call.by)
    return {"id": str(row), "token": token}


@routes("DELETE", "/agents/{id}/tokens/{token}", status=204)
async def revoke_token(call: Call[None, None]) -> Any:
    """Ends a token at once."""
    agent, token = _own(call, call.id("agent")), number(call.path("token"), "token")
    await call.app.store.write(agents.revoke_token, token, agent=agent, by=call.by)
    return None


# ---------------------------------------------------------------- tags, audit

@routes("GET", "/tags", query=models.Page, answer=answers.Tags)
async def tags(call: Call[models.Page, None]) -> Any:
    """The tags that are in use, by name."""
    after = key(call.query.cursor, (str,)) or ("",)
    return cut(await call.app.store.read(listings.tags, call.sight, call.query.limit + 1, after[0]), call.query.limit, "name")


@routes("GET", "/audit", query=models.AuditQuery, answer=answers.Audit)
async def audit(call: Call[models.AuditQuery, None]) -> Any:
    """Who changed what, the newest first: an admin sees all, an agent what they did themselves."""
    found = await call.app.store.read(
        listings.audit, call.query.limit + 1, _after(call) or None, target=call.query.target,
        agent=None if call.who.admin else call.who.agent)
    return cut(found, call.query.limit, "id")
