"""Alembic's way in: `schema.py` hands it a connection; the command line is not used."""

from alembic import context

from inbox.store.tables import metadata

SEARCH = "search"  # the full-text index and its shadow tables are made by hand, per database


def ours(name: str | None, kind: str, *_: object) -> bool:
    """Everything but the search index belongs to the models."""
    return not (kind == "table" and name is not None and (name == SEARCH or name.startswith(SEARCH + "_")))


context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True,
    include_name=lambda name, kind, parents: ours(name, kind), compare_type=True, compare_server_default=False,
    transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
