"""`check` for a webhook: the address that the service posts to, and the one that we post to. Nothing is posted."""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import aiohttp

from inbox.connector import Context, Finding

from .config import WebhookConfig
from .sending import why

SHORT = 16  # characters of a secret that can be guessed


async def check(config: WebhookConfig, context: Context) -> AsyncIterator[Finding]:
    """The findings in order."""
    yield _secret(config)
    yield _receiving(context)
    if not config.outbound_url:
        yield Finding(step="outbound_url", level="warn", text="there is none: nothing can be sent", cure="Set outbound_url.",
                      code="no-outbound")
        return
    try:
        async with context.http.options(config.outbound_url, allow_redirects=False) as response:
            yield Finding(step="outbound_url", level="ok", text=f"it answers (OPTIONS: {response.status})", code="outbound",
                          params={"status": str(response.status)})
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        yield Finding(step="outbound_url", level="fail", text=f"it cannot be reached: {why(error)}", code="outbound-away",
                      params={"why": why(error)},
                      cure="Correct outbound_url, or see why the service is away.")


def _secret(config: WebhookConfig) -> Finding:
    length = len(config.secret.get_secret_value())
    if length < SHORT:
        return Finding(step="secret", level="warn", text=f"it has {length} characters and may be guessed",
                       code="secret-short", params={"n": length, "least": SHORT},
                       cure=f"Take a random one of {SHORT} or more, here and at the service.")
    return Finding(step="secret", level="ok", text=f"it has {length} characters", code="secret", params={"n": length})


def _receiving(context: Context) -> Finding:
    """Where the service posts to. Whether it gets there only its first post can tell."""
    url = f"{context.public_url.rstrip('/')}/hooks/{context.name}/messages"
    parts = urlsplit(url)
    if _local(parts.hostname or ""):
        return Finding(step="receiving", level="warn", text=f"only services on this machine can post to {url}",
                       code="hook-local", params={"url": url},
                       cure="Set server.public_url to the https address that leads here, if the service is elsewhere.")
    if parts.scheme != "https":
        return Finding(step="receiving", level="warn", text=f"posts to {url} travel in the clear", cure="Put TLS before it.",
                       code="hook-clear", params={"url": url})
    return Finding(step="receiving", level="ok", text=f"the service posts to {url}", code="hook", params={"url": url})


def _local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
