"""Polling real IMAP servers, written by others: Dovecot and pymap."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from connectors.email import Email
from inbox.errors import AuthError
from inbox.testing.context import FakeContext
from inbox.types import Address, OutboundMessage, Receipt

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Make = Callable[..., Email]


def mails(count: int, first: int = 1) -> list[bytes]:
    return [b"Message-ID: <%d@example.net>\r\nSubject: mail %d\r\n\r\nbody %d\r\n" % (number, number, number)
            for number in range(first, first + count)]


def settings(server: Any, user: str, **more: Any) -> dict[str, Any]:
    return {"host": server.host, "port": server.port, "tls": "none", "username": user, "password": server.password} | more


async def drain(email: Email, cursor: str, feed: str = "INBOX") -> tuple[list[Any], str]:
    items: list[Any] = []
    for _ in range(200):
        batch = await email.poll(feed, cursor)
        items += batch.items
        cursor = batch.cursor
        if not batch.more:
            return items, cursor
    raise AssertionError("the poll never ends")


def test_dovecot_from_now_on_and_everything(run: Run, channel: Make, dovecot: Any) -> None:
    async def flow() -> None:
        await asyncio.to_thread(dovecot.deliver, "now", mails(130))
        async with FakeContext() as context:
            email = channel(context, imap=settings(dovecot, "now"))
            cursor = await email.start("INBOX", None)
            assert await drain(email, cursor) == ([], cursor)
            await asyncio.to_thread(dovecot.deliver, "now", mails(3, 131))
            items, cursor = await drain(email, cursor)
            assert [item.data for item in items] == mails(3, 131)
            history = await email.start("INBOX", context.now().replace(year=1970))
            items, cursor = await drain(email, history)
            assert [item.data for item in items] == mails(133)
            assert len({item.item for item in items}) == 133
            assert not any(b"\\Seen" in flags for flags, _ in await asyncio.to_thread(dovecot.messages, "now"))
            await email.close()
    run(flow())


@pytest.mark.section9(2)
def test_dovecot_folder_made_anew(run: Run, channel: Make, dovecot: Any) -> None:
    """A folder that was deleted and restored: same mails, another UIDVALIDITY."""
    def restore() -> None:
        client = dovecot.imap("restored")
        client.delete("Support")
        client.logout()
        dovecot.deliver("restored", mails(6), folder="Support")

    async def flow() -> None:
        await asyncio.to_thread(dovecot.deliver, "restored", mails(5), "Support")
        async with FakeContext() as context:
            email = channel(context, imap=settings(dovecot, "restored", folders=["Support"]))
            items, cursor = await drain(email, await email.start("Support", context.now().replace(year=1970)), "Support")
            assert len(items) == 5
            await email.close()
            await asyncio.to_thread(restore)
            again, cursor = await drain(email, cursor, "Support")
            # all come once more under new names; the ledger knows five of them by what they say
            assert [item.data for item in again] == mails(6)
            assert not {item.item for item in again} & {item.item for item in items}
            assert await drain(email, cursor, "Support") == ([], cursor)
            await email.close()
    run(flow())


@pytest.mark.parametrize("after", ["seen", "move:Done & gone"])
def test_dovecot_afterwards(run: Run, channel: Make, dovecot: Any, after: str) -> None:
    async def flow() -> None:
        user = f"after{after[:4]}"
        await asyncio.to_thread(dovecot.deliver, user, mails(1), "Done & gone")
        async with FakeContext() as context:
            email = channel(context, imap=settings(dovecot, user), after_ingest=after)
            cursor = await email.start("INBOX", None)
            await asyncio.to_thread(dovecot.deliver, user, mails(2, 2))
            batch = await email.poll("INBOX", cursor)
            await email.settled("INBOX", batch)
            left = await asyncio.to_thread(dovecot.messages, user)
            if after == "seen":
                assert [b"\\Seen" in flags for flags, _ in left] == [True, True]
            else:
                assert left == [] and len(await asyncio.to_thread(dovecot.messages, user, "Done & gone")) == 3
            assert await drain(email, batch.cursor) == ([], batch.cursor)
            await email.close()
    run(flow())


def test_dovecot_sent_copy_and_refused_login(run: Run, channel: Make, dovecot: Any) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=settings(dovecot, "copies"))
            message = email.prepare(OutboundMessage(
                key="k", sender=email.addresses()[0], to=(Address(kind="email", value="ann@example.net"),), text="x",
                subject="s", at=context.now(), token="m.k.s"))
            assert await email.resolve(message) is None
            for _ in range(2):
                await email.complete(message, Receipt())
            copies = await asyncio.to_thread(dovecot.messages, "copies", "Sent")
            assert [raw for _, raw in copies] == [message.prepared]
            assert await email.resolve(message) is not None
            await email.close()
            wrong = channel(context, imap=settings(dovecot, "copies", password="wrong"))
            with pytest.raises(AuthError):
                await wrong.start("INBOX", None)
            await wrong.close()
    run(flow())


@asynccontextmanager
async def pymap() -> AsyncIterator[Any]:
    """pymap inside our own loop, one user with the mails of its demonstration."""
    from argparse import ArgumentParser
    from types import SimpleNamespace

    from pymap.backend.dict import DictBackend
    from pymap.service import services

    with __import__("socket").socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    parser = ArgumentParser()
    DictBackend.add_subparser("dict", parser.add_subparsers(dest="backend"))
    for service in services.values():
        service.add_arguments(parser)
    args = parser.parse_args(["--host", "127.0.0.1", "--port", str(port), "dict", "--demo-data"])
    args.insecure_login, args.debug, args.passlib_cfg = True, False, None
    async with AsyncExitStack() as stack:
        backend, config = await DictBackend.init(args)
        config.apply_context()
        await backend.start(stack)
        await services["imap"](backend, config).start(stack)
        yield SimpleNamespace(host="127.0.0.1", port=port, password="demopass")


def test_pymap(run: Run, channel: Make) -> None:
    async def flow() -> None:
        async with pymap() as server, FakeContext() as context:
            email = channel(context, imap=settings(server, "demouser"))
            items, cursor = await drain(email, await email.start("INBOX", context.now().replace(year=1970)))
            assert len(items) == 4 and all(item.data for item in items)
            assert await drain(email, cursor) == ([], cursor)
            message = email.prepare(OutboundMessage(
                key="k", sender=email.addresses()[0], to=(Address(kind="email", value="ann@example.net"),), text="x",
                subject="s", at=context.now(), token="m.k.s"))
            for _ in range(2):
                await email.complete(message, Receipt())
            assert await email.resolve(message) is not None
            woken = asyncio.Event()
            listening = asyncio.create_task(email.listen("INBOX", woken.set))
            async with asyncio.timeout(60):
                await woken.wait()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await email.close()
    run(flow())
