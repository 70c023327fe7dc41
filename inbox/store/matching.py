"""What threading asks of the store, loaded once for a whole batch and kept true while the batch is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from inbox.store import conversations
from inbox.store.base import Tx
from inbox.threads import Hit, Who
from inbox.threads import Known as Place


class Known:
    """References, tokens and conversations that the messages of a batch may mean."""

    def __init__(self, tx: Tx, channel: str, reopen_us: int) -> None:
        self._tx = tx
        self._channel = channel
        self._reopen_us = reopen_us
        self.refs: dict[str, list[Hit]] = defaultdict(list)
        self.tokens: dict[str, int] = {}
        self.uncertain: set[str] = set()  # keys of deliveries of which nobody knows whether they went out
        self._places: dict[int, Place | None] = {}

    def load(self, values: Iterable[str], keys: Iterable[str]) -> None:
        """One look-up for all ids, one for all tokens."""
        for row in self._rows("SELECT value, conversation_id, channel, kind FROM ref WHERE value IN :values", sorted(values)):
            self.refs[row.value].append(Hit(row.conversation_id, row.channel, row.kind))
        for row in self._rows("SELECT key, conversation_id, state FROM delivery WHERE key IN :values", sorted(keys)):
            self.tokens[row.key] = row.conversation_id
            if row.state == "uncertain":
                self.uncertain.add(row.key)

    def _rows(self, sql: str, values: list[str]) -> list[Any]:
        return [row for start in range(0, len(values), 2000) for row in self._tx.all(sql, values=values[start:start + 2000])]

    def conversation(self, conversation: int) -> Place | None:
        """The conversation as threading sees it; a merged one leads on; None: gone."""
        if conversation not in self._places:
            self._places[conversation] = self._load(conversation)
        return self._places[conversation]

    def _load(self, conversation: int) -> Place | None:
        row = self._tx.one("SELECT id, channel, status, closed_at, merged_into FROM conversation WHERE id = :id", id=conversation)
        for _ in range(20):
            if row is None or row.merged_into is None:
                break
            row = self._tx.one("SELECT id, channel, status, closed_at, merged_into FROM conversation WHERE id = :id",
                               id=row.merged_into)
        if row is None:
            return None
        who = {(p.kind, p.value) for p in self._tx.all(
            "SELECT a.kind, a.value FROM participant p JOIN address a ON a.id = p.address_id WHERE p.conversation_id = :id",
            id=row.id)}
        too_old = row.status == "closed" and row.closed_at is not None and self._tx.now - row.closed_at > self._reopen_us
        return Place(id=row.id, channel=row.channel, participants=who, too_old=too_old)

    def began(self, conversation: int) -> None:
        """A conversation of this batch."""
        self._places[conversation] = Place(id=conversation, channel=self._channel)

    def merged(self, gone: int, into: int) -> None:
        """One went into another while the batch was written."""
        self._places.pop(gone, None)
        self._places.pop(into, None)
        for hits in self.refs.values():
            hits[:] = [h._replace(conversation=into) if h.conversation == gone else h for h in hits]
        self.tokens = {key: into if at == gone else at for key, at in self.tokens.items()}

    def learn(self, conversation: int, message: int, own: str, named: Sequence[str], thread: str, who: Iterable[Who]) -> None:
        """What the message that was just kept adds for those behind it in the batch."""
        if own:
            self.refs[own].append(Hit(conversation, self._channel, "own"))
        for value in named:
            self.refs[value].append(Hit(conversation, self._channel, "named"))
        if thread:
            self.refs["thread:" + thread].append(Hit(conversation, self._channel, "thread"))
        place = self.conversation(conversation)
        if place is not None:
            place.participants.update(who)


def sent_by_us(tx: Tx, channel: str, external_id: str) -> int | None:
    """The message of ours that has this external id on the channel."""
    found: int | None = tx.value("SELECT m.id FROM message m WHERE m.external_id = :e AND m.channel = :channel "
                                 "AND m.direction = 'out' LIMIT 1", e=external_id, channel=channel) if external_id else None
    return found


def merge(tx: Tx, gone: int, into: int, reason: str) -> bool:
    """Puts one conversation into another, recorded and undoable. False: a person has parted the two, so they stay apart."""
    return conversations.merge_into(tx, gone, into, reason) is not None
