"""OAuth tokens: kept encrypted, refreshed once, whoever asks and however many daemons there are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from inbox.connector import Authorises, Connector
from inbox.errors import AuthError
from inbox.signing import Signer
from inbox.store import Store, Tx
from inbox.store import grants as rows
from inbox.store.times import micros, moment
from inbox.types import Tokens

EARLY = 120_000_000  # microseconds before its end at which a token counts as spent
LOCK = 60_000_000  # microseconds that a refresh may take before another may try


class Grants:
    """The tokens of all channels."""

    def __init__(self, store: Store, signer: Signer, connector: Callable[[str], Connector[Any]]) -> None:
        self._store = store
        self._signer = signer
        self._connector = connector

    async def token(self, channel: str) -> str:
        """A valid access token. Raises AuthError when an admin must authorise the channel."""
        for _ in range(300):
            row = await self._store.quick(rows.get, channel)
            tokens = self._open(row.tokens) if row is not None and row.tokens else None
            if tokens is not None and (tokens.expires_at is None or micros(tokens.expires_at) - EARLY > self._store.clock()):
                return tokens.access
            if await self._store.write(rows.lock, channel, LOCK):
                return await self._refresh(channel, tokens)
            await asyncio.sleep(0.1)  # another refreshes; its tokens are as good as ours
        raise AuthError("the OAuth token is being refreshed elsewhere and never comes")

    async def _refresh(self, channel: str, tokens: Tokens | None) -> str:
        connector = self._connector(channel)
        if not isinstance(connector, Authorises):
            await self._store.write(rows.unlock, channel)
            raise AuthError(f"the channel has no OAuth tokens; run: inbox channel authorise {channel}")
        try:
            fresh = await connector.refresh(tokens)
            await self.keep(channel, fresh)  # at once: a rotated token that is not kept is a lost grant
        finally:
            await asyncio.shield(self._store.write(rows.unlock, channel))
        return fresh.access

    async def keep(self, channel: str, tokens: Tokens) -> None:
        """Stores tokens, encrypted."""
        sealed = self._signer.encrypt(json.dumps({
            "access": tokens.access, "refresh": tokens.refresh, "scope": tokens.scope,
            "expires_at": micros(tokens.expires_at) if tokens.expires_at else None}).encode())
        expires = micros(tokens.expires_at) if tokens.expires_at else None

        def put(tx: Tx) -> None:
            rows.put(tx, channel, sealed, expires)
        await self._store.write(put)

    def _open(self, sealed: str) -> Tokens:
        data = json.loads(self._signer.decrypt(sealed))
        return Tokens(access=data["access"], refresh=data["refresh"], scope=data["scope"],
                      expires_at=moment(data["expires_at"]) if data["expires_at"] else None)
