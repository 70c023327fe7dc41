"""Contacts, canned replies, channels, the ledger, hooks, health, the description and the docs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from inbox.api import answers, channel_answers, desk_answers
from inbox.api.server import operations
from inbox.connector import Grant, Route
from inbox.store import ledger
from inbox.store.base import Tx
from inbox.types import RawItem, Tokens

BOTH = True  # databases


def test_contacts(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hi", who="ann")
        ann = (await desk("GET", f"/conversations/{home}"))["contact"]["id"]
        made = await desk("POST", "/contacts", status=201, json={
            "name": "Zoë %", "notes": "likes red", "addresses": [{"channel": "loop", "address": " ZOE "}]})
        answers.Contact.model_validate(made)
        assert made["addresses"][0]["value"] == "zoe"
        assert (await desk("POST", "/contacts", json={"addresses": [{"channel": "loop", "address": "zoe"}]}, status=409))["code"]
        assert (await desk("POST", "/contacts", json={"addresses": [{"channel": "loop", "address": "!"}]}, status=422))["errors"]
        assert [c["name"] for c in (await desk("GET", "/contacts"))["items"]] == ["Ann", "Zoë %"]
        first = await desk("GET", "/contacts?limit=1")
        assert [c["name"] for c in (await desk("GET", f"/contacts?limit=1&cursor={first['next']}"))["items"]] == ["Zoë %"]
        for asked, found in (("zo", 1), ("%25", 1), ("_", 0), ("ANN", 1), ("zoe", 1), ("\\", 0)):
            assert len((await desk("GET", f"/contacts?q={asked}"))["items"]) == found, asked
        changed = await desk("PATCH", f"/contacts/{ann}", json={"name": "Ann Lee", "version": 1})
        answers.ContactChanged.model_validate(changed)
        assert changed["name"] == "Ann Lee" and changed["version"] > 1
        assert (await desk("PATCH", f"/contacts/{ann}", json={"name": "x", "version": 1}, status=409))["code"] == "version"
        assert [c["id"] for c in (await desk("GET", f"/contacts/{ann}/conversations"))["items"]] == [str(home)]
        merged = await desk("POST", f"/contacts/{ann}/merge", json={"into": made["id"]})
        assert merged["id"] == made["id"] and {a["value"] for a in merged["addresses"]} == {"ann", "zoe"}
        assert (await desk("GET", f"/conversations/{home}"))["contact"]["id"] == made["id"]
        await desk("POST", f"/undo/{merged['undo']}")
        assert (await desk("GET", f"/conversations/{home}"))["contact"]["id"] == ann
        await desk("GET", "/contacts/999", status=404)
    serve(run)


def test_canned_replies(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        made = [await desk("POST", "/canned", json={"name": f"n{n}", "text": "t"}, status=201) for n in range(3)]
        desk_answers.Canned.model_validate(made[0])
        assert (await desk("POST", "/canned", json={"name": "n0", "text": "t"}, status=409))["code"] == "name"
        page = await desk("GET", "/canned?limit=2")
        rest = await desk("GET", f"/canned?limit=2&cursor={page['next']}")
        assert [c["name"] for c in page["items"] + rest["items"]] == ["n0", "n1", "n2"] and rest["next"] is None
        assert (await desk("PATCH", f"/canned/{made[0]['id']}", json={"text": "new"}))["text"] == "new"
        await desk("DELETE", f"/canned/{made[0]['id']}", status=204)
        await desk("GET", f"/canned/{made[0]['id']}", status=404)
        await desk("DELETE", f"/canned/{made[0]['id']}", status=404)
    serve(run)


def test_channels_with_their_figures_and_commands(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        page = await desk("GET", "/channels?limit=2")
        assert [c["name"] for c in page["items"]] == ["loop", "other"]
        assert [c["name"] for c in (await desk("GET", f"/channels?cursor={page['next']}"))["items"]] == ["secret"]

        async def is_in(state: str) -> Any:
            shown = await desk("GET", "/channels/loop")
            channel_answers.Channel.model_validate(shown)
            return shown if shown["state"] == state else None
        shown = await desk.until(lambda: is_in("ok"))
        assert shown["type"] == "loopback" and shown["addresses"][0]["value"] == "us"
        assert shown["features"]["text_limit"] == 10_000 and shown["options"]["type"] == "object"
        assert sum(shown["ledger"].values()) == 0 and shown["outbox"] == {"queued": 0, "uncertain": 0, "failed": 0}

        desk.app.channels.connector("loop").say("ann", "a word by poll")
        await desk("POST", "/channels/loop/poll", status=202)

        async def polled() -> Any:
            return (await desk("GET", "/conversations?q=poll"))["items"]
        (found,) = await desk.until(polled)
        assert found["channel"] == "loop" and (await desk("GET", "/channels/loop"))["ledger"]["stored"] == 1
        assert (await desk("POST", "/channels/loop/pause"))["state"] == "paused"
        await desk.until(lambda: is_in("paused"))
        await desk("POST", "/channels/loop/resume")
        await desk.until(lambda: is_in("ok"))

        config = desk.app.config
        desk.app.config = dataclasses.replace(config, channels={n: c for n, c in config.channels.items() if n != "loop"})
        assert "loop" not in [c["name"] for c in (await desk("GET", "/channels"))["items"]]
        assert (await is_in("not_configured"))["ledger"]["stored"] == 1
        await desk("POST", "/channels/loop/poll", status=404)
        desk.app.config = config
        for call in ("GET /channels/gone", "POST /channels/gone/poll", "GET /channels/LOOP"):
            await desk(*call.split(), status=404)
    serve(run)


def test_the_ledger_and_reading_a_quarantined_item_again(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        def put(tx: Tx) -> list[int]:
            bad = [RawItem(item=f"i{n}", kind="message", data=b"{", meta={}) for n in range(3)]
            made = [entry.id for entry in ledger.receive(tx, "loop", "spool", bad, False)]
            cause = json.dumps({"code": "unreadable", "detail": "not JSON"})
            ledger.settle(tx, "loop", [(entry, "quarantined", cause, "", f"e{entry}", None) for entry in made])
            made += [e.id for e in ledger.receive(tx, "secret", "spool", [RawItem(item="s", kind="message", data=b"{}")], False)]
            return made
        made = await desk.app.store.write(put)
        page = await desk("GET", "/ledger?channel=loop&state=quarantined&limit=2")
        for one in page["items"]:
            channel_answers.LedgerEntry.model_validate(one)
        rest = await desk("GET", f"/ledger?channel=loop&state=quarantined&limit=2&cursor={page['next']}")
        assert [int(e["id"]) for e in page["items"] + rest["items"]] == made[2::-1]
        assert page["items"][0]["cause"] == {"code": "unreadable", "detail": "not JSON"}
        assert [e["id"] for e in (await desk("GET", f"/ledger?external_id=e{made[0]}"))["items"]] == [str(made[0])]
        assert len((await desk("GET", "/ledger?since=2020-01-01T00:00:00Z"))["items"]) == 4
        assert (await desk("GET", "/ledger?since=2999-01-01T00:00:00Z"))["items"] == []
        assert len((await desk("GET", "/ledger", token="agent"))["items"]) == 3
        await desk("GET", f"/ledger/{made[3]}", token="agent", status=404)
        await desk("POST", f"/ledger/{made[3]}/retry", status=409)
        await desk("POST", "/ledger/999/retry", status=404)
        channel_answers.LedgerEntry.model_validate(await desk("POST", f"/ledger/{made[0]}/retry", status=202))

        async def again() -> bool:
            return bool((await desk("GET", f"/ledger/{made[0]}"))["state"] == "quarantined")
        await desk.until(again)
    serve(run)


def test_a_web_hook_is_the_connectors_with_its_own_limit(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async def answer(request: web.Request) -> web.Response:
            return web.json_response({"got": (await request.read()).decode(), "raw": request.raw_path})
        connector = desk.app.channels.connector("loop")
        connector.routes = lambda: [Route(method="POST", path="messages", handler=answer, max_bytes=20)]
        got = await desk("POST", "/hooks/loop/messages?a=%2B", token=None, data=b"hello")
        assert got == {"got": "hello", "raw": "/hooks/loop/messages?a=%2B"}
        await desk("POST", "/hooks/loop/messages", token=None, data=b"x" * 21, status=413)

        async def endless() -> Any:
            for _ in range(10):
                yield b"x" * 10
        await desk("POST", "/hooks/loop/messages", token=None, data=endless(), status=413)
        await desk("GET", "/hooks/loop/messages", token=None, status=405)
        for path in ("loop/other", "other/messages", "gone/messages", "loop/"):
            await desk("POST", f"/hooks/{path}", token=None, data=b"", status=404)
    serve(run)


def test_health_ready_and_metrics(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        assert (await desk("GET", "/healthz", token=None)) == {"status": "ok"}

        async def ready() -> bool:
            async with desk.http.get(desk.url + "/readyz") as answer:
                return bool(answer.status == 200)
        await desk.until(ready)
        text = await desk("GET", "/metrics", token=None)
        assert 'inbox_http_requests_total{method="GET",route="/healthz",status="200"} 1.0' in text
        assert 'inbox_channel_state{channel="loop",state="ok"} 1.0' in text and "inbox_disk_free_bytes" in text
    serve(run)


def test_the_description_names_every_call_and_the_page_needs_no_script(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        described = await desk("GET", "/api/openapi.json", token=None)
        assert described["openapi"].startswith("3.1")
        routes = [(r.method, r.resource.canonical) for r in desk.made.router.routes()]
        mounted = {(method, path) for method, path in routes if path.startswith("/api/v1") and path != "/api/v1/live"}
        listed = {(method.upper(), path) for path, methods in described["paths"].items() for method in methods}
        assert listed == {(m, p) for m, p in mounted if m != "HEAD"} and len(listed) == len(operations())
        from openapi_spec_validator import OpenAPIV31SpecValidator
        assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []
        for methods in described["paths"].values():
            assert all(operation["summary"] for operation in methods.values())
        page = await desk("GET", "/api/docs", token=None)
        assert "<script" not in page and "/api/v1/conversations/{id}/messages" in page
    serve(run)


def test_a_channel_is_authorised_by_the_one_who_began_it(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        connector = desk.app.channels.connector("loop")
        assert (await desk("POST", "/channels/loop/authorise", status=422))["code"] == "no_oauth"
        asked: list[dict[str, str]] = []

        async def begin(redirect_uri: str, state: str) -> Grant:
            return Grant(url=f"https://id.example/?to={redirect_uri}&state={state}", state={"verifier": "v"})

        async def finish(grant: Grant, params: dict[str, str]) -> Tokens | None:
            asked.append({**params, **grant.state})
            return Tokens(access="the-token") if "code" in params else None

        async def refresh(tokens: Tokens | None) -> Tokens:
            raise AssertionError("nothing to refresh")
        connector.begin, connector.finish, connector.refresh = begin, finish, refresh
        await desk("POST", "/channels/loop/authorise", token="agent", status=403)
        begun = await desk("POST", "/channels/loop/authorise")
        channel_answers.Authorisation.model_validate(begun)
        assert "/oauth/loop/callback&state=" in begun["url"]
        state = begun["url"].rpartition("=")[2]

        async def back(query: str) -> tuple[int, str]:
            async with desk.http.get(f"{desk.url}/oauth/loop/callback?{query}") as answer:
                return answer.status, await answer.text()
        assert (await back("code=c&state=forged"))[0] == 400 and asked == []
        assert (await desk("POST", "/channels/loop/authorise/finish"))["done"] is False
        status, text = await back(f"code=c&state={state}")
        assert status == 200 and "has its tokens" in text and asked[-1] == {"code": "c", "state": state, "verifier": "v"}
        assert await desk.app.channels.grants.token("loop") == "the-token"
        assert (await back(f"code=c&state={state}"))[0] == 400  # once
        kept = await desk.app.store.read(lambda rows: rows.one('SELECT * FROM "grant"'))
        assert "the-token" not in str(kept) and kept.pending == ""
    serve(run)


def test_values_that_no_database_takes_are_the_callers_fault() -> None:
    from inbox.api.problems import from_error
    from inbox.errors import StoreError
    from inbox.store.faults import UnfitError
    assert (from_error(UnfitError("x")).status, from_error(StoreError("x")).status) == (422, 503)
