"""Search as one types, its completions, its way out of an empty result, and views kept of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from browsers import Complaints, Person
from daemons import until
from doors import Demo
from playwright.sync_api import Locator, Page, expect


def rows(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option").filter(has=page.locator(".words"))


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search conversations")


@pytest.fixture(scope="module")
def told(demo: Demo) -> str:
    """Two conversations about quinces, one with the tag `fruit`, and one in Persian."""
    first = demo.told("support", "quinn", "Are the quinces ripe?", subject="Fruit")["conversation"]
    demo.told("support", "rosa", "Quinces, please. And pears.", subject="Order")
    demo.told("support", "nasrin", "سلام علي، كتاب من نرسید", subject="Book")
    demo.done(f"/conversations/{first}", "PATCH", {"tags_add": ["fruit"]})
    return str(first)


@pytest.mark.point(33, 10)
def test_results_come_while_one_types_and_show_why(built: None, person: Person, told: str, accessible: Callable[..., None]) -> None:
    page = person.sit("/queue/open")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(page.get_by_text("Search everything")).to_be_visible()
    accessible(page)
    page.keyboard.type("quinc")
    expect(rows(page)).to_have_count(2)
    expect(rows(page).locator("mark").first).to_have_text(re.compile("quinc", re.IGNORECASE))
    expect(page).to_have_url(re.compile(r"/queue/search\?q=quinc$"))
    page.keyboard.type("es ta")
    offers = page.get_by_role("listbox", name="Suggestions")
    expect(offers.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(field(page)).to_have_value("quinces tag:")
    page.keyboard.type("fr")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("quinces tag:fruit ")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_be_visible()
    accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("listbox", name="Search")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/queue/search/{told}\?q="))
    page.go_back()
    expect(rows(page)).to_have_count(1)


@pytest.mark.point(33)
def test_arabic_letters_find_and_mark_persian_ones(built: None, person: Person, told: str) -> None:
    page = person.sit("/queue/search?q=" + "علی کتاب")
    expect(rows(page)).to_have_count(1)
    expect(rows(page).locator("mark")).to_have_text(["علي", "كتاب"])


@pytest.mark.point(33)
def test_an_empty_result_says_what_to_leave_out(built: None, person: Person, told: str, complaints: Complaints) -> None:
    complaints.allow("422")
    page = person.sit("/queue/search?q=pears+tag:fruit")
    page.get_by_role("button", name="Without tag:fruit: 1").click()
    expect(rows(page)).to_have_count(1)
    expect(field(page)).to_have_value("pears")
    field(page).fill("pears is:purple")
    wrong = page.get_by_role("alert").filter(has_text="is:purple")
    expect(wrong).to_contain_text("This search cannot be read: is:purple")  # in no word of the API's
    expect(rows(page)).to_have_count(0)  # what was found before is no answer to it
    field(page).fill("pears tag:fruit")
    expect(page.get_by_role("button", name="Without tag:fruit: 1")).to_be_visible()
    field(page).fill("pears tag:fruit is:purple")
    expect(wrong).to_be_visible()
    expect(page.get_by_role("button", name="Without")).to_have_count(0)
    page.reload()
    expect(wrong).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)


@pytest.mark.point(33, 4)
def test_a_search_is_kept_as_a_view(demo: Demo, built: None, person: Person, told: str, accessible: Callable[..., None]) -> None:
    page = person.sit("/queue/search?q=quinces")
    expect(rows(page)).to_have_count(2)
    menu = page.get_by_role("button", name="Sorting and view")
    menu.click()
    page.get_by_role("menuitem", name="Save as view").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Name").fill("Quince lovers")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Quince lovers")).to_be_visible()
    expect(rows(page)).to_have_count(2)
    nav = page.get_by_role("navigation")
    link = nav.get_by_role("link", name=re.compile("Quince lovers"))
    expect(link).to_contain_text("2")  # the server's count
    menu.click()
    page.get_by_role("menuitem", name="Show to everybody").click()
    until(lambda: [view["shared"] for view in demo.get("/views")["items"]] == [True], what="a shared view")
    demo.done("/views", "POST", {"name": "Second", "query": {}}, status=201)
    expect(nav.get_by_role("link", name=re.compile("Second"))).to_be_visible()
    menu.click()
    page.get_by_role("menuitem", name="Move down").click()
    until(lambda: [view["name"] for view in demo.get("/views")["items"]] == ["Second", "Quince lovers"], what="the new order")
    menu.click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Name").fill("Quinces")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Quinces")).to_be_visible()
    menu.click()
    page.get_by_role("menuitem", name="Delete the view").click()
    dialog = page.get_by_role("alertdialog").or_(page.get_by_role("dialog"))
    accessible(page)
    dialog.get_by_role("button", name="Delete").click()
    expect(page).to_have_url(re.compile("/queue/open$"))
    expect(link).to_have_count(0)


@pytest.mark.point(6)
def test_a_list_is_sorted_and_narrowed_by_its_address(built: None, person: Person, told: str) -> None:
    page = person.sit("/queue/open")
    expect(rows(page).first).to_contain_text("Book")
    page.get_by_role("button", name="Sorting and view").click()
    page.get_by_role("menuitem", name="Oldest first").click()
    expect(page).to_have_url(re.compile("sort=oldest$"))
    expect(rows(page).first).to_contain_text("Fruit")
    page.go_back()
    page.goto("/queue/open?unread=true")
    expect(rows(page).first).to_be_visible()
    assert rows(page).count() == rows(page).filter(has_text="unread").count()


@pytest.mark.point(12)
def test_the_palette_finds_actions_views_people_and_replies(
        demo: Demo, built: None, person: Person, told: str, accessible: Callable[..., None]) -> None:
    demo.done("/canned", "POST", {"name": "Ripe soon", "text": "Dear {{contact.name}}, they are ripe in May."}, status=201)
    page = person.sit(f"/queue/open/{told}")
    expect(page.get_by_role("log")).to_be_visible()
    page.keyboard.press("ControlOrMeta+k")
    palette = page.get_by_role("dialog")
    expect(palette.get_by_role("option").first).to_contain_text("E")  # its keys stand beside it
    accessible(page)
    page.keyboard.type("spm")
    expect(palette.get_by_role("option", name=re.compile("^Spam"))).to_be_visible()
    page.get_by_role("combobox").fill("snoo")
    expect(palette.get_by_role("option", name=re.compile("^Snoozed"))).to_have_count(1)
    page.get_by_role("combobox").fill("rosa")
    expect(palette).to_contain_text("Contacts")
    page.get_by_role("combobox").fill("ripe soon")
    palette.get_by_role("option", name=re.compile("Ripe soon")).click()
    expect(page.get_by_role("textbox", name="Reply")).to_have_value(re.compile("they are ripe in May"))


@pytest.mark.point(33, 10)
def test_what_is_typed_before_the_field_is_there_goes_into_it(built: None, person: Person, told: str) -> None:
    page = person.sit("/queue/open")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.type("/castle quinces")  # c would begin a conversation, e close one
    expect(field(page)).to_have_value("castle quinces")
    expect(page).to_have_url(re.compile(r"/queue/search"))
