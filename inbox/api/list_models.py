"""What a list of conversations may be asked, and what saved views and teams take."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AwareDatetime, BaseModel, Field, field_validator, model_validator

from inbox.api.models import Body, Id, Name, Page
from inbox.query import parse

Window = AwareDatetime | None
M = TypeVar("M", bound=BaseModel)


def _window(what: str) -> Any:
    return Field(None, description=f"{what} (RFC 3339).")


class Filters(BaseModel):
    """Which conversations: together they all must hold."""

    status: Literal["open", "snoozed", "closed", "spam", "all", "not_spam"] | None = Field(
        None, description="Default open; with `delivery` or `mentions`, all: what failed shows wherever it is.")
    assignee: str | None = Field(None, max_length=64, description="me, none, or an agent's id.")
    team: str | None = Field(None, max_length=64, description="A team's id, or none.")
    channel: str | None = Field(None, max_length=200, description="A channel's name.")
    tag: str | None = Field(None, max_length=64)
    contact: str | None = Field(None, max_length=64, description="A contact's id.")
    delivery: Literal["failed", "uncertain"] | None = Field(None, description="Has such a delivery.")
    unread: bool | None = Field(None, description="True: has something that you have not read.")
    waiting: bool | None = Field(None, description="True: the customer waits for an answer.")
    mentions: Literal["me", "ever"] | None = Field(
        None, description="me: you were named in a note that you have not seen; ever: in any note.")
    created_after: Window = _window("Began at this moment or later")
    created_before: Window = _window("Began before")
    closed_after: Window = _window("Closed at this moment or later, and closed still")
    closed_before: Window = _window("Closed before, and closed still")
    waiting_after: Window = _window("The customer waits since this moment or later")
    waiting_before: Window = _window("The customer waits since before")
    replied_after: Window = _window("First answered at this moment or later")
    replied_before: Window = _window("First answered before")
    received_after: Window = _window("Has a message that came in at this moment or later")
    received_before: Window = _window("Has a message that came in before; together with `received_after` the same one")
    sent_after: Window = _window("Has a message that we wrote, and did not take back, at this moment or later")
    sent_before: Window = _window("Has a message that we wrote before; together with `sent_after` the same one")
    received_slot: str | None = Field(
        None, pattern="^[1-7]-([01][0-9]|2[0-3])$",
        description="With `received_after` and `received_before` (a year apart at most): only in this hour of this weekday in `tz`; "
                    "`1-09` is Monday from nine to ten.")
    sent_by: str | None = Field(None, max_length=64, description="With `sent_after` or `sent_before`: written by this agent (or me).")
    q: str | None = Field(None, max_length=400, description="Search; its language is in docs/api.md.")
    tz: str | None = Field(None, max_length=64, description="The time zone (IANA) of the days in `q` and of `received_slot`; default UTC.")
    sort: Literal["newest", "oldest", "oldest_waiting"] = "newest"


    @field_validator("tz")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        return value if value is None else zone(value)


    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.received_slot and not (self.received_after and self.received_before
                                       and self.received_before - self.received_after <= timedelta(days=370)):
            raise ValueError("received_slot needs received_after and received_before, a year apart at most")
        if self.sent_by and not (self.sent_after or self.sent_before):
            raise ValueError("sent_by needs sent_after or sent_before")
        return self


def zone(value: str) -> str:
    """The name of a time zone that we know. Raises ValueError."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("there is no such time zone; write a name such as Europe/Berlin") from None
    return value


class ConversationQuery(Filters, Page):
    """Filters of the list; together they all must hold."""

    view: str | None = Field(None, max_length=64, description="A saved view's id: its filters, where none is given here.")


class ViewQuery(Filters, Body):
    """The filters that a saved view keeps."""

    @field_validator("q")
    @classmethod
    def _sound_question(cls, value: str | None) -> str | None:
        parse(value or "")
        return value


class NewView(Body):
    """A view to keep."""

    name: Name
    query: ViewQuery
    shared: bool = Field(False, description="Everybody sees it.")
    position: Annotated[int, Field(ge=0, le=1_000_000)] | None = Field(None, description="Where it stands; left out: last.")


class ViewPatch(Body):
    """What changes; what is left out stays."""

    name: Name | None = None
    query: ViewQuery | None = None
    shared: bool | None = None
    position: Annotated[int, Field(ge=0, le=1_000_000)] | None = None

    @model_validator(mode="after")
    def _nothing_null(self) -> Self:
        return _no_null(self)


class NewTeam(Body):
    """A team."""

    name: Name
    members: Annotated[list[Id], Field(max_length=1000)] = Field([], description="Agents' ids.")


class TeamPatch(Body):
    """What changes; what is left out stays. `members` are all of them."""

    name: Name | None = None
    members: Annotated[list[Id], Field(max_length=1000)] | None = None

    @model_validator(mode="after")
    def _nothing_null(self) -> Self:
        return _no_null(self)


def _no_null(body: M) -> M:
    for name in body.model_fields_set:
        if getattr(body, name) is None:
            raise ValueError(f"{name} must not be null")
    return body
