"""When to try again: pure decisions from (attempts, error, now)."""

from __future__ import annotations

from inbox.errors import TemporaryError

GIVE_UP = 48 * 3600.0  # seconds after the first attempt (RFC 5321 4.5.4.1 asks for days; people ask sooner)
FIRST, LONGEST = 2.0, 3600.0
POLL_FIRST, POLL_LIMITED, POLL_LONGEST = 2.0, 10.0, 900.0


def send_after(attempts: int, age: float, error: Exception | None, chance: float) -> float | None:
    """Seconds until the next attempt of a delivery, or None: never.

    `attempts` were made, the first `age` seconds ago; `chance` in [0, 1) spreads them (± 20 %). The provider's own
    time wins where it is longer. A limit without a time starts at 10 s, as in `poll_after`.
    """
    if age > GIVE_UP:
        return None
    asked = error.retry_after if isinstance(error, TemporaryError) and error.retry_after else 0.0
    first = POLL_LIMITED / 0.8 if endless(error) else FIRST  # its shortest spread is 10 s
    wait: float = min(first * 2.0 ** min(max(attempts - 1, 0), 20), LONGEST) * (0.8 + 0.4 * chance)
    return max(wait, asked)


def endless(error: Exception | None) -> bool:
    """Whether it is a rate limit that does not say when it ends."""
    return isinstance(error, TemporaryError) and error.limited and error.retry_after is None


def poll_after(failures: int, error: Exception, chance: float) -> float:
    """Seconds until a feed that failed `failures` times in a row is asked again.

    A limit without a time starts at 10 s: three requests in 20 s are the most that a provider should see.
    """
    limited = isinstance(error, TemporaryError) and error.limited
    if isinstance(error, TemporaryError) and error.retry_after is not None:
        return max(error.retry_after, 1.0)
    first = POLL_LIMITED if limited else POLL_FIRST
    return float(min(first * 2.0 ** min(max(failures - 1, 0), 10), POLL_LONGEST) * (1.0 + 0.2 * chance))
