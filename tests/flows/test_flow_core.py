"""The core as a whole, with a service under the test's hand."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import apps
import pytest
from apps import ADMIN, Scripted, scripted  # noqa: F401 - a fixture

from inbox.connector import Phase
from inbox.errors import AuthError, ConflictError, RefusedError, TemporaryError, UncertainError
from inbox.types import OutboundMessage, Receipt

pytestmark = pytest.mark.usefixtures("scripted")


def test_a_question_comes_in_and_its_answer_goes_out(tmp_path: Path, url: str) -> None:
    async def flow() -> None:
        async with apps.running(tmp_path, url=url) as app:
            service: Any = app.channels.connector("news")
            service.say("ann", "Where is my parcel?")
            question = (await apps.arrived(app, 1))[0]
            message = await app.desk.reply(ADMIN, question.conversation_id, text="On its way")
            row = await apps.delivery(app, message, "sent")
            assert [m.text for m in service.sent] == ["On its way"]
            assert service.sent[0].to[0].value == "ann"
            assert row.attempts == 1
            conversation = (await apps.rows(app, "SELECT * FROM conversation"))[0]
            assert conversation.waiting_since is None
    asyncio.run(flow())


@pytest.mark.section9(5)
def test_an_item_that_cannot_be_read_is_quarantined_and_blocks_nobody(tmp_path: Path, url: str) -> None:
    async def flow() -> None:
        async with apps.running(tmp_path, url=url) as app:
            service: Any = app.channels.connector("news")
            for n in range(10):
                service.say(f"c{n}", f"text {n}", data=b"\xff\xfe" if n == 6 else None)
            await apps.arrived(app, 9)
            bad = await apps.rows(app, "SELECT * FROM ledger WHERE state = 'quarantined'")
            assert [row.item for row in bad] == ["in-7"]
            assert "UnicodeDecodeError" in bad[0].cause
            assert (await apps.rows(app, "SELECT cursor FROM feed"))[0].cursor == "10"
            assert (await apps.rows(app, "SELECT data FROM blob WHERE sha = :sha", sha=bad[0].raw))[0].data == b"\xff\xfe"
    asyncio.run(flow())


@pytest.mark.section9(34)
def test_a_channel_that_hangs_raises_and_leaks_threads_delays_no_other(tmp_path: Path, url: str) -> None:
    async def flow() -> None:
        channels = {name: apps.ScriptedConfig(type="scripted", initial_sync="all") for name in ("good", "hangs", "raises", "leaks")}
        release, still_hanging = threading.Event(), asyncio.Event()
        async with apps.running(tmp_path, channels, url=url) as app:
            hangs, raises, leaks, good = (cast(Any, app.channels.connector(n)) for n in ("hangs", "raises", "leaks", "good"))
            for endless in (hangs, leaks):
                endless.features = replace(Scripted.features, poll_timeout=3600.0)  # nothing but the test ends it

            async def hang() -> None:
                await still_hanging.wait()

            async def fail() -> None:
                raise RuntimeError("a fault of the connector's own")

            async def leak() -> None:
                await leaks.context.thread(release.wait)
            hangs.on_poll, raises.on_poll, leaks.on_poll = hang, fail, leak
            before = len(hangs.polls), len(leaks.polls)
            await apps.until(lambda: _polled(hangs, before[0] + 1))
            await apps.until(lambda: _polled(leaks, before[1] + 1))
            for n in range(10):
                good.say(f"c{n}", "hello")
                await app.channels.poll("good")
                await apps.arrived(app, n + 1)
            assert len(hangs.polls) == before[0] + 1, "it was to hang all the while"

            async def states() -> bool:
                found = {r.name: r.state for r in await apps.rows(app, "SELECT name, state FROM channel")}
                return found["good"] == "ok" and found["raises"] in ("degraded", "down")
            await apps.until(states)
            release.set()
            still_hanging.set()
    asyncio.run(flow())


def test_a_poll_that_hangs_ends_at_its_deadline_and_shows(tmp_path: Path, url: str) -> None:
    async def flow() -> None:
        async with apps.running(tmp_path, url=url) as app:
            service: Any = app.channels.connector("news")

            async def hang() -> None:
                await asyncio.Event().wait()
            service.on_poll = hang

            async def degraded() -> bool:
                found = (await apps.rows(app, "SELECT state, reason FROM channel"))[0]
                return bool(found.state == "degraded" and "no answer in time" in found.reason)
            await apps.until(degraded)
    asyncio.run(flow())


@pytest.mark.section9(35)
def test_a_stalled_loop_loses_no_poll(tmp_path: Path, url: str) -> None:
    async def flow() -> None:
        async with apps.running(tmp_path, url=url) as app:
            service: Any = app.channels.connector("news")
            await apps.until(lambda: _polled(service, 1))
            time.sleep(3.0)  # the loop stands still
            service.say("ann", "after the stall")
            await apps.arrived(app, 1)
    asyncio.run(flow())


def test_news_that_comes_while_a_poll_is_under_way_does_not_wait_for_the_next_hour(tmp_path: Path, url: str) -> None:
    """The poll has looked already when the mailbox tells of more."""
    async def flow() -> None:
        hourly = apps.ScriptedConfig(type="scripted", initial_sync="all", poll_seconds=3600)
        async with apps.running(tmp_path, {"news": hourly}, url=url) as app:
            service: Any = app.channels.connector("news")
            await apps.until(lambda: _polled(service, 1))
            looked, go, real = asyncio.Event(), asyncio.Event(), service.poll

            async def slow(feed: str, cursor: str) -> Any:
                batch = await real(feed, cursor)
                looked.set()
                await go.wait()
                return batch
            service.poll = slow
            await app.channels.poll("news")
            await asyncio.wait_for(looked.wait(), 60)
            service.say("ann", "just missed")
            app.channels._running["news"].heard("news")
            service.poll = real
            go.set()
            await apps.arrived(app, 1)
    asyncio.run(flow())


async def _polled(service: Scripted, count: int) -> bool:
    return len(service.polls) >= count


@pytest.mark.section9(36)
def test_fifty_replies_at_once_while_news_comes_in(tmp_path: Path, url: str) -> None:
    async def flow() -> None:
        async with apps.running(tmp_path, url=url) as app:
            service: Any = app.channels.connector("news")
            for n in range(50):
                service.say(f"c{n}", "hello")
            questions = await apps.arrived(app, 50)
            for n in range(50):
                service.say(f"d{n}", "more")
            await app.channels.poll("news")
            made = await asyncio.gather(*(app.desk.reply(ADMIN, q.conversation_id, text=f"answer {q.id}") for q in questions))
            for message in made:
                await apps.delivery(app, message, "sent")
            await apps.arrived(app, 100)
            assert Counter(m.text for m in service.sent) == Counter(f"answer {q.id}" for q in questions)
    asyncio.run(flow())


@pytest.mark.section9(38)
def test_the_same_idempotency_key_twice_sends_once(tmp_path: Path, url: str) -> None:
    async def flow() -> None:
        async with apps.running(tmp_path, url=url) as app:
            service: Any = app.channels.connector("news")
            service.say("ann", "hello")
            question = (await apps.arrived(app, 1))[0]
            same = {"text": "once", "idempotency_key": "k1", "body_hash": "h"}
            made = await asyncio.gather(*(app.desk.reply(ADMIN, question.conversation_id, **same) for _ in range(20)))
            assert len(set(made)) == 1
            await apps.delivery(app, made[0], "sent")
            with pytest.raises(ConflictError):
                await app.desk.reply(ADMIN, question.conversation_id, **{**same, "body_hash": "other"})
            assert [m.text for m in service.sent] == ["once"]
    asyncio.run(flow())


ENDS = {
    "refused": (RefusedError("550", "no such mailbox"), False, "failed"),
    "temporary": (TemporaryError("busy", retry_after=3600), False, "queued"),
    "temporary after data": (TemporaryError("clearly not taken", retry_after=3600), True, "queued"),
    "refused after data": (RefusedError("554", "spam"), True, "failed"),
    "uncertain": (UncertainError("no answer"), True, "uncertain"),
    "foreign before": (ValueError("a bug"), False, "queued"),
    "foreign after": (ValueError("a bug"), True, "uncertain"),
    "auth": (AuthError("535"), False, "queued"),
    "auth after data": (AuthError("401"), True, "queued"),
    "timeout before": (None, False, "queued"),
    "timeout after": (None, True, "uncertain"),
}


@pytest.mark.parametrize("name", ENDS)
def test_every_end_of_a_send_shows_the_truth(tmp_path: Path, url: str, name: str) -> None:
    error, after, expected = ENDS[name]

    async def flow() -> None:
        async with apps.running(tmp_path, url=url) as app:
            service: Any = app.channels.connector("news")
            service.say("ann", "hello")
            question = (await apps.arrived(app, 1))[0]

            async def end(message: OutboundMessage, phase: Phase) -> Receipt:
                if after:
                    await phase("data_sent", server="test")
                if error is None:
                    await asyncio.sleep(3600)
                    raise AssertionError("the deadline did not come")
                raise error
            service.on_send = end
            message = await app.desk.reply(ADMIN, question.conversation_id, text="x")

            async def ended() -> Any:
                found = await apps.rows(app, "SELECT d.*, a.outcome FROM delivery d JOIN attempt a ON a.delivery_id = d.id "
                                        "WHERE a.ended_at IS NOT NULL AND d.message_id = :id", id=message)
                return found[0] if found else None
            row = await apps.until(ended)
            assert row.state == expected
            conversation = (await apps.rows(app, "SELECT * FROM conversation"))[0]
            assert (conversation.failed, conversation.uncertain) == (int(expected == "failed"), int(expected == "uncertain"))
            if expected == "failed":
                assert conversation.waiting_since is not None
                assert conversation.status == "open"
            if expected == "uncertain":
                assert "data_sent" in row.evidence
    asyncio.run(flow())


@pytest.mark.section9(39)
def test_a_stop_in_mid_send_leaves_the_truth(tmp_path: Path, url: str) -> None:
    async def flow() -> None:
        async with apps.running(tmp_path, url=url) as app:
            service: Any = app.channels.connector("news")
            service.say("ann", "one")
            service.say("bob", "two")
            questions = await apps.arrived(app, 2)

            async def never(message: OutboundMessage, phase: Phase) -> Receipt:
                if message.text == "after":
                    await phase("data_sent")
                await asyncio.sleep(3600)
                raise AssertionError("it was not stopped")
            service.on_send = never
            before = await app.desk.reply(ADMIN, questions[0].conversation_id, text="before")
            after = await app.desk.reply(ADMIN, questions[1].conversation_id, text="after")
            await apps.delivery(app, before, "sending")

            async def at_the_border() -> bool:
                return bool(await apps.rows(app, "SELECT id FROM delivery WHERE phase = 'data_sent'"))
            await apps.until(at_the_border)
        async with apps.running(tmp_path, url=url) as app:
            await apps.delivery(app, after, "uncertain")
            await apps.delivery(app, before, "sent")  # nothing had gone out: it goes now
            service = app.channels.connector("news")
            assert [m.text for m in service.sent] == ["before"]
    asyncio.run(flow())


def test_an_uncertain_send_waits_for_a_person(tmp_path: Path, url: str) -> None:
    async def flow() -> None:
        async with apps.running(tmp_path, url=url) as app:
            service: Any = app.channels.connector("news")
            service.say("ann", "hello")
            question = (await apps.arrived(app, 1))[0]

            async def lost(message: OutboundMessage, phase: Phase) -> Receipt:
                await phase("data_sent")
                service.sent.append(message)
                raise UncertainError("the line went dead")
            service.on_send = lost
            message = await app.desk.reply(ADMIN, question.conversation_id, text="x")
            await apps.delivery(app, message, "uncertain")
            with pytest.raises(ConflictError):
                await app.desk.retry(ADMIN, message)
            service.on_send = None
            await app.desk.resolve(ADMIN, message, sent=False)
            await apps.delivery(app, message, "sent")
            assert [m.key for m in service.sent] == [service.sent[0].key] * 2
            with pytest.raises(ConflictError):
                await app.desk.resolve(ADMIN, message, sent=True)
    asyncio.run(flow())


def test_a_pause_stops_fetching_and_leaves_sending_alone(tmp_path: Path, url: str) -> None:
    async def flow() -> None:
        async with apps.running(tmp_path, url=url) as app:
            service: Any = app.channels.connector("news")
            service.say("ann", "hello")
            question = (await apps.arrived(app, 1))[0]
            from inbox.store import feeds
            await app.store.write(feeds.command, "news", "pause")

            async def paused() -> bool:
                return bool((await apps.rows(app, "SELECT state FROM channel"))[0].state == "paused")
            await apps.until(paused)
            service.say("bob", "unheard")
            message = await app.desk.reply(ADMIN, question.conversation_id, text="still sent")
            await apps.delivery(app, message, "sent")
            await app.channels.poll("news")
        async with apps.running(tmp_path, url=url) as app:  # a pause survives a restart
            assert (await apps.rows(app, "SELECT state FROM channel"))[0].state == "paused"
            assert len(await apps.rows(app, "SELECT id FROM message WHERE direction = 'in'")) == 1
            service = app.channels.connector("news")
            service.say("ann", "hello")
            service.say("bob", "heard")
            await app.store.write(feeds.command, "news", "resume")
            await apps.arrived(app, 2)
    asyncio.run(flow())


def test_the_log_alone_tells_of_what_a_person_must_see(tmp_path: Path, url: str, caplog: pytest.LogCaptureFixture) -> None:
    async def flow() -> None:
        async with apps.running(tmp_path, url=url) as app:
            service: Any = app.channels.connector("news")
            service.say("ann", "a secret question")
            service.say("bob", "", data=b"\xff")
            question = (await apps.arrived(app, 1))[0]

            async def lost(message: OutboundMessage, phase: Phase) -> Receipt:
                await phase("data_sent")
                raise UncertainError("the line went dead")
            service.on_send = lost
            message = await app.desk.reply(ADMIN, question.conversation_id, text="a secret answer")
            await apps.delivery(app, message, "uncertain")

            async def told() -> bool:
                said = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
                return any(f"message {message} is uncertain" in s for s in said) and any("cannot be read (unreadable" in s for s in said)
            await apps.until(told)
            assert "secret" not in caplog.text
    asyncio.run(flow())
