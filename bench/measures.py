"""What is measured of a daemon that takes mail, answers and lists: each `measure_…` gives the rows of one word of `--only`."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import limits
import load
import make_mails
import rig
from load import percentile
from rows import Row

CLIENTS = 8
LIST = "/api/v1/conversations?limit=50"


class Bench:
    """The machine's helpers and a daemon that has taken the mails in; what is made is kept until `close`."""

    def __init__(self, folder: Path, *, count: int, runs: int, seconds: float) -> None:
        self.folder, self.count, self.runs, self.seconds = folder, count, runs, seconds
        self.stack = ExitStack()
        self.users = 0
        self.lived = 0
        self._mailboxes: rig.Mailboxes | None = None
        self._sink: rig.Sink | None = None
        self._mails: list[Path] = []
        self._inbox: rig.Inbox | None = None
        self.user = ""

    def close(self) -> None:
        self.stack.close()

    @property
    def mailboxes(self) -> rig.Mailboxes:
        if self._mailboxes is None:
            self._mailboxes = self.stack.enter_context(rig.Mailboxes())
        return self._mailboxes

    @property
    def sink(self) -> rig.Sink:
        if self._sink is None:
            self._sink = self.stack.enter_context(rig.Sink(self.folder))
        return self._sink

    @property
    def mails(self) -> list[Path]:
        if not self._mails:
            make_mails.write(self.folder / "mails", self.count)
            self._mails = sorted((self.folder / "mails").glob("*.eml"))
        return self._mails

    @property
    def facts(self) -> dict[str, int]:
        """What is in the mails."""
        assert self.mails
        found: dict[str, int] = json.loads((self.folder / "mails" / "facts.json").read_text())
        return found

    def new_user(self) -> str:
        """A mailbox that nobody has opened."""
        self.users += 1
        user = f"user{self.users}"
        self.mailboxes.fill(user, [])
        return user

    def daemon(self, stack: ExitStack, user: str, **more: Any) -> rig.Inbox:
        """A fresh one on an empty store."""
        self.lived += 1
        return stack.enter_context(rig.inbox(self.folder / f"inbox{self.lived}", {
            "support": rig.channel(self.mailboxes, user, self.sink.port, **more)}))

    def alone(self) -> None:
        """Ends the daemon with the mails in it: what comes next has the machine to itself."""
        if self._inbox is not None:
            self._inbox.stop()
            self._inbox = None

    @property
    def inbox(self) -> rig.Inbox:
        """The daemon with the mails in it."""
        if self._inbox is None:
            self.user = self.new_user()
            self._inbox = self.daemon(self.stack, self.user)
            self.mailboxes.fill(self.user, self.mails)
            self._inbox.api("/channels/support/poll", "POST")
            rig.until(lambda: self.inbox.stored() >= self.count, 600, "the mails are in", 0.1)
        return self._inbox


# ---------------------------------------------------------------- mail comes in

def _ingest(bench: Bench) -> tuple[float, float, rig.Inbox, ExitStack]:
    """(seconds, CPU seconds) from the word to look until everything is kept."""
    stack = ExitStack()
    user = bench.new_user()
    inbox = bench.daemon(stack, user)
    assert inbox.api("/channels/support/pause", "POST")[0] < 300
    rig.until(lambda: inbox.get("/channels/support")["state"] == "paused", 20, "it pauses")
    bench.mailboxes.fill(user, bench.mails)
    before, began = inbox.cpu(), time.perf_counter()
    assert inbox.api("/channels/support/resume", "POST")[0] < 300
    rig.until(lambda: inbox.stored() >= bench.count, 600, "the mails are in", 0.01)
    return time.perf_counter() - began, inbox.cpu() - before, inbox, stack


def measure_ingest(bench: Bench) -> Iterator[Row]:
    """2,000 mails from IMAP to stored, threaded and searchable, by the whole daemon."""
    by_hand, reader = [], ""
    rates, costs = [], []
    for _ in range(bench.runs):
        user = bench.new_user()
        bench.mailboxes.fill(user, bench.mails)
        rate, reader = limits.by_hand("127.0.0.1", bench.mailboxes.port, user, bench.mailboxes.password)
        by_hand.append(rate)
        seconds, cpu, inbox, stack = _ingest(bench)
        with stack:
            ledger = inbox.get("/channels/support")["ledger"]
            if ledger["stored"] != bench.count:
                raise RuntimeError(f"{bench.count} mails became {ledger}")
            rig.until(lambda: inbox.get("/conversations/counts")["open"] == bench.facts["conversations"], 10,  # noqa: B023 - called at once
                      f"{bench.facts['conversations']} conversations")
            word = inbox.get("/conversations?q=courier&limit=1")["items"]
            if not word:
                raise RuntimeError("what was taken in is not searchable")
        rates.append(bench.count / seconds)
        costs.append(cpu / bench.count * 1000)
    note = f"runs: {', '.join(f'{rate:,.0f}' for rate in rates)}"
    yield Row(what="ingest", figure=statistics.median(rates), unit="mails/s", goal=1000, more=True, note=note,
              limit=statistics.median(by_hand), by=f"imaplib, {reader} and sqlite3, one process")
    yield Row(what="ingest: CPU a mail", figure=statistics.median(costs), unit="ms", goal=1.5,
              note="the daemon's and its workers'; runs: " + ", ".join(f"{cost:.2f}" for cost in costs))


