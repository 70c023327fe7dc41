"""The whole way, by the keyboard alone: log in, find the customer, answer, and see that it went out."""

from __future__ import annotations

import re
from collections.abc import Callable

from browsers import Person
from daemons import until
from doors import Demo
from playwright.sync_api import expect


def test_from_the_login_to_the_answer(built: None, person: Person, demo: Demo, accessible: Callable[..., None]) -> None:
    demo.done("/me", "PATCH", {"settings": {"undo_seconds": 0}})
    told = demo.told("support", "ann", "Where is my order 12?", subject="Order 12")
    page = person.sit("/queue/open", logged_in=False)
    expect(page.get_by_role("textbox", name="E-mail address")).to_be_focused()
    page.keyboard.type(demo.said["email"])
    page.keyboard.press("Tab")
    page.keyboard.type(demo.said["password"])
    page.keyboard.press("Enter")
    row = page.get_by_role("listbox").get_by_role("option", name=re.compile("Order 12"))
    expect(row).to_be_visible()
    accessible(page)
    page.get_by_role("listbox").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/queue/open/{told['conversation']}$"))
    thread = page.get_by_role("log")
    expect(thread).to_contain_text("Where is my order 12?")
    accessible(page)
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.type("It leaves today.")
    page.keyboard.press("Control+Enter")
    expect(thread.get_by_role("article")).to_have_count(2)
    answer = thread.get_by_role("article").last  # its text may lie in a frame of its own, as mail does
    expect(answer).to_contain_text(re.compile("sent", re.IGNORECASE))
    until(lambda: demo.received("support", "It leaves today."), what="the answer at the customer's")
