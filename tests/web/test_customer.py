"""The person who writes: what is known of them, changed where it stands; their page; two who are one; and their data out or gone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsers import Person
from daemons import until
from doors import Demo
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.point(32)


def contact_of(demo: Demo, message: dict[str, Any]) -> str:
    found = demo.get(f"/conversations/{message['conversation']}")["contact"]["id"]
    return str(found)


@pytest.fixture
def panel(built: None, person: Person, demo: Demo) -> Callable[..., tuple[Locator, str]]:
    """`panel(channel, who, text)`: somebody wrote; their panel beside the conversation, and the contact's id."""
    def opened(channel: str, who: str, text: str, **more: Any) -> tuple[Locator, str]:
        told = demo.told(channel, who, text, **more)
        page = person.sit(f"/queue/all/{told['conversation']}")
        found = page.get_by_role("complementary", name="Customer")
        expect(found.get_by_role("heading", name="Ways to reach them")).to_be_visible()
        return found, contact_of(demo, told)
    return opened


def edit(where: Locator, label: str, text: str, *, key: str = "Enter") -> None:
    where.get_by_role("button", name=re.compile(rf"^{re.escape(label)}: .* Change$", re.DOTALL)).click()
    field = where.get_by_role("textbox", name=label, exact=True)
    field.fill(text)
    field.press(key)


def test_facts_are_changed_where_they_stand(panel: Callable[..., tuple[Locator, str]], demo: Demo, accessible: Callable[..., None]) -> None:
    who, contact = panel("support", "facts.person", "What do you know of me?", subject="Facts")
    page = who.page

    def known(**fields: Any) -> None:
        until(lambda: all(demo.get(f"/contacts/{contact}")[name] == value for name, value in fields.items()), what=str(fields))
    edit(who, "Name", "Frida Factual")
    expect(who.get_by_role("button", name="Name: Frida Factual. Change")).to_be_focused()
    expect(page.get_by_role("main").get_by_text("Frida Factual").first).to_be_visible()  # everywhere at once
    edit(who, "Name", "Somebody else", key="Escape")
    expect(who.get_by_role("button", name="Name: Frida Factual. Change")).to_be_visible()
    edit(who, "Notes", "Prefers tea.\nNever before ten.", key="Control+Enter")
    known(name="Frida Factual", notes="Prefers tea.\nNever before ten.")
    who.get_by_role("button", name=re.compile("^Time zone: ")).click()
    page.get_by_role("combobox", name="Time zone").fill("tehran")
    page.get_by_role("option", name="Asia/Tehran").click()
    expect(who.get_by_text(re.compile(r"^\w{3} \d{1,2}:\d\d|^\w{3}, \d\d:\d\d")).first).to_be_visible()
    who.get_by_role("button", name=re.compile("^Language: ")).click()
    page.get_by_role("combobox", name="Language").fill("persian")
    page.keyboard.press("Enter")
    known(time_zone="Asia/Tehran", language="fa")
    who.get_by_role("button", name="Add a tag").click()
    page.get_by_role("combobox", name="Add a tag").fill("wholesale")
    page.keyboard.press("Enter")
    who.get_by_role("button", name="Add a field").click()
    who.get_by_role("textbox", name="Name of the field").fill("Customer no.")
    who.get_by_role("textbox", name="What it says").fill("4711")
    page.keyboard.press("Enter")
    known(tags=["wholesale"], fields={"Customer no.": "4711"})
    edit(who, "Customer no.", "4712")
    known(fields={"Customer no.": "4712"})
    accessible(page, "aside")
    who.get_by_role("button", name="Remove the tag wholesale").click()
    who.get_by_role("button", name="Remove the field Customer no.").click()
    known(tags=[], fields={})
    page.get_by_role("region", name="Notices").get_by_role("button", name="Undo").click()
    known(fields={"Customer no.": "4712"})
    expect(who.get_by_role("button", name="Customer no.: 4712. Change")).to_be_visible()


def test_ways_to_reach_somebody(panel: Callable[..., tuple[Locator, str]], demo: Demo, complaints: Any) -> None:
    complaints.allow("422")
    who, contact = panel("x", "handyhandle", "@shop hello there")
    ways = who.get_by_role("region", name="Ways to reach them")
    first = ways.get_by_role("listitem").first
    expect(first).to_have_text(re.compile(r"^\s*@handyhandle"))  # the account's number never stands first
    ways.get_by_role("button", name="Add a way to reach them").click()
    ways.get_by_label("Channel", exact=True).select_option("sms")
    field = ways.get_by_role("textbox", name="Address there")
    field.fill("not a number")
    field.press("Enter")
    expect(ways.get_by_role("alert")).to_be_visible()
    field.fill("+49 171 1234567")
    field.press("Enter")
    number = ways.locator("bdi[dir=ltr]", has_text="+49 171 123 4567")
    expect(number).to_be_visible()
    kept = demo.get(f"/contacts/{contact}")["addresses"]
    assert [(one["kind"], one["name"][:12]) for one in kept] == [("x", "@handyhandle"), ("tel", "")]
    ways.get_by_role("button", name="Remove +49 171 123 4567").click()
    expect(number).to_have_count(0)
    assert until(lambda: len(demo.get(f"/contacts/{contact}")["addresses"]) == 1)
    who.page.get_by_role("region", name="Notices").get_by_role("button", name="Undo").click()
    expect(number).to_be_visible()


