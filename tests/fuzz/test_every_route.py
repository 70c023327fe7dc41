"""Every call of the API, asked by nobody, and by an agent who may not see the channel that it is about.

What is said on the hidden channel holds one word; no answer to the agent may hold it, and no call may change anything there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import aiohttp

from inbox.api.describe import Operation
from inbox.api.server import operations
from inbox.store import agents, blobs
from inbox.store.base import Tx

WORD = "kanarienvogel"
BAD = ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer "},
       {"Cookie": "inbox_session=nonsense"}, {"Authorization": "", "Cookie": "inbox_session="})
# part of a path -> what of the hidden channel it names there
ABOUT = {"/conversations/{id}": "conversation", "/messages/{id}": "message", "/attachments/{id}": "file", "/contacts/{id}": "contact",
         "/ledger/{id}": "item", "/channels/{name}": "channel", "/drafts/{conversation}": "conversation", "/undo/{id}": "undo"}
BODIES: dict[str, Any] = {
    "PUT /drafts/{conversation}/{kind}": {"text": "x"}, "PATCH /conversations/{id}": {"status": "closed"},
    "POST /conversations/{id}/read": {"up_to": "{message}"}, "POST /conversations/{id}/merge": {"into": "{open}"},
    "POST /conversations/{id}/split": {"message": "{message}"}, "POST /conversations/{id}/messages": {"kind": "note", "text": "x"},
    "POST /messages/{id}/resolve": {"sent": True}, "PATCH /contacts/{id}": {"name": "x"},
    "POST /contacts/{id}/merge": {"into": "{visible}"},
    "POST /conversations/{id}/link": {"to": "{open}"}, "POST /messages/{id}/move": {"conversation": "{open}"},
}
QUERIES: dict[str, list[dict[str, str]]] = {
    "/conversations": [{"status": "all", **more} for more in (
        {}, {"q": WORD}, {"channel": "secret"}, {"tag": WORD}, {"contact": "{contact}"}, {"delivery": "failed"})],
    "/contacts": [{}, {"q": WORD}], "/ledger": [{}, {"channel": "secret"}, {"external_id": WORD}],
    "/outbox": [{}, {"channel": "secret"}], "/reports": [{}, {"channel": "secret"}], "/reports/csv": [{}, {"channel": "secret"}],
    "/audit": [{}, {"target": "conversation:{conversation}"}],
    "/messages/{id}/image": [{"src": "https://example.com/x.png", "sig": "x"}], "/conversations/{id}/way": [{}],
}
ENDLESS = "/events"  # test_api_events and test_live hold what it may tell


def named(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def subject(operation: Operation) -> str:
    """What of the hidden channel stands in the path; empty: nothing."""
    return next((what for start, what in ABOUT.items() if operation.path == start or operation.path.startswith(start + "/")), "")


def filled(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace("{" + name + "}", value)
    return text


def path_of(operation: Operation, ids: dict[str, str]) -> str:
    path = operation.path
    what = subject(operation)
    for part in ("{id}", "{name}", "{conversation}"):
        path = path.replace(part, ids.get(what, "1"), 1) if part in path else path
    return filled(path, {"kind": "note", "other": ids["open"], "token": "1", "type": "loopback"})


def test_nobody_is_let_in(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        asked = 0
        for operation in operations():
            if operation.role == "public":
                assert named(operation) == "POST /session"
                continue
            path = "/api/v1" + path_of(operation, {"open": "1"})
            for headers in BAD:
                async with desk.http.request(operation.method, desk.url + path, headers=headers, data=b"{}") as answer:
                    assert answer.status == 401, (named(operation), headers, answer.status)
                    assert answer.content_type == "application/problem+json" and answer.headers["WWW-Authenticate"] == "Bearer"
            asked += 1
        async with desk.http.get(desk.url + "/api/v1/live") as answer:
            assert answer.status == 401
        assert asked == len(operations()) - 1
    serve(run)


def test_a_cookie_alone_changes_nothing(serve: Callable[..., None]) -> None:
    """Without the CSRF token, or with another's."""
    async def run(desk: Any) -> None:
        async with desk.login("boss@example.com") as answer:
            cookie = {"Cookie": f"inbox_session={answer.cookies['inbox_session'].value}"}
        async with desk.login("ada@example.com") as answer:
            others = (await answer.json())["csrf"]
        for operation in operations():
            if operation.method == "GET" or operation.role == "public":
                continue
            for more in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": others}, {"X-CSRF-Token": "ü"}):
                path = "/api/v1" + path_of(operation, {"open": "1"})
                async with desk.http.request(operation.method, desk.url + path, headers=cookie | more, data=b"{}") as answer:
                    assert (answer.status, (await answer.json())["code"]) == (403, "csrf"), (named(operation), more)
        async with desk.http.get(desk.url + "/api/v1/me", headers=cookie) as answer:
            assert answer.status == 200
    serve(run)


