"""A day of a large house in an hour or two: does anything grow that should not? `python bench/endure.py DIR [--mails 200000] …`.

200,000 mails arrive, every tenth is answered, 50 pages are open and ask for the list when they are told of something. Every few seconds
the daemon's memory, file descriptors, threads and the store's files are looked at. It ends with 0 when everything came in once, every
answer went out once and nothing grows; with 1 otherwise. DIR keeps the store and the samples (`samples.jsonl`): broken off, it goes on
from there with a new process, which the drawing shows. `--draw FILE` draws what DIR holds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import signal
import statistics
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import drawing
import make_mails
import rig

BATCH = 500  # mails that are delivered together
AHEAD = 1000  # mails that may wait in the mailbox
EVERY = 5.0  # seconds between two samples
PAGE = 5.0  # seconds that a page lets pass between two looks at the list
LATE = 600.0  # seconds in which the last mails must be in
REST = 60.0  # seconds at the end in which nothing happens
HANDS = 4  # agents who answer at once


@dataclass(slots=True)
class Life:
    """What is under way. `fed` and `answered` count those of earlier lives too."""

    folder: Path
    mails: int
    replies: int
    pages: int
    mailboxes: rig.Mailboxes
    sink: rig.Sink
    inbox: rig.Inbox
    user: str = "endure"
    fed: int = 0
    turn: int = 0  # of delivering: no two have the same mails, those of earlier lives neither
    answered: int = 0
    looks: int = 0
    slow: list[float] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    broken_off: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def stored(self) -> int:
        return self.inbox.stored()

    # ------------------------------------------------------------ what happens

    async def feed(self) -> None:
        """Mails come as fast as they are taken in."""
        while self.fed < self.mails and not self.over.is_set():
            if self.fed - self.stored() > AHEAD - BATCH:
                await asyncio.sleep(0.2)
                continue
            await asyncio.to_thread(self._deliver, self.turn)
            self.fed, self.turn = self.fed + BATCH, self.turn + 1
            with suppress(OSError):
                await asyncio.to_thread(self.inbox.api, "/channels/support/poll", "POST")

    def _deliver(self, seed: int) -> None:
        """What is in the store for sure is taken out of the mailbox, as a person who tidies up does."""
        root = self.mailboxes.root / "mail" / self.user
        for old in [path for part in ("new", "cur") for path in (root / part).glob("*.bench*")]:
            if int(old.name.partition(".")[0]) < seed - AHEAD // BATCH:
                old.unlink(missing_ok=True)
        for n, (raw, _) in enumerate(make_mails.mails(BATCH, 1000 + seed)):
            self.mailboxes.put(self.user, raw, f"{seed}.M{n:07d}.bench")

    async def answer(self, session: aiohttp.ClientSession) -> None:
        """Agents answer somebody of the newest, as many as their share."""
        while not self.over.is_set() and self.answered < self.replies:
            if self.answered >= self.stored() * self.replies // self.mails:
                await asyncio.sleep(0.1)
                continue
            self.answered += 1
            async with session.get("/api/v1/conversations?limit=50") as listed:
                items = (await listed.json())["items"]
            mark = f"MARK-{uuid.uuid4()}-END"
            url = f"/api/v1/conversations/{random.choice(items)['id']}/messages"  # noqa: S311 - whom one answers first
            async with session.post(url, json={"kind": "reply", "text": f"Thank you, we look into it.\n\n{mark}"},
                                    headers={"Idempotency-Key": mark}) as told:
                if told.status != 202:
                    raise RuntimeError(f"{told.status}: {await told.text()}")
            self.marks.add(mark)

    async def page(self, session: aiohttp.ClientSession) -> None:
        """A page that stays open, and comes back when it is hung up."""
        while not self.over.is_set():
            with suppress(aiohttp.ClientError, TimeoutError):
                async with session.ws_connect("/api/v1/live", heartbeat=60) as live:
                    looked = 0.0
                    async for frame in live:
                        if '"event"' in frame.data and time.monotonic() - looked > PAGE:
                            began = looked = time.monotonic()
                            async with session.get("/api/v1/conversations?limit=50") as answer:
                                await answer.read()
                            self.looks += 1
                            self.slow.append(time.monotonic() - began)
            await asyncio.sleep(1)

    async def sample(self) -> None:
        """Writes down how it is."""
        with (self.folder / "samples.jsonl").open("a", encoding="ascii") as out:
            out.write(json.dumps({"piece": True, "at": time.time()}) + "\n")
            while True:
                slow, self.slow = self.slow, []
                out.write(json.dumps({"at": round(time.time(), 1), **look(self.inbox), "mails": self.stored(), "replies": self.answered,
                                      "list_ms": round(1000 * statistics.median(slow), 1) if slow else None}) + "\n")
                out.flush()
                await asyncio.sleep(EVERY)


def look(inbox: rig.Inbox) -> dict[str, Any]:
    """Memory (MB, PSS, of all processes and of the daemon alone), descriptors and threads (of all), files of the store (MB)."""
    tree = rig.tree(inbox.pid)
    fds = threads = 0
    for one in tree:
        with suppress(OSError):  # it ended while we looked
            fds += len(list(Path(f"/proc/{one}/fd").iterdir()))
            threads += len(list(Path(f"/proc/{one}/task").iterdir()))
    size = {name: path.stat().st_size / 2**20 if path.exists() else 0.0
            for name, path in (("db", inbox.data / "inbox.db"), ("wal", inbox.data / "inbox.db-wal"))}
    own = next((int(line.split()[1]) / 1024 for line in Path(f"/proc/{inbox.pid}/smaps_rollup").read_text().splitlines()
                if line.startswith("Pss:")), 0.0)
    return {"memory": round(rig.memory(inbox.pid)[0], 1), "daemon": round(own, 1), "fds": fds, "threads": threads,
            **{name: round(mb, 1) for name, mb in size.items()}}


async def live(life: Life) -> None:
    """Until everything has come and gone, or somebody ends it."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        life.broken_off = True
        life.over.set()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    async with aiohttp.ClientSession(life.inbox.url, headers=life.inbox.auth, connector=aiohttp.TCPConnector(limit=0)) as session:
        beside = [asyncio.create_task(one) for one in (life.sample(), *(life.page(session) for _ in range(life.pages)))]
        work = [asyncio.create_task(one) for one in (life.feed(), *(life.answer(session) for _ in range(HANDS)))]
        try:
            await asyncio.gather(*work)
            last = loop.time() + LATE
            while not life.over.is_set() and life.stored() < life.mails and loop.time() < last:  # noqa: ASYNC110 - nobody sets an event
                await asyncio.sleep(0.5)
            with suppress(TimeoutError):
                await asyncio.wait_for(life.over.wait(), REST)
        finally:
            life.over.set()
            for task in [*beside, *work]:
                task.cancel()
            await asyncio.gather(*beside, *work, return_exceptions=True)


