"""A TCP proxy that is as bad as a network can be, for one server.

    proxy = Proxy("imap", ("127.0.0.1", 143)); await proxy.start()
    proxy.trouble(Trouble("cut_after", way="down", count=120))
    proxy.lift()

`way`: "up" is from the daemon to the server, "down" from the server to the daemon.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

# refuse      new connections are reset, standing ones as well
# cut         standing connections are reset now; nothing else
# cut_after   each connection is reset when `count` more bytes have gone `way`
# half_open   nothing is read any more, nothing is closed: a peer that vanished
# hold        what goes `way` arrives only when the trouble is lifted; the other way flows
# swallow     as hold, but what was held is lost and the connection reset when the trouble is lifted
# delay       each piece is `seconds` late
# drip        bytes arrive a few at a time
# corrupt     one byte of each connection is another, `count` bytes from now on the `way` (TLS notices; so must we)
KINDS = ("refuse", "cut", "cut_after", "half_open", "hold", "swallow", "delay", "drip", "corrupt")
Address = tuple[str, int]


@dataclass(eq=False)
class Trouble:
    """What is wrong. Bytes are counted for each connection from when the trouble began."""

    kind: str
    way: str = "down"
    count: int = 0
    seconds: float = 0.0
    lifted: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    def __str__(self) -> str:
        more = {"cut_after": f" {self.count} bytes {self.way}", "corrupt": f" byte {self.count} {self.way}", "hold": f" {self.way}",
                "swallow": f" {self.way}", "delay": f" {self.seconds * 1000:.0f} ms"}
        return self.kind + more.get(self.kind, "")


class _Cut(Exception):
    """The connection is to be reset."""


@dataclass(eq=False)
class _Talk:
    """One connection: both ends, and how many bytes it has carried under each trouble."""

    near: asyncio.StreamWriter
    far: asyncio.StreamWriter
    carried: dict[int, int] = field(default_factory=dict)

    def reset(self) -> None:
        for writer in (self.near, self.far):
            sock = writer.get_extra_info("socket")
            if sock is not None:
                try:  # RST, not FIN: what is on the way is lost
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                except OSError:
                    pass  # closed already
            writer.transport.abort()


class Proxy:
    """Listens on loopback and passes on to `target`, in the event loop that started it."""

    def __init__(self, name: str, target: Address) -> None:
        self.name, self.target = name, target
        self.port = 0
        self.troubles: list[Trouble] = []
        self._talks: set[_Talk] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> Proxy:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        self.lift()
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ------------------------------------------------------------ troubles

    def trouble(self, trouble: Trouble) -> Trouble:
        """Begins now. A `cut` is over at once."""
        if trouble.kind in ("cut", "refuse"):
            self.cut()
        if trouble.kind != "cut":
            self.troubles.append(trouble)
        return trouble

    def cut(self) -> None:
        """Resets everything that stands."""
        for talk in list(self._talks):
            talk.reset()

    def lift(self, trouble: Trouble | None = None) -> None:
        """Ends one trouble, or all."""
        for one in [trouble] if trouble else list(self.troubles):
            one.lifted.set()
            if one in self.troubles:
                self.troubles.remove(one)

    def _of(self, *kinds: str) -> Trouble | None:
        return next((one for one in self.troubles if one.kind in kinds), None)

    # ------------------------------------------------------------ connections

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        talk = None
        try:
            if self._of("refuse"):
                writer.transport.abort()
                return
            while mute := self._of("half_open"):
                await mute.lifted.wait()
            back, forth = await asyncio.open_connection(*self.target)
            talk = _Talk(writer, forth)
            self._talks.add(talk)
            await self._carry(talk, reader, back)
        except (OSError, _Cut):
            if talk is not None:
                talk.reset()
            writer.transport.abort()
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            self._tasks.discard(task)
            if talk is not None:
                self._talks.discard(talk)
                talk.far.close()
            writer.close()

    async def _carry(self, talk: _Talk, reader: asyncio.StreamReader, back: asyncio.StreamReader) -> None:
        pumps = [asyncio.create_task(self._pump(talk, "up", reader, talk.far)),
                 asyncio.create_task(self._pump(talk, "down", back, talk.near))]
        try:
            done, _ = await asyncio.wait(pumps, return_when=asyncio.FIRST_EXCEPTION)
            for pump in done:
                pump.result()
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)

    async def _pump(self, talk: _Talk, way: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65_536):
            await self._pass(talk, way, chunk, writer)
        if writer.can_write_eof():
            writer.write_eof()

    async def _pass(self, talk: _Talk, way: str, chunk: bytes, writer: asyncio.StreamWriter) -> None:
        """A piece under what is wrong now."""
        while mute := self._of("half_open"):
            await mute.lifted.wait()
        for trouble in list(self.troubles):
            if trouble.way != way and trouble.kind in ("hold", "swallow", "cut_after", "corrupt"):
                continue
            if trouble.kind in ("hold", "swallow"):
                await trouble.lifted.wait()
                if trouble.kind == "swallow":
                    raise _Cut
            elif trouble.kind == "delay":
                await asyncio.sleep(trouble.seconds)
            elif trouble.kind in ("cut_after", "corrupt"):
                chunk = await self._counted(talk, trouble, chunk, writer)
        if self._of("drip"):
            for start in range(0, len(chunk), 3):
                writer.write(chunk[start:start + 3])
                await writer.drain()
                if start < 600:  # a large body may go at once after its head: the point is the borders of the protocol
                    await asyncio.sleep(0)
        else:
            writer.write(chunk)
            await writer.drain()

    async def _counted(self, talk: _Talk, trouble: Trouble, chunk: bytes, writer: asyncio.StreamWriter) -> bytes:
        """What `cut_after` and `corrupt` make of a piece."""
        carried = talk.carried.get(id(trouble), 0)
        left = trouble.count - carried
        talk.carried[id(trouble)] = carried + len(chunk)
        if not 0 <= left < len(chunk):
            return chunk
        if trouble.kind == "corrupt":
            return chunk[:left] + bytes([chunk[left] ^ 0x55]) + chunk[left + 1:]
        writer.write(chunk[:left])
        await writer.drain()
        await asyncio.sleep(0)  # what goes before the cut is on the wire
        raise _Cut


class Terminator:
    """TLS in front of a server that speaks none: `port` takes TLS, `target` gets what was in it."""

    def __init__(self, target: Address, context: Callable[[], ssl.SSLContext]) -> None:
        self.target, self._context = target, context
        self.port = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> Terminator:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=self._context())
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        forth: asyncio.StreamWriter | None = None
        try:
            back, forth = await asyncio.open_connection(*self.target)
            pumps = [asyncio.create_task(_copy(reader, forth)), asyncio.create_task(_copy(back, writer))]
            try:
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for pump in pumps:
                    pump.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)
        except (OSError, asyncio.CancelledError):
            pass  # a side has gone, or the harness stops
        finally:
            self._tasks.discard(task)
            for one in (writer, forth):
                if one is not None:
                    one.transport.abort() if one is writer and reader.exception() else one.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(65_536):
        writer.write(chunk)
        await writer.drain()
