"""X as a script: pages that fail, limits, refusals, clocks; requests are counted."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from connectors.x import X
from connectors.x.config import XConfig
from connectors.x.feed import id_at
from connectors.x.limits import Limits
from inbox.errors import AuthError, PolicyError, RefusedError, TemporaryError
from inbox.testing.context import FakeContext, Phases
from inbox.types import Address, InboundMessage, OutboundMessage, RawItem

ME = {"id": "101", "username": "shop", "name": "The Shop"}
SECRETS = {"api_key": "key-9f31", "api_secret": "secret-77aa", "access_token": "101-token-51cc",
           "access_token_secret": "token-secret-03de"}
Answer = tuple[int, Any] | tuple[int, Any, dict[str, str]]


class Wire:
    """Answers by a script. `seen`: (method, path, query or body) of each request."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, dict[str, Any]]] = []
        self.headers: list[dict[str, str]] = []
        self.answer: Callable[[str, str, dict[str, Any]], Answer] = lambda *_: (404, {})

    async def handle(self, request: web.Request) -> web.StreamResponse:
        said = await request.json() if request.method == "POST" else dict(request.query)
        self.headers.append(dict(request.headers))
        if request.path == "/2/users/me":
            return web.json_response({"data": ME})
        self.seen.append((request.method, request.path, said))
        status, body, *headers = self.answer(request.method, request.path, said)
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type="text/html", headers=headers[0] if headers else None)
        return web.json_response(body, status=status, headers=headers[0] if headers else None)


@pytest.fixture
def on_wire() -> Callable[..., None]:
    def run(play: Callable[[Wire, X, FakeContext], Coroutine[Any, Any, None]], **settings: Any) -> None:
        async def main() -> None:
            wire = Wire()
            app = web.Application()
            app.router.add_route("*", "/{any:.*}", wire.handle)
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            try:
                await web.TCPSite(runner, "127.0.0.1", 0).start()
                url = f"http://127.0.0.1:{runner.addresses[0][1]}"
                async with asyncio.timeout(60), FakeContext("x") as context:
                    x = X(XConfig(type="x", api_url=url, **{**SECRETS, **settings}), context)
                    await x.open()
                    await play(wire, x, context)
                    await x.close()
            finally:
                await runner.cleanup()
        asyncio.run(main())
    return run


def post(name: int, text: str = "@shop hi", author: str = "202", **more: Any) -> dict[str, Any]:
    return {"id": str(name), "text": text, "author_id": author, "conversation_id": str(name), **more}


def pages(*each: list[dict[str, Any]]) -> Callable[[str], dict[str, Any]]:
    """Pages that lead to each other by tokens p1, p2 …"""
    def page(token: str) -> dict[str, Any]:
        number = int(token[1:]) if token else 0
        meta = {"result_count": len(each[number]), **({"next_token": f"p{number + 1}"} if number + 1 < len(each) else {})}
        return {**({"data": each[number]} if each[number] else {}), "meta": meta}
    return page


async def drain(x: X, feed: str, cursor: str) -> tuple[list[str], str]:
    names: list[str] = []
    for _ in range(20):
        batch = await x.poll(feed, cursor)
        names += [raw.item for raw in batch.items]
        cursor = batch.cursor
        if not batch.more:
            return names, cursor
    raise AssertionError("no end")


# ---------------------------------------------------------------- pages

@pytest.mark.section9(21)
def test_three_pages_with_a_failure_on_the_second_leave_no_gap(on_wire: Any) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        script = pages([post(59), post(58)], [post(57), post(56)], [post(55)])
        broken = True

        def answer(method: str, path: str, query: dict[str, Any]) -> Answer:
            assert query["since_id"] == "50"
            if broken and query.get("pagination_token") == "p1":
                return 503, "<html>over capacity</html>"
            return 200, script(query.get("pagination_token", ""))
        wire.answer = answer
        first = await x.poll("mentions", '{"since": "50"}')
        assert [raw.item for raw in first.items] == ["58", "59"] and first.more
        assert json.loads(first.cursor)["since"] == "50", "it moves after the last page only"
        with pytest.raises(TemporaryError):
            await x.poll("mentions", first.cursor)
        broken = False
        again = X(x.config, context)  # a new process, with the cursor that was kept
        names, cursor = await drain(again, "mentions", first.cursor)
        assert names == ["56", "57", "55"] and json.loads(cursor) == {"since": "59"}
    on_wire(play)


