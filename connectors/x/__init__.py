"""X: mentions and direct messages come in, replies go out the way they came. Through tweepy's asynchronous client."""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel

from inbox.connector import ChannelConfig, Connector, Context, Features, Feed, Finding, Grant, Phase
from inbox.errors import RefusedError, TemporaryError
from inbox.types import Address, Attachment, Batch, NotSent, OutboundMessage, RawItem, Read, Receipt, Tokens

from . import facts
from .budget import Budget
from .config import XConfig, XOptions
from .people import Handles
from .text import split, weight

if TYPE_CHECKING:
    from .api import Api
    from .outgoing import Outgoing

__all__ = ["X", "XConfig", "XOptions"]

_HANDLE = re.compile(r"(?:(?:https?://)?(?:www\.|mobile\.)?(?:x|twitter)\.com/)?@?(\w{1,15})/?", re.ASCII | re.IGNORECASE)
_DIRECT = Features(text_limit=facts.DM_CHARACTERS, text_unit="characters", send_timeout=180.0)
_SAMPLE_META = {"me": "101", "username": "shop", "feed": "mentions"}


class X(Connector[XConfig]):
    """One account. Feeds: `mentions`, `dms`. An item is a post or a direct message, under its own id."""

    title: ClassVar[str] = "X"
    summary: ClassVar[str] = "Mentions and direct messages of an account"
    help_url: ClassVar[str] = "https://docs.x.com/fundamentals/authentication/overview"
    Config: ClassVar[type[ChannelConfig]] = XConfig
    Options: ClassVar[type[BaseModel]] = XOptions
    features: ClassVar[Features] = Features(
        text_limit=facts.POST_WEIGHT, text_unit="characters (a link counts 23, an emoji 2)", text_measure="weighted",
        send_timeout=180.0)

    example: ClassVar[Mapping[str, Any]] = {
        "type": "x", "api_key": "xvz1evFS4wEE", "api_secret": "kAcSOqF21Fu85e7z", "access_token": "101-nnch734d00sl2jdk",
        "access_token_secret": "pfkkdhi9sl3r4s00", "monthly_budget_usd": 50}
    samples: ClassVar[Sequence[RawItem]] = (
        RawItem(item="1990000000000000001", kind="post", meta=_SAMPLE_META, data=json.dumps({
            "data": {"id": "1990000000000000001", "author_id": "202", "conversation_id": "1990000000000000001",
                     "created_at": "2026-11-21T09:30:00.000Z", "text": "@shop where is it &amp; when does it come?",
                     "entities": {"mentions": [{"start": 0, "end": 5, "username": "shop", "id": "101"}]}},
            "includes": {"users": [{"id": "202", "username": "ann", "name": "Ann"}]}}).encode()),
        RawItem(item="1990000000000000002", kind="dm", meta={**_SAMPLE_META, "feed": "dms"}, data=json.dumps({
            "data": {"id": "1990000000000000002", "event_type": "MessageCreate", "sender_id": "202", "text": "Between us",
                     "dm_conversation_id": "101-202", "created_at": "2026-11-21T09:31:00.000Z"}}).encode()),
    )

    def __init__(self, config: XConfig, context: Context) -> None:
        super().__init__(config, context)
        self.budget = Budget(config.monthly_budget_usd, context)
        self.handles = Handles(context)
        self._api: Api | None = None
        self._me: dict[str, str] = {}
        self._making = asyncio.Lock()

    # ------------------------------------------------------------ life

    async def open(self) -> None:
        await self.handles.load()
        await self._account()

    async def client(self) -> Api:
        """The client, made when it is first needed: tweepy takes half a second to import, so a thread does it."""
        async with self._making:
            if self._api is None:
                await self.budget.load()
                module = await self.context.thread(importlib.import_module, "connectors.x.api")
                self._api = module.Api(self.config, self.context, self.budget)
        return self._api

    async def _account(self) -> dict[str, str]:
        """Who we are: asked once, then kept as long as the login stays the same."""
        if self._me:
            return self._me
        given = self.config.access_token.get_secret_value() if self.config.access_token else self.config.client_id
        login = hashlib.sha256(f"{self.config.api_url} {given}".encode()).hexdigest()[:16]
        try:
            kept = json.loads(await self.context.note("me") or "{}")
        except ValueError:
            kept = {}
        if not (isinstance(kept, dict) and kept.get("login") == login and kept.get("id")):
            user = await (await self.client()).me()
            kept = {"login": login, **{name: str(user.get(name) or "") for name in ("id", "username", "name")}}
            await self.context.set_note("me", json.dumps(kept))
        self._me = {name: str(kept.get(name, "")) for name in ("id", "username", "name")}
        return self._me

    async def check(self) -> AsyncIterator[Finding]:
        from .check import check  # nothing else needs it
        async for finding in check(self):
            yield finding

    # ------------------------------------------------------------ addresses and limits

    def addresses(self) -> tuple[Address, ...]:
        """Our account, by its number. Empty until it was opened."""
        if not self._me:
            return ()
        handle, name = self._me["username"], self._me["name"]
        return (Address(kind="x", value=self._me["id"], name=f"@{handle} ({name})" if name else f"@{handle}"),)

    @classmethod
    def address(cls, text: str) -> Address:
        """`@ann`, the address of a profile, or an account's number."""
        text = text.strip()
        if re.fullmatch(r"[1-9][0-9]{0,19}", text, re.ASCII):
            return Address(kind="x", value=text)
        found = _HANDLE.fullmatch(text)
        if found is None:
            raise ValueError(f"{text[:60]!r} is no name at X: write @name, 1 to 15 letters, digits or underscores")
        return Address(kind="x", value=f"@{found[1].lower()}")

    def parse(self, text: str) -> Address:
        """A handle that we have met lately is the account's number: that is how people are known here."""
        address = self.address(text)
        handle = address.value.removeprefix("@")
        if handle == self._me.get("username", "").lower():
            return self.addresses()[0]
        number = self.handles.number(handle, self.context.now())
        return replace(address, value=number, name=address.value) if number else address

    def features_for(self, to: Sequence[Address], sender: Address, *, thread_id: str = "",
                     options: Mapping[str, Any] | None = None) -> Features:
        """A post holds 280, a direct message 10,000; a chain as many posts as facts.CHAIN_PARTS."""
        options = options or {}
        if options.get("direct"):  # that is allowed where a public reply is not
            return replace(_DIRECT, window_options=("direct",))
        if not thread_id.startswith("post:"):
            return _DIRECT
        if options.get("chain"):
            return replace(self.features, text_limit=facts.POST_WEIGHT * facts.CHAIN_PARTS)
        return self.features

    @classmethod
    def measure(cls, text: str) -> int:
        """The weighted length; of a direct message it is an upper bound."""
        return weight(text)

    # ------------------------------------------------------------ in

    def feeds(self) -> Sequence[Feed]:
        return tuple(Feed(name=name, seconds=self._usual(name)) for name in self.config.feeds)

    def _usual(self, feed: str) -> float:
        """Seconds between two polls: what the config says, at X itself never faster than X's windows allow."""
        wish = float(self.config.poll_seconds)
        if not self.config.at_home:
            return wish
        most = facts.MENTIONS_PER_WINDOW if feed == "mentions" else facts.DMS_PER_WINDOW
        return max(wish, facts.WINDOW_SECONDS / most)

    async def start(self, feed: str, since: datetime | None) -> str:
        from .feed import Cursor, id_at, things
        if since is not None:
            return str(Cursor(since=id_at(since)))
        api, me = await self.client(), await self._account()
        if self.budget.exhausted:  # nothing may be asked, so the clock has to say what is old
            return str(Cursor(since=id_at(api.limits.now())))
        newest = things(await api.newest_mention(me["id"]) if feed == "mentions" else await api.dms(bare=True, max_results=1))
        return str(Cursor(since=str(newest[-1]["id"]) if newest else "0"))

    async def poll(self, feed: str, cursor: str) -> Batch:
        """One page. The batch's cursor goes on with the chain of pages until it has come down to what is known."""
        from .feed import Cursor, lost_page, step
        if self.budget.exhausted:
            self.context.limited(feed, self.budget.ends, f"the month's read budget is spent ({self.budget.words()}); "
                                                         f"reading goes on at {self.budget.ends:%Y-%m-%d}")
            return Batch(cursor=cursor)
        at = Cursor.parse(cursor)
        api, me = await self.client(), await self._account()
        page: dict[str, Any] = {"pagination_token": at.token} if at.token else {}
        self.budget.polled()
        try:
            if feed == "mentions":
                since = {"since_id": at.since} if at.since != "0" else {}
                answer = await api.mentions(me["id"], max_results=100, **since, **page)
            else:  # it knows no since_id, and each event that is listed is paid: a small page first
                answer = await api.dms(max_results=50 if at.token else 10, **page)
        except RefusedError as error:
            return lost_page(at, error)
        includes = answer.get("includes")
        await self.handles.learn(includes.get("users") or () if isinstance(includes, dict) else (), self.context.now())
        batch = step(feed, at, answer, {"me": me["id"], "username": me["username"]}, self.context)
        if feed == "dms":
            batch = await self._met(batch)
        self._slow(feed)
        return batch

    async def _met(self, batch: Batch) -> Batch:
        """Marks messages of people to whom we wrote first, by their handle."""
        items = []
        for raw in batch.items:
            conversation = json.loads(raw.data)["data"].get("dm_conversation_id")
            handle = await self.context.note(f"met:{conversation}")
            items.append(replace(raw, meta={**raw.meta, "met_as": handle}) if handle else raw)
        return replace(batch, items=tuple(items))

    def _slow(self, feed: str) -> None:
        """Stretches the polls when the budget would not last, and says so."""
        usual = self._usual(feed)
        seconds = self.budget.interval(usual, len(self.config.feeds))
        if self.budget.exhausted:
            self.context.limited(feed, self.budget.ends, f"the month's read budget is spent ({self.budget.words()}); "
                                                         f"reading goes on at {self.budget.ends:%Y-%m-%d}")
        elif seconds > usual:
            self.context.limited(feed, self.context.now() + timedelta(seconds=seconds),
                                 f"reading every {seconds:,.0f} s so that the month's budget lasts: {self.budget.words()}")

    async def settled(self, feed: str, batch: Batch) -> None:
        """X keeps no marks of what was read."""

    @classmethod
    def read(cls, raw: RawItem) -> list[Read]:
        from .read import read
        return read(raw)

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """Media; those of direct messages with our login, and that only at X itself."""
        from .media import fetch
        async for chunk in fetch(self.config, self.context, await self.client(), attachment):
            yield chunk

    # ------------------------------------------------------------ out

    def prepare(self, message: OutboundMessage) -> OutboundMessage:
        """Freezes the parts of a chain."""
        from .outgoing import is_direct
        if not message.options.get("chain") or is_direct(message.thread_id, message.options):
            return message
        return replace(message, prepared=json.dumps({"parts": split(message.text)}).encode())

    async def _outgoing(self) -> Outgoing:
        from .outgoing import Outgoing
        return Outgoing(await self.client(), self.context, (await self._account())["id"])

    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        return await (await self._outgoing()).send(message, phase)

    async def resolve(self, message: OutboundMessage) -> Receipt | NotSent | None:
        return await (await self._outgoing()).resolve(message)

    # ------------------------------------------------------------ OAuth 2

    async def begin(self, redirect_uri: str, state: str) -> Grant:
        from .oauth import begin
        return begin(self.config, redirect_uri, state)

    async def finish(self, grant: Grant, params: Mapping[str, str]) -> Tokens | None:
        from .oauth import finish
        tokens = await finish(self.config, self.context, grant, params)
        self._me = {}  # it may be another account now
        await self.context.set_note("me", "")
        return tokens

    async def refresh(self, tokens: Tokens | None) -> Tokens:
        if self.config.signed:
            raise TemporaryError("OAuth 1.0a keys are never refreshed")
        from .oauth import refresh
        return await refresh(self.config, self.context, tokens)
