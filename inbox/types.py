"""Frozen values that cross borders: between a connector and the core, between the rooms of the core.

Every datetime is aware (UTC): what a connector read without a zone is refused here, where the item can still be quarantined.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Literal

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _zoned(name: str, at: datetime | None) -> None:
    """Raises ValueError for a moment that could be any of 26 hours."""
    if at is not None and at.tzinfo is None:
        raise ValueError(f"{name} has no zone")


def _nothing() -> dict[str, Any]:
    """A plain dict, because a MappingProxyType does not pickle, and read() may run in another process."""
    return dict(_NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One way to reach somebody. `kind` is the space in which `value` is unique (`email`, `tel`, `x`, a channel's name).

    `value` is normalised by `Connector.address`; `name` is how the other side called itself, and proves nothing.
    """

    kind: str
    value: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that belongs to a message. Exactly one of `data`, `path` and `pending` is given.

    `data`: the bytes. `path`: a file of the core's own (outbound). `pending`: where the connector's `fetch` finds it
    later (a JSON-able mapping of the connector's own making). `size` is in bytes, or None while it is not known.
    """

    name: str
    media_type: str = "application/octet-stream"
    size: int | None = None
    content_id: str = ""
    inline: bool = False
    data: bytes | None = field(default=None, repr=False)
    path: Path | None = None
    pending: Mapping[str, Any] | None = None

    def open(self) -> BinaryIO:
        """The content as a binary stream. Raises ValueError while it is pending."""
        if self.data is not None:
            return io.BytesIO(self.data)
        if self.path is not None:
            return self.path.open("rb")
        raise ValueError(f"attachment {self.name!r} is still to be fetched")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawItem:
    """What a provider delivered, untouched.

    `item`: the provider's own name of this delivery, unique in the channel for ever (`INBOX/17/4711`, a post id).
    `kind`: what `read` finds in it (the connector's own word). `meta`: JSON-able facts that `read` needs and that are
    not in the bytes: the time of arrival, our own addresses, the feed it came by.
    """

    item: str
    kind: str
    data: bytes = field(repr=False)
    meta: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Items in the provider's order, and the cursor that stands after them. `more`: poll again at once."""

    items: tuple[RawItem, ...] = ()
    cursor: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """One utterance, as a connector's `read` understood it.

    `external_id`: the provider's name of what was said (the Message-ID without brackets, a post id, a SID).
    `content_key`: names what was said, so that the same thing delivered twice is one message (None: the external id).
    `direction`: `out` for what our side said by another program. `text`: the newly written text; `full_text`: with
    quotes and signature (empty: the same as `text`). `html`: raw, never trusted. `token`: a reply token found in an
    address. `references`: every id that it names, oldest first. `participants` of a list mail are not known (`list`).
    `flags`: automatic, bulk, list, truncated, unverified, auth_pass, auth_fail, suspicious, encrypted, own …
    `reply_until`: after this moment the service takes no free text. `no_reply`: code why it cannot be answered
    (`not_summoned`). `notes`: JSON-able extras to show (calendar, …).
    """

    external_id: str
    sender: Address
    text: str
    sent_at: datetime
    content_key: str | None = None
    direction: Literal["in", "out"] = "in"
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    our_address: Address | None = None
    received_at: datetime | None = None
    full_text: str = ""
    html: str = field(default="", repr=False)
    subject: str = ""
    thread_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    token: str = ""
    attachments: tuple[Attachment, ...] = ()
    flags: frozenset[str] = frozenset()
    reply_until: datetime | None = None
    no_reply: str = ""
    notes: Mapping[str, Any] = field(default_factory=_nothing)

    def __post_init__(self) -> None:
        _zoned("sent_at", self.sent_at)
        _zoned("received_at", self.received_at)
        _zoned("reply_until", self.reply_until)


UpdateState = Literal[
    "sent", "delivered", "read", "delayed", "bounced", "failed",
    "edited", "deleted", "opted_out", "opted_in", "complaint",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """News about something known: a delivery (by `external_id` or by our delivery `key`), a message, an address.

    `recipient`: whom of several it concerns, as the normalised address value (empty: all). `detail`: words for people;
    `code`: the provider's own (`5.1.1`, `30005`). `text`: the new text of an edited message. `address`: who opted out.
    `hard`: a bounce that will not get better.
    """

    state: UpdateState
    at: datetime
    external_id: str = ""
    key: str = ""
    detail: str = ""
    code: str = ""
    recipient: str = ""
    text: str = ""
    address: Address | None = None
    hard: bool = True

    def __post_init__(self) -> None:
        _zoned("at", self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """An item that is read and left out by a named rule: `code` (`own_copy`, `foreign_bounce`) and a sentence."""

    code: str
    detail: str = ""


Read = InboundMessage | Update | Ignore


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The message that is answered, for those who quote it."""

    author: str
    text: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """What is to go out, with recipients frozen.

    `key`: our name of the delivery, the idempotency key at services that know one. `token`: signed by the core; put it
    where an answer brings it back (Message-ID, plus address). `at`: when it was written. `author`: the agent's name.
    `in_reply_to`, `references`: external ids, oldest first. `options`: only what the connector's Options model takes.
    `external_id`: set by `prepare` where it is known before sending. `prepared`: the bytes that `prepare` made; a retry
    sends the same. `progress`: what earlier phases recorded, so that a chain goes on at part 3.
    """

    key: str
    sender: Address
    to: tuple[Address, ...]
    text: str
    at: datetime
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    html: str = ""
    subject: str = ""
    author: str = ""
    thread_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    token: str = ""
    answered: Answered | None = None
    attachments: tuple[Attachment, ...] = ()
    options: Mapping[str, Any] = field(default_factory=_nothing)
    external_id: str = ""
    prepared: bytes | None = field(default=None, repr=False)
    progress: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A recipient that was turned down, while others were taken."""

    address: Address
    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the service answered: it has the message. `external_ids`: its names for it, the first is the message's.

    `refused`: recipients that were turned down. `detail`: the answer in the service's words.
    """

    external_ids: tuple[str, ...] = ()
    thread_id: str = ""
    refused: tuple[Refusal, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """The provider was looked at, and it surely has not got the message."""

    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """OAuth tokens. Only the core stores them, encrypted; they never show in a repr."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires_at: datetime | None = None
    scope: str = ""
    ends_at: datetime | None = None  # when the authorisation itself ends, refreshed or not; None: not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A conversation that was looked at, and why it was taken or not."""

    conversation: int
    rule: str
    evidence: str
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which conversation a message belongs to (None: a new one), by which rule, and what else was considered.

    `merge`: further conversations that the message ties to this one. `related`: linked but not joined.
    """

    conversation: int | None
    rule: str
    evidence: str = ""
    candidates: tuple[Candidate, ...] = ()
    merge: tuple[int, ...] = ()
    related: tuple[int, ...] = ()
    newcomer: bool = False
