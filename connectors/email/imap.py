"""One IMAP connection, blocking: everything here runs on a thread of the channel's own.

A `Mailbox` is used by one thread at a time and is thrown away after any exception: what a connection still holds back
after a fault (a half-read answer, a late one) would be taken for the answer to the next command.
"""

from __future__ import annotations

import imaplib
import logging
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, TypeVar

from imapclient import IMAPClient, SocketTimeout
from imapclient import exceptions as imap_errors
from imapclient.imapclient import SENT

from inbox.errors import RefusedError, TemporaryError

from . import answers
from .config import ImapConfig
from .wire import MISSING, Client, Dial, fault, keep_alive, login_error, plain, tls_context

# imapclient routes imaplib's whole dialogue (mail, addresses) to these loggers; it is nobody's to log
for _noisy in ("imapclient", "imapclient.imaplib"):
    logging.getLogger(_noisy).setLevel(logging.WARNING)

WINDOW = 5_000  # UIDs in one search: its answer is one line, and imaplib breaks at a million bytes
_T = TypeVar("_T")


class State(NamedTuple):
    """A folder as STATUS or SELECT tell it. `uidnext` is None where the server does not say."""

    uidvalidity: int
    uidnext: int | None
    exists: int


class Login(NamedTuple):
    """How one gets in: a password, or an OAuth access token."""

    username: str
    password: str = ""
    token: str = ""


class Found(NamedTuple):
    """What the first phase of a fetch tells about a mail."""

    uid: int
    size: int
    internaldate: datetime | None
    flags: tuple[str, ...]
    gm_msgid: str | None
    gm_thrid: str | None


