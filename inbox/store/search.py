"""Full-text search over everything that was said, newest first, without a limit of time.

One document per message: its subject, its text with quotes, the people, the names of its files. Who it is from, and whom it
went to, stands there a second time in words that nobody writes (`zzfann`), so that `from:ann` is asked of the same index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from inbox.store.base import Rows, Tx
from inbox.store.fold import WORDS, Phrase, fold, fts5, tsquery, tsvector

# the beginnings of words of two and three letters have lists of their own: each would be made of a thousand words' (decision 0009)
SQLITE_DDL = ("CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(body, tokenize = \"unicode61 remove_diacritics 0\", prefix = '2 3')",)
POSTGRES_DDL = ("CREATE TABLE IF NOT EXISTS search (rowid BIGINT PRIMARY KEY, body TSVECTOR NOT NULL)",
                "CREATE INDEX IF NOT EXISTS ix_search_body ON search USING GIN (body)")
MARKS = {"from": "zzf", "to": "zzt", "cc": "zzt", "bcc": "zzt"}  # role -> how words of its people begin
MARKED = 20_000  # characters of names that are marked: a mail may name thousands


class Document(NamedTuple):
    """What a search for a message may ask: text, and the people by role, as (name, value)."""

    text: str
    people: Mapping[str, Sequence[tuple[str, str]]] = {}


def people(packed: Mapping[str, Iterable[Any]]) -> dict[str, list[tuple[str, str]]]:
    """The people of a message as its column `people` has them, for a `Document`."""
    return {role: [(name, value) for _, value, name in who] for role, who in packed.items()}


def folded(document: Document | str) -> str:
    """The document as the index keeps it."""
    if isinstance(document, str):
        return fold(document)
    return f"{fold(document.text)} {marks(document.people)}".rstrip()


def marks(people: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    """The words by which `from:` and `to:` find a message."""
    said = {role: "\n".join(text for who in people.get(role, ()) for text in who)[:MARKED] for role in MARKS}
    words = [MARKS[role] + word for role, text in said.items() if text for word in fold(text).split()]
    return " ".join(words)[:MARKED]


def index(tx: Tx, documents: Sequence[tuple[int, Document | str]]) -> None:
    """Adds documents by the id of their message.

    SQLite writes its index out with every savepoint, in a piece of its own, and merges the pieces now and then, some 30 ms at a time:
    so there they go in together at the end of the transaction, where a brief write has left the loop.
    """
    if tx.dialect == "postgresql":
        tx.many("INSERT INTO search (rowid, body) VALUES (:id, CAST(:body AS tsvector))",
                [{"id": i, "body": tsvector(folded(document))} for i, document in documents])
    else:
        tx.documents |= {i: folded(document) for i, document in documents}


def forget(tx: Tx, messages: list[int], *, thorough: bool = True) -> None:
    """Removes documents. `thorough`: SQLite's index is rewritten, because deleted words stay in its file until then."""
    for message in messages:
        tx.documents.pop(message, None)
    tx.run("DELETE FROM search WHERE rowid IN :ids", ids=messages)
    if thorough and messages and tx.dialect == "sqlite":
        tx.run("INSERT INTO search (search) VALUES ('optimize')")


# ---------------------------------------------------------------- asking

def plain(text: str) -> list[Phrase]:
    """Text as phrases: each group of characters that a person wrote together must stand together.

    `foo@bar.com` is one phrase of three words, `東京` one of two, `red shoes` two phrases of one word. The last word may be
    the beginning of one.
    """
    found: list[Phrase] = []
    used = 0
    for part in text.split():
        words = tuple(fold(part).split()[:WORDS - used])
        used += len(words)
        if words:
            found.append(Phrase(words))
    return [*found[:-1], Phrase(found[-1].words, open=len(found[-1].words[-1]) > 1)] if found else []


def asks(question: str) -> bool:
    """Whether anything remains of the question once it is folded."""
    return bool(plain(question))


def marked(role: str, text: str) -> Phrase | None:
    """The phrase by which `from:` and `to:` ask; None when nothing remains of the text."""
    words = tuple(MARKS[role] + word for word in fold(text).split()[:WORDS])
    return Phrase(words, open=True) if words else None


def clause(rows: Rows, name: str = "q", table: str = "search") -> str:
    """The SQL condition on `search`, or another name that it goes by, with the parameter `name`."""
    return f"{table}.search MATCH :{name}" if rows.dialect == "sqlite" else f"{table}.body @@ CAST(:{name} AS tsquery)"


def question(rows: Rows, asked: str | Sequence[Phrase]) -> str:
    """What the parameter of `clause` must be; empty: nothing is asked."""
    phrases = plain(asked) if isinstance(asked, str) else asked
    return fts5(phrases) if rows.dialect == "sqlite" else tsquery(phrases)


def joined(rows: Rows) -> str:
    """`search`, from which SQLite must start, with its messages `m`; the rowid of a document is its message."""
    return f"search {'CROSS JOIN' if rows.dialect == 'sqlite' else 'JOIN'} message m ON m.id = search.rowid"
