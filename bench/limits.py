"""What such a machine can do at most: the same work by hand, with nothing around it. Each is measured in the same run as ours.

As a command it is a server of the two answers that a list is measured beside: `python bench/limits.py STORE` prints its port; `/hello`
says hello, `/list` gives the newest 50 conversations of that SQLite file as JSON, read in the loop.
"""

from __future__ import annotations

import asyncio
import email
import imaplib
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

BATCH = 100
IMPORTS = "aiohttp.web, aiosmtplib, imapclient, pydantic, sqlite3, apscheduler.schedulers.asyncio, multiprocessing.connection"
_UID = re.compile(rb"\(UID (\d+)")


# ---------------------------------------------------------------- ingest

def fetched(host: str, port: int, user: str, password: str) -> Iterator[list[bytes]]:
    """All mails of the INBOX by the standard library, a hundred at a time."""
    client = imaplib.IMAP4(host, port)
    client.login(user, password)
    try:
        client.select("INBOX", readonly=True)
        uids = client.uid("SEARCH", "ALL")[1][0].split()  # type: ignore[no-untyped-call]
        for start in range(0, len(uids), BATCH):
            answer = client.uid("FETCH", b",".join(uids[start:start + BATCH]).decode(), "(UID BODY.PEEK[])")[1]  # type: ignore[no-untyped-call]
            yield [part[1] for part in answer if isinstance(part, tuple)]
    finally:
        client.logout()


def parser() -> tuple[str, Any]:
    """The fastest reader of mail that is installed: its name, and what gives (id, named ids, subject, sender, text) of bytes."""
    try:
        from fast_mail_parser import parse_email
    except ImportError:
        return "the standard library", _slowly

    def quickly(raw: bytes) -> tuple[str, str, str, str, str]:
        mail = parse_email(raw)
        heads = {name.lower(): value if isinstance(value, str) else " ".join(value) for name, value in mail.headers.items()}
        return (heads.get("message-id", ""), heads.get("references", ""), mail.subject, heads.get("from", ""),
                "\n".join(mail.text_plain or mail.text_html))
    return "fast-mail-parser", quickly


def _slowly(raw: bytes) -> tuple[str, str, str, str, str]:
    mail = email.message_from_bytes(raw)
    leaves = [(part.get_content_type(), part.get_payload(decode=True)) for part in mail.walk() if not part.is_multipart()]
    text = next((data.decode("utf-8", "replace") for kind, data in leaves if kind == "text/plain" and isinstance(data, bytes)), "")
    return (*(str(mail.get(name, "")) for name in ("message-id", "references", "subject", "from")), text)  # type: ignore[return-value]


def by_hand(host: str, port: int, user: str, password: str) -> tuple[float, str]:
    """(mails a second, by which reader) of fetching, reading and keeping all mails of a mailbox, one after the other in one process.

    Kept is what makes a conversation: the look-up of the parent, conversation, message, raw bytes, references, words.
    """
    name, read = parser()
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "by-hand.db", isolation_level=None)) as db:
        db.executescript("""PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
            CREATE TABLE conversation (id INTEGER PRIMARY KEY, subject TEXT, last_at INTEGER, preview TEXT);
            CREATE TABLE message (id INTEGER PRIMARY KEY, conversation_id INTEGER, sender TEXT, subject TEXT, text TEXT, raw BLOB);
            CREATE TABLE ref (value TEXT PRIMARY KEY, conversation_id INTEGER) WITHOUT ROWID;
            CREATE VIRTUAL TABLE words USING fts5 (body, content='', tokenize='unicode61');""")
        count, began = 0, time.perf_counter()
        for raws in fetched(host, port, user, password):
            db.execute("BEGIN IMMEDIATE")
            for raw in raws:
                own, named, subject, sender, text = read(raw)
                found = [one for one in (own, *named.split()) if one]
                row = db.execute(f"SELECT conversation_id FROM ref WHERE value IN ({','.join('?' * len(found))})", found).fetchone()  # noqa: S608
                one = row[0] if row else db.execute("INSERT INTO conversation (subject, last_at, preview) VALUES (?, ?, ?)",
                                                    (subject, time.time_ns(), text[:160])).lastrowid
                made = db.execute("INSERT INTO message (conversation_id, sender, subject, text, raw) VALUES (?, ?, ?, ?, ?)",
                                  (one, sender, subject, text, raw)).lastrowid
                db.executemany("INSERT OR IGNORE INTO ref VALUES (?, ?)", [(value, one) for value in found])
                db.execute("INSERT INTO words (rowid, body) VALUES (?, ?)", (made, f"{subject} {sender} {text}"))
                count += 1
            db.execute("COMMIT")
        return count / (time.perf_counter() - began), name


# ---------------------------------------------------------------- delay

class Idler:
    """Waits in IDLE by hand, as the daemon does, and notes when the server says that mail has come."""

    def __init__(self, host: str, port: int, user: str, password: str) -> None:
        self.client = imaplib.IMAP4(host, port)
        self.client.login(user, password)
        self.client.select("INBOX", readonly=True)
        self.said: list[float] = []
        self.client.send(b"bench1 IDLE\r\n")
        self.client.readline()
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        with suppress(OSError, ValueError):  # it was closed
            while line := self.client.readline():
                if b"EXISTS" in line:
                    self.said.append(time.time())

    def close(self) -> None:
        with suppress(OSError):  # the server has hung up
            self.client.sock.shutdown(socket.SHUT_RDWR)  # which wakes the thread: while it reads, closing would wait for it
        self.thread.join(10)
        self.client.shutdown()


# ---------------------------------------------------------------- start and memory

def seconds_of_imports() -> float:
    """Seconds until a Python has loaded the libraries that a daemon of this kind needs, and ends."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {IMPORTS}"], check=True)  # noqa: S603 - ours
    return time.perf_counter() - began


# ---------------------------------------------------------------- the list

_LIST = """SELECT c.id, c.subject, c.status, c.channel, c.contact_id, p.name AS contact_name, c.assignee_id, c.priority, c.last_id,
 c.last_direction, c.last_text, c.last_at, c.waiting_since, c.version, c.created_at FROM conversation c
 LEFT JOIN contact p ON p.id = c.contact_id WHERE c.status = 'open' ORDER BY c.last_at DESC, c.id DESC LIMIT 50"""


async def serve(store: str) -> None:
    """Until SIGTERM."""
    from aiohttp import web
    db = sqlite3.connect(f"file:{store}?mode=ro", uri=True) if store else None

    async def hello(_: web.Request) -> web.Response:
        return web.json_response({"hello": "world"})

    async def newest(_: web.Request) -> web.Response:
        assert db is not None
        db.row_factory = sqlite3.Row
        items = [{key: row[key] for key in row.keys()} for row in db.execute(_LIST)]  # noqa: SIM118 - a Row iterates over its values
        return web.json_response({"items": items, "next": None})

    app = web.Application()
    app.add_routes([web.get("/hello", hello), web.get("/list", newest)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print(json.dumps({"port": runner.addresses[0][1], "pid": os.getpid()}), flush=True)
    await stop.wait()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1] if len(sys.argv) > 1 else ""))
