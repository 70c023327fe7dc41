"""Links that set a password: asked for by who forgot it, or made by an admin for somebody new. Plain pages, as the login."""

from __future__ import annotations

import asyncio
from html import escape
from typing import Any

from aiohttp import web

from inbox import letters, passwords, words
from inbox.api import desk_answers
from inbox.api.account import FORM, Page, given, there
from inbox.api.auth import own, place
from inbox.api.describe import INBOX, Call, Routes
from inbox.api.problems import Problem
from inbox.api.session import hashing, remember
from inbox.app import App
from inbox.errors import NotFoundError
from inbox.store import accounts, agents

routes = Routes()
LEAST = 8  # characters of a password, as in the API
# asked for in a quarter of an hour: for one address, from one place; links that did not hold, from one place
MOST = {"forgot-address": 3, "forgot-place": 10, "link-place": 30}
SECONDS = 0.4  # that an answer takes at least: whether there is such an account must not be heard from the clock
NO_REFERRER = "no-referrer"


# ---------------------------------------------------------------- forgotten

def _asking(request: web.Request, email: str = "", error: str = "", status: int = 200) -> web.Response:
    page = Page(request)
    back = f'<p class="aside"><a href="/login">{page.html("back")}</a></p>'
    if not request.app[INBOX].config.mail.from_channel:
        body = f'<h1>{page.html("forgot-title")}</h1><p>{page.html("no-mail")}</p>{back}'
        return page.answer(page.say("forgot-title"), body)
    return page.answer(page.say("forgot-title"), (
        f'<h1>{page.html("forgot-title")}</h1>{page.error(error)}<p>{page.html("forgot-text")}</p><form method="post" action="/forgot">'
        + page.field("email", "email", "email", value=email, focus=True, autocomplete="username", maxlength="320")
        + f'<button>{page.html("send-link")}</button></form>{back}'), status=status)


async def _forgot(request: web.Request) -> web.Response:
    """The form."""
    return _asking(request)


async def _send(request: web.Request) -> web.Response:
    """The same answer whether there is such an account or not, and not sooner either."""
    ready = asyncio.get_running_loop().time() + SECONDS
    if request.content_type != FORM:
        return _asking(request, error="error-form", status=415)
    email = (await given(request)).get("email", "")[:320].strip().lower()
    if not own(request, request.app[INBOX]):
        return _asking(request, email, "error-foreign", 403)
    app, page = request.app[INBOX], Page(request)
    if not app.config.mail.from_channel:
        return _asking(request)
    if await _too_many(app, f"forgot-place:{place(request, app)}"):
        return _asking(request, email, "error-many", 429)
    if not await _too_many(app, f"forgot-address:{email}"):  # silently: that somebody asked for it before is nobody's business
        await app.store.write(accounts.forgot, email, page.language)
    await asyncio.sleep(max(0.0, ready - asyncio.get_running_loop().time()))
    return page.answer(page.say("sent-title"), (
        f'<h1>{page.html("sent-title")}</h1><p>{page.html("sent-text")}</p>'
        f'<p class="aside"><a href="/login">{page.html("back")}</a></p>'))


async def _too_many(app: App, who: str) -> bool:
    """Whether this was asked for too often; if not, it counts."""
    if await app.store.quick(agents.failures, who, app.store.clock()) >= MOST[who.partition(":")[0]]:
        return True
    await app.store.write(agents.failed, who)
    return False


# ---------------------------------------------------------------- the link

async def _holder(request: web.Request, kind: str) -> Any | None:
    app = request.app[INBOX]
    who = f"link-place:{place(request, app)}"
    if await app.store.quick(agents.failures, who, app.store.clock()) >= MOST["link-place"]:
        return None
    row = await app.store.quick(accounts.holder, request.match_info["token"], kind, app.store.clock())
    if row is None:
        await app.store.write(agents.failed, who)
    return row


