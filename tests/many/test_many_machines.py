"""Three daemons on machines of their own: one is killed, one stopped, one cut off, under load. `./run.sh many` does it for longer."""

from __future__ import annotations

from pathlib import Path

from three import three


def test_whichever_is_killed_stopped_or_cut_off_nothing_is_lost_and_nothing_sent_twice(tmp_path: Path) -> None:
    with three(tmp_path, seed=1, takeover=2.0) as all_three:
        for fault, name in (("stop", "a"), ("cut", "c"), ("kill", "b")):
            all_three.strike(fault, name, again=False)
        all_three.rest()
        print(all_three.judge())
