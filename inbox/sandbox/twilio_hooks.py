"""How Twilio calls back: form posts, signed over the URL as the customer of Twilio knows it (Twilio docs, "Security")."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

import aiohttp

_TIMEOUT = aiohttp.ClientTimeout(total=15)  # what Twilio waits for; then nothing more is done


def signature(auth_token: str, url: str, form: Mapping[str, str]) -> str:
    """`X-Twilio-Signature`: HMAC-SHA1 over the URL and the sorted fields, each name followed by its value."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(auth_token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


class Hooks:
    """Posts one after the other, in order. `webhook`: the base of the inbound hooks, None: nothing is posted.

    `public_url`: the origin that signatures are made over, where it is not the one that is connected to.
    """

    def __init__(self, auth_token: str) -> None:
        self._auth_token = auth_token
        self._waiting: asyncio.Queue[tuple[str, dict[str, str]]] = asyncio.Queue()
        self.webhook: str | None = None
        self.public_url: str | None = None
        self.answers: list[int] = []  # the status of every post, 0 where none came: for those who look

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        self._worker = asyncio.create_task(self._work())

    async def stop(self) -> None:
        self._worker.cancel()
        await asyncio.gather(self._worker, return_exceptions=True)
        await self._session.close()

    @property
    def inbound_url(self) -> str:
        """Where the numbers' messages go, as the console would show it; empty: nowhere."""
        return self._both(self.webhook.rstrip("/") + "/message")[1] if self.webhook else ""

    def inbound(self, form: dict[str, str]) -> None:
        """The message webhook."""
        if self.inbound_url:
            self._waiting.put_nowait((self.inbound_url, form))

    def status(self, url: str, form: dict[str, str]) -> None:
        """A status callback, to the URL that was given when the message was created."""
        self._waiting.put_nowait((url, form))

    async def _work(self) -> None:
        while True:
            url, form = await self._waiting.get()
            target, signed = self._both(url)
            headers = {"X-Twilio-Signature": signature(self._auth_token, signed, form),
                       "User-Agent": "TwilioProxy/1.1", "I-Twilio-Idempotency-Token": form.get("MessageSid", "")}
            status = 0
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):  # Twilio does not post a second time
                async with self._session.post(target, data=form, headers=headers, allow_redirects=False) as answer:
                    status = answer.status
            self.answers.append(status)

    def _both(self, url: str) -> tuple[str, str]:
        """Where to connect to, and what to sign: the public URL may lead to a proxy that is not there."""
        if not (self.webhook and self.public_url):
            return url, url
        inside, public = _origin(self.webhook), _origin(self.public_url)
        if _origin(url) == public:
            return inside + url[len(public):], url
        if _origin(url) == inside:
            return url, public + url[len(inside):]
        return url, url


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
