"""What the page may weigh, hold and ask (docs/page.md, 5). Times are measured by `./run.sh bench-page`, never here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import Person
from daemons import until
from doors import Demo
from playwright.sync_api import Browser, Page, expect

from inbox.web import building

SEED = Path(__file__).parents[2] / "bench" / "seed.py"
MOST_ROWS = 40


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Person]:
    """An Inbox with 2,000 conversations, and a person at it."""
    folder = tmp_path_factory.mktemp("seeded")
    done = subprocess.run([sys.executable, str(SEED), str(folder), "--conversations", "2000", "--long", "0"], check=False,
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    demo = Demo(folder, "--port", "0", "--data", str(folder))
    person = Person(browser, demo)
    yield person
    person.leave()
    demo.stop()


def test_no_part_of_the_page_is_too_heavy(built: None) -> None:
    node, _ = building.node()
    done = subprocess.run([node, str(building.HERE / "scripts" / "size.mjs"), "--json"], check=False, capture_output=True, text=True,
                          timeout=120)
    rows = json.loads(done.stdout)
    assert len(rows) > 5, "there are late parts"
    assert [row for row in rows if row["verdict"] == "TOO LARGE"] == []
    assert done.returncode == 0


def _rows(page: Page) -> int:
    return page.get_by_role("listbox").get_by_role("option").count()


@pytest.mark.point(7)
def test_a_long_list_is_a_handful_of_rows(built: None, seeded: Person) -> None:
    """The fault it pins: without `min-block-size: 0` on the way down, every row is rendered and nobody notices at ten."""
    page = seeded.sit("/queue/all")
    expect(page.get_by_role("option").first).to_be_visible()
    box = page.get_by_role("listbox").bounding_box()
    assert box and box["height"] < 800, "the list is as high as its pane"
    most, first = _rows(page), page.get_by_role("option").first.get_attribute("id")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def further() -> bool:
        nonlocal most
        page.mouse.wheel(0, 1500)
        most = max(most, _rows(page))
        return any(int(at or 0) > 300 for at in page.get_by_role("option").evaluate_all(
            "rows => rows.map((row) => row.getAttribute('aria-posinset'))"))
    until(further, what="the three hundredth row")
    assert most <= MOST_ROWS, f"{most} rows are in the page"
    assert page.get_by_role("option").first.get_attribute("id") != first
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "the page itself does not scroll"


def test_what_is_known_is_not_asked_for_again(built: None, seeded: Person) -> None:
    """Chatwoot's #6068: a storm of requests with every conversation one opens."""
    page = seeded.sit("/queue/all")
    rows = page.get_by_role("option")
    expect(rows.first).to_be_visible()
    log = page.get_by_role("log", name="Messages")
    ids = [str(one).removeprefix("row-") for one in rows.evaluate_all("rows => rows.slice(0, 2).map((row) => row.id)")]
    for one in ids:  # both are known then, with what stands beside them
        with page.expect_response(re.compile("/duplicates")), page.expect_response(re.compile("/changes")):
            page.locator(f"#row-{one}").click()
        expect(page).to_have_url(re.compile(rf"/queue/all/{one}"))
        expect(log.get_by_role("article").first).to_be_visible()
        expect(page.locator(f"#row-{one}.unread")).to_have_count(0)  # after a moment before somebody's eyes
    page.locator(f"#row-{ids[0]}").click()
    expect(page).to_have_url(re.compile(rf"/queue/all/{ids[0]}"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.locator(f"#row-{ids[1]}").click()
    expect(page).to_have_url(re.compile(rf"/queue/all/{ids[1]}"))
    expect(log.get_by_role("article").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 1, asked
