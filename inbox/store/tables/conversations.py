"""Conversations, their messages and files, and the ids that lead to them."""

from __future__ import annotations

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from inbox.store.tables import columns as c


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
        Index("ix_conversation_team", "team_id", "status", "last_at", "id",
              sqlite_where=text("team_id IS NOT NULL"), postgresql_where=text("team_id IS NOT NULL")),
        Index("ix_conversation_created", "created_at", "id"),
        Index("ix_conversation_closed", "closed_at", "id",
              sqlite_where=text("closed_at IS NOT NULL"), postgresql_where=text("closed_at IS NOT NULL")),
        c.KEPT,
    )
    id: int | None = c.id()
    status: str = c.text("open")  # open | snoozed | closed | spam | merged
    channel: str = c.text()
    ours: str = c.text()  # our address there, as kind:value
    subject: str = c.text()
    contact_id: int | None = c.ref("contact.id", null=True)
    assignee_id: int | None = c.ref("agent.id", null=True)
    priority: str = c.text("normal")
    waiting_since: int | None = c.moment(null=True)
    snoozed_until: int | None = c.moment(null=True)
    closed_at: int | None = c.moment(null=True)
    last_id: int | None = c.moment(null=True)
    last_in_id: int = c.integer()
    last_at: int = c.integer()
    last_direction: str | None = Field(default=None, nullable=True)
    last_text: str = c.text()
    failed: int = c.integer()
    uncertain: int = c.integer()
    merged_into: int | None = c.moment(null=True)
    version: int = c.integer(1)
    created_at: int = c.moment()
    team_id: int | None = c.moment(null=True)
    returned: str = c.text()  # why it came back by itself: time | answer | failed; empty again when somebody has acted
    returned_at: int | None = c.moment(null=True)
    first_reply_at: int | None = c.moment(null=True)


class Related(SQLModel, table=True):
    """Two conversations that belong near each other, stored both ways."""

    conversation_id: int = Field(primary_key=True, sa_type=c.BIG)
    other_id: int = Field(primary_key=True, sa_type=c.BIG)
    reason: str = c.text()


class Tag(SQLModel, table=True):
    """A tag of a conversation."""

    __table_args__ = (Index("ix_tag_name", "name", "conversation_id"),)
    conversation_id: int = Field(primary_key=True, sa_type=c.BIG, foreign_key="conversation.id")
    name: str = Field(primary_key=True)


class Participant(SQLModel, table=True):
    """An address that takes part in a conversation."""

    __table_args__ = (Index("ix_participant_address", "address_id", "conversation_id"),)
    conversation_id: int = Field(primary_key=True, sa_type=c.BIG, foreign_key="conversation.id")
    address_id: int = Field(primary_key=True, sa_type=c.BIG, foreign_key="address.id")
    newcomer: int = c.integer()


class Ref(SQLModel, table=True):
    """An id that leads to a conversation: of a message we have (`own`), only named by one (`named`), or a `thread`."""

    __table_args__ = (Index("uq_ref", "value", "channel", "conversation_id", unique=True),
                      Index("ix_ref_conversation", "conversation_id"), Index("ix_ref_message", "message_id"), c.KEPT)
    id: int | None = c.id()
    value: str = c.text()
    channel: str = c.text()
    conversation_id: int = c.ref("conversation.id")
    message_id: int | None = c.moment(null=True)
    kind: str = c.text("own")


class Message(SQLModel, table=True):
    """One utterance. `people`: JSON {from, to, cc, bcc, reply_to}, each a list of [kind, value, name]."""

    __table_args__ = (
        Index("ix_message_conversation", "conversation_id", "id"),
        Index("ix_message_external", "external_id"),
        # what came in and what we wrote in a span of time, for the reports
        Index("ix_message_received", "received_at", "conversation_id", "channel",
              sqlite_where=text("direction = 'in'"), postgresql_where=text("direction = 'in'")),
        Index("ix_message_sent", "sent_at", "conversation_id", "channel", "author_kind", "author_id",
              sqlite_where=text("direction = 'out'"), postgresql_where=text("direction = 'out'")),
        c.KEPT,
    )
    id: int | None = c.id()
    conversation_id: int = c.ref("conversation.id")
    channel: str = c.text()
    kind: str = c.text("message")  # message | note | event
    direction: str | None = Field(default=None, nullable=True)
    author_kind: str = c.text("system")  # contact | agent | bot | system
    author_id: int | None = c.moment(null=True)
    author_name: str = c.text()
    external_id: str | None = Field(default=None, sa_type=Text, nullable=True)
    thread_id: str = c.text()
    sent_at: int = c.moment()
    received_at: int | None = c.moment(null=True)
    reply_until: int | None = c.moment(null=True)
    no_reply: str = c.text()
    ours: str = c.text()
    raw: str = c.text()
    body_hash: str = c.text()
    imported: int = c.integer()
    flags: str = c.text("[]")
    people: str = c.text("{}")
    notes: str = c.text()
    routing: str = c.text()
    subject: str = c.text()
    text: str = c.text()
    full_text: str = c.text()
    html: str = c.text()


class Mention(SQLModel, table=True):
    """An agent who was named in a note: the conversation stands in their list until `seen_at`."""

    __table_args__ = (
        Index("ix_mention_agent", "agent_id", "conversation_id"), Index("ix_mention_conversation", "conversation_id"),
        Index("ix_mention_unseen", "agent_id", "conversation_id", sqlite_where=text("seen_at IS NULL"),
              postgresql_where=text("seen_at IS NULL")))
    # a program of the version before does not know of mentions, and removes messages all the same
    message_id: int = Field(primary_key=True, sa_type=c.BIG, foreign_key="message.id", ondelete="CASCADE")
    agent_id: int = Field(primary_key=True, sa_type=c.BIG, foreign_key="agent.id")
    conversation_id: int = c.ref("conversation.id", goes_along=True)
    seen_at: int | None = c.moment(null=True)
    at: int = c.moment()


class Attachment(SQLModel, table=True):
    """A file of a message, or an upload that waits for one (`message_id` null, `agent_id` its owner)."""

    __table_args__ = (
        Index("ix_attachment_message", "message_id", "position"),
        Index("ix_attachment_pending", "next_at", sqlite_where=text("state = 'pending'"), postgresql_where=text("state = 'pending'")),
        Index("ix_attachment_sha", "sha"),
        Index("uq_attachment_key", "key", unique=True),
        c.KEPT,
    )
    id: int | None = c.id()
    key: str = c.text()  # its opaque name outside
    message_id: int | None = c.ref("message.id", null=True)
    agent_id: int | None = c.moment(null=True)
    channel: str = c.text()
    position: int = c.integer()
    name: str = c.text()
    media_type: str = c.text()
    size: int | None = c.moment(null=True)
    sha: str = c.text()
    content_id: str = c.text()
    inline: int = c.integer()
    state: str = c.text("stored")  # stored | pending | failed
    pending: str = c.text()  # JSON for the connector's fetch
    error: str = c.text()
    attempts: int = c.integer()
    next_at: int | None = c.moment(null=True)
    created_at: int = c.moment()