def test_a_page_token_that_is_no_longer_taken_begins_the_chain_anew(on_wire: Any) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        script = pages([post(59)], [post(57)])
        old = '{"since": "50", "token": "gone", "newest": "58", "seen": 3}'

        def answer(method: str, path: str, query: dict[str, Any]) -> Answer:
            if query.get("pagination_token") == "gone":
                return 400, {"title": "Invalid Request", "errors": [{"message": "pagination_token is not valid"}]}
            return 200, script(query.get("pagination_token", ""))
        wire.answer = answer
        names, cursor = await drain(x, "mentions", old)
        assert names == ["59", "57"] and json.loads(cursor) == {"since": "59"}
    on_wire(play)


def test_empty_pages_partial_errors_and_a_provider_that_goes_in_circles(on_wire: Any) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        script = pages([], [post(57, referenced_tweets=[{"type": "replied_to", "id": "3"}])])
        missing = {"errors": [{"resource_id": "3", "title": "Not Found Error", "detail": "Could not find tweet"}]}
        wire.answer = lambda m, p, query: (200, {**script(query.get("pagination_token", "")), **missing})
        assert await drain(x, "mentions", '{"since": "50"}') == (["57"], '{"since": "57"}')
        wire.answer = lambda m, p, q: (200, {"data": [post(60)], "meta": {"next_token": "same"}})
        names, cursor = await drain(x, "mentions", '{"since": "57"}')
        assert set(names) == {"60"} and cursor == '{"since": "60"}'
        wire.answer = lambda m, p, q: (200, {"meta": {"result_count": 0}})
        assert await drain(x, "mentions", cursor) == ([], cursor)
    on_wire(play)


@pytest.mark.section9(26)
def test_direct_messages_are_asked_for_no_further_than_the_cursor(on_wire: Any) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        def event(name: int) -> dict[str, Any]:
            return {"id": str(name), "event_type": "MessageCreate", "text": "x", "sender_id": "202",
                    "dm_conversation_id": "101-202"}
        script = pages([event(n) for n in range(40, 30, -1)], [event(n) for n in range(30, 20, -1)], [event(20)])
        wire.answer = lambda m, p, query: (200, script(query.get("pagination_token", "")))
        names, cursor = await drain(x, "dms", '{"since": "38"}')
        assert names == ["39", "40"] and len(wire.seen) == 1 and wire.seen[0][2]["max_results"] == "10"
        assert await drain(x, "dms", cursor) == ([], cursor)
        assert len(wire.seen) == 2
        names, _ = await drain(x, "dms", '{"since": "25"}')
        assert len(wire.seen) == 4 and len(names) == 15
    on_wire(play)


def test_the_first_look_takes_the_newest_as_its_baseline_or_a_day_of_the_past(on_wire: Any) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        wire.answer = lambda m, p, q: (200, {"data": [post(59), post(58)], "meta": {}})
        assert await x.start("mentions", None) == '{"since": "59"}'
        assert await x.start("dms", None) == '{"since": "59"}'
        assert [q["max_results"] for _, _, q in wire.seen] == ["5", "1"]
        day = datetime(2026, 11, 1, tzinfo=UTC)
        assert json.loads(await x.start("mentions", day)) == {"since": id_at(day)}
        assert await x.start("dms", datetime(1970, 1, 1, tzinfo=UTC)) == '{"since": "0"}'
    on_wire(play)


def test_more_mentions_than_x_shows_are_a_data_loss_that_is_said(on_wire: Any, caplog: pytest.LogCaptureFixture) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        script = pages(*([post(n) for n in range(start, start - 100, -1)] for start in range(2000, 1200, -100)))
        wire.answer = lambda m, p, query: (200, script(query.get("pagination_token", "")))
        names, _ = await drain(x, "mentions", '{"since": "100"}')
        assert len(names) == 800
    with caplog.at_level(logging.WARNING):
        on_wire(play)
    assert "data loss" in caplog.text


# ---------------------------------------------------------------- limits and refusals

def test_a_spent_window_is_not_asked_again_before_its_end(on_wire: Any) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        reset = str(int(time.time()) + 600)
        spent = {"x-rate-limit-remaining": "0", "x-rate-limit-reset": reset}
        wire.answer = lambda m, p, q: (200, {"meta": {}}, spent)
        await x.poll("mentions", '{"since": "5"}')
        with pytest.raises(TemporaryError) as held:
            await x.poll("mentions", '{"since": "5"}')
        assert held.value.limited and 500 < held.value.retry_after < 605 and len(wire.seen) == 1
        context.advance(minutes=11)
        await x.poll("mentions", '{"since": "5"}')
        assert len(wire.seen) == 2
    on_wire(play)


def test_a_day_that_is_spent_counts_more_than_a_window(on_wire: Any) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        now = int(time.time())
        wire.answer = lambda m, p, q: (429, {"title": "Too Many Requests"}, {
            "x-rate-limit-remaining": "10", "x-rate-limit-reset": str(now + 60),
            "x-user-limit-24hour-remaining": "0", "x-user-limit-24hour-reset": str(now + 7200)})
        with pytest.raises(TemporaryError) as held:
            await x.send(message(), Phases())
        assert held.value.retry_after > 7000
        with pytest.raises(TemporaryError):
            await x.send(message(), phases := Phases())
        assert len(wire.seen) == 1 and phases.seen == []
    on_wire(play)


