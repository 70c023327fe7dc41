"""Pure: which conversation does this message belong to, and why?

(1) our signed reply token or a Message-ID that we signed; (2) any id shared between {its own, In-Reply-To, References}
and a conversation, nearest first; (3) the provider's thread; (4) a new one. A match joins when the sender, or anyone but
us among To and Cc, already takes part; otherwise the message begins a conversation that is linked as related.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from inbox.types import Candidate, Match

Who = tuple[str, str]  # kind, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What matters of a message. `named`: the ids it names, nearest first. `keys`: delivery keys of our valid tokens."""

    channel: str
    sender: Who
    others: frozenset[Who] = frozenset()
    own_id: str = ""
    named: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    thread: str = ""
    of_list: bool = False
    ours: bool = False  # our side said it, by another program


@dataclass(slots=True, kw_only=True)
class Known:
    """A conversation that may be meant."""

    id: int
    channel: str
    participants: set[Who] = field(default_factory=set)
    too_old: bool = False  # closed for longer than reopen_days


class Hit(NamedTuple):
    """An id leads to a conversation: as that of a message it has (`own`), as one only `named`, or as a `thread`."""

    conversation: int
    channel: str
    kind: str


def _hits(incoming: Incoming, tokens: Mapping[str, int], refs: Mapping[str, Sequence[Hit]]) -> Iterator[tuple[str, str, Hit]]:
    """(rule, evidence, hit), nearest first; within an id the same channel before the others."""
    for key in incoming.keys:
        if key in tokens:
            yield "token", f"our signed token of delivery {key}", Hit(tokens[key], incoming.channel, "own")
    for rule, ids in (("own_id", (incoming.own_id,)), ("reference", incoming.named)):
        for value in ids:
            found = refs.get(value, ()) if value else ()
            for hit in sorted(found, key=lambda h: (h.channel != incoming.channel, h.kind != "own", h.conversation)):
                if hit.kind != "thread":
                    yield rule, f"<{value}> is {'a message' if hit.kind == 'own' else 'named'} there", hit
    threads = refs.get("thread:" + incoming.thread, ()) if incoming.thread else ()
    for hit in sorted(threads, key=lambda h: -h.conversation):  # after a split the newest is the living one
        if hit.kind == "thread" and hit.channel == incoming.channel:
            yield "thread", f"the provider's thread {incoming.thread}", hit


def _refusal(incoming: Incoming, rule: str, hit: Hit, known: Known) -> str:
    """Why the message does not join this conversation; empty: it does."""
    if rule == "own_id" and hit.channel != incoming.channel:
        return "the same mail came to another channel too"
    if known.too_old:
        return "it has been closed for too long"
    if incoming.of_list or incoming.sender in known.participants or incoming.others & known.participants:
        return ""
    if incoming.ours and rule in ("token", "thread"):
        return ""
    return "neither the sender nor anyone it is addressed to takes part there"


def match(incoming: Incoming, *, tokens: Mapping[str, int], refs: Mapping[str, Sequence[Hit]],
          known: Callable[[int], Known | None]) -> Match:
    """The decision, with every candidate that was looked at. `known` answers None for what is gone."""
    candidates: list[Candidate] = []
    joined: list[Candidate] = []
    related: list[int] = []
    for rule, evidence, hit in _hits(incoming, tokens, refs):
        conversation = known(hit.conversation)
        if conversation is None or any(c.conversation == conversation.id for c in candidates):
            continue
        refused = _refusal(incoming, rule, hit, conversation)
        candidate = Candidate(conversation=conversation.id, rule=rule, evidence=evidence, refused=refused)
        candidates.append(candidate)
        if refused:
            related.append(conversation.id)
        elif not joined or (conversation.channel == incoming.channel and rule != "thread"):
            joined.append(candidate)
    if not joined:
        return Match(conversation=None, rule="new", evidence="no conversation that it may join", candidates=tuple(candidates),
                     related=tuple(related))
    first = joined[0]
    home = known(first.conversation)
    assert home is not None  # it was known a moment ago
    newcomer = not incoming.ours and incoming.sender not in home.participants
    return Match(conversation=first.conversation, rule=first.rule, evidence=first.evidence, candidates=tuple(candidates),
                 merge=tuple(c.conversation for c in joined[1:]), related=tuple(related), newcomer=newcomer)
