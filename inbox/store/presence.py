"""Who looks at what, as the daemons of one PostgreSQL store tell each other. It is no history: the journal never hears of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from inbox.store.base import Rows, Tx


def tell(tx: Tx, rows: Sequence[dict[str, Any]], gone: Collection[str]) -> None:
    """Writes the tabs in `rows` (columns of `presence`), removes those in `gone`, and what a dead daemon left behind."""
    tx.many("INSERT INTO presence (tab, agent_id, conversation_id, typing, typing_until, until) VALUES "
            "(:tab, :agent_id, :conversation_id, :typing, :typing_until, :until) ON CONFLICT (tab) DO UPDATE SET "
            "conversation_id = excluded.conversation_id, typing = excluded.typing, typing_until = excluded.typing_until, "
            "until = excluded.until", rows)
    if gone:
        tx.run("DELETE FROM presence WHERE tab IN :tabs", tabs=sorted(gone))
    tx.run("DELETE FROM presence WHERE until < :now", now=tx.now)


def others(rows: Rows, owner: str, now: int) -> list[Any]:
    """The tabs that other daemons hold: (tab, agent_id, conversation_id, typing, typing_until, until)."""
    return [row for row in rows.all("SELECT tab, agent_id, conversation_id, typing, typing_until, until FROM presence "
                                    "WHERE until > :now", now=now) if row.tab.rpartition(":")[0] != owner]


def names(rows: Rows, agents: Collection[int]) -> dict[int, str]:
    """What these agents are called."""
    return {row.id: row.name for row in rows.all("SELECT id, name FROM agent WHERE id IN :ids", ids=list(agents))}


def homes(rows: Rows, conversations: Collection[int]) -> dict[int, str]:
    """The channel of each of these conversations that is there."""
    return {row.id: row.channel for row in rows.all("SELECT id, channel FROM conversation WHERE id IN :ids",
                                                    ids=list(conversations))}
