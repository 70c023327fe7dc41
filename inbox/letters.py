"""Mails of the installation itself to its agents: a link that sets a password. See docs/decisions/0007-account-mail.md.

They belong to no conversation and are sent by the connector of `mail.from_channel` directly. The link is made in the
moment in which the mail is, so that it stands nowhere but in that mail.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from inbox import words
from inbox.config import Config
from inbox.connector import Connector
from inbox.errors import RefusedError
from inbox.store import Store, accounts
from inbox.store.times import moment
from inbox.types import OutboundMessage

log = logging.getLogger(__name__)
AGAIN = 30_000_000  # microseconds between tries


class Roster(Protocol):
    """What is needed of the channels."""

    def sending(self) -> Sequence[str]:
        """Channels that are open and may send."""

    def connector(self, name: str) -> Connector[Any]: ...


def url(config: Config, kind: str, token: str) -> str:
    """The link."""
    return f"{config.server.public_url.rstrip('/')}/{kind}/{token}"


class Letters:
    """Sends what is due. `config` is asked each time: it may have been read again."""

    def __init__(self, store: Store, roster: Roster, config: Callable[[], Config]) -> None:
        self._store = store
        self._roster = roster
        self._config = config

    async def send_due(self) -> int:
        """How many were handed over."""
        channel, sent = self._config().mail.from_channel, 0
        while channel and channel in self._roster.sending():
            due = await self._store.quick(accounts.due)
            if due is None or due > self._store.clock():
                break
            claimed = await self._store.write(accounts.claim)
            if claimed is None:
                break
            sent += await self._send(self._roster.connector(channel), *claimed)
        return sent

    async def _send(self, connector: Connector[Any], mail: int, kind: str, language: str, email: str, name: str, token: str) -> bool:
        say = words.of(language)
        link = url(self._config(), kind, token)
        try:
            message = OutboundMessage(
                key=secrets.token_hex(12), sender=connector.addresses()[0], to=(connector.parse(f"<{email}>"),),
                subject=say(f"mail-{kind}-subject"), text=say(f"mail-{kind}-text", name=name, link=link),
                at=moment(self._store.clock()), author="")
            async with asyncio.timeout(connector.features.send_timeout):
                await connector.send(connector.prepare(message), _nothing)
        except Exception as error:  # noqa: BLE001 - whatever it is: it is tried again, and the log says so without the link
            final = isinstance(error, (RefusedError, ValueError, IndexError))
            log.warning("the %s mail to %s could not be sent%s: %s", kind, email, "" if final else " yet", type(error).__name__)
            await self._store.write(accounts.refused, mail, None if final else AGAIN)
            return False
        await self._store.write(accounts.done, mail)
        return True


async def _nothing(name: str, /, **evidence: Any) -> None:
    """How far it is need not be kept: a second mail with another link harms nobody."""
