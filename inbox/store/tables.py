"""Every table of the core, declared once. The migrations are proven equal to this by a test, on both databases.

Moments are whole microseconds since 1970 in UTC (`BIGINT`): the same on SQLite and PostgreSQL, sortable, never naive.
JSON is text. A blob is named by the SHA-256 of its bytes. Large columns stand last, so that short reads skip them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, MetaData, Text, text
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata

BIG = BigInteger().with_variant(Integer, "sqlite")  # SQLite's rowid is an INTEGER PRIMARY KEY and nothing else
KEPT: dict[str, Any] = {"sqlite_autoincrement": True}  # ids that were used never come again


def _id() -> Any:
    return Field(default=None, primary_key=True, sa_type=BIG)


def _ref(to: str, *, null: bool = False, index: bool = False) -> Any:
    return Field(default=None, foreign_key=to, sa_type=BIG, nullable=null, index=index)


def _moment(*, null: bool = False) -> Any:
    return Field(default=None, sa_type=BIG, nullable=null)


def _text(default: str = "") -> Any:
    return Field(default=default, sa_type=Text, sa_column_kwargs={"server_default": default})


def _int(default: int = 0) -> Any:
    return Field(default=default, sa_type=BIG, sa_column_kwargs={"server_default": str(default)})


class Meta(SQLModel, table=True):
    """Facts about the store itself."""

    key: str = Field(primary_key=True)
    value: str = _text()


# ---------------------------------------------------------------- channels

class Channel(SQLModel, table=True):
    """What is known of a channel, whether it is configured now or not."""

    name: str = Field(primary_key=True)
    type: str = _text()
    state: str = _text("ok")  # ok | degraded | auth_required | misconfigured | paused | down
    reason: str = _text()
    since: int = _moment()
    next_try: int | None = _moment(null=True)
    paused: int = _int()
    last_in_at: int | None = _moment(null=True)
    last_out_at: int | None = _moment(null=True)
    created_at: int = _moment()


class Feed(SQLModel, table=True):
    """One stream of news. `cursor` is the connector's; null until the feed was started."""

    channel: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    cursor: str | None = Field(default=None, sa_type=Text, nullable=True)
    state: str = _text("ok")  # ok | limited | failing
    reason: str = _text()
    polled_at: int | None = _moment(null=True)
    ok_at: int | None = _moment(null=True)
    next_at: int | None = _moment(null=True)
    failures: int = _int()


class Fact(SQLModel, table=True):
    """`Context.note`: a small durable fact of a channel."""

    channel: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    value: str = _text()


class Grant(SQLModel, table=True):
    """OAuth tokens of a channel, encrypted; `pending` holds an authorisation that is under way, encrypted too."""

    channel: str = Field(primary_key=True)
    expires_at: int | None = _moment(null=True)
    refreshing_until: int | None = _moment(null=True)
    tokens: str = _text()
    pending: str = _text()


class Lease(SQLModel, table=True):
    """Who works on what: `fence` grows with every taking, and a commit under an old fence is refused."""

    name: str = Field(primary_key=True)
    owner: str = _text()
    fence: int = _int()
    expires_at: int = _int()


class Tally(SQLModel, table=True):
    """Counts that are kept instead of counted: (channel, ledger state) -> n."""

    channel: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    n: int = _int()


# ---------------------------------------------------------------- what came in

class Blob(SQLModel, table=True):
    """Content by its hash. `data` is null where the bytes are a file in `data_dir/blobs`."""

    sha: str = Field(primary_key=True)
    size: int = _int()
    data: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)


class Ledger(SQLModel, table=True):
    """Every item ever seen. `key` and `content` are hashes and outlive erasure; `item` and `external_id` do not."""

    __table_args__ = (
        Index("uq_ledger_key", "channel", "key", unique=True),
        Index("ix_ledger_content", "channel", "content"),
        Index("ix_ledger_external", "external_id"),
        Index("ix_ledger_state", "channel", "state", "id"),
        Index("ix_ledger_open", "id", sqlite_where=text("state = 'received'"), postgresql_where=text("state = 'received'")),
        Index("ix_ledger_message", "message_id"),
        KEPT,
    )
    id: int | None = _id()
    channel: str = _text()
    feed: str = _text()
    key: str = _text()
    content: str = _text()
    item: str = _text()
    external_id: str = _text()
    kind: str = _text()
    state: str = _text("received")
    cause: str = _text()  # JSON {code, detail} or empty
    message_id: int | None = _moment(null=True)
    raw: str = _text()  # blob
    imported: int = _int()
    at: int = _moment()
    meta: str = _text()


