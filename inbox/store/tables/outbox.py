"""What goes out: deliveries, their recipients and attempts."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from inbox.store.tables import columns as c


class Delivery(SQLModel, table=True):
    """The outbox row that carries a message out. `fence` grows with every claim; a late answer under an old one is lost."""

    __table_args__ = (
        Index("uq_delivery_key", "key", unique=True),
        Index("uq_delivery_message", "message_id", unique=True),
        Index("ix_delivery_due", "channel", "next_at", "id",
              sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'")),
        Index("ix_delivery_sending", "lease_until",
              sqlite_where=text("state = 'sending'"), postgresql_where=text("state = 'sending'")),
        Index("ix_delivery_complete", "channel", "complete_at",
              sqlite_where=text("complete_state = 'queued'"), postgresql_where=text("complete_state = 'queued'")),
        Index("ix_delivery_state", "channel", "state", "id"),
        Index("ix_delivery_conversation", "conversation_id", "id"),
        Index("ix_delivery_canceled", "message_id",
              sqlite_where=text("state = 'canceled'"), postgresql_where=text("state = 'canceled'")),
        c.KEPT,
    )
    id: int | None = c.id()
    message_id: int = c.ref("message.id")
    conversation_id: int = c.ref("conversation.id")
    channel: str = c.text()
    key: str = c.text()
    state: str = c.text("queued")
    attempts: int = c.integer()
    next_at: int | None = c.moment(null=True)
    owner: str = c.text()
    fence: int = c.integer()
    lease_until: int | None = c.moment(null=True)
    phase: str = c.text()
    error: str = c.text()  # JSON {code, detail} or empty
    evidence: str = c.text()  # JSON {phase, at, text} or empty
    external_id: str = c.text()
    prepared: str = c.text()  # blob
    progress: str = c.text("{}")
    outbound: str = c.text()  # JSON of the frozen OutboundMessage but for text, files and bytes
    complete_state: str = c.text()  # empty | queued | done | failed: the step after a successful send
    complete_at: int | None = c.moment(null=True)
    complete_attempts: int = c.integer()
    complete_error: str = c.text()
    receipt: str = c.text()
    look_at: int | None = c.moment(null=True)  # when an uncertain send is looked up at the provider
    looks: int = c.integer()
    created_at: int = c.moment()
    at: int = c.moment()


class Recipient(SQLModel, table=True):
    """One recipient of a delivery and what became of it."""

    __table_args__ = (Index("ix_recipient_delivery", "delivery_id", "position"), c.KEPT)
    id: int | None = c.id()
    delivery_id: int = c.ref("delivery.id")
    position: int = c.integer()
    role: str = c.text("to")
    kind: str = c.text()
    value: str = c.text()
    name: str = c.text()
    state: str = c.text("queued")
    detail: str = c.text()
    at: int = c.moment()


class Attempt(SQLModel, table=True):
    """One try of a delivery, committed before the wire is touched."""

    __table_args__ = (Index("ix_attempt_delivery", "delivery_id", "number"), c.KEPT)
    id: int | None = c.id()
    delivery_id: int = c.ref("delivery.id")
    number: int = c.integer(1)
    owner: str = c.text()
    phase: str = c.text()
    outcome: str = c.text()
    detail: str = c.text()
    started_at: int = c.moment()
    ended_at: int | None = c.moment(null=True)
