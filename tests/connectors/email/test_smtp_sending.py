"""Sending: what is known at each step, what may be done again, and what may not."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Coroutine, Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
import servers
from aiosmtpd.controller import Controller

from connectors.email import Email
from inbox.errors import AuthError, RefusedError, TemporaryError, UncertainError
from inbox.testing.context import START, FakeContext, Phases
from inbox.testing.scripted_smtp import ScriptedSmtp
from inbox.types import Address, Attachment, OutboundMessage, Receipt

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Make = Callable[..., Email]
At = Callable[..., dict[str, Any]]


@pytest.fixture(params=[(), ("PIPELINING",)], ids=["one-by-one", "together"])
def smtp(request: pytest.FixtureRequest) -> Iterator[ScriptedSmtp]:
    with ScriptedSmtp(extensions=("SIZE 10485760", "8BITMIME", *request.param)) as server:
        yield server


def bare(server: Any, **more: Any) -> dict[str, Any]:
    """Settings without a login."""
    return {"host": server.host, "port": server.port, "tls": "none", "timeout": 5} | more


def mail(email: Email, *to: str, **more: Any) -> OutboundMessage:
    return email.prepare(OutboundMessage(**({
        "key": "k1", "sender": email.addresses()[0], "to": tuple(Email.address(one) for one in to or ("ann@example.net",)),
        "text": "Hello\n.\n..dots\n", "subject": "Re: hello", "at": START, "token": "m.k1.sig"} | more)))


def test_a_mail_arrives_as_it_was_composed(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email, phases = channel(context, smtp=bare(smtp)), Phases()
            message = mail(email, "ann@example.net", cc=(Email.address("bob@example.net"),),
                           bcc=(Email.address("eve@example.net"), Email.address("ann@example.net")))
            receipt = await email.send(message, phases)
            assert receipt == Receipt(external_ids=("m.k1.sig@example.com",), detail="2.0.0 queued as scripted-1")
            (taken,) = smtp.mails
            assert taken.content == message.prepared and b"eve@" not in taken.content
            assert taken.sender == "support@example.com"
            assert taken.recipients == ["ann@example.net", "bob@example.net", "eve@example.net"]
            assert taken.options == f"SIZE={len(message.prepared or b'')}"
            assert [(name, evidence["server"]) for name, evidence in phases.seen] == [
                ("data_sent", f"{smtp.host}:{smtp.port}")]
            assert not smtp.said("AUTH")
            await email.close()
    run(flow())


def test_the_border_is_recorded_before_a_byte_of_the_mail(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, smtp=bare(smtp))

            async def phase(name: str, /, **evidence: Any) -> None:
                assert name == "data_sent" and not smtp.mails and evidence["recipients"] == ["ann@example.net"]
                raise RuntimeError("the store is down")

            with pytest.raises(RuntimeError):
                await email.send(mail(email), phase)
            assert not smtp.mails
            await email.close()
    run(flow())


@pytest.mark.section9(19)
def test_one_refused_recipient_of_two(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, smtp=bare(smtp))
            smtp.refuse["bad@example.net"] = "550 5.1.1 nobody here"
            receipt = await email.send(mail(email, "ann@example.net", "bad@example.net"), Phases())
            (refusal,) = receipt.refused
            assert (refusal.address.value, refusal.code) == ("bad@example.net", "5.1.1")
            assert refusal.detail == "There is no such mailbox. The server said: 550 5.1.1 nobody here"
            assert smtp.mails[0].recipients == ["ann@example.net"]
            await email.close()
    run(flow())


def test_all_recipients_refused(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email, phases = channel(context, smtp=bare(smtp)), Phases()
            smtp.refuse |= {"a@example.net": "550 5.1.1 nobody", "b@example.net": "550 5.2.2 full"}
            with pytest.raises(RefusedError, match=r"a@example.net: There is no such mailbox.*b@example.net: The mailbox is"):
                await email.send(mail(email, "a@example.net", "b@example.net"), phases)
            smtp.refuse["b@example.net"] = "451 4.7.1 greylisted"
            with pytest.raises(TemporaryError, match="greylisted"):
                await email.send(mail(email, "a@example.net", "b@example.net"), phases)
            assert not smtp.mails and not phases.seen
            await email.close()
    run(flow())


@pytest.mark.section9(18)
@pytest.mark.parametrize("action", ["drop", "hang"])
def test_no_answer_after_the_final_dot_is_uncertain(
        run: Run, channel: Make, smtp: ScriptedSmtp, action: str) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email, phases = channel(context, smtp=bare(smtp, timeout=1)), Phases()
            smtp.fault("CONTENT", action)
            with pytest.raises(UncertainError) as caught:
                await email.send(mail(email), phases)
            assert caught.value.evidence["server"] == smtp.host
            assert phases.names == ["data_sent"] and len(smtp.mails) == 1 and len(smtp.said("DATA")) == 1
            await email.close()
    run(flow())


@pytest.mark.parametrize(("verb", "answer", "kind"), [
    ("GREETING", "drop", TemporaryError), ("EHLO", "drop", TemporaryError), ("MAIL", "drop", TemporaryError),
    ("RCPT", "drop", TemporaryError), ("MAIL", "451 4.3.0 later", TemporaryError),
    ("MAIL", "421 4.3.2 closing", TemporaryError), ("MAIL", "550 5.1.8 bad sender", RefusedError),
    ("MAIL", "530 5.7.0 authentication required", AuthError), ("RCPT", "552 5.2.2 full", RefusedError),
    ("DATA", "451 4.3.0 later", TemporaryError), ("DATA", "554 5.5.1 no", RefusedError),
    ("CONTENT", "452 4.3.1 no room", TemporaryError), ("CONTENT", "554 5.7.1 spam", RefusedError)])
def test_each_answer_has_its_class(
        run: Run, channel: Make, smtp: ScriptedSmtp, verb: str, answer: str, kind: type[Exception]) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, smtp=bare(smtp))
            smtp.fault(verb, answer)
            with pytest.raises(kind) as caught:
                await email.send(mail(email), Phases())
            if isinstance(caught.value, RefusedError):
                assert caught.value.code == answer.split(" ")[1] and answer in caught.value.human
            await email.send(mail(email), Phases())  # and the next one goes
            await email.close()
    run(flow())


@pytest.mark.parametrize("answer", [
    "550 5.4.5 Daily user sending limit exceeded.", "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException"])
def test_sending_limit_passes_by_itself(run: Run, channel: Make, smtp: ScriptedSmtp, answer: str) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, smtp=bare(smtp))
            smtp.fault("CONTENT", answer)
            with pytest.raises(TemporaryError) as caught:
                await email.send(mail(email), Phases())
            assert caught.value.limited and caught.value.retry_after == 3_600
            await email.close()
    run(flow())


@pytest.mark.section9(20)
@pytest.mark.parametrize("login", [True, False])
def test_starttls_stripped_means_no_login_and_no_mail(
        run: Run, channel: Make, at: At, smtp: ScriptedSmtp, login: bool) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            smtp.extensions = ("AUTH PLAIN LOGIN",)
            email = channel(context, smtp=(at if login else bare)(smtp, tls="starttls"))
            with pytest.raises(TemporaryError, match="STARTTLS"):
                await email.send(mail(email), Phases())
            assert [command.split(" ")[0] for command in smtp.commands] in (["EHLO"], ["EHLO", "QUIT"])
            await email.close()
    run(flow())


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_over_tls_with_a_login(run: Run, channel: Make, at: At, authority: Any, tls: str) -> None:
    async def flow() -> None:
        with ScriptedSmtp(tls=authority.server(), implicit=tls == "implicit", user="ann", password="secret",
                          extensions=("STARTTLS", "AUTH PLAIN")) as server:
            async with FakeContext() as context:
                email = channel(context, smtp=at(server, tls=tls, ca_file=str(authority.file)))
                await email.send(mail(email), Phases())
                assert server.logins == ["\0ann\0secret"] and len(server.mails) == 1
                await email.close()
                distrusting = channel(context, smtp=at(server, tls=tls))
                with pytest.raises(TemporaryError, match="certificate"):
                    await distrusting.send(mail(email), Phases())
                assert len(server.logins) == 1
                await distrusting.close()
    run(flow())


def test_refused_login_is_for_the_admin(run: Run, channel: Make, at: At, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            smtp.extensions, smtp.user, smtp.password = ("AUTH PLAIN",), "ann", "other"
            email = channel(context, smtp=at(smtp))
            with pytest.raises(AuthError) as caught:
                await email.send(mail(email), Phases())
            assert "not accepted" in str(caught.value) and "secret" not in str(caught.value)
            smtp.password = "secret"
            smtp.fault("AUTH", "454 4.7.0 temporary authentication failure")
            with pytest.raises(TemporaryError):
                await email.send(mail(email), Phases())
            await email.close()
    run(flow())


def test_xoauth2(run: Run, channel: Make, at: At, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext(tokens=("stale", "fresh")) as context:
            smtp.extensions, smtp.tokens = ("AUTH XOAUTH2",), {"fresh"}
            settings = bare(smtp, username="support@example.com",
                            oauth={"provider": "google", "client_id": "i", "client_secret": "s"})
            email = channel(context, smtp=settings)
            with pytest.raises(AuthError) as caught:
                await email.send(mail(email), Phases())
            assert "stale" not in str(caught.value)
            await email.send(mail(email), Phases())
            assert smtp.logins[-1] == "user=support@example.com\x01auth=Bearer fresh\x01\x01"
            await email.close()
    run(flow())


def test_connection_is_reused_and_a_dead_one_replaced_silently(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, smtp=bare(smtp, per_connection=3))
            for _ in range(2):
                await email.send(mail(email), Phases())
            assert smtp.connections == 1
            smtp.fault("MAIL", "drop")
            await email.send(mail(email), Phases())
            assert smtp.connections == 2 and len(smtp.mails) == 3
            smtp.fault("MAIL", "421 4.4.2 idle too long")
            await email.send(mail(email), Phases())
            smtp.drop_all()
            await email.send(mail(email), Phases())
            assert len(smtp.mails) == 5
            before = smtp.connections
            for _ in range(4):  # three to a connection: the one in use takes two more
                await email.send(mail(email), Phases())
            assert smtp.connections == before + 1
            await email.close()
    run(flow())


def test_parallel_mails_take_connections_of_their_own(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, smtp=bare(smtp))
            await asyncio.gather(*(email.send(mail(email, f"p{number}@example.net"), Phases()) for number in range(8)))
            assert sorted(taken.recipients[0] for taken in smtp.mails) == [f"p{number}@example.net" for number in range(8)]
            await email.close()
    run(flow())


@pytest.mark.parametrize("most", [1, 3])
def test_a_server_that_takes_few_connections_is_sent_to_over_those(run: Run, channel: Make, smtp: ScriptedSmtp, most: int) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, smtp=bare(smtp))
            smtp.most = most
            for begun in (0, 12):
                await asyncio.gather(*(email.send(mail(email, f"p{begun + n}@example.net"), Phases()) for n in range(12)))
            assert {taken.recipients[0] for taken in smtp.mails} == {f"p{n}@example.net" for n in range(24)}
            assert len(smtp.mails) == 24
            assert smtp.connections <= 8 + most  # what was learned from the first refusals holds
            await email.close()
    run(flow())


def test_never_more_connections_than_are_configured(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, smtp=bare(smtp, connections=2))
            await asyncio.gather(*(email.send(mail(email, f"p{n}@example.net"), Phases()) for n in range(8)))
            assert len(smtp.mails) == 8 and smtp.carried <= 2
            await email.close()
    run(flow())


def test_a_server_that_wants_fewer_mails_at_once_gets_fewer(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, smtp=bare(smtp))
            smtp.fault("CONTENT", "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded")
            answers = await asyncio.gather(*(email.send(mail(email, f"p{n}@example.net"), Phases()) for n in range(4)),
                                           return_exceptions=True)
            assert [isinstance(one, Receipt) for one in answers].count(True) == 3
            assert [isinstance(one, TemporaryError) for one in answers].count(True) == 1
            smtp.carried = 0
            await asyncio.gather(*(email.send(mail(email, f"q{n}@example.net"), Phases()) for n in range(8)))
            assert smtp.carried < 8
            await email.close()
    run(flow())


def test_a_server_that_is_away_is_not_asked_for_each_mail_again_and_again(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, smtp=bare(smtp))
            smtp.fault("GREETING", "drop", times=100)
            answers = await asyncio.gather(*(email.send(mail(email, f"p{n}@example.net"), Phases()) for n in range(8)),
                                           return_exceptions=True)
            assert all(isinstance(one, TemporaryError) for one in answers)
            assert smtp.connections == 8
            await email.close()
    run(flow())


def test_idle_connection_is_closed_after_a_while(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, smtp=bare(smtp, idle_close=0.1))
            await email.send(mail(email), Phases())
            assert await asyncio.to_thread(smtp.wait, 10, lambda: smtp.said("QUIT"))
            await email.close()
    run(flow())


def test_too_large_for_the_server_is_said_before_it_is_sent(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            smtp.extensions = ("SIZE 100000",)
            email = channel(context, smtp=bare(smtp))
            with pytest.raises(RefusedError, match=r"takes at most 0\.1 MB") as caught:
                await email.send(mail(email, attachments=(Attachment(name="a.bin", data=b"x" * 200_000),)), Phases())
            assert caught.value.code == "too_large" and not smtp.said("DATA")
            await email.close()
    run(flow())


def test_status_notices_are_asked_for_where_they_are_offered(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            smtp.extensions = ("DSN",)
            email = channel(context, smtp=bare(smtp))
            await email.send(mail(email), Phases())
            assert smtp.mails[0].options == "RET=HDRS ENVID=m.k1.sig@example.com"
            assert smtp.said("RCPT TO:<ann@example.net> NOTIFY=FAILURE,DELAY")
            await email.close()
    run(flow())


def test_letters_beyond_ascii_before_the_at(run: Run, channel: Make, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, smtp=bare(smtp))
            with pytest.raises(RefusedError, match="SMTPUTF8"):
                await email.send(mail(email, "jörg@example.net"), Phases())
            smtp.extensions = ("8BITMIME", "SMTPUTF8")
            await email.close()
            await email.send(mail(email, "jörg@bücher.example"), Phases())
            assert smtp.mails[0].recipients == ["jörg@xn--bcher-kva.example"]
            assert "SMTPUTF8" in smtp.mails[0].options
            await email.close()
    run(flow())


def test_a_real_server_takes_it(run: Run, channel: Make) -> None:
    """aiosmtpd, written by others, parses what we say."""
    class Keep:
        def __init__(self) -> None:
            self.envelopes: list[Any] = []

        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            self.envelopes.append(envelope)
            return "250 2.0.0 kept"

    async def flow(port: int) -> None:
        async with FakeContext() as context:
            email = channel(context, smtp={"host": "127.0.0.1", "port": port, "tls": "none"})
            await email.send(mail(email, "ann@example.net", text="Grüße\n.\n"), Phases())
            await email.close()

    keep = Keep()
    controller = Controller(keep, hostname="127.0.0.1", port=0)
    controller.port = servers.free_port()
    controller.start()
    try:
        run(flow(controller.port))
    finally:
        controller.stop()
    parsed = message_from_bytes(keep.envelopes[0].original_content, policy=policy.default)
    assert parsed.get_content() == "Grüße\r\n.\r\n" and keep.envelopes[0].rcpt_tos == ["ann@example.net"]


def test_plain_login_is_what_the_rfc_says(run: Run, channel: Make, at: At, smtp: ScriptedSmtp) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            smtp.extensions, smtp.user, smtp.password = ("AUTH PLAIN",), "ann", "pässwörd"
            email = channel(context, smtp=at(smtp, password="pässwörd"))
            await email.send(mail(email), Phases())
            assert smtp.said(base64.b64encode("\0ann\0pässwörd".encode()).decode())
            await email.close()
    run(flow())


def test_address_kind_is_the_space_of_addresses() -> None:
    assert Email.address("Ann Lee <Ann@Example.NET>") == Address(kind="email", value="ann@example.net", name="Ann Lee")
    for wrong in ("ann", "ann@", "@example.net", "a b@example.net", "ann@exa mple.net", "ann@example.net\nBcc: x@y.z"):
        with pytest.raises(ValueError, match=r"e-mail address|domain"):
            Email.address(wrong)
