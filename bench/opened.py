"""A page that is open: the socket /live, and the list that it fetches when it hears of something."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import aiohttp


async def page(url: str, token: str, mark: str, deliver: Callable[[], None]) -> tuple[float, float]:
    """(when `deliver` was done, when the page had the list with `mark` in it), in Unix seconds. Raises TimeoutError."""
    headers = {"Authorization": f"Bearer {token}"}
    async with asyncio.timeout(90), aiohttp.ClientSession(headers=headers) as session, session.ws_connect(url + "/api/v1/live") as live:
        await live.receive_json()
        await asyncio.to_thread(deliver)
        delivered = time.time()
        async for frame in live:
            if '"event"' not in frame.data:
                continue
            async with session.get(url + "/api/v1/conversations?limit=50") as answer:
                if mark in await answer.text():
                    return delivered, time.time()
    raise ConnectionError("the daemon hung up")
