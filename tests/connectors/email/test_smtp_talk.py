"""What servers really answer behind a login: in pieces, without end, too early, or with a word that means nothing there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from connectors.email import Email, smtp
from inbox.errors import RefusedError, TemporaryError, UncertainError
from inbox.testing.context import START, FakeContext, Phases
from inbox.types import OutboundMessage, Receipt

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Make = Callable[..., Email]
Said = list[bytes]
Act = Callable[["Peer", bytes], Awaitable[bool]]


class Peer:
    """The server's side of one connection. `said`: commands and lines of mails, in order."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, said: Said) -> None:
        self.reader, self.writer, self.said = reader, writer, said

    async def line(self) -> bytes:
        """The next one; empty: they hung up."""
        found = await self.reader.readline()
        if found:
            self.said.append(found.rstrip(b"\r\n"))
        return found

    async def say(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def mail(self) -> None:
        """Reads up to the final dot."""
        while await self.line() not in (b".\r\n", b""):
            pass


PLAIN = {b"MAIL": b"250 fine\r\n", b"RCPT": b"250 fine\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


@asynccontextmanager
async def serving(act: Act, *, together: bool = True) -> AsyncIterator[tuple[int, Said]]:
    """A server on a port. `act` is asked first what it does with a command; True: nothing more is to be done."""
    said: Said = []
    ended: set[asyncio.Task[Any]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        ended.add(task)
        peer = Peer(reader, writer, said)
        try:
            await peer.say(b"220 here\r\n")
            while line := await peer.line():
                verb = line[:4].upper()
                if verb == b"EHLO":
                    await peer.say(b"250-here\r\n" + (b"250-PIPELINING\r\n" if together else b"") + b"250 8BITMIME\r\n")
                elif not await act(peer, verb):
                    await peer.say(PLAIN[verb])
                    if verb == b"DATA":
                        await peer.mail()
                        if not await act(peer, b"."):
                            await peer.say(b"250 taken\r\n")
        except ConnectionError:
            pass  # they hung up, which some of them are meant to
        finally:
            writer.close()
    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 26)
    try:
        yield server.sockets[0].getsockname()[1], said
    finally:
        server.close()
        for task in ended:
            task.cancel()
        await asyncio.gather(*ended, return_exceptions=True)


async def send(channel: Make, act: Act, *to: str, text: str = "Hello", together: bool = True, patience: float = 5
               ) -> tuple[Receipt, Said, Phases]:
    """Sends one mail to such a server; raises what `Email.send` does, with `said` beside it."""
    async with FakeContext() as context, serving(act, together=together) as (port, said):
        email, phases = channel(context, smtp={"host": "127.0.0.1", "port": port, "tls": "none", "timeout": patience}), Phases()
        mail = email.prepare(OutboundMessage(
            key="k1", sender=email.addresses()[0], to=tuple(Email.address(one) for one in to or ("ann@example.net",)), text=text,
            subject="Re: hello", at=START, token="m.k1.sig"))
        try:
            return await email.send(mail, phases), said, phases
        except Exception as error:
            error.add_note(b"\n".join(said).decode())
            raise
        finally:
            await email.close()


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(("answer", "kind", "words"), [
    (b"554 5.7.1 blocked", RefusedError, "554 5.7.1 blocked"), (b"421 4.7.0 too busy", TemporaryError, "421 4.7.0 too busy")])
def test_a_refusal_is_heard_also_when_the_server_hangs_up_behind_it(
        run: Run, channel: Make, answer: bytes, kind: type[Exception], words: str, together: bool) -> None:
    async def act(peer: Peer, verb: bytes) -> bool:
        if verb == b"MAIL":
            await peer.say(answer + b"\r\n")
            raise ConnectionError
        return False
    with pytest.raises(kind) as caught:
        run(send(channel, act, "ann@example.net", "bob@example.net", together=together))
    assert words in (caught.value.human if isinstance(caught.value, RefusedError) else str(caught.value))


def test_a_whole_send_has_the_time_that_the_largest_mail_may_take_on_the_slowest_line() -> None:
    """Cut off in the middle it would be uncertain, each time."""
    assert Email.features.media_bytes is not None
    coded = Email.features.media_bytes * 78 / 57  # base64 in lines
    assert Email.features.send_timeout > 600 + coded / smtp._SLOWEST


def test_each_reply_has_its_own_time(run: Run, channel: Make) -> None:
    async def act(peer: Peer, verb: bytes) -> bool:
        if verb == b"RCPT":
            await asyncio.sleep(0.4)
        return False
    receipt, said, _ = run(send(channel, act, *(f"n{n}@example.net" for n in range(8)), patience=3.0))
    assert not receipt.refused and len([one for one in said if one.startswith(b"RCPT")]) == 8, "3.2 s of 3.0 for each"


@pytest.mark.parametrize("flood", [b"250-\r\n" * 20_000, b"250-" + b"a" * 200_000, b"hello\r\n"], ids=["lines", "a line", "no SMTP"])
def test_an_answer_without_end_or_sense_is_no_answer(run: Run, channel: Make, flood: bytes) -> None:
    async def act(peer: Peer, verb: bytes) -> bool:
        if verb == b"MAIL":
            await peer.say(flood)
        return verb == b"MAIL"
    with pytest.raises(TemporaryError, match=r"no end|no SMTP"):
        run(send(channel, act))


def test_replies_in_pieces_and_in_several_lines(run: Run, channel: Make) -> None:
    async def act(peer: Peer, verb: bytes) -> bool:
        if verb not in (b"MAIL", b"."):
            return False
        for byte in b"250-2.1.0 one\r\n250 2.1.0 two\r\r\n":
            await peer.say(bytes([byte]))
            await asyncio.sleep(0)
        return True
    receipt, _, _ = run(send(channel, act))
    assert receipt.detail == "2.1.0 one 2.1.0 two"


@pytest.mark.parametrize(("answer", "sure"), [(b"251 will forward", True), (b"354 go on", False)])
def test_what_the_first_digit_says_behind_the_final_dot_counts(run: Run, channel: Make, answer: bytes, sure: bool) -> None:
    async def act(peer: Peer, verb: bytes) -> bool:
        if verb == b".":
            await peer.say(answer + b"\r\n")
        return verb == b"."
    if sure:
        receipt, _, _ = run(send(channel, act))
        assert receipt.detail == "will forward"
    else:
        with pytest.raises(UncertainError, match="354 go on"):
            run(send(channel, act))


def test_a_mail_that_is_refused_while_it_comes_is_not_sent_to_its_end(run: Run, channel: Make) -> None:
    ended: list[bool] = []

    async def act(peer: Peer, verb: bytes) -> bool:
        if verb != b"DATA":
            return False
        await peer.say(b"354 go on\r\n")
        for _ in range(20):
            await peer.line()
        await peer.say(b"451 4.3.0 later\r\n")
        await asyncio.sleep(0.3)  # they have heard it
        while line := await peer.line():
            ended.append(line == b".\r\n")
        return True
    with pytest.raises(TemporaryError, match="later"):
        run(send(channel, act, text="a line of a long mail\n" * 800_000))
    assert not any(ended), "the dot was never said, so nobody has it"


def test_nothing_is_said_to_a_server_that_hangs_up_with_its_354(run: Run, channel: Make) -> None:
    async def act(peer: Peer, verb: bytes) -> bool:
        if verb == b"DATA":
            await peer.say(b"354 go on\r\n421 no, wait\r\n")
            raise ConnectionError
        return False
    with pytest.raises(TemporaryError):
        run(send(channel, act))


def test_a_refused_dial_beside_a_mail_in_its_envelope_waits_for_that_connection(run: Run, channel: Make) -> None:
    """The other's connection is not idle and has not taken its recipients yet: it counts all the same."""
    there = 0

    async def act(peer: Peer, verb: bytes) -> bool:
        nonlocal there
        if verb == b"MAIL":
            there += 1
            if there == 2:
                await peer.say(b"421 4.7.0 too many connections\r\n")
                raise ConnectionError
        if verb == b"RCPT" and there == 1:
            while there < 2:
                await asyncio.sleep(0.001)
        return False

    async def flow() -> None:
        async with FakeContext() as context, serving(act) as (port, said):
            email = channel(context, smtp={"host": "127.0.0.1", "port": port, "tls": "none", "timeout": 5})
            mails = [email.prepare(OutboundMessage(
                key=f"k{n}", sender=email.addresses()[0], to=(Email.address("ann@example.net"),), text="Hello", subject="Hi", at=START,
                token=f"m.k{n}.sig")) for n in range(2)]
            receipts = await asyncio.gather(*(email.send(mail, Phases()) for mail in mails))
            assert len(receipts) == 2 and said.count(b"DATA") == 2
            await email.close()
    run(flow())
