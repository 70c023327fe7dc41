"""What goes to the service, what its answers mean, and the client of the docs."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.webhook import signature
from inbox.connector import Serves
from inbox.errors import RefusedError, TemporaryError
from inbox.testing.context import Phases
from inbox.types import Address, Attachment, OutboundMessage

DOCS = Path(__file__).parents[3] / "docs" / "webhook-channel.md"


def test_a_reply_in_the_shape_of_what_comes_in(in_shop: Any) -> None:
    async def play(shop: Any) -> None:
        assert isinstance(shop.webhook, Serves)
        file = Attachment(name="a.png", media_type="image/png", data=b"PNG!")
        receipt, phases = await shop.send("Unterwegs 📦", attachments=(file,))
        assert receipt.external_ids == ("ext-1",) and receipt.thread_id == "order-17" and phases.names == ["data_sent"]
        ((headers, body),) = shop.service.posts
        stamp = headers["X-Inbox-Timestamp"]
        assert abs(int(stamp) - shop.context.now().timestamp()) < 1
        assert headers["X-Inbox-Signature"] == signature("s3cret", stamp, body) and headers["Idempotency-Key"] == "k1"
        said = json.loads(body)
        assert (said["text"], said["thread_id"], said["external_id"]) == ("Unterwegs 📦", "order-17", "k1")
        assert said["to"] == [{"id": "ann", "name": ""}] and said["sender"] == {"id": "shop", "name": "Kim"}
        assert said["attachments"] == [{"name": "a.png", "media_type": "image/png", "data": "UE5HIQ=="}]
        assert datetime.fromisoformat(said["sent_at"]) == shop.context.now()
    in_shop(play)


def test_every_attempt_sends_the_same_bytes_with_a_fresh_time(in_shop: Any) -> None:
    async def play(shop: Any) -> None:
        message = shop.webhook.prepare(OutboundMessage(
            key="k1", sender=Address(kind="shop", value="shop"), to=(Address(kind="shop", value="ann"),), text="x",
            at=shop.context.now()))
        shop.service.answers = [(503, "")]
        with pytest.raises(TemporaryError):
            await shop.webhook.send(message, Phases())
        shop.context.advance(hours=1)
        await shop.webhook.send(message, Phases())
        (first, body), (second, again) = shop.service.posts
        assert body == again and first["Idempotency-Key"] == second["Idempotency-Key"]
        assert int(second["X-Inbox-Timestamp"]) - int(first["X-Inbox-Timestamp"]) == 3600
    in_shop(play)


@pytest.mark.parametrize(("status", "text", "error"), [
    (400, '{"detail": "no such thread"}', RefusedError), (401, "", RefusedError), (404, "<html>", RefusedError),
    (422, '{"error": "too long"}', RefusedError), (408, "", TemporaryError), (409, "", TemporaryError),
    (425, "", TemporaryError), (429, "", TemporaryError), (500, "", TemporaryError), (503, "<html>", TemporaryError),
    (302, "", TemporaryError), (200, "", TemporaryError), (200, "<html>", TemporaryError),
    (200, '{"external_id": null}', TemporaryError), (204, "", TemporaryError), (0, "", TemporaryError)])
def test_what_an_answer_means(in_shop: Any, status: int, text: str, error: type[Exception]) -> None:
    async def play(shop: Any) -> None:
        shop.service.answers = [(status, text)]
        shop.service.headers = {"Retry-After": "7", "Location": "/elsewhere"}
        with pytest.raises(error) as caught:
            await shop.send()
        assert len(shop.service.posts) == 1
        if isinstance(caught.value, RefusedError):
            assert caught.value.code == str(status)
            assert status not in (400, 422) or caught.value.human in ("no such thread", "too long")
        elif isinstance(caught.value, TemporaryError) and status >= 300:
            assert caught.value.retry_after == 7 and caught.value.limited == (status == 429)
    in_shop(play)


def test_large_files_go_too(in_shop: Any, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"0123456789" * 500_000)

    async def play(shop: Any) -> None:
        await shop.send(attachments=(Attachment(name="large.bin", path=tmp_path / "large"),))
        assert len(json.loads(shop.service.posts[0][1])["attachments"][0]["data"]) == 6_666_668
    in_shop(play)


def test_accepted_is_sent(in_shop: Any) -> None:
    async def play(shop: Any) -> None:
        shop.service.answers = [(202, '{"external_id": 99, "thread_id": "t9"}')]
        receipt, _ = await shop.send()
        assert (receipt.external_ids, receipt.thread_id) == (("99",), "t9")
    in_shop(play)


def test_nobody_there_is_temporary_and_no_url_is_said(in_shop: Any) -> None:
    async def away(shop: Any) -> None:
        with pytest.raises(TemporaryError, match="cannot be reached"):
            await shop.send()
        found = [finding async for finding in shop.webhook.check()][-1]
        assert found.level == "fail" and found.text == "it cannot be reached: 127.0.0.1 port 1: " + os.strerror(errno.ECONNREFUSED)
    in_shop(away, outbound_url="http://127.0.0.1:1/")

    async def nowhere(shop: Any) -> None:
        with pytest.raises(RefusedError, match="outbound_url"):
            await shop.send()
        found = {one.step: one.level async for one in shop.webhook.check()}
        assert found == {"secret": "warn", "receiving": "ok", "outbound_url": "warn"}
    in_shop(nowhere, outbound_url="")


def test_the_limit_is_the_admins(in_shop: Any) -> None:
    async def play(shop: Any) -> None:
        assert shop.webhook.features_for((), Address(kind="shop", value="x")).text_limit == 500
    in_shop(play, text_limit=500)


def _client() -> str:
    """The client of the docs: exactly what is printed there."""
    code = DOCS.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    assert len(code.splitlines()) <= 20
    return code


def test_the_client_of_the_docs_speaks_both_ways(in_shop: Any, tmp_path: Path) -> None:
    (tmp_path / "client.py").write_text(_client(), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    async def play(shop: Any) -> None:
        shop.context.clock = datetime.now(shop.context.clock.tzinfo)  # the client asks the machine's clock
        client = await asyncio.create_subprocess_exec(
            sys.executable, str(tmp_path / "client.py"), shop.url, "s3cret", str(port),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
        try:
            assert client.stdout is not None
            assert await client.stdout.readline() == b"{'result': 'stored', 'id': '1'}\n"
            (message,) = shop.reads()
            assert (message.text, message.sender.name, message.thread_id) == ("Where is it?", "Ann", "order-17")
            receipt = await _sent(shop)
            assert receipt.external_ids == ("reply-k1",)
            assert await client.stdout.readline() == b"On its way\n"
        finally:
            client.kill()
            await client.communicate()
    in_shop(play, outbound_url=f"http://127.0.0.1:{port}/replies")


async def _sent(shop: Any) -> Any:
    """The client opens its door right after it has spoken."""
    async with asyncio.timeout(60):
        while True:
            try:
                return (await shop.send())[0]
            except TemporaryError:
                await asyncio.sleep(0.05)
