"""The shop's mailbox: pymap's own IMAP server (IDLE, UIDPLUS, MOVE) over mailboxes in memory."""

from __future__ import annotations

import asyncio
import re
import socket
from argparse import Namespace
from datetime import UTC, datetime

from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import Config, Identity, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxSet
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from inbox.sandbox.faults import Faults, News
from inbox.sandbox.wire import Wire

FOLDERS = ("Sent", "Drafts", "Archive", "Junk", "Trash")  # beside INBOX


class _Config(Config):
    @property
    def greeting(self) -> bytes:
        return b"mail.shop.example ready"  # pymap's own asks DNS for the machine's name


class _Dialect:
    """RFC 9051, as much as the door must know: tags and literals."""

    def __init__(self, opened: asyncio.Event) -> None:
        self._opened = opened
        self._inside = False  # the next line goes on with a command that a literal interrupted
        self._literal = 0
        self._waits = False
        self.tag = b"*"
        self.verb = b""

    def command(self, line: bytes) -> bool:
        begins = not self._inside
        if begins:
            words = line.split(None, 2)
            if len(words) >= 2:
                self.tag, self.verb = words[0], words[1].upper()
                if self.verb in (b"SELECT", b"EXAMINE", b"STATUS"):
                    self._opened.set()
            else:  # DONE; its answer carries the tag of IDLE
                self.verb = line.strip().upper()
        found = re.search(rb"\{(\d+)(\+?)\}\r?\n$", line)
        self._inside = found is not None
        self._literal = int(found[1]) if found else 0
        self._waits = found is not None and not found[2]
        # the answer to a challenge of AUTHENTICATE is neither a command nor DONE
        return begins and (len(line.split()) >= 2 or self.verb == b"DONE")

    def literal(self, refused: bool) -> int:
        if refused and self._waits:
            self._inside = False
            return 0
        return self._literal

    def heard(self, chunk: bytes) -> None:
        """Nothing in it changes how the client's lines are read."""

    def answer(self, fault: str) -> tuple[bytes, bool] | None:
        if fault == "html":
            return b"<html><body>503 Service Unavailable</body></html>\r\n", True
        if self.verb in (b"CAPABILITY", b"ID", b"LOGOUT"):  # no server limits these, and clients cannot do without
            return None
        code = b"[LIMIT] Too many requests" if fault == "429" else b"[UNAVAILABLE] Internal error"
        return self.tag + b" NO " + code + b"\r\n", False

    def takes(self) -> bool:
        return self.verb == b"APPEND"

    def accepted(self, line: bytes) -> bool:
        return line.startswith(self.tag + b" OK")


class Imap:
    """One account. `deliver` puts a mail into it as a mail server would."""

    def __init__(self, faults: Faults, username: str, password: str) -> None:
        self.username = username
        self.password = password
        self._mailboxes = MailboxSet()
        self.opened = asyncio.Event()  # somebody has looked into a folder: from now on mail is news to them
        self._wire = Wire("imap", faults, lambda: _Dialect(self.opened), self._accept)
        self._connections: set[asyncio.Task[None]] = set()
        self._news = News("imap", faults, self._append)

    @property
    def port(self) -> int:
        return self._wire.port

    async def start(self) -> None:
        args = Namespace(passlib_cfg=None, proxy_protocol=None)
        config = _Config(args, demo_data=False, demo_user=self.username, demo_password=self.password, host=None, port=0,
                         tls_enabled=False, reject_dnsbl=False, hash_context=Cleartext(), invalid_user_sleep=0.0,
                         cpu_subsystem=Subsystem.for_asyncio())
        config.apply_context()
        for folder in FOLDERS:
            await self._mailboxes.add_mailbox(folder)
        config.set_cache[self.username] = (self._mailboxes, FilterSet())
        login = Login(config)
        await Identity(self.username, login, None, frozenset()).set(
            UserMetadata(config, self.username, password=self.password))
        self._server = IMAPServer(login, config)
        await self._wire.start()

    async def stop(self) -> None:
        await self._news.close()
        await self._wire.stop()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def deliver(self, raw: bytes, folder: str = "INBOX", flags: tuple[str, ...] = ()) -> None:
        """Puts a mail into a folder; into INBOX as news, which can be doubled or overtaken."""
        if folder == "INBOX":
            await self._news.put(raw)
        else:
            await self._append(raw, folder, flags)

    async def _append(self, raw: bytes, folder: str = "INBOX", flags: tuple[str, ...] = ()) -> None:
        mailbox = await self._mailboxes.get_mailbox(folder)
        given = frozenset(Flag(flag.encode("ascii")) for flag in flags)
        await mailbox.append(AppendMessage(raw, datetime.now(UTC), given), recent=True)

    async def _accept(self, end: socket.socket) -> None:
        reader, writer = await asyncio.open_connection(sock=end, limit=1 << 22)
        task = asyncio.create_task(self._serve(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._server(reader, writer, SocketInfoLocal(writer))
        finally:
            writer.close()
