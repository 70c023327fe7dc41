"""Every table of the core, declared once. The migrations are proven equal to this by a test, on both databases.

Moments are whole microseconds since 1970 in UTC (`BIGINT`): the same on SQLite and PostgreSQL, sortable, never naive.
JSON is text. A blob is named by the SHA-256 of its bytes. Large columns stand last, so that short reads skip them.
"""

from __future__ import annotations

from inbox.store.tables.agents import (
    AccountMail,
    AccountToken,
    Agent,
    Canned,
    Draft,
    IdempotencyKey,
    LoginFailure,
    Presence,
    ReadMark,
    SavedView,
    Session,
    Team,
    TeamMember,
    Token,
)
from inbox.store.tables.channels import Channel, Fact, Feed, Grant, InstalledChannel, Lease, Meta, Tally
from inbox.store.tables.columns import BIG, KEPT, metadata
from inbox.store.tables.conversations import Attachment, Conversation, Mention, Message, Participant, Ref, Related, Tag
from inbox.store.tables.intake import Blob, Ledger
from inbox.store.tables.journal import Audit, Event, Undo
from inbox.store.tables.outbox import Attempt, Delivery, Recipient
from inbox.store.tables.people import Address, Contact, OptOut

__all__ = [
    "BIG",
    "KEPT",
    "AccountMail",
    "AccountToken",
    "Address",
    "Agent",
    "Attachment",
    "Attempt",
    "Audit",
    "Blob",
    "Canned",
    "Channel",
    "Contact",
    "Conversation",
    "Delivery",
    "Draft",
    "Event",
    "Fact",
    "Feed",
    "Grant",
    "IdempotencyKey",
    "InstalledChannel",
    "Lease",
    "Ledger",
    "LoginFailure",
    "Mention",
    "Message",
    "Meta",
    "OptOut",
    "Participant",
    "Presence",
    "ReadMark",
    "Recipient",
    "Ref",
    "Related",
    "SavedView",
    "Session",
    "Tag",
    "Tally",
    "Team",
    "TeamMember",
    "Token",
    "Undo",
    "metadata",
]
