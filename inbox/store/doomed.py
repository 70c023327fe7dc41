"""Files that are to go, or have just gone: what those who remove one and those who bring the same bytes again tell each other.

Under `unlink:NAME` in `meta`, from the commit that drops the row of a large blob. Its value says how far that is:

    ''             dropped; the file is there, and who names it again takes this away with the same commit
    until:US:WHO   somebody removes the file, and will have stopped by then whether done or not; without WHO several do
    gone:US:WHO    the file was removed at that moment; this stays for a day

The file itself is not asked, which may lie in a bucket and come and go while one looks. A row is made where nothing stands or '',
so a file that was staged before its removal began gets no row; it is staged again. What stands there of a removal that is over goes
when the file has been put behind it: nobody removes it any more, for that takes a row to drop. A process that dies leaves `until`,
which ends by itself, or a file that the sweep finds. Only one that is stopped in the middle of a removal, and goes on minutes
later, could do harm.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inbox.errors import StoreError
from inbox.store.base import Rows, Tx
from inbox.store.times import clock

MARK = "unlink:"  # before a name in `meta`
LEASE = 300 * 1_000_000  # microseconds for which nobody else takes a removal for over
WORK = 100.0  # seconds after which who removes a portion gives up, long before that
KEPT = 86_400 * 1_000_000  # microseconds: longer than anybody takes from staging a file to naming it
MANY = 50  # files in one portion
BUSY = "the same bytes are just being erased; they can come in again in a moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Names whose files are to be removed now, and what we wrote there."""

    names: Sequence[str]
    mine: str
    last: str


def drop(tx: Tx, names: Iterable[str]) -> None:
    """The rows of these large blobs go with this transaction."""
    for name in sorted(names):
        tx.put("meta", key=MARK + name, value="")


def name_again(tx: Tx, name: str) -> None:
    """The row of this large blob has been made in this transaction. Raises StoreError: its file may have gone since it was staged."""
    found = tx.one(f"SELECT value FROM meta WHERE key = :key{tx.locking}", key=MARK + name)  # noqa: S608 - words of our own
    if found is None:
        return
    if found.value:
        raise StoreError(BUSY)
    tx.run("DELETE FROM meta WHERE key = :key", key=MARK + name)


# ------------------------------------------------------------ removing

def owed(rows: Rows, now: int) -> bool:
    """Whether `claim` has anything to do."""
    return rows.one("SELECT 1 FROM meta WHERE key LIKE :like AND (value NOT LIKE 'gone:%' OR value < :old) LIMIT 1",
                    like=MARK + "%", old=f"gone:{_now(rows, now) - KEPT:016d}") is not None


def claim(tx: Tx, after: str) -> Portion:
    """The next names behind `after` whose files nobody removes at present: from now on we do."""
    now = _now(tx, tx.now)
    tx.run("DELETE FROM meta WHERE key LIKE :like AND value LIKE 'gone:%' AND value < :old", like=MARK + "%", old=f"gone:{now - KEPT:016d}")
    keys = [row.key for row in tx.all(
        "SELECT key FROM meta WHERE key LIKE :like AND key > :after AND (value = '' OR (value LIKE 'until:%' AND value < :now)) "  # noqa: S608
        f"ORDER BY key LIMIT :many{tx.locking}", like=MARK + "%", after=after, now=f"until:{now:016d}", many=MANY)]
    return _begin(tx, keys, f"until:{now + LEASE:016d}:{secrets.token_hex(4)}")


def elsewhere(rows: Rows) -> bool:
    """Whether somebody else removes files, or died over it less than `LEASE` ago."""
    return rows.one("SELECT 1 FROM meta WHERE key LIKE :like AND value LIKE 'until:%' AND value NOT LIKE 'until:%:' LIMIT 1",
                    like=MARK + "%") is not None


def join(tx: Tx, after: str) -> Portion:
    """The next names behind `after` that somebody else should have removed by now: we do it too. None of us can say then when they are
    gone; time does. Raises StoreError where too little of it is left."""
    enough = f"until:{_now(tx, tx.now) + int(1.25 * WORK * 1e6):016d}"
    rows = tx.all("SELECT key, value FROM meta WHERE key LIKE :like AND key > :after AND value LIKE 'until:%' AND value >= :enough "  # noqa: S608
                  f"ORDER BY key LIMIT :many{tx.locking}", like=MARK + "%", after=after, enough=enough, many=MANY)
    if not rows and tx.one("SELECT 1 FROM meta WHERE key LIKE :like AND value LIKE 'until:%' AND value NOT LIKE 'until:%:' "
                           "AND value < :enough LIMIT 1", like=MARK + "%", enough=enough) is not None:
        raise StoreError("files are left that another process was about to remove; they go in some minutes")
    return _begin(tx, [row.key for row in rows], min((row.value for row in rows), default="")[:len(enough)] + ":")


def _begin(tx: Tx, keys: Sequence[str], mine: str) -> Portion:
    if keys:
        tx.run("UPDATE meta SET value = :mine WHERE key IN :keys", mine=mine, keys=keys)
    return Portion(names=[key.removeprefix(MARK) for key in keys], mine=mine, last=keys[-1] if keys else "")


def settle(tx: Tx, done: Portion) -> None:
    """The files of a portion are gone, if nobody joined us."""
    if done.mine.endswith(":"):
        return
    tx.run("UPDATE meta SET value = :gone WHERE key IN :keys AND value = :mine", keys=[MARK + name for name in done.names],
           mine=done.mine, gone=f"gone:{_now(tx, tx.now):016d}:{done.mine[-8:]}")


# ------------------------------------------------------------ staging

def look(rows: Rows, names: Sequence[str], now: int) -> dict[str, str] | None:
    """What stands at these names of removals that are over, before their files are put. None: one is not over yet."""
    found = {row.key: row.value for row in rows.all("SELECT key, value FROM meta WHERE key IN :keys AND value <> ''",
                                                    keys=[MARK + name for name in names])}
    if found:
        now = _now(rows, now)
    return found if all(_over(value, now) for value in found.values()) else None


def clear(tx: Tx, found: Mapping[str, str]) -> bool:
    """The files have been put: takes away what `look` found. Whether nobody began another removal meanwhile."""
    for key, value in found.items():
        tx.run("DELETE FROM meta WHERE key = :key AND value = :value", key=key, value=value)
    return tx.one("SELECT 1 FROM meta WHERE key IN :keys AND value <> ''", keys=list(found)) is None


def _over(value: str, now: int) -> bool:
    """Whether nobody removes this file at present."""
    return not value.startswith("until:") or int(value.split(":")[1]) < now


def _now(rows: Rows, now: int) -> int:
    return int(rows.value(f"SELECT {clock(rows.dialect)}", now=now))
