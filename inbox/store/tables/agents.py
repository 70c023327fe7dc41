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
    """A canned reply. `actions`: JSON, what else it does to the conversation; `variants`: JSON, locale -> text."""

    __table_args__ = (Index("uq_canned_name", "name", unique=True), c.KEPT)
    id: int | None = c.id()
    name: str = c.text()
    text: str = c.text()
    created_at: int = c.moment()
    shortcut: str = c.text()
    actions: str = c.text("{}")
    variants: str = c.text("{}")
    used: int = c.integer()
    used_at: int | None = c.moment(null=True)


class AccountToken(SQLModel, table=True):
    """A link that lets its holder set a password once: `kind` is reset or invite. Only its hash is kept."""

    __tablename__ = "account_token"
    hash: str = Field(primary_key=True)
    agent_id: int = c.ref("agent.id", index=True)
    kind: str = c.text("reset")
    created_at: int = c.moment()
    expires_at: int = c.moment()


class AccountMail(SQLModel, table=True):
    """A mail with such a link that is still to be sent. The link is made when it is: what is stored opens nothing."""

    __tablename__ = "account_mail"
    __table_args__ = (Index("ix_account_mail_due", "due_at"), c.KEPT)
    id: int | None = c.id()
    agent_id: int = c.ref("agent.id", index=True)
    kind: str = c.text("reset")  # reset | invite
    language: str = c.text("en")
    tries: int = c.integer()
    due_at: int = c.moment()
    created_at: int = c.moment()


class Team(SQLModel, table=True):
    """Agents who share work."""

    __table_args__ = (Index("uq_team_name", "name", unique=True), c.KEPT)
    id: int | None = c.id()
    name: str = c.text()
    created_at: int = c.moment()


class TeamMember(SQLModel, table=True):
    """Who is in a team."""

    __tablename__ = "team_member"
    __table_args__ = (Index("ix_team_member_agent", "agent_id"),)
    team_id: int = Field(primary_key=True, sa_type=c.BIG, foreign_key="team.id")
    agent_id: int = Field(primary_key=True, sa_type=c.BIG, foreign_key="agent.id")


class SavedView(SQLModel, table=True):
    """A list that an agent keeps. `query`: JSON, the filters of the list; `shared`: everybody sees it."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("ix_saved_view_agent", "agent_id"), c.KEPT)
    id: int | None = c.id()
    agent_id: int = c.ref("agent.id")
    name: str = c.text()
    shared: int = c.integer()
    position: int = c.integer()
    query: str = c.text("{}")
    created_at: int = c.moment()


class Draft(SQLModel, table=True):
    """What an agent has begun to write. `conversation_id` 0: a first message. `kind`: reply, note or new; `fields`: JSON."""

    __table_args__ = (Index("ix_draft_conversation", "conversation_id"),)
    agent_id: int = Field(primary_key=True, sa_type=c.BIG, foreign_key="agent.id")
    conversation_id: int = Field(primary_key=True, sa_type=c.BIG)
    kind: str = Field(primary_key=True)
    version: int = c.integer(1)
    at: int = c.moment()
    fields: str = c.text("{}")
    text: str = c.text()


class Presence(SQLModel, table=True):
    """Who looks at which conversation, told between daemons: PostgreSQL alone has rows here. `typing`: reply, note or empty."""

    tab: str = Field(primary_key=True)
    agent_id: int = c.ref("agent.id")
    conversation_id: int = c.integer()
    typing: str = c.text()
    typing_until: int = c.integer()
    until: int = c.integer()
