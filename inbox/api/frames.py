"""A message as a page of its own, for the sandboxed frame of the agents' page."""

from __future__ import annotations

import re
from html import escape
from typing import Any

SHORT = 200_000  # characters of text in which addresses become links
# no script, nothing fetched from anywhere but us, links open outside
POLICY = ("sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
          "img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'")
# what keeps anybody's HTML inside its box
_BOX = ("html{overflow-x:auto}body{margin:0;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}"
        "pre{white-space:pre-wrap;overflow-wrap:anywhere}img.blocked{min-width:1.5em;min-height:1.5em;border:1px dashed #9aa3b2;"
        "border-radius:3px;font-size:12px;color:#667085}")
# how it looks where it does not say so itself; each paragraph has the direction of its own first letter
_LOOK = ("body{font:14.5px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;color:#1d2430;padding:1px 0}"
         "a{color:#1f5fbf}p{margin:0 0 .8em}p:last-child{margin-bottom:0}"
         "p,div,li,td,th,h1,h2,h3,h4,h5,h6,pre,blockquote,dd,dt{unicode-bidi:plaintext}[dir]{unicode-bidi:isolate}"
         "h1{font-size:1.4em}h2{font-size:1.25em}h3{font-size:1.1em}h1,h2,h3,h4{line-height:1.3;margin:.9em 0 .4em}"
         "blockquote{margin:.6em 0;padding-inline-start:.9em;border-inline-start:3px solid #d0d7e2;color:#556070}"
         "pre{font:inherit;margin:0}code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}"
         "pre code{display:block;margin:.6em 0;padding:.6em .8em;background:#f3f5f8;border-radius:6px}"
         "hr{border:0;border-top:1px solid #d9dee7}ul,ol{padding-inline-start:1.6em;margin:.4em 0}")
# as far as it may be dark: without this the look above stands on white
_DARK = ("body{color:light-dark(#1d2430,#dfe4ec)}a{color:light-dark(#1f5fbf,#8ab4f8)}"
         "blockquote{color:light-dark(#556070,#a5afbf);border-color:light-dark(#d0d7e2,#414b5a)}"
         "pre code{background:light-dark(#f3f5f8,#1d232d)}hr{border-color:light-dark(#d9dee7,#39424f)}"
         "img.blocked{color:light-dark(#667085,#a5afbf);border-color:light-dark(#9aa3b2,#5b6676)}")


def page(message: dict[str, Any], inner: str, *, dark: bool, original: bool, theme: str | None = None) -> str:
    """The whole page around cleaned HTML. `original`: without our own look.

    `dark`: it may be dark, and is where `theme` says so, or without a theme where the screen is.
    """
    scheme = (theme or "light dark") if dark else "light"
    style = _BOX + ("" if original else _LOOK) + (_DARK if dark and not original else "")
    style += "" if dark else "html{background:#fff}"  # whatever ground the frame stands on
    return (f'<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
            f'<meta name="color-scheme" content="{scheme}"><title>{escape(message["subject"])}</title><base target="_blank">'
            f'<style>:root{{color-scheme:{scheme}}}{style}</style></head><body dir="auto">{inner}</body></html>')


def _ended(address: str) -> str:
    """An address in a sentence, without what belongs to the sentence: a bracket ends it unless it opened one itself."""
    while address[-1] in ".,;:!?'*_]}" or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def as_text(text: str) -> str:
    """Plain text as HTML, web addresses as links."""
    if len(text) > SHORT:
        return f"<pre>{escape(text)}</pre>"
    out, at = [], 0
    for found in re.finditer(r"https?://[^\s<>\"\u0000-\u001f\u202a-\u202e\u2066-\u2069]{1,2000}", text):
        address = _ended(found[0])
        out += [escape(text[at:found.start()]),
                f'<a href="{escape(address)}" rel="noopener noreferrer nofollow">{escape(address)}</a>']
        at = found.start() + len(address)
    return f"<pre>{''.join(out)}{escape(text[at:])}</pre>"
