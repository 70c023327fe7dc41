"""Waiting for what becomes true, in a loop of tasks; `daemons.until` is for tests without one."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any


class LateError(AssertionError):
    """It did not become true in time."""


async def until(condition: Callable[[], Awaitable[Any] | Any], *, seconds: float = 60.0, what: str = "") -> Any:
    """Waits until the condition gives something true, and returns it. Raises LateError with what it gave last."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        if time.monotonic() > end:
            raise LateError(f"not within {seconds:.0f} s: {what or condition}; last seen: {found!r}")
        await asyncio.sleep(0.02)
