"""THE SOCKET: what a connector is, what it may be able to do, and what the core lends it.

A connector imports `inbox.connector`, `inbox.types` and `inbox.errors`, and nothing else of Inbox. It sees no database,
no cursor row and no outbox: it hands over items and takes messages.
"""

from __future__ import annotations

import logging
import re
import socket
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel, ConfigDict, Field, field_validator

from inbox.secret import Secret
from inbox.types import (
    Address,
    Attachment,
    Batch,
    NotSent,
    OutboundMessage,
    RawItem,
    Read,
    Receipt,
    Tokens,
)

if TYPE_CHECKING:
    from aiohttp import ClientSession, web

API = 1  # the version of this socket; a connector with another one is refused by name

__all__ = [
    "API", "Authorises", "ChannelConfig", "Completes", "Connector", "Context", "Features", "Feed", "Fetches", "Finding",
    "Listens", "Phase", "Polls", "Resolves", "Route", "Secret", "Serves", "Suggests",
]


# ---------------------------------------------------------------- configuration

class ChannelConfig(BaseModel):
    """The settings that every channel has. A connector's Config extends it; form, check and docs come from the fields.

    A field's `title`, `description` and `examples` are what a form shows. `json_schema_extra`: `group` says where it
    stands there (none: at the top; receiving | sending | advanced), and `destination: True` that secrets are sent to what
    it names, so that a secret that is kept is never sent elsewhere unseen. `made: True`: a secret that is ours to choose; the
    form can make a random one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str = Field(description="The kind of service.")
    enabled: bool = Field(True, description="A disabled channel neither fetches nor sends.")
    poll_seconds: int = Field(30, ge=1, le=86_400, title="Seconds between two polls", description="Seconds between two polls.",
                              json_schema_extra={"group": "advanced"})
    initial_sync: str = Field(
        "new", title="What is there already", examples=["new", "since:14", "all"], json_schema_extra={"group": "receiving"},
        description="What the first poll takes: new | unseen | since:N (days) | all. Nothing automatic is sent for history.")
    agents: tuple[str, ...] = Field((), title="Only for these agents", examples=["ada@example.com"],
                                    json_schema_extra={"group": "advanced"},
                                    description="E-mail addresses of the agents who may see it; empty: every agent.")
    keep_days: int = Field(0, ge=0, title="Days that closed conversations are kept", json_schema_extra={"group": "advanced"},
                           description="Days after which closed conversations are removed; 0: never.")

    @field_validator("initial_sync")
    @classmethod
    def _known_sync(cls, value: str) -> str:
        if not re.fullmatch(r"new|unseen|all|since:[0-9]{1,5}", value):
            raise ValueError("must be new, unseen, all or since:N with N in days")
        return value


# ---------------------------------------------------------------- what it is like

@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the service can do. The core decides by this and never by a connector's type.

    `sends`: False where the settings give no way out, so that a reply is refused when it is written.
    `text_limit`: most units of text, counted by `Connector.measure`; None: no limit. `text_unit`: what people call
    them; `text_measure` lets the page count while somebody types (`sms`: as 3GPP TS 23.038 does, `weighted`: as X does).
    `window_options`: names of options (templates) with which a message may be sent after `reply_until`, or in answer
    to what has a `no_reply`. `idempotent`: the same
    key twice is surely one message there, so an unknown end may be tried again. `prepare_apart`/`read_apart`: costly,
    to be run in a worker process. `media`: media types that may be attached (`*/*`), `media_bytes` their sum at most.
    """

    sends: bool = True
    text_limit: int | None = None
    text_unit: str = "characters"
    text_measure: Literal["characters", "sms", "weighted"] = "characters"
    html: bool = False
    subject: bool = False
    media: tuple[str, ...] = ()
    media_count: int = 0
    media_bytes: int = 0
    cc: bool = False
    max_recipients: int = 1
    first_message: bool = True
    window_options: tuple[str, ...] = ()
    idempotent: bool = False
    delivered: bool = False
    read_apart: bool = False
    poll_timeout: float = 120.0
    send_timeout: float = 60.0
    parallel_sends: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One stream of news inside a channel. `seconds`: between two polls; None: the channel's `poll_seconds`."""

    name: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of a check: the step, whether it holds, what was seen, and the cure where it does not.

    `code` names what was seen, so that the page can say it in another language; `params` are what stands in the sentence.
    What has no code shows in the words of `text` and `cure`.
    """

    step: str
    level: Literal["ok", "warn", "fail"]
    text: str
    cure: str = ""
    code: str = ""
    params: Mapping[str, str | int | float] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A web hook: served at `/hooks/CHANNEL/path`. The handler verifies, `await context.take(…)`, then answers."""

    method: str
    path: str
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    max_bytes: int = 1_048_576


