"""The control API: what a customer says, what arrived, what is broken."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from inbox.sandbox.faults import KINDS, PLACES, Faults
from inbox.sandbox.received import CHANNELS, Received, channel
from inbox.sandbox.said import Voice, parse

_BODY_LIMIT = 64 << 20  # a customer may attach 30 MB, in base64


class Control:
    """The handlers. `configure` is told the settings that come after the start."""

    def __init__(self, voices: Mapping[str, Voice], received: Received, faults: Faults,
                 configure: Callable[[Mapping[str, Any]], None]) -> None:
        self._voices = voices
        self._received = received
        self._faults = faults
        self._configure = configure

    def app(self) -> web.Application:
        app = web.Application(client_max_size=_BODY_LIMIT, middlewares=[_problems])
        app.add_routes([
            web.post("/say", self.say), web.get("/received", self.received), web.post("/configure", self.configure),
            web.post("/fault", self.fault), web.get("/fault", self.standing), web.delete("/fault", self.mend)])
        return app

    async def say(self, request: web.Request) -> web.Response:
        """`{"channel", "from", "text", "subject", "reply_to", "attachments"}` -> `{"external_id"}`."""
        body = await _json(request)
        voice = self._voices.get(channel(str(body.get("channel", ""))))
        if voice is None:
            raise ValueError(f"channel: {body['channel']!r} has no stand-in here")
        return web.json_response({"external_id": await voice.say(parse(body))})

    async def received(self, request: web.Request) -> web.Response:
        """What arrived, oldest first; `?channel=` by name or type."""
        asked = request.query.get("channel")
        wanted = set(CHANNELS) if not asked else {channel(asked)}
        return web.json_response({"items": [item.shown() for item in self._received.items if item.channel in wanted]})

    async def fault(self, request: web.Request) -> web.Response:
        """`{"at", "fault", "times", "retry_after"}`.

        `times` is 1 by default (`hang`: until cleared), 0 or null: until cleared. `retry_after`: the seconds that a 429
        names; without it the 429 names no time. `duplicate` and `reorder` mean nothing at smtp, which brings no news.
        """
        body = await _json(request)
        at, kind = str(body.get("at")), str(body.get("fault"))
        if at not in PLACES:
            raise ValueError(f"at: one of {', '.join(PLACES)}")
        if kind not in KINDS:
            raise ValueError(f"fault: one of {', '.join(KINDS)}")
        times = body.get("times", 0 if kind == "hang" else 1)
        if times is not None and (not isinstance(times, int) or isinstance(times, bool) or times < 0):
            raise ValueError("times: a number of occasions, 0 or null until cleared")
        after = body.get("retry_after")
        if after is not None and not isinstance(after, int | float):
            raise ValueError("retry_after: a number of seconds")
        self._faults.set(at, kind, times or None, after)
        return web.json_response({"faults": self._faults.standing()})

    async def standing(self, request: web.Request) -> web.Response:
        return web.json_response({"faults": self._faults.standing()})

    async def mend(self, request: web.Request) -> web.Response:
        """Clears every fault, or those of `?at=`."""
        self._faults.clear(request.query.get("at"))
        return web.json_response({"faults": self._faults.standing()})

    async def configure(self, request: web.Request) -> web.Response:
        """`{"twilio_webhook": URL of the channel's hooks, "public_url": the origin that signatures are made over}`."""
        self._configure(await _json(request))
        return web.json_response({})


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except json.JSONDecodeError as error:
        raise ValueError(f"the body is no JSON: {error}") from None
    if not isinstance(body, dict):
        raise ValueError("the body must be an object")
    return body


@web.middleware
async def _problems(request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
    try:
        response: web.StreamResponse = await handler(request)
    except (ValueError, KeyError) as error:
        return web.json_response({"error": str(error)}, status=422)
    return response
