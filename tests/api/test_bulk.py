"""Many conversations at once, a message that moves, two that are linked: and each taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inbox.api import desk_answers

BOTH = True  # databases


def test_many_change_and_one_undo_takes_all_of_it_back(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        homes = [str((await desk.said(f"hi {n}", who=f"w{n}"))[0]) for n in range(4)]
        secret = str((await desk.said("psst", channel="secret", who="spy"))[0])
        await desk("PATCH", f"/conversations/{homes[0]}", json={"tags": ["a", "b"]})
        done = await desk("POST", "/conversations/bulk", token="agent", json={
            "ids": [homes[1], "nonsense", homes[0], secret, "999", homes[1]],
            "patch": {"status": "closed", "assignee": "me", "tags_add": ["x"], "tags_remove": ["a"]}})
        desk_answers.BulkDone.model_validate(done)
        assert done["done"] == [homes[1], homes[0]]
        assert {(one["id"], one["code"]) for one in done["failed"]} == {
            ("nonsense", "not_found"), (secret, "not_found"), ("999", "not_found")}
        shown = await desk("GET", f"/conversations/{homes[0]}")
        assert shown["status"] == "closed" and shown["tags"] == ["b", "x"] and shown["assignee"]["name"] == "Ada"
        assert (await desk("GET", f"/conversations/{secret}"))["status"] == "open"
        assert (await desk("POST", f"/undo/{done['undo']}", token="agent")) == {"failed": []}
        for home, tags in ((homes[0], ["a", "b"]), (homes[1], [])):
            shown = await desk("GET", f"/conversations/{home}")
            assert (shown["status"], shown["assignee"], shown["tags"]) == ("open", None, tags)
        assert (await desk("POST", f"/undo/{done['undo']}", token="agent", status=409))["code"] == "state"
    serve(run)


def test_an_undo_of_many_says_what_it_could_not_take_back(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        homes = [str((await desk.said(f"hi {n}", who=f"w{n}"))[0]) for n in range(2)]
        done = await desk("POST", "/conversations/bulk", json={"ids": homes, "patch": {"status": "closed"}})
        await desk("PATCH", f"/conversations/{homes[0]}", json={"status": "spam"})
        failed = (await desk("POST", f"/undo/{done['undo']}"))["failed"]
        assert [one["code"] for one in failed] == ["state"]
        assert [(await desk("GET", f"/conversations/{home}"))["status"] for home in homes] == ["spam", "open"]
        nothing = await desk("POST", "/conversations/bulk", json={"ids": homes[1:], "patch": {"status": "open"}})
        assert nothing["done"] == homes[1:] and nothing["undo"] is None
        wrong = await desk("POST", "/conversations/bulk", json={"ids": homes, "patch": {"assignee": "999"}})
        assert wrong["done"] == [] and {one["code"] for one in wrong["failed"]} == {"assignee"} and wrong["undo"] is None
        for body in ({"ids": [], "patch": {}}, {"ids": ["1"] * 501, "patch": {}}, {"ids": homes, "patch": {"status": None}},
                     {"ids": homes, "patch": {"version": 1}}, {"ids": homes, "patch": {"colour": "red"}}):
            await desk("POST", "/conversations/bulk", json=body, status=422)
    serve(run)


def test_many_become_one_and_many_again(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        homes = [str((await desk.said(f"hi {n}", who=f"w{n}"))[0]) for n in range(3)]
        secret = str((await desk.said("psst", channel="secret", who="spy"))[0])
        done = await desk("POST", "/conversations/bulk/merge", json={"ids": [*homes, secret], "into": homes[0]})
        assert done["done"] == homes[1:] and [(one["id"], one["code"]) for one in done["failed"]] == [(secret, "channels")]
        assert len((await desk("GET", f"/conversations/{homes[0]}/messages"))["items"]) == 3
        await desk("POST", f"/undo/{done['undo']}")
        for home in homes:
            assert len((await desk("GET", f"/conversations/{home}/messages"))["items"]) == 1
        await desk("POST", "/conversations/bulk/merge", json={"ids": homes, "into": secret}, token="agent", status=404)
    serve(run)


def test_an_undo_looks_again_at_who_may_see_it(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home = (await desk.said("hi"))[0]
        undo = (await desk("PATCH", f"/conversations/{home}", json={"status": "closed"}, token="agent"))["undo"]
        channels = desk.app.config.channels  # an admin takes the channel from Ada meanwhile
        channels["loop"] = channels["loop"].model_copy(update={"agents": ("boss@example.com",)})
        await desk("POST", f"/undo/{undo}", token="agent", status=404)
        assert (await desk("GET", f"/conversations/{home}"))["status"] == "closed"
        await desk("POST", f"/undo/{undo}")
        assert (await desk("GET", f"/conversations/{home}"))["status"] == "open"
    serve(run)


async def _texts(desk: Any, home: Any) -> list[str]:
    return [m["text"] for m in (await desk("GET", f"/conversations/{home}/messages"))["items"]]


def test_a_message_moves_and_comes_back(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        ann, _ = await desk.said("about shoes", who="ann")
        _, wrong = await desk.said("about hats", who="ann", conversation=ann)
        bob, _ = await desk.said("hats please", who="bob")
        await desk("POST", f"/conversations/{bob}/messages", json={"text": "here they are"}, status=202)
        await desk("PATCH", f"/conversations/{bob}", json={"status": "closed"})
        moved = await desk("POST", f"/messages/{wrong}/move", json={"conversation": str(bob)})
        assert moved["id"] == str(bob) and moved["related"] == [str(ann)]
        assert await _texts(desk, ann) == ["about shoes"] and "about hats" in await _texts(desk, bob)
        assert (await desk("GET", f"/conversations/{ann}"))["last_message"]["text"] == "about shoes"
        await desk("POST", f"/undo/{moved['undo']}")
        assert await _texts(desk, ann) == ["about shoes", "about hats"] and "about hats" not in await _texts(desk, bob)
        shown = await desk("GET", f"/conversations/{bob}")
        assert shown["related"] == [] and shown["status"] == "closed" and shown["waiting_since"] is None
        assert (await desk("POST", f"/undo/{moved['undo']}", status=409))["code"] == "state"
    serve(run)


def test_a_message_becomes_a_conversation_of_its_own(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        ann, first = await desk.said("one", who="ann")
        _, second = await desk.said("two", who="ann", conversation=ann)
        await desk.said("three", who="ann", conversation=ann)
        made = await desk("POST", f"/messages/{second}/move", json={"conversation": None})
        assert await _texts(desk, ann) == ["one", "three"] and await _texts(desk, made["id"]) == ["two"]
        await desk("POST", f"/undo/{made['undo']}")
        assert sorted(await _texts(desk, ann)) == ["one", "three", "two"]
        alone, only = await desk.said("alone", who="bob")
        for body in ({"conversation": None}, {"conversation": str(ann)}, {"conversation": str(alone)}):
            assert (await desk("POST", f"/messages/{only}/move", json=body, status=409))["code"] == "state"
        secret, hidden = await desk.said("psst", channel="secret", who="spy")
        await desk.said("more", channel="secret", who="spy", conversation=secret)
        await desk("POST", f"/messages/{first}/move", json={"conversation": str(secret)}, token="agent", status=404)
        await desk("POST", f"/messages/{hidden}/move", json={"conversation": None}, token="agent", status=404)
        assert (await desk("POST", f"/messages/{first}/move", json={"conversation": str(secret)}, status=422))["code"] == "channels"
    serve(run)


def test_two_are_linked_and_not_linked(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        one, other = [(await desk.said(f"hi {n}", who=f"w{n}"))[0] for n in range(2)]
        secret, _ = await desk.said("psst", channel="secret", who="spy")
        linked = await desk("POST", f"/conversations/{one}/link", json={"to": str(other)})
        assert linked["related"] == [str(other)] and (await desk("GET", f"/conversations/{other}"))["related"] == [str(one)]
        again = await desk("POST", f"/conversations/{one}/link", json={"to": str(other)})
        assert again["undo"] is None
        await desk("POST", f"/undo/{linked['undo']}")
        assert (await desk("GET", f"/conversations/{one}"))["related"] == []
        await desk("POST", f"/conversations/{one}/link", json={"to": str(other)})
        gone = await desk("DELETE", f"/conversations/{one}/link/{other}")
        assert gone["related"] == []
        await desk("POST", f"/undo/{gone['undo']}")
        assert (await desk("GET", f"/conversations/{other}"))["related"] == [str(one)]
        await desk("POST", f"/conversations/{one}/link", json={"to": str(secret)}, token="agent", status=404)
        await desk("POST", f"/conversations/{one}/link", json={"to": str(one)}, status=409)
    serve(run)
