"""OAuth 2 with PKCE at the sandbox: agreed once, refreshed by turns, a refresh token never used twice."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from connectors.x import X
from connectors.x.config import XConfig
from inbox.errors import AuthError, ConfigError, TemporaryError
from inbox.sandbox.stage import Stage
from inbox.testing.context import FakeContext, Phases
from inbox.types import Address, OutboundMessage, Tokens

BACK = "https://inbox.example/oauth/x/callback"


def channel(stage: Stage, context: FakeContext, *, confidential: bool = True) -> X:
    given = stage.ready()["x"]
    secret = {"client_secret": given["client_secret"]} if confidential else {}
    return X(XConfig(type="x", api_url=given["url"], client_id=given["client_id"], **secret), context)


async def agree(x: X, context: FakeContext, state: str = "state-1") -> Tokens:
    grant = await x.begin(BACK, state)
    async with context.http.get(grant.url, allow_redirects=False) as page:
        back = parse_qs(urlsplit(page.headers["Location"]).query)
    assert back["state"] == [state]
    tokens = await x.finish(grant, {"code": back["code"][0], "state": state})
    assert tokens is not None
    return tokens


@pytest.mark.parametrize("confidential", [True, False])
def test_the_whole_way(confidential: bool) -> None:
    async def play() -> None:
        async with Stage() as stage, FakeContext("x") as context:
            x = channel(stage, context, confidential=confidential)
            tokens = await agree(x, context)
            assert "offline.access" in tokens.scope and tokens.expires_at is not None
            assert tokens.access not in repr(tokens)
            context.tokens = [tokens.access]
            await x.open()
            assert x.addresses()[0].name == "@shop (Shop)"
            fresh = await x.refresh(tokens)
            assert fresh.refresh != tokens.refresh and fresh.access != tokens.access
            context.tokens = [fresh.access]
            assert (await x.poll("dms", '{"since": "0"}')).items == ()
            with pytest.raises(AuthError) as spent:
                await x.refresh(tokens)
            assert tokens.refresh not in str(spent.value) and "authorise" in str(spent.value)
    asyncio.run(play())


def test_an_answer_to_another_question_is_refused() -> None:
    async def play() -> None:
        async with Stage() as stage, FakeContext("x") as context:
            x = channel(stage, context)
            grant = await x.begin(BACK, "ours")
            query = parse_qs(urlsplit(grant.url).query)
            assert query["code_challenge_method"] == ["S256"] and grant.state["verifier"] not in grant.url
            for params in ({"code": "c", "state": "theirs"}, {"code": "c"}, {"error": "access_denied", "state": "ours"}):
                with pytest.raises(AuthError):
                    await x.finish(grant, params)
            with pytest.raises(AuthError):
                await x.finish(grant, {"code": "made up", "state": "ours"})
    asyncio.run(play())


def test_without_tokens_the_admin_is_told_and_x_being_down_is_not_a_dead_grant() -> None:
    async def play() -> None:
        async with Stage() as stage, FakeContext("x") as context:
            x = channel(stage, context)
            with pytest.raises(AuthError):
                await x.open()
            with pytest.raises(AuthError, match="authorise"):
                await x.refresh(None)
            for fault in ("500", "html", "429", "drop"):
                stage.faults.set("x", fault, 1)
                with pytest.raises(TemporaryError):
                    await x.refresh(Tokens(access="a", refresh="r"))
    asyncio.run(play())


def test_a_dead_token_before_a_post_is_an_auth_error_and_nothing_was_said() -> None:
    async def play() -> None:
        async with Stage() as stage, FakeContext("x") as context:
            x = channel(stage, context)
            context.tokens = [(await agree(x, context)).access]
            await x.open()
            context.tokens = []
            with pytest.raises(AuthError):
                await x.send(OutboundMessage(key="k", sender=x.addresses()[0], to=(Address(kind="x", value="5"),), text="t",
                                             at=context.now()), phases := Phases())
            assert phases.seen == []
    asyncio.run(play())


KEYS = {"api_key": "a", "api_secret": "b", "access_token": "c", "access_token_secret": "d"}


@pytest.mark.parametrize(("settings", "words"), [
    ({}, "no login"), ({"api_key": "a", "api_secret": "b"}, "missing: access_token, access_token_secret"),
    ({**KEYS, "client_id": "e"}, "not both"), ({**KEYS, "client_secret": "e"}, "belongs to a client_id"),
    ({**KEYS, "api_url": "https://api.x.com/2"}, "without a path"), ({**KEYS, "api_url": "ftp://x"}, "without a path"),
    ({**KEYS, "feeds": ["likes"]}, "mentions"), ({**KEYS, "monthly_budget_usd": -1}, "greater than or equal to 0"),
    ({**KEYS, "budget": 1}, "Extra inputs"),
])
def test_a_login_that_is_not_whole_is_said_in_words(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        XConfig(type="x", **settings)


def test_what_the_settings_mean() -> None:
    config = XConfig(type="x", **KEYS, feeds=["dms", "dms"], api_url="https://api.x.com/")
    assert config.feeds == ("dms",) and config.signed and config.at_home and config.api_url == "https://api.x.com"
    assert not XConfig(type="x", client_id="e", api_url="https://api.x.com.evil.example").at_home
    x = X(XConfig(type="x", **KEYS, poll_seconds=1), FakeContext())
    assert [(feed.name, feed.seconds) for feed in x.feeds()] == [("mentions", 3.0), ("dms", 60.0)]
    near = X(XConfig(type="x", **KEYS, poll_seconds=1, api_url="http://127.0.0.1:1"), FakeContext())
    assert [feed.seconds for feed in near.feeds()] == [1.0, 1.0]
    with pytest.raises(ConfigError, match=r"OAuth 1\.0a"):
        asyncio.run(x.begin(BACK, "s"))
