"""What the API gives, for the description and for the tests. The answers themselves are made as plain dicts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Answer(BaseModel):
    """An answer says what it has, no more."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Session(Answer):
    """A login."""

    csrf: str


class Named(Answer):
    """An id with its name."""

    id: str
    name: str


class LastMessage(Answer):
    """The newest message of a conversation."""

    id: str
    direction: Literal["in", "out"] | None
    text: str
    at: Moment


class Returned(Answer):
    """Why a conversation came back by itself; null again when somebody has acted on it."""

    reason: Literal["time", "answer", "failed"]
    at: Moment | None


class Conversation(Answer):
    """A conversation. `unread` is of the agent who asks; `delivery` marks one that failed or is uncertain."""

    id: str
    subject: str
    status: Literal["open", "snoozed", "closed", "spam", "merged"]
    channel: str
    contact: Named | None
    assignee: Named | None
    team: Named | None
    tags: list[str]
    priority: str
    unread: bool
    last_message: LastMessage | None
    waiting_since: Moment | None
    snoozed_until: Moment | None
    delivery: Literal["failed", "uncertain"] | None
    related: list[str]
    version: int
    created_at: Moment
    merged_into: str | None
    draft: bool = Field(description="The agent who asks has begun to write here.")
    mentioned: bool = Field(description="They were named in a note that they have not seen.")
    returned: Returned | None


class OneConversation(Conversation):
    """A conversation by itself. `read_up_to`: the newest message that the agent who asks has read."""

    read_up_to: str | None


class ConversationChanged(OneConversation):
    """The conversation after a change; `undo` takes it back (`POST /undo/ID`)."""

    undo: str | None


class Counts(Answer):
    """The figures beside the queue."""

    open: int
    mine: int
    unassigned: int
    snoozed: int
    closed: None = Field(description="Not counted.")
    failed: int
    uncertain: int
    mentions: int
    unread: int = Field(description="Unread among the open ones that are yours or nobody's.")
    channels: dict[str, int]
    tags: dict[str, int]
    teams: dict[str, int]
    views: dict[str, int]


class Author(Answer):
    """Who wrote it."""

    kind: Literal["contact", "agent", "bot", "system"]
    id: str | None
    name: str


class Address(Answer):
    """An address and the contact behind it."""

    kind: str
    value: str
    name: str
    contact: str | None


class Attachment(Answer):
    """A file of a message. `state`: stored, pending (still to be fetched) or failed."""

    id: str
    name: str
    media_type: str
    size: int | None
    inline: bool
    url: str
    content_id: str | None
    state: Literal["stored", "pending", "failed"]
    error: str | None


class Fault(Answer):
    """A cause: for programs and for people."""

    code: str
    detail: str


class Evidence(Answer):
    """How far a send is known to have come."""

    phase: str
    at: Moment
    text: str


DeliveryState = Literal["queued", "sending", "sent", "delivered", "read", "uncertain", "failed", "bounced", "canceled"]


class Recipient(Answer):
    """What became of one recipient."""

    to: str
    role: str
    name: str
    state: DeliveryState
    detail: str | None
    at: Moment


class Delivery(Answer):
    """What became of a message that goes out; of several recipients the worst."""

    state: DeliveryState
    attempts: int
    error: Fault | None
    evidence: Evidence | None
    recipients: list[Recipient]
    next_at: Moment | None
    at: Moment


class Message(Answer):
    """A message. `text` is what was newly written, `html` is sanitised."""

    id: str
    conversation: str
    kind: Literal["message", "note", "event"]
    direction: Literal["in", "out"] | None
    channel: str
    author: Author
    from_: Address | None = Field(alias="from")
    to: list[Address]
    cc: list[Address]
    bcc: list[Address]
    reply_to: list[Address]
    subject: str
    text: str
    full_text: str
    html: str
    remote_images: int = Field(description="Images that would have to be fetched from elsewhere; trackers are not counted.")
    attachments: list[Attachment]
    flags: list[str]
    external_id: str | None
    delivery: Delivery | None
    sent_at: Moment
    received_at: Moment | None
    reply_until: Moment | None = Field(description="After this moment the service takes no free text.")
    no_reply: str | None = Field(description="Why it cannot be answered.")
    notes: dict[str, Any]


class Began(OneConversation):
    """A new conversation with its first message."""

    message: Message


class Explained(Answer):
    """Why a message is in its conversation, and which others were refused."""

    model_config = ConfigDict(extra="allow")
    message: str
    conversation: str
    rule: str
    evidence: Any
    candidates: list[dict[str, Any]]


class Upload(Answer):
    """A file that waits for its message."""

    id: str
    name: str
    media_type: str
    size: int


class ContactWay(Answer):
    """A way to reach a contact. `health`: why sending there fails; `opted_out`: the channels they left."""

    id: str
    kind: str
    value: str
    name: str
    health: str | None
    opted_out: list[str]


class Contact(Answer):
    """A person."""

    id: str
    name: str
    notes: str
    addresses: list[ContactWay]
    language: str | None
    time_zone: str | None
    tags: list[str]
    fields: dict[str, str]
    blocked: bool = Field(description="What they write goes to spam.")
    show_images: bool = Field(description="Remote images of their mail are shown without asking.")
    merged_into: str | None
    version: int
    created_at: Moment


class ContactChanged(Contact):
    """The contact after a change; `undo` takes it back."""

    undo: str | None


class TagCount(Answer):
    """A tag and how many conversations carry it."""

    name: str
    conversations: int


class Agent(Answer):
    """An agent."""

    id: str
    email: str
    name: str
    role: Literal["agent", "admin"]
    disabled: bool
    created_at: Moment
    online: bool = Field(description="Has the page open.")
    open: int = Field(description="Open conversations that are theirs, as far as you may see them.")
    teams: list[str] = Field(description="Ids.")


class Token(Answer):
    """An API token, without the token."""

    id: str
    agent: str
    email: str
    name: str
    created_at: Moment
    used_at: Moment | None
    revoked_at: Moment | None


class TokenMade(Answer):
    """A new token: shown this once."""

    id: str
    token: str


class Actor(Answer):
    """Who acted; the command line and the system have no id."""

    id: str | None
    name: str


class AuditEntry(Answer):
    """One change."""

    id: str
    agent: Actor
    action: str
    target: str
    data: dict[str, Any]
    at: Moment


class Undone(Answer):
    """An act was taken back; of many at once `failed` tells what could not be."""

    failed: list[Fault]


class Hint(Answer):
    """A part of a question that found nothing: without it so many conversations are found."""

    without: str
    found: int


def listed(item: type[BaseModel]) -> type[BaseModel]:
    """The page of such items: `{items, next}`."""
    from pydantic import create_model
    return create_model(f"{item.__name__}Page", __base__=Answer, __doc__=f"A page of {item.__name__}.",
                        items=(list[item], ...), next=(str | None, ...))  # type: ignore[valid-type]  # made at run time


class Conversations(listed(Conversation)):  # type: ignore[misc]  # made at run time
    """A page of conversations. `hints`: with the first page of a question that found nothing."""

    hints: list[Hint] = Field([], description="What to leave out, and how much that would find.")


Messages, Contacts = listed(Message), listed(Contact)
Tags, Agents, Tokens, Audit = listed(TagCount), listed(Agent), listed(Token), listed(AuditEntry)
