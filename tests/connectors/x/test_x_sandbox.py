"""In by mentions and direct messages, out the same way, against the sandbox."""

from __future__ import annotations

import base64
import dataclasses
import json
from typing import Any

import pytest

from connectors.x import X
from inbox.errors import PolicyError, RefusedError, TemporaryError, UncertainError
from inbox.testing.context import FakeContext, Phases
from inbox.types import Address, Attachment, Ignore, NotSent, Receipt

PICTURE = {"name": "a.png", "media_type": "image/png", "data": base64.b64encode(b"PNG!").decode()}


def test_a_mention_comes_in_and_its_answer_goes_out(on_x: Any, phases: Phases) -> None:
    async def play(p: Any) -> None:
        await p.say("@old", "said before we looked")
        cursor = await p.x.start("mentions", None)
        name = await p.say("@ann", "Where's my order? <3 & https://shop.example/o/1?a=b.", attachments=[PICTURE])
        items, cursor = await p.drain("mentions", cursor)
        (message,) = p.messages(items)
        assert items[0].item == message.external_id == name
        assert message.text == "@shop Where's my order? <3 & https://shop.example/o/1?a=b."
        assert message.sender.kind == "x" and message.sender.value.isdigit() and message.sender.name == "@ann (Ann)"
        assert message.our_address == Address(kind="x", value=p.x.addresses()[0].value, name="@shop")
        assert message.thread_id == f"post:{name}:{message.sender.value}" and message.no_reply == ""
        (file,) = message.attachments
        assert b"".join([chunk async for chunk in p.x.fetch(file)]) == b"PNG!"
        receipt = await p.x.send(p.reply(message, "Sent today!"), phases)
        (arrived,) = await p.received()
        assert arrived["params"] == {"text": "Sent today!", "reply": {"in_reply_to_tweet_id": name}}
        assert receipt.external_ids == (arrived["external_id"],) and phases.names == ["begun", "data_sent"]
        thanks = await p.say("@ann", "Thanks!", reply_to=arrived["external_id"])
        items, cursor = await p.drain("mentions", cursor)
        (answer,) = p.messages(items)
        assert answer.external_id == thanks and answer.in_reply_to == arrived["external_id"]
        assert answer.thread_id == message.thread_id and answer.notes["answers"]["text"] == "Sent today!"
        assert await p.drain("mentions", cursor) == ([], cursor)
    on_x(play)


def test_a_direct_message_comes_in_and_its_answer_goes_to_its_conversation(on_x: Any, phases: Phases) -> None:
    async def play(p: Any) -> None:
        cursor = await p.x.start("dms", None)
        name = await p.say("@ann", "My address is …", direct=True, attachments=[PICTURE])
        items, cursor = await p.drain("dms", cursor)
        (message,) = p.messages(items)
        assert message.external_id == name and message.sender.name == "@ann (Ann)"
        me = p.x.addresses()[0].value
        conversation = "-".join(sorted((me, message.sender.value), key=int))
        assert message.thread_id == f"dm:{conversation}"
        assert b"".join([chunk async for chunk in p.x.fetch(message.attachments[0])]) == b"PNG!"
        receipt = await p.x.send(p.reply(message, "Thank you"), phases)
        (arrived,) = await p.received()
        assert arrived["kind"] == "direct" and arrived["dm_conversation_id"] == conversation
        assert receipt == Receipt(external_ids=(arrived["external_id"],), thread_id=message.thread_id)
        items, cursor = await p.drain("dms", cursor)
        assert [X.read(raw) for raw in items] == [[Ignore(code="own_copy", detail="our own direct message")]]
    on_x(play)


def test_a_first_message_to_a_handle_and_the_answer_to_it(on_x: Any, phases: Phases) -> None:
    async def play(p: Any) -> None:
        await p.say("@ann", "hello")  # so that she exists
        cursor = await p.x.start("dms", None)
        receipt = await p.x.send(p.first("@Ann", "Your parcel is here"), phases)
        (arrived,) = await p.received()
        assert arrived["kind"] == "direct" and arrived["to"] == "@ann"
        await p.say("@ann", "Great", reply_to=receipt.external_ids[0])
        items, _ = await p.drain("dms", cursor)
        (answer,) = p.messages(items)
        assert answer.thread_id == receipt.thread_id
        assert answer.sender == Address(kind="x", value="@ann", name="@ann (Ann)")  # whom we wrote to
        with pytest.raises(RefusedError, match="knows no @nobody_here"):
            await p.x.send(p.first("@nobody_here", "?"), phases)
    on_x(play)


