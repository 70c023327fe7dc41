"""Where a reply would go is told before it is written, and a file of a message can go out again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from inbox.api import answers
from inbox.api.ways import Way
from inbox.store.times import micros

BOTH = True  # databases


def test_the_way_of_a_reply_is_what_the_reply_takes(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, message = await desk.said("help")
        way = await desk("GET", f"/conversations/{home}/way")
        Way.model_validate(way)
        assert way["channel"] == "loop" and way["from"]["value"] == "us" and [a["value"] for a in way["to"]] == ["ann"]
        assert way["answered"] == str(message) and way["refused"] is None and way["reply_until"] is None
        assert way["features"]["text_limit"] == 10_000 and way["features"]["text_measure"] == "characters"
        assert way["options"]["type"] == "object"
        sent = await desk("POST", f"/conversations/{home}/messages", json={"text": "hello"}, status=202)
        assert [a["value"] for a in sent["to"]] == [a["value"] for a in way["to"]]
        other = await desk("GET", f"/conversations/{home}/way?channel=other")
        assert other["channel"] == "other" and [a["value"] for a in other["to"]] == ["ann"]
        assert (await desk("GET", f"/conversations/{home}/way?from=nobody", status=422))["code"] == "from"
        await desk("GET", f"/conversations/{home}/way", params={"options": "{}"})
        for wrong in ("{", "[]", '{"no": "such"}'):
            await desk("GET", f"/conversations/{home}/way", params={"options": wrong}, status=422)
        await desk("GET", "/conversations/999/way", status=404)
    serve(run)


def test_why_a_reply_would_be_refused_is_known_before(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        over = datetime.now(UTC) - timedelta(hours=1)
        home, _ = await desk.said("too late", reply_until=micros(over))
        way = await desk("GET", f"/conversations/{home}/way")
        assert way["refused"]["code"] == "window" and way["reply_until"] and "ended" in way["refused"]["detail"]
        home, _ = await desk.said("not to us", who="bo", no_reply="not_summoned")
        assert (await desk("GET", f"/conversations/{home}/way"))["refused"]["code"] == "not_summoned"
        gone = await desk("GET", f"/conversations/{home}/way?channel=gone")
        assert gone["refused"]["code"] == "no_channel" and gone["to"] == []
    serve(run)


def test_others_channels_are_as_if_not_there(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        hidden, _ = await desk.said("for the boss", channel="secret")
        await desk("GET", f"/conversations/{hidden}/way", token="agent", status=404)
        home, _ = await desk.said("for all")
        assert (await desk("GET", f"/conversations/{home}/way?channel=secret", token="agent", status=422))["code"] == "no_channel"
    serve(run)


def test_a_file_of_a_message_goes_out_again(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("help")
        form = aiohttp.FormData()
        form.add_field("file", b"some bytes", filename="a.txt", content_type="text/plain")
        made = await desk("POST", "/uploads", data=form, status=201)
        note = await desk("POST", f"/conversations/{home}/messages", status=202,
                          json={"kind": "note", "text": "see", "attachments": [made["id"]]})
        old = note["attachments"][0]["id"]
        again = await desk("POST", f"/attachments/{old}/again", token="agent", status=201)
        answers.Upload.model_validate(again)
        assert again["id"] != old and (again["name"], again["size"]) == ("a.txt", 10)
        mine = await desk("POST", f"/conversations/{home}/messages", token="agent",
                          json={"kind": "note", "text": "again", "attachments": [again["id"]]}, status=202)
        assert await desk("GET", f"/attachments/{mine['attachments'][0]['id']}") == "some bytes"
        await desk("POST", "/attachments/nothing/again", status=404)
        hidden, _ = await desk.said("for the boss", channel="secret")
        form = aiohttp.FormData()
        form.add_field("file", b"secret", filename="s.txt", content_type="text/plain")
        made = await desk("POST", "/uploads", data=form, status=201)
        note = await desk("POST", f"/conversations/{hidden}/messages", status=202,
                          json={"kind": "note", "text": "x", "attachments": [made["id"]]})
        await desk("POST", f"/attachments/{note['attachments'][0]['id']}/again", token="agent", status=404)
    serve(run)
