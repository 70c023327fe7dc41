"""Every place of the page and how one gets there, for pictures and for axe."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect
from stage import Staged

READY = "main:visible, form:visible, [role=listbox]:visible"  # what every place has once it is there


def nothing(page: Page) -> None:
    """The address alone leads there."""


def key(*keys: str) -> Callable[[Page], None]:
    """Leads there by keys."""
    def press(page: Page) -> None:
        for one in keys:
            page.keyboard.press(one)
    return press


def _reply(page: Page) -> None:
    page.keyboard.press("r")
    box = page.get_by_role("textbox", name=re.compile("^(Reply|Message|پاسخ)"))
    expect(box.first).to_be_focused()
    page.keyboard.press("Control+a")  # a draft of an earlier picture
    page.keyboard.type("I am sorry about the shade. A new one leaves today.\n\n**Kind regards**")


def _note(page: Page) -> None:
    page.keyboard.press("n")
    expect(page.locator("textarea:focus")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("Ask the workshop for a spare shade.")


def _select(page: Page) -> None:
    page.get_by_role("listbox").first.focus()
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("x")
        page.keyboard.press("j")


def _palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()


def _help(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


@dataclass(frozen=True)
class Place:
    """`path` may name a staged conversation: `/queue/open/{ann}`. `main`: its picture is taken in Persian, too."""

    name: str
    path: str
    there: Callable[[Page], None] = nothing
    main: bool = False
    logged_in: bool = True
    phone: bool = True

    def address(self, staged: Staged) -> str:
        return self.path.format(**staged.conversations)


PLACES = (
    Place("login", "/login", logged_in=False, main=True),
    Place("forgot", "/forgot", logged_in=False),
    Place("queue", "/queue/open", main=True),
    Place("thread", "/queue/open/{ann}", main=True),
    Place("thread-html", "/queue/open/{news}"),
    Place("thread-persian", "/queue/open/{nasrin}"),
    Place("reply", "/queue/open/{ann}", _reply, main=True),
    Place("note", "/queue/open/{ann}", _note),
    Place("uncertain", "/queue/uncertain/{uncertain}"),
    Place("failed", "/queue/failed/{failed}"),
    Place("mine", "/queue/mine"),
    Place("mentions-empty", "/queue/mentions"),
    Place("snoozed", "/queue/snoozed"),
    Place("closed", "/queue/closed"),
    Place("view", "/queue/view.1"),
    Place("search", "/search?q=lamp"),
    Place("search-nothing", "/search?q=zebra+tag:vip"),
    Place("selection", "/queue/open", _select, phone=False),
    Place("palette", "/queue/open/{ann}", _palette, main=True),
    Place("help", "/queue/open/{ann}", _help),
    Place("assign", "/queue/open/{ann}", key("a")),
    Place("snooze", "/queue/open/{ann}", key("s")),
    Place("tag", "/queue/open/{ann}", key("t")),
    Place("new", "/new"),
    Place("contacts", "/contacts"),
    Place("contact", "/contacts/1"),
    Place("admin", "/admin", main=True),
    Place("channels", "/admin/channels", main=True),
    Place("channel", "/admin/channels/support"),
    Place("wizard", "/admin/channels/new"),
    Place("wizard-mail", "/admin/channels/new?type=email"),
    Place("agents", "/admin/agents"),
    Place("teams", "/admin/teams"),
    Place("canned", "/admin/canned"),
    Place("canned-new", "/admin/canned/new"),
    Place("tags", "/admin/tags"),
    Place("journal", "/admin/journal"),
    Place("journal-item", "/admin/journal/1"),
    Place("outbox", "/admin/outbox"),
    Place("audit", "/admin/audit"),
    Place("tokens", "/admin/tokens"),
    Place("reports", "/reports", main=True),
    Place("settings", "/settings", main=True),
    Place("nowhere", "/queue/open/999999"),
)


def arrive(page: Page, place: Place, staged: Staged) -> None:
    """Goes there and waits until it stands still."""
    page.goto(place.address(staged))
    expect(page.locator(READY).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".skeleton, [aria-busy='true']")).to_have_count(0)
    place.there(page)
    if place.there is not nothing:
        page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))")
