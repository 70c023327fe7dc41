"""After sending: the copy in the Sent folder, once, and a look there when an end is uncertain."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from connectors.email import Email
from inbox.errors import RefusedError, TemporaryError
from inbox.testing.context import START, FakeContext, Phases
from inbox.testing.scripted_imap import ScriptedFolder, ScriptedImap
from inbox.testing.scripted_smtp import ScriptedSmtp
from inbox.types import OutboundMessage, Receipt

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Make = Callable[..., Email]
At = Callable[..., dict[str, Any]]


@pytest.fixture
def smtp() -> Iterator[ScriptedSmtp]:
    with ScriptedSmtp() as server:
        yield server


def bare(server: Any, **more: Any) -> dict[str, Any]:
    """Settings without a login."""
    return {"host": server.host, "port": server.port, "tls": "none", "timeout": 5} | more


def mail(email: Email, *to: str, **more: Any) -> OutboundMessage:
    return email.prepare(OutboundMessage(**({
        "key": "k1", "sender": email.addresses()[0], "to": tuple(Email.address(one) for one in to or ("ann@example.net",)),
        "text": "Hello\n.\n..dots\n", "subject": "Re: hello", "at": START, "token": "m.k1.sig"} | more)))


@pytest.fixture
def imap() -> Iterator[ScriptedImap]:
    with ScriptedImap() as server:
        server.folders["Gesendet"] = ScriptedFolder(special="\\Sent")
        yield server


def test_copy_to_sent_once(run: Run, channel: Make, at: At, imap: ScriptedImap, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap), smtp=bare(smtp))
            message = mail(email, text="Grüße\n")
            assert await email.resolve(message) is None
            for _ in range(2):
                await email.complete(message, Receipt())
            assert imap.appended == [("Gesendet", message.prepared)]
            assert "\\Seen" in imap.folders["Gesendet"].flags[1]
            assert await email.resolve(message) == Receipt(
                external_ids=("m.k1.sig@example.com",), detail="found in the Sent folder")
            imap.fault("UID SEARCH", "drop", 2)
            with pytest.raises(TemporaryError):
                await email.complete(message, Receipt())
            await email.close()
    run(flow())


@pytest.mark.parametrize(("settings", "expected"), [
    ({"sent_folder": "-"}, []), ({"sent_folder": "Archive"}, ["Archive"]), ({}, ["Gesendet"])])
def test_sent_folder_as_configured(run: Run, channel: Make, at: At, imap: ScriptedImap, smtp: ScriptedSmtp,
                                   settings: dict[str, str], expected: list[str]) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap), smtp=bare(smtp), **settings)
            await email.complete(mail(email), Receipt())
            assert [name for name, _ in imap.appended] == expected
            await email.close()
    run(flow())


def test_providers_that_keep_copies_get_none_from_us(
        run: Run, channel: Make, at: At, imap: ScriptedImap, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            imap.capabilities += " X-GM-EXT-1"
            email = channel(context, imap=at(imap), smtp=bare(smtp))
            await email.complete(mail(email), Receipt())
            outlook = channel(context, imap=at(imap), smtp={"host": "smtp.office365.com", "username": "u", "password": "p"})
            before = imap.connections
            await outlook.complete(mail(email), Receipt())
            assert imap.appended == [] and imap.connections == before
            await email.close()
            await outlook.close()
    run(flow())


def test_no_sent_folder_is_no_fault(
        run: Run, channel: Make, at: At, imap: ScriptedImap, smtp: ScriptedSmtp, caplog: pytest.LogCaptureFixture) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            del imap.folders["Gesendet"]
            email = channel(context, imap=at(imap), smtp=bare(smtp))
            for _ in range(2):
                await email.complete(mail(email), Receipt())
            assert imap.appended == [] and caplog.text.count("no Sent folder") == 1
            await email.close()
    run(flow())


def test_a_channel_without_smtp_says_so(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap))
            with pytest.raises(RefusedError, match="only receives"):
                await email.send(mail(email), Phases())
    run(flow())
