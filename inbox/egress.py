"""The egress guard: what URLs from outside may reach. It looks at the address that is really connected to, each time."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Sequence
from typing import Any

import aiohttp

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ForbiddenAddressError(OSError):
    """A URL from outside points into our own network."""


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """What `egress_allow` names, for the guard."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


def allowed(address: str, allow: Sequence[Network]) -> bool:
    """Whether a URL from outside may reach this IP address: public ones, and private ones that the admin named."""
    ip: Any = ipaddress.ip_address(address.partition("%")[0])
    ip = _within(ip) or ip
    if any(ip.version == network.version and ip in network for network in allow):
        return True
    return bool(ip.is_global) and not ip.is_multicast and not any(ip.version == 6 and ip in network for network in _OURS)


# what Python 3.11 calls global and is not: IPv4-compatible (RFC 4291 2.5.5.1), local NAT64 (RFC 8215), site-local (RFC 3879)
_OURS = tuple(ipaddress.ip_network(network) for network in ("::/96", "64:ff9b:1::/48", "fec0::/10"))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052


def _within(ip: Any) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to: mapped, by NAT64 or by 6to4."""
    if ip.version == 4:
        return None
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    found: ipaddress.IPv4Address | None = ip.ipv4_mapped or ip.sixtofour
    return found


def session(*, guard: Sequence[Network] | None, limit: int = 20, timeout: float = 30.0) -> aiohttp.ClientSession:
    """A client session with a pool and a deadline (seconds). `guard`: the networks of `egress_allow`; None: unguarded.

    Under the guard every connection, also one that a redirect asks for, is checked on its address; proxies of the
    environment are not used, because they would connect elsewhere.
    """
    def checked(info: Any) -> socket.socket:
        family, kind, protocol, _, address = info
        _check(address, guard)
        return socket.socket(family, kind, protocol)

    connector = aiohttp.TCPConnector(limit=limit, socket_factory=checked)
    return aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=timeout, connect=10.0),
                                 cookie_jar=aiohttp.DummyCookieJar(), trust_env=guard is None)


def _check(address: Any, guard: Sequence[Network] | None) -> None:
    if guard is not None and not allowed(str(address[0]), guard):
        raise ForbiddenAddressError(errno.EACCES, f"{address[0]} is a private address; add it to server.egress_allow if that is meant")


def dial(host: str, port: int, timeout: float, *, guard: Sequence[Network] | None) -> socket.socket:
    """A connected TCP socket with that timeout (seconds). Blocks. Raises OSError, ForbiddenAddressError among them.

    The name is resolved once, and the address that was checked is the one that is connected to: a name that answers
    differently the next time (DNS rebinding) gains nothing.
    """
    if guard is None:
        return socket.create_connection((host, port), timeout)
    failure: OSError | None = None
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        sock = None
        try:
            _check(address, guard)
            sock = socket.socket(family, kind, protocol)
            sock.settimeout(timeout)
            sock.connect(address)
            return sock
        except OSError as error:
            failure = error if failure is None or isinstance(failure, ForbiddenAddressError) else failure
            if sock is not None:
                sock.close()
    raise failure or OSError(errno.EHOSTUNREACH, f"{host} has no address")
