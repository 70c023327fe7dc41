"""Many conversations at once: each by itself, so that one that cannot be changed hinders none, and one undo for the lot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inbox.desk import changes
from inbox.desk.route import Roster
from inbox.errors import ConflictError, NotFoundError, PolicyError
from inbox.store.acts import Actor, keep_undo
from inbox.store.base import Rows, Tx

# refusals of one that say nothing about the others; each is raised before anything of that one is written
Refusal = (NotFoundError, ConflictError, PolicyError)
Guard = Callable[[Rows, int], object]  # raises NotFoundError for a conversation that the agent may not see


@dataclass(slots=True)
class Outcome:
    """What became of each; `failed`: (conversation, code, detail)."""

    done: list[int] = field(default_factory=list)
    failed: list[tuple[int, str, str]] = field(default_factory=list)
    undo: str | None = None


def code_of(error: Exception) -> str:
    """For programs."""
    return "not_found" if isinstance(error, NotFoundError) else str(getattr(error, "code", "") or "refused")


def patch(tx: Tx, by: Actor, roster: Roster, ids: Sequence[int], asked: Mapping[str, Any], may: Guard) -> Outcome:
    """Changes each as `changes.patch` does."""
    return _each(tx, by, ids, may, lambda one: changes.patch(tx, by, roster, one, None, asked))


def merge(tx: Tx, by: Actor, ids: Sequence[int], into: int, may: Guard, fn: Callable[[int], str]) -> Outcome:
    """Puts each into `into`, as `fn` does with one."""
    may(tx, into)
    return _each(tx, by, [one for one in ids if one != into], may, fn)


def _each(tx: Tx, by: Actor, ids: Sequence[int], may: Guard, fn: Callable[[int], str | None]) -> Outcome:
    outcome, keys = Outcome(), []
    for one in sorted(set(ids)):  # always in this order: two at once must not wait for each other
        try:
            may(tx, one)
            key = fn(one)
        except Refusal as error:
            outcome.failed.append((one, code_of(error), str(error)))
            continue
        outcome.done.append(one)
        keys += [key] if key else []
    outcome.undo = keep_undo(tx, by, "bulk", {"keys": keys}) if len(keys) > 1 else keys[0] if keys else None
    return outcome
