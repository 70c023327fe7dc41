"""SMTP behind the login: commands that may go together do (RFC 2920), each has its reply, and nothing is said twice.

aiosmtplib makes the connection, encrypts it and logs in; then it is taken over, for it says one command at a time: four ways there
and back for a mail, where two or three do.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from typing import NamedTuple

import aiosmtplib

_REPLY = re.compile(rb"([2-5]\d\d)(?:([ -])([^\r\n]*))?\r?\n")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")  # a command with one would be two
_END = re.compile(rb"\r\n|\r|\n")
_LONGEST = 32_768  # bytes of a reply without an end
_MOST = 4 * 4096  # characters of a reply that are kept


class Reply(NamedTuple):
    """What the server said to one command; `text` has a line for each of its lines."""

    code: int
    text: str


class Talk(asyncio.Protocol):
    """The connection of a client that is logged in, from now on ours alone."""

    def __init__(self, client: aiosmtplib.SMTP) -> None:
        transport = client.transport
        assert isinstance(transport, asyncio.Transport)
        self.extensions = dict(client.esmtp_extensions)
        self._transport = transport
        self._got = bytearray()
        self._lines: list[str] = []  # of the reply that is not whole yet
        self._replies: deque[Reply] = deque()
        self._owed = 0  # replies to what was said, those that are here and not yet taken among them
        self._open = False  # it waits for a mail's content: whatever is said now would be part of it
        self._waiter: asyncio.Future[None] | None = None
        self._fault: Exception | None = None
        transport.set_protocol(self)

    @property
    def alive(self) -> bool:
        """Whether something may be said."""
        return self._fault is None and not self._transport.is_closing()

    def supports(self, extension: str) -> bool:
        """Whether EHLO named it (in small letters)."""
        return extension in self.extensions

    # ------------------------------------------------------------ saying

    async def say(self, *commands: bytes, seconds: float) -> list[Reply]:
        """Says them all at once; the replies in their order. Raises OSError, and ValueError for a command that would be two."""
        self.write(*commands)
        return await self.replies(seconds)

    def write(self, *commands: bytes) -> None:
        """As `say`; the replies are taken later."""
        if any(_CONTROL.search(command) for command in commands):
            raise ValueError("it has a control character")
        self._send(b"\r\n".join([*commands, b""]), len(commands))

    async def replies(self, seconds: float) -> list[Reply]:
        """To everything that was said. Raises OSError: the connection is lost then."""
        async with asyncio.timeout(seconds):
            while len(self._replies) < self._owed:
                if self._fault is not None:
                    raise self._fault
                self._waiter = asyncio.get_running_loop().create_future()
                await self._waiter
        found = list(self._replies)
        self._replies.clear()
        self._owed = 0
        self._open = found[-1].code == 354
        return found

    async def content(self, mail: bytes, seconds: float) -> Reply:
        """A mail's content, behind a 354. Raises OSError: from the first byte on nobody knows what became of it."""
        text = _END.sub(b"\r\n", mail)
        if not text.endswith(b"\r\n"):
            text += b"\r\n"
        text = text.replace(b"\r\n.", b"\r\n..")
        async with asyncio.timeout(seconds):
            self._send((b"." if text.startswith(b".") else b"") + text + b".\r\n", 1)
            [reply] = await self.replies(seconds)
        return reply

    def _send(self, data: bytes, replies: int) -> None:
        if not self.alive:
            raise self._fault or ConnectionResetError("the connection is closed")
        self._owed += replies
        self._transport.write(data)

    async def quit(self) -> None:
        """QUIT, and the socket closed whatever the answer; in the middle of something only the latter."""
        if self.alive and not self._owed and not self._open:
            try:
                await self.say(b"QUIT", seconds=2)
            except OSError:
                pass  # it is being thrown away
        self._transport.abort()

    # ------------------------------------------------------------ hearing

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (end := self._got.find(b"\n") + 1) and self._fault is None:
            self._line(bytes(self._got[:end]))
            del self._got[:end]
        if len(self._got) > _LONGEST:
            self._fail(ConnectionError("its answer has no end"))

    def _line(self, line: bytes) -> None:
        found = _REPLY.fullmatch(line)
        if found is None:
            self._fail(ConnectionError(f"it answered what is no SMTP: {line[:80].decode('ascii', 'replace')}"))
            return
        self._lines.append((found[3] or b"").decode("utf-8", "replace").strip())
        if sum(map(len, self._lines)) > _MOST:
            self._fail(ConnectionError("its answer has no end"))
        elif found[2] != b"-":
            reply = Reply(int(found[1]), "\n".join(self._lines))
            self._lines = []
            if len(self._replies) == self._owed:  # usually 421: it wants to be left alone
                self._fail(ConnectionResetError(f"it hung up: {reply.code} {reply.text}"))
                return
            self._replies.append(reply)
            if len(self._replies) == self._owed:
                self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(exc or ConnectionResetError("it closed the connection"))

    def _fail(self, error: Exception) -> None:
        if self._fault is None:
            self._fault = error
            self._transport.abort()
            self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
