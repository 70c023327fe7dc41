"""An IMAP server that does as it is told: small, honest in what it knows, faulty where a test wants it.

It knows what our connector says (RFC 3501 with UIDPLUS, MOVE, UNSELECT, IDLE, ID, SPECIAL-USE, X-GM-EXT-1) and counts
what it is asked. Folders may be huge: a mail without a body of its own has `ScriptedFolder.body`.
"""

from __future__ import annotations

import base64
import bisect
import re
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from .scripted import Dropped, Line, ScriptedServer

CAPABILITIES = "IMAP4rev1 IDLE UIDPLUS MOVE UNSELECT ID SPECIAL-USE AUTH=XOAUTH2 AUTH=PLAIN"
ARRIVED = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@dataclass
class ScriptedFolder:
    """Mails by UID. `uids` is ascending; `bodies`, `flags` and `times` hold what differs from the default."""

    uidvalidity: int = 7
    uids: list[int] = field(default_factory=list)
    bodies: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    times: dict[int, datetime] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)   # a lie about RFC822.SIZE
    hidden: set[int] = field(default_factory=set)          # UIDNEXT counts them, SEARCH does not see them yet
    empty: set[int] = field(default_factory=set)           # their bodies are NIL
    refused: set[int] = field(default_factory=set)         # their bodies cannot be had
    uidnext: int = 1
    special: str = ""
    body: bytes = b"From: ann@example.net\r\nSubject: hello\r\n\r\nhello\r\n"

    def add(self, raw: bytes | None = None, *, at: datetime | None = None, flags: tuple[str, ...] = (),
            uid: int | None = None) -> int:
        number = uid or self.uidnext
        self.uids.append(number)
        self.uidnext = number + 1
        if raw is not None:
            self.bodies[number] = raw
        if at is not None:
            self.times[number] = at
        if flags:
            self.flags[number] = set(flags)
        return number

    def seen(self) -> list[int]:
        return [uid for uid in self.uids if uid not in self.hidden]

    def raw(self, uid: int) -> bytes:
        return self.bodies.get(uid, self.body)

    def remove(self, uid: int) -> None:
        self.uids.remove(uid)


class ScriptedImap(ScriptedServer):
    """`folders`: what it holds. `echo`: it answers n:* with the last mail even below n, as the RFC wants."""

    def __init__(self, *, user: str = "ann", password: str = "secret", capabilities: str = CAPABILITIES,  # noqa: S107
                 tls: ssl.SSLContext | None = None, implicit: bool = False) -> None:
        self.user, self.password = user, password
        self.tokens: set[str] = set()
        self.capabilities = capabilities
        self.folders: dict[str, ScriptedFolder] = {"INBOX": ScriptedFolder()}
        self.appended: list[tuple[str, bytes]] = []
        self.longest_line = 0
        super().__init__(tls=tls, implicit=implicit)

    @property
    def inbox(self) -> ScriptedFolder:
        return self.folders["INBOX"]

    def greet(self, line: Line) -> None:
        line.write("* OK scripted\r\n")

    def serve(self, line: Line) -> None:
        _Session(self, line).run()

    def news(self) -> None:
        """Tells those in IDLE that something arrived."""
        with self.changed:
            for other in list(self._open):
                session = _SESSIONS.get(id(other))
                if session is not None and session.idling:
                    other.write(f"* {len(session.folder.uids)} EXISTS\r\n")


_SESSIONS: dict[int, _Session] = {}