# ---------------------------------------------------------------- people

class Contact(SQLModel, table=True):
    """A person. `merged_into` leads on after a merge."""

    __table_args__ = (Index("ix_contact_name", "name"), KEPT)
    id: int | None = _id()
    name: str = _text()
    notes: str = _text()
    merged_into: int | None = _moment(null=True)
    version: int = _int(1)
    created_at: int = _moment()


class Address(SQLModel, table=True):
    """A way to reach a contact. `health`: empty, or why sending there fails (a hard bounce)."""

    __table_args__ = (Index("uq_address_value", "kind", "value", unique=True), KEPT)
    id: int | None = _id()
    kind: str = _text()
    value: str = _text()
    name: str = _text()
    contact_id: int = _ref("contact.id", index=True)
    health: str = _text()
    created_at: int = _moment()


class OptOut(SQLModel, table=True):
    """Somebody wants nothing more from one of our channels."""

    __tablename__ = "opt_out"
    channel: str = Field(primary_key=True)
    address_id: int = Field(primary_key=True, sa_type=BIG, foreign_key="address.id")
    at: int = _moment()


# ---------------------------------------------------------------- conversations

class Conversation(SQLModel, table=True):
    """A thread with a contact. `channel` and `ours` are its default route; the last_* columns serve the list."""

    __table_args__ = (
        Index("ix_conversation_list", "status", "last_at", "id"),
        Index("ix_conversation_assignee", "assignee_id", "status", "last_at", "id"),
        Index("ix_conversation_channel", "channel", "status", "last_at", "id"),
        Index("ix_conversation_contact", "contact_id", "last_at", "id"),
        Index("ix_conversation_waiting", "status", "waiting_since", "id"),
        Index("ix_conversation_snoozed", "snoozed_until",
              sqlite_where=text("snoozed_until IS NOT NULL"), postgresql_where=text("snoozed_until IS NOT NULL")),
        Index("ix_conversation_failed", "last_at", "id", sqlite_where=text("failed > 0"), postgresql_where=text("failed > 0")),
        Index("ix_conversation_uncertain", "last_at", "id",
              sqlite_where=text("uncertain > 0"), postgresql_where=text("uncertain > 0")),
        KEPT,
    )
    id: int | None = _id()
    status: str = _text("open")  # open | snoozed | closed | spam | merged
    channel: str = _text()
    ours: str = _text()  # our address there, as kind:value
    subject: str = _text()
    contact_id: int | None = _ref("contact.id", null=True)
    assignee_id: int | None = _ref("agent.id", null=True)
    priority: str = _text("normal")
    waiting_since: int | None = _moment(null=True)
    snoozed_until: int | None = _moment(null=True)
    closed_at: int | None = _moment(null=True)
    last_id: int | None = _moment(null=True)
    last_in_id: int = _int()
    last_at: int = _int()
    last_direction: str | None = Field(default=None, nullable=True)
    last_text: str = _text()
    failed: int = _int()
    uncertain: int = _int()
    merged_into: int | None = _moment(null=True)
    version: int = _int(1)
    created_at: int = _moment()


class Related(SQLModel, table=True):
    """Two conversations that belong near each other, stored both ways."""

    conversation_id: int = Field(primary_key=True, sa_type=BIG)
    other_id: int = Field(primary_key=True, sa_type=BIG)
    reason: str = _text()


class Tag(SQLModel, table=True):
    """A tag of a conversation."""

    __table_args__ = (Index("ix_tag_name", "name", "conversation_id"),)
    conversation_id: int = Field(primary_key=True, sa_type=BIG, foreign_key="conversation.id")
    name: str = Field(primary_key=True)


class Participant(SQLModel, table=True):
    """An address that takes part in a conversation."""

    __table_args__ = (Index("ix_participant_address", "address_id", "conversation_id"),)
    conversation_id: int = Field(primary_key=True, sa_type=BIG, foreign_key="conversation.id")
    address_id: int = Field(primary_key=True, sa_type=BIG, foreign_key="address.id")
    newcomer: int = _int()


class Ref(SQLModel, table=True):
    """An id that leads to a conversation: of a message we have (`own`), only named by one (`named`), or a `thread`."""

    __table_args__ = (Index("uq_ref", "value", "channel", "conversation_id", unique=True),
                      Index("ix_ref_conversation", "conversation_id"), Index("ix_ref_message", "message_id"), KEPT)
    id: int | None = _id()
    value: str = _text()
    channel: str = _text()
    conversation_id: int = _ref("conversation.id")
    message_id: int | None = _moment(null=True)
    kind: str = _text("own")


