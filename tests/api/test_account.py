"""Links that set a password: asked for, mailed, used once; what a stranger can learn from asking is nothing."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from inbox import words
from inbox.api import desk_answers, invite
from inbox.store import accounts
from inbox.store.base import Rows
from inbox.types import Address

from .conftest import PASSWORD

BOTH = True  # databases
NEW = "a new pass phrase"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pause of the answers, which other tests need not wait for."""
    monkeypatch.setattr(invite, "SECONDS", 0.0)


async def mailing(desk: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The loopback channel sends the installation's own mail. Its connector, when it is open."""
    connector = desk.app.channels.connector("loop")
    monkeypatch.setattr(type(connector), "address", classmethod(lambda cls, text: Address(kind="loopback", value=text.strip("<> "))))
    config = desk.app.config
    desk.app.config = dataclasses.replace(config, mail=config.mail.model_copy(update={"from_channel": "loop"}))

    async def is_open() -> bool:
        return "loop" in desk.app.channels.sending()
    await desk.until(is_open)
    return connector


async def get(desk: Any, path: str, method: str = "GET", **more: Any) -> tuple[Any, str]:
    """A page, without following where it leads."""
    async with desk.http.request(method, desk.url + path, allow_redirects=False, **more) as answer:
        return answer, await answer.text()


async def mailed(desk: Any, connector: Any, count: int) -> list[Any]:
    """The mails, when there are so many and nothing waits."""
    async def all_there() -> list[Any] | None:
        waiting = await desk.app.store.read(accounts.due)
        return list(connector.sent.values()) if len(connector.sent) == count and waiting is None else None
    found: list[Any] = await desk.until(all_there)
    return found


def link(text: str) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/]+(/(?:reset|invite)/[\w-]+)", text)
    assert found, text
    return found[1]


def everything(rows: Rows) -> str:
    """All that the store says of links and their mails."""
    return str([rows.all(f"SELECT * FROM {table}") for table in ("account_token", "account_mail", "audit", "event", "message")])


@pytest.mark.parametrize("charset", ["bogus", "utf-16", "idna"])
def test_a_form_in_an_odd_charset_is_no_fault_of_ours(serve: Callable[..., None], charset: str) -> None:
    async def run(desk: Any) -> None:
        headers = {"Content-Type": f"application/x-www-form-urlencoded; charset={charset}"}
        for path in ("/login", "/forgot"):
            answer, text = await get(desk, path, "POST", data=b"email=\xff\xfea&password=x", headers=headers)
            assert answer.status < 500 and "<h1>" in text, path
    serve(run)


