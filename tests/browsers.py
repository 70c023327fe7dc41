"""A person at the agents' page: Chromium by Playwright, what it complains about, and axe's judgement."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from pathlib import Path
from typing import Any, Literal

from daemons import call
from doors import Demo
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from inbox.web import building

SHOTS = Path(__file__).parent.parent / "shots" / "failed"  # ignored by git
TRACE = os.environ.get("INBOX_TRACE") == "1"  # `playwright show-trace FILE` plays it
PATIENCE = 30_000  # ms; a deadline, not a measure
VIEWPORTS = {"desktop": {"width": 1280, "height": 800}, "tablet": {"width": 900, "height": 900}, "phone": {"width": 390, "height": 844}}
LOCALES = {"en": "en-GB", "fa": "fa-IR", "ta": "ta-IN"}
AXE = building.HERE / "node_modules" / "axe-core" / "axe.min.js"
Viewport = Literal["desktop", "tablet", "phone"]
Theme = Literal["light", "dark"]


def chromium() -> str | None:
    """The machine's browser."""
    for name in (os.environ.get("INBOX_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    return None


class Complaints:
    """What a page's console, its policy and its scripts complained about. A test fails for any that it did not allow."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.allowed: list[str] = []

    def allow(self, pattern: str) -> None:
        """What matches is expected, such as the failed request that the test itself brings about."""
        self.allowed.append(pattern)

    def watch(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.heard.append(f"{page.url}: uncaught: {error}"))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":  # breaches of the policy among them
            place = message.location
            self.heard.append(f"{message.type}: {message.text} ({place.get('url', '')}:{place.get('lineNumber', 0)})")

    def left(self) -> list[str]:
        return [one for one in self.heard if not any(re.search(pattern, one) for pattern in self.allowed)]


class Person:
    """Opens pages of one Inbox in one Chromium; each `sit` is a browser profile of its own, logged in."""

    def __init__(self, browser: Browser, demo: Demo) -> None:
        self.browser, self.demo = browser, demo
        self.complaints = Complaints()
        self.contexts: list[BrowserContext] = []
        self.name = ""
        self._cookies: dict[str, str] = {}

    def cookie(self, email: str, password: str) -> str:
        """A login by the API."""
        if email not in self._cookies:
            self._cookies[email] = login(self.demo.url, email, password)
        return self._cookies[email]

    def sit(self, path: str | None = "/", *, viewport: Viewport = "desktop", theme: Theme = "light", locale: str = "en",
            email: str = "", password: str = "", logged_in: bool = True, **more: Any) -> Page:
        """A page in a new profile. `path` None: nothing is opened yet. Without `email` it is the demo's admin."""
        context = self.browser.new_context(
            base_url=self.demo.url, viewport=VIEWPORTS[viewport], color_scheme=theme, locale=LOCALES.get(locale, locale),  # type: ignore[arg-type]  # two ints
            timezone_id="UTC", reduced_motion="reduce", has_touch=viewport == "phone", **more)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        if TRACE:
            context.tracing.start(screenshots=True, snapshots=True, sources=True)
        if logged_in:
            cookie = self.cookie(email or self.demo.said["email"], password or self.demo.said["password"])
            context.add_cookies([{"name": "inbox_session", "value": cookie, "url": self.demo.url}])
        context.on("page", self.complaints.watch)
        page = context.new_page()
        if path is not None:
            page.goto(path)
        return page

    def begin(self, name: str) -> None:
        """A test begins: nothing was complained of yet, and what is kept of it is kept under this name."""
        self.complaints = Complaints()
        self.name = re.sub(r"[^A-Za-z0-9_.-]+", "-", name)[:120]
        for old in SHOTS.glob(f"{self.name}-*"):
            old.unlink()

    def keep(self) -> None:
        """Pictures and HTML of all open pages, for whoever reads of the failure; with INBOX_TRACE=1 all that went before, too."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(page for context in self.contexts for page in context.pages):
            file = SHOTS / f"{self.name}-{number}"
            page.screenshot(path=f"{file}.png", timeout=10_000)
            Path(f"{file}.html").write_text(page.content(), encoding="utf-8")
        if TRACE:
            for number, context in enumerate(self.contexts):
                context.tracing.stop(path=SHOTS / f"{self.name}-{number}.zip")

    def leave(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()


def login(url: str, email: str, password: str) -> str:
    """The cookie of a login by the API."""
    import urllib.request
    request = urllib.request.Request(f"{url}/api/v1/session", json.dumps({"email": email, "password": password}).encode(),
                                     {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        found = re.search(r"inbox_session=([^;]+)", answer.headers["Set-Cookie"])
    assert found
    return found[1]


def agent(demo: Demo, email: str, name: str, *, role: str = "agent", password: str = "a password of theirs") -> dict[str, Any]:
    """A colleague, made by the API: the agent, with `email` and `password` for `Person.sit`."""
    status, made = call(f"{demo.url}/api/v1/agents", "POST", {"email": email, "name": name, "role": role, "password": password},
                        {"Authorization": f"Bearer {demo.token}"})
    assert status == 201, made
    return {**made, "password": password}


# ---------------------------------------------------------------- axe

_RUN = """async ([where, off]) => {
  const rules = Object.fromEntries(off.map((rule) => [rule, {enabled: false}]));
  const found = await axe.run(where ?? document, {resultTypes: ['violations'], iframes: false, preload: false, rules});
  return found.violations.map(({id, impact, help, nodes}) => ({id, impact, help,
    nodes: nodes.map((node) => ({target: node.target.join(' '), html: node.html, why: node.failureSummary}))}));
}"""
AT_REST = 6.0  # seconds within which a page comes to rest
_SETTLED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => Promise.allSettled(
  document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity).map((one) => one.finished)))"""


def violations(page: Page, where: str | None = None, *, off: tuple[str, ...] = ()) -> str:
    """What axe finds on the page, or inside a selector, in words; empty when all is well. `off`: rules left out."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")  # by the debugger's door: the page's policy stands
    end = time.monotonic() + AT_REST
    while True:  # what is wrong only while something moves, loads or is measured is not what a person meets
        page.evaluate(_SETTLED)
        found = page.evaluate(_RUN, [where, list(off)])
        if not found or time.monotonic() > end:
            break
    return "\n".join(f"{one['impact']}: {one['id']}: {one['help']}\n" + "\n".join(
        f"    {node['target']}\n      {node['html'][:200]}\n      {' '.join(node['why'].split())[:400]}" for node in one["nodes"][:6])
        for one in found)
