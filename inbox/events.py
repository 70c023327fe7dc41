"""What happened, with its journal number. Values only; the Bus that carries them is in app.

kind                      says
message.created           a message came in, was written, or a note was made
message.updated           its text, its files or its delivery changed (data.delivery: the new state)
conversation.created      a conversation began
conversation.updated      its status, assignee, tags … changed (data.changed: the names)
conversation.merged       it went into another (data.into)
contact.updated           a contact or an address changed
channel.updated           a channel's state changed (data.state, data.reason)
channel.command           somebody asks the daemon to act on a channel (data.do: poll | pause | resume | reload | backfill …)
ledger.quarantined        an item could not be read
ledger.retry              somebody asks for an item to be read again
agent.updated             an agent, a token or a session changed
canned.updated            the canned replies changed
draft.updated             a draft was saved or has gone (data.agent: whose; nobody else hears of it)
agent.mentioned           an agent was named in a note (data.agents)
view.updated              the saved views changed
team.updated              the teams changed
resync                    not journalled: the client's number is too old, ask for everything again
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = (
    "message.created", "message.updated", "conversation.created", "conversation.updated", "conversation.merged",
    "contact.updated", "channel.updated", "channel.command", "ledger.quarantined", "ledger.retry", "agent.updated",
    "canned.updated", "draft.updated", "agent.mentioned", "view.updated", "team.updated", "resync",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One journalled event. `id` is its number, `at` microseconds since 1970; ids name rows of the store."""

    id: int
    kind: str
    conversation: int | None = None
    message: int | None = None
    channel: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    at: int = 0
