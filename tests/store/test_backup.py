"""Backup and restore, from either database into either."""

from __future__ import annotations

import asyncio
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
