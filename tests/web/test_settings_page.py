"""One's own settings: each is saved by itself, has its effect at once, and can be taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browsers import Person, agent
from daemons import call, until
from doors import Demo
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.usefixtures("built")
USUAL = {"theme": "auto", "density": "comfortable", "locale": None, "calendar": None, "digits": "auto", "time_zone": None,
         "undo_seconds": 10, "after_close": "next", "single_keys": True, "keys": {}, "announce": "all",
         "notify": {"mine": True, "unassigned": False, "sound": False, "volume": 0.5, "quiet_from": None, "quiet_to": None},
         "guards": {"attachment": True, "empty": True, "language": True, "hours": True}}


@pytest.fixture(autouse=True)
def _as_usual(demo: Demo) -> Iterator[None]:
    demo.done("/me", "PATCH", {"settings": USUAL, "name": "Demo"})
    yield


def kept(demo: Demo, **wanted: Any) -> None:
    """Waits until the server has these settings."""
    def look() -> bool:
        settings = demo.get("/me")["settings"]
        return all(settings[name] == value for name, value in wanted.items())
    until(look, what=f"{wanted} at the server")


def root(page: Page, name: str, value: str) -> None:
    expect(page.locator("html")).to_have_attribute(f"data-{name}", value)


@pytest.mark.point(43)
def test_dates_of_a_language_that_the_browser_lacks(demo: Demo, person: Person) -> None:
    page = person.sit("/settings/language", locale="mn")
    expect(page.get_by_text(re.compile(r"^20\d\d оны \d+-р сарын \d+, \S+ гараг$"))).to_be_visible()
    expect(page.get_by_role("combobox").first).to_contain_text("Монгол")  # nor its name


@pytest.mark.point(3, 13)
def test_look_changes_at_once_and_can_be_taken_back(demo: Demo, person: Person) -> None:
    page = person.sit("/settings/look")
    page.get_by_role("radio", name="Dark").check()
    root(page, "theme", "dark")
    expect(page.get_by_text("Saved", exact=True).first).to_be_visible()
    kept(demo, theme="dark")
    page.get_by_role("radio", name="Compact").check()
    root(page, "density", "compact")
    kept(demo, density="compact")
    page.reload()
    root(page, "theme", "dark")
    page.get_by_role("radio", name="Light").check()
    kept(demo, theme="light")
    expect(page.get_by_text("Saved", exact=True).first).to_be_visible()
    page.keyboard.press("z")
    root(page, "theme", "dark")
    kept(demo, theme="dark")


@pytest.mark.point(43)
def test_calendar_digits_language_and_zone(demo: Demo, person: Person) -> None:
    page = person.sit("/settings/language")
    page.get_by_role("combobox", name="Calendar").select_option("persian")
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"1[34]\d\d AP"))
    page.get_by_role("combobox", name="Time zone").select_option("Asia/Tehran")
    expect(page.get_by_role("main")).to_contain_text("now in Asia/Tehran")
    page.get_by_role("combobox", name="Language").select_option("fa")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("main")).to_contain_text("۱٬۲۳۴٬۵۶۷")
    kept(demo, calendar="persian", time_zone="Asia/Tehran", locale="fa")
    page.locator("select").last.select_option("latn")
    expect(page.get_by_role("main")).to_contain_text("1,234,567")
    kept(demo, digits="latn")


@pytest.mark.point(9, 14, 29)
def test_time_to_take_a_message_back(demo: Demo, person: Person) -> None:
    told = demo.told("support", "undo", "Can you hold it?", subject="Hold")
    page = person.sit("/settings/writing")
    page.get_by_role("combobox", name="Time to take a message back").select_option("30")
    page.get_by_role("combobox", name="After closing").select_option("list")
    page.get_by_role("switch", name=re.compile("Another language")).uncheck()
    kept(demo, undo_seconds=30, after_close="list", guards={"attachment": True, "empty": True, "language": False, "hours": True})
    page.goto(f"/queue/open/{told['conversation']}")
    expect(page.get_by_role("log")).to_contain_text("Can you hold it?")
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.type("We hold it.")
    page.keyboard.press("Control+Enter")
    page.get_by_role("log").get_by_role("article").last.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("We hold it.")
    assert not demo.received("support", "We hold it.")


@pytest.mark.point(10)
def test_a_key_of_ones_own(demo: Demo, person: Person) -> None:
    told = demo.told("support", "key", "Please close me", subject="Closing")
    page = person.sit("/settings/keys")
    row = page.get_by_role("group", name="Close", exact=True)
    row.get_by_role("button", name=re.compile("change the keys")).click()
    place = page.get_by_role("application", name="Press the keys")
    expect(place).to_be_focused()
    page.keyboard.press("a")
    expect(page.get_by_role("dialog")).to_contain_text("Now taken by Assign")
    page.keyboard.press("y")
    page.get_by_role("button", name="Again", exact=True).click()
    place.focus()
    page.keyboard.press("y")
    expect(page.get_by_role("dialog")).not_to_contain_text("Now taken")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(row.get_by_role("button", name=re.compile("change the keys"))).to_contain_text("Y")
    kept(demo, keys={"conversation.close": "y"})
    page.goto(f"/queue/open/{told['conversation']}")
    expect(page.get_by_role("log")).to_contain_text("Please close me")
    page.keyboard.press("e")
    page.keyboard.press("y")
    until(lambda: demo.get(f"/conversations/{told['conversation']}")["status"] == "closed", what="the conversation closed by its key")
    page.goto("/settings/keys")
    page.get_by_role("button", name="All as usual").click()
    kept(demo, keys={})
    expect(row.get_by_role("button", name=re.compile("change the keys"))).to_contain_text("E")


@pytest.mark.point(10)
def test_a_key_is_taken_over_and_every_room_is_there(demo: Demo, person: Person) -> None:
    page = person.sit("/settings/keys")
    for name in ("Reply", "Next conversation", "Snooze", "Show or hide the navigation"):
        expect(page.get_by_role("group", name=name, exact=True)).to_be_visible()
    page.get_by_role("button", name="Add keys for “Snooze”").click()
    expect(page.get_by_role("application", name="Press the keys")).to_be_focused()
    page.keyboard.press("t")
    page.get_by_role("button", name="Take it over").click()
    kept(demo, keys={"conversation.snooze": "s | t", "conversation.tag": "l"})
    page.get_by_role("button", name=re.compile("^“Tag” as usual")).click()
    kept(demo, keys={"conversation.snooze": "s | t"})
    page.get_by_role("searchbox").fill("reply")
    expect(page.get_by_role("group", name="Snooze", exact=True)).to_have_count(0)


@pytest.mark.point(10, 42)
def test_single_keys_can_be_turned_off(demo: Demo, person: Person) -> None:
    page = person.sit("/settings/keys")
    page.get_by_role("switch", name=re.compile("Single-key")).uncheck()
    kept(demo, single_keys=False)
    page.get_by_role("link", name="Look").click()
    expect(page.get_by_role("radio", name="Dark")).to_be_visible()
    page.keyboard.press("c")
    page.keyboard.press("?")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_have_count(1)  # the palette, and no help
    expect(page.get_by_role("combobox")).to_be_focused()
    assert page.url.endswith("/settings/look")


@pytest.mark.point(36)
def test_notices_are_asked_for_by_a_click_alone(demo: Demo, person: Person) -> None:
    page = person.sit(None)
    page.add_init_script("""window.asked = 0;
        Object.defineProperty(Notification, 'permission', {get: () => (window.asked ? 'granted' : 'default')});
        Notification.requestPermission = async () => { window.asked += 1; return 'granted'; };""")
    page.goto("/settings/notices")
    allow = page.get_by_role("button", name="Allow notices")
    expect(allow).to_be_visible()
    assert page.evaluate("window.asked") == 0
    allow.click()
    expect(page.get_by_text("Notices of the browser are allowed here.")).to_be_visible()
    page.get_by_role("switch", name="Messages that nobody has taken").check()
    page.get_by_role("switch", name="Ring as well").check()
    volume = page.get_by_role("slider", name="Volume")
    volume.focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("switch", name=re.compile("at certain hours")).check()
    page.get_by_label("From", exact=True).fill("21:30")
    page.get_by_label("From", exact=True).blur()
    page.get_by_role("combobox", name="Read out what comes in").select_option("mine")
    kept(demo, announce="mine", notify={"mine": True, "mentions": True, "unassigned": True, "sound": True, "volume": 1,
                                        "quiet_from": "21:30", "quiet_to": "07:00"})


@pytest.mark.point(13)
def test_a_refusal_shows_what_stands(demo: Demo, person: Person) -> None:
    page = person.sit("/settings/look")
    person.complaints.allow("422")
    problem = {"type": "about:blank", "title": "Invalid", "status": 422, "detail": "not today", "code": "invalid"}

    def answer(route: Route) -> None:
        if route.request.method == "PATCH":
            route.fulfill(status=422, content_type="application/problem+json", body=json.dumps(problem))
        else:
            route.continue_()
    page.route("**/api/v1/me", answer)
    page.get_by_role("radio", name="Dark").check()
    expect(page.get_by_text("not today").first).to_be_visible()
    root(page, "theme", "auto")
    expect(page.get_by_role("radio", name="As the system")).to_be_checked()


def test_name_and_password(demo: Demo, person: Person) -> None:
    zoe = agent(demo, "zoe@example.net", "Zoe")
    page = person.sit("/settings", email="zoe@example.net", password=zoe["password"])
    person._cookies.clear()  # the other one logs in by itself
    other = person.sit(None, email="zoe@example.net", password=zoe["password"])
    name = page.get_by_role("textbox", name="Name")
    name.fill("Zoë Q.")
    name.press("Tab")
    until(lambda: any(one["name"] == "Zoë Q." for one in demo.get("/agents")["items"]), what="the new name")
    expect(page.get_by_role("navigation").first).to_contain_text("Zoë Q.")
    person.complaints.allow("403")
    page.get_by_label("Present password").fill("wrong one")
    page.get_by_label("New password").fill("another password")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("This is not your present password.")).to_be_visible()
    page.get_by_label("Present password").fill(zoe["password"])
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("The password is changed").first).to_be_visible()
    page.reload()  # one stays logged in here, and here alone
    expect(page.get_by_label("Present password")).to_be_visible()
    other.goto("/settings")
    expect(other).to_have_url(re.compile("/login"))
    status, _ = call(f"{demo.url}/api/v1/session", "POST", {"email": "zoe@example.net", "password": "another password"})
    assert status == 200


def test_logging_out_everywhere(demo: Demo, person: Person) -> None:
    max_ = agent(demo, "max@example.net", "Max")
    one = person.sit("/settings/access", email="max@example.net", password=max_["password"])
    person._cookies.clear()  # the second one logs in by itself
    other = person.sit("/settings/access", email="max@example.net", password=max_["password"])
    expect(other.get_by_role("link", name="Your tokens")).to_have_attribute("href", "/admin/tokens")
    person.complaints.allow("401|WebSocket")
    one.get_by_role("button", name="Log out everywhere").click()
    one.get_by_role("dialog").get_by_role("button", name="Log out everywhere").click()
    expect(one).to_have_url(re.compile("/login"))
    other.goto("/settings")
    expect(other).to_have_url(re.compile("/login"))


@pytest.mark.point(42, 43)
@pytest.mark.parametrize(("viewport", "theme", "locale"), [("desktop", "light", "en"), ("phone", "dark", "fa")])
def test_for_everybody(person: Person, accessible: Callable[..., None], viewport: str, theme: str, locale: str) -> None:
    page = person.sit("/settings", viewport=viewport, theme=theme, locale=locale)  # type: ignore[arg-type]  # of the parameters
    for place in ("profile", "look", "language", "writing", "notices", "keys", "access"):
        page.locator(f"a[href='/settings/{place}']").click()
        expect(page.locator(f"a[href='/settings/{place}']")).to_have_attribute("aria-current", "page")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        accessible(page)
        assert page.locator("main").evaluate("pane => pane.scrollWidth - pane.clientWidth") == 0, place
