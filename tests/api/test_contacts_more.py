"""Contacts: what is known of them, who is blocked, who may be the same, everything they said, out and gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from inbox.api import answers, desk_answers
from inbox.store import contacts, people
from inbox.store.base import Tx
from inbox.store.duplicates import Person, why
from inbox.types import Address

BOTH = True  # databases


async def _contact(desk: Any, home: int) -> str:
    return str((await desk("GET", f"/conversations/{home}"))["contact"]["id"])


def test_what_is_known_of_a_contact(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        made = await desk("POST", "/contacts", status=201, json={
            "name": "Ann", "language": "de-AT", "time_zone": "Europe/Vienna", "tags": ["b", "a", "a "], "fields": {"Order": "12", "x": ""}})
        answers.Contact.model_validate(made)
        assert made["tags"] == ["a", "b"] and made["fields"] == {"Order": "12"} and made["language"] == "de-AT"
        path = f"/contacts/{made['id']}"
        changed = await desk("PATCH", path, json={"fields": {"Order": "13"}, "blocked": True, "show_images": True, "language": ""})
        answers.ContactChanged.model_validate(changed)
        assert changed["fields"] == {"Order": "13"} and changed["blocked"] and changed["show_images"] and changed["language"] is None
        assert changed["tags"] == ["a", "b"] and changed["time_zone"] == "Europe/Vienna"
        await desk("POST", f"/undo/{changed['undo']}")
        shown = await desk("GET", path)
        assert shown["fields"] == {"Order": "12"} and not shown["blocked"] and shown["language"] == "de-AT"
        for wrong in ({"time_zone": "Mars/Base"}, {"time_zone": "../../etc/passwd"}, {"time_zone": "Europe"}, {"language": "deutsch!"},
                      {"tags": ["x" * 65]}, {"fields": {"x" * 65: "y"}}, {"fields": {"x": 1}}, {"colour": "red"}):
            await desk("PATCH", path, json=wrong, status=422)
        assert (await desk("PATCH", path, json={"tags": ["a", "b"]}))["undo"] is None
    serve(run)


def test_merging_contacts_joins_what_is_known(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        one = await desk("POST", "/contacts", status=201, json={
            "name": "A", "tags": ["x"], "fields": {"k": "1", "o": "2"}, "blocked": True})
        home = await desk("POST", "/contacts", json={"name": "B", "tags": ["y"], "fields": {"k": "9"}, "language": "fa"}, status=201)
        merged = await desk("POST", f"/contacts/{one['id']}/merge", json={"into": home["id"]})
        assert merged["tags"] == ["y", "x"] and merged["fields"] == {"k": "9", "o": "2"} and merged["blocked"]
        await desk("POST", f"/undo/{merged['undo']}")
        back = await desk("GET", f"/contacts/{home['id']}")
        assert back["tags"] == ["y"] and back["fields"] == {"k": "9"} and not back["blocked"] and back["language"] == "fa"
    serve(run)


def test_addresses_that_an_agent_does_not_see_stay(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hi", who="ann")
        ann = await _contact(desk, home)

        def hide(tx: Tx) -> None:
            row = people.ensure(tx, [Address(kind="secret", value="inner", name="")])["secret", "inner"]
            tx.run("UPDATE address SET contact_id = :ann WHERE id = :id", ann=int(ann), id=row.id)
        await desk.app.store.write(hide)
        seen = await desk("PATCH", f"/contacts/{ann}", token="agent", json={"addresses": [{"channel": "loop", "address": "ann2"}]})
        assert [a["value"] for a in seen["addresses"]] == ["ann2"]
        assert {a["value"] for a in (await desk("GET", f"/contacts/{ann}"))["addresses"]} == {"ann2", "inner"}
        await desk("PATCH", f"/contacts/{ann}", json={"addresses": [{"channel": "loop", "address": "ann2"}]})
        assert {a["value"] for a in (await desk("GET", f"/contacts/{ann}"))["addresses"]} == {"ann2"}
    serve(run)


def test_what_a_blocked_contact_writes_goes_to_spam(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        from inbox.types import Batch, RawItem

        async def comes(name: str, who: str, thread: str) -> dict[str, Any]:
            import json
            said = {"id": name, "from": who, "text": f"from {who}", "thread": thread, "at": "2026-01-01T00:00:00+00:00"}
            raw = RawItem(item=name, kind="message", data=json.dumps(said).encode(), meta={})
            taken = await desk.app.ingest.take("loop", "messages", Batch(items=(raw,), cursor="", more=False))
            assert taken[0].state == "stored", taken
            return dict(await desk("GET", f"/messages/{taken[0].message}"))
        first = await comes("i1", "spammer", "t1")
        shown = await desk("GET", f"/conversations/{first['conversation']}")
        assert shown["status"] == "open" and shown["waiting_since"]
        await desk("PATCH", f"/contacts/{shown['contact']['id']}", json={"blocked": True})
        await desk("PATCH", f"/conversations/{shown['id']}", json={"status": "closed"})
        for name, thread in (("i2", "t1"), ("i3", "t2")):
            later = await comes(name, "spammer", thread)
            shown = await desk("GET", f"/conversations/{later['conversation']}")
            assert shown["status"] == "spam" and shown["waiting_since"] is None and "blocked" in later["flags"]
            assert (await desk("GET", f"/messages/{later['id']}/explain"))["blocked"]
            noted = await desk("GET", f"/audit?target=conversation:{shown['id']}")
            assert "conversation.blocked" in [entry["action"] for entry in noted["items"]]
        other = await comes("i4", "friend", "t3")
        assert (await desk("GET", f"/conversations/{other['conversation']}"))["status"] == "open"
    serve(run)


@pytest.mark.parametrize(("one", "other", "reason"), [
    (Person("Ann", (("tel", "+4930123456", ""),)), Person("A.", (("shop", "+49 30 123456", ""),)), "same_phone"),
    (Person("Ann", (("email", "ann.lee@gmail.com", ""),)), Person("x", (("x", "@annlee", ""),)), "same_handle"),
    (Person("Ann", (("email", "ann.lee@a.example", ""),)), Person("x", (("email", "annlee+shop@b.example", ""),)), "same_handle"),
    (Person("Ann Lee", (("email", "al@work.example", ""),)), Person("LEE, Ann", (("email", "ann@work.example", ""),)), "same_name_domain"),
    (Person("Ann Lee", (("email", "al@gmail.com", ""),)), Person("Ann Lee", (("email", "ann@gmail.com", ""),)), "same_name"),
    (Person("علي رضايي", (("tel", "+981", ""),)), Person("علی رضایی", (("x", "ali", ""),)), "same_name"),
    (Person("Ann", (("email", "info@a.example", ""),)), Person("Ann", (("email", "info@b.example", ""),)), None),
    (Person("Ann", (("email", "ann@a.example", ""),)), Person("Bob", (("email", "bob@a.example", ""),)), None),
    (Person("", ()), Person("", ()), None),
])
def test_why_two_may_be_the_same(one: Person, other: Person, reason: str | None) -> None:
    assert why(one, other) == reason == why(other, one)


def test_duplicates_that_an_agent_may_see(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, _ = await desk.said("hi", who="ann_lee")
        mine = await _contact(desk, home)

        def more(tx: Tx) -> None:
            for name, kind, value in (("Ann", "email", "ann_lee@a.example"), ("Ann_Lee", "email", "zoe@a.example"),
                                      ("%", "email", "annxlee@b.example")):
                contacts.create(tx, desk_actor(), name=name, addresses=[Address(kind=kind, value=value, name="")])
        await desk.app.store.write(more)
        await desk.said("psst", channel="secret", who="annlee")
        found = await desk("GET", f"/contacts/{mine}/duplicates")
        desk_answers.Duplicates.model_validate(found)
        assert {(one["contact"]["name"], one["why"]) for one in found["items"]} >= {("Ann", "same_handle")}
        assert all(one["contact"]["name"] != "%" for one in found["items"])
        named = {one["contact"]["name"] for one in found["items"]}
        assert "Annlee" in named
        theirs = {one["contact"]["name"] for one in (await desk("GET", f"/contacts/{mine}/duplicates", token="agent"))["items"]}
        assert theirs == named - {"Annlee"}
    serve(run)


def desk_actor() -> Any:
    from inbox.store.acts import SYSTEM
    return SYSTEM


def test_everything_that_was_said_with_a_contact(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        one, _ = await desk.said("a", who="ann")
        two, _ = await desk.said("b", who="ann", channel="other")
        await desk.said("secret", who="ann", channel="secret")
        await desk.said("not hers", who="bob")
        await desk.said("c", who="ann", conversation=one)
        path = f"/contacts/{await _contact(desk, one)}/messages"
        assert [m["text"] for m in (await desk("GET", path))["items"]] == ["a", "b", "secret", "c"]
        assert [m["text"] for m in (await desk("GET", path, token="agent"))["items"]] == ["a", "b", "c"]
        newest = await desk("GET", f"{path}?limit=2")
        older = await desk("GET", f"{path}?limit=2&cursor={newest['next']}")
        assert [m["text"] for m in older["items"] + newest["items"]] == ["a", "b", "secret", "c"] and older["next"] is None
        assert two
    serve(run)


def test_out_and_gone(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        home, message = await desk.said("my words", who="ann")
        ann = await _contact(desk, home)
        await desk("POST", f"/conversations/{home}/messages", json={"kind": "note", "text": "look"}, status=202)
        found = await desk("GET", f"/contacts/{ann}/export")
        desk_answers.Exported.model_validate(found)
        assert found["messages"][0]["text"] == "my words" and found["contacts"][0]["tags"] == []
        await desk("GET", f"/contacts/{ann}/export", token="agent", status=403)
        await desk("POST", f"/contacts/{ann}/erase", token="agent", status=403)
        gone = await desk("POST", f"/contacts/{ann}/erase")
        desk_answers.Erased.model_validate(gone)
        assert gone["messages"] == 2 and gone["conversations"] == 1
        for path in (f"/contacts/{ann}", f"/contacts/{ann}/export", f"/messages/{message}", f"/conversations/{home}"):
            await desk("GET", path, status=404)
        await desk("POST", f"/contacts/{ann}/erase", status=404)
    serve(run)