def test_what_is_wrong_with_a_way_is_said_in_words(built: None, person: Person, demo: Demo) -> None:
    made = demo.done("/conversations", "POST", {"channel": "support", "to": ["nobody@bounce.invalid"], "text": "Hello?"}, status=201)
    demo.ends(made["message"]["id"], "failed")
    told = demo.told("sms", "leaver", "I want no more of this")
    demo.told("sms", "leaver", "STOP")
    page = person.sit(f"/queue/all/{told['conversation']}")
    who = page.get_by_role("complementary", name="Customer")
    expect(who.get_by_text("Wants no messages by sms")).to_be_visible()


def test_blocking_and_unblocking(panel: Callable[..., tuple[Locator, str]], demo: Demo) -> None:
    who, contact = panel("support", "pest", "Buy my things", subject="Things")
    page = who.page
    who.get_by_role("button", name="More about this person").click()
    page.get_by_role("menuitem", name="Block", exact=True).click()
    expect(who.get_by_text("Blocked", exact=True)).to_be_visible()
    until(lambda: demo.get(f"/contacts/{contact}")["blocked"], what="the block")
    later = demo.told("support", "pest", "Buy my other things", subject="Other things")
    assert demo.get(f"/conversations/{later['conversation']}")["status"] == "spam"
    who.get_by_role("button", name="More about this person").click()
    page.get_by_role("menuitem", name="Unblock").click()
    until(lambda: not demo.get(f"/contacts/{contact}")["blocked"], what="the block's end")


def test_two_who_are_one_are_merged_with_a_preview_and_parted_again(built: None, person: Person, demo: Demo,
                                                                    accessible: Callable[..., None]) -> None:
    one = contact_of(demo, demo.told("support", "maria.lopez", "The first of me", subject="First"))
    two = contact_of(demo, demo.told("x", "marialopez", "@shop the second of me"))
    demo.done(f"/contacts/{one}", "PATCH", {"name": "Maria Lopez", "tags": ["vip"], "fields": {"City": "Graz"}, "language": "es"})
    demo.done(f"/contacts/{two}", "PATCH", {"name": "M. Lopez", "tags": ["press"], "fields": {"City": "Linz", "Size": "39"}})
    page = person.sit(f"/contacts/{one}")
    twins = page.get_by_role("region", name="Perhaps the same person")
    expect(twins).to_contain_text("Uses the same name elsewhere")
    twins.get_by_role("button", name="Merge with M. Lopez").click()
    asked = page.get_by_role("dialog", name="Merge two people")
    expect(asked.get_by_role("button", name="Merge", exact=True)).to_be_visible()
    cells: Callable[[str], list[str]] = lambda label: [  # noqa: E731 - one line
        text for text in asked.get_by_role("row", name=re.compile(f"^{label} ")).get_by_role("cell").all_inner_texts() if text.strip()]
    assert cells("Name") == ["Maria Lopez", "M. Lopez", "Maria Lopez"]
    assert cells("City") == ["Graz", "Linz", "Graz"]
    assert cells("Size") == ["–", "39", "39"]
    accessible(page, ".dialog")
    asked.get_by_role("button", name="Let the other one stay").click()
    assert cells("Name") == ["M. Lopez", "Maria Lopez", "M. Lopez"]
    asked.get_by_role("button", name="Let the other one stay").click()
    shown = cells("Tags")[-1]
    asked.get_by_role("button", name="Merge", exact=True).click()
    until(lambda: demo.get(f"/contacts/{two}")["merged_into"] == one, what="the merge")
    merged = demo.get(f"/contacts/{one}")
    assert (merged["fields"], merged["tags"], merged["language"]) == ({"City": "Graz", "Size": "39"}, shown.split(", "), "es")
    said = page.get_by_role("region", name="All that was said")
    expect(said).to_contain_text("the second of me")
    expect(said).to_contain_text("The first of me")
    page.get_by_role("region", name="Notices").get_by_role("button", name="Undo").click()
    until(lambda: demo.get(f"/contacts/{two}")["merged_into"] is None, what="two again")
    expect(said).not_to_contain_text("the second of me")
    expect(twins).to_be_visible()


