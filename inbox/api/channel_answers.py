"""What the API gives of channels and of the ledger, for the description and for the tests."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from inbox.api.answers import Answer, Fault, Moment, listed


class Feed(Answer):
    """One stream of news inside a channel."""

    name: str
    state: Literal["ok", "limited", "failing"]
    reason: str | None
    polled_at: Moment | None
    ok_at: Moment | None
    next_at: Moment | None


class ChannelAddress(Answer):
    """One of our own addresses."""

    kind: str
    value: str
    name: str


class Outbox(Answer):
    """What waits, what is not known, what failed."""

    queued: int
    uncertain: int
    failed: int


class LedgerCounts(Answer):
    """The sum is the number of items seen."""

    received: int
    stored: int
    duplicate: int
    update: int
    ignored: int
    quarantined: int


class Channel(Answer):
    """A configured channel and its health."""

    name: str
    type: str
    source: Literal["config", "browser"] = Field(description="Where it was made: in the configuration file, or in the browser.")
    enabled: bool
    expires_at: Moment | None = Field(description="When its OAuth authorisation ends and a person must renew it, where that is known.")
    state: Literal["ok", "degraded", "auth_required", "misconfigured", "paused", "down", "not_configured"]
    reason: str | None
    since: Moment | None
    next_try: Moment | None
    feeds: list[Feed]
    addresses: list[ChannelAddress]
    features: dict[str, Any]
    options: dict[str, Any] = Field(description="The JSON Schema of `options` in a reply.")
    hooks: list[str] = Field(description="Where the service posts to, to be entered there.")
    ledger: LedgerCounts
    outbox: Outbox
    last_in_at: Moment | None
    last_out_at: Moment | None


class Authorisation(Answer):
    """What a person has to do for a channel's OAuth. `interval`: seconds between two looks whether they have."""

    url: str
    user_code: str
    interval: float
    done: bool


class LedgerEntry(Answer):
    """One item that a provider delivered, and what became of it."""

    id: str
    channel: str
    feed: str
    item: str
    external_id: str | None
    state: Literal["received", "stored", "duplicate", "update", "ignored", "quarantined"]
    cause: Fault | None
    message: str | None
    at: Moment


Channels, Ledger = listed(Channel), listed(LedgerEntry)