class Phase(Protocol):
    """`await phase("data_sent", server="…")` is durable when it returns.

    The name `data_sent` is the border: call it just before the bytes that cannot be taken back. Before it every failure
    is temporary; after it every end but a Receipt, or a RefusedError, TemporaryError or AuthError of the connector's own,
    is uncertain. Other names record progress (`part_sent`, part=2, id="…"): the evidence given is merged into
    `OutboundMessage.progress` of a later attempt.
    """

    def __call__(self, name: str, /, **evidence: Any) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one item: its ledger id, its state there, its cause, and the message that it made."""

    item: str
    ledger: str
    state: Literal["received", "stored", "duplicate", "update", "ignored", "quarantined"]
    cause: str = ""
    message: str = ""


class Context(Protocol):
    """What the core lends to a connector."""

    name: str
    public_url: str

    @property
    def log(self) -> logging.Logger | logging.LoggerAdapter[logging.Logger]:
        """Bound to the channel, redacted."""

    @property
    def http(self) -> ClientSession:
        """A session of the channel's own, with a deadline, a pool and no cookies, for hosts that the settings name."""

    @property
    def guarded_http(self) -> ClientSession:
        """The same for URLs that came from outside: it reaches no private address, also after a redirect."""

    def now(self) -> datetime:
        """The time, aware, UTC. A connector asks no other clock."""

    def elapsed(self) -> float:
        """Seconds since a moment that means nothing. For how long something rests: it only grows, also where the clock is set back."""

    async def take(self, feed: str, batch: Batch) -> tuple[Taken, ...]:
        """Commits the items. When it returns you may acknowledge. Raises StoreError when nothing was kept."""

    async def token(self, scope: str = "") -> str:
        """A valid OAuth access token, refreshed once under the core's lock. Raises AuthError when there is none.

        `scope`: for another API of the same login than the one that was authorised; `refresh` is asked for it by name.
        """

    async def thread(self, fn: Callable[..., Any], /, *args: Any) -> Any:
        """Runs a blocking call on a daemon thread of the channel's own and returns its answer."""

    def dial(self, host: str, port: int, timeout: float) -> socket.socket:
        """A connected TCP socket; it blocks, so call it on a thread. Raises OSError.

        Every connection that `http` does not make begins here: of a channel that was made in a browser the address is
        checked that is really connected to.
        """

    async def file(self, key: str, number: int) -> Attachment | None:
        """The file with a number (from 0) of a message that went out under a delivery key, for services that fetch it from us."""

    async def note(self, key: str) -> str | None:
        """A small durable fact of this channel (such as one's own X id)."""

    async def set_note(self, key: str, value: str) -> None:
        """Keeps a small durable fact."""

    def sign(self, text: str) -> str:
        """A short signature of `text` under the installation's key, for URLs that come back to us."""

    def verify(self, text: str, signature: str) -> bool:
        """Whether `signature` is ours, under any key that is still valid."""

    def limited(self, feed: str, until: datetime, text: str) -> None:
        """Slows a feed until a moment and says why; the channel shows as degraded meanwhile."""


C = TypeVar("C", bound=ChannelConfig)


