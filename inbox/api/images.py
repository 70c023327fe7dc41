"""Remote images of messages, fetched by us: the sender sees neither who reads nor from where.

Only addresses that stand in a message, which is what the signature says; never a private address, on any redirect; and
only what is a picture by its own bytes.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
from aiohttp import web

from inbox import egress, remote_images
from inbox.api import desk_models
from inbox.api.describe import BASE, INBOX, Call, Routes
from inbox.api.problems import Problem
from inbox.app import App
from inbox.store import message_views

routes = Routes()
LARGEST = 5 * 1024 * 1024  # bytes of an image
PIXELS = 50_000_000  # a browser that must unpack more has trouble
KEPT, KEPT_EACH, KEPT_FOR = 32 * 1024 * 1024, 1024 * 1024, 3600.0  # bytes of all, bytes of one, seconds
AT_ONCE = 8
TIMEOUT = 15.0  # seconds
HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; image proxy)", "Accept": "image/webp,image/png,image/jpeg,image/gif;q=0.9",
           "Accept-Encoding": "identity"}  # what is unpacked might have no end
POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def signed(app: App, message: int, source: str) -> str:
    """Our own address for an image of a message."""
    signature = app.signer.sign(f"image:{message}:{source}")
    return f"{BASE}/messages/{message}/image?src={quote(source, safe='')}&sig={signature}"


class Proxy:
    """Fetches, checks and keeps images for a while."""

    def __init__(self, app: App) -> None:
        self._guard = egress.networks(app.config.server.egress_allow)
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._kept: OrderedDict[str, tuple[float, str, bytes]] = OrderedDict()
        self._size = 0

    async def get(self, source: str) -> tuple[str, bytes]:
        """(media type, bytes). Raises Problem 404: it is not there, too large, or no picture."""
        now = asyncio.get_running_loop().time()
        kept = self._kept.get(source)
        if kept is not None and now - kept[0] < KEPT_FOR:
            self._kept.move_to_end(source)
            return kept[1], kept[2]
        async with self._slots:
            data = await self._fetch(source)
        found = remote_images.picture(data)
        if found is None or not 0 < found[1] * found[2] <= PIXELS:
            raise Problem(404, "image", "what is at this address is no picture that we show")
        self._keep(source, now, found[0], data)
        return found[0], data

    def _keep(self, source: str, now: float, media_type: str, data: bytes) -> None:
        if len(data) > KEPT_EACH:
            return
        old = self._kept.pop(source, None)
        self._size += len(data) - (len(old[2]) if old else 0)
        self._kept[source] = (now, media_type, data)
        while self._size > KEPT:
            self._size -= len(self._kept.popitem(last=False)[1][2])

    async def _fetch(self, source: str) -> bytes:
        if self._session is None:
            self._session = egress.session(guard=self._guard, timeout=TIMEOUT)
        try:
            async with self._session.get(source, headers=HEADERS, max_redirects=5) as answer:
                if answer.status != 200 or answer.headers.get("Content-Encoding", "identity").lower() != "identity":
                    raise Problem(404, "image", f"the other side answers {answer.status}, or packed")
                data = bytearray()
                async for chunk in answer.content.iter_chunked(65_536):
                    data += chunk
                    if len(data) > LARGEST:
                        raise Problem(404, "image", f"the image is larger than {LARGEST // 1024 // 1024} MB")
                return bytes(data)
        except (aiohttp.ClientError, OSError, ValueError, TimeoutError) as error:  # ValueError: an address that is none
            raise Problem(404, "image", f"the image could not be fetched ({type(error).__name__})") from error

    async def close(self) -> None:
        """Lets go of the connections."""
        if self._session is not None:
            await self._session.close()


PROXY: web.AppKey[Proxy] = web.AppKey("image_proxy")


def mount(made: web.Application) -> None:
    """Gives the application its proxy."""
    made[PROXY] = Proxy(made[INBOX])

    async def close(made: web.Application) -> None:
        await made[PROXY].close()
    made.on_cleanup.append(close)


@routes("GET", "/messages/{id}/image", query=desk_models.Picture, media="application/octet-stream")
async def image(call: Call[desk_models.Picture, None]) -> Any:
    """A remote image of a message, fetched by us; the addresses stand in `/html?images=1`."""
    message, source = call.id("message"), call.query.src
    await call.app.store.quick(message_views.guard, message, call.sight)
    if not call.app.signer.verify(f"image:{message}:{source}", call.query.sig):
        raise Problem(403, "signature", "this address was not made for this message")
    if not _fetchable(source):
        raise Problem(404, "image", "images come by http and https, without a login")
    media_type, data = await call.request.app[PROXY].get(source)
    return web.Response(body=data, headers={
        "Content-Type": media_type, "Content-Security-Policy": POLICY, "Cache-Control": "private, max-age=86400",
        "Content-Disposition": "inline"})


def _fetchable(source: str) -> bool:
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "@" not in parts.netloc