def test_a_public_post_can_be_answered_by_direct_message(on_x: Any, phases: Phases) -> None:
    async def play(p: Any) -> None:
        await p.say("@ann", "it is broken")
        await p.say("@closed_dms", "mine too")
        items, _ = await p.drain("mentions", '{"since": "0"}')
        ann, closed = p.messages(items)
        await p.x.send(p.reply(ann, "Your address, please?", options={"direct": True}), phases)
        assert [one["kind"] for one in await p.received()] == ["direct"]
        with pytest.raises(RefusedError, match="no direct messages"):
            await p.x.send(p.reply(closed, "Hello", options={"direct": True}), phases)
    on_x(play)


def test_a_long_text_is_a_chain_only_when_asked_and_goes_on_where_it_stopped(on_x: Any) -> None:
    async def play(p: Any) -> None:
        await p.say("@ann", "tell me everything")
        items, _ = await p.drain("mentions", '{"since": "0"}')
        (ann,) = p.messages(items)
        text = "\n\n".join(f"Paragraph {n}: " + "word " * 40 for n in range(4))
        phases = Phases()
        with pytest.raises(PolicyError, match="chain"):
            await p.x.send(p.reply(ann, text), phases)
        assert phases.seen == []
        message = p.x.prepare(p.reply(ann, text, options={"chain": True}))
        parts = json.loads(message.prepared)["parts"]
        assert len(parts) == 4 and "".join("".join(parts).split()) == "".join(text.split())

        class Stops(Phases):
            async def __call__(self, name: str, /, **evidence: Any) -> None:
                await super().__call__(name, **evidence)
                if name == "part_sent" and evidence["part"] == 2:
                    p.fault("die_after_accept")

        phases = Stops()
        with pytest.raises(UncertainError):
            await p.x.send(message, phases)
        assert len(await p.received()) == 3  # the third was taken, and we do not know
        progress: dict[str, Any] = {}
        for name, evidence in phases.seen:
            progress |= evidence if name != "data_sent" else {}
        message = dataclasses.replace(message, progress=progress)
        found = await p.x.resolve(message)
        assert isinstance(found, NotSent) and "3 of 4" in found.detail
        receipt = await p.x.send(message, Phases())
        arrived = await p.received()
        assert [one["text"] for one in arrived] == parts
        assert [one["reply_to"] for one in arrived] == [ann.external_id, *(one["external_id"] for one in arrived[:3])]
        assert receipt.external_ids == tuple(one["external_id"] for one in arrived)
    on_x(play)


@pytest.mark.parametrize("direct", [False, True])
def test_an_answer_that_is_lost_is_uncertain_and_is_found_by_looking(on_x: Any, direct: bool) -> None:
    async def play(p: Any) -> None:
        await p.say("@ann", "hello?", direct=direct)
        items, _ = await p.drain("dms" if direct else "mentions", '{"since": "0"}')
        (ann,) = p.messages(items)
        for fault, taken in (("die_after_accept", True), ("500", False), ("html", False), ("drop", False)):
            phases = Phases()
            p.fault(fault)
            message = p.reply(ann, f"{fault}: see https://example.com/{fault} & more", thread_id=ann.thread_id)
            with pytest.raises(UncertainError):
                await p.x.send(message, phases)
            message = dataclasses.replace(message, progress=phases.seen[0][1])
            found = await p.x.resolve(message)
            if taken:
                assert found == Receipt(external_ids=((await p.received())[-1]["external_id"],), thread_id=ann.thread_id,
                                        detail="found at X")
            else:
                assert found is None  # too soon to say
                assert isinstance(await p.x.resolve(dataclasses.replace(message, progress={
                    **message.progress, "tried_at": "2026-01-01T00:00:00+00:00"})), NotSent)
        assert len(await p.received()) == 1
    on_x(play)


