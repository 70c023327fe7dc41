"""Who one is, and how one wants the page to be."""

from __future__ import annotations

import logging
from typing import Any

from pydantic import ValidationError

from inbox.api.describe import Call, Routes
from inbox.api.settings_models import Me, MePatch, Settings
from inbox.store import agents, settings
from inbox.store.base import Rows

log = logging.getLogger("inbox.api")
routes = Routes()


@routes("GET", "/me", answer=Me)
async def me(call: Call[None, None]) -> Any:
    """The agent who asks, with every setting."""
    return await call.app.store.quick(_shown, call)


@routes("PATCH", "/me", body=MePatch, answer=Me)
async def patch(call: Call[None, MePatch]) -> Any:
    """Changes one's own name and settings."""
    name = " ".join(call.body.name.split()) or None if call.body.name is not None else None
    chosen = call.body.settings.model_dump(mode="json", exclude_unset=True)
    await call.app.store.write(settings.change, call.by, call.who.agent, name, chosen)
    return await call.app.store.quick(_shown, call)


def _shown(rows: Rows, call: Call[Any, Any]) -> dict[str, Any]:
    chosen, teams = settings.mine(rows, call.who.agent)
    full = complete(chosen)
    return {"id": str(call.who.agent), "email": call.who.email, "name": agents.get(rows, call.who.agent).name, "role": call.by.role,
            "csrf": call.who.csrf or None, "settings": full, "time_zone": full["time_zone"], "teams": teams,
            "channels": sorted(name for name in call.app.config.channels if name not in call.sight.hidden)}


def complete(chosen: dict[str, Any]) -> dict[str, Any]:
    """Every setting: what was chosen, else its default. What a later version knew and this one does not is left out."""
    try:
        return Settings.model_validate(chosen).model_dump(mode="json")
    except ValidationError as error:
        unfit = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
        log.warning("settings of an agent are not understood here and left out: %s", ", ".join(sorted(unfit)))
        return Settings.model_validate({key: value for key, value in chosen.items() if key not in unfit}).model_dump(mode="json")
