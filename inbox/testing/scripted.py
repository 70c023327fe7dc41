"""A line-speaking server on loopback that does as it is told: the ground of the scripted IMAP and SMTP servers.

    server.fault("LOGIN", "drop")              # the next LOGIN: the socket is closed without an answer
    server.fault("RCPT", "451 4.7.1 later")    # the next RCPT is answered so
"""

from __future__ import annotations

import socket
import ssl
import threading
from types import TracebackType
from typing import Self


class Dropped(Exception):
    """The connection is over."""


class Line:
    """One accepted connection, line by line."""

    def __init__(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # many small lines would wait 40 ms each
        self.sock = sock
        self.file = sock.makefile("rb")

    def read(self) -> bytes:
        line = self.file.readline(65_536)
        if not line.endswith(b"\n"):
            raise Dropped
        return line.rstrip(b"\r\n")

    def read_bytes(self, size: int) -> bytes:
        data = self.file.read(size)
        if len(data) < size:
            raise Dropped
        return data

    def write(self, data: bytes | str) -> None:
        self.sock.sendall(data.encode() if isinstance(data, str) else data)

    def secure(self, context: ssl.SSLContext) -> None:
        self.file.close()
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self.file = self.sock.makefile("rb")

    def close(self) -> None:
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the other side was faster
        for closeable in (self.file, self.sock):
            try:
                closeable.close()
            except OSError:
                pass  # an unflushed goodbye to somebody who left


class ScriptedServer:
    """A thread that accepts, and a daemon thread for each connection. `with` it, or call `close`.

    `commands`: what was said, in order, one string per command. `connections`: how many there were.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None, implicit: bool = False) -> None:
        self.tls = tls
        self.implicit = implicit
        self.commands: list[str] = []
        self.connections = 0
        self.changed = threading.Condition()
        self._faults: list[tuple[str, str]] = []
        self._open: set[Line] = set()
        self._closed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.host, self.port = "127.0.0.1", int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True, name="scripted").start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._closed.set()
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # not every system lets a listener be shut down
        self._listener.close()
        self.drop_all()

    def drop_all(self) -> None:
        """Closes every connection that is open."""
        for line in list(self._open):
            line.close()

    def fault(self, command: str, action: str, times: int = 1) -> None:
        """The next `times` commands of that name meet `action`: drop, hang, or a line to be answered."""
        with self.changed:
            self._faults += [(command.upper(), action)] * times

    def wait(self, seconds: float, until: object) -> bool:
        """Waits until `until()` holds, at most so long."""
        assert callable(until)
        with self.changed:
            return bool(self.changed.wait_for(until, seconds))

    def said(self, word: str) -> list[str]:
        """The commands that contain a word."""
        return [command for command in list(self.commands) if word.upper() in command.upper()]

    # ------------------------------------------------------------ for those who speak a language

    def greet(self, line: Line) -> None:
        raise NotImplementedError

    def serve(self, line: Line) -> None:
        raise NotImplementedError

    def note(self, command: str) -> None:
        with self.changed:
            self.commands.append(command)
            self.changed.notify_all()

    def meet(self, command: str) -> str | None:
        """What is planned for this command: None, or a line to answer. Drops and hangs happen here."""
        with self.changed:
            found = next((fault for fault in self._faults if fault[0] == command.upper()), None)
            if found is not None:
                self._faults.remove(found)
        if found is None:
            return None
        if found[1] == "drop":
            raise Dropped
        if found[1] == "hang":
            self._closed.wait(60)
            raise Dropped
        return found[1]

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            with self.changed:
                self.connections += 1
                self.changed.notify_all()
            threading.Thread(target=self._talk, args=(sock,), daemon=True, name="scripted").start()

    def _talk(self, sock: socket.socket) -> None:
        line = Line(sock)
        self._open.add(line)
        try:
            if self.implicit and self.tls is not None:
                line.secure(self.tls)
            self.meet("GREETING")
            self.greet(line)
            self.serve(line)
        except (Dropped, OSError, ValueError):
            pass  # over, by either side's wish
        finally:
            self._open.discard(line)
            line.close()
