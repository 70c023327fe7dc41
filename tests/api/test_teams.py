"""Teams, what lies on whose desk, and agents who are named in notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inbox.api import answers
from inbox.api.teams import Team, Teams

BOTH = True


def test_teams_and_their_conversations(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        boss, ada = (one["id"] for one in (await desk("GET", "/agents"))["items"])
        team = await desk("POST", "/teams", json={"name": "Returns", "members": [ada, boss, ada]}, status=201)
        Team.model_validate(team)
        assert team["members"] == [boss, ada]
        assert (await desk("POST", "/teams", json={"name": "Returns"}, status=409))["code"] == "name"
        await desk("POST", "/teams", json={"name": "Other", "members": ["999"]}, status=404)
        await desk("POST", "/teams", json={"name": "Other", "members": ["x"]}, status=404)
        assert (await desk("POST", "/teams", token="agent", json={"name": "Mine"}, status=403))["code"] == "admin_only"
        Teams.model_validate(await desk("GET", "/teams", token="agent"))
        a, _ = await desk.said("one", who="ann")
        secret, _ = await desk.said("two", channel="secret", who="vip")
        for one in (a, secret):
            done = await desk("PATCH", f"/conversations/{one}", json={"team": team["id"]})
            answers.ConversationChanged.model_validate(done)
            assert done["team"] == {"id": team["id"], "name": "Returns"} and done["undo"]
        for token, seen in (("admin", [a, secret]), ("agent", [a])):
            found = (await desk("GET", f"/conversations?team={team['id']}", token=token))["items"]
            assert sorted(int(one["id"]) for one in found) == seen
            assert (await desk("GET", "/conversations/counts", token=token))["teams"] == {team["id"]: len(seen)}
        assert (await desk("GET", "/conversations?team=none"))["items"] == []
        undone = await desk("PATCH", f"/conversations/{a}", json={"team": None})
        assert undone["team"] is None
        await desk("POST", f"/undo/{undone['undo']}")
        assert (await desk("GET", f"/conversations/{a}"))["team"]["id"] == team["id"]
        assert (await desk("PATCH", f"/conversations/{a}", json={"team": "999"}, status=422))["errors"][0]["field"] == "team"
        renamed = await desk("PATCH", f"/teams/{team['id']}", json={"name": "Claims", "members": [ada]})
        assert renamed == {"id": team["id"], "name": "Claims", "members": [ada]}
        assert (await desk("PATCH", f"/teams/{team['id']}", json={"members": None}, status=422))["errors"]
        await desk("DELETE", f"/teams/{team['id']}", status=204)
        assert (await desk("GET", f"/conversations/{a}"))["team"] is None and (await desk("GET", "/teams"))["items"] == []
        await desk("GET", f"/teams/{team['id']}", status=404)
        events = await desk.app.store.read(lambda rows: rows.all("SELECT data FROM event WHERE kind = 'team.updated'"))
        assert len(events) == 3
    serve(run)


def test_agents_have_what_lies_on_their_desk(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        boss = (await desk("GET", "/agents"))["items"][0]["id"]
        team = (await desk("POST", "/teams", json={"name": "Returns", "members": [boss]}, status=201))["id"]
        for channel in ("loop", "secret"):
            one, _ = await desk.said(f"hello {channel}", channel=channel, who="ann")
            await desk("PATCH", f"/conversations/{one}", json={"assignee": boss})
        for token, load in (("admin", 2), ("agent", 1)):
            page = await desk("GET", "/agents", token=token)
            answers.Agents.model_validate(page)
            assert [(one["open"], one["teams"], one["online"]) for one in page["items"]] == [(load, [team], False), (0, [], False)]
    serve(run)


def test_who_is_named_in_a_note_hears_of_it_until_they_have_read_it(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        ada = (await desk("GET", "/agents"))["items"][1]["id"]
        a, _ = await desk.said("one", who="ann")
        b, _ = await desk.said("two", who="bob")
        note = await desk("POST", f"/conversations/{a}/messages", status=202,
                          json={"kind": "note", "text": "@Ada please look", "mentions": [ada, ada]})
        events = await desk.app.store.read(lambda rows: rows.all("SELECT * FROM event WHERE kind = 'agent.mentioned'"))
        assert len(events) == 1 and events[0].conversation_id == a and events[0].channel == "loop" and f'"{ada}"' in events[0].data

        async def named(query: str = "mentions=me", token: str = "agent") -> list[str]:
            return [one["id"] for one in (await desk("GET", f"/conversations?{query}", token=token))["items"]]
        assert await named() == [str(a)] and await named(token="admin") == []
        assert (await desk("GET", "/conversations/counts", token="agent"))["mentions"] == 1
        assert (await desk("GET", f"/conversations/{a}", token="agent"))["mentioned"]
        assert not (await desk("GET", f"/conversations/{a}"))["mentioned"]
        await desk("PATCH", f"/conversations/{a}", json={"status": "closed"})
        assert await named() == [str(a)]  # wherever it is
        await desk("POST", f"/conversations/{a}/merge", json={"into": str(b)}, status=200)
        assert await named() == [str(b)]  # it goes with its note
        await desk("POST", f"/conversations/{b}/read", token="agent", json={"up_to": str(int(note["id"]) - 1)})
        assert await named() == [str(b)]
        await desk("POST", f"/conversations/{b}/read", token="agent", json={"up_to": note["id"]})
        assert await named() == [] and await named("mentions=ever") == [str(b)]
        assert (await desk("GET", "/conversations/counts", token="agent"))["mentions"] == 0
    serve(run)


def test_who_names_themselves_has_nothing_new_to_read(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        boss, ada = (one["id"] for one in (await desk("GET", "/agents"))["items"])
        home, _ = await desk.said("one", who="ann")
        await desk("POST", f"/conversations/{home}/messages", status=202,
                   json={"kind": "note", "text": "@Boss and @Ada: I call them", "mentions": [boss, ada]})
        assert (await desk("GET", "/conversations/counts"))["mentions"] == 0
        assert (await desk("GET", "/conversations/counts", token="agent"))["mentions"] == 1
        assert not (await desk("GET", f"/conversations/{home}"))["mentioned"]
        await desk("POST", f"/conversations/{home}/messages", status=202, json={"kind": "note", "text": "@Boss", "mentions": [boss]})
        events = await desk.app.store.read(lambda rows: rows.all("SELECT * FROM event WHERE kind = 'agent.mentioned'"))
        assert len(events) == 1 and f'"{boss}"' not in events[0].data
    serve(run)


def test_only_who_may_see_a_conversation_can_be_named_there(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        boss, ada = (one["id"] for one in (await desk("GET", "/agents"))["items"])
        secret, _ = await desk.said("for the boss only", channel="secret", who="vip")
        path = f"/conversations/{secret}/messages"
        for who in (ada, "999", "x"):
            problem = await desk("POST", path, json={"kind": "note", "text": "look", "mentions": [who]}, status=422)
            assert problem["errors"][0]["field"] == "mentions", who
        await desk("POST", path, json={"kind": "note", "text": "look", "mentions": [boss]}, status=202)
        assert (await desk("POST", path, json={"text": "hello", "mentions": [boss]}, status=422))["errors"]
        assert len((await desk("GET", f"/conversations/{secret}/messages"))["items"]) == 2
    serve(run)
