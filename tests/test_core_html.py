"""Hostile HTML: what comes out of `clean` runs nothing, fetches nothing and takes no time to speak of."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest

from inbox import html

FETCHING = {"src", "srcset", "background", "poster", "data", "action", "formaction", "xlink:href", "ping", "manifest", "longdesc"}
TAGS = {"script", "style", "iframe", "object", "embed", "form", "input", "button", "base", "meta", "link", "svg", "math", "video",
        "audio", "source", "picture", "area", "map", "template", "noscript"}


class _Look(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in TAGS:
            self.bad.append(tag)
        for name, value in attrs:
            safe = tag == "img" and name == "src" and (value or "").startswith(("cid:", "data:image/png;base64,"))
            if (name in FETCHING and not safe) or name.startswith("on") or name in ("id", "name", "class"):
                self.bad.append(f"{tag} {name}={value}")
            if name == "href" and not (value or "").lower().startswith(("http:", "https:", "mailto:", "tel:")):
                self.bad.append(f"{tag} {name}={value}")
            if name == "style" and any(word in (value or "").lower() for word in ("url", "position", "@", "\\", "var(", "margin")):
                self.bad.append(f"{tag} {name}={value}")


HOSTILE = (
    '<img alt="a>b" src="http://evil.example/x.png">',
    '<img src="/\\evil.example/x">', '<img src="\\\\evil.example\\x">', '<img src="https:evil.example/x">',
    '<img src="ht\ntps://evil.example/x">', '<img src="/api/v1/me">', '<img src="x.png">', '<img src="//evil.example/x">',
    '<img src=" https://evil.example/x ">', '<img src="http:\\\\evil.example">', '<img src="https:///evil.example">',
    '<img title=\'" src="https://evil.example/\' src="https://evil.example/">', '<img srcset="https://evil.example 1x" src="cid:x">',
    '<a href="data:text/html,<script>1</script>">a</a>', '<a href="javascript:alert(1)">a</a>', '<a href="/logout">a</a>',
    '<a href="cid:x">a</a>', '<map name="x"><area href="https://evil.example"></map>', '<img src="data:image/svg+xml;base64,AA">',
    '<img src="data:image/png;base64,AAAA">', '<div style="background:url(https://evil.example)">x</div>',
    '<div style="position:fixed;top:0;margin:-9999px;color:red">x</div>', "<style>@import 'https://evil.example'</style>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>", '<svg><image href="https://evil.example"/></svg>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<base href="https://evil.example"><img src="x">',
    '<meta http-equiv=refresh content="0;url=https://evil.example"><form action="https://evil.example"><input name=cookie></form>',
    '<video poster="https://evil.example"></video><audio src="https://evil.example"></audio><iframe src="https://evil.example">',
    '<table background="https://evil.example"><tr><td background="https://evil.example">x', '<a id="x" name="forms" href="https://a.example">x</a>',
)


@pytest.mark.parametrize("page", HOSTILE)
def test_nothing_is_fetched_run_or_clobbered(page: str) -> None:
    look = _Look()
    look.feed(html.clean(page))
    assert look.bad == []


def test_remote_images_wait_and_say_where_they_are() -> None:
    assert html.clean('<img alt="a>b" src="HTTPS://a.example/x?y=1&amp;z">') == '<img alt="a&gt;b" data-src="https://a.example/x?y=1&amp;z">'
    assert 'data-src="https://a.example/x"' in html.clean('<img src="//a.example/x">')


def test_our_url_stands_where_an_inline_image_was_and_nowhere_else() -> None:
    page = html.clean('<p>src="cid:one"</p><img alt="1>0" src="CID:%3COne%3E"><img src="cid:two">')
    assert html.with_inline(page, {"one": '/a?x"><script>'}) == (
        '<p>src="cid:one"</p><img alt="1&gt;0" src="/a?x&quot;&gt;&lt;script&gt;"><img>')


@pytest.mark.parametrize(("opening", "times"), [
    ("<div>", 400_000), ("<a><b>", 300_000), ("<table><tr><td>", 130_000), ("&", 2_000_000), ("&amp", 500_000), ("<b></p>", 250_000),
    ("<font><p>", 200_000), ("<svg><g>", 250_000), ("<table><b>x", 180_000), ("<p><a><b></a></b>", 110_000), ("<li><ul>", 250_000),
    ("<p style='color:red'>", 95_000)])
def test_a_page_of_two_megabytes_takes_little(opening: str, times: int) -> None:
    page = (opening * times)[:html.MOST]
    before = time.process_time()
    html.clean(page)
    assert time.process_time() - before < 5.0  # CPU, not the clock on the wall; without the bounds it was minutes


def test_a_deep_or_large_page_is_text_only_and_a_long_one_is_not() -> None:
    assert html.clean("<div>" * 3_000) == ""
    assert html.clean("x" * (html.MOST + 1)) == ""
    assert html.clean("<p>x<br>" * 20_000).count("<p>") == 20_000
    assert html.clean("<table><tr><td>x</td></tr></table>" * 5_000).count("<td>") == 5_000
