"""tweepy's asynchronous client, made fit: the host of api_url, the channel's session, deadlines, limits, our errors.

tweepy 4.17 fixes the host inside `request`, reads errors as JSON before it looks at the status, hides the headers and
writes the Authorization header into its debug log; so `request` is ours, and what it calls stays tweepy's.
"""

from __future__ import annotations

import asyncio
import json as _json
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from oauthlib.oauth1 import Client as Signer  # type: ignore[import-untyped]  # ships no types
from pydantic import SecretStr
from tweepy.asynchronous import AsyncClient
from yarl import URL

from inbox.connector import Context
from inbox.errors import RefusedError, TemporaryError, UncertainError

from . import facts
from .budget import Budget
from .config import XConfig
from .limits import Limits, route_of
from .refusals import refusal

logging.getLogger("oauthlib").setLevel(logging.INFO)  # its debug lines hold tokens and signatures

_TIMEOUT = aiohttp.ClientTimeout(total=25, connect=10)
_MOST = 16 * 1024 * 1024  # bytes of an answer
_SLACK = 30  # seconds by which clocks may differ before we sign with X's time

POST_FIELDS = ["created_at", "conversation_id", "in_reply_to_user_id", "referenced_tweets", "author_id", "entities",
               "attachments", "edit_history_tweet_ids", "lang", "note_tweet"]
POST_EXPANSIONS = ["author_id", "referenced_tweets.id", "attachments.media_keys"]
DM_FIELDS = ["created_at", "sender_id", "dm_conversation_id", "attachments", "referenced_tweets", "participant_ids",
             "event_type", "entities"]
DM_EXPANSIONS = ["sender_id", "attachments.media_keys"]
MEDIA_FIELDS = ["url", "preview_image_url", "type", "variants", "alt_text"]
USER_FIELDS = ["name", "username"]

Json = dict[str, Any]


class _Answer:
    """As much of a response as tweepy looks at."""

    def __init__(self, body: Json) -> None:
        self._body = body

    async def json(self) -> Json:
        return self._body


class _Client(AsyncClient):  # type: ignore[misc]  # tweepy ships no types
    def __init__(self, config: XConfig, context: Context, limits: Limits) -> None:
        super().__init__(return_type=dict)
        self._config = config
        self._context = context
        self._limits = limits
        self.headers: Mapping[str, str] = {}  # of the last answer

    async def request(self, method: str, route: str, params: Mapping[str, Any] | None = None, json: Any = None,
                      user_auth: bool = False) -> _Answer:
        """One request. Raises a ChannelError; UncertainError only of a POST."""
        name = route_of(method, route)
        self._limits.gate(name)
        self._limits.asks()
        rests = self._limits.rests
        url = URL(self._config.api_url + route)
        if params:
            url = url.with_query(sorted((key, str(value)) for key, value in params.items()))
        # oauthlib wants colons of values percent-encoded, and so the URL has to go out as it was signed
        url = URL(str(url.with_query(None)) + (f"?{url.raw_query_string.replace(':', '%3A')}" if url.query else ""), encoded=True)
        headers = {"User-Agent": self.user_agent, "Authorization": await self.authorization(method, str(url))}
        status, answered, raw = await self._exchange(method, url, headers, json)
        self.headers = answered
        self._limits.learn(name, status, answered)
        if status == 429:
            raise self._limits.refused(name, answered, rests)
        try:
            body = _json.loads(raw)
        except ValueError:
            body = None
        if not 200 <= status < 300:
            raise refusal(method, status, body)
        if not isinstance(body, dict):
            if method == "POST":
                raise UncertainError("X answered what cannot be read; whether it took the message is not known",
                                     evidence={"status": status})
            raise TemporaryError(f"X answered what cannot be read (HTTP {status})")
        return _Answer(body)

    async def authorization(self, method: str, url: str) -> str:
        """The Authorization header: a signature (OAuth 1.0a) or the user's token (OAuth 2)."""
        config = self._config
        if not config.signed:
            return f"Bearer {await self._context.token()}"
        now = self._context.now() if abs(self._limits.skew.total_seconds()) < _SLACK else self._limits.now()
        keys = (config.api_key, config.api_secret, config.access_token, config.access_token_secret)
        signer = Signer(*map(_plain, keys), timestamp=str(int(now.timestamp())))
        return str(signer.sign(url, method)[1]["Authorization"])

    async def _exchange(self, method: str, url: URL, headers: dict[str, str], body: Any) -> tuple[int, Mapping[str, str], bytes]:
        try:
            async with self._context.http.request(method, url, json=body, headers=headers, timeout=_TIMEOUT,
                                                  allow_redirects=False) as response:
                return response.status, response.headers, await whole(response, _MOST)
        except aiohttp.ClientConnectorError as error:  # no connection, so nothing was said
            raise TemporaryError(f"X cannot be reached: {type(error).__name__}") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            if method == "POST":
                raise UncertainError("the connection to X broke before its answer; it may have taken the message",
                                     evidence={"fault": type(error).__name__}) from error
            raise TemporaryError(f"X did not answer: {type(error).__name__}") from error


