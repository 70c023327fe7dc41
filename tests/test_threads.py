"""Threading, pure: which conversation, by which rule, and what was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from inbox.threads import Hit, Incoming, Known, match
from inbox.types import Match

ANN, BOB, EVE = ("email", "ann@x.example"), ("email", "bob@x.example"), ("email", "eve@x.example")
OLD = Known(id=9, channel="support", participants={ANN}, too_old=True)
PLACES = {1: Known(id=1, channel="support", participants={ANN}), 2: Known(id=2, channel="support", participants={ANN, BOB}),
          3: Known(id=3, channel="sales", participants={ANN}), 9: OLD}
REFS = {"one": [Hit(1, "support", "own")], "two": [Hit(2, "support", "own")], "three": [Hit(3, "sales", "own")],
        "both": [Hit(3, "sales", "own"), Hit(1, "support", "own")], "old": [Hit(9, "support", "own")],
        "named": [Hit(1, "support", "named")], "gone": [Hit(77, "support", "own")],
        "thread:t": [Hit(1, "support", "thread"), Hit(2, "support", "thread"), Hit(3, "sales", "thread")]}


def decide(*, tokens: Mapping[str, int] | None = None, sender: tuple[str, str] = ANN, others: Sequence[tuple[str, str]] = (),
           own_id: str = "new", named: Sequence[str] = (), keys: Sequence[str] = (), thread: str = "", of_list: bool = False) -> Match:
    incoming = Incoming(channel="support", sender=sender, others=frozenset(others), own_id=own_id, named=tuple(named),
                        keys=tuple(keys), thread=thread, of_list=of_list)
    return match(incoming, tokens=tokens or {}, refs=REFS, known=PLACES.get)


def test_nothing_leads_anywhere() -> None:
    found = decide(named=["unknown"])
    assert (found.conversation, found.rule, found.candidates) == (None, "new", ())


def test_our_token_comes_first() -> None:
    found = decide(keys=["k"], tokens={"k": 2}, named=["one"])
    assert (found.conversation, found.rule) == (2, "token")


def test_the_nearest_reference_wins_and_ties_the_others() -> None:
    found = decide(named=["two", "one"])
    assert (found.conversation, found.rule, found.merge) == (2, "reference", (1,))


def test_an_id_that_was_only_named_counts() -> None:
    assert decide(named=["named"]).conversation == 1
    assert decide(own_id="named").rule == "own_id"


def test_the_same_channel_comes_before_the_others() -> None:
    found = decide(named=["both"])
    assert (found.conversation, found.merge) == (1, ())


def test_a_reply_to_what_another_channel_said_joins_there() -> None:
    assert decide(named=["three"]).conversation == 3


def test_the_same_mail_on_two_channels_is_linked_and_not_joined() -> None:
    found = decide(own_id="three")
    assert found.conversation is None
    assert found.related == (3,)
    assert "another channel" in found.candidates[0].refused


def test_a_stranger_does_not_join() -> None:
    found = decide(sender=EVE, named=["one"])
    assert found.conversation is None
    assert found.related == (1,)
    assert "takes part" in found.candidates[0].refused


def test_a_stranger_who_writes_to_a_participant_joins_as_a_newcomer() -> None:
    found = decide(sender=EVE, others=[ANN], named=["one"])
    assert (found.conversation, found.newcomer) == (1, True)
    assert decide(named=["one"]).newcomer is False


def test_the_senders_of_a_list_take_part() -> None:
    assert decide(sender=EVE, named=["one"], of_list=True).conversation == 1


def test_what_was_closed_for_too_long_begins_anew_and_is_linked() -> None:
    found = decide(named=["old"])
    assert found.conversation is None
    assert found.related == (9,)


def test_a_conversation_that_is_gone_is_no_candidate() -> None:
    assert decide(named=["gone"]).candidates == ()


@pytest.mark.parametrize("sender", [ANN, BOB])
def test_the_providers_thread_is_the_last_hint_and_the_newest_counts(sender: tuple[str, str]) -> None:
    found = decide(sender=sender, thread="t")
    assert (found.conversation, found.rule) == (2, "thread")
    assert decide(thread="t", named=["one"]).conversation == 1
    assert decide(sender=EVE, thread="t").conversation is None


def test_a_token_of_another_conversation_does_not_open_it_to_strangers() -> None:
    assert decide(sender=EVE, keys=["k"], tokens={"k": 1}).conversation is None
