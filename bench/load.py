"""Load on HTTP from a few connections that are kept open, with as little work of its own as can be: it shares the machine."""

from __future__ import annotations

import json
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

SECOND = 1.0


@dataclass(slots=True)
class Told:
    """What a load found. `times`: seconds from the call to its whole answer; `bad`: answers that were not wanted."""

    times: list[float] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    seconds: float = 0.0
    size: int = 0  # bytes of the last answer's body

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def at(self, per_cent: float) -> float:
        """The milliseconds that so many per cent of the calls do not exceed."""
        return percentile(self.times, per_cent) * 1000


def percentile(values: list[float], per_cent: float) -> float:
    """The value that so many per cent of the values do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, int(len(ordered) * per_cent / 100)))] if ordered else 0.0


def request(url: str, method: str = "GET", body: Any = None, **headers: str) -> bytes:
    """The bytes of a request; names of headers take underscores. A body that is not bytes yet becomes JSON."""
    parts = urlsplit(url)
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{method} {path} HTTP/1.1", f"Host: {parts.netloc}", *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items())]
    if body is not None:
        lines += [f"Content-Length: {len(data)}", *(() if isinstance(body, bytes) else ("Content-Type: application/json",))]
    return "\r\n".join([*lines, "", ""]).encode() + data


class _Caller:
    """One connection at a time: its request under way and what has come of the answer."""

    def __init__(self, host: str, port: int) -> None:
        self.address = (host, port)
        self.answer = bytearray()
        self.began = 0.0
        self.dial()

    def dial(self) -> None:
        self.sock = socket.create_connection(self.address, timeout=60)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.over = False  # whether the server ends the connection with its answer

    def close(self) -> None:
        self.sock.close()

    def call(self, raw: bytes) -> None:
        """To dial again, where the last connection is over, belongs to what a call costs."""
        self.answer.clear()
        self.began = time.perf_counter()
        if self.over:
            self.dial()
        self.sock.sendall(raw)

    def take(self) -> tuple[int, bytes] | None:
        """(status, body) once it is whole."""
        got = self.sock.recv(262_144)
        if not got:
            raise ConnectionError("the server hung up")
        self.answer += got
        head = self.answer.find(b"\r\n\r\n")
        if head < 0:
            return None
        length = self.answer[:head].lower().find(b"content-length:")
        if length < 0:
            raise ValueError("an answer without a length")
        size = int(self.answer[length + 15:self.answer.find(b"\r\n", length)])
        if len(self.answer) < head + 4 + size:
            return None
        self.over = b"\r\nconnection: close" in self.answer[:head].lower()
        return int(self.answer[9:12]), bytes(self.answer[head + 4:head + 4 + size])


def run(url: str, requests: Iterator[bytes], *, clients: int = 8, seconds: float | None = None, wanted: tuple[int, ...] = (200,),
        until: Callable[[], bool] | None = None) -> Told:
    """Calls from `clients` connections until the requests end, the seconds are over, or `until` says so (asked after each answer)."""
    parts, told = urlsplit(url), Told()
    assert parts.hostname is not None and parts.port is not None
    with ExitStack() as stack:
        chosen = stack.enter_context(selectors.DefaultSelector())
        begin = time.perf_counter()
        for _ in range(clients):
            raw = next(requests, None)
            if raw is not None:
                caller = _Caller(parts.hostname, parts.port)
                stack.enter_context(closing(caller))
                chosen.register(caller.sock, selectors.EVENT_READ, caller)
                caller.call(raw)
        while chosen.get_map():
            for key, _ in chosen.select(60):
                caller = key.data
                answer = caller.take()
                if answer is None:
                    continue
                now = time.perf_counter()
                told.times.append(now - caller.began)
                told.size = len(answer[1])
                if answer[0] not in wanted:
                    told.bad.append(f"{answer[0]} {answer[1][:200].decode(errors='replace')}")
                over = (seconds is not None and now - begin > seconds) or (until is not None and until())
                raw = None if over else next(requests, None)
                if raw is None or caller.over:
                    chosen.unregister(caller.sock)
                    caller.close()  # at once: a worker may wait for it before it serves another
                if raw is not None:
                    again = caller.over
                    caller.call(raw)
                    if again:
                        chosen.register(caller.sock, selectors.EVENT_READ, caller)
        told.seconds = time.perf_counter() - begin
    return told


def same(raw: bytes) -> Iterator[bytes]:
    """One request for ever."""
    while True:
        yield raw
