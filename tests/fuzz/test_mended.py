"""What the security review found, each with the attack that worked."""

from __future__ import annotations

import asyncio
import io
import logging
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp import web

from connectors.webhook import hooks
from inbox import log
from inbox.api import server, session
from inbox.store import backup


def test_an_origin_that_is_no_address_is_foreign_and_no_fault(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        for origin in ("http://[", "null", "http://[::1", "x" * 500, "http://évil"):
            async with desk.http.post(desk.url + "/api/v1/session", json={"email": "boss@example.com", "password": "correct horse"},
                                      headers={"Origin": origin}) as answer:
                assert (answer.status, (await answer.json())["code"]) == (403, "foreign_origin"), origin
            async with desk.http.post(desk.url + "/login", data={"email": "x", "password": "y"}, headers={"Origin": origin}) as answer:
                assert answer.status == 403
    serve(run)


def test_who_has_a_network_of_ipv6_has_one_place(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(session.MOST, "place", 3)

    async def run(desk: Any) -> None:
        async def tried(address: str, number: int) -> int:
            async with desk.http.post(desk.url + "/api/v1/session", json={"email": f"a{number}@example.com", "password": "x"},
                                      headers={"X-Forwarded-For": address}) as answer:
                return int(answer.status)
        assert [await tried(f"2001:db8:1:2:{n:x}::{n}", n) for n in range(5)] == [401, 401, 401, 429, 429]
        assert await tried("2001:db8:1:3::1", 6) == 401
        mapped = ("192.0.2.1", "::ffff:192.0.2.1", "::ffff:c000:201", "192.0.2.1")
        assert [await tried(address, 7) for address in mapped] == [401, 401, 401, 429]
        assert await tried("no address", 8) == 401
    serve(run, trusted_proxies=["127.0.0.1"])


def test_a_picture_at_no_address_is_not_there(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        _, message = await desk.said("a picture")
        for source in ("http://[", "http://[::1]x/", "file:///etc/passwd", "https://user:pass@example.com/x.png", "http://a\x00b/"):
            sig = desk.app.signer.sign(f"image:{message}:{source}")
            await desk("GET", f"/messages/{message}/image?src={quote(source, safe='')}&sig={sig}", status=422 if "\x00" in source else 404)
    serve(run)


def test_options_nested_beyond_reason_are_named(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hello")
        for options in ("[" * 5_000, '{"":' * 1_100, "[]", "{", "1" * 5_000):
            await desk("GET", f"/conversations/{home}/way", params={"options": options}, status=422)
    serve(run)


def test_a_backup_is_for_its_owner_alone(serve: Callable[..., None], tmp_path: Path) -> None:
    async def run(desk: Any) -> None:
        await desk.said("something private")
        await asyncio.to_thread(backup.write, desk.app.store, tmp_path / "it.tar")
        assert stat.S_IMODE((tmp_path / "it.tar").stat().st_mode) == 0o600
    serve(run)


def test_what_an_error_quotes_begins_no_line_of_the_log() -> None:
    stream, name = io.StringIO(), "inbox.quoting"
    handler = logging.StreamHandler(stream)
    handler.setFormatter(log._Lines(journal=True))
    handler.addFilter(log._Names())
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    try:
        with log.bind(item="INBOX/1\n<6>inbox.api: agent 1 has logged in"):
            try:
                raise ValueError("x\n<3>inbox: forged\r\x1b[2J\x85\u2028forged too")
            except ValueError:
                logger.exception("it broke")
    finally:
        logger.removeHandler(handler)
    first, *others = stream.getvalue().split("\n")[:-1]
    assert first.startswith("<3>inbox.quoting: it broke  item=INBOX/1\\n<6>")
    assert others and all(line.startswith("    ") for line in others)
    assert not set("\r\x1b\x85\u2028") & set(stream.getvalue())


def test_what_is_no_http_is_one_line(serve: Callable[..., None]) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(log._Lines(journal=True))
    handler.addFilter(log._Short())
    logger = logging.getLogger("aiohttp.server")

    async def run(desk: Any) -> None:
        host, _, port = desk.url.removeprefix("http://").partition(":")
        for said in (b"GET /?token=abc" + b"x" * 20_000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost x\r\n\r\n",
                     b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"):
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(said)
            async with asyncio.timeout(60):
                assert b" 400 " in await reader.readline()
            writer.close()
    logger.addHandler(handler)
    try:
        serve(run)
    finally:
        logger.removeHandler(handler)
    assert [line.partition(" request")[0] for line in stream.getvalue().splitlines()] == ["<6>aiohttp.server: Error handling"] * 3


def test_who_stops_in_the_middle_of_a_post_keeps_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "PATIENCE", 0.2)

    async def run() -> None:
        app = web.Application()
        app.router.add_post("/", partial(hooks.posted, None, None))  # type: ignore[arg-type]  # neither is asked before the end of the post
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            reader, writer = await asyncio.open_connection("127.0.0.1", runner.addresses[0][1])
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + b"x" * 500)
            async with asyncio.timeout(60):
                assert b" 408 " in await reader.readline()
            assert hooks._Held.total == 0
            writer.close()
        finally:
            await runner.cleanup()
    asyncio.run(run())


def test_who_connects_and_never_says_what_they_want_is_hung_up(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    assert server.HANDLER["keepalive_timeout"] <= 120
    monkeypatch.setitem(server.HANDLER, "keepalive_timeout", 0.3)

    async def run(desk: Any) -> None:
        host, _, port = desk.url.removeprefix("http://").partition(":")
        for said in (b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "):
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(said)
            async with asyncio.timeout(60):
                assert await reader.read() == b""
            writer.close()
    serve(run)
