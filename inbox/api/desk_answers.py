"""What the calls of the desk give: canned replies, many at once, contacts that may be the same."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from inbox.api.answers import Answer, Contact, Moment, listed


class Actions(Answer):
    """What a canned reply does besides."""

    tags_add: list[str] = Field([])
    tags_remove: list[str] = Field([])
    assignee: str | None = None
    team: str | None = None
    status: str | None = None
    snooze_hours: float | None = None


class Canned(Answer):
    """A canned reply. `used`: how many messages were sent with it."""

    id: str
    name: str
    text: str
    shortcut: str
    actions: Actions
    variants: dict[str, str]
    used: int
    used_at: Moment | None
    created_at: Moment


class Rendered(Answer):
    """A canned reply, filled in. `missing`: variables that are not known here and have no word of their own instead."""

    text: str
    missing: list[str]
    locale: str | None = Field(description="The variant that was taken; null: the text itself.")


class Failure(Answer):
    """One that could not be done, and why."""

    id: str
    code: str
    detail: str


class BulkDone(Answer):
    """What was done; one `undo` takes all of it back (null: nothing changed)."""

    done: list[str]
    failed: list[Failure]
    undo: str | None


class Duplicate(Answer):
    """Somebody who may be the same person."""

    contact: Contact
    why: Literal["same_phone", "same_handle", "same_name_domain", "same_name"]


class Duplicates(Answer):
    """Contacts that may be the same person, the likeliest first."""

    items: list[Duplicate]


class Exported(Answer):
    """Everything about a person, as the store has it, times in RFC 3339."""

    contacts: list[dict[str, Any]]
    addresses: list[dict[str, Any]]
    conversations: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    deliveries: list[dict[str, Any]]
    ledger: list[dict[str, Any]]


class Erased(Answer):
    """How much went."""

    messages: int
    conversations: int
    items: int


class Invited(Answer):
    """A link for somebody new, shown this once. `mailed`: it goes out by mail too."""

    url: str
    mailed: bool


CannedList = listed(Canned)
