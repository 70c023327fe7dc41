"""Sending: SMTP step by step, so that it is known at which step a fault struck.

Until the final dot everything may be done again. After it only the server's answer says what became of the mail; a
connection that breaks there leaves an uncertain end. aiosmtplib raises the same exceptions on both sides of that line,
so the line is drawn here.
"""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import ssl
import threading
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field

import aiosmtplib
from aiosmtplib import SMTPResponseException

from inbox.connector import Context, Phase
from inbox.errors import AuthError, RefusedError, TemporaryError, UncertainError
from inbox.types import Address, OutboundMessage, Receipt, Refusal

from .config import EmailConfig, SmtpConfig
from .verdicts import Answer, crowded, from_answer, lost, words
from .wire import keep_alive, tls_context

logging.getLogger("aiosmtplib").setLevel(logging.WARNING)

_SLOWEST = 16_384  # bytes a second: how long a large mail may take before we call the server dead
_MODEST = 600.0  # seconds for which a server that refused one more connection is not asked for as many again


@dataclass(eq=False)
class Link:
    """One connection and its life so far. `used`: mails it carried; `idle_since`: by the monotonic clock."""

    client: aiosmtplib.SMTP
    used: int = 0
    idle_since: float = 0.0
    closer: asyncio.TimerHandle | None = field(default=None, repr=False)


class _CrowdedError(Exception):
    """The server takes no further connection beside those that are in use."""


