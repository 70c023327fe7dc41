"""The shop's way out: aiosmtpd takes mail for the whole world and keeps it where the control API shows it."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from inbox.sandbox.faults import Faults
from inbox.sandbox.mail import bounce, message_id, text_of
from inbox.sandbox.received import Arrival, Received
from inbox.sandbox.wire import Wire

_SIZE_LIMIT = 36_700_160  # 35 MiB, what large providers take


class _Dialect:
    """RFC 5321, as much as the door must know: where a body begins and ends."""

    def __init__(self) -> None:
        self._body = False
        self.verb = b""

    def command(self, line: bytes) -> bool:
        if self._body:
            self._body = line.rstrip(b"\r\n") != b"."
            return False
        word = line.split(None, 1)[0].strip().upper() if line.strip() else b""
        known = word in (b"EHLO", b"HELO", b"AUTH", b"MAIL", b"RCPT", b"DATA", b"RSET", b"NOOP", b"QUIT", b"VRFY")
        if known:
            self.verb = word
        return known

    def literal(self, refused: bool) -> int:
        return 0

    def heard(self, chunk: bytes) -> None:
        if self.verb == b"DATA" and chunk.startswith(b"354"):
            self._body = True

    def answer(self, fault: str) -> tuple[bytes, bool] | None:
        if fault == "html":
            return b"<html><body>503 Service Unavailable</body></html>\r\n", True
        if self.verb not in (b"MAIL", b"RCPT", b"DATA"):
            return None
        if fault == "429":
            return b"421 4.7.0 Too many messages, slow down\r\n", True
        return b"451 4.3.0 Local error in processing\r\n", False

    def takes(self) -> bool:
        return self.verb == b"DATA"

    def accepted(self, line: bytes) -> bool:
        return line.startswith(b"250")


class Smtp:
    """Takes every mail; what is addressed to the shop itself goes to `inward` as well."""

    def __init__(self, faults: Faults, received: Received, username: str, password: str,
                 inward: Callable[[bytes], Awaitable[None]]) -> None:
        self._received = received
        self.username = username
        self.password = password
        self._inward = inward
        self._wire = Wire("smtp", faults, _Dialect, self._accept)
        self._transports: set[asyncio.Transport] = set()

    @property
    def port(self) -> int:
        return self._wire.port

    async def start(self) -> None:
        await self._wire.start()

    async def stop(self) -> None:
        await self._wire.stop()
        for transport in self._transports:
            transport.abort()

    async def _accept(self, end: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        end.setblocking(False)
        self._transports = {transport for transport in self._transports if not transport.is_closing()}
        transport, _ = await loop.connect_accepted_socket(lambda: SMTP(
            self, data_size_limit=_SIZE_LIMIT, enable_SMTPUTF8=True, hostname="mail.shop.example", loop=loop,
            auth_require_tls=False, authenticator=self._login), end)
        self._transports.add(transport)

    def _login(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, auth: Any) -> AuthResult:
        good = isinstance(auth, LoginPassword) and (auth.login, auth.password) == (
            self.username.encode(), self.password.encode())
        return AuthResult(success=good, handled=False)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope,
                          address: str, options: list[str]) -> str:
        """Takes everybody but `nobody@…`, so that a refusal can be had; `gone@…` is taken, and bounces."""
        if address.partition("@")[0].lower() == "nobody":
            return "550 5.1.1 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keeps the mail before the client hears so."""
        raw = envelope.content
        assert isinstance(raw, bytes)
        parsed = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        self._received.add(Arrival(
            channel="support", sender=envelope.mail_from or "", to=tuple(envelope.rcpt_tos),
            subject=str(parsed["Subject"] or ""), text=text_of(parsed),
            external_id=message_id(parsed), raw=raw,
            extra={"attachments": [part.get_filename() for part in parsed.iter_attachments()]}))
        if self.username.lower() in (address.lower() for address in envelope.rcpt_tos):
            await self._inward(raw)
        for address in envelope.rcpt_tos:
            if address.lower().startswith("gone@") and envelope.mail_from:
                await self._inward(bounce(raw, address))
        return "250 2.0.0 OK: kept"
