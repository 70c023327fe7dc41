"""HTML from outside, cleaned. What comes out runs nothing, phones nowhere and stays in its box."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import nh3

MOST = 2 * 1024 * 1024  # characters; more is shown as text only
# html5ever takes time that grows with the square of what is nested, and of what looks like an entity
DEEPEST = 2_000  # elements within one another
ENTITIES = 50_000

_TAGS = (nh3.ALLOWED_TAGS | {"font", "center", "u", "big", "tt"}) - {"map", "area"}
_STYLES = {
    "color", "background-color", "font-weight", "font-style", "font-size", "text-decoration", "text-align", "direction",
    "padding", "padding-left", "padding-right", "padding-top", "padding-bottom", "border", "border-left", "border-top",
    "border-bottom", "border-right", "border-collapse", "vertical-align", "line-height", "white-space", "width",
    "max-width", "list-style-type", "display", "font-family", "letter-spacing", "text-transform", "border-radius",
}
_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "*": {"style", "dir", "lang", "title", "align"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "size"},
    "td": {"colspan", "rowspan", "bgcolor", "valign", "width"},
    "th": {"colspan", "rowspan", "bgcolor", "valign", "width"},
    "table": {"bgcolor", "border", "cellpadding", "cellspacing", "width"},
    "blockquote": {"cite", "type"},
}
# the serialiser's own form: every value stands in double quotes, and no value holds one
_IMG = r'(<img(?: [\w-]+="[^"]*")*?) src="'
_REMOTE = re.compile(_IMG + r"(?=https?://)")
_CID = re.compile(_IMG + r'cid:([^"]*)"')
# what could fetch or act, and what could hide that it does: escapes, comments
_ACTS = re.compile(r"url|expression|image|@|\\|/\*|[<>{}]", re.IGNORECASE)
_DISPLAY = re.compile(r"\s*display\s*:\s*(?!(?:none|block|inline|inline-block|table|table-row|table-cell)\b)", re.IGNORECASE)
# a mail that was made for dark screens too says so in its head
_META = re.compile(r"<meta\b[^<>]{0,500}>", re.IGNORECASE)
_SCHEME = re.compile(r"color-scheme\s{0,9}:[^;{}<>]{0,80}\bdark\b", re.IGNORECASE)
_COLOURED = re.compile(r' (?:color|bgcolor)="| style="[^"]*(?:color|border)[^"]*"')
_HEAD = 200_000  # characters in which that is looked for
_PICTURE = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_WEB = re.compile(r"(?:(https?):)?//([^/\\]\S*)", re.IGNORECASE)
_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# elements that hold nothing, or that the next of their kind ends
_FLAT = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
                   "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option"})


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Drops styles that could fetch or hide, links to anything but the web, mail and telephone, and images that are anything
    but inline, remote in so many words, or a safe data URL: browsers read `https:x`, `/\\x` and `ht\\ntp://x` as addresses too.
    """
    if name == "style":
        return _style(value)
    if name == "src":
        return _source(value.strip())
    if name in ("href", "cite"):
        return value if _LINK.match(value) else None
    return value


def _style(value: str) -> str | None:
    """The declarations that do no harm. One whose quotes are torn apart takes those behind it with it, in browsers too."""
    kept = [one for one in value.split(";") if one.strip() and not _ACTS.search(one) and not _DISPLAY.match(one)
            and not one.count('"') % 2 and not one.count("'") % 2]
    return ";".join(kept) or None


def for_dark(raw: str, cleaned: str) -> bool:
    """Whether raw HTML says that it may be shown on a dark ground, and sets no colours of its own that would stay behind.

    Its style sheets are gone when it is shown, and with them whatever they said for the dark.
    """
    head = raw[:_HEAD]
    says = bool(_SCHEME.search(head)) or any("color-scheme" in tag and "dark" in tag for tag in map(str.lower, _META.findall(head)))
    return says and not _COLOURED.search(cleaned)


def _source(value: str) -> str | None:
    if value[:4].lower() == "cid:":
        return "cid:" + value[4:]
    if _PICTURE.match(value):
        return value
    remote = _WEB.fullmatch(value)
    return f"{(remote[1] or 'https').lower()}://{remote[2]}" if remote else None


def _costly(html: str) -> bool:
    """Whether cleaning would take out of all proportion long."""
    if html.count("&") > ENTITIES:
        return True
    if html.count("<") <= DEEPEST:
        return False
    depth = 0
    for close, tag in _TAG.findall(html):
        if tag.lower() not in _FLAT:
            depth = max(depth - 1, 0) if close else depth + 1
            if depth > DEEPEST:
                return True
    return False


def clean(html: str) -> str:
    """Sanitised HTML; empty when it is so large or so deep that only the text is shown.

    Remote images stand in `data-src` and load nothing; `cid:` images wait for `with_inline`.
    """
    if not html or len(html) > MOST or _costly(html):
        return ""
    return _REMOTE.sub(r'\1 data-src="', _cleaner().clean(html))


@cache  # to make one costs as much as to clean a mail with it
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS, attributes=_ATTRIBUTES, attribute_filter=_attribute, filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"}, link_rel="noopener noreferrer nofollow",
        clean_content_tags={"script", "style", "title"})


def with_inline(html: str, urls: Mapping[str, str]) -> str:
    """Puts our URLs where `cid:` images stand; `urls` maps content ids without brackets. Unknown ones lose their source."""
    from html import escape, unescape
    from urllib.parse import unquote
    folded = {key.lower(): url for key, url in urls.items()}

    def put(found: re.Match[str]) -> str:
        url = folded.get(unquote(unescape(found[2])).strip("<>").lower())
        return f'{found[1]} src="{escape(url)}"' if url else found[1]
    return _CID.sub(put, html)
