"""Kinds of columns, and how indexes and keys are named."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Integer, MetaData, Text
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata

BIG = BigInteger().with_variant(Integer, "sqlite")  # SQLite's rowid is an INTEGER PRIMARY KEY and nothing else
KEPT: dict[str, Any] = {"sqlite_autoincrement": True}  # ids that were used never come again


def id() -> Any:
    """A number of its own for each row."""
    return Field(default=None, primary_key=True, sa_type=BIG)


def ref(to: str, *, null: bool = False, index: bool = False, goes_along: bool = False) -> Any:
    """The id of a row elsewhere (`table.id`), which must exist. `goes_along`: this row is removed with that one."""
    if goes_along:
        return Field(default=None, foreign_key=to, ondelete="CASCADE", sa_type=BIG, nullable=null, index=index)
    return Field(default=None, foreign_key=to, sa_type=BIG, nullable=null, index=index)


def moment(*, null: bool = False) -> Any:
    """Microseconds since 1970; also any other large number that is given or null."""
    return Field(default=None, sa_type=BIG, nullable=null)


def text(default: str = "") -> Any:
    """Text that is never null."""
    return Field(default=default, sa_type=Text, sa_column_kwargs={"server_default": default})


def integer(default: int = 0) -> Any:
    """A number that is never null."""
    return Field(default=default, sa_type=BIG, sa_column_kwargs={"server_default": str(default)})
