"""A demo for each module, and daemons of a test's own."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from daemons import Daemon, Sandbox
from doors import Demo, Json, Running


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with tempfile.TemporaryDirectory(prefix="acceptance-") as folder:
        running = Demo(Path(folder), "--port", "0", "--data", f"{folder}/data")
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """`running(channels, sandbox=…, **sections)` starts a daemon, which ends with the test."""
    started: list[Daemon] = []

    def start(channels: Json, sandbox: Sandbox | None = None, **more: Any) -> Running:
        daemon = Daemon(tmp_path / f"daemon-{len(started)}", channels, **more)
        started.append(daemon)
        daemon.start()
        return Running(daemon, sandbox)
    yield start
    for daemon in started:
        if daemon.process is not None:
            daemon.kill(signal.SIGTERM)
