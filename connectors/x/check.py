"""`check --connect` for X: every step from the name to the budget. It sends nothing and changes nothing."""

from __future__ import annotations

import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from inbox.connector import Finding
from inbox.errors import AuthError, ChannelError, RefusedError

from . import facts

if TYPE_CHECKING:
    from . import X
    from .api import Api

_SKEW = timedelta(seconds=60)
_OLD = timedelta(days=180)


async def check(x: X) -> AsyncIterator[Finding]:
    """The findings in order; what cannot be reached ends the row."""
    reached = True
    for finding in await x.context.thread(lambda: list(_reach(x.config.api_url, x.context.dial))):
        reached = reached and finding.level != "fail"
        yield finding
    if not reached:
        return
    api = await x.client()
    login = await _login(x, api)
    yield login
    yield _clock(api)
    if login.level == "fail":
        return
    for finding in _scope(x, api):
        yield finding
    if "dms" in x.config.feeds:
        yield await _direct(x, api)
    yield _budget(x)
    if "dms" in x.config.feeds:
        yield Finding(step="encrypted chats", level="ok", code="x-chats", params={"days": facts.DM_DAYS},
                      text=f"X's API shows no encrypted chats, and direct messages of the last {facts.DM_DAYS} days only: those "
                           "chats are not visible here")
    old = x.context.now().date() - facts.CHECKED_ON > _OLD
    yield Finding(step="facts", level="warn" if old else "ok", code="x-facts-old" if old else "x-facts",
                  params={"at": f"{facts.CHECKED_ON}"},
                  text=f"X's prices, limits and rules are those of {facts.CHECKED_ON}",
                  cure="See whether they still hold (docs.x.com, pricing and rate limits) and update Inbox." if old else "")


def _reach(api_url: str, dial: Callable[[str, int, float], socket.socket]) -> Iterator[Finding]:
    """DNS and TLS. Blocking."""
    parts = urlsplit(api_url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        yield Finding(step="dns", level="fail", text=f"{host} cannot be resolved: {error.strerror or error}",
                      code="no-name", params={"host": host, "why": error.strerror or str(error)},
                      cure="Correct api_url, or this machine's name servers.")
        return
    known = ", ".join(sorted({str(entry[4][0]) for entry in found}))
    yield Finding(step="dns", level="ok", text=f"{host} is {known}", code="name", params={"host": host, "known": known})
    try:
        with dial(host, port, 10) as sock:
            if parts.scheme != "https":
                yield _unencrypted(host)
                return
            with ssl.create_default_context().wrap_socket(sock, server_hostname=host) as tls:
                yield Finding(step="tls", level="ok", text=f"{tls.version()}, the certificate names {host}", code="tls-accepted",
                              params={"version": str(tls.version())})
    except ssl.SSLError as error:
        yield Finding(step="tls", level="fail", text=f"no trusted TLS with {host}: {error.reason or error}",
                      code="tls-untrusted", params={"host": host, "why": str(error.reason or error)},
                      cure="See this machine's clock and certificate authorities, and whether a proxy stands in between.")
    except OSError as error:
        yield Finding(step="tcp", level="fail", text=f"port {port} of {host} does not answer: {error.strerror or error}",
                      code="port-away", params={"host": host, "port": str(port), "why": error.strerror or str(error)},
                      cure="See whether this machine may reach it; a firewall may want a rule.")


def _unencrypted(host: str) -> Finding:
    if host in ("localhost", "::1") or host.startswith("127."):
        return Finding(step="tls", level="ok", text="none, on loopback: a stand-in for X", code="x-stand-in")
    return Finding(step="tls", level="warn", text="api_url is http: tokens and messages cross the network unencrypted", code="x-http",
                   cure="Use https.")


async def _login(x: X, api: Api) -> Finding:
    try:
        user = await api.me()
    except AuthError as error:
        cure = "Make new keys and tokens in X's developer portal." if x.config.signed else \
            f"Authorise it in the browser, or run `inbox channel authorise {x.context.name}`."
        return Finding(step="login", level="fail", text=str(error), cure=cure, code="x-keys" if x.config.signed else "token-refused",
                       params={"why": str(error)})
    except ChannelError as error:
        return Finding(step="login", level="fail", text=str(error), cure="Try again; if it stays so, see status.x.com.",
                       code="x-login-failed",
                       params={"why": str(error)})
    how = "OAuth 1.0a" if x.config.signed else "OAuth 2"
    return Finding(step="login", level="ok", text=f"we are @{user.get('username')} ({user.get('id')}), by {how}", code="x-login",
                   params={"user": f"@{user.get('username')}", "how": how})


def _clock(api: Api) -> Finding:
    skew = api.limits.skew
    seconds = skew.total_seconds()
    if abs(skew) > _SKEW:
        return Finding(step="clock", level="warn", code="clock-off", params={"seconds": round(abs(seconds))},
                       text=f"this machine's clock is {abs(seconds):,.0f} s "
                       f"{'behind' if seconds > 0 else 'ahead'}", cure="Set the clock (timedatectl set-ntp true).")
    return Finding(step="clock", level="ok", text=f"within {max(abs(seconds), 2):.0f} s of X's", code="clock")


def _scope(x: X, api: Api) -> Iterator[Finding]:
    """OAuth 1.0a: X says in a header what the app may do."""
    level = api.headers.get("x-access-level", "").lower()
    if not x.config.signed or not level:
        return
    cure = "Give the app \"Read and write and Direct message\" in X's developer portal, then make a new access token."
    if "write" not in level:
        yield Finding(step="scope", level="fail", text=f"the app may only {level}: it cannot reply", cure=cure, code="x-scope-read",
                      params={"known": level})
    elif "directmessages" not in level and "dms" in x.config.feeds:
        yield Finding(step="scope", level="fail", text=f"the app may {level}, without direct messages", cure=cure,
                      code="x-scope-direct", params={"known": level})
    else:
        yield Finding(step="scope", level="ok", text=f"the app may {level}", code="x-scope", params={"known": level})


async def _direct(x: X, api: Api) -> Finding:
    """Whether direct messages may be read; mentions may work without."""
    try:
        await api.dms(bare=True, max_results=1)
    except (AuthError, RefusedError) as error:
        return Finding(step="direct messages", level="fail", text=str(error), code="x-direct-refused", params={"why": str(error)},
                       cure="Give the app the right to direct messages and authorise it anew, or take dms out of feeds.")
    except ChannelError as error:
        return Finding(step="direct messages", level="warn", text=str(error), cure="Try again later.",
                       code="later", params={"why": str(error)})
    return Finding(step="direct messages", level="ok", text="readable", code="x-direct")


def _budget(x: X) -> Finding:
    params: dict[str, str | int | float] = {"spent": f"${x.budget.spent:.2f}"}
    if x.budget.limit is None:
        return Finding(step="budget", level="warn", text=x.budget.words(), code="x-budget-none", params=params,
                       cure="Set monthly_budget_usd: X charges for every post and message that is read.")
    params["limit"] = f"${x.budget.limit:.2f}"
    if x.budget.exhausted:
        return Finding(step="budget", level="fail", text=f"{x.budget.words()}; reading goes on at {x.budget.ends:%Y-%m-%d}",
                       code="x-budget-spent", params={**params, "at": f"{x.budget.ends:%Y-%m-%d}"},
                       cure="Raise monthly_budget_usd.")
    return Finding(step="budget", level="ok", text=x.budget.words(), code="x-budget", params=params)