def test_a_forgotten_password(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(desk: Any) -> None:
        connector = await mailing(desk, monkeypatch)
        _, form = await get(desk, "/forgot")
        assert 'action="/forgot"' in form and "<script" not in form
        answers = [await get(desk, "/forgot", "POST", data={"email": email}) for email in
                   (" Ada@Example.com", "nobody@example.com", "no address")]
        assert len({text for _, text in answers}) == 1 and {answer.status for answer, _ in answers} == {200}
        (mail,) = await mailed(desk, connector, 1)
        assert [a.value for a in mail.to] == ["ada@example.com"] and "Ada" in mail.text
        path = link(mail.text)
        kept = await desk.app.store.read(everything)
        assert path.rpartition("/")[2] not in kept, "the link stands in the mail alone"
        assert (await desk("GET", "/conversations?status=all"))["items"] == [], "it is no conversation"

        async with desk.login("ada@example.com") as before:
            cookie = before.cookies["inbox_session"].value
        for _ in range(2):  # a program that follows links in mail uses nothing up
            answer, form = await get(desk, path)
            assert answer.status == 200 and 'type="password"' in form and answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Cache-Control"] == "no-store"
        for wrong in ("short", "x" * 1025):
            answer, text = await get(desk, path, "POST", data={"password": wrong})
            assert answer.status == 422 and 'role="alert"' in text
        answer, _ = await get(desk, path, "POST", data={"password": NEW})
        assert (answer.status, answer.headers["Location"]) == (303, "/") and answer.cookies["inbox_session"]["httponly"]
        mine = {"Cookie": f"inbox_session={answer.cookies['inbox_session'].value}"}
        assert (await desk("GET", "/me", token=None, headers=mine))["email"] == "ada@example.com"
        await desk("GET", "/me", token=None, headers={"Cookie": f"inbox_session={cookie}"}, status=401)
        answer, text = await get(desk, path, "POST", data={"password": "another one"})
        assert answer.status == 410 and "/forgot" in text
        assert (await get(desk, path))[0].status == 410
        async with desk.login("ada@example.com") as old, desk.login("ada@example.com", NEW) as new:
            assert (old.status, new.status) == (401, 200)
        assert "account.reset" in [entry["action"] for entry in (await desk("GET", "/audit"))["items"]]
    serve(run)


def test_an_invitation(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(desk: Any) -> None:
        made = await desk("POST", "/agents", json={"email": "bo@example.com", "name": "Bo <b>"}, status=201)
        path = f"/agents/{made['id']}/invite"
        await desk("POST", path, token="agent", status=403)
        await desk("POST", "/agents/999/invite", status=404)
        invited = await desk("POST", path)
        desk_answers.Invited.model_validate(invited)
        assert not invited["mailed"]
        connector = await mailing(desk, monkeypatch)
        again = await desk("POST", path, headers={"Accept-Language": "de-DE,en;q=0.5"})
        assert again["mailed"]
        (mail,) = await mailed(desk, connector, 1)
        assert "Einladung" in mail.subject and link(mail.text).startswith("/invite/")
        answer, form = await get(desk, link(invited["url"]), headers={"Accept-Language": "fa"})
        assert answer.status == 200 and 'dir="rtl"' in form and "Bo &lt;b&gt;" in form and "<b>" not in form
        assert (await get(desk, link(invited["url"]).replace("/invite/", "/reset/")))[0].status == 410, "each kind has its own door"
        answer, _ = await get(desk, link(mail.text), "POST", data={"password": NEW})
        assert answer.status == 303
        for other in (invited["url"], again["url"], mail.text):
            assert (await get(desk, link(other)))[0].status == 410, "a new password ends every link"
        await desk("PATCH", f"/agents/{made['id']}", json={"disabled": True})
        assert (await desk("POST", path, status=409))["code"] == "disabled"
    serve(run)


def test_links_end_in_time_and_with_the_account(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(desk: Any) -> None:
        ada = next(a["id"] for a in (await desk("GET", "/agents"))["items"] if a["email"] == "ada@example.com")
        store = desk.app.store
        tokens = [await store.write(accounts.make, int(ada), "reset") for _ in range(3)]
        clock = store.clock
        monkeypatch.setattr(store, "clock", lambda: clock() + accounts.LIFE["reset"] + 1)
        assert (await get(desk, f"/reset/{tokens[0]}"))[0].status == 410
        monkeypatch.setattr(store, "clock", clock)
        assert (await get(desk, f"/reset/{tokens[0]}"))[0].status == 200
        async with desk.http.post(f"{desk.url}/api/v1/me/password", headers={"Authorization": f"Bearer {desk.agent}"},
                                  json={"current": PASSWORD, "password": NEW}) as changed:
            assert changed.status == 204
        assert (await get(desk, f"/reset/{tokens[0]}"))[0].status == 410
        token = await store.write(accounts.make, int(ada), "reset")
        await desk("PATCH", f"/agents/{ada}", json={"disabled": True})
        assert (await get(desk, f"/reset/{token}"))[0].status == 410
        assert (await get(desk, "/reset/" + "a" * 43, "POST", data={"password": NEW}))[0].status == 410
    serve(run)


def test_asking_is_throttled(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(desk: Any) -> None:
        connector = await mailing(desk, monkeypatch)
        for count in range(1, 4):
            await get(desk, "/forgot", "POST", data={"email": "ada@example.com"})
            await mailed(desk, connector, count)
        answer, text = await get(desk, "/forgot", "POST", data={"email": "ada@example.com"})
        same, other = await get(desk, "/forgot", "POST", data={"email": "boss@example.com"})
        assert answer.status == same.status == 200 and text == other, "that it was too often is not told to whoever asks"
        await mailed(desk, connector, 4)
        assert [m.to[0].value for m in connector.sent.values()] == ["ada@example.com"] * 3 + ["boss@example.com"]
        for n in range(5):
            await get(desk, "/forgot", "POST", data={"email": f"x{n}@example.com"})
        answer, text = await get(desk, "/forgot", "POST", data={"email": "y@example.com"})
        assert answer.status == 429 and 'role="alert"' in text
        answer, _ = await get(desk, "/forgot", "POST", data={"email": "boss@example.com"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status == 403
    serve(run)


def test_a_mail_that_does_not_leave_is_tried_again(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(desk: Any) -> None:
        connector = await mailing(desk, monkeypatch)
        monkeypatch.setattr("inbox.letters.AGAIN", 0)
        send, tries = connector.send, []

        async def broken(message: Any, phase: Any) -> Any:
            tries.append(message)
            if len(tries) < 3:
                raise ConnectionResetError("gone")
            return await send(message, phase)
        monkeypatch.setattr(connector, "send", broken)
        await get(desk, "/forgot", "POST", data={"email": "ada@example.com"})
        (mail,) = await mailed(desk, connector, 1)
        assert len({link(m.text) for m in tries}) == 3 and (await get(desk, link(mail.text)))[0].status == 200
    serve(run)


def test_without_mail_it_says_so(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        for method, more in (("GET", {}), ("POST", {"data": {"email": "ada@example.com"}})):
            _, text = await get(desk, "/forgot", method, **more)
            assert "sends no mail" in text and "<form" not in text
        assert await desk.app.store.read(accounts.due) is None
    serve(run)


def test_ones_own_password_is_throttled_as_the_login_is(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        for _ in range(8):
            await desk("POST", "/me/password", token="agent", json={"current": "wrong", "password": NEW}, status=403)
        assert (await desk("POST", "/me/password", token="agent", json={"current": PASSWORD, "password": NEW}, status=429))["code"]
        await desk("POST", "/me/password", json={"current": PASSWORD, "password": NEW}, status=204)
    serve(run)


# ---------------------------------------------------------------- languages

def test_every_language_says_everything_with_the_same_values() -> None:
    english = json.loads((words.HERE / "en.json").read_text("utf-8"))
    assert {"en", "de", "fa", "ta", "mn", "fil"} <= set(words.languages())
    for language in words.languages():
        found = json.loads((Path(words.HERE) / f"{language}.json").read_text("utf-8"))
        assert found.keys() == english.keys(), language
        for name, text in found.items():
            assert set(re.findall(r"\{(\w*)\}", text)) == set(re.findall(r"\{(\w*)\}", english[name])), (language, name)


@pytest.mark.parametrize(("accept", "language"), [
    ("de-AT,de;q=0.9,en;q=0.1", "de"), ("fr, fa;q=0.5, en;q=0.2", "fa"), ("tl", "fil"), ("", "en"), ("xx;q=a,,;", "en"),
    ("en;q=0, mn", "mn"), ("*", "en"), ("ta-IN", "ta"), ("../../etc/passwd", "en")])
def test_the_language_that_a_browser_likes_best(accept: str, language: str) -> None:
    assert words.chosen(accept) == language


class _Labels(HTMLParser):
    """Inputs that no label names."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: set[str | None] = set()
        self.inputs: set[str | None] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes both."""
        given = dict(attrs)
        if tag == "label":
            self.labels.add(given.get("for"))
        if tag == "input" and given.get("type") != "hidden":
            self.inputs.add(given.get("id"))


def test_the_pages_speak_six_languages(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        for language in words.languages():
            answer, text = await get(desk, "/login", headers={"Accept-Language": language})
            assert f'lang="{language}" dir="{"rtl" if language in words.RTL else "ltr"}"' in text
            assert words.of(language)("forgot-link") in text and answer.headers["Vary"] == "Accept-Language"
            look = _Labels()
            look.feed(text)
            assert look.inputs and look.inputs <= look.labels
    serve(run)
