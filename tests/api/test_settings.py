"""One's own name and settings: defaults, what is refused, what a change leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inbox.api.settings import complete
from inbox.store.base import Tx


def test_every_setting_has_a_default_and_a_change_leaves_the_others(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        me = await desk("GET", "/me", token="agent")
        settings = me["settings"]
        assert settings["undo_seconds"] == 10 and settings["theme"] == "auto" and settings["notify"]["mine"] is True
        assert settings["keys"] == {} and settings["guards"]["attachment"] is True and me["time_zone"] is None and me["teams"] == []
        changed = await desk("PATCH", "/me", token="agent", json={
            "name": " Ada  Lovelace ",
            "settings": {"theme": "dark", "time_zone": "Asia/Tehran", "notify": {"sound": True, "quiet_from": "22:00"}}})
        assert changed["name"] == "Ada Lovelace" and changed["time_zone"] == "Asia/Tehran"
        assert changed["settings"] == {**settings, "theme": "dark", "time_zone": "Asia/Tehran",
                                       "notify": {**settings["notify"], "sound": True, "quiet_from": "22:00"}}
        again = await desk("PATCH", "/me", token="agent", json={"settings": {"notify": {"mine": False, "quiet_from": None}}})
        assert again["settings"]["notify"] == {**settings["notify"], "sound": True, "mine": False}
        assert again["settings"]["theme"] == "dark" and again == await desk("GET", "/me", token="agent")
        assert (await desk("GET", "/me"))["settings"] == settings, "nobody else's settings changed"
        audited = [one["action"] for one in (await desk("GET", "/audit"))["items"]]
        assert "agent.change" in audited
    serve(run)


def test_shortcuts_are_given_as_a_whole(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        keys = {"close": "e", "palette": "mod+k", "note": ""}
        assert (await desk("PATCH", "/me", json={"settings": {"keys": keys}}))["settings"]["keys"] == keys
        assert (await desk("PATCH", "/me", json={"settings": {"keys": {"close": "x"}}}))["settings"]["keys"] == {"close": "x"}
    serve(run)


BAD: list[Any] = [
    {"unknown": 1}, {"theme": "pink"}, {"undo_seconds": 7}, {"undo_seconds": None}, {"theme": None}, {"time_zone": "Mars/Base"},
    {"time_zone": "../../etc/passwd"}, {"time_zone": "Europe"}, {"notify": {"volume": 2}}, {"notify": {"volume": "NaN"}},
    {"notify": {"quiet_from": "25:00"}}, {"notify": {"more": 1}}, {"notify": None}, {"guards": {"attachment": None}},
    {"keys": {"a b": "x"}}, {"keys": {"close": "x\n"}}, {"keys": {"close": "x" * 41}}, {"keys": {f"a{n}": "x" for n in range(201)}},
    {"locale": "x\x00"}, {"locale": "../en"}, {"single_keys": "perhaps"}, []]


def test_what_is_no_setting_is_named_and_changes_nothing(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        before = await desk("GET", "/me")
        for settings in BAD:
            refused = await desk("PATCH", "/me", json={"name": "Other", "settings": settings}, status=422)
            assert refused["errors"][0]["field"].startswith("settings"), settings
        assert await desk("GET", "/me") == before
    serve(run)


def test_a_name_is_not_null_and_the_page_must_show_its_token(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        await desk("PATCH", "/me", json={"name": None}, status=422)
        await desk("PATCH", "/me", json={"name": ""}, status=422)
        await desk("PATCH", "/me", token=None, json={}, status=401)
    serve(run)


def test_teams_are_named(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        def team(tx: Tx) -> None:
            made = tx.insert("team", name="Shipping", created_at=tx.now)
            tx.put("team_member", team_id=made, agent_id=2)
        await desk.app.store.write(team)
        assert [one["name"] for one in (await desk("GET", "/me", token="agent"))["teams"]] == ["Shipping"]
        assert (await desk("GET", "/me"))["teams"] == []
    serve(run)


def test_settings_of_another_version_do_no_harm() -> None:
    found = complete({"theme": "dark", "flavour": "mint", "undo_seconds": 7, "notify": {"mine": False, "smell": True}})
    assert found["theme"] == "dark" and found["undo_seconds"] == 10 and found["notify"]["mine"] is True and "flavour" not in found
