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
from inbox.errors import AuthError, ChannelError, RefusedError, TemporaryError, UncertainError
from inbox.types import Address, OutboundMessage, Receipt, Refusal

from .config import EmailConfig, SmtpConfig
from .wire import SLOW_DOWN, keep_alive, tls_context

logging.getLogger("aiosmtplib").setLevel(logging.WARNING)

_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# a sending limit passes by itself, though providers say 5xx
_QUOTA = re.compile(r"(daily|hourly|user|account).{0,40}sending (limit|quota)|submissionquotaexceeded", re.IGNORECASE)
_SLOWEST = 16_384  # bytes a second: how long a large mail may take before we call the server dead
# answers that say 5xx about the account, not about the mail; RFC 4954 and providers' habits
_LOGIN_CODES = {530, 534, 535, 538}


@dataclass(eq=False)
class Link:
    """One connection and its life so far. `used`: mails it carried; `idle_since`: by the monotonic clock."""

    client: aiosmtplib.SMTP
    used: int = 0
    idle_since: float = 0.0
    closer: asyncio.TimerHandle | None = field(default=None, repr=False)


class Sender:
    """The channel's connections to its SMTP server: a few, reused for a while."""

    def __init__(self, config: EmailConfig, context: Context) -> None:
        assert config.smtp is not None
        self.config = config
        self.smtp: SmtpConfig = config.smtp
        self.context = context
        self._idle: list[Link] = []
        self._closing: set[asyncio.Task[None]] = set()
        self._tls: ssl.SSLContext | None = None

    # ------------------------------------------------------------ a mail

    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        """Hands over `message.prepared`. Raises a ChannelError whose class says what to do next."""
        if message.prepared is None:
            raise RefusedError("not_prepared", "The mail was never composed.")
        link = await self._begin(message)
        try:
            taken, refused = await self._recipients(link, message)
            receipt = await self._data(link, message, taken, refused, phase)
        except BaseException:
            self._drop(link)
            raise
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
        link = Link(await self.connect())
        try:
            await self._mail(link, message)
        except BaseException:
            self._drop(link)
            raise
        return link

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
                if not client.is_connected or not _answered(error):
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
                       detail=_words(answer.message))

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
            text = _words(error.message)
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


# ---------------------------------------------------------------- what answers mean

class _Answer(TemporaryError):
    """A 4xx that the server said itself: the connection is as good as before."""


def _answered(error: TemporaryError) -> bool:
    return isinstance(error, _Answer)


def from_answer(code: int, message: str, host: str, step: str) -> ChannelError:
    """A server's answer as an error of ours: 4xx later, 5xx never, a login's refusal to the admin."""
    text = _words(message)
    enhanced = _ENHANCED.search(text)
    if code in _LOGIN_CODES or (enhanced and enhanced[1] in ("5.7.8", "5.7.9", "5.7.57")):
        return AuthError(f"{host} wants a login or refuses ours at {step}: {code} {text}")
    if (enhanced and enhanced[1] in ("5.4.5", "5.1.90")) or (code >= 400 and _QUOTA.search(text)):
        return _Answer(f"{host} lets this account send no more for now: {code} {text}", retry_after=3_600, limited=True)
    limited = 400 <= code < 500 and step != "RCPT TO" and SLOW_DOWN.search(text) is not None  # that of a recipient is theirs alone
    if code == 421 or code < 400:
        return TemporaryError(f"{host} closes the connection at {step}: {code} {text}", limited=limited)
    if code < 500:
        return _Answer(f"{host} asks us to try later at {step}: {code} {text}", limited=limited)
    return RefusedError(enhanced[1] if enhanced else str(code), human(code, enhanced[1] if enhanced else "", text, step))


_MEANING: dict[str, str] = {
    "5.1.1": "There is no such mailbox.",
    "5.1.2": "The recipient's domain takes no mail.",
    "5.1.3": "The address is not valid.",
    "5.1.6": "The mailbox has moved.",
    "5.1.8": "The server does not accept our sender address.",
    "5.1.10": "The recipient's domain takes no mail.",
    "5.2.1": "The mailbox is switched off.",
    "5.2.2": "The mailbox is full.",
    "5.2.3": "The mail is too large for the recipient.",
    "5.3.4": "The mail is too large for the server.",
    "5.4.1": "The server does not take mail for this recipient.",
    "5.7.1": "The server's rules forbid it.",
    "5.7.60": "The account may not send as this address.",
}


def human(code: int, enhanced: str, text: str, step: str) -> str:
    """A sentence for the agent: what it means, then the server's own words (RFC 3463)."""
    meaning = _MEANING.get(enhanced)
    if meaning is None and code == 552:
        meaning = "The mail is too large, or the mailbox is full."
    if meaning is None:
        meaning = {"MAIL FROM": "The server does not accept our sender address.",
                   "RCPT TO": "The server refuses the recipient."}.get(step, "The server refuses the mail.")
    return f"{meaning} The server said: {code} {text}"


def lost(error: BaseException, host: str, step: str) -> TemporaryError:
    """A connection that could not be made or broke before the border."""
    if isinstance(error, ssl.SSLCertVerificationError) or isinstance(
            error.__cause__, ssl.SSLCertVerificationError):
        cause = error if isinstance(error, ssl.SSLCertVerificationError) else error.__cause__
        return TemporaryError(f"the certificate of {host} is not accepted: {getattr(cause, 'verify_message', cause)}")
    if isinstance(error, TimeoutError):
        return TemporaryError(f"{host} did not answer in time at {step}")
    return TemporaryError(f"the connection to {host} failed at {step}: {_words(str(error)) or error.__class__.__name__}")


def _words(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text).strip()[:500]


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


