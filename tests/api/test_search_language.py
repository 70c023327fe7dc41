"""The search field: each operator, what is left out, hints, and who may find what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from inbox.api import answers
from inbox.store import messages, people, search
from inbox.store.base import Tx
from inbox.types import Address

BOTH = True
DAY = 86_400_000_000
AT = 1_760_000_000_000_000  # 2025-10-09T08:53:20Z


async def ids(desk: Any, q: str, more: str = "status=all", token: str = "admin") -> list[int]:
    answer = await desk("GET", f"/conversations?{more}&q={quote(q)}", token=token)
    answers.Conversations.model_validate(answer)
    return sorted(int(one["id"]) for one in answer["items"])


@pytest.mark.parametrize("dearer", [0.0, 1e9], ids=["index", "walk"])
def test_every_page_has_what_is_older_whichever_way_it_is_found(
        serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch, dearer: float) -> None:
    monkeypatch.setattr(search, "DEARER", dearer)

    async def run(desk: Any) -> None:
        said = [(await desk.said(f"common {'seldom' if n < 9 else 'lately'} word", who=f"w{n}", at=AT + n))[0] for n in range(16)]
        for q, expected in {"common": said, "seldom": said[:9], "lat": said[9:], '"seldom word"': said[:9],
                            "from:w1": [said[1], *said[10:]]}.items():
            found, path = [], f"/conversations?status=all&limit=3&q={quote(q)}"
            while path:
                page = await desk("GET", path)
                found += [int(one["id"]) for one in page["items"]]
                path = page["next"] and f"/conversations?status=all&limit=3&q={quote(q)}&cursor={page['next']}"
            assert found == expected[::-1], q
    serve(run)


def test_each_operator(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        file = messages.File(name="shoe.png", media_type="image/png", size=1, sha="")
        a, _ = await desk.said("my red shoes are broken", who="ann", at=AT)
        b, _ = await desk.said("red invoice and shoes", who="bob", channel="other", at=AT + DAY, files=[file])
        c, _ = await desk.said("جزئیات كتاب ۱۲۳", who="cyrus", at=AT + 2 * DAY)
        ada = (await desk("GET", "/agents"))["items"][1]["id"]
        team = (await desk("POST", "/teams", json={"name": "Second Line", "members": [ada]}, status=201))["id"]
        await desk("PATCH", f"/conversations/{a}", json={"assignee": ada, "tags": ["VIP", "late"]})
        await desk("PATCH", f"/conversations/{b}", json={"team": team, "status": "closed"})
        await desk("POST", f"/conversations/{c}/messages", json={"kind": "note", "text": "secretly a red herring"}, status=202)
        await desk("POST", f"/conversations/{a}/messages", json={"text": "Sorry to hear", "to": ["carol"]}, status=202)
        wanted = {
            "from:ann": [a], "from:cyr": [c], "-from:ann": [b, c], "to:carol": [a], "to:ann": [], "from:me": [a, c], "from:nobody": [],
            "channel:other": [b], "-channel:OTHER": [a, c], "channel:gone": [], "assignee:me": [], "assignee:none": [b, c],
            "assignee:ada": [a], "-assignee:ada": [b, c], "assignee:zoe": [], "tag:vip": [a], "-tag:vip": [b, c], "tag:vi": [],
            "team:second": [b], "team:line": [b], "-team:second": [a, c], "team:none": [a, c], "is:closed": [b], "-is:closed": [a, c],
            "is:open is:closed": [a, b, c], "is:unread": [a, b, c], "-is:unread": [], "is:waiting": [b, c], "-is:waiting": [a],
            "is:failed": [], "-is:uncertain": [a, b, c], "has:attachment": [b], "-has:attachment": [a, c], "in:notes": [c],
            "in:notes herring": [c], "in:notes shoes": [], "red shoes": [a, b], '"red shoes"': [a], '-"red shoes"': [b, c],
            "shoes -invoice": [a], "red from:bob": [b], "red": [a, b, c], "red -in:notes": [a, b], "کتاب 123": [c],
            "red shoes tag:vip from:ann": [a], "has:attachment from:bob before:2026": [b], "has:attachment from:ann": [],
            "before:2025-10-10": [a], "after:2025-10-10 before:2025-10-11": [b], "after:2025-10-11": [a, c], "foo:bar": [], "-": []}
        for q, expected in wanted.items():
            assert await ids(desk, q) == expected, q
        assert await ids(desk, "-is:open", "") == [] == await ids(desk, "is:closed -is:closed", "sort=oldest_waiting")
        assert await ids(desk, "red", "") == [a, c] and await ids(desk, "red", "sort=oldest_waiting") == [a, c]
        assert await ids(desk, "after:2025-10-09 before:2025-10-10", "status=all&tz=Asia/Tokyo") == [a]
        assert await ids(desk, "before:2025-10-09", "status=all&tz=Pacific/Pago_Pago") == [a]
        assert await ids(desk, "before:2025-10-09", "status=all&tz=Pacific/Kiritimati") == []
        for bad in ("q=is:odd", "q=after:soon", "tz=Mars/Base", "q=has:x", "tz=../etc"):
            problem = await desk("GET", f"/conversations?{bad}", status=422)
            assert problem["errors"][0]["field"] in ("q", "tz"), bad
    serve(run)


def test_a_name_is_found_however_it_is_written(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        def keep(tx: Tx) -> list[int]:
            made = []
            for n, name in enumerate(("کیوان یزدی", "Jürgen Müller", "東京 太郎")):
                sender = Address(kind="loopback", value=f"p{n}", name=name)
                row = people.ensure(tx, [sender])["loopback", sender.value]
                home = messages.create_conversation(tx, channel="loop", ours="loopback:us", subject="s", contact=row.contact_id, at=tx.now)
                messages.add(tx, messages.New(conversation=home, channel="loop", text="hello", at=tx.now, sent_at=tx.now,
                                              received_at=tx.now, direction="in", people={"from": [sender]}, ours="loopback:us"))
                made.append(home)
            return made
        a, b, c = await desk.app.store.write(keep)
        for q, home in (("from:كيوان", a), ("from:\"کیوان یزدی\"", a), ("from:muller", b), ("from:MÜLL", b), ("from:東京", c)):
            assert await ids(desk, q) == [home], q
        assert await ids(desk, "zzfmuller") == [b] and await ids(desk, "from:hello") == []
    serve(run)


def test_an_empty_answer_says_what_to_leave_out(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        for n in range(3):
            await desk.said(f"red shoes {n}", who="ann")
        other, _ = await desk.said("blue", who="bob")
        await desk("PATCH", f"/conversations/{other}", json={"tags": ["vip"]})
        answer = await desk("GET", "/conversations?q=" + quote("shoes tag:vip from:ann"))
        answers.Conversations.model_validate(answer)
        assert answer == {"items": [], "next": None, "hints": [{"without": "tag:vip", "found": 3}]}
        answer = await desk("GET", "/conversations?q=" + quote("shoes tag:vip"))
        assert answer["hints"] == [{"without": "tag:vip", "found": 3}, {"without": "shoes", "found": 1}]
        assert (await desk("GET", "/conversations?q=nothing"))["hints"] == []
        assert "hints" not in await desk("GET", "/conversations?q=blue")
    serve(run)


def test_nothing_hidden_is_found_counted_or_hinted_at(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        secret, _ = await desk.said("red shoes for the boss", channel="secret", who="vip")
        mixed, _ = await desk.said("plain words", who="ann")
        await desk.said("a hidden word: pineapple", channel="secret", who="vip", conversation=mixed)
        await desk.said("on the open channel again", who="ann", conversation=mixed)
        await desk("PATCH", f"/conversations/{secret}", json={"tags": ["gold"]})
        for q, everybody in (("shoes", [secret]), ("pineapple", [mixed]), ("from:vip", [secret, mixed]), ("tag:gold", [secret])):
            assert await ids(desk, q) == everybody and await ids(desk, q, token="agent") == [], q
        assert await ids(desk, "-pineapple") == [secret] and await ids(desk, "-pineapple", token="agent") == [mixed]
        assert await ids(desk, "-from:vip", token="agent") == [mixed] and await ids(desk, "is:open", token="agent") == [mixed]
        assert (await desk("GET", "/conversations?q=" + quote("pineapple channel:secret"), token="agent"))["hints"] == []
        assert (await desk("GET", "/conversations?q=" + quote("words tag:gold"), token="agent"))["hints"] == [
            {"without": "tag:gold", "found": 1}]
    serve(run)
