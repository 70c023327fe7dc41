"""`python -m inbox.sandbox`: one JSON line on stdout when ready, then until SIGTERM or the end of stdin."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import stat
import sys

from inbox.sandbox.stage import Stage


def main() -> None:
    """Reads the arguments and runs."""
    parser = argparse.ArgumentParser(prog="python -m inbox.sandbox", description=__doc__)
    parser.add_argument("--traffic", action=argparse.BooleanOptionalAction, default=True,
                        help="customers who write by themselves")
    parser.add_argument("--seed", type=int, default=None, help="makes the customers' course the same each time")
    parser.add_argument("--pace", type=float, default=1.0, help="how fast they are: 2 is twice as fast")
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd warns of each oddity that a client sends
    asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> None:
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, done.set)
    _watch_stdin(loop, done)
    async with Stage(traffic=options.traffic, seed=options.seed, pace=options.pace) as stage:
        print(json.dumps(stage.ready()), flush=True)
        await done.wait()


def _watch_stdin(loop: asyncio.AbstractEventLoop, done: asyncio.Event) -> None:
    """Who started us may hold the other end of a pipe at our stdin: when they die, we end. No pipe says nothing."""
    try:
        mode = os.fstat(0).st_mode
    except OSError:
        return  # no stdin at all
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return

    def readable() -> None:
        if not os.read(0, 4096):
            loop.remove_reader(0)
            done.set()

    loop.add_reader(0, readable)


if __name__ == "__main__":
    main()
