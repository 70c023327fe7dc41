"""OAuth tokens: kept encrypted, refreshed once, whoever asks and however many daemons there are.

A channel has one row. Access tokens for further APIs of the same login (`Context.token(scope)`) are sealed with the
first one: they share its refresh token and its lock, and a new authorisation drops them.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from inbox.connector import Authorises, Connector
from inbox.errors import AuthError, StoreError, TemporaryError
from inbox.signing import Signer
from inbox.store import Store, Tx
from inbox.store import grants as rows
from inbox.store.times import micros, moment
from inbox.types import Tokens

log = logging.getLogger(__name__)
EARLY = 120_000_000  # microseconds before its end at which a token counts as spent
LOCK = 60_000_000  # microseconds that a refresh may take before another may try


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What one row holds: the tokens that were authorised, and access tokens by the scope that they are for."""

    first: Tokens | None = None
    scoped: Mapping[str, Tokens] = field(default_factory=dict)

    def of(self, scope: str) -> Tokens | None:
        return self.scoped.get(scope) if scope else self.first

    def having(self, scope: str, fresh: Tokens) -> _Held:
        """With fresh tokens. A rotated refresh token is everybody's: the one before may be dead."""
        if not scope:
            return replace(self, first=fresh)
        first = replace(self.first, refresh=fresh.refresh) if self.first and fresh.refresh else self.first
        return _Held(first=first, scoped={**self.scoped, scope: replace(fresh, refresh="")})


class Grants:
    """The tokens of all channels."""

    def __init__(self, store: Store, signer: Signer, connector: Callable[[str], Connector[Any]]) -> None:
        self._store = store
        self._signer = signer
        self._connector = connector

    async def token(self, channel: str, scope: str = "") -> str:
        """A valid access token. Raises AuthError when an admin must authorise the channel, TemporaryError while another refreshes."""
        for _ in range(300):
            tokens = (await self._held(channel)).of(scope)
            if tokens is not None and self._good(tokens):
                return tokens.access
            if await self._store.write(rows.lock, channel, LOCK):
                return await self._refresh(channel, scope)
            await asyncio.sleep(0.1)  # another refreshes; its tokens are as good as ours
        raise TemporaryError("the OAuth token is being refreshed elsewhere, or was by a daemon that died at it")

    async def _refresh(self, channel: str, scope: str) -> str:
        connector = self._connector(channel)
        if not isinstance(connector, Authorises):
            await self._store.write(rows.unlock, channel)
            raise AuthError(f"the channel has no OAuth tokens; run: inbox channel authorise {channel}")
        try:
            held = await self._held(channel)  # as it is under the lock: another may have been faster
            known = held.of(scope)
            if known is not None and self._good(known):
                return known.access
            fresh = await (connector.refresh(held.first, scope) if scope else connector.refresh(held.first))
            await self._keep_surely(channel, held.having(scope, fresh))
        finally:
            await asyncio.shield(self._store.write(rows.unlock, channel))
        return fresh.access

    async def _keep_surely(self, channel: str, held: _Held) -> None:
        """Keeps what a refresh brought, also when the store is away for a moment: a rotated token that is not kept is a lost grant."""
        for pause in (0.1, 0.5, 1.0, 2.0, 5.0, *[10.0] * 4):  # as long as the lock holds
            try:
                await self._put(channel, held, resume=False)
            except StoreError as error:
                log.error("the fresh OAuth token of channel %s cannot be kept, once more in %g s: %s", channel, pause, error)
                await asyncio.sleep(pause)
            else:
                return
        await self._put(channel, held, resume=False)

    def _good(self, tokens: Tokens) -> bool:
        return tokens.expires_at is None or micros(tokens.expires_at) - EARLY > self._store.clock()

    async def keep(self, channel: str, tokens: Tokens) -> None:
        """Stores the tokens of a new authorisation, encrypted, and lets the channel go on."""
        await self._put(channel, _Held(first=tokens), resume=True)

    async def _put(self, channel: str, held: _Held, *, resume: bool) -> None:
        sealed = self._signer.encrypt(json.dumps({
            **(_packed(held.first) if held.first else {}),
            "scoped": {scope: _packed(tokens) for scope, tokens in held.scoped.items()}}).encode())
        expires = micros(held.first.expires_at) if held.first and held.first.expires_at else None

        ends = micros(held.first.ends_at) if held.first and held.first.ends_at else None

        def put(tx: Tx) -> None:
            rows.put(tx, channel, sealed, expires, resume=resume, ends_at=ends)
        await self._store.write(put)

    async def _held(self, channel: str) -> _Held:
        row = await self._store.quick(rows.get, channel)
        if row is None or not row.tokens:
            return _Held()
        data = json.loads(self._signer.decrypt(row.tokens))
        return _Held(first=_unpacked(data) if "access" in data else None,
                     scoped={scope: _unpacked(inner) for scope, inner in data.get("scoped", {}).items()})


def _packed(tokens: Tokens) -> dict[str, Any]:
    return {"access": tokens.access, "refresh": tokens.refresh, "scope": tokens.scope,
            "expires_at": micros(tokens.expires_at) if tokens.expires_at else None}


def _unpacked(data: Mapping[str, Any]) -> Tokens:
    return Tokens(access=data["access"], refresh=data["refresh"], scope=data["scope"],
                  expires_at=moment(data["expires_at"]) if data["expires_at"] else None)
