"""Logging in as a person does: by the keyboard, in the light and in the dark, on a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browsers import Person, Theme, Viewport
from playwright.sync_api import expect


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", ["desktop", "phone"])
def test_the_form_is_for_everybody(person: Person, accessible: Callable[..., None], viewport: Viewport, theme: Theme) -> None:
    page = person.sit("/login", viewport=viewport, theme=theme, logged_in=False)
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    person.complaints.allow("401")
    page.keyboard.type("somebody@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type("a wrong one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("password is wrong")
    expect(page.get_by_label("E-mail address")).to_have_value("somebody@example.com")
    expect(page.get_by_label("Password")).to_be_focused()
    accessible(page)


def test_by_the_keyboard_to_where_one_wanted_to_go(built: None, person: Person) -> None:
    page = person.sit("/queue/open", logged_in=False)
    expect(page).to_have_url(f"{person.demo.url}/login?next=/queue/open")
    page.keyboard.type(person.demo.said["email"])
    page.keyboard.press("Tab")
    page.keyboard.type(person.demo.said["password"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{person.demo.url}/queue/open")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}  # type: ignore[typeddict-item]  # all have a name
    assert cookies["inbox_session"]["httpOnly"] and cookies["inbox_session"]["sameSite"] == "Lax"  # type: ignore[typeddict-item]
