"""Mentions: agents who were named in a note. They hear of it, and see the conversation in a list of its own until they have read it."""

from __future__ import annotations

from collections.abc import Iterable

from inbox.store.base import Tx


def add(tx: Tx, conversation: int, message: int, channel: str, agents: Iterable[int]) -> None:
    """These agents are named in this note; who may see the channel was decided before."""
    named = sorted(set(agents))
    if not named:
        return
    tx.insert_many("mention", [{"message_id": message, "agent_id": agent, "conversation_id": conversation, "at": tx.now}
                               for agent in named])
    tx.emit("agent.mentioned", conversation=conversation, message=message, channel=channel, agents=[str(agent) for agent in named])


def seen(tx: Tx, agent: int, conversation: int, up_to: int) -> None:
    """The agent has read the conversation up to this message."""
    tx.run("UPDATE mention SET seen_at = :now WHERE agent_id = :agent AND conversation_id = :id AND message_id <= :up_to "
           "AND seen_at IS NULL", now=tx.now, agent=agent, id=conversation, up_to=up_to)
