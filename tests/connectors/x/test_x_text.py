"""Lengths as X counts them, chains, and texts that are the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.x import X, facts
from connectors.x.text import has_link, plain, same, split, weight
from inbox.types import Address

US = Address(kind="x", value="101")


@pytest.mark.parametrize(("text", "length"), [
    ("", 0), ("hello", 5), ("长い", 4), ("سلام", 4), ("Ünïcödé", 7), ("Ünïcödé", 7), ("—“”", 3), ("…", 2),
    ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧‍👦", 2), ("🇲🇳", 2), ("🇲🇳🇩🇪", 4), ("❤️", 2), ("©️", 2), ("1️⃣", 2), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("👍👍", 4),
    ("नमस्ते क्‍ष", 11),
    ("https://example.com/a/very/long/path?with=a&query#and-more", 23), ("http://t.co/x", 23), ("example.com", 23),
    ("see https://example.com/x, please", 35), ("(https://example.com/a_(b))", 25), ("me@example.com", 14),
    ("a.b.c", 5), ("v1.2.3", 6), ("東京https://example.com東京", 31), ("https://a.example/1 https://a.example/2", 47),
])
def test_weights(text: str, length: int) -> None:
    assert weight(text) == length
    assert X.measure(text) == length


def test_what_costs_more_is_a_link() -> None:
    assert has_link("see shop.example.com/x") and has_link("https://example.org")
    assert not has_link("mail us at help@example.com, or wait until 5.30")


@settings(deadline=None)  # the machine is shared
@given(st.text(st.characters(codec="utf-8"), max_size=1500))
def test_a_chain_fits_and_loses_nothing(text: str) -> None:
    parts = split(text, 280)
    assert all(0 < weight(part) <= 280 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_chain_is_cut_where_people_would_cut() -> None:
    text = "First paragraph. " + "a" * 150 + "\n\nSecond one, " + "b" * 200
    assert split(text) == ["First paragraph. " + "a" * 150, "Second one, " + "b" * 200]
    assert split("word " * 100)[0].endswith("word")
    link = "https://example.com/" + "x" * 60
    assert any(link in part for part in split("y" * 270 + " " + link + " z"))
    assert split("  \n ") == []
    assert max(map(weight, split("👩‍👩‍👧‍👦" * 300))) <= 280 and "‍👧" not in [part[:2] for part in split("👩‍👩‍👧‍👦" * 300)]


@pytest.mark.parametrize(("ours", "theirs", "equal"), [
    ("Hello", "@ann @ben Hello", True), ("@ann Hello", "@ann @ben Hello", True), ("Hello", "Hello!", False),
    ("a  b\nc", "a b c", True), ("see https://example.com/1", "see https://t.co/abc", True),
    ("see https://example.com/1", "see https://example.com/2", False), ("café", "café", True),
])
def test_what_x_shows_is_what_we_said(ours: str, theirs: str, equal: bool) -> None:
    assert same(ours, theirs) is equal


def test_links_come_back_in_full_and_media_links_go() -> None:
    post = {"text": "5 &lt; 6 https://t.co/a https://t.co/b https://t.co/c", "entities": {"urls": [
        {"url": "https://t.co/a", "expanded_url": "https://example.com/a?b=1"}, {"url": "https://t.co/b", "media_key": "3_1"},
        {"url": "javascript:x", "expanded_url": "y"}, "rubbish"]}}
    assert plain(post) == "5 < 6 https://example.com/a?b=1  https://t.co/c"


def test_what_may_be_sent_where() -> None:
    from inbox.testing.context import FakeContext
    x = X(X.Config.model_validate(dict(X.example)), FakeContext())
    assert x.features_for((), US, thread_id="post:1:2").text_limit == 280
    assert x.features_for((), US, thread_id="post:1:2", options={"chain": True}).text_limit == 280 * facts.CHAIN_PARTS
    assert x.features_for((), US, thread_id="dm:1-2").text_limit == 10_000
    assert x.features_for((), US).text_limit == 10_000
    assert x.features_for((), US, thread_id="post:1:2", options={"direct": True}).window_options == ("direct",)
    assert x.features_for((), US, thread_id="post:1:2").media == ()
