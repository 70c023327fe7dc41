"""What the API takes: the queries and bodies of its calls. What it gives is in `answers`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=1_000_000)]
Id = Annotated[str, Field(min_length=1, max_length=64)]
Status = Literal["open", "snoozed", "closed", "spam"]
Priority = Annotated[str, Field(pattern="^(low|normal|high|urgent)$")]
Tag = Annotated[str, Field(min_length=1, max_length=64, pattern=r"\S")]
_YEARS = (1970, 9000)  # moments that fit the store and RFC 3339


def _sound(value: Any) -> Any:
    """PostgreSQL stores no NUL, and no calendar of ours begins before 1970."""
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("must not contain the character NUL")
    if isinstance(value, datetime) and not _YEARS[0] <= value.year <= _YEARS[1]:
        raise ValueError(f"must be a moment between {_YEARS[0]} and {_YEARS[1]}")
    if isinstance(value, (list, tuple)):
        for item in value:
            _sound(item)
    if isinstance(value, dict):
        for key, item in value.items():
            _sound(key)
            _sound(item)
    return value


class Query(BaseModel):
    """A query: what it does not know, it lets pass."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @field_validator("*")
    @classmethod
    def _checked(cls, value: Any) -> Any:
        return _sound(value)


class Page(Query):
    """Every list."""

    limit: int = Field(50, ge=1, le=200, description="Items in the answer at most.")
    cursor: str | None = Field(None, max_length=400, description="`next` of the page before.")


class Body(BaseModel):
    """A body: what it does not know is an error that names it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*")
    @classmethod
    def _checked(cls, value: Any) -> Any:
        return _sound(value)


# ---------------------------------------------------------------- session, agents

class Login(Body):
    """Who logs in."""

    email: Annotated[str, Field(max_length=320)]
    password: Annotated[str, Field(max_length=1024, repr=False)]


class NewAgent(Body):
    """A new agent; without a password they log in by nothing but tokens."""

    email: Annotated[str, Field(max_length=320)]
    name: Annotated[str, Field(max_length=200)] = ""
    role: Literal["agent", "admin"] = "agent"
    password: str | None = Field(None, min_length=8, max_length=1024, repr=False)


class AgentPatch(Body):
    """What changes; what is left out stays."""

    name: Name | None = None
    role: Literal["agent", "admin"] | None = None
    password: str | None = Field(None, min_length=8, max_length=1024, repr=False)
    disabled: bool | None = None


class NewToken(Body):
    """A new API token of an agent."""

    name: Name


class PasswordChange(Body):
    """One's own password."""

    current: Annotated[str, Field(max_length=1024, repr=False)]
    password: Annotated[str, Field(min_length=8, max_length=1024, repr=False)]


# ---------------------------------------------------------------- conversations, messages

class MessageQuery(Page):
    """A page of a conversation: the newest messages, in ascending order."""

    after: str | None = Field(None, max_length=64, description="Only messages newer than this id, from there on.")


class ConversationPatch(Body):
    """What changes; what is left out stays. Null takes the assignee, the team, the contact or the time of waking away."""

    version: int | None = Field(None, description="The version that you saw; an old one is 409. Left out: whatever it is.")
    status: Status | None = None
    snoozed_until: AwareDatetime | None = Field(None, description="Null: until an answer comes.")
    assignee: Id | None = Field(None, description="An agent's id, or `me`.")
    tags: Annotated[list[Tag], Field(max_length=50, description="All of them.")] | None = None
    tags_add: Annotated[list[Tag], Field(max_length=50)] = []
    tags_remove: Annotated[list[Tag], Field(max_length=50)] = []
    priority: Priority | None = None
    subject: Annotated[str, Field(max_length=998)] | None = None
    contact: Id | None = None
    team: Id | None = None

    @model_validator(mode="after")
    def _nothing_null(self) -> Self:
        for name in ("status", "tags", "priority", "subject"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} must not be null")
        return self


