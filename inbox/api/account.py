"""Logging in and out as plain pages: no script, a style sheet of their own, a policy that lets nothing else in."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from aiohttp import web
from pydantic import ValidationError

from inbox import words
from inbox.api import models
from inbox.api.auth import COOKIE, authenticate, own
from inbox.api.describe import INBOX, PUBLIC_LIMIT
from inbox.api.problems import Problem, from_error
from inbox.api.session import enter, remember
from inbox.errors import InboxError
from inbox.store import agents

# no-referrer would make browsers send `Origin: null` with our own form
HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
           "frame-ancestors 'none'", "Referrer-Policy": "same-origin", "Vary": "Accept-Language"}
STATIC = Path(__file__).parent / "static"
LOCAL = re.compile(r"/(?!/)[!-\[\]-~]{0,2000}")  # a path of ours: browsers read `/\` as `//`, and leave out white space
FORM = "application/x-www-form-urlencoded"
ERRORS = {401: "error-credentials", 403: "error-foreign", 415: "error-form", 429: "error-throttled"}  # by the status of the answer


def local(text: str) -> str:
    """Where to go after the login: a path of ours, else the start."""
    return text if LOCAL.fullmatch(text) and not re.match(r"/(?:login|logout|forgot|reset|invite|api)\b", text) else "/"


async def given(request: web.Request) -> dict[str, str]:
    """The fields of a form, without files; none of what is not written as it says."""
    try:
        return {name: value for name, value in (await request.clone(client_max_size=PUBLIC_LIMIT).post()).items() if isinstance(value, str)}
    except (LookupError, UnicodeError):  # a charset that nobody knows, or that the body is not in
        return {}


class Page:
    """A page in the language of whoever asks. What is given as `body` is HTML already; `say` gives words, `html` escapes them."""

    def __init__(self, request: web.Request) -> None:
        self.language = words.chosen(request.headers.get("Accept-Language", ""))
        self.say = words.of(self.language)

    def html(self, name: str, /, **values: str) -> str:
        """A word for HTML. Values that are given stand apart from the direction of the words around them."""
        marks = {key: f"\x01{value}\x02" for key, value in values.items()}
        return escape(self.say(name, **marks)).replace("\x01", "<bdi>").replace("\x02", "</bdi>")

    def field(self, name: str, label: str, kind: str, *, value: str = "", about: str = "", focus: bool = False, **more: str) -> str:
        """A labelled input; letters in it run from left to right, as addresses and passwords do."""
        attributes = "".join(f' {key}="{escape(text)}"' for key, text in more.items())
        return (f'<label for="{name}">{self.html(label)}</label><input id="{name}" name="{name}" type="{kind}" dir="ltr" required'
                f'{attributes}{f" value={chr(34)}{escape(value)}{chr(34)}" if value else ""}{about}{" autofocus" if focus else ""}>')

    def error(self, name: str) -> str:
        """What went wrong, told at once by a screen reader; empty: nothing did."""
        return f'<p class="error" role="alert" id="error">{self.html(name)}</p>' if name else ""

    def answer(self, title: str, body: str, *, status: int = 200, referrer: str = "") -> web.Response:
        """The whole page. `title` is text."""
        direction = "rtl" if self.language in words.RTL else "ltr"
        headers = {**HEADERS, **({"Referrer-Policy": referrer} if referrer else {})}
        return web.Response(status=status, content_type="text/html", headers=headers, text=(
            f'<!doctype html><html lang="{self.language}" dir="{direction}"><head><meta charset="utf-8">'
            f'<title>{escape(title)} – Inbox</title><meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/static/account.css">'
            '<link rel="icon" href="/static/icon.svg" type="image/svg+xml"></head><body><main>'
            '<p class="logo"><img src="/static/icon.svg" alt="" width="32" height="32"><span>Inbox</span></p>'
            f"{body}</main></body></html>"))


def there(path: str) -> web.Response:
    """Sends the browser on, with a GET."""
    return web.Response(status=303, headers={"Location": path})


def _form(request: web.Request, goal: str, email: str = "", error: str = "", status: int = 200) -> web.Response:
    page = Page(request)
    about = ' aria-describedby="error" aria-invalid="true"' if status == 401 else ""
    return page.answer(page.say("log-in"), (
        f'<h1>{page.html("log-in")}</h1>{page.error(error)}<form method="post" action="/login">'
        f'<input type="hidden" name="next" value="{escape(goal)}">'
        + page.field("email", "email", "email", value=email, about=about, focus=not email, autocomplete="username", maxlength="320")
        + page.field("password", "password", "password", about=about, focus=bool(email), autocomplete="current-password", maxlength="1024")
        + f'<button>{page.html("log-in")}</button></form><p class="aside"><a href="/forgot">{page.html("forgot-link")}</a></p>'),
        status=status)


async def _login(request: web.Request) -> web.Response:
    """The form; whoever is logged in goes on."""
    goal = local(request.query.get("next", "/"))
    try:
        await authenticate(request, request.app[INBOX], "agent")
    except Problem:
        return _form(request, goal)
    return there(goal)


async def _enter(request: web.Request) -> web.Response:
    """A login, as `POST /session`: the same throttle, the same cookie."""
    if request.content_type != FORM:
        return _form(request, "/", error=ERRORS[415], status=415)
    said = await given(request)
    goal, email = local(said.get("next", "/")), said.get("email", "")[:320]
    if not own(request, request.app[INBOX]):
        return _form(request, goal, error=ERRORS[403], status=403)
    try:
        asked = models.Login(email=email, password=said.get("password", "")[:1024])
        cookie, _ = await enter(request, request.app[INBOX], asked.email, asked.password)
    except (Problem, ValidationError, InboxError) as error:
        problem = from_error(error)
        answer = _form(request, goal, email, ERRORS.get(problem.status, "error-other"), problem.status)
        answer.headers.update(problem.headers)
        return answer
    answer = there(goal)
    remember(answer, request.app[INBOX], cookie)
    return answer


async def _leave(request: web.Request) -> web.Response:
    """Logs out."""
    if not own(request, request.app[INBOX]):
        page = Page(request)
        return page.answer("Inbox", page.error(ERRORS[403]), status=403)
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
