"""Channels: their health and figures, and asking them to poll, pause or resume."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping
from typing import Any

from inbox.api import channel_answers as answers
from inbox.api import models
from inbox.api.describe import Call, Routes
from inbox.api.paging import key, listed
from inbox.app import App
from inbox.connector import Connector, Features, Serves
from inbox.errors import InboxError, NotFoundError
from inbox.store import feeds, grants, listings
from inbox.store.acts import Actor, audit
from inbox.store.base import Rows, Tx
from inbox.store.times import rfc3339
from inbox.types import Address

routes = Routes()
log = logging.getLogger(__name__)


def names(app: App) -> list[str]:
    """Every channel of the file and of the browser, those that are misconfigured too."""
    return sorted({*app.config.channels, *app.config.broken})


async def rendered(app: App, wanted: list[str]) -> list[dict[str, Any]]:
    """Channels as the API shows them: what the store knows, and what the connector says of itself."""
    found = await app.store.quick(listings.channels, wanted)
    ends: Mapping[str, int] = await app.store.quick(grants.ends, wanted)
    return [_with_connector(app, found[name] | {"expires_at": rfc3339(ends.get(name))}) for name in wanted]


def _with_connector(app: App, channel: dict[str, Any]) -> dict[str, Any]:
    name = channel["name"]
    channel |= {"addresses": [], "features": {}, "options": {}, "hooks": [], "enabled": True,
                "source": "browser" if name in app.config.installed else "config"}
    if name in app.config.broken:
        problems = "; ".join(str(problem) for problem in app.config.broken[name])
        return channel | {"state": "misconfigured", "reason": problems}
    settings = app.config.channels.get(name)
    if settings is None:
        return channel | {"state": listings.LEFT, "reason": listings.WHY_LEFT, "next_try": None}
    channel["type"] = settings.type
    if not settings.enabled:
        return channel | {"state": "paused", "reason": "enabled = false", "enabled": False}
    try:
        connector = app.channels.connector(name)
    except InboxError as error:
        return channel | {"state": "misconfigured", "reason": channel["reason"] or str(error)}
    return channel | {
        "addresses": [{"kind": a.kind, "value": a.value, "name": a.name} for a in connector.addresses()],
        "features": dataclasses.asdict(_features(connector)), "options": connector.Options.model_json_schema(),
        "hooks": _hooks(connector, f"{app.config.server.public_url}/hooks/{name}/")}


def _hooks(connector: Connector[Any], base: str) -> list[str]:
    """The whole addresses that its service posts to, each once."""
    routes = connector.routes() if isinstance(connector, Serves) else ()
    return list(dict.fromkeys(base + route.path.strip("/") for route in routes if route.method.upper() == "POST"))


def _features(connector: Connector[Any]) -> Features:
    """What the channel can do as it is set up. The limit of a text may still depend on the conversation: the lower one is told."""
    general = connector.features
    sender = next(iter(connector.addresses()), Address(kind=connector.context.name, value=""))
    try:
        found = connector.features_for((), sender)
    except Exception:  # it was asked about nobody in particular, which a stranger's connector may not foresee
        log.debug("the features of %s cannot be told without a recipient", connector.context.name, exc_info=True)
        return general
    lower = found.text_limit is None or (general.text_limit is not None and general.text_limit < found.text_limit)
    if not lower:
        return found
    return dataclasses.replace(found, text_limit=general.text_limit, text_unit=general.text_unit, text_measure=general.text_measure)


@routes("GET", "/channels", query=models.Page, answer=answers.Channels)
async def channels(call: Call[models.Page, None]) -> Any:
    """The configured channels with their health and figures."""
    after = key(call.query.cursor, (str,)) or ("",)
    seen = [name for name in names(call.app) if name not in call.sight.hidden and name > after[0]]
    page = seen[:call.query.limit]
    return listed(await rendered(call.app, page), (page[-1],) if len(seen) > len(page) else None)


def named(call: Call[Any, Any]) -> str:
    """The channel of the path, if it is configured and this agent may see it. Raises NotFoundError."""
    name = call.path("name")
    if name not in names(call.app) or name in call.sight.hidden:
        raise NotFoundError("there is no such channel")
    return name


@routes("GET", "/channels/{name}", answer=answers.Channel)
async def channel(call: Call[None, None]) -> Any:
    """One channel; also one that left the configuration (`not_configured`), because its conversations stay."""
    name = call.path("name")
    left = name not in names(call.app) and name not in call.sight.hidden and await call.app.store.quick(_kept, name)
    return (await rendered(call.app, [name if left else named(call)]))[0]


def _kept(rows: Rows, name: str) -> bool:
    return feeds.channel(rows, name) is not None


@routes("POST", "/channels/{name}/poll", answer=answers.Channel, status=202)
async def poll(call: Call[None, None]) -> Any:
    """Asks for news at once, whatever the schedule, but not against a provider's rate limit."""
    return await _command(call, "poll")


@routes("POST", "/channels/{name}/pause", answer=answers.Channel)
async def pause(call: Call[None, None]) -> Any:
    """Stops fetching until somebody resumes it; sending goes on."""
    return await _command(call, "pause")


@routes("POST", "/channels/{name}/resume", answer=answers.Channel)
async def resume(call: Call[None, None]) -> Any:
    """Fetches again, at once."""
    return await _command(call, "resume")


async def _command(call: Call[None, None], do: str) -> Any:
    """Whichever daemon runs the channel hears of it by the journal."""
    name = named(call)
    settings = call.app.config.channels.get(name)
    await call.app.store.write(_ask, name, settings.type if settings else "", do, call.by)
    return (await rendered(call.app, [name]))[0]


def _ask(tx: Tx, name: str, type_: str, do: str, by: Actor) -> None:
    if type_:
        feeds.ensure_channel(tx, name, type_)
    feeds.command(tx, name, do)
    audit(tx, by, f"channel.{do}", f"channel:{name}")