class _Session:
    def __init__(self, server: ScriptedImap, line: Line) -> None:
        self.server, self.line = server, line
        self.name: str | None = None
        self.idling = False

    @property
    def folder(self) -> ScriptedFolder:
        return self.server.folders[self.name or "INBOX"]

    def run(self) -> None:
        _SESSIONS[id(self.line)] = self
        try:
            while True:
                self.command()
        finally:
            del _SESSIONS[id(self.line)]

    def send(self, text: str | bytes) -> None:
        data = text.encode() if isinstance(text, str) else text
        self.server.longest_line = max(self.server.longest_line, max(map(len, data.split(b"\r\n"))))
        self.line.write(data + b"\r\n")

    def command(self) -> None:
        raw = self.line.read()
        while match := re.search(rb"\{(\d+)(\+?)\}$", raw):
            if not match[2]:
                self.line.write("+ go on\r\n")
            raw = raw[:match.start()] + b"\x00" + self.line.read_bytes(int(match[1])) + b"\x00" + self.line.read()
        tag, _, rest = raw.decode("latin-1").partition(" ")
        name, _, args = rest.partition(" ")
        if name.upper() == "UID":
            second, _, args = args.partition(" ")
            name = f"UID {second}"
        name = name.upper()
        self.server.note(rest if name != "APPEND" else args.split("\x00")[0])
        planned = self.server.meet(name)
        if planned is not None:
            self.send(planned if planned.startswith("*") else f"{tag} {planned}")
            if planned.startswith("* BYE"):
                raise Dropped
            return
        handler = getattr(self, "do_" + name.lower().replace(" ", "_"), None)
        if handler is None:
            self.send(f"{tag} BAD unknown command")
            return
        answer = handler(args)
        self.send(f"{tag} {answer or 'OK done'}")
        if name == "LOGOUT":
            raise Dropped
        if name == "STARTTLS" and self.server.tls is not None:
            self.line.secure(self.server.tls)

    # ------------------------------------------------------------ getting in

    def do_capability(self, args: str) -> None:
        self.send(f"* CAPABILITY {self.server.capabilities}")

    def do_noop(self, args: str) -> None:
        pass

    def do_starttls(self, args: str) -> None:
        pass

    def do_id(self, args: str) -> None:
        self.send('* ID ("name" "scripted")')

    def do_logout(self, args: str) -> None:
        self.send("* BYE")

    def do_login(self, args: str) -> str:
        user, password = (_unquote(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"|\S+', args)[:2])
        ok = (user, password) == (self.server.user, self.server.password)
        return "OK logged in" if ok else "NO [AUTHENTICATIONFAILED] Authentication failed."

    def do_authenticate(self, args: str) -> str:
        self.line.write("+ \r\n")
        said = base64.b64decode(self.line.read()).decode()
        if args.upper().startswith("PLAIN"):
            ok = said.split("\0")[1:] == [self.server.user, self.server.password]
            return "OK logged in" if ok else "NO [AUTHENTICATIONFAILED] Authentication failed."
        match = re.fullmatch(r"user=(.*)\x01auth=Bearer (.*)\x01\x01", said)
        if match and match[2] in self.server.tokens:
            return "OK logged in"
        told = base64.b64encode(b'{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}').decode()
        self.line.write(f"+ {told}\r\n")
        self.line.read()
        return "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"

    # ------------------------------------------------------------ folders

    def do_list(self, args: str) -> None:
        wanted = _unquote(re.findall(r'"(?:[^"\\]|\\.)*"|\S+', args)[-1])
        pattern = re.escape(wanted).replace(r"\*", ".*").replace("%", "[^/]*")
        for name, folder in self.server.folders.items():
            if re.fullmatch(pattern, name):
                self.send(f'* LIST ({folder.special}) "/" "{name}"')

    def do_create(self, args: str) -> None:
        self.server.folders[_unquote(args)] = ScriptedFolder()

    def do_status(self, args: str) -> str:
        name = _unquote(args.partition(" (")[0])
        folder = self.server.folders.get(name)
        if folder is None:
            return "NO [NONEXISTENT] no such folder"
        self.send(f'* STATUS "{name}" (UIDNEXT {folder.uidnext} UIDVALIDITY {folder.uidvalidity} '
                  f"MESSAGES {len(folder.seen())})")
        return "OK done"

    def do_select(self, args: str, mode: str = "READ-WRITE") -> str:
        name = _unquote(args)
        folder = self.server.folders.get(name)
        if folder is None:
            return "NO [NONEXISTENT] no such folder"
        self.name = name
        self.send("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)")
        self.send(f"* {len(folder.seen())} EXISTS")
        self.send("* 0 RECENT")
        self.send(f"* OK [UIDVALIDITY {folder.uidvalidity}] valid")
        self.send(f"* OK [UIDNEXT {folder.uidnext}] next")
        return f"OK [{mode}] open"

    def do_examine(self, args: str) -> str:
        return self.do_select(args, "READ-ONLY")

    def do_unselect(self, args: str) -> None:
        self.name = None

    # ------------------------------------------------------------ mails

    def do_uid_search(self, args: str) -> None:
        uids = self.folder.seen()
        if match := re.search(r"UID ([0-9]+|\*)(?::([0-9]+|\*))?", args):
            top = uids[-1] if uids else 0
            first, last = (top if part == "*" else int(part) for part in (match[1], match[2] or match[1]))
            first, last = min(first, last), max(first, last)  # so n:* holds the last mail even when it is below n
            uids = uids[bisect.bisect_left(uids, first):bisect.bisect_right(uids, last)]
        if "UNSEEN" in args:
            uids = [uid for uid in uids if "\\Seen" not in self.folder.flags.get(uid, set())]
        if match := re.search(r'SINCE "?([0-9]+-[A-Za-z]+-[0-9]+)"?', args):
            since = parsedate_to_datetime(f"{match[1].replace('-', ' ')} 00:00:00 +0000")
            uids = [uid for uid in uids if self.folder.times.get(uid, ARRIVED) >= since]
        if match := re.search(r'HEADER "?Message-ID"? "?(<[^>"]+>)"?', args, re.IGNORECASE):
            uids = [uid for uid in uids if match[1].encode() in self.folder.raw(uid)]
        self.send("* SEARCH " + " ".join(map(str, uids)))

    def do_fetch(self, args: str) -> None:
        """By sequence number; only ever asked for the UID."""
        number = int(args.split(" ")[0])
        self.send(f"* {number} FETCH (UID {self.folder.seen()[number - 1]})")

    def do_uid_fetch(self, args: str) -> str:
        wanted, _, what = args.partition(" ")
        for uid in _numbers(wanted):
            if uid not in self.folder.uids:
                continue
            if "BODY.PEEK[" in what and uid in self.folder.refused:
                return "NO [SERVERBUG] cannot read the mail"
            number = bisect.bisect_left(self.folder.uids, uid) + 1
            self.send(f"* {number} FETCH (UID {uid}".encode() + self._items(uid, what) + b")")
        return "OK done"

    def _items(self, uid: int, what: str) -> bytes:
        folder, out = self.folder, b""
        raw = folder.raw(uid)
        if "RFC822.SIZE" in what:
            out += f" RFC822.SIZE {folder.sizes.get(uid, len(raw))}".encode()
        if "INTERNALDATE" in what:
            out += f' INTERNALDATE "{folder.times.get(uid, ARRIVED):%d-%b-%Y %H:%M:%S %z}"'.encode()
        if "FLAGS" in what:
            out += f" FLAGS ({' '.join(sorted(folder.flags.get(uid, ())))})".encode()
        if "X-GM-MSGID" in what:
            out += f" X-GM-MSGID {1_000_000 + uid} X-GM-THRID {2_000_000 + uid}".encode()
        head, _, text = raw.partition(b"\r\n\r\n")
        if "BODY.PEEK[]" in what:
            out += b" BODY[] " + (b"NIL" if uid in folder.empty else _literal(raw))
        if "BODY.PEEK[HEADER]" in what:
            out += b" BODY[HEADER] " + _literal(head + b"\r\n\r\n")
        if match := re.search(r"BODY\.PEEK\[TEXT\]<0\.(\d+)>", what):
            out += b" BODY[TEXT]<0> " + _literal(text[:int(match[1])])
        return out

    def do_uid_store(self, args: str) -> None:
        wanted, _, flags = args.partition(" ")
        for uid in _numbers(wanted):
            self.folder.flags.setdefault(uid, set()).update(re.findall(r"\\\w+", flags))

    def do_uid_move(self, args: str) -> str:
        wanted, _, target = args.partition(" ")
        if _unquote(target) not in self.server.folders:
            return "NO [TRYCREATE] no such folder"
        for uid in _numbers(wanted):
            if uid in self.folder.uids:
                self.server.folders[_unquote(target)].add(self.folder.raw(uid))
                self.folder.remove(uid)
        return "OK moved"

    def do_append(self, args: str) -> str:
        name = _unquote(re.match(r'"(?:[^"\\]|\\.)*"|\S+', args)[0])  # type: ignore[index] # it has one, or BAD is fair
        raw = args.split("\x00")[1].encode("latin-1")
        if name not in self.server.folders:
            return "NO [TRYCREATE] no such folder"
        self.server.appended.append((name, raw))
        self.server.folders[name].add(raw, flags=("\\Seen",))
        return "OK appended"

    def do_idle(self, args: str) -> None:
        self.line.write("+ idling\r\n")
        self.idling = True
        try:
            planned = self.server.meet("IDLING")
            if planned is not None:
                self.send(planned)
                if planned.startswith("* BYE"):
                    raise Dropped
            self.line.read()
            planned = self.server.meet("DONE")
        finally:
            self.idling = False


def _unquote(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text


def _numbers(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition(":")
        found += range(int(first), int(last or first) + 1)
    return found


def _literal(data: bytes) -> bytes:
    return b"{%d}\r\n" % len(data) + data
