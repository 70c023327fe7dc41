"""docs/security.md names tests and places that are there, and every point of its chapters once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
TEXT = (HOME / "docs" / "security.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\btest_\w+", TEXT))))
def test_every_test_that_it_names_is_there(name: str) -> None:
    assert [path for path in (HOME / "tests").rglob(f"{name}.py") if "node_modules" not in path.parts]


def test_every_place_that_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:inbox|connectors|systemd)/[\w*/.-]+\.\w+)`", TEXT)) | {
        target for target in re.findall(r"\]\(([^)#]+)", TEXT) if "://" not in target}
    missing = [one for one in named if not any((HOME / start).glob(one.removeprefix("../")) for start in ("", "docs"))]
    assert missing == []


def test_every_gap_has_its_mark_in_the_table() -> None:
    gaps = set(re.findall(r"\d+\.\d+\.\d+", TEXT.partition("## Gaps")[2].partition("## ASVS")[0].replace("5.0.0", "")))
    rows = [row for row in TEXT.partition("## ASVS")[2].splitlines() if row.startswith("| ") and ("| ✗ |" in row or "| ◐ |" in row)]
    marked = {point for row in rows for point in re.findall(r"\d+\.\d+\.\d+", row.split("|")[1])}
    assert gaps <= marked, gaps - marked
