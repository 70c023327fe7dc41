"""Customers who live: they write, wait, get angry, and answer what agents send them (their words: people.toml)."""

from __future__ import annotations

import asyncio
import email
import random
import struct
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from inbox.sandbox.received import Arrival, Received
from inbox.sandbox.said import File, Said, Voice

_VOICES = {"email": "support", "post": "x", "direct": "x", "sms": "sms"}
_FIRST = ("email", "post", "sms", "direct", "email", "sms")  # who writes in the first seconds, and where


@dataclass(frozen=True, kw_only=True)
class Script:
    """One matter that somebody writes about."""

    opening: str
    impatient: tuple[str, ...]
    answers: tuple[str, ...]
    subject: str | None = None
    photo: str = ""


@dataclass(frozen=True, kw_only=True)
class Person:
    """A customer, on one channel. `quote`: the line that their mail program puts above what it quotes."""

    name: str
    channel: str
    address: str
    scripts: tuple[Script, ...]
    quote: str = ""


@dataclass(eq=False)
class _Talk:
    """A conversation under way; `ids` are all that was said in it, by either side."""

    person: Person
    script: Script
    rng: random.Random
    order: str
    ids: list[str] = field(default_factory=list)
    heard: asyncio.Queue[Arrival] = field(default_factory=asyncio.Queue)


def people() -> tuple[Person, ...]:
    """Everybody, as people.toml has them."""
    data = tomllib.loads(files("inbox.sandbox").joinpath("people.toml").read_text(encoding="utf-8"))
    return tuple(Person(
        name=one["name"], channel=one["channel"], address=one["address"], quote=one.get("quote", ""),
        scripts=tuple(Script(opening=script["opening"].strip(), subject=script.get("subject"), photo=script.get("photo", ""),
                             impatient=tuple(script["impatient"]), answers=tuple(script["answers"]))
                      for script in one["scripts"])) for one in data["people"])


class Customers:
    """Plays everybody. `awake`: for each of email, post, direct and sms the event after which somebody listens there."""

    def __init__(self, voices: Mapping[str, Voice], received: Received, awake: Mapping[str, asyncio.Event], *,
                 seed: int | None = None, pace: float = 1.0) -> None:
        self._voices = voices
        self._awake = awake
        self._pace = pace
        self._rng = random.Random(seed)  # noqa: S311 - a play, no secret
        self._talks: list[_Talk] = []
        self._tasks: set[asyncio.Task[None]] = set()
        received.listeners.append(self._hear)

    def start(self) -> None:
        self._spawn(self._direct())

    async def stop(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _spawn(self, play: Any) -> None:
        task = asyncio.create_task(play)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pause(self, rng: random.Random, least: float, most: float) -> None:
        await asyncio.sleep(rng.uniform(least, most) / self._pace)

    async def _direct(self) -> None:
        """A few at once, then one by one; when everybody has had their say they come back with new orders, more slowly."""
        waiting = [(person, script) for person in people() for script in person.scripts]
        self._rng.shuffle(waiting)
        for kind in _FIRST:
            found = next(one for one in waiting if one[0].channel == kind)
            waiting.remove(found)
            self._spawn(self._converse(*found, 0.8, 4.0))
        slow = 1.0
        while True:
            for person, script in waiting:
                await self._pause(self._rng, 12 * slow, 45 * slow)
                self._spawn(self._converse(person, script, 0.0, 2.0))
            waiting = [(person, script) for person in people() for script in person.scripts]
            self._rng.shuffle(waiting)
            slow = 4.0

    async def _converse(self, person: Person, script: Script, least: float, most: float) -> None:
        """One matter from its opening to thanks, or to the end of somebody's patience."""
        rng = random.Random(self._rng.random())  # noqa: S311 - a play; its own, so that others' turns change nothing
        talk = _Talk(person, script, rng, f"{rng.choice('ABCDEFGH')}-{rng.randrange(10_000, 99_999)}")
        await self._awake[person.channel].wait()
        await self._pause(rng, least, most)
        self._talks.append(talk)
        try:
            await self._say(talk, script.opening, None)
            complaints, answers = iter(script.impatient), list(script.answers)
            while answers:
                arrival = await self._wait(talk, rng.uniform(50, 110) / self._pace)
                if arrival is None:
                    if complaint := next(complaints, None):
                        await self._say(talk, complaint, None)
                    continue
                await self._pause(rng, 2.5, 6.0)
                await self._say(talk, answers.pop(0), arrival)
        finally:
            self._talks.remove(talk)

    async def _wait(self, talk: _Talk, patience: float) -> Arrival | None:
        """The latest that an agent sent, or None when patience ends first."""
        try:
            async with asyncio.timeout(patience):
                arrival = await talk.heard.get()
        except TimeoutError:
            return None
        while not talk.heard.empty():
            arrival = talk.heard.get_nowait()
        return arrival

    async def _say(self, talk: _Talk, text: str, answered: Arrival | None) -> None:
        person, script, first = talk.person, talk.script, not talk.ids
        text = text.replace("ORDER", talk.order)
        if person.quote and answered:
            text += "\n\n" + _quoted(person.quote, answered)
        more = {"name": person.name, "direct": person.channel == "direct"}
        shots = (File(name=script.photo, media_type="image/png", data=_photo(talk.rng)),) if first and script.photo else ()
        said = Said(sender=f"{person.name} <{person.address}>" if person.channel == "email" else person.address,
                    text=text, subject=script.subject.replace("ORDER", talk.order) if first and script.subject else None,
                    reply_to=answered.external_id if answered else "" if first or person.channel == "sms" else talk.ids[-1],
                    files=shots, more=more)
        talk.ids.append(await self._voices[_VOICES[person.channel]].say(said))

    def _hear(self, arrival: Arrival) -> None:
        """Gives what arrived to whom it is for: the conversation that it answers, else the latest of that person."""
        named = _named(arrival)
        mine = [talk for talk in self._talks if talk.person.address.lower() in (to.lower() for to in arrival.to)]
        answering = [talk for talk in mine if named & set(talk.ids)] or mine
        if answering:
            answering[-1].ids.append(arrival.external_id)
            answering[-1].heard.put_nowait(arrival)


def _named(arrival: Arrival) -> set[str]:
    """The external ids that it answers."""
    if arrival.channel != "support":
        return {str(arrival.extra.get("reply_to", ""))}
    mail = email.message_from_bytes(arrival.raw)
    return {name.strip("<>") for key in ("References", "In-Reply-To") for name in str(mail[key] or "").split()}


def _quoted(line: str, arrival: Arrival) -> str:
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    head = line.replace("DATE", when).replace("WHO", f"Example Support <{arrival.sender}>")
    return "\n".join([head, *(f"> {row}" for row in arrival.text.splitlines())])


def _photo(rng: random.Random, width: int = 320, height: int = 240) -> bytes:
    """A picture of a cup with a crack, as PNG: enough to see that pictures arrive."""
    crack = [width // 2]
    for _ in range(height):
        crack.append(crack[-1] + rng.choice((-2, -1, 0, 1, 2)))
    rows = bytearray()
    for y in range(height):
        rows.append(0)  # no filter
        for x in range(width):
            inside = (70 < x < 250 and 40 < y < 210) or (250 <= x < 290 and 80 < y < 150 and not (x < 275 and 95 < y < 135))
            rows += b"\x20\x18\x16" if inside and abs(x - crack[y]) < 2 else b"\x4a\x6f\x8c" if inside else b"\xee\xe8\xdf"

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows))) + chunk(b"IEND", b"")
