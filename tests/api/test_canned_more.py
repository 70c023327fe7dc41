"""Canned replies: shortcuts, actions, languages, and their variables filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from inbox.api import desk_answers
from inbox.desk.filling import fill, first_name, variant

BOTH = True  # databases


def test_variables_have_a_value_a_word_instead_or_are_missing() -> None:
    said = "Hi {{contact.first_name|there}}, {{ agent.name }} here. {{contact.name}} {{contact.name}} {{nothing.known}} {{x|}}{ {y} }"
    text, missing = fill(said, {"agent.name": "Ada"})
    assert text == "Hi there, Ada here. {{contact.name}} {{contact.name}} {{nothing.known}} { {y} }"
    assert missing == ["contact.name", "nothing.known"]
    assert fill("{{contact.name|{{agent.name}}}}", {"agent.name": "{{contact.name}}"})[0] == "{{contact.name|{{contact.name}}}}"


@pytest.mark.parametrize(("name", "called"), [
    ("Ann Lee", "Ann"), ("Lee, Ann", "Ann"), ("ann@x.example", ""), ("+4930123", ""), ("", ""), ("زهرا محمدی", "زهرا"), ("@ann", ""),
    ("Zoë", "Zoë")])
def test_what_one_calls_them(name: str, called: str) -> None:
    assert first_name(name) == called


def test_the_variant_that_suits() -> None:
    variants = {"de": "…", "pt-BR": "…", "fa": "…"}
    for asked, found in (("de", "de"), ("de-AT", "de"), ("PT-br", "pt-BR"), ("pt", "pt-BR"), ("pt-PT", "pt-BR"), ("en", None), ("", None)):
        assert variant(variants, asked) == found, asked


def test_a_canned_reply_with_everything(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        body = {"name": "Hello", "text": "Hello {{contact.first_name|there}}", "shortcut": "hi",
                "actions": {"tags_add": ["greeted"], "status": "snoozed", "snooze_hours": 24},
                "variants": {"de": "Hallo {{contact.first_name|zusammen}}, hier ist {{agent.first_name}} ({{conversation.id}})"}}
        made = await desk("POST", "/canned", json=body, status=201)
        desk_answers.Canned.model_validate(made)
        assert made["shortcut"] == "hi" and made["actions"]["tags_add"] == ["greeted"] and made["used"] == 0
        assert (await desk("POST", "/canned", json={"name": "H2", "text": "x", "shortcut": "hi"}, status=409))["code"] == "shortcut"
        for wrong in ({"shortcut": "a b"}, {"actions": {"close": True}}, {"variants": {"not a locale": "x"}},
                      {"actions": {"snooze_hours": 0}}, {"actions": {"status": "gone"}}):
            await desk("POST", "/canned", json={"name": "w", "text": "x", **wrong}, status=422)
        changed = await desk("PATCH", f"/canned/{made['id']}", json={"actions": {"tags_remove": ["old"]}})
        assert changed["actions"] == {"tags_remove": ["old"]} and changed["variants"] == made["variants"]
        desk_answers.Canned.model_validate(changed)
        await desk("POST", "/canned", json={"name": "H3", "text": "x"}, status=201)
        await desk("POST", "/canned", json={"name": "H4", "text": "x"}, status=201)  # no shortcut is not the same shortcut

        home, _ = await desk.said("hi", who="ann")
        path = f"/canned/{made['id']}/render"
        shown = await desk("POST", path, json={"conversation": str(home)})
        desk_answers.Rendered.model_validate(shown)
        assert shown == {"text": "Hello Ann", "missing": [], "locale": None}
        shown = await desk("POST", path, json={"conversation": str(home), "locale": "de-CH"}, token="agent")
        assert shown == {"text": f"Hallo Ann, hier ist Ada ({home})", "missing": [], "locale": "de"}
        secret, _ = await desk.said("psst", channel="secret", who="spy")
        await desk("POST", path, json={"conversation": str(secret)}, token="agent", status=404)
        await desk("POST", path, json={"conversation": "999"}, status=404)
    serve(run)
