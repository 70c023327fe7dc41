"""An SMTP server that does as it is told: it keeps what it took, and fails where a test wants it.

Names for `fault`: the verbs, `GREETING`, and `CONTENT` (after the final dot, before the answer).
"""

from __future__ import annotations

import base64
import ssl
from dataclasses import dataclass, field

from .scripted import Dropped, Line, ScriptedServer


@dataclass
class Taken:
    """A mail as it arrived: `content` without the dots that SMTP adds. `answered`: whether we said that we have it."""

    sender: str
    recipients: list[str]
    content: bytes
    options: str = ""
    answered: bool = False


@dataclass
class _Envelope:
    sender: str = ""
    options: str = ""
    recipients: list[str] = field(default_factory=list)


class ScriptedSmtp(ScriptedServer):
    """`mails`: what was handed over. `refuse`: recipient -> the answer it gets. `logins`: what AUTH brought.

    `most`: connections that it takes at once. `carried`: the most that were there at the same time.
    """

    def __init__(self, *, extensions: tuple[str, ...] = ("SIZE 10485760", "8BITMIME"), user: str = "",
                 password: str = "", tokens: tuple[str, ...] = (), tls: ssl.SSLContext | None = None,
                 implicit: bool = False) -> None:
        self.extensions = extensions
        self.user, self.password, self.tokens = user, password, set(tokens)
        self.mails: list[Taken] = []
        self.refuse: dict[str, str] = {}
        self.logins: list[str] = []
        self.most, self.carried = 1_000, 0
        self._there = 0
        super().__init__(tls=tls, implicit=implicit)

    def greet(self, line: Line) -> None:
        with self.changed:
            full = self._there >= self.most
            self._there += not full
            self.carried = max(self.carried, self._there)
        if full:
            line.write("421 4.7.0 too many connections from your host\r\n")
            raise Dropped

    def serve(self, line: Line) -> None:
        try:
            line.write("220 scripted ESMTP\r\n")
            self._serve(line)
        finally:
            with self.changed:
                self._there -= 1

    def _serve(self, line: Line) -> None:
        envelope = _Envelope()
        while True:
            said = line.read().decode("utf-8", "replace")
            self.note(said)
            verb = said.split(" ")[0].upper()
            planned = self.meet(verb)
            if planned is not None:
                line.write(planned + "\r\n")
                if planned.startswith("421"):
                    raise Dropped
                continue
            if verb == "QUIT":
                line.write("221 bye\r\n")
                raise Dropped
            if verb == "STARTTLS" and self.tls is not None:
                line.write("220 go\r\n")
                line.secure(self.tls)
            elif verb == "DATA":
                self._data(line, envelope)
                envelope = _Envelope()
            else:
                line.write(self._answer(line, verb, said, envelope) + "\r\n")

    def _answer(self, line: Line, verb: str, said: str, envelope: _Envelope) -> str:
        if verb in ("EHLO", "HELO"):
            words = ["scripted", *self.extensions]
            return "\r\n".join(f"250{'-' if number < len(words) else ' '}{word}"
                               for number, word in enumerate(words, 1))
        if verb == "AUTH":
            return self._auth(line, said)
        if verb == "MAIL":
            envelope.sender, _, envelope.options = said.partition("<")[2].partition(">")
            envelope.recipients = []
            return "250 2.1.0 fine"
        if verb == "RCPT":
            recipient = said.partition("<")[2].partition(">")[0]
            answer = self.refuse.get(recipient, "250 2.1.5 fine")
            if answer.startswith("2"):
                envelope.recipients.append(recipient)
            return answer
        return "250 fine" if verb in ("NOOP", "RSET") else "500 5.5.1 unknown command"

    def _auth(self, line: Line, said: str) -> str:
        _, kind, *rest = said.split(" ")
        initial = base64.b64decode(rest[0]).decode() if rest else ""
        if kind.upper() == "PLAIN":
            self.logins.append(initial)
            if initial.split("\0")[1:] == [self.user, self.password]:
                return "235 2.7.0 welcome"
        elif kind.upper() == "XOAUTH2":
            self.logins.append(initial)
            token = initial.partition("auth=Bearer ")[2].rstrip("\x01")
            if token in self.tokens:
                return "235 2.7.0 welcome"
            line.write("334 " + base64.b64encode(b'{"status":"401"}').decode() + "\r\n")
            line.read()
        return "535 5.7.8 Username and Password not accepted"

    def _data(self, line: Line, envelope: _Envelope) -> None:
        line.write("354 go on\r\n")
        lines: list[bytes] = []
        while (text := line.read()) != b".":
            lines.append(text[1:] if text.startswith(b".") else text)
        taken = Taken(envelope.sender, envelope.recipients, b"\r\n".join(lines) + b"\r\n", envelope.options.strip())
        with self.changed:
            self.mails.append(taken)
            self.changed.notify_all()
        planned = self.meet("CONTENT")
        taken.answered = planned is None
        line.write((planned or "250 2.0.0 queued as scripted-1") + "\r\n")
