"""Replies and notes in Markdown: HTML where the channel shows it, readable words where not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from inbox import markdown
from inbox.connector import Features

SAID = "Hello **Ann**,\nsee [the page](https://x.example/y) & `a<b`\n\n- one\n- two\n\n<b>raw</b> <script>alert(1)</script>"


def test_markdown_becomes_clean_html_and_readable_text() -> None:
    made, text = markdown.render(SAID)
    assert "<strong>Ann</strong>" in made and "<li>one</li>" in made and "<br>" in made
    assert '<a href="https://x.example/y" rel="noopener noreferrer nofollow">the page</a>' in made
    assert "&lt;script&gt;" in made and "<script" not in made and "<b>" not in made
    assert text == ("Hello *Ann*,\nsee the page <https://x.example/y> & a<b\n\n- one\n- two\n\n"
                    "<b>raw</b> <script>alert(1)</script>")


@pytest.mark.parametrize(("said", "words"), [
    ("# Title\n\ntext", "Title\n\ntext"),
    ("> a\n> b\n\nc", "> a\n> b\n\nc"),
    ("3. x\n4. y\n   - z", "3. x\n4. y\n   - z"),
    ("- a\n\n  b", "- a\n\n  b"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
    ("```\nx\n  y\n```", "x\n  y"),
    ("_a_ ~~b~~ \\*c\\*", "_a_ ~b~ *c*"),
    ("https://x.example/a_b_c.", "https://x.example/a_b_c."),
    ("<https://x.example>", "https://x.example"),
    ("-\n- b", "-\n- b"),
    ("", ""),
])
def test_words_of_markdown(said: str, words: str) -> None:
    assert markdown.render(said)[1] == words


@pytest.mark.parametrize("said", [
    "[x](javascript:alert(1))", "[x](data:text/html,<script>)", "<javascript:alert(1)>", "[x](vbscript:a)", "![x](https://t.example/p.gif)",
    "[x]: javascript:alert(1)\n\n[x]", "<img src=x onerror=alert(1)>", "[a](https://x.example \"onmouseover=alert(1)\")",
])
def test_markdown_makes_nothing_that_runs_or_phones_home(said: str) -> None:
    made, _ = markdown.render(said)
    assert "<img" not in made and "<script" not in made
    assert 'href="javascript' not in made and 'href="data' not in made and 'href="vbscript' not in made


def test_only_web_addresses_become_links() -> None:
    made, _ = markdown.render("see https://x.example/a?b=1&c=2. or report.py or ann@x.example")
    assert made.count("<a ") == 1 and 'href="https://x.example/a?b=1&amp;c=2"' in made


def test_a_reply_and_a_note_in_markdown(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hi")
        path = f"/conversations/{home}/messages"
        plain = await desk("POST", path, json={"text": SAID, "format": "markdown"}, status=202)
        assert plain["text"].startswith("Hello *Ann*") and plain["html"] == "", "this channel shows no HTML"
        note = await desk("POST", path, json={"kind": "note", "text": "**look**", "format": "markdown"}, status=202)
        assert note["html"] == "<p><strong>look</strong></p>" and note["text"] == "*look*"
        connector = desk.app.desk.roster.connector("loop")
        real = type(connector).features
        monkeypatch.setattr(type(connector), "features", Features(**{**vars_of(real), "html": True}))
        rich = await desk("POST", path, json={"text": SAID, "format": "markdown"}, status=202)
        assert "<strong>Ann</strong>" in rich["html"]
        as_is = await desk("POST", path, json={"text": "**so**"}, status=202)
        assert as_is["text"] == "**so**" and as_is["html"] == ""
        for wrong in ({"text": "x", "format": "bbcode"}, {"text": "x", "html": "<p>", "format": "markdown"},
                      {"text": "x" * 100_001, "format": "markdown"}):
            assert (await desk("POST", path, json=wrong, status=422))["code"]
    serve(run)


def vars_of(features: Features) -> dict[str, Any]:
    """A Features' fields with their values."""
    import dataclasses
    return {field.name: getattr(features, field.name) for field in dataclasses.fields(features)}


def test_the_use_of_a_canned_reply_is_counted(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        from inbox.store import canned
        home, _ = await desk.said("hi")
        made = await desk("POST", "/canned", json={"name": "hello", "text": "Hello"}, status=201)
        path = f"/conversations/{home}/messages"
        body = {"text": "Hello", "canned": made["id"]}
        for _ in range(2):  # the same key is the same message, and one use
            await desk("POST", path, data=json.dumps(body), headers={"Idempotency-Key": "k", "Content-Type": "application/json"},
                       status=202)
        for gone in ("999", "none of ours"):
            await desk("POST", path, json={"text": "Hello", "canned": gone}, status=202)
        row = await desk.app.store.quick(canned.get, int(made["id"]))
        assert row.used == 1 and row.used_at
    serve(run)
