"""Assign, snooze, tag and spam by a few keys, with undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from browsers import Person, agent
from daemons import until
from doors import Demo
from playwright.sync_api import Page, expect


@pytest.fixture
def at_one(built: None, person: Person, demo: Demo) -> Callable[..., tuple[Page, str]]:
    """`at_one(who)`: somebody wrote, and the page shows it: (page, conversation)."""
    def opened(who: str, **sit: Any) -> tuple[Page, str]:
        conversation = str(demo.told("support", who, f"A word from {who}", subject=f"About {who}")["conversation"])
        page = person.sit(f"/queue/open/{conversation}", **sit)
        expect(page.get_by_role("log").get_by_text(f"A word from {who}").first).to_be_visible()
        return page, conversation
    return opened


def becomes(demo: Demo, conversation: str, name: str, is_: Callable[[Any], bool]) -> Any:
    return until(lambda: (row := demo.get(f"/conversations/{conversation}")) and is_(row[name]) and row, what=name)


@pytest.mark.point(30)
def test_three_keys_make_it_mine_and_one_gives_it_back(at_one: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    page, conversation = at_one("mara")
    page.keyboard.press("a")
    expect(page.get_by_role("combobox", name="Assign to")).to_be_focused()
    page.keyboard.type("m")
    page.keyboard.press("Enter")
    becomes(demo, conversation, "assignee", lambda who: who is not None and who["id"] == demo.get("/me")["id"])
    expect(page.get_by_text("Assigned to you").first).to_be_visible()
    page.keyboard.press("z")
    becomes(demo, conversation, "assignee", lambda who: who is None)


@pytest.mark.point(30)
def test_colleagues_are_found_with_what_they_have_open(at_one: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    page, conversation = at_one("noor")
    ida = agent(demo, f"ida{conversation}@example.com", "Ida Rhodes")
    page.keyboard.press("a")
    page.get_by_role("combobox", name="Assign to").fill("ida")
    option = page.get_by_role("option", name="Ida Rhodes")
    expect(option).to_contain_text("0 open")
    page.keyboard.press("Enter")
    becomes(demo, conversation, "assignee", lambda who: who is not None and who["id"] == ida["id"])


@pytest.mark.point(30)
def test_snoozed_by_words_in_the_agents_zone_and_back(at_one: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    demo.done("/me", "PATCH", {"settings": {"time_zone": "Asia/Tokyo"}})
    page, conversation = at_one("otto")
    page.keyboard.press("s")
    expect(page.get_by_role("option", name="Until they answer")).to_be_visible()
    page.get_by_role("combobox", name="Snooze until").fill("tomorrow 14:30")
    page.keyboard.press("Enter")
    row = becomes(demo, conversation, "status", lambda status: status == "snoozed")
    there = datetime.fromisoformat(row["snoozed_until"]).astimezone(UTC) + timedelta(hours=9)
    assert (there.hour, there.minute) == (14, 30)
    page.keyboard.press("z")
    becomes(demo, conversation, "status", lambda status: status == "open")
    page.get_by_role("listbox").get_by_text("About otto").click()  # one has gone on meanwhile
    expect(page.get_by_role("log").get_by_text("A word from otto").first).to_be_visible()
    page.keyboard.press("s")
    page.get_by_role("option", name="Until they answer").click()
    row = becomes(demo, conversation, "status", lambda status: status == "snoozed")
    assert row["snoozed_until"] is None
    demo.done("/me", "PATCH", {"settings": {"time_zone": None}})


@pytest.mark.point(30)
def test_a_new_tag_and_spam(at_one: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    page, conversation = at_one("pia")
    page.keyboard.press("t")
    page.get_by_role("combobox", name="Tags").fill("urgent-one")
    page.keyboard.press("Enter")
    becomes(demo, conversation, "tags", lambda tags: tags == ["urgent-one"])
    page.keyboard.press("l")
    expect(page.get_by_role("option", name="urgent-one").first).to_be_visible()
    page.get_by_role("combobox", name="Tags").fill("urgent-one")
    page.keyboard.press("Enter")
    becomes(demo, conversation, "tags", lambda tags: tags == [])
    page.keyboard.press("!")
    becomes(demo, conversation, "status", lambda status: status == "spam")
    page.keyboard.press("z")
    becomes(demo, conversation, "status", lambda status: status == "open")


@pytest.mark.parametrize(("theme", "locale", "viewport"), [("light", "en", "desktop"), ("dark", "fa", "phone")])
def test_the_pickers_are_for_everybody(at_one: Callable[..., tuple[Page, str]], accessible: Callable[..., None], theme: Any, locale: str,
                                       viewport: Any) -> None:
    page, _ = at_one(f"quinn{viewport}", theme=theme, locale=locale, viewport=viewport)
    for key in "ast":
        page.keyboard.press(key)
        expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
        accessible(page, "[role=dialog]")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.point(10)
def test_deleting_asks_once_and_is_for_good(at_one: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    page, conversation = at_one("odile")
    page.keyboard.press("#")
    dialog = page.get_by_role("dialog", name="Delete for good")
    expect(dialog).to_contain_text("About odile")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    assert demo.get(f"/conversations/{conversation}")["status"] == "open"
    page.keyboard.press("#")
    dialog.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("listbox").get_by_text("About odile")).to_have_count(0)
    expect(dialog).to_be_hidden()
    found = demo.get("/conversations?status=all&q=odile")["items"]
    assert conversation not in [row["id"] for row in found]
