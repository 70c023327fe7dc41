"""Workers: poison of every kind costs a worker and a named cause, and no other item."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from gzip import BadGzipFile
from pathlib import Path
from typing import Any

import pytest

from inbox import registry, workers
from inbox.connector import Connector
from inbox.errors import StoreError
from inbox.types import InboundMessage, RawItem

MAIL = b"From: Ann <ann@example.net>\r\nTo: us@example.com\r\nMessage-ID: <%d@example.net>\r\nSubject: S\r\n\r\nhello %d\r\n"
META = {"internaldate": "2026-01-01T00:00:00+00:00", "own": ["us@example.com"], "authserv": [], "flags": [], "size": 0, "truncated": False}


def mails(count: int) -> list[RawItem]:
    return [RawItem(item=f"INBOX/1/{n}", kind="mail", data=MAIL % (n, n), meta=META) for n in range(count)]


def with_readers(work: Callable[[workers.Readers], Awaitable[None]]) -> None:
    async def run() -> None:
        readers = workers.Readers(1)
        try:
            await work(readers)
        finally:
            await readers.close()
    asyncio.run(run())


def test_a_warm_worker_reads_and_a_killed_one_is_made_anew() -> None:
    async def work(readers: workers.Readers) -> None:
        await readers.warm("email")
        first = await readers.read("email", mails(40), apart=True)
        assert all(isinstance(r, list) and isinstance(r[0], InboundMessage) for r in first)
        process = readers._slots[0]._process
        assert process is not None and process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(10)
        assert await readers.read("email", mails(40), apart=True) == first
    with_readers(work)


@pytest.mark.parametrize(("poison", "code"), [("die", "reader_died"), ("hang", "too_slow"), ("bloat", "too_large"), ("deep", "too_deep"),
                                              ("unfit", "reader_died"), ("odd", "unreadable")])
def test_poison_is_named_and_the_others_are_read(poison: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "poisonous.py").write_text(f"""
import sys, time, os
import inbox.registry, inbox.workers
from connectors.loopback import Loopback
inbox.workers.MEMORY = 1 << 30
class Poisonous(Loopback):
    @classmethod
    def read(cls, raw):
        if raw.item == "3":
            if {poison!r} == "die": os._exit(1)
            if {poison!r} == "hang": time.sleep(600)
            if {poison!r} == "bloat": return [bytearray(1 << 31)]
            if {poison!r} == "deep": return cls.read(raw)
            if {poison!r} == "unfit": return [lambda: None]
            raise ValueError("lone \\ud800 and nul \\0")
        return []
inbox.registry.connector = lambda type_: Poisonous
""")
    monkeypatch.setattr(workers, "QUICK", 3.0)
    monkeypatch.setattr(workers, "DEADLINE", 2.0)

    async def work(readers: workers.Readers) -> None:
        raws = [RawItem(item=str(n), kind="x", data=b"", meta={}) for n in range(8)]
        context = workers.multiprocessing.get_context("spawn")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.setattr(workers.multiprocessing, "get_context", lambda name: _Poisoned(context))
        found = await readers.read("poisonous", raws, apart=True)
        bad = found[3]
        assert isinstance(bad, workers.Unreadable) and bad.code == code
        bad.detail.encode()
        assert [r for n, r in enumerate(found) if n != 3] == [[]] * 7
    with_readers(work)


class _Poisoned:
    """A context whose processes import the poisonous connector first."""

    def __init__(self, context: object) -> None:
        self._context = context

    def set_forkserver_preload(self, names: list[str]) -> None:
        return None

    def __getattr__(self, name: str) -> object:
        return getattr(self._context, name)

    def Process(self, *, target: object, args: tuple[object, ...], **more: object) -> object:
        return self._context.Process(target=poisoned, args=args, **more)  # type: ignore[attr-defined]  # any context


def poisoned(connection: object) -> None:
    sys.path.insert(0, os.environ["PYTHONPATH"])
    __import__("poisonous")
    workers._work(connection)  # type: ignore[arg-type]  # the pipe's end


def dead(connection: object) -> None:
    raise SystemExit(1)


@pytest.mark.parametrize("broken", ["process", "package"])
def test_a_worker_that_cannot_start_blames_no_item(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(readers: workers.Readers) -> None:
        if broken == "process":
            monkeypatch.setattr(workers, "_work", dead)
        with pytest.raises(StoreError, match="no reader process"):
            await readers.read("email" if broken == "process" else "nosuchtype", mails(1), apart=True)
    with_readers(work)


def test_when_no_process_can_be_had_no_item_is_blamed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(readers: workers.Readers) -> None:
        def none(self: object) -> Connector:  # type: ignore[type-arg]
            raise BlockingIOError(11, "Resource temporarily unavailable")
        with monkeypatch.context() as patch:
            patch.setattr(workers._Slot, "_start", none)
            with pytest.raises(StoreError, match="no reader process"):
                await readers.read("email", mails(1), apart=True)
        assert isinstance((await readers.read("email", mails(1), apart=True))[0], list)
    with_readers(work)


def test_closing_waits_for_no_hung_worker() -> None:
    async def run() -> None:
        readers = workers.Readers(1)
        await readers.warm("email")
        process = readers._slots[0]._process
        assert process is not None and process.pid is not None
        os.kill(process.pid, signal.SIGSTOP)  # as one that hangs
        waiting = asyncio.ensure_future(readers.read("email", mails(1), apart=True))
        await asyncio.sleep(0)
        await asyncio.wait_for(readers.close(), 9)  # a thread that were waited for would take ten seconds
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    asyncio.run(run())


@pytest.mark.parametrize("apart", [False, True])
def test_a_machine_without_files_to_open_blames_no_item(apart: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reading needs is imported when it is first needed: an import that fails for want of a descriptor is made good later."""
    def read(cls: type[Connector[Any]], raw: RawItem) -> list[Any]:
        raise OSError(errno.EMFILE, "Too many open files", "read.py")

    async def work(readers: workers.Readers) -> None:
        monkeypatch.setattr(registry.connector("loopback"), "read", classmethod(read))
        if apart:
            answer = workers._read_all("loopback", mails(2))
            assert isinstance(answer, StoreError) and "Too many open files" in str(answer)
        else:
            with pytest.raises(StoreError, match="Too many open files"):
                await readers.read("loopback", mails(1), apart=False)
    with_readers(work)


def test_an_error_of_data_is_still_the_items(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(cls: type[Connector[Any]], raw: RawItem) -> list[Any]:
        raise BadGzipFile("Not a gzipped file")
    monkeypatch.setattr(registry.connector("loopback"), "read", classmethod(read))
    found = workers.read_one("loopback", mails(1)[0])
    assert isinstance(found, workers.Unreadable) and found.code == "unreadable"
