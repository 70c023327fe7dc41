"""A backup in one file (tar): the database as of one moment, the large blobs, a note of what it is.

The database in it is SQLite's, also where the store is PostgreSQL: then its rows are copied out of one snapshot, and back.

The key is left out: whoever finds the backup shall not be able to sign, nor to open the stored tokens.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from inbox.errors import StoreError
from inbox.store import Store, blobs, copying, deliveries, schema
from inbox.store.base import Rows, Tx
from inbox.store.bucket import Bucket
from inbox.store.shelf import PORTION, DamagedError, Folder, MissingError, adopt, sum_of
from inbox.store.times import rfc3339

FORMAT = 1
NOTE = "inbox-backup.json"
DATABASE = "inbox.db"
NAMED = 5  # damaged files that an error names
ROOM = ".inbox-backup-"  # how folders begin in which a backup is made


def write(store: Store, target: Path, progress: copying.Progress = lambda table, rows: None) -> dict[str, Any]:
    """Writes the backup beside a running daemon and returns its note. Blocks. Raises StoreError; leaves nothing half done.

    `progress` is told of rows that are copied, which only PostgreSQL needs.
    """
    data_dir = store.data_dir
    if target.is_dir():
        raise StoreError(f"{target} is a folder; name a file in it")
    if not target.parent.is_dir():
        raise StoreError(f"there is no folder {target.parent}; make it first")
    if target.exists():
        raise StoreError(f"{target} is there already; a backup never overwrites")
    if not schema.status(store).revision:
        raise StoreError(f"there is no store in {data_dir if store.dialect == 'sqlite' else 'the database'}")
    try:
        with _room(target.parent) as room:
            if store.dialect == "postgresql":
                _copy_out(store, room, progress)
            else:
                with closing(sqlite3.connect(data_dir / DATABASE)) as source, closing(sqlite3.connect(room / DATABASE)) as into:
                    source.backup(into)
            with closing(sqlite3.connect(room / DATABASE)) as into:
                large = [row[0] for row in into.execute("SELECT sha FROM blob WHERE data IS NULL ORDER BY sha")]
                into.execute("PRAGMA journal_mode=DELETE").fetchall()
            with open(room / "tar", "xb", opener=_private) as file, tarfile.open(fileobj=file, mode="w") as tar:
                tar.add(room / DATABASE, DATABASE)
                found = {sha: _add(tar, store.shelf, sha, room) for sha in large}
                note = {"format": FORMAT, "at": rfc3339(store.clock()), "files": sum(what == "" for what in found.values()), "key": False,
                        **{why: _still_named(store, [sha for sha, what in found.items() if what == why]) for why in ("missing", "damaged")}}
                (room / NOTE).write_text(json.dumps(note), encoding="utf-8")
                tar.add(room / NOTE, NOTE)
            adopt(room / "tar", target)
        return note
    except (OSError, sqlite3.Error, tarfile.TarError) as error:
        raise StoreError(f"the backup failed: {error}") from error


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """A folder of our own on the target's disk. Those of backups that were broken off, which nobody holds any more, go first."""
    for old in folder.glob(ROOM + "*"):
        with suppress(OSError), _held(old):  # somebody is at work there, or it has just gone
            shutil.rmtree(old)
    with ExitStack() as stack:
        room = _made(folder, stack)
        stack.callback(shutil.rmtree, room, ignore_errors=True)
        yield room