@pytest.mark.parametrize("jump", (-3600, 3600))
@pytest.mark.parametrize("named", (True, False))
def test_a_limit_is_as_long_as_it_was_whatever_becomes_of_the_clock(on_wire: Any, jump: float, named: bool) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        reset = {"x-rate-limit-reset": str(int(time.time()) + 10)} if named else {}
        wire.answer = lambda m, p, q: (429, {"title": "Too Many Requests"}, reset)
        with pytest.raises(TemporaryError):
            await x.poll("mentions", '{"since": "5"}')
        context.clock += timedelta(seconds=jump)
        with pytest.raises(TemporaryError) as held:
            await x.poll("mentions", '{"since": "5"}')
        assert held.value.limited and 0 < held.value.retry_after <= 11 and len(wire.seen) == 1
        context.advance(seconds=12)
        wire.answer = lambda m, p, q: (200, {"meta": {}})
        await x.poll("mentions", '{"since": "5"}')
        assert len(wire.seen) == 2
    on_wire(play)


def test_three_that_are_refused_together_rest_twice_as_long() -> None:
    context = FakeContext("x")
    limits = Limits(context)
    for route in ("GET /a", "GET /b", "POST /c"):
        limits.refused(route, {}, 0)
    context.advance(seconds=19)
    with pytest.raises(TemporaryError):
        limits.gate("GET /a")
    context.advance(seconds=1)
    limits.gate("GET /a")


@pytest.mark.section9(23)
def test_limits_without_a_time_rest_longer_each_time_and_end_with_a_success(on_wire: Any) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        wire.answer = lambda m, p, q: (429, {"title": "Too Many Requests"})
        for rest in (10, 20, 40):
            for feed in ("mentions", "dms"):
                with pytest.raises(TemporaryError) as held:
                    await x.poll(feed, '{"since": "5"}')
                assert held.value.limited
            assert held.value.retry_after == pytest.approx(rest, abs=1)
            context.advance(seconds=rest + 1)
        assert len(wire.seen) == 3, "one request for each rest, whichever feed asks"
        wire.answer = lambda m, p, q: (200, {"meta": {}})
        await x.poll("dms", '{"since": "5"}')
        await x.poll("mentions", '{"since": "5"}')
        assert len(wire.seen) == 5
    on_wire(play)


@pytest.mark.parametrize(("status", "body", "error"), [
    (401, {"title": "Unauthorized"}, AuthError),
    (403, {"title": "Forbidden", "detail": "Your account is suspended and is not permitted to access this feature."}, AuthError),
    (403, {"title": "Forbidden", "type": "https://api.twitter.com/2/problems/oauth1-permissions",
           "detail": "Your client app is not configured with the appropriate oauth1 app permissions"}, AuthError),
    (402, {"title": "CreditsDepleted", "detail": "no credits"}, TemporaryError),
    (400, {"title": "Invalid Request"}, TemporaryError),
    (503, "<html>down</html>", TemporaryError),
    (200, "<html>a login page</html>", TemporaryError),
    (200, ["not", "an", "object"], TemporaryError),
])
def test_what_a_refused_poll_becomes(on_wire: Any, status: int, body: Any, error: type[Exception]) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        wire.answer = lambda m, p, q: (status, body)
        with pytest.raises(error):
            await x.poll("dms", '{"since": "5"}')
        wire.answer = lambda m, p, q: (200, {"meta": {}})
        assert (await x.poll("mentions", '{"since": "5"}')).items == ()  # the other feed lives its own life
    on_wire(play)


def message(**more: Any) -> OutboundMessage:
    return OutboundMessage(**{
        "key": "a" * 24, "sender": Address(kind="x", value="101"), "to": (Address(kind="x", value="202"),), "text": "Hello",
        "at": datetime(2026, 11, 21, 12, 0, tzinfo=UTC), "thread_id": "post:7:202", "in_reply_to": "7", **more})


@pytest.mark.parametrize(("status", "body", "error"), [
    (401, {"title": "Unauthorized"}, AuthError),
    (403, {"detail": "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by "
                     "the author of the post you are replying to."}, PolicyError),
    (403, {"detail": "You are not allowed to create a Tweet with duplicate content."}, RefusedError),
    (403, {"detail": "something new"}, RefusedError),
    (429, {"title": "Too Many Requests"}, TemporaryError),
])
def test_what_a_refused_post_becomes_behind_the_border(on_wire: Any, status: int, body: Any, error: type[Exception]) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        wire.answer = lambda m, p, q: (status, body)
        phases = Phases()
        with pytest.raises(error):
            await x.send(message(), phases)
        assert phases.names == ["begun", "data_sent"]
        assert wire.seen == [("POST", "/2/tweets", {"text": "Hello", "reply": {"in_reply_to_tweet_id": "7"}})]
    on_wire(play)


