"""Media go nowhere they should not; recordings of the real API are understood by our client."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import vcr
from aiohttp import web

from connectors.x import X
from connectors.x.config import XConfig
from inbox.errors import RefusedError, TemporaryError
from inbox.testing.context import FakeContext
from inbox.types import Attachment

CASSETTES = Path(__file__).parents[4] / "shared" / "samples" / "tweepy_cassettes"
KEYS = {"api_key": "a1", "api_secret": "b2", "access_token": "c3", "access_token_secret": "d4"}


def file(url: str, *, authorised: bool = True) -> Attachment:
    return Attachment(name="photo-1.jpg", pending={"url": url, "authorised": authorised})


async def whole(x: X, attachment: Attachment) -> bytes:
    return b"".join([chunk async for chunk in x.fetch(attachment)])


class Foreign(FakeContext):
    """Tells the two sessions apart: the guarded one may not be used for what it should not."""

    guarded = 0

    @property
    def guarded_http(self) -> Any:
        self.guarded += 1
        return self.http


def test_our_login_goes_to_x_alone_and_strangers_places_are_guarded() -> None:
    async def play() -> None:
        seen: list[tuple[str, bool]] = []

        async def answer(request: web.Request) -> web.Response:
            seen.append((request.path, "Authorization" in request.headers))
            if request.path == "/redirect":
                return web.Response(status=302, headers={"Location": "/elsewhere"})
            return web.Response(status={"/gone": 404, "/busy": 503}.get(request.path, 200), body=b"JPEG")

        app = web.Application()
        app.router.add_get("/{any:.*}", answer)
        runners = [web.AppRunner(app, access_log=None) for _ in range(1)]
        for runner in runners:
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
        home = f"http://127.0.0.1:{runners[0].addresses[0][1]}"
        try:
            async with Foreign("x") as context:
                x = X(XConfig(type="x", api_url=home, **KEYS), context)
                assert await whole(x, file(f"{home}/dm")) == b"JPEG"
                assert await whole(x, file(f"{home}/public", authorised=False)) == b"JPEG"
                assert seen == [("/dm", True), ("/public", False)] and context.guarded == 0
                for path, error in (("gone", RefusedError), ("busy", TemporaryError), ("redirect", TemporaryError)):
                    with pytest.raises(error):
                        await whole(x, file(f"{home}/{path}"))
                assert seen[-1][0] == "/redirect", "nobody leads our login elsewhere"
                before = len(seen)
                for url in ("http://localhost:1/x", "file:///etc/passwd", "ftp://x.com/a", "", "https:"):
                    with pytest.raises((RefusedError, TemporaryError)):
                        await whole(x, file(url))
                with pytest.raises(TemporaryError):
                    await whole(x, file("https://localhost:1/x"))
                assert len(seen) == before and context.guarded >= 1
        finally:
            for runner in runners:
                await runner.cleanup()
    asyncio.run(play())


def replay(name: str) -> Any:
    path = CASSETTES / f"{name}.yaml"
    if not path.is_file():
        pytest.skip(f"no recording {name} beside this checkout (../shared/samples/tweepy_cassettes)")
    return vcr.VCR(record_mode="none", match_on=["method", "path"]).use_cassette(str(path), allow_playback_repeats=True)


def test_a_recorded_account_is_ours() -> None:
    async def play() -> None:
        async with FakeContext("x") as context:
            x = X(XConfig(type="x", api_url="https://api.twitter.com", **KEYS), context)
            with replay("test_asyncclient_get_me"):
                await x.open()
            (ours,) = x.addresses()
            assert ours.value.isdigit() and ours.name.startswith("@")
    asyncio.run(play())


def test_recorded_pages_are_followed() -> None:
    async def play() -> None:
        from connectors.x.feed import things
        async with FakeContext("x") as context:
            x = X(XConfig(type="x", api_url="https://api.twitter.com", **KEYS), context)
            with replay("test_asyncclient_get_users_tweets"):
                answer = await (await x.client()).own_posts("783214")
            names = [one["id"] for one in things(answer)]
            assert names == sorted(names, key=int) and len(names) == answer["meta"]["result_count"]
            assert x.budget.spent == pytest.approx(0.001 * len(names))
    asyncio.run(play())
