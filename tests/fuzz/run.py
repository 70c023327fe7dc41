"""The long fuzzing: `./run.sh fuzz [--minutes N] [--seed S] [--only TARGET]`. New inputs each time; what fails is told and kept.

A failing input is printed and written into tests/fuzz/found (not in the tree), to become a test of its own beside a mended reader.
Ends with 1 when something was found.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import pumps
import test_regexes
from hypothesis import HealthCheck, Phase, given, seed, settings
from targets import TARGETS

FOUND = Path(__file__).parent / "found"
AT_ONCE = 200  # inputs of one target before the next one's turn


def tried(name: str, number: int) -> str:
    """A turn of one target: what it failed on, or nothing."""
    target, last = TARGETS[name], [None]

    @seed(number)
    @settings(max_examples=AT_ONCE, deadline=None, database=None, suppress_health_check=list(HealthCheck),
              phases=[Phase.generate, Phase.shrink], print_blob=False)
    @given(target.inputs)
    def fuzz(made: Any) -> None:
        last[0] = made
        target(made)
    try:
        fuzz()
    except Exception as error:  # noqa: BLE001 - whatever it is, it was found
        FOUND.mkdir(exist_ok=True)
        place = FOUND / f"{name}-{number}.pickle"
        place.write_bytes(pickle.dumps(last[0]))
        return f"{name}, seed {number}: {type(error).__name__}: {str(error)[:500]}\n  input ({place}): {last[0]!r:.2000}"
    return ""


def api(examples: int) -> str:
    """The API, asked by what its own description allows: what failed, or nothing."""
    test = FOUND.parent.parent / "api" / "test_openapi_fuzz.py"
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", str(test)], capture_output=True, text=True, check=False,
                          env=os.environ | {"INBOX_FUZZ_EXAMPLES": str(examples)})
    return "" if done.returncode == 0 else f"api: {done.stdout[-3000:]}"


def main() -> int:
    """The regular expressions of ours with every pair of signs first, then the API, then the others in turn until the time is over."""
    parser = argparse.ArgumentParser(prog="./run.sh fuzz", description="made-up input for every door to the outside")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    parser.add_argument("--only", choices=[*TARGETS, "regexes", "api"], action="append")
    asked = parser.parse_args()
    end, number, counts, found = time.monotonic() + asked.minutes * 60, asked.seed, Counter[str](), []
    print(f"seed {asked.seed}, {asked.minutes:g} minutes", flush=True)
    if not asked.only or "regexes" in asked.only:
        for one in pumps.every():
            if time.monotonic() < end and (text := test_regexes.slow(one, most=200, pairs=True)):
                found.append(f"regexes: {text}")
                print(found[-1], flush=True)
            counts["regexes"] += 1
    if time.monotonic() < end and (not asked.only or "api" in asked.only):
        counts["api"] = max(6, min(100, round(asked.minutes)))  # of each operation
        if text := api(counts["api"]):
            found.append(text)
            print(text, flush=True)
    while time.monotonic() < end and (names := [name for name in asked.only or TARGETS if name in TARGETS]):
        for name in names:
            if text := tried(name, number):
                found.append(text)
                print(text, flush=True)
            counts[name] += AT_ONCE
        number += 1
    print("tried: " + ", ".join(f"{n} of {name}" for name, n in counts.items()))
    print(f"{len(found)} found" if found else "nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
