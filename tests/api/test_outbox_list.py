"""The outbox and the journal of items as lists: what failed is tried again in bulk, what is hidden stays hidden."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from inbox.store import ledger
from inbox.store.base import Tx

BOTH = True


async def sent(desk: Any, channel: str = "loop", who: str = "ann") -> str:
    conversation, _ = await desk.said("Where is it?", who=who, channel=channel)
    reply = await desk("POST", f"/conversations/{conversation}/messages", json={"kind": "reply", "text": "Here."}, status=202)

    async def gone() -> bool:
        return bool((await desk("GET", f"/messages/{reply['id']}"))["delivery"]["state"] == "sent")
    await desk.until(gone)
    return str(reply["id"])


def failed(tx: Tx, *messages: str) -> None:
    for message in messages:
        tx.run("UPDATE recipient SET state = 'failed' WHERE delivery_id IN (SELECT id FROM delivery WHERE message_id = :id)",
               id=int(message))
        tx.run("UPDATE delivery SET state = 'failed', error = :error WHERE message_id = :id", id=int(message),
               error='{"code": "550", "detail": "no such person"}')


def test_what_failed_is_listed_and_goes_again_in_bulk(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        one, two, hidden = await sent(desk), await sent(desk, who="bob"), await sent(desk, "secret", "eve")
        fine = await sent(desk, who="kim")
        await desk.app.store.write(failed, one, two, hidden)
        page = await desk("GET", "/outbox")
        assert [entry["message"] for entry in page["items"]] == [hidden, two, one] and page["next"] is None
        first = page["items"][2]
        assert (first["channel"], first["state"], first["to"], first["error"]) == (
            "loop", "failed", ["ann"], {"code": "550", "detail": "no such person"})
        assert [entry["message"] for entry in (await desk("GET", "/outbox", token="agent"))["items"]] == [two, one]
        assert [e["message"] for e in (await desk("GET", "/outbox?state=sent"))["items"]] == [fine]
        assert [e["message"] for e in (await desk("GET", "/outbox?channel=secret"))["items"]] == [hidden]
        short = await desk("GET", "/outbox?limit=2")
        rest = await desk("GET", f"/outbox?limit=2&cursor={short['next']}")
        assert [e["message"] for e in (*short["items"], *rest["items"])] == [hidden, two, one]
        answer = await desk("POST", "/outbox/retry", token="agent", json={"messages": [one, fine, hidden, "nothing", one]})
        assert [(e["message"], e["ok"], e["code"]) for e in answer["items"]] == [
            (one, True, None), (fine, False, "state"), (hidden, False, "not_found"), ("nothing", False, "not_found")]

        async def gone() -> bool:
            return bool((await desk("GET", f"/messages/{one}"))["delivery"]["state"] == "sent")
        await desk.until(gone)
        await desk("POST", "/outbox/retry", json={"messages": []}, status=422)
    serve(run)


def quarantined(tx: Tx, raw: bytes, channel: str) -> int:
    from inbox.store import blobs
    entry = tx.insert("ledger", channel=channel, feed="spool", item=f"in-{channel}", key=f"k-{channel}", state="quarantined",
                      cause=json.dumps({"code": "unreadable", "detail": "half a JSON"}), at=tx.now, raw=blobs.keep(tx, raw))
    ledger.tally(tx, channel, Counter(quarantined=1))
    return int(entry)


def test_an_item_in_quarantine_is_looked_at_and_left_out(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        raw = b'{"id": "in-1", '
        item = await desk.app.store.write(quarantined, raw, "loop")
        hidden = await desk.app.store.write(quarantined, raw, "secret")
        headers = {"Authorization": f"Bearer {desk.agent}"}
        async with desk.http.get(f"{desk.url}/api/v1/ledger/{item}/raw", headers=headers) as answer:
            assert await answer.read() == raw and answer.content_type == "application/json"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Disposition"].startswith("attachment")
        for method, path in (("GET", "raw"), ("POST", "drop")):
            await desk(method, f"/ledger/{hidden}/{path}", token="agent", status=404)
        left = await desk("POST", f"/ledger/{item}/drop", token="agent")
        assert (left["state"], left["cause"]["code"]) == ("ignored", "dropped")
        assert (await desk("POST", f"/ledger/{item}/drop", status=409))["code"] == "state"
        assert (await desk("GET", "/channels/loop"))["ledger"]["ignored"] == 1
        assert "ledger.drop" in {act["action"] for act in (await desk("GET", "/audit"))["items"]}
    serve(run)
