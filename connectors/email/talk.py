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

_REPLY = re.compile(rb"([2-5]\d\d)(?:([ -])([^\n]*))?\r?\n")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")  # a command with one would be two
_LONGEST = 32_768  # bytes of one reply


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
        self._lines: list[str] = []  # of the reply that is not whole yet …
        self._size = 0  # … and its bytes
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

    async def say(self, command: bytes, seconds: float) -> Reply:
        """One command and its reply. Raises OSError, and ValueError for a command that would be two."""
        self.write(command)
        return await self.reply(seconds)

    def write(self, *commands: bytes) -> None:
        """Commands in one go; each has a reply to be taken."""
        if any(_CONTROL.search(command) for command in commands):
            raise ValueError("it has a control character")
        self._send(b"\r\n".join([*commands, b""]), len(commands))

    async def reply(self, seconds: float) -> Reply:
        """The next one; what the server said before the connection was lost is still told. Raises OSError."""
        if not self._replies:
            async with asyncio.timeout(seconds):
                await self._heard()
        self._owed -= 1
        found = self._replies.popleft()
        self._open = found.code == 354
        return found

    async def _heard(self) -> None:
        while not self._replies:
            if self._fault is not None:
                raise self._fault
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter

    async def content(self, mail: bytes, seconds: float) -> Reply:
        """A mail's content, behind a 354. Raises OSError: from the first byte on nobody knows what became of it."""
        if not mail.count(b"\n") == mail.count(b"\r") == mail.count(b"\r\n"):
            mail = mail.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
        text = mail.replace(b"\r\n.", b"\r\n..")
        self._send(b"".join([b"." if text.startswith(b".") else b"", text, b"" if text.endswith(b"\r\n") else b"\r\n", b".\r\n"]), 1)
        return await self.reply(seconds)

    def _send(self, data: bytes, replies: int) -> None:
        if not self.alive:
            raise self._fault or ConnectionResetError("the connection is closed")
        self._owed += replies
        self._transport.write(data)

    async def quit(self) -> None:
        """QUIT, and the socket closed whatever the answer; in the middle of something only the latter, and what is not out stays here."""
        try:
            if self.alive and not self._owed and not self._open and not self._transport.get_write_buffer_size():
                await self.say(b"QUIT", 2)
        except OSError:
            pass  # it is being thrown away
        finally:
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
        self._size += len(line)
        if found is None:
            self._fail(ConnectionError(f"it answered what is no SMTP: {line[:80].decode('ascii', 'replace')}"))
        elif self._size > _LONGEST:
            self._fail(ConnectionError("its answer has no end"))
        else:
            self._lines.append((found[3] or b"").decode("utf-8", "replace").strip())
            if found[2] != b"-":
                self._whole(Reply(int(found[1]), "\n".join(self._lines)))
                self._lines, self._size = [], 0

    def _whole(self, reply: Reply) -> None:
        if len(self._replies) == self._owed:  # usually 421: it wants to be left alone
            self._fail(ConnectionResetError(f"it hung up: {reply.code} {reply.text}"))
        else:
            self._replies.append(reply)
            self._wake()

    def eof_received(self) -> bool:
        self._fail(ConnectionResetError("it closed the connection"))
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._fault = self._fault or exc or ConnectionResetError("it closed the connection")
        self._wake()

    def _fail(self, error: Exception) -> None:
        if self._fault is None:
            self._fault = error
            self._transport.abort()
            self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
