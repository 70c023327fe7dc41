"""A person's data out, a person's data gone, and conversations past their time."""

from __future__ import annotations

import asyncio
import json
import re
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from desks import ADA, SECOND, at, room

from inbox.errors import NotFoundError
from inbox.store import Rows, Tx, blobs, ledger, leftovers, privacy, saved, search, unused
from inbox.store.messages import File
from inbox.types import RawItem

BIG = b"large picture of zebedee " * 12_000  # more than a row takes: a file


def _item(tx: Tx, n: int, data: bytes, state: str, message: int | None) -> int:
    [entry] = ledger.receive(tx, "loop", "spool", [RawItem(item=f"zebedee-item-{n}", kind="message", data=data)], False)
    cause = json.dumps({"code": "broken", "detail": f"zebedee {n}"}) if state == "quarantined" else ""
    ledger.settle(tx, "loop", [(entry.id, state, cause, ledger.digest(f"content-{n}"), f"zebedee-{n}", message)])
    return entry.id


async def _life(here: Any) -> dict[str, int]:
    """Zebedee wrote, was answered, broke a parser, and was copied into what Ann wrote."""
    await here.store.shelf.stage([BIG])
    sha = await here.store.write(blobs.keep, BIG)
    conversation, first = await here.say(
        None, "zebedee", "my secret is xylophone", subject="About xylophone",
        files=[File(name="zebedee.png", media_type="image/png", size=len(BIG), sha=sha)], external_id="zebedee-id-1")
    reply = await here.desk.reply(ADA, conversation, text="dear zebedee, your xylophone is safe", idempotency_key="k")
    await here.store.write(lambda tx: tx.run("UPDATE delivery SET prepared = :sha WHERE message_id = :m",
                                             sha=blobs.keep(tx, b"Subject: xylophone for zebedee"), m=reply))
    await here.desk.note(ADA, conversation, text="zebedee is odd")
    await here.desk.patch(ADA, conversation, None, subject="xylophone again")
    raw = await here.store.write(_item, 1, b"From: zebedee\r\n\r\nmy secret is xylophone", "stored", first)
    bad = await here.store.write(_item, 2, b"From: <ZEBEDEE>\r\n\xff", "quarantined", None)
    other = await here.store.write(_item, 3, b"From: <zebedees>\r\n\xff", "quarantined", None)
    ann, hers = await here.say(None, "ann", "hello both", people={"to": [at("us")], "cc": [at("zebedee", "Zebedee")]})
    _, his = await here.say(ann, "zebedee", "xylophone to all")
    answer = await here.desk.reply(ADA, ann, text="hello Ann")
    await here.store.write(lambda tx: tx.run("UPDATE recipient SET state = 'sent'"))
    contact = (await here.conversation(conversation)).contact_id
    views: dict[str, dict[str, str]] = {
        "Zebedee!": {}, "his": {"contact": str(contact)}, "asked": {"q": "from:zebedee tag:vip"}, "stays": {"q": "red"}}
    for name, query in views.items():
        await here.store.write(partial(saved.add, by=ADA, name=name, shared=False, query=query, position=None))
    return {"conversation": conversation, "contact": contact, "raw": raw, "bad": bad, "other": other, "ann": ann, "hers": hers,
            "his": his, "answer": answer, "first": first}


def _files_with(folder: Path, word: bytes) -> list[str]:
    found = [(path.name, re.search(word, path.read_bytes().lower())) for path in folder.rglob("*") if path.is_file()]
    return [f"{name}: {hit.string[max(0, hit.start() - 60):hit.end() + 60]!r}" for name, hit in found if hit]


