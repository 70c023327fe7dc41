"""`./run.sh many`: three daemons on machines of their own, round after round of faults. Exit 1 names what was lost or doubled."""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
import time
from pathlib import Path

from three import FAULTS, NAMES, three


def main() -> int:
    """Reads the arguments and runs."""
    parser = argparse.ArgumentParser(prog="./run.sh many", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="how many faults strike, one after the other")
    parser.add_argument("--minutes", type=float, default=0, help="strike for so long instead")
    parser.add_argument("--seed", type=int, default=1, help="which faults, and whom")
    parser.add_argument("--takeover", type=float, default=3.0, help="takeover_seconds of the daemons")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    folder = Path(tempfile.mkdtemp(prefix="inbox-many-"))
    began = time.monotonic()
    rounds = itertools.count(1) if options.minutes else range(1, options.rounds + 1)
    length = f"{options.minutes:g} minutes" if options.minutes else f"{options.rounds} rounds"
    print(f"seed {options.seed}, {length}; logs in {folder}", flush=True)
    try:
        with three(folder, options.seed, options.takeover) as all_three:
            for number in rounds:
                if options.minutes and time.monotonic() - began > options.minutes * 60:
                    break
                fault, name = chance.choice(FAULTS), chance.choice(NAMES)
                struck = time.monotonic()
                all_three.strike(fault, name)
                print(f"{number:4} {fault:7} {name}  {time.monotonic() - struck:5.1f} s   {len(all_three.said)} said, "
                      f"{len(all_three.posted)} posted, {len(all_three.replies)} answered", flush=True)
            all_three.rest()
            print(f"nothing lost, nothing sent twice: {all_three.judge()}; {time.monotonic() - began:.0f} s")
    except AssertionError as error:
        print(f"seed {options.seed}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
