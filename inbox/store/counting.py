"""The figures beside the queue. Each is the length of the list that it stands for, and a saved view's is counted as it is listed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from inbox.errors import TooBroadError
from inbox.query import BadValueError
from inbox.store import asking, saved
from inbox.store.asking import Json, Sight, Wanted
from inbox.store.base import Rows

LONGEST = 1.0  # seconds that counting the conversations of one saved view may take


def counts(rows: Rows, sight: Sight) -> Json:
    """All of them. `closed` is not counted: it only grows, and nobody works it off."""
    seen = " AND c.channel NOT IN :hidden" if sight.hidden else ""
    params: Json = {"hidden": sorted(sight.hidden)} if sight.hidden else {}

    def count(**wanted: Any) -> int:
        return asking.count(rows, Wanted(**wanted), sight)

    channels = {name: n for name in names(rows) if name not in sight.hidden and (n := count(channel=name))}
    tags = {row.name: row.n for row in rows.all(
        "SELECT t.name, COUNT(*) AS n FROM tag t JOIN conversation c ON c.id = t.conversation_id "  # noqa: S608 - words of our own
        f"WHERE c.status = 'open'{seen} GROUP BY t.name", **params)}
    teams = {str(row.id): n for row in rows.all("SELECT id FROM team ORDER BY id") if (n := count(team=row.id))}
    every = asking.STATUSES
    return {
        "open": sum(channels.values()), "mine": count(assignee=sight.agent), "unassigned": count(assignee=asking.NOBODY),
        "snoozed": count(statuses=("snoozed",)), "closed": None, "failed": count(statuses=every, delivery="failed"),
        "uncertain": count(statuses=every, delivery="uncertain"), "mentions": count(statuses=every, mentions="me"),
        "unread": count(assignee=sight.agent, unread=True) + count(assignee=asking.NOBODY, unread=True),
        "channels": channels, "tags": tags, "teams": teams, "views": _views(rows, sight),
    }


def _views(rows: Rows, sight: Sight) -> dict[str, int]:
    """The saved views that this agent sees, by id."""
    found = {}
    for row in saved.visible(rows, sight.agent):
        try:
            with rows.within(LONGEST):
                found[str(row.id)] = asking.count(rows, asking.read(json.loads(row.query), sight.agent), sight)
        except BadValueError:  # it was kept when the language was another; its list says what is wrong
            found[str(row.id)] = 0
        except TooBroadError:  # its list can be had, its length cannot
            continue
    return found


def names(rows: Rows) -> Iterator[str]:
    """Every channel that has a conversation: one step in the index for each."""
    name = ""
    while (found := rows.value("SELECT MIN(channel) FROM conversation WHERE channel > :name", name=name)) is not None:
        yield found
        name = found
