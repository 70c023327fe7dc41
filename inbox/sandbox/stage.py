"""All stand-ins together, in one event loop."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Any

from inbox.sandbox.control import Control
from inbox.sandbox.customers import Customers
from inbox.sandbox.faults import Faults
from inbox.sandbox.imap import Imap
from inbox.sandbox.mail import Correspondence
from inbox.sandbox.received import Received
from inbox.sandbox.said import Voice
from inbox.sandbox.smtp import Smtp
from inbox.sandbox.twilio import Twilio
from inbox.sandbox.web import serve
from inbox.sandbox.x import X

SHOP = "support@shop.example"
NUMBERS = ("+15005550006", "whatsapp:+15005550006")
PASSWORD = "sandbox-mail"  # noqa: S105 - opens nothing but this process


class Stage:
    """`async with Stage() as stage:` runs everything; `stage.ready()` is what `inbox demo` must know.

    With `traffic` customers write by themselves, from when somebody first listens on their channel.
    """

    def __init__(self, *, traffic: bool = False, seed: int | None = None, pace: float = 1.0) -> None:
        self.faults = Faults()
        self.received = Received()
        self.imap = Imap(self.faults, SHOP, PASSWORD)
        self.smtp = Smtp(self.faults, self.received, SHOP, PASSWORD, self.imap.deliver)
        self.twilio = Twilio(self.faults, self.received, NUMBERS)
        self.x = X(self.faults, self.received, "shop")
        self.voices: dict[str, Voice] = {
            "support": Correspondence(SHOP, self.imap.deliver, self.received), "x": self.x, "sms": self.twilio}
        awake = {"email": self.imap.opened, "post": self.x.mentions_read, "direct": self.x.directs_read,
                 "sms": self.twilio.messages_read}
        self.customers = Customers(self.voices, self.received, awake, seed=seed, pace=pace) if traffic else None
        self._control = Control(self.voices, self.received, self.faults, self._configure)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Stage:
        async with AsyncExitStack() as stack:
            await self.imap.start()
            stack.push_async_callback(self.imap.stop)
            await self.smtp.start()
            stack.push_async_callback(self.smtp.stop)
            await self.twilio.start()
            stack.push_async_callback(self.twilio.stop)
            self.twilio.url = await serve(self.twilio.app(), stack)
            stack.push_async_callback(self.x.stop)
            self.x.url = await serve(self.x.app(), stack)
            self.control_url = await serve(self._control.app(), stack)
            if self.customers:
                self.customers.start()
                stack.push_async_callback(self.customers.stop)
            stack.callback(self.faults.clear)  # first of all: whoever hangs is let go
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._stack.aclose()

    def _configure(self, settings: Mapping[str, Any]) -> None:
        """Settings that come later, from the control API. A key that is not given stays as it was."""
        if "twilio_webhook" in settings:
            self.twilio.hooks.webhook = settings["twilio_webhook"] or None
        if "public_url" in settings:
            self.twilio.hooks.public_url = settings["public_url"] or None

    def ready(self) -> dict[str, Any]:
        """Where everything listens, and with what credentials."""
        login = {"host": "127.0.0.1", "username": SHOP, "password": PASSWORD}
        auth = self.x.auth
        return {"control": self.control_url, "imap": {**login, "port": self.imap.port},
                "smtp": {**login, "port": self.smtp.port},
                "x": {"url": self.x.url, "api_key": auth.api_key, "api_secret": auth.api_secret,
                      "access_token": auth.access_token, "access_token_secret": auth.access_token_secret,
                      "client_id": auth.client_id, "client_secret": auth.client_secret},
                "twilio": {"url": self.twilio.url, "account_sid": self.twilio.account_sid,
                           "auth_token": self.twilio.auth_token, "numbers": list(NUMBERS)}}

