"""Real servers on loopback for tests: each private, in a folder of its own, on a free port.

    with DovecotServer() as dovecot:            # skipped where Dovecot is not installed; a failure with CI=true
        dovecot.deliver("ann", [b"From: …"])    # into ann's INBOX
    with OpenSmtpd({"ann@customers.example"}) as smtpd:
        smtpd.mails("ann@customers.example")    # what arrived, in order
"""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import textwrap
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from imapclient.imap_utf7 import encode


def free_port() -> int:
    """A port that is free, and that the system gives to nobody by itself before a server listens on it."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with closing(socket.socket()) as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port


def quoted(folder: str) -> str:
    """A folder's name as IMAP wants it: modified UTF-7, in quotes, both of which imaplib leaves to us."""
    return '"' + encode(folder).decode("ascii").replace("\\", "\\\\").replace('"', '\\"') + '"'


def missing(what: str, why: str = "is not installed") -> None:
    """Skips the test, or fails it with CI=true."""
    reason = f"{what} {why}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _greeted(host: str, port: int, greeting: bytes, process: subprocess.Popen[bytes], log: Path) -> None:
    """Waits until the server greets as its protocol says. Raises RuntimeError with its log when it does not come up."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with closing(socket.create_connection((host, port), timeout=5)) as sock:
                sock.settimeout(5)
                if sock.recv(len(greeting)) == greeting:
                    return
        except OSError:
            pass  # not yet
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start: {log.read_text(errors='replace') if log.exists() else 'no log'}")


class DovecotServer:
    """A private Dovecot. Every user name is taken with `password`; mail lies in `root/mail/USER` (Maildir).

    Dovecot needs root to change to the user that owns the mail; without root all of it runs as ourselves.
    """

    def __init__(self, *, password: str = "secret", extra: str = "") -> None:
        self.binary = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin") or ""
        if not self.binary:
            missing("dovecot")
        self.password = password
        self.host = "127.0.0.1"
        self.port = free_port()
        self.extra = extra
        # not the test's own folder: its path may be longer than a Unix socket's name allows
        self.root = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> DovecotServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def start(self) -> None:
        """Starts it, or starts it again with the same port and mail."""
        (self.root / "mail").mkdir(exist_ok=True)
        self.root.chmod(0o755)
        user, group = ("mail", "mail") if os.geteuid() == 0 else (
            pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name)
        if os.geteuid() == 0:
            shutil.chown(self.root / "mail", user, group)
            owners = ""
        else:
            owners = f"default_internal_user = {user}\ndefault_login_user = {user}\ndefault_internal_group = {group}\n"
        config = self.root / "dovecot.conf"
        config.write_text(owners + textwrap.dedent(f"""\
            protocols = imap
            listen = {self.host}
            base_dir = {self.root}/run
            state_dir = {self.root}/state
            log_path = {self.root}/dovecot.log
            ssl = no
            disable_plaintext_auth = no
            auth_mechanisms = plain login
            auth_failure_delay = 0
            mail_location = maildir:{self.root}/mail/%u
            first_valid_uid = 1
            mail_max_userip_connections = 100
            passdb {{
              driver = static
              args = password={self.password}
            }}
            userdb {{
              driver = static
              args = uid={user} gid={group} home={self.root}/mail/%u allow_all_users=yes
            }}
            service imap-login {{
              chroot =
              inet_listener imap {{
                port = {self.port}
              }}
              inet_listener imaps {{
                port = 0
              }}
            }}
            service anvil {{
              chroot =
            }}
            namespace inbox {{
              inbox = yes
              mailbox Sent {{
                auto = create
                special_use = \\Sent
              }}
            }}
            """) + self.extra)
        self.process = subprocess.Popen([self.binary, "-F", "-c", str(config)], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        _greeted(self.host, self.port, b"* OK", self.process, self.root / "dovecot.log")

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        self.process = None

    def imap(self, user: str) -> imaplib.IMAP4:
        """A connection of the standard library, logged in; close it with `logout`."""
        client = imaplib.IMAP4(self.host, self.port, timeout=30)
        client.login(user, self.password)
        return client

    def deliver(self, user: str, mails: Iterable[bytes | Path], folder: str = "INBOX") -> None:
        """Puts mails into a folder, in order, by APPEND; the folder is made where it is not there."""
        client = self.imap(user)
        try:
            if folder != "INBOX":
                client.create(quoted(folder))
            for mail in mails:
                raw = mail.read_bytes() if isinstance(mail, Path) else mail
                kind, answer = client.append(quoted(folder), None, None, raw)  # type: ignore[arg-type] # the stub forbids None
                if kind != "OK":
                    raise RuntimeError(f"APPEND: {answer!r}")
        finally:
            client.logout()

    def drop(self, user: str, mails: Iterable[bytes | Path]) -> None:
        """Puts many mails into INBOX the Maildir way: faster, in no sure order, and noticed like a delivery."""
        inbox = self.root / "mail" / user
        for part in ("tmp", "new", "cur"):
            (inbox / part).mkdir(parents=True, exist_ok=True)
        for number, mail in enumerate(mails):
            raw = mail.read_bytes() if isinstance(mail, Path) else mail
            name = f"{time.time():.6f}.{os.getpid()}_{number}.test"
            (inbox / "tmp" / name).write_bytes(raw)
            (inbox / "tmp" / name).rename(inbox / "new" / name)
        if os.geteuid() == 0:
            for path in [inbox, *inbox.rglob("*")]:
                shutil.chown(path, "mail", "mail")

    def messages(self, user: str, folder: str = "INBOX") -> list[tuple[bytes, bytes]]:
        """(flags line, raw mail) of every mail of a folder; nothing is marked."""
        client = self.imap(user)
        try:
            kind, count = client.select(quoted(folder), readonly=True)
            if kind != "OK" or count == [b"0"]:
                return []
            _, answer = client.fetch("1:*", "(UID FLAGS BODY.PEEK[])")
            return [(part[0], part[1]) for part in answer if isinstance(part, tuple)]
        finally:
            client.logout()


class OpenSmtpd:
    """A private OpenSMTPD that takes mail for the addresses in `people` and refuses every other recipient.

    Its spool and control socket have fixed places: it runs in a mount namespace of its own, where both are a folder of
    ours. That and its changes of user need root.
    """

    def __init__(self, people: Iterable[str], *, max_size: int = 35 << 20) -> None:
        self.binary = shutil.which("smtpd") or shutil.which("smtpd", path="/usr/sbin:/usr/local/sbin") or ""
        if not self.binary:
            missing("OpenSMTPD (smtpd)")
        if os.geteuid() != 0:
            missing("OpenSMTPD (smtpd)", "runs for root alone")
        if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
            missing("a mount namespace, in which OpenSMTPD is private,", "cannot be had here")
        self.people = set(people)
        self.max_size = max_size
        self.host = "127.0.0.1"
        self.port = free_port()
        self.root = Path(tempfile.mkdtemp(prefix="smtpd-"))
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> OpenSmtpd:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def start(self) -> None:
        """Starts it, or starts it again with the same port and mail and the people of now."""
        self.root.chmod(0o755)
        for folder in ("spool", "run", "mail"):
            (self.root / folder).mkdir(exist_ok=True)
        (self.root / "spool" / "smtpd").mkdir(mode=0o711, exist_ok=True)
        shutil.chown(self.root / "mail", "mail", "mail")
        known = ", ".join(f'"{one}" = "mail"' for one in sorted(self.people))
        config = self.root / "smtpd.conf"
        config.write_text(textwrap.dedent(f"""\
            smtp max-message-size {self.max_size}
            table known {{ {known} }}
            listen on {self.host} port {self.port} hostname mx.customers.example
            action "keep" maildir "{self.root}/mail/%{{rcpt.user}}" virtual <known>
            match from any for domain "customers.example" action "keep"
            """))
        config.chmod(0o600)
        inside = (f"mount --bind {self.root}/spool /var/spool && mount --bind {self.root}/run /run && "
                  f"exec {self.binary} -d -f {config}")
        with (self.root / "log").open("ab") as log:
            self.process = subprocess.Popen(["unshare", "--mount", "sh", "-c", inside], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, start_new_session=True)
        _greeted(self.host, self.port, b"220", self.process, self.root / "log")

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(10)
        self.process = None

    def mails(self, address: str) -> list[bytes]:
        """What lies in the recipient's folder, oldest first, with the lines that a delivery puts above (Received …).

        Line ends are LF there; they are given as CRLF again.
        """
        found = (self.root / "mail" / address.partition("@")[0] / "new").glob("*")
        files = sorted(found, key=lambda path: path.stat().st_mtime_ns)
        return [file.read_bytes().replace(b"\n", b"\r\n") for file in files]
