"""IDLE: a wake for news, and every doubt about a connection ends it."""

from __future__ import annotations

import asyncio
import json
import resource
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from connectors.email import Email
from connectors.email.idle import Ear
from connectors.email.imap import Login, Mailbox
from inbox.errors import AuthError, TemporaryError
from inbox.testing.context import FakeContext
from inbox.testing.scripted_imap import CAPABILITIES, ScriptedImap

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Make = Callable[..., Email]
At = Callable[..., dict[str, Any]]
PATIENCE = 30.0


@pytest.fixture
def imap() -> Iterator[ScriptedImap]:
    with ScriptedImap() as server:
        yield server


class Wakes:
    """Counts the wakes; `more` waits for one beyond those seen."""

    def __init__(self) -> None:
        self.count = 0
        self._seen = 0
        self._event = asyncio.Event()

    def __call__(self) -> None:
        self.count += 1
        self._event.set()

    async def more(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.count <= self._seen:
                self._event.clear()
                await self._event.wait()
        self._seen = self.count


@asynccontextmanager
async def listening(email: Email, feed: str = "INBOX") -> AsyncIterator[Wakes]:
    wakes = Wakes()
    task = asyncio.create_task(email.listen(feed, wakes))
    try:
        yield wakes
        assert not task.done(), task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        for thread in threading.enumerate():
            if thread.name.startswith("idle-"):
                await asyncio.to_thread(thread.join, PATIENCE)
                assert not thread.is_alive()


def test_news_wakes_and_the_beginning_too(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context, listening(channel(context, imap=at(imap))) as wakes:
            await wakes.more()  # what came between the last poll and IDLE is found by this one
            imap.inbox.add()
            imap.news()
            await wakes.more()
    run(flow())


def test_still_here_is_no_news(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            imap.fault("IDLING", "* OK Still here")
            async with listening(channel(context, imap=at(imap))) as wakes:
                await wakes.more()
                imap.inbox.add()
                imap.news()
                await wakes.more()
                assert wakes.count == 2
    run(flow())


@pytest.mark.section9(6)
@pytest.mark.parametrize("end", ["drop", "* BYE shutting down"])
def test_end_of_stream_in_idle_reconnects_without_spinning(
        run: Run, channel: Make, at: At, imap: ScriptedImap, end: str) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            imap.fault("IDLING", end)
            before = resource.getrusage(resource.RUSAGE_SELF)
            async with listening(channel(context, imap=at(imap))) as wakes:
                async with asyncio.timeout(5):
                    await wakes.more()
                    await wakes.more()
            after = resource.getrusage(resource.RUSAGE_SELF)
            assert imap.connections == 2
            # a spinning idle_check burns a core until it is stopped; ours rests until it is time
            assert after.ru_utime - before.ru_utime < 0.5
    run(flow())


@pytest.mark.section9(7)
def test_half_open_connection_is_noticed_when_it_is_renewed(
        run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            imap.fault("DONE", "hang")  # the other side is gone without a FIN: nothing is ever answered
            async with listening(channel(context, imap=at(imap, idle_seconds=0.3, timeout=1))) as wakes:
                await wakes.more()
                await wakes.more()
            assert imap.connections >= 2
    run(flow())


def test_thread_without_a_sign_of_life_is_shut(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        config = Email.Config.model_validate(  # the timeout of the socket is far longer than the watchdog's patience
            {"type": "email", "address": "a@example.com", "imap": at(imap, timeout=60, connect_timeout=1)})
        ear = Ear("INBOX", Mailbox(config.imap, FakeContext().dial), 0.2, lambda: None, late=0.4)
        imap.fault("DONE", "hang")
        ear._expect = lambda seconds, expect=ear._expect: expect(min(seconds, 0.5))  # type: ignore[method-assign]
        with pytest.raises(TemporaryError, match="no sign of life"):
            await ear.listen(Login("ann", "secret"))
        for thread in threading.enumerate():
            if thread.name.startswith("idle-"):
                await asyncio.to_thread(thread.join, PATIENCE)
                assert not thread.is_alive()
    run(flow())


def test_renewal_wakes_each_time(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            async with listening(channel(context, imap=at(imap, idle_seconds=0.2))) as wakes:
                for _ in range(3):
                    await wakes.more()
            assert imap.connections == 1 and len(imap.said("IDLE")) >= 3
    run(flow())


def test_refused_login_is_told(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            with pytest.raises(AuthError):
                await channel(context, imap=at(imap, password="wrong")).listen("INBOX", lambda: None)
    run(flow())


@pytest.mark.parametrize("why", ["capability", "config"])
def test_without_idle_it_waits_and_wakes_nobody(run: Run, channel: Make, at: At, imap: ScriptedImap, why: str) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            if why == "capability":
                imap.capabilities = CAPABILITIES.replace(" IDLE", "")
            async with listening(channel(context, imap=at(imap, idle=why != "config"))) as wakes:
                if why == "capability":
                    assert await asyncio.to_thread(imap.wait, PATIENCE, lambda: imap.said("LOGOUT"))
                else:
                    for _ in range(10):
                        await asyncio.sleep(0)
                    assert imap.connections == 0
                assert wakes.count == 0
    run(flow())


def test_dovecot_wakes_and_the_poll_finds_it(run: Run, channel: Make, dovecot: Any) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap={
                "host": dovecot.host, "port": dovecot.port, "tls": "none", "username": "idler",
                "password": dovecot.password})
            cursor = await email.start("INBOX", None)
            async with listening(email) as wakes:
                await wakes.more()
                await asyncio.to_thread(dovecot.deliver, "idler", [b"Subject: now\r\n\r\nx\r\n"])
                await wakes.more()
                batch = await email.poll("INBOX", cursor)
                assert [item.data for item in batch.items] == [b"Subject: now\r\n\r\nx\r\n"]
            await email.close()
    run(flow())


def test_dovecot_restarted(run: Run, channel: Make, own_dovecot: Any) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap={
                "host": own_dovecot.host, "port": own_dovecot.port, "tls": "none", "username": "ann",
                "password": own_dovecot.password})
            cursor = await email.start("INBOX", None)
            async with listening(email) as wakes:
                await wakes.more()
                await asyncio.to_thread(own_dovecot.stop)
                await asyncio.to_thread(own_dovecot.start)
                await asyncio.to_thread(own_dovecot.deliver, "ann", [b"Subject: back\r\n\r\nx\r\n"])
                await wakes.more()
                batch = await email.poll("INBOX", cursor)
                assert len(batch.items) == 1 and json.loads(batch.cursor)["uid"] == 1
            await email.close()
    run(flow())
