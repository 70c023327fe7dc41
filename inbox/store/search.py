"""Full-text search over everything that was said, newest first, without a limit of time.

One document per message: its subject, its text with quotes, the people, the names of its files.
"""

from __future__ import annotations

from inbox.store.base import Rows, Tx
from inbox.store.fold import fold, fts5, tsquery, tsvector

SQLITE_DDL = ("CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(body, tokenize = \"unicode61 remove_diacritics 0\")",)
POSTGRES_DDL = ("CREATE TABLE IF NOT EXISTS search (rowid BIGINT PRIMARY KEY, body TSVECTOR NOT NULL)",
                "CREATE INDEX IF NOT EXISTS ix_search_body ON search USING GIN (body)")


def index(tx: Tx, documents: list[tuple[int, str]]) -> None:
    """Adds documents: (message id, text of everything)."""
    if tx.dialect == "postgresql":
        tx.many("INSERT INTO search (rowid, body) VALUES (:id, CAST(:body AS tsvector))",
                [{"id": i, "body": tsvector(fold(text))} for i, text in documents])
    else:
        tx.many("INSERT INTO search (rowid, body) VALUES (:id, :body)",
                [{"id": i, "body": fold(text)} for i, text in documents])


def forget(tx: Tx, messages: list[int], *, thorough: bool = True) -> None:
    """Removes documents. `thorough`: SQLite's index is rewritten, because deleted words stay in its file until then."""
    tx.run("DELETE FROM search WHERE rowid IN :ids", ids=messages)
    if thorough and messages and tx.dialect == "sqlite":
        tx.run("INSERT INTO search (search) VALUES ('optimize')")


def asks(question: str) -> bool:
    """Whether anything remains of the question once it is folded."""
    return bool(fts5(question))


def clause(rows: Rows, name: str = "q") -> str:
    """The SQL condition on `search` with the parameter `name`."""
    return f"search MATCH :{name}" if rows.dialect == "sqlite" else f"body @@ CAST(:{name} AS tsquery)"


def question(rows: Rows, asked: str) -> str:
    """What the parameter of `clause` must be."""
    return fts5(asked) if rows.dialect == "sqlite" else tsquery(asked)
