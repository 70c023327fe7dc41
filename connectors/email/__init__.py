"""Email: IMAP brings it, SMTP or Microsoft Graph takes it.

What speaks with servers is imported when it is used: `read` runs in worker processes, which need none of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel

from inbox.connector import ChannelConfig, Connector, Context, Features, Feed, Finding, Grant, Phase, Suggestion
from inbox.errors import RefusedError
from inbox.types import (
    Address,
    Batch,
    NotSent,
    OutboundMessage,
    RawItem,
    Read,
    Receipt,
    Tokens,
)

from . import addresses as _addresses
from .compose import EmailOptions, prepare
from .config import CONNECTIONS, GRAPH_CALLS, GRAPH_MEDIA, EmailConfig

if TYPE_CHECKING:
    from .feed import Folder
    from .sent import Copies
    from .smtp import Sender

__all__ = ["Email", "EmailConfig", "EmailOptions"]


class Email(Connector[EmailConfig]):
    """One mailbox with its addresses. A feed is a folder; an item is `folder/uidvalidity/uid`."""

    title: ClassVar[str] = "E-mail"
    summary: ClassVar[str] = "A mailbox: IMAP brings the mail, SMTP or Microsoft Graph takes the answers"
    Config: ClassVar[type[ChannelConfig]] = EmailConfig
    Options: ClassVar[type[BaseModel]] = EmailOptions
    features: ClassVar[Features] = Features(
        html=True, subject=True, media=("*/*",), media_count=100, media_bytes=25 * 1024 * 1024, cc=True,
        max_recipients=100, read_apart=True, poll_timeout=300.0, parallel_sends=CONNECTIONS,
        send_timeout=3000.0)  # the largest mail over the slowest line that smtp.py bears with; each step has a deadline of its own

    example: ClassVar[Mapping[str, Any]] = {
        "type": "email", "address": "support@example.com", "name": "Example Support",
        "imap": {"host": "imap.example.com", "username": "support", "password": "not-a-real-one"},
        "smtp": {"host": "smtp.example.com", "username": "support", "password": "not-a-real-one"}}
    samples: ClassVar[Sequence[RawItem]] = (
        RawItem(item="INBOX/7/1", kind="mail", meta={
            "internaldate": "2026-11-20T10:00:00+00:00", "own": ["support@example.com"], "authserv": [], "flags": [],
            "gm_msgid": None, "gm_thrid": None, "size": 211, "truncated": False},
            data=b"From: Ann Lee <ann@example.net>\r\nTo: support@example.com\r\nSubject: Where is my order?\r\n"
                 b"Date: Fri, 20 Nov 2026 09:59:58 +0000\r\nMessage-ID: <1@example.net>\r\n\r\nIt has not come yet.\r\n"),)

    def __init__(self, config: EmailConfig, context: Context) -> None:
        super().__init__(config, context)
        self._ours = tuple(Address(kind="email", value=value, name=config.name) for value in config.own)
        self._folders: dict[str, Folder] = {}
        self._sender: Sender | None = None
        self._copies: Copies | None = None
        self._calls = asyncio.Semaphore(GRAPH_CALLS)

    async def close(self) -> None:
        for folder in self._folders.values():
            await folder.close()
        if self._copies is not None:
            await self._copies.close()
        if self._sender is not None:
            await self._sender.close()

    async def check(self) -> AsyncIterator[Finding]:
        from .check import check  # its needs (X.509) are nobody else's
        async for finding in check(self.config, self.context):
            yield finding

    def addresses(self) -> tuple[Address, ...]:
        return self._ours

    def features_for(self, to: Sequence[Address], sender: Address, *, thread_id: str = "",
                     options: Mapping[str, Any] | None = None) -> Features:
        return replace(self.features, sends=self.config.sends,
                       media_bytes=GRAPH_MEDIA if self.config.graph is not None else self.features.media_bytes)

    @classmethod
    def address(cls, text: str) -> Address:
        return _addresses.parse(text)

    @classmethod
    def suggest(cls, address: str) -> Suggestion | None:
        from .providers import suggest  # the wizard alone asks
        return suggest(address)

    # ------------------------------------------------------------ in

    def feeds(self) -> Sequence[Feed]:
        return tuple(Feed(name=name) for name in self.config.imap.folders) if self.config.imap else ()

    def _folder(self, name: str) -> Folder:
        from .feed import Folder
        if name not in self._folders:
            self._folders[name] = Folder(name, self.config, self.context)
        return self._folders[name]

    async def start(self, feed: str, since: datetime | None) -> str:
        folder = self._folder(feed)
        return await folder.run(folder.start, since, self.context.now())

    async def poll(self, feed: str, cursor: str) -> Batch:
        folder = self._folder(feed)
        return await folder.run(folder.poll, cursor, self.context.now())

    async def settled(self, feed: str, batch: Batch) -> None:
        if self.config.after_ingest == "leave":
            return
        from .feed import items_by_folder
        folder = self._folder(feed)
        for (_, uidvalidity), uids in items_by_folder(batch).items():
            await folder.run(folder.settle, uidvalidity, uids)

    async def listen(self, feed: str, wake: Callable[[], None]) -> None:
        from .idle import listen
        await listen(feed, self.config, self.context, wake)

    @classmethod
    def read(cls, raw: RawItem) -> list[Read]:
        if raw.meta.get("unfetchable"):
            raise ValueError(str(raw.meta["unfetchable"]))
        from .read import read
        return read(raw)

    # ------------------------------------------------------------ out

    def prepare(self, message: OutboundMessage) -> OutboundMessage:
        return prepare(message, self.config)

    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        if self.config.graph is not None:
            from .graph import send
            async with self._calls:
                return await send(self.config, self.config.graph, self.context, message, phase)
        if self.config.smtp is None:
            raise RefusedError("no_smtp", "This channel only receives: its configuration has neither smtp nor graph.")
        if self._sender is None:
            from .smtp import Sender
            self._sender = Sender(self.config, self.context)
        return await self._sender.send(message, phase)

    async def complete(self, message: OutboundMessage, receipt: Receipt) -> None:
        await self._sent().keep(message)

    async def resolve(self, message: OutboundMessage) -> Receipt | NotSent | None:
        return await self._sent().find(message)

    def _sent(self) -> Copies:
        from .sent import Copies
        if self._copies is None:
            self._copies = Copies(self.config, self.context)
        return self._copies

    # ------------------------------------------------------------ OAuth

    async def begin(self, redirect_uri: str, state: str) -> Grant:
        from .oauth import begin
        return await begin(self.config, self.context, redirect_uri, state)

    async def finish(self, grant: Grant, params: Mapping[str, str]) -> Tokens | None:
        from .oauth import finish
        return await finish(self.config, self.context, grant, params)

    async def refresh(self, tokens: Tokens | None, scope: str = "") -> Tokens:
        from .oauth import refresh
        return await refresh(self.config, self.context, tokens, scope)