def test_what_x_refuses_is_said_in_words(on_x: Any, phases: Phases) -> None:
    async def play(p: Any) -> None:
        await p.say("@ann", "hello")
        items, _ = await p.drain("mentions", '{"since": "0"}')
        (ann,) = p.messages(items)
        elsewhere = await p.say("@ben", "nothing to do with you", mention=False)
        with pytest.raises(PolicyError) as policy:
            await p.x.send(p.reply(ann, "hi", in_reply_to=elsewhere), phases)
        assert policy.value.code == "not_summoned"
        with pytest.raises(RefusedError, match="deleted"):
            await p.x.send(p.reply(ann, "hi", in_reply_to="123"), phases)
        await p.x.send(p.reply(ann, "same"), phases)
        with pytest.raises(RefusedError, match="same text twice"):
            await p.x.send(p.reply(ann, "same"), phases)
        file = Attachment(name="a.txt", data=b"a")
        with pytest.raises(PolicyError, match="no files"):
            await p.x.send(p.reply(ann, "see", attachments=(file,)), phases)
    on_x(play)


@pytest.mark.section9(22, 23)
def test_faults_of_x_are_temporary_and_a_limit_without_a_time_is_respected(on_x: Any) -> None:
    async def play(p: Any) -> None:
        for fault, times in (("500", 1), ("html", 1), ("drop", 2)):  # aiohttp itself tries a GET on a dead connection again
            p.fault(fault, times)
            with pytest.raises(TemporaryError) as broken:
                await p.x.poll("mentions", '{"since": "0"}')
            assert not broken.value.limited
        p.fault("429", times=None)
        with pytest.raises(TemporaryError) as limited:
            await p.x.poll("mentions", '{"since": "0"}')
        assert limited.value.limited and limited.value.retry_after is None
        p.stage.faults.clear("x")
        with pytest.raises(TemporaryError) as held:  # the other feed does not even ask
            await p.x.poll("dms", '{"since": "0"}')
        assert held.value.limited and 0 < held.value.retry_after <= 10
    on_x(play)


@pytest.mark.section9(23)
def test_a_limit_with_a_time_holds_for_its_route_alone(on_x: Any) -> None:
    async def play(p: Any) -> None:
        p.fault("429", retry_after=30)
        with pytest.raises(TemporaryError) as limited:
            await p.x.poll("dms", '{"since": "0"}')
        assert limited.value.limited and 20 <= limited.value.retry_after <= 31
        assert not (await p.x.poll("mentions", '{"since": "0"}')).items
        with pytest.raises(TemporaryError):
            await p.x.poll("dms", '{"since": "0"}')
    on_x(play)


def test_pages_arrive_complete_whatever_is_doubled_reordered_or_said_meanwhile(on_x: Any) -> None:
    async def play(p: Any) -> None:
        cursor = await p.x.start("dms", None)
        assert cursor == '{"since": "0"}'
        names = [await p.say("@ann", str(n), direct=True) for n in range(25)]
        first = await p.x.poll("dms", cursor)
        assert first.more and [raw.item for raw in first.items] == names[15:]
        late = await p.say("@ann", "meanwhile", direct=True)
        p.fault("duplicate")
        p.fault("reorder")
        rest, cursor = await p.drain("dms", first.cursor)
        assert [raw.item for raw in rest] == names[:15]
        items, cursor = await p.drain("dms", cursor)
        assert [raw.item for raw in items] == [late]
        assert json.loads(cursor) == {"since": late}
    on_x(play)


def test_who_we_are_is_asked_once(on_x: Any) -> None:
    async def play(p: Any) -> None:
        assert p.x.parse("@Shop") == p.x.addresses()[0]
        p.stage.x._windows.clear()
        p.stage.x._limits = {"GET /2/users/me": 0}
        again = X(p.x.config, p.context)
        await again.open()
        assert again.addresses() == p.x.addresses()
        other = X(p.x.config, FakeContext())
        with pytest.raises(TemporaryError):
            async with other.context:
                await other.open()
    on_x(play)