def measure_list(bench: Bench) -> Iterator[Row]:
    """The newest 50 of the queue at 8 clients, by a bearer token."""
    inbox, found = bench.inbox, []
    store = inbox.data / "inbox.db"
    for _ in range(bench.runs):
        found.append(load.run(inbox.url, load.same(load.request(inbox.url + LIST, **inbox.auth)), clients=CLIENTS, seconds=bench.seconds))
    told = sorted(found, key=lambda one: one.rate)[len(found) // 2]
    all_well(told)
    with rig.Process(rig.HERE / "limits.py", store) as server:
        url = f"http://127.0.0.1:{json.loads(server.line)['port']}"
        hello = load.run(url, load.same(load.request(url + "/hello")), clients=CLIENTS, seconds=bench.seconds)
        by_hand = load.run(url, load.same(load.request(url + "/list")), clients=CLIENTS, seconds=bench.seconds)
    yield Row(what="list of 50, 8 clients", figure=told.rate, unit="calls/s", goal=1000, more=True, limit=by_hand.rate,
              by=f"aiohttp and sqlite3 in its loop, {by_hand.size / 1024:.1f} KB (ours: {told.size / 1024:.1f} KB); "
                 f"aiohttp's hello: {hello.rate:,.0f}", note="runs: " + ", ".join(f"{one.rate:,.0f}" for one in found))
    yield Row(what="list of 50: p95", figure=told.at(95), unit="ms", goal=15, limit=by_hand.at(95), by="the same by hand")


def measure_reply(bench: Bench) -> Iterator[Row]:
    """A reply to each conversation from 8 clients, from the call until the SMTP server has it."""
    inbox, sink = bench.inbox, bench.sink
    conversations = [one["id"] for one in inbox.every("/conversations")]
    begun: dict[str, float] = {}

    def calls() -> Iterator[bytes]:
        for one in conversations:
            mark = f"MARK-{uuid.uuid4()}-END"
            raw = load.request(f"{inbox.url}/api/v1/conversations/{one}/messages", "POST", {
                "kind": "reply", "text": f"Thank you for your mail. We look into it and write again today.\n\n{mark}"},
                Idempotency_Key=mark, **inbox.auth)
            begun[mark] = time.time()
            yield raw
    before, began = inbox.cpu(), time.time()
    told = load.run(inbox.url, calls(), clients=CLIENTS, wanted=(202,))
    all_well(told)
    rig.until(lambda: begun.keys() <= sink.taken().keys(), 120, "the replies are at the SMTP server", 0.1)
    taken = sink.taken()
    late = [taken[mark] - at for mark, at in begun.items()]
    last = max(taken[mark] for mark in begun)
    cpu = (inbox.cpu() - before) / len(begun) * 1000
    yield Row(what="replies accepted", figure=told.rate, unit="calls/s", goal=400, more=True,
              note=f"p95 of the call {told.at(95):.1f} ms; {cpu:.2f} ms of CPU each, sending included")
    yield Row(what="replies at the SMTP server", figure=len(begun) / (last - began), unit="mails/s", more=True,
              note="until the last one was there")
    yield Row(what="reply: call until SMTP, p95", figure=percentile(late, 95) * 1000, unit="ms", goal=60,
              note=f"median {percentile(late, 50) * 1000:.0f} ms, all {CLIENTS} clients at once")


def measure_during(bench: Bench) -> Iterator[Row]:
    """The list while 1,000 mails are taken in."""
    inbox = bench.inbox
    make_mails.write(bench.folder / "more", 1000, seed=2)
    wanted = inbox.stored() + 1000
    bench.mailboxes.fill(bench.user, sorted((bench.folder / "more").glob("*.eml")))
    inbox.api("/channels/support/poll", "POST")
    begun = time.monotonic()
    asked = [begun]

    def over() -> bool:
        if time.monotonic() - asked[0] > 0.2:
            asked[0] = time.monotonic()
            return inbox.stored() >= wanted or asked[0] - begun > 120
        return False
    told = load.run(inbox.url, load.same(load.request(inbox.url + LIST, **inbox.auth)), clients=CLIENTS, until=over)
    all_well(told)
    yield Row(what="list of 50 while mail comes in: p95", figure=told.at(95), unit="ms", goal=50,
              note=f"{told.rate:,.0f} calls/s beside {1000 / told.seconds:,.0f} mails/s")


def all_well(told: load.Told) -> None:
    """Raises RuntimeError when an answer was not what was wanted."""
    if told.bad:
        raise RuntimeError(f"{len(told.bad)} of {len(told.times)} calls went wrong: {told.bad[0]}")


# ---------------------------------------------------------------- how soon

def measure_delay(bench: Bench) -> Iterator[Row]:
    """From a mail's arrival in the mailbox until a page that is open has heard of it and has got the list with it."""
    import asyncio

    from opened import page
    inbox = bench.inbox
    with closing(limits.Idler("127.0.0.1", bench.mailboxes.port, bench.user, bench.mailboxes.password)) as idler:
        ours, theirs = [], []
        for turn in range(max(5, bench.runs)):
            time.sleep(0.7 + turn * 0.13)  # nothing of it is measured: the mailbox comes to rest
            mark, told = f"Arrival {time.time_ns()}", len(idler.said)
            raw = (f"From: Ann <ann{turn}@customers.example>\r\nTo: {rig.ADDRESS}\r\nSubject: {mark}\r\n"
                   f"Message-ID: <{time.time_ns()}@customers.example>\r\n\r\nHow long does it take?\r\n").encode()
            delivered, seen = asyncio.run(page(inbox.url, inbox.token, mark, lambda raw=raw: bench.mailboxes.put(bench.user, raw)))
            ours.append(seen - delivered)
            theirs.append(rig.until(lambda: idler.said[told:], 30, "Dovecot's own notice")[0] - delivered)  # noqa: B023 - called at once
    yield Row(what="mail in IMAP until an open page", figure=statistics.median(ours), unit="s", goal=0.7,
              limit=statistics.median(theirs), by="Dovecot's own notice to a client in IDLE",
              note=f"worst {max(ours):.2f}; an open page is a client of /live that fetches the list when it is told")


def measure_start(bench: Bench) -> Iterator[Row]:
    """From the command until the API answers, on a store that is there."""
    inbox, found, loaded = bench.inbox, [], []
    inbox.stop()
    for _ in range(max(3, bench.runs)):
        loaded.append(limits.seconds_of_imports())
        began = time.perf_counter()
        inbox.start(wait=False)
        rig.until(inbox.answers, 60, "the API answers", 0.005)
        found.append(time.perf_counter() - began)
        inbox.ready()
        inbox.stop()
    inbox.start()
    inbox.ready()
    yield Row(what="start until the API answers", figure=statistics.median(found), unit="s", goal=2.0,
              limit=statistics.median(loaded), by="a Python that loads the libraries it needs", note=f"worst {max(found):.2f}")


# ---------------------------------------------------------------- memory

def measure_memory(bench: Bench, more: int = 0) -> Iterator[Row]:
    """The whole stack at rest, its reader worker included."""
    from daemons import Sandbox
    with rig.Process(rig.HERE / "limits.py") as server:
        alone = rig.memory(json.loads(server.line)["pid"])
    by = "aiohttp alone, its RSS"
    with ExitStack() as stack:
        found = _rested(bench.daemon(stack, bench.new_user()))
    yield Row(what="memory at rest: e-mail", figure=found[0], unit="MB", goal=90, limit=alone[1], by=by, note=_also(found))
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        sandbox = stack.enter_context(Sandbox())
        found = _rested(stack.enter_context(rig.inbox(Path(folder), {
            "support": rig.channel(bench.mailboxes, bench.new_user(), bench.sink.port), **_others(sandbox.info)})))
    yield Row(what="memory at rest: all three channels", figure=found[0], unit="MB", goal=120, limit=alone[1], by=by, note=_also(found))
    inbox = bench.inbox
    for turn in range(more // 1000):
        make_mails.write(bench.folder / "many", 1000, seed=100 + turn)
        wanted = inbox.stored() + 1000
        bench.mailboxes.fill(bench.user, sorted((bench.folder / "many").glob("*.eml")))
        inbox.api("/channels/support/poll", "POST")
        rig.until(lambda: inbox.stored() >= wanted, 600, "the mails are in", 0.1)  # noqa: B023 - called at once
    found = _rested(inbox)
    yield Row(what=f"memory at rest after {inbox.stored():,} mails", figure=found[0], unit="MB", goal=150, limit=alone[1], by=by,
              note=_also(found) + ("" if more else "; --mails 100000 measures what the goal means"))


def _others(info: dict[str, Any]) -> dict[str, dict[str, Any]]:
    x, sms = info["x"], info["twilio"]
    keys = {name: x[name] for name in ("api_key", "api_secret", "access_token", "access_token_secret")}
    return {"x": {"type": "x", "api_url": x["url"], **keys},
            "sms": {"type": "twilio", "api_url": sms["url"], **{name: sms[name] for name in ("account_sid", "auth_token", "numbers")}}}


def _rested(inbox: rig.Inbox) -> tuple[float, float, int]:
    time.sleep(8)  # what is done on the clock has been done once
    return rig.memory(inbox.pid)


def _also(found: tuple[float, float, int]) -> str:
    return f"{found[2]} processes; with shared pages counted in each {found[1]:.0f} MB"