def _made(folder: Path, stack: ExitStack) -> Path:
    """A new folder that is held until the stack ends. Another backup that begins may have taken it for a dead one's before it was."""
    while True:
        room = Path(tempfile.mkdtemp(prefix=ROOM, dir=folder))
        with suppress(FileNotFoundError, BlockingIOError), ExitStack() as held:
            held.enter_context(_held(room))
            if room.exists():
                stack.push(held.pop_all())
                return room


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """A lock that ends with the process, however that ends. Raises BlockingIOError where another one has it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _private(path: str, flags: int) -> int:
    """Opens what nobody else may read: everything that customers ever wrote is in it."""
    return os.open(path, flags, 0o600)


def _copy_out(store: Store, folder: Path, progress: copying.Progress) -> None:
    made = Store("sqlite", folder)
    schema.prepare(made, migrate=True)
    copying.copy(store, made, progress)


def _add(tar: tarfile.TarFile, shelf: Folder, sha: str, room: Path) -> str:
    """Empty: it is in. Else why it is not: `missing`, or `damaged`, for bytes that are not ours would be refused when they come back."""
    path = shelf.path(sha)
    try:
        why = "" if sum_of(path) == sha else "damaged"
    except FileNotFoundError:
        why = "missing"
    if why and isinstance(shelf, Bucket):
        path = room / "blob"  # one after the other: a backup need not fill the disk twice
        try:
            asyncio.run(shelf.download(sha, path))
            why = ""
        except MissingError:
            pass
        except DamagedError:
            why = "damaged"
    if not why:
        tar.add(path, f"blobs/{sha[:2]}/{sha}")
    return why


def _still_named(store: Store, names: list[str]) -> list[str]:
    """Those that the store names also now; what was erased while we copied is rightly gone."""
    with closing(store.connect(read_only=True)) as connection:
        rows = Rows(connection, dialect=store.dialect)
        return [name for start in range(0, len(names), PORTION) for name in blobs.large(rows, names[start:start + PORTION])]


async def restore(source: Path, target: Store, progress: copying.Progress = lambda table, rows: None, *,
                  without_damaged: bool = False) -> tuple[dict[str, Any], int]:
    """Unpacks a backup into an empty store. Returns its note, and how many sends are in doubt. Raises StoreError.

    `without_damaged`: large files that are damaged or cut off stay out, and the note has them in words as `left_out`; else they are
    refused. Everything is done before the database gets its name, or in one transaction: a restore that breaks off leaves no store.
    """
    await asyncio.to_thread(_empty, target)
    try:
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=target.data_dir) as temporary:
            room = Path(temporary)
            note = await asyncio.to_thread(_unpack, source, room, without_damaged)
            store = await Store("sqlite", room).open()
            try:
                doubtful = await store.write(doubt, str(note["at"]))
            finally:
                await store.close()
            for file in sorted((room / "blobs").glob("*/*")):
                await target.shelf.adopt(file, file.name)
            if target.dialect == "postgresql":
                await asyncio.to_thread(copying.copy, store, target, progress)
            else:
                await asyncio.to_thread(_adopt_database, room, target.data_dir)
            return note, doubtful
    except (OSError, sqlite3.Error, tarfile.TarError, ValueError) as error:
        raise StoreError(f"{source} cannot be restored: {error}") from error


def _empty(target: Store) -> None:
    """Raises StoreError where there is anything that a restore would overwrite, or a daemon at work."""
    target.data_dir.mkdir(parents=True, exist_ok=True, mode=0o750)
    if target.dialect == "sqlite":
        if target.path.exists():
            raise StoreError(f"there is a store in {target.data_dir}; a restore never overwrites: name an empty data_dir, or move it away")
        return
    if not schema.status(target).up_to_date:
        schema.upgrade(target)
    with closing(target.connect(read_only=True)) as connection:
        rows = Rows(connection, dialect=target.dialect)
        if rows.one("SELECT 1 FROM lease WHERE expires_at > :now", now=target.clock()):
            raise StoreError("a daemon works on this database; stop it first")
        if not copying.empty(rows):
            raise StoreError("the database is not empty; a restore never overwrites: name another database")


def _unpack(source: Path, room: Path, without_damaged: bool) -> dict[str, Any]:
    torn = ""
    with _archive(source) as tar:
        try:
            for member in _sound(tar):
                tar.extract(member, room, filter="data")
        except tarfile.ReadError as error:
            torn = str(error)
    whole = not torn and (room / NOTE).exists()  # it is the last
    if not (room / DATABASE).exists():
        raise StoreError(f"{source} is no backup of Inbox, or one that is cut off before its database ends{torn and f' ({torn})'}")
    note: dict[str, Any] = json.loads((room / NOTE).read_text(encoding="utf-8")) if whole else {
        "format": FORMAT, "at": rfc3339(int((room / DATABASE).stat().st_mtime * 1e6))}
    if note.get("format") != FORMAT:
        raise StoreError(f"{source} has format {note.get('format')}, this Inbox reads {FORMAT}")
    lost = _damaged(room, whole)
    if not without_damaged and not whole:
        raise StoreError(f"this backup is cut off: {len(lost)} of its large files are not whole in it; take another one, or see "
                         "--without-damaged, which restores all but these")
    if not without_damaged and lost:
        raise StoreError(f"{len(lost)} large files in the backup are damaged: {_some(lost)}; take another backup, or see "
                         "--without-damaged, which restores all but these")
    return note | {"left_out": lost}


def _archive(source: Path) -> tarfile.TarFile:
    """Raises StoreError where it cannot even begin."""
    try:
        return tarfile.open(source, mode="r:")
    except tarfile.ReadError as error:
        raise StoreError(f"{source} is no backup of Inbox") from error


def _some(lost: Sequence[str]) -> str:
    return ", ".join(lost[:NAMED]) + (f" and {len(lost) - NAMED} more" if len(lost) > NAMED else "")


def _adopt_database(room: Path, data_dir: Path) -> None:
    with (room / DATABASE).open("rb") as database:
        os.fsync(database.fileno())
    (room / DATABASE).rename(data_dir / DATABASE)


def _sound(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Only what a backup of ours holds."""
    for member in tar:
        parts = member.name.split("/")
        blob = len(parts) == 3 and parts[0] == "blobs" and len(parts[2]) == 64 and parts[2].isalnum() and parts[2][:2] == parts[1]
        if not member.isfile() or member.issparse() or not (member.name in (NOTE, DATABASE) or blob):
            raise StoreError(f"this is no backup of Inbox: it holds {member.name!r}")
        yield member


