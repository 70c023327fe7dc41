"""The page's socket: hello, events with their numbers, resuming, counts, presence, and every way in which it ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from inbox.api import live as api_live
from inbox.api import room as api_room
from inbox.api.auth import COOKIE
from inbox.store import views
from inbox.store.base import Tx

PATIENCE = 60.0  # seconds


class Line:
    """Reads and says frames as a page does."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws
        self.seen: list[dict[str, Any]] = []

    async def next(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            found = json.loads(await self.ws.receive_str())
        self.seen.append(found)
        return found

    async def until(self, type_: str, **more: Any) -> dict[str, Any]:
        """The next frame of this type with these fields."""
        while (found := await self.next())["type"] != type_ or any(found.get(name) != value for name, value in more.items()):
            pass
        return found

    async def say(self, **frame: Any) -> None:
        await self.ws.send_json(frame)

    async def end(self) -> int | None:
        """The code with which the server hung up."""
        async with asyncio.timeout(PATIENCE):
            while not self.ws.closed:
                await self.ws.receive()
        return self.ws.close_code


@asynccontextmanager
async def listen(desk: Any, token: str | None = "admin", last: Any = None, **more: Any) -> AsyncIterator[Line]:
    headers = {**({} if token is None else {"Authorization": f"Bearer {getattr(desk, token)}"}), **more.pop("headers", {})}
    url = desk.url + "/api/v1/live" + ("" if last is None else f"?last={last}")
    async with desk.http.ws_connect(url, headers=headers, **more) as ws:
        yield Line(ws)


async def refused(desk: Any, **more: Any) -> int:
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        async with listen(desk, **more):
            pass
    return caught.value.status


# ---------------------------------------------------------------- events and their numbers

@pytest.mark.parametrize("store_url", ["sqlite", "postgresql"], indirect=True)
def test_hello_then_events_and_a_page_that_comes_back_gets_the_gap(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async with listen(desk) as line:
            hello = await line.next()
            assert hello["type"] == "hello" and hello["counts"]["open"] == 0 and isinstance(hello["version"], str)
            home, message = await desk.said("hello")
            made = await line.until("event", kind="message.created")
            assert made["message"] == str(message) and made["conversation"] == str(home) and made["channel"] == "loop" and made["at"]
            assert made["id"] > hello["last"]
            counts = await line.until("counts")
            assert counts["counts"]["open"] == 1 and counts["last"] >= made["id"]
        await desk.said("while away", conversation=home)
        async with listen(desk, last=made["id"]) as line:
            assert (await line.next())["last"] == made["id"]
            await line.until("event", kind="message.created")
            await desk("PATCH", f"/conversations/{home}", json={"tags": ["x"]})
            await line.until("event", kind="conversation.updated")
            numbers = [one["id"] for one in line.seen if one["type"] == "event"]
            assert numbers == sorted(set(numbers)) and numbers[0] == made["id"] + 1
    serve(run)


@pytest.mark.parametrize("last", ["1", "999999999", "odd", "-1"])
def test_a_number_that_is_too_old_or_unknown_gives_resync(serve: Callable[..., None], last: str) -> None:
    async def run(desk: Any) -> None:
        for n in range(3):
            await desk.said(f"m{n}")

        def forget(tx: Tx) -> None:
            tx.run("DELETE FROM event WHERE id < (SELECT MAX(id) FROM event)")
        await desk.app.store.write(forget)
        async with listen(desk, last=last) as line:
            hello, resync = await line.next(), await line.next()
            assert resync == {"type": "resync", "last": hello["last"]}
            await desk.said("after")
            assert (await line.until("event"))["id"] > hello["last"]
    serve(run)


def test_whoever_is_too_far_behind_asks_for_everything_again(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_live, "FAR", 2)

    async def run(desk: Any) -> None:
        for n in range(3):
            await desk.said(f"m{n}")
        async with listen(desk, last=1) as line:
            assert [(await line.next())["type"], (await line.next())["type"]] == ["hello", "resync"]
    serve(run)


def test_an_agent_hears_nothing_of_a_hidden_channel_and_less_when_they_may_see_less(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async with listen(desk, "agent") as line:
            secret, _ = await desk.said("secret", channel="secret")
            plain, _ = await desk.said("plain")
            await line.until("event", conversation=str(plain))
            await desk("POST", "/views", json={"name": "mine", "query": {}}, status=201)
            shared = (await desk("POST", "/views", json={"name": "ours", "query": {}, "shared": True}, status=201))["id"]
            view = await line.until("event", kind="view.updated")
            assert view["data"] == {"view": shared, "agent": None}  # of the other one only its owner hears
            desk.app.config.channels["loop"] = desk.app.config.channels["loop"].model_copy(update={"agents": ("boss@example.com",)})
            await desk.said("more", conversation=plain)
            other, _ = await desk.said("other", channel="other")
            await line.until("event", conversation=str(other), kind="message.created")
            counts = await line.until("counts")
            while "loop" in counts["counts"]["channels"]:
                counts = await line.until("counts")
            assert counts["counts"]["open"] == 1
            heard = [one for one in line.seen if one["type"] == "event"]
            assert str(secret) not in {one["conversation"] for one in heard}
            assert [one["kind"] for one in heard if one["conversation"] == str(plain)].count("message.created") == 1
    serve(run)


# ---------------------------------------------------------------- counts

def test_counts_are_worked_out_once_for_all_sockets_of_an_agent(
        serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[int] = []
    real = views.counts

    def counted(rows: Any, sight: Any) -> Any:
        worked.append(sight.agent)
        return real(rows, sight)
    monkeypatch.setattr(views, "counts", counted)

    async def run(desk: Any) -> None:
        async with listen(desk) as one, listen(desk) as two, listen(desk) as three:
            lines = (one, two, three)
            for line in lines:
                await line.until("hello")
            assert len(worked) == 1

            def burst(tx: Tx) -> None:
                for n in range(30):
                    tx.emit("draft.updated", agent="0", n=n)
            await desk.app.store.write(burst)
            await desk.said("hello")
            for line in lines:
                assert (await line.until("counts"))["counts"]["open"] == 1
            assert len(worked) <= 3
            assert (await desk("GET", "/conversations/counts"))["open"] == 1
            assert len(worked) <= 3
    serve(run)


# ---------------------------------------------------------------- presence

def test_who_looks_and_types_is_told_to_the_others_alone(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hello")
        last = (await desk("GET", "/conversations?limit=1"))["items"][0]["version"]
        async with listen(desk) as boss, listen(desk) as mine, listen(desk, "agent") as ada:
            for line in (boss, mine, ada):
                await line.until("hello")
            await boss.say(type="look", conversation=str(home))
            seen = await ada.until("presence")
            assert seen["conversation"] == str(home)
            assert [(one["name"], one["typing"]) for one in seen["agents"]] == [("Boss", None)]
            await boss.say(type="typing", conversation=str(home), kind="reply")
            assert (await ada.until("presence"))["agents"][0]["typing"] == "reply"
            await mine.say(type="look", conversation=str(home))  # a second tab of the same agent changes nothing
            await ada.say(type="look", conversation=str(home))
            for line in (boss, mine):  # they hear of Ada, never of themselves
                assert [one["name"] for one in (await line.until("presence"))["agents"]] == ["Ada"]
            await boss.say(type="typing", conversation=str(home), kind=None)
            assert (await ada.until("presence"))["agents"][0]["typing"] is None
            async with listen(desk, "agent") as late:  # whoever comes later is told what is
                assert [one["name"] for one in (await late.until("presence"))["agents"]] == ["Boss"]
        assert (await desk("GET", "/conversations?limit=1"))["items"][0]["version"] == last
        kinds = await desk.app.store.read(lambda rows: [row.kind for row in rows.all("SELECT kind FROM event")])
        assert not [kind for kind in kinds if "presence" in kind or "typing" in kind]
    serve(run)


def test_leaving_is_told_and_an_agent_learns_nothing_of_a_hidden_channel(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        secret, _ = await desk.said("secret", channel="secret")
        home, _ = await desk.said("hello")
        async with listen(desk, "agent") as ada:
            async with listen(desk) as boss:
                await boss.say(type="look", conversation=str(secret))
                await boss.say(type="look", conversation=str(home))
                assert (await ada.until("presence"))["conversation"] == str(home)
            assert (await ada.until("presence"))["agents"] == []
            await ada.say(type="look", conversation=str(secret))
            assert "no such conversation" in (await ada.until("error"))["detail"]
            assert {one["conversation"] for one in ada.seen if one["type"] == "presence"} == {str(home)}
    serve(run)


# ---------------------------------------------------------------- who may come in

def test_a_foreign_page_is_refused_before_the_upgrade(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        for origin in ("https://evil.example", "null", "http://127.0.0.1:1", desk.url + ".evil.example", "file://", "http://["):
            assert await refused(desk, headers={"Origin": origin}) == 403, origin
        for origin in (desk.url, "https://inbox.example.com", "https://INBOX.example.com:443"):
            async with listen(desk, headers={"Origin": origin}) as line:
                assert (await line.next())["type"] == "hello"
        assert await refused(desk, token=None) == 401
        assert (await desk("GET", "/live", status=426))["code"] == "websocket"
    serve(run, public_url="https://inbox.example.com")


def test_an_agent_has_so_many_sockets_and_no_more(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_room, "SOCKETS", 2)

    async def run(desk: Any) -> None:
        async with listen(desk) as one, listen(desk) as two:
            await one.next()
            await two.next()
            assert await refused(desk) == 429
            async with listen(desk, "agent") as other:
                assert (await other.next())["type"] == "hello"
        assert await desk.until(lambda: _empty(desk))
        async with listen(desk) as again:
            assert (await again.next())["type"] == "hello"
    serve(run)


async def _empty(desk: Any) -> bool:
    return not desk.made[api_room.ROOM].sockets


# ---------------------------------------------------------------- what a client may say

@pytest.mark.parametrize("text", [
    "{", "[]", "1", "null", '{"type":"shout"}', '{"type":"look"}', '{"type":"look","conversation":12}',
    '{"type":"look","conversation":"x"}',
    '{"type":"look","conversation":"999999"}', '{"type":"typing","conversation":"1","kind":"song"}', '{"type":"ping","more":1}',
    '{"type":"look","conversation":"\\u0000"}', '{"type":"look","conversation":"\\ud800"}', "[" * 4000])
def test_a_malformed_frame_is_named_and_does_no_harm(serve: Callable[..., None], text: str) -> None:
    async def run(desk: Any) -> None:
        async with listen(desk) as line:
            await line.ws.send_str(text)
            assert (await line.until("error"))["detail"]
            await line.ws.send_bytes(b"\x00\xff")
            assert (await line.until("error"))["detail"]
            await line.say(type="ping")
            assert await line.until("pong") == {"type": "pong"}
    serve(run)


def test_a_frame_that_is_too_large_ends_the_socket(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async with listen(desk) as line:
            await line.ws.send_str("x" * 5000)
            assert await line.end() == 1009
    serve(run)


# ---------------------------------------------------------------- ends

@pytest.mark.parametrize("how", ["logout", "disabled", "token"])
def test_whoever_is_shut_out_is_told_and_hung_up(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(api_live, "HEARTBEAT", 0.2)

    async def run(desk: Any) -> None:
        async with desk.login("ada@example.com") as answer:
            csrf, cookie = (await answer.json())["csrf"], answer.cookies[COOKIE].value
        session = {"Cookie": f"{COOKIE}={cookie}", "Origin": desk.url}
        ada = next(one["id"] for one in (await desk("GET", "/agents"))["items"] if one["name"] == "Ada")
        async with listen(desk, "agent" if how == "token" else None, headers={} if how == "token" else session) as line:
            await line.until("hello")
            if how == "logout":
                await desk("DELETE", "/session", token=None, status=204, headers={**session, "X-CSRF-Token": csrf})
            elif how == "disabled":
                await desk("PATCH", f"/agents/{ada}", json={"disabled": True})
            else:
                token = (await desk("GET", f"/agents/{ada}/tokens"))["items"][0]["id"]
                await desk("DELETE", f"/agents/{ada}/tokens/{token}", status=204)
            await line.until("session_ended")
            assert await line.end() == 4401
    serve(run)


def test_the_end_of_the_daemon_is_said_and_leaves_nothing_behind(
        serve: Callable[..., None], caplog: pytest.LogCaptureFixture) -> None:
    async def run(desk: Any) -> None:
        async with listen(desk) as one, listen(desk, "agent") as two:
            await one.until("hello")
            await two.until("hello")
            ends = [asyncio.create_task(line.end()) for line in (one, two)]
            await desk.made.shutdown()
            assert [await end for end in ends] == [1001, 1001]
            assert await refused(desk) == 503
            assert await desk.until(lambda: _empty(desk))
    serve(run)
    assert not [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]


def test_a_client_that_reads_nothing_is_hung_up(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_live, "STALLED", 0.3)

    async def run(desk: Any) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(desk.url.rpartition(":")[2]), limit=2**10)
        writer.write((f"GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.admin}\r\nUpgrade: websocket\r\n"
                      "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n").encode())
        assert b" 101 " in await reader.readline()
        assert await desk.until(lambda: _some(desk))

        async def flood() -> bool:
            def burst(tx: Tx) -> None:
                for n in range(100):
                    tx.emit("channel.updated", channel="loop", text="x" * 10_000, n=n)
            await desk.app.store.write(burst)
            return await _empty(desk)
        assert await desk.until(flood)
        writer.close()
    serve(run)


async def _some(desk: Any) -> bool:
    return any(socket.greeted for socket in desk.made[api_room.ROOM].sockets.values())
