"""Whose handle is whose number: learnt from what comes in, so that a typed @name is the person that we know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from inbox.connector import Context

NOTE = "handles"
_MOST = 1000
_TRUSTED = timedelta(days=30)  # a handle may change hands; after this it is asked anew
_HANDLE = re.compile(r"\w{1,15}", re.ASCII)


class Handles:
    """Handle (lower case, no @) -> number, with the day on which it was seen."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[str, tuple[str, date]] = {}
        self._loaded = False

    async def load(self) -> None:
        """Takes up what the last run knew."""
        self._loaded = True
        try:
            kept = json.loads(await self._context.note(NOTE) or "{}")
            self._known = {str(handle): (str(number), date.fromisoformat(day)) for handle, (number, day) in kept.items()}
        except (ValueError, TypeError, AttributeError):
            self._known = {}  # nothing kept, or not by us

    async def learn(self, users: Iterable[object], now: datetime) -> None:
        """Users as X shows them. Kept when there is news; a day is news."""
        if not self._loaded:
            await self.load()
        fresh = False
        for user in users:
            handle, number = (str(user.get(name, "")) for name in ("username", "id")) if isinstance(user, dict) else ("", "")
            if _HANDLE.fullmatch(handle) and number.isdigit() and self._known.get(handle.lower()) != (number, now.date()):
                self._known.pop(handle.lower(), None)  # to the end: the oldest go first
                self._known[handle.lower()] = (number, now.date())
                fresh = True
        if fresh:
            self._known = dict(list(self._known.items())[-_MOST:])
            await self._context.set_note(NOTE, json.dumps({h: (n, day.isoformat()) for h, (n, day) in self._known.items()}))

    def number(self, handle: str, now: datetime) -> str:
        """The number behind a handle, empty when it is not known well enough."""
        number, day = self._known.get(handle.lower(), ("", date.min))
        return number if number and now.date() - day <= _TRUSTED else ""
