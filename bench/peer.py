"""django-helpdesk at the same work, on the same machine, in the same run: `./run.sh bench --peer`.

It is installed once, with everything it needs at the versions of `peer-requirements.txt`, into a virtual environment outside the tree,
and gets a fresh store for each run. bench/README.md says how each figure comes about.
"""

from __future__ import annotations

import base64
import http.cookiejar
import json
import os
import secrets
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.request
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

import load
import make_mails
import rig
from load import percentile
from measures import CLIENTS, Bench, all_well
from rows import Row
from servers import free_port

NAME = "django-helpdesk"
WANTED = rig.HERE / "peer-requirements.txt"
QUEUE = 1


class NoPeer(Exception):
    """The peer cannot be had or measured here; says why."""


# ---------------------------------------------------------------- installed once

def default_folder() -> Path:
    """Where the peer is kept from one run to the next."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "inbox-bench" / "peer"


def install(folder: Path) -> Path:
    """The folder with the programs of the peer's virtual environment, made where it is not there yet. Raises NoPeer."""
    place, kept, log = folder / "venv", folder / "installed", folder / "install.log"
    wanted = f"{sys.version}\n{WANTED.read_text(encoding='utf-8')}"
    if (place / "bin" / "gunicorn").exists() and kept.exists() and kept.read_text(encoding="utf-8") == wanted:
        return place / "bin"
    if place.exists() and not log.exists():
        raise NoPeer(f"{place} is there and is not ours; name another folder with --peer-dir.")
    print(f"{NAME} is installed into {folder}, where it stays for the next time", file=sys.stderr, flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    kept.unlink(missing_ok=True)
    with log.open("wb") as told:
        for command in ([sys.executable, "-m", "venv", "--clear", place],
                        [place / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check", "--no-cache-dir", "-r", WANTED]):
            if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=told, stderr=told).returncode:  # noqa: S603 - ours
                raise NoPeer(f"{NAME} could not be installed, for which the network is needed once; {log} tells what pip said.")
    kept.write_text(wanted, encoding="utf-8")
    return place / "bin"


# ---------------------------------------------------------------- it lives

@dataclass(frozen=True, slots=True)
class Spent:
    """What a command took: seconds, seconds of CPU, and MB at its largest."""

    seconds: float
    cpu: float
    memory: float


class Peer:
    """One with an empty store, a mailbox of its own and its web server; the mails are taken in when they are first asked for."""

    def __init__(self, bench: Bench, programs: Path) -> None:
        self.bench, self.programs = bench, programs
        self.folder = bench.folder / "peer"
        self.folder.mkdir()
        self.user, self.password = bench.new_user(), secrets.token_urlsafe()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ, "PYTHONPATH": str(rig.HERE), "DJANGO_SETTINGS_MODULE": "peer_settings", "PEER_DATA": str(self.folder),
            "PEER_SECRET": secrets.token_urlsafe(), "PEER_SMTP": str(bench.sink.port), "DJANGO_SUPERUSER_PASSWORD": self.password}
        self.admin("migrate")
        self.admin("createsuperuser", "--noinput", "--username", "agent", "--email", "agent@example.com")
        queue = {"title": "Shop", "slug": "shop", "email_address": rig.ADDRESS, "allow_email_submission": True, "email_box_type": "imap",
                 "email_box_host": "127.0.0.1", "email_box_port": bench.mailboxes.port, "email_box_ssl": False, "email_box_interval": 0,
                 "email_box_user": self.user, "email_box_pass": bench.mailboxes.password, "email_box_imap_folder": "INBOX"}
        queues = self.folder / "queue.json"
        queues.write_text(json.dumps([{"model": "helpdesk.queue", "pk": QUEUE, "fields": queue}]), encoding="utf-8")
        self.admin("loaddata", str(queues))
        self.server: subprocess.Popen[bytes] | None = None

    def admin(self, *words: str, **more: str) -> Spent:
        """A command of Django's. Raises RuntimeError with the end of its log."""
        began, log = time.perf_counter(), self.folder / "commands.log"
        with log.open("ab") as told:
            process = subprocess.Popen([self.programs / "django-admin", *words], env={**self.environment, **more},  # noqa: S603 - ours
                                       stdin=subprocess.DEVNULL, stdout=told, stderr=told)
            _, status, usage = os.wait4(process.pid, 0)
        seconds, process.returncode = time.perf_counter() - began, os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{NAME}'s {words[0]} failed: {log.read_text(errors='replace')[-2000:]}")
        return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

    def look(self) -> Spent:
        """Takes in what lies in the mailbox, without sending receipts."""
        return self.admin("get_email", "--quiet", PEER_MAIL="django.core.mail.backends.dummy.EmailBackend")

    def asked(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of its store."""
        with closing(sqlite3.connect(f"file:{self.folder / 'peer.db'}?mode=ro", uri=True)) as db:
            return db.execute(query).fetchall()

    @cached_property
    def nothing(self) -> Spent:
        """What a look costs that finds nothing: the least of three, the first of which may compile."""
        return min((self.look() for _ in range(3)), key=lambda one: one.seconds)

    @cached_property
    def taken_in(self) -> Spent:
        """What the mails cost from the mailbox into the store."""
        begun = self.nothing
        self.bench.mailboxes.fill(self.user, self.bench.mails)
        whole = self.look()
        return Spent(whole.seconds - begun.seconds, whole.cpu - begun.cpu, whole.memory)

    def start(self) -> None:
        """The web server, with as many workers as its handbook advises, which share what they have loaded."""
        workers = 2 * len(os.sched_getaffinity(0)) + 1
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(  # noqa: S603 - ours
                [self.programs / "gunicorn", "--workers", str(workers), "--preload", "--bind", f"127.0.0.1:{self.port}",
                 "--no-control-socket", "--log-level", "warning", "django.core.wsgi:get_wsgi_application()"],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        rig.until(self.answers, 60, f"{NAME} answers", 0.1)

    def answers(self) -> bool:
        assert self.server is not None
        if self.server.poll() is not None:
            raise RuntimeError(f"{NAME}'s server ended: {(self.folder / 'server.log').read_text(errors='replace')[-2000:]}")
        try:
            with urllib.request.urlopen(self.url + "/login/", timeout=30):  # noqa: S310 - ours
                return True
        except OSError:
            return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.server is not None:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(60)

    @cached_property
    def auth(self) -> dict[str, str]:
        """What a logged-in agent's browser sends with each request."""
        jar = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        browser.open(self.url + "/login/", timeout=60).close()
        form = {"username": "agent", "password": self.password, "csrfmiddlewaretoken": {one.name: one.value for one in jar}["csrftoken"]}
        browser.open(self.url + "/login/?next=/tickets/submit/", urlencode(form).encode(), timeout=60).close()
        found = {one.name: one.value or "" for one in jar}
        if "sessionid" not in found:
            raise RuntimeError(f"{NAME} did not let us in")
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in found.items()), "X_CSRFToken": found["csrftoken"]}


