"""The line to the server: away and back, a daemon that dies, a sleeping tab, a new version; and what one hears of news.

Whatever happens in between, no letter of a draft is lost and nothing is sent twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from browsers import Person
from daemons import Daemon, Sandbox, until
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, WebSocketRoute, expect

EMAIL, PASSWORD = "admin@shop.example", "correct horse battery"
GONE = r"ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET|WebSocket"


class House:
    """A daemon with a mail channel on a sandbox, as `Person` wants a demo; it can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.sandbox = Sandbox()
        self.daemon = Daemon(folder, {"support": self.sandbox.email()}, server={"egress_allow": ["127.0.0.0/8"]}).start()
        self.url, self.said, self.token = self.daemon.url, {"email": EMAIL, "password": PASSWORD}, self.daemon.token
        self.daemon.api("/me", "PATCH", {"settings": {"undo_seconds": 0}})

    def told(self, who: str, text: str) -> str:
        """A customer writes; the conversation."""
        self.sandbox.say("support", f"{who}@example.net", text, subject=f"From {who}")
        return until(lambda: next((str(one["id"]) for one in self.daemon.get("/conversations?status=all&limit=200")["items"]
                                   if one["subject"] == f"From {who}"), None), what=f"the conversation with {who}")

    def received(self, text: str) -> list[dict[str, Any]]:
        return [one for one in self.sandbox.received("support") if text in one["text"]]

    def read(self, page: Page, conversation: str) -> None:
        """Waits until the page has marked it as read, and knows that it has; else that is one more change that waits."""
        until(lambda: not self.daemon.get(f"/conversations/{conversation}")["unread"], what="it is read")
        until(lambda: not page.evaluate("JSON.stringify(localStorage)").count("conversation.read"), what="the page has heard so")

    def out(self, conversation: str) -> list[dict[str, Any]]:
        return [one for one in self.daemon.get(f"/conversations/{conversation}/messages")["items"] if one["direction"] == "out"]

    def close(self) -> None:
        self.daemon.__exit__()
        self.sandbox.__exit__()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of this module's own, in place of the demo."""
    found = House(tmp_path_factory.mktemp("house"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def _person(browser: Browser, demo: House) -> Person:
    return Person(browser, demo)  # type: ignore[arg-type]  # it has the url and the login, which is all that is used here


def field(page: Page) -> Locator:
    return page.get_by_role("form", name="Write").get_by_role("textbox", name="Reply", exact=True)


def banner(page: Page) -> Locator:
    return page.get_by_role("region", name="Connection")


@pytest.fixture
def sit(built: None, person: Person, demo: House) -> Callable[..., tuple[Page, str]]:
    """`sit(who, text)`: somebody wrote, and one sits before it: (page, conversation)."""
    def sat(who: str, text: str, **more: Any) -> tuple[Page, str]:
        conversation = demo.told(who, text)
        page = person.sit(f"/queue/open/{conversation}", **more)
        expect(page.get_by_role("log").get_by_text(text).first).to_be_visible()
        expect(field(page)).to_be_visible()
        return page, conversation
    return sat


@pytest.mark.point(35)
def test_what_is_done_without_a_network_is_kept_and_done_once(
        sit: Callable[..., tuple[Page, str]], demo: House, complaints: Any, accessible: Callable[..., None]) -> None:
    complaints.allow(GONE)
    other = demo.told("olga", "The other one")
    page, conversation = sit("otto", "The one to answer")
    page.goto(f"/queue/open/{other}")
    expect(page.get_by_role("log").get_by_text("The other one").first).to_be_visible()
    demo.read(page, other)
    row = page.get_by_role("option", name=re.compile("From otto"))
    row.click()
    expect(field(page)).to_be_visible()
    demo.read(page, conversation)
    page.context.set_offline(True)
    expect(banner(page)).to_be_visible()
    expect(page.get_by_text(re.compile(r"Next try in \d+ second|Connecting")).first).to_be_visible()
    field(page).fill("Sent from a tunnel")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("1 change waits")).to_be_visible()
    page.get_by_role("option", name=re.compile("From olga")).click()
    expect(page.get_by_role("log").get_by_text("The other one").first).to_be_visible()  # from what is here
    page.keyboard.press("e")
    expect(page.get_by_text("2 changes wait")).to_be_visible()
    expect(page.get_by_role("option", name=re.compile("From olga"))).to_have_count(0)
    accessible(page)
    page.context.set_offline(False)
    expect(banner(page)).to_have_count(0)
    until(lambda: demo.received("Sent from a tunnel"), what="the answer")
    until(lambda: demo.daemon.get(f"/conversations/{other}")["status"] == "closed", what="the close")
    assert len(demo.out(conversation)) == 1 and len(demo.received("Sent from a tunnel")) == 1


@pytest.mark.point(13, 35)
def test_an_answer_lost_on_its_way_sends_nothing_twice(sit: Callable[..., tuple[Page, str]], demo: House, complaints: Any) -> None:
    complaints.allow(GONE)
    page, conversation = sit("vera", "Cut off in the middle")
    tries: list[str] = []

    def cut(route: Route) -> None:
        tries.append(route.request.headers["idempotency-key"])
        if len(tries) > 1:
            route.continue_()
            return
        route.fetch()  # the server has it
        route.abort()  # the page does not know
    page.route(re.compile(r"/conversations/\d+/messages$"),
               lambda route: cut(route) if route.request.method == "POST" else route.continue_())
    field(page).fill("Exactly once, please")
    page.keyboard.press("Control+Enter")
    until(lambda: page.evaluate("1") and len(tries) > 1, what="another try")
    expect(page.get_by_role("log").get_by_role("article").filter(has_text="Exactly once, please")).to_have_count(1)
    until(lambda: demo.received("Exactly once, please"), what="the answer")
    assert len(set(tries)) == 1 and len(demo.out(conversation)) == 1 and len(demo.received("Exactly once, please")) == 1


@pytest.mark.point(15, 35)
def test_a_daemon_that_dies_loses_neither_words_nor_sendings(sit: Callable[..., tuple[Page, str]], demo: House, complaints: Any) -> None:
    complaints.allow(GONE)
    page, conversation = sit("karl", "Will you be there?")
    second = demo.told("klara", "And for me?")
    page.evaluate("window.same = 1")
    demo.read(page, conversation)
    demo.daemon.kill()
    try:
        field(page).fill("Said to nobody")
        page.keyboard.press("Control+Enter")
        expect(banner(page)).to_be_visible()
        expect(page.get_by_text("1 change waits")).to_be_visible()
        field(page).fill("And a beginning of")
    finally:
        demo.daemon.start()
    demo.daemon.api(f"/conversations/{second}", "PATCH", {"subject": "Renamed meanwhile"})
    expect(banner(page)).to_have_count(0)
    until(lambda: demo.received("Said to nobody"), what="the answer")
    expect(page.get_by_role("option", name=re.compile("Renamed meanwhile"))).to_be_visible()  # caught up by the journal
    assert page.evaluate("window.same") == 1, "it was loaded anew"
    expect(field(page)).to_have_value("And a beginning of")
    until(lambda: [one for one in demo.daemon.get("/drafts")["items"] if one["text"] == "And a beginning of"], what="the draft")
    assert len(demo.out(conversation)) == 1 and len(demo.received("Said to nobody")) == 1


@pytest.mark.point(15)
def test_a_draft_survives_a_killed_tab(sit: Callable[..., tuple[Page, str]], demo: House) -> None:
    page, conversation = sit("kim", "Answer me slowly")
    context: BrowserContext = page.context
    field(page).click()
    page.keyboard.insert_text("Not yet saved anywhere")
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(f"/queue/open/{conversation}")
    expect(field(again)).to_have_value("Not yet saved anywhere")
    field(again).click()
    again.keyboard.press("End")
    again.keyboard.insert_text(", nor this")
    again.reload()
    expect(field(again)).to_have_value("Not yet saved anywhere, nor this")
    until(lambda: [one for one in demo.daemon.get("/drafts")["items"] if one["text"].endswith(", nor this")], what="the draft")


@pytest.mark.point(15)
def test_two_places_with_one_draft_show_both(sit: Callable[..., tuple[Page, str]], demo: House, person: Person, complaints: Any) -> None:
    complaints.allow(GONE + "|409")
    page, conversation = sit("duo", "Which of the two?")
    other = person.sit(f"/queue/open/{conversation}")
    expect(field(other)).to_be_visible()
    other.context.set_offline(True)
    expect(banner(other)).to_be_visible()
    field(other).fill("From the telephone")
    field(page).fill("From the desk")
    until(lambda: [one for one in demo.daemon.get("/drafts")["items"] if one["text"] == "From the desk"], what="the first draft")
    other.context.set_offline(False)
    expect(other.get_by_text("From the desk")).to_be_visible()
    expect(field(other)).to_have_value("From the telephone")
    expect(field(page)).to_have_value("From the desk")
    other.get_by_role("button", name=re.compile("mine", re.IGNORECASE)).click()
    expect(field(page)).to_have_value("From the telephone")


@pytest.mark.point(35)
def test_a_new_version_is_offered_and_costs_no_letter(built: None, person: Person, demo: House) -> None:
    conversation = demo.told("nova", "Something new")
    page = person.sit(None)
    newer = {"version": "another"}

    def relay(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(raw: str | bytes) -> None:
            frame = json.loads(raw)
            socket.send(json.dumps(frame | newer) if frame["type"] == "hello" else raw)
        server.on_message(pass_on)
    page.route_web_socket(re.compile("/api/v1/live"), relay)
    page.goto(f"/queue/open/{conversation}")
    offer = page.get_by_role("region", name="New version")
    expect(offer).to_be_visible()
    field(page).click()
    page.keyboard.insert_text("Half a sentence")
    newer.clear()
    page.get_by_role("button", name="Reload").click()
    expect(offer).to_have_count(0)
    expect(field(page)).to_have_value("Half a sentence")


@pytest.mark.point(34, 35)
def test_a_part_that_is_gone_with_its_version_says_so(built: None, person: Person, complaints: Any) -> None:
    complaints.allow("404|dynamically imported")
    page = person.sit("/queue/open")
    expect(page.get_by_role("listbox").or_(page.get_by_text("All done here"))).to_be_visible()
    page.route(re.compile(r"/assets/.*\.js"), lambda route: route.fulfill(status=404))
    page.get_by_role("link", name="Reports").click()
    expect(page.get_by_role("main").get_by_text("There is a new version of Inbox.")).to_be_visible()
    page.unroute_all()
    page.get_by_role("main").get_by_role("button", name="Reload").click()
    expect(page.get_by_role("heading", level=1, name="Reports")).to_be_visible()


SPY = """
window.asked = 0; window.notices = [];
window.Notification = class {
  static permission = 'granted';
  static requestPermission() { window.asked += 1; return Promise.resolve('granted'); }
  constructor(title, options) { Object.assign(this, {title, ...options}); window.notices.push(this); }
  close() {}
};
document.hasFocus = () => false;
"""


def titles(page: Page) -> list[str]:
    return list(page.evaluate("notices.map(one => one.title)"))


@pytest.mark.point(36)
def test_news_are_told_once_and_lead_to_their_conversation(built: None, person: Person, demo: House) -> None:
    demo.daemon.api("/me", "PATCH", {"settings": {"notify": {"unassigned": True, "sound": False, "quiet_from": None, "quiet_to": None}}})
    page = person.sit(None)
    page.context.add_init_script(SPY)
    page.goto("/queue/open")
    second = page.context.new_page()
    second.goto("/queue/open")
    for one in (page, second):
        expect(one.get_by_role("navigation", name="Navigation")).to_be_visible()
        one.wait_for_function("document.title.length > 0")
    before = page.title()
    conversation = demo.told("ring", "Is anybody there?")
    both = (page, second)
    until(lambda: [title for one in both for title in titles(one)], what="a notice")
    expect(page).not_to_have_title(before)
    expect(page).to_have_title(re.compile(r"^\(\d+\) "))
    assert page.locator("link[rel=icon]").get_attribute("href", timeout=20_000)
    page.wait_for_function("document.querySelector('link[rel=icon]').href.startsWith('data:image/png')")
    told = [title for one in both for title in titles(one)]
    assert len(told) == 1 and "ring" in told[0], told
    assert [one.evaluate("asked") for one in both] == [0, 0], "asked without a click"
    leader = page if titles(page) else second
    leader.evaluate("notices[0].onclick()")
    leader.wait_for_url(f"**/{conversation}")
    demo.daemon.api("/me", "PATCH", {"settings": {"notify": {"quiet_from": "00:00", "quiet_to": "23:59"}}})
    for one in both:
        one.reload()
        expect(one.get_by_role("navigation", name="Navigation")).to_be_visible()
    demo.told("night", "It is late")
    expect(page.get_by_role("option", name=re.compile("From night")).first).to_be_visible()
    expect(second.get_by_role("option", name=re.compile("From night")).first).to_be_visible()
    assert not titles(page) and not titles(second)


@pytest.mark.point(36)
def test_it_can_be_installed(built: None, person: Person) -> None:
    page = person.sit("/queue/open")
    manifest = page.request.get(page.locator("link[rel=manifest]").evaluate("link => link.href"))
    assert manifest.ok and manifest.headers["content-type"].startswith("application/manifest+json")
    told = manifest.json()
    assert told["display"] == "standalone" and {"192x192", "512x512"} <= {icon["sizes"] for icon in told["icons"]}
    for icon in told["icons"]:
        answer = page.request.get(icon["src"])
        assert answer.ok and answer.headers["content-type"] == icon["type"], icon


@pytest.mark.point(20)
def test_a_failed_send_reopens_and_tells_its_sender_anywhere(built: None, person: Person, demo: House) -> None:
    page = person.sit("/contacts")
    expect(page.get_by_role("heading", level=1, name="Contacts")).to_be_visible()
    later = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
    status, made = demo.daemon.api("/conversations", "POST", {
        "channel": "support", "to": ["nobody@bounce.invalid"], "subject": "To nobody", "text": "Hello?", "send_at": later})
    assert status == 201, made
    demo.daemon.api(f"/conversations/{made['id']}", "PATCH", {"status": "closed"})
    notices = page.get_by_role("region", name="Notices")
    expect(notices.get_by_text("Your message to nobody@bounce.invalid was not sent")).to_be_visible()
    assert demo.daemon.get(f"/conversations/{made['id']}")["status"] == "open"
    expect(page.get_by_role("navigation").get_by_role("link", name=re.compile(r"^Failed to send.*1"))).to_be_visible()
    notices.get_by_role("button", name="Show").click()
    page.wait_for_url(f"**/queue/failed/{made['id']}/**")
    expect(page.get_by_role("option", name=re.compile("To nobody"))).to_be_visible()
    expect(page.get_by_role("log").get_by_role("article").filter(has_text="Hello?")).to_contain_text("no such mailbox")
    levels = {item["code"]: item for item in demo.daemon.get("/health")["items"]}
    assert any("failed" in code for code in levels), levels
