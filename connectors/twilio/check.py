"""`check` for Twilio: the way there, the login, the numbers, the web hooks, the clock. It sends and changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from inbox.connector import Context, Finding
from inbox.errors import AuthError, ChannelError

from .config import WHATSAPP, TwilioConfig, loopback
from .wire import Answer, Wire

SKEW = 60.0  # seconds


async def check(config: TwilioConfig, context: Context, wire: Wire) -> AsyncIterator[Finding]:
    """The findings in order. Without a way there or a login the rest is not tried."""
    way = await _way(config, context)
    yield way
    if way.level == "fail":
        return
    try:
        answer = await wire.ask("GET", f"/2010-04-01/Accounts/{config.account_sid}.json")
        account = answer.json()
    except AuthError as error:
        yield Finding(step="login", level="fail", text=str(error), code="twilio-login", params={"why": str(error)},
                      cure="Copy account_sid and auth_token (or api_key and api_secret) from the Twilio console.")
        return
    except ChannelError as error:
        yield Finding(step="login", level="fail", text=str(error), code="twilio-account", params={"why": str(error)},
                      cure="Correct account_sid; with an API key, let it read the account.")
        return
    yield _login(account)
    yield _clock(answer, context)
    for number in config.numbers:
        async for finding in _number(number, context, wire):
            yield finding
    yield _public(config, context)


async def _way(config: TwilioConfig, context: Context) -> Finding:
    """DNS, TCP and TLS in one call without a login."""
    host = urlsplit(config.api_url).hostname or ""

    def failed(step: str, code: str, text: str, cure: str, why: object) -> Finding:
        return Finding(step=step, level="fail", text=text, cure=cure, code=code, params={"host": host, "why": str(why)})

    try:
        async with context.http.get(config.api_url, allow_redirects=False,
                                    timeout=aiohttp.ClientTimeout(total=config.timeout_seconds)):
            return Finding(step="connection", level="ok", text=f"{host} answers", code="answers", params={"host": host})
    except aiohttp.ClientConnectorDNSError as error:
        return failed("dns", "no-name", f"{host} cannot be resolved: {error}", "Correct api_url, or the name servers.", error)
    except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError) as error:
        return failed("tls", "tls-untrusted", f"the certificate of {host} is not accepted: {error}",
                      "See whether a proxy stands between, and whether this machine's clock is right.", error)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        why = str(error) or "no answer in time"
        return failed("connection", "away", f"{host} cannot be reached: {why}",
                      "See whether this machine may reach it: a firewall, a proxy.", why)


def _login(account: dict[str, Any]) -> Finding:
    status = str(account.get("status", ""))
    if status != "active":
        return Finding(step="login", level="fail", text=f"the account is {status}", code="twilio-inactive", params={"state": status},
                       cure="Have it activated in the Twilio console.")
    if account.get("type") == "Trial":
        return Finding(step="login", level="warn", text="a trial account writes to verified numbers alone", cure="Upgrade it.",
                       code="twilio-trial")
    name = str(account.get("friendly_name", ""))
    return Finding(step="login", level="ok", text=f"the account {name} is active", code="twilio-active", params={"name": name})


def _clock(answer: Answer, context: Context) -> Finding:
    said = answer.headers.get("Date", "")
    try:
        away = (context.now() - parsedate_to_datetime(said).astimezone(UTC)).total_seconds()
    except ValueError:
        return Finding(step="clock", level="warn", text="Twilio named no time", code="no-time")
    if abs(away) > SKEW:
        return Finding(step="clock", level="warn", text=f"this machine's clock is {away:+.0f} s off",
                       code="clock-off", params={"seconds": round(abs(away))},
                       cure="Let it be set by NTP.")
    return Finding(step="clock", level="ok", text=f"{away:+.0f} s off", code="clock")


async def _number(number: str, context: Context, wire: Wire) -> AsyncIterator[Finding]:
    """Whether the number is this account's, and where it sends its messages."""
    if number.startswith(WHATSAPP) or not number.startswith("+"):
        yield Finding(step=number, level="ok", text="senders of this kind cannot be looked up; the first message will tell",
                      code="twilio-unseen")
        return
    try:
        found = (await wire.account("/IncomingPhoneNumbers.json", {"PhoneNumber": number})).get("incoming_phone_numbers") or []
    except ChannelError as error:
        yield Finding(step=number, level="warn", text=f"the account's numbers cannot be read: {error}", code="twilio-numbers",
                      params={"why": str(error)})
        return
    row = next((one for one in found if one.get("phone_number") == number), None)
    if row is None:
        yield Finding(step=number, level="fail", text="the account does not own it", cure="Correct numbers, or buy it.",
                      code="twilio-not-ours")
        return
    if not row.get("capabilities", {}).get("sms", True):
        yield Finding(step=number, level="fail", text="it takes no text messages", cure="Take a number that does.", code="twilio-no-sms")
        return
    wanted = f"{context.public_url.rstrip('/')}/hooks/{context.name}/message"
    if row.get("sms_url") == wanted and row.get("sms_method", "POST") == "POST":
        yield Finding(step=number, level="ok", text="it is ours and its web hook leads here", code="twilio-number")
    else:
        yield Finding(step=number, level="warn", code="twilio-hook", params={"url": wanted},
                      text="it is ours; its web hook does not lead here, so news waits for the next poll",
                      cure=f"Set “A message comes in” of the number to POST {wanted}, unless a messaging service does it.")


def _public(config: TwilioConfig, context: Context) -> Finding:
    if not context.public_url or (loopback(context.public_url) and not loopback(config.api_url)):
        return Finding(step="public_url", level="warn", text="Twilio cannot reach this installation: no web hooks, no files",
                       code="twilio-public",
                       cure="Set server.public_url to the https address that leads here.")
    if not context.public_url.startswith("https://") and not loopback(context.public_url):
        return Finding(step="public_url", level="warn", text="it is not https: messages travel in the clear", code="not-https",
                       cure="Put TLS before it.")
    return Finding(step="public_url", level="ok", text=context.public_url)