# ---------------------------------------------------------------- it is measured

def measure(bench: Bench, programs: Path, only: list[str]) -> Iterator[Row]:
    """The figures of those measures that are asked for; of all when none is. Raises NoPeer when it does not do its work."""
    wanted = {"ingest": measure_ingest, "list": measure_list, "reply": measure_reply, "delay": measure_delay, "memory": measure_memory}
    bench.alone()
    try:
        with Peer(bench, programs) as peer:
            for name, rows in wanted.items():
                if not only or name in only:
                    yield from rows(peer)
    except (RuntimeError, OSError, ValueError, sqlite3.Error) as error:
        raise NoPeer(f"{NAME} could not be measured to the end: {error}") from error


def measure_ingest(peer: Peer) -> Iterator[Row]:
    """The mails from IMAP into its store by one `get_email`, once."""
    cost, nothing = peer.taken_in, peer.nothing
    stored = peer.asked("SELECT COUNT(*) FROM helpdesk_followup WHERE message_id <> ''")[0][0]
    yield Row(what=f"{NAME}: ingest", figure=stored / cost.seconds, unit="mails/s", more=True,
              note=f"{stored:,} of {peer.bench.count:,} mails, once; start and log-in ({nothing.seconds:.1f} s) are taken off, no receipts")
    yield Row(what=f"{NAME}: CPU a mail", figure=cost.cpu / stored * 1000, unit="ms", note=f"a look for nothing costs {nothing.cpu:.1f} s")
    true, tickets = _threads(peer)
    yield Row(what=f"{NAME}: threads found", figure=true, unit="threads", more=True,
              note=f"of {peer.bench.facts['conversations']:,}: with all their mails and no other's; it made {tickets:,} tickets")


def _threads(peer: Peer) -> tuple[int, int]:
    """(conversations that are one ticket each, tickets)."""
    of = {f"<measured-1-{n}@customers.example>": number for n, (_, number) in enumerate(make_mails.mails(peer.bench.count))}
    tickets, conversations = defaultdict(set), defaultdict(set)
    for name, ticket in peer.asked("SELECT message_id, ticket_id FROM helpdesk_followup WHERE message_id <> ''"):
        if name in of:
            tickets[of[name]].add(ticket)
            conversations[ticket].add(of[name])
    true = sum(len(found) == 1 and len(conversations[next(iter(found))]) == 1 for found in tickets.values())
    return true, peer.asked("SELECT COUNT(*) FROM helpdesk_ticket")[0][0]


def _served(peer: Peer) -> dict[str, str]:
    """It has the mails, serves, and each worker has loaded what it loads with the first requests; the headers of an agent."""
    assert peer.taken_in
    if peer.server is None:
        peer.start()
        page = load.request(peer.url + "/tickets/", **peer.auth)
        all_well(load.run(peer.url, islice(load.same(page), 60), clients=CLIENTS))
    return peer.auth


