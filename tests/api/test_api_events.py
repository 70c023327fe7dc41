"""Server-sent events: numbers, resuming, `resync`, what an agent may hear of, and a clean end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from inbox.api import events as api_events
from inbox.store.base import Tx

BOTH = True  # databases


class Stream:
    """Reads events as a browser does."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    async def next(self) -> dict[str, Any]:
        """The next event: {id, event, data}; comments are skipped."""
        found: dict[str, Any] = {}
        while True:
            line = (await self.answer.content.readline()).decode()
            assert line, "the stream ended"
            if line == "\n":
                if "data" in found:
                    return found
                found = {}
            elif not line.startswith(":"):
                name, _, value = line.rstrip("\n").partition(": ")
                found[name] = json.loads(value) if name == "data" else value

    async def until(self, kind: str) -> dict[str, Any]:
        while (found := await self.next())["event"] != kind:
            pass
        return found


@asynccontextmanager
async def listen(desk: Any, token: str = "admin", last: int | str | None = None) -> AsyncIterator[Stream]:
    headers = {"Authorization": f"Bearer {getattr(desk, token)}", **({} if last is None else {"Last-Event-ID": str(last)})}
    async with desk.http.get(desk.url + "/api/v1/events", headers=headers) as answer:
        assert answer.status == 200 and answer.content_type == "text/event-stream"
        assert (await answer.content.readline()).startswith(b":")
        yield Stream(answer)


def test_events_have_rising_numbers_and_a_client_resumes_where_it_was(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async with listen(desk) as stream:
            home, message = await desk.said("hello")
            made = await stream.until("message.created")
            assert made["data"]["message"] == str(message) and made["data"]["conversation"] == str(home)
            assert made["data"]["channel"] == "loop" and str(made["data"]["id"]) == made["id"] and made["data"]["at"]
        await desk.said("while away", conversation=home)
        async with listen(desk, last=made["id"]) as stream:
            seen = [await stream.next() for _ in range(2)]
            assert "message.created" in {one["event"] for one in seen}
            await desk("PATCH", f"/conversations/{home}", json={"tags": ["x"]})
            seen.append(await stream.until("conversation.updated"))
            numbers = [int(one["id"]) for one in seen]
            assert numbers == sorted(set(numbers)) and numbers[0] > int(made["id"])
    serve(run)


@pytest.mark.parametrize("last", ["1", "999999999", "odd", "-1"])
def test_a_number_that_is_too_old_or_unknown_gives_resync(serve: Callable[..., None], last: str) -> None:
    async def run(desk: Any) -> None:
        for n in range(3):
            await desk.said(f"m{n}")

        def forget(tx: Tx) -> None:
            tx.run("DELETE FROM event WHERE id < (SELECT MAX(id) FROM event)")
        await desk.app.store.write(forget)
        async with listen(desk, last=last) as stream:
            first = await stream.next()
            assert first["event"] == "resync"
            await desk.said("after")
            assert int((await stream.until("message.created"))["id"]) > int(first["id"])
    serve(run)


def test_an_agent_hears_nothing_of_a_hidden_channel(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async with listen(desk, "agent") as stream:
            secret, _ = await desk.said("secret", channel="secret")

            def unnamed(tx: Tx) -> None:
                tx.emit("conversation.updated", conversation=secret, changed=["status"])
            await desk.app.store.write(unnamed)
            plain, _ = await desk.said("plain")
            seen = [await stream.next()]
            while seen[-1]["event"] != "message.created":
                seen.append(await stream.next())
            assert str(secret) not in {one["data"]["conversation"] for one in seen}
            assert seen[-1]["data"]["conversation"] == str(plain)
    serve(run)


def test_who_is_shut_out_hears_nothing_more(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        ada = next(one["id"] for one in (await desk("GET", "/agents"))["items"] if one["name"] == "Ada")
        token = (await desk("GET", f"/agents/{ada}/tokens"))["items"][0]["id"]
        async with listen(desk, "agent") as stream:
            await desk("DELETE", f"/agents/{ada}/tokens/{token}", status=204)
            plain, _ = await desk.said("for those who are still here")
            async with asyncio.timeout(60):
                rest = await stream.answer.content.read()
            assert f'"conversation": "{plain}"'.encode() not in rest
    serve(run)


def test_silence_is_filled_with_comments_and_the_end_is_clean(
        serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_events, "HEARTBEAT", 0.05)

    async def run(desk: Any) -> None:
        async with listen(desk) as stream, listen(desk, "agent") as other:
            lines = [await stream.answer.content.readline() for _ in range(6)]
            assert b": still here\n" in lines
            await api_events.hang_up(desk.made)
            await stream.answer.content.read()
            assert stream.answer.content.at_eof()
            await other.answer.content.read()
        async with listen(desk) as stream:  # and a new one works
            await desk.said("hello")
            await stream.until("message.created")
    serve(run)


def test_a_client_that_reads_nothing_is_told_to_ask_again(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        with desk.app.bus.subscribe() as slow:
            def burst(tx: Tx) -> None:
                for n in range(1500):
                    tx.emit("channel.updated", channel="loop", n=n)
            await desk.app.store.write(burst)

            async def given() -> bool:
                return desk.app.bus.last >= 1500
            await desk.until(given)
            first = slow.get_nowait()
            assert first.kind == "resync" and slow.qsize() < 1000
    serve(run)
