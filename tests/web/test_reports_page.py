"""The reports: every figure leads to exactly the conversations that it counts, by pointer and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from browsers import Person
from doors import Demo
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.usefixtures("built")


@pytest.fixture(scope="module")
def history(demo: Demo) -> Demo:
    """Some conversations; one is answered, assigned, tagged and closed."""
    for who in ("ann", "bob"):
        demo.told("support", who, f"A question of {who}", subject=f"Question of {who}")
    told = demo.told("x", "cleo", "Is it blue?")["conversation"]
    demo.done("/me", "PATCH", {"settings": {"undo_seconds": 0}})
    demo.ends(demo.reply(told, "It is.")["id"], "sent", "delivered", "read")
    demo.done(f"/conversations/{told}", "PATCH", {"assignee": "me", "tags": ["colour"], "status": "closed"})
    return demo


def rows(page: Page) -> int:
    """How many conversations the list on the screen has, once it is there."""
    first = page.get_by_role("listbox").get_by_role("option").first
    expect(first).to_be_visible()
    return int(first.get_attribute("aria-setsize") or 0)


def figure(page: Page, name: str) -> tuple[int, Page]:
    """The number on a headline figure, which is then followed."""
    link = page.get_by_role("list", name="Figures").get_by_role("link", name=re.compile(f"^{name}: "))
    expect(link).to_be_visible()
    shown = int(link.inner_text())
    link.click()
    return shown, page


@pytest.mark.point(41)
def test_each_headline_leads_to_its_conversations(history: Demo, person: Person) -> None:
    page = person.sit("/reports")
    expect(page.get_by_role("heading", name="Reports", level=1)).to_be_visible()
    totals = history.get("/reports?tz=UTC")["totals"]
    for name, part in (("Opened", "opened"), ("Closed", "closed")):
        shown, _ = figure(page, name)
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        assert shown == totals[part]["conversations"] == rows(page)
        page.go_back()
    shown, _ = figure(page, "Received")
    assert shown == totals["received"]["messages"]
    assert rows(page) == totals["received"]["conversations"]
    page.get_by_role("listbox").get_by_role("option").first.click()
    expect(page).to_have_url(re.compile(r"/queue/list\.[^/]+/\d+$"))
    page.reload()  # the server knows the list by its address, too
    assert rows(page) == totals["received"]["conversations"]


@pytest.mark.point(2, 41)
def test_from_a_figure_one_comes_back_to_the_report(history: Demo, person: Person) -> None:
    page = person.sit("/reports?channel=x")
    figure(page, "Opened")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Opened")
    page.get_by_role("listbox").get_by_role("option").first.click()
    page.get_by_role("link", name="Report", exact=True).click()
    expect(page).to_have_url(re.compile(r"/reports\?channel=x$"))
    expect(page.get_by_role("list", name="Figures")).to_be_visible()


@pytest.mark.point(2, 41)
def test_filters_and_days_stand_in_the_address(history: Demo, person: Person) -> None:
    page = person.sit("/reports")
    page.get_by_role("combobox", name="Channel").select_option("x")
    expect(page).to_have_url(re.compile(r"[?&]channel=x"))
    only = history.get("/reports?tz=UTC&channel=x")["totals"]["opened"]["conversations"]
    opened = page.get_by_role("list", name="Figures").get_by_role("link", name=re.compile("^Opened: "))
    expect(opened).to_have_text(str(only))
    page.get_by_role("combobox", name="Days").select_option("7")
    page.get_by_role("checkbox", name=re.compile("Compare")).uncheck()
    page.reload()
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"channel": ["x"], "period": ["7"], "compare": ["no"]}
    expect(page.get_by_role("combobox", name="Days")).to_have_value("7")
    expect(opened).to_have_text(str(only))
    opened.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("x")
    assert rows(page) == only


@pytest.mark.point(41)
def test_tables_say_what_the_chart_and_the_map_show(history: Demo, person: Person) -> None:
    page = person.sit("/reports?period=7&by=agent")
    report = history.get("/reports?tz=UTC")
    expect(page.get_by_role("img", name=re.compile("^Messages received and sent"))).to_be_visible()
    page.get_by_role("button", name="As a table").click()
    today = page.get_by_role("table", name="By day").get_by_role("row").nth(1)
    expect(today.get_by_role("cell").nth(1)).to_have_text(str(report["by_day"][-1]["received"]["messages"]))
    mine = page.get_by_role("table", name="Agents").get_by_role("row", name=re.compile("Demo"))
    expect(mine.get_by_role("cell").nth(4)).to_have_text("1")  # closed
    page.get_by_role("tab", name="Tags").click()
    expect(page).to_have_url(re.compile("by=tag"))
    colour = page.get_by_role("table", name="Tags").get_by_role("row", name=re.compile("colour"))
    colour.get_by_role("cell").nth(3).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("colour")
    assert rows(page) == 1


@pytest.mark.point(41, 42)
def test_the_map_of_hours_is_walked_by_arrows(history: Demo, person: Person) -> None:
    page = person.sit("/reports")
    grid = page.get_by_role("grid", name="When customers write")
    expect(grid.get_by_role("row")).to_have_count(8)
    busy = max(history.get("/reports?tz=UTC")["heat"], key=lambda one: one["received"]["messages"])
    grid.locator("[tabindex='0']").focus()
    page.keyboard.press("Home")
    for _ in range(7):
        page.keyboard.press("ArrowUp")
    for _ in range(busy["weekday"] - 1):  # British weeks begin on Monday
        page.keyboard.press("ArrowDown")
    for _ in range(busy["hour"]):
        page.keyboard.press("ArrowRight")
    here = grid.locator(":focus")
    expect(here).to_have_attribute("aria-label", re.compile(rf" 0?{busy['hour']}:00: {busy['received']['messages']} messages?$"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/queue/list\."))
    assert rows(page) == busy["received"]["conversations"]


@pytest.mark.point(41)
def test_who_waits_and_the_file_for_spreadsheets(history: Demo, person: Person) -> None:
    page = person.sit("/reports?channel=support")
    waiting = history.get("/reports?tz=UTC&channel=support")["totals"]["backlog"]
    with page.expect_download() as told:
        page.get_by_role("link", name="Download as CSV").click()
    text = told.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("by,name,received_messages")
    assert "\nchannel,support," in text.replace("\r", "")
    assert "\nchannel,x," not in text.replace("\r", "")
    page.get_by_role("list", name="Waiting for").get_by_role("link", name=re.compile("^Less than")).click()
    assert rows(page) == waiting["n"]


@pytest.mark.point(34, 41)
def test_days_of_nothing_say_so(history: Demo, person: Person) -> None:
    page = person.sit("/reports?period=custom&from=2020-01-01&to=2020-01-05")
    expect(page.get_by_text("Nothing happened in these days")).to_be_visible()
    page.get_by_role("button", name="Last 90 days").click()
    expect(page.get_by_role("list", name="Figures")).to_be_visible()


@pytest.mark.point(42, 43)
@pytest.mark.parametrize(("viewport", "theme", "locale"), [("desktop", "light", "en"), ("phone", "dark", "fa")])
def test_for_everybody(history: Demo, person: Person, accessible: Callable[..., None], viewport: str, theme: str, locale: str) -> None:
    page = person.sit("/reports", viewport=viewport, theme=theme, locale=locale)  # type: ignore[arg-type]  # of the parameters
    expect(page.get_by_role("grid")).to_be_visible()
    expect(page.locator(".uplot canvas")).to_be_visible()
    accessible(page)
    assert page.locator("main").evaluate("pane => pane.scrollWidth - pane.clientWidth") == 0
