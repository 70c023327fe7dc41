"""Saved views: the lists that an agent keeps."""

from __future__ import annotations

from typing import Any

from inbox.api import models
from inbox.api.answers import Answer, listed
from inbox.api.describe import Call, Routes
from inbox.api.list_models import NewView, ViewPatch, ViewQuery
from inbox.api.paging import key
from inbox.api.paging import listed as page
from inbox.store import saved

routes = Routes()


class View(Answer):
    """A saved view. `query`: the filters of its list, as `GET /conversations` takes them; `mine`: made by the one who asks."""

    id: str
    name: str
    shared: bool
    mine: bool
    query: ViewQuery
    position: int


Views = listed(View)


@routes("GET", "/views", query=models.Page, answer=Views)
async def list_views(call: Call[models.Page, None]) -> Any:
    """One's own views and the shared ones, in their order."""
    limit, me = call.query.limit, call.who.agent
    after = key(call.query.cursor, (int, int)) or (-1, 0)
    rows = await call.app.store.quick(saved.visible, me, limit + 1, after)
    last = rows[limit - 1] if len(rows) > limit else None
    return page([saved.show(row, me) for row in rows[:limit]], None if last is None else (last.position, last.id))


@routes("GET", "/views/{id}", answer=View)
async def one_view(call: Call[None, None]) -> Any:
    """One view."""
    return await _view(call, call.id("view"))


async def _view(call: Call[Any, Any], view: int) -> dict[str, Any]:
    return saved.show(await call.app.store.quick(saved.get, view, call.who.agent), call.who.agent)


def _kept(query: ViewQuery) -> dict[str, Any]:
    return query.model_dump(mode="json", exclude_unset=True, exclude_none=True)


@routes("POST", "/views", body=NewView, answer=View, status=201)
async def add_view(call: Call[None, NewView]) -> Any:
    """Keeps a list under a name."""
    body = call.body
    view = await call.app.store.write(saved.add, call.by, name=body.name, shared=body.shared, query=_kept(body.query),
                                      position=body.position)
    return await _view(call, view)


@routes("PATCH", "/views/{id}", body=ViewPatch, answer=View)
async def change_view(call: Call[None, ViewPatch]) -> Any:
    """Changes a view: one's own, or as an admin a shared one."""
    view, body = call.id("view"), call.body
    given = {name: _kept(body.query) if name == "query" and body.query else getattr(body, name) for name in body.model_fields_set}
    await call.app.store.write(saved.patch, call.by, view, **given)
    return await _view(call, view)


@routes("DELETE", "/views/{id}", status=204)
async def delete_view(call: Call[None, None]) -> Any:
    """Removes a view: one's own, or as an admin a shared one."""
    await call.app.store.write(saved.delete, call.by, call.id("view"))
    return None