class Message(SQLModel, table=True):
    """One utterance. `people`: JSON {from, to, cc, bcc, reply_to}, each a list of [kind, value, name]."""

    __table_args__ = (
        Index("ix_message_conversation", "conversation_id", "id"),
        Index("ix_message_external", "external_id"),
        KEPT,
    )
    id: int | None = _id()
    conversation_id: int = _ref("conversation.id")
    channel: str = _text()
    kind: str = _text("message")  # message | note | event
    direction: str | None = Field(default=None, nullable=True)
    author_kind: str = _text("system")  # contact | agent | bot | system
    author_id: int | None = _moment(null=True)
    author_name: str = _text()
    external_id: str | None = Field(default=None, sa_type=Text, nullable=True)
    thread_id: str = _text()
    sent_at: int = _moment()
    received_at: int | None = _moment(null=True)
    reply_until: int | None = _moment(null=True)
    no_reply: str = _text()
    ours: str = _text()
    raw: str = _text()
    body_hash: str = _text()
    imported: int = _int()
    flags: str = _text("[]")
    people: str = _text("{}")
    notes: str = _text()
    routing: str = _text()
    subject: str = _text()
    text: str = _text()
    full_text: str = _text()
    html: str = _text()


class Attachment(SQLModel, table=True):
    """A file of a message, or an upload that waits for one (`message_id` null, `agent_id` its owner)."""

    __table_args__ = (
        Index("ix_attachment_message", "message_id", "position"),
        Index("ix_attachment_pending", "next_at", sqlite_where=text("state = 'pending'"), postgresql_where=text("state = 'pending'")),
        Index("ix_attachment_sha", "sha"),
        Index("uq_attachment_key", "key", unique=True),
        KEPT,
    )
    id: int | None = _id()
    key: str = _text()  # its opaque name outside
    message_id: int | None = _ref("message.id", null=True)
    agent_id: int | None = _moment(null=True)
    channel: str = _text()
    position: int = _int()
    name: str = _text()
    media_type: str = _text()
    size: int | None = _moment(null=True)
    sha: str = _text()
    content_id: str = _text()
    inline: int = _int()
    state: str = _text("stored")  # stored | pending | failed
    pending: str = _text()  # JSON for the connector's fetch
    error: str = _text()
    attempts: int = _int()
    next_at: int | None = _moment(null=True)
    created_at: int = _moment()


# ---------------------------------------------------------------- what goes out

