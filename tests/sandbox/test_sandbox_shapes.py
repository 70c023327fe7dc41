"""The stand-ins' answers have the shapes of the providers' own specification and of recordings of the real service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from oauthlib.oauth1 import Client as Signer  # type: ignore[import-untyped]  # ships no types
from yarl import URL

from inbox.sandbox.stage import Stage

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


def answers(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value has the type that the schema says (the parts that this specification uses)."""
    if value is None:
        return bool(schema.get("nullable"))
    kinds: dict[str, type] = {"string": str, "integer": int, "array": list, "object": dict}
    fits = isinstance(value, kinds[schema["type"]]) if "type" in schema else True
    return fits and ("enum" not in schema or value in schema["enum"])


def test_a_message_is_what_twilios_specification_says(on_stage: Any) -> None:
    spec = json.loads((SAMPLES / "twilio_oai" / "twilio_api_v2010.json").read_text(encoding="utf-8"))
    schemas = spec["components"]["schemas"]
    message = schemas["api.v2010.account.message"]["properties"]
    listed = spec["paths"]["/2010-04-01/Accounts/{AccountSid}/Messages.json"]["get"]["responses"]["200"]
    envelope = listed["content"]["application/json"]["schema"]["properties"]

    async def play(stage: Stage, control: Any) -> None:
        await control.say("sms", "+15005551111", "Hallo", attachments=[{"name": "a.txt", "data": "aGk="}])
        given = stage.ready()["twilio"]
        headers = {"Authorization": aiohttp.encode_basic_auth(given["account_sid"], given["auth_token"])}
        path = f"/2010-04-01/Accounts/{given['account_sid']}/Messages.json"
        async with aiohttp.ClientSession(given["url"], headers=headers) as session:
            async with session.post(path, data={"To": "+15005551111", "From": "+15005550006", "Body": "x"}) as answer:
                made = await answer.json()
            async with session.get(path, params={"PageSize": "1"}) as answer:
                page = await answer.json()
        assert set(page) == set(envelope) and page["next_page_uri"]
        for shown in (made, *page["messages"]):
            assert set(shown) == set(message)
            for name, schema in message.items():
                resolved = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
                assert answers(resolved, shown[name]), (name, shown[name])
    on_stage(play)


@pytest.mark.parametrize(("recording", "path"), [("get_me", "/2/users/me"), ("get_users_tweets", "/2/users/ME/tweets"),
                                                 ("get_user", "/2/users/by/username/shop")])
def test_x_answers_as_it_was_recorded(on_stage: Any, recording: str, path: str) -> None:
    import yaml
    text = (SAMPLES / "tweepy_cassettes" / f"test_asyncclient_{recording}.yaml").read_text(encoding="utf-8")
    response = yaml.safe_load(text)["interactions"][0]["response"]
    recorded = json.loads(response["body"]["string"])

    async def play(stage: Stage, control: Any) -> None:
        given = stage.ready()["x"]
        signer = Signer(given["api_key"], given["api_secret"], given["access_token"], given["access_token_secret"])

        async def ask(path: str, method: str = "GET", body: Any = None) -> tuple[dict[str, Any], Any]:
            url, headers, _ = signer.sign(given["url"] + path, method)
            async with session.request(method, URL(url, encoded=True), headers=headers, json=body) as answer:
                return await answer.json(), answer.headers
        async with aiohttp.ClientSession() as session:
            me = (await ask("/2/users/me"))[0]["data"]["id"]
            for number in range(11):
                await ask("/2/tweets", "POST", {"text": f"Post {number}"})
            answer, headers = await ask(path.replace("ME", me))
        assert shape(answer) == shape(recorded)
        names = {name.lower() for name in response["headers"]}
        assert {name for name in names if name.startswith("x-rate-limit")} <= {name.lower() for name in headers}
    on_stage(play)


def shape(value: Any) -> Any:
    """The names and types in a JSON value; of a list, those of its first element."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else type(value).__name__