def test_a_duplicate_is_ours_only_when_our_own_timeline_shows_it_since_the_first_try(on_wire: Any) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        said = {"id": "900", "text": "@ann Hello", "referenced_tweets": [{"type": "replied_to", "id": "7"}]}
        listed: list[dict[str, Any]] = [said]

        def answer(method: str, path: str, query: dict[str, Any]) -> Answer:
            if method == "POST":
                return 403, {"detail": "You are not allowed to create a Tweet with duplicate content."}
            assert query["start_time"] == "2026-11-21T11:59:57Z"
            return 200, {"data": listed, "meta": {}}
        wire.answer = answer
        tried = {"begun_at": "2026-11-21T12:00:00+00:00", "begun_part": 0}
        receipt = await x.send(message(progress=tried), Phases())
        assert receipt.external_ids == ("900",)
        listed[:] = [{**said, "referenced_tweets": [{"type": "replied_to", "id": "8"}]}]
        with pytest.raises(RefusedError):
            await x.send(message(progress=tried), Phases())
    on_wire(play)


# ---------------------------------------------------------------- what may be answered

@pytest.mark.section9(25)
@pytest.mark.parametrize(("data", "includes", "summons"), [
    ({"entities": {"mentions": [{"username": "Shop", "id": "101"}]}}, {}, True),
    ({"text": "hello @SHOP!"}, {}, True),
    ({"text": "hello @shopping and me@shop"}, {}, False),
    ({"text": "x", "note_tweet": {"text": "long", "entities": {"mentions": [{"username": "shop", "id": "101"}]}}}, {}, True),
    ({"in_reply_to_user_id": "101"}, {}, True),
    ({"referenced_tweets": [{"type": "quoted", "id": "5"}]}, {"tweets": [{"id": "5", "author_id": "101", "text": "o"}]}, True),
    ({"referenced_tweets": [{"type": "quoted", "id": "5"}]}, {"tweets": [{"id": "5", "author_id": "303", "text": "o"}]}, False),
    ({"referenced_tweets": [{"type": "replied_to", "id": "5"}], "in_reply_to_user_id": "303"}, {}, False),
])
def test_whether_a_post_may_be_answered_is_known_before_anything_is_typed(
        data: dict[str, Any], includes: dict[str, Any], summons: bool) -> None:
    raw = RawItem(item="9", kind="post", meta={"me": "101", "username": "shop"}, data=json.dumps(
        {"data": {**post(9, "hello"), **data}, "includes": includes}).encode())
    (found,) = X.read(raw)
    assert isinstance(found, InboundMessage)
    assert found.no_reply == ("" if summons else "not_summoned")


# ---------------------------------------------------------------- secrets, clock

@pytest.mark.section9(41)
def test_no_secret_is_logged_or_shown(on_wire: Any, caplog: pytest.LogCaptureFixture) -> None:
    shown: list[str] = []

    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        shown.append(repr(x.config) + repr(vars(x)))
        for status in (200, 401, 403, 500):
            wire.answer = lambda m, p, q, status=status: (status, {"detail": "no", "meta": {}, "data": []})
            for work in (x.poll("mentions", '{"since": "5"}'), x.send(message(), Phases())):
                try:
                    await work
                except Exception as error:  # noqa: BLE001 - whatever it is, it is looked into
                    shown.append(repr(error) + str(error) + repr(error.__cause__))
        assert all("OAuth " in headers["Authorization"] for headers in wire.headers)
    with caplog.at_level(logging.DEBUG):
        on_wire(play)
    text = caplog.text + "".join(shown)
    assert len(shown) > 5
    for name, secret in SECRETS.items():
        assert secret not in text, f"{name} shows"


def test_a_clock_that_is_wrong_does_not_spoil_signatures(on_wire: Any) -> None:
    async def play(wire: Wire, x: X, context: FakeContext) -> None:
        wire.answer = lambda m, p, q: (200, {"meta": {}})
        context.clock = datetime.now(UTC) - timedelta(hours=3)
        await x.poll("mentions", '{"since": "5"}')
        await x.poll("mentions", '{"since": "5"}')
        stamp = next(part for part in wire.headers[-1]["Authorization"].split(", ") if "oauth_timestamp" in part)
        assert abs(int(stamp.split('"')[1]) - time.time()) < 60
    on_wire(play)
