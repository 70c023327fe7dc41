"""A door of TCP in front of a line protocol's server: it passes everything on, until a fault says otherwise.

The server behind lives in this process, one end of a socket pair for each connection, so it is the real one and knows
nothing of faults.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol

from inbox.sandbox.faults import Faults

_CHUNK = 65_536
_LINE = 1 << 22


class Dialect(Protocol):
    """What the door must know of a protocol; one object for each connection, fed with the client's lines in order."""

    def command(self, line: bytes) -> bool:
        """Whether this line of the client begins a command (and not a literal, a body, a password)."""

    def literal(self, refused: bool) -> int:
        """How many bytes follow the line just seen that are no lines; some do not follow a refusal."""

    def heard(self, chunk: bytes) -> None:
        """What the server says, before the client hears it."""

    def answer(self, fault: str) -> tuple[bytes, bool] | None:
        """What the provider says to the last command under this fault, and whether it then hangs up.

        None: this command never meets this fault.
        """

    def takes(self) -> bool:
        """Whether the server, having answered the last command well, has taken a message."""

    def accepted(self, line: bytes) -> bool:
        """Whether this line of the server is that answer."""


class Wire:
    """Listens on loopback; `accept` is handed the server's end of each connection."""

    def __init__(self, at: str, faults: Faults, dialect: Callable[[], Dialect],
                 accept: Callable[[socket.socket], Awaitable[None]]) -> None:
        self._at = at
        self._faults = faults
        self._dialect = dialect
        self._accept = accept
        self._talks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=_LINE)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        talks = list(self._talks)
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        await self._server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        near, far = socket.socketpair()
        try:
            await self._accept(far)
            back, forth = await asyncio.open_connection(sock=near, limit=_LINE)
            talk = _Talk(self._at, self._faults, self._dialect(), (reader, writer), (back, forth))
            await talk.run()
        except (OSError, EOFError, ValueError, asyncio.CancelledError):
            pass  # a side has hung up, a line was too long, or the sandbox stops: the talk ends, and nobody waits for it
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            self._talks.discard(task)


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Talk:
    """One connection."""

    def __init__(self, at: str, faults: Faults, dialect: Dialect, client: Streams, server: Streams) -> None:
        self._at = at
        self._faults = faults
        self._dialect = dialect
        self._client = client
        self._server = server
        self._dying = False

    async def run(self) -> None:
        pumps = [asyncio.create_task(self._upward()), asyncio.create_task(self._downward())]
        try:
            done, _ = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            for pump in done:
                pump.result()
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            self._server[1].close()
            with contextlib.suppress(OSError):
                await self._server[1].wait_closed()

    async def _upward(self) -> None:
        """From the client to the server, line by line; a command that was refused is not passed on."""
        reader, writer = self._client[0], self._server[1]
        refused = False
        while line := await reader.readline():
            if self._dialect.command(line):
                self._dying = False
                verdict = await self._meet_fault()
                if verdict == "end":
                    return
                refused = verdict == "refused"
            await self._pass(line, self._dialect.literal(refused), None if refused else writer)

    async def _pass(self, line: bytes, literal: int, writer: asyncio.StreamWriter | None) -> None:
        if writer:
            writer.write(line)
            await writer.drain()
        while literal and (chunk := await self._client[0].read(min(literal, _CHUNK))):
            literal -= len(chunk)
            if writer:
                writer.write(chunk)
                await writer.drain()

    async def _meet_fault(self) -> Literal["pass", "refused", "end"]:
        """Plays what is broken to the client."""
        if event := self._faults.hangs(self._at):
            await event.wait()
        if self._faults.take(self._at, "drop"):
            self._client[1].transport.abort()
            return "end"
        for fault in ("429", "500", "html"):
            said = self._dialect.answer(fault)
            if said and self._faults.take(self._at, fault):
                self._client[1].write(said[0])
                await self._client[1].drain()
                return "end" if said[1] else "refused"
        self._dying = self._dialect.takes() and self._faults.take(self._at, "die_after_accept") is not None
        return "pass"

    async def _downward(self) -> None:
        """From the server to the client."""
        reader, writer = self._server[0], self._client[1]
        kept = b""
        while chunk := await reader.read(_CHUNK):
            while event := self._faults.mute(self._at):
                await event.wait()
            self._dialect.heard(chunk)
            if self._dying:
                *lines, kept = (kept + chunk).split(b"\n")
                for line in lines:
                    if self._dialect.accepted(line):
                        writer.transport.abort()
                        return
                    writer.write(line + b"\n")
            else:
                writer.write(chunk)
            await writer.drain()
