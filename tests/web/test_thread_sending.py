"""The truth about sending: each state in words with its reason, and what can be done about it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from browsers import Person
from daemons import until
from doors import Demo
from playwright.sync_api import Locator, expect

DELETED = "nobody@bounce.invalid"  # the sandbox's mail server knows no such person


def sit(person: Person, conversation: str, text: str) -> Locator:
    """Opens a conversation; the message with this text."""
    page = person.sit(f"/queue/all/{conversation}")
    found: Locator = page.get_by_role("log", name="Messages").get_by_role("article").filter(has_text=text)
    expect(found).to_be_visible()
    return found


def begin(demo: Demo, *to: str, text: str) -> tuple[str, str]:
    """(conversation, message) of a first message."""
    made = demo.done("/conversations", "POST", {"channel": "support", "to": list(to), "subject": "Sending", "text": text}, status=201)
    return made["id"], made["message"]["id"]


@pytest.mark.point(19)
def test_each_state_is_said_in_words(built: None, demo: Demo, person: Person, accessible: Callable[..., None]) -> None:
    told = demo.told("sms", "sid", "Hello?")
    conversation = told["conversation"]
    demo.ends(demo.reply(conversation, "This one arrives")["id"], "delivered")
    demo.done(f"/conversations/{conversation}/messages", "POST", {"text": "At New Year", "send_at": "2099-01-01T00:00:00Z"}, status=202)
    scheduled = sit(person, conversation, "At New Year")
    expect(scheduled).to_contain_text("Scheduled for")
    page = scheduled.page
    expect(page.get_by_role("article").filter(has_text="This one arrives")).to_contain_text("Delivered")
    accessible(page, "main")
    scheduled.get_by_role("button", name="Do not send").click()
    expect(page.get_by_role("article").filter(has_text="At New Year")).to_contain_text("Cancelled, not sent")
    expect(page.get_by_role("textbox", name="Reply")).to_have_value(re.compile("At New Year"))


@pytest.mark.point(19, 20)
def test_a_failed_send_says_why_for_whom_and_what_to_do(
        built: None, demo: Demo, person: Person, accessible: Callable[..., None]) -> None:
    conversation, message = begin(demo, DELETED, "fine@example.net", text="To two of you")
    demo.ends(message, "failed")
    demo.done(f"/conversations/{conversation}", "PATCH", {"status": "open"})
    found = sit(person, conversation, "To two of you")
    page = found.page
    expect(found).to_contain_text("Not sent: failed")
    expect(found).to_contain_text("There is no such mailbox")
    rows = found.get_by_role("listitem")
    expect(rows.filter(has_text=DELETED)).to_contain_text("Not sent: failed")
    expect(rows.filter(has_text="fine@example.net")).to_contain_text("Sent")
    accessible(page, "main")
    found.get_by_role("button", name="Retry").click()
    until(lambda: demo.get(f"/messages/{message}")["delivery"]["attempts"] > 1, what="another try")
    demo.ends(message, "failed")
    found.get_by_role("button", name="Edit and resend").click()
    expect(page.get_by_role("textbox", name="Reply")).to_have_value(re.compile("To two of you"))


@pytest.mark.point(19)
@pytest.mark.parametrize("arrived", [True, False])
def test_an_uncertain_send_is_settled_by_a_person(built: None, demo: Demo, person: Person, arrived: bool) -> None:
    told = demo.told("support", f"unsure-{arrived}", "Are you there?", subject=f"Unsure {arrived}")
    demo.fault("smtp", "die_after_accept")
    words = f"Maybe you got this ({arrived})"
    message = demo.reply(told["conversation"], words)["id"]
    demo.ends(message, "uncertain")
    found = sit(person, told["conversation"], words)
    page = found.page
    expect(found).to_contain_text("Uncertain: it may have arrived")
    expect(found).to_contain_text("but the answer never came")
    expect(found.get_by_role("button", name="Retry")).to_have_count(0)
    before = len(demo.received("support", words))
    found.get_by_role("button", name="It arrived" if arrived else "It did not: send again").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("Nothing is sent again." if arrived else "gets it twice")
    asked.get_by_role("button", name="Yes, it arrived" if arrived else "Send again").click()
    demo.ends(message, "sent")
    expect(found).to_contain_text("Sent")
    expect(found).not_to_contain_text("Uncertain")
    assert len(demo.received("support", words)) == before + (0 if arrived else 1)


@pytest.mark.point(21)
def test_what_we_wrote_shows_as_it_was_meant_without_a_frame(built: None, demo: Demo, person: Person) -> None:
    told = demo.told("support", "marc", "How do I brew it?", subject="Brewing")
    written = "Like **this**:\n\n- water\n- tea\n\n[more](https://shop.example/tea) [no](javascript:alert(1))"
    demo.reply(told["conversation"], written, format="markdown")
    found = sit(person, told["conversation"], "Like this:")
    expect(found.locator("iframe")).to_have_count(0)
    expect(found.locator("strong")).to_have_text("this")
    expect(found.get_by_role("listitem")).to_have_text(["water", "tea"])
    expect(found.get_by_role("link")).to_have_count(1)
    expect(found.get_by_role("link", name="more")).to_have_attribute("href", "https://shop.example/tea")


@pytest.mark.point(14, 19)
def test_what_is_held_counts_down_and_comes_back(built: None, demo: Demo, person: Person) -> None:
    demo.done("/me", "PATCH", {"settings": {"undo_seconds": 30}})
    told = demo.told("support", "hold", "Quick question", subject="Held")
    page = person.sit(f"/queue/all/{told['conversation']}")
    page.get_by_role("textbox", name="Reply").fill("Wait a moment")
    page.keyboard.press("Control+Enter")
    held = page.get_by_role("log").get_by_role("article").filter(has_text="Wait a moment")
    expect(held).to_contain_text("Sends in a moment")
    held.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("textbox", name="Reply")).to_have_value(re.compile("Wait a moment"))
    expect(held).to_contain_text("Cancelled, not sent")
    assert not demo.received("support", "Wait a moment")
