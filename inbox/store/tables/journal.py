"""What happened, who did it, and how to take it back."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import SQLModel

from inbox.store.tables import columns as c


class Event(SQLModel, table=True):
    """What happened, in the order in which it was committed."""

    __table_args__ = (Index("ix_event_conversation", "conversation_id", "id"), c.KEPT)
    id: int | None = c.id()
    kind: str = c.text()
    channel: str = c.text()
    conversation_id: int | None = c.moment(null=True)
    message_id: int | None = c.moment(null=True)
    data: str = c.text("{}")
    at: int = c.moment()


class Audit(SQLModel, table=True):
    """Who changed what."""

    __table_args__ = (Index("ix_audit_target", "target"), c.KEPT)
    id: int | None = c.id()
    agent_id: int | None = c.moment(null=True)
    agent: str = c.text()
    action: str = c.text()
    target: str = c.text()
    data: str = c.text("{}")
    at: int = c.moment()


class Undo(SQLModel, table=True):
    """How to take an act back."""

    __table_args__ = (Index("uq_undo_key", "key", unique=True), c.KEPT)
    id: int | None = c.id()
    key: str = c.text()
    agent_id: int | None = c.moment(null=True)
    action: str = c.text()
    data: str = c.text()
    undone_at: int | None = c.moment(null=True)
    at: int = c.moment()
