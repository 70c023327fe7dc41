"""Backup and restore, from either database into either."""

from __future__ import annotations

import asyncio
import shutil
import tarfile
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import stores

from inbox.errors import StoreError
from inbox.store import Rows, Store, Tx, backup, blobs, deliveries, messages, schema, search
from inbox.types import Address

BIG = b"\0\xffbig" * 100_000
ANN = Address(kind="email", value="ann@example.net", name="Änn")


def _fill(tx: Tx) -> None:
    tx.insert("agent", email="a@example.net", name="A", password="hash", created_at=tx.now)
    conversation = messages.create_conversation(tx, channel="c", ours="", subject="Größe", contact=None, at=tx.now)
    small, big = blobs.keep(tx, b"\0small\xff"), blobs.keep(tx, BIG)
    for text in ("帮我找订单 東京", "waiting"):
        message = messages.add(tx, messages.New(
            conversation=conversation, channel="c", text=text, at=tx.now, sent_at=tx.now, direction="out", author_kind="agent",
            people={"to": [ANN]}, raw=small, files=[messages.File(name="plan.pdf", media_type="application/pdf", size=len(BIG), sha=big)]))
        deliveries.enqueue(tx, message=message, conversation=conversation, channel="c", key=f"k{message}", recipients=[("to", ANN)],
                           outbound={"sender": ["email", "us@example.net", ""]}, next_at=tx.now - 1)


def _look(rows: Rows) -> dict[str, Any]:
    from inbox.store.tables import metadata
    tables = {name: rows.all(f'SELECT * FROM "{name}"') for name in metadata.tables if name not in ("meta", "event")}
    said = {}
    for question in ("訂單", "订单", "東京", "grosse", "plan", "ann@example.net"):
        said[question] = [r.rowid for r in rows.all(f"SELECT rowid FROM search WHERE {search.clause(rows)} ORDER BY rowid",
                                                    q=search.question(rows, question))]
    return {"search": said, **{name: sorted(tuple(bytes(v) if isinstance(v, memoryview) else v for v in r) for r in found)
                               for name, found in tables.items()}}


async def _opened(store: Store) -> Store:
    if store.dialect == "postgresql":
        store.data_dir.mkdir(parents=True, exist_ok=True)
        schema.upgrade(store)
    return await store.open()


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_everything_comes_back(make_store: stores.MakeStore, into: str, databases: stores.Databases, tmp_path: Path) -> None:
    async def run() -> None:
        source = await _opened(make_store())
        await source.shelf.stage([BIG])
        await source.write(_fill)
        before = await source.read(_look)
        note = await asyncio.to_thread(backup.write, source, tmp_path / "b.tar")
        await source.close()
        assert (note["files"], note["missing"], note["key"]) == (1, [], False)
        target = Store("sqlite" if into == "sqlite" else databases.url(), tmp_path / "restored")
        _, doubtful = await backup.restore(tmp_path / "b.tar", target)
        assert doubtful == 2
        await target.open()
        try:
            after = await target.read(_look)
            changed = {name for name in before if before[name] != after[name]}
            # what waited is in doubt now; nothing else differs
            assert changed <= {"delivery", "recipient", "conversation", "attempt"}
            assert {row.state for row in await target.read(lambda rows: rows.all("SELECT state FROM delivery"))} == {"uncertain"}
            assert target.shelf.path(blobs.sha(BIG)).read_bytes() == BIG
            assert after["search"]["订单"] and not after["search"]["訂單"]
            await target.write(_fill_more)  # counters go on behind what was restored
        finally:
            await target.close()
        with pytest.raises(StoreError, match="never overwrites"):
            await backup.restore(tmp_path / "b.tar", target)
    asyncio.run(run())


def _fill_more(tx: Tx) -> None:
    assert tx.insert("contact", name="B", created_at=tx.now) > 1
    assert tx.insert("conversation", created_at=tx.now) > 1


