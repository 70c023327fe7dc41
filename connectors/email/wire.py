"""What every connection of ours shares: TLS that verifies, a peer that is missed when it vanishes, errors in our words."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from imapclient import IMAPClient
from imapclient import exceptions as imap_errors
from imapclient.response_parser import parse_fetch_response

from inbox.errors import AuthError, ChannelError, TemporaryError

_PASSING = re.compile(
    r"EOF|timed? ?out|socket error|broken pipe|connection reset|\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)\]"
    r"|try again|temporar|too many|rate limit|overquota|exceeded .{0,40}limit"
    r"|internal (server )?error|server (is )?busy|shutting down",
    re.IGNORECASE)
MISSING = re.compile(r"NONEXISTENT|doesn.t exist|does not exist|unknown mailbox|no such|not found", re.IGNORECASE)
# a rate limit in words: no code of IMAP or SMTP says so and nothing else
SLOW_DOWN = re.compile(r"too (many|much) (requests|commands|messages|mails?|emails|connections|simultaneous)"
                       r"|slow(ing)? down|rate.?limit|throttl", re.IGNORECASE)
_UNCONNECTED = "authenticated but not connected"
_Found = Mapping[int, Mapping[bytes, Any]]  # UID -> what it asked for -> its value
Dial = Callable[[str, int, float], socket.socket]  # host, port, timeout: `Context.dial`


class _Imap4(imaplib.IMAP4):
    """The protocol over a socket that somebody else opened."""

    def __init__(self, host: str, port: int, sock: socket.socket) -> None:
        self._given = sock
        super().__init__(host, port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return self._given


class Client(IMAPClient):  # type: ignore[misc]  # imapclient ships no types
    """IMAPClient over a socket of the core's: there it is decided what may be reached."""

    def __init__(self, *args: Any, dial: Dial, **kwargs: Any) -> None:
        self._dial = dial
        super().__init__(*args, **kwargs)
        self._imap.debug = 0  # imapclient has each mail written out for a log, whether it is kept or not

    def asked(self, uids: Sequence[int], wanted: Sequence[str], quickly: Callable[[Sequence[Any]], _Found | None]) -> _Found:
        """`fetch`, whose answer `quickly` reads where it can."""
        if not uids:
            return {}
        kind, data = self._imap.uid("FETCH", ",".join(map(str, uids)), f"({' '.join(wanted)})")
        self._checkok("fetch", kind, data)
        lines = [line for line in data if line is not None]  # [None]: none of them is there any more
        found = quickly(lines)
        careful: _Found = parse_fetch_response(lines, self.normalise_times, self.use_uid) if found is None else found
        return careful

    def token_login(self, username: str, token: str) -> None:
        """SASL XOAUTH2; on a refusal the server's JSON (status, scope) becomes part of the error.

        https://developers.google.com/gmail/imap/xoauth2-protocol
        """
        challenges: list[bytes] = []

        def answer(challenge: bytes) -> bytes:
            challenges.append(challenge)
            if challenge:
                return b""
            return f"user={username}\1auth=Bearer {token}\1\1".encode()

        try:
            self.sasl_login("XOAUTH2", answer)
        except imap_errors.LoginError as error:
            told = b" ".join(challenge for challenge in challenges if challenge).decode("utf-8", "replace")
            if told:
                raise imap_errors.LoginError(f"{error} {told}") from error
            raise

    def _create_IMAP4(self) -> _Imap4:
        sock = self._dial(self.host, self.port, self._timeout.connect)
        try:
            if self.ssl:
                sock = self.ssl_context.wrap_socket(sock, server_hostname=self.host)
            return _Imap4(self.host, self.port, sock)
        except BaseException:
            sock.close()
            raise


def login_error(error: Exception, host: str) -> ChannelError:
    """What a failed login means: only a server's plain NO is about the credentials.

    imapclient raises LoginError for a dropped socket too, and providers say NO for their own troubles.
    """
    text = plain(error)
    if _UNCONNECTED in text.lower():
        return TemporaryError(
            f"{host} took the login but does not open the mailbox ({text}); if it stays so, the account lacks rights "
            "on this mailbox (Microsoft 365: Add-MailboxPermission for the app) or IMAP is switched off for it")
    dead = isinstance(error, imap_errors.IMAPClientAbortError | OSError) or isinstance(
        error.__context__, imaplib.IMAP4.abort | OSError)
    if dead or _PASSING.search(text):
        return TemporaryError(f"{host} broke off the login: {text}", limited=SLOW_DOWN.search(text) is not None)
    return AuthError(f"{host} refuses the login: {text}")


def fault(error: Exception, host: str, doing: str) -> ChannelError:
    """Any failure of an open connection, in the words of the house."""
    if isinstance(error, ChannelError):
        return error
    if isinstance(error, ssl.SSLCertVerificationError):
        return TemporaryError(f"the certificate of {host} is not accepted: {error.verify_message}")
    if isinstance(error, socket.gaierror):
        return TemporaryError(f"the name {host} cannot be resolved: {error.strerror or error}")
    if isinstance(error, TimeoutError):
        return TemporaryError(f"{host} did not answer in time while {doing}")
    text = plain(error)
    if _UNCONNECTED in text.lower():
        return login_error(error, host)
    return TemporaryError(f"{host}: {text} while {doing}", limited=SLOW_DOWN.search(text) is not None)


def plain(error: Exception) -> str:
    text = str(error) or error.__class__.__name__
    text = re.sub(r"\bb'([^']*)'", r"\1", text)
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)[:300]


def tls_context(ca_file: str = "") -> ssl.SSLContext:
    """A context that verifies certificate and name."""
    context = ssl.create_default_context(cafile=ca_file or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def keep_alive(sock: socket.socket) -> None:
    """A peer that vanished without a FIN is noticed by the kernel after two minutes."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4)):
        if hasattr(socket, option):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
