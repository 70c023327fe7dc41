"""Logging in and out, and one's password. Who one is: settings.py."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from inbox import passwords
from inbox.api import answers, models
from inbox.api.auth import COOKIE, own, place, remote
from inbox.api.describe import Call, Routes
from inbox.api.problems import Problem, log
from inbox.app import App
from inbox.errors import NotFoundError
from inbox.store import agents
from inbox.store.base import Rows, Tx

routes = Routes()
# failed logins in a quarter of an hour: of one account from one place, from one place, of one account
MOST = {"pair": 8, "place": 40, "account": 60}
hashing = asyncio.Semaphore(2)  # argon2 takes 64 MiB and a core each


def _row(rows: Rows, email: str) -> Any | None:
    try:
        return agents.find(rows, email)
    except NotFoundError:
        return None


async def enter(request: web.Request, app: App, email: str, password: str) -> tuple[str, str]:
    """A login with its throttle: the cookie, and its CSRF token. Raises Problem 401, 429."""
    store, email, here, network = app.store, email.strip().lower(), remote(request, app), place(request, app)
    who = {"pair": f"pair:{email}:{network}", "place": f"place:{network}", "account": f"account:{email}"}
    async with hashing:  # from the look at the count to the failure that is counted: guesses that wait beside us count too
        for kind, name in who.items():
            if await store.quick(agents.failures, name, store.clock()) >= MOST[kind]:
                log.warning("a login from %s is refused: too many have failed (%s)", here, kind)
                raise Problem(429, "throttled", "too many failed logins; try again in a quarter of an hour",
                              headers={"Retry-After": str(agents.WINDOW // 1_000_000)})
        row = await store.quick(_row, email)
        right = await asyncio.to_thread(passwords.matches, row.password if row else "", password)
        if row is None or not right or row.disabled:
            await store.write(agents.failed, *who.values())
            log.warning("a login from %s failed: %s", here, "no such account" if row is None else f"agent {row.id}")
            raise Problem(401, "credentials", "the e-mail address or the password is wrong")
    opened = await store.write(agents.open_session, row.id, who["pair"])
    log.info("agent %d has logged in from %s", row.id, here)
    return opened


def remember(answer: web.StreamResponse, app: App, cookie: str) -> None:
    """Gives the browser its cookie."""
    answer.set_cookie(COOKIE, cookie, max_age=agents.SESSION_LIFE // 1_000_000, path="/", httponly=True, samesite="Lax",
                      secure=app.config.server.public_url.startswith("https:"))


@routes("POST", "/session", body=models.Login, answer=answers.Session, role="public")
async def login(call: Call[None, models.Login]) -> Any:
    """Logs in: sets the cookie `inbox_session` and gives the CSRF token."""
    if not own(call.request, call.app):
        raise Problem(403, "foreign_origin", "a login comes from our own page")
    cookie, csrf = await enter(call.request, call.app, call.body.email, call.body.password)
    answer = web.json_response({"csrf": csrf})
    remember(answer, call.app, cookie)
    return answer


@routes("DELETE", "/session", status=204)
async def logout(call: Call[None, None]) -> Any:
    """Logs out."""
    if call.who.cookie:
        await call.app.store.write(agents.close_session, call.who.cookie)
    answer = web.Response(status=204)
    answer.del_cookie(COOKIE, path="/")
    return answer


@routes("DELETE", "/me/sessions", status=204)
async def logout_everywhere(call: Call[None, None]) -> Any:
    """Logs out wherever one is logged in, here too. API tokens stay."""
    await call.app.store.write(agents.close_sessions, call.who.agent)
    answer = web.Response(status=204)
    answer.del_cookie(COOKIE, path="/")
    return answer


@routes("POST", "/me/password", body=models.PasswordChange, status=204)
async def password(call: Call[None, models.PasswordChange]) -> Any:
    """Changes one's own password; every other login of this agent ends."""
    store, who = call.app.store, f"password:{call.who.agent}"
    row = await store.quick(agents.get, call.who.agent)
    async with hashing:
        if await store.quick(agents.failures, who, store.clock()) >= MOST["pair"]:
            raise Problem(429, "throttled", "too many wrong passwords; try again in a quarter of an hour",
                          headers={"Retry-After": str(agents.WINDOW // 1_000_000)})
        if not await asyncio.to_thread(passwords.matches, row.password, call.body.current):
            await store.write(agents.failed, who)
            raise Problem(403, "credentials", "the current password is wrong")
        hashed = await asyncio.to_thread(passwords.hashed, call.body.password)
    await call.app.store.write(_new_password, call.who.agent, hashed, call.by, call.who.cookie or "")
    return None


def _new_password(tx: Tx, agent: int, hashed: str, by: Any, cookie: str) -> None:
    agents.change(tx, agent, password=hashed, by=by, keep=cookie)
