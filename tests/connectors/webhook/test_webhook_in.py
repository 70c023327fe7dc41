"""What the service posts: verified, understood, kept, answered as the contract says."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
from typing import Any

import pytest

from connectors.webhook import BODY, Webhook, understood
from inbox.connector import Taken
from inbox.errors import RefusedError, StoreError, TemporaryError
from inbox.types import Address, InboundMessage, Update

HELLO: dict[str, Any] = {"external_id": "1", "sender": {"id": "ann"}}


def test_a_message_is_kept_before_it_is_answered(in_shop: Any) -> None:
    async def play(shop: Any) -> None:
        status, said = await shop.post({
            "external_id": "m-1", "thread_id": "order-17", "sender": {"id": "ann", "name": "Ann"}, "text": "Where is it?",
            "html": "<p>Where is it?</p>", "subject": "Order 17", "sent_at": "2026-11-20T10:00:00+02:00", "colour": "red",
            "attachments": [{"name": "a.png", "media_type": "image/png", "data": base64.b64encode(b"PNG!").decode()},
                            {"name": "b.png", "media_type": "image/png", "url": shop.service.url + "/files/b.png"}]})
        assert (status, said) == (200, {"result": "stored", "id": "1"})
        assert [raw.item for _, batch in shop.context.taken for raw in batch.items] == ["m-1"]
        (message,) = shop.reads()
        assert isinstance(message, InboundMessage)
        assert message.sender == Address(kind="shop", value="ann", name="Ann") and message.thread_id == "order-17"
        assert (message.text, message.subject, message.sent_at.hour) == ("Where is it?", "Order 17", 8)
        inline, behind = message.attachments
        assert inline.open().read() == b"PNG!" and inline.size == 4
        assert b"".join([chunk async for chunk in shop.webhook.fetch(behind)]) == b"PNG!"
    in_shop(play)


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("openssl")), reason="the example is for curl and openssl")
def test_the_example_beside_the_form_is_understood(in_shop: Any) -> None:
    async def play(shop: Any) -> None:
        script = Webhook.guide.replace("{hooks}messages", shop.url).replace("secret='…'", "secret='s3cret'").replace(
            "$(date +%s)", str(int(shop.context.now().timestamp())))
        asked = await asyncio.create_subprocess_exec("sh", "-c", script, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL)
        said, _ = await asyncio.wait_for(asked.communicate(), 20)
        assert json.loads(said) == {"result": "stored", "id": "1"}
        (message,) = shop.reads()
        assert (message.sender.name, message.text, message.thread_id) == ("Ann", "Where is it?", "order-17")
    in_shop(play)


def test_little_is_needed(in_shop: Any) -> None:
    async def play(shop: Any) -> None:
        assert (await shop.post({"external_id": 17, "sender": {"id": 4}, "html": "<style>x</style><p>Hi <b>you</b></p><p>bye",
                                 "subject": None, "attachments": None}))[0] == 200
        (message,) = shop.reads()
        assert (message.external_id, message.sender.value, message.text) == ("17", "4", "Hi you\nbye")
        assert message.sent_at == shop.context.now() and message.thread_id == ""
    in_shop(play)


@pytest.mark.parametrize(("taken", "result"), [
    (Taken(item="1", ledger="7", state="stored", message="3"), "stored"),
    (Taken(item="1", ledger="7", state="stored"), "duplicate"),  # the ledger knew the item: this post made no message
    (Taken(item="1", ledger="7", state="duplicate"), "duplicate"),
    (Taken(item="1", ledger="7", state="quarantined", cause="{}"), "quarantined")])
def test_the_result_is_the_ledgers(in_shop: Any, monkeypatch: Any, taken: Taken, result: str) -> None:
    async def play(shop: Any) -> None:
        async def take(*_: object) -> tuple[Taken, ...]:
            return (taken,)
        monkeypatch.setattr(shop.context, "take", take)
        assert await shop.post(HELLO) == (200, {"result": result, "id": "7"})
    in_shop(play)


def test_without_a_store_it_is_to_come_again(in_shop: Any, monkeypatch: Any) -> None:
    async def play(shop: Any) -> None:
        async def take(*_: object) -> None:
            raise StoreError("the disk is full")
        monkeypatch.setattr(shop.context, "take", take)
        status, said = await shop.post(HELLO)
        assert (status, said["code"]) == (503, "store")
    in_shop(play)


@pytest.mark.parametrize("wrong", [
    {"secret": "other"}, {"off": -301}, {"off": 301}, {"X-Inbox-Signature": ""}, {"X-Inbox-Signature": "sha256=é"},
    {"X-Inbox-Timestamp": ""}, {"X-Inbox-Timestamp": "now"}, {"X-Inbox-Timestamp": "9" * 400}])
def test_strangers_and_late_ones_are_refused(in_shop: Any, wrong: dict[str, Any]) -> None:
    async def play(shop: Any) -> None:
        status, said = await shop.post(HELLO, **wrong)
        assert (status, said["code"]) == (403, "signature") and shop.context.taken == []
        for off in (-300, 300):
            assert (await shop.post(HELLO, off=off))[0] == 200
    in_shop(play)


@pytest.mark.parametrize(("said", "field"), [
    ({}, "external_id"), ({"external_id": "1"}, "sender"), ({"external_id": "1", "sender": {}}, "sender.id"),
    ({**HELLO, "external_id": ""}, "external_id"), ({**HELLO, "external_id": "a\0b"}, "external_id"),
    ({**HELLO, "text": ["x"]}, "text"), ({**HELLO, "sent_at": "yesterday"}, "sent_at"),
    ({**HELLO, "sent_at": "2026-11-20T10:00:00"}, "sent_at"), ({**HELLO, "sender": "ann"}, "sender"),
    ({**HELLO, "attachments": [{"name": "x"}]}, "attachments.0"),
    ({**HELLO, "attachments": [{"name": "x", "data": "§"}]}, "attachments.0.data"),
    ({**HELLO, "attachments": [{"name": "x", "url": "file:///etc/passwd"}]}, "attachments.0.url"),
    (b"", "body"), (b"[]", "body"), (b"{", "body"), (b"\xff", "body"), (b"[" * 100_000, "body"),
    (b'{"external_id": "\\ud800", "sender": {"id": "a"}}', "body"),
    ({"update": {"state": "gone", "key": "k"}}, "update.state"), ({"update": {"state": "read"}}, "update"),
    ({"update": {"state": "opted_out", "key": "k"}}, "update"), ({"update": 1}, "update")])
def test_what_is_wrong_is_named(in_shop: Any, said: Any, field: str) -> None:
    async def play(shop: Any) -> None:
        status, problem = await shop.post(said)
        assert status == 422 and field in [error["field"] for error in problem["errors"]], problem
        assert problem["detail"] and shop.context.taken == []
    in_shop(play)


def test_too_much_is_refused_unread(in_shop: Any) -> None:
    async def play(shop: Any) -> None:
        async def endless() -> Any:
            for _ in range(BODY // 1_048_576 + 2):
                yield b"x" * 1_048_576
        async with shop.context.http.post(shop.url, data=endless()) as answer:  # chunked: no length is told beforehand
            assert answer.status == 413
        assert shop.context.taken == []
    in_shop(play)


def test_news_about_our_messages(in_shop: Any) -> None:
    async def play(shop: Any) -> None:
        for said in ({"key": "k1", "state": "delivered", "detail": "shown"}, {"external_id": "ext-1", "state": "read"},
                     {"state": "opted_out", "sender": {"id": "ann"}}):
            assert await shop.post({"update": said}) == (200, {"result": "stored", "id": "1"})
        first, second, third = shop.reads()
        assert all(isinstance(update, Update) for update in (first, second, third))
        assert (first.key, first.state, first.detail) == ("k1", "delivered", "shown")
        assert (second.external_id, second.state) == ("ext-1", "read")
        assert third.address == Address(kind="shop", value="ann")
        items = [raw.item for _, batch in shop.context.taken for raw in batch.items]
        await shop.post({"update": {"external_id": "ext-1", "state": "read"}})
        assert shop.context.taken[-1][1].items[0].item == items[1] and len(set(items)) == 3
    in_shop(play)


def test_files_behind_urls(in_shop: Any) -> None:
    async def play(shop: Any) -> None:
        files = [{"url": shop.service.url + "/files/missing"}, {"url": "http://["}, {"url": "http://127.0.0.1:1/x"}]
        assert (await shop.post({**HELLO, "attachments": files}))[0] == 200
        (message,) = shop.reads()
        for file, error in zip(message.attachments, (TemporaryError, RefusedError, TemporaryError), strict=True):
            with pytest.raises(error):
                [chunk async for chunk in shop.webhook.fetch(file)]
    in_shop(play)


def test_an_address_is_the_channels_own(in_shop: Any) -> None:
    async def play(shop: Any) -> None:
        assert shop.webhook.parse(" ann ") == Address(kind="shop", value="ann")
        for wrong in ("", "  ", "a\nb", "x" * 501):
            with pytest.raises(ValueError, match="is no id"):
                shop.webhook.parse(wrong)
    in_shop(play)


def test_reading_is_the_same_as_checking() -> None:
    body = json.dumps(HELLO).encode()
    assert understood(body).external_id == "1"  # type: ignore[union-attr]  # a message
    with pytest.raises(ValueError, match="Invalid JSON"):
        understood(b'{"update"}')
    assert Webhook.features.idempotent and Webhook.features.delivered
