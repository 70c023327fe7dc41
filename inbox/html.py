"""HTML from outside, cleaned. What comes out runs nothing, phones nowhere and stays in its box."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import nh3

POLICY = 1  # grows when the rules below change; message.html of an older policy is cleaned again when it is read
MOST = 2 * 1024 * 1024  # characters; more is shown as text only

_TAGS = nh3.ALLOWED_TAGS | {"font", "center", "u", "big", "tt", "picture"} - {"map", "area", "picture"}
_STYLES = {
    "color", "background-color", "font-weight", "font-style", "font-size", "text-decoration", "text-align", "direction",
    "padding", "padding-left", "padding-right", "padding-top", "padding-bottom", "border", "border-left", "border-top",
    "border-bottom", "border-right", "border-collapse", "vertical-align", "line-height", "white-space", "width",
    "max-width", "list-style-type",
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
_REMOTE = re.compile(r'(<img\b[^>]*?) src="(?=(?:https?:)?//)', re.IGNORECASE)
_CID = re.compile(r'(<img\b[^>]*?) src="cid:([^"]+)"', re.IGNORECASE)
_URL_IN_STYLE = re.compile(r"url|expression|image|@|\\", re.IGNORECASE)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Drops styles that could fetch or hide, and images that are anything but inline, remote or a safe data URL."""
    if name == "style":
        return None if _URL_IN_STYLE.search(value) else value
    if name == "src" and value.lower().startswith("data:") and not re.match(r"data:image/(png|jpe?g|gif|webp);base64,", value, re.I):
        return None
    return value


def clean(html: str) -> str:
    """Sanitised HTML. Remote images stand in `data-src` and load nothing; `cid:` images wait for `with_inline`."""
    if not html or len(html) > MOST:
        return ""
    options: dict[str, Any] = {
        "tags": _TAGS, "attributes": _ATTRIBUTES, "attribute_filter": _attribute, "filter_style_properties": _STYLES,
        "url_schemes": {"http", "https", "mailto", "tel", "cid", "data"}, "link_rel": "noopener noreferrer nofollow",
        "clean_content_tags": {"script", "style", "title"}, "id_prefix": "m-",
    }
    return _REMOTE.sub(r'\1 data-src="', nh3.clean(html, **options))


def with_inline(html: str, urls: Mapping[str, str]) -> str:
    """Puts our URLs where `cid:` images stand; `urls` maps content ids without brackets. Unknown ones lose their source."""
    from html import escape
    from urllib.parse import unquote
    folded = {key.lower(): url for key, url in urls.items()}

    def put(found: re.Match[str]) -> str:
        url = folded.get(unquote(found[2]).strip("<>").lower())
        return f'{found[1]} src="{escape(url)}"' if url else found[1]
    return _CID.sub(put, html)
