"""From nothing to the first real conversation and its answer, with a browser alone: a mailbox, and a service of one's own."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from browsers import Complaints, Person
from daemons import Daemon, Sandbox, until
from playwright.sync_api import Browser, Locator, Page, expect
from servers import DovecotServer, free_port

EMAIL, PASSWORD = "admin@shop.example", "correct horse battery"
SECRET = "a-shop-secret-0815"
MAIL = b"""From: Ann Lee <ann@example.net>\r
To: support@shop.example\r
Subject: Where is my order 12?\r
Message-ID: <order-12@example.net>\r
Date: Sat, 21 Nov 2026 10:00:00 +0000\r
\r
It should have come on Friday.\r
"""


class Installation:
    """A daemon that has no channel, as `Person` wants a demo."""

    def __init__(self, folder: Path) -> None:
        self.daemon = Daemon(folder, {}, server={"egress_allow": ["127.0.0.0/8"]}).start()
        self.url, self.said = self.daemon.url, {"email": EMAIL, "password": PASSWORD}
        self.daemon.api("/me", "PATCH", {"settings": {"undo_seconds": 0}})


class Shop:
    """Another service: it takes what is posted to it, when the signature is right."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                good = hmac.compare_digest(self.headers["X-Inbox-Signature"], signature(self.headers["X-Inbox-Timestamp"], body))
                if good:
                    shop.got.append(json.loads(body))
                answer = json.dumps({"external_id": f"answer-{len(shop.got)}"}).encode()
                self.send_response(200 if good else 403)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Silent."""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/replies"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def says(self, hook: str, **body: Any) -> None:
        """Posts what one of its customers writes."""
        raw, stamp = json.dumps(body).encode(), str(int(time.time()))
        request = urllib.request.Request(hook, raw, {"Content-Type": "application/json", "X-Inbox-Timestamp": stamp,
                                                     "X-Inbox-Signature": signature(stamp, raw)}, method="POST")
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 200

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Provider:
    """A login service that agrees at once, and gives tokens for the code that it gave."""

    def __init__(self) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                self.send_response(302)
                self.send_header("Location", f"{query['redirect_uri'][0]}?code=agreed&state={quote(query['state'][0])}")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_POST(self) -> None:
                given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                good = given.get("code") == ["agreed"] and given.get("client_id") == ["the-app"]
                body = json.dumps({"access_token": "t0ken", "refresh_token": "fresh", "expires_in": 3600, "token_type": "Bearer"}
                                  if good else {"error": "invalid_grant"}).encode()
                self.send_response(200 if good else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Silent."""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def signature(stamp: str, body: bytes) -> str:
    return "sha256=" + hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation without a channel, in place of the demo."""
    found = Installation(tmp_path_factory.mktemp("empty"))
    yield found
    found.daemon.__exit__()


@pytest.fixture(scope="module")
def _person(browser: Browser, demo: Installation) -> Person:
    return Person(browser, demo)  # type: ignore[arg-type]  # it has the url and the login, which is all that is used here


def replied(page: Page, text: str) -> None:
    """Answers the conversation on the screen, and waits until it has gone out."""
    thread = page.get_by_role("log")
    expect(thread).to_be_visible()
    before = thread.get_by_role("article").count()
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    expect(thread.get_by_role("article")).to_have_count(before + 1)
    expect(thread.get_by_role("article").last).to_contain_text(re.compile("^.*sent", re.IGNORECASE | re.DOTALL))


def server(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def _listens(demo: Installation, channel: str) -> bool:
    """Whether its feeds know where news begins."""
    feeds = demo.daemon.get(f"/channels/{channel}")["feeds"]
    return bool(feeds) and all(feed["polled_at"] for feed in feeds)


@pytest.mark.point(34, 37)
def test_a_mailbox_from_nothing_to_the_first_answer(built: None, person: Person, demo: Installation,
                                                    accessible: Callable[..., None]) -> None:
    with DovecotServer() as dovecot, Sandbox() as sandbox:
        page = person.sit("/queue/open")
        expect(page.get_by_text("No channel yet")).to_be_visible()
        accessible(page)
        page.get_by_role("link", name="Connect a channel").click()
        accessible(page)
        page.get_by_role("link", name="E-mail").click()
        expect(page.get_by_role("group", name="Incoming mail (IMAP)")).to_have_count(0)  # the servers come by the address
        page.get_by_label("Address", exact=True).fill("support@shop.example")
        imap, smtp = server(page, "Incoming mail (IMAP)"), server(page, "Outgoing mail (SMTP)")
        expect(imap.get_by_role("textbox", name="Server")).to_have_value("imap.shop.example")
        expect(page.get_by_label("Name of the channel")).to_have_value("support")
        imap.get_by_role("textbox", name="Server").fill("127.0.0.1")
        imap.get_by_role("spinbutton", name="Port").fill(str(dovecot.port))
        imap.get_by_label("Encryption").select_option("none")
        imap.get_by_role("textbox", name="User name").fill("support")
        imap.get_by_label(re.compile("^Password")).fill("wrong")
        smtp.get_by_role("textbox", name="Server").fill("127.0.0.1")
        smtp.get_by_role("spinbutton", name="Port").fill(str(sandbox.info["smtp"]["port"]))
        smtp.get_by_label("Encryption").select_option("none")
        smtp.get_by_role("checkbox", name=re.compile("^The same user name")).uncheck()
        accessible(page)
        page.get_by_role("button", name="Test connection").click()
        steps = page.get_by_role("list", name="Steps of the test")
        failed = steps.get_by_role("listitem").filter(has_text="IMAP: login")
        expect(failed).to_contain_text("Problem")
        expect(page.get_by_role("main").get_by_text("Nothing has been saved or sent")).to_be_visible()
        accessible(page)
        page.get_by_role("button", name="Change the settings").click()
        expect(imap.get_by_role("spinbutton", name="Port")).to_have_value(str(dovecot.port))  # nothing typed is lost
        imap.get_by_label(re.compile("^Password")).fill(dovecot.password)
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_role("main").get_by_text("Everything works.")).to_be_visible()
        expect(steps.get_by_role("listitem").filter(has_text="IMAP: login")).to_contain_text("Good")
        page.get_by_role("button", name="Continue", exact=True).click()
        expect(page.get_by_role("radio", name="All agents")).to_be_checked()
        page.get_by_role("button", name="Connect", exact=True).click()

        page.wait_for_url("**/admin/channels/support?new=1")
        page.get_by_label("To", exact=True).fill("ann@example.net")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_text("Sent", exact=True)).to_be_visible()
        until(lambda: sandbox.received("support") or None, what="the test message at the customer's")
        expect(page.get_by_text("Waiting for the first message")).to_be_visible()
        accessible(page)
        until(lambda: _listens(demo, "support"), what="what comes from now on is news")
        dovecot.deliver("support", [MAIL])
        page.get_by_role("button", name="Fetch now").click()
        expect(page.get_by_text("The first conversation is here.")).to_be_visible()
        page.get_by_role("link", name="Open it").click()
        expect(page.get_by_role("log")).to_contain_text("Ann Lee")
        replied(page, "It leaves today.")
        until(lambda: [one for one in sandbox.received("support") if "It leaves today." in one["text"]], what="the answer")
        assert dovecot.password not in demo.daemon.log.read_text()


@pytest.mark.point(37)
def test_a_service_of_ones_own_with_what_it_wants_and_what_it_gets(built: None, person: Person, demo: Installation,
                                                                   complaints: Complaints, accessible: Callable[..., None]) -> None:
    complaints.allow("422")  # the settings that the server objects to
    shop = Shop()
    try:
        page = person.sit("/admin/channels/new")
        page.get_by_role("link", name="Webhook").click()
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_label("Shared secret")).to_be_focused()  # the first that is lacking
        expect(page.get_by_text("1 field is not right yet")).to_be_visible()
        page.get_by_label("Shared secret").fill(SECRET)
        page.get_by_label("Address for replies").fill("ftp://nowhere")
        page.get_by_role("button", name="Test connection").click()
        expect(page.get_by_label("Address for replies")).to_have_attribute("aria-invalid", "true")  # the server's own objection
        accessible(page)
        page.get_by_label("Address for replies").fill(shop.url)
        page.get_by_label("Name of the channel").fill("shop")
        page.get_by_role("button", name="Test connection").click()
        page.get_by_role("button", name=re.compile("^Continue")).click()
        page.get_by_role("button", name="Connect", exact=True).click()
        page.wait_for_url("**/admin/channels/shop?new=1")
        hook = page.get_by_label("Address that the service posts to").input_value()
        assert hook == f"{demo.url}/hooks/shop/messages"
        shop.says(hook, external_id="1", sender={"id": "ann", "name": "Ann"}, text="Is it waterproof?")
        page.get_by_role("link", name="Open it").click()
        expect(page.get_by_role("log")).to_contain_text("Is it waterproof?")
        replied(page, "It is.")
        assert [one["text"] for one in until(lambda: shop.got, what="the answer at the shop")] == ["It is."]
        page.get_by_role("button", name="Internal note").click()
        page.keyboard.type("Ask @")
        expect(page.get_by_text("Nobody else is here yet")).to_be_visible()
    finally:
        shop.close()


@pytest.mark.point(37, 43)
def test_another_language_and_a_test_that_failed(built: None, person: Person, demo: Installation, accessible: Callable[..., None]) -> None:
    page = person.sit("/admin/channels/new?type=webhook", locale="de")
    page.get_by_role("button", name="Geheimnis erzeugen").click()
    made = page.get_by_role("textbox", name="Gemeinsames Geheimnis").input_value()
    assert re.fullmatch(r"[\w-]{43}", made)
    page.get_by_label("Adresse für Antworten").fill(f"http://127.0.0.1:{free_port()}/nobody")
    page.get_by_label("Name des Kanals").fill("kasse")
    page.get_by_text("Ein Beispiel dessen, was er meldet").click()
    expect(page.get_by_role("group", name="Ein Beispiel dessen, was er meldet")).to_contain_text(f"{demo.url}/hooks/kasse/messages")
    page.get_by_role("button", name="Verbindung testen").click()
    steps = page.get_by_role("list", name="Schritte des Tests")
    expect(steps).to_contain_text("Sie ist nicht erreichbar")
    expect(steps).to_contain_text("Die Adresse für Antworten korrigieren")
    expect(steps).to_contain_text("Es hat 43 Zeichen.")
    accessible(page)
    page.get_by_role("button", name="Trotzdem weiter").click()
    expect(page.get_by_role("list", name="Schritte")).to_contain_text("Test fehlgeschlagen")
    page.get_by_role("button", name="Verbinden", exact=True).click()
    page.wait_for_url("**/admin/channels/kasse?new=1&tested=failed")
    expect(page.get_by_text("Test fehlgeschlagen")).to_have_count(2)  # the step, and the channel's own state
    accessible(page)
    assert demo.daemon.api("/channels/kasse", "DELETE")[0] == 204


@pytest.mark.point(37)
def test_a_secret_is_never_shown_can_be_replaced_and_a_channel_goes(built: None, person: Person, demo: Installation,
                                                                    accessible: Callable[..., None]) -> None:
    made = {"name": "till", "type": "webhook", "settings": {"secret": SECRET, "outbound_url": "http://127.0.0.1:9/x", "name": "Till"}}
    assert demo.daemon.api("/channels", "POST", made)[0] == 201
    page = person.sit("/admin/channels")
    page.get_by_role("main").get_by_role("link", name="till").click()
    page.get_by_role("button", name="Change the settings").click()
    expect(page.get_by_label("Our name there")).to_have_value("Till")
    expect(page.get_by_text("Set", exact=True)).to_be_visible()
    assert SECRET not in page.content()
    accessible(page)
    page.get_by_label("Our name there").fill("Till 2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    kept = demo.daemon.get("/channels/till/settings")
    assert kept["settings"]["name"] == "Till 2" and kept["secrets_set"] == ["secret"]
    page.get_by_role("button", name="Change the settings").click()
    page.get_by_role("button", name="Replace Shared secret").click()
    page.get_by_label("Shared secret").fill("another-secret-4711")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused", exact=True)).to_be_visible()
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Delete").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Its conversations stay")
    accessible(page)
    dialog.get_by_role("button", name="Delete").click()
    page.wait_for_url("**/admin/channels")
    expect(page.get_by_role("main").get_by_role("link", name="till")).to_have_count(0)
    assert "till" not in {one["name"] for one in demo.daemon.get("/channels")["items"]}


@pytest.mark.point(37)
def test_the_login_of_a_provider_is_agreed_to_in_the_browser(built: None, person: Person, demo: Installation, complaints: Complaints,
                                                             accessible: Callable[..., None]) -> None:
    complaints.allow("422")  # the secret that is lacking
    provider = Provider()
    try:
        page = person.sit("/admin/channels/new?type=email")
        page.get_by_label("Address", exact=True).fill("help@shop.example")
        oauth, imap = server(page, "Login by Google or Microsoft"), server(page, "Incoming mail (IMAP)")
        expect(imap.get_by_role("textbox", name="Server")).to_have_value("imap.shop.example")
        imap.get_by_role("textbox", name="Server").fill("127.0.0.1")
        imap.get_by_role("spinbutton", name="Port").fill(str(free_port()))
        imap.get_by_label("Encryption").select_option("none")
        server(page, "Outgoing mail (SMTP)").get_by_role("switch", name="Outgoing mail (SMTP)").uncheck()
        oauth.get_by_role("switch", name="Login by Google or Microsoft").check()
        expect(imap.get_by_label(re.compile("^Password"))).to_have_count(0)  # the provider's login stands for it
        oauth.get_by_role("textbox", name="Client id").fill("the-app")
        oauth.get_by_text("More settings").click()
        oauth.get_by_role("textbox", name="Address of a stand-in").fill(provider.url)
        expect(page.get_by_label("Callback address")).to_have_value(f"{demo.url}/oauth/help/callback")
        accessible(page)
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("button", name="Connect", exact=True).click()
        expect(oauth).to_contain_text("client_secret")  # what the server says of the whole group stands in it
        oauth.get_by_label(re.compile("^Client secret")).fill("the-secret")
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("button", name="Connect", exact=True).click()
        page.wait_for_url("**/admin/channels/help?new=1&tested=skipped")
        page.get_by_role("button", name="Authorise", exact=True).click()
        page.wait_for_url("**/admin/channels/help?authorised=1")
        expect(page.get_by_role("main").get_by_text("The service has agreed.")).to_be_visible()
        expect(page.get_by_role("list", name="Steps of the test")).to_be_visible()  # whether it works is tried at once
        accessible(page)
        assert "t0ken" not in page.content() and "t0ken" not in demo.daemon.log.read_text()
    finally:
        provider.close()