async def _hidden(desk: Any) -> dict[str, str]:
    """Something of every kind on the channel that Ada may not see, and a conversation and a contact that she may."""
    home, message = await desk.said(f"{WORD} sings", channel="secret", who=WORD, subject=WORD)
    mine, _ = await desk.said("hello", who="ann")

    def keep(tx: Tx) -> str:
        sha = blobs.keep(tx, WORD.encode())
        tx.insert("attachment", key="hidden1", message_id=message, channel="secret", name=f"{WORD}.txt", media_type="text/plain",
                  size=len(WORD), sha=sha, created_at=tx.now)
        tx.run("UPDATE message SET raw = :sha WHERE id = :id", sha=sha, id=message)
        tx.put("tag", conversation_id=home, name=WORD)
        return str(tx.insert("ledger", channel="secret", feed="f", item=f"i/{WORD}", external_id=WORD, kind="text", content="",
                             state="quarantined", cause=json.dumps({"code": "x", "detail": WORD}), message_id=None, raw=sha, meta="{}",
                             at=tx.now, key=""))
    item = await desk.app.store.write(keep)
    changed = await desk("PATCH", f"/conversations/{home}", json={"status": "closed"})
    shown, other = await desk("GET", f"/conversations/{home}"), await desk("GET", f"/conversations/{mine}")
    await desk("POST", f"/conversations/{home}/messages", json={"kind": "note", "text": f"a note of the {WORD}"}, status=202)
    return {"conversation": str(home), "message": str(message), "file": "hidden1", "contact": shown["contact"]["id"], "item": item,
            "channel": "secret", "undo": changed["undo"], "open": str(mine), "visible": other["contact"]["id"]}


