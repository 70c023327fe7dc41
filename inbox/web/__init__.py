"""The agents' page: its sources (Svelte, TypeScript), and what they are built into (`dist/`, see build_hook.py).

The program itself asks only for what is built; nothing here imports anything of Inbox.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

DIST = Path(__file__).parent / "dist"
MARK = '<script type="application/json" id="boot">'  # behind it stands what the daemon tells the page at its start


class Page:
    """A built page: the HTML around the boot data, and the version by which an open page knows that it is old."""

    def __init__(self, html: str, version: str) -> None:
        self.head, _, rest = html.partition(MARK)
        self.head += MARK
        self.tail = rest[rest.index("</script>"):]
        self.version = version


def page() -> Page | None:
    """The page as it is built now, also when it was built anew under a running daemon. None: it is not built."""
    try:
        return _page(DIST, (DIST / "index.html").stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=4)
def _page(dist: Path, changed: int) -> Page:
    html = (dist / "index.html").read_text(encoding="utf-8")
    if MARK not in html:
        html = html.replace("</head>", f"{MARK}</script></head>", 1)
    return Page(html, (dist / "version").read_text(encoding="ascii").strip())


def version() -> str:
    """The version of the page that is built; empty where none is."""
    found = page()
    return found.version if found else ""
