"""OAuth of a channel by HTTP: an admin begins, the provider sends the browser back to `/oauth/CHANNEL/callback`."""

from __future__ import annotations

import hmac
import json
import secrets
from html import escape
from typing import Any

from aiohttp import web

from inbox.api import channel_answers as answers
from inbox.api.channels import named
from inbox.api.describe import INBOX, Call, Routes
from inbox.api.problems import Problem
from inbox.app import App
from inbox.connector import Authorises, Connector, Grant
from inbox.errors import ChannelError, NotFoundError
from inbox.store import grants
from inbox.store.acts import audit
from inbox.store.base import Tx
from inbox.types import Tokens

routes = Routes()
HOLDS = 10 * 60 * 1_000_000  # microseconds in which the person must agree


def _connector(app: App, name: str) -> Any:
    """The channel's connector, which must know OAuth. Raises NotFoundError, Problem."""
    connector: Connector[Any] = app.channels.connector(name)
    if not isinstance(connector, Authorises):
        raise Problem(422, "no_oauth", "this channel has no OAuth; its credentials stand in the configuration")
    return connector


@routes("POST", "/channels/{name}/authorise", answer=answers.Authorisation, role="admin")
async def begin(call: Call[None, None]) -> Any:
    """Begins an OAuth authorisation: open `url`, and type `user_code` there when one is given."""
    app, name = call.app, named(call)
    connector, state = _connector(app, name), secrets.token_urlsafe(24)
    try:
        grant: Grant = await connector.begin(f"{app.config.server.public_url}/oauth/{name}/callback", state)
    except ChannelError as error:
        raise Problem(422, "oauth", str(error)) from error
    held = {"state": state, "until": app.store.clock() + HOLDS, "url": grant.url, "user_code": grant.user_code,
            "interval": grant.interval, "grant": dict(grant.state), "browser": bool(call.who.cookie)}

    def keep(tx: Tx) -> None:
        grants.put_pending(tx, name, app.signer.encrypt(json.dumps(held).encode()))
        audit(tx, call.by, "channel.authorise", f"channel:{name}")
    await app.store.write(keep)
    return {"url": grant.url, "user_code": grant.user_code, "interval": grant.interval, "done": False}


@routes("POST", "/channels/{name}/authorise/finish", answer=answers.Authorisation, role="admin")
async def finish(call: Call[None, None]) -> Any:
    """Looks whether the person has agreed, where the provider sends no browser back (a device code, an app's own grant)."""
    app, name = call.app, named(call)
    held = await _held(app, name)
    if held is None:
        raise Problem(409, "state", "no authorisation is under way; begin one")
    done = await _finish(app, name, held, {})
    return {"url": held["url"], "user_code": held["user_code"], "interval": held["interval"], "done": done}


async def _held(app: App, name: str) -> dict[str, Any] | None:
    """The authorisation that is under way, unless its time is over."""
    row = await app.store.quick(grants.get, name)
    if row is None or not row.pending:
        return None
    held: dict[str, Any] = json.loads(app.signer.decrypt(row.pending))
    return held if held["until"] > app.store.clock() else None


async def _finish(app: App, name: str, held: dict[str, Any], params: dict[str, str]) -> bool:
    """Fetches and keeps the tokens. False: the person has not agreed yet. Raises Problem."""
    grant = Grant(url=held["url"], user_code=held["user_code"], interval=held["interval"], state=held["grant"])
    try:
        tokens: Tokens | None = await _connector(app, name).finish(grant, params)
    except ChannelError as error:
        raise Problem(422, "oauth", str(error)) from error
    if tokens is None:
        return False
    await app.channels.grants.keep(name, tokens)
    await app.store.write(grants.put_pending, name, "")
    return True


async def _callback(request: web.Request) -> web.Response:
    """Where the provider sends the browser. The state, which only we and the one who began know, is the permission."""
    app, name = request.app[INBOX], request.match_info["channel"]
    try:
        held = await _held(app, name)
        given = request.query.get("state", "")
        if held is None or not hmac.compare_digest(held["state"].encode(), given.encode("utf-8", "replace")):
            return _page(400, "This is not the answer to an authorisation that was begun here. If you began with "
                              "`inbox channel authorise`, copy this page's address into the terminal; otherwise begin again.")
        if await _finish(app, name, held, dict(request.query)):
            if held.get("browser"):  # it was begun in the page: back to where the admin was
                return web.Response(status=303, headers={"Location": f"/admin/channels/{name}?authorised=1"})
            return _page(200, f"The channel {name} has its tokens. You may close this page.")
        return _page(422, "The provider gave no tokens; begin again.", name)
    except NotFoundError:
        return _page(404, "There is no such channel.")
    except Problem as problem:
        return _page(problem.status, problem.detail, name)


def _page(status: int, text: str, channel: str = "") -> web.Response:
    """Words, and a way back to the channel where there is one."""
    back = f'<p><a href="/admin/channels/{escape(channel)}">Back to the channel {escape(channel)}</a></p>' if channel else ""
    return web.Response(status=status, content_type="text/html", text=f'<!doctype html><html lang="en"><meta charset="utf-8">'
                        f"<title>Inbox</title><p>{escape(text)}</p>{back}</html>")


def mount(made: web.Application) -> None:
    """Adds the callback."""
    made.router.add_get("/oauth/{channel}/callback", _callback)
