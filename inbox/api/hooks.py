"""Providers' web hooks: `/hooks/CHANNEL/path` goes to the connector that declared the path, with its body limit."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from inbox.api.describe import INBOX
from inbox.api.problems import Problem
from inbox.connector import Route, Serves
from inbox.errors import NotFoundError


async def _hook(request: web.Request) -> web.StreamResponse:
    """The connector verifies, takes and answers; no login of ours is asked for."""
    app, name = request.app[INBOX], request.match_info["channel"]
    try:
        connector = app.channels.connector(name)
    except NotFoundError:
        connector = None
    routes: Sequence[Route] = connector.routes() if isinstance(connector, Serves) else ()
    here = [route for route in routes if route.path.strip("/") == request.match_info["path"].strip("/")]
    if not here:
        raise Problem(404, "not_found", "there is no web hook at this address")
    for route in here:
        if route.method.upper() == request.method:
            return await _answer(request, route)
    allowed = ", ".join(route.method.upper() for route in here)
    raise Problem(405, "method", "this web hook takes another method", headers={"Allow": allowed})


async def _answer(request: web.Request, route: Route) -> web.StreamResponse:
    if (request.content_length or 0) > route.max_bytes:
        raise Problem(413, "too_large", f"this web hook takes {route.max_bytes} bytes at most")
    # the copy reads no more than the limit, also of a body that does not say how long it is
    return await route.handler(request.clone(client_max_size=route.max_bytes))


def mount(made: web.Application) -> None:
    """Adds the one route behind which all channels' hooks are."""
    made.router.add_route("*", "/hooks/{channel}/{path:.*}", _hook)
