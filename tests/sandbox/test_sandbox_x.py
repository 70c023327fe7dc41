"""The X stand-in, driven by tweepy's asynchronous client with the host changed."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
import tweepy
from oauthlib.oauth1 import Client as Signer  # type: ignore[import-untyped]  # ships no types
from tweepy.asynchronous import AsyncClient
from yarl import URL

from inbox.sandbox.stage import Stage
from inbox.sandbox.x_shapes import shortened, weight

FIELDS = ["created_at", "conversation_id", "in_reply_to_user_id", "referenced_tweets", "author_id", "entities",
          "attachments", "edit_history_tweet_ids", "lang", "note_tweet"]
DM_FIELDS = ["created_at", "sender_id", "dm_conversation_id", "attachments"]
PICTURE = {"name": "a.png", "media_type": "image/png", "data": base64.b64encode(b"PNG!").decode()}


class _Redirected(AsyncClient):  # type: ignore[misc]  # tweepy ships no types
    """tweepy fixes the host inside `request`, so the request is made here; what it makes of answers stays its own."""

    def __init__(self, url: str, **credentials: str) -> None:
        super().__init__(**credentials)
        self.url = url

    async def request(self, method: str, route: str, params: Any = None, json: Any = None, user_auth: bool = False) -> Any:
        url = str(URL(self.url + route).with_query(sorted((params or {}).items())))
        headers = {"Authorization": f"Bearer {self.bearer_token}"}
        if user_auth:
            url, headers, _ = Signer(self.consumer_key, self.consumer_secret, self.access_token,
                                     self.access_token_secret).sign(url, method)
        async with self.session.request(method, URL(url, encoded=True), json=json, headers=headers) as response:
            await response.read()
        if response.status < 300:
            return response
        kind = {400: tweepy.BadRequest, 401: tweepy.Unauthorized, 403: tweepy.Forbidden, 404: tweepy.NotFound,
                429: tweepy.TooManyRequests}.get(response.status, tweepy.TwitterServerError)
        raise kind(response, response_json=await response.json())


@contextlib.asynccontextmanager
async def client(stage: Stage, **other: str) -> AsyncIterator[AsyncClient]:
    given = stage.ready()["x"]
    credentials = {"consumer_key": given["api_key"], "consumer_secret": given["api_secret"],
                   "access_token": given["access_token"], "access_token_secret": given["access_token_secret"], **other}
    tweeting = _Redirected(given["url"], **credentials)
    async with aiohttp.ClientSession() as session:
        tweeting.session = session
        yield tweeting


async def mentions(x: AsyncClient, **more: Any) -> Any:
    me = (await x.get_me()).data
    return await x.get_users_mentions(me.id, user_auth=True, tweet_fields=FIELDS, expansions=[
        "author_id", "referenced_tweets.id", "attachments.media_keys"], media_fields=["url"], **more)


def test_a_mention_and_its_answer(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with client(stage) as x:
            first = await control.say("x", "@ann", "Where's my order? <3 & https://shop.example/o/1?a=b.", attachments=[PICTURE])
            (post,) = (answer := await mentions(x)).data
            assert str(post.id) == first == str(post.conversation_id)
            assert post.text.startswith("@shop Where's my order? &lt;3 &amp; https://t.co/") and post.text.endswith(".")
            assert post.entities["urls"][0]["expanded_url"] == "https://shop.example/o/1?a=b"
            assert answer.includes["users"][0].username == "ann" and answer.includes["media"][0].url
            async with x.session.get(answer.includes["media"][0].url) as picture:
                assert await picture.read() == b"PNG!"
            made = await x.create_tweet(text="Sent today!", in_reply_to_tweet_id=first)
            (item,) = await control.received("x")
            assert item["to"] == "@ann" and item["external_id"] == made.data["id"] and item["reply_to"] == first
            assert item["params"]["reply"] == {"in_reply_to_tweet_id": first}
            thanks = await control.say("x", "@ann", "Thanks!", reply_to=made.data["id"])
            (post,) = (answer := await mentions(x, since_id=first)).data
            assert str(post.id) == thanks and post.referenced_tweets[0].type == "replied_to"
            assert str(post.conversation_id) == first and answer.includes["tweets"][0].text == "Sent today!"
            me = (await x.get_me()).data
            assert [str(one.id) for one in (await x.get_users_tweets(me.id, user_auth=True)).data] == [made.data["id"]]
            with pytest.raises(tweepy.Forbidden, match="duplicate content"):
                await x.create_tweet(text="Sent today!", in_reply_to_tweet_id=first)
    on_stage(play)


def test_who_has_not_summoned_us_is_not_answered(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with client(stage) as x:
            post = await control.say("x", "@ann", "Fine weather", mention=False)
            assert (await mentions(x)).data is None
            with pytest.raises(tweepy.Forbidden, match="not been mentioned"):
                await x.create_tweet(text="Indeed", in_reply_to_tweet_id=post)
            with pytest.raises(tweepy.Forbidden, match="too long"):
                await x.create_tweet(text="長" * 141)
            with pytest.raises(tweepy.Forbidden, match="deleted"):
                await x.create_tweet(text="x", in_reply_to_tweet_id="123")
            assert await control.received() == []
    on_stage(play)


def test_long_posts_and_lost_parents(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with client(stage) as x:
            await control.say("x", "@ann", "word " * 80, reply_to="123")
            (post,) = (answer := await mentions(x)).data
            assert len(post.text) == 280 and post.note_tweet["text"] == "@shop " + "word " * 80
            assert answer.errors[0]["resource_id"] == "123"
            gone = await x.get_tweet("123", user_auth=True)
            assert gone.data is None and gone.errors[0]["title"] == "Not Found Error"
    on_stage(play)


def test_pages_lose_and_double_nothing(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with client(stage) as x:
            posts = [await control.say("x", "@ann", str(number)) for number in range(12)]
            seen, token = [], None
            while True:
                answer = await mentions(x, max_results=5, since_id=posts[0], pagination_token=token)
                seen += [str(post.id) for post in answer.data]
                await control.say("x", "@ben", "meanwhile")
                if not (token := answer.meta.get("next_token")):
                    break
            assert seen == posts[:0:-1]
            with pytest.raises(tweepy.BadRequest, match="not between 5 and 100"):
                await mentions(x, max_results=4)
    on_stage(play)


def test_news_comes_twice_and_out_of_order(on_stage: Any, until: Callable[..., Any]) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with client(stage) as x:
            await control.fault("x", "duplicate")
            twice = await control.say("x", "@ann", "1")
            assert [str(post.id) for post in (await mentions(x)).data] == [twice, twice]
            await control.fault("x", "reorder")
            late = await control.say("x", "@ann", "2")
            assert (await mentions(x, since_id=twice)).data is None
            early = await control.say("x", "@ann", "3", reply_to=late)
            assert [str(post.id) for post in (await mentions(x, since_id=twice)).data] == [late, early]
            after = await control.say("x", "@ann", "4")
            assert [str(post.id) for post in (await mentions(x, since_id=late)).data] == [after]  # nothing comes below
            await control.fault("x", "reorder")
            alone = await control.say("x", "@ann", "hello", direct=True)
            await until(lambda: stage.x._directs)  # nothing overtakes it, and it comes nevertheless
            assert [str(one.id) for one in (await x.get_direct_message_events()).data] == [alone]
            with pytest.raises(tweepy.BadRequest):
                await mentions(x, since_id="abc")
    on_stage(play)


def test_direct_messages(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with client(stage) as x:
            first = await control.say("x", "@ann", "My address is …", direct=True, attachments=[PICTURE])
            answer = await x.get_direct_message_events(dm_event_fields=DM_FIELDS, expansions="sender_id")
            (event,) = answer.data
            assert str(event.id) == first and event.text == "My address is …"
            assert answer.includes["users"][0].username == "ann"
            made = await x.create_direct_message(dm_conversation_id=event.dm_conversation_id, text="Thank you")
            again = await x.create_direct_message(participant_id=event.sender_id, text="Anything else?")
            assert made.data["dm_conversation_id"] == again.data["dm_conversation_id"] == event.dm_conversation_id
            second = await control.say("x", "@ann", "No", reply_to=again.data["dm_event_id"])
            ids = [str(one.id) for one in (await x.get_direct_message_events()).data]
            assert ids == [second, again.data["dm_event_id"], made.data["dm_event_id"], first]
            page = await x.get_direct_message_events(dm_conversation_id=event.dm_conversation_id, max_results=3)
            assert [str(one.id) for one in page.data] == ids[:3] and page.meta["next_token"]
            assert [item["kind"] for item in await control.received("x")] == ["direct", "direct"]
            await control.say("x", "@closed_dms", "public only")
            stranger = (await mentions(x)).includes["users"][0]
            with pytest.raises(tweepy.Forbidden, match="permission to DM"):
                await x.create_direct_message(participant_id=stranger.id, text="Hello")
    on_stage(play)


def test_strangers_and_limits(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        for wrong in ({"consumer_key": "no"}, {"consumer_secret": "no"}, {"access_token_secret": "no"}):
            async with client(stage, **wrong) as stranger:
                with pytest.raises(tweepy.Unauthorized):
                    await stranger.get_me()
        stage.x._limits = {"GET /2/users/me": 2}
        async with client(stage) as x:
            await x.get_me()
            await x.get_me()
            with pytest.raises(tweepy.TooManyRequests) as caught:
                await x.get_me()
            assert caught.value.response.headers["x-rate-limit-remaining"] == "0"
            assert int(caught.value.response.headers["x-rate-limit-reset"]) > 1_700_000_000
    on_stage(play)


def test_x_breaks_as_told(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with client(stage) as x:
            await control.fault("x", "429")
            with pytest.raises(tweepy.TooManyRequests) as limited:
                await x.get_me()
            assert "x-rate-limit-reset" not in limited.value.response.headers
            await control.fault("x", "429", retry_after=3)
            with pytest.raises(tweepy.TooManyRequests) as limited:
                await x.get_me()
            assert "x-rate-limit-reset" in limited.value.response.headers
            await control.fault("x", "500")
            with pytest.raises(tweepy.TwitterServerError):
                await x.get_me()
            await control.fault("x", "html")
            with pytest.raises(aiohttp.ContentTypeError):
                await x.get_me()
            await control.fault("x", "drop")
            with pytest.raises(aiohttp.ClientError):
                await x.create_tweet(text="one")
            assert await control.received() == []
            await control.fault("x", "die_after_accept")
            await x.get_me()  # takes nothing, so it meets nothing
            with pytest.raises(aiohttp.ClientError):
                await x.create_tweet(text="two")
            assert [item["text"] for item in await control.received("x")] == ["two"]
            await control.fault("x", "hang")
            hung = asyncio.create_task(x.create_tweet(text="three"))
            done, _ = await asyncio.wait([hung], timeout=0.3)
            assert not done
            await control.mend()
            with pytest.raises(aiohttp.ClientError):
                await hung
            assert (await x.get_me()).data.username == "shop"
    on_stage(play)


def test_refresh_tokens_work_once(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        given = stage.ready()["x"]
        auth = {"Authorization": aiohttp.encode_basic_auth(given["client_id"], given["client_secret"])}
        async with aiohttp.ClientSession(given["url"]) as session:
            async def token(**form: str) -> tuple[int, dict[str, Any]]:
                async with session.post("/2/oauth2/token", data=form, headers=auth) as answer:
                    return answer.status, await answer.json()
            async with session.get("/i/oauth2/authorize", allow_redirects=False, params={
                    "client_id": given["client_id"], "redirect_uri": "http://127.0.0.1:1/back", "state": "s",
                    "code_challenge": "verifier", "code_challenge_method": "plain", "scope": "tweet.read"}) as agreed:
                back = parse_qs(urlsplit(agreed.headers["Location"]).query)
            assert back["state"] == ["s"]
            code = {"grant_type": "authorization_code", "code": back["code"][0], "code_verifier": "verifier"}
            status, first = await token(**code)
            assert status == 200 and first["token_type"] == "bearer"
            assert (await token(**code))[0] == 400
            status, second = await token(grant_type="refresh_token", refresh_token=first["refresh_token"])
            assert status == 200
            async with client(stage, bearer_token=second["access_token"]) as x:
                assert (await x.get_me(user_auth=False)).data.username == "shop"
                status, _ = await token(grant_type="refresh_token", refresh_token=first["refresh_token"])
                assert status == 400
                with pytest.raises(tweepy.Unauthorized):  # a token that came twice ends the whole grant
                    await x.get_me(user_auth=False)
    on_stage(play)


@pytest.mark.parametrize(("text", "length"), [
    ("hello", 5), ("長い", 4), ("سلام", 4), ("👩‍👩‍👧", 2), ("👍🏽", 2), ("🇲🇳", 2),
    ("see https://example.com/a/very/long/path?x=1 ok", 30)])
def test_weights(text: str, length: int) -> None:
    assert weight(text) == length


def test_two_equal_links_have_two_places() -> None:
    text, urls = shortened("https://a.example/1 and https://a.example/1")
    assert [text[url["start"]:url["end"]] for url in urls] == [urls[0]["url"]] * 2 and urls[0]["start"] != urls[1]["start"]
