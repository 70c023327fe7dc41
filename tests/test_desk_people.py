"""Contacts, canned replies and uploads."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from desks import ADA, BEN, room

from inbox.desk import InvalidError
from inbox.errors import ConflictError, NotFoundError, PolicyError
from inbox.store import blobs, uploads


async def _of(here: Any, contact: int) -> list[str]:
    return [row.value for row in await here.all("SELECT value FROM address WHERE contact_id = :id ORDER BY value", id=contact)]


def test_contacts_are_made_and_changed(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            contact = await here.desk.contact_create(
                ADA, name="Ann\nLee", notes="likes shoes", addresses=[("loop", "Ann"), ("loopback", "ann2")])
            row = await here.one("SELECT * FROM contact WHERE id = :id", id=contact)
            assert (row.name, row.notes) == ("Ann Lee", "likes shoes")
            assert await _of(here, contact) == ["ann", "ann2"]
            with pytest.raises(ConflictError) as caught:
                await here.desk.contact_create(BEN, name="Other", addresses=[("loop", "ann")])
            assert caught.value.code == "address" and caught.value.extra == {"contact": str(contact)}
            for asked in ({"addresses": [("fax", "1")]}, {"addresses": [("loop", "no name!")]}, {}):
                with pytest.raises(InvalidError):
                    await here.desk.contact_create(ADA, **asked)
            undo = await here.desk.contact_patch(
                ADA, contact, row.version, name="Anna", addresses=[("loop", "ann"), ("loop", "ann3")])
            assert await _of(here, contact) == ["ann", "ann3"]
            with pytest.raises(ConflictError) as caught:
                await here.desk.contact_patch(BEN, contact, row.version, name="Anne")
            assert caught.value.code == "version"
            await here.desk.undo(ADA, undo)
            assert await _of(here, contact) == ["ann", "ann2"]
            assert (await here.one("SELECT name FROM contact WHERE id = :id", id=contact)).name == "Ann Lee"
            assert await here.desk.contact_patch(ADA, contact, notes="likes shoes") is None
            with pytest.raises(NotFoundError):
                await here.desk.contact_patch(ADA, 4711, name="x")
    asyncio.run(main())


def test_contacts_merge_and_part_again(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            one, _ = await here.say(None, "ann")
            two, _ = await here.say(None, "anna")
            ann, anna = (await here.conversation(one)).contact_id, (await here.conversation(two)).contact_id
            await here.desk.contact_patch(ADA, ann, notes="a")
            await here.desk.contact_patch(ADA, anna, notes="b")
            undo = await here.desk.contact_merge(ADA, anna, ann)
            assert await _of(here, ann) == ["ann", "anna"]
            assert (await here.conversation(two)).contact_id == ann
            assert (await here.one("SELECT notes FROM contact WHERE id = :id", id=ann)).notes == "a\n\nb"
            three, _ = await here.say(None, "anna")
            assert (await here.conversation(three)).contact_id == ann
            await here.desk.patch(ADA, one, None, contact=anna)  # leads on to where she is now
            assert (await here.conversation(one)).contact_id == ann
            with pytest.raises(ConflictError):
                await here.desk.contact_merge(ADA, anna, ann)
            with pytest.raises(ConflictError):
                await here.desk.contact_merge(ADA, ann, ann)
            await here.desk.undo(ADA, undo)
            assert (await _of(here, ann), await _of(here, anna)) == (["ann"], ["anna"])
            assert [(await here.conversation(c)).contact_id for c in (one, two, three)] == [ann, anna, anna]
            assert (await here.one("SELECT notes FROM contact WHERE id = :id", id=ann)).notes == "a"
    asyncio.run(main())


def test_a_merge_of_the_version_before_is_taken_back_too(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            one, _ = await here.say(None, "ann")
            two, _ = await here.say(None, "anna")
            ann, anna = (await here.conversation(one)).contact_id, (await here.conversation(two)).contact_id
            await here.desk.contact_patch(ADA, anna, notes="b")
            undo = await here.desk.contact_merge(ADA, anna, ann)

            def as_before(tx: Any) -> None:
                data = json.loads(tx.value("SELECT data FROM undo WHERE key = :key", key=undo))
                del data["before"], data["after"]
                tx.run("UPDATE undo SET data = :data WHERE key = :key", key=undo, data=json.dumps({**data, "home_notes": "", "notes": "b"}))
            await here.store.write(as_before)
            await here.desk.undo(ADA, undo)
            assert (await _of(here, ann), await _of(here, anna)) == (["ann"], ["anna"])
            assert (await here.one("SELECT notes FROM contact WHERE id = :id", id=ann)).notes == ""
    asyncio.run(main())


def test_an_address_that_failed_is_tried_again_only_by_name(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.desk.begin(ADA, channel="loop", to="zoe", text="Hi")
            await here.store.write(lambda tx: tx.run("UPDATE address SET health = 'no such mailbox' WHERE value = 'zoe'"))
            with pytest.raises(PolicyError, match="no such mailbox") as caught:
                await here.desk.reply(ADA, conversation, text="Again")
            assert caught.value.code == "undeliverable"
            await here.desk.reply(ADA, conversation, text="Again", to="zoe")
            await here.say(conversation, "zoe", "I am here")
            await here.desk.reply(ADA, conversation, text="Good")  # who writes can be answered
    asyncio.run(main())


def test_canned_replies(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            one = await here.desk.canned_add(ADA, name="Thanks", text="Thank you")
            with pytest.raises(ConflictError):
                await here.desk.canned_add(BEN, name="Thanks", text="Ta")
            two = await here.desk.canned_add(BEN, name="Bye", text="Bye")
            with pytest.raises(ConflictError):
                await here.desk.canned_patch(BEN, two, name="Thanks")
            await here.desk.canned_patch(BEN, one, text="Many thanks")
            assert tuple(await here.one("SELECT name, text FROM canned WHERE id = :id", id=one)) == ("Thanks", "Many thanks")
            await here.desk.canned_delete(ADA, one)
            with pytest.raises(NotFoundError):
                await here.desk.canned_delete(ADA, one)
            with pytest.raises(InvalidError):
                await here.desk.canned_add(ADA, name=" ", text="x")
            targets = [row.target for row in await here.all("SELECT target FROM audit WHERE action LIKE 'canned%' ORDER BY id")]
            assert targets == [f"canned:{one}", f"canned:{two}", f"canned:{one}", f"canned:{one}"]
    asyncio.run(main())


async def _upload(here: Any, by: Any, data: bytes, name: str = "a.png", media_type: str = "image/png") -> Any:
    with here.store.shelf.spool() as path:
        path.write_bytes(data)
        return await here.desk.upload(by, name=name, media_type=media_type, path=path)


def test_uploads_become_attachments_of_one_message(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say()
            mine, other = await _upload(here, ADA, b"x" * 10), await _upload(here, BEN, b"y")
            assert (mine.size, mine.name, mine.media_type) == (10, "a.png", "image/png")
            with pytest.raises(NotFoundError):
                await here.desk.reply(ADA, conversation, text="Hi", attachments=[other.key])
            message = await here.desk.reply(ADA, conversation, attachments=[mine.key])
            row = await here.one("SELECT name, media_type, size, sha, state FROM attachment WHERE message_id = :id", id=message)
            assert tuple(row) == ("a.png", "image/png", 10, blobs.sha(b"x" * 10), "stored")
            with pytest.raises(NotFoundError):
                await here.desk.reply(ADA, conversation, text="Hi", attachments=[mine.key])
            text = await _upload(here, ADA, b"x" * 1001, "a.txt", "text/plain")
            for name, kind in (("a.zip", "application/zip"), ("a.html", "text/html")):
                bad = await _upload(here, ADA, b"x", name, kind)
                with pytest.raises(PolicyError) as caught:
                    await here.desk.reply(ADA, conversation, text="Hi", attachments=[bad.key])
                assert caught.value.code == "media"
            several = [(await _upload(here, ADA, b"x")).key for _ in range(3)]
            for keys in ([text.key], several):
                with pytest.raises(PolicyError) as caught:
                    await here.desk.reply(ADA, conversation, text="Hi", attachments=keys)
                assert caught.value.code == "media"
            note = await here.desk.note(ADA, conversation, attachments=several)
            assert len(await here.all("SELECT id FROM attachment WHERE message_id = :id", id=note)) == 3
            here.now += uploads.KEPT
            assert blobs.sha(b"y") in await here.store.write(uploads.sweep)
            assert len(await here.all("SELECT id FROM attachment WHERE message_id IS NULL")) == 0
    asyncio.run(main())


def test_a_large_upload_is_a_file(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            data = b"z" * (blobs.SMALL + 1)
            made = await _upload(here, ADA, data)
            sha = blobs.sha(data)
            assert made.size == len(data)
            assert here.store.shelf.path(sha).read_bytes() == data
            row = await here.one("SELECT size, data FROM blob WHERE sha = :sha", sha=sha)
            assert (row.size, row.data) == (len(data), None)
    asyncio.run(main())
