"""The hub: who looks and types where, with a clock of the test's own."""

from __future__ import annotations

from inbox.presence import LOOKS, SECOND, TYPES, Hub, Tab

NOW = 1_780_000_000 * SECOND


def test_whoever_types_is_shown_until_six_seconds_after_the_last_key() -> None:
    hub = Hub()
    hub.enter("a", 1)
    hub.type("a", 12, "reply", NOW)
    assert hub.turn(NOW) == {12: {}} and hub.shown() == {12: {1: "reply"}}
    assert hub.next() == NOW + TYPES
    hub.type("a", 12, "reply", NOW + 4 * SECOND)
    assert hub.turn(NOW + 9 * SECOND) == {}
    assert hub.turn(NOW + 4 * SECOND + TYPES) == {12: {1: "reply"}} and hub.shown() == {12: {1: ""}}


def test_a_look_holds_for_a_minute_and_moves_with_the_page() -> None:
    hub = Hub()
    hub.enter("a", 1)
    hub.look("a", 12, NOW)
    hub.turn(NOW)
    hub.look("a", 13, NOW + SECOND)
    assert hub.turn(NOW + SECOND) == {12: {1: ""}, 13: {}} and hub.shown() == {13: {1: ""}}
    assert hub.turn(NOW + SECOND + LOOKS - 1) == {}
    assert hub.turn(NOW + SECOND + LOOKS) == {13: {1: ""}} and hub.shown() == {}
    assert hub.online(NOW + 10 * LOOKS) == {1}


def test_two_tabs_of_one_agent_count_once_and_the_one_that_types_is_shown() -> None:
    hub = Hub()
    for tab in ("a", "b"):
        hub.enter(tab, 1)
        hub.look(tab, 12, NOW)
    hub.type("b", 12, "note", NOW)
    hub.turn(NOW)
    assert hub.shown() == {12: {1: "note"}}
    hub.leave("b")
    assert hub.turn(NOW) == {12: {1: "note"}} and hub.shown() == {12: {1: ""}}
    hub.leave("a")
    assert hub.turn(NOW) == {12: {1: ""}} and hub.shown() == {} and hub.online(NOW) == set()


def test_a_repeated_look_goes_on_typing_and_another_conversation_ends_it() -> None:
    hub = Hub()
    hub.enter("a", 1)
    hub.type("a", 12, "reply", NOW)
    hub.look("a", 12, NOW + SECOND)
    hub.turn(NOW + SECOND)
    assert hub.shown() == {12: {1: "reply"}}
    hub.look("a", 13, NOW + SECOND)
    hub.look("a", 12, NOW + SECOND)
    hub.turn(NOW + SECOND)
    assert hub.shown() == {12: {1: ""}}


def test_what_another_daemon_told_ends_when_that_daemon_is_silent() -> None:
    hub = Hub()
    hub.learn({"other:1": Tab(2, 12, NOW + LOOKS, "reply", NOW + TYPES)})
    hub.turn(NOW)
    assert hub.shown() == {12: {2: "reply"}} and hub.online(NOW) == {2}
    assert hub.next() is None, "the end of what others hold is for them to say"
    hub.turn(NOW + TYPES)
    assert hub.shown() == {12: {2: ""}}
    hub.turn(NOW + LOOKS)
    assert hub.shown() == {} and hub.online(NOW + LOOKS) == set()
