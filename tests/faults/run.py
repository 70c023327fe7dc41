"""`./run.sh faults`: random histories against the daemon, or a walk over every crash point."""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import queue
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# ruff: noqa: E402 - the folders of plain names come first
sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

import stores
from history import drawn
from model import Model
from nursery import Nursery
from play import SLOW, Play
from points import LEAST, WALKS, Points
from remotes import Authority
from servers import DovecotServer
from world import HASTE, TAKEOVER, Setting, Violation, World

TOGETHER = 8  # histories in one world: seeds 0–7, 8–15 …
JOBS = min(2 * (os.cpu_count() or 1), 8)  # a history waits as much as it computes


@dataclass(frozen=True)
class Wanted:
    """What a job is to play."""

    seeds: tuple[int, ...]
    folder: Path
    postgresql: bool
    imap: str
    haste: float
    takeover: float
    keep: bool
    end: float  # monotonic time behind which no further history begins


@dataclass
class Outcome:
    """How a history went."""

    seed: int
    steps: int
    faults: str
    seconds: float
    world: str
    wrong: str = ""
    evidence: str = ""
    slow: str = ""


class Job:
    """Plays its seeds one after the other; a world serves those of one group, unless one of them broke it."""

    def __init__(self, wanted: Wanted, say: Any) -> None:
        self.wanted, self.say = wanted, say
        self.stack = ExitStack()
        self.dovecot: DovecotServer | None = None
        self.databases: stores.Databases | None = None

    def run(self) -> None:
        folder = self.wanted.folder
        folder.mkdir(parents=True, exist_ok=True)
        with self.stack:
            authority = Authority(folder)
            nursery = self.stack.enter_context(Nursery({"SSL_CERT_FILE": str(authority.file)}))
            if self.wanted.imap != "sandbox" and (shutil.which("dovecot") or Path("/usr/sbin/dovecot").exists()):
                self.dovecot = self.stack.enter_context(DovecotServer())
            if self.wanted.postgresql:
                self.databases = stores.Databases(self.stack.enter_context(stores.cluster()))
            for seeds in _groups(self.wanted.seeds):
                asyncio.run(self._group(seeds, nursery, authority))

    def _setting(self, group: int) -> Setting:
        """What a group's world is made of: it follows from the number, so that one seed alone gives the same."""
        dovecot = self.dovecot if self.wanted.imap == "dovecot" or (self.wanted.imap == "any" and group % 4 != 3) else None
        return Setting(tls=group % 2 == 1, dovecot=dovecot, haste=self.wanted.haste, takeover=self.wanted.takeover,
                       database=self.databases.url() if self.databases is not None else "")

    async def _group(self, seeds: list[int], nursery: Nursery, authority: Authority) -> None:
        world: World | None = None
        model = Model()
        for seed in seeds:
            if time.monotonic() > self.wanted.end:
                break
            if world is None:
                setting = self._setting(seed // TOGETHER)
                world = await World(self.wanted.folder / f"w{seed}", nursery, authority, setting).open()
                model = Model()
            outcome = await self._history(seed, world, model, last=seed == seeds[-1])
            if outcome.wrong:
                await world.close(keep=True)
                world = None
            self.say(outcome)
        if world is not None:
            await world.close(keep=self.wanted.keep)

    async def _history(self, seed: int, world: World, model: Model, *, last: bool) -> Outcome:
        history = drawn(seed, tls=world.setting.tls, database=bool(world.setting.database))
        began = time.monotonic()
        faults = ", ".join(f"{s.what.get('at', '')} {s.what.get('kind', s.kind)}".strip() for s in history.faults)
        outcome = Outcome(seed, len(history.steps), faults, 0.0, world.words())
        play = Play(world, model, history, last=last)
        try:
            await play.run()
        except Violation as error:
            outcome.wrong = f"{error} (at {play.phase})"
            outcome.evidence = "\n".join([history.short(), *error.evidence, f"log: {world.log}"])
        except Exception as error:  # noqa: BLE001 - the harness itself failed: the next history is another
            outcome.wrong = f"the harness failed at {play.phase}: {type(error).__name__}: {error}"
            outcome.evidence = "\n".join([history.short(), traceback.format_exc(), f"log: {world.log}"])
        outcome.slow = play.slow
        for task in play.tasks:
            task.cancel()
        await asyncio.gather(*play.tasks, return_exceptions=True)
        outcome.seconds = time.monotonic() - began
        return outcome


def _groups(seeds: tuple[int, ...]) -> Iterator[list[int]]:
    group: list[int] = []
    for seed in seeds:
        if group and seed // TOGETHER != group[0] // TOGETHER:
            yield group
            group = []
        group.append(seed)
    if group:
        yield group


def _end(*_: object) -> None:
    raise SystemExit(1)  # whoever has started servers ends them on the way out


def _work(wanted: Wanted, said: Any) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    try:
        Job(wanted, said.put).run()
    finally:
        said.put(None)


def _shown(outcome: Outcome, done: int, of: int) -> None:
    verdict = "WRONG" if outcome.wrong else "ok"
    print(f"[{done:4}/{of}] seed {outcome.seed:<6} {outcome.world:<28} {outcome.steps:2} steps {outcome.seconds:5.1f} s  {verdict}  "
          f"{outcome.faults}"[:200], flush=True)
    if outcome.slow:
        print(f"        after {SLOW:.0f} s there waited:\n{outcome.slow}", flush=True)
    if outcome.wrong:
        print(f"        {outcome.wrong}\n{outcome.evidence}\n        again: ./run.sh faults --histories 1 --seed {outcome.seed}\n"
              f"        with those before it: --histories {outcome.seed % TOGETHER + 1} --seed {outcome.seed - outcome.seed % TOGETHER}",
              flush=True)


def _told(said: Any, workers: Sequence[Any]) -> Iterator[Outcome]:
    """What the workers tell, until each has said that it is done or has ended without a word."""
    open_ = len(workers)
    while open_:
        try:
            outcome = said.get(timeout=10)
        except queue.Empty:
            if any(worker.is_alive() for worker in workers):
                continue
            return
        if outcome is None:
            open_ -= 1
        else:
            yield outcome


def play(first: int, count: int, *, jobs: int = 1, postgresql: bool = False, imap: str = "any", haste: float = HASTE,
         takeover: float = TAKEOVER, keep: bool = False, minutes: float = 1e6) -> list[Outcome]:
    """Plays histories and prints a line for each; all outcomes."""
    root, end = Path(tempfile.mkdtemp(prefix="faults-")), time.monotonic() + minutes * 60
    seeds = tuple(range(first, first + count))
    groups = list(_groups(seeds))
    print(f"{count} histories from seed {first}, {min(jobs, len(groups))} worlds side by side; logs and data in {root}", flush=True)
    context = multiprocessing.get_context("spawn")
    said: Any = context.Queue()
    workers = []
    for number in range(min(jobs, len(groups))):
        mine = tuple(seed for group in groups[number::jobs] for seed in group)
        wanted = Wanted(mine, root / f"j{number}", postgresql, imap, haste, takeover, keep, end)
        workers.append(context.Process(target=_work, args=(wanted, said)))
    for worker in workers:
        worker.start()
    outcomes: list[Outcome] = []
    try:
        for outcome in _told(said, workers):
            outcomes.append(outcome)
            _shown(outcome, len(outcomes), count)
    except BaseException:
        for worker in workers:
            worker.terminate()
        raise
    for worker in workers:
        worker.join(30)
    if not any(o.wrong for o in outcomes) and not any(worker.exitcode for worker in workers) and not keep:
        shutil.rmtree(root, ignore_errors=True)
    else:
        print(f"logs and data are kept in {root}")
    return outcomes


def crash_points(walks: Sequence[str], *, postgresql: bool = False, sample: int = 0, seed: int = 0, keep: bool = False) -> list[str]:
    """Walks through all points of the deeds, or a sample of so many of each; what was broken, in words."""
    root = Path(tempfile.mkdtemp(prefix="crash-points-"))
    wrong: list[str] = []

    def told(walk: str, point: int, name: str, seconds: float) -> None:
        print(f"{walk:<12} {point:4}  {name or 'done before it'}  {seconds:.1f} s", flush=True)

    async def go(nursery: Nursery, databases: stores.Databases | None) -> None:
        points: Points | None = None
        for walk in walks:
            if points is None:
                setting = Setting(database=databases.url() if databases else "", poll_seconds=30)
                points = Points(await World(root / walk, nursery, Authority(root), setting).open(start=False))
            try:
                await points.walk(walk, drawn_points(walk, sample, seed), told)
            except Violation as error:
                wrong.append("\n".join([str(error), *error.evidence]))
                print(f"WRONG {wrong[-1]}", flush=True)
                await points.world.close(keep=True)
                points = None
        if points is not None:
            await points.world.close(keep=True)

    with ExitStack() as stack:
        nursery = stack.enter_context(Nursery())
        asyncio.run(go(nursery, stores.Databases(stack.enter_context(stores.cluster())) if postgresql else None))
    if not wrong and not keep:
        shutil.rmtree(root, ignore_errors=True)
    return wrong


def drawn_points(walk: str, sample: int, seed: int) -> Collection[int]:
    """Some points of a deed; none stands for all."""
    return sorted(random.Random(f"{walk} {seed}").sample(range(1, LEAST[walk] + 1), min(sample, LEAST[walk]))) if sample else ()


def main() -> int:
    """0: no promise was broken."""
    parser = argparse.ArgumentParser(prog="./run.sh faults", description=__doc__)
    parser.add_argument("--histories", type=int, default=50, metavar="N", help="how many (50)")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000 // 8 * 8, help="the first one's seed; others follow it")
    parser.add_argument("--jobs", type=int, default=JOBS, help=f"worlds side by side ({JOBS})")
    parser.add_argument("--minutes", type=float, default=1e6, metavar="M", help="begin no history after so many minutes (no limit)")
    parser.add_argument("--postgresql", action="store_true", help="the store is PostgreSQL, and may go away as well")
    parser.add_argument("--imap", choices=("any", "dovecot", "sandbox"), default="any", help="which mailbox (any: both in turn)")
    parser.add_argument("--haste", type=float, default=HASTE, help=f"how many times sooner it tries again ({HASTE:g}; 1: as in life)")
    parser.add_argument("--takeover", type=float, default=TAKEOVER, metavar="SECONDS",
                        help=f"PostgreSQL: takeover_seconds of the daemons; more for a machine that is busy ({TAKEOVER:g})")
    parser.add_argument("--keep", action="store_true", help="leave logs and data of every world")
    parser.add_argument("--show", action="store_true", help="only print the steps of the seeds")
    parser.add_argument("--crash-points", nargs="*", choices=WALKS, metavar="DEED",
                        help=f"walk through every commit and wire step instead; of all deeds, or of {', '.join(WALKS)}")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="with --crash-points: N points of each deed, by the seed")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _end)
    if options.crash_points is not None:
        return 1 if crash_points(options.crash_points or WALKS, postgresql=options.postgresql, sample=options.sample, seed=options.seed,
                                 keep=options.keep) else 0
    if options.show:
        for seed in range(options.seed, options.seed + options.histories):
            print(f"seed {seed}\n{drawn(seed, tls=seed // TOGETHER % 2 == 1, database=options.postgresql).short()}")
        return 0
    began = time.monotonic()
    outcomes = play(options.seed, options.histories, jobs=options.jobs, postgresql=options.postgresql, imap=options.imap,
                    haste=options.haste, takeover=options.takeover, keep=options.keep, minutes=options.minutes)
    wrong = [o for o in outcomes if o.wrong]
    seconds = time.monotonic() - began
    print(f"{len(outcomes)} histories, {sum(o.steps for o in outcomes)} steps in {seconds:.0f} s "
          f"({seconds / max(len(outcomes), 1):.1f} s each); wrong: {', '.join(str(o.seed) for o in wrong) or 'none'}")
    short = len(outcomes) < options.histories and seconds < options.minutes * 60
    if short:
        print(f"{options.histories - len(outcomes)} were not played: a world did not stand")
    return 1 if wrong or short else 0


if __name__ == "__main__":
    sys.exit(main())
