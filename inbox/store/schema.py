"""Making and upgrading the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inbox.store.search import POSTGRES_DDL, SQLITE_DDL

if TYPE_CHECKING:
    from inbox.store import Store


def prepare(store: Store, migrate: bool) -> None:
    """Blocks. Makes an empty store usable."""
    from sqlalchemy import create_engine  # only where a schema is made

    from inbox.store.tables import metadata
    url = store.url.replace("postgresql://", "postgresql+psycopg://") if store.dialect == "postgresql" else f"sqlite:///{store.path}"
    engine = create_engine(url)
    with engine.begin() as connection:
        metadata.create_all(connection)
        for statement in POSTGRES_DDL if store.dialect == "postgresql" else SQLITE_DDL:
            connection.exec_driver_sql(statement)
    engine.dispose()
