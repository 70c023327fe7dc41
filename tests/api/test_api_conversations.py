"""The list, its filters and pages, the search, the counts, and what an agent changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from inbox.api import answers
from inbox.store import agents

BOTH = True  # databases


async def walk(desk: Any, path: str, limit: int, **more: Any) -> list[Any]:
    """All items of a list, page by page."""
    items: list[Any] = []
    cursor = ""
    while True:
        page = await desk("GET", f"{path}{'&' if '?' in path else '?'}limit={limit}{cursor}", **more)
        assert len(page["items"]) <= limit
        items += page["items"]
        if page["next"] is None:
            return items
        assert len(page["items"]) == limit
        cursor = "&cursor=" + page["next"]


def test_the_list_is_newest_first_and_its_pages_join_without_gap_or_double(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        made = [(await desk.said(f"hello {n}", who=f"p{n}", at=1_700_000_000_000_000 + n // 2))[0] for n in range(7)]
        seen = await walk(desk, "/conversations", 2)
        assert [int(c["id"]) for c in seen] == made[::-1]
        for one in seen:
            answers.Conversation.model_validate(one)
        first = seen[-1]
        assert first["unread"] and first["waiting_since"] and first["last_message"]["text"] == "hello 0"
        assert first["last_message"]["direction"] == "in" and first["contact"]["name"] == "P0" and first["assignee"] is None
        assert await desk("GET", f"/conversations/{made[0]}") == {**first, "read_up_to": None}
        for bad in ("limit=0", "limit=201", "status=odd", "cursor=xyz", "cursor=WzFd", "sort=odd"):
            assert (await desk("GET", "/conversations?" + bad, status=422))["errors"]
        for unknown in ("999", "abc", "-1", "0", "9" * 30, "%C2%B2"):
            assert (await desk("GET", f"/conversations/{unknown}", status=404))["code"] == "not_found"
    serve(run)


def test_filters(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        a, _ = await desk.said("alpha", who="ann")
        b, _ = await desk.said("beta", who="bob", channel="other")
        c, _ = await desk.said("gamma", who="cy")
        boss, ada = (agent["id"] for agent in (await desk("GET", "/agents"))["items"])
        done = await desk("PATCH", f"/conversations/{a}", json={"version": 1_000, "status": "closed"}, status=409)
        assert done["code"] == "version"
        seen = await desk("GET", f"/conversations/{a}")
        done = await desk("PATCH", f"/conversations/{a}", json={
            "version": seen["version"], "assignee": "me", "tags": ["vip", "late"], "priority": "high"})
        answers.ConversationChanged.model_validate(done)
        assert done["assignee"]["id"] == boss and done["tags"] == ["late", "vip"] and done["undo"]
        await desk("PATCH", f"/conversations/{b}", json={"assignee": ada})
        await desk("PATCH", f"/conversations/{c}", json={"status": "closed"})

        async def ids(query: str, token: str = "admin") -> list[int]:
            return sorted(int(found["id"]) for found in (await desk("GET", f"/conversations?{query}", token=token))["items"])
        assert await ids("") == [a, b]
        assert await ids("status=closed") == [c] and await ids("status=all") == [a, b, c]
        assert await ids("assignee=me") == [a] and await ids("assignee=me", "agent") == [b]
        assert await ids("assignee=none&status=all") == [c] and await ids(f"assignee={ada}") == [b]
        assert await ids("channel=other") == [b] and await ids("tag=vip") == [a] and await ids("tag=none") == []
        contact = (await desk("GET", f"/conversations/{b}"))["contact"]["id"]
        assert await ids(f"contact={contact}") == [b] and await ids("contact=zzz") == [] and await ids("assignee=zzz") == []
        assert await ids("delivery=failed") == []
        counts = await desk("GET", "/conversations/counts")
        assert counts == {"open": 2, "mine": 1, "unassigned": 0, "snoozed": 0, "closed": None, "failed": 0, "uncertain": 0, "mentions": 0,
                          "unread": 1, "channels": {"loop": 1, "other": 1}, "tags": {"late": 1, "vip": 1}, "teams": {}, "views": {}}
        assert [(t["name"], t["conversations"]) for t in await walk(desk, "/tags", 1)] == [("late", 1), ("vip", 1)]
        await desk("POST", f"/undo/{done['undo']}")
        assert (await desk("GET", f"/conversations/{a}"))["tags"] == []
        assert (await desk("POST", f"/undo/{done['undo']}", status=409))["code"] == "state"
        await desk("POST", "/undo/nothing", status=404)
    serve(run)


def test_oldest_waiting_comes_first_and_who_waits_for_nothing_last(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        base = 1_700_000_000_000_000
        made = [(await desk.said(f"m{n}", who=f"w{n}", at=base + at))[0] for n, at in enumerate((30, 10, 20, 10, 40))]
        quiet = []
        for who in ("q1", "q2", "q3"):
            conversation, _ = await desk.said("answered", who=who)
            await desk("POST", f"/conversations/{conversation}/messages", json={"text": "yes"}, status=202)
            quiet.append(conversation)
        expected = [made[1], made[3], made[2], made[0], made[4], *quiet]
        for limit in (1, 2, 3, 5, 50):
            assert [int(c["id"]) for c in await walk(desk, "/conversations?sort=oldest_waiting", limit)] == expected
    serve(run)


def test_search_finds_newest_first_and_a_conversation_once(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        homes = [(await desk.said(f"red shoes {n}", who=f"s{n}"))[0] for n in range(5)]
        await desk.said("nothing of that", who="other")
        for home in (homes[1], homes[0], homes[1], homes[3]):
            await desk.said("red shoes again", who=f"s{homes.index(home)}", conversation=home)
        expected = [homes[3], homes[1], homes[0], homes[4], homes[2]]
        for limit in (1, 2, 50):
            assert [int(c["id"]) for c in await walk(desk, "/conversations?q=red+shoes", limit)] == expected
        assert [int(c["id"]) for c in await walk(desk, "/conversations?q=again&channel=loop", 1)] == expected[:3]
        assert (await desk("GET", "/conversations?q=again&channel=other"))["items"] == []
        await desk("PATCH", f"/conversations/{homes[3]}", json={"status": "closed"})
        assert [int(c["id"]) for c in await walk(desk, "/conversations?q=shoes&status=all", 2)] == expected
        assert [int(c["id"]) for c in await walk(desk, "/conversations?q=shoes", 2)] == expected[1:]
        await desk("PATCH", f"/conversations/{homes[0]}", json={"tags": ["few"]})
        assert [int(c["id"]) for c in await walk(desk, "/conversations?q=shoes&tag=few", 1)] == [homes[0]]
        ann = (await desk("GET", f"/conversations/{homes[1]}"))["contact"]["id"]
        assert [int(c["id"]) for c in await walk(desk, f"/conversations?q=shoes&contact={ann}", 1)] == [homes[1]]
        for odd in ("%22", "*", "a%22b%20OR%20c", "%F0%9F%91%9F", "(((", "NEAR(", "%00"):
            answer = await desk("GET", f"/conversations?q={odd}", status=422 if odd == "%00" else 200)
            assert odd == "%00" or answer["items"] == []
    serve(run)


def test_read_unread_merge_and_split(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        a, _ = await desk.said("first", who="ann")
        _, second = await desk.said("second", who="ann", conversation=a)
        b, _ = await desk.said("elsewhere", who="ann")
        assert not (await desk("POST", f"/conversations/{a}/read", json={"up_to": str(second)}))["unread"]
        assert (await desk("GET", f"/conversations/{a}", token="agent"))["unread"]
        assert (await desk("POST", f"/conversations/{a}/unread"))["unread"]
        merged = await desk("POST", f"/conversations/{b}/merge", json={"into": str(a)})
        assert merged["id"] == str(a) and merged["undo"]
        gone = await desk("GET", f"/conversations/{b}")
        assert gone["status"] == "merged" and gone["merged_into"] == str(a)
        texts = [m["text"] for m in (await desk("GET", f"/conversations/{a}/messages"))["items"]]
        assert texts == ["first", "second", "elsewhere"]
        await desk("POST", f"/undo/{merged['undo']}")
        assert (await desk("GET", f"/conversations/{b}"))["status"] == "open"
        split = await desk("POST", f"/conversations/{a}/split", json={"message": str(second)}, status=201)
        assert split["id"] not in (str(a), str(b)) and split["undo"] and str(a) in split["related"]
        for body in ({"into": "999"}, {"into": "x"}):
            await desk("POST", f"/conversations/{a}/merge", json=body, status=404)
        await desk("POST", f"/conversations/{a}/merge", json={}, status=422)
    serve(run)


def test_snooze_and_its_moments(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        a, _ = await desk.said("later", who="ann")
        done = await desk("PATCH", f"/conversations/{a}", json={"snoozed_until": "2999-01-02T03:04:05+02:00"})
        assert (done["status"], done["snoozed_until"]) == ("snoozed", "2999-01-02T01:04:05.000Z")
        done = await desk("PATCH", f"/conversations/{a}", json={"status": "snoozed", "snoozed_until": None})
        assert (done["status"], done["snoozed_until"]) == ("snoozed", None)
        assert (await desk("GET", "/conversations/counts"))["snoozed"] == 1
        for bad in ({"snoozed_until": "2999-01-02T03:04:05"}, {"status": None}, {"status": "odd"}, {"tags": [""]},
                    {"snoozed_until": "0001-01-01T00:00:00+00:00"}, {"assignee": 5}):
            assert (await desk("PATCH", f"/conversations/{a}", json=bad, status=422))["errors"]
    serve(run)


def test_an_agent_sees_nothing_of_a_channel_that_does_not_admit_them(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        secret, message = await desk.said("for the boss only", channel="secret", who="vip")
        plain, _ = await desk.said("for all", who="ann")
        boss = await desk("GET", f"/conversations/{secret}")
        assert [c["id"] for c in (await desk("GET", "/conversations"))["items"]] == [str(plain), str(secret)]
        assert [c["id"] for c in (await desk("GET", "/conversations", token="agent"))["items"]] == [str(plain)]
        assert (await desk("GET", "/conversations?q=boss", token="agent"))["items"] == []
        assert (await desk("GET", "/conversations?status=all&channel=secret", token="agent"))["items"] == []
        assert (await desk("GET", "/conversations/counts", token="agent"))["channels"] == {"loop": 1}
        assert (await desk("GET", "/contacts?q=vip", token="agent"))["items"] == []
        assert [c["name"] for c in (await desk("GET", "/channels", token="agent"))["items"]] == ["loop", "other"]
        calls = [("GET", f"/conversations/{secret}", None), ("GET", f"/conversations/{secret}/messages", None),
                 ("PATCH", f"/conversations/{secret}", {"status": "closed"}), ("GET", f"/messages/{message}", None),
                 ("GET", f"/messages/{message}/raw", None), ("GET", f"/messages/{message}/html", None),
                 ("GET", f"/messages/{message}/explain", None), ("POST", f"/messages/{message}/retry", None),
                 ("POST", f"/conversations/{secret}/messages", {"text": "x"}),
                 ("POST", f"/conversations/{secret}/read", {"up_to": str(message)}),
                 ("POST", f"/conversations/{plain}/merge", {"into": str(secret)}),
                 ("POST", f"/conversations/{plain}/split", {"message": str(message)}),
                 ("GET", f"/contacts/{boss['contact']['id']}", None),
                 ("PATCH", f"/contacts/{boss['contact']['id']}", {"name": "x"}),
                 ("GET", "/channels/secret", None), ("POST", "/channels/secret/pause", None)]
        for method, path, body in calls:
            await desk(method, path, token="agent", json=body, status=404)
        reply = f"/conversations/{plain}/messages"
        for path, name in ((reply, "secret"), ("/conversations", "secret"), ("/conversations", "gone")):
            body = {"channel": name, "to": "x", "text": "y"}
            assert (await desk("POST", path, token="agent", json=body, status=422))["code"] == "no_channel"
        assert await desk("GET", f"/conversations/{secret}") == boss
    serve(run)


def test_a_contact_of_a_hidden_channel_cannot_be_put_on_ones_own_conversation(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        secret, _ = await desk.said("for the boss only", channel="secret", who="vip")
        plain, _ = await desk.said("for all", who="ann")
        vip = (await desk("GET", f"/conversations/{secret}"))["contact"]["id"]
        await desk("PATCH", f"/conversations/{plain}", token="agent", json={"contact": vip}, status=404)
        await desk("GET", f"/contacts/{vip}", token="agent", status=404)
        twin = (await desk("POST", "/contacts", json={"name": "Vip's old card"}, status=201))["id"]
        await desk("POST", f"/contacts/{twin}/merge", json={"into": vip})
        await desk("PATCH", f"/conversations/{plain}", token="agent", json={"contact": twin}, status=404)  # leads to the same
        mine = (await desk("POST", "/contacts", json={"name": "Ann's sister"}, status=201))["id"]
        changed = await desk("PATCH", f"/conversations/{plain}", token="agent", json={"contact": mine})
        assert changed["contact"]["id"] == mine
    serve(run)


def test_who_is_only_named_in_a_hidden_channel_is_hidden_too(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        secret, _ = await desk.said("for the boss only", channel="secret", who="vip")
        plain, _ = await desk.said("for all", who="ann")
        for conversation, copied in ((secret, "lawyer"), (plain, "lawyer2")):
            await desk("POST", f"/conversations/{conversation}/messages", json={"text": "hello", "to": [copied]}, status=202)
        seen = {one["name"] for one in (await desk("GET", "/contacts", token="agent"))["items"]}
        assert "lawyer2" in seen and "lawyer" not in seen
        everybody = {one["name"]: one["id"] for one in (await desk("GET", "/contacts"))["items"]}
        await desk("GET", f"/contacts/{everybody['lawyer']}", token="agent", status=404)
        twin = (await desk("POST", "/contacts", json={"name": "Vip's old card", "notes": "rich"}, status=201))["id"]
        await desk("POST", f"/contacts/{twin}/merge", json={"into": everybody["Vip"]})
        await desk("GET", f"/contacts/{twin}", token="agent", status=404)
        assert (await desk("GET", f"/contacts/{twin}"))["merged_into"] == everybody["Vip"]
    serve(run)


def test_a_channel_that_leaves_the_configuration_stays_closed(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        secret, _ = await desk.said("for the boss only", channel="secret", who="vip")
        await desk("GET", f"/conversations/{secret}", token="agent", status=404)
        config = desk.app.config
        left = {name: settings for name, settings in config.channels.items() if name != "secret"}
        desk.app.config = dataclasses.replace(config, channels=left)  # what a reload does
        await desk("GET", f"/conversations/{secret}", token="agent", status=404)
        assert (await desk("GET", f"/conversations/{secret}"))["channel"] == "secret"
        kept = await desk.app.store.read(agents.restrictions)  # what the next start knows
        assert kept == {"secret": frozenset({"boss@example.com"})}
    serve(run)
