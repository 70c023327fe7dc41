"""Those who answer: logins, tokens, marks of what was read, canned replies."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from inbox.store.tables import columns as c


class Agent(SQLModel, table=True):
    """A person who answers. `email` is stored in lower case."""

    __table_args__ = (Index("uq_agent_email", "email", unique=True), c.KEPT)
    id: int | None = c.id()
    email: str = c.text()
    name: str = c.text()
    role: str = c.text("agent")
    password: str = c.text()  # argon2, or empty: no login by password
    disabled: int = c.integer()
    settings: str = c.text("{}")
    created_at: int = c.moment()


class Token(SQLModel, table=True):
    """An API token; only its hash is kept."""

    __table_args__ = (Index("uq_token_hash", "hash", unique=True), c.KEPT)
    id: int | None = c.id()
    agent_id: int = c.ref("agent.id")
    name: str = c.text()
    hash: str = c.text()
    created_at: int = c.moment()
    used_at: int | None = c.moment(null=True)
    revoked_at: int | None = c.moment(null=True)


class Session(SQLModel, table=True):
    """A login of the page; only the hash of its cookie is kept."""

    hash: str = Field(primary_key=True)
    agent_id: int = c.ref("agent.id")
    csrf: str = c.text()
    created_at: int = c.moment()
    expires_at: int = c.moment()


class LoginFailure(SQLModel, table=True):
    """Failed logins, for the throttle."""

    __tablename__ = "login_failure"
    __table_args__ = (Index("ix_login_failure", "who", "at"), c.KEPT)
    id: int | None = c.id()
    who: str = c.text()
    at: int = c.moment()


class ReadMark(SQLModel, table=True):
    """Up to which message an agent has read a conversation."""

    __tablename__ = "read_mark"
    agent_id: int = Field(primary_key=True, sa_type=c.BIG)
    conversation_id: int = Field(primary_key=True, sa_type=c.BIG)
    up_to: int = c.integer()


class IdempotencyKey(SQLModel, table=True):
    """What an Idempotency-Key of an agent stands for."""

    __tablename__ = "idempotency_key"
    agent_id: int = Field(primary_key=True, sa_type=c.BIG)
    key: str = Field(primary_key=True)
    body_hash: str = c.text()
    message_id: int = c.integer()
    at: int = c.moment()


class Canned(SQLModel, table=True):
    """A canned reply."""

    __table_args__ = (Index("uq_canned_name", "name", unique=True), c.KEPT)
    id: int | None = c.id()
    name: str = c.text()
    text: str = c.text()
    created_at: int = c.moment()
