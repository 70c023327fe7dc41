"""Serving the agents' page: who gets it, with what headers, what rides in it, and logging in by a plain form."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from api.conftest import PASSWORD, serve, store_url
from yarl import URL

from inbox import web as built
from inbox.api import account, page

__all__ = ["serve", "store_url"]

HTML = ('<!doctype html><html><head><script type="application/json" id="boot"></script>'
        '<script type="module" src="/assets/index-Ab_1.js"></script></head><body></body></html>')
SCRIPT = "console.log('page')\n" * 80
EVIL = "</script><script>alert(1)</script><!-- &amp; \u2028 \u2029"


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built page, small."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(HTML)
    (folder / "version").write_text("abc123\n")
    (folder / "assets" / "index-Ab_1.js").write_text(SCRIPT)
    (folder / "assets" / "index-Ab_1.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (folder / "favicon.svg").write_text("<svg/>")
    monkeypatch.setattr(built, "DIST", folder)
    return folder


def boot(html: str) -> Any:
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


class Browser:
    """Gets and posts without following; keeps its cookie."""

    def __init__(self, desk: Any) -> None:
        self.desk, self.cookie = desk, ""

    async def __call__(self, path: str, method: str = "GET", *, headers: dict[str, str] | None = None, **more: Any
                       ) -> tuple[aiohttp.ClientResponse, str]:
        sent = {**({"Cookie": f"inbox_session={self.cookie}"} if self.cookie else {}), **(headers or {})}
        url = URL(self.desk.url + path, encoded=path.isascii())  # as it stands, `..` and all
        async with self.desk.http.request(method, url, headers=sent, allow_redirects=False, **more) as answer:
            if "inbox_session" in answer.cookies:
                self.cookie = answer.cookies["inbox_session"].value
            return answer, await answer.text()

    async def login(self, email: str = "boss@example.com", password: str = PASSWORD, **more: Any) -> tuple[aiohttp.ClientResponse, str]:
        return await self("/login", "POST", data={"email": email, "password": password, **more.pop("form", {})}, **more)


# ---------------------------------------------------------------- the page

def test_the_page_has_its_policy_and_is_never_kept_without_asking(serve: Callable[..., None], dist: Path) -> None:
    async def run(desk: Any) -> None:
        browser = Browser(desk)
        await browser.login()
        for path in ("/", "/queue/mine", "/queue/channel.loop/12/34", "/search?q=a", "/contacts/1", "/admin/channels/loop", "/reports",
                     "/settings", "/new"):
            answer, text = await browser(path)
            assert answer.status == 200, path
            assert answer.headers["Content-Security-Policy"] == (
                "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; frame-src 'self'; "
                "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
            assert answer.headers["Cache-Control"] == "private, no-cache"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert boot(text)["version"] == "abc123"
    serve(run)


def test_the_boot_data_is_what_the_api_says(serve: Callable[..., None], dist: Path) -> None:
    async def run(desk: Any) -> None:
        await desk.said("Hello")
        browser = Browser(desk)
        await browser.login("ada@example.com")
        data = boot((await browser("/queue/open"))[1])
        cookie = {"Cookie": f"inbox_session={browser.cookie}"}
        assert data["me"] == await desk("GET", "/me", token=None, headers=cookie)
        assert data["me"]["csrf"]
        assert data["counts"] == await desk("GET", "/conversations/counts", token="agent")
        assert [c["name"] for c in data["channels"]] == ["loop", "other"]
        assert data["agents"] == (await desk("GET", "/agents"))["items"]
        listed = await desk("GET", "/conversations", token="agent")
        assert data["first"] == {"query": {}, **listed} and len(listed["items"]) == 1
        assert data["last"] > 0
        assert data["tags"] == []
    serve(run)


@pytest.mark.parametrize(("path", "query"), [
    ("/queue/mine", {"assignee": "me"}), ("/queue/unassigned/7", {"assignee": "none", "sort": "oldest_waiting"}),
    ("/queue/channel.loop", {"channel": "loop"}), ("/queue/tag.a%2Fb.c", {"tag": "a/b.c"}), ("/queue/failed", {"delivery": "failed"}),
    ("/search?q=hello", {"status": "all", "q": "hello"}), ("/", None), ("/queue/nonsense", None), ("/search", None), ("/settings", None)])
def test_the_first_page_of_the_list_rides_along(serve: Callable[..., None], dist: Path, path: str, query: Any) -> None:
    async def run(desk: Any) -> None:
        browser = Browser(desk)
        await browser.login()
        first = boot((await browser(path))[1])["first"]
        if query is None:
            assert first is None
        else:  # a search that finds nothing says more: which word to leave out
            assert {name: first[name] for name in ("query", "items", "next")} == {"query": query, "items": [], "next": None}
    serve(run)


def test_what_customers_write_cannot_leave_the_boot_data(serve: Callable[..., None], dist: Path) -> None:
    async def run(desk: Any) -> None:
        await desk.said(EVIL, subject=EVIL)
        browser = Browser(desk)
        await browser.login()
        text = (await browser("/queue/open"))[1]
        assert boot(text)["first"]["items"][0]["subject"] == EVIL
        inside = text.partition('id="boot">')[2].partition("</script>")[0]
        assert not set("<>&\u2028\u2029") & set(inside)
        assert text.count("<script") == HTML.count("<script")
    serve(run)


def test_a_page_that_was_built_anew_is_served_at_once(serve: Callable[..., None], dist: Path) -> None:
    async def run(desk: Any) -> None:
        browser = Browser(desk)
        await browser.login()
        assert boot((await browser("/"))[1])["version"] == "abc123"
        (dist / "version").write_text("def456\n")
        (dist / "index.html").write_text("<!doctype html><head><title>new</title></head>")
        text = (await browser("/"))[1]
        assert boot(text)["version"] == "def456" and "<title>new</title>" in text
    serve(run)


def test_who_is_not_logged_in_is_sent_to_log_in_and_comes_back(serve: Callable[..., None], dist: Path) -> None:
    async def run(desk: Any) -> None:
        browser = Browser(desk)
        answer, _ = await browser("/queue/tag.%D9%81/12?q=a%26b&x=ü")
        assert answer.status == 303
        answer, form = await browser(answer.headers["Location"])
        found = re.search(r'name="next" value="([^"]*)"', form)
        assert answer.status == 200 and found
        goal = found[1].replace("&amp;", "&")
        answer, _ = await browser.login(form={"next": goal})
        assert (answer.status, answer.headers["Location"]) == (303, "/queue/tag.%D9%81/12?q=a%26b&x=%C3%BC")
        answer, _ = await browser("/login?next=/queue/mine")
        assert (answer.status, answer.headers["Location"]) == (303, "/queue/mine")
    serve(run)


def test_without_a_built_page_the_rest_answers(serve: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built, "DIST", tmp_path / "nothing")

    async def run(desk: Any) -> None:
        browser = Browser(desk)
        answer, text = await browser("/queue/mine")
        assert answer.status == 503 and "python -m inbox.web build" in text
        policy = answer.headers["Content-Security-Policy"]
        assert policy == "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        assert (await desk("GET", "/me"))["role"] == "admin"
        assert (await browser("/hooks/loop/nothing"))[0].status == 404
        assert (await browser("/login"))[0].status == 200
        assert (await browser("/assets/index-Ab_1.js"))[0].status == 404
        assert built.version() == ""
    serve(run)


def test_an_unknown_path_is_not_the_page(serve: Callable[..., None], dist: Path) -> None:
    async def run(desk: Any) -> None:
        browser = Browser(desk)
        await browser.login()
        for path in ("/api/v1/nothing", "/hooks/nothing/x", "/nothing", "/queues", "/index.html", "/version", "/assets/", "/.stamp"):
            answer, text = await browser(path)
            assert answer.status == 404 and json.loads(text)["code"] == "not_found", path
    serve(run)


# ---------------------------------------------------------------- files

def test_assets_are_kept_for_good_and_leave_compressed(serve: Callable[..., None], dist: Path) -> None:
    async def run(desk: Any) -> None:
        browser = Browser(desk)
        for accepts, encoding in (("gzip", "gzip"), ("identity", None)):
            answer, text = await browser("/assets/index-Ab_1.js", headers={"Accept-Encoding": accepts})
            assert answer.status == 200 and text == SCRIPT
            assert answer.headers.get("Content-Encoding") == encoding
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.content_type in ("text/javascript", "application/javascript")
            assert "Accept-Encoding" in answer.headers["Vary"]
        answer, _ = await browser("/favicon.svg")
        assert (answer.status, answer.content_type, answer.headers["Cache-Control"]) == (200, "image/svg+xml", "private, no-cache")
    serve(run)


def test_no_name_leads_out_of_the_folder(serve: Callable[..., None], dist: Path) -> None:
    (dist.parent / "secret.txt").write_text("secret")

    async def run(desk: Any) -> None:
        browser = Browser(desk)
        for path in ("/assets/..%2f..%2fsecret.txt", "/assets/../../secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/..%2fsecret.txt",
                     "/assets/..", "/assets/.gitkeep"):
            answer, text = await browser(path)
            assert answer.status == 404 and "secret" not in text, path
    serve(run)


# ---------------------------------------------------------------- logging in

def test_the_form_works_without_a_script_and_under_its_own_policy(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        browser = Browser(desk)
        answer, form = await browser("/login")
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "form-action 'self'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "script" not in form and "style=" not in form
        sheet, _ = await browser("/static/account.css")
        assert (sheet.status, sheet.content_type) == (200, "text/css")
        answer, _ = await browser.login()
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        cookie = answer.cookies["inbox_session"]
        assert cookie["httponly"] and cookie["samesite"] == "Lax"
        assert (await desk("GET", "/me", token=None, headers={"Cookie": f"inbox_session={browser.cookie}"}))["email"] == "boss@example.com"
        answer, _ = await browser("/logout", "POST", headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status == 403
        kept = browser.cookie
        answer, _ = await browser("/logout", "POST")
        assert (answer.status, answer.headers["Location"]) == (303, "/login")
        await desk("GET", "/me", token=None, headers={"Cookie": f"inbox_session={kept}"}, status=401)
    serve(run)


def test_a_wrong_login_says_so_and_keeps_the_address(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        browser = Browser(desk)
        address = '"><b>ada@example.com'
        answer, text = await browser.login(address, "wrong")
        assert answer.status == 401 and 'role="alert"' in text and "password is wrong" in text
        assert "&quot;&gt;&lt;b&gt;ada@example.com" in text and "<b>" not in text and "wrong\"" not in text
        answer, text = await browser.login("ada\x00@example.com", "wrong")
        assert answer.status == 422 and 'role="alert"' in text
        answer, text = await browser("/login", "POST", json={"email": "boss@example.com", "password": PASSWORD})
        assert answer.status == 415 and not browser.cookie
    serve(run)


def test_the_form_and_the_api_share_one_throttle(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        browser = Browser(desk)
        for _ in range(4):
            assert (await browser.login("ada@example.com", "wrong"))[0].status == 401
            await desk("POST", "/session", token=None, json={"email": "ada@example.com", "password": "wrong"}, status=401)
        answer, text = await browser.login("ada@example.com")
        assert answer.status == 429 and "quarter of an hour" in text and answer.headers["Retry-After"] == "900"
        assert not browser.cookie
    serve(run)


@pytest.mark.parametrize(("headers", "status"), [
    ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Sec-Fetch-Site": "same-site"}, 403), ({"Origin": "https://evil.example"}, 403),
    ({"Origin": "null"}, 403), ({"Sec-Fetch-Site": "same-origin"}, 303), ({"Sec-Fetch-Site": "none"}, 303),
    ({"Origin": "https://inbox.example.com"}, 303), ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, 303)])
def test_a_foreign_page_cannot_log_anybody_in(serve: Callable[..., None], headers: dict[str, str], status: int) -> None:
    async def run(desk: Any) -> None:
        browser = Browser(desk)
        answer, _ = await browser.login(headers=headers)
        assert (answer.status, bool(browser.cookie)) == (status, status == 303)
    serve(run, public_url="https://inbox.example.com")


@pytest.mark.parametrize("text", [
    "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "/\n/evil.example", "evil", "", "javascript:alert(1)",
    " /queue", "/login?next=/login", "/logout", "/api/v1/me", "/%0d\r\nSet-Cookie: a=b", "/" + "a" * 5000])
def test_the_way_back_never_leads_out(text: str) -> None:
    assert account.local(text) == "/"


@pytest.mark.parametrize("text", ["/queue/mine", "/search?q=https://a.example//b", "/queue/tag.%D9%81/12", "/apiary"])
def test_the_way_back_is_kept(text: str) -> None:
    assert account.local(text) == text


def test_every_view_is_a_query_or_nothing() -> None:
    assert page.filters("channel.") is None and page.filters("person.1") is None and page.filters("") is None
    assert page.filters("tag.a.b") == {"tag": "a.b"}
