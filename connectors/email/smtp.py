"""Sending: SMTP step by step, so that it is known at which step a fault struck.

Until the final dot everything may be done again. After it only the server's answer says what became of the mail; a
connection that breaks there leaves an uncertain end.
"""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import aiosmtplib
from aiosmtplib import SMTPResponseException

from inbox.connector import Context, Phase
from inbox.errors import AuthError, RefusedError, TemporaryError, UncertainError
from inbox.types import Address, OutboundMessage, Receipt, Refusal

from .config import EmailConfig, SmtpConfig
from .talk import Reply, Talk
from .verdicts import Answer, crowded, from_answer, lost, words
from .wire import keep_alive, tls_context

logging.getLogger("aiosmtplib").setLevel(logging.WARNING)

_SLOWEST = 16_384  # bytes a second: how long a large mail may take before we call the server dead
_MODEST = 600.0  # seconds for which a server that refused one more connection is not asked for as many again


@dataclass(eq=False)
class Link:
    """One connection and its life so far. `used`: mails it carried."""

    talk: Talk
    used: int = 0
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
        people = unique([*message.to, *message.cc, *message.bcc])
        link, answers = await self._begin(message, people)
        try:
            receipt = await self._data(link.talk, message, *self._judged(people, answers), phase)
            link.used += 1
        except BaseException as error:
            self._drop(link)
            if isinstance(error, TemporaryError) and crowded(error):
                self._fewer(len(self._in_use))
            raise
        self._keep(link)
        return receipt

    async def _begin(self, message: OutboundMessage, people: Sequence[Address]) -> tuple[Link, list[Reply]]:
        """A connection on which MAIL FROM was taken, and what it says to each recipient.

        One that died while it lay idle is replaced without a word.
        """
        while self._idle:
            link = self._idle.pop()
            self._in_use.add(link)
            self._stop_timer(link)
            try:
                if link.talk.alive:
                    return link, await self._envelope(link.talk, message, people)
            except (TemporaryError, AuthError):
                pass  # stale: whatever it says, a new connection says it more surely
            except BaseException:
                self._drop(link)
                raise
            self._drop(link)
        try:
            link = Link(Talk(await self.connect()))
            self._in_use.add(link)
            try:
                return link, await self._envelope(link.talk, message, people)
            except BaseException:
                self._drop(link)
                raise
        except TemporaryError as error:
            had = len(self._in_use) + len(self._idle)
            if (had and not isinstance(error, Answer)) or (self._busy > 1 and crowded(error)):
                self._fewer(had or self._busy - 1)
                raise _CrowdedError from error
            raise

    def _fewer(self, most: int) -> None:
        self._most, self._until = max(1, min(most, self._most)), time.monotonic() + _MODEST

    async def _envelope(self, talk: Talk, message: OutboundMessage, people: Sequence[Address]) -> list[Reply]:
        """MAIL FROM, and RCPT TO for each: together where the server takes them so. Raises for the first, and when it is lost."""
        seconds = self.smtp.timeout
        with self._before_the_border("MAIL FROM"):
            mail, each = self._mail(talk, message), self._rcpt(talk, people)
            together = talk.supports("pipelining")
            talk.write(mail, *(each if together else ()))
            sender = await talk.reply(seconds)
        if sender.code != 250:
            raise from_answer(sender.code, sender.text, self.smtp.host, "MAIL FROM")
        with self._before_the_border("RCPT TO"):
            return [await (talk.reply(seconds) if together else talk.say(one, seconds)) for one in each]

    def _mail(self, talk: Talk, message: OutboundMessage) -> bytes:
        raw = message.prepared or b""
        options = []
        if talk.supports("size"):
            limit = talk.extensions["size"].strip()
            if limit.isdigit() and 0 < int(limit) < len(raw):
                raise RefusedError("too_large", f"The mail has {_mb(len(raw))} with its attachments; "
                                                f"{self.smtp.host} takes at most {_mb(int(limit))}.")
            options.append(f"SIZE={len(raw)}")
        if not raw.isascii() and talk.supports("8bitmime"):
            options.append("BODY=8BITMIME")
        people = [message.sender, *message.to, *message.cc, *message.bcc]
        if any(not one.value.isascii() for one in people):
            if not talk.supports("smtputf8"):
                raise RefusedError("5.6.7", f"{self.smtp.host} cannot send to addresses with letters beyond ASCII "
                                            "before the @ (no SMTPUTF8).")
            options.append("SMTPUTF8")
        if talk.supports("dsn"):
            options += ["RET=HDRS", f"ENVID={_xtext(message.external_id or message.key)}"]
        return " ".join([f"MAIL FROM:{_path(message.sender.value)}", *options]).encode()

    def _rcpt(self, talk: Talk, people: Sequence[Address]) -> list[bytes]:
        options = " NOTIFY=FAILURE,DELAY" if talk.supports("dsn") else ""
        return [f"RCPT TO:{_path(one.value)}{options}".encode() for one in people]

    def _judged(self, people: Sequence[Address], answers: Sequence[Reply]) -> tuple[list[Address], list[Refusal]]:
        """Who is taken, and who is not and why. Raises when nobody is."""
        taken: list[Address] = []
        refused: list[Refusal] = []
        later: list[TemporaryError] = []
        for address, answer in zip(people, answers, strict=True):
            if answer.code in (250, 251):
                taken.append(address)
                continue
            error = from_answer(answer.code, answer.text, self.smtp.host, "RCPT TO")
            if isinstance(error, RefusedError):
                refused.append(Refusal(address=address, code=error.code, detail=error.human))
            elif isinstance(error, Answer):
                later.append(error)
                refused.append(Refusal(address=address, code="4.0.0", detail=str(error)))
            else:
                raise error
        if taken:
            return taken, refused
        if later:
            raise later[0]
        if not refused:
            raise RefusedError("no_recipient", "The message has no recipient.")
        raise RefusedError(refused[0].code, refused[0].detail if len(refused) == 1 else
                           "All recipients were refused: " + "; ".join(
                               f"{one.address.value}: {one.detail}" for one in refused))

    async def _data(self, talk: Talk, message: OutboundMessage, taken: Sequence[Address], refused: Sequence[Refusal],
                    phase: Phase) -> Receipt:
        raw, smtp = message.prepared or b"", self.smtp
        with self._before_the_border("DATA"):
            talk.write(b"DATA")  # the server's word and the store's are waited for side by side; the mail follows both
        await phase("data_sent", server=f"{smtp.host}:{smtp.at_port}", recipients=[one.value for one in taken])
        with self._before_the_border("DATA"):
            answer = await talk.reply(smtp.timeout)
            if answer.code == 354 and not talk.alive:
                raise ConnectionResetError("it closed the connection")
        if answer.code != 354:
            raise from_answer(answer.code, answer.text, smtp.host, "DATA")
        try:
            answer = await talk.content(raw, smtp.timeout + len(raw) / _SLOWEST)
        except OSError as error:
            raise UncertainError(
                f"the connection to {smtp.host} broke while it had the mail and before it answered",
                evidence={"server": smtp.host, "error": error.__class__.__name__}) from error
        if 300 <= answer.code < 400:
            raise UncertainError(f"{smtp.host} had the mail and its answer has no meaning there: {answer.code} {words(answer.text)}",
                                 evidence={"server": smtp.host, "answer": answer.code})
        if answer.code >= 400:
            raise from_answer(answer.code, answer.text, smtp.host, "DATA")
        return Receipt(external_ids=(message.external_id,) if message.external_id else (), refused=tuple(refused),
                       detail=words(answer.text))

    @contextmanager
    def _before_the_border(self, step: str) -> Iterator[None]:
        """Every fault is temporary or a plain no."""
        try:
            yield
        except OSError as error:
            raise lost(error, self.smtp.host, step) from error
        except ValueError as error:  # a UnicodeError among them
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
        if link.used >= self.smtp.per_connection or not link.talk.alive or self.smtp.idle_close <= 0:
            self._drop(link)
            return
        self._in_use.discard(link)
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
        self._in_use.discard(link)
        self._stop_timer(link)
        task = asyncio.get_running_loop().create_task(link.talk.quit())
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


def _path(address: str) -> str:
    """An address as a command has it. Raises ValueError for one that would end before its end."""
    if "<" in address or ">" in address:
        raise ValueError(f"{address} has an angle bracket")
    return f"<{address}>"


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
