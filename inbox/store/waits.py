"""What waits by the clock, when the clock was set back: it goes now, for the moment that it waits for may be years away.

A row that waits longer than its kind ever waits got that moment from another clock. Of replies it is known more exactly.
"""

from __future__ import annotations

from inbox.store import accounts, attachments, deliveries
from inbox.store.base import Tx

AHEAD = 30  # seconds by which a row may be younger than now: the machines' clocks differ a little
SECOND = 1_000_000  # microseconds
# table, its column, which rows wait, the longest wait in microseconds
_WAITS = (
    ("delivery", "complete_at", "complete_state = 'queued'", deliveries.COMPLETE_AFTER[-1] * SECOND),
    ("delivery", "look_at", "state = 'uncertain'", deliveries.LOOK_AFTER[-1] * SECOND),
    ("attachment", "next_at", "state = 'pending'", attachments.AFTER[-1] * SECOND),
    ("account_mail", "due_at", "1 = 1", accounts.LEASE),
)


def set_back(tx: Tx) -> int:
    """Lets go what waits by another clock, but not what a person wants sent later. How many replies."""
    late = tx.now + AHEAD * SECOND
    for table, column, which, longest in _WAITS:
        tx.run(f"UPDATE {table} SET {column} = :now WHERE {which} AND {column} > :beyond",  # noqa: S608 - words of our own
               now=tx.now, beyond=late + longest)
    return tx.run("UPDATE delivery SET next_at = :now, at = :now WHERE state = 'queued' AND at > :late AND (attempts > 0 OR next_at <= at)",
                  now=tx.now, late=late)
