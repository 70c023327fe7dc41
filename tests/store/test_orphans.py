"""Files and blobs that nobody names go after a day; what is in use, and what is just being written, stays."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import stores

from inbox.store import Tx, attachments, blobs, ledger, orphans
from inbox.types import RawItem


def _age(*paths: Path) -> None:
    for path in paths:
        os.utime(path, (time.time() - 2 * orphans.AGE,) * 2)


def test_what_nobody_names_goes_after_a_day(make_store: stores.MakeStore) -> None:
    async def run() -> None:
        store = await make_store().open()
        try:
            used, lost, fresh, gone = (bytes([n]) * (blobs.SMALL + 1) for n in (1, 2, 3, 4))
            files = {data: store.shelf.path(blobs.sha(data)) for data in (used, lost, fresh, gone)}
            await store.shelf.stage(list(files))
            spooled = store.data_dir / "blobs" / "tmp" / "half"
            spooled.write_bytes(b"x")

            def name(tx: Tx) -> None:
                ledger.receive(tx, "c", "f", [RawItem(item="1", kind="k", data=used)], False)
                blobs.keep(tx, gone)
                blobs.keep(tx, b"small and gone")
            await store.write(name)
            _age(*(files[data] for data in (used, lost, gone)), spooled)
            assert await orphans.sweep(store) == 4
            assert [files[data].exists() for data in (used, lost, fresh, gone)] == [True, False, True, False]
            assert not spooled.exists()
            assert await store.read(lambda rows: rows.value("SELECT COUNT(*) FROM blob")) == 1
            assert await orphans.sweep(store) == 0
        finally:
            await store.close()
    asyncio.run(run())


def test_a_file_that_comes_again_counts_as_new(make_store: stores.MakeStore) -> None:
    async def run() -> None:
        store = await make_store().open()
        try:
            data = b"x" * (blobs.SMALL + 1)
            path = store.shelf.path(blobs.sha(data))
            await store.shelf.stage([data])
            _age(path)
            await store.shelf.stage([data])
            await orphans.sweep(store)
            assert path.read_bytes() == data
        finally:
            await store.close()
    asyncio.run(run())


def test_a_file_of_an_attachment_that_was_erased_meanwhile_is_not_kept(make_store: stores.MakeStore) -> None:
    async def run() -> None:
        store = await make_store().open()
        try:
            await store.write(attachments.arrived, 4711, blobs.sha(b"x"), 1)
            assert await store.read(lambda rows: rows.value("SELECT COUNT(*) FROM blob")) == 0
        finally:
            await store.close()
    asyncio.run(run())
