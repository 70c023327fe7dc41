"""A history: what people, providers, networks and machines do, drawn from a seed. The same seed gives the same steps."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

CHANNELS = ("support", "x", "sms", "shop")
TARGETS = ("imap", "smtp", "x", "twilio", "shop", "api")
TLS_TARGETS = ("imap", "smtp", "twilio", "shop")
PEOPLE = (("support", "a"), ("support", "b"), ("support", "c"), ("x", "a"), ("x", "b"), ("sms", "a"), ("shop", "a"))
# what a step may be, and how often: deeds of people first
DEEDS = {"say": 10, "reply": 12, "note": 3, "tag": 3, "close": 2, "merge": 2, "poll": 2, "first": 1, "recall": 2}
TROUBLES = {"network": 12, "provider": 5, "kill": 2, "term": 1, "stop": 2, "disk": 1, "readonly": 1, "files": 1, "reader": 1,
            "clock": 1}
NETWORK = ("refuse", "cut", "cut_after", "cut_after", "cut_after", "half_open", "hold", "swallow", "delay", "drip")
PROVIDER = ("429", "500", "html", "drop", "hang", "die_after_accept", "die_after_accept")
NEWS = ("duplicate", "reorder")  # what becomes of a provider's news
FORMS = {"support": ("new", "new", "follow", "answer", "again", "html", "file", "automatic"), "x": ("mention", "direct", "follow"),
         "sms": ("text",), "shop": ("text", "twice", "thread")}


@dataclass(frozen=True)
class Step:
    """One step. `pause`: milliseconds after it; how long a fault lasts is the test's input, not its condition."""

    kind: str
    what: dict[str, Any] = field(default_factory=dict)
    pause: int = 0

    def __str__(self) -> str:
        words = " ".join(str(value) for value in self.what.values())
        return f"{self.kind} {words}".strip() + (f" +{self.pause}ms" if self.pause > 100 else "")


@dataclass(frozen=True)
class History:
    """The seed with what it gave."""

    seed: int
    steps: tuple[Step, ...]

    @property
    def faults(self) -> list[Step]:
        return [step for step in self.steps if step.kind in TROUBLES]

    def short(self) -> str:
        """The steps, in lines that fit a terminal."""
        return "\n".join(f"  {number:3} {step}" for number, step in enumerate(self.steps))


def drawn(seed: int, *, tls: bool, database: bool) -> History:
    """The history of a seed. What a world has decides what can be broken in it."""
    chance = random.Random(seed)
    length, share = chance.randint(10, 34), chance.choice((0.15, 0.25, 0.35, 0.5))
    steps = [_trouble(chance, tls, database) if chance.random() < share else _deed(chance) for _ in range(length)]
    if not any(step.kind in TROUBLES for step in steps):
        steps.insert(chance.randrange(len(steps)), _trouble(chance, tls, database))
    return History(seed, tuple(steps))


def _pause(chance: random.Random) -> int:
    return chance.choice((0, 0, 0, 5, 20, 60, 120, 300))


def _deed(chance: random.Random) -> Step:
    kind = chance.choices(list(DEEDS), list(DEEDS.values()))[0]
    what: dict[str, Any] = {}
    if kind == "say":
        channel, who = chance.choice(PEOPLE)
        what = {"channel": channel, "who": who, "form": chance.choice(FORMS[channel])}
    elif kind in ("reply", "recall", "note", "tag", "close"):
        what = {"where": chance.randrange(100)}
        if kind == "reply":
            what["copy"] = chance.random() < 0.15
    elif kind == "merge":
        what = {"where": chance.randrange(100), "into": chance.randrange(100)}
    elif kind in ("poll", "first"):
        what = {"channel": chance.choice(CHANNELS)}
    return Step(kind, what, _pause(chance))


def _trouble(chance: random.Random, tls: bool, database: bool) -> Step:
    """Something breaks; `steps`: after how many it is mended."""
    kind = chance.choices(list(TROUBLES), list(TROUBLES.values()))[0]
    steps = chance.randint(1, 8)
    what: dict[str, Any] = {}
    if kind == "network":
        at = chance.choice((*TARGETS, *(("db", "db", "db") if database else ())))
        kinds = (*NETWORK, "corrupt", "corrupt") if tls and at in TLS_TARGETS else NETWORK
        what = {"at": at, "kind": chance.choice(kinds), "way": chance.choice(("up", "down", "down")),
                "count": int(chance.paretovariate(0.35)) % 6000, "seconds": chance.choice((0.02, 0.1, 0.4)), "steps": steps}
    elif kind == "provider":
        at = chance.choice(("imap", "smtp", "x", "twilio", "shop"))
        what = {"at": at, "kind": chance.choice((*PROVIDER, *NEWS) if at in ("x", "twilio") else PROVIDER)}
    elif kind == "kill":
        what = {"down": chance.choice((0, 0, 200))}
    elif kind == "reader":
        what = {"which": chance.randrange(100)}
    elif kind in ("stop", "disk", "readonly"):
        what = {"steps": min(steps, 4)}
    elif kind == "files":
        what = {"spare": chance.choice((0, 1, 3, 6)), "steps": min(steps, 4)}
    elif kind == "clock":
        what = {"seconds": chance.choice((-3600.0, -70.0, -2.0, 5.0, 70.0, 3700.0))}
    return Step(kind, what, _pause(chance))
