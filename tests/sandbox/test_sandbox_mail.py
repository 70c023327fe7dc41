"""The mail stand-ins, driven by the client libraries that the connector uses, from another thread than the server's."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import email
import email.policy
import smtplib
import time
from collections.abc import Callable, Iterator
from typing import Any

import imapclient
import pytest

from inbox.sandbox.stage import PASSWORD, SHOP, Stage

DEADLINE = 30.0


async def say(control: Any, text: str = "", **more: Any) -> str:
    return str(await control.say("support", "Ann <ann@example.net>", text, **more))


@contextlib.contextmanager
def log_in(stage: Stage) -> Iterator[imapclient.IMAPClient]:
    client = imapclient.IMAPClient("127.0.0.1", stage.imap.port, ssl=False, timeout=DEADLINE)
    try:
        client.login(SHOP, PASSWORD)
        yield client
    finally:
        with contextlib.suppress(OSError):  # the server may have hung up
            client.shutdown()


def mails(stage: Stage, folder: str = "INBOX") -> list[bytes]:
    with log_in(stage) as client:
        client.select_folder(folder)
        return [part[b"BODY[]"] for part in client.fetch(client.search(), ["BODY.PEEK[]"]).values()]


def send(stage: Stage, text: str = "Hello", to: tuple[str, ...] = ("ann@example.net",), login: bool = True) -> Any:
    with smtplib.SMTP("127.0.0.1", stage.smtp.port, timeout=DEADLINE) as client:
        if login:
            client.login(SHOP, PASSWORD)
        body = f"From: {SHOP}\r\nTo: {', '.join(to)}\r\nSubject: Re: Order\r\nMessage-ID: <a@b>\r\n\r\n{text}\r\n"
        return client.sendmail(SHOP, to, body)


def test_a_customers_mail_is_a_proper_mail(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        first = await say(control, text="Where is it?\n.\nAnn", subject="Käse & Brot",
                          attachments=[{"name": "é.txt", "media_type": "text/plain", "data": "aGk="}])
        second = await say(control, text="Hello?", reply_to=first)
        raws = await asyncio.to_thread(mails, stage)
        one, two = (email.message_from_bytes(raw, policy=email.policy.default) for raw in raws)
        assert one["Message-ID"] == f"<{first}>" and one["Subject"] == "Käse & Brot"
        assert one["From"] == "Ann <ann@example.net>" and one["To"] == SHOP
        body = one.get_body()
        assert body is not None and body.get_content().replace("\r\n", "\n") == "Where is it?\n.\nAnn\n"
        assert [(part.get_filename(), part.get_content()) for part in one.iter_attachments()] == [("é.txt", "hi")]
        assert two["In-Reply-To"] == two["References"] == f"<{first}>" and two["Message-ID"] == f"<{second}>"
        assert two["Subject"] == "Re: Käse & Brot"
    on_stage(play)


def test_idle_is_woken_by_a_mail(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        def wait_for_news(idling: Callable[[], Any]) -> list[Any]:
            with log_in(stage) as client:
                client.select_folder("INBOX")
                client.idle()
                idling()
                news = client.idle_check(timeout=DEADLINE)
                client.idle_done()
                return list(news)
        loop, ready = asyncio.get_running_loop(), asyncio.Event()
        waiting = asyncio.create_task(asyncio.to_thread(wait_for_news, lambda: loop.call_soon_threadsafe(ready.set)))
        await ready.wait()
        await say(control, text="Hi")
        assert (1, b"EXISTS") in await waiting
    on_stage(play)


def test_smtp_takes_mail_and_shows_it(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        refused = await asyncio.to_thread(send, stage, "It left today.\n.", ("ann@example.net", "nobody@example.net"))
        assert list(refused) == ["nobody@example.net"]
        (item,) = await control.received()
        assert item["to"] == "ann@example.net" and item["external_id"] == "a@b" and item["subject"] == "Re: Order"
        assert item["text"] == "It left today.\n." and item["raw"].startswith("From: ") and item["channel"] == "support"
        assert await control.received("email") == [item] and await control.received("sms") == []
        reply = await say(control, text="Thanks", reply_to="a@b")
        (raw,) = await asyncio.to_thread(mails, stage)
        assert email.message_from_bytes(raw)["In-Reply-To"] == "<a@b>" and reply
    on_stage(play)


def test_mail_to_the_shop_itself_reaches_its_inbox(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        await asyncio.to_thread(send, stage, "A form on our page", (SHOP,), False)
        assert len(await asyncio.to_thread(mails, stage)) == len(await control.received()) == 1
    on_stage(play)


def test_who_is_gone_bounces(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        await asyncio.to_thread(send, stage, "Hello", ("gone@example.net", "ann@example.net"))
        (raw,) = await asyncio.to_thread(mails, stage)
        report = email.message_from_bytes(raw)
        assert (report.get_content_type(), report.get_param("report-type"), report["To"]) == (
            "multipart/report", "delivery-status", SHOP)
        words, status, fields, headers = list(report.walk())[1:3] + list(report.walk())[-2:]
        assert "gone@example.net" in str(words.get_payload()) and status.get_content_type() == "message/delivery-status"
        assert fields["Final-Recipient"] == "rfc822; gone@example.net"
        assert (fields["Action"], fields["Status"]) == ("failed", "5.1.1")
        assert "Message-ID: <a@b>" in str(headers.get_payload())
    on_stage(play)


def test_wrong_passwords_are_refused(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        def wrong() -> None:
            with (imapclient.IMAPClient("127.0.0.1", stage.imap.port, ssl=False, timeout=DEADLINE) as client,
                  pytest.raises(imapclient.exceptions.LoginError, match="nvalid")):
                client.login(SHOP, "no")
            with (smtplib.SMTP("127.0.0.1", stage.smtp.port, timeout=DEADLINE) as mailer,
                  pytest.raises(smtplib.SMTPAuthenticationError)):
                mailer.login(SHOP, "no")
        await asyncio.to_thread(wrong)
    on_stage(play)


def test_imap_faults(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        def command() -> Exception | None:
            try:
                mails(stage)
            except (imapclient.exceptions.IMAPClientError, OSError) as error:
                return error
            return None
        for kind, words in (("drop", ""), ("429", "LIMIT"), ("500", "UNAVAILABLE"), ("html", "")):
            await control.fault("imap", kind, times=1)
            error = await asyncio.to_thread(command)
            assert error is not None and words in str(error), kind
            assert await asyncio.to_thread(command) is None, kind
    on_stage(play)


def test_imap_delivers_twice_and_out_of_order(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        await control.fault("imap", "duplicate")
        twice = await say(control, text="1")
        await control.fault("imap", "reorder")
        late = await say(control, text="2")
        early = await say(control, text="3", reply_to=late)
        ids = [email.message_from_bytes(raw)["Message-ID"][1:-1] for raw in await asyncio.to_thread(mails, stage)]
        assert ids == [twice, twice, early, late]
        await control.fault("imap", "reorder")
        alone = await say(control, text="4")  # nothing overtakes it, and it comes nevertheless
        end = time.monotonic() + DEADLINE
        while len(raws := await asyncio.to_thread(mails, stage)) < 5:
            assert time.monotonic() < end
        assert email.message_from_bytes(raws[-1])["Message-ID"] == f"<{alone}>"
    on_stage(play)


def test_an_append_may_be_taken_without_an_answer(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        def append() -> None:
            with log_in(stage) as client:
                client.append("Sent", b"Subject: x\r\n\r\nbody\r\n", flags=[b"\\Seen"])
        await control.fault("imap", "429", times=3)
        await control.fault("imap", "die_after_accept")
        for _ in range(3):  # LOGIN is refused each time
            with pytest.raises(imapclient.exceptions.LoginError):
                await asyncio.to_thread(append)
        with pytest.raises((imapclient.exceptions.IMAPClientError, OSError)):
            await asyncio.to_thread(append)
        assert await asyncio.to_thread(mails, stage, "Sent") == [b"Subject: x\r\n\r\nbody\r\n"]
        await asyncio.to_thread(append)
        assert len(await asyncio.to_thread(mails, stage, "Sent")) == 2
    on_stage(play)


def test_smtp_faults(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        for kind, code in (("drop", 0), ("429", 421), ("500", 451), ("html", 0)):
            await control.fault("smtp", kind)
            with pytest.raises((smtplib.SMTPException, OSError)) as caught:
                await asyncio.to_thread(send, stage)
            if code:
                assert getattr(caught.value, "smtp_code", None) == code, kind
        assert await control.received() == []
        await control.fault("smtp", "die_after_accept")
        with pytest.raises((smtplib.SMTPServerDisconnected, OSError)):
            await asyncio.to_thread(send, stage)
        assert len(await control.received()) == 1
        await asyncio.to_thread(send, stage)
        assert len(await control.received()) == 2
    on_stage(play)


@pytest.mark.parametrize("at", ["imap", "smtp"])
def test_a_hang_lasts_until_it_is_cleared(on_stage: Any, at: str) -> None:
    async def play(stage: Stage, control: Any) -> None:
        await control.fault(at, "hang")
        if at == "imap":
            doing = asyncio.create_task(asyncio.to_thread(mails, stage))
        else:
            doing = asyncio.create_task(asyncio.to_thread(send, stage))
        done, _ = await asyncio.wait([doing], timeout=0.3)
        assert not done and await control.received() == []
        await control.mend()
        await doing
    on_stage(play)


def test_a_whole_mail_may_be_given(on_stage: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        raw = b"From: x\r\nMessage-ID: <odd@[1]>\r\nSubject: \xff\xfe\r\n\r\n\x00\x80\r\n"
        assert await say(control, raw=base64.b64encode(raw).decode()) == "odd@[1]"
        assert await asyncio.to_thread(mails, stage) == [raw]
    on_stage(play)


@pytest.mark.parametrize("body", [{"channel": "fax", "from": "a@b", "text": ""}, {"channel": "support", "text": "x"},
                                  {"channel": "support", "from": "no address", "text": ""}, [], {"channel": 7},
                                  {"channel": "support", "from": "a@b", "text": "", "attachments": [{"data": "%"}]}])
def test_what_is_wrong_is_named(on_stage: Any, body: Any) -> None:
    async def play(stage: Stage, control: Any) -> None:
        async with control.session.post("/say", json=body) as answer:
            assert answer.status == 422 and (await answer.json())["error"]
        async with control.session.post("/fault", json={"at": "moon", "fault": "drop"}) as answer:
            assert answer.status == 422
    on_stage(play)