def _stale(request: web.Request, kind: str) -> web.Response:
    page = Page(request)
    again = (f'<a href="/forgot">{page.html("stale-again")}</a>' if kind == "reset" else page.html("stale-invite"))
    return page.answer(page.say("stale-title"), (
        f'<h1>{page.html("stale-title")}</h1><p>{page.html("stale-text")}</p><p>{again}</p>'
        f'<p class="aside"><a href="/login">{page.html("back")}</a></p>'), status=410, referrer=NO_REFERRER)


def _choosing(request: web.Request, kind: str, row: Any, error: str = "", status: int = 200) -> web.Response:
    page = Page(request)
    title = f"{kind}-title"
    about = ' aria-describedby="error least" aria-invalid="true"' if error else ' aria-describedby="least"'
    return page.answer(page.say(title, name=row.name), (
        f'<h1>{page.html(title, name=row.name)}</h1>{page.error(error)}<p>{page.html(f"{kind}-text", email=row.email)}</p>'
        f'<form method="post"><input type="hidden" name="username" autocomplete="username" value="{escape(row.email)}">'
        + page.field("password", "new-password", "password", about=about, focus=True, autocomplete="new-password", minlength=str(LEAST),
                     maxlength=str(passwords.MOST))
        + f'<p class="hint" id="least">{page.html("at-least")}</p><button>{page.html("set-password")}</button></form>'),
        status=status, referrer=NO_REFERRER)


async def _open(request: web.Request) -> web.Response:
    """The form. Looking at it uses nothing up: programs that follow links in mail do no harm."""
    kind = _kind(request)
    row = await _holder(request, kind)
    return _stale(request, kind) if row is None else _choosing(request, kind, row)


async def _set(request: web.Request) -> web.Response:
    """Sets the password and logs in. Only who has the link can send this form, from whatever page."""
    kind = _kind(request)
    row = await _holder(request, kind)
    if row is None:
        return _stale(request, kind)
    if request.content_type != FORM:
        return _choosing(request, kind, row, "error-form", 415)
    password = (await given(request)).get("password", "")
    if len(password) < LEAST:
        return _choosing(request, kind, row, "error-short", 422)
    if passwords.objection(password):
        return _choosing(request, kind, row, "error-long", 422)
    app = request.app[INBOX]
    async with hashing:
        hashed = await asyncio.to_thread(passwords.hashed, password)
    try:
        cookie, _ = await app.store.write(accounts.settle, request.match_info["token"], kind, hashed)
    except NotFoundError:
        return _stale(request, kind)
    answer = there("/")
    answer.headers["Referrer-Policy"] = NO_REFERRER
    remember(answer, app, cookie)
    return answer


def _kind(request: web.Request) -> str:
    return request.path.split("/")[1]


# ---------------------------------------------------------------- an admin invites

@routes("POST", "/agents/{id}/invite", answer=desk_answers.Invited, role="admin")
async def invite(call: Call[None, None]) -> Any:
    """A link that lets an agent choose a password, for seven days and once; it is mailed too where mail can be sent."""
    agent, app = call.id("agent"), call.app
    row = await app.store.quick(agents.get, agent)
    if row.disabled:
        raise Problem(409, "disabled", "this account is disabled; enable it first")
    token = await app.store.write(accounts.make, agent, "invite", call.by)
    mailed = bool(app.config.mail.from_channel)
    if mailed:
        await app.store.write(accounts.ask, agent, "invite", words.chosen(call.request.headers.get("Accept-Language", "")))
    return {"url": letters.url(app.config, "invite", token), "mailed": mailed}


def mount(made: web.Application) -> None:
    """Adds the pages."""
    made.router.add_get("/forgot", _forgot)
    made.router.add_post("/forgot", _send)
    for kind in ("reset", "invite"):
        made.router.add_get(f"/{kind}/{{token:[\\w-]{{20,100}}}}", _open)
        made.router.add_post(f"/{kind}/{{token:[\\w-]{{20,100}}}}", _set)
