"""The error tree. The class says what to do next.

InboxError
├── ConfigError          mend the configuration; `key` names the place, `cure` the way
├── NotFoundError        there is no such thing (any more)
├── ConflictError        somebody was faster; read again, then decide
├── TooBroadError        the question takes too long in so large a store; ask for less
├── StoreError           the database or the disk refused
└── ChannelError         a provider or the way to it
    ├── TemporaryError   try later (`retry_after` seconds, when the provider said so)
    ├── RefusedError     never; tell the agent `code` and `human`
    ├── AuthError        pause the channel, tell the admin
    ├── UncertainError   it may have gone out: never send again blindly
    └── PolicyError      the composer should have known: window | opted_out | not_summoned
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WEEK = 7 * 24 * 3600.0  # seconds


class InboxError(Exception):
    """Root of everything that Inbox raises on purpose."""


class ConfigError(InboxError):
    """The configuration is wrong. `key` is the dotted place, `cure` one sentence that mends it."""

    def __init__(self, text: str, *, key: str = "", cure: str = "") -> None:
        super().__init__(text)
        self.key = key
        self.cure = cure


class NotFoundError(InboxError):
    """There is no such thing, or not for the one who asks."""


class ConflictError(InboxError):
    """Somebody was faster, or the thing is in a state that does not allow it. `code` is for programs."""

    def __init__(self, text: str, *, code: str = "conflict", extra: Mapping[str, Any] | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.extra: Mapping[str, Any] = extra or {}


class TooBroadError(InboxError):
    """Answering would take longer than anybody waits, and keep others waiting meanwhile."""


class StoreError(InboxError):
    """The store cannot take or give: database away, disk full, schema too new."""


class ChannelError(InboxError):
    """A provider, or the way to it, failed. Raise one of the classes below; this one is their root."""


class TemporaryError(ChannelError):
    """Try later. `retry_after` is in seconds, None when the provider gave no time. `limited` marks a rate limit.

    A time is what a stranger says: one beyond a week, or that is no number at all, is not believed.
    """

    def __init__(self, text: str, *, retry_after: float | None = None, limited: bool = False) -> None:
        super().__init__(text)
        self.retry_after = retry_after if retry_after is None or 0 <= retry_after <= WEEK else WEEK if retry_after > WEEK else None
        self.limited = limited


class RefusedError(ChannelError):
    """The provider said no for good. `code` is the provider's own, `human` a sentence for the agent."""

    def __init__(self, code: str, human: str) -> None:
        super().__init__(f"{human} ({code})" if code else human)
        self.code = code
        self.human = human


class AuthError(ChannelError):
    """The credentials are refused. The channel pauses until an admin mends them."""


class UncertainError(ChannelError):
    """It may have gone out. `evidence` says what is known."""

    def __init__(self, text: str, *, evidence: Mapping[str, Any] | None = None) -> None:
        super().__init__(text)
        self.evidence: Mapping[str, Any] = evidence or {}


class PolicyError(ChannelError):
    """The service's rules forbid it. `code` is `window`, `opted_out`, `not_summoned`, `too_long`, `no_recipient` …"""

    def __init__(self, code: str, human: str) -> None:
        super().__init__(human)
        self.code = code
        self.human = human
