"""Files both ways: fetched from Twilio after the commit, and offered to Twilio by signed URLs while a message goes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from urllib.parse import urlencode, urljoin, urlsplit

import aiohttp
from aiohttp import web

from inbox.connector import Context
from inbox.errors import RefusedError, TemporaryError
from inbox.types import Attachment

from .config import TwilioConfig, origin
from .wire import Wire

MOST = 64 * 1024 * 1024  # bytes of one file
HOPS = 5  # redirects
OFFERED = timedelta(hours=4)  # Twilio fetches at once, or when it gets to the message in its queue
_CHUNK = 64 * 1024
_THEIRS = (".twilio.com", ".twiliocdn.com")


class Media:
    """Fetches what customers attached."""

    def __init__(self, config: TwilioConfig, context: Context, wire: Wire) -> None:
        self._api = origin(config.api_url)
        self._context = context
        self._wire = wire

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The file in chunks. The login goes to the API's own origin alone, never along a redirect to another."""
        url = str((attachment.pending or {}).get("url", ""))
        if not self._first(url):
            raise RefusedError("foreign_url", "the file is said to lie at an address that is not Twilio's")
        for _ in range(HOPS):
            ours = self._ours(url)
            session = self._context.http if ours else self._context.guarded_http
            headers = {"Authorization": self._wire.authorization} if ours else {}
            try:
                async with session.get(url, headers=headers, allow_redirects=False) as response:
                    if response.status in (301, 302, 303, 307, 308):
                        url = _next(url, response.headers.get("Location", ""))
                        continue
                    self._check(response)
                    async for chunk in self._chunks(response):
                        yield chunk
                    return
            except aiohttp.InvalidURL as error:
                raise RefusedError("bad_url", "the file's address is not a URL") from error
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                raise TemporaryError(f"the file cannot be fetched: {error or type(error).__name__}") from error
        raise RefusedError("redirects", "the file's address leads round in circles")

    def _first(self, url: str) -> bool:
        return self._ours(url) or (origin(url).startswith("https:") and (urlsplit(url).hostname or "").endswith(_THEIRS))

    def _ours(self, url: str) -> bool:
        return origin(url) == self._api

    @staticmethod
    def _check(response: aiohttp.ClientResponse) -> None:
        status = response.status
        if status in (401, 403):
            raise RefusedError(str(status), "Twilio does not let this account fetch the file")
        if status == 404 or status >= 500 or status in (408, 425, 429):  # a fresh file may not be ready yet
            raise TemporaryError(f"Twilio answered {status} instead of the file")
        if status != 200:
            raise RefusedError(str(status), f"Twilio answered {status} instead of the file")
        if (response.content_length or 0) > MOST:
            raise RefusedError("too_large", f"the file is larger than {MOST // 1_048_576} MB")

    @staticmethod
    async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in response.content.iter_chunked(_CHUNK):
            size += len(chunk)
            if size > MOST:
                raise RefusedError("too_large", f"the file is larger than {MOST // 1_048_576} MB")
            yield chunk


def _next(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise RefusedError("bad_url", "the file's address leads to something that is no URL") from error


class Offers:
    """What Twilio may fetch from us: files of messages that were handed over a short while ago, by any daemon."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def urls(self, key: str, files: Sequence[Attachment]) -> list[str]:
        """Signed addresses of a delivery's files, good for `OFFERED`."""
        until = int((self._context.now() + OFFERED).timestamp())
        base = f"{self._context.public_url.rstrip('/')}/hooks/{self._context.name}/media?"
        return [base + urlencode({"key": key, "n": n, "until": until, "sig": self._context.sign(f"media:{key}:{n}:{until}")})
                for n in range(len(files))]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One file, to whoever has its signed address."""
        key, number, until = (request.query.get(name, "") for name in ("key", "n", "until"))
        if not self._context.verify(f"media:{key}:{number}:{until}", request.query.get("sig", "")):
            return web.Response(status=403, text="the signature does not fit\n")
        file = await self._context.file(key, int(number)) if float(until) > self._context.now().timestamp() else None
        if file is None:
            return web.Response(status=404, text="the file is no longer offered\n")
        headers = {"Content-Type": file.media_type, "X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment",
                   "Cache-Control": "private"}
        if file.path is not None:
            return web.FileResponse(file.path, headers=headers)
        data = await asyncio.to_thread(lambda: file.open().read())
        return web.Response(body=data, headers=headers)