class Delivery(SQLModel, table=True):
    """The outbox row that carries a message out. `fence` grows with every claim; a late answer under an old one is lost."""

    __table_args__ = (
        Index("uq_delivery_key", "key", unique=True),
        Index("uq_delivery_message", "message_id", unique=True),
        Index("ix_delivery_due", "channel", "next_at", "id",
              sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'")),
        Index("ix_delivery_sending", "lease_until",
              sqlite_where=text("state = 'sending'"), postgresql_where=text("state = 'sending'")),
        Index("ix_delivery_state", "channel", "state", "id"),
        Index("ix_delivery_conversation", "conversation_id", "id"),
        KEPT,
    )
    id: int | None = _id()
    message_id: int = _ref("message.id")
    conversation_id: int = _ref("conversation.id")
    channel: str = _text()
    key: str = _text()
    state: str = _text("queued")
    attempts: int = _int()
    next_at: int | None = _moment(null=True)
    owner: str = _text()
    fence: int = _int()
    lease_until: int | None = _moment(null=True)
    phase: str = _text()
    error: str = _text()  # JSON {code, detail} or empty
    evidence: str = _text()  # JSON {phase, at, text} or empty
    external_id: str = _text()
    prepared: str = _text()  # blob
    progress: str = _text("{}")
    outbound: str = _text()  # JSON of the frozen OutboundMessage but for text, files and bytes
    complete_state: str = _text()  # empty | queued | done | failed: the step after a successful send
    complete_at: int | None = _moment(null=True)
    complete_attempts: int = _int()
    complete_error: str = _text()
    receipt: str = _text()
    look_at: int | None = _moment(null=True)  # when an uncertain send is looked up at the provider
    looks: int = _int()
    created_at: int = _moment()
    at: int = _moment()


class Recipient(SQLModel, table=True):
    """One recipient of a delivery and what became of it."""

    __table_args__ = (Index("ix_recipient_delivery", "delivery_id", "position"), KEPT)
    id: int | None = _id()
    delivery_id: int = _ref("delivery.id")
    position: int = _int()
    role: str = _text("to")
    kind: str = _text()
    value: str = _text()
    name: str = _text()
    state: str = _text("queued")
    detail: str = _text()
    at: int = _moment()


class Attempt(SQLModel, table=True):
    """One try of a delivery, committed before the wire is touched."""

    __table_args__ = (Index("ix_attempt_delivery", "delivery_id", "number"), KEPT)
    id: int | None = _id()
    delivery_id: int = _ref("delivery.id")
    number: int = _int(1)
    owner: str = _text()
    phase: str = _text()
    outcome: str = _text()
    detail: str = _text()
    started_at: int = _moment()
    ended_at: int | None = _moment(null=True)


# ---------------------------------------------------------------- the journal

class Event(SQLModel, table=True):
    """What happened, in the order in which it was committed."""

    __table_args__ = (Index("ix_event_conversation", "conversation_id", "id"), KEPT)
    id: int | None = _id()
    kind: str = _text()
    channel: str = _text()
    conversation_id: int | None = _moment(null=True)
    message_id: int | None = _moment(null=True)
    data: str = _text("{}")
    at: int = _moment()


class Audit(SQLModel, table=True):
    """Who changed what."""

    __table_args__ = (Index("ix_audit_target", "target"), KEPT)
    id: int | None = _id()
    agent_id: int | None = _moment(null=True)
    agent: str = _text()
    action: str = _text()
    target: str = _text()
    data: str = _text("{}")
    at: int = _moment()


class Undo(SQLModel, table=True):
    """How to take an act back."""

    __table_args__ = (Index("uq_undo_key", "key", unique=True), KEPT)
    id: int | None = _id()
    key: str = _text()
    agent_id: int | None = _moment(null=True)
    action: str = _text()
    data: str = _text()
    undone_at: int | None = _moment(null=True)
    at: int = _moment()


# ---------------------------------------------------------------- agents

class Agent(SQLModel, table=True):
    """A person who answers. `email` is stored in lower case."""

    __table_args__ = (Index("uq_agent_email", "email", unique=True), KEPT)
    id: int | None = _id()
    email: str = _text()
    name: str = _text()
    role: str = _text("agent")
    password: str = _text()  # argon2, or empty: no login by password
    disabled: int = _int()
    settings: str = _text("{}")
    created_at: int = _moment()


class Token(SQLModel, table=True):
    """An API token; only its hash is kept."""

    __table_args__ = (Index("uq_token_hash", "hash", unique=True), KEPT)
    id: int | None = _id()
    agent_id: int = _ref("agent.id")
    name: str = _text()
    hash: str = _text()
    created_at: int = _moment()
    used_at: int | None = _moment(null=True)
    revoked_at: int | None = _moment(null=True)


class Session(SQLModel, table=True):
    """A login of the page; only the hash of its cookie is kept."""

    hash: str = Field(primary_key=True)
    agent_id: int = _ref("agent.id")
    csrf: str = _text()
    created_at: int = _moment()
    expires_at: int = _moment()


class LoginFailure(SQLModel, table=True):
    """Failed logins, for the throttle."""

    __tablename__ = "login_failure"
    __table_args__ = (Index("ix_login_failure", "who", "at"), KEPT)
    id: int | None = _id()
    who: str = _text()
    at: int = _moment()


class ReadMark(SQLModel, table=True):
    """Up to which message an agent has read a conversation."""

    __tablename__ = "read_mark"
    agent_id: int = Field(primary_key=True, sa_type=BIG)
    conversation_id: int = Field(primary_key=True, sa_type=BIG)
    up_to: int = _int()


class IdempotencyKey(SQLModel, table=True):
    """What an Idempotency-Key of an agent stands for."""

    __tablename__ = "idempotency_key"
    agent_id: int = Field(primary_key=True, sa_type=BIG)
    key: str = Field(primary_key=True)
    body_hash: str = _text()
    message_id: int = _int()
    at: int = _moment()


class Canned(SQLModel, table=True):
    """A canned reply."""

    __table_args__ = (Index("uq_canned_name", "name", unique=True), KEPT)
    id: int | None = _id()
    name: str = _text()
    text: str = _text()
    created_at: int = _moment()