def test_a_backup_is_refused_where_nothing_is(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        backup.write(Store("sqlite", tmp_path), tmp_path / "b.tar")
    assert list(tmp_path.glob("b.tar*")) == []


def test_a_file_that_is_lost_is_named_and_one_that_was_erased_meanwhile_is_not(make_store: stores.MakeStore, tmp_path: Path,
                                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is not mounted must not look like a backup without files."""
    lost, erased = b"lost" * 100_000, b"erased" * 100_000

    async def run() -> dict[str, Any]:
        source = await _opened(make_store())
        for data in (lost, erased):
            await source.write(blobs.keep, data)
        looked = backup._still_named

        def later(store: Store, names: list[str]) -> list[str]:
            with store.connect() as connection:
                connection.execute(f"DELETE FROM blob WHERE sha = '{blobs.sha(erased)}'")
            return looked(store, names)
        monkeypatch.setattr(backup, "_still_named", later)
        try:
            return await asyncio.to_thread(backup.write, source, tmp_path / "b.tar")
        finally:
            await source.close()
    note = asyncio.run(run())
    assert (note["files"], note["missing"]) == (0, [blobs.sha(lost)])


def test_a_backup_that_was_broken_off_leaves_nothing_and_hinders_no_other(make_store: stores.MakeStore, tmp_path: Path) -> None:
    """Found by the crash points: killed in the middle it left a copy of the database, and the next one to that place failed."""
    async def run() -> None:
        source = await _opened(make_store())
        dead, alive = tmp_path / f"{backup.ROOM}dead", tmp_path / f"{backup.ROOM}alive"
        for folder in (dead, alive):
            folder.mkdir()
            (folder / "inbox.db").write_bytes(b"half a copy")
        with backup._held(alive):  # as another one does that is at work
            await asyncio.to_thread(backup.write, source, tmp_path / "b.tar")
        await source.close()
    asyncio.run(run())
    assert sorted(path.name for path in tmp_path.glob(".*")) == [f"{backup.ROOM}alive"]
    assert (tmp_path / "b.tar").exists()


OTHER = b"other" * 100_000


def _two_files(tx: Tx) -> None:
    conversation = messages.create_conversation(tx, channel="c", ours="", subject="", contact=None, at=tx.now)
    messages.add(tx, messages.New(
        conversation=conversation, channel="c", text="two", at=tx.now, sent_at=tx.now, direction="in", author_kind="contact",
        people={}, files=[messages.File(name=name, media_type="application/pdf", size=len(data), sha=blobs.keep(tx, data))
                          for name, data in (("plan.pdf", BIG), ("bill.pdf", OTHER))]))


async def _kept(store: Store, path: Path, spoil: bytes = b"") -> dict[str, Any]:
    """A backup of a store with two files, one of them spoilt on its disk."""
    await _opened(store)
    try:
        await blobs.stage(store, [BIG, OTHER])
        await store.write(_two_files)
        if spoil:
            store.shelf.path(blobs.sha(spoil)).write_bytes(spoil[:-1] + b"?")
        return await asyncio.to_thread(backup.write, store, path)
    finally:
        await store.close()


async def _restored(path: Path, folder: Path) -> tuple[dict[str, Any], set[str], int]:
    """What a restore without what is damaged says, the files that are there, and how many the messages name."""
    target = Store("sqlite", folder)
    note, _ = await backup.restore(path, target, without_damaged=True)
    await target.open()
    try:
        named = await target.read(lambda rows: rows.value("SELECT COUNT(*) FROM attachment WHERE state = 'stored'"))
        return note, {file.name for file in (folder / "blobs").glob("??/*")}, int(named)
    finally:
        await target.close()


def test_one_damaged_file_need_not_keep_everything_from_coming_back(make_store: stores.MakeStore, tmp_path: Path) -> None:
    path = tmp_path / "b.tar"

    async def run() -> None:
        await _kept(make_store(), path)
        data = path.read_bytes()
        at = data.index(BIG)
        path.write_bytes(data[:at] + b"?" + data[at + 1:])
        with pytest.raises(StoreError, match=r"1 large files in the backup are damaged: 'plan.pdf' of message 1 .*--without-damaged"):
            await backup.restore(path, Store("sqlite", tmp_path / "refused"))
        assert not (tmp_path / "refused" / "inbox.db").exists()
        note, files, named = await _restored(path, tmp_path / "taken")
        assert [words.partition(" (")[0] for words in note["left_out"]] == ["'plan.pdf' of message 1"]
        assert files == {blobs.sha(OTHER)} and named == 2
    asyncio.run(run())


@pytest.mark.parametrize("where", ["blob", "note"])
def test_of_a_backup_that_is_cut_off_comes_back_what_is_whole(tmp_path: Path, where: str) -> None:
    path = tmp_path / "b.tar"

    async def run() -> None:
        await _kept(Store("sqlite", tmp_path / "data"), path)
        with tarfile.open(path) as tar:
            members = tar.getmembers()
            last = members[-2] if where == "blob" else members[-1]
            size, at = last.offset_data + 10, tar.getmember(backup.DATABASE).mtime
            lost = {last.name.rpartition("/")[2]} if where == "blob" else set()
        with path.open("r+b") as file:
            file.truncate(size)
        with pytest.raises(StoreError, match=f"cut off: {len(lost)} of its large files.*--without-damaged"):
            await backup.restore(path, Store("sqlite", tmp_path / "refused"))
        note, files, named = await _restored(path, tmp_path / "taken")
        assert len(note["left_out"]) == len(lost) and files == {blobs.sha(BIG), blobs.sha(OTHER)} - lost and named == 2
        assert note["at"] == backup.rfc3339(int(at * 1e6))
        with path.open("r+b") as file:
            file.truncate(20_000)
        with pytest.raises(StoreError, match=r"database in the backup is damaged.*another backup"):
            await backup.restore(path, Store("sqlite", tmp_path / "nothing"), without_damaged=True)
        assert not (tmp_path / "nothing" / "inbox.db").exists()
    asyncio.run(run())


def test_a_backup_tells_which_files_are_damaged_while_others_may_still_be_whole(make_store: stores.MakeStore, tmp_path: Path) -> None:
    async def run() -> None:
        note = await _kept(make_store(), tmp_path / "b.tar", spoil=BIG)
        assert (note["files"], note["missing"], note["damaged"]) == (1, [], [blobs.sha(BIG)])
        note, files, _ = await _restored(tmp_path / "b.tar", tmp_path / "restored")  # what is not in it is not refused either
        assert note["left_out"] == [] and files == {blobs.sha(OTHER)}
    asyncio.run(run())


@pytest.mark.parametrize("moment", ["before it opens it", "before it holds it", "while the other removes it"])
def test_another_backup_that_begins_takes_no_folder_that_is_just_being_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                                              moment: str) -> None:
    made, held = tempfile.mkdtemp, backup._held
    others: list[Any] = []

    def sweep(folder: str) -> None:
        if others:
            return
        monkeypatch.undo()
        others.append(held(Path(folder)))
        others[0].__enter__()
        if moment != "while the other removes it":
            shutil.rmtree(folder)
            others[0].__exit__(None, None, None)

    def just_made(*args: Any, **how: Any) -> str:
        folder = made(*args, **how)
        sweep(folder)
        return folder

    def just_opened(handle: int, how: int) -> None:
        [folder] = tmp_path.glob(backup.ROOM + "*")
        monkeypatch.undo()
        shutil.rmtree(folder)
        backup.fcntl.flock(handle, how)
    if moment == "before it holds it":
        monkeypatch.setattr(backup.fcntl, "flock", just_opened)
    else:
        monkeypatch.setattr(backup.tempfile, "mkdtemp", just_made)
    with backup._room(tmp_path) as room:
        (room / "inbox.db").write_bytes(b"a copy")
        with pytest.raises(BlockingIOError), held(room):
            pytest.fail("nobody holds it")
        with suppress(BlockingIOError), backup._room(tmp_path):
            pass
        assert (room / "inbox.db").read_bytes() == b"a copy"
    if moment == "while the other removes it":
        others[0].__exit__(None, None, None)
    else:
        assert list(tmp_path.iterdir()) == []
