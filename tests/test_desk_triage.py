"""Status, snooze, assignment, tags, marks, merging, splitting, and taking all of it back."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from desks import ADA, BEN, SECOND, Loop, room

from inbox.desk import Actor, InvalidError
from inbox.errors import ConflictError, NotFoundError, PolicyError
from inbox.store import conversations, messages, news, triage
from inbox.store.times import micros


async def _tags(here: Any, conversation: int) -> list[str]:
    return await here.store.read(triage.tags, conversation)


def test_patch_and_undo_of_every_field(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say()
            contact = await here.desk.contact_create(ADA, name="Company")
            await here.desk.patch(ADA, conversation, None, tags=["old", "both"])
            before = await here.snapshot(conversation)
            version = (await here.conversation(conversation)).version
            undo = await here.desk.patch(
                ADA, conversation, version, status="closed", assignee=2, tags=["both", " new "], priority="high",
                subject="Boots\n", contact=contact)
            row = await here.conversation(conversation)
            assert (row.status, row.assignee_id, row.priority, row.subject) == ("closed", 2, "high", "Boots")
            assert row.contact_id == contact
            assert row.closed_at is not None and row.version > version
            assert row.waiting_since is not None  # a status says nothing of who waits
            assert await _tags(here, conversation) == ["both", "new"]
            changed = (await here.all("SELECT data FROM event WHERE kind = 'conversation.updated' ORDER BY id"))[-1].data
            for name in ("status", "assignee", "tags", "priority", "subject", "contact"):
                assert f'"{name}"' in changed
            await here.desk.undo(ADA, undo)
            assert await here.snapshot(conversation) == before
            with pytest.raises(ConflictError):
                await here.desk.undo(ADA, undo)
            audited = [row.action for row in await here.all("SELECT action FROM audit ORDER BY id")]
            assert audited.count("conversation.update") == 2 and audited[-1] == "undo.patch"
            noted = (await here.all("SELECT target, data FROM audit ORDER BY id"))[-1]
            assert (noted.target, json.loads(noted.data)) == (f"conversation:{conversation}", {"undo": undo})
    asyncio.run(main())


def test_patch_refuses_the_old_version_and_what_is_wrong(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say()
            version = (await here.conversation(conversation)).version
            assert await here.desk.patch(ADA, conversation, version, status="open") is None
            assert (await here.conversation(conversation)).version == version
            await here.desk.patch(BEN, conversation, version, status="closed")
            with pytest.raises(ConflictError) as caught:
                await here.desk.patch(ADA, conversation, version, status="spam")
            assert caught.value.code == "version" and caught.value.extra["version"] > version
            soon = datetime(2030, 1, 1, tzinfo=UTC)
            for field, asked in (("status", {"status": "merged"}), ("priority", {"priority": "hottest"}),
                                 ("assignee", {"assignee": 3}), ("assignee", {"assignee": 77}), ("colour", {"colour": "red"}),
                                 ("snoozed_until", {"status": "open", "snoozed_until": soon}),
                                 ("tags", {"tags": [f"t{n}" for n in range(51)]}), ("tags", {"tags": ["x" * 65]})):
                with pytest.raises(InvalidError) as wrong:
                    await here.desk.patch(ADA, conversation, None, **asked)
                assert wrong.value.errors[0][0] == field
            with pytest.raises(NotFoundError):
                await here.desk.patch(ADA, 4711, None, status="open")
            with pytest.raises(NotFoundError):
                await here.desk.patch(ADA, conversation, None, contact=4711)
            assert (await here.conversation(conversation)).status == "closed"
    asyncio.run(main())


def test_nobody_is_assigned_who_may_not_see_the_channel(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            here.roster.add("loop", Loop, agents=["Ada@example.com"])
            conversation, _ = await here.say()
            await here.desk.patch(ADA, conversation, None, assignee=1)
            with pytest.raises(InvalidError, match="may not see"):
                await here.desk.patch(ADA, conversation, None, assignee=2)
    asyncio.run(main())


def test_undo_never_overrides_a_later_change_by_another(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say()
            undo = await here.desk.patch(ADA, conversation, None, assignee=1)
            with pytest.raises(NotFoundError):
                await here.desk.undo(BEN, undo)  # not his act
            await here.desk.patch(BEN, conversation, None, assignee=2)
            with pytest.raises(ConflictError) as caught:
                await here.desk.undo(ADA, undo)
            assert caught.value.code == "state"
            assert (await here.conversation(conversation)).assignee_id == 2
            await here.desk.patch(BEN, conversation, None, assignee=1)
            await here.desk.undo(Actor("agent", 9, "Boss", "admin"), undo)  # an admin may, and the refusal cost nothing
            assert (await here.conversation(conversation)).assignee_id is None
            with pytest.raises(NotFoundError):
                await here.desk.undo(ADA, "no such key")
    asyncio.run(main())


def test_snooze_until_a_time_and_until_an_answer(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            timed, _ = await here.say()
            asked, _ = await here.say(None, "bob")
            until = datetime.fromtimestamp(here.now / SECOND, UTC) + timedelta(hours=1)
            await here.desk.patch(ADA, timed, None, snoozed_until=until)
            await here.desk.patch(ADA, asked, None, status="snoozed")
            assert (await here.conversation(timed)).status == "snoozed"
            assert await here.store.write(conversations.wake, micros(until) - 1) == []
            assert await here.store.write(conversations.wake, micros(until)) == [timed]
            assert await here.store.write(conversations.wake, micros(until)) == []
            row = await here.conversation(timed)
            assert (row.status, row.snoozed_until) == ("open", None)
            assert await here.store.write(conversations.wake, micros(until) * 2) == []
            await here.say(asked, "bob", "I am away", flags=["automatic"])
            assert (await here.conversation(asked)).status == "snoozed"
            await here.say(asked, "bob", "Yes please")
            assert (await here.conversation(asked)).status == "open"
            undo = await here.desk.patch(ADA, timed, None, snoozed_until=micros(until), status="snoozed")
            await here.desk.undo(ADA, undo)
            assert (await here.conversation(timed)).status == "open"
    asyncio.run(main())


def test_reading_marks(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, first = await here.say()
            _, second = await here.say(conversation)
            version = (await here.conversation(conversation)).version
            await here.desk.read(ADA, conversation, second)
            await here.desk.read(ADA, conversation, first)
            assert [tuple(r) for r in await here.all("SELECT agent_id, up_to FROM read_mark")] == [(1, second)]
            await here.desk.unread(ADA, conversation)
            assert (await here.one("SELECT up_to FROM read_mark")).up_to == second - 1
            assert (await here.conversation(conversation)).version == version
            other, foreign = await here.say(None, "bob")
            with pytest.raises(NotFoundError):
                await here.desk.read(ADA, conversation, foreign)
            with pytest.raises(NotFoundError):
                await here.desk.unread(ADA, other + 1000)
    asyncio.run(main())


def test_merge_moves_everything_and_undo_restores_exactly(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            one, _ = await here.say(None, "ann", refs=["shared", "only-one"], thread_id="t1")
            await here.desk.reply(ADA, one, text="Hi Ann")
            two, asked = await here.say(None, "bob", refs=["shared"])
            answer = await here.desk.reply(BEN, two, text="Hi Bob")
            _, again = await here.say(two, "bob", "Really?")
            await here.desk.patch(ADA, two, None, tags=["bob", "vip"], assignee=2)
            await here.desk.patch(ADA, one, None, tags=["vip"], status="closed")
            await here.desk.read(ADA, one, 1)
            await here.desk.read(ADA, two, again)
            before = await here.snapshot(one, two)
            undo = await here.desk.merge(ADA, two, one)
            row, gone = await here.conversation(one), await here.conversation(two)
            assert (gone.status, gone.merged_into, gone.waiting_since) == ("merged", one, None)
            assert (row.status, row.last_id, row.last_text, row.assignee_id) == ("open", again, "Really?", 2)
            assert row.waiting_since is not None
            where = await here.all("SELECT DISTINCT conversation_id FROM message")
            assert [r.conversation_id for r in where] == [one]
            assert {r.conversation_id for r in await here.all("SELECT conversation_id FROM delivery")} == {one}
            assert {r.conversation_id for r in await here.all("SELECT conversation_id FROM ref")} == {one}
            assert await _tags(here, one) == ["bob", "vip"]
            assert [r.up_to for r in await here.all("SELECT up_to FROM read_mark WHERE conversation_id = :id", id=one)] == [again]
            with pytest.raises(ConflictError) as caught:
                await here.desk.reply(ADA, two, text="too late")
            assert caught.value.extra == {"into": str(one)}
            with pytest.raises(ConflictError):
                await here.desk.merge(ADA, two, one)
            event = await here.one("SELECT conversation_id, data FROM event WHERE kind = 'conversation.merged'")
            assert event.conversation_id == two and f'"{one}"' in event.data
            await here.desk.undo(ADA, undo)
            assert await here.snapshot(one, two) == before
            assert answer > asked
    asyncio.run(main())


def test_undo_of_a_merge_leaves_what_came_since(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            one, _ = await here.say(None, "ann")
            two, _ = await here.say(None, "bob")
            undo = await here.desk.merge(ADA, two, one)
            _, new = await here.say(one, "bob", "And now?")
            await here.desk.patch(BEN, one, None, assignee=2)
            await here.desk.undo(ADA, undo)
            row, back = await here.conversation(one), await here.conversation(two)
            assert (row.last_id, row.assignee_id, back.status, back.merged_into) == (new, 2, "open", None)
            people = await here.all("SELECT a.value FROM participant p JOIN address a ON a.id = p.address_id "
                                    "WHERE p.conversation_id = :id ORDER BY a.value", id=one)
            assert [p.value for p in people] == ["ann", "bob"]  # bob wrote here since
    asyncio.run(main())


def test_news_of_what_we_sent_finds_it_after_a_merge_with_a_conversation_that_names_it(make_store: Any) -> None:
    """A bounce knows nothing but the id: it would be taken for one of a mail that was not ours."""
    async def main() -> None:
        async with room(make_store) as here:
            ours, _ = await here.say(None, "ann")
            reply = await here.desk.reply(ADA, ours, text="Hi")
            await here.store.write(lambda tx: messages.refer(tx, "loop", ours, reply, "ours@example", (), ""))
            theirs, _ = await here.say(None, "bob", refs=["ours@example"])  # forwarded to somebody else, who answers
            before = await here.snapshot(ours, theirs)

            async def found() -> int | None:
                row = await here.store.read(news.find, "loop", "", "ours@example")
                return None if row is None else row.message_id
            assert await found() == reply
            undo = await here.desk.merge(ADA, ours, theirs)
            assert await found() == reply
            await here.desk.undo(ADA, undo)
            assert await here.snapshot(ours, theirs) == before
            await here.desk.merge(ADA, theirs, ours)
            assert await found() == reply
    asyncio.run(main())


def test_merge_refuses_what_others_may_not_see(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            here.roster.add("short", type(here.roster.connectors["short"]), agents=["ada@example.com"])
            one, _ = await here.say()
            two, _ = await here.say(None, "bob", channel="short")
            with pytest.raises(PolicyError) as caught:
                await here.desk.merge(ADA, two, one)
            assert caught.value.code == "channels"
            with pytest.raises(ConflictError):
                await here.desk.merge(ADA, one, one)
            with pytest.raises(NotFoundError):
                await here.desk.merge(ADA, one, 4711)
    asyncio.run(main())


def test_merges_at_once_in_both_directions_end_well(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            one, _ = await here.say()
            two, _ = await here.say(None, "bob")
            done = await asyncio.gather(here.desk.merge(ADA, one, two), here.desk.merge(BEN, two, one), return_exceptions=True)
            assert sorted(type(d).__name__ for d in done) == ["ConflictError", "str"]
            assert len(await here.all("SELECT id FROM conversation WHERE status = 'merged'")) == 1
    asyncio.run(main())


def test_merges_by_themselves_respect_what_a_person_split(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            one, _ = await here.say()
            two, _ = await here.say(None, "bob")
            assert await here.store.write(conversations.merge_into, two, one, "a message ties them") is not None
            undo = json.loads((await here.one("SELECT data FROM audit")).data)["undo"]  # whoever reads the audit can take it back
            await here.desk.undo(ADA, undo)
            assert (await here.conversation(two)).status == "open"
            assert await here.store.write(conversations.merge_into, two, one, "a message ties them") is None
            assert (await here.conversation(two)).status == "open"
            assert await here.desk.merge(ADA, two, one)  # a person may
    asyncio.run(main())


def test_split_and_undo(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, first = await here.say(None, "ann", thread_id="t1")
            await here.desk.reply(ADA, conversation, text="Hi Ann")
            _, other = await here.say(conversation, "bob", "Quite another thing", subject="Hats", external_id="hats",
                                      thread_id="t2")
            answer = await here.desk.reply(ADA, conversation, text="Hi Bob", to="bob")
            _, last = await here.say(conversation, "bob", "Well?")
            await here.desk.patch(ADA, conversation, None, tags=["vip"], assignee=1)
            before = await here.snapshot(conversation)
            new, undo = await here.desk.split(ADA, conversation, other)
            moved = [r.id for r in await here.all("SELECT id FROM message WHERE conversation_id = :id ORDER BY id", id=new)]
            assert moved == [other, answer, last]
            row, source = await here.conversation(new), await here.conversation(conversation)
            bob = await here.one("SELECT contact_id FROM address WHERE value = 'bob'")
            assert (row.subject, row.contact_id, row.assignee_id, row.last_id) == ("Hats", bob.contact_id, 1, last)
            assert row.waiting_since is not None and source.waiting_since is None
            assert source.last_direction == "out"
            refs = await here.all("SELECT value FROM ref WHERE conversation_id = :id ORDER BY value", id=new)
            assert [r.value for r in refs] == ["hats", "in-3", "thread:t2"]
            people = await here.all("SELECT a.value FROM participant p JOIN address a ON a.id = p.address_id "
                                    "WHERE p.conversation_id = :id", id=new)
            assert [p.value for p in people] == ["bob"]
            assert (await here.one("SELECT conversation_id FROM delivery WHERE message_id = :m", m=answer)).conversation_id == new
            link = await here.one("SELECT other_id, reason FROM related WHERE conversation_id = :id", id=new)
            assert tuple(link) == (conversation, "split")
            assert await here.store.write(conversations.merge_into, new, conversation, "ties") is None
            await here.desk.undo(ADA, undo)
            assert await here.snapshot(conversation) == before
            assert (await here.conversation(new)).status == "merged"
            with pytest.raises(ConflictError):
                await here.desk.split(ADA, conversation, first)
            with pytest.raises(NotFoundError):
                await here.desk.split(ADA, conversation, 4711)
    asyncio.run(main())


def test_failed_counts_go_with_their_deliveries(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            one, _ = await here.say()
            two, _ = await here.say(None, "bob")
            message = await here.desk.reply(ADA, two, text="Hi")
            await here.store.write(lambda tx: tx.run("UPDATE recipient SET state = 'failed'"))
            await here.store.write(lambda tx: tx.run("UPDATE delivery SET state = 'failed'"))
            undo = await here.desk.merge(ADA, two, one)
            assert ((await here.conversation(one)).failed, (await here.conversation(two)).failed) == (1, 0)
            await here.desk.undo(ADA, undo)
            assert ((await here.conversation(one)).failed, (await here.conversation(two)).failed) == (0, 1)
            await here.desk.retry(BEN, message)
            assert (await here.conversation(two)).failed == 0
            assert (await here.one("SELECT agent FROM audit WHERE action = 'message.retry'")).agent == "Ben Agent"
    asyncio.run(main())
