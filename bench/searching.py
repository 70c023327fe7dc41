"""Search, list and counts in a large store."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import load
import rig
from grow import LENGTHS, WORDS, vocabulary
from measures import LIST, Bench
from rows import Row

QUESTIONS = 300
TOO_BROAD = 422  # the answer to a question that takes more than eight seconds
WITHOUT = " with a word left out"
MEAN = sum(LENGTHS) / len(LENGTHS)  # messages of a conversation


def grown(folder: Path, messages: int) -> rig.Inbox:
    """A daemon on a store with so many messages, which is made unless it is there. It is not started."""
    inbox = rig.Inbox(folder, {})
    if not (inbox.data / "inbox.db").exists():
        subprocess.run([sys.executable, rig.HERE / "grow.py", inbox.data, "--conversations", str(round(messages / MEAN))],  # noqa: S603 - ours
                       check=True, stdout=subprocess.DEVNULL)
    inbox.token = inbox.inbox("token", "add", "agent1@shop.example", "--name", "bench").strip()
    return inbox


def questions(*, without: bool = False, seed: int = 1) -> Iterator[str]:
    """What people ask: a word, two, the beginning of one, words that stand together, whom it is from; common ones and rare ones.

    `without`: a word, and one that must not be there.
    """
    rng = random.Random(seed)  # noqa: S311 - the words of the store, which `grow` draws first
    words = vocabulary(rng)

    def word() -> str:
        return words[int(WORDS ** rng.random()) - 1]  # as many of the first ten as of the first hundred to thousand
    kinds = (word, lambda: f"{word()} {word()}", lambda: word()[:4], lambda: f'"{word()} {word()}"', lambda: f"from:{word()}",
             lambda: f"{word()} {word()} {word()}")
    if without:
        kinds = (lambda: "{} -{}".format(*rng.sample(sorted({word() for _ in range(8)}), 2)),)
    for n in range(QUESTIONS // 10 if without else QUESTIONS):
        yield kinds[n % len(kinds)]()


def measure_search(bench: Bench, messages: int, data: Path | None) -> Iterator[Row]:
    """Search, the list and the counts, by one agent after the other, in a store that has been filled."""
    inbox = grown(data or bench.folder / "grown", messages)
    try:
        inbox.start()
        yield from measured(inbox, bench.seconds)
    finally:
        inbox.stop()
        if data is None:
            shutil.rmtree(inbox.data)


def measured(inbox: rig.Inbox, seconds: float) -> Iterator[Row]:
    """Of a daemon that runs on such a store."""
    newest = inbox.get("/conversations?limit=1&status=all")["items"][0]
    of = f"the newest message is number {int(newest['last_message']['id']):,}"
    base = f"{inbox.url}/api/v1/conversations"
    for name, clients, goal in (("", 1, 100.0), (WITHOUT, 1, 1000.0), (" by 8 at once", 8, None)):
        asked = [load.request(f"{base}?limit=50&status=all&q={quote(one)}", **inbox.auth) for one in questions(without=name == WITHOUT)]
        first = load.run(inbox.url, iter(asked), clients=clients, wanted=(200, TOO_BROAD))
        told = load.run(inbox.url, iter(asked), clients=clients, wanted=(200, TOO_BROAD))
        if first.bad or told.bad:
            raise RuntimeError([*first.bad, *told.bad][0])
        yield Row(what=f"search{name}: p95", figure=told.at(95), unit="ms", goal=goal,
                  note=f"{of}; {len(told.times)} questions, median {told.at(50):.1f} ms, slowest {told.at(100):,.0f} ms; the first time "
                       f"they are asked p95 {first.at(95):,.0f} ms, slowest {first.at(100):,.0f} ms")
    counts = LIST.partition("?")[0] + "/counts"
    for name, path, goal, clients in (("list of 50, grown", LIST, 500.0, 8), ("counts, grown", counts, None, 1)):
        told = load.run(inbox.url, load.same(load.request(inbox.url + path, **inbox.auth)), clients=clients, seconds=seconds)
        if told.bad:
            raise RuntimeError(told.bad[0])
        yield Row(what=name, figure=told.rate, unit="calls/s", goal=goal, more=True,
                  note=f"{of}; {clients} clients, p95 {told.at(95):.1f} ms")