def _damaged(room: Path, whole: bool) -> list[str]:
    """Takes away the files whose bytes are not as they were kept; what they were, in words. Raises StoreError: the database is damaged.

    Of a backup that is not `whole` also those are told that did not come.
    """
    lost = set()
    for file in (room / "blobs").glob("*/*"):
        if sum_of(file) != file.name:
            file.unlink()
            lost.add(file.name)
    try:
        with closing(sqlite3.connect(room / DATABASE)) as database:
            verdict = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
            named = {row[0] for row in database.execute("SELECT sha FROM blob WHERE data IS NULL")} if verdict == "ok" else set()
            if not whole:
                lost |= {name for name in named if not (room / "blobs" / name[:2] / name).exists()}
            words = [_words(database, name) for name in sorted(lost)]
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise StoreError(f"the database in the backup is damaged: {verdict}; take another backup")
    return words


def _words(database: sqlite3.Connection, name: str) -> str:
    """What a blob is, for somebody who has to find it elsewhere."""
    found = database.execute("SELECT name, message_id FROM attachment WHERE sha = ? ORDER BY id LIMIT 1", (name,)).fetchone()
    if found is not None:
        return f"{found[0]!r}{f' of message {found[1]}' if found[1] else ''} ({name[:12]}…)"
    found = database.execute("SELECT channel, id FROM ledger WHERE raw = ? ORDER BY id LIMIT 1", (name,)).fetchone()
    return f"the bytes of item {found[1]} of {found[0]} ({name[:12]}…)" if found is not None else f"{name[:12]}…"


def doubt(tx: Tx, at: str) -> int:
    """After a restore: what waited when the backup was made may have gone out since. It becomes `uncertain`; how many.

    What is to be sent later than now surely did not go out, and stays.
    """
    rows = tx.all("SELECT * FROM delivery WHERE state = 'sending' OR (state = 'queued' AND COALESCE(next_at, 0) <= :now)",
                  now=tx.now)
    for row in rows:
        tx.run("UPDATE recipient SET state = 'sending' WHERE delivery_id = :id AND state = 'queued'", id=row.id)
        tx.run("UPDATE delivery SET fence = fence + 1 WHERE id = :id", id=row.id)
        deliveries._uncertain(tx, row, f"restored from a backup of {at}; it may have gone out after that")
    return len(rows)
