"""Measures a store that `grow.py` has filled: `python bench/grown.py DIR [--postgresql] [--conversations N] [--only NAME …]`.

DIR/data holds the SQLite store, and is filled first when it is not there; with `--postgresql` a private server is started, filled and
measured, and is gone at the end. What is measured: the list, the counts and search (`searching.py`); taking 2,000 mails in; the copy that
`run` makes before a migration, and what a migration does (a column, an index); `inbox backup`. One JSON line for each figure.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import grow
import load
import make_mails
import rig
import searching
import stores
from servers import free_port

from inbox.store import Store

NAMES = ("search", "ingest", "migrate", "backup")
SETTINGS = ("shared_buffers=2GB", "max_wal_size=8GB", "max_connections=60")  # the rest as PostgreSQL comes: durable


def figure(what: str, value: float, unit: str, **more: Any) -> None:
    """Prints one."""
    print(json.dumps({"what": what, "figure": round(value, 3), "unit": unit, **more}), flush=True)


@contextmanager
def daemon(folder: Path, url: str, **channels: Any) -> Iterator[rig.Inbox]:
    inbox = rig.Inbox(folder, channels, store={"url": url})
    inbox.token = inbox.inbox("token", "add", "agent1@shop.example", "--name", "bench").strip()
    inbox.start()
    try:
        yield inbox
    finally:
        inbox.stop()


def measure_search(folder: Path, url: str, seconds: float) -> None:
    """The list, the counts, search."""
    with daemon(folder, url) as inbox:
        for row in searching.measured(inbox, seconds):
            figure(row.what, row.figure, row.unit, note=row.note)
        figure("memory at rest", rig.memory(inbox.pid)[0], "MB")


def measure_ingest(folder: Path, url: str, count: int) -> None:
    """Mails come into the large store; the list is asked for meanwhile."""
    with rig.Mailboxes() as mailboxes, tempfile.TemporaryDirectory() as mails:
        make_mails.write(Path(mails), count)
        mailboxes.fill("grown", [])
        with daemon(folder, url, grown=rig.channel(mailboxes, "grown", free_port())) as inbox:
            inbox.ready()
            mailboxes.fill("grown", sorted(Path(mails).glob("*.eml")))
            cpu, began = inbox.cpu(), time.perf_counter()
            inbox.api("/channels/grown/poll", "POST")
            asked = load.run(inbox.url, load.same(load.request(inbox.url + "/api/v1/conversations?limit=50", **inbox.auth)), clients=1,
                             until=_each(1.0, lambda: _kept(inbox) >= count))
            gone = time.perf_counter() - began
            figure("ingest", count / gone, "mails/s", cpu_ms=round((inbox.cpu() - cpu) / count * 1000, 2),
                   list_meanwhile_p95_ms=round(asked.at(95), 1), note="one client asks for the list all the time")


def _kept(inbox: rig.Inbox) -> int:
    ledger: dict[str, int] = inbox.get("/channels/grown")["ledger"]
    return sum(ledger.values()) - ledger["received"]


def _each(seconds: float, asked: Any) -> Any:
    """Asks at most so often."""
    last = [time.monotonic()]

    def check() -> bool:
        if time.monotonic() - last[0] < seconds:
            return False
        last[0] = time.monotonic()
        return bool(asked())
    return check


def measure_migrate(folder: Path, url: str) -> None:
    """What a migration costs: the copy before it (SQLite), a new column, a new index over all messages."""
    store = Store(url, folder / "data")
    with closing(store.connect()) as db:
        if store.dialect == "sqlite":
            import sqlite3
            target = folder / "copy.db"
            began = time.perf_counter()
            with closing(sqlite3.connect(target)) as copy:
                db.backup(copy)
            figure("migration: the copy before it", time.perf_counter() - began, "s", gb=round(target.stat().st_size / 2**30, 2))
            target.unlink()
        for what, sql, back in (("a new column", "ALTER TABLE message ADD COLUMN grown TEXT NOT NULL DEFAULT ''",
                                 "ALTER TABLE message DROP COLUMN grown" if store.dialect != "sqlite" else ""),
                                ("a new index over all messages", "CREATE INDEX ix_grown ON message (author_kind, sent_at)",
                                 "DROP INDEX ix_grown")):
            db.execute("BEGIN")
            began = time.perf_counter()
            db.execute(sql)
            db.execute("COMMIT" if back else "ROLLBACK")
            figure(f"migration: {what}", time.perf_counter() - began, "s")
            if back:
                db.execute(back)


def measure_backup(folder: Path, url: str) -> None:
    """`inbox backup` beside a daemon, whose list is asked for once in a while."""
    with daemon(folder, url) as inbox:
        target, began = folder / "backup.tar", time.perf_counter()
        worst = asyncio.run(_beside(inbox, target))
        figure("backup", time.perf_counter() - began, "s", gb=round(_size(target) / 2**30, 2), list_meanwhile_worst_ms=round(worst, 1))
        shutil.rmtree(target) if target.is_dir() else target.unlink()


async def _beside(inbox: rig.Inbox, target: Path) -> float:
    process = await asyncio.create_subprocess_exec(*inbox.command("backup", str(target)), stdout=sys.stderr)
    worst, ended = 0.0, asyncio.create_task(process.wait())
    while not ended.done():
        began = time.perf_counter()
        await asyncio.to_thread(inbox.get, "/conversations?limit=50")
        worst = max(worst, time.perf_counter() - began)
        await asyncio.wait([ended], timeout=0.5)
    if ended.result():
        raise RuntimeError(f"inbox backup ended with {ended.result()}")
    return worst * 1000


def _size(path: Path) -> int:
    return sum(one.stat().st_size for one in path.rglob("*") if one.is_file()) if path.is_dir() else path.stat().st_size


def measure(folder: Path, url: str, names: list[str], seconds: float) -> None:
    """All of it."""
    if "search" in names:
        measure_search(folder, url, seconds)
    if "ingest" in names:
        measure_ingest(folder, url, 2000)
    if "migrate" in names:
        measure_migrate(folder, url)
    if "backup" in names:
        measure_backup(folder, url)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--conversations", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--only", nargs="*", default=list(NAMES), choices=NAMES)
    asked = parser.parse_args()
    print(json.dumps(rig.machine()), flush=True)
    if not asked.postgresql:
        if not (asked.folder / "data" / "inbox.db").exists():
            print(json.dumps(asyncio.run(grow.fill(asked.folder / "data", "sqlite", asked.conversations, 1))), flush=True)
        figure("size of the database", (asked.folder / "data" / "inbox.db").stat().st_size / 2**30, "GB")
        measure(asked.folder, "sqlite", asked.only, asked.seconds)
        return
    stores._SETTINGS = SETTINGS
    with stores.cluster() as server:
        store = Store(f"{server}/postgres", asked.folder / "data")
        print(json.dumps(asyncio.run(grow.fill(asked.folder / "data", store.url, asked.conversations, 1))), flush=True)
        with closing(store.connect()) as db:
            figure("size of the database", db.execute("SELECT pg_database_size(current_database())").fetchone()[0] / 2**30, "GB")
        measure(asked.folder, store.url, asked.only, asked.seconds)


if __name__ == "__main__":
    main()
