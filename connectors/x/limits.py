"""What X lets us ask and when; told by its headers in its own time, kept per route as how long it is to rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from inbox.connector import Context
from inbox.errors import TemporaryError

_FAMILIES = ("x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour")
FIRST, LONGEST = 10.0, 900.0  # seconds of rest after a 429 that names no time; doubled each time
PROBE = 5.0  # seconds that the first request after such a rest has the way to itself


def route_of(method: str, path: str) -> str:
    """A request without the names in it: limits hold for a route."""
    path = re.sub(r"(?<=.)/(?:\d[\d-]*)(?=/|$)", "/:id", path)
    path = re.sub(r"(/by/username)/.*", r"\1/:name", path)
    return f"{method} {path}"


class Limits:
    """When a route may be asked again. `skew`: X's clock minus ours, from its Date header."""

    def __init__(self, context: Context) -> None:
        self.skew = timedelta()
        self.rests = 0  # how often everything had to rest
        self._context = context
        self._until: dict[str, float] = {}  # route, or "*" for all -> what has elapsed by then
        self._rest = 0.0
        self._together = 0  # refusals of requests that were under way together

    def now(self) -> datetime:
        """X's time."""
        return self._context.now() + self.skew

    def gate(self, route: str) -> None:
        """Raises TemporaryError while the route is at its limit, so that nothing is asked in vain."""
        left = max(self._left(route), self._left("*"))
        if left > 0:
            raise TemporaryError(f"X's rate limit for {route} holds until {self._at(left)}", retry_after=max(1.0, left), limited=True)

    def asks(self) -> None:
        """A request goes out: behind a rest without a time the first goes alone."""
        if "*" in self._until:
            self._rests("*", PROBE)

    def learn(self, route: str, status: int, headers: Mapping[str, str]) -> None:
        """Reads an answer's headers."""
        self._clock(headers)
        spans = [span for family in _FAMILIES if (span := self._exhausted(headers, family)) is not None]
        if spans:
            self._rests(route, max(spans))
        elif status < 400:
            self._until.pop(route, None)
        if status < 400:
            self._rest = 0.0
            self._until.pop("*", None)

    def refused(self, route: str, headers: Mapping[str, str], rests: int) -> TemporaryError:
        """The error for a 429. Without a time in it everything rests, longer each time. `rests`: as it stood when we asked."""
        if self._left(route) <= 0 and (span := self._span(headers.get("x-rate-limit-reset"))) is not None:
            self._rests(route, span)
        left = self._left(route)
        if left > 0:
            return TemporaryError(f"X's rate limit for {route} is reached; it ends at {self._at(left)}",
                                  retry_after=max(1.0, left), limited=True)
        if self.rests == rests:  # of several that were under way together one counts
            self.rests += 1
            self._rest = min(max(FIRST, self._rest * 2), LONGEST)
            self._rests("*", self._rest)
            self._together = 1
        else:
            self._together += 1
            if self._together == 3:  # with the next one there would be four within 20 s
                self._rests("*", max(self._rest, 2 * FIRST))
        return TemporaryError(f"X says that we ask too often ({route}), and not until when", limited=True)

    def _rests(self, key: str, seconds: float) -> None:
        self._until[key] = self._context.elapsed() + seconds

    def _left(self, key: str) -> float:
        return self._until.get(key, 0.0) - self._context.elapsed()

    def _at(self, left: float) -> str:
        return f"{self.now() + timedelta(seconds=left):%H:%M:%S} UTC"

    def _clock(self, headers: Mapping[str, str]) -> None:
        try:
            sent = parsedate_to_datetime(headers.get("Date", ""))
        except (TypeError, ValueError):
            return
        if sent.tzinfo is not None:
            skew = sent - self._context.now()
            # the header knows whole seconds, and the way took some
            self.skew = skew if abs(skew) > timedelta(seconds=2) else timedelta()

    def _exhausted(self, headers: Mapping[str, str], family: str) -> float | None:
        if headers.get(f"{family}-remaining", "").strip() != "0":
            return None
        return self._span(headers.get(f"{family}-reset"))

    def _span(self, value: str | None) -> float | None:
        """Seconds until a time of X's, which it names as those since 1970."""
        try:
            return (datetime.fromtimestamp(int(value or ""), UTC) - self.now()).total_seconds()
        except (ValueError, OverflowError, OSError):
            return None