class ReadUpTo(Body):
    """Up to where the agent has read."""

    up_to: Id


class Into(Body):
    """What it is merged into."""

    into: Id


class SplitAt(Body):
    """The first message of the new conversation."""

    message: Id


class Composed(Body):
    """What every outgoing message may have."""

    text: Text = ""
    html: Text = ""
    format: Literal["text", "markdown"] = Field(
        "text", description="`markdown`: the HTML is made from `text`, which is stored and, where a channel shows no HTML, sent as "
                            "readable text.")
    canned: Id | None = Field(None, description="The canned reply that it began with: its use is counted.")
    draft: bool = Field(False, description="Your draft of it (of this kind) is removed in the same transaction.")
    attachments: Annotated[list[Id], Field(max_length=50)] = []
    options: dict[str, Any] = Field({}, description="What only this channel knows; `GET /channels/NAME` has the schema.")
    from_: Annotated[str, Field(max_length=320)] | None = Field(
        None, alias="from", description="One of the channel's own addresses.")
    cc: Annotated[list[Annotated[str, Field(max_length=1000)]], Field(max_length=100)] | None = None
    bcc: Annotated[list[Annotated[str, Field(max_length=1000)]], Field(max_length=100)] | None = None
    send_at: AwareDatetime | None = None

    @field_validator("cc", "bcc", "to", mode="before", check_fields=False)
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        """A single address may stand alone."""
        return [value] if isinstance(value, str) else value


Addresses = Annotated[list[Annotated[str, Field(max_length=1000)]], Field(max_length=100)]


class NewMessage(Composed):
    """A reply, or a note that stays inside."""

    kind: Literal["reply", "note"] = "reply"
    to: Addresses | None = Field(None, description="As a person would type them; they replace the default recipients.")
    channel: Annotated[str, Field(max_length=200)] | None = Field(None, description="Another channel than the conversation's.")
    expected_last_message: Id | None = Field(None, description="409 `newer_messages` when there is a newer one.")
    mentions: Annotated[list[Id], Field(max_length=100, description="Agents whom a note names.")] = []

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.text.strip() or self.html.strip() or self.attachments or self.options):
            raise ValueError("text is empty, and there is nothing else to send")
        if self.kind == "reply" and self.mentions:
            raise ValueError("mentions: only a note names agents")
        if self.kind == "note":
            sendable = {"from_", "to", "cc", "bcc", "channel", "options", "send_at"} & self.model_fields_set
            if given := sorted(name for name in sendable if getattr(self, name)):
                raise ValueError(f"a note goes nowhere: {', '.join(name.rstrip('_') for name in given)} must be left out")
        return self


class NewConversation(Composed):
    """A first message to somebody."""

    channel: Annotated[str, Field(max_length=200)]
    to: Annotated[Addresses, Field(min_length=1)] = Field(description="As a person would type it.")
    subject: Annotated[str, Field(max_length=998)] = ""


class Resolved(Body):
    """What a person found out about an uncertain send."""

    sent: bool


# ---------------------------------------------------------------- contacts, ledger, channels

class ContactQuery(Page):
    """Filters of the contacts."""

    q: str | None = Field(None, max_length=200, description="A part of a name or an address.")


class ContactAddress(Body):
    """A way to reach somebody, as a person would type it on that channel."""

    channel: Annotated[str, Field(max_length=200)]
    address: Annotated[str, Field(min_length=1, max_length=1000)]


class LedgerQuery(Page):
    """Filters of the ledger."""

    channel: str | None = Field(None, max_length=200)
    state: Literal["received", "stored", "duplicate", "update", "ignored", "quarantined"] | None = None
    external_id: str | None = Field(None, max_length=1000)
    since: AwareDatetime | None = Field(None, description="Seen at this moment (RFC 3339) or later.")


class AuditQuery(Page):
    """Filters of the audit."""

    target: str | None = Field(None, max_length=200, description="Such as `conversation:12`.")