def measure_list(peer: Peer) -> Iterator[Row]:
    """The newest 50 open ones of the queue at 8 clients: the rows that its own page asks for, not the page."""
    auth, bench = _served(peer), peer.bench
    query = {"filtering": {"queue__id__in": [QUEUE], "status__in": [1, 2]}, "filtering_null": {}, "sorting": "created",
             "sortreverse": True, "search_string": ""}
    # the columns of the page; the fifth is the day of creation
    shown = urlencode({"draw": 1, "start": 0, "length": 50, "order[0][column]": 5, "order[0][dir]": "desc"})
    url = f"{peer.url}/datatables_ticket_list/{base64.b64encode(json.dumps(query).encode()).decode()}?{shown}"
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": auth["Cookie"]}), timeout=60) as answer:  # noqa: S310 - ours
        listed = len(json.load(answer)["data"])
    if listed != min(50, peer.asked("SELECT COUNT(*) FROM helpdesk_ticket")[0][0]):
        raise RuntimeError(f"{NAME} lists {listed}")
    found = [load.run(peer.url, load.same(load.request(url, **auth)), clients=CLIENTS, seconds=bench.seconds) for _ in range(bench.runs)]
    told = sorted(found, key=lambda one: one.rate)[len(found) // 2]
    all_well(told)
    yield Row(what=f"{NAME}: list of {listed}, 8 clients", figure=told.rate, unit="calls/s", more=True,
              note=f"{told.size / 1024:.1f} KB; runs: " + ", ".join(f"{one.rate:,.1f}" for one in found))
    yield Row(what=f"{NAME}: list of {listed}: p95", figure=told.at(95), unit="ms")


def measure_reply(peer: Peer) -> Iterator[Row]:
    """A public answer to each ticket from 8 clients by the form of its page, which sends before it answers."""
    auth, sink = _served(peer), peer.bench.sink
    begun: dict[str, float] = {}

    def calls() -> Iterator[bytes]:
        for ticket, title, priority, status in peer.asked("SELECT id, title, priority, status FROM helpdesk_ticket ORDER BY id"):
            mark = f"MARK-{uuid.uuid4()}-END"
            form = {"comment": f"Thank you for your mail. We look into it and write again today.\n\n{mark}", "public": 1,
                    "title": title, "priority": priority, "new_status": status, "queue": QUEUE, "owner": 0}
            raw = load.request(f"{peer.url}/tickets/{ticket}/update/", "POST", urlencode(form).encode(),
                               Content_Type="application/x-www-form-urlencoded", **auth)
            begun[mark] = time.time()
            yield raw
    began = time.time()
    told = load.run(peer.url, calls(), clients=CLIENTS, wanted=(302,))
    all_well(told)
    rig.until(lambda: begun.keys() <= sink.taken().keys(), 120, f"{NAME}'s replies are at the SMTP server", 0.1)
    taken = sink.taken()
    late = [taken[mark] - at for mark, at in begun.items()]
    yield Row(what=f"{NAME}: replies at the SMTP server", figure=len(begun) / (max(taken[mark] for mark in begun) - began), unit="mails/s",
              more=True, note=f"to {len(begun):,} tickets; p95 of the call {told.at(95):.0f} ms")
    yield Row(what=f"{NAME}: reply: call until SMTP, p95", figure=percentile(late, 95) * 1000, unit="ms",
              note=f"median {percentile(late, 50) * 1000:.0f} ms, all {CLIENTS} clients at once")


def measure_delay(peer: Peer) -> Iterator[Row]:
    """A look that finds one mail, from its start until it has ended."""
    found = []
    for turn in range(max(3, peer.bench.runs)):
        mark = f"Arrival {time.time_ns()}"
        peer.bench.mailboxes.put(peer.user, (
            f"From: Ann <ann{turn}@customers.example>\r\nTo: {rig.ADDRESS}\r\nSubject: {mark}\r\n"
            f"Message-ID: <{time.time_ns()}@customers.example>\r\n\r\nHow long does it take?\r\n").encode())
        found.append(peer.look().seconds)
        if (mark,) not in peer.asked("SELECT title FROM helpdesk_ticket ORDER BY id DESC LIMIT 5"):
            raise RuntimeError(f"{NAME} did not take in a mail")
    yield Row(what=f"{NAME}: a look that finds one mail", figure=statistics.median(found), unit="s",
              note="cron starts one each minute, for which a mail waits up to 60 s before; "
                   f"a look for nothing takes {peer.nothing.seconds:.1f} s")


def measure_memory(peer: Peer) -> Iterator[Row]:
    """The web server at rest after what it has done."""
    _served(peer)
    time.sleep(8)  # as long as Inbox is given
    assert peer.server is not None
    pss, rss, count = rig.memory(peer.server.pid)
    yield Row(what=f"{NAME}: memory at rest", figure=pss, unit="MB",
              note=f"{count} processes of its web server; with shared pages counted in each {rss:.0f} MB; no database server, no queue; "
                   f"each look has {peer.nothing.memory:.0f} MB more for {peer.nothing.seconds:.1f} s")
