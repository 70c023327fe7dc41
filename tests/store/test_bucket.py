"""Large blobs in a bucket: what is put is there before its row, what is fetched is what was put, what goes is gone."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path

import buckets
import pytest

from inbox import config
from inbox.errors import StoreError
from inbox.sections import BucketConfig
from inbox.store import Store, Tx, backup, blobs, bucket, ledger, orphans, unused
from inbox.store.shelf import MissingError
from inbox.types import RawItem

BIG = b"\0\xffbig" * 60_000
HUGE = os.urandom(1024) * (20 * 1024)  # three pieces
SHA, HUGE_SHA = blobs.sha(BIG), blobs.sha(HUGE)


@pytest.fixture
def service() -> Iterator[buckets.Service]:
    with buckets.Service() as found:
        yield found


def key(name: str) -> str:
    return f"our/own/{name[:2]}/{name}"


def shelf(service: buckets.Service, folder: Path, **other: str) -> bucket.Bucket:
    return bucket.Bucket(folder, BucketConfig(**{**service.settings(), **other}))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_what_is_put_is_read_on_another_machine(service: buckets.Service, tmp_path: Path) -> None:
    async def run() -> None:
        here, there = shelf(service, tmp_path / "a"), shelf(service, tmp_path / "b")
        await here.stage([BIG, b"small"])
        with here.spool() as path:
            path.write_bytes(HUGE)
            await here.adopt(path, HUGE_SHA)
        assert {name: data for name, (data, _) in service.objects.items()} == {key(SHA): BIG, key(HUGE_SHA): HUGE}
        assert here.path(HUGE_SHA).read_bytes() == HUGE, "who has just taken it in has it at hand"
        for name, data in ((SHA, BIG), (HUGE_SHA, HUGE)):
            await there.fetch(name)
            assert there.path(name).read_bytes() == data
        asked = len(service.asked)
        await there.fetch(SHA)
        assert len(service.asked) == asked, "it is fetched once"
        assert service.parts == {}
    asyncio.run(run())


def test_a_service_that_fails_is_asked_again_and_then_named(service: buckets.Service, tmp_path: Path) -> None:
    async def run() -> None:
        here = shelf(service, tmp_path)
        left = [503, "drop"]
        service.fail = lambda method, key: left.pop() if left else None
        await here.stage([BIG])
        assert service.objects[key(SHA)][0] == BIG and not left
        left[:] = ["cut"]
        await here.fetch(SHA)
        assert here.path(SHA).read_bytes() == BIG and not left
        service.fail = lambda method, key: 500
        with pytest.raises(StoreError, match="the bucket s3://files/our/own: ") as raised:
            await here.stage([HUGE])
        assert buckets.SECRET not in str(raised.value) and "\n" not in str(raised.value)
        with pytest.raises(StoreError):
            await shelf(service, tmp_path / "b").fetch(SHA)
        assert files(tmp_path / "b") == [], "nothing half fetched stays"
    asyncio.run(run())


@pytest.mark.parametrize(("other", "says"), [
    ({"secret_key": "wrong"}, "SignatureDoesNotMatch"), ({"url": "s3://elsewhere/our/own"}, "NoSuchBucket")])
def test_a_wrong_setting_is_no_missing_file(service: buckets.Service, tmp_path: Path, other: dict[str, str], says: str) -> None:
    async def run() -> None:
        wrong = shelf(service, tmp_path, **other)
        with pytest.raises(StoreError, match=says) as raised:
            await wrong.fetch(SHA)
        assert not isinstance(raised.value, MissingError)
        with pytest.raises(StoreError, match=says):
            await wrong.stage([BIG])
    asyncio.run(run())


def test_what_is_not_there_or_not_the_same_is_not_given_out(service: buckets.Service, tmp_path: Path) -> None:
    async def run() -> None:
        here = shelf(service, tmp_path)
        with pytest.raises(MissingError):
            await here.fetch(SHA)
        service.keep(key(SHA), BIG[:-1] + b"?")
        with pytest.raises(StoreError, match="damaged"):
            await here.fetch(SHA)
        assert files(tmp_path) == []
    asyncio.run(run())


def test_what_lay_in_the_folder_before_is_read_there(service: buckets.Service, tmp_path: Path) -> None:
    async def run() -> None:
        await Store("sqlite", tmp_path).shelf.stage([BIG])
        here = shelf(service, tmp_path)
        await here.fetch(SHA)
        assert here.path(SHA).read_bytes() == BIG and not service.asked
        await here.remove([SHA])
        assert files(tmp_path) == []
    asyncio.run(run())


def test_what_was_fetched_goes_an_hour_after_its_last_use(service: buckets.Service, tmp_path: Path) -> None:
    async def run() -> None:
        here = shelf(service, tmp_path)
        await here.stage([BIG, HUGE])
        for name in (SHA, HUGE_SHA):
            await here.fetch(name)
            os.utime(here.path(name), (time.time() - 2 * bucket.KEPT,) * 2)
        await here.fetch(SHA)
        assert await here.tidy() == 1
        assert files(tmp_path) == [SHA] and len(service.objects) == 2
    asyncio.run(run())


def test_objects_that_no_row_names_go_after_a_day(service: buckets.Service, tmp_path: Path) -> None:
    async def run() -> None:
        store = await Store("sqlite", tmp_path, bucket=BucketConfig(**service.settings())).open()
        try:
            lost = {blobs.sha(bytes([n])): bytes([n]) for n in range(7)}  # three pages of a listing
            for name, data in lost.items():
                service.keep(key(name), data, at=time.time() - 2 * orphans.AGE)
            service.keep(key(blobs.sha(b"fresh")), b"fresh")
            service.keep("somebody/else", b"", at=0)
            await store.shelf.stage([BIG])
            await store.write(lambda tx: ledger.receive(tx, "c", "f", [RawItem(item="1", kind="k", data=BIG)], False))
            service.keep(key(SHA), BIG, at=0)
            assert await orphans.sweep(store) == 7
            assert set(service.objects) == {key(SHA), key(blobs.sha(b"fresh")), "somebody/else"}
        finally:
            await store.close()
    asyncio.run(run())


def test_what_nobody_names_is_removed_and_a_bucket_that_is_away_owes_it(service: buckets.Service, tmp_path: Path) -> None:
    async def run() -> None:
        store = await Store("sqlite", tmp_path, bucket=BucketConfig(**service.settings())).open()
        try:
            await store.shelf.stage([BIG])
            await store.write(blobs.keep, BIG)
            assert await store.blob(SHA) == store.shelf.path(SHA) and store.shelf.path(SHA).read_bytes() == BIG

            def drop(tx: Tx) -> None:
                unused.drop(tx, [SHA])
            await store.write(drop)
            service.fail = lambda method, key: 500
            with pytest.raises(StoreError):
                await unused.unlink(store)
            await unused.unlink_or_owe(store)
            service.fail = lambda method, key: None
            await unused.unlink(store)
            assert service.objects == {} and SHA not in files(tmp_path)
            await unused.unlink(store)
        finally:
            await store.close()
    asyncio.run(run())


def test_a_backup_holds_what_is_in_the_bucket_and_comes_back_into_one(service: buckets.Service, tmp_path: Path) -> None:
    async def run() -> None:
        settings = BucketConfig(**service.settings())
        store = await Store("sqlite", tmp_path / "a", bucket=settings).open()
        await store.shelf.stage([BIG])
        await store.write(blobs.keep, BIG)
        note = await asyncio.to_thread(backup.write, store, tmp_path / "b.tar")
        service.keep(key(SHA), BIG[:-1] + b"?")
        spoilt = await asyncio.to_thread(backup.write, store, tmp_path / "spoilt.tar")
        assert (spoilt["files"], spoilt["missing"], spoilt["damaged"]) == (0, [], [SHA]), "one damaged object hinders no backup"
        await store.close()
        assert (note["files"], note["missing"]) == (1, []) and files(tmp_path / "a" / "cache") == []
        service.objects.clear()
        target = Store("sqlite", tmp_path / "c", bucket=settings)
        await backup.restore(tmp_path / "b.tar", target)
        assert service.objects[key(SHA)][0] == BIG
    asyncio.run(run())


def test_what_lies_in_the_folder_is_taken_over_but_for_what_is_damaged(service: buckets.Service, tmp_path: Path) -> None:
    async def run() -> None:
        folder = Store("sqlite", tmp_path).shelf
        await folder.stage([BIG, HUGE])
        folder.path(HUGE_SHA).write_bytes(HUGE[:-1])
        told: list[str] = []
        assert await shelf(service, tmp_path).take_over(told.append) == [HUGE_SHA]
        assert list(service.objects) == [key(SHA)] and sorted(told) == sorted([SHA, HUGE_SHA])
        assert files(tmp_path) == sorted([SHA, HUGE_SHA]), "nothing goes here"
    asyncio.run(run())


@pytest.mark.parametrize(("given", "key", "says"), [
    ({"url": "http://files"}, "store.bucket.url", "must be s3://BUCKET"),
    ({"url": "s3://files", "endpoint": "s3.example.com"}, "store.bucket.endpoint", "must be a URL"),
    ({"url": "s3://files", "access_key": "AKID"}, "store.bucket", "give both, or neither")])
def test_a_bucket_that_is_described_wrongly_is_named(given: dict[str, str], key: str, says: str) -> None:
    [problem] = config.check({"store": {"bucket": given}})[1]
    assert problem.key == key and says in problem.text


def test_its_keys_are_hidden_from_the_log() -> None:
    settings = {"url": "s3://files", "access_key": "AKIDEXAMPLE", "secret_key": "a secret key"}
    found, problems = config.check({"store": {"bucket": settings}})
    assert not problems and found.secrets == {"AKIDEXAMPLE", "a secret key"} and "a secret key" not in repr(found)
