"""Logging in, tokens, roles, CSRF, the throttle, headers."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import Any

import pytest

from inbox.api import session
from inbox.store import agents

PASSWORD = "correct horse"
JSON = {"Content-Type": "application/json"}


def test_a_login_gives_a_cookie_and_a_csrf_token_that_unsafe_calls_need(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async with desk.login("ADA@example.com ") as answer:
            assert answer.status == 200
            csrf = (await answer.json())["csrf"]
            cookie = answer.cookies["inbox_session"]
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["secure"]
        headers = {"Cookie": f"inbox_session={cookie.value}"}
        me = await desk("GET", "/me", token=None, headers=headers)
        assert (me["email"], me["role"], me["csrf"], me["channels"]) == ("ada@example.com", "agent", csrf, ["loop", "other"])
        refused = await desk("POST", "/canned", token=None, headers=headers, json={"name": "a", "text": "b"}, status=403)
        assert refused["code"] == "csrf"
        both = {**headers, "X-CSRF-Token": csrf}
        await desk("POST", "/canned", token=None, headers=both, json={"name": "a", "text": "b"}, status=201)
        await desk("DELETE", "/session", token=None, headers=both, status=204)
        assert (await desk("GET", "/me", token=None, headers=headers, status=401))["code"] == "session"
    serve(run)


def test_a_login_ends_when_nobody_uses_it_and_in_any_case_after_two_weeks(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async with desk.login("ada@example.com") as answer:
            headers = {"Cookie": f"inbox_session={answer.cookies['inbox_session'].value}"}

        async def after(days: int, status: int = 200) -> tuple[int, int]:
            """Somebody looks after so many days: how many the login has then, by rest and by age."""
            await desk.app.store.write(lambda tx: tx.run(
                'UPDATE "session" SET created_at = created_at - :days, expires_at = expires_at - :days', days=days * agents.DAY))
            await desk("GET", "/me", token=None, headers=headers, status=status)
            row = await desk.app.store.read(lambda rows: rows.one('SELECT created_at, expires_at FROM "session"'))
            now = desk.app.store.clock()
            return round((row.expires_at - now) / agents.DAY), round((row.created_at + agents.SESSION_LIFE - now) / agents.DAY)
        for age in (3, 6, 9):
            assert await after(3) == (4, 14 - age)
        assert await after(3) == (2, 2)
        assert await after(1) == (1, 1)
        await after(1, status=401)
        async with desk.login("ada@example.com") as answer:
            headers = {"Cookie": f"inbox_session={answer.cookies['inbox_session'].value}"}
        await after(4, status=401)
    serve(run)


def test_the_cookie_is_secure_behind_https(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async with desk.login("ada@example.com") as answer:
            assert answer.cookies["inbox_session"]["secure"]
            assert "max-age" in answer.headers["Strict-Transport-Security"]
    serve(run, public_url="https://inbox.example.com")


def test_without_a_token_or_with_a_wrong_one_it_is_401(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        assert (await desk("GET", "/conversations", token=None, status=401))["code"] == "unauthenticated"
        for header in ("Bearer nonsense", "Basic YTpi", "Bearer", "Bearer ü"):
            problem = await desk("GET", "/conversations", token=None, headers={"Authorization": header}, status=401)
            assert problem["code"] == "token"
        found = (await desk("GET", "/agents"))["items"][0]["id"]
        made = await desk("POST", f"/agents/{found}/tokens", json={"name": "script"}, status=201)
        await desk("GET", "/me", token=made["token"])
        listed = (await desk("GET", f"/agents/{found}/tokens"))["items"]
        assert made["token"] not in str(listed) and listed[-1]["name"] == "script"
        await desk("DELETE", f"/agents/{found}/tokens/{made['id']}", status=204)
        await desk("GET", "/me", token=made["token"], status=401)
    serve(run)


def test_failed_logins_are_throttled_even_with_the_right_password(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        for _ in range(8):
            await desk("POST", "/session", token=None, json={"email": "ada@example.com", "password": "wrong horse"}, status=401)
        problem = await desk("POST", "/session", token=None, json={"email": "ada@example.com", "password": PASSWORD}, status=429)
        assert problem["code"] == "throttled"
        async with desk.login("boss@example.com") as answer:
            assert answer.status == 200  # another account from the same place
    serve(run)


def test_guessing_at_the_same_moment_gets_no_further_than_one_after_the_other(
        serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(desk: Any) -> None:
        monkeypatch.setattr(session, "hashing", asyncio.Semaphore(2))  # one that waited belongs to its loop

        async def guess(n: int) -> int:
            async with desk.login("ada@example.com", f"wrong horse {n}") as answer:
                return int(answer.status)
        answers = await asyncio.gather(*(guess(n) for n in range(30)))
        assert set(answers) == {401, 429}
        assert answers.count(401) <= session.MOST["pair"] + 1  # two are looked at side by side
    serve(run)


def test_a_login_from_a_foreign_page_is_refused(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        await desk("POST", "/session", token=None, headers={"Sec-Fetch-Site": "cross-site"},
                   json={"email": "ada@example.com", "password": PASSWORD}, status=403)
    serve(run)


def test_only_admins_make_agents_and_a_disabled_one_is_out_at_once(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        new = {"email": "Lin@Example.com", "name": "Lin", "password": "long enough"}
        assert (await desk("POST", "/agents", token="agent", json=new, status=403))["code"] == "admin_only"
        made = await desk("POST", "/agents", json=new, status=201)
        assert made["email"] == "lin@example.com" and made["role"] == "agent" and not made["disabled"]
        assert (await desk("POST", "/agents", json=new, status=409))["code"] == "exists"
        assert (await desk("POST", "/agents", json={**new, "email": "no"}, status=422))["errors"][0]["field"] == "email"
        token = (await desk("POST", f"/agents/{made['id']}/tokens", json={"name": "x"}, status=201))["token"]
        await desk("GET", "/me", token=token)
        changed = await desk("PATCH", f"/agents/{made['id']}", json={"disabled": True, "role": "admin"})
        assert changed["disabled"] and changed["role"] == "admin"
        await desk("GET", "/me", token=token, status=401)
        await desk("POST", "/session", token=None, json={"email": "lin@example.com", "password": "long enough"}, status=401)
        boss = (await desk("GET", "/me"))["id"]
        assert (await desk("PATCH", f"/agents/{boss}", json={"role": "agent"}, status=409))["code"] == "last_admin"
        rows = (await desk("GET", "/audit"))["items"]
        assert {"agent.add", "agent.change", "token.add"} <= {row["action"] for row in rows}
        assert "long enough" not in str(rows) and token not in str(rows)
        mine = (await desk("GET", "/audit", token="agent"))["items"]
        assert all(row["agent"]["name"] == "Ada" for row in mine)
    serve(run)


def test_ones_own_password_can_be_changed_with_the_old_one(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        await desk("POST", "/me/password", token="agent", json={"current": "wrong", "password": "new password"}, status=403)
        await desk("POST", "/me/password", token="agent", json={"current": PASSWORD, "password": "new password"}, status=204)
        async with desk.login("ada@example.com", "new password") as answer:
            assert answer.status == 200
    serve(run)


def test_every_answer_has_the_headers_that_keep_browsers_short(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        for path in ("/api/v1/me", "/api/v1/nothing", "/healthz", "/"):
            async with desk.http.get(desk.url + path) as answer:
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
                assert answer.headers["Cache-Control"] == "no-store"
    serve(run)


def test_unknown_paths_and_methods_are_problems(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        assert (await desk("GET", "/nothing", status=404))["code"] == "not_found"
        assert (await desk("PUT", "/me", status=405))["code"] == "method"
        assert (await desk("POST", "/canned", data=b"{", headers=JSON, status=422))["errors"]
        assert (await desk("POST", "/canned", data=b"", headers=JSON, status=422))["errors"]
        assert (await desk("POST", "/canned", data=b"[" * 100_000, headers=JSON, status=422))["errors"]
        assert (await desk("POST", "/canned", data=b"\xff", headers=JSON, status=422))["errors"]
        picture = {"Content-Type": "image/png"}
        assert (await desk("POST", "/canned", data=b"x", headers=picture, status=415))["code"] == "media_type"
        wrong = await desk("POST", "/canned", json={"name": "n", "text": "t", "txt": "typo"}, status=422)
        assert wrong["errors"] == [{"field": "txt", "detail": "Extra inputs are not permitted"}]
        assert (await desk("POST", "/canned", json={"name": "n", "text": "a\0b"}, status=422))["errors"][0]["field"] == "text"
        await desk("POST", "/canned", data=io.BytesIO(b"x" * 5_000_000), status=413)
    serve(run)
