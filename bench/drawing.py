"""Draws the samples of a long run: a picture of small charts above each other, readable on light and dark grounds."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

WIDE, HIGH, LEFT, GAP = 760, 110, 64, 34
CHARTS = (("memory", "memory of all processes, MB"), ("fds", "file descriptors"), ("threads", "threads"),
          ("wal", "the store's log (WAL), MB"), ("list_ms", "the list at an open page, ms"), ("mails", "mails taken in"))
STYLE = ("text{font:12px sans-serif;fill:#667}path{fill:none;stroke:#2a7ae2;stroke-width:1.5}"
         "line{stroke:#99a;stroke-width:.6}.piece{stroke-dasharray:3 3}")


def svg(pieces: list[list[dict[str, Any]]]) -> str:
    """The picture. Time goes on from one piece to the next without the pause between them."""
    points, ends = _timed(pieces)
    last = points[-1][0] or 1.0
    parts = [part for n, (name, title) in enumerate(CHARTS) for part in _chart(points, ends, last, name, title, GAP + n * (HIGH + GAP))]
    height = GAP + len(CHARTS) * (HIGH + GAP) + 10
    final = points[-1][1]
    said = f"{final['mails']:,} mails, {final['replies']:,} replies, {last / 60:.0f} minutes" + (
        f", {len(pieces)} lives of the daemon" if len(pieces) > 1 else "")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDE + 20} {height}" role="img" aria-label="{escape(said)}">'
            f'<style>{STYLE}</style><text x="{LEFT}" y="16">{escape(said)}</text>{"".join(parts)}</svg>\n')


def _timed(pieces: list[list[dict[str, Any]]]) -> tuple[list[tuple[float, dict[str, Any]]], list[float]]:
    points, ends, offset = list[tuple[float, dict[str, Any]]](), list[float](), 0.0
    for piece in pieces:
        points += [(offset + one["at"] - piece[0]["at"], one) for one in piece]
        offset = points[-1][0] + 1
        ends.append(offset)
    return points, ends[:-1]


def _chart(points: list[tuple[float, dict[str, Any]]], ends: list[float], last: float, name: str, title: str, top: float) -> list[str]:
    found = [(at, one[name]) for at, one in points if one.get(name) is not None]
    most = max((value for _, value in found), default=1) or 1
    bottom = top + HIGH
    places = [f"{LEFT + at / last * WIDE:.1f} {bottom - value / most * (HIGH - 14):.1f}"
              for at, value in found[::max(1, len(found) // WIDE)]]
    return [f'<text x="{LEFT}" y="{top + 6}">{escape(title)}</text>',
            f'<line x1="{LEFT}" y1="{bottom}" x2="{LEFT + WIDE}" y2="{bottom}"/>',
            f'<text x="{LEFT - 6}" y="{bottom}" text-anchor="end">0</text>',
            f'<text x="{LEFT - 6}" y="{top + 18}" text-anchor="end">{most:,.0f}</text>',
            *(f'<line class="piece" x1="{LEFT + at / last * WIDE:.1f}" y1="{top + 12}" x2="{LEFT + at / last * WIDE:.1f}" y2="{bottom}"/>'
              for at in ends),
            f'<path d="M{" L".join(places)}"/>' if places else ""]
