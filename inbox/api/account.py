"""Logging in and out as plain pages: no script, a style sheet of their own, a policy that lets nothing else in."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from pydantic import ValidationError

from inbox.api import models
from inbox.api.auth import COOKIE, authenticate
from inbox.api.describe import INBOX
from inbox.api.problems import Problem, from_error
from inbox.api.session import enter, remember
from inbox.errors import InboxError
from inbox.store import agents

# no-referrer would make browsers send `Origin: null` with our own form
HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
           "frame-ancestors 'none'", "Referrer-Policy": "same-origin"}
STATIC = Path(__file__).parent / "static"
LOCAL = re.compile(r"/(?!/)[!-\[\]-~]{0,2000}")  # a path of ours: browsers read `/\` as `//`, and leave out white space
FORM = "application/x-www-form-urlencoded"


def local(text: str) -> str:
    """Where to go after the login: a path of ours, else the start."""
    return text if LOCAL.fullmatch(text) and not re.match(r"/(?:login|logout|api)\b", text) else "/"


def own(request: web.Request) -> bool:
    """Whether our own page sent this form: by what the browser says of it, which no foreign page can change."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc in (request.host, urlsplit(request.app[INBOX].config.server.public_url).netloc)


def page(title: str, body: str, *, status: int = 200) -> web.Response:
    """A whole page around what is HTML already."""
    return web.Response(status=status, content_type="text/html", headers=HEADERS, text=(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        '<link rel="stylesheet" href="/static/account.css"><link rel="icon" href="/static/icon.svg" type="image/svg+xml"></head>'
        f"<body><main>{body}</main></body></html>"))


def there(path: str) -> web.Response:
    """Sends the browser on, with a GET."""
    return web.Response(status=303, headers={"Location": path})


def _form(goal: str, email: str = "", error: str = "", status: int = 200) -> web.Response:
    said = f'<p class="error" role="alert" id="error">{escape(error[:1].upper() + error[1:])}.</p>' if error else ""
    about = ' aria-describedby="error" aria-invalid="true"' if status == 401 else ""
    first, second = (" autofocus", "") if not email else ("", " autofocus")
    return page("Log in – Inbox", (
        f'<h1>Inbox</h1>{said}<form method="post" action="/login"><input type="hidden" name="next" value="{escape(goal)}">'
        f'<label for="email">E-mail address</label><input id="email" name="email" type="email" autocomplete="username" maxlength="320" '
        f'dir="ltr" required value="{escape(email)}"{about}{first}>'
        f'<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" '
        f'maxlength="1024" dir="ltr" required{about}{second}><button>Log in</button></form>'), status=status)


async def _login(request: web.Request) -> web.Response:
    """The form; whoever is logged in goes on."""
    goal = local(request.query.get("next", "/"))
    try:
        await authenticate(request, request.app[INBOX], "agent")
    except Problem:
        return _form(goal)
    return there(goal)


async def _enter(request: web.Request) -> web.Response:
    """A login, as `POST /session`: the same throttle, the same cookie."""
    if request.content_type != FORM:
        return _form("/", error="this form was sent in a way that we do not read", status=415)
    given = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    goal, email = local(given.get("next", "/")), given.get("email", "")[:320]
    if not own(request):
        return _form(goal, error="a login comes from our own page; try again here", status=403)
    try:
        asked = models.Login(email=email, password=given.get("password", "")[:1024])
        cookie, _ = await enter(request, request.app[INBOX], asked.email, asked.password)
    except (Problem, ValidationError, InboxError) as error:
        problem = from_error(error)
        answer = _form(goal, email, problem.detail, problem.status)
        answer.headers.update(problem.headers)
        return answer
    answer = there(goal)
    remember(answer, request.app[INBOX], cookie)
    return answer


async def _leave(request: web.Request) -> web.Response:
    """Logs out."""
    if not own(request):
        return page("Inbox", "<h1>Inbox</h1><p>Logging out comes from our own page.</p>", status=403)
    if cookie := request.cookies.get(COOKIE):
        await request.app[INBOX].store.write(agents.close_session, cookie)
    answer = there("/login")
    answer.del_cookie(COOKIE, path="/")
    return answer


async def _static(request: web.Request) -> web.FileResponse:
    return web.FileResponse(STATIC / request.match_info["name"], headers={"Cache-Control": "no-cache"})


def mount(made: web.Application) -> None:
    """Adds the pages."""
    made.router.add_get("/login", _login)
    made.router.add_post("/login", _enter)
    made.router.add_post("/logout", _leave)
    made.router.add_get(r"/static/{name:account\.css|icon\.svg}", _static)
