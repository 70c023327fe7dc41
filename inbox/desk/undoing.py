"""Taking back what was done, by what kind of act it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from inbox.errors import NotFoundError
from inbox.store import contacts, conversations, moving, triage
from inbox.store.acts import Actor
from inbox.store.base import Rows, Tx

# raises NotFoundError for what the agent may not see: (rows, "conversation" | "contact", id)
Guard = Callable[[Rows, str, int], object]
_IDS = {"patch": ("conversation",), "merge": ("source", "into"), "split": ("source", "new"), "move": ("source", "target"),
        "link": ("one", "other"), "contact": ("contact",), "contact_merge": ("contact", "into")}
KINDS = frozenset(_IDS)


def about(action: str, data: Mapping[str, Any]) -> str:
    """What an act was done to, as the audit names it: `conversation:12`, `contact:3`."""
    return f"{'contact' if action.startswith('contact') else 'conversation'}:{data[_IDS[action][0]]}"


def take_back(tx: Tx, by: Actor, action: str, data: Mapping[str, Any], may: Guard | None = None) -> None:
    """Takes one act back. Raises NotFoundError, ConflictError (`state`)."""
    if may is not None:
        what = "contact" if action.startswith("contact") else "conversation"
        for name in _IDS.get(action, ()):
            may(tx, what, int(data[name]))
    match action:
        case "patch":
            triage.undo_change(tx, int(data["conversation"]), data)
        case "merge":
            conversations.undo_merge(tx, data)
        case "split":
            conversations.undo_split(tx, by, data)
        case "move":
            moving.undo_move(tx, data)
        case "link":
            moving.undo_link(tx, data)
        case "contact":
            contacts.undo_patch(tx, data)
        case "contact_merge":
            contacts.undo_merge(tx, data)
        case _:
            raise NotFoundError("this cannot be undone")
