"""All stand-ins together, in one event loop."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Any

from inbox.sandbox.control import Control
from inbox.sandbox.faults import Faults
from inbox.sandbox.imap import Imap
from inbox.sandbox.mail import Correspondence
from inbox.sandbox.received import Received
from inbox.sandbox.said import Voice
from inbox.sandbox.smtp import Smtp
from inbox.sandbox.web import serve

SHOP = "support@shop.example"
PASSWORD = "sandbox-mail"  # noqa: S105 - opens nothing but this process


class Stage:
    """`async with Stage() as stage:` runs everything; `stage.ready()` is what `inbox demo` must know."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.received = Received()
        self.imap = Imap(self.faults, SHOP, PASSWORD)
        self.smtp = Smtp(self.faults, self.received, SHOP, PASSWORD, self.imap.deliver)
        self.voices: dict[str, Voice] = {"support": Correspondence(SHOP, self.imap.deliver, self.received)}
        self._control = Control(self.voices, self.received, self.faults, self._configure)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Stage:
        async with AsyncExitStack() as stack:
            await self.imap.start()
            stack.push_async_callback(self.imap.stop)
            await self.smtp.start()
            stack.push_async_callback(self.smtp.stop)
            self.control_url = await serve(self._control.app(), stack)
            stack.callback(self.faults.clear)  # first of all: whoever hangs is let go
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._stack.aclose()

    def _configure(self, settings: Mapping[str, Any]) -> None:
        """Settings that come later, from the control API."""

    def ready(self) -> dict[str, Any]:
        """Where everything listens, and with what credentials."""
        login = {"host": "127.0.0.1", "username": SHOP, "password": PASSWORD}
        return {"control": self.control_url, "imap": {**login, "port": self.imap.port},
                "smtp": {**login, "port": self.smtp.port}}

