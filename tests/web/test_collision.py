"""Two agents at one conversation, each in a browser of their own: they see each other, and cannot talk over each other unknowingly."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from browsers import Person, agent
from daemons import until
from doors import Demo
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.point(16)
Both = tuple[Page, Page, str]


@pytest.fixture(scope="module")
def ada(demo: Demo) -> dict[str, str]:
    return agent(demo, "ada@inbox.example", "Ada")


@pytest.fixture
def both(built: None, person: Person, demo: Demo, ada: dict[str, str]) -> Callable[[str, str], Both]:
    """`both(who, text)`: somebody wrote; my page and Ada's before it, and the conversation."""
    demo.done("/me", "PATCH", {"settings": {"undo_seconds": 0}})

    def sat(who: str, text: str) -> Both:
        conversation = str(demo.told("support", who, text, subject=f"From {who}")["conversation"])
        pages = [person.sit(f"/queue/open/{conversation}"),
                 person.sit(f"/queue/open/{conversation}", email=ada["email"], password=ada["password"])]
        for page in pages:
            expect(page.get_by_role("log").get_by_text(text).first).to_be_visible()
        return pages[0], pages[1], conversation
    return sat


def field(page: Page, name: str = "Reply") -> Locator:
    return page.get_by_role("form", name="Write").get_by_role("textbox", name=name, exact=True)


def test_who_looks_and_who_writes_is_seen_and_ends(both: Callable[[str, str], Both]) -> None:
    mine, theirs, _ = both("looker", "Is somebody there?")
    here = mine.get_by_role("list", name="Also here")
    expect(here.get_by_role("img", name="Ada is looking")).to_be_visible()
    field(theirs).press_sequentially("Yes")
    expect(here.get_by_role("img", name="Ada is writing a reply")).to_be_visible()
    expect(mine.get_by_text("Ada is writing a reply").first).to_be_visible()
    expect(here.get_by_role("img", name="Ada is looking")).to_be_visible()  # silence for six seconds
    theirs.keyboard.press("Escape")
    theirs.keyboard.press("n")
    field(theirs, "Internal note").press_sequentially("Psst")
    expect(here.get_by_role("img", name=re.compile("Ada is writing a note|Ada is writing an internal note"))).to_be_visible()
    theirs.goto("/contacts")
    expect(here).to_have_count(0)


def test_one_sees_in_the_list_who_is_where(both: Callable[[str, str], Both], demo: Demo) -> None:
    mine, theirs, _ = both("lister", "Look at the list")
    other = str(demo.told("support", "elsewhere", "Another matter", subject="Another")["conversation"])
    mine.goto(f"/queue/open/{other}")
    row = mine.get_by_role("option", name=re.compile("From lister"))
    expect(row).to_be_visible()
    expect(row).to_contain_text("Ada: here now")
    field(theirs).press_sequentially("Hm")
    expect(row).to_contain_text(re.compile("Ada.*writ"))


def test_an_answer_of_another_is_seen_and_wants_a_second_press(both: Callable[[str, str], Both], demo: Demo) -> None:
    mine, theirs, conversation = both("racer", "Who is faster?")
    field(mine).fill("My own answer")
    field(theirs).fill("Ada was here first")
    theirs.keyboard.press("Control+Enter")
    expect(mine.get_by_text("Ada replied").first).to_be_visible()
    field(mine).press("Control+Enter")
    expect(mine.get_by_text("Somebody else has replied. Send yours too?")).to_be_visible()
    assert not demo.received("support", "My own answer")
    mine.get_by_role("button", name="Show", exact=True).click()
    expect(mine.get_by_role("log").get_by_role("article").filter(has_text="Ada was here first")).to_be_in_viewport()
    field(mine).press("Control+Enter")
    until(lambda: demo.received("support", "My own answer"), what="my answer")
    assert len(demo.received("support", "My own answer")) == 1
    assert [one["text"] for one in demo.get(f"/conversations/{conversation}/messages")["items"]] == [
        "Who is faster?", "Ada was here first", "My own answer"]


def test_the_server_refuses_what_was_written_before_the_news_came(both: Callable[[str, str], Both], demo: Demo,
                                                                  complaints: Any) -> None:
    complaints.allow("409|ERR_|WebSocket")
    mine, theirs, conversation = both("slow", "Who hears it last?")
    mine.route_web_socket(re.compile("/api/v1/live"), lambda _: None)  # a line that is open and says nothing
    mine.reload()
    expect(field(mine)).to_be_visible()
    expect(mine.get_by_role("log").get_by_text("Who hears it last?").first).to_be_visible()
    field(mine).fill("Said into the dark")
    field(theirs).fill("Ada knows already")
    theirs.keyboard.press("Control+Enter")
    until(lambda: len(demo.get(f"/conversations/{conversation}/messages")["items"]) == 2, what="Ada's answer")
    field(mine).press("Control+Enter")
    expect(mine.get_by_role("region", name="Notices").get_by_text("Somebody was faster.")).to_be_visible()
    expect(mine.get_by_role("log").get_by_role("article", name=re.compile("^Ada replied"))).to_be_visible()
    expect(field(mine)).to_have_value("Said into the dark")
    assert not demo.received("support", "Said into the dark")
    field(mine).press("Control+Enter")
    expect(mine.get_by_text("Somebody else has replied. Send yours too?")).to_be_visible()
    field(mine).press("Control+Enter")
    until(lambda: demo.received("support", "Said into the dark"), what="my answer")
    assert len(demo.received("support", "Said into the dark")) == 1
