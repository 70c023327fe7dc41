"""Grows a store to the size that a large house has after years: `python bench/grow.py DIR [--postgresql URL] [--conversations N]`.

1,000,000 conversations with 5,000,000 messages by default, with everything that hangs on them (people, references, ledger, deliveries,
search index), in the order of time, so that the messages of a conversation lie apart as they do in life. What is not made are the raw
bytes of mails: nothing looks them up but by their hash. The words are invented, as frequent as words are (Zipf). What is made depends on
the seed alone, but for the moments, which end now. Rows go in past the daemon, in bulk and with the indexes off, which are made at the
end: it takes minutes instead of hours. One JSON line tells what was made.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import random
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol

from inbox.store import Store, Tx, agents, messages, search
from inbox.store.fold import tsvector

HOUR = 3_600_000_000  # microseconds
LENGTHS = (1, 1, 2, 3, 4, 6, 8, 15)  # messages of a conversation: five on average
TAGS = ("billing", "shipping", "vip", "return", "bug", "school")
CHANNELS = (("support", "email"), ("support", "email"), ("sales", "email"), ("sms", "tel"))
OURS = {"support": "support@example.com", "sales": "sales@example.com", "sms": "+15005550006"}
CREW = 20
WORDS = 20_000
PORTION = 20_000  # messages in one go
COLUMNS = {
    "contact": "id name created_at",
    "address": "id kind value name contact_id created_at",
    "conversation": "id status channel ours subject contact_id assignee_id waiting_since snoozed_until closed_at last_id last_in_id "
                    "last_at last_direction last_text version created_at first_reply_at",
    "tag": "conversation_id name",
    "participant": "conversation_id address_id newcomer",
    "message": "id conversation_id channel kind direction author_kind author_id author_name external_id sent_at received_at ours people "
               "routing subject text",
    "search": "rowid body",
    "ref": "value channel conversation_id message_id kind",
    "ledger": "channel feed key content item external_id kind state message_id at meta",
    "delivery": "id message_id conversation_id channel key state attempts external_id outbound created_at at",
    "recipient": "delivery_id position role kind value state at",
}


@dataclass(slots=True)
class Thread:
    """A conversation that is still being had."""

    id: int
    channel: str
    kind: str
    contact: int
    address: str
    name: str
    subject: str
    left: int
    began: int
    said: int = 0
    last: tuple[Any, ...] = ()
    last_in: int = 0
    waiting: int | None = None
    replied: int | None = None


@dataclass(slots=True)
class World:
    """What is said, in the order of time. Everything is drawn from one generator."""

    conversations: int
    seed: int
    end: int
    rng: random.Random = field(init=False)
    words: list[str] = field(init=False)
    weights: list[float] = field(init=False)
    contacts: int = field(init=False)
    made: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311 - history, not secrets
        self.words = vocabulary(self.rng)
        self.weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
        self.contacts = max(1, self.conversations // 3)

    def say(self, least: int, most: int) -> str:
        return " ".join(self.rng.choices(self.words, cum_weights=self.weights, k=self.rng.randint(least, most)))

    def customer(self, n: int, kind: str) -> tuple[str, str]:
        """(name, address) of a contact; each has one of every kind."""
        name = f"{self.words[n * 7 % WORDS]} {self.words[n // 3 % WORDS]}"
        return name, {"email": f"{name.replace(' ', '.')}.{n}@customers.example", "tel": f"+1500{5_000_000 + n}"}[kind]

    def people(self) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        """The tables contact and address, in portions: contact n has the addresses 2n - 1 (e-mail) and 2n (telephone)."""
        for first in range(1, self.contacts + 1, PORTION):
            some, at = range(first, min(first + PORTION, self.contacts + 1)), self.end - 3 * 365 * 24 * HOUR
            yield "contact", [(n, self.customer(n, "email")[0], at) for n in some]
            yield "address", [(2 * n - 1 + k, kind, self.customer(n, kind)[1], self.customer(n, kind)[0], n, at)
                              for n in some for k, kind in enumerate(("email", "tel"))]

    def history(self) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
        """Rows by table, in portions."""
        rng, later = self.rng, defaultdict[int, list[Thread]](list)
        step = 2 * 365 * 24 * HOUR // self.conversations
        reach = max(2, min(2000, self.conversations // 10))
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        tick = 0
        while tick < self.conversations or later:
            speaking = later.pop(tick, [])
            at = min(self.end, self.end - (self.conversations - tick) * step)
            if tick < self.conversations:
                speaking.append(self._thread(tick + 1, at))
            for thread in speaking:
                self._speak(rows, thread, at)
                if thread.left:
                    later[tick + rng.randint(1, reach)].append(thread)
                else:
                    self._close(rows, thread)
            tick += 1
            if len(rows["message"]) >= PORTION:
                yield rows
                rows = defaultdict(list)
        yield rows

    def _thread(self, n: int, at: int) -> Thread:
        channel, kind = self.rng.choice(CHANNELS)
        contact = self.rng.randint(1, self.contacts)
        name, address = self.customer(contact, kind)
        return Thread(n, channel, kind, contact, address, name, self.say(3, 7) if kind == "email" else "", self.rng.choice(LENGTHS), at)

    def _speak(self, rows: dict[str, list[tuple[Any, ...]]], thread: Thread, at: int) -> None:
        self.made["messages"] += 1
        number, inbound, text = self.made["messages"], thread.said % 2 == 0, self.say(8, 50)
        ours, agent = OURS[thread.channel], self.rng.randint(1, CREW)
        them, us = (thread.kind, thread.address, thread.name), (thread.kind, ours, "")
        first, second = (them, us) if inbound else (us, them)
        packed = json.dumps({"from": [first], "to": [second]}, separators=(",", ":"))
        key = hashlib.sha256(b"%d" % number).hexdigest()
        external = f"{key[32:52]}@customers.example"
        rows["message"].append((
            number, thread.id, thread.channel, "message", "in" if inbound else "out", "contact" if inbound else "agent",
            thread.contact if inbound else agent, thread.name if inbound else f"Agent {agent}", external, at, at if inbound else None,
            f"{thread.kind}:{ours}", packed, '{"rule":"new","evidence":"","candidates":[],"merged":[]}' if inbound else "",
            thread.subject, text))
        rows["ref"].append((external, thread.channel, thread.id, number, "own"))
        rows["search"].append((number, folded(thread, text, first, second)))
        if inbound:
            rows["ledger"].append((thread.channel, "INBOX", key[:32], key[16:48], f"INBOX/1/{number}", external, "mail", "stored", number,
                                   at, '{"own": ["support@example.com"], "authserv": [], "flags": [], "size": 2000}'))
            thread.last_in, thread.waiting = number, thread.waiting or at
        else:
            self.made["deliveries"] += 1
            one = self.made["deliveries"]
            rows["delivery"].append((one, number, thread.id, thread.channel, key[:24], "sent", 1, external, "{}", at, at))
            rows["recipient"].append((one, 0, "to", thread.kind, thread.address, "sent", at))
            thread.waiting, thread.replied = None, thread.replied or at
        thread.said, thread.left = thread.said + 1, thread.left - 1
        thread.last = (number, at, "in" if inbound else "out", text[:messages.PREVIEW])

    def _close(self, rows: dict[str, list[tuple[Any, ...]]], thread: Thread) -> None:
        """The last word is said. About 3 % of the conversations are open, the newest most likely."""
        number, at, direction, preview = thread.last
        fate = self.rng.random() * (1 if thread.id < 0.9 * self.conversations else 0.15)
        status = "open" if fate < 0.02 else "snoozed" if fate < 0.03 else "spam" if fate < 0.04 else "closed"
        rows["conversation"].append((
            thread.id, status, thread.channel, f"{thread.kind}:{OURS[thread.channel]}", thread.subject, thread.contact,
            self.rng.choice((None, self.rng.randint(1, CREW))), thread.waiting if status == "open" else None,
            self.end + 48 * HOUR if status == "snoozed" else None, at if status == "closed" else None, number, thread.last_in, at,
            direction, preview, thread.said + 1, thread.began, thread.replied))
        rows["participant"].append((thread.id, 2 * thread.contact - (thread.kind == "email"), 0))
        rows["tag"] += [(thread.id, tag) for tag in self.rng.sample(TAGS, self.rng.choice((0, 0, 1, 2)))]
        self.made[status] += 1


def vocabulary(rng: random.Random) -> list[str]:
    """Words that nobody has used before, short ones first."""
    sounds = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    found: dict[str, None] = {}
    while len(found) < WORDS:
        found["".join(rng.choices(sounds, k=1 + min(4, len(found) // 60 if len(found) < 180 else rng.randint(2, 4))))] = None
    return list(found)


def folded(thread: Thread, text: str, first: Sequence[str], second: Sequence[str]) -> str:
    """What the index keeps of a message: our words are folded already. `fill` compares it with what the store makes."""
    who = [f"{name} {value}".replace("@", " ").replace(".", " ").replace("+", " ").split() for _, value, name in (first, second)]
    marks = [f"zzf{word}" for word in who[0]] + [f"zzt{word}" for word in who[1]]
    return " ".join([thread.subject, text, *who[0], *who[1], *marks]).strip()


class Sink(Protocol):
    """Where the rows go."""

    def load(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None: ...
    def begin(self) -> None: ...
    def finish(self) -> None: ...


class Lite:
    """A SQLite store, nobody else at it."""

    def __init__(self, store: Store) -> None:
        self.db: sqlite3.Connection = store.connect()
        self.indexes: list[tuple[str, str]] = []

    def begin(self) -> None:
        for pragma in ("synchronous=OFF", "foreign_keys=OFF", "secure_delete=OFF", "cache_size=-400000", "journal_mode=OFF", "threads=2"):
            self.db.execute(f"PRAGMA {pragma}").fetchall()
        self.indexes = self.db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
        for name, _ in self.indexes:
            self.db.execute(f'DROP INDEX "{name}"')

    def load(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        names = COLUMNS[table].split()
        self.db.execute("BEGIN")
        self.db.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", rows)  # noqa: S608
        self.db.execute("COMMIT")

    def finish(self) -> None:
        for n, (_, sql) in enumerate(self.indexes):
            told(f"index {n + 1} of {len(self.indexes)}")
            self.db.execute(sql)
        told("what the planner knows")
        self.db.execute("PRAGMA analysis_limit=1000").fetchall()
        self.db.execute("PRAGMA optimize=0x10002").fetchall()
        self.db.execute("PRAGMA journal_mode=WAL").fetchall()
        self.db.close()


class Postgres:
    """A PostgreSQL store, nobody else at it; our user owns the server."""

    def __init__(self, store: Store) -> None:
        self.db = store.connect()
        self.indexes: list[str] = []

    def begin(self) -> None:
        self.db.execute("SET session_replication_role = replica")  # no look at foreign keys: they hold by the way rows are made
        self.db.execute("SET maintenance_work_mem = '1GB'")
        found = self.db.execute("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT IN "
                                "(SELECT conname FROM pg_constraint)").fetchall()
        self.indexes = [sql for _, sql in found]
        for name, _ in found:
            self.db.execute(f'DROP INDEX "{name}"')

    def load(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        names = ", ".join(COLUMNS[table].split())
        if table == "search":
            rows = [(number, tsvector(body)) for number, body in rows]
        with self.db.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def finish(self) -> None:
        for n, sql in enumerate(self.indexes):
            told(f"index {n + 1} of {len(self.indexes)}")
            self.db.execute(sql)
        for table in COLUMNS:
            if "id" in COLUMNS[table].split() or table in ("ref", "ledger", "recipient"):
                self.db.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 1) FROM {table}))")  # noqa: S608
        told("what the planner knows")
        self.db.execute("ANALYZE")
        self.db.close()


def told(text: str) -> None:
    """One line that goes on."""
    print(f"\r{text:<78}", end="", file=sys.stderr, flush=True)


def bar(done: int, whole: int, began: float) -> None:
    """How far it is, and how long it will take."""
    gone = time.monotonic() - began
    filled = 40 * done // max(whole, 1)
    told(f"[{'#' * filled}{'.' * (40 - filled)}] {done:,} of {whole:,}, {gone / max(done, 1) * (whole - done):.0f} s left")


def _crew(tx: Tx) -> None:
    for n in range(1, CREW + 1):
        agents.add(tx, email=f"agent{n}@shop.example", name=f"Agent {n}", role="admin" if n == 1 else "agent")


def _compare(rows: dict[str, list[tuple[Any, ...]]]) -> None:
    """Raises AssertionError when the index would hold anything else than the store writes itself."""
    for said, (_, body) in zip(rows["message"][:200], rows["search"][:200], strict=True):
        class Row:
            subject, text, full_text, people = said[14], said[15], "", said[12]
        made = search.folded(messages.document_of(Row, []))
        assert made == body, (made, body)


async def fill(folder: Path, url: str, conversations: int, seed: int) -> dict[str, Any]:
    """Makes the store and everything in it."""
    store = await Store(url, folder).open(migrate=True)
    try:
        await store.write(_crew)
        began, end = time.monotonic(), store.clock()
    finally:
        await store.close()
    world = World(conversations, seed, end)
    sink: Sink = Lite(store) if store.dialect == "sqlite" else Postgres(store)
    sink.begin()
    for table, people in world.people():
        sink.load(table, people)
    for n, rows in enumerate(world.history()):
        if not n:
            _compare(rows)
        for table, part in rows.items():
            sink.load(table, part)
        bar(world.made["messages"], 5 * conversations, began)
    ledger = world.made["messages"] - world.made["deliveries"]
    rows_before = time.monotonic() - began
    sink.finish()
    with closing(store.connect()) as db:
        for channel in OURS:
            db.execute("INSERT INTO tally (channel, name, n) SELECT channel, state, COUNT(*) FROM ledger "  # noqa: S608 - ours
                       f"WHERE channel = '{channel}' GROUP BY channel, state")
    told("")
    return {"conversations": conversations, **world.made, "ledger": ledger, "seconds": round(time.monotonic() - began),
            "seconds_for_rows": round(rows_before)}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--postgresql", metavar="URL", default="sqlite", help="an empty database; its user must be a superuser")
    parser.add_argument("--conversations", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    print(json.dumps(asyncio.run(fill(asked.folder, asked.postgresql, asked.conversations, asked.seed))))


if __name__ == "__main__":
    main()