# ---------------------------------------------------------------- the verdict

def grows(samples: list[dict[str, Any]], name: str, more: float, plus: float) -> str:
    """What is wrong with a figure between the second and the last fifth of a piece; empty: nothing."""
    fifth = len(samples) // 5
    if fifth < 3:
        return ""
    early, late = (statistics.median(one[name] for one in samples[part * fifth:(part + 1) * fifth]) for part in (1, 4))
    return f"{name} went from {early:,.0f} to {late:,.0f}" if late > early * more + plus else ""


def verdict(life: Life, pieces: list[list[dict[str, Any]]]) -> list[str]:
    """What went wrong, in words."""
    found = [fault for piece in pieces for fault in (grows(piece, "memory", 1.1, 10), grows(piece, "fds", 1, 10),
                                                     grows(piece, "threads", 1, 3), grows(piece, "wal", 1, 32)) if fault]
    ledger = life.inbox.get("/channels/support")["ledger"]
    if ledger["stored"] != life.stored() or ledger["received"] or life.stored() > life.fed or (
            life.stored() < life.fed and not life.broken_off):
        found.append(f"{life.fed} mails became {ledger}")
    deadline = time.monotonic() + 300
    while not life.marks <= set(life.sink.taken()) and time.monotonic() < deadline:
        time.sleep(0.5)
    lines = [mark for line in life.sink.log.read_text(encoding="ascii").splitlines() if (mark := json.loads(line)["mark"]) in life.marks]
    if len(lines) != len(life.marks):
        found.append(f"{len(life.marks)} answers were accepted, {len(lines)} mails went out")
    return found


def pieces_of(folder: Path) -> list[list[dict[str, Any]]]:
    """The samples, a list for each life of the daemon."""
    pieces: list[list[dict[str, Any]]] = []
    for line in (folder / "samples.jsonl").read_text(encoding="ascii").splitlines():
        sample = json.loads(line)
        if sample.get("piece"):
            pieces.append([])
        else:
            pieces[-1].append(sample)
    return [piece for piece in pieces if piece]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mails", type=int, default=200_000)
    parser.add_argument("--replies", type=int, default=20_000)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--draw", type=Path, metavar="FILE", help="draws what DIR holds as SVG, and does nothing else")
    asked = parser.parse_args()
    if asked.draw:
        asked.draw.write_text(drawing.svg(pieces_of(asked.folder)), encoding="utf-8")
        return 0
    asked.folder.mkdir(parents=True, exist_ok=True)
    pieces = pieces_of(asked.folder) if (asked.folder / "samples.jsonl").exists() else []
    before, lives = pieces[-1][-1] if pieces else {"mails": 0, "replies": 0}, len(pieces)
    user = f"endure{lives}"
    with rig.Mailboxes() as mailboxes, rig.Sink(asked.folder) as sink:
        mailboxes.fill(user, [])
        inbox = rig.Inbox(asked.folder / "inbox", {"support": rig.channel(mailboxes, user, sink.port)})
        if (inbox.data / "inbox.db").exists():
            inbox.token = inbox.inbox("token", "add", "admin@shop.example", "--name", "endure").strip()
        inbox.start()
        try:
            life = Life(asked.folder, asked.mails, asked.replies, asked.pages, mailboxes, sink, inbox, user=user,
                        answered=before["replies"])
            life.fed, life.turn = life.stored(), 1000 * lives
            asyncio.run(live(life))
            faults = verdict(life, pieces_of(asked.folder)[-1:])
            done = {"mails": life.stored(), "replies": life.answered, "looks": life.looks}
        finally:
            inbox.stop()
    print(json.dumps({**done, "faults": faults, "complete": done["mails"] >= asked.mails}))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
