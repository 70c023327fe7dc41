"""OAuth against a stand-in of the login service: every flow, and what each refusal means."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web

from connectors.email import Email
from inbox.connector import Authorises, Completes, Listens, Polls, Resolves
from inbox.errors import AuthError, ConfigError, TemporaryError
from inbox.testing.context import START, FakeContext
from inbox.types import Tokens

Run = Callable[[Coroutine[Any, Any, Any]], Any]


class Service:
    """`answers`: what the token endpoint says next, as (status, JSON or text). `asked`: path and form."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Any]] = []
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.asked.append((request.path, {key: str(value) for key, value in (await request.post()).items()}))
        status, body = self.answers.pop(0)
        if isinstance(body, str):
            return web.Response(status=status, text=body, headers={"Retry-After": "7"} if status == 429 else {})
        return web.json_response(body, status=status)


@asynccontextmanager
async def service() -> AsyncIterator[Service]:
    made = Service()
    app = web.Application()
    app.router.add_post("/{path:.*}", made.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()


def email(context: FakeContext, url: str, **oauth: Any) -> Email:
    config = Email.Config.model_validate({
        "type": "email", "address": "support@example.com", "imap": {"host": "imap.example.com"},
        "oauth": {"provider": "google", "client_id": "app", "client_secret": "hush", "api_url": url} | oauth})
    return Email(config, context)  # type: ignore[arg-type] # Config is declared by its base class


TOKENS = {"access_token": "at", "refresh_token": "rt", "expires_in": 3600, "scope": "mail"}


def test_email_has_its_powers() -> None:
    made = email(FakeContext(), "")
    for power in (Polls, Listens, Completes, Resolves, Authorises):
        assert isinstance(made, power), power


def test_google_by_browser(run: Run) -> None:
    async def flow() -> None:
        async with service() as login, FakeContext() as context:
            made = email(context, login.url)
            grant = await made.begin("https://inbox.example/oauth/support/callback", "st4te")
            query = {key: value[0] for key, value in parse_qs(urlsplit(grant.url).query).items()}
            assert grant.url.startswith(f"{login.url}/o/oauth2/v2/auth?") and query["scope"] == "https://mail.google.com/"
            assert (query["access_type"], query["prompt"], query["code_challenge_method"]) == ("offline", "consent", "S256")
            with pytest.raises(AuthError, match="state"):
                await made.finish(grant, {"state": "other", "code": "c"})
            with pytest.raises(AuthError, match="access_denied"):
                await made.finish(grant, {"state": "st4te", "error": "access_denied"})
            assert login.asked == []
            login.answers = [(200, TOKENS)]
            tokens = await made.finish(grant, {"state": "st4te", "code": "c0de"})
            assert tokens == Tokens(access="at", refresh="rt", expires_at=START + timedelta(hours=1), scope="mail")
            path, form = login.asked[0]
            assert path == "/token" and form["code"] == "c0de" and form["client_secret"] == "hush"
            assert form["code_verifier"] == grant.state["verifier"] and "hush" not in grant.url
            assert "verifier" not in repr(grant)
    run(flow())


def test_microsoft_by_device_code(run: Run) -> None:
    async def flow() -> None:
        async with service() as login, FakeContext() as context:
            made = email(context, login.url, provider="microsoft", client_secret=None, tenant="example.com")
            login.answers = [
                (200, {"device_code": "d", "user_code": "ABC", "verification_uri": "https://ms/device", "interval": 3}),
                (400, {"error": "authorization_pending"}), (400, {"error": "slow_down"}), (200, TOKENS)]
            grant = await made.begin("", "")
            assert (grant.url, grant.user_code, grant.interval) == ("https://ms/device", "ABC", 3.0)
            assert await made.finish(grant, {}) is None and await made.finish(grant, {}) is None
            tokens = await made.finish(grant, {})
            assert tokens is not None and tokens.refresh == "rt"
            assert login.asked[0][0] == "/example.com/oauth2/v2.0/devicecode"
            assert "IMAP.AccessAsUser.All" in login.asked[0][1]["scope"]
            login.answers = [(400, {"error": "expired_token"})]
            with pytest.raises(AuthError):
                await made.finish(grant, {})
    run(flow())


def test_microsoft_by_the_app_alone(run: Run) -> None:
    async def flow() -> None:
        async with service() as login, FakeContext() as context:
            made = email(context, login.url, provider="microsoft", flow="client_credentials", tenant="example.com")
            login.answers = [(200, {"access_token": "at", "expires_in": "3599"})] * 2
            assert (await made.refresh(None)).access == "at"
            tokens = await made.finish(await made.begin("", ""), {})
            assert tokens is not None and tokens.refresh == ""
            assert login.asked[0][1]["scope"] == "https://outlook.office365.com/.default"
    run(flow())


def test_refresh_keeps_the_old_refresh_token(run: Run) -> None:
    async def flow() -> None:
        async with service() as login, FakeContext() as context:
            made = email(context, login.url)
            login.answers = [(200, {"access_token": "at2", "expires_in": 10})]
            assert (await made.refresh(Tokens(access="old", refresh="rt"))).refresh == "rt"
            with pytest.raises(AuthError, match="authorise"):
                await made.refresh(None)
    run(flow())


@pytest.mark.parametrize(("answer", "kind"), [
    ((400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}), AuthError),
    ((401, {"error": "invalid_client"}), AuthError),
    ((429, "slow"), TemporaryError), ((503, "<html>down</html>"), TemporaryError), ((200, "<html>hi</html>"), TemporaryError),
    ((200, {"no": "token"}), TemporaryError), ((400, {"error": "temporarily_unavailable"}), TemporaryError)])
def test_each_refusal_has_its_class(run: Run, answer: tuple[int, Any], kind: type[Exception]) -> None:
    async def flow() -> None:
        async with service() as login, FakeContext() as context:
            login.answers = [answer]
            with pytest.raises(kind) as caught:
                await email(context, login.url).refresh(Tokens(access="old-token", refresh="refresh-token"))
            assert not any(secret in str(caught.value) for secret in ("hush", "old-token", "refresh-token"))
            if isinstance(caught.value, TemporaryError) and answer[0] == 429:
                assert caught.value.retry_after == 7 and caught.value.limited
    run(flow())


def test_unreachable_service_is_temporary_and_a_password_needs_none(run: Run) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            with pytest.raises(TemporaryError):
                await email(context, "http://127.0.0.1:9").refresh(Tokens(access="a", refresh="r"))
            config = Email.Config.model_validate({
                "type": "email", "address": "a@example.com", "imap": {"host": "i", "username": "u", "password": "p"}})
            with pytest.raises(ConfigError):
                await Email(config, context).begin("", "")  # type: ignore[arg-type] # declared by its base class
    run(flow())
