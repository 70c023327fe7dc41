"""Fills a SQLite store with a busy team's history: `python bench/seed.py DIR [--conversations N] [--long N] [--seed N]`.

Start `inbox demo --data DIR` on it afterwards. What is made depends on the seed alone, but for the moments, which end now.
One JSON line tells what was made; `long` is the conversation with the many messages.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

from inbox.store import Store, Tx, agents, messages, people
from inbox.types import Address

HOUR = 3_600_000_000  # microseconds
FIRST = ("Ann", "Ben", "Chidi", "Dara", "Elif", "Farid", "Greta", "Hana", "Ivo", "Jun", "Kavya", "Lea", "Mirza", "Nomin", "Otto",
         "Parisa", "Quinn", "Rosa", "Sven", "Tala", "Uma", "Viktor", "Wen", "Xenia", "Yusuf", "Zahra", "نسرین", "آرش", "கவிதா", "Бат")
LAST = ("Abbott", "Baumann", "Castillo", "Dorj", "Eriksen", "Fontaine", "Ghorbani", "Hartmann", "Ito", "Jansen", "Kumar", "López",
        "Moradi", "Nguyen", "Okafor", "Petrov", "Reyes", "Santos", "Tanaka", "Weber", "رضایی", "முருகன்")
TOPICS = ("Order {n} has not arrived", "Invoice {n} shows the wrong address", "How do I change my plan?", "The lamp flickers",
          "Return of order {n}", "Cannot log in since yesterday", "Rechnung {n} fehlt", "Wo bleibt meine Bestellung {n}?",
          "سفارش {n} نرسیده است", "Delivery to Ulaanbaatar?", "Question about the warranty", "Discount for schools",
          "Two parcels instead of one ({n})", "Please cancel order {n}", "Broken handle, photo attached")
SAYINGS = ("Thanks for the quick answer. I looked again and the tracking page still says the parcel is in Leipzig.",
           "Could you please check this today? My daughter's birthday is on Saturday.",
           "I have tried it with another browser, and it is the same there.",
           "Vielen Dank! Dann warte ich noch bis Freitag.", "خیلی ممنون از پیگیری شما.", "That works, thank you very much.",
           "I would rather have the money back than a voucher.", "The second lamp arrived today, and this one is fine.",
           "Which of the two addresses do you have on file? We moved in March.", "Is there a way to do this without a phone?")
TAGS = ("billing", "shipping", "vip", "return", "bug", "school")
CHANNELS = (("support", "email"), ("support", "email"), ("support", "email"), ("sms", "tel"), ("x", "x"))
PORTION = 200  # conversations in one transaction


def _customer(rng: random.Random, n: int, kind: str) -> Address:
    name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    value = {"email": f"customer{n}@example.net", "tel": f"+1500{5_000_000 + n}", "x": str(10_000_000 + n)}[kind]
    return Address(kind=kind, value=value, name=name)


def _say(tx: Tx, conversation: int, channel: str, who: Address, text: str, at: int, agent: Any = None) -> int:
    ours = Address(kind=who.kind, value={"email": "support@shop.example", "tel": "+15005550006", "x": "1"}[who.kind], name="Shop")
    inbound = agent is None
    return messages.add(tx, messages.New(
        conversation=conversation, channel=channel, text=text, at=at, sent_at=at, received_at=at if inbound else None,
        direction="in" if inbound else "out", author_kind="contact" if inbound else "agent",
        author_id=None if inbound else agent.id, author_name=who.name if inbound else agent.name,
        people={"from": [who if inbound else ours], "to": [ours if inbound else who]}, own=frozenset({(ours.kind, ours.value)}),
        external_id=f"seed-{conversation}-{at}@example.net", ours=f"{ours.kind}:{ours.value}", imported=True))


def _conversation(tx: Tx, rng: random.Random, n: int, began: int, count: int, crew: list[Any]) -> int:
    channel, kind = rng.choice(CHANNELS)
    who = _customer(rng, n, kind)
    contact = people.ensure(tx, [who])[who.kind, who.value].contact_id
    subject = rng.choice(TOPICS).format(n=20_000 + n) if kind == "email" else ""
    made = messages.create_conversation(tx, channel=channel, ours="", subject=subject, contact=contact, at=began)
    for i in range(count):
        words = rng.choice(SAYINGS) if i else f"{rng.choice(TOPICS).format(n=20_000 + n)}. {rng.choice(SAYINGS)}"
        _say(tx, made, channel, who, words, began + i * HOUR // 4, rng.choice(crew) if i % 2 else None)
    assignee, fate = rng.choice([None, *crew]), rng.random()
    status = "open" if fate < 0.6 else "closed" if fate < 0.9 else "snoozed"
    tx.run("UPDATE conversation SET status = :status, assignee_id = :who, closed_at = :closed, snoozed_until = :until WHERE id = :id",
           status=status, who=assignee.id if assignee else None, closed=began + count * HOUR // 4 if status == "closed" else None,
           until=tx.now + 48 * HOUR if status == "snoozed" else None, id=made)
    for tag in rng.sample(TAGS, rng.choice((0, 0, 1, 2))):
        tx.put("tag", conversation_id=made, name=tag)
    return made


def _crew(tx: Tx) -> list[Any]:
    for name in ("Ada Long", "Grace Park", "Linus Ober"):
        agents.add(tx, email=f"{name.split()[0].lower()}@shop.example", name=name)
    return agents.page(tx)


async def fill(folder: Path, conversations: int, long: int, seed: int) -> dict[str, Any]:
    """Makes the store in `folder` and everything in it."""
    rng, began = random.Random(seed), time.monotonic()  # noqa: S311 - history, not secrets
    store = await Store("sqlite", folder).open(migrate=True)
    try:
        crew = await store.write(_crew)
        step = 60 * 24 * HOUR // max(conversations, 1)
        start = store.clock() - 60 * 24 * HOUR

        def portion(tx: Tx, first: int, last: int) -> None:
            for n in range(first, last):
                _conversation(tx, rng, n, start + n * step, rng.choice((1, 1, 2, 3, 5)), crew)
        for first in range(0, conversations, PORTION):
            await store.write(portion, first, min(first + PORTION, conversations))
            print(f"\r{min(first + PORTION, conversations)} of {conversations} conversations", end="", file=sys.stderr)

        def endless(tx: Tx) -> int:
            who = Address(kind="email", value="long@example.net", name="Long Story")
            contact = people.ensure(tx, [who])[who.kind, who.value].contact_id
            made = messages.create_conversation(tx, channel="support", ours="", subject="A very long story", contact=contact,
                                                at=start)
            for i in range(long):
                _say(tx, made, "support", who, f"{i + 1}. {rng.choice(SAYINGS)}", start + i * 1_000_000 * 60, crew[0] if i % 2 else None)
            return made
        told = await store.write(endless) if long else None
        print(f", {time.monotonic() - began:.0f} s", file=sys.stderr)
        return {"conversations": conversations + bool(long), "long": str(told) if told else None}
    finally:
        await store.close()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--conversations", type=int, default=10_000)
    parser.add_argument("--long", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    print(json.dumps(asyncio.run(fill(asked.folder, asked.conversations, asked.long, asked.seed))))


if __name__ == "__main__":
    main()
