"""Bounds on what something costs: seconds of its own thread's CPU, never of the clock on the wall; bytes of a process.

Bounds are some ten times what was measured (docs/security.md, "Measured"), so that a slow machine holds them, and far below
what an attack costs where nothing stops it.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooLongError(AssertionError):
    """It took more CPU than it may."""


@contextmanager
def cpu(seconds: float, what: str = "this") -> Iterator[None]:
    """Breaks off what takes more CPU, also within a regular expression. For the main thread."""
    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLongError(f"{what} takes more than {seconds} seconds of CPU")
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
