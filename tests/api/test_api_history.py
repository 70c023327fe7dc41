"""What was done to a conversation, told to everybody who may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inbox.api import history
from inbox.store import acts

BOTH = True  # databases


def test_what_was_done_stands_there_with_names(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        a, _ = await desk.said("alpha", who="ann")
        b, _ = await desk.said("beta", who="bob")
        boss = (await desk("GET", "/me"))["id"]
        assert (await desk("GET", f"/conversations/{a}/changes"))["items"] == []
        await desk("PATCH", f"/conversations/{a}", json={"assignee": "me", "tags_add": ["vip"]})
        await desk("PATCH", f"/conversations/{a}", json={"status": "snoozed", "snoozed_until": "2030-01-02T09:00:00Z"})
        await desk("POST", f"/conversations/{a}/link", json={"to": str(b)})
        items = (await desk("GET", f"/conversations/{a}/changes"))["items"]
        for one in items:
            history.Change.model_validate(one)
        linked, snoozed, assigned = items
        assert (linked["action"], linked["other"]) == ("link", str(b))
        assert snoozed["after"] == {"status": "snoozed", "snoozed_until": "2030-01-02T09:00:00.000Z"}
        assert assigned["before"] == {"assignee": None, "tags": []}
        assert assigned["after"] == {"assignee": {"id": boss, "name": assigned["agent"]["name"]}, "tags": ["vip"]}
        page = await desk("GET", f"/conversations/{a}/changes?limit=2")
        assert page["items"] == items[:2] and page["next"]
        rest = await desk("GET", f"/conversations/{a}/changes?limit=2&cursor={page['next']}")
        assert rest["items"] == items[2:] and rest["next"] is None
        assert (await desk("GET", "/conversations/999/changes", status=404))["code"] == "not_found"
    serve(run)


def test_what_an_agent_may_not_see_is_not_named(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        a, _ = await desk.said("alpha", who="ann")
        secret, _ = await desk.said("for the boss", who="bob", channel="secret")
        await desk.app.store.write(lambda tx: acts.audit(tx, acts.SYSTEM, "conversation.merge", f"conversation:{a}", into=str(secret)))
        for token, other in (("admin", str(secret)), ("agent", None)):
            assert [one["other"] for one in (await desk("GET", f"/conversations/{a}/changes", token=token))["items"]] == [other]
        await desk("GET", f"/conversations/{secret}/changes", token="agent", status=404)
    serve(run)
