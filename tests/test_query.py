"""The language of the search field."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.query import MOST, BadValueError, Term, day, parse
from inbox.store import terms

TODAY = date(2026, 11, 22)


def test_operators_words_and_phrases() -> None:
    assert parse('from:ann -tag:vip "red shoes" -paid foo:bar assignee:"Ada L" http://x.example/a') == (
        Term("from:ann", "from", "ann"), Term("-tag:vip", "tag", "vip", negative=True),
        Term('"red shoes"', "", "red shoes", whole=True), Term("-paid", "", "paid", negative=True), Term("foo:bar", "", "foo:bar"),
        Term('assignee:"Ada L"', "assignee", "Ada L", whole=True), Term("http://x.example/a", "", "http://x.example/a"))


def test_what_is_being_typed_is_not_an_error() -> None:
    assert parse("from: is: tag:") == ()
    assert parse('"red sho') == (Term('"red sho', "", "red sho", whole=True),)
    assert parse("“red shoes” «гость»") == (Term('"red shoes"', "", "red shoes", whole=True), Term('"гость"', "", "гость", whole=True))
    assert parse("FROM:Ann IS:Open") == (Term("FROM:Ann", "from", "Ann"), Term("IS:Open", "is", "open"))


@pytest.mark.parametrize("text", [
    "is:odd", "has:wings", "in:space", "before:soon", "after:2026-13", "-after:2026-02-31", "before:0001-01-01",
    "after:9999y"])
def test_a_bad_value_is_named(text: str) -> None:
    with pytest.raises(BadValueError, match=text.split(":")[1].split("-")[0]):
        parse(text)


@pytest.mark.parametrize(("text", "begins"), [
    ("2026", date(2026, 1, 1)), ("2026-11", date(2026, 11, 1)), ("2026/3/9", date(2026, 3, 9)), ("۲۰۲۶-۱۱-۲۱", date(2026, 11, 21)),
    ("today", TODAY), ("Yesterday", date(2026, 11, 21)), ("7d", date(2026, 11, 15)), ("2w", date(2026, 11, 8)), ("1y", date(2025, 11, 22))])
def test_days(text: str, begins: date) -> None:
    assert day(text, TODAY) == begins


def test_statuses() -> None:
    every = ("open", "snoozed", "closed", "spam")
    assert terms.statuses(parse("is:closed is:open"), ("open",)) == ("closed", "open")
    assert terms.statuses(parse("-is:closed"), every) == ("open", "snoozed", "spam")
    assert terms.statuses(parse("shoes"), ("open",)) == ("open",)
    assert terms.wide(parse("is:failed")) and not terms.wide(parse("-is:failed is:waiting"))


@given(st.text(alphabet=st.sampled_from('ab:"-.\t  isfromtagbeforehas2026«»'), max_size=60))
def test_no_text_breaks_it_and_it_can_be_typed_again(text: str) -> None:
    try:
        found = parse(text)
    except BadValueError:
        return
    assert len(found) <= MOST
    assert parse(" ".join(term.typed for term in found)) == found
