"""The snippets in the pages about channels are configurations that the program takes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from inbox import config

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("email-providers.md", "twilio.md", "webhook-channel.md", "x.md")  # connectors.md writes one of its own
SNIPPETS = [(name, number, text) for name in PAGES
            for number, text in enumerate(re.findall(r"^```toml\n(.*?)^```", (DOCS / name).read_text(encoding="utf-8"), re.M | re.S))]


def test_each_page_shows_how_it_is_configured() -> None:
    assert {name for name, _, _ in SNIPPETS} == set(PAGES)
    sections = re.findall(r"^## ", (DOCS / "email-providers.md").read_text(encoding="utf-8"), re.M)
    assert sum(name == "email-providers.md" for name, _, _ in SNIPPETS) == len(sections) - 1  # the last is of refusals


@pytest.mark.parametrize(("page", "number", "text"), SNIPPETS, ids=[f"{name}-{number}" for name, number, _ in SNIPPETS])
def test_the_snippet_is_taken(page: str, number: int, text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in re.findall(r'"env:(\w+)"', text):
        monkeypatch.setenv(name, "a-secret-of-some-length-0123456789")
    for path in re.findall(r'"file:(/[^"]+)"', text):
        (tmp_path / "secret").write_text("a-secret-of-some-length-0123456789")
        text = text.replace(path, str(tmp_path / "secret"))
    found, problems = config.check(tomllib.loads(text))
    assert problems == [] and found.broken == {}
    assert list(found.channels) == re.findall(r"^\[channels\.(\w+)\]", text, re.M)


@pytest.mark.parametrize("page", ["x.md", "twilio.md", "email-providers.md"])
def test_paths_of_the_page_exist(page: str) -> None:
    """Callbacks and hooks as the program serves them; options as the connector takes them."""
    from connectors.twilio import TwilioOptions
    from connectors.x import XOptions
    text = (DOCS / page).read_text(encoding="utf-8")
    for path in re.findall(r"/(?:hooks|oauth)/\w+/(\w+)", text):
        assert path in ("message", "status", "media", "callback")
    for options in re.findall(r'options"?: (\{"[^}]*\}+)', text):
        name = re.findall(r'"(\w+)"', options)[0]
        assert name in {*XOptions.model_fields, *TwilioOptions.model_fields}
