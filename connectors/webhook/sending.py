"""The way out: one post for each reply, and the files that the service names."""

from __future__ import annotations

import asyncio
import base64
import errno
import io
import json
import os
import re
from collections.abc import AsyncIterator
from datetime import UTC

import aiohttp

from inbox.connector import Context, Phase
from inbox.errors import RefusedError, TemporaryError
from inbox.types import Attachment, OutboundMessage, Receipt

from .config import WebhookConfig
from .posted import signature

FILE = 64 * 1024 * 1024  # bytes of one file behind a URL
FILES = 20 * 1024 * 1024  # bytes of all files of one message of ours, before base64
AGAIN = (408, 409, 425, 429)  # of the 4xx those that are tried again
ANSWER = 65_536  # bytes of an answer
DEADLINE = 30.0  # seconds for one post


def written(config: WebhookConfig, context: Context, message: OutboundMessage) -> bytes:
    """The body of a post."""
    files = []
    for file in message.attachments:
        with file.open() as stream:
            files.append({"name": file.name, "media_type": file.media_type, "data": base64.b64encode(stream.read()).decode()})
    return json.dumps({
        "external_id": message.key, "thread_id": message.thread_id, "in_reply_to": message.in_reply_to or None,
        "sender": {"id": context.name, "name": message.author or config.name},
        "to": [{"id": one.value, "name": one.name} for one in message.to],
        "text": message.text, "html": message.html or None, "subject": message.subject or None, "attachments": files,
        "sent_at": message.at.astimezone(UTC).isoformat().replace("+00:00", "Z")}, ensure_ascii=False).encode()


async def send(config: WebhookConfig, context: Context, message: OutboundMessage, phase: Phase) -> Receipt:
    """One post. Raises RefusedError, and TemporaryError for everything that the same key may try again."""
    if not config.outbound_url:
        raise RefusedError("no_outbound_url", "the channel has no outbound_url, so nothing can be sent")
    body = message.prepared if message.prepared is not None else written(config, context, message)
    stamp = str(int(context.now().timestamp()))
    headers = {"Content-Type": "application/json", "Idempotency-Key": message.key, "X-Inbox-Timestamp": stamp,
               "X-Inbox-Signature": signature(config.secret.get_secret_value(), stamp, body)}
    await phase("data_sent", to=message.to[0].value)
    try:
        async with context.http.post(config.outbound_url, data=io.BytesIO(body), headers=headers, allow_redirects=False,
                                          timeout=aiohttp.ClientTimeout(total=DEADLINE)) as response:
            said = (await _whole(response, ANSWER)).decode("utf-8", "replace")
            status, wait = response.status, response.headers.get("Retry-After", "")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise TemporaryError(f"the service cannot be reached: {why(error)}") from error
    return _answer(message, status, said, float(wait) if re.fullmatch(r"[0-9]{1,9}", wait) else None)


async def _whole(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The answer's body to its end, and no more than so many bytes. (`read(n)` of a stream gives what has come so far.)"""
    try:
        return await response.content.readexactly(most)
    except asyncio.IncompleteReadError as end:
        return end.partial


def _answer(message: OutboundMessage, status: int, said: str, wait: float | None) -> Receipt:
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        found = None
    found = found if isinstance(found, dict) else {}
    if 200 <= status < 300:
        external = found.get("external_id")
        if isinstance(external, (str, int)) and not isinstance(external, bool) and str(external):
            return Receipt(external_ids=(str(external)[:500],), thread_id=str(found.get("thread_id") or message.thread_id))
        raise TemporaryError(f"the service answered {status} without the external_id that proves it has the message")
    words = str(found.get("detail") or found.get("message") or found.get("error") or "").strip()[:300]
    if 400 <= status < 500 and status not in AGAIN:
        raise RefusedError(str(status), words or f"the service refused it with {status}")
    raise TemporaryError(f"the service answered {status}" + (f": {words}" if words else ""), retry_after=wait,
                         limited=status == 429)


async def fetch(context: Context, attachment: Attachment) -> AsyncIterator[bytes]:
    """A file behind a URL that the service named: from public addresses alone, with a bound on its size."""
    url, size = str((attachment.pending or {}).get("url", "")), 0
    try:
        async with context.guarded_http.get(url, max_redirects=5) as response:
            if response.status >= 500 or response.status in (404, *AGAIN):
                raise TemporaryError(f"the server answered {response.status} instead of the file")
            if response.status != 200:
                raise RefusedError(str(response.status), f"the server answered {response.status} instead of the file")
            async for chunk in response.content.iter_chunked(65_536):
                size += len(chunk)
                if size > FILE:
                    raise RefusedError("too_large", f"the file is larger than {FILE // 1_048_576} MB")
                yield chunk
    except (aiohttp.InvalidURL, aiohttp.TooManyRedirects, ValueError) as error:
        raise RefusedError("bad_url", "the file's address leads nowhere") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise TemporaryError(f"the file cannot be fetched: {error or type(error).__name__}") from error


def why(error: Exception) -> str:
    """A failed call in words."""
    if isinstance(error, aiohttp.ClientConnectorError):  # whose own words speak of `ssl:default` for an http URL
        number = error.os_error.errno or 0
        if number == errno.EACCES:  # the guard's own words say what may be done
            return str(error.os_error.strerror)
        return f"{error.host} port {error.port}: {os.strerror(number) if number > 0 else error.os_error}"
    return str(error) or "no answer in time"
