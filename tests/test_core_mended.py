"""What a reading of the core found, one sequence of events after the other; each was a promise that it broke."""

from __future__ import annotations

import asyncio
import errno
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from apps import ADMIN, Scripted, ScriptedConfig, arrived, ask, connector, delivery, reply, rows, running, scripted, signer, until

from inbox import daemon, registry
from inbox.api.counting import Figures
from inbox.api.room import Room
from inbox.config import Config
from inbox.connector import Phase
from inbox.errors import AuthError, StoreError, TemporaryError
from inbox.grants import Grants
from inbox.store import Store, Tx, deliveries, feeds, ledger
from inbox.store import grants as grant_rows
from inbox.store.views import Sight
from inbox.types import OutboundMessage, RawItem, Receipt, Tokens

__all__ = ["scripted"]
pytestmark = pytest.mark.usefixtures("scripted")
SECOND = 1_000_000
DAY = 86_400 * SECOND


def _changed() -> dict[str, ScriptedConfig]:
    return {"news": ScriptedConfig(type="scripted", initial_sync="all", poll_seconds=2)}


def test_a_login_that_is_refused_behind_the_border_holds_the_channel_and_no_message_is_uncertain(tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            where = [await ask(app, f"ann{n}") for n in range(2)]

            async def send(message: OutboundMessage, phase: Phase) -> Receipt:
                await phase("data_sent")
                raise AuthError("401: the credentials are refused")
            connector(app).on_send = send
            made = [await reply(app, conversation) for conversation in where]

            async def refused() -> bool:
                return bool(await rows(app, "SELECT name FROM channel WHERE state = 'auth_required'"))
            await until(refused)
            for message in made:
                assert (await delivery(app, message, "queued")).attempts == 0
            connector(app).on_send = None
            await app.store.write(feeds.command, "news", "resume")
            for message in made:
                await delivery(app, message, "sent")
            assert len(connector(app).sent) == 2
    asyncio.run(run())


def test_a_reply_that_waited_for_days_is_tried_for_two_from_its_first_attempt(tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            conversation, now = await ask(app), app.store.clock

            async def later(message: OutboundMessage, phase: Phase) -> Receipt:
                raise TemporaryError("451 greylisted, try again in five minutes")
            connector(app).on_send = later
            message = await app.desk.reply(ADMIN, conversation, text="happy Monday", send_at=datetime.now(UTC) + timedelta(days=3))
            app.store.clock = lambda: now() + 3 * DAY + SECOND
            app.outbox.wake()

            async def tried() -> Any:
                found = await rows(app, "SELECT state FROM delivery WHERE message_id = :id AND error <> ''", id=message)
                return found[0] if found else None
            assert (await until(tried)).state != "failed"
            app.store.clock = lambda: now() + 6 * DAY
            app.outbox.wake()
            await delivery(app, message, "failed")
    asyncio.run(run())


def test_a_reload_that_meets_a_store_which_refuses_goes_on_until_it_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            await ask(app)
            real, refusals = feeds.ensure_channel, [1, 1]

            def refused(tx: Tx, name: str, type_: str) -> None:
                if refusals:
                    refusals.pop()
                    raise StoreError("the database refused: database or disk is full")
                real(tx, name, type_)
            monkeypatch.setattr(feeds, "ensure_channel", refused)
            await app.reload_surely(Config(store=app.file.store, channels=_changed()))
            connector(app).say("ann", "hello")  # the new one has forgotten what lies before the cursor
            connector(app).say("bob", "is anybody there?")
            await arrived(app, 2)
            assert not refusals and app.channels.sending() == ["news"]
    asyncio.run(run())


def test_nothing_begins_on_a_channel_that_is_being_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim was under way when the outbox looked at what is on the wire."""
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            conversation, old = await ask(app), connector(app)
            said: list[str] = []

            async def send(message: OutboundMessage, phase: Phase) -> Receipt:
                said.append("it begins")
                return Receipt()

            async def close() -> None:
                said.append("closed")
            old.on_send, old.close = send, close
            inside, go = asyncio.Event(), asyncio.Event()
            real, finish = app.store.brief, app.outbox.finish

            async def brief(fn: Any, *args: Any, **kwargs: Any) -> Any:
                found = await real(fn, *args, **kwargs)
                if fn is deliveries.claim and found and not go.is_set():
                    inside.set()
                    await go.wait()
                return found

            async def finished(name: str) -> None:
                await finish(name)
                go.set()
            monkeypatch.setattr(app.store, "brief", brief)
            app.channels.on_leave = finished
            message = await reply(app, conversation)
            await inside.wait()
            await app.reload(Config(store=app.file.store, channels=_changed()))
            row = await delivery(app, message, "sent")
            assert said == ["closed"] and row.attempts == 1 and len(connector(app).sent) == 1
    asyncio.run(run())


def test_what_one_item_meets_holds_up_nothing_that_was_left_behind_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        two = {name: ScriptedConfig(type="scripted", initial_sync="all") for name in ("broken", "good")}
        async with running(tmp_path / "d", two) as app:
            real = app.readers.read

            async def read(type_: str, raws: Any, *, apart: bool) -> Any:
                if raws[0].item == "broken":
                    raise StoreError("ImportError: the package of this connector does not load")
                return await real(type_, raws, apart=apart)
            monkeypatch.setattr(app.readers, "read", read)
            for name in two:  # written down, then the daemon died
                await app.store.write(ledger.receive, name, "hook", [
                    RawItem(item=name, kind="message", data=b"ann\nhello", meta={"item": name})], False)

            async def states() -> dict[str, str]:
                await app.ingest.recover(everything=True)
                return {row.channel: row.state for row in await rows(app, "SELECT channel, state FROM ledger")}
            assert await states() == {"broken": "received", "good": "stored"}
            monkeypatch.setattr(app.readers, "read", real)
            assert await states() == {"broken": "stored", "good": "stored"}
    asyncio.run(run())


@pytest.mark.parametrize("wrong", [KeyError("no such key file"), SyntaxError("it is of another Python")])
def test_a_connector_that_cannot_be_made_costs_its_own_channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: Exception) -> None:
    class Broken(Scripted):
        def __init__(self, config: ScriptedConfig, context: Any) -> None:
            if config.initial_sync == "new":
                raise wrong
            super().__init__(config, context)
    monkeypatch.setattr(registry, "connector", lambda type_: Broken)

    async def run() -> None:
        two = {"good": ScriptedConfig(type="scripted", initial_sync="all"), "bad": ScriptedConfig(type="scripted", initial_sync="new")}
        async with running(tmp_path / "d", two) as app:
            assert app.channels.names() == ["good"]
            [row] = await rows(app, "SELECT state, reason FROM channel WHERE name = 'bad'")
            assert row.state == "misconfigured" and str(wrong) in row.reason
    asyncio.run(run())


def test_what_was_there_before_us_ends_with_its_last_batch_and_not_behind_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            real = app.store.write

            async def write(fn: Any, *args: Any, **kwargs: Any) -> Any:
                assert fn is not feeds.set_fact, "a death before it would call the next news an import"
                return await real(fn, *args, **kwargs)
            await until(lambda: connector(app).polls)
            await real(feeds.set_fact, "news", feeds.INITIAL + "news", "1")
            monkeypatch.setattr(app.store, "write", write)
            connector(app).say("ann", "from long ago")
            await arrived(app, 1)
            assert await app.store.read(feeds.fact, "news", feeds.INITIAL + "news") == "0"
    asyncio.run(run())


def test_a_library_that_breaks_a_poll_off_does_not_end_the_feed(tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            await ask(app)
            service = connector(app)

            async def cut() -> None:
                service.on_poll = None
                future = asyncio.get_running_loop().create_future()
                future.cancel()
                await future
            service.on_poll = cut
            await app.channels.poll("news")
            await until(lambda: service.on_poll is None)
            service.say("ann", "still there?")
            await arrived(app, 2)
    asyncio.run(run())


def test_a_refresh_that_a_daemon_died_at_calls_for_no_admin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        store = await Store("sqlite", tmp_path / "d").open()
        try:
            assert await store.write(grant_rows.lock, "c", 60 * SECOND)
            real = asyncio.sleep
            monkeypatch.setattr(asyncio, "sleep", lambda seconds: real(seconds / 1000))
            with pytest.raises(TemporaryError, match="elsewhere"):
                await Grants(store, signer(), lambda name: connector_that_is_never_asked()).token("c")
        finally:
            await store.close()

    def connector_that_is_never_asked() -> Any:
        raise AssertionError("somebody else has the lock")
    asyncio.run(run())


def test_a_fresh_token_is_kept_although_the_store_is_away_for_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Authority:
        async def begin(self, redirect: str, state: str) -> Any: ...
        async def finish(self, grant: Any, params: Any) -> Any: ...

        async def refresh(self, tokens: Tokens | None, scope: str = "") -> Tokens:
            return Tokens(access="fresh", refresh="rotated", expires_at=datetime.now(UTC) + timedelta(hours=1))

    async def run() -> None:
        store = await Store("sqlite", tmp_path / "d").open()
        try:
            authority: Any = Authority()
            key, real, away = signer(), grant_rows.put, [1, 1]
            grants = Grants(store, key, lambda name: authority)
            await grants.keep("c", Tokens(access="old", refresh="spent", expires_at=datetime.now(UTC)))

            def put(*args: Any, **kwargs: Any) -> None:
                if away:
                    away.pop()
                    raise StoreError("the database is away")
                real(*args, **kwargs)
            monkeypatch.setattr(grant_rows, "put", put)
            assert await grants.token("c") == "fresh" and not away
            assert await Grants(store, key, lambda name: authority).token("c") == "fresh"
        finally:
            await store.close()
    asyncio.run(run())


def test_the_watchdog_is_fed_again_after_a_moment_without_file_descriptors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    systemd = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    systemd.bind(str(tmp_path / "notify"))
    systemd.setblocking(False)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "20000")
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    real, refusals = socket.socket, [1, 1, 1]

    def scarce(*args: Any, **kwargs: Any) -> socket.socket:
        if refusals:
            refusals.pop()
            raise OSError(errno.EMFILE, "Too many open files")
        return real(*args, **kwargs)

    def heard() -> bytes:
        try:
            return systemd.recv(100)
        except BlockingIOError:
            return b""

    async def run() -> None:
        monkeypatch.setattr(socket, "socket", scarce)
        async with daemon._watchdog():
            assert await until(heard) == b"WATCHDOG=1" and not refusals
    with systemd:
        asyncio.run(run())


def test_who_comes_as_the_last_one_goes_is_told_the_counts(tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path / "d") as app:
            room, sight = Room(app, Figures()), Sight(agent=1)
            request: Any = None  # neither is asked for here
            with room.entered(sight, request, request):
                await asyncio.sleep(0)
            with room.entered(sight, request, request) as socket_:
                socket_.greeted = True
                room.count()
                await until(lambda: socket_.out.qsize())
            await room.close()
    asyncio.run(run())
