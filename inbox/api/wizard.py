"""Channels made in the browser: which connectors there are, trying settings out, making, changing and removing a channel."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from aiohttp import web

from inbox import installed, registry, trial
from inbox.api import channel_answers as answers
from inbox.api import channels, forms
from inbox.api import wizard_models as models
from inbox.api.describe import Call, Routes
from inbox.api.problems import Problem
from inbox.app import App
from inbox.connector import ChannelConfig, Finding, Suggests
from inbox.errors import ConfigError, ConflictError, NotFoundError
from inbox.store import installed as rows

log = logging.getLogger(__name__)
routes = Routes()
OPENING = 3.0  # seconds that an answer waits for a channel to open
WATCH = 0.5  # seconds between two looks whether the client is still there
AT_ONCE = 8  # trials of one daemon at the same time
_running: set[object] = set()


# ---------------------------------------------------------------- connectors

@routes("GET", "/connectors", answer=models.Connectors, role="admin")
async def connectors(call: Call[None, None]) -> Any:
    """The kinds of services that a channel can be made of, each with what a form for its settings needs."""
    here = call.app.config.server.public_url
    return {"items": await asyncio.to_thread(_cards), "callback_url": f"{here}/oauth/{{name}}/callback",
            "hooks_url": f"{here}/hooks/{{name}}/"}


def _cards() -> list[dict[str, Any]]:
    found = []
    for type_ in registry.types():
        try:
            found.append(forms.card(type_))
        except ConfigError as error:
            log.error("the connector %r is left out of the wizard: %s", type_, error)
        except Exception:  # somebody else's package may raise anything when imported; the others shall show
            log.exception("the connector %r is left out of the wizard", type_)
    return found


@routes("GET", "/connectors/{type}/suggest", query=models.SuggestQuery, answer=models.Suggested, role="admin")
async def suggest(call: Call[models.SuggestQuery, None]) -> Any:
    """Settings of a well-known provider, by an address."""
    connector = _connector(call.path("type"))
    found = connector.suggest(call.query.address) if issubclass(connector, Suggests) else None
    if found is None:
        return {"settings": None, "provider": "", "known": False, "note": "", "code": None, "help_url": None}
    return {"settings": dict(found.settings), "provider": found.provider, "known": found.known, "note": found.note,
            "code": found.code or None, "help_url": found.help_url or None}


def _connector(type_: str) -> Any:
    if type_ not in registry.types():
        raise NotFoundError("there is no such connector")
    return registry.connector(type_)


# ---------------------------------------------------------------- making, changing, removing

@routes("POST", "/channels", body=models.NewChannel, answer=answers.Channel, status=201, role="admin")
async def create(call: Call[None, models.NewChannel]) -> Any:
    """Makes a channel that lives in the store, its settings encrypted; every daemon takes it up at once."""
    app, body = call.app, call.body
    _not_of_the_file(app, body.name)
    if await app.store.quick(rows.get, body.name) is not None:
        raise ConflictError(f"there is a channel {body.name!r} already", code="exists")
    made = _revised(body.name, body.type, body.settings, None)
    sealed, shown = installed.sealed(made, app.signer)
    await app.store.write(rows.add, body.name, body.type, sealed, shown, list(made.agents), call.by)
    return await _taken_up(app, body.name)


@routes("GET", "/channels/{name}/settings", answer=models.ChannelSettings, role="admin")
async def settings(call: Call[None, None]) -> Any:
    """What was set in the browser, without the secrets."""
    row = await _row(call)
    try:
        found, places = installed.shown(installed.opened(row, call.app.signer))
        unreadable = False
    except installed.WrongError:
        found, places, unreadable = json.loads(row.shown), [], True
    return {"name": row.name, "type": row.type, "enabled": bool(row.enabled), "version": row.version, "settings": found,
            "secrets_set": places, "unreadable": unreadable}


@routes("PATCH", "/channels/{name}", body=models.ChannelPatch, answer=answers.Channel, role="admin")
async def change(call: Call[None, models.ChannelPatch]) -> Any:
    """Changes a channel that was made in the browser. A secret that goes to another server than before must be given again."""
    app, body, row = call.app, call.body, await _row(call)
    more: dict[str, Any] = {}
    if body.settings is not None:
        old = _old(app, row)
        new = _revised(row.name, row.type, body.settings, old)
        sealed, shown = installed.sealed(new, app.signer)
        before = installed.packed(old) if old is not None else {}
        after = installed.packed(new)
        more = {"settings": sealed, "shown": shown, "who": list(new.agents), "forget": old is not None and installed.moved(old, new),
                "fields": sorted(name for name in {*before, *after} if before.get(name) != after.get(name))}
    if more or body.enabled is not None:
        # new settings hold what was kept of the old: they go over those, and over no others
        version = row.version if more and body.version is None else body.version
        await app.store.write(rows.change, row.name, version, call.by, enabled=body.enabled, **more)
    return await _taken_up(app, row.name)


@routes("DELETE", "/channels/{name}", status=204, role="admin")
async def remove(call: Call[None, None]) -> Any:
    """Removes a channel that was made in the browser, with its secrets and tokens. Its conversations stay."""
    row = await _row(call)
    await call.app.store.write(rows.remove, row.name, call.by)
    await call.app.reload()


async def _taken_up(app: App, name: str) -> Any:
    """The channel as it is once this daemon runs it; the others hear of it by the journal."""
    await app.reload()
    await app.channels.settled(name, OPENING)
    return (await channels.rendered(app, [name]))[0]


async def _row(call: Call[Any, Any]) -> Any:
    """The channel's row. Raises NotFoundError, ConflictError for one of the file."""
    name = call.path("name")
    row = await call.app.store.quick(rows.get, name)
    if row is None:
        _not_of_the_file(call.app, name)
        raise NotFoundError("there is no such channel")
    return row


