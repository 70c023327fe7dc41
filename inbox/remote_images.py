"""Remote images in cleaned HTML, where they wait as `data-src`: which of them are trackers, and how they come back. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

MOST = 1_000  # images of one message that are shown
_IMG = re.compile(r'<img(?: [\w-]+="[^"]*")* ?/?>')  # the serialiser's own form: values stand in double quotes and hold none
_ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
_LONGEST = 2_000  # characters of an attribute that are looked at: what is looked for may begin anywhere in it
_TINY = re.compile(r"\s*+0*[0-2](?:\.\d*)?\s*+(?:px|pt)?\s*+")
_NONE = re.compile(r"display\s*:\s*none|(?:^|;)\s*(?:max-)?(?:width|height)\s*:\s*0*[0-2](?:\.\d*)?(?:px|pt)?\s*(?:;|$)", re.IGNORECASE)
# images whose only use is to be fetched: the open pixels of mailing services, and of those who count for others
_TRACKER = re.compile(
    r"//[^/?#]*(?:list-manage\.com/track/|mandrillapp\.com/track/|sendgrid\.net/wf/open|ct\.sendgrid\.net|mailgun\.[^/]*/o/|"
    r"hubspot[^/]*/(?:e2t|e3t)/|hubspotlinks\.com|klaviyomail\.com/o/|klclick\d?\.com|createsend\d*\.com/t/|cmail\d+\.com/t/|"
    r"exct\.net/open|rs6\.net/on\.jsp|mkt\d+\.(?:com|net)|sailthru\.com|mjt\.lu/oo/|sendibm\d\.com|sendibt\d\.com|"
    r"google-analytics\.com|doubleclick\.net|facebook\.com/tr|pixel\.wp\.com|mailtrack\.io|getnotify\.com|yesware\.com|"
    r"superhuman\.com/r/|mailfoogae\.appspot\.com|streak\.com|bananatag\.com|cirrusinsight\.com|intercom-mail[^/]*/via/o|"
    r"awstrack\.me/I0/|eventbrite\.com/emails/action/o)|"
    r"/(?:track(?:ing)?[/_-]?open|open[/_-]?track\w*|email[/_-]?open\w*|open\.(?:php|aspx?|gif|png)|wf/open|(?:tracking)?pixel\.(?:gif|png|php)|"
    r"spacer\.gif|1x1\.(?:gif|png)|beacon\.(?:gif|png))(?:[?/#]|$)", re.IGNORECASE)


def _attributes(tag: str) -> dict[str, str]:
    return {name.lower(): unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def tracker(attributes: dict[str, str]) -> bool:
    """Whether an image is there to be fetched and not to be seen: two pixels or fewer, hidden, or a known open pixel."""
    sizes = [attributes[name] for name in ("width", "height") if name in attributes]
    return (any(_TINY.fullmatch(size) for size in sizes) or bool(_NONE.search(attributes.get("style", "")[:_LONGEST]))
            or bool(_TRACKER.search(attributes.get("data-src", "")[:_LONGEST])))


def count(html: str) -> tuple[int, int]:
    """(images to be seen, trackers) that stand in cleaned HTML."""
    if ' data-src="' not in html:
        return 0, 0
    found = [tracker(attributes) for tag in _IMG.findall(html) if "data-src" in (attributes := _attributes(tag))]
    return len(found) - sum(found), sum(found)


def shown(html: str, address: Callable[[str], str] | None) -> str:
    """The images with the address that `address` makes of each source, None: without one. Trackers are left out."""
    left = MOST

    def put(found: re.Match[str]) -> str:
        nonlocal left
        attributes = _attributes(found[0])
        source = attributes.get("data-src")
        if source is None:
            return found[0]
        if tracker(attributes):
            return ""
        left -= 1
        if address is None or left < 0:
            return re.sub(r' data-src="[^"]*"', ' class="blocked"', found[0])
        return re.sub(r' data-src="[^"]*"', lambda _: f' src="{escape(address(source))}"', found[0])
    return _IMG.sub(put, html) if ' data-src="' in html else html


# ---------------------------------------------------------------- what came back

def picture(data: bytes) -> tuple[str, int, int] | None:
    """(media type, width, height) of PNG, JPEG, GIF or WebP by its own bytes; None: it is nothing of these."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return "image/png", _big(data[16:20]), _big(data[20:24])
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) > 10:
        return "image/gif", _little(data[6:8]), _little(data[8:10])
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return _jpeg(data) if data.startswith(b"\xff\xd8\xff") else None


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _webp(data: bytes) -> tuple[str, int, int] | None:
    """RFC 9649."""
    if data[12:16] == b"VP8X" and len(data) >= 30:
        return "image/webp", _little(data[24:27]) + 1, _little(data[27:30]) + 1
    if data[12:16] == b"VP8 " and len(data) >= 30:
        return "image/webp", _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF
    if data[12:16] == b"VP8L" and len(data) >= 25:
        bits = _little(data[21:25])
        return "image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _jpeg(data: bytes) -> tuple[str, int, int] | None:
    """ITU T.81: the frame header (SOF) tells the size."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        kind, size = data[at + 1], _big(data[at + 2:at + 4])
        if kind == 0xFF:  # fill
            at += 1
        elif 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            return "image/jpeg", _big(data[at + 7:at + 9]), _big(data[at + 5:at + 7])
        elif size < 2:
            return None
        else:
            at += 2 + size
    return None
