"""Messages: pages, a reply with its key and its conflicts, notes, files, HTML, raw bytes, and what became of a send."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from inbox.api import answers
from inbox.api import uploads as api_uploads
from inbox.store import blobs
from inbox.store.base import Tx
from inbox.store.messages import File

BOTH = True  # databases


def test_the_newest_page_in_ascending_order_then_older_ones_or_newer_ones(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, first = await desk.said("m0")
        ids = [first] + [(await desk.said(f"m{n}", conversation=home))[1] for n in range(1, 7)]
        page = await desk("GET", f"/conversations/{home}/messages?limit=3")
        for one in page["items"]:
            answers.Message.model_validate(one)
        assert [int(m["id"]) for m in page["items"]] == ids[4:]
        older = await desk("GET", f"/conversations/{home}/messages?limit=3&cursor={page['next']}")
        assert [int(m["id"]) for m in older["items"]] == ids[1:4]
        oldest = await desk("GET", f"/conversations/{home}/messages?limit=3&cursor={older['next']}")
        assert [int(m["id"]) for m in oldest["items"]] == ids[:1] and oldest["next"] is None
        newer = await desk("GET", f"/conversations/{home}/messages?limit=2&after={ids[3]}")
        assert [int(m["id"]) for m in newer["items"]] == ids[4:6]
        newest = await desk("GET", f"/conversations/{home}/messages?limit=2&cursor={newer['next']}")
        assert [int(m["id"]) for m in newest["items"]] == ids[6:] and newest["next"] is None
        one = await desk("GET", f"/messages/{ids[0]}")
        assert one["from"] == {"kind": "loopback", "value": "ann", "name": "Ann", "contact": one["author"]["id"]}
        assert one["author"]["kind"] == "contact" and one["delivery"] is None and one["full_text"] == "m0"
        await desk("GET", "/conversations/999/messages", status=404)
        await desk("GET", f"/conversations/{home}/messages?after=x", status=404)
    serve(run)


def test_a_reply_is_202_and_leaves_through_its_channel(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, came = await desk.said("help")
        made = await desk("POST", f"/conversations/{home}/messages", json={"text": "here"}, status=202)
        answers.Message.model_validate(made)
        assert (made["direction"], made["kind"], made["text"], made["author"]["name"]) == ("out", "message", "here", "Boss")
        assert made["delivery"]["state"] in ("queued", "sending", "sent")
        assert [r["to"] for r in made["delivery"]["recipients"]] == ["ann"]

        async def sent() -> bool:
            return bool((await desk("GET", f"/messages/{made['id']}"))["delivery"]["state"] == "sent")
        await desk.until(sent)
        shown = await desk("GET", f"/messages/{made['id']}")
        answers.Message.model_validate(shown)
        assert shown["external_id"] == "out-1" and shown["delivery"]["attempts"] == 1
        conversation = await desk("GET", f"/conversations/{home}")
        assert conversation["waiting_since"] is None and conversation["last_message"]["direction"] == "out"
        assert (await desk("POST", f"/messages/{made['id']}/retry", status=409))["code"] == "state"
        assert (await desk("POST", f"/messages/{made['id']}/resolve", json={"sent": True}, status=409))["code"] == "state"
        await desk("POST", f"/messages/{came}/cancel", status=404)
        explained = await desk("GET", f"/messages/{made['id']}/explain")
        answers.Explained.model_validate(explained)
        assert explained["rule"] and explained["conversation"] == str(home)
    serve(run)


@pytest.mark.section9(38)
def test_the_same_idempotency_key_is_the_same_message_and_another_body_is_409(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("help")
        key = {"Idempotency-Key": "k-1"}
        path = f"/conversations/{home}/messages"
        made = await asyncio.gather(*(desk("POST", path, json={"text": "once"}, headers=key, status=202) for _ in range(6)))
        assert len({one["id"] for one in made}) == 1
        assert (await desk("POST", path, json={"text": "other"}, headers=key, status=409))["code"] == "idempotency_key"
        other = await desk("POST", path, json={"text": "once"}, headers=key, token="agent", status=202)
        assert other["id"] != made[0]["id"]  # a key is an agent's own
        plain = [(await desk("POST", path, json={"text": "once"}, status=202))["id"] for _ in range(2)]
        assert len({*plain, made[0]["id"], other["id"]}) == 4

        async def out() -> bool:
            return len(desk.app.channels.connector("loop").sent) == 4
        await desk.until(out)
        await desk("POST", path, json={"text": "x"}, headers={"Idempotency-Key": "a" * 300}, status=422)
        note = await desk("POST", path, json={"kind": "note", "text": "n"}, headers={"Idempotency-Key": "k-2"}, status=202)
        again = await desk("POST", path, json={"kind": "note", "text": "n"}, headers={"Idempotency-Key": "k-2"}, status=202)
        assert note["id"] == again["id"] and note["delivery"] is None and note["kind"] == "note"
    serve(run)


def test_who_was_slower_learns_what_is_newer(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, first = await desk.said("one")
        _, second = await desk.said("two", conversation=home)
        path = f"/conversations/{home}/messages"
        problem = await desk("POST", path, json={"text": "x", "expected_last_message": str(first)}, status=409)
        assert problem["code"] == "newer_messages" and [m["id"] for m in problem["messages"]] == [str(second)]
        await desk("POST", path, json={"text": "x", "expected_last_message": str(second)}, status=202)
    serve(run)


def test_what_cannot_be_sent_is_422_and_makes_no_message(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("help")
        path = f"/conversations/{home}/messages"
        assert (await desk("POST", path, json={"text": "x" * 10_001}, status=422))["code"] == "too_long"
        for bad in ({}, {"text": " \n"}, {"text": "x", "kind": "odd"}, {"text": "x", "to": ["not one!"]}, {"text": 5},
                    {"text": "x", "options": {"odd": 1}}, {"kind": "note", "text": "x", "to": "ann"}, {"text": "\ud800"},
                    {"text": "x", "send_at": "tomorrow"}, {"text": "x", "attachments": "abc"}):
            assert (await desk("POST", path, json=bad, status=422))["code"]
        await desk("POST", path, json={"text": "x", "attachments": ["nothing"]}, status=404)
        assert len((await desk("GET", path))["items"]) == 1
    serve(run)


def test_a_scheduled_reply_can_be_taken_back(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("help")
        made = await desk("POST", f"/conversations/{home}/messages", status=202,
                          json={"text": "later", "to": "Bob", "send_at": "2999-01-01T00:00:00Z"})
        assert made["delivery"]["state"] == "queued" and made["delivery"]["next_at"].startswith("2999-01-01T00:00:00")
        assert [a["value"] for a in made["to"]] == ["bob"]
        done = await desk("POST", f"/messages/{made['id']}/cancel")
        assert done["delivery"]["state"] == "canceled"
        assert (await desk("POST", f"/messages/{made['id']}/cancel", status=409))["code"] == "state"
    serve(run)


def test_a_first_message_begins_a_conversation(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        body = {"channel": "loop", "to": "Zoe", "text": "hello Zoe"}
        made = await desk("POST", "/conversations", json=body, headers={"Idempotency-Key": "b"}, status=201)
        answers.Began.model_validate(made)
        assert made["message"]["conversation"] == made["id"] and made["message"]["text"] == "hello Zoe"
        assert (await desk("POST", "/conversations", json=body, headers={"Idempotency-Key": "b"}, status=201))["id"] == made["id"]
        await desk("POST", "/conversations", json={**body, "channel": "gone"}, status=422)
        assert (await desk("POST", "/conversations", json={**body, "to": "no one!"}, status=422))["errors"]
    serve(run)


# ---------------------------------------------------------------- files, HTML, raw bytes

def test_an_upload_that_is_too_large_is_413_and_leaves_nothing(
        serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_uploads, "MOST", 1_000_000)

    async def run(desk: Any) -> None:
        form = aiohttp.FormData()
        form.add_field("file", io.BytesIO(b"x" * 2_000_000), filename="big.bin")
        assert (await desk("POST", "/uploads", data=form, status=413))["code"] == "too_large"
        assert list((desk.app.store.data_dir / "blobs" / "tmp").iterdir()) == []
    serve(run)


def test_a_file_in_an_encoding_that_we_do_not_know_is_422(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        body = (b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Transfer-Encoding: rot13\r\n\r\n'
                b'abc\r\n--b--\r\n')
        await desk("POST", "/uploads", data=body, headers={"Content-Type": "multipart/form-data; boundary=b"}, status=422)
    serve(run)


async def keep(desk: Any, data: bytes, name: str, media_type: str, **more: Any) -> dict[str, Any]:
    """A message that came with a file: as the API shows it."""
    await desk.app.store.shelf.stage([data])

    def put(tx: Tx) -> str:
        return blobs.keep(tx, data)
    sha = await desk.app.store.write(put)
    _, message = await desk.said("see", files=[File(name=name, media_type=media_type, size=len(data), sha=sha, **more)])
    found: dict[str, Any] = await desk("GET", f"/messages/{message}")
    return found


async def fetch(desk: Any, path: str, **headers: str) -> tuple[int, Any, bytes]:
    async with desk.http.get(desk.url + path, headers={"Authorization": f"Bearer {desk.admin}", **headers}) as answer:
        return answer.status, answer.headers, await answer.read()


def test_an_upload_goes_out_with_a_reply_and_can_be_read_back(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        for size in (10, 9_000_000):
            data = hashlib.sha256(b"x").digest() * (size // 32 + 1)
            form = aiohttp.FormData()
            form.add_field("note", "before the file")
            form.add_field("file", io.BytesIO(data), filename='a "ü"/\\b.png', content_type="image/png")
            made = await desk("POST", "/uploads", data=form, status=201)
            answers.Upload.model_validate(made)
            assert (made["size"], made["media_type"]) == (len(data), "image/png") and "/" not in made["name"]
            path = f"/api/v1/attachments/{made['id']}"
            status, headers, got = await fetch(desk, path)
            assert status == 200 and got == data
            assert headers["Content-Type"] == "image/png" and headers["Content-Disposition"].startswith("inline")
            assert headers["X-Content-Type-Options"] == "nosniff" and headers["Content-Security-Policy"].startswith("sandbox")
            await desk("GET", f"/attachments/{made['id']}", token="agent", status=404)  # it is the uploader's until it is sent
            status, _, got = await fetch(desk, path, **{"If-None-Match": headers["ETag"]})
            assert (status, got) == (304, b"")
        assert list((desk.app.store.data_dir / "blobs" / "tmp").iterdir()) == []
        await desk("POST", "/uploads", data=b"x", headers={"Content-Type": "text/plain"}, status=415)
        for body in (b"", b"--b\r\n\r\n", b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--b--\r\n"):
            await desk("POST", "/uploads", data=body, headers={"Content-Type": "multipart/form-data; boundary=b"}, status=422)
        await desk("POST", "/uploads", data=b"x", headers={"Content-Type": "multipart/form-data"}, status=422)
        await desk("GET", "/attachments/nothing", status=404)
    serve(run)


def test_a_file_that_could_act_as_our_page_is_saved_and_not_shown(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        for media_type in ("text/html", "image/svg+xml", "application/pdf", "text/xml", "odd\r\nX-Evil: 1"):
            shown = await keep(desk, b"<script>alert(1)</script>", "x\r\ny.html", media_type)
            status, headers, _ = await fetch(desk, shown["attachments"][0]["url"])
            assert status == 200 and headers["Content-Disposition"].startswith("attachment")
            assert "X-Evil" not in headers and headers["Content-Security-Policy"].startswith("sandbox")
    serve(run)


def test_html_is_served_in_a_sandbox_with_its_inline_pictures(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        await desk.app.store.shelf.stage([])
        sha = await desk.app.store.write(lambda tx: blobs.keep(tx, b"png"))
        file = File(name="p.png", media_type="image/png", size=3, sha=sha, content_id="pic@x", inline=True)
        _, message = await desk.said("see", html='<p>hi <img src="cid:pic@x"></p>', files=[file], subject="<b>")
        shown = await desk("GET", f"/messages/{message}")
        assert shown["attachments"][0]["inline"] and shown["attachments"][0]["url"] in shown["html"]
        status, headers, page = await fetch(desk, f"/api/v1/messages/{message}/html")
        policy = headers["Content-Security-Policy"]
        assert status == 200 and policy.startswith("sandbox ") and "allow-scripts" not in policy
        assert "default-src 'none'" in policy and "img-src 'self' data:" in policy
        assert shown["attachments"][0]["url"].encode() in page and b"<title>&lt;b&gt;</title>" in page
        _, other = await desk.said("<i>plain</i>")
        _, _, page = await fetch(desk, f"/api/v1/messages/{other}/html")
        assert b"&lt;i&gt;plain&lt;/i&gt;" in page
    serve(run)


def test_raw_bytes_are_what_the_provider_gave(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        mail = b"Received: by x\r\nFrom: a@b\r\n\r\nbody\xff"
        for data, media_type in ((mail, "message/rfc822"), (json.dumps({"id": 1}).encode(), "application/json"),
                                 (b"Body=hello%3A&From=%2B15005550006", "application/x-www-form-urlencoded"),
                                 (b"\x00\x01", "application/octet-stream"),
                                 (mail + b"x" * 300_000, "message/rfc822")):
            await desk.app.store.shelf.stage([data])
            sha = await desk.app.store.write(lambda tx, data=data: blobs.keep(tx, data))
            _, message = await desk.said("raw", raw=sha)
            status, headers, got = await fetch(desk, f"/api/v1/messages/{message}/raw")
            assert (status, got, headers["Content-Type"]) == (200, data, media_type)
            assert headers["Content-Disposition"].startswith("attachment")
        _, message = await desk.said("none")
        await desk("GET", f"/messages/{message}/raw", status=404)
    serve(run)
