"""A fresh stage for each play, and the control API as a tester would use it."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import pytest
import waiting

from inbox.sandbox.stage import Stage

DEADLINE = 30.0


class Control:
    """The control API of a stage."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self.session.post(path, json=body) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())

    async def say(self, channel: str, sender: str, text: str, **more: Any) -> str:
        return str((await self.post("/say", channel=channel, **{"from": sender}, text=text, **more))["external_id"])

    async def fault(self, at: str, kind: str, **more: Any) -> None:
        await self.post("/fault", at=at, fault=kind, **more)

    async def mend(self) -> None:
        async with self.session.delete("/fault") as answer:
            assert (await answer.json())["faults"] == []

    async def received(self, channel: str = "") -> list[dict[str, Any]]:
        async with self.session.get("/received", params={"channel": channel}) as answer:
            return list((await answer.json())["items"])


@pytest.fixture
def until() -> Callable[[Callable[[], Any]], Coroutine[Any, Any, Any]]:
    """Waits for a condition, at most DEADLINE seconds; returns its value."""
    return functools.partial(waiting.until, seconds=DEADLINE)


Play = Callable[[Stage, Control], Coroutine[Any, Any, None]]


@pytest.fixture
def on_stage() -> Callable[..., None]:
    """Runs a play; afterwards no task may be left."""
    def run(play: Play, **options: Any) -> None:
        async def main() -> None:
            async with Stage(**options) as stage, aiohttp.ClientSession(stage.ready()["control"]) as session:
                async with asyncio.timeout(4 * DEADLINE):
                    await play(stage, Control(session))
            stray = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            assert stray == []
        asyncio.run(main())
    return run
