"""Trying channels out: each connector's own check, with a context that keeps and sends nothing."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from inbox import egress, log, registry
from inbox.config import Config, secrets_of
from inbox.connector import ChannelConfig, Connector, Finding, Taken
from inbox.context import ChannelContext
from inbox.errors import AuthError, ChannelError, InboxError
from inbox.grants import Grants
from inbox.signing import Signer
from inbox.store import Store
from inbox.types import Batch

PATIENCE = 90.0  # seconds that one channel's check may take
STEP = 45.0  # seconds that one step of it may take


class _Context(ChannelContext):
    """Reads what the store knows, writes nothing."""

    async def set_note(self, key: str, value: str) -> None:
        """A trial leaves no trace."""


async def _take(name: str, feed: str, batch: Batch) -> tuple[Taken, ...]:
    raise InboxError("a trial takes nothing in")


def _limited(name: str, feed: str, until: datetime, text: str) -> None:
    """Nothing runs that could be slowed."""


async def _no_token(name: str, scope: str) -> str:
    raise AuthError("the service has not agreed yet: save the channel, then authorise it")


async def steps(name: str, settings: ChannelConfig, *, store: Store, signer: Signer, config: Config, strict: bool,
                tokens: bool = True) -> AsyncGenerator[Finding]:
    """What a channel with these settings meets, step by step. Never raises; secrets are hidden in what it says.

    `strict`: the settings come from a browser, and their hosts are checked. `tokens`: whether those that the store has
    under this name are for these settings.
    """
    log.hide(secrets_of(settings))
    connectors: dict[str, Connector[Any]] = {}
    grants = Grants(store, signer, connectors.__getitem__)
    context = _Context(name, store=store, signer=signer, public_url=config.server.public_url,
                       guard=egress.networks(config.server.egress_allow), take=_take,
                       token=grants.token if tokens else _no_token, limited=_limited, strict=strict)
    try:
        connector = connectors[name] = registry.connector(settings.type)(settings, context)
        async with aclosing(_timed(connector.check())) as found:
            async for one in found:
                yield replace(one, text=log.redact(one.text), cure=log.redact(one.cure), params={
                    name: log.redact(value) if isinstance(value, str) else value for name, value in one.params.items()})
        async with asyncio.timeout(STEP):
            await connector.close()
    except TimeoutError:
        yield Finding(step="time", level="fail", code="no-end", params={"seconds": round(PATIENCE), "step": round(STEP)},
                      text=f"no end after {PATIENCE:.0f} s, or none of a step after {STEP:.0f} s",
                      cure="Look at the network between here and the service: host, port, a firewall.")
    except Exception as error:  # noqa: BLE001 - a stranger's connector; what it raises is the finding
        words = str(error) if isinstance(error, ChannelError) else f"{type(error).__name__}: {error}"
        yield Finding(step="check", level="fail", text=log.redact(words))
    finally:
        await context.close()


async def _timed(found: AsyncIterator[Finding]) -> AsyncGenerator[Finding]:
    """Its findings. Raises TimeoutError when a step, or the whole, takes too long."""
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    while True:
        try:
            async with asyncio.timeout(min(STEP, end - loop.time())):
                one = await anext(found)
        except StopAsyncIteration:
            return
        yield one


@asynccontextmanager
async def findings(config: Config, within: Store | None = None) -> AsyncIterator[Callable[[str], Awaitable[list[Finding]]]]:
    """Yields a function that looks at one channel and never raises. `within`: an open store; else the config's own, if any."""
    with tempfile.TemporaryDirectory(prefix="inbox-check-") as empty:
        there = config.store.url != "sqlite" or (config.store.data_dir / "inbox.db").exists()
        store = within or Store(config.store.url if there else "sqlite", config.store.data_dir if there else Path(empty))
        if within is None:
            await store.open(migrate=not there)
        signer = Signer(config.keys or [bytes(32)])

        async def look(name: str) -> list[Finding]:
            return [one async for one in steps(name, config.channels[name], store=store, signer=signer, config=config,
                                               strict=name in config.installed)]
        try:
            yield look
        finally:
            if within is None:
                await store.close()
