"""What was read becomes rows: one transaction's work for a batch, with one look-up of everything it may touch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from inbox import threads
from inbox.connector import Taken
from inbox.fit import fit
from inbox.signing import Signer
from inbox.store import Tx, blobs, ledger, matching, messages, news, people
from inbox.store.times import micros
from inbox.types import Address, Ignore, InboundMessage, Match, Read, Update
from inbox.workers import Reading, Unreadable

Who = tuple[str, str]


def _cause(code: str, detail: str) -> str:
    return json.dumps({"code": code, "detail": fit(detail)}, ensure_ascii=False)


class Keeper:
    """Keeps the readings of one channel within one transaction."""

    def __init__(self, tx: Tx, channel: str, *, own: frozenset[Who], signer: Signer, reopen_us: int, imported: bool) -> None:
        self.tx = tx
        self.channel = channel
        self.own = own
        self.signer = signer
        self.reopen_us = reopen_us
        self.imported = imported
        self.known = matching.Known(tx, channel, reopen_us)

    def keep(self, read: Sequence[tuple[ledger.Entry, Reading]]) -> dict[int, Taken]:
        """Settles every item in the ledger and answers what became of each. The channel is this transaction's alone."""
        self.tx.alone(f"channel:{self.channel}")
        still = ledger.still_received(self.tx, [entry.id for entry, _ in read])  # a crash's leftovers may be read twice at once
        read = [(entry, reading) for entry, reading in read if entry.id in still]
        everything = [r for _, reading in read if not isinstance(reading, Unreadable) for r in reading
                      if isinstance(r, InboundMessage)]
        self._look_up(everything)
        results: list[tuple[int, str, str, str, str, int | None]] = []
        taken: dict[int, Taken] = {}
        arrived = False
        for entry, reading in read:
            result = self._item(entry, reading)
            results.append((entry.id, *result))
            state, cause, _, _, message = result
            arrived = arrived or state == "stored"
            taken[entry.id] = Taken(item=entry.raw.item, ledger=str(entry.id), state=state,  # type: ignore[arg-type]  # one of the ledger's states
                                    cause=cause, message=str(message or ""))
        ledger.settle(self.tx, self.channel, results)
        if arrived:
            self.tx.run("UPDATE channel SET last_in_at = :now WHERE name = :name", now=self.tx.now, name=self.channel)
        return taken

    # ------------------------------------------------------------ look-ups for the whole batch

    def _look_up(self, incoming: Sequence[InboundMessage]) -> None:
        self.people = people.ensure(self.tx, [a for m in incoming for a in _everyone(m) if (a.kind, a.value) not in self.own])
        self.spoken = ledger.spoken(self.tx, self.channel, [self._content(m) for m in incoming])
        values = {v for m in incoming for v in _ids(m)} | {"thread:" + m.thread_id for m in incoming if m.thread_id}
        keys = {k for m in incoming for k in self._keys(m)}
        self.known.load(values, keys)
        self.blocked = people.blocked(self.tx, {row.contact_id for row in self.people.values()})

    def _content(self, message: InboundMessage) -> str:
        return ledger.digest(message.content_key or "id:" + message.external_id)

    def _keys(self, message: InboundMessage) -> tuple[str, ...]:
        """Delivery keys of our valid tokens: the address it came to first, then the ids that it names."""
        found = (self.signer.delivery_of(text) for text in (message.token, *_named(message)) if text)
        return tuple(dict.fromkeys(key for key in found if key))

    # ------------------------------------------------------------ one item

    def _item(self, entry: ledger.Entry, reading: Reading) -> tuple[str, str, str, str, int | None]:
        """(state, cause, content, external id, message) of an item. The best thing that it held names its state."""
        if isinstance(reading, Unreadable):
            return "quarantined", _cause(reading.code, reading.detail), "", "", None
        if not reading:
            return "ignored", _cause("empty", "there was nothing in it"), "", "", None
        outcomes = [self._one(entry, r) for r in reading]
        order = ("stored", "update", "duplicate", "ignored")
        return min(outcomes, key=lambda o: order.index(o[0]))

    def _one(self, entry: ledger.Entry, read: Read) -> tuple[str, str, str, str, int | None]:
        if isinstance(read, Ignore):
            return "ignored", _cause(read.code, read.detail), "", "", None
        if isinstance(read, Update):
            return self._update(read)
        return self._message(entry, read)

    def _update(self, update: Update) -> tuple[str, str, str, str, int | None]:
        if update.state in ("opted_out", "opted_in"):
            if update.address is not None:
                people.opt(self.tx, self.channel, update.address, update.state == "opted_out")
            return "update", "", "", "", None
        if update.state in ("edited", "deleted"):
            done = messages.edit(self.tx, self.channel, update.external_id, update.text if update.state == "edited" else None)
            found = None
        else:
            found = news.find(self.tx, self.channel, update.key, update.external_id)
            done = found is not None
        if not done:
            return ("ignored", _cause("unknown_message", f"news ({update.state}) about a message that is not ours: "
                                      f"{update.detail}"[:400]), "", update.external_id, None)
        if found is not None and update.state != "complaint":
            news.take(self.tx, found, update.state, update.recipient, update.code, update.detail, hard=update.hard)
        return "update", "", "", update.external_id, found.message_id if found is not None else None

    def _message(self, entry: ledger.Entry, message: InboundMessage) -> tuple[str, str, str, str, int | None]:
        content = self._content(message)
        before = self.spoken.get(content)
        if before is not None:
            return "duplicate", _cause("same_content", "the channel has this message already"), content, message.external_id, before or None
        if message.direction == "out":
            ours = matching.sent_by_us(self.tx, self.channel, message.external_id)
            if ours is not None:
                return "ignored", _cause("own_copy", "our own message came back"), "", message.external_id, ours
        incoming = self._incoming(message)
        match = threads.match(incoming, tokens=self.known.tokens, refs=self.known.refs, known=self.known.conversation)
        conversation = self._place(message, match)
        made = self._add(entry, message, match, conversation)
        for key in self.known.uncertain.intersection(self._keys(message)) if message.direction == "in" else ():
            news.answered(self.tx, key, message.sender.value)
        self.spoken[content] = made
        return "stored", "", content, message.external_id, made

    def _incoming(self, message: InboundMessage) -> threads.Incoming:
        others = {(a.kind, a.value) for a in (*message.to, *message.cc)} - self.own
        return threads.Incoming(
            channel=self.channel, sender=(message.sender.kind, message.sender.value), others=frozenset(others),
            own_id=message.external_id, named=tuple(v for v in _named(message) if not self.signer.forged(v)),
            keys=self._keys(message), thread=message.thread_id, of_list="list" in message.flags,
            ours=message.direction == "out")

    def _place(self, message: InboundMessage, match: Match) -> int:
        if match.conversation is not None:
            for other in match.merge:
                if matching.merge(self.tx, other, match.conversation, "a message ties the two together"):
                    self.known.merged(other, match.conversation)
            return match.conversation
        who = message.sender if message.direction == "in" else next(
            (a for a in message.to if (a.kind, a.value) not in self.own), message.sender)
        row = self.people.get((who.kind, who.value))
        conversation = messages.create_conversation(
            self.tx, channel=self.channel, ours=_ours(message), subject=message.subject,
            contact=row.contact_id if row is not None else None, at=self.tx.now,
            status="spam" if "spam" in message.flags or self._unwanted(message) else "closed" if message.direction == "out" else "open")
        for other in match.related:
            messages.relate(self.tx, conversation, other, "an id leads there, but it may not join")
        self.known.began(conversation)
        return conversation

    def _add(self, entry: ledger.Entry, message: InboundMessage, match: Match, conversation: int) -> int:
        received = micros(message.received_at) if message.received_at else self.tx.now
        repeated = any(h.kind == "own" and h.channel == self.channel for h in self.known.refs.get(message.external_id, ()))
        flags = set(message.flags) | ({"newcomer"} if match.newcomer else set()) | ({"repeated_id"} if repeated else set())
        sender = self.people.get((message.sender.kind, message.sender.value))
        outward, unwanted = message.direction == "out", self._unwanted(message)
        flags |= {"blocked"} if unwanted else set()
        new = messages.New(
            conversation=conversation, channel=self.channel, text=message.text, at=min(received, self.tx.now),
            sent_at=micros(message.sent_at), direction=message.direction, author_kind="agent" if outward else "contact",
            author_id=None if outward or sender is None else sender.contact_id,
            author_name=message.sender.name or message.sender.value,
            people={"from": [message.sender], "to": message.to, "cc": message.cc, "reply_to": message.reply_to}, own=self.own,
            full_text=message.full_text, html=message.html, subject=message.subject,
            external_id=message.external_id or None, refs=[v for v in _named(message) if not self.signer.forged(v)],
            thread_id=message.thread_id, received_at=received, no_reply=message.no_reply,
            reply_until=micros(message.reply_until) if message.reply_until else None, ours=_ours(message), raw=entry.sha,
            imported=self.imported, newcomer=match.newcomer, flags=sorted(flags), notes=dict(message.notes),
            routing=_routing(match, unwanted), known=self.people, files=[self._file(a) for a in message.attachments])
        made = messages.add(self.tx, new)
        if unwanted and sender is not None:
            messages.turn_away(self.tx, conversation, sender.contact_id, made)
        self.known.learn(conversation, made, message.external_id, new.refs, message.thread_id,
                         [who for who in map(_who, _everyone(message)) if who not in self.own])
        return made

    def _unwanted(self, message: InboundMessage) -> bool:
        """Whether an agent has blocked who wrote it."""
        row = self.people.get((message.sender.kind, message.sender.value))
        return message.direction == "in" and row is not None and row.contact_id in self.blocked

    def _file(self, attachment: Any) -> messages.File:
        data = attachment.data
        return messages.File(
            name=attachment.name, media_type=attachment.media_type[:255], content_id=attachment.content_id,
            size=len(data) if data is not None else attachment.size, inline=attachment.inline, pending=attachment.pending,
            sha=blobs.keep(self.tx, data) if data is not None else "")


def _who(address: Address) -> Who:
    return address.kind, address.value


def _everyone(message: InboundMessage) -> Iterable[Address]:
    return (message.sender, *message.reply_to, *message.to, *message.cc)


def _named(message: InboundMessage) -> tuple[str, ...]:
    """The ids that it names, nearest first."""
    ids = dict.fromkeys([message.in_reply_to, *reversed(message.references)])
    return tuple(v for v in ids if v and v != message.external_id)


def _ids(message: InboundMessage) -> tuple[str, ...]:
    return (message.external_id, *_named(message)) if message.external_id else _named(message)


def _ours(message: InboundMessage) -> str:
    return f"{message.our_address.kind}:{message.our_address.value}" if message.our_address else ""


def _routing(match: Match, unwanted: bool) -> dict[str, Any]:
    candidates = [{**asdict(candidate), "conversation": str(candidate.conversation)} for candidate in match.candidates]
    return {"rule": match.rule, "evidence": match.evidence, "candidates": candidates,
            "merged": [str(m) for m in match.merge], **({"blocked": "an agent has blocked this contact"} if unwanted else {})}
