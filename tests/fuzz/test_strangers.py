"""What somebody without a login, a service that answers, or a customer may cost us; and what the log says of who comes in."""

from __future__ import annotations

import asyncio
import encodings
import gzip
import json
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from connectors.email import charset, oauth
from connectors.webhook import hooks, sending
from connectors.x import api as x_api
from inbox import config, workers
from inbox.errors import ConfigError, TemporaryError
from inbox.types import RawItem


async def _served(handler: Any, ask: Callable[[str], Any]) -> None:
    """`ask` with the URL of a server that has this handler alone."""
    app = web.Application()
    app.router.add_route("*", "/", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with asyncio.timeout(60):
            await ask(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    finally:
        await runner.cleanup()


def test_a_stranger_says_little_and_nothing_packed(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        body = json.dumps({"email": "a@example.com", "password": "x", "y": "z" * 20_000}).encode()
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for path, headers, data, status in (
                ("/api/v1/session", {}, body, 413), ("/login", form, b"email=" + body, 413), ("/forgot", form, b"email=" + body, 413),
                ("/api/v1/session", {"Content-Encoding": "gzip"}, gzip.compress(b" " * 1_000_000), 415),
                ("/hooks/loop/x", {"Content-Encoding": "deflate"}, b"x", 415)):
            async with desk.http.post(desk.url + path, headers=headers, data=data) as answer:
                assert answer.status == status, (path, answer.status, await answer.text())
        for method in ("TRACE", "PROPFIND"):
            async with desk.http.request(method, desk.url + "/api/v1/me") as answer:
                assert answer.status == 405, method
    serve(run)


def test_a_login_is_logged_and_so_is_a_refusal(serve: Callable[..., None], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "inbox.api")

    async def run(desk: Any) -> None:
        def told() -> str:
            text = "\n".join(record.getMessage() for record in caplog.records if record.name == "inbox.api")
            caplog.clear()
            return text
        async with desk.login("ada@example.com") as answer:
            cookie = {"Cookie": f"inbox_session={answer.cookies['inbox_session'].value}"}
        assert "agent 2 has logged in from 127.0.0.1" in told()
        await desk.login("ada@example.com", "wrong-password")
        await desk.login("nobody@example.com", "wrong-password")
        said = told()
        assert "failed: agent 2" in said and "failed: no such account" in said and "wrong-password" not in said
        await desk("GET", "/connectors", token="agent", status=403)
        assert "agent 2, who is no admin, was refused GET /api/v1/connectors" in told()
        await desk("POST", "/views", token=None, headers=cookie, json={}, status=403)
        assert "agent 2 was refused POST /api/v1/views: no CSRF token" in told()
        await desk("GET", "/me", token="inbox_stolen-and-revoked", status=401)
        said = told()
        assert "a token that does not hold was given from 127.0.0.1" in said and "stolen" not in said
    serve(run)


def test_posts_of_strangers_fill_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "HELD", 100_000)

    async def ask(url: str) -> None:
        async with aiohttp.ClientSession() as http, http.post(url, data=b"x" * 200_000) as answer:
            assert (answer.status, (await answer.json())["code"], answer.headers["Retry-After"]) == (503, "busy", "5")
        assert hooks._Held.total == 0
    asyncio.run(_served(partial(hooks.posted, None, None), ask))  # type: ignore[arg-type]  # neither is asked before the end of the post


@pytest.mark.parametrize("whole", [oauth.whole, x_api.whole, sending._whole])
def test_an_answer_in_pieces_is_read_to_its_end_and_no_farther(whole: Any) -> None:
    async def pieces(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(5):
            await response.write(b"x" * 10)
            await asyncio.sleep(0.01)  # so that they come one by one
        return response

    async def ask(url: str) -> None:
        async with aiohttp.ClientSession() as http:
            for most, size in ((1_000, 50), (50, 50), (25, 25)):
                async with http.get(url) as answer:
                    assert len(await whole(answer, most)) == size
    asyncio.run(_served(pieces, ask))


def test_a_time_to_wait_is_believed_for_a_week() -> None:
    for given, kept in ((5.0, 5.0), (None, None), (1e300, 604_800.0), (float("inf"), 604_800.0), (float("nan"), None), (-1.0, None)):
        assert TemporaryError("later", retry_after=given).retry_after == kept


def test_charsets_that_nobody_knows_are_not_remembered() -> None:
    charset.codec("utf-8")
    before = len(encodings._cache)  # type: ignore[attr-defined]  # where Python keeps every name that it was asked for
    assert [charset.codec(f"x-nobody-{number}") for number in range(50)] == [None] * 50
    assert len(encodings._cache) == before  # type: ignore[attr-defined]


def test_what_is_large_is_read_apart_whoever_sent_it(monkeypatch: pytest.MonkeyPatch) -> None:
    apart: list[int] = []

    async def submit(self: workers.Readers, type_: str, raws: Any, seconds: float, **more: Any) -> Any:
        apart.append(len(raws[0].data))
        return [[] for _ in raws]
    monkeypatch.setattr(workers.Readers, "_submit", submit)

    async def run() -> None:
        readers = workers.Readers()
        for size in (10, workers.LARGE, workers.LARGE + 1):
            post = b'{"external_id":"1","sender":{"id":"a"},"text":"' + b"x" * (size - 60) + b'"}'
            meta = {"at": datetime.now().astimezone().isoformat(), "space": "s"}
            await readers.read("webhook", [RawItem(item="1", kind="message", data=post.ljust(size), meta=meta)], apart=False)
        await readers.close()
    asyncio.run(run())
    assert apart == [workers.LARGE + 1]


def test_a_configuration_of_brackets_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("a=" + "[" * 5_000)
    with pytest.raises(ConfigError, match=r"config\.toml is not TOML"):
        config.read(tmp_path / "config.toml")