async def whole(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The answer's body to its end, and no more than so many bytes. (`read(n)` of a stream gives what has come so far.)"""
    try:
        return await response.content.readexactly(most)
    except asyncio.IncompleteReadError as end:
        return end.partial


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret is not None else ""


class Api:
    """The calls that this channel needs, each with the right kind of login, each read counted."""

    def __init__(self, config: XConfig, context: Context, budget: Budget) -> None:
        self.limits = Limits(context)
        self._client = _Client(config, context, self.limits)
        self._auth = {"user_auth": config.signed}  # tweepy's defaults differ from call to call
        self._budget = budget

    @property
    def headers(self) -> Mapping[str, str]:
        """Of the last answer."""
        return self._client.headers

    async def ready(self, route: str) -> None:
        """Raises what is known to stand in the way (a limit, a dead grant) before anything is sent."""
        self.limits.gate(route)
        if not self._auth["user_auth"]:
            await self._client.authorization("POST", "")

    async def authorization(self, url: str) -> str:
        """The Authorization header for a GET of media."""
        return await self._client.authorization("GET", url)

    async def me(self) -> Json:
        """Our own user."""
        return await self._user(await self._client.get_me(user_fields=USER_FIELDS, **self._auth), "our own account")

    async def named(self, handle: str) -> Json:
        """The user of a handle (without @). Raises RefusedError when there is none."""
        return await self._user(await self._client.get_user(username=handle, user_fields=USER_FIELDS, **self._auth), f"@{handle}")

    async def _user(self, answer: Json, who: str) -> Json:
        await self._budget.count(answer, price=facts.READ_USER, kind="user")
        user = answer.get("data")
        if not isinstance(user, dict) or not str(user.get("id", "")).isdigit():
            raise RefusedError("no_such_user", f"X knows no {who}")
        return user

    async def mentions(self, me: str, **params: Any) -> Json:
        """A page of the posts that mention us, newest first."""
        answer: Json = await self._client.get_users_mentions(
            me, tweet_fields=POST_FIELDS, expansions=POST_EXPANSIONS, media_fields=MEDIA_FIELDS, user_fields=USER_FIELDS,
            **params, **self._auth)
        await self._budget.count(answer, price=facts.READ_OWN_POST, kind="post")
        return answer

    async def newest_mention(self, me: str) -> Json:
        """A page of bare ids, as small as X allows."""
        answer: Json = await self._client.get_users_mentions(me, max_results=5, **self._auth)
        await self._budget.count(answer, price=facts.READ_OWN_POST, kind="post")
        return answer

    async def own_posts(self, me: str, **params: Any) -> Json:
        """A page of our own posts, newest first."""
        answer: Json = await self._client.get_users_tweets(
            me, tweet_fields=["created_at", "referenced_tweets", "note_tweet", "entities"], **params, **self._auth)
        await self._budget.count(answer, price=facts.READ_OWN_POST, kind="post")
        return answer

    async def dms(self, *, bare: bool = False, **params: Any) -> Json:
        """A page of events of direct messages, newest first. `bare`: without what belongs to them."""
        if not bare:
            params |= {"expansions": DM_EXPANSIONS, "media_fields": MEDIA_FIELDS, "user_fields": USER_FIELDS}
        answer: Json = await self._client.get_direct_message_events(
            dm_event_fields=DM_FIELDS, event_types="MessageCreate", **params, **self._auth)
        await self._budget.count(answer, price=facts.READ_DM, kind="dm")
        return answer

    async def post(self, text: str, answers: str) -> Json:
        """A public post, in answer to one."""
        return self._made(await self._client.create_tweet(text=text, in_reply_to_tweet_id=answers or None, **self._auth), "id")

    async def direct(self, text: str, *, conversation: str = "", participant: str = "") -> Json:
        """A direct message into a conversation, or to a person."""
        to = {"dm_conversation_id": conversation} if conversation else {"participant_id": participant}
        return self._made(await self._client.create_direct_message(text=text, **to, **self._auth), "dm_event_id")

    @staticmethod
    def _made(answer: Json, name: str) -> Json:
        made = answer.get("data")
        if not isinstance(made, dict) or not made.get(name):
            raise UncertainError("X answered without the id of what it took", evidence={"answer": str(sorted(answer))[:200]})
        return made
