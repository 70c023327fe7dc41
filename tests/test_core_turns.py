"""More deliveries are claimed than may be on the wire: what becomes of those that wait for their turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from apps import Scripted, ask, connector, reply, rows, running, scripted
from waiting import until

from inbox import outbox
from inbox.app import App
from inbox.connector import Features, Phase
from inbox.errors import TemporaryError
from inbox.types import OutboundMessage, Receipt

__all__ = ["scripted"]
pytestmark = pytest.mark.usefixtures("scripted")
COUNT = 6


class Wire:
    """A service that answers when it is told to, one at a time."""

    def __init__(self) -> None:
        self.answers, self.there, self.most, self.sent = asyncio.Event(), 0, 0, list[str]()

    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        self.there += 1
        self.most = max(self.most, self.there)
        try:
            await phase("data_sent")
            await self.answers.wait()
        finally:
            self.there -= 1
        self.sent.append(message.key)
        return Receipt(external_ids=(message.key,))


@pytest.fixture(autouse=True)
def one_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scripted, "features", Features(poll_timeout=5.0, send_timeout=60.0, parallel_sends=1))


@asynccontextmanager
async def waiting(folder: Path, wire: Wire) -> AsyncIterator[App]:
    """A daemon that has one reply on the wire, and others that wait behind it."""
    async with running(folder) as app:
        conversations = [await ask(app, f"ann{n}") for n in range(COUNT)]
        connector(app).on_send = wire.send
        app.outbox._pace["news"] = 0.01  # it has been quick so far
        for conversation in conversations:
            await reply(app, conversation)

        async def claimed() -> bool:
            return await states(app) == ["sending"] * COUNT and wire.there == 1
        await until(claimed)
        yield app


async def states(app: App) -> list[str]:
    return [row.state for row in await rows(app, "SELECT state FROM delivery ORDER BY id")]


async def attempts(app: App) -> list[int]:
    return [row.attempts for row in await rows(app, "SELECT attempts FROM delivery ORDER BY id")]


def test_they_go_one_after_the_other_and_each_once(tmp_path: Path) -> None:
    async def run() -> None:
        wire = Wire()
        async with waiting(tmp_path / "d", wire) as app:
            wire.answers.set()

            async def over() -> bool:
                return await states(app) == ["sent"] * COUNT
            await until(over)
            assert (wire.most, len(wire.sent), len(set(wire.sent))) == (1, COUNT, COUNT)
    asyncio.run(run())


def test_a_stop_gives_them_back_as_if_nobody_had_touched_them(tmp_path: Path) -> None:
    async def run() -> None:
        wire = Wire()
        async with waiting(tmp_path / "d", wire) as app:
            await app.outbox.stop(0)
            assert await states(app) == ["uncertain", *["queued"] * (COUNT - 1)]
            assert await attempts(app) == [1, *[0] * (COUNT - 1)]
            due = await rows(app, "SELECT next_at, at FROM delivery WHERE state = 'queued'")
            assert all(row.next_at <= row.at for row in due)  # they go at once with the next start
    asyncio.run(run())


def test_who_waits_too_long_goes_back_to_the_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "PATIENCE", 0.05)

    async def run() -> None:
        wire = Wire()
        async with running(tmp_path / "d") as app:
            conversations = [await ask(app, f"ann{n}") for n in range(2)]
            connector(app).on_send = wire.send
            app.outbox._pace["news"] = 0.01
            for conversation in conversations:
                await reply(app, conversation)

            async def back() -> bool:
                return bool(await rows(app, "SELECT 1 FROM attempt WHERE outcome = 'again'"))
            await until(back)
            assert wire.most == 1
            wire.answers.set()

            async def over() -> bool:
                return await states(app) == ["sent"] * 2
            await until(over)
            assert await attempts(app) == [1, 1]
    asyncio.run(run())


def test_a_channel_that_is_held_is_not_pressed_by_those_that_wait(tmp_path: Path) -> None:
    async def run() -> None:
        wire = Wire()
        async with waiting(tmp_path / "d", wire) as app:
            calls = list[str]()

            async def full(message: OutboundMessage, phase: Phase) -> Any:
                calls.append(message.key)
                raise TemporaryError("no more for now", limited=True)
            connector(app).on_send = full
            wire.answers.set()

            async def held() -> bool:
                return (await states(app)).count("queued") == COUNT - 1
            await until(held)
            assert len(calls) == 1  # the first one that was refused held the channel for the others
            assert sorted(await attempts(app)) == [0] * (COUNT - 2) + [1, 1]
    asyncio.run(run())


@pytest.mark.parametrize("longest", [60.0, 0.01], ids=["until something has left", "and no longer than a moment"])
def test_who_writes_faster_than_it_leaves_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, longest: float) -> None:
    async def run() -> None:
        wire = Wire()
        async with waiting(tmp_path / "d", wire) as app:
            monkeypatch.setattr(outbox, "EASE", longest)
            app.outbox._pace["news"] = 0.005
            caller = asyncio.ensure_future(app.outbox.ease())
            if longest == 60.0:
                await ask(app, "somebody")  # the loop has gone round
                assert not caller.done()
                wire.answers.set()
            await until(caller.done)
            wire.answers.set()
    asyncio.run(run())


def test_nobody_waits_for_a_service_that_is_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        wire = Wire()
        async with waiting(tmp_path / "d", wire) as app:
            monkeypatch.setattr(outbox, "EASE", 60.0)
            app.outbox._pace["news"] = 61.0
            async with asyncio.timeout(60):
                await app.outbox.ease()
            wire.answers.set()
    asyncio.run(run())
