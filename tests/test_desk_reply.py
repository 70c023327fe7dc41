"""Replies, notes and first messages."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from desks import ADA, BEN, SECOND, at, room

from inbox.desk import InvalidError
from inbox.errors import ConflictError, NotFoundError, PolicyError


async def _outbound(here: Any, message: int) -> dict[str, Any]:
    return json.loads((await here.one("SELECT outbound FROM delivery WHERE message_id = :id", id=message)).outbound)


def test_reply_answers_the_last_inbound_message(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say(text="Where are my shoes?")
            assert (await here.conversation(conversation)).waiting_since is not None
            message = await here.desk.reply(ADA, conversation, text="On their way")
            out = await _outbound(here, message)
            assert out["to"] == [["loopback", "ann", "Ann"]]
            assert out["cc"] == [] and out["bcc"] == []
            assert out["sender"][:2] == ["loopback", "us"]
            assert out["subject"] == "Re: Shoes"
            assert out["in_reply_to"] == "in-1" and out["references"] == ["in-1"]
            assert out["answered"]["text"] == "Where are my shoes?" and out["answered"]["author"] == "Ann"
            row = await here.conversation(conversation)
            assert (row.waiting_since, row.last_id, row.last_direction, row.last_text) == (None, message, "out", "On their way")
            delivery = await here.one("SELECT * FROM delivery WHERE message_id = :id", id=message)
            assert (delivery.state, delivery.channel, delivery.conversation_id) == ("queued", "loop", conversation)
            assert delivery.next_at <= here.now
            recipients = await here.all("SELECT role, value, state FROM recipient WHERE delivery_id = :id", id=delivery.id)
            assert [tuple(r) for r in recipients] == [("to", "ann", "queued")]
            said = await here.one("SELECT * FROM message WHERE id = :id", id=message)
            assert (said.author_kind, said.author_id, said.author_name, said.direction) == ("agent", 1, "Ada Agent", "out")
            audit = await here.one("SELECT * FROM audit WHERE action = 'message.reply'")
            assert (audit.agent_id, audit.target) == (1, f"conversation:{conversation}")
            kinds = [e.kind for e in await here.all("SELECT kind FROM event WHERE message_id = :id", id=message)]
            assert "message.created" in kinds
    asyncio.run(main())


def test_default_recipients_know_reply_to_copies_newcomers_and_ourselves(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say(people={"to": [at("us"), at("us+m.token@shop.example"), at("bob")],
                                                     "cc": [at("cat"), at("help"), at("ann+tag@home.example")],
                                                     "reply_to": [at("desk-of-ann")]})
            out = await _outbound(here, await here.desk.reply(ADA, conversation, text="Hi"))
            assert [a[1] for a in out["to"]] == ["desk-of-ann"]
            assert [a[1] for a in out["cc"]] == ["bob", "cat", "ann+tag@home.example"]
            await here.say(conversation, "mallory", "me too", newcomer=True)
            out = await _outbound(here, await here.desk.reply(ADA, conversation, text="Hi again"))
            assert [a[1] for a in out["to"]] == ["desk-of-ann"]  # never the newcomer by itself
            message = await here.desk.reply(ADA, conversation, text="Dear Mallory", to="mallory", cc=["bob, cat"], bcc="dan")
            out = await _outbound(here, message)
            assert [[a[1] for a in out[role]] for role in ("to", "cc", "bcc")] == [["mallory"], ["bob", "cat"], ["dan"]]
            assert out["in_reply_to"] == "in-1"
            await here.say(conversation, "mallory", "thanks")
            out = await _outbound(here, await here.desk.reply(ADA, conversation, text="Welcome"))
            assert [a[1] for a in out["to"]] == ["mallory"]  # an agent wrote to her: she is a newcomer no more
    asyncio.run(main())


def test_a_machine_is_not_answered_when_a_person_asked(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say()
            await here.say(conversation, "robot", "I am away", flags=["automatic"])
            out = await _outbound(here, await here.desk.reply(ADA, conversation, text="Hi"))
            assert [a[1] for a in out["to"]] == ["ann"]
    asyncio.run(main())


def test_sender_is_the_address_that_was_written_to_or_the_one_asked_for(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say(ours=at("help"))
            out = await _outbound(here, await here.desk.reply(ADA, conversation, text="Hi"))
            assert out["sender"][1] == "help"
            out = await _outbound(here, await here.desk.reply(ADA, conversation, text="Hi", from_="US"))
            assert out["sender"][1] == "us"
            with pytest.raises(InvalidError) as caught:
                await here.desk.reply(ADA, conversation, text="Hi", from_="president")
            assert caught.value.errors[0][0] == "from"
    asyncio.run(main())


def test_references_of_a_long_chain_keep_both_ends(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say()
            for _ in range(60):
                await here.say(conversation)
            out = await _outbound(here, await here.desk.reply(ADA, conversation, text="Hi"))
            assert out["in_reply_to"] == "in-61"
            assert out["references"] == [f"in-{n}" for n in [*range(1, 21), *range(42, 62)]]
    asyncio.run(main())


@pytest.mark.section9(25, 31)
def test_what_cannot_go_out_is_refused_and_makes_no_message(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            loop, _ = await here.say()
            short, _ = await here.say(None, "sam", channel="short", reply_until=here.now + 3600 * SECOND)
            shut, _ = await here.say(None, "sue", channel="short", reply_until=here.now - SECOND)
            mute, _ = await here.say(None, "max", channel="loop", no_reply="not_summoned")
            from inbox.store import people
            await here.store.write(people.opt, "loop", at("olga"), True)
            out, _ = await here.say(None, "olga")
            cases: list[tuple[int, str, dict[str, Any]]] = [
                (loop, "too_long", {"text": "x" * 201}), (loop, "empty", {"text": " \n "}), (loop, "empty", {"html": "<p> </p>"}),
                (loop, "no_recipient", {"text": "x", "to": ""}), (loop, "to", {"text": "x", "to": "no such name!"}),
                (loop, "too_many_recipients", {"text": "x", "to": "a,b,c,d,e,f"}),
                (loop, "options", {"text": "x", "options": {"copies": "many"}}),
                (loop, "options", {"text": "x", "options": {"colour": "red"}}),
                (loop, "no_channel", {"text": "x", "channel": "gone"}),
                (short, "cc", {"text": "x", "cc": "bob"}), (short, "too_long", {"text": "x" * 21}),
                (shut, "window", {"text": "x"}), (mute, "not_summoned", {"text": "x"}), (out, "opted_out", {"text": "x"}),
                (loop, "opted_out", {"text": "x", "to": "olga"}),
                (short, "window", {"text": "x", "send_at": here.now + 7200 * SECOND}),
            ]
            before = await here.one("SELECT COUNT(*) AS n FROM message")
            for conversation, code, asked in cases:
                with pytest.raises(PolicyError) as caught:
                    await here.desk.reply(ADA, conversation, **asked, idempotency_key="k")
                assert caught.value.code == code, asked
            assert (await here.one("SELECT COUNT(*) AS n FROM message")) == before
            assert await here.all("SELECT * FROM idempotency_key") == []
            await here.store.write(people.opt, "loop", at("olga"), False)
            await here.desk.reply(ADA, out, text="x")
            await here.desk.reply(ADA, shut, options={"template": "hello"})  # what the window lets through
            await here.desk.reply(ADA, short, text="x" * 20)
            with pytest.raises(InvalidError) as wrong:
                await here.desk.reply(ADA, loop, text="x", options={"copies": "many"})
            assert wrong.value.errors[0][0] == "options.copies"
    asyncio.run(main())


def test_a_channel_that_left_or_is_off_refuses(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say()
            del here.roster.connectors["loop"]
            with pytest.raises(PolicyError, match="left the configuration") as caught:
                await here.desk.reply(ADA, conversation, text="Hi")
            assert caught.value.code == "no_channel"
            from desks import Loop
            here.roster.add("loop", Loop, enabled=False)
            with pytest.raises(PolicyError, match="switched off"):
                await here.desk.reply(ADA, conversation, text="Hi")
            await here.desk.note(ADA, conversation, text="still noted")
    asyncio.run(main())


@pytest.mark.section9(38)
def test_one_key_is_one_message(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say()
            made = await asyncio.gather(*(here.desk.reply(ADA, conversation, text="Hi", idempotency_key="k", body_hash="h")
                                          for _ in range(50)))
            assert len(set(made)) == 1
            assert (await here.one("SELECT COUNT(*) AS n FROM delivery")).n == 1
            with pytest.raises(ConflictError) as caught:
                await here.desk.reply(ADA, conversation, text="Ho", idempotency_key="k", body_hash="other")
            assert caught.value.code == "idempotency_key"
            with pytest.raises(ConflictError):
                await here.desk.note(ADA, conversation, text="Hi", idempotency_key="k", body_hash="h")
            assert await here.desk.reply(BEN, conversation, text="Hi", idempotency_key="k", body_hash="h") != made[0]
            without = await asyncio.gather(*(here.desk.reply(ADA, conversation, text="Hi") for _ in range(3)))
            assert len(set(without)) == 3
            first = await here.desk.begin(ADA, channel="loop", to="zoe", text="Hi", idempotency_key="b")
            assert await here.desk.begin(ADA, channel="loop", to="zoe", text="Hi", idempotency_key="b") == first
            here.now += 25 * 3600 * SECOND
            assert await here.desk.reply(ADA, conversation, text="Hi", idempotency_key="k", body_hash="h") == made[0]
            here.now += 24 * 3600 * SECOND
            assert await here.desk.reply(ADA, conversation, text="Hi", idempotency_key="k", body_hash="h") != made[0]
    asyncio.run(main())


def test_of_several_who_saw_the_same_message_one_is_faster(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, seen = await here.say()
            results = await asyncio.gather(
                *(here.desk.reply(ADA, conversation, text=f"Hi {n}", expected_last_message=seen) for n in range(10)),
                return_exceptions=True)
            made = [r for r in results if isinstance(r, int)]
            lost = [r for r in results if isinstance(r, ConflictError)]
            assert len(made) == 1 and len(lost) == 9
            assert all(e.code == "newer_messages" and e.extra == {"messages": made} for e in lost)
            assert await here.desk.reply(ADA, conversation, text="after all", expected_last_message=made[0]) > made[0]
    asyncio.run(main())


def test_a_later_reply_waits_and_can_be_taken_back(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say()
            waited = (await here.conversation(conversation)).waiting_since
            due = here.now + 3600 * SECOND
            message = await here.desk.reply(ADA, conversation, text="Later", send_at=due)
            delivery = await here.one("SELECT * FROM delivery WHERE message_id = :id", id=message)
            assert (delivery.state, delivery.next_at) == ("queued", due)
            await here.desk.cancel(ADA, message)
            delivery = await here.one("SELECT * FROM delivery WHERE message_id = :id", id=message)
            assert delivery.state == "canceled"
            assert (await here.conversation(conversation)).waiting_since == waited
            with pytest.raises(ConflictError):
                await here.desk.cancel(ADA, message)
            with pytest.raises(ConflictError):
                await here.desk.retry(ADA, message)
            with pytest.raises(ConflictError):
                await here.desk.resolve(ADA, message, sent=True)
            with pytest.raises(NotFoundError):
                await here.desk.cancel(ADA, 4711)
    asyncio.run(main())


def test_a_note_is_private(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, asked = await here.say()
            before = await here.conversation(conversation)
            note = await here.desk.note(ADA, conversation, text="He is angry", html="<b>He</b><script>x</script>")
            row = await here.one("SELECT * FROM message WHERE id = :id", id=note)
            assert (row.kind, row.direction, row.author_name) == ("note", None, "Ada Agent")
            assert "<script" not in row.html
            assert await here.all("SELECT * FROM delivery") == []
            after = await here.conversation(conversation)
            assert (after.waiting_since, after.last_id, after.status) == (before.waiting_since, asked, "open")
            assert after.version > before.version
            with pytest.raises(PolicyError):
                await here.desk.note(ADA, conversation, text="")
            with pytest.raises(NotFoundError):
                await here.desk.note(ADA, 4711, text="x")
    asyncio.run(main())


def test_begin_makes_a_conversation(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, message = await here.desk.begin(
                ADA, channel="loop", to="Zoe, yan", cc="xia", subject="Your\r\norder", text="It is here", from_="help")
            row = await here.conversation(conversation)
            assert (row.channel, row.ours, row.subject, row.status) == ("loop", "loopback:help", "Your order", "open")
            contact = await here.one("SELECT name FROM contact WHERE id = :id", id=row.contact_id)
            assert contact.name == "zoe"
            out = await _outbound(here, message)
            assert out["subject"] == "Your order" and out["in_reply_to"] == "" and out["answered"] is None
            assert [a[1] for a in out["to"]] == ["zoe", "yan"]
            second = await _outbound(here, await here.desk.reply(ADA, conversation, text="Are you there?"))
            assert [a[1] for a in second["to"]] == ["zoe", "yan"] and [a[1] for a in second["cc"]] == ["xia"]
            for asked, code in (({"to": ""}, "no_recipient"), ({"to": "zoe", "channel": "gone"}, "no_channel"),
                                ({"to": "zoe", "channel": "short"}, "window"), ({"to": "zoe", "text": ""}, "empty")):
                with pytest.raises(PolicyError) as caught:
                    await here.desk.begin(ADA, **{"channel": "loop", "text": "x", **asked})  # type: ignore[arg-type]
                assert caught.value.code == code
            assert (await here.one("SELECT COUNT(*) AS n FROM conversation")).n == 1
    asyncio.run(main())


def test_a_window_that_another_conversation_opened_counts(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            await here.say(None, "sam", channel="short", reply_until=here.now + 3600 * SECOND)
            assert await here.desk.begin(ADA, channel="short", to="sam", text="Hi")
    asyncio.run(main())


def test_another_channel_reaches_the_same_person(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say()
            message = await here.desk.reply(ADA, conversation, channel="short", options={"template": "hello"})
            out = await _outbound(here, message)
            assert out["to"][0][1] == "ann" and out["sender"][1] == "short" and out["in_reply_to"] == ""
            from desks import Loop
            here.roster.add("secret", Loop, agents=["boss@example.com"])
            with pytest.raises(PolicyError) as caught:
                await here.desk.reply(ADA, conversation, text="x", channel="secret", to="ann")
            assert caught.value.code == "channels"
    asyncio.run(main())


def test_a_channel_without_a_way_out_refuses_when_it_is_written(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            from desks import Loop
            deaf = type("Deaf", (Loop,), {"features": replace(Loop.features, sends=False)})
            here.roster.add("loop", deaf)
            conversation, _ = await here.say()
            with pytest.raises(PolicyError, match="only receives") as caught:
                await here.desk.reply(ADA, conversation, text="Hello")
            assert caught.value.code == "receive_only"
            assert await here.all("SELECT id FROM delivery") == []
            assert await here.desk.note(ADA, conversation, text="for us alone")
    asyncio.run(main())


def test_html_becomes_text_where_nobody_wrote_any(make_store: Any) -> None:
    async def main() -> None:
        async with room(make_store) as here:
            conversation, _ = await here.say()
            message = await here.desk.reply(
                ADA, conversation, html='<p>Dear Ann,</p><ul><li>one</li></ul><a href="https://x.example/a">here</a><script>bad()</script>')
            row = await here.one("SELECT text, html FROM message WHERE id = :id", id=message)
            assert row.text == "Dear Ann,\n\n- one\n\nhere <https://x.example/a>"
            assert "script" not in row.html and "<li>one</li>" in row.html
            short, _ = await here.say(None, "sam", channel="short")
            message = await here.desk.reply(ADA, short, html="<b>Hi</b> Sam")
            row = await here.one("SELECT text, html FROM message WHERE id = :id", id=message)
            assert (row.text, row.html) == ("Hi Sam", "")
    asyncio.run(main())
