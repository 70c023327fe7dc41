"""People, and the addresses by which they are reached."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from inbox.store.tables import columns as c


class Contact(SQLModel, table=True):
    """A person. `merged_into` leads on after a merge."""

    __table_args__ = (Index("ix_contact_name", "name", "id"), c.KEPT)
    id: int | None = c.id()
    name: str = c.text()
    notes: str = c.text()
    merged_into: int | None = c.moment(null=True)
    version: int = c.integer(1)
    created_at: int = c.moment()
    language: str = c.text()
    time_zone: str = c.text()
    blocked: int = c.integer()
    show_images: int = c.integer()  # remote images of their mails are shown without asking, by our proxy
    tags: str = c.text("[]")
    fields: str = c.text("{}")


class Address(SQLModel, table=True):
    """A way to reach a contact. `health`: empty, or why sending there fails (a hard bounce)."""

    __table_args__ = (Index("uq_address_value", "kind", "value", unique=True), c.KEPT)
    id: int | None = c.id()
    kind: str = c.text()
    value: str = c.text()
    name: str = c.text()
    contact_id: int = c.ref("contact.id", index=True)
    health: str = c.text()
    created_at: int = c.moment()


class OptOut(SQLModel, table=True):
    """Somebody wants nothing more from one of our channels."""

    __tablename__ = "opt_out"
    channel: str = Field(primary_key=True)
    address_id: int = Field(primary_key=True, sa_type=c.BIG, foreign_key="address.id")
    at: int = c.moment()