def test_erase_leaves_nothing_but_hashes(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            made = await _life(here)
            keys = [tuple(r) for r in await here.all("SELECT channel, key, content FROM ledger ORDER BY id")]
            tally = dict(tuple(r) for r in await here.all("SELECT name, n FROM tally"))
            gone = await privacy.erase(here.store, made["contact"], ADA)
            assert gone.conversations == 1 and gone.messages == 4
            assert [tuple(r) for r in await here.all("SELECT channel, key, content FROM ledger ORDER BY id")] == keys
            raw = await here.one("SELECT * FROM ledger WHERE id = :id", id=made["raw"])
            assert (raw.state, raw.raw, raw.item, raw.external_id, raw.message_id) == ("stored", "", "", "", None)
            bad = await here.one("SELECT * FROM ledger WHERE id = :id", id=made["bad"])
            assert (bad.state, json.loads(bad.cause)["code"], bad.raw) == ("ignored", "erased", "")
            now = dict(tuple(r) for r in await here.all("SELECT name, n FROM tally"))
            assert (now["quarantined"], now["ignored"]) == (tally["quarantined"] - 1, 1)
            assert (await here.one("SELECT state FROM ledger WHERE id = :id", id=made["other"])).state == "quarantined"
            assert await here.all("SELECT id FROM conversation WHERE id = :id", id=made["conversation"]) == []
            assert await here.all("SELECT id FROM contact WHERE id = :id", id=made["contact"]) == []
            assert await here.all("SELECT id FROM address WHERE value = 'zebedee'") == []
            assert [row.name for row in await here.all("SELECT name FROM saved_view")] == ["stays"]
            left = await here.all("SELECT id, people FROM message WHERE conversation_id = :id ORDER BY id", id=made["ann"])
            assert [m.id for m in left] == [made["hers"], made["answer"]]
            assert "cc" not in json.loads(left[0].people)
            found = await here.store.read(lambda rows: rows.all(
                f"SELECT rowid FROM search WHERE {search.clause(rows)}", q=search.question(rows, "xylophone")))
            assert found == []
            await here.desk.reply(ADA, made["ann"], text="still here")
            with pytest.raises(NotFoundError):
                await privacy.erase(here.store, made["contact"])
            if here.store.dialect == "sqlite":  # every byte on the disk, the write-ahead log included
                for word in (rb"xylophone", rb"zebedee(?!s|-item-3|-3| 3)"):  # those two name the item of the other one
                    assert _files_with(here.store.data_dir, word) == [], word
    asyncio.run(main())


def test_erase_keeps_a_blob_that_another_needs(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            made = await _life(here)
            sha = blobs.sha(BIG)
            await here.say(None, "bob", "mine too", files=[File(name="b.png", media_type="image/png", size=len(BIG), sha=sha)])
            await privacy.erase(here.store, made["contact"])
            assert here.store.shelf.path(sha).exists()
            assert await here.one("SELECT sha FROM blob WHERE sha = :sha", sha=sha)
    asyncio.run(main())


def test_erase_takes_those_who_were_merged_in_and_spares_others_in_the_conversation(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            one, _ = await here.say(None, "zed")
            two, _ = await here.say(None, "zeta")
            three, kept = await here.say(None, "bob", "about hats", subject="Hats")
            zed, zeta = (await here.conversation(one)).contact_id, (await here.conversation(two)).contact_id
            await here.desk.contact_merge(ADA, zeta, zed)
            await here.desk.merge(ADA, three, one)
            await privacy.erase(here.store, zeta)  # the name that he had before
            assert await here.all("SELECT id FROM contact WHERE id IN :ids", ids=[zed, zeta]) == []
            row = await here.conversation(one)
            bob = await here.one("SELECT contact_id FROM address WHERE value = 'bob'")
            assert (row.contact_id, row.subject, row.last_id) == (bob.contact_id, "Hats", kept)
            assert [m.id for m in await here.all("SELECT id FROM message")] == [kept]
            assert await here.all("SELECT id FROM undo") == []
    asyncio.run(main())


def test_pack_holds_everything(make_store: Any, tmp_path: Path) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            made = await _life(here)
            await privacy.pack(here.store, made["contact"], tmp_path / "out.zip")
            with zipfile.ZipFile(tmp_path / "out.zip") as archive:
                said = json.loads(archive.read("contact.json"))
                names = archive.namelist()
                assert {m["id"] for m in said["messages"]} >= {made["first"], made["hers"], made["his"]}
                assert [a["value"] for a in said["addresses"]] == ["zebedee"]
                assert all(m["sent_at"].endswith("Z") and isinstance(m["people"], dict) for m in said["messages"])
                assert all(isinstance(d["outbound"], dict) and d["created_at"].endswith("Z") for d in said["deliveries"])
                assert all(item["at"].endswith("Z") and isinstance(item["meta"], dict | None) for item in said["ledger"])
                assert f"attachments/{made['first']}-0-zebedee.png" in names
                assert archive.read(f"attachments/{made['first']}-0-zebedee.png") == BIG
                assert b"secret" in archive.read(f"raw/{made['first']}-{made['raw']}")
            with pytest.raises(FileExistsError):
                await privacy.pack(here.store, made["contact"], tmp_path / "out.zip")
            with pytest.raises(NotFoundError):
                await privacy.pack(here.store, 4711, tmp_path / "other.zip")
    asyncio.run(main())


def test_closed_conversations_go_when_their_time_is_over(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            old, _ = await here.say()
            fresh, _ = await here.say(None, "bob")
            open_, _ = await here.say(None, "cat")
            shell, _ = await here.say(None, "dan")
            await here.desk.merge(ADA, shell, old)
            await here.desk.patch(ADA, old, None, status="closed")
            here.now += 31 * 86_400 * SECOND
            await here.desk.patch(ADA, fresh, None, status="closed")
            assert (await privacy.retain(here.store, {"loop": 0})).conversations == 0
            gone = await privacy.retain(here.store, {"loop": 30, "short": 1})
            assert gone.conversations == 2 and gone.messages == 2  # with the shell of what was merged
            assert [c.id for c in await here.all("SELECT id FROM conversation ORDER BY id")] == [fresh, open_]
    asyncio.run(main())


@pytest.mark.parametrize("state", ["queued", "sending", "uncertain"])
def test_a_closed_conversation_stays_as_long_as_a_reply_of_it_is_on_its_way(make_store: Any, state: str) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say()
            reply = await here.desk.reply(ADA, conversation, text="see you then", send_at=here.now + 40 * 86_400 * SECOND)
            await here.desk.patch(ADA, conversation, None, status="closed")
            await here.store.write(lambda tx: tx.run("UPDATE delivery SET state = :state", state=state))
            here.now += 31 * 86_400 * SECOND
            assert (await privacy.retain(here.store, {"loop": 30})).conversations == 0
            assert (await here.one("SELECT state FROM delivery WHERE message_id = :id", id=reply)).state == state
            await here.store.write(lambda tx: tx.run("UPDATE delivery SET state = 'sent'"))
            assert (await privacy.retain(here.store, {"loop": 30})).conversations == 1
    asyncio.run(main())


def _found(rows: Rows, words: str) -> list[int]:
    return [row.id for row in rows.all(f"SELECT rowid AS id FROM search WHERE {search.clause(rows)}", q=search.question(rows, words))]


def test_who_is_taken_out_of_a_message_leaves_the_names_of_its_files(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            _, hers = await here.say(None, "ann", "the plans", people={"to": [at("us")], "cc": [at("zebedee", "Zebedee")]},
                                     files=[File(name="Bauplan.pdf", media_type="application/pdf", size=1)])
            his, _ = await here.say(None, "zebedee", "hello")
            assert await here.store.read(_found, "bauplan") == await here.store.read(_found, "zebedee plans") == [hers]
            await privacy.erase(here.store, (await here.conversation(his)).contact_id, ADA)
            assert await here.store.read(_found, "bauplan") == [hers]
            assert await here.store.read(_found, "zebedee") == []
    asyncio.run(main())


def test_tidy_forgets_what_nobody_wants_any_more(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            with here.store.shelf.spool() as path:
                path.write_bytes(BIG)
                await here.desk.upload(ADA, name="a", media_type="text/plain", path=path)
            conversation, _ = await here.say()
            await here.desk.reply(ADA, conversation, text="Hi", idempotency_key="k")
            undo = await here.desk.patch(ADA, conversation, None, status="closed")
            file = here.store.shelf.path(blobs.sha(BIG))
            await privacy.tidy(here.store, {"loop": 0})
            assert file.exists() and len(await here.all("SELECT key FROM idempotency_key")) == 1
            here.now += 31 * 86_400 * SECOND
            await privacy.tidy(here.store, {"loop": 0})
            assert not file.exists()
            assert await here.all("SELECT sha FROM blob") == []
            assert await here.all("SELECT key FROM idempotency_key") == []
            with pytest.raises(NotFoundError):
                await here.desk.undo(ADA, undo)
            assert await here.conversation(conversation)
    asyncio.run(main())


def test_files_that_a_crash_left_go_later_unless_they_came_again(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            made = await _life(here)
            file = here.store.shelf.path(blobs.sha(BIG))
            await here.store.write(privacy._erase, made["contact"], ADA, [])  # and the process dies here
            assert file.exists()
            await here.store.write(blobs.keep, BIG)
            await privacy.tidy(here.store, {})
            assert file.exists()  # somebody sent the same picture again
            await here.store.write(lambda tx: unused.drop(tx, [blobs.sha(BIG)]) and None)
            await privacy.tidy(here.store, {})
            assert not file.exists()
            assert await here.all("SELECT key FROM meta WHERE key LIKE 'unlink%' AND value NOT LIKE 'gone:%'") == []
    asyncio.run(main())


def test_an_erasure_that_a_crash_broke_off_is_finished(make_store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by the crash points: killed behind its commit it left files, and pages in the write-ahead log."""
    async def work() -> None:
        async with room(make_store) as here:
            ids = await _life(here)

            async def dies(store: Any) -> None:
                raise KeyboardInterrupt
            with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
                patched.setattr(leftovers, "finish", dies)
                await privacy.erase(here.store, ids["contact"])
            assert _files_with(here.store.data_dir, b"large picture of zebedee"), "the file is still there: otherwise this tests nothing"
            await leftovers.finish(here.store)
            assert not _files_with(here.store.data_dir, b"xylophone|large picture of zebedee")
            assert await here.store.read(lambda rows: rows.all(
                "SELECT key FROM meta WHERE key = 'cut-log' OR (key LIKE 'unlink:%' AND value NOT LIKE 'gone:%')")) == []
    asyncio.run(work())
