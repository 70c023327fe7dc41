"""Trying channels out: each connector's own check, with a context that keeps and sends nothing."""

from __future__ import annotations

import asyncio
import ipaddress
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from inbox import registry
from inbox.config import Config
from inbox.connector import Connector, Finding, Taken
from inbox.context import ChannelContext
from inbox.errors import InboxError
from inbox.grants import Grants
from inbox.signing import Signer
from inbox.store import Store
from inbox.types import Batch

PATIENCE = 90.0  # seconds that one channel's check may take


class _Context(ChannelContext):
    """Reads what the store knows, writes nothing."""

    async def set_note(self, key: str, value: str) -> None:
        """A trial leaves no trace."""


async def _take(name: str, feed: str, batch: Batch) -> tuple[Taken, ...]:
    raise InboxError("a trial takes nothing in")


def _limited(name: str, feed: str, until: datetime, text: str) -> None:
    """Nothing runs that could be slowed."""


@asynccontextmanager
async def findings(config: Config) -> AsyncIterator[Callable[[str], Awaitable[list[Finding]]]]:
    """Yields a function that looks at one channel and never raises."""
    with tempfile.TemporaryDirectory(prefix="inbox-check-") as empty:
        there = config.store.url != "sqlite" or (config.store.data_dir / "inbox.db").exists()
        store = Store(config.store.url if there else "sqlite", config.store.data_dir if there else Path(empty))
        await store.open(migrate=not there)
        signer = Signer(config.keys or [bytes(32)])
        connectors: dict[str, Connector[Any]] = {}
        grants = Grants(store, signer, connectors.__getitem__)
        networks = tuple(ipaddress.ip_network(n, strict=False) for n in config.server.egress_allow)

        async def look(name: str) -> list[Finding]:
            context = _Context(name, store=store, signer=signer, public_url=config.server.public_url, guard=networks,
                               take=_take, token=grants.token, limited=_limited)
            found: list[Finding] = []
            try:
                channel = config.channels[name]
                connector = connectors[name] = registry.connector(channel.type)(channel, context)
                async with asyncio.timeout(PATIENCE):
                    found += [one async for one in connector.check()]
                    await connector.close()
            except TimeoutError:
                found.append(Finding(step="time", level="fail", text=f"no end after {PATIENCE:.0f} s",
                                     cure="look at the network between here and the service"))
            except Exception as error:  # noqa: BLE001 - a stranger's connector; what it raises is the finding
                found.append(Finding(step="check", level="fail", text=f"{type(error).__name__}: {error}"))
            finally:
                await context.close()
            return found

        try:
            yield look
        finally:
            await store.close()
