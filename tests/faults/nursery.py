"""Starts daemons and commands quickly: a process that has imported everything forks one for each.

    with Nursery(folder) as nursery:
        born = nursery.start(["run", "--config", path], log=path, hooks={"haste": 10})
        born.kill(signal.SIGKILL); born.wait(20)

What runs is `inbox`'s own `main` with the arguments of its command line; only the second of imports is saved. As a
script this file is the process that forks; its words are JSON lines on stdin and stdout.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()


class Born:
    """A process that the nursery forked. `code`: as subprocess has it, None while it lives."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.code: int | None = None
        self.ended = threading.Event()

    def signal(self, number: int) -> None:
        """Sends a signal; nothing happens when it has ended (its number is kept by the nursery until we are told)."""
        if self.code is None:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass  # it ended this very moment

    def wait(self, seconds: float) -> int:
        """Its exit code. Raises TimeoutError."""
        if not self.ended.wait(seconds):
            raise TimeoutError(f"process {self.pid} did not end within {seconds:.0f} s")
        assert self.code is not None
        return self.code

    def family(self) -> list[int]:
        """Processes of its session that live: readers that outlive their daemon would be leaks."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != self.pid:
                try:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue  # it has just ended
                if int(fields[3]) == self.pid and fields[0] != "Z":
                    found.append(int(entry.name))
        return found


class Nursery:
    """The near end. `environment` is for all that are born."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen([sys.executable, str(HERE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                         env={**os.environ, **(environment or {})}, start_new_session=True)
        self._lock = threading.Lock()
        self._told = threading.Condition()
        self._pids: dict[int, int] = {}  # request -> pid
        self._born: dict[int, Born] = {}
        self._next = 0
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()  # it ends with all that it bore
        self._process.wait(30)
        self._reader.join(10)

    def start(self, argv: Sequence[str], *, log: Path, hooks: Mapping[str, Any] | None = None) -> Born:
        """`inbox` with these arguments; stdout and stderr go to the log. Returns at once."""
        with self._lock:
            self._next += 1
            number = self._next
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps({"id": number, "argv": list(argv), "log": str(log), "hooks": dict(hooks or {})}) + "\n")
            self._process.stdin.flush()
        with self._told:
            if not self._told.wait_for(lambda: number in self._pids or self._process.poll() is not None, timeout=60):
                raise TimeoutError("the nursery does not answer")
            if number not in self._pids:
                raise RuntimeError(f"the nursery died with {self._process.returncode}")
            return self._born[self._pids[number]]

    def run(self, argv: Sequence[str], *, log: Path, seconds: float = 60.0) -> str:
        """What a command printed. Raises RuntimeError when it fails."""
        out = log.with_name(f"{log.name}.{self._next + 1}")
        code = self.start(argv, log=out).wait(seconds)
        said = out.read_text(errors="replace")
        out.unlink()
        if code:
            raise RuntimeError(f"inbox {' '.join(argv)}: {code}: {said}")
        return said

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told = json.loads(line)
            with self._told:
                if "id" in told:
                    self._pids[told["id"]] = told["pid"]
                    self._born[told["pid"]] = Born(told["pid"])
                else:
                    born = self._born[told["pid"]]
                    born.code = told["code"]
                    born.ended.set()
                self._told.notify_all()
        with self._told:
            self._told.notify_all()


# ---------------------------------------------------------------- the far end

def _imports() -> None:
    """Everything that a daemon loads, so that a fork has it."""
    import importlib
    for name in ("inbox.cli", "inbox.app", "inbox.daemon", "inbox.api.server", "inbox.commands.run", "inbox.commands.people",
                 "inbox.commands.backup", "inbox.commands.ledger", "inbox.commands.outbox", "inbox.commands.privacy", "inbox.backfill",
                 "connectors.email", "connectors.email.feed", "connectors.email.smtp", "connectors.email.sent", "connectors.email.idle",
                 "connectors.x", "connectors.x.api", "connectors.x.outgoing", "connectors.twilio", "connectors.twilio.sdk",
                 "connectors.webhook", "apscheduler.schedulers.asyncio", "psycopg", "aiosmtplib", "imapclient"):
        importlib.import_module(name)


def _become(order: dict[str, Any]) -> None:
    """The child's life: it never returns."""
    code = 70
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.closerange(3, 256)
        if order["hooks"]:
            from hooks import install
            install(order["hooks"])
        from inbox.cli import main
        main(order["argv"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # noqa: BLE001 - the log says what it was, and the child must not go on as a nursery
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _reaped(alive: set[int]) -> None:
    """Tells of those that have ended."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        alive.discard(pid)
        print(json.dumps({"pid": pid, "code": os.waitstatus_to_exitcode(status)}), flush=True)


def _serve() -> None:
    import select
    sys.path.insert(0, str(HERE.parent))
    _imports()
    import gc
    gc.freeze()
    alive: set[int] = set()
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(write)
    buffered = b""
    while True:
        ready, _, _ = select.select([0, read], [], [])
        if read in ready:
            os.read(read, 4096)
            _reaped(alive)
        if 0 in ready:
            chunk = os.read(0, 65_536)
            if not chunk:
                break
            *lines, buffered = (buffered + chunk).split(b"\n")
            for line in lines:
                order = json.loads(line)
                pid = os.fork()
                if pid == 0:
                    _become(order)
                alive.add(pid)
                print(json.dumps({"id": order["id"], "pid": pid}), flush=True)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 10
    while alive and time.monotonic() < end:
        _reaped(alive)
        time.sleep(0.02)


if __name__ == "__main__":
    _serve()
