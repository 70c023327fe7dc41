"""The web application: every resource mounted, errors as problems, headers that keep browsers on a short leash."""

from __future__ import annotations

import json
import time
from typing import Any

from aiohttp import web

from inbox.api import (
    account,
    admin,
    bulk,
    canned,
    channels,
    contacts,
    conversations,
    docs,
    drafts,
    events,
    health,
    health_report,
    history,
    hooks,
    images,
    invite,
    ledger,
    live,
    messages,
    oauth,
    outbox_list,
    page,
    reports,
    saved,
    session,
    settings,
    teams,
    uploads,
    ways,
    wizard,
)
from inbox.api.auth import RESTRICTIONS
from inbox.api.counting import COUNTS, Figures
from inbox.api.describe import BASE, BODY_LIMIT, INBOX, Operation, mounted
from inbox.api.description import openapi
from inbox.api.metrics import METRICS
from inbox.api.problems import Problem, from_error, from_http, log
from inbox.app import App
from inbox.store import agents

RESOURCES = (session, settings, drafts, conversations, history, messages, uploads, contacts, channels, wizard, oauth, ledger,
             health_report, outbox_list, events, admin, canned, bulk, images, invite, saved, teams, ways, reports)
# a packed body is taken by nobody, nor unpacked on its way to the bin: 400 KB may hold a second's work
# who connects and does not say what they want within so many seconds is hung up
HANDLER = {"max_line_size": 16_384, "auto_decompress": False, "keepalive_timeout": 75.0}
API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
           "Content-Security-Policy": API_POLICY, "Cache-Control": "no-store"}


def operations() -> list[Operation]:
    """Every call of `/api/v1`."""
    return [operation for resource in RESOURCES for operation in resource.routes.operations]


def make_app(app: App) -> web.Application:
    """The application over an App."""
    made = web.Application(middlewares=[_guard], client_max_size=BODY_LIMIT, handler_args=HANDLER)
    made[INBOX] = app
    made[RESTRICTIONS] = {}
    made[COUNTS] = Figures()
    made[events.STREAMS] = set()
    made.on_startup.append(_remember)
    made.on_shutdown.append(events.hang_up)
    made.on_response_prepare.append(_headers)
    for operation in operations():
        made.router.add_route(operation.method, BASE + operation.path, mounted(operation))
    live.mount(made, app)
    health.mount(made)
    hooks.mount(made)
    oauth.mount(made)
    _describe(made, app)
    account.mount(made)
    invite.mount(made)
    images.mount(made)
    page.mount(made, operations())
    return made


def _describe(made: web.Application, app: App) -> None:
    """`/api/openapi.json` and `/api/docs`, made when somebody first asks."""
    kept: dict[str, bytes] = {}

    def description() -> dict[str, Any]:
        return openapi(operations(), app.config.server.public_url)

    async def as_json(request: web.Request) -> web.Response:
        if "json" not in kept:
            kept["json"] = json.dumps(description()).encode()
        return web.Response(body=kept["json"], content_type="application/json")

    async def as_page(request: web.Request) -> web.Response:
        if "page" not in kept:
            kept["page"] = docs.page(description()).encode()
        return web.Response(body=kept["page"], content_type="text/html", charset="utf-8",
                            headers={"Content-Security-Policy": docs.POLICY})
    made.router.add_get("/api/openapi.json", as_json)
    made.router.add_get("/api/docs", as_page)


async def _remember(made: web.Application) -> None:
    """Who may see which channel is kept, so that one that leaves the configuration stays closed to the others."""
    app = made[INBOX]
    known = await app.store.read(agents.restrictions)
    now = {name: frozenset(map(str.lower, settings.agents)) for name, settings in app.config.channels.items()}
    if changed := {name: sorted(emails) for name, emails in now.items() if emails != known.get(name, frozenset())}:
        await app.store.write(agents.remember_restrictions, changed)
    made[RESTRICTIONS].update(known)


# ---------------------------------------------------------------- around every request

@web.middleware
async def _guard(request: web.Request, handler: Any) -> web.StreamResponse:
    """Whatever goes wrong is a problem with a code; what we did not foresee is logged, and says nothing outside."""
    began = time.perf_counter()
    try:
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Problem(415, "content_encoding", "a body is taken as it is, not packed")
        response: web.StreamResponse = await handler(request)
    except web.HTTPException as error:
        response = from_http(error).response() if error.status >= 400 else error
    except web.RequestPayloadError:
        response = Problem(400, "body", "the body could not be read").response()
    except Exception as error:  # noqa: BLE001 - the border to the outside: nothing may pass it as it is
        problem = from_error(error)
        if isinstance(error, ConnectionResetError) and request.transport is None:
            log.info("%s %s: whoever asked has gone", request.method, _route(request))
        elif problem.status == 500:
            log.exception("%s %s broke", request.method, _route(request))
        elif problem.status == 503:
            log.warning("%s %s: %s", request.method, _route(request), error)
        response = problem.response()
    request.app[METRICS].count(request.method, _route(request), response.status, time.perf_counter() - began)
    return response


def _route(request: web.Request) -> str:
    """The route as it was declared: no ids, nothing that a caller could fill the metrics with."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unknown"


async def _headers(request: web.Request, response: web.StreamResponse) -> None:
    headers = response.headers
    for name, value in HEADERS.items():
        if name not in headers:
            headers[name] = value
    if request.app[INBOX].config.server.public_url.startswith("https:"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
