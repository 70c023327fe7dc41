"""What came in: raw content and the ledger of every item."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from inbox.store.tables import columns as c


class Blob(SQLModel, table=True):
    """Content by its hash. `data` is null where the bytes are a file in `data_dir/blobs`."""

    sha: str = Field(primary_key=True)
    size: int = c.integer()
    data: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)


class Ledger(SQLModel, table=True):
    """Every item ever seen. `key` and `content` are hashes and outlive erasure; `item` and `external_id` do not."""

    __table_args__ = (
        Index("uq_ledger_key", "channel", "key", unique=True),
        Index("ix_ledger_content", "channel", "content"),
        Index("ix_ledger_external", "external_id"),
        Index("ix_ledger_state", "channel", "state", "id"),
        Index("ix_ledger_open", "id", sqlite_where=text("state = 'received'"), postgresql_where=text("state = 'received'")),
        Index("ix_ledger_message", "message_id"),
        c.KEPT,
    )
    id: int | None = c.id()
    channel: str = c.text()
    feed: str = c.text()
    key: str = c.text()
    content: str = c.text()
    item: str = c.text()
    external_id: str = c.text()
    kind: str = c.text()
    state: str = c.text("received")
    cause: str = c.text()  # JSON {code, detail} or empty
    message_id: int | None = c.moment(null=True)
    raw: str = c.text()  # blob
    imported: int = c.integer()
    at: int = c.moment()
    meta: str = c.text()
