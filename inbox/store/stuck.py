"""Sessions of daemons that were stopped in mid-sentence.

PostgreSQL ends a transaction that is left alone (`base._beginnings`), but only between two statements. A daemon that is stopped
while it sends one, half of it on the wire, is not idle to the server: it would keep its locks for as long as it is stopped. Neither does
the server count the time of one that was stopped just behind a batch (`Tx.many`), though it calls it idle in transaction.
"""

from __future__ import annotations

from inbox.store.base import Rows


def end(rows: Rows, seconds: float) -> int:
    """Ends sessions that hold others up and have waited for their client for so long; how many.

    Only daemons' are looked at, which have our own user and application name: who holds a lock by hand is left to it.
    """
    if rows.dialect != "postgresql":
        return 0
    found = rows.all(
        "SELECT pg_terminate_backend(s.pid) AS ended FROM pg_stat_activity s WHERE s.datname = current_database() "
        "AND s.usename = current_user AND s.application_name = current_setting('application_name') AND s.wait_event_type = 'Client' "
        "AND s.state_change < clock_timestamp() - make_interval(secs => :seconds) AND s.pid IN ("
        "SELECT unnest(pg_blocking_pids(w.pid)) FROM pg_stat_activity w WHERE w.wait_event_type = 'Lock' "
        "AND w.datname = current_database())", seconds=seconds)
    return sum(row.ended for row in found)
