"""The whole core with Twilio's stand-in and a webhook service, over real HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import aiohttp
import apps
import pytest
from aiohttp import web
from apps import ADMIN

from connectors.twilio import Twilio
from connectors.webhook import Webhook, signature
from inbox.api.server import make_app
from inbox.app import App
from inbox.config import Config
from inbox.errors import PolicyError
from inbox.sandbox.stage import Stage
from inbox.sections import ServerConfig, StoreConfig

OURS, ANN = "+15005550006", "+15005551111"


class World:
    """An App with the channels `sms` and `shop`, served on a free port; the stand-in posts its hooks there."""

    def __init__(self, app: App, stage: Stage, http: aiohttp.ClientSession, url: str, control: str) -> None:
        self.app, self.stage, self.http, self.url, self.control = app, stage, http, url, control

    async def tell(self, path: str, **body: Any) -> dict[str, Any]:
        async with self.http.post(self.control + path, json=body) as answer:
            assert answer.status == 200
            return dict(await answer.json())

    async def say(self, sender: str, text: str) -> str:
        return str((await self.tell("/say", channel="sms", **{"from": sender}, text=text))["external_id"])

    async def posted(self) -> list[dict[str, Any]]:
        async with self.http.get(self.control + "/received", params={"channel": "sms"}) as answer:
            return list((await answer.json())["items"])

    async def shop(self, said: Any) -> dict[str, Any]:
        body, stamp = json.dumps(said).encode(), str(int(time.time()))
        async with self.http.post(f"{self.url}/hooks/shop/messages", data=body, headers={
                "X-Inbox-Timestamp": stamp, "X-Inbox-Signature": signature("s3cret", stamp, body)}) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())


@contextlib.asynccontextmanager
async def world(folder: Path, *, hooks: bool = True) -> AsyncIterator[World]:
    async with contextlib.AsyncExitStack() as stack:
        stage = await stack.enter_async_context(Stage())
        http = await stack.enter_async_context(aiohttp.ClientSession())
        listener = web.AppRunner(web.Application(), access_log=None)  # only to find a free port
        await listener.setup()
        site = web.TCPSite(listener, "127.0.0.1", 0)
        await site.start()
        port = listener.addresses[0][1]
        await listener.cleanup()
        url = f"http://127.0.0.1:{port}"
        channels = {
            "sms": Twilio.Config.model_validate({
                "type": "twilio", "account_sid": stage.twilio.account_sid, "auth_token": stage.twilio.auth_token,
                "numbers": list(stage.twilio.numbers), "api_url": stage.twilio.url, "poll_seconds": 1}),
            "shop": Webhook.Config.model_validate({"type": "webhook", "secret": "s3cret", "outbound_url": url + "/nobody"})}
        config = Config(server=ServerConfig(public_url=url), store=StoreConfig(url="sqlite", data_dir=folder), channels=channels)
        app = App(config, roles=frozenset({"api", "poll", "send"}))
        await app.start()
        stack.push_async_callback(app.stop, deadline=1.0)
        runner = web.AppRunner(make_app(app), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        made = World(app, stage, http, url, stage.ready()["control"])
        if hooks:
            await made.tell("/configure", twilio_webhook=url + "/hooks/sms")
        await apps.until(lambda: apps.rows(app, "SELECT 1 FROM feed WHERE channel = 'sms' AND name = 'messages' "
                                                "AND cursor IS NOT NULL"))
        yield made


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., None]:
    """`play(scene)`: runs `scene(world)`, bounded."""
    def run(scene: Callable[[World], Coroutine[Any, Any, None]], **settings: Any) -> None:
        async def main() -> None:
            async with asyncio.timeout(60), world(tmp_path / "data", **settings) as made:
                await scene(made)
        asyncio.run(main())
    return run


@pytest.mark.section9(27, 29)
def test_a_text_is_one_message_and_its_answer_is_delivered(play: Any) -> None:
    async def scene(made: World) -> None:
        app = made.app
        sid = await made.say(ANN, "Wo ist mein Paket?")
        (question,) = await apps.arrived(app, 1)
        assert question.external_id == sid
        await app.channels.poll("sms")
        await made.tell("/fault", at="twilio", fault="duplicate")
        await made.tell("/fault", at="twilio", fault="reorder")
        answer = await app.desk.reply(ADMIN, question.conversation_id, text="Unterwegs")
        await apps.delivery(app, answer, "delivered")
        await made.say(ANN, "Danke")
        messages = await apps.arrived(app, 2)
        assert [m.text for m in messages] == ["Wo ist mein Paket?", "Danke"]
        assert len({m.conversation_id for m in messages}) == 1
        assert len(await made.posted()) == 1
        found = await apps.rows(app, "SELECT item, COUNT(*) AS n FROM ledger WHERE channel = 'sms' GROUP BY item")
        assert all(row.n == 1 for row in found)
    play(scene)


@pytest.mark.section9(30)
def test_a_lost_answer_is_settled_by_the_callback(play: Any) -> None:
    async def scene(made: World) -> None:
        app = made.app
        await made.say(ANN, "hello")
        (question,) = await apps.arrived(app, 1)
        await made.tell("/fault", at="twilio", fault="die_after_accept", times=1)
        answer = await app.desk.reply(ADMIN, question.conversation_id, text="only once")
        row = await apps.delivery(app, answer, "delivered")
        assert row.attempts == 1 and len(await made.posted()) == 1
        assert not await apps.rows(app, "SELECT 1 FROM ledger WHERE state IN ('quarantined', 'ignored')")
    play(scene)


@pytest.mark.section9(31)
def test_stop_blocks_the_composer_and_start_unblocks(play: Any) -> None:
    async def scene(made: World) -> None:
        app = made.app
        await made.say(ANN, "Stop")
        (stop,) = await apps.arrived(app, 1)
        with pytest.raises(PolicyError) as caught:
            await app.desk.reply(ADMIN, stop.conversation_id, text="But …")
        assert caught.value.code == "opted_out" and await made.posted() == []
        await made.say(ANN, "START")
        await apps.arrived(app, 2)
        answer = await app.desk.reply(ADMIN, stop.conversation_id, text="Welcome back")
        await apps.delivery(app, answer, "delivered")
    play(scene)


@pytest.mark.section9(33)
def test_whatsapp_is_answered_on_whatsapp_and_its_window_holds(play: Any) -> None:
    async def scene(made: World) -> None:
        app = made.app
        await made.say("whatsapp:" + ANN, "hi")
        (question,) = await apps.arrived(app, 1)
        answer = await app.desk.reply(ADMIN, question.conversation_id, text="hello")
        await apps.delivery(app, answer, "delivered")
        ((arrived,)) = await made.posted()
        assert arrived["to"] == "whatsapp:" + ANN
        day = 86_400_000_000 + 1
        await app.store.write(lambda tx: tx.run("UPDATE message SET reply_until = reply_until - :day", day=day))
        with pytest.raises(PolicyError) as caught:
            await app.desk.reply(ADMIN, question.conversation_id, text="too late")
        assert caught.value.code == "window"
    play(scene)


def test_without_hooks_the_poll_brings_it(play: Any) -> None:
    async def scene(made: World) -> None:
        sid = await made.say(ANN, "behind NAT")
        await made.app.channels.poll("sms")
        (message,) = await apps.arrived(made.app, 1)
        assert message.external_id == sid
    play(scene, hooks=False)


def test_a_service_of_its_own_posts_and_repeats(play: Any) -> None:
    async def scene(made: World) -> None:
        said = {"external_id": "m1", "thread_id": "order-17", "sender": {"id": "ann", "name": "Ann"}, "text": "Where is it?"}
        first = await made.shop(said)
        assert first["result"] == "stored"
        assert await made.shop(said) == {"result": "duplicate", "id": first["id"]}
        assert (await made.shop({**said, "external_id": "m2"}))["result"] == "stored"
        messages = await apps.arrived(made.app, 2)
        assert len({m.conversation_id for m in messages}) == 1 and len(messages) == 2
        (address,) = await apps.rows(made.app, "SELECT kind, value FROM address WHERE value = 'ann'")
        assert (address.kind, address.value) == ("shop", "ann")
    play(scene)
