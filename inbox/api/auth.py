"""Who asks: bearer tokens, the page's cookie with its CSRF token, the throttle of logins."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from inbox.api.problems import Problem, log
from inbox.app import App
from inbox.errors import StoreError
from inbox.store import agents
from inbox.store.acts import Actor
from inbox.store.views import Sight

COOKIE = "inbox_session"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
NOBODY = Actor("system", None, "nobody", "agent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who asks. `csrf` and `cookie` are empty for a token."""

    actor: Actor
    sight: Sight
    email: str = ""
    csrf: str = ""
    cookie: str = field(default="", repr=False)

    @property
    def admin(self) -> bool:
        return self.actor.role == "admin"

    @property
    def agent(self) -> int:
        """The agent's id."""
        return self.sight.agent


_PUBLIC = Who(actor=NOBODY, sight=Sight(agent=0))
RESTRICTIONS: web.AppKey[dict[str, frozenset[str]]] = web.AppKey("restrictions")  # channel -> who may see it; empty: everybody


async def authenticate(request: web.Request, app: App, role: str) -> Who:
    """Who asks, if they may. Raises Problem 401 or 403."""
    if role == "public":
        return _PUBLIC
    header = request.headers.get("Authorization")
    if header is not None:
        who = await _bearer(request, app, header)
    elif COOKIE in request.cookies:
        who = await _cookie(request, app, request.cookies[COOKIE])
    else:
        raise _unknown("unauthenticated", "this needs `Authorization: Bearer TOKEN` or a login")
    if role == "admin" and not who.admin:
        log.warning("agent %d, who is no admin, was refused %s %s", who.agent, request.method, _declared(request))
        raise Problem(403, "admin_only", "only an admin may do this")
    return who


def _declared(request: web.Request) -> str:
    """The route, without what a caller put into it."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "an unknown address"


def _unknown(code: str, detail: str) -> Problem:
    return Problem(401, code, detail, headers={"WWW-Authenticate": "Bearer"})


async def _bearer(request: web.Request, app: App, header: str) -> Who:
    scheme, _, token = header.partition(" ")
    row = await app.store.quick(agents.bearer, token.strip()) if scheme.lower() == "bearer" else None
    if row is None:
        log.info("a token that does not hold was given from %s", remote(request, app))
        raise _unknown("token", "this token is not valid, or it was revoked")
    if row.used_at is None or app.store.clock() - row.used_at > agents.HOUR:
        await _note(app, agents.touch_token, row.token_id)
    return _who(request, app, row)


async def _note(app: App, touch: Callable[..., None], *what: Any) -> None:
    """Notes that a token or a login was used."""
    try:
        await app.store.brief(touch, *what)
    except StoreError as error:  # a full disk: reading goes on
        log.warning("when it was used could not be noted: %s", error)


async def _cookie(request: web.Request, app: App, cookie: str) -> Who:
    now = app.store.clock()
    row = await app.store.quick(agents.session, cookie, now)
    if row is None:
        raise _unknown("session", "this login has ended; log in again")
    given = request.headers.get("X-CSRF-Token", "")
    if request.method not in SAFE and not hmac.compare_digest(given.encode("utf-8", "replace"), row.csrf.encode()):
        log.warning("agent %d was refused %s %s: no CSRF token, or another's", row.id, request.method, _declared(request))
        raise Problem(403, "csrf", "the header X-CSRF-Token is missing or wrong; `POST /session` gives it, `GET /me` too")
    end = agents.session_end(row.created_at, now)
    if end - row.expires_at > agents.HOUR:
        await _note(app, agents.touch_session, cookie, end)
    return _who(request, app, row, csrf=row.csrf, cookie=cookie)


def _who(request: web.Request, app: App, row: Any, **more: str) -> Who:
    hidden = frozenset[str]() if row.role == "admin" else hidden_channels(request.app[RESTRICTIONS], app, row.email)
    actor, sight = Actor("agent", row.id, row.name, row.role), Sight(agent=row.id, hidden=hidden)
    return Who(actor=actor, sight=sight, email=row.email, **more)


def hidden_channels(known: dict[str, frozenset[str]], app: App, email: str) -> frozenset[str]:
    """Channels that do not admit the agent with this address (in lower case).

    `known` keeps who may see what also of channels that have left the configuration, or are written wrongly in it.
    """
    for name, settings in app.config.channels.items():
        known[name] = frozenset(map(str.lower, settings.agents))
    return frozenset(name for name, emails in known.items() if emails and email not in emails)


# ---------------------------------------------------------------- where a request comes from

def own(request: web.Request, app: App) -> bool:
    """Whether our own page, or no page at all, sends this: by what the browser says of it, which no foreign page can change."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")  # a browser that says nothing of sites, or a page that came by plain http
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc in (request.host, urlsplit(app.config.server.public_url).netloc)
    except ValueError:  # no address at all
        return False


@lru_cache(maxsize=64)
def _networks(texts: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


def remote(request: web.Request, app: App) -> str:
    """The caller's address: the last one in X-Forwarded-For that is no trusted proxy, when such a proxy hands it over."""
    trusted = _networks(tuple(app.config.server.trusted_proxies))
    address = request.remote or ""
    hops = [hop.strip() for header in request.headers.getall("X-Forwarded-For", []) for hop in header.split(",")]
    while hops and _inside(address, trusted):
        address = hops.pop()
    return address[:64]


def place(request: web.Request, app: App) -> str:
    """Where the caller is, for counting what they try: of IPv6 the network, for who has one address there has all of them."""
    address = remote(request, app)
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found) >> 64 << 64, 64)))


def _inside(address: str, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)
