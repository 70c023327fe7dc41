"""The ledger: every item ever seen, once, and what became of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from inbox.fit import fit
from inbox.store import blobs
from inbox.store.base import Rows, Tx
from inbox.types import RawItem

STATES = ("received", "stored", "duplicate", "update", "ignored", "quarantined")


def digest(text: str) -> str:
    """A hash that outlives erasure: 32 hexadecimal digits of SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with its ledger row. `fresh`: it is still to be read (new, or left behind by a crash)."""

    id: int
    raw: RawItem
    state: str
    fresh: bool
    sha: str = ""


def receive(tx: Tx, channel: str, feed: str, items: Sequence[RawItem], imported: bool) -> list[Entry]:
    """Writes down what came, with its bytes. An item that is there already stays as it is.

    The channel is ours alone meanwhile: a web hook at another daemon may bring the same item.
    """
    tx.alone(f"channel:{channel}")
    keys = [digest(raw.item) for raw in items]
    seen: dict[str, tuple[int, str, str]] = {row.key: (row.id, row.state, row.raw) for row in tx.all(
        "SELECT id, key, state, raw FROM ledger WHERE channel = :channel AND key IN :keys", channel=channel, keys=keys)}
    out: list[Entry] = []
    count = 0
    for raw, key in zip(items, keys, strict=True):
        if key in seen:
            known, state, sha = seen[key]
            out.append(Entry(known, raw, state, state == "received", sha))
            continue
        sha = blobs.keep(tx, raw.data)
        made = tx.insert("ledger", channel=channel, feed=feed, key=key, item=fit(raw.item), kind=raw.kind, raw=sha,
                         imported=int(imported), at=tx.now, meta=json.dumps(dict(raw.meta)))
        seen[key] = (made, "received", sha)
        out.append(Entry(made, raw, "received", True, sha))
        count += 1
    tally(tx, channel, Counter(received=count))
    return out


def tally(tx: Tx, channel: str, changes: Counter[str]) -> None:
    """Keeps the counts per state."""
    tx.many("INSERT INTO tally (channel, name, n) VALUES (:channel, :name, :n) "
            "ON CONFLICT (channel, name) DO UPDATE SET n = tally.n + excluded.n",
            [{"channel": channel, "name": name, "n": n} for name, n in changes.items() if n])


def settle(tx: Tx, channel: str, results: Iterable[tuple[int, str, str, str, str, int | None]]) -> None:
    """What became of items that were read: (id, state, cause as JSON or empty, content hash, external id, message).

    They must be `received` still: see `still_received`.
    """
    changes: Counter[str] = Counter()
    rows = list(results)
    tx.many("UPDATE ledger SET state = :state, cause = :cause, content = :content, external_id = :external_id, "
            "message_id = :message WHERE id = :id",
            [{"id": entry, "state": state, "cause": cause, "content": content, "external_id": external_id, "message": message}
             for entry, state, cause, content, external_id, message in rows])
    for entry, state, cause, *_ in rows:
        changes["received"] -= 1
        changes[state] += 1
        if state == "quarantined":
            tx.emit("ledger.quarantined", channel=channel, ledger=str(entry), cause=json.loads(cause))
    tally(tx, channel, changes)


def spoken(rows: Rows, channel: str, contents: Sequence[str]) -> dict[str, int]:
    """Contents that the channel has a message for: content hash -> message id (0 once it was erased)."""
    found = rows.all("SELECT content, MIN(COALESCE(message_id, 0)) AS message FROM ledger WHERE channel = :channel "
                     "AND content IN :contents AND state IN ('stored', 'duplicate') GROUP BY content",
                     channel=channel, contents=list(contents))
    return {row.content: row.message for row in found}


def left_behind(rows: Rows, after: int, before: int, late: int, limit: int) -> list[Any]:
    """Items above an id that were never read: the process died, or the store went away. Not those of between `before` and `late`.

    Younger ones than `late` were written down by a clock that was set back since.
    """
    return rows.all("SELECT id, channel, feed, item, kind, raw, meta, imported, state FROM ledger "
                    "WHERE state = 'received' AND id > :after AND (at < :before OR at > :late) ORDER BY id LIMIT :n",
                    after=after, before=before, late=late, n=limit)


def known(rows: Rows, channel: str, keys: Sequence[str]) -> set[str]:
    """Which items, by the hash of their name, the ledger has."""
    return {row.key for row in rows.all("SELECT key FROM ledger WHERE channel = :channel AND key IN :keys",
                                        channel=channel, keys=list(keys))}


def still_received(rows: Rows, entries: Sequence[int]) -> set[int]:
    """Which of these nobody has settled yet."""
    return {row.id for row in rows.all("SELECT id FROM ledger WHERE id IN :ids AND state = 'received'", ids=list(entries))}


def one(rows: Rows, entry: int) -> Any | None:
    """One row with what is needed to read it again."""
    return rows.one("SELECT id, channel, feed, item, kind, raw, meta, imported, state, cause, message_id, external_id, at "
                    "FROM ledger WHERE id = :id", id=entry)


def release(tx: Tx, entry: int) -> bool:
    """A quarantined item is to be read again. Whether there is one."""
    row = tx.one("SELECT channel FROM ledger WHERE id = :id AND state = 'quarantined'", id=entry)
    if row is None:
        return False
    tx.run("UPDATE ledger SET state = 'received', cause = '' WHERE id = :id", id=entry)
    tally(tx, row.channel, Counter(quarantined=-1, received=1))
    tx.emit("ledger.retry", channel=row.channel, ledger=str(entry))
    return True


def drop(tx: Tx, entry: int) -> bool:
    """A quarantined item is left out by a person's word. Whether there is one."""
    row = tx.one("SELECT channel FROM ledger WHERE id = :id AND state = 'quarantined'", id=entry)
    if row is None:
        return False
    cause = json.dumps({"code": "dropped", "detail": "left out by hand"})
    tx.run("UPDATE ledger SET state = 'ignored', cause = :cause WHERE id = :id", id=entry, cause=cause)
    tally(tx, row.channel, Counter(quarantined=-1, ignored=1))
    return True
