"""Who looks at which conversation, and who types there. Kept in memory; on PostgreSQL the daemons tell each other.

The hub is pure: every moment (microseconds since 1970) is an argument. A tab is one open page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from inbox.store import Store, presence

SECOND = 1_000_000  # microseconds
LOOKS = 60 * SECOND  # a look holds for so long; the page repeats it every 25 s
TYPES = 6 * SECOND  # so does a key that was pressed
# what other daemons are told holds for longer, and is said again before that: the end is said too, unless the daemon dies
TOLD = 60 * SECOND
TOLD_TYPING = 30 * SECOND
AGAIN = 20 * SECOND
Set = dict[int, str]  # agent -> reply, note or an empty string


@dataclass(frozen=True, slots=True)
class Tab:
    """Where one page is. `conversation` 0: nowhere; `typing`: reply, note or empty."""

    agent: int
    conversation: int = 0
    until: int = 0
    typing: str = ""
    typing_until: int = 0

    def at(self, now: int) -> Tab:
        """What is left of it at this moment."""
        if self.conversation and self.until <= now:
            return Tab(self.agent)
        return replace(self, typing="", typing_until=0) if self.typing and self.typing_until <= now else self


class Hub:
    """Every tab of this daemon, and what the others told of theirs."""

    def __init__(self) -> None:
        self.own: dict[str, Tab] = {}
        self._others: dict[str, Tab] = {}
        self._shown: dict[int, Set] = {}

    def enter(self, tab: str, agent: int) -> None:
        """A page was opened."""
        self.own[tab] = Tab(agent)

    def leave(self, tab: str) -> None:
        """It was closed."""
        self.own.pop(tab, None)

    def look(self, tab: str, conversation: int, now: int) -> None:
        """The page shows this conversation (0: none)."""
        was = self.own[tab].at(now)
        typing = (was.typing, was.typing_until) if was.conversation == conversation else ("", 0)
        self.own[tab] = Tab(was.agent, conversation, now + LOOKS if conversation else 0, *typing)

    def type(self, tab: str, conversation: int, kind: str, now: int) -> None:
        """Somebody types there a `reply` or a `note` (empty: no more). Whoever types looks."""
        self.look(tab, conversation, now)
        self.own[tab] = replace(self.own[tab], typing=kind, typing_until=now + TYPES if kind else 0)

    def learn(self, others: dict[str, Tab]) -> None:
        """What other daemons hold now."""
        self._others = others

    def online(self, now: int) -> set[int]:
        """The agents who have a page open somewhere."""
        return {tab.agent for tab in self.own.values()} | {tab.agent for tab in self._others.values() if tab.until > now}

    def turn(self, now: int) -> dict[int, Set]:
        """The conversations whose set has changed since the last turn, each with the set that it had."""
        self.own = {name: tab.at(now) for name, tab in self.own.items()}
        after: dict[int, Set] = {}
        for tab in [*self.own.values(), *(tab.at(now) for tab in self._others.values())]:
            if tab.conversation:
                here = after.setdefault(tab.conversation, {})
                here[tab.agent] = here.get(tab.agent) or tab.typing  # two tabs of one agent are one who looks
        before, self._shown = self._shown, after
        return {one: before.get(one, {}) for one in before.keys() | after.keys() if before.get(one) != after.get(one)}

    def shown(self) -> dict[int, Set]:
        """The sets as of the last turn."""
        return self._shown

    def next(self) -> int | None:
        """The moment at which something of this daemon ends by itself."""
        ends = [end for tab in self.own.values() for end in (tab.until if tab.conversation else 0, tab.typing_until) if end]
        return min(ends, default=None)


class Exchange:
    """Says in the table `presence` who looks here, and reads there who looks elsewhere. `owner`: this daemon."""

    def __init__(self, store: Store, hub: Hub, owner: str) -> None:
        self._store, self._hub, self._owner = store, hub, owner
        self._told: dict[str, tuple[Tab, int]] = {}  # what was said of each tab, and when

    async def step(self, now: int) -> None:
        """Says what has changed, or was said too long ago, and learns. Raises StoreError."""
        news = {name: tab for name, tab in ((name, tab.at(now)) for name, tab in self._hub.own.items())
                if self._told.get(name, (Tab(0), 0))[0] != _where(tab) or now - self._told[name][1] >= AGAIN}
        gone = set(self._told) - set(self._hub.own)
        if news or gone:
            await self._store.brief(presence.tell, [self._row(name, tab, now) for name, tab in news.items()],
                                    {f"{self._owner}:{name}" for name in gone})
            self._told = {name: told for name, told in self._told.items() if name not in gone}
            self._told |= {name: (_where(tab), now) for name, tab in news.items()}
        found = await self._store.read(presence.others, self._owner, now)
        self._hub.learn({row.tab: Tab(row.agent_id, row.conversation_id, row.until, row.typing, row.typing_until) for row in found})

    def quiet(self) -> bool:
        """Whether the table has nothing of this daemon."""
        return not self._told

    def _row(self, name: str, tab: Tab, now: int) -> dict[str, Any]:
        return {"tab": f"{self._owner}:{name}", "agent_id": tab.agent, "conversation_id": tab.conversation, "until": now + TOLD,
                "typing": tab.typing, "typing_until": now + TOLD_TYPING if tab.typing else 0}


def _where(tab: Tab) -> Tab:
    """What of a tab others hear."""
    return replace(tab, until=0, typing_until=0)
