"""What the calls of the desk take that are more than one conversation or one text: canned replies, many at once, contacts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from inbox.api.models import Body, ContactAddress, ConversationPatch, Id, Name, Query, Status, Tag, Text

Locale = Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Tags = Annotated[list[Tag], Field(max_length=50)]
Ids = Annotated[list[Id], Field(min_length=1, max_length=500)]


# ---------------------------------------------------------------- canned replies

class Actions(Body):
    """What a canned reply does to the conversation when it is sent; the page asks for it with the message."""

    tags_add: Tags = Field([])
    tags_remove: Tags = Field([])
    assignee: Id | None = Field(None, description="An agent's id, or `me`.")
    team: Id | None = None
    status: Status | None = None
    snooze_hours: Annotated[float, Field(gt=0, le=24 * 366)] | None = None


class NewCanned(Body):
    """A canned reply. In its text `{{contact.first_name|there}}` is a variable and what stands where nothing is known."""

    name: Name
    text: Text
    shortcut: Annotated[str, Field(max_length=32, pattern=r"^[\w-]*$")] = Field(
        "", description="What is typed behind `;` to find it.")
    actions: Actions = Actions()
    variants: Annotated[dict[Locale, Text], Field(max_length=50)] = Field({}, description="The text in other languages.")


class CannedPatch(Body):
    """What changes; what is left out stays."""

    name: Name | None = None
    text: Text | None = None
    shortcut: Annotated[str, Field(max_length=32, pattern=r"^[\w-]*$")] | None = None
    actions: Actions | None = None
    variants: Annotated[dict[Locale, Text], Field(max_length=50)] | None = None


class Render(Body):
    """For whom a canned reply is filled in, and in which language (default: the contact's, where there is such a text)."""

    conversation: Id
    locale: Locale | None = None


# ---------------------------------------------------------------- many at once

class BulkPatch(ConversationPatch):
    """What changes in each of them."""

    version: None = None


class Bulk(Body):
    """Many conversations and one change."""

    ids: Ids
    patch: BulkPatch


class BulkMerge(Body):
    """Many conversations that become one."""

    ids: Ids
    into: Id


class LinkTo(Body):
    """The conversation that belongs near."""

    to: Id


class MoveTo(Body):
    """Where a message goes; null: into a new conversation of its own."""

    conversation: Id | None


# ---------------------------------------------------------------- contacts

class About(Body):
    """What is known of a person."""

    language: Locale | Literal[""] | None = None
    time_zone: Annotated[str, Field(max_length=64)] | None = Field(None, description="Such as `Europe/Berlin`.")
    tags: Tags | None = None
    fields: dict[Annotated[str, Field(min_length=1, max_length=64)], Annotated[str, Field(max_length=2000)]] | None = Field(
        None, max_length=50, description="All of them; one without a value goes.")
    blocked: bool | None = None
    show_images: bool | None = None


class NewContact(About):
    """A new contact."""

    name: Annotated[str, Field(max_length=200)] = ""
    notes: Annotated[str, Field(max_length=20_000)] = ""
    addresses: Annotated[list[ContactAddress], Field(max_length=50)] = Field([])


class ContactPatch(About):
    """What changes; what is left out stays. `addresses` replaces all of them that you can see."""

    version: int | None = Field(None, description="The version that you saw; an old one is 409. Left out: whatever it is.")
    name: Name | None = None
    notes: Annotated[str, Field(max_length=20_000)] | None = None
    addresses: Annotated[list[ContactAddress], Field(max_length=50)] | None = None


# ---------------------------------------------------------------- messages as pages

class Frame(Query):
    """How a message is shown."""

    images: bool | None = Field(
        None, description="Remote images too, fetched by us; trackers are left out. Default: what was chosen for this sender.")
    original: bool = Field(False, description="As it was sent, with what it quotes and its own colours.")
    plain: bool = Field(False, description="The text alone.")
    theme: Literal["light", "dark"] | None = Field(
        None, description="How the page around it looks; dark only where the mail was made for it. Default: as the screen.")


class Picture(Query):
    """A remote image of a message, by the signed address that its page has."""

    src: Annotated[str, Field(min_length=8, max_length=8000)]
    sig: Annotated[str, Field(min_length=1, max_length=200)]
