"""The agents' page: `index.html` with the boot data for whoever is logged in, its hashed assets, and what stands beside them.

The boot data is what the page would ask for first. Each part is the answer of a call of the API, so that they cannot differ.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from aiohttp import web

from inbox import web as built
from inbox.api.auth import Who, authenticate
from inbox.api.describe import INBOX, Call, Operation
from inbox.api.problems import Problem, from_error, log
from inbox.compact import dump
from inbox.store import journal

POLICY = ("default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; frame-src 'self'; object-src 'none'; "
          "base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
PLACES = ("/", "/queue", "/queue/{tail:.*}", "/search", "/contacts", "/contacts/{tail:.*}", "/admin", "/admin/{tail:.*}", "/reports",
          "/settings", "/settings/{tail:.*}", "/new")
# part of the boot data -> the call whose answer it is; of a list its items
PARTS = {"me": "/me", "counts": "/conversations/counts", "channels": "/channels", "agents": "/agents", "teams": "/teams",
         "views": "/views", "tags": "/tags"}
FIRST = "/conversations"
# view of the queue -> the filters of its list, as in the page itself (src/app/router.svelte.ts)
VIEWS: dict[str, dict[str, str]] = {
    "mine": {"assignee": "me"}, "unassigned": {"assignee": "none", "sort": "oldest_waiting"}, "mentions": {"mentions": "me"},
    "open": {}, "all": {"status": "all"}, "snoozed": {"status": "snoozed"}, "closed": {"status": "closed"}, "spam": {"status": "spam"},
    "failed": {"delivery": "failed"}, "uncertain": {"delivery": "uncertain"}}
OF_ONE = ("channel", "team", "tag", "view")  # channel.NAME and so on: the list of that one; list.FILTERS: whatever they find
MOST = 1000  # items of a part; the page asks for more when it needs them
YEAR = "public, max-age=31536000, immutable"
FRESH = "private, no-cache"
MISSING = ("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Inbox</title><h1>The agents' page is not built</h1>"
           "<p>Inbox runs: the HTTP API (<a href=\"/api/docs\">/api/docs</a>) and the web hooks answer. This installation was made "
           "without the page. In a checkout build it with <code>python -m inbox.web build</code>; otherwise install Inbox from a "
           "wheel, which carries it.</html>")
CALLS: web.AppKey[dict[str, Operation]] = web.AppKey("page calls")


async def _serve(request: web.Request) -> web.Response:
    """The page for whoever is logged in; the others are sent to log in."""
    page = built.page()
    if page is None:
        return web.Response(status=503, text=MISSING, content_type="text/html", headers={"Retry-After": "60"})
    try:
        who = await authenticate(request, request.app[INBOX], "agent")
    except Problem as problem:
        if problem.status != 401:
            raise
        return web.Response(status=303, headers={"Location": "/login?next=" + quote(request.path_qs, safe="/"), "Cache-Control": FRESH})
    text = f"{page.head}{harmless(await _boot(request, who, page.version))}{page.tail}"
    return web.Response(text=text, content_type="text/html", headers={
        "Content-Security-Policy": POLICY, "Cache-Control": FRESH, "Referrer-Policy": "same-origin"})  # forms of ours tell their origin


def harmless(text: str) -> str:
    """JSON as it may stand inside a script element: the same JSON, with nothing that HTML or an old JavaScript reads otherwise."""
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


# ---------------------------------------------------------------- boot data

async def _boot(request: web.Request, who: Who, version: str) -> str:
    """All that the page begins with, as JSON. The journal's number is read first: what happens meanwhile is told again."""
    data: dict[str, Any] = {"version": version, "last": await request.app[INBOX].store.quick(journal.last)}
    for part, path in PARTS.items():
        data[part] = await _part(request, who, path) if path in request.app[CALLS] else []
    data["settings"] = data["me"].get("settings") or {}
    data["first"] = await _first(request, who)
    return dump(data)


async def _ask(request: web.Request, who: Who, path: str, query: dict[str, Any]) -> Any:
    """The answer of `GET path`. Raises ValidationError, Problem, InboxError."""
    operation = request.app[CALLS][path]
    model = operation.query.model_validate(query) if operation.query else None
    answer = await operation.handler(Call(request, request.app[INBOX], model, None, who))
    return json.loads(answer) if isinstance(answer, bytes) else answer


async def _part(request: web.Request, who: Who, path: str) -> Any:
    """An answer, or the items of a list, page by page."""
    paged = request.app[CALLS][path].query is not None
    answer = await _ask(request, who, path, {"limit": 200} if paged else {})
    if not isinstance(answer, dict) or "items" not in answer:
        return answer
    items = answer["items"]
    while answer.get("next") and len(items) < MOST:
        answer = await _ask(request, who, path, {"limit": 200, "cursor": answer["next"]})
        items = items + answer["items"]
    return items


def filters(view: str, asked: str = "") -> dict[str, str] | None:
    """The filters of the list that a view of the queue shows; `asked`: what is searched for. None: there is no such view."""
    kind, dot, name = view.partition(".")
    if view == "search":
        return {"status": "all", "q": asked} if asked else None
    if dot and kind in OF_ONE and name:
        return {kind: name}
    if kind == "list":
        return dict(parse_qsl(name))
    return VIEWS.get(view)


async def _first(request: web.Request, who: Who) -> dict[str, Any] | None:
    """The first page of the list that the address names, with the filters that it is an answer to."""
    parts = [unquote(part) for part in request.rel_url.raw_path.strip("/").split("/")]  # a tag may hold a slash
    view = parts[1] if parts[0] == "queue" and len(parts) > 1 else "search" if parts == ["search"] else ""
    query = filters(view, request.query.get("q", ""))
    if query is None:
        return None
    try:
        return {"query": query, **await _ask(request, who, FIRST, dict(query))}
    except Exception as error:  # noqa: BLE001 - the rest of the page works; it asks for the list by itself and shows what is wrong
        if from_error(error).status >= 500:
            log.exception("the list %s broke", view)
        return None


# ---------------------------------------------------------------- files

async def _asset(request: web.Request) -> web.StreamResponse:
    """A file whose name changes with what is in it."""
    return _file(built.DIST / "assets" / request.match_info["name"], YEAR)


async def _beside(request: web.Request) -> web.StreamResponse:
    """A file at the top: the icon, the manifest, the licences."""
    return _file(built.DIST / request.match_info["name"], FRESH)


def _file(path: Path, cache: str) -> web.StreamResponse:
    """The file, or its compressed twin. The routes let no name through that could leave the folder."""
    if not path.is_file():
        raise web.HTTPNotFound()
    return web.FileResponse(path, headers={"Cache-Control": cache, "Vary": "Accept-Encoding", "Content-Security-Policy": POLICY})


def mount(made: web.Application, operations: list[Operation]) -> None:
    """Adds the page. `operations`: the calls of the API, which its boot data comes from."""
    made[CALLS] = {operation.path: operation for operation in operations if operation.method == "GET"}
    for place in PLACES:
        made.router.add_get(place, _serve)
    made.router.add_get(r"/assets/{name:[\w-][\w.-]*}", _asset)
    made.router.add_get(r"/{name:[\w-]+\.(?:svg|png|ico|txt|webmanifest|json|js)}", _beside)
