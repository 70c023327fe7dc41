"""Sending by Microsoft Graph, against a stand-in at the wire: what is posted, and what each answer means."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiohttp import web
from pydantic import ValidationError

from connectors.email import Email
from inbox.connector import Finding
from inbox.errors import AuthError, ChannelError, RefusedError, TemporaryError, UncertainError
from inbox.testing.context import START, FakeContext, Phases
from inbox.types import OutboundMessage, Receipt, Tokens

Run = Callable[[Coroutine[Any, Any, Any]], Any]
SCOPE = "https://graph.microsoft.com/.default"
OAUTH = {"provider": "microsoft", "client_id": "app", "client_secret": "hush", "tenant": "example.com",
         "flow": "client_credentials"}


class Graph:
    """`answers`: (status, JSON, headers) in order; `posted`: path, headers and the decoded mail; `hang`: never answers."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Any, dict[str, str]]] = []
        self.posted: list[tuple[str, dict[str, str], bytes]] = []
        self.form: dict[str, str] = {}
        self.asked: list[str] = []
        self.cut = False
        self.hang = False
        self.url = ""

    async def send_mail(self, request: web.Request) -> web.StreamResponse:
        self.posted.append((request.path, dict(request.headers), base64.b64decode(await request.read(), validate=True)))
        if self.cut:
            assert request.transport is not None
            request.transport.close()
        if self.hang:
            await asyncio.Event().wait()
        return self._next()

    async def look(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        return self._next()

    async def token(self, request: web.Request) -> web.Response:
        self.form = {key: str(value) for key, value in (await request.post()).items()}
        return self._next()

    def _next(self) -> web.Response:
        status, body, headers = self.answers.pop(0) if self.answers else (202, None, {})
        return web.Response(status=status, headers=headers, text="" if body is None else json.dumps(body),
                            content_type="application/json")


@asynccontextmanager
async def graph() -> AsyncIterator[Graph]:
    made = Graph()
    app = web.Application(client_max_size=8_000_000)
    app.router.add_post("/v1.0/users/{user}/sendMail", made.send_mail)
    app.router.add_get("/v1.0/users/{user}", made.look)
    app.router.add_post("/{tenant}/oauth2/v2.0/token", made.token)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()


def email(context: FakeContext, url: str, **more: Any) -> Email:
    settings: dict[str, Any] = {
        "type": "email", "address": "support@example.com", "name": "Example Support",
        "imap": {"host": "outlook.office365.com"}, "oauth": {**OAUTH, "api_url": url}, "graph": {"api_url": url}}
    graph = settings["graph"] | more.pop("graph", {})
    config = Email.Config.model_validate(settings | more | {"graph": graph})
    return Email(config, context)  # type: ignore[arg-type] # Config is declared by its base class


def mail(made: Email, **more: Any) -> OutboundMessage:
    return made.prepare(OutboundMessage(**({
        "key": "k1", "sender": made.addresses()[0], "to": (Email.address("ann@example.net"),), "text": "Grüße\n",
        "subject": "Re: hello", "at": START, "token": "m.k1.sig", "in_reply_to": "q@example.net"} | more)))


def test_the_mail_goes_as_we_composed_it(run: Run) -> None:
    async def flow() -> None:
        async with graph() as server, FakeContext(tokens=("t0ken",)) as context:
            made, phases = email(context, server.url), Phases()
            message = mail(made)
            assert await made.send(message, phases) == Receipt(
                external_ids=("m.k1.sig@example.com",), detail="202 Accepted")
            path, headers, raw = server.posted[0]
            assert path == "/v1.0/users/support@example.com/sendMail"
            assert (headers["Authorization"], headers["Content-Type"]) == ("Bearer t0ken", "text/plain")
            assert raw == message.prepared and context.scopes == [SCOPE]
            assert phases.seen == [("data_sent", {"server": server.url, "recipients": ["ann@example.net"]})]
            await made.complete(message, Receipt())  # Graph keeps the copy: no IMAP server is asked for one
            await made.close()
    run(flow())


def test_blind_copies_are_named_to_graph(run: Run) -> None:
    async def flow() -> None:
        async with graph() as server, FakeContext(tokens=("t",)) as context:
            made = email(context, server.url)
            blind = tuple(Email.address(f"b{number}@example.net") for number in range(40))
            await made.send(mail(made, bcc=blind), Phases())
            read = message_from_bytes(server.posted[0][2], policy=policy.default)
            assert [one.addr_spec for one in read["Bcc"].addresses] == [one.value for one in blind]
            assert read["Message-ID"] == "<m.k1.sig@example.com>" and read["In-Reply-To"] == "<q@example.net>"
    run(flow())


@pytest.mark.parametrize(("answer", "kind", "words"), [
    ((401, {"error": {"code": "InvalidAuthenticationToken", "message": "expired"}}, {}), AuthError, "token"),
    ((403, {"error": {"code": "ErrorAccessDenied", "message": "denied"}}, {}), AuthError, "Mail.Send"),
    ((403, {"error": {"code": "ErrorSendAsDenied", "message": "no"}}, {}), RefusedError, "send as this address"),
    ((404, {"error": {"code": "ErrorInvalidUser", "message": "none"}}, {}), AuthError, "graph.user"),
    ((429, {"error": {"code": "ApplicationThrottled", "message": "slow"}}, {"Retry-After": "17"}), TemporaryError, "slow"),
    ((503, None, {"Retry-After": "3"}), TemporaryError, "later"),
    ((400, {"error": {"code": "ErrorMimeContentInvalid", "message": "bad"}}, {}), RefusedError, "bad"),
    ((413, None, {}), RefusedError, "too large"),
    ((500, {"error": "not an object"}, {}), UncertainError, "did not say"),
    ((504, None, {}), UncertainError, "did not say"),
    ((200, None, {}), UncertainError, "did not say"),
    ((302, None, {"Location": "http://127.0.0.1:9/"}), UncertainError, "did not say")])
def test_each_answer_has_its_class(run: Run, answer: Any, kind: type[ChannelError], words: str) -> None:
    async def flow() -> None:
        async with graph() as server, FakeContext(tokens=("s3cret-token",)) as context:
            server.answers = [answer]
            with pytest.raises(kind, match=words) as caught:
                made = email(context, server.url)
                await made.send(mail(made), Phases())
            assert "s3cret" not in str(caught.value) and len(server.posted) == 1
            if isinstance(caught.value, TemporaryError):
                wanted = {429: (17.0, True), 503: (3.0, False)}[answer[0]]
                assert (caught.value.retry_after, caught.value.limited) == wanted
    run(flow())


@pytest.mark.parametrize("fault", ["cut", "hang"])
def test_a_break_after_the_post_is_uncertain(run: Run, fault: str) -> None:
    async def flow() -> None:
        async with graph() as server, FakeContext(tokens=("t",)) as context:
            setattr(server, fault, True)
            made = email(context, server.url, graph={"timeout": 1})
            with pytest.raises(UncertainError) as caught:
                await made.send(mail(made), Phases())
            assert len(server.posted) == 1 and caught.value.evidence["server"] == server.url
    run(flow())


def test_nothing_went_out_when_nobody_listens_or_there_is_no_token(run: Run) -> None:
    async def flow() -> None:
        async with FakeContext(tokens=("t",)) as context:
            made = email(context, "http://127.0.0.1:9")
            with pytest.raises(TemporaryError):
                await made.send(mail(made), Phases())
        async with FakeContext() as context:
            made, phases = email(context, "http://127.0.0.1:9"), Phases()
            with pytest.raises(AuthError):
                await made.send(mail(made), phases)
            assert phases.names == []
    run(flow())


def test_a_mail_beyond_the_limit_is_refused_before_it_goes(run: Run) -> None:
    async def flow() -> None:
        async with graph() as server, FakeContext(tokens=("t",)) as context:
            made, phases = email(context, server.url), Phases()
            with pytest.raises(RefusedError, match="too_large") as caught:
                await made.send(mail(made, text="x" * 70 + "\n", html="<p>y</p>\n" * 400_000), phases)
            assert caught.value.code == "too_large" and phases.names == [] and server.posted == []
            limit = made.features_for((), made.addresses()[0]).media_bytes
            assert limit * 16 / 9 < 4_000_000 < made.features.media_bytes
    run(flow())


def test_the_app_gets_a_token_for_graph_beside_that_for_imap(run: Run) -> None:
    async def flow() -> None:
        async with graph() as server, FakeContext() as context:
            made = email(context, server.url)
            for scope, asked in (("", "https://outlook.office365.com/.default"), (SCOPE, SCOPE)):
                server.answers = [(200, {"access_token": "at", "expires_in": 3599}, {})]
                assert (await made.refresh(None, scope)).access == "at" and server.form["scope"] == asked
            person = email(context, server.url, oauth={**OAUTH, "api_url": server.url, "flow": "code"})
            server.answers = [(200, {"access_token": "at", "refresh_token": "r2", "expires_in": 3599}, {})]
            fresh = await person.refresh(Tokens(access="a", refresh="r1"), SCOPE)
            assert fresh.refresh == "r2" and server.form["refresh_token"] == "r1"
            assert server.form["scope"] == f"{SCOPE} offline_access"
            alone = email(context, server.url, imap=None)
            server.answers = [(200, {"access_token": "at", "expires_in": 3599}, {})]
            await alone.refresh(None)
            assert server.form["scope"] == SCOPE
    run(flow())


def legible(**claims: Any) -> str:
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{middle}.c2ln"


@pytest.mark.parametrize(("token", "answer", "levels"), [
    (legible(roles=["Mail.Send"]), (200, {"id": "1"}, {}), ["ok", "ok", "ok"]),
    (legible(scp="Mail.Send User.Read"), (403, {}, {}), ["ok", "ok", "ok"]),
    (legible(roles=["Mail.Read"]), (404, {"error": {"code": "Request_ResourceNotFound", "message": "no"}}, {}),
     ["ok", "fail", "fail"]),
    ("opaque", (401, {}, {}), ["ok", "fail"]), ("a.[].c", (503, None, {}), ["ok", "warn"]), (None, (200, {}, {}), ["fail"])])
def test_check_finds_token_permission_and_mailbox(run: Run, token: str | None, answer: Any, levels: list[str]) -> None:
    async def flow() -> None:
        async with graph() as server, FakeContext(tokens=(token,) if token else ()) as context:
            server.answers = [answer]
            made = email(context, server.url, imap=None, graph={"user": "office@example.com"})
            found: list[Finding] = [one async for one in made.check() if one.step.startswith("graph")]
            if token is None:  # the channel's own token is missing already
                found = [one async for one in made.check()]
            assert [one.level for one in found] == levels
            assert all(one.cure for one in found if one.level != "ok") and server.posted == []
            assert token is None or server.asked == ["/v1.0/users/office@example.com?$select=id"]
    run(flow())


@pytest.mark.parametrize(("settings", "words"), [
    ({"smtp": {"host": "smtp.example.com"}}, "remove one"), ({"oauth": None}, "microsoft"),
    ({"graph": {"user": "a/b"}}, "pattern"), ({"graph": {"api_url": "https://graph.example/v1.0"}}, "pattern")])
def test_settings_that_do_not_fit(settings: dict[str, Any], words: str) -> None:
    if settings.get("oauth", "") is None:
        settings = {"oauth": None, "imap": {"host": "i", "username": "u", "password": "p"}}
    with pytest.raises(ValidationError, match=words):
        email(FakeContext(), "https://graph.example", **settings)
