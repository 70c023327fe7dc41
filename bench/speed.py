"""How fast Inbox is on this machine, beside the limits of the machine and the goals: `./run.sh bench [--only NAME …] [--json]`.

bench/README.md says what each figure is and how it is measured. Exits 1 when a figure is beyond 70 % of its goal, 2 when it cannot
be measured here, or the peer beside it cannot.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import measures
import peer
import pytest
import rig
import searching
from rows import Row, table

ORDER = ("start", "ingest", "list", "reply", "during", "delay", "memory", "search")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help=" ".join(ORDER))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long a list is asked for, each time")
    parser.add_argument("--count", type=int, default=2000, help="mails")
    parser.add_argument("--mails", type=int, default=0, help="taken in before the memory is looked at (100000 for its goal)")
    parser.add_argument("--messages", type=int, default=1_000_000, help="in the store that is searched")
    parser.add_argument("--data", type=Path, help="keeps the store that is searched for the next time")
    parser.add_argument("--peer", action="store_true", help=f"{peer.NAME} at the same work beside it")
    parser.add_argument("--peer-dir", type=Path, default=peer.default_folder(), help=f"keeps {peer.NAME} for the next time")
    parser.add_argument("--json", action="store_true", help="for a program")
    asked = parser.parse_args()
    if unknown := set(asked.only) - set(ORDER):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(ORDER)}")
    try:
        programs = peer.install(asked.peer_dir) if asked.peer else None  # before all else: nobody waits ten minutes to be told
    except peer.NoPeer as error:
        print(error, file=sys.stderr)
        return 2
    machine, rows, peerless = rig.machine(), list[Row](), False
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        bench = measures.Bench(Path(folder), count=asked.count, runs=asked.runs, seconds=asked.seconds)
        verbs: dict[str, Callable[[], Iterator[Row]]] = {
            "start": partial(measures.measure_start, bench), "ingest": partial(measures.measure_ingest, bench),
            "list": partial(measures.measure_list, bench), "reply": partial(measures.measure_reply, bench),
            "during": partial(measures.measure_during, bench), "delay": partial(measures.measure_delay, bench),
            "memory": partial(measures.measure_memory, bench, asked.mails),
            "search": partial(searching.measure_search, bench, asked.messages, asked.data)}
        todo = [verbs[name] for name in ORDER if not asked.only or name in asked.only]
        if programs is not None:
            todo.append(partial(peer.measure, bench, programs, asked.only))
        try:
            for verb in todo:
                began = time.monotonic()
                for row in verb():
                    rows.append(row)
                    print(f"{time.monotonic() - began:4.0f} s  {row.line()}", file=sys.stderr, flush=True)
        except peer.NoPeer as error:  # it comes last: the other figures stand
            print(error, file=sys.stderr)
            peerless = True
        except pytest.skip.Exception as error:  # a server that the machine does not have
            print(error, file=sys.stderr)
            return 2
        finally:
            bench.close()
    if asked.json:
        print(json.dumps({"machine": machine, "rows": [row.json() for row in rows]}, indent=1))
    else:
        print(", ".join(f"{key.replace('_', ' ')} {value}" for key, value in machine.items()))
        print(table(rows))
    return 1 if any(row.bad for row in rows) else 2 if peerless else 0


if __name__ == "__main__":
    sys.exit(main())
