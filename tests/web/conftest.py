"""The page in a real browser, on a demo of the module's own. See tests/browsers.py for what the fixtures hand out.

Playwright's loop lives in the thread of the tests, so a module that uses these fixtures cannot use `asyncio.run` as well;
it is stopped at the module's end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browsers import PATIENCE, Complaints, Person, chromium, violations
from doors import Demo
from playwright.sync_api import Browser, Page, expect, sync_playwright
from servers import missing

from inbox.web import building

_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.when == "call" and report.failed:
        item.stash[_FAILED] = True
    return report


def _tooling() -> None:
    try:
        building.packages()
    except building.NoNodeError as error:
        missing("Node", f"is not there: {error}")


@pytest.fixture(scope="session")
def built() -> None:
    """The page as its sources are now; with INBOX_WEB_AS_IS=1 as it was last built, while somebody's half-written part breaks it."""
    _tooling()
    if os.environ.get("INBOX_WEB_AS_IS") != "1":
        building.build()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    path = chromium()
    if path is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """An Inbox with sandbox channels `support`, `x`, `sms`: `demo.say`, `demo.told`, `demo.received`, `demo.api`."""
    found = Demo(tmp_path_factory.mktemp("demo"))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def _person(browser: Browser, demo: Demo) -> Person:
    return Person(browser, demo)


@pytest.fixture
def person(request: pytest.FixtureRequest, _person: Person) -> Iterator[Person]:
    """`person.sit(path, viewport=…, theme=…, locale=…)`: a page of a profile of its own. Complaints of any fail the test."""
    _person.begin(request.node.name)
    yield _person
    left = _person.complaints.left()
    try:
        if left or request.node.stash.get(_FAILED, False):
            _person.keep()
    finally:
        _person.leave()
    assert not left, "the browser complained:\n" + "\n".join(left)


@pytest.fixture
def complaints(person: Person) -> Complaints:
    """`complaints.allow(pattern)` for what a test brings about itself."""
    return person.complaints


@pytest.fixture
def page(built: None, person: Person) -> Page:
    """The page at `/`, English, light, on a desktop, logged in as the demo's admin."""
    return person.sit()


@pytest.fixture(scope="session")
def accessible() -> Callable[..., None]:
    """`accessible(page, where=None, off=())` fails with whatever axe finds."""
    _tooling()

    def check(page: Page, where: str | None = None, *, off: tuple[str, ...] = ()) -> None:
        found = violations(page, where, off=off)
        assert not found, f"{page.url}:\n{found}"
    return check


@pytest.fixture
def say(demo: Demo) -> Callable[..., str]:
    """`say(channel, who, text, …)`: a customer writes; the external id."""
    return demo.say


@pytest.fixture
def received(demo: Demo) -> Callable[..., list[dict[str, Any]]]:
    """`received(channel, text="")`: what arrived at the provider."""
    return demo.received
