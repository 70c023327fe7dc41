"""The egress guard: what URLs from outside may reach. It looks at the address that is really connected to, each time."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from typing import Any

import aiohttp

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ForbiddenAddressError(OSError):
    """A URL from outside points into our own network."""


def allowed(address: str, allow: Sequence[Network]) -> bool:
    """Whether a URL from outside may reach this IP address: public ones, and private ones that the admin named."""
    ip: Any = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if any(ip.version == network.version and ip in network for network in allow):
        return True
    nat64 = ip.version == 6 and ip in ipaddress.ip_network("64:ff9b::/96")
    return bool(ip.is_global) and not ip.is_multicast and not nat64


def session(*, guard: Sequence[Network] | None, limit: int = 20, timeout: float = 30.0) -> aiohttp.ClientSession:
    """A client session with a pool and a deadline (seconds). `guard`: the networks of `egress_allow`; None: unguarded.

    Under the guard every connection, also one that a redirect asks for, is checked on its address; proxies of the
    environment are not used, because they would connect elsewhere.
    """
    def checked(info: Any) -> socket.socket:
        family, kind, protocol, _, address = info
        if guard is not None and not allowed(str(address[0]), guard):
            raise ForbiddenAddressError(f"{address[0]} is a private address; add it to server.egress_allow if that is meant")
        return socket.socket(family, kind, protocol)

    connector = aiohttp.TCPConnector(limit=limit, socket_factory=checked)
    return aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=timeout, connect=10.0),
                                 cookie_jar=aiohttp.DummyCookieJar(), trust_env=guard is None)
