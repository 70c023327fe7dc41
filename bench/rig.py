"""What is measured with: processes and their meters, the mailbox, the daemon, the sink."""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "tests")]

from daemons import Daemon  # noqa: E402 - it lies in the tests, not in a package
from servers import DovecotServer  # noqa: E402

T = TypeVar("T")
TICK = os.sysconf("SC_CLK_TCK")
ADDRESS = "support@example.com"


# ---------------------------------------------------------------- meters

def tree(pid: int) -> list[int]:
    """A process with all that it started and that lives."""
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        try:
            found.append(one)
            for task in Path(f"/proc/{one}/task").iterdir():
                todo += map(int, (task / "children").read_text().split())
        except OSError:
            pass  # it ended while we looked
    return found


def cpu(pid: int) -> float:
    """Seconds that the tree has spent so far, with those of its members that have ended."""
    total = 0
    for one in tree(pid):
        try:
            total += sum(map(int, Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:15]))
        except OSError:
            pass  # it ended while we looked; its parent has its seconds
    return total / TICK


def memory(pid: int) -> tuple[float, float, int]:
    """(MB, MB with shared pages counted once for each process, processes) of a tree.

    The first is PSS, which shares a page out among those that have it: the true cost of processes that were forked.
    """
    pss = rss = count = 0
    for one in tree(pid):
        try:
            facts = dict(line.split(":", 1) for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()[1:])
        except OSError:
            continue  # it ended while we looked
        pss, rss, count = pss + int(facts["Pss"].split()[0]), rss + int(facts["Rss"].split()[0]), count + 1
    return pss / 1024, rss / 1024, count


def machine() -> dict[str, Any]:
    """What all this ran on."""
    model = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    total = int(next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal")).split()[1])
    return {"cpu": model, "cores": len(os.sched_getaffinity(0)), "memory_gb": round(total / 2**20, 1),
            "system": f"{platform.system()} {platform.release()}", "python": platform.python_version(),
            "load_before": round(os.getloadavg()[0], 1), "fsync_ms": round(fsync() * 1000, 2),
            "at": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())}


def fsync() -> float:
    """Seconds until the disk has 4 KB for good: the median of a few."""
    times = []
    with tempfile.TemporaryFile() as file:
        for _ in range(15):
            file.write(b"x" * 4096)
            began = time.perf_counter()
            file.flush()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return statistics.median(times)


def until(condition: Callable[[], T], seconds: float, what: str, every: float = 0.01) -> T:
    """Waits for something true and returns it. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds:.0f} s: {what}")
        time.sleep(every)
    return found


# ---------------------------------------------------------------- the mailbox

class Mailboxes(DovecotServer):
    """A private Dovecot; every user name is a mailbox."""

    def __init__(self) -> None:
        super().__init__(password="bench")  # noqa: S106 - of a server that lives for minutes, on loopback
        self._filled = 0

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(path, "mail", "mail")

    def fill(self, user: str, mails: Iterable[Path]) -> None:
        """Puts many mails into the INBOX at once, in order."""
        inbox = self.root / "mail" / user
        for part in ("", "tmp", "new", "cur"):
            (inbox / part).mkdir(exist_ok=True)
            self._own(inbox / part)
        for mail in mails:
            self._filled += 1  # a name that was there before would be the same mail to the server
            target = inbox / "new" / f"{1_700_000_000 + self._filled}.M{self._filled:07d}.bench"
            shutil.copyfile(mail, target)
            self._own(target)

    def put(self, user: str, raw: bytes, name: str = "") -> None:
        """Delivers one mail as a mail server would: written aside, then moved to where it is seen."""
        inbox, name = self.root / "mail" / user, name or f"{time.time():.6f}.{os.getpid()}.bench"
        (inbox / "tmp" / name).write_bytes(raw)
        self._own(inbox / "tmp" / name)
        (inbox / "tmp" / name).rename(inbox / "new" / name)


# ---------------------------------------------------------------- processes

class Process:
    """A helper of ours that prints one line when it is ready."""

    def __init__(self, *command: object) -> None:
        self.process = subprocess.Popen([sys.executable, *map(str, command)], text=True,  # noqa: S603 - ours
                                        stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline().strip()
        if not self.line:
            raise RuntimeError(f"{command[0]} did not start")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


class Sink(Process):
    """The SMTP server that replies go to."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "sink.jsonl"
        self.log.touch()
        super().__init__(HERE / "sink.py", self.log)
        self.port = int(self.line)

    def taken(self) -> dict[str, float]:
        """Mark -> when it was here, in Unix seconds."""
        lines = self.log.read_text(encoding="ascii").splitlines()
        return {fact["mark"]: fact["at"] for fact in map(json.loads, lines)}


def channel(mailboxes: DovecotServer, user: str, smtp_port: int, **more: Any) -> dict[str, Any]:
    """The settings of an e-mail channel."""
    return {"type": "email", "address": ADDRESS, "name": "Shop", "initial_sync": "all", "sent_folder": "-",
            "imap": {"host": "127.0.0.1", "port": mailboxes.port, "tls": "none", "username": user, "password": mailboxes.password},
            "smtp": {"host": "127.0.0.1", "port": smtp_port, "tls": "none"}, **more}


class Inbox(Daemon):
    """The daemon, as it is installed."""

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def cpu(self) -> float:
        """Seconds of the daemon and its workers so far."""
        return cpu(self.pid)

    @property
    def auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def ready(self) -> None:
        """Waits until every channel is open and has looked once."""
        def looked() -> bool:
            found = self.get("/channels")["items"]
            return all(one["state"] in ("ok", "paused") and all(feed["ok_at"] for feed in one["feeds"]) for one in found)
        until(looked, 60, "the channels have looked", 0.05)

    def stored(self, name: str = "support") -> int:
        """How many items the channel has kept, those in quarantine too. Asked of the store's file: the daemon is not bothered."""
        with closing(sqlite3.connect(f"file:{self.data / 'inbox.db'}?mode=ro", uri=True)) as db:
            found = db.execute("SELECT COALESCE(SUM(n), 0) FROM tally WHERE channel = ? AND name IN "
                               "('stored', 'duplicate', 'update', 'ignored', 'quarantined')", (name,)).fetchone()
            return int(found[0])

    def stop(self) -> None:
        if self.process is not None:
            self.kill(signal.SIGTERM)


@contextmanager
def inbox(folder: Path, channels: Mapping[str, Mapping[str, Any]], **more: Any) -> Iterator[Inbox]:
    """A daemon that has looked at its mailboxes once and is left in peace for a moment."""
    made = Inbox(folder, channels, **more)
    made.start()
    try:
        made.ready()
        yield made
    finally:
        made.stop()