def test_an_agent_learns_nothing_of_a_channel_that_is_not_for_them(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        ids = await _hidden(desk)
        for operation in operations():
            if operation.path == ENDLESS or operation.role == "public":
                continue
            what, body = subject(operation), BODIES.get(named(operation))
            for query in QUERIES.get(operation.path, [{}]):
                async with desk.http.request(
                        operation.method, desk.url + "/api/v1" + path_of(operation, ids), headers={"Authorization": f"Bearer {desk.agent}"},
                        params={name: filled(value, ids) for name, value in query.items()},
                        data=filled(json.dumps(body), ids) if body is not None else b"{}") as answer:
                    text, told = await answer.text(), f"{named(operation)} {query}: {answer.status}"
                assert WORD not in text.lower(), f"{told} {text[:300]}"
                assert answer.status < 500, f"{told} {text[:300]}"
                if operation.role == "admin":
                    assert answer.status == 403, told
                elif what:
                    assert answer.status == 404, f"{told} {text[:300]}"
        # the test of the test: an admin is told by the same addresses, and nothing has been changed
        assert WORD in str(await desk("GET", f"/messages/{ids['message']}")) and WORD in str(await desk("GET", "/outbox")) + str(
            await desk("GET", f"/ledger/{ids['item']}"))
        assert (await desk("GET", f"/conversations/{ids['conversation']}"))["status"] == "closed"
        assert (await desk("GET", f"/channels/{ids['channel']}"))["state"] != "paused"
    serve(run)


def test_every_call_about_something_is_in_the_tables() -> None:
    """A new route with an id must say above what it is about, so that it is asked."""
    free = ("/canned/{id}", "/views/{id}", "/teams/{id}", "/agents/{id}", "/connectors/{type}")  # belong to no channel
    unknown = [named(one) for one in operations() if "{" in one.path and not subject(one) and not one.path.startswith(free)]
    assert unknown == []
    bodies = [named(one) for one in operations() if subject(one) and one.body and one.role == "agent" and named(one) not in BODIES]
    assert bodies == []


def test_an_agent_has_nothing_of_other_agents(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        def of(tx: Tx) -> tuple[str, str]:
            boss = tx.value("SELECT id FROM agent WHERE email = 'boss@example.com'")
            return str(boss), str(agents.add_token(tx, boss, "mine")[0])
        boss, token = await desk.app.store.write(of)
        made = await desk("POST", "/views", json={"name": "mine", "query": {"status": "open"}}, status=201)
        for method, path, body in (
                ("GET", f"/agents/{boss}/tokens", None), ("POST", f"/agents/{boss}/tokens", {"name": "x"}),
                ("DELETE", f"/agents/{boss}/tokens/{token}", None), ("PATCH", f"/agents/{boss}", {"role": "agent"}),
                ("POST", "/agents", {"email": "x@example.com", "name": "x", "role": "admin"})):
            assert (await desk(method, path, json=body, token="agent", status=403))["code"] == "admin_only"
        for method, body in (("GET", None), ("PATCH", {"name": "x"}), ("DELETE", None)):
            await desk(method, f"/views/{made['id']}", json=body, token="agent", status=404)
        for body in ({"role": "admin"}, {"email": "boss@example.com"}, {"disabled": False}, {"settings": {"role": "admin"}}, {"id": boss}):
            await desk("PATCH", "/me", json=body, token="agent", status=422)  # what one may not set is no field
    serve(run)


# what an agent may call, with something of the hidden channel in the body
NAMED: list[tuple[str, str, Any]] = [
    ("POST", "/conversations", {"channel": "secret", "to": ["ann"], "text": "x"}),
    ("PATCH", "/conversations/{open}", {"contact": "{contact}"}),
    ("POST", "/conversations/{open}/read", {"up_to": "{message}"}),
    ("POST", "/conversations/{open}/merge", {"into": "{conversation}"}),
    ("POST", "/conversations/{open}/split", {"message": "{message}"}),
    ("POST", "/conversations/{open}/link", {"to": "{conversation}"}),
    ("DELETE", "/conversations/{open}/link/{conversation}", None),
    ("POST", "/conversations/{open}/messages", {"kind": "reply", "text": "x", "channel": "secret"}),
    ("POST", "/conversations/{open}/messages", {"kind": "reply", "text": "x", "attachments": ["hidden1"]}),
    ("POST", "/conversations/{open}/messages", {"kind": "reply", "text": "x", "attachments": ["{upload}"]}),
    ("POST", "/conversations/{open}/messages", {"kind": "note", "text": "x", "attachments": ["{upload}"]}),
    ("POST", "/conversations/bulk", {"ids": ["{conversation}"], "patch": {"status": "open", "tags_add": ["x"]}}),
    ("POST", "/conversations/bulk", {"ids": ["{open}"], "patch": {"contact": "{contact}"}}),
    ("POST", "/conversations/bulk/merge", {"ids": ["{conversation}"], "into": "{open}"}),
    ("POST", "/conversations/bulk/merge", {"ids": ["{open}"], "into": "{conversation}"}),
    ("POST", "/messages/{said}/move", {"conversation": "{conversation}"}),
    ("POST", "/contacts", {"name": "x", "addresses": [{"channel": "secret", "address": "somebody"}]}),
    ("PATCH", "/contacts/{visible}", {"addresses": [{"channel": "secret", "address": "somebody"}]}),
    ("POST", "/contacts/{visible}/merge", {"into": "{contact}"}),
    ("POST", "/outbox/retry", {"messages": ["{message}"]}),
    ("POST", "/canned/{canned}/render", {"conversation": "{conversation}"}),
    ("PUT", "/drafts/new/new", {"text": "x", "fields": {"attachments": ["{upload}"]}}),
    ("GET", "/conversations/{open}/way?channel=secret", None),
]


def test_what_is_hidden_cannot_be_named_in_a_body(serve: Callable[..., None]) -> None:
    """Refused or without effect: what is told is that of a thing that is not there, and the hidden channel stays as it was."""
    async def run(desk: Any) -> None:
        ids = await _hidden(desk)
        with aiohttp.MultipartWriter("form-data") as form:
            form.append(WORD.encode(), {"Content-Type": "text/plain"}).set_content_disposition("form-data", name="file", filename="x.txt")
            ids["upload"] = (await desk("POST", "/uploads", data=form, status=201))["id"]  # the admin's
        ids["said"] = (await desk("GET", f"/conversations/{ids['open']}/messages"))["items"][0]["id"]
        ids["canned"] = (await desk("POST", "/canned", json={"name": "x", "text": "Dear {contact.name}"}, status=201))["id"]

        async def state() -> Any:
            return [await desk("GET", filled(path, ids)) for path in (
                "/conversations/{conversation}", "/conversations/{conversation}/messages", "/contacts/{contact}", "/ledger/{item}",
                "/conversations/{open}", "/conversations/{open}/messages", "/contacts/{visible}", "/outbox")]
        before = await state()
        for method, path, body in NAMED:
            async with desk.http.request(
                    method, desk.url + "/api/v1" + filled(path, ids), headers={"Authorization": f"Bearer {desk.agent}"},
                    data=None if body is None else filled(json.dumps(body), ids)) as answer:
                text, told = await answer.text(), f"{method} {path} {body}: {answer.status}"
            assert WORD not in text.lower(), f"{told} {text[:300]}"
            assert answer.status in (403, 404, 409, 422) or (answer.status == 200 and '"not_found"' in text), f"{told} {text[:300]}"
        assert await state() == before
    serve(run)
