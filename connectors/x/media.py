"""Pictures and films of posts and direct messages, after the commit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

from inbox.connector import Context
from inbox.errors import RefusedError, TemporaryError
from inbox.types import Attachment

from . import facts
from .config import XConfig

if TYPE_CHECKING:
    from .api import Api

_CHUNK = 65_536  # bytes


async def fetch(config: XConfig, context: Context, api: Api, attachment: Attachment) -> AsyncIterator[bytes]:
    """The bytes behind a medium's URL. Raises TemporaryError, or RefusedError when it is gone or points elsewhere."""
    pending = attachment.pending or {}
    try:
        url = URL(str(pending.get("url") or ""))
        ours = url.origin() == URL(config.api_url).origin()
    except ValueError as error:
        raise RefusedError("bad_url", "X names a place for this file that is none") from error
    at_x = url.scheme == "https" and any(url.host == h or (url.host or "").endswith("." + h) for h in facts.OWN_HOSTS)
    if not ours and url.scheme != "https":
        raise RefusedError("bad_url", "X names a place for this file that is none")
    headers = {"Authorization": await api.authorization(str(url))} if pending.get("authorised") and (ours or at_x) else {}
    # only the origin that the config names may be private; and where our login goes along, nobody may lead us elsewhere
    session = context.http if ours else context.guarded_http
    try:
        async with session.get(url, headers=headers, allow_redirects=not (ours or headers)) as response:
            if response.status in (403, 404, 410):
                raise RefusedError(f"http_{response.status}", "X does not give this file (any more)")
            if response.status != 200:
                raise TemporaryError(f"X does not give this file now: HTTP {response.status}")
            async for chunk in response.content.iter_chunked(_CHUNK):
                yield chunk
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise TemporaryError(f"the file did not come: {type(error).__name__}") from error
