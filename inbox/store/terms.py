"""A question in the language of the search field as SQL: what it asks of the conversation `c`, and of one of its messages `m`.

What is asked of messages is asked of one and the same message (`from:ann has:attachment invoice`); what is left out (`-paid`)
may be in none of the conversation. Names are folded as the index folds them; one that we do not know finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from inbox.query import STATUSES, Term, day
from inbox.store import search
from inbox.store.base import Rows
from inbox.store.fold import Phrase, fold
from inbox.store.times import micros

IS = {"failed": "c.failed > 0", "uncertain": "c.uncertain > 0", "waiting": "c.waiting_since IS NOT NULL",
      "unread": "c.last_in_id > COALESCE((SELECT up_to FROM read_mark WHERE agent_id = :me AND conversation_id = c.id), 0)"}
SAID = "COALESCE(m.received_at, m.sent_at)"  # when a message counts, as in the thread
NEVER = "1 = 0"


@dataclass(slots=True)
class Compiled:
    """`where`: conditions on `c`, `said`: on `m`; `asked`: what the index of words is asked, for the parameter `q`.

    `nothing`: there were words, and none of them is anything that could be found.
    """

    where: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    asked: list[Phrase] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)
    nothing: bool = False


def statuses(terms: Sequence[Term], default: tuple[str, ...]) -> tuple[str, ...]:
    """The statuses that `is:` asks for; those that it leaves out are taken from what was asked otherwise."""
    named = [term for term in terms if term.operator == "is" and term.value in STATUSES]
    asked = tuple(dict.fromkeys(term.value for term in named if not term.negative)) or default
    return tuple(status for status in asked if status not in {term.value for term in named if term.negative})


def wide(terms: Sequence[Term]) -> bool:
    """Whether it asks for what shows wherever it is, closed or not."""
    return any(term.operator == "is" and term.value in ("failed", "uncertain") and not term.negative for term in terms)


def compiled(rows: Rows, terms: Sequence[Term], me: int, hidden: Iterable[str], zone: str, today: date) -> Compiled:
    """All terms together. `zone` is an IANA name, in which the days of `before:` and `after:` begin."""
    out = Compiled(params={"me": me})
    made = _Maker(rows, out, " AND m.channel NOT IN :hidden" if hidden else "", ZoneInfo(zone), today)
    plain = [term for term in terms if not term.operator]
    for n, term in enumerate(terms):
        if term.operator:
            made.operator(term, n)
        else:
            made.words(term, n, last=term is terms[-1])
    out.nothing = bool(plain) and not any(not term.negative for term in terms if term.operator) and not (
        out.asked or any(search.plain(term.value) for term in plain))
    return out


def worded(terms: Sequence[Term]) -> bool:
    """Whether the index of words is asked: then what matches comes by the newest message that does."""
    return any(search.plain(term.value) if not term.operator else term.operator in ("from", "to") and not _me(term) and fold(term.value)
               for term in terms if not term.negative)


def _me(term: Term) -> bool:
    return term.operator == "from" and term.value.lower() == "me"


@dataclass(slots=True)
class _Maker:
    rows: Rows
    out: Compiled
    seen: str
    zone: ZoneInfo
    today: date

    def words(self, term: Term, n: int, *, last: bool) -> None:
        phrases = search.plain(term.value)
        if not phrases:
            return
        if term.whole:
            phrases = [Phrase(tuple(word for phrase in phrases for word in phrase.words))]
        elif not last or term.negative:
            phrases = [Phrase(phrase.words) for phrase in phrases]
        if term.negative:
            self._no_words(phrases, n)
        else:
            self.out.asked += phrases

    def _no_words(self, phrases: Sequence[Phrase], n: int) -> None:
        """Asked of each conversation that is about to be shown: all that have a common word may be half of the store."""
        self.out.params[f"no{n}"] = search.question(self.rows, phrases)
        join = "CROSS JOIN" if self.rows.dialect == "sqlite" else "JOIN"
        self.out.where.append(f"NOT EXISTS (SELECT 1 FROM message m {join} search x ON x.rowid = m.id "  # noqa: S608 - words of our own
                              f"WHERE m.conversation_id = c.id AND {search.clause(self.rows, f'no{n}', 'x')}{self.seen})")

    def operator(self, term: Term, n: int) -> None:
        if term.operator == "is" and term.value in STATUSES:
            return  # see `statuses`
        if term.operator in ("from", "to") and not _me(term):
            phrase = search.marked(term.operator, term.value)
            if phrase is None:
                self.out.where.append("1 = 1" if term.negative else NEVER)
            elif term.negative:
                self._no_words([phrase], n)
            else:
                self.out.asked.append(phrase)
            return
        if (condition := self._of_message(term, n)) is not None:
            if term.negative:
                self.out.where.append("NOT EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id "  # noqa: S608 - our words
                                      f"AND {condition}{self.seen})")
            else:
                self.out.said.append(condition)
            return
        condition = self._of_conversation(term, n)
        self.out.where.append(f"NOT ({condition})" if term.negative else condition)

    def _of_message(self, term: Term, n: int) -> str | None:
        if term.operator == "in":
            return "m.kind = 'note'"
        if term.operator == "has":
            return "EXISTS (SELECT 1 FROM attachment f WHERE f.message_id = m.id)"
        if term.operator == "from":
            return "m.author_kind = 'agent' AND m.author_id = :me"
        if term.operator in ("before", "after"):
            begins = datetime.combine(day(term.value, self.today), datetime.min.time(), self.zone)
            self.out.params[f"day{n}"] = micros(begins)
            return f"{SAID} {'<' if term.operator == 'before' else '>='} :day{n}"
        return None

    def _of_conversation(self, term: Term, n: int) -> str:
        name, value = f"v{n}", term.value
        if term.operator == "is":
            return IS[value]
        if term.operator == "channel":
            return self._in("c.channel", name, _named(value, self._channels(), exact=True))
        if term.operator == "tag":
            known = self._in("t.name", name, _named(value, self._tags(), exact=True))
            return f"EXISTS (SELECT 1 FROM tag t WHERE t.conversation_id = c.id AND {known})"  # noqa: S608 - words of our own
        column = f"c.{term.operator}_id"
        if value.lower() == "none":
            return f"{column} IS NULL"
        if value.lower() == "me" and term.operator == "assignee":
            found = [self.out.params["me"]]
        else:
            sql = "SELECT id, name, '' AS email FROM team" if term.operator == "team" else "SELECT id, name, email FROM agent"
            found = _named(value, ((row.id, (row.name, row.email, str(row.id))) for row in self.rows.all(sql)))
        return f"({column} IS NOT NULL AND {self._in(column, name, found)})"  # never null, which a NOT before it would leave null

    def _in(self, column: str, name: str, found: list[Any]) -> str:
        if not found:
            return NEVER
        self.out.params[name] = found
        return f"{column} IN :{name}"

    def _channels(self) -> Iterator[tuple[str, tuple[str]]]:
        return ((name, (name,)) for name in every(self.rows, "conversation", "channel"))

    def _tags(self) -> Iterator[tuple[str, tuple[str]]]:
        return ((name, (name,)) for name in every(self.rows, "tag", "name"))


def every(rows: Rows, table: str, column: str) -> Iterator[str]:
    """Each value that stands in the column: one step in its index for each."""
    name = ""
    while (found := rows.value(f"SELECT MIN({column}) FROM {table} WHERE {column} > :name", name=name)) is not None:  # noqa: S608
        yield found
        name = found


def _named(value: str, among: Iterable[tuple[Any, tuple[str, ...]]], *, exact: bool = False) -> list[Any]:
    """Those that have this name; if none has, those whose name (or a word of it) begins so."""
    wanted = fold(value)
    known = [(key, [fold(name) for name in names]) for key, names in among]
    whole = [key for key, names in known if wanted in names]
    if whole or exact or not wanted:
        return whole
    return [key for key, names in known if any(f" {name}".find(f" {wanted}") >= 0 for name in names)]


def now_in(zone: str) -> date:
    """Today there: what `today` and `7d` mean depends on when one asks."""
    return datetime.now(UTC).astimezone(ZoneInfo(zone)).date()
