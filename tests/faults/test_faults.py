"""A few histories of faults and a few crash points. `./run.sh faults` plays as many as one likes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def harness(*arguments: str) -> str:
    """What the harness says, in a process of its own as its daemons are; it ends with 0 when no promise was broken."""
    done = subprocess.run([sys.executable, str(HERE / "run.py"), *arguments], capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_whatever_breaks_nothing_is_lost_and_nothing_lies() -> None:
    said = harness("--histories", "3", "--seed", "8", "--jobs", "1", "--imap", "sandbox")
    assert said.count("  ok  ") == 3 and "kill" in said


def test_a_daemon_or_a_command_that_dies_at_any_moment_keeps_its_word() -> None:
    said = harness("--crash-points", "ingest-mail", "webhook", "send-mail", "merge", "erase", "backup", "--sample", "1", "--seed", "3")
    assert len(re.findall(r"  (?:before|behind) \w+", said)) == 6, said
