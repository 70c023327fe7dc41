"""Drafts: one for each agent, conversation and kind; versions; who hears of them; what they keep alive, and when they go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp

from inbox.store import privacy, uploads
from inbox.store.base import Tx
from inbox.store.uploads import KEPT

BOTH = True  # databases


async def uploaded(desk: Any, token: str = "admin") -> str:
    form = aiohttp.FormData()
    form.add_field("file", b"picture", filename="a.png", content_type="image/png")
    return str((await desk("POST", "/uploads", token=token, data=form, status=201))["id"])


async def begun(desk: Any, home: Any, kind: str = "reply", *, text: str = "Dear Ann", version: int = 0, token: str = "admin",
                **more: Any) -> dict[str, Any]:
    status = more.pop("status", 200)
    body = {"text": text, "version": version, **({"fields": more} if more else {})}
    found: dict[str, Any] = await desk("PUT", f"/drafts/{home}/{kind}", token=token, json=body, status=status)
    return found


def test_a_draft_is_kept_changed_listed_and_discarded(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hello")
        made = await begun(desk, home, to=["ann"], subject="Shoes")
        assert made["text"] == "Dear Ann" and made["fields"] == {"to": ["ann"], "subject": "Shoes"} and made["version"] > 0
        assert made["conversation"] == str(home) and made["kind"] == "reply" and made["files"] == [] and made["at"]
        again = await begun(desk, home, text="Dear Ann,", version=made["version"])
        assert again["version"] > made["version"] and again["fields"] == {}
        note = await begun(desk, home, "note", text="She is angry")
        first = await begun(desk, "new", "new", text="Hello", channel="loop", **{"from": "us"})
        assert first["conversation"] is None and first["fields"] == {"channel": "loop", "from": "us"}
        assert await desk("GET", f"/drafts/{home}/reply") == again
        assert await desk("GET", "/drafts") == {"items": [first, note, again], "next": None}
        one = await desk("GET", "/drafts?limit=2")
        assert one["items"] == [first, note]
        assert (await desk("GET", "/drafts", params={"limit": 2, "cursor": one["next"]}))["items"] == [again]
        assert (await desk("GET", "/drafts", token="agent"))["items"] == []
        await desk("GET", f"/drafts/{home}/reply", token="agent", status=404)
        for _ in range(2):
            await desk("DELETE", f"/drafts/{home}/reply", status=204)
        await desk("GET", f"/drafts/{home}/reply", status=404)
    serve(run)


def test_an_older_version_is_answered_with_the_newer_draft(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hello")
        made = await begun(desk, home)
        newer = await begun(desk, home, text="Dear Ann, now", version=made["version"])
        for version in (0, made["version"]):
            refused = await begun(desk, home, text="Dear", version=version, status=409)
            assert refused["code"] == "draft_changed" and refused["draft"] == newer
        assert await begun(desk, home, text="Dear Ann, now") == newer  # said again by a page that did not hear the answer
        kept = await desk("DELETE", f"/drafts/{home}/reply?version={made['version']}", status=409)
        assert kept["code"] == "draft_changed" and kept["draft"] == newer
        await desk("DELETE", f"/drafts/{home}/reply?version={newer['version']}", status=204)
        await desk("DELETE", f"/drafts/{home}/reply?version={newer['version']}", status=204)  # it has gone already
        gone = await begun(desk, home, text="Dear", version=newer["version"], status=409)
        assert gone["code"] == "draft_changed" and gone["draft"] is None
        fresh = await begun(desk, home, text="Something else")
        assert (await begun(desk, home, text="Dear", version=newer["version"], status=409))["draft"] == fresh
    serve(run)


def test_of_two_pages_that_save_at_the_same_moment_one_is_told(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hello")

        async def save(text: str) -> int:
            async with desk.http.put(desk.url + f"/api/v1/drafts/{home}/reply", json={"text": text},
                                     headers={"Authorization": f"Bearer {desk.admin}"}) as answer:
                return int(answer.status)
        assert sorted(await asyncio.gather(*(save(f"text {n}") for n in range(5)))) == [200, 409, 409, 409, 409]
    serve(run)


def test_only_the_writer_hears_of_a_draft(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hello")
        url, auth = desk.url + "/api/v1/live", [{"Authorization": f"Bearer {one}"} for one in (desk.admin, desk.agent)]
        async with desk.http.ws_connect(url, headers=auth[0]) as mine, desk.http.ws_connect(url, headers=auth[1]) as others, \
                desk.http.get(desk.url + "/api/v1/events", headers=auth[1]) as stream:
            for ws in (mine, others):
                assert (await ws.receive_json())["type"] == "hello"
            made = await begun(desk, home)
            await desk("DELETE", f"/drafts/{home}/reply", status=204)
            await desk("POST", f"/conversations/{home}/messages", json={"kind": "note", "text": "the last"}, status=202)

            async def kinds(ws: Any) -> list[tuple[str, Any]]:
                found: list[tuple[str, Any]] = []
                while not found or found[-1][0] != "message.created":
                    frame = await ws.receive_json()
                    if frame["type"] == "event":
                        found.append((frame["kind"], frame["data"].get("version")))
                return found
            async with asyncio.timeout(60):
                assert (await kinds(mine))[:2] == [("draft.updated", made["version"]), ("draft.updated", None)]
                assert "draft.updated" not in dict(await kinds(others))
                text = b""
                while b"message.created" not in text:
                    text += await stream.content.readline()
                assert b"draft.updated" not in text
    serve(run)


BAD: list[dict[str, Any]] = [
    {"text": "x" * 200_001}, {"text": "a\x00b"}, {"fields": {"subject": "a\x00"}}, {"fields": {"to": ["a\x00"]}}, {"more": 1},
    {"fields": {"more": 1}}, {"version": -1}, {"version": 2**60}, {"text": None}, {"fields": {"attachments": ["x"] * 51}},
    {"fields": {"attachments": ["nothing"]}}, {"fields": {"subject": "x" * 999}}, {"fields": {"to": ["x" * 1001]}}]


def test_what_no_draft_can_be_is_named(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hello")
        for body in BAD:
            refused = await desk("PUT", f"/drafts/{home}/reply", json=body, status=422)
            assert refused["errors"], body
        assert (await desk("GET", "/drafts"))["items"] == []
    serve(run)


def test_a_draft_is_at_a_place_that_one_may_see(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hello")
        secret, _ = await desk.said("secret", channel="secret")
        for path in (f"{secret}/reply", "999/reply", f"{home}/new", "new/reply", f"{home}/song", "x/reply"):
            for method in ("GET", "PUT", "DELETE"):
                await desk(method, f"/drafts/{path}", token="agent", status=404, **({"json": {}} if method == "PUT" else {}))
        await begun(desk, home, token="agent")

        def hide(tx: Tx) -> None:
            tx.run("UPDATE conversation SET channel = 'secret' WHERE id = :id", id=home)
        await desk.app.store.write(hide)
        assert (await desk("GET", "/drafts", token="agent"))["items"] == []
    serve(run)


# ---------------------------------------------------------------- uploads

def test_the_files_of_a_draft_are_the_writers_own_and_wait_with_it(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hello")
        theirs, mine, loose = await uploaded(desk, "agent"), await uploaded(desk), await uploaded(desk)
        await begun(desk, home, attachments=[theirs], status=422)
        made = await begun(desk, home, attachments=[mine])
        assert made["files"] == [{"id": mine, "name": "a.png", "media_type": "image/png", "size": 7}]

        def late(tx: Tx) -> list[str]:
            tx.now += 2 * KEPT
            uploads.sweep(tx)
            return [row.key for row in tx.all("SELECT key FROM attachment")]
        assert await desk.app.store.write(late) == [mine]
        assert loose not in str(await desk("GET", "/drafts"))
        await desk("DELETE", f"/drafts/{home}/reply", status=204)
        assert await desk.app.store.write(late) == []
    serve(run)


# ---------------------------------------------------------------- sending

def test_sending_takes_the_draft_along_when_it_is_told_to(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hello")
        for kind in ("reply", "note"):
            for token in ("admin", "agent"):
                await begun(desk, home, kind, token=token)
        await begun(desk, "new", "new")
        path = f"/conversations/{home}/messages"
        await desk("POST", path, json={"text": "one"}, status=202)
        assert len((await desk("GET", "/drafts"))["items"]) == 3
        await desk("POST", path, json={"text": "two", "draft": True}, status=202)
        assert {one["kind"] for one in (await desk("GET", "/drafts"))["items"]} == {"note", "new"}
        await desk("POST", path, json={"kind": "note", "text": "three", "draft": True}, status=202)
        await desk("POST", "/conversations", json={"channel": "loop", "to": "bea", "text": "four", "draft": True}, status=201)
        assert (await desk("GET", "/drafts"))["items"] == []
        assert len((await desk("GET", "/drafts", token="agent"))["items"]) == 2
        await begun(desk, home)
        await desk("POST", path, json={"text": "five", "draft": True, "expected_last_message": "1"}, status=409)
        assert len((await desk("GET", "/drafts"))["items"]) == 1, "what was not sent is still a draft"
    serve(run)


# ---------------------------------------------------------------- merging, erasing

def test_a_merge_takes_drafts_along_and_joins_what_one_wrote_in_both(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        one, _ = await desk.said("hello")
        two, _ = await desk.said("again", who="bea")
        file, other = await uploaded(desk), await uploaded(desk)
        await begun(desk, one, text="to one", attachments=[file])
        await begun(desk, two, text="to two", attachments=[other], subject="Two")
        note = await begun(desk, one, "note", text="a note")
        undo = (await desk("POST", f"/conversations/{one}/merge", json={"into": str(two)}))["undo"]
        found = {draft["kind"]: draft for draft in (await desk("GET", "/drafts"))["items"]}
        assert {draft["conversation"] for draft in found.values()} == {str(two)}
        assert found["reply"]["text"] == "to two\n\n———\n\nto one"
        assert found["reply"]["fields"] == {"subject": "Two", "attachments": [other, file]}
        assert found["note"]["text"] == "a note" and found["note"]["version"] == note["version"]
        assert (await begun(desk, one, text="too late", status=409))["code"] == "state"
        await desk("POST", f"/undo/{undo}")
        back = await desk("GET", f"/drafts/{one}/note")
        assert back["text"] == "a note"
        assert (await desk("GET", f"/drafts/{two}/reply"))["text"] == "to two\n\n———\n\nto one"
    serve(run)


def test_a_person_who_is_erased_is_in_no_draft(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hello", who="zoe")
        other, _ = await desk.said("hello", who="bea")
        await begun(desk, home)
        await begun(desk, other, to=["bea"], cc=["Zoe <zoe>"])
        await begun(desk, "new", "new", to=["zoella"])
        contact = (await desk("GET", f"/conversations/{home}"))["contact"]["id"]
        await privacy.erase(desk.app.store, int(contact))
        assert [one["fields"].get("to") for one in (await desk("GET", "/drafts"))["items"]] == [["zoella"]]
        left = await desk.app.store.read(lambda rows: rows.value("SELECT COUNT(*) FROM draft"))
        assert left == 1
    serve(run)
