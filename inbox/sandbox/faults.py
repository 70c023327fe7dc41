"""Faults that the control API orders, and the four places that look them up before they answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

PLACES = ("imap", "smtp", "x", "twilio")
KINDS = ("drop", "hang", "429", "500", "html", "duplicate", "reorder", "die_after_accept")


@dataclass(eq=False)
class Fault:
    """What is broken. `retry_after`: seconds that a 429 names; None: it names no time."""

    kind: str
    times: int | None  # None: until it is cleared
    retry_after: float | None = None
    cleared: asyncio.Event = field(default_factory=asyncio.Event)


class Faults:
    """What is broken where. Several faults at one place are used up in the order they were set."""

    def __init__(self) -> None:
        self._set: dict[str, list[Fault]] = {place: [] for place in PLACES}
        self._hung: list[tuple[str, asyncio.Event]] = []  # used up by somebody who still waits

    def set(self, at: str, kind: str, times: int | None, retry_after: float | None = None) -> None:
        """Breaks `at` in the way `kind`, for the next `times` occasions (None: until cleared)."""
        self._set[at].append(Fault(kind, times, retry_after))

    def clear(self, at: str | None = None) -> None:
        """Mends one place, or all, and lets go of whoever hangs there."""
        for place in (at,) if at else PLACES:
            for fault in self._set[place]:
                fault.cleared.set()
            self._set[place].clear()
        for place, event in self._hung:
            if at in (None, place):
                event.set()
        self._hung = [(place, event) for place, event in self._hung if not event.is_set()]

    def standing(self) -> list[dict[str, object]]:
        """What is set now, for people who look."""
        return [{"at": place, "fault": fault.kind, "times": fault.times}
                for place, faults in self._set.items() for fault in faults]

    def take(self, at: str, *kinds: str) -> Fault | None:
        """Uses up one occasion of the first fault of these kinds at this place; None when nothing is broken."""
        fault = self._next(at, kinds)
        if fault is None:
            return None
        self._use(at, fault)
        return fault

    def stands(self, at: str, kind: str) -> bool:
        """Whether this would be met next, without using it up."""
        return self._next(at, (kind,)) is not None

    def hangs(self, at: str) -> asyncio.Event | None:
        """Uses up one occasion of `hang`: the event to wait for, or None when this place answers."""
        fault = self._next(at, ("hang",))
        if fault is None:
            return None
        self._use(at, fault)
        self._hung.append((at, fault.cleared))
        return fault.cleared

    def mute(self, at: str) -> asyncio.Event | None:
        """The event that ends a standing `hang`, without using it up."""
        fault = self._next(at, ("hang",))
        return fault.cleared if fault else None

    def _next(self, at: str, kinds: tuple[str, ...]) -> Fault | None:
        return next((fault for fault in self._set[at] if fault.kind in kinds), None)

    def _use(self, at: str, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._set[at].remove(fault)


T = TypeVar("T")
_HELD_SECONDS = 2.0  # what is to come out of order waits so long for something that overtakes it


class News(Generic[T]):
    """What a provider delivers to us: `duplicate` brings it twice, `reorder` lets the next one overtake it."""

    def __init__(self, at: str, faults: Faults, deliver: Callable[[T], Awaitable[None]]) -> None:
        self._at = at
        self._faults = faults
        self._deliver = deliver
        self._held: list[T] = []
        self._timer: asyncio.Task[None] | None = None

    async def put(self, item: T) -> None:
        if self._faults.take(self._at, "reorder"):
            self._held.append(item)
            if self._timer is None or self._timer.done():
                self._timer = asyncio.create_task(self._release_late())
            return
        await self._deliver(item)
        if self._faults.take(self._at, "duplicate"):
            await self._deliver(item)
        await self._release()

    async def close(self) -> None:
        """Forgets what is still held."""
        if self._timer:
            self._timer.cancel()
            await asyncio.gather(self._timer, return_exceptions=True)

    async def _release_late(self) -> None:
        await asyncio.sleep(_HELD_SECONDS)
        await self._release()

    async def _release(self) -> None:
        while self._held:
            await self._deliver(self._held.pop())
