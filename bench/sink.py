"""An SMTP server that takes every mail and keeps one line of it: `python bench/sink.py LOG`. It prints its port.

For each mail a JSON line goes to LOG: the moment of its last byte (Unix seconds) and the mark in it, by which it is known again.
It does as little as a server may, so that what is measured is the sender.
"""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
import time
from pathlib import Path
from typing import TextIO

MARK = re.compile(rb"MARK-[0-9a-z-]+-END")


class Session(asyncio.Protocol):
    """One connection."""

    def __init__(self, log: TextIO) -> None:
        self.log = log
        self.buffer = bytearray()
        self.in_data = False
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.say("220 sink.example ESMTP")

    def say(self, line: str) -> None:
        self.transport.write(line.encode() + b"\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while True:
            end = b"\r\n.\r\n" if self.in_data else b"\r\n"
            at = self.buffer.find(end)
            if at < 0:
                return
            taken = bytes(self.buffer[:at])
            del self.buffer[:at + len(end)]
            if self.in_data:
                self.mail(taken)
            else:
                self.command(taken.upper())

    def mail(self, raw: bytes) -> None:
        now = time.time()
        self.in_data = False
        self.say("250 2.0.0 taken")
        found = MARK.search(raw.replace(b"=\r\n", b""))  # quoted-printable may break a line in the middle of it
        print(json.dumps({"at": now, "mark": found[0].decode() if found else ""}), file=self.log, flush=True)

    def command(self, line: bytes) -> None:
        verb = line[:4]
        if verb == b"EHLO":
            self.say("250-sink.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 36700160")
        elif verb == b"DATA":
            self.in_data = True
            self.say("354 go on")
        elif verb == b"QUIT":
            self.say("221 goodbye")
            self.transport.close()
        else:
            self.say("250 ok")


async def serve(path: Path) -> None:
    """Until SIGTERM."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    with path.open("a", encoding="ascii") as log:
        server = await loop.create_server(lambda: Session(log), "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await stop.wait()
        server.close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