class Mailbox:
    """An authenticated IMAP connection."""

    def __init__(self, config: ImapConfig, dial: Dial) -> None:
        self.config = config
        self._dial = dial
        self.selected: str | None = None
        self.writable = False
        self.state: State | None = None
        self.capabilities: frozenset[str] = frozenset()
        self.unreadable = False  # the last fault was an answer (a NO, or one that cannot be parsed), not the network
        self._client: Client | None = None
        self._closed = False
        self._busy = threading.Lock()

    # ------------------------------------------------------------ life

    @property
    def client(self) -> Client:
        if self._client is None or self._closed:
            raise TemporaryError(f"the connection to {self.config.host} is closed")
        return self._client

    def connect(self) -> None:
        """TCP and TLS as the configuration wants it. Raises TemporaryError."""
        config = self.config
        self._still_wanted()
        with self._errors("connecting"):
            context = tls_context(config.ca_file) if config.tls != "none" else None
            self._client = Client(
                config.host, config.at_port, ssl=config.tls == "implicit", ssl_context=context, dial=self._dial,
                timeout=SocketTimeout(connect=config.connect_timeout, read=config.timeout))
            self._still_wanted()
            self._client.normalise_times = False
            keep_alive(self._client.socket())
            if config.tls == "starttls":
                if not self._client.has_capability("STARTTLS"):
                    raise TemporaryError(f"{config.host} does not offer STARTTLS; the login is not sent in clear")
                self._client.starttls(context)
                self._client.socket().settimeout(config.timeout)

    def _still_wanted(self) -> None:
        """Connecting takes its time, and who wanted it may be gone."""
        if self._closed:
            raise TemporaryError(f"the connection to {self.config.host} was given up")

    def login(self, login: Login) -> None:
        """Logs in. Raises AuthError when the server says no to the credentials, else TemporaryError."""
        client = self.client
        try:
            if login.token:
                client.token_login(login.username, login.token)
            elif (login.username + login.password).isascii() and not client.has_capability("LOGINDISABLED"):
                client.login(login.username, login.password)
            else:
                client.plain_login(login.username, login.password)
        except (imap_errors.IMAPClientError, OSError) as error:
            self._hang_up()
            raise login_error(error, self.config.host) from error
        except BaseException:
            self._hang_up()
            raise
        with self._errors("asking what it can"):
            self.capabilities = frozenset(cap.decode("ascii", "replace").upper() for cap in client.capabilities())
            if self.can("ID"):  # Gmail asks for it, NetEase refuses SELECT without it
                try:
                    client.id_({"name": "Inbox", "vendor": "shared-inbox"})
                except imap_errors.IMAPClientAbortError:
                    raise
                except imap_errors.IMAPClientError:
                    pass  # a courtesy; a server that says NO to it serves mail all the same

    def can(self, capability: str) -> bool:
        return capability.upper() in self.capabilities

    @property
    def gmail(self) -> bool:
        return self.can("X-GM-EXT-1")

    @contextmanager
    def used(self) -> Iterator[None]:
        """Held by the thread that works here, so that exactly one side closes what `abort` has shut."""
        with self._busy:
            try:
                yield
            except BaseException:
                self._hang_up()
                raise
            finally:
                if self._closed:
                    self._hang_up()

    def close(self) -> None:
        """Says goodbye, without waiting long for the answer."""
        if self._client is None or self._closed:
            self._hang_up()
            return
        try:
            self._client.socket().settimeout(2)
            self._client.logout()
        except Exception:  # noqa: S110, BLE001 - it is being thrown away; whatever it answers changes nothing
            pass
        self._hang_up()

    def abort(self) -> None:
        """Shuts the socket, from any thread: whoever waits on it wakes with an error."""
        self._closed = True
        client = self._client
        if client is not None:
            try:
                client.socket().shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # never connected, or gone already
        if self._busy.acquire(blocking=False):
            try:
                self._hang_up()
            finally:
                self._busy.release()

    def _hang_up(self) -> None:
        self._closed = True
        client, self._client = self._client, None
        if client is not None:
            try:
                client.shutdown()
            except (OSError, imaplib.IMAP4.error):
                pass  # gone already

    @contextmanager
    def _errors(self, doing: str) -> Iterator[None]:
        """Turns foreign exceptions into ours, and gives the connection up after any."""
        try:
            yield
        except (imap_errors.IMAPClientError, imaplib.IMAP4.error, OSError, ValueError, LookupError,
                AssertionError) as error:
            self.unreadable = not isinstance(error, imap_errors.IMAPClientAbortError | OSError)
            self._hang_up()
            raise fault(error, self.config.host, doing) from error
        except BaseException:
            self._hang_up()
            raise

    def _do(self, doing: str, call: Callable[[Client], _T]) -> _T:
        with self._errors(doing):
            return call(self.client)

    # ------------------------------------------------------------ folders

    def status(self, folder: str) -> State:
        """A folder's state without opening it (RFC 3501: not for the open one)."""
        answer = self._do(f"asking after {folder}", lambda c: c.folder_status(
            folder, ["UIDNEXT", "UIDVALIDITY", "MESSAGES"]))
        return State(int(answer.get(b"UIDVALIDITY", 0)), _number(answer.get(b"UIDNEXT")),
                     int(answer.get(b"MESSAGES", 0)))

    def select(self, folder: str, *, writable: bool) -> State:
        """Opens a folder. Raises RefusedError when there is none of that name."""
        client = self.client
        try:
            answer = client.select_folder(folder, readonly=not writable)
        except imap_errors.IMAPClientAbortError as error:
            self._hang_up()
            raise fault(error, self.config.host, f"opening {folder}") from error
        except imap_errors.IMAPClientError as error:
            self._hang_up()
            text = plain(error)
            if MISSING.search(text):
                raise RefusedError("no_folder", f"{self.config.host} has no folder {folder!r}") from error
            raise fault(error, self.config.host, f"opening {folder}") from error
        except (OSError, ValueError) as error:
            self._hang_up()
            raise fault(error, self.config.host, f"opening {folder}") from error
        self.selected, self.writable = folder, writable
        validity = answer.get(b"UIDVALIDITY", 0)
        self.state = State(int(validity), _number(answer.get(b"UIDNEXT")), int(answer.get(b"EXISTS", 0)))
        return self.state

    def unselect(self) -> None:
        """Closes the folder without expunging, where the server knows how."""
        if self.selected is not None and self.can("UNSELECT"):
            self._do("closing the folder", lambda c: c.unselect_folder())
            self.selected = self.state = None

    def folders(self) -> list[tuple[tuple[str, ...], str]]:
        """(flags, name) of all folders."""
        found = self._do("listing folders", lambda c: c.list_folders())
        return [(tuple(flag.decode("ascii", "replace") for flag in flags), name) for flags, _, name in found]

    def sent_folder(self) -> str | None:
        found = self._do("looking for the Sent folder", lambda c: c.find_special_folder(SENT))
        return found if isinstance(found, str) else None

    def exists(self, folder: str) -> bool:
        return self._do(f"looking for {folder}", lambda c: bool(c.folder_exists(folder)))

    def create(self, folder: str) -> None:
        self._do(f"making the folder {folder}", lambda c: c.create_folder(folder))

    # ------------------------------------------------------------ search

    def search(self, first: int, last: int | None, *, unseen: bool = False, since: date | None = None) -> list[int]:
        """UIDs from `first` to `last` (None: the end), ascending. Servers answer n:* with the last one even below n."""
        criteria: list[Any] = ["UID", f"{first}:{'*' if last is None else last}"]
        if unseen:
            criteria.append("UNSEEN")
        if since is not None:
            criteria += ["SINCE", since]
        found = self._do("searching", lambda c: c.search(criteria))
        return sorted({int(uid) for uid in found if uid >= first and (last is None or uid <= last)})

    def top(self) -> int:
        """The highest UID of the open folder, 0 when it is empty."""
        state = self.state
        if state is not None and state.uidnext is not None:
            return state.uidnext - 1
        found = self._do("searching", lambda c: c.search(["UID", "*"]))
        return max((int(uid) for uid in found), default=0)

    def next_above(self, uid: int) -> int | None:
        """The lowest UID above `uid`, found by halving over the sequence numbers (about 20 small fetches at most)."""
        def uid_at(number: int) -> int:
            client = self.client
            client.use_uid = False
            try:
                answer = client.fetch([number], ["UID"])
            finally:
                client.use_uid = True
            return int(answer[number][b"UID"])

        with self._errors("looking for the next mail"):
            low, high, best = 1, self.state.exists if self.state else 0, None
            while low <= high:
                middle = (low + high) // 2
                found = uid_at(middle)
                if found > uid:
                    best, high = found, middle - 1
                else:
                    low = middle + 1
            return best

    def with_message_id(self, folder: str, message_id: str) -> list[int]:
        """UIDs in a folder whose Message-ID is this one (without brackets)."""
        self.select(folder, writable=False)
        # a header search in an enormous folder is one answer of few numbers: the id is ours and unique
        return self._do("searching a copy", lambda c: [int(uid) for uid in c.search(
            ["HEADER", "Message-ID", f"<{message_id}>"])])

    # ------------------------------------------------------------ fetch

    def facts(self, uids: Sequence[int]) -> list[Found]:
        """Phase one: size, arrival and flags; a mail that is gone by now is left out."""
        wanted = ["RFC822.SIZE", "INTERNALDATE", "FLAGS"]
        if self.gmail:
            wanted += ["X-GM-MSGID", "X-GM-THRID"]
        answer = self._do("fetching sizes", lambda c: c.asked(uids, wanted, answers.facts))
        return [_found(uid, answer[uid]) for uid in uids if uid in answer and b"RFC822.SIZE" in answer[uid]]

    def bodies(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Phase two: whole mails. PEEK leaves them unread."""
        answer = self._do("fetching mails", lambda c: c.asked(uids, ["BODY.PEEK[]"], answers.bodies))
        got = {uid: answer[uid][b"BODY[]"] for uid in uids if b"BODY[]" in answer.get(uid, {})}
        return {uid: data if isinstance(data, bytes) else b"" for uid, data in got.items()}  # NIL: it has none to give

    def beginning(self, uid: int, size: int) -> bytes | None:
        """The headers and the first bytes of a mail that is too large to be taken whole."""
        answer = self._do("fetching a large mail", lambda c: c.fetch(
            [uid], ["BODY.PEEK[HEADER]", f"BODY.PEEK[TEXT]<0.{size}>"])).get(uid, {})
        header = answer.get(b"BODY[HEADER]")
        text = next((value for key, value in answer.items() if key.startswith(b"BODY[TEXT]")), b"")
        return None if not isinstance(header, bytes) else header + (text or b"")

    # ------------------------------------------------------------ change

    def mark_seen(self, uids: Iterable[int]) -> None:
        self._do("marking as seen", lambda c: c.add_flags(list(uids), [rb"\Seen"], silent=True))

    def move(self, uids: Iterable[int], folder: str) -> None:
        """Moves mails, into a new folder if need be. Without MOVE: copy, expunge these alone; with neither: RefusedError."""
        chosen = list(uids)
        if self.can("MOVE"):
            self._do(f"moving to {folder}", lambda c: _making(c, folder, lambda: c.move(chosen, folder)))
        elif self.can("UIDPLUS"):
            self._do(f"copying to {folder}", lambda c: _making(c, folder, lambda: c.copy(chosen, folder)))
            self._do("deleting what was copied", lambda c: c.delete_messages(chosen, silent=True))
            self._do("deleting what was copied", lambda c: c.uid_expunge(chosen))
        else:
            raise RefusedError("no_move", f"{self.config.host} can neither MOVE nor expunge single mails (UIDPLUS)")

    def append(self, folder: str, raw: bytes, at: datetime) -> None:
        self._do(f"copying to {folder}", lambda c: c.append(folder, raw, [rb"\Seen"], at))


def _making(client: IMAPClient, folder: str, call: Callable[[], object]) -> None:
    """Does it once more with the folder made, where the server says that this is what is missing (RFC 9051, 7.1)."""
    try:
        call()
    except imap_errors.IMAPClientError as error:
        if "TRYCREATE" not in str(error).upper():
            raise
        client.create_folder(folder)
        call()


def _number(value: Any) -> int | None:
    return None if value is None else int(value)


def _found(uid: int, answer: Mapping[bytes, Any]) -> Found:
    when = answer.get(b"INTERNALDATE")
    if isinstance(when, datetime):
        when = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    flags = tuple(flag.decode("utf-8", "replace") if isinstance(flag, bytes) else str(flag)
                  for flag in answer.get(b"FLAGS", ()))
    return Found(uid, int(answer[b"RFC822.SIZE"]), when if isinstance(when, datetime) else None, flags,
                 _text(answer.get(b"X-GM-MSGID")), _text(answer.get(b"X-GM-THRID")))


def _text(value: Any) -> str | None:
    return None if value is None else value.decode() if isinstance(value, bytes) else str(value)
