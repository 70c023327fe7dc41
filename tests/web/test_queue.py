"""The list of conversations as an agent works through it: its place, its keys, many at once, what comes in meanwhile."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from browsers import Complaints, Person, agent
from daemons import until
from doors import Demo
from playwright.sync_api import Locator, Page, expect

Tagged = Callable[..., tuple[str, list[str]]]
Sit = Callable[..., Page]
_numbers = itertools.count(1)
ACTIVE = "document.querySelector('[role=listbox]')?.getAttribute('aria-activedescendant')"


def rows(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def row(page: Page, words: str) -> Locator:
    return rows(page).filter(has_text=words)


@pytest.fixture
def tagged(demo: Demo) -> Tagged:
    """`tagged(n, words)`: a tag of its own on n new conversations, and their ids, the newest first."""
    def make(count: int, words: str = "Tale", **more: Any) -> tuple[str, list[str]]:
        tag = f"q{next(_numbers)}"
        found = []
        for n in range(count):
            told = demo.told("support", f"{tag}-{n}", f"It is number {n}.", subject=f"{words} {n} of {tag}", **more)
            demo.done(f"/conversations/{told['conversation']}", "PATCH", {"tags_add": [tag]})
            found.insert(0, told["conversation"])
        return tag, found
    return make


@pytest.fixture
def sit(built: None, person: Person) -> Sit:
    """A page at an address, once its rows are there."""
    def open_(path: str, **more: Any) -> Page:
        page = person.sit(path, **more)
        expect(rows(page).first).to_be_visible()
        return page
    return open_


@pytest.mark.point(9, 13)
def test_what_was_open_when_it_was_closed_is_open_again_after_undo(sit: Sit, tagged: Tagged) -> None:
    tag, ids = tagged(3)
    page = sit(f"/queue/tag.{tag}/{ids[0]}")
    expect(page.get_by_role("log")).to_be_visible()
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile(f"/{ids[1]}$"))
    page.keyboard.press("z")
    expect(page).to_have_url(re.compile(f"/{ids[0]}$"))
    expect(rows(page)).to_have_count(3)


@pytest.mark.point(10)
def test_the_help_tells_the_keys_of_the_reply_too(sit: Sit, tagged: Tagged) -> None:
    tag, _ = tagged(1)
    page = sit(f"/queue/tag.{tag}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Send and close")


@pytest.mark.point(8, 12)
def test_many_are_closed_and_come_back_by_one_undo(demo: Demo, sit: Sit, tagged: Tagged) -> None:
    tag, ids = tagged(4)
    page = sit(f"/queue/tag.{tag}")
    expect(rows(page)).to_have_count(4)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    bar = page.get_by_role("toolbar", name="Selected conversations")
    expect(bar).to_contain_text("2 selected")
    rows(page).nth(3).click(modifiers=["ControlOrMeta"])
    expect(bar).to_contain_text("3 selected")
    page.keyboard.press("ControlOrMeta+k")
    palette = page.get_by_role("dialog")
    expect(palette).to_contain_text("These 3 conversations")
    page.keyboard.type("close")
    palette.get_by_role("option", name=re.compile("^Close")).first.click()
    expect(rows(page)).to_have_count(1)
    until(lambda: [demo.get(f"/conversations/{one}")["status"] for one in ids].count("closed") == 3, what="three closed ones")
    page.keyboard.press("z")
    expect(rows(page)).to_have_count(4)
    until(lambda: all(demo.get(f"/conversations/{one}")["status"] == "open" for one in ids), what="all of them open again")
    page.keyboard.press("ControlOrMeta+a")
    expect(bar).to_contain_text("4 selected")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()


@pytest.mark.point(8)
def test_what_of_a_lot_was_refused_is_shown(demo: Demo, sit: Sit, tagged: Tagged) -> None:
    tag, ids = tagged(3)
    page = sit(f"/queue/tag.{tag}")

    def partly(route: Any) -> None:
        refused = {"id": ids[0], "code": "conflict", "detail": "Somebody was faster."}
        route.fulfill(json={"done": ids[1:], "failed": [refused], "undo": None})
    page.route("**/conversations/bulk", partly)
    page.get_by_role("listbox").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.get_by_role("toolbar", name="Selected conversations").get_by_role("button", name="Close").click()
    notices = page.get_by_role("region", name="Notices")
    expect(notices).to_contain_text("2 done, 1 failed")
    notices.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Somebody was faster.")
    expect(page.get_by_role("dialog").get_by_role("link")).to_have_count(1)


@pytest.mark.point(8)
def test_many_become_one(demo: Demo, sit: Sit, tagged: Tagged) -> None:
    tag, ids = tagged(3)
    page = sit(f"/queue/tag.{tag}")
    page.get_by_role("listbox").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.get_by_role("button", name="More for all of them").click()
    page.get_by_role("menuitem", name="Merge the selected").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("3 different people")
    expect(dialog.get_by_role("radio", checked=True)).to_have_count(1)
    dialog.get_by_role("button", name="Merge").click()
    expect(rows(page)).to_have_count(1)
    until(lambda: sorted(demo.get(f"/conversations/{one}")["status"] for one in ids) == ["merged", "merged", "open"], what="one of three")
    page.keyboard.press("z")
    expect(rows(page)).to_have_count(3)


@pytest.mark.point(9, 10)
def test_one_goes_on_where_the_setting_says(demo: Demo, sit: Sit, tagged: Tagged) -> None:
    tag, ids = tagged(5)
    page = sit(f"/queue/tag.{tag}/{ids[1]}")
    expect(page.get_by_role("log")).to_be_visible()
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile(rf"/{ids[2]}$"))
    demo.done("/me", "PATCH", {"settings": {"after_close": "previous"}})
    page = sit(f"/queue/tag.{tag}/{ids[3]}")
    expect(page.get_by_role("log")).to_be_visible()
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile(rf"/{ids[2]}$"))
    demo.done("/me", "PATCH", {"settings": {"after_close": "list"}})
    page = sit(f"/queue/tag.{tag}/{ids[2]}")
    expect(page.get_by_role("log")).to_be_visible()
    page.keyboard.press("s")
    page.get_by_role("dialog").get_by_role("option", name="Tomorrow").click()
    expect(page).to_have_url(re.compile(rf"/queue/tag.{tag}$"))
    demo.done("/me", "PATCH", {"settings": {"after_close": "next"}})
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page).to_have_url(re.compile("/queue/snoozed$"))
    expect(row(page, f"of {tag}")).to_contain_text("Snoozed until")


@pytest.mark.point(2, 6, 7)
def test_the_list_keeps_its_place(demo: Demo, sit: Sit, tagged: Tagged) -> None:
    tag, _ = tagged(22)
    page = sit(f"/queue/tag.{tag}")
    page.evaluate("document.querySelector('[role=option]').marked = 'the same'")
    scroller = "document.querySelector('[role=listbox]').firstElementChild"
    page.evaluate(f"{scroller}.scrollTop = 24")
    until(lambda: page.evaluate(f"{scroller}.scrollTop") == 24, what="the list to scroll")
    assert page.evaluate("document.querySelector('[role=option]').marked") == "the same"  # rows are not made anew by scrolling
    page.evaluate(f"{scroller}.scrollTop = 700")
    expect(rows(page).filter(has_text=re.compile(rf"Tale 10 of {tag}"))).to_be_visible()
    chosen = rows(page).filter(has_text=f"Tale 10 of {tag}")
    chosen.click()
    expect(chosen).to_have_attribute("aria-selected", "true")
    assert page.evaluate(ACTIVE) == chosen.get_attribute("id")
    before = chosen.bounding_box()
    assert before
    late = demo.told("support", f"{tag}-new", "I am new.", subject=f"Late {tag}")["conversation"]
    demo.done(f"/conversations/{late}", "PATCH", {"tags_add": [tag]})
    expect(page.get_by_role("button", name="1 new")).to_be_visible()
    after = chosen.bounding_box()
    assert after and abs(after["y"] - before["y"]) < 2  # what is new moves nothing that one looks at
    told, under = page.get_by_role("button", name="1 new").bounding_box(), page.get_by_role("listbox").bounding_box()
    assert told and under and told["y"] + told["height"] <= under["y"] + 1  # and covers nothing
    where = page.evaluate(f"{scroller}.scrollTop")
    page.get_by_role("navigation").get_by_role("link", name=re.compile("^Snoozed")).click()
    expect(page).to_have_url(re.compile("/queue/snoozed$"))
    page.go_back()
    expect(chosen).to_be_visible()
    until(lambda: abs(page.evaluate(f"{scroller}.scrollTop") - where) < 2, what="the place where one was")
    assert page.evaluate(ACTIVE) == chosen.get_attribute("id")
    page.reload()
    expect(chosen).to_be_visible()


@pytest.mark.point(2, 10)
def test_keys_mean_a_row_that_one_sees(demo: Demo, sit: Sit, tagged: Tagged) -> None:
    tag, ids = tagged(22)
    page = sit(f"/queue/tag.{tag}")
    scroller = "document.querySelector('[role=listbox]').firstElementChild"
    page.evaluate(f"{scroller}.scrollTop = 1000")
    chosen = row(page, f"Tale 5 of {tag}")
    chosen.click()
    expect(page.get_by_role("log")).to_be_visible()
    demo.reply(ids[16], "It moves to the top.")
    expect(chosen).to_have_attribute("aria-posinset", "1")
    expect(chosen).not_to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(chosen).to_be_in_viewport(ratio=0.9)
    page.evaluate(f"{scroller}.scrollTop = 1000")
    expect(chosen).not_to_be_in_viewport()
    page.keyboard.press("i")  # shows what it would be about, and does nothing to it yet
    expect(page.get_by_role("region", name="Notices")).to_contain_text("out of sight")
    expect(chosen).to_be_in_viewport(ratio=0.9)
    assert demo.get(f"/conversations/{ids[16]}")["assignee"] is None
    page.keyboard.press("i")
    until(lambda: demo.get(f"/conversations/{ids[16]}")["assignee"], what="it is somebody's")


@pytest.mark.point(7)
def test_only_rows_in_sight_are_there(demo: Demo, sit: Sit, tagged: Tagged) -> None:
    tag, ids = tagged(1)
    page = sit(f"/queue/tag.{tag}")
    example = demo.get(f"/conversations/{ids[0]}")
    many = [{**example, "id": str(1_000_000 + n), "subject": f"Copy {n}"} for n in range(10_000)]
    page.route(re.compile(r"/conversations\?.*status=closed"), lambda route: route.fulfill(json={"items": many, "next": None}))
    page.get_by_role("navigation").get_by_role("link", name="Closed").click()
    expect(row(page, "Copy 0")).to_be_visible()
    assert rows(page).count() <= 40  # a missing min-block-size would render them all
    page.get_by_role("listbox").focus()
    page.keyboard.press("End")
    last = row(page, "Copy 9999")
    expect(last).to_be_visible()
    assert rows(page).count() <= 40
    expect(last).to_have_attribute("aria-posinset", "10000")
    expect(last).to_have_attribute("aria-setsize", "10000")
    assert page.evaluate(ACTIVE) == last.get_attribute("id")
    page.keyboard.press("Home")
    expect(row(page, "Copy 0")).to_be_visible()


@pytest.mark.point(7, 43)
@pytest.mark.parametrize("viewport", ["desktop", pytest.param("phone", marks=pytest.mark.long)])
def test_all_rows_are_equally_high_and_say_what_is_theirs(demo: Demo, built: None, person: Person, tagged: Tagged, viewport: str) -> None:
    _, ids = tagged(1)
    example = demo.get(f"/conversations/{ids[0]}")
    texts = ("A line. " * 30, "Two\nlines", "سلام " * 40, "இது ஒரு நீண்ட செய்தி " * 20, "短い文章です。" * 30, "")
    more: tuple[dict[str, Any], ...] = (
        {}, {"tags": ["a", "b", "c"]}, {"subject": ""}, {"subject": "", "tags": ["a"]}, {"delivery": "failed"},
        {"draft": True, "assignee": {"id": "1", "name": "Ada"}}, {"status": "snoozed", "snoozed_until": None})
    many = [{**example, **more[n % len(more)], "id": str(1_000_000 + n), "contact": {"id": str(n), "name": f"Person {n}"},
             "last_message": {**example["last_message"], "text": texts[n % len(texts)]}} for n in range(100)]
    try:
        for locale in ("en", "fa"):
            demo.done("/me", "PATCH", {"settings": {"locale": locale}})
            page = person.sit(None, viewport=viewport)
            page.route(re.compile(r"/conversations\?.*status=closed"), lambda route: route.fulfill(json={"items": many, "next": None}))
            page.goto("/queue/open")  # what a page begins with is in it; the list after that is asked for
            expect(page.get_by_role("listbox")).to_be_visible()
            page.evaluate("document.body.appendChild(Object.assign(document.createElement('a'), {href: '/queue/closed'})).click()")
            expect(row(page, "Person 0")).to_be_visible()
            told = page.evaluate("""async () => {
                const scroller = document.querySelector('[role=listbox]').firstElementChild, heights = new Set(), wrong = [];
                const look = () => document.querySelectorAll('[role=option]').forEach((one) => {
                    heights.add(one.getBoundingClientRect().height.toFixed(1));
                    if (one.querySelector('.name').textContent !== `Person ${one.ariaPosInSet - 1}`) wrong.push(one.textContent);
                });
                for (let top = 0; top < scroller.scrollHeight; top += 700) {
                    scroller.scrollTop = top;
                    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                    look();
                }
                return [[...heights], wrong.length];
            }""")
            assert len(told[0]) == 1, (locale, told)
            assert told[1] == 0, locale  # an element took another row, and all of its words
            page.wait_for_function("""() => [...document.querySelectorAll('[role=option]')].every(
                (one, n, all) => !n || +one.ariaPosInSet > +all[n - 1].ariaPosInSet)""")  # what screen readers go by
    finally:
        demo.done("/me", "PATCH", {"settings": {"locale": "en"}})


@pytest.mark.point(5)
@pytest.mark.parametrize("locale", ["en", "fa"])
def test_a_preview_is_cut_at_its_own_end(demo: Demo, sit: Sit, tagged: Tagged, locale: str) -> None:
    tag = f"rtl{locale}"
    told = demo.told("support", tag, "آغاز " + "این پیام بسیار دراز است " * 12, subject="Persian")
    other = demo.told("support", tag + "2", "Beginning " + "of a very long message " * 12, subject="English")
    for one in (told, other):
        demo.done(f"/conversations/{one['conversation']}", "PATCH", {"tags_add": [tag]})
    demo.done("/me", "PATCH", {"settings": {"locale": locale}})
    try:
        page = sit(f"/queue/tag.{tag}")
        for word, direction in (("آغاز", "rtl"), ("Beginning", "ltr")):
            preview = page.locator(".preview").filter(has_text=word)
            expect(preview).to_have_css("direction", direction)
            assert preview.evaluate("""(box, word) => {
                const range = document.createRange();
                const text = document.createTreeWalker(box, NodeFilter.SHOW_TEXT).nextNode();
                range.setStart(text, 0);
                range.setEnd(text, word.length);
                const [a, b] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
                return box.scrollWidth > box.clientWidth && a.left >= b.left - 1 && a.right <= b.right + 1;
            }""", word), word
    finally:
        demo.done("/me", "PATCH", {"settings": {"locale": "en"}})


@pytest.mark.point(5, 16)
def test_a_row_tells_all_there_is_to_know(demo: Demo, sit: Sit, person: Person, accessible: Callable[..., None]) -> None:
    ada = agent(demo, "ada@row.example", "Ada Row")
    tag = "rowtag"
    told = demo.told("support", "row", "All the marks.", subject="Marks")
    conversation = told["conversation"]
    demo.done(f"/conversations/{conversation}", "PATCH", {"tags_add": [tag, "row-b", "row-c"], "assignee": ada["id"]})
    demo.done(f"/drafts/{conversation}/reply", "PUT", {"text": "I begin", "fields": {}, "version": 0})
    page = sit(f"/queue/tag.{tag}")
    mine = row(page, "Marks")
    for words in ("unread", "support", "Your draft", "+1"):
        expect(mine).to_contain_text(words)
    expect(mine.get_by_role("img", name="Assigned to Ada Row")).to_be_visible()
    there = person.sit(f"/queue/open/{conversation}", email=ada["email"], password=ada["password"])
    expect(mine).to_contain_text("Ada Row: here now")
    there.get_by_role("textbox", name="Reply").click()

    def writes() -> bool:  # the sign fades some seconds after the last letter: on a slow machine before one has looked
        there.keyboard.type("Dear ")
        page.evaluate("0")
        return "Ada Row writes" in mine.inner_text()
    until(writes, what="the sign that somebody writes")
    accessible(page)


@pytest.mark.point(13)
def test_a_change_shows_before_it_is_answered(
        demo: Demo, sit: Sit, complaints: Complaints, tagged: Tagged) -> None:
    complaints.allow("409")
    tag, ids = tagged(2)
    page = sit(f"/queue/tag.{tag}")
    held: list[Any] = []

    def hold(route: Any) -> None:
        if route.request.method == "GET":
            route.continue_()
        else:
            held.append(route)
    page.route(f"**/api/v1/conversations/{ids[0]}", hold)
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(rows(page)).to_have_count(1)
    until(lambda: (page.evaluate("0"), held)[1], what="the call")
    assert demo.get(f"/conversations/{ids[0]}")["status"] == "open"
    problem = {"type": "about:blank", "title": "Conflict", "status": 409, "code": "conflict", "detail": "Somebody was faster."}
    held[0].fulfill(status=409, json=problem)
    expect(rows(page)).to_have_count(2)
    expect(page.get_by_role("region", name="Notices")).to_contain_text("Somebody was faster.")


@pytest.mark.point(34)
def test_an_empty_view_says_what_belongs_there(built: None, person: Person, accessible: Callable[..., None]) -> None:
    page = person.sit("/queue/spam")
    expect(page.get_by_text("No spam")).to_be_visible()
    page.get_by_role("link", name="See all that is open").click()
    expect(page).to_have_url(re.compile("/queue/open$"))
    page = person.sit("/queue/mentions", theme="dark")
    expect(page.get_by_text("Nobody has called you")).to_be_visible()
    accessible(page)
