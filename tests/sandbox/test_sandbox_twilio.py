"""The Twilio stand-in, driven by Twilio's own client and its own signature validator."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from inbox.sandbox.stage import Stage

pytestmark = [  # Twilio's own client still uses these
    pytest.mark.filterwarnings("ignore:BasicAuth is deprecated"),
    pytest.mark.filterwarnings("ignore:The 'auth' parameter is deprecated"),
]
OURS, ANN = "+15005550006", "+15005551111"


class _Redirected(AsyncTwilioHttpClient):  # type: ignore[misc]  # ships no types
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    async def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        return await super().request(method, url.replace("https://api.twilio.com", self.base), *args, **kwargs)


@contextlib.asynccontextmanager
async def client(stage: Stage, token: str = "") -> AsyncIterator[Client]:
    http = _Redirected(stage.twilio.url)
    try:
        yield Client(stage.twilio.account_sid, token or stage.twilio.auth_token, http_client=http)
    finally:
        await http.session.close()


class Hooks:
    """Our side: takes what Twilio posts, with the path and the headers."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, dict[str, str], str]] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        form = {key: str(value) for key, value in (await request.post()).items()}
        self.posts.append((request.path_qs, form, request.headers["X-Twilio-Signature"]))
        return web.Response(text="<Response/>", content_type="text/xml")

    @contextlib.asynccontextmanager
    async def serve(self) -> AsyncIterator[Hooks]:
        app = web.Application()
        app.router.add_post("/{rest:.*}", self.take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()


def test_a_message_goes_its_course_and_its_callbacks_are_signed(on_stage: Any, until: Callable[..., Any]) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with Hooks().serve() as hooks, client(stage) as twilio:
            await control.post("/configure", twilio_webhook=f"{hooks.url}/hooks/sms", public_url="https://inbox.example")
            made = await twilio.messages.create_async(
                to=ANN, from_=OURS, body="Heute verschickt 📦", status_callback="https://inbox.example/hooks/sms/status?k=1&s=a%20b")
            (number,) = await twilio.incoming_phone_numbers.list_async(phone_number=OURS)
            assert number.sms_url == "https://inbox.example/hooks/sms/message"
            assert made.status == "queued" and made.sid.startswith("SM") and made.direction == "outbound-api"
            await until(lambda: len(hooks.posts) == 2)
            validator = RequestValidator(stage.twilio.auth_token)
            for path, form, signature in hooks.posts:
                assert path == "/hooks/sms/status?k=1&s=a%20b" and form["MessageSid"] == made.sid
                assert validator.validate("https://inbox.example" + path, form, signature)
            assert [form["MessageStatus"] for _, form, _ in hooks.posts] == ["sent", "delivered"]
            assert (await twilio.messages(made.sid).fetch_async()).status == "delivered"
            (item,) = await control.received("sms")
            assert item["external_id"] == made.sid and item["to"] == ANN and item["text"] == "Heute verschickt 📦"
    on_stage(play)


def test_inbound_comes_by_webhook_and_by_list(on_stage: Any, until: Callable[..., Any]) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with Hooks().serve() as hooks, client(stage) as twilio:
            early = await control.say("sms", ANN, "before the hook")
            await control.post("/configure", twilio_webhook=f"{hooks.url}/hooks/sms")
            await control.fault("twilio", "duplicate")
            sid = await control.say("twilio", "whatsapp:+15005551111", "bild?", attachments=[
                {"name": "a.png", "media_type": "image/png", "data": base64.b64encode(b"PNG!").decode()}])
            await until(lambda: len(hooks.posts) == 2)
            assert hooks.posts[0] == hooks.posts[1]
            path, form, signature = hooks.posts[0]
            assert path == "/hooks/sms/message" and form["WaId"] == "15005551111" and form["NumMedia"] == "1"
            assert RequestValidator(stage.twilio.auth_token).validate(hooks.url + path, form, signature)
            listed = await twilio.messages.list_async(date_sent_after=datetime.now(UTC) - timedelta(hours=24))
            assert [message.sid for message in listed] == [sid, sid, early]
            assert {message.direction for message in listed} == {"inbound"}
            assert [message.sid for message in await twilio.messages.list_async(to=OURS)] == [early]
            (media,) = await twilio.messages(sid).media.list_async()
            assert media.content_type == "image/png"
            async with aiohttp.ClientSession() as session:
                async with session.get(form["MediaUrl0"]) as answer:
                    assert answer.status == 401
                auth = {"Authorization": aiohttp.encode_basic_auth(stage.twilio.account_sid, stage.twilio.auth_token)}
                async with session.get(form["MediaUrl0"], headers=auth, allow_redirects=False) as answer:
                    assert answer.status == 307
                    target = answer.headers["Location"]
                async with session.get(target) as answer:
                    assert await answer.read() == b"PNG!" and answer.content_type == "image/png"
    on_stage(play)


def test_pages_lose_and_double_nothing(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with client(stage) as twilio:
            sids = [await control.say("sms", ANN, str(number)) for number in range(7)]
            page = await twilio.messages.page_async(page_size=3)
            seen = [message.sid for message in page]
            await control.say("sms", ANN, "meanwhile")
            while (page := await page.next_page_async()) is not None:
                seen += [message.sid for message in page]
            assert seen == sids[::-1]
            assert [m.sid for m in await twilio.messages.list_async(page_size=2, date_sent=datetime.now(UTC).date())][1:] == seen
    on_stage(play)


@pytest.mark.parametrize(("message", "code"), [
    ({"to": "+1500", "body": "x"}, 21211), ({"to": ANN}, 21602), ({"to": ANN, "body": "x" * 1601}, 21617),
    ({"to": ANN, "body": "x", "from_": "+15005550007"}, 21606), ({"to": "whatsapp:" + ANN, "body": "x"}, 21910),
    ({"to": ANN, "body": "x", "status_callback": "/status"}, 21609), ({"to": "+15005550009", "body": "x"}, 21614),
    ({"to": "+15005559999", "body": "x"}, 21610)])
def test_what_twilio_refuses(on_stage: Any, message: dict[str, str], code: int) -> None:
    async def play(stage: Stage, control: Any) -> None:
        await control.say("sms", "+15005559999", " stop ")
        async with client(stage) as twilio:
            with pytest.raises(TwilioRestException) as caught:
                await twilio.messages.create_async(**{"from_": OURS, **message})
            assert (caught.value.code, caught.value.status) == (code, 400)
            assert await control.received() == []
            if code == 21610:
                await control.say("sms", "+15005559999", "START")
                await twilio.messages.create_async(**{"from_": OURS, **message})
    on_stage(play)


def test_strangers_are_refused(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with client(stage, "wrong") as stranger, client(stage) as twilio:
            with pytest.raises(TwilioRestException) as caught:
                await stranger.messages.create_async(to=ANN, from_=OURS, body="x")
            assert (caught.value.status, caught.value.code) == (401, 20003)
            with pytest.raises(TwilioRestException) as caught:
                await twilio.messages("SM" + "0" * 32).fetch_async()
            assert (caught.value.status, caught.value.code) == (404, 20404)
    on_stage(play)


def test_whatsapp_outside_its_window_fails_later(on_stage: Any, until: Callable[..., Any]) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with Hooks().serve() as hooks, client(stage) as twilio:
            them = {"to": "whatsapp:" + ANN, "from_": "whatsapp:" + OURS, "body": "x", "status_callback": hooks.url + "/s"}
            await twilio.messages.create_async(**them)
            await until(lambda: len(hooks.posts) == 1)
            assert (hooks.posts[0][1]["MessageStatus"], hooks.posts[0][1]["ErrorCode"]) == ("failed", "63016")
            await control.say("sms", "whatsapp:" + ANN, "hello")
            await control.fault("twilio", "reorder")
            await twilio.messages.create_async(**them)
            made = await twilio.messages.create_async(**them)
            await until(lambda: len(hooks.posts) == 7)
            statuses: dict[str, list[str]] = {}
            for _, form, _ in hooks.posts[1:]:
                statuses.setdefault(form["MessageSid"], []).append(form["MessageStatus"])
            assert statuses.pop(made.sid) == ["sent", "delivered", "read"]
            assert list(statuses.values()) == [["read", "delivered", "sent"]]
            for sid in (made.sid, *statuses):
                assert (await twilio.messages(sid).fetch_async()).status == "read"
    on_stage(play)


def test_twilio_breaks_as_told(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with client(stage) as twilio:
            async def make() -> Any:
                return await twilio.messages.create_async(to=ANN, from_=OURS, body="x")
            for kind, status in (("429", 429), ("500", 500), ("html", 503)):
                await control.fault("twilio", kind)
                with pytest.raises(TwilioRestException) as caught:
                    await make()
                assert caught.value.status == status
            await control.fault("twilio", "drop")
            with pytest.raises(aiohttp.ClientError):
                await make()
            assert await control.received("sms") == []
            await control.fault("twilio", "die_after_accept")
            with pytest.raises(aiohttp.ClientError):
                await make()
            assert len(await control.received("sms")) == 1
            await control.fault("twilio", "hang")
            hung = asyncio.create_task(make())
            done, _ = await asyncio.wait([hung], timeout=0.3)
            assert not done
            await control.mend()
            with pytest.raises(aiohttp.ClientError):
                await hung
            await make()
            assert len(await control.received("sms")) == 2
    on_stage(play)