def _not_of_the_file(app: App, name: str) -> None:
    if name in app.file.channels or name in app.file.broken:
        raise ConflictError(f"the channel {name!r} stands in the configuration file; change it there", code="in_config")


def _old(app: App, row: Any) -> ChannelConfig | None:
    """What it was before; None when it cannot be read any more."""
    try:
        return installed.opened(row, app.signer)
    except installed.WrongError:
        return None


def _revised(name: str, type_: str, given: dict[str, Any], old: ChannelConfig | None) -> ChannelConfig:
    """The settings, checked. Raises Problem 422 that names each field."""
    if type_ not in registry.types():
        raise Problem(422, "settings", f"there is no connector {type_[:80]!r}", more={"errors": [
            {"field": "type", "detail": "is not one of GET /connectors", "cure": ""}]})
    try:
        return installed.revised(name, type_, given, old)
    except installed.WrongError as error:
        raise Problem(422, "settings", str(error), more={"errors": [
            {"field": _field(one.key), "detail": one.text, "cure": one.cure} for one in error.problems]}) from None


def _field(key: str) -> str:
    """`numbers[0]` as `settings.numbers.0`."""
    return ".".join(["settings", *(part for part in re.split(r"[.\[\]]+", key) if part)])


# ---------------------------------------------------------------- trying out

@routes("POST", "/channels/test", body=models.Trial, media="application/x-ndjson", role="admin")
async def test_settings(call: Call[None, models.Trial]) -> Any:
    """Tries settings step by step, saving, sending and changing nothing; a line of JSON for each step as it ends."""
    app, body = call.app, call.body
    old = None
    if body.name is not None:
        _not_of_the_file(app, body.name)
        row = await app.store.quick(rows.get, body.name)
        old = _old(app, row) if row is not None and row.type == body.type else None
    made = _revised(body.name or "new", body.type, body.settings, old)
    tokens = old is not None and not installed.moved(old, made)
    return await _streamed(call, trial.steps(body.name or "new", made, store=app.store, signer=app.signer, config=app.config,
                                             strict=True, tokens=tokens))


@routes("POST", "/channels/{name}/test", media="application/x-ndjson", role="admin")
async def test_channel(call: Call[None, None]) -> Any:
    """The same for a channel as it stands, also one of the configuration file."""
    app, name = call.app, channels.named(call)
    if name in app.config.broken:
        raise Problem(422, "configuration", "; ".join(map(str, app.config.broken[name])))
    return await _streamed(call, trial.steps(name, app.config.channels[name], store=app.store, signer=app.signer, config=app.config,
                                             strict=name in app.config.installed))


async def _streamed(call: Call[Any, Any], found: AsyncGenerator[Finding]) -> web.StreamResponse:
    """The findings as lines, until they end or the client goes."""
    if len(_running) >= AT_ONCE:
        raise Problem(429, "busy", f"{AT_ONCE} trials are under way already; wait for one to end", headers={"Retry-After": "10"})
    mine = object()
    _running.add(mine)
    try:
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson", "X-Accel-Buffering": "no"})
        await response.prepare(call.request)
        ok = True
        async with aclosing(found):
            while (one := await _while_heard(call.request, found)) is not None:
                ok = ok and one.level != "fail"
                await response.write(_line({"step": one.step, "level": one.level, "text": one.text, "cure": one.cure or None,
                                            "code": one.code or None, "params": dict(one.params)}))
        await response.write(_line({"done": True, "ok": ok}))
    except ConnectionError:
        log.info("a trial was broken off: nobody listens any more")
    finally:
        _running.discard(mine)
    return response


async def _while_heard(request: web.Request, found: AsyncGenerator[Finding]) -> Finding | None:
    """The next finding; None at their end. Raises ConnectionResetError when the client has gone."""
    following = asyncio.ensure_future(anext(found, None))
    try:
        while not (await asyncio.wait({following}, timeout=WATCH))[0]:
            if request.transport is None or request.transport.is_closing():
                raise ConnectionResetError
        return following.result()
    finally:
        if not following.done():
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
