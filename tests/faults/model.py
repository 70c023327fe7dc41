"""What must be true: what customers wrote, what the API took, what the providers saw, compared with what the store says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from history import CHANNELS
from world import Violation, World

ENDED = {"sent", "delivered", "read", "uncertain", "failed", "bounced", "canceled"}
OUT = {"sent", "delivered", "read"}
KNOWN = {"stored", "duplicate", "update", "ignored", "quarantined"}


@dataclass
class Said:
    """A customer's utterance as its provider has it. `times`: how often it was put there."""

    channel: str
    who: str
    external_id: str
    text: str
    times: int = 1
    sure: bool = True  # the provider has it; of a web hook: it was acknowledged
    message: str = ""
    conversation: str = ""


@dataclass
class Deed:
    """A call of an agent, with its key, until the daemon takes it. `text` is unique."""

    kind: str  # reply | note | tag | close | merge | first
    path: str
    body: dict[str, Any]
    key: str = ""
    text: str = ""
    channel: str = ""
    taken: bool = False
    refused: str = ""
    message: str = ""
    canceled: bool = False  # taking it back was acknowledged


@dataclass
class Model:
    """Everything of one world, over all its histories."""

    said: list[Said] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)  # customers whose conversations were merged: a union-find

    def root(self, who: str) -> str:
        while self.same.get(who, who) != who:
            who = self.same[who]
        return who

    def merged(self, one: str, other: str) -> None:
        """From now on mail of one may lie beside that of the other."""
        self.same[self.root(one)] = self.root(other)


