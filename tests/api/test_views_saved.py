"""Saved views and the filters of the list: each count is the length of its list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inbox.api import answers
from inbox.api.saved import View, Views
from inbox.store import deliveries, saved, triage

BOTH = True


async def ids(desk: Any, query: str, token: str = "admin") -> list[int]:
    return sorted(int(one["id"]) for one in (await desk("GET", f"/conversations?{query}", token=token))["items"])


def test_a_view_is_a_list_under_a_name(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        a, _ = await desk.said("red shoes", who="ann")
        b, _ = await desk.said("red invoice", who="bob", channel="other")
        secret, _ = await desk.said("red secret", channel="secret", who="vip")
        await desk("PATCH", f"/conversations/{a}", json={"tags": ["vip"]})
        made = {}
        for name, query in (("red", {"q": "red"}), ("vip", {"tag": "vip"}), ("mine", {"assignee": "me", "status": "all"}),
                            ("since", {"created_after": "2020-01-01T00:00:00+01:00", "sort": "oldest"}),
                            ("unread", {"unread": True}), ("both", {"q": "red -tag:vip is:open"})):
            view = await desk("POST", "/views", json={"name": name, "query": query, "shared": True}, status=201)
            View.model_validate(view)
            made[name] = view["id"]
        own = (await desk("POST", "/views", token="agent", json={"name": "own", "query": {"channel": "other"}}, status=201))["id"]
        wanted = {"red": [a, b, secret], "vip": [a], "mine": [], "since": [a, b, secret], "unread": [a, b, secret], "both": [b, secret]}
        for token in ("admin", "agent"):
            counts = await desk("GET", "/conversations/counts", token=token)
            answers.Counts.model_validate(counts)
            for name, expected in wanted.items():
                seen = [one for one in expected if token == "admin" or one != secret]
                assert await ids(desk, f"view={made[name]}", token) == seen, (token, name)
                assert counts["views"][made[name]] == len(seen), (token, name)
            assert (own in counts["views"]) is (token == "agent")
        assert await ids(desk, f"view={made['red']}&tag=vip") == [a] and await ids(desk, f"view={made['red']}&q=shoes") == [a]
        await desk("GET", f"/conversations?view={own}", status=404)
        await desk("GET", "/conversations?view=x", status=404)
    serve(run)


def test_whose_view_it_is(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        mine = await desk("POST", "/views", token="agent", json={"name": "mine", "query": {}}, status=201)
        everybodys = await desk("POST", "/views", token="agent", status=201,
                                json={"name": "all", "query": {}, "shared": True, "position": 0})
        bosss = await desk("POST", "/views", json={"name": "boss", "query": {}, "shared": True}, status=201)
        page = await desk("GET", "/views", token="agent")
        Views.model_validate(page)
        assert [(one["name"], one["mine"]) for one in page["items"]] == [("all", True), ("mine", True), ("boss", False)]
        first = await desk("GET", "/views?limit=1", token="agent")
        assert [one["name"] for one in (await desk("GET", f"/views?limit=5&cursor={first['next']}", token="agent"))["items"]] == [
            "mine", "boss"]
        assert [one["name"] for one in (await desk("GET", "/views"))["items"]] == ["all", "boss"]
        await desk("GET", f"/views/{mine['id']}", status=404)
        await desk("DELETE", f"/views/{mine['id']}", status=404)
        assert (await desk("PATCH", f"/views/{bosss['id']}", token="agent", json={"name": "x"}, status=422))["code"] == "not_yours"
        changed = await desk("PATCH", f"/views/{everybodys['id']}", json={"name": "renamed", "shared": True, "position": 9})
        assert (changed["name"], changed["position"], changed["mine"]) == ("renamed", 9, False)
        assert (await desk("PATCH", f"/views/{mine['id']}", token="agent", json={"query": {"q": "x"}}))["query"] == {"q": "x"}
        await desk("DELETE", f"/views/{everybodys['id']}", status=204)
        await desk("GET", f"/views/{everybodys['id']}", token="agent", status=404)
        for bad in ({"name": "x"}, {"name": "x", "query": {"odd": 1}}, {"name": "x", "query": {"q": "is:odd"}},
                    {"name": "x", "query": {"status": "odd"}}, {"name": "x", "query": {"tz": "Mars"}}):
            assert (await desk("POST", "/views", json=bad, status=422))["errors"], bad
        assert (await desk("PATCH", f"/views/{bosss['id']}", json={"name": None}, status=422))["errors"]
        kept, saved.MOST = saved.MOST, 1
        try:
            assert (await desk("POST", "/views", json={"name": "x", "query": {}}, status=409))["code"] == "too_many"
        finally:
            saved.MOST = kept
    serve(run)


def test_what_is_unread_and_what_waits(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        a, first = await desk.said("one", who="ann", at=1_760_000_000_000_000)
        b, second = await desk.said("two", who="bob", at=1_760_000_000_000_000 + 60_000_000)
        assert await ids(desk, "unread=true") == [a, b] and (await desk("GET", "/conversations/counts"))["unread"] == 2
        seen = await desk("POST", f"/conversations/{a}/read", json={"up_to": str(first)})
        assert seen["read_up_to"] == str(first) and await ids(desk, "unread=true") == [b]
        assert await ids(desk, "unread=true", "agent") == [a, b] and (await desk("GET", "/conversations/counts"))["unread"] == 1
        ada = (await desk("GET", "/agents"))["items"][1]["id"]
        await desk("PATCH", f"/conversations/{b}", json={"assignee": ada})
        assert (await desk("GET", "/conversations/counts"))["unread"] == 0  # it is somebody else's
        await desk("POST", f"/conversations/{a}/messages", json={"text": "hello"}, status=202)
        assert await ids(desk, "waiting=true") == [b]
        assert await ids(desk, "waiting_before=2025-10-09T09:00:00Z") == [b] and await ids(desk, "waiting_after=2026-01-01T00:00:00Z") == []
        assert [one["id"] for one in (await desk("GET", "/conversations?sort=oldest"))["items"]] == [str(b), str(a)]
        await desk("PATCH", f"/conversations/{b}", json={"status": "closed"})
        assert await ids(desk, "status=closed&closed_after=2020-01-01T00:00:00Z") == [b]
        assert await ids(desk, "status=closed&closed_before=2020-01-01T00:00:00Z") == []
        assert second
    serve(run)


def test_what_came_back_says_why_until_somebody_acts(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        a, _ = await desk.said("later", who="ann")

        async def returned() -> str | None:
            one = await desk("GET", f"/conversations/{a}")
            answers.OneConversation.model_validate(one)
            return one["returned"] and one["returned"]["reason"]
        assert await returned() is None
        await desk("PATCH", f"/conversations/{a}", json={"snoozed_until": "2999-01-01T00:00:00Z"})
        await desk.app.store.write(lambda tx: triage.wake(tx, 33_000_000_000_000_000))
        assert await returned() == "time"
        await desk("PATCH", f"/conversations/{a}", json={"tags": ["seen"]})
        assert await returned() is None
        await desk("PATCH", f"/conversations/{a}", json={"status": "snoozed"})
        await desk.said("are you there?", who="ann", conversation=a)
        assert await returned() == "answer"
        sent = await desk("POST", f"/conversations/{a}/messages", json={"text": "yes", "send_at": "2999-01-01T00:00:00Z"}, status=202)
        assert await returned() is None
        await desk("PATCH", f"/conversations/{a}", json={"status": "closed"})

        def fail(tx: Any) -> None:
            row = tx.one("SELECT id FROM delivery WHERE message_id = :id", id=int(sent["id"]))
            tx.run("UPDATE recipient SET state = 'failed' WHERE delivery_id = :id", id=row.id)
            deliveries.derive(tx, row.id)
        await desk.app.store.write(fail)
        assert await returned() == "failed" and (await desk("GET", f"/conversations/{a}"))["status"] == "open"
        assert (await desk("GET", "/conversations/counts"))["failed"] == 1 and await ids(desk, "q=is:failed") == [a]
        await desk("PATCH", f"/conversations/{a}", json={"priority": "high"})
        assert await returned() is None
    serve(run)


def test_a_list_shows_the_drafts_of_the_one_who_asks(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        a, _ = await desk.said("one", who="ann")
        b, _ = await desk.said("two", who="bob")
        await desk("PUT", f"/drafts/{a}/reply", json={"text": "Dear", "fields": {}, "version": 0})
        drafts = {int(one["id"]): one["draft"] for one in (await desk("GET", "/conversations"))["items"]}
        assert drafts == {a: True, b: False}
        assert not any(one["draft"] for one in (await desk("GET", "/conversations", token="agent"))["items"])
        assert (await desk("GET", f"/conversations/{a}"))["draft"] is True
    serve(run)