class Sender:
    """The channel's connections to its SMTP server: a few, reused for a while, and no more of them than the server takes."""

    def __init__(self, config: EmailConfig, context: Context) -> None:
        assert config.smtp is not None
        self.config = config
        self.smtp: SmtpConfig = config.smtp
        self.context = context
        self._idle: list[Link] = []
        self._closing: set[asyncio.Task[None]] = set()
        self._in_use: set[Link] = set()
        self._busy = 0  # mails under way, those whose connection is still being made among them
        self._left = asyncio.Condition()
        self._most, self._until = config.smtp.connections, 0.0
        self._tls: ssl.SSLContext | None = None

    # ------------------------------------------------------------ a mail

    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        """Hands over `message.prepared`. Raises a ChannelError whose class says what to do next."""
        if message.prepared is None:
            raise RefusedError("not_prepared", "The mail was never composed.")
        while True:
            await self._enter()
            try:
                return await self._carry(message, phase)
            except _CrowdedError:
                continue  # another mail's connection will do, once it is free
            finally:
                async with self._left:
                    self._busy -= 1
                    self._left.notify_all()

    async def _enter(self) -> None:
        """Waits while as many mails are under way as the server takes connections."""
        async with self._left:
            while self._busy >= self._most:
                if self._until and time.monotonic() > self._until:
                    self._most, self._until = self.smtp.connections, 0.0
                    continue
                await self._left.wait()
            self._busy += 1

    async def _carry(self, message: OutboundMessage, phase: Phase) -> Receipt:
        link = await self._begin(message)
        self._in_use.add(link)
        try:
            taken, refused = await self._recipients(link, message)
            receipt = await self._data(link, message, taken, refused, phase)
        except BaseException as error:
            self._drop(link)
            if isinstance(error, TemporaryError) and crowded(error):
                self._fewer(len(self._in_use) - 1)
            raise
        finally:
            self._in_use.discard(link)
        self._keep(link)
        return receipt

    async def _begin(self, message: OutboundMessage) -> Link:
        """A connection on which MAIL FROM was taken. One that died while it lay idle is replaced without a word."""
        while self._idle:
            link = self._idle.pop()
            self._stop_timer(link)
            try:
                if link.client.is_connected:
                    await self._mail(link, message)
                    return link
            except (TemporaryError, AuthError):
                pass  # stale: whatever it says, a new connection says it more surely
            except BaseException:
                self._drop(link)
                raise
            self._drop(link)
        try:
            link = Link(await self.connect())
            try:
                await self._mail(link, message)
            except BaseException:
                self._drop(link)
                raise
        except TemporaryError as error:
            had = len(self._in_use) + len(self._idle)
            if (had and not isinstance(error, Answer)) or (self._busy > 1 and crowded(error)):
                self._fewer(had or self._busy - 1)
                raise _CrowdedError from error
            raise
        return link

    def _fewer(self, most: int) -> None:
        self._most, self._until = max(1, min(most, self._most)), time.monotonic() + _MODEST

    async def _mail(self, link: Link, message: OutboundMessage) -> None:
        client, raw = link.client, message.prepared or b""
        options = []
        if client.supports_extension("size"):
            limit = client.esmtp_extensions.get("size", "").strip()
            if limit.isdigit() and 0 < int(limit) < len(raw):
                raise RefusedError("too_large", f"The mail has {_mb(len(raw))} with its attachments; "
                                                f"{self.smtp.host} takes at most {_mb(int(limit))}.")
            options.append(f"SIZE={len(raw)}")
        if not raw.isascii() and client.supports_extension("8bitmime"):
            options.append("BODY=8BITMIME")
        people = [message.sender, *message.to, *message.cc, *message.bcc]
        if any(not one.value.isascii() for one in people):
            if not client.supports_extension("smtputf8"):
                raise RefusedError("5.6.7", f"{self.smtp.host} cannot send to addresses with letters beyond ASCII "
                                            "before the @ (no SMTPUTF8).")
            options.append("SMTPUTF8")
        if client.supports_extension("dsn"):
            options += ["RET=HDRS", f"ENVID={_xtext(message.external_id or message.key)}"]
        await self._step("MAIL FROM", client.mail(message.sender.value, options=options, encoding="utf-8"))

    async def _recipients(self, link: Link, message: OutboundMessage) -> tuple[list[Address], list[Refusal]]:
        client = link.client
        options = ["NOTIFY=FAILURE,DELAY"] if client.supports_extension("dsn") else []
        taken: list[Address] = []
        refused: list[Refusal] = []
        later: list[TemporaryError] = []
        for address in unique([*message.to, *message.cc, *message.bcc]):
            try:
                await self._step("RCPT TO", client.rcpt(address.value, options=options, encoding="utf-8"))
                taken.append(address)
            except RefusedError as error:
                refused.append(Refusal(address=address, code=error.code, detail=error.human))
            except TemporaryError as error:
                if not client.is_connected or not isinstance(error, Answer):
                    raise
                later.append(error)
                refused.append(Refusal(address=address, code="4.0.0", detail=str(error)))
        if taken:
            return taken, refused
        if later:
            raise later[0]
        if not refused:
            raise RefusedError("no_recipient", "The message has no recipient.")
        raise RefusedError(refused[0].code, refused[0].detail if len(refused) == 1 else
                           "All recipients were refused: " + "; ".join(
                               f"{one.address.value}: {one.detail}" for one in refused))

    async def _data(self, link: Link, message: OutboundMessage, taken: Sequence[Address], refused: Sequence[Refusal],
                    phase: Phase) -> Receipt:
        raw = message.prepared or b""
        await phase("data_sent", server=f"{self.smtp.host}:{self.smtp.at_port}",
                    recipients=[one.value for one in taken])
        try:
            answer = await link.client.data(raw, timeout=self.smtp.timeout + len(raw) / _SLOWEST)
        except SMTPResponseException as error:
            raise from_answer(error.code, error.message, self.smtp.host, "DATA") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise UncertainError(
                f"the connection to {self.smtp.host} broke while it had the mail and before it answered",
                evidence={"server": self.smtp.host, "error": error.__class__.__name__}) from error
        link.used += 1
        return Receipt(external_ids=(message.external_id,) if message.external_id else (), refused=tuple(refused),
                       detail=words(answer.message))

    async def _step(self, name: str, command: Awaitable[object]) -> None:
        """One command before the border: every fault is temporary or a plain no."""
        try:
            await command
        except SMTPResponseException as error:
            raise from_answer(error.code, error.message, self.smtp.host, name) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise lost(error, self.smtp.host, name) from error
        except (UnicodeError, ValueError) as error:
            raise RefusedError("bad_address", f"An address cannot be sent to {self.smtp.host}: {error}") from error

    # ------------------------------------------------------------ connections

    async def connect(self) -> aiosmtplib.SMTP:
        """Connected, encrypted as the configuration wants it, logged in. Raises AuthError or TemporaryError."""
        smtp = self.smtp
        if smtp.tls != "none" and self._tls is None:
            self._tls = await self.context.thread(tls_context, smtp.ca_file)
        client = aiosmtplib.SMTP(
            hostname=smtp.host, use_tls=smtp.tls == "implicit", start_tls=False,
            tls_context=self._tls, timeout=smtp.timeout, local_hostname=helo_name(self.config.address))
        try:
            sock = await self._dialled()
            keep_alive(sock)
            await client.connect(sock=sock, timeout=smtp.connect_timeout)
            await client.ehlo()
            if smtp.tls == "starttls":
                if not client.supports_extension("starttls"):
                    raise TemporaryError(f"{smtp.host} does not offer STARTTLS; nothing is sent to it in clear")
                await client.starttls(timeout=smtp.timeout)
                await client.ehlo()
            if self.config.smtp_login:
                await self._login(client)
        except BaseException as error:
            client.close()
            if isinstance(error, SMTPResponseException):
                raise from_answer(error.code, error.message, smtp.host, "connecting") from error
            if isinstance(error, aiosmtplib.SMTPException | OSError):
                raise lost(error, smtp.host, "connecting") from error
            raise
        return client

    async def _dialled(self) -> socket.socket:
        """A socket of the core's, which decides what may be reached. Raises OSError."""
        smtp, gone = self.smtp, threading.Event()

        def dial() -> socket.socket:
            sock = self.context.dial(smtp.host, smtp.at_port, smtp.connect_timeout)
            if gone.is_set():  # nobody waits for it any more
                sock.close()
                raise TimeoutError
            sock.setblocking(False)
            return sock
        try:
            async with asyncio.timeout(smtp.connect_timeout):
                found: socket.socket = await self.context.thread(dial)
                return found
        except BaseException:
            gone.set()
            raise

    async def _login(self, client: aiosmtplib.SMTP) -> None:
        smtp = self.smtp
        username = smtp.username or self.config.imap_username
        if not client.supports_extension("auth"):
            raise TemporaryError(f"{smtp.host} offers no login on this connection; check port and tls, "
                                 "or leave username and password out if it wants none")
        try:
            if smtp.password is not None:
                await client.login(username, smtp.secret)
            else:
                await client.auth_xoauth2(username, await self.context.token())
        except aiosmtplib.SMTPAuthenticationError as error:
            text = words(error.message)
            if 400 <= error.code < 500:
                raise TemporaryError(f"{smtp.host} cannot check the login now: {text}") from error
            raise AuthError(f"{smtp.host} refuses the login: {text}") from error

    def _keep(self, link: Link) -> None:
        if link.used >= self.smtp.per_connection or not link.client.is_connected or self.smtp.idle_close <= 0:
            self._drop(link)
            return
        link.idle_since = time.monotonic()
        link.closer = asyncio.get_running_loop().call_later(self.smtp.idle_close, self._expire, link)
        self._idle.append(link)

    def _expire(self, link: Link) -> None:
        if link in self._idle:
            self._idle.remove(link)
            self._drop(link)

    def _stop_timer(self, link: Link) -> None:
        if link.closer is not None:
            link.closer.cancel()
            link.closer = None

    def _drop(self, link: Link) -> None:
        """Says goodbye in the background; whoever sends does not wait for it."""
        self._stop_timer(link)
        if not link.client.is_connected:
            link.client.close()
            return
        task = asyncio.get_running_loop().create_task(quit_politely(link.client))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        idle, self._idle = self._idle, []
        for link in idle:
            self._drop(link)
        if self._closing:
            await asyncio.wait(self._closing, timeout=3)


async def quit_politely(client: aiosmtplib.SMTP) -> None:
    """QUIT, and the socket closed whatever the answer."""
    try:
        await client.quit(timeout=2)
    except (aiosmtplib.SMTPException, OSError):
        pass  # it is being thrown away
    finally:
        client.close()


def _xtext(text: str) -> str:
    """RFC 3461: printable ASCII but + and =, the rest as +HH; at most 100 characters."""
    return "".join(char if "!" <= char <= "~" and char not in "+=" else f"+{ord(char) & 255:02X}" for char in text)[:100]


def _mb(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB"


def helo_name(address: str) -> str:
    """Whom we say that we are: the domain that we write from."""
    domain = address.rpartition("@")[2]
    return domain if domain.isascii() and re.fullmatch(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f.:]+\]", domain) else "localhost"


def unique(addresses: Sequence[Address]) -> list[Address]:
    """Each mailbox once, in order."""
    found: dict[str, Address] = {}
    for address in addresses:
        found.setdefault(address.value, address)
    return list(found.values())