class Judge:
    """Compares a world with its model. Raises Violation at the first lie.

    `said` and `deeds`: how many of them were looked at after an earlier history. What the lists tell of those is compared again;
    each by itself is asked for only when both are 0, as at the end of a world.
    """

    def __init__(self, world: World, model: Model, said: int = 0, deeds: int = 0) -> None:
        self.world, self.model = world, model
        self.said, self.deeds = model.said[said:], model.deeds[deeds:]
        self._there: set[str] = set()  # words that are in the ledger as often as they should
        self._done: set[str] = set()  # messages that have come to an end

    # ------------------------------------------------------------ rest

    async def everything_settled(self) -> bool:
        """Whether nothing waits any more: what was said is in the ledger and read, what was answered has an end."""
        channels = {c["name"]: c for c in (await self.world.get("/channels?limit=200"))["items"]}
        if any(c["ledger"].get("received") or c["outbox"].get("queued") for c in channels.values()):
            return False
        if await self.missing():
            return False
        for deed in self.deeds:
            if deed.message and deed.message not in self._done and deed.kind in ("reply", "first"):
                if not await self._ended(deed):
                    return False
                self._done.add(deed.message)
        return True

    async def missing(self) -> list[str]:
        """What was put at a provider, or acknowledged to one, and is not in the ledger."""
        found: list[str] = []
        for channel in CHANNELS:
            waiting = [said for said in self.model.said if said.channel == channel and said.sure and said.text not in self._there]
            if not waiting:
                continue
            rows = Counter(row["external_id"] for row in await self.world.every(f"/ledger?channel={channel}"))
            for said in waiting:
                if rows[said.external_id] < (said.times if channel == "support" else 1):
                    found.append(f"{said.channel} {said.external_id} {said.text}")
                else:
                    self._there.add(said.text)
        return found

    async def _ended(self, deed: Deed) -> bool:
        delivery = (await self.world.get(f"/messages/{deed.message}"))["delivery"]
        return bool(delivery) and delivery["state"] in ENDED

    async def waiting(self) -> list[str]:
        """What has not come to rest, in words."""
        found = []
        for channel in (await self.world.get("/channels?limit=200"))["items"]:
            found.append(f"{channel['name']}: {channel['state']} {channel['reason']} ledger {channel['ledger']} "
                         f"outbox {channel['outbox']} feeds {channel['feeds']}")
        found += [f"not in the ledger: {one}" for one in await self.missing()]
        for deed in self.deeds:
            if deed.message and deed.kind in ("reply", "first") and not await self._ended(deed):
                found.append(f"{deed.channel} {deed.text}: {(await self.world.get(f'/messages/{deed.message}'))['delivery']}")
        return found

    # ------------------------------------------------------------ judgement

    async def judge(self) -> None:
        """Everything, once the world is at rest."""
        await self._items()
        await self._words()
        await self._answers()
        await self._acts()

    async def _items(self) -> None:
        """Promise 1: every item is in the ledger once, with a truthful state."""
        rows = await self.world.until(self._ledger, seconds=30, what="every item of the ledger is read")
        for channel in rows:
            doubled = [item for item, n in Counter(row["item"] for row in rows[channel]).items() if n > 1 and item]  # erased: ""
            if doubled:
                raise Violation(f"{channel}: an item is in the ledger twice", doubled)
            for row in rows[channel]:
                if row["state"] not in KNOWN or (row["state"] in ("quarantined", "ignored", "duplicate") and not row["cause"]):
                    raise Violation(f"{channel}: a ledger row without an end or a cause", row)
        mails = sum(self.world.remotes.appended.values())
        if len(rows["support"]) != mails:
            raise Violation(f"support: {mails} mails were put there, the ledger has {len(rows['support'])}", *rows["support"])
        for said in self.model.said:
            mine = [row for row in rows[said.channel] if row["external_id"] == said.external_id]
            self._item(said, mine)

    async def _ledger(self) -> dict[str, list[dict[str, Any]]]:
        """All rows by channel, once none of them waits (a provider may bring a receipt at any moment)."""
        rows = {channel: await self.world.every(f"/ledger?channel={channel}") for channel in CHANNELS}
        return {} if any(row["state"] == "received" for found in rows.values() for row in found) else rows

    def _item(self, said: Said, rows: list[dict[str, Any]]) -> None:
        states = Counter(row["state"] for row in rows)
        if not rows and not said.sure:
            return  # a web hook that nobody acknowledged
        if states["stored"] != 1:
            raise Violation(f"{said.channel}: {said.external_id} ({said.text}) is stored {states['stored']} times", *rows)
        if said.channel == "support" and len(rows) != said.times:
            raise Violation(f"{said.channel}: {said.external_id} came {said.times} times, the ledger has it {len(rows)} times", *rows)
        said.message = next(row["message"] for row in rows if row["state"] == "stored")

    async def _words(self) -> None:
        """Every message is there once, in its writer's conversation, and says what was written."""
        places: dict[str, str] = {}
        for said in self.said:
            if not said.message:
                continue
            message = await self.world.get(f"/messages/{said.message}")
            said.conversation = message["conversation"]
            if said.text not in message["full_text"]:
                raise Violation(f"{said.channel}: {said.external_id} does not say {said.text!r}", message)
            if message["from"] and said.who.lower().lstrip("@") not in str(message["from"]).lower():
                raise Violation(f"{said.channel}: {said.external_id} is not by {said.who}", message)
            here = places.setdefault(said.conversation, said.who)
            if self.model.root(here) != self.model.root(said.who):
                raise Violation(f"a conversation holds mail of two strangers, {here} and {said.who}", message)
        for conversation in places:
            found = await self.world.every(f"/conversations/{conversation}/messages")
            twice = [key for key, n in Counter((m["channel"], m["external_id"]) for m in found if m["external_id"]).items() if n > 1]
            if twice:
                raise Violation(f"conversation {conversation} has a message twice", *[str(one) for one in twice])

    async def _answers(self) -> None:
        """Promises 2 and 3: every reply that was taken is there, once, and what is said of it is true."""
        arrived = self.world.remotes.arrived()
        for text, times in arrived.items():
            if text.startswith("answer-") and times > 1:
                raise Violation(f"{text} went out {times} times", *[str(item.shown()) for item in self.world.remotes.stage.received.items
                                                                  if text in item.text])
        for deed in self.deeds:
            if deed.kind not in ("reply", "first"):
                continue
            if deed.refused and arrived[deed.text]:
                raise Violation(f"{deed.channel}: {deed.text} was refused ({deed.refused}) and went out", deed.body)
            if not deed.taken:
                continue
            delivery = (await self.world.get(f"/messages/{deed.message}"))["delivery"]
            state, times = delivery["state"], arrived[deed.text]
            if state in OUT and times != 1:
                raise Violation(f"{deed.channel}: {deed.text} is shown as {state}, and the provider has it {times} times", delivery)
            if state in ("failed", "canceled") and times:
                raise Violation(f"{deed.channel}: {deed.text} is shown as {state}, and the provider has it", delivery)
            if deed.canceled and state != "canceled":
                raise Violation(f"{deed.channel}: {deed.text} was taken back, and is shown as {state}", delivery)
            if state == "uncertain" and not (delivery["evidence"] or {}).get("text"):
                raise Violation(f"{deed.channel}: {deed.text} is uncertain without evidence", delivery)
            if state not in ENDED:
                raise Violation(f"{deed.channel}: {deed.text} has no end", delivery)

    async def _acts(self) -> None:
        """Promise 3 for everything else: what was acknowledged is there, once."""
        for deed in self.deeds:
            if not deed.taken:
                continue
            conversation = deed.path.split("/")[2] if deed.path.startswith("/conversations/") else ""
            if deed.kind == "note":
                await self._note(deed)
            elif deed.kind == "tag":
                found = await self.world.get(f"/conversations/{await self._now(conversation)}")
                if deed.text not in found["tags"]:
                    raise Violation(f"the tag {deed.text} was taken and is not there", found)
            elif deed.kind == "merge" and await self._now(conversation) != await self._now(deed.body["into"]):
                raise Violation(f"the merge of {conversation} into {deed.body['into']} was taken and is not there")

    async def _note(self, deed: Deed) -> None:
        message = await self.world.get(f"/messages/{deed.message}")
        found = await self.world.every(f"/conversations/{await self._now(message['conversation'])}/messages")
        times = sum(m["text"] == deed.text for m in found)
        if times != 1:
            raise Violation(f"the note {deed.text} was taken and is there {times} times", message)

    async def _now(self, conversation: str) -> str:
        """Where a conversation went by merges."""
        found = await self.world.get(f"/conversations/{conversation}")
        while found.get("merged_into"):
            found = await self.world.get(f"/conversations/{found['merged_into']}")
        return str(found["id"])
