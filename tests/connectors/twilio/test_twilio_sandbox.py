"""The connector against the sandbox's Twilio: in by poll and by web hook, out once, statuses, media."""

from __future__ import annotations

import asyncio
import base64
from datetime import timedelta
from typing import Any

import pytest

from connectors.twilio import Twilio
from inbox.connector import Fetches, Polls, Resolves, Serves
from inbox.errors import AuthError, PolicyError, RefusedError, TemporaryError, UncertainError
from inbox.types import Address, Attachment, Batch, InboundMessage, Update

OURS, ANN = "+15005550006", "+15005551111"


async def drain(twilio: Twilio, feed: str, cursor: str) -> tuple[list[Any], str]:
    """Polls and settles until there is no more."""
    items: list[Any] = []
    while True:
        batch: Batch = await twilio.poll(feed, cursor)
        items += batch.items
        cursor = batch.cursor
        await twilio.settled(feed, batch)
        if not batch.more:
            return items, cursor


def test_it_has_its_powers(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        for power in (Polls, Serves, Fetches, Resolves):
            assert isinstance(desk.twilio, power)
    at_desk(play)


def test_a_poll_brings_what_is_new_and_nothing_twice(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        await desk.say(ANN, "before we came")
        desk.context.advance(seconds=2)
        later = str(await desk.twilio.start("messages", desk.context.now()))
        items, _ = await drain(desk.twilio, "messages", later)
        assert items == []
        cursor = await desk.twilio.start("messages", desk.context.now().replace(year=2020))
        first = await desk.say("whatsapp:" + ANN, "hallo")
        items, cursor = await drain(desk.twilio, "messages", cursor)
        assert {Twilio.read(raw)[0].text for raw in items} == {"before we came", "hallo"}
        found = next(m for raw in items for m in Twilio.read(raw) if m.external_id == first)
        assert isinstance(found, InboundMessage)
        assert found.sender == Address(kind="tel", value=ANN)
        assert found.our_address == Address(kind="tel", value="whatsapp:" + OURS)
        assert found.reply_until and (found.reply_until - found.sent_at).total_seconds() == 86_400
        again, same = await drain(desk.twilio, "messages", cursor)
        assert again == [] and same == cursor
        third = await desk.say(ANN, "third")
        await desk.fault("reorder")
        await desk.fault("duplicate")
        items, cursor = await drain(desk.twilio, "messages", cursor)
        assert [raw.item for raw in items] == [third]
    at_desk(play)


def test_a_poll_goes_through_every_page(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        cursor = await desk.twilio.start("messages", None)
        sids = [await desk.say(ANN, str(number)) for number in range(230)]
        batches = []
        while True:
            batch = await desk.twilio.poll("messages", cursor)
            batches.append(batch)
            cursor = batch.cursor
            if not batch.more:
                break
        assert len(batches) > 1
        assert sorted(raw.item for batch in batches for raw in batch.items) == sorted(sids)
    at_desk(play)


@pytest.mark.section9(27)
def test_hook_and_poll_name_the_same_item(at_desk: Any, until: Any) -> None:
    async def play(desk: Any) -> None:
        cursor = await desk.twilio.start("messages", None)
        await desk.post("/configure", twilio_webhook=f"{desk.context.public_url}/hooks/sms")
        sid = await desk.say("whatsapp:" + ANN, "kaputt", attachments=[
            {"name": "a.png", "media_type": "image/png", "data": base64.b64encode(b"PNG!").decode()}])
        await until(lambda: desk.context.taken)
        (hooked,) = desk.context.taken[0][1].items
        items, _ = await drain(desk.twilio, "messages", cursor)
        assert [raw.item for raw in items] == [hooked.item] == [sid]
        (by_hook,), (by_poll,) = Twilio.read(hooked), Twilio.read(items[0])
        assert isinstance(by_hook, InboundMessage) and isinstance(by_poll, InboundMessage)
        for name in ("external_id", "content_key", "text", "thread_id", "our_address"):
            assert getattr(by_hook, name) == getattr(by_poll, name), name
        assert by_hook.sender.name == "Customer 1111" and by_poll.sender.value == by_hook.sender.value
        for message in (by_hook, by_poll):
            (file,) = message.attachments
            assert (file.name, file.media_type) == ("image-1.png", "image/png")
            assert b"".join([chunk async for chunk in desk.twilio.fetch(file)]) == b"PNG!"
    at_desk(play)


def test_media_is_fetched_from_twilio_alone(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        for url in ("http://169.254.169.254/latest", "https://twilio.com.evil.example/x", "file:///etc/passwd", "http://[::1"):
            with pytest.raises(RefusedError):
                [chunk async for chunk in desk.twilio.fetch(Attachment(name="x", pending={"url": url}))]
        with pytest.raises(TemporaryError):
            url = desk.stage.twilio.url + "/cdn/SM00/ME00"
            [chunk async for chunk in desk.twilio.fetch(Attachment(name="x", pending={"url": url}))]
    at_desk(play)


@pytest.mark.section9(29)
def test_a_reply_goes_out_once_and_its_callbacks_come_in_any_order(at_desk: Any, until: Any) -> None:
    async def play(desk: Any) -> None:
        await desk.post("/configure", twilio_webhook=f"{desk.context.public_url}/hooks/sms")
        await desk.fault("reorder")
        await desk.fault("duplicate")
        receipt, phases = await desk.send("Heute verschickt 📦")
        assert phases.names == ["asked", "data_sent"] and receipt.thread_id == f"{OURS}:{ANN}"
        await until(lambda: len(desk.context.taken) == 4)
        items = [raw.item for _, batch in desk.context.taken for raw in batch.items]
        sid = receipt.external_ids[0]
        assert items == [f"status/{sid}/delivered"] * 2 + [f"status/{sid}/sent"] * 2
        news = desk.read_all()
        assert [update.state for update in news] == ["delivered", "delivered", "sent", "sent"]
        assert all(isinstance(update, Update) and update.key == "k1" and update.external_id == sid for update in news)
        (arrived,) = await desk.received()
        assert (arrived["external_id"], arrived["text"]) == (sid, "Heute verschickt 📦")
        assert desk.stage.twilio.hooks.answers == [200] * 4
    at_desk(play)


def test_without_callbacks_the_status_is_polled_until_its_end(at_desk: Any, until: Any) -> None:
    async def play(desk: Any) -> None:
        desk.context.public_url = ""
        receipt, _ = await desk.send()
        assert "StatusCallback" not in (await desk.received())[0]["raw"]
        sid = receipt.external_ids[0]
        await until(lambda: desk.stage.twilio._texts[sid].status == "delivered")
        assert (await desk.twilio.poll("status", "")).items == ()
        desk.context.advance(seconds=5)
        items, _ = await drain(desk.twilio, "status", "")
        assert [raw.item for raw in items] == [f"status/{sid}/delivered"]
        (update,) = Twilio.read(items[0])
        assert isinstance(update, Update) and (update.state, update.key) == ("delivered", "k1")
        desk.context.advance(hours=2)
        assert await drain(desk.twilio, "status", "") == ([], "")
        assert desk.context.notes["outstanding"] == "{}"
    at_desk(play)


@pytest.mark.section9(30)
@pytest.mark.parametrize("fault", ["html", "500", "drop", "die_after_accept"])
def test_one_post_and_then_it_is_uncertain(at_desk: Any, until: Any, fault: str) -> None:
    async def play(desk: Any) -> None:
        await desk.fault(fault)
        with pytest.raises(UncertainError):
            await desk.send("einmal")
        arrived = await desk.received()
        assert len(arrived) == (fault == "die_after_accept")
        found = await desk.twilio.resolve(desk.message("einmal"))
        if fault != "die_after_accept":
            assert found is None  # that it is not in the list proves nothing
            return
        assert found.external_ids == (arrived[0]["external_id"],)
        await until(lambda: len(desk.context.taken) >= 2)
        assert [(update.state, update.key) for update in desk.read_all()] == [("sent", "k1"), ("delivered", "k1")]
    at_desk(play)


def test_a_lost_message_is_never_mistaken_for_another(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        await desk.send("ok", key="k0")
        assert await desk.twilio.resolve(desk.message("ok", key="k1")) is None  # that one is k0's
        desk.context.notes.clear()
        await desk.send("ok", key="k2")
        desk.context.notes.clear()
        assert await desk.twilio.resolve(desk.message("ok", key="k1")) is None  # which of the two?
        assert await desk.twilio.resolve(desk.message("other", key="k1")) is None
    at_desk(play)


@pytest.mark.section9(32)
def test_a_hang_meets_the_deadline(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        await desk.fault("hang", times=2)
        with pytest.raises(UncertainError, match="no answer within"):
            await desk.send()
        with pytest.raises(TemporaryError, match="no answer within"):
            await desk.twilio.poll("messages", await desk.twilio.start("messages", None))
    at_desk(play, timeout_seconds=0.3)


def test_a_rate_limit_is_waited_for_without_another_call(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        await desk.fault("429")
        cursor = await desk.twilio.start("messages", None)
        with pytest.raises(TemporaryError) as caught:
            await desk.twilio.poll("messages", cursor)
        assert caught.value.limited and (caught.value.retry_after or 0) >= 10
        with pytest.raises(TemporaryError) as caught:  # the fault is used up: only our own patience holds it
            await desk.send()
        assert caught.value.limited and await desk.received() == []
        desk.context.advance(seconds=11)
        await desk.fault("429", times=2)
        answers = await asyncio.gather(*(desk.twilio.poll("messages", cursor) for _ in range(3)), return_exceptions=True)
        assert all(isinstance(answer, TemporaryError) for answer in answers)
        desk.context.advance(seconds=19)  # the second time it waits twice as long
        with pytest.raises(TemporaryError):
            await desk.send()
        desk.context.advance(seconds=2)
        with pytest.raises(TemporaryError):  # one of the two faults was left: of the three polls only one went out
            await desk.send()
        desk.context.advance(seconds=60)
        await desk.send()
        assert len(await desk.received()) == 1
    at_desk(play)


@pytest.mark.parametrize("jump", (-3600, 3600))
def test_a_rate_limit_is_as_long_as_it_was_whatever_becomes_of_the_clock(at_desk: Any, jump: float) -> None:
    async def play(desk: Any) -> None:
        await desk.fault("429")
        with pytest.raises(TemporaryError):
            await desk.send()
        desk.context.clock += timedelta(seconds=jump)
        with pytest.raises(TemporaryError) as held:
            await desk.send()
        assert held.value.limited and 0 < (held.value.retry_after or 0) <= 10
        desk.context.advance(seconds=11)
        await desk.send()
        assert len(await desk.received()) == 1
    at_desk(play)


def test_a_status_that_twilio_cannot_tell_holds_up_none_beside_it(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        for _ in range(3):
            await desk.send()
        desk.context.advance(hours=1)
        await desk.fault("500")
        assert len((await desk.twilio.poll("status", "")).items) == 2
        desk.context.advance(hours=1)
        assert len({raw.item.split("/")[1] for raw in (await desk.twilio.poll("status", "")).items}) == 3
        desk.context.advance(hours=1)
        await desk.fault("500", times=3)
        with pytest.raises(TemporaryError):
            await desk.twilio.poll("status", "")
    at_desk(play)


def test_a_status_is_looked_at_although_the_clock_was_set_back(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        await desk.send()
        assert not (await desk.twilio.poll("status", "")).items, "it is too early"
        desk.context.clock -= timedelta(days=1)
        assert (await desk.twilio.poll("status", "")).items
    at_desk(play)


def test_refusals_are_said_in_words(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        for to, code in (("+15005550001", "21211"), ("+15005550009", "21614")):
            with pytest.raises(RefusedError) as caught:
                await desk.send(to=to)
            assert caught.value.code == code and "number" in caught.value.human
        with pytest.raises(PolicyError) as policy:
            await desk.send(to="+15005550004")
        assert policy.value.code == "opted_out"
    at_desk(play)


def test_a_wrong_token_pauses_the_channel(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        with pytest.raises(AuthError):
            await desk.send()
        with pytest.raises(AuthError):
            await desk.twilio.poll("messages", await desk.twilio.start("messages", None))
        assert [finding.step for finding in [f async for f in desk.twilio.check()] if finding.level == "fail"] == ["login"]
    at_desk(play, auth_token="wrong")


@pytest.mark.section9(33)
def test_the_window_of_whatsapp(at_desk: Any, until: Any) -> None:
    async def play(desk: Any) -> None:
        await desk.send(sender="whatsapp:" + OURS)
        await until(lambda: desk.context.taken)
        (update,) = desk.read_all()
        assert (update.state, update.code) == ("failed", "63016")
        assert "24-hour window" in update.detail and "expired" in update.detail and "template" in update.detail
        await desk.send(sender="whatsapp:" + OURS, key="k2", options={
            "content_sid": "HX" + "a" * 32, "content_variables": {"1": "Zoë"}})
        last = (await desk.received())[-1]
        assert last["to"] == "whatsapp:" + ANN and "Body" not in last["params"]
        assert last["params"]["ContentVariables"] == '{"1": "Zoë"}'
    at_desk(play)


def test_files_are_fetched_from_us_by_signed_urls(at_desk: Any, until: Any, tmp_path: Any) -> None:
    async def play(desk: Any) -> None:
        (tmp_path / "b").write_bytes(b"GIF" * 1000)
        files = (Attachment(name="a.png", media_type="image/png", data=b"PNG!"),
                 Attachment(name="b.gif", media_type="image/gif", path=tmp_path / "b"))
        desk.context.files["k1"] = files  # what the core keeps of the delivery, whichever daemon is asked
        await desk.send("look", attachments=files)
        await until(lambda: len(desk.context.taken) == 2)
        (arrived,) = await desk.received()
        assert [(a["media_type"], a["size"]) for a in arrived["attachments"]] == [("image/png", 4), ("image/gif", 3000)]
        url = arrived["attachments"][0]["url"]
        for wrong, status in ((url.replace("n=0", "n=1"), 403), (url.replace("k1", "k2"), 403), (url[:-1], 403), (url, 200)):
            async with desk.context.http.get(wrong) as answer:
                assert answer.status == status
        desk.context.advance(days=1)
        async with desk.context.http.get(url) as answer:
            assert answer.status == 404
    at_desk(play)


def test_what_a_check_finds(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        found = {finding.step: finding async for finding in desk.twilio.check()}
        assert found["connection"].level == found["login"].level == found["clock"].level == found["public_url"].level == "ok"
        assert found[OURS].level == "warn" and "/hooks/sms/message" in found[OURS].cure
        assert found["+15005550007"].level == "fail"
        assert await desk.received() == []
    at_desk(play, numbers=[OURS, "+15005550007"])