class _NoOptions(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Connector(ABC, Generic[C]):
    """The code for one kind of service. One object is one channel; `self.config` holds its settings."""

    api: ClassVar[int] = API
    # what somebody reads who chooses a service: its name, one sentence, a page that helps to set it up, and an example of what
    # the service has to do, where someone must write that ({hooks} is where our web hooks begin)
    title: ClassVar[str] = ""
    summary: ClassVar[str] = ""
    help_url: ClassVar[str] = ""
    guide: ClassVar[str] = ""
    Config: ClassVar[type[ChannelConfig]]
    Options: ClassVar[type[BaseModel]] = _NoOptions
    features: ClassVar[Features] = Features()
    # settings that make one (no real secrets), and items that read understands: for the conformance suite and the docs
    example: ClassVar[Mapping[str, Any]] = {}
    samples: ClassVar[Sequence[RawItem]] = ()

    def __init__(self, config: C, context: Context) -> None:
        self.config = config
        self.context = context

    async def open(self) -> None:
        """Makes ready; may use the network. Raises a ChannelError; the core tries again."""

    async def close(self) -> None:
        """Lets go of everything that open or a poll took."""

    async def check(self) -> AsyncIterator[Finding]:
        """Looks at DNS, TLS, login, scope and clock, step by step; sends nothing and changes nothing."""
        yield Finding(step="configuration", level="ok", text="read", code="read")

    def addresses(self) -> tuple[Address, ...]:
        """Our own addresses on this channel, the default sender first."""
        return ()

    def features_for(self, to: Sequence[Address], sender: Address, *, thread_id: str = "",
                     options: Mapping[str, Any] | None = None) -> Features:
        """What the service can do for these recipients, in this thread of its own, with these options (checked before)."""
        return self.features

    @classmethod
    @abstractmethod
    def address(cls, text: str) -> Address:
        """Parses and normalises what a person typed. Raises ValueError with a sentence for people."""

    def parse(self, text: str) -> Address:
        """`address` with the channel's own settings (a region, an account's own space of ids). The core asks this one."""
        return type(self).address(text)

    def sender_for(self, typed: Sequence[str]) -> Address | None:
        """Which of our addresses writes first to what a person typed; None: the channel's default."""
        return next(iter(self.addresses()), None)

    @classmethod
    def measure(cls, text: str) -> int:
        """The length of a text in the unit of `features.text_limit`."""
        return len(text)

    @classmethod
    def read(cls, raw: RawItem) -> list[Read]:
        """Understands an item. Pure: no network, no clock, no self. May raise anything; then it is quarantined."""
        raise NotImplementedError(f"{cls.__name__} takes nothing in")

    def prepare(self, message: OutboundMessage) -> OutboundMessage:
        """Sets `external_id` and `prepared`: deterministic, no network. Runs once, before the first attempt."""
        return message

    @abstractmethod
    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        """Hands the message to the service. Raises a ChannelError."""


# ---------------------------------------------------------------- powers: has it, or has it not

@runtime_checkable
class Polls(Protocol):
    """It can be asked for news. A cursor is a string of the connector's own; it is committed with the items."""

    def feeds(self) -> Sequence[Feed]: ...

    async def start(self, feed: str, since: datetime | None) -> str:
        """The cursor from which news begins: None is from now on, else everything since that moment."""

    async def poll(self, feed: str, cursor: str) -> Batch: ...

    async def settled(self, feed: str, batch: Batch) -> None:
        """After the commit: mark, move or acknowledge at the provider. A failure is only logged."""


@runtime_checkable
class Listens(Protocol):
    """It can be woken (IDLE, long poll, socket). It never brings data: `wake()` makes the core poll."""

    async def listen(self, feed: str, wake: Callable[[], None]) -> None: ...


@runtime_checkable
class Serves(Protocol):
    """It has web hooks."""

    def routes(self) -> Sequence[Route]: ...


@runtime_checkable
class Fetches(Protocol):
    """It fetches media behind a URL, after the commit. Yields chunks; raises TemporaryError or RefusedError."""

    def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]: ...


@runtime_checkable
class Resolves(Protocol):
    """It settles an uncertain send by looking at the provider. None: nothing to be learnt now."""

    async def resolve(self, message: OutboundMessage) -> Receipt | NotSent | None: ...


@runtime_checkable
class Completes(Protocol):
    """It has a step after a successful send (a copy to Sent). It may fail and be tried again; the message stays sent."""

    async def complete(self, message: OutboundMessage, receipt: Receipt) -> None: ...


@runtime_checkable
class Suggests(Protocol):
    """It knows settings of well-known providers by an address. `None`: nothing is known and nothing can be guessed."""

    @classmethod
    def suggest(cls, address: str) -> Suggestion | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Settings to begin with. `known`: from a list, else guessed. `note`: what the person must know or do there;
    `code` names it, for words in another language."""

    settings: Mapping[str, Any]
    provider: str = ""
    known: bool = True
    note: str = ""
    help_url: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What `begin` wants done: a URL to open, and for a device code the code to type and how often to ask.

    `state` is what `finish` needs again (verifier, device code); the core keeps it encrypted for ten minutes.
    """

    url: str
    user_code: str = ""
    interval: float = 5.0
    state: Mapping[str, str] = field(default_factory=dict, repr=False)


@runtime_checkable
class Authorises(Protocol):
    """OAuth. `finish` answers None while the person has not agreed yet (device code). Only the core stores tokens."""

    async def begin(self, redirect_uri: str, state: str) -> Grant: ...

    async def finish(self, grant: Grant, params: Mapping[str, str]) -> Tokens | None: ...

    async def refresh(self, tokens: Tokens | None, scope: str = "") -> Tokens:
        """New tokens (None: client credentials need no old ones). Raises AuthError when the grant is dead.

        `scope` is given only to a connector that asked `Context.token` for one; the others may leave it out.
        """
