"""A conversation that is deleted for good: who may, what goes with it, and that it stays away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BOTH = True  # databases


def test_what_is_closed_can_be_deleted_with_all_that_hangs_on_it(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, message = await desk.said("my unusual kettledrum")
        other, _ = await desk.said("a kettledrum of somebody else", who="ben")
        assert (await desk("DELETE", f"/conversations/{home}", token="agent", status=409))["code"] == "state"
        await desk("POST", f"/conversations/{home}/messages", json={"kind": "note", "text": "a drum"}, status=202)
        await desk("PUT", f"/drafts/{home}/reply", json={"text": "dear", "fields": {}, "version": 0})
        closed = await desk("PATCH", f"/conversations/{home}", json={"status": "closed", "tags": ["loud"]})
        assert await desk("DELETE", f"/conversations/{home}", token="agent", status=204) == ""
        await desk("GET", f"/conversations/{home}", status=404)
        await desk("GET", f"/messages/{message}", status=404)
        await desk("DELETE", f"/conversations/{home}", status=404)
        await desk("POST", f"/undo/{closed['undo']}", status=404)
        found = await desk("GET", "/conversations?status=all&q=kettledrum")
        assert [one["id"] for one in found["items"]] == [str(other)]
        assert (await desk("GET", "/drafts"))["items"] == [] and (await desk("GET", "/tags"))["items"] == []
        acts = (await desk("GET", f"/audit?target=conversation:{home}"))["items"]
        assert acts[0]["action"] == "conversation.delete" and acts[0]["agent"]["name"] == "Ada"
    serve(run)


def test_nobody_deletes_what_they_do_not_see_or_what_is_on_its_way(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        hidden, _ = await desk.said("psst", channel="secret", who="spy")
        await desk("DELETE", f"/conversations/{hidden}", token="agent", status=404)
        home, _ = await desk.said("hello")
        await desk.said("and by the other way", channel="secret", conversation=home)
        await desk.said("it is me again", conversation=home)
        await desk("PATCH", f"/conversations/{home}", json={"status": "spam"})
        assert (await desk("GET", f"/conversations/{home}", token="agent"))["channel"] == "loop"
        assert (await desk("DELETE", f"/conversations/{home}", token="agent", status=422))["code"] == "channels"
        waiting, _ = await desk.said("later please", who="cleo")
        later = await desk("POST", f"/conversations/{waiting}/messages", status=202,
                           json={"text": "yes", "send_at": "2999-01-01T00:00:00Z"})
        assert (await desk("DELETE", f"/conversations/{waiting}", status=409))["code"] == "sending"
        await desk("POST", f"/messages/{later['id']}/cancel")
        await desk("DELETE", f"/conversations/{waiting}", status=204)  # an admin need not close it first
    serve(run)

