"""The egress guard: whatever form a private address takes, a URL from outside does not reach it."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

import pytest
from aiohttp import ClientConnectorError, web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from inbox import egress

PRIVATE = ("127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
           "224.0.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
           "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:db8::1")
PUBLIC = ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1")


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address: str) -> None:
    assert not egress.allowed(address, ())


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_reached(address: str) -> None:
    assert egress.allowed(address, ())


def test_what_the_admin_named_is_reached_in_every_form() -> None:
    allow = (ipaddress.ip_network("10.0.0.0/8"),)
    assert egress.allowed("10.1.2.3", allow)
    assert egress.allowed("::ffff:10.1.2.3", allow)
    assert not egress.allowed("192.168.1.1", allow)


class _Rebinding(AbstractResolver):
    """A name that is public when somebody looks at it and private when somebody connects."""

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        return None


def test_the_address_that_is_connected_to_is_what_counts_also_after_a_redirect() -> None:
    async def tell(request: web.Request) -> web.StreamResponse:
        return web.Response(text="secret")

    async def run() -> None:
        secret = web.Application()
        secret.router.add_get("/", tell)
        async with TestServer(secret) as inside:
            async def lead(request: web.Request) -> web.StreamResponse:
                raise web.HTTPFound(f"http://127.0.0.2:{inside.port}/")
            front = web.Application()
            front.router.add_get("/", lead)
            async with TestServer(front) as outside, egress.session(guard=(ipaddress.ip_network("127.0.0.1/32"),)) as session:
                async with session.get(inside.make_url("/")) as answer:
                    assert await answer.text() == "secret"  # the admin allowed this one
                with pytest.raises((ClientConnectorError, egress.ForbiddenAddressError), match="is a private address"):
                    await session.get(outside.make_url("/"))
            async with egress.session(guard=()) as session:
                session.connector._resolver = _Rebinding()  # type: ignore[union-attr]  # a name server under the attacker's hand
                with pytest.raises((ClientConnectorError, egress.ForbiddenAddressError), match="is a private address"):
                    await session.get(f"http://public.example:{inside.port}/")
    asyncio.run(run())
