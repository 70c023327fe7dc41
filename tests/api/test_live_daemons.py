"""The socket of whole daemons: their ends, and two on one PostgreSQL store that tell each other who looks and types where."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from apps import running
from daemons import Daemon

from inbox.api.room import ROOM
from inbox.api.server import make_app
from inbox.app import App
from inbox.presence import AGAIN, Exchange, Hub
from inbox.store import agents
from inbox.store.base import Rows, Tx

PATIENCE = 60.0  # seconds


@asynccontextmanager
async def served(folder: Path, url: str) -> AsyncIterator[tuple[App, web.Application, str]]:
    async with running(folder, {}, url=url) as app:
        made = make_app(app)
        runner = web.AppRunner(made, access_log=None, handle_signals=False, shutdown_timeout=2)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            yield app, made, f"http://127.0.0.1:{runner.addresses[0][1]}/api/v1/live"
        finally:
            await runner.cleanup()


def people(tx: Tx) -> tuple[int, dict[str, str]]:
    tokens = {name: agents.add_token(tx, agents.add(tx, email=f"{name}@example.com", name=name.title()), "t")[1] for name in ("ada", "ben")}
    return tx.insert("conversation", channel="news", created_at=tx.now, last_at=tx.now), tokens


async def until(ws: aiohttp.ClientWebSocketResponse, type_: str) -> Any:
    async with asyncio.timeout(PATIENCE):
        while (found := json.loads(await ws.receive_str()))["type"] != type_:
            pass
        return found


async def drained(ws: aiohttp.ClientWebSocketResponse) -> None:
    while not ws.closed:
        await ws.receive()


def table(rows: Rows) -> list[Any]:
    return rows.all("SELECT * FROM presence ORDER BY tab")


def test_each_daemon_shows_who_is_at_the_other(databases: Any, tmp_path: Path) -> None:
    async def run() -> None:
        url = databases.url()
        async with served(tmp_path, url) as (app, made, here), served(tmp_path, url) as (_, there_made, there), \
                aiohttp.ClientSession() as http:
            home, tokens = await app.store.write(people)
            auth = {name: {"Authorization": f"Bearer {token}"} for name, token in tokens.items()}
            async with http.ws_connect(here, headers=auth["ada"]) as ada:
                await until(ada, "hello")
                async with http.ws_connect(there, headers=auth["ben"]) as ben:
                    await until(ben, "hello")
                    await ben.send_json({"type": "typing", "conversation": str(home), "kind": "note"})
                    seen = await until(ada, "presence")
                    assert seen["conversation"] == str(home)
                    assert [(one["name"], one["typing"]) for one in seen["agents"]] == [("Ben", "note")]
                    await ben.send_json({"type": "typing", "conversation": str(home), "kind": None})
                    assert (await until(ada, "presence"))["agents"][0]["typing"] is None
                    await ada.send_json({"type": "look", "conversation": str(home)})
                    assert [one["name"] for one in (await until(ben, "presence"))["agents"]] == ["Ada"]
                    assert made[ROOM].hub.online(app.store.clock()) == there_made[ROOM].hub.online(app.store.clock()) == {1, 2}
                assert (await until(ada, "presence"))["agents"] == []
            async with asyncio.timeout(PATIENCE):
                while await app.store.read(table):  # whoever leaves last takes the last row along
                    await asyncio.sleep(0.02)
            assert await app.store.read(lambda rows: rows.value("SELECT COUNT(*) FROM event WHERE kind LIKE 'presence%'")) == 0
    asyncio.run(run())


def test_a_daemon_writes_what_changed_and_says_it_again_before_it_lapses(databases: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with running(tmp_path, {}, url=databases.url()) as app:
            home, _ = await app.store.write(people)
            now = app.store.clock()
            hub, other = Hub(), Hub()
            mine, theirs = Exchange(app.store, hub, "one"), Exchange(app.store, other, "two")
            hub.enter("1", 1)
            hub.type("1", home, "reply", now)
            await mine.step(now)
            first = await app.store.read(table)
            assert [(row.tab, row.agent_id, row.conversation_id, row.typing) for row in first] == [("one:1", 1, home, "reply")]
            hub.type("1", home, "reply", now + AGAIN - 1)
            await mine.step(now + AGAIN - 1)
            assert await app.store.read(table) == first, "nothing has changed: nothing is written"
            await mine.step(now + AGAIN)
            assert (await app.store.read(table))[0].until > first[0].until
            await theirs.step(now + AGAIN)
            other.turn(now + AGAIN)
            assert other.shown() == {home: {1: "reply"}}
            other.turn(now + 10 * AGAIN)  # the other daemon died without a word
            assert other.shown() == {} and other.online(now + 10 * AGAIN) == set()
            hub.leave("1")
            await mine.step(now + AGAIN)
            assert await app.store.read(table) == [] and mine.quiet()
    asyncio.run(run())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_pages_outlive_their_daemon_and_get_what_they_missed(tmp_path: Path, number: signal.Signals) -> None:
    async def run() -> None:
        with Daemon(tmp_path, {"loop": {"type": "loopback"}}) as daemon:
            auth = {"Authorization": f"Bearer {daemon.token}"}
            url = daemon.url + "/api/v1/live"
            async with aiohttp.ClientSession(headers=auth) as http:
                mute = await http.ws_connect(url, autoclose=False)  # it will never say good-bye
                async with http.ws_connect(url) as ws:
                    last = (await until(ws, "hello"))["last"]
                    rest = asyncio.create_task(drained(ws))
                    assert await asyncio.to_thread(daemon.kill, number) == (0 if number == signal.SIGTERM else -number)
                    await asyncio.wait_for(rest, PATIENCE)
                    assert ws.close_code == (1001 if number == signal.SIGTERM else 1006)
                assert not {"Traceback", "ERROR"} & set(daemon.log.read_text().replace(":", " ").split())
                await asyncio.to_thread(daemon.start)
                begun = {"channel": "loop", "to": "ann", "text": "while nobody listened"}
                assert (await asyncio.to_thread(daemon.api, "/conversations", "POST", begun))[0] == 201
                async with http.ws_connect(f"{url}?last={last}") as ws:
                    assert (await until(ws, "hello"))["last"] == last
                    assert (await until(ws, "event"))["id"] == last + 1
                await mute.close()
    asyncio.run(run())
