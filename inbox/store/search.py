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
# by which documents it is told on PostgreSQL how common something is: so many in a row, at these parts of the way from the newest on
SAMPLE, PLACES = 500, (0.0, 1 / 256, 1 / 64, 1 / 16, 1 / 4)
PAGE, DEARER = 102.0, 4.0  # messages of a page; what one costs that the index names (4 µs), against one that a walk passes (0.2 to 4 µs)
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


def joined(rows: Rows, documents: str = "search") -> str:
    """`search`, from which SQLite must start, with its messages `m`; the rowid of a document is its message."""
    return f"{documents} {_join(rows)} message m ON m.id = search.rowid"


def told(rows: Rows, documents: str = "search") -> str:
    """As `joined`, with the conversations `c` as well."""
    return f"{joined(rows, documents)} {_join(rows)} conversation c ON c.id = m.conversation_id"


def _join(rows: Rows) -> str:
    return "CROSS JOIN" if rows.dialect == "sqlite" else "JOIN"


def newest(rows: Rows, asked: str, before: int | None) -> str:
    """FROM and WHERE as of `told` for what `asked` (of `question`; the parameter `q`) finds, best when ordered by `search.rowid`, falling.

    `before`: only older ones are wanted. SQLite's index is in that order. On PostgreSQL a walk from the newest on soon meets what is
    common, and the index knows what is rare. Which it is the server cannot tell of the beginning of a word, of words in a row, or
    before it has made its statistics: so we look at some documents here and there, and tell it.
    """
    if rows.dialect == "sqlite":
        return f"FROM {told(rows)} WHERE {clause(rows)}"
    top = before or (rows.value("SELECT MAX(rowid) FROM search") or 0) + 1
    if walks(_met(rows, asked, top), top):
        return f"FROM {told(rows)} WHERE ts_match_vq(search.body, CAST(:q AS tsquery))"  # what `@@` calls, which alone has the index
    found = f"(SELECT rowid + 0 AS rowid FROM search WHERE {clause(rows)} ORDER BY 1 DESC) AS search"  # noqa: S608 - words of our own
    return f"FROM {told(rows, found)} WHERE TRUE"  # with the sum it is not the order of the key, along which it would walk


def _met(rows: Rows, asked: str, top: int) -> list[tuple[int, int]]:
    """How many of the `SAMPLE` documents below each place have what is asked, and how many all of its words, in whatever order."""
    places = {f"k{n}": top - int(top * place) for n, place in enumerate(PLACES)}
    sql = " UNION ALL ".join(
        f"SELECT '{place}' AS place, COUNT(*) FILTER (WHERE {clause(rows, table=place)}) AS n, "  # noqa: S608 - words of our own
        f"COUNT(*) FILTER (WHERE {clause(rows, 'words', place)}) AS named FROM "
        f"(SELECT body FROM search WHERE rowid < :{place} ORDER BY rowid DESC LIMIT {SAMPLE}) AS {place}" for place in places)
    found = rows.all(sql, q=asked, words=asked.replace("<->", "&"), **places)
    return [(row.n, row.named) for row in sorted(found, key=lambda row: str(row.place))]


def walks(met: Sequence[tuple[int, int]], top: int) -> bool:
    """Whether to walk from the newest of `top` documents on until a page is full costs less than to fetch all that the index names.

    `met`: see `_met`. The index knows which documents have the words, not where: those in a row are looked for in each.
    """
    way, fetched, wanted = 0.0, 0.0, PAGE
    for (n, named), begin, end in zip(met, PLACES, (*PLACES[1:], 1.0), strict=True):
        part = (end - begin) * top
        if wanted > 0:
            way += part * min(1.0, wanted / max(part * n / SAMPLE, 1.0))
        wanted -= part * n / SAMPLE
        fetched += part * named / SAMPLE
    return way < DEARER * fetched
