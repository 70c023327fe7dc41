"""OAuth that is begun in the browser, of a channel that was made there: back to the page, and tokens that go nowhere else."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from inbox.store import grants

LOOP = ["127.0.0.0/8"]
SECRET = "a-client-secret-0815"


@asynccontextmanager
async def provider() -> AsyncIterator[tuple[str, list[dict[str, str]]]]:
    """A login service: its base, and the forms that it was sent."""
    forms: list[dict[str, str]] = []

    async def token(request: web.Request) -> web.Response:
        form = {key: str(value) for key, value in (await request.post()).items()}
        forms.append(form)
        if form.get("code") == "bad":
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response({"access_token": "an-access-token", "refresh_token": "a-refresh-token", "expires_in": 3600,
                                  "refresh_token_expires_in": 7 * 86_400})
    made = web.Application()
    made.router.add_post("/token", token)
    runner = web.AppRunner(made)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", forms
    finally:
        await runner.cleanup()


def mailbox(base: str, host: str = "127.0.0.1") -> dict[str, Any]:
    return {"address": "us@shop.example", "imap": {"host": host, "port": 1},
            "oauth": {"provider": "google", "client_id": "app", "client_secret": SECRET, "api_url": base}}


async def begun(desk: Any, **headers: str) -> dict[str, str]:
    """Begins, and gives what the provider is asked for."""
    async with desk.http.post(desk.url + "/api/v1/channels/mail/authorise", headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        url = (await answer.json())["url"]
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}


async def back(desk: Any, **params: str) -> Any:
    async with desk.http.get(desk.url + "/oauth/mail/callback", params=params, allow_redirects=False) as answer:
        return answer.status, answer.headers.get("Location"), await answer.text()


def test_what_the_page_began_ends_in_the_page(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async with provider() as (base, forms), desk.login("boss@example.com") as login:
            cookie = {"Cookie": f"inbox_session={login.cookies['inbox_session'].value}", "X-CSRF-Token": (await login.json())["csrf"]}
            await desk("POST", "/channels", status=201, json={"name": "mail", "type": "email", "settings": mailbox(base)})

            async def waits() -> bool:
                return bool((await desk("GET", "/channels/mail"))["state"] == "auth_required")
            await desk.until(waits)
            asked = await begun(desk, **cookie)
            assert asked["redirect_uri"] == desk.app.config.server.public_url + "/oauth/mail/callback"
            assert (await back(desk, state="forged", code="good"))[0] == 400
            status, place, text = await back(desk, state=asked["state"], code="bad")
            assert status == 422 and place is None and 'href="/admin/channels/mail"' in text
            status, place, _ = await back(desk, state=asked["state"], code="good")
            assert (status, place) == (303, "/admin/channels/mail?authorised=1")
            assert forms[-1]["client_secret"] == SECRET
            shown = await desk("GET", "/channels/mail")
            assert shown["expires_at"] is not None
            health = {one["code"]: one for one in (await desk("GET", "/health"))["items"]}
            assert health["authorisation_ends"]["params"]["days"] == 6
            assert SECRET not in json.dumps([shown, health]) and "an-access-token" not in json.dumps([shown, health])
            asked = await begun(desk, Authorization=f"Bearer {desk.admin}")  # a script's has no page to go back to
            assert (await back(desk, state=asked["state"], code="good"))[:2] == (200, None)
    serve(run, egress_allow=LOOP)


def test_tokens_go_with_the_server_that_they_were_for(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async with provider() as (base, _):
            await desk("POST", "/channels", status=201, json={"name": "mail", "type": "email", "settings": mailbox(base)})

            async def authorise() -> None:
                asked = await begun(desk, Authorization=f"Bearer {desk.admin}")
                assert (await back(desk, state=asked["state"], code="good"))[0] == 200
            await authorise()
            await desk("PATCH", "/channels/mail", json={"settings": {**mailbox(base), "name": "Us"}})
            assert (await desk.app.store.read(grants.get, "mail")).tokens
            elsewhere = {"type": "email", "name": "mail", "settings": mailbox(base, "192.0.2.9")}
            found = [json.loads(line) for line in (await desk("POST", "/channels/test", json=elsewhere)).splitlines()]
            assert (found[0]["step"], found[0]["level"]) == ("oauth", "fail")  # not with the tokens of the other server
            await desk("PATCH", "/channels/mail", json={"settings": mailbox(base, "192.0.2.9")})
            assert await desk.app.store.read(grants.get, "mail") is None
            await desk("PATCH", "/channels/mail", json={"settings": mailbox(base)})
            await authorise()
            await desk("DELETE", "/channels/mail", status=204)
            assert await desk.app.store.read(grants.get, "mail") is None
    serve(run, egress_allow=LOOP)


def test_the_login_service_too_is_reached_only_where_egress_allows_it(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async with provider() as (base, forms):
            await desk("POST", "/channels", status=201, json={"name": "mail", "type": "email", "settings": mailbox(base)})
            asked = await begun(desk, Authorization=f"Bearer {desk.admin}")
            assert (await back(desk, state=asked["state"], code="good"))[0] == 422
            assert forms == []
    serve(run)