def test_the_contacts_are_found_opened_and_made(
        built: None, person: Person, demo: Demo, accessible: Callable[..., None], complaints: Any) -> None:
    complaints.allow("409")
    contact = contact_of(demo, demo.told("support", "sought.after", "Find me", subject="Find"))
    page = person.sit("/contacts")
    page.get_by_role("searchbox", name="Find by name or address").fill("sought.aft")
    people = page.get_by_role("list", name="Contacts")
    expect(people.get_by_role("listitem")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/contacts/{contact}")
    line = page.get_by_role("region", name="All that was said").get_by_role("link", name=re.compile("Find me"))
    expect(line).to_be_visible()
    demo.told("sms", "someone-else", "Not about this one")
    demo.told("support", "sought.after", "And once more", subject="Again")
    expect(page.get_by_role("region", name="All that was said")).to_contain_text("And once more")  # live
    accessible(page)
    page.get_by_role("button", name="New contact").click()
    asked = page.get_by_role("dialog", name="New contact")
    asked.get_by_label("Name").fill("Nils Newcomer")
    asked.get_by_label("Channel").select_option("support")
    asked.get_by_label("Address there").fill("sought.after@example.net")
    asked.get_by_role("button", name="Create").click()
    expect(asked.get_by_text(re.compile("belongs|taken|already|somebody|another", re.IGNORECASE)).first).to_be_visible()
    asked.get_by_label("Address there").fill("nils@example.net")
    asked.get_by_role("button", name="Create").click()
    expect(page.get_by_role("button", name="Name: Nils Newcomer. Change")).to_be_visible()
    expect(page.get_by_text("Nothing was said yet")).to_be_visible()
    page.go_back()
    page.wait_for_url(f"**/contacts/{contact}")


def test_their_data_goes_out_and_then_goes(
        built: None, person: Person, demo: Demo, tmp_path: Path, accessible: Callable[..., None], complaints: Any) -> None:
    complaints.allow("404.*conversations")  # the event about it asks for what is no more
    told = demo.told("support", "forget.me", "My secret is a garden", subject="Secret")
    contact = contact_of(demo, told)
    demo.done(f"/contacts/{contact}", "PATCH", {"name": "Greta Gone"})
    page = person.sit(f"/contacts/{contact}")

    def choose(item: str) -> None:
        page.get_by_role("button", name="More about this person").click()
        page.get_by_role("menuitem", name=item).click()
    expect(page.get_by_role("button", name="Name: Greta Gone. Change")).to_be_visible()
    with page.expect_download() as download:
        choose("Export their data")
    file = tmp_path / "export.json"
    download.value.save_as(file)
    assert "My secret is a garden" in json.dumps(json.loads(file.read_text()))
    choose("Erase")
    asked = page.get_by_role("dialog", name="Erase Greta Gone?")
    expect(asked.get_by_text("1 conversation with all its messages and notes")).to_be_visible()
    expect(asked.get_by_text("forget.me@example.net")).to_be_visible()
    accessible(page, ".dialog")
    erase = asked.get_by_role("button", name="Erase for good")
    asked.get_by_role("textbox").fill("Greta")
    expect(erase).to_be_disabled()
    asked.get_by_role("textbox").fill("Greta Gone")
    erase.click()
    page.wait_for_url("**/contacts")
    expect(page.get_by_text("Greta Gone was erased").first).to_be_visible()
    assert demo.api(f"/contacts/{contact}")[0] == 404 and demo.api(f"/messages/{told['id']}")[0] == 404


@pytest.mark.point(42, 43)
@pytest.mark.parametrize(("theme", "viewport", "locale"), [("light", "desktop", "en"), ("dark", "phone", "fa")])
def test_axe_finds_nothing(built: None, person: Person, demo: Demo, accessible: Callable[..., None],
                           theme: Any, viewport: Any, locale: str) -> None:
    contact = contact_of(demo, demo.told("support", f"axe-{viewport}", "سلام", subject="سفارش"))
    demo.done(f"/contacts/{contact}", "PATCH", {
        "name": "علی " + "رضایی" * 20, "tags": ["vip"], "fields": {"x" * 60: "y" * 300}, "notes": "z" * 500, "time_zone": "Asia/Tehran"})
    page: Page = person.sit(f"/contacts/{contact}", theme=theme, viewport=viewport, locale=locale)
    expect(page.locator(".person")).to_be_visible()
    expect(page.locator(".said li")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "something is wider than the page"
    assert page.locator(".page").evaluate("page => page.scrollWidth <= page.clientWidth"), "a long word breaks the layout"
    accessible(page)
