"""Every commit and every wire step as the moment of death: the process dies there, is started again, and must have kept its word.

A walk goes through the points of one deed: at its first the process dies before the first commit or byte, at its second
behind it, and so on, until the deed is done before its point is reached. After each death: start, rest, judgement.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cases import CASES, COMMANDS, PATIENCE, Case
from history import History
from hooks import DIED
from model import Judge, Model
from play import Play
from world import Violation, World

WALKS = (*CASES, *COMMANDS)
LEAST = {"ingest-mail": 60, "ingest-x": 30, "ingest-sms": 16, "webhook": 8, "send-mail": 40, "send-x": 12, "send-sms": 18, "send-shop": 14,
         "merge": 2, "start": 20, "erase": 8, "backup": 10}  # points that a deed surely has, for a sample of them
Told = Callable[[str, int, str, float], None]  # walk, point, its name (empty: the deed was done before it), seconds


@dataclass
class Trace:
    """What a walk met: the names of the points at which the process died."""

    walk: str
    points: list[str] = field(default_factory=list)


class Points:
    """Walks in one world, which lives on from death to death."""

    def __init__(self, world: World) -> None:
        self.world, self.model = world, Model()
        self.play = Play(world, self.model, History(0, ()))

    async def walk(self, walk: str, only: Collection[int] = (), told: Told = lambda walk, point, name, seconds: None) -> Trace:
        """Dies at every point of a deed, or at those of `only`. Raises Violation."""
        trace, point, missed = Trace(walk), 0, 0
        while missed < 2 and not (only and point >= max(only)):
            point += 1
            if only and point not in only:
                continue
            began = time.monotonic()
            self.play.mark()
            case = CASES.get(walk, Case)(self.play, f"{walk}-{point}")
            try:
                name = await (self._command(case, walk, point) if walk in COMMANDS else self._daemon(case, walk, point))
            except Violation as error:
                raise Violation(f"{walk}, death at point {point}: {error}", *error.evidence, f"log: {self.world.log}") from error
            missed = 0 if name else missed + 1
            if name:
                trace.points.append(name)
            told(walk, point, name, time.monotonic() - began)
        await Judge(self.world, self.model).judge()
        return trace

    # ------------------------------------------------------------ a daemon dies

    async def _daemon(self, case: Case, walk: str, point: int) -> str:
        """A daemon that dies at the point of a deed, and its successor. The point's name; empty: the deed was done before."""
        world, trace = self.world, self.world.folder / f"trace-{walk}-{point}"
        if case.from_start:
            world.live_on()
            await self._anew()
            await case.before()
        armed = world.die_at(point, at=case.wires, trace=trace)
        if case.from_start:
            armed.touch()
            await world.start(wait=False)
        else:
            await self._anew()
            await case.before()
            armed.touch()
        acting = asyncio.create_task(case.act())
        try:
            await self._dead_or_done(case)
        finally:
            armed.unlink(missing_ok=True)
            await asyncio.wait([acting], timeout=PATIENCE)
        world.live_on()
        if world.alive:
            await self._judged(case)
            trace.unlink(missing_ok=True)
            return ""
        if world.daemon is None or world.daemon.code != DIED:
            raise Violation(f"the daemon ended with {world.daemon and world.daemon.code} instead of dying at its point", world.tail())
        await world.start()
        await self._judged(case)
        return _name(trace, point)

    async def _anew(self) -> None:
        if self.world.alive:
            await self.world.kill(signal.SIGKILL)
        await self.world.start()

    async def _dead_or_done(self, case: Case) -> None:
        async def ended() -> Any:
            if not self.world.alive:
                return True
            try:
                if not await self.world._answers():
                    return False  # it is starting
                return await case.done()
            except Violation as error:
                try:
                    answers = await self.world._answers()
                except Violation:
                    return True  # it died meanwhile
                if answers:
                    raise error  # it was no death that kept it from answering
                return False
        await self.world.until(ended, seconds=PATIENCE, what="the daemon dies, or has done what it was asked for")

    async def _judged(self, case: Case) -> None:
        await self.play._rest()
        await self.play.judge().judge()
        await case.judge()

    # ------------------------------------------------------------ a command dies

    async def _command(self, case: Case, walk: str, point: int) -> str:
        """A command that dies at its point beside a daemon that lives."""
        world, trace = self.world, self.world.folder / f"trace-{walk}-{point}"
        if not world.alive:
            await world.start()
        command = COMMANDS[walk](case)
        await command.before()
        armed = world.die_at(point, at=(), trace=trace)
        armed.touch()
        log = world.folder / "command"
        born = await asyncio.to_thread(
            lambda: world.nursery.start([*command.argv(), "--config", str(world.config)], log=log, hooks={"die": world.dying}))
        code = await asyncio.to_thread(born.wait, PATIENCE)
        armed.unlink(missing_ok=True)
        world.live_on()
        if code not in (0, DIED):
            raise Violation(f"inbox {walk} ended with {code}", log.read_text(errors="replace"))
        await command.judge(code == DIED)
        await self.play._rest()
        await self.play.judge().judge()
        return _name(trace, point) if code == DIED else ""


def _name(trace: Path, point: int) -> str:
    """What a point was."""
    lines = trace.read_text().splitlines() if trace.exists() else []
    trace.unlink(missing_ok=True)
    return next((line.partition(" ")[2] for line in lines if line.startswith(f"{point} ")), "?")
