"""Polling: nothing twice, nothing lost, whatever the server renumbers, hides, drops or refuses."""

from __future__ import annotations

import asyncio
import json
import tracemalloc
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from typing import Any

import pytest

from connectors.email import Email
from inbox.errors import TemporaryError
from inbox.testing.context import START, FakeContext
from inbox.testing.scripted_imap import CAPABILITIES, ScriptedImap
from inbox.types import Batch

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Make = Callable[..., Email]
At = Callable[..., dict[str, Any]]


@pytest.fixture
def imap() -> Iterator[ScriptedImap]:
    with ScriptedImap() as server:
        yield server


async def drain(email: Email, cursor: str, feed: str = "INBOX") -> tuple[list[Any], str, list[Batch]]:
    """Polls until there is no more."""
    items: list[Any] = []
    batches: list[Batch] = []
    for _ in range(500):
        batch = await email.poll(feed, cursor)
        items += batch.items
        batches.append(batch)
        cursor = batch.cursor
        if not batch.more:
            return items, cursor, batches
    raise AssertionError("the poll never ends")


def uids(items: list[Any]) -> list[int]:
    return [int(item.item.rsplit("/", 1)[1]) for item in items]


@pytest.mark.section9(1)
def test_the_last_mail_that_a_range_echoes_is_not_news(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            for _ in range(10):
                imap.inbox.add()
            imap.capabilities = CAPABILITIES.replace(" UNSELECT", "")  # then each poll is a SEARCH
            email = channel(context, imap=at(imap))
            cursor = await email.start("INBOX", None)
            assert json.loads(cursor)["uid"] == 10
            assert await drain(email, cursor) == ([], cursor, [Batch(cursor=cursor)])
            assert imap.said("UID SEARCH UID 11:*")
            imap.inbox.add()
            items, _, _ = await drain(email, cursor)
            assert uids(items) == [11]
            await email.close()
    run(flow())


def test_items_carry_what_read_needs(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            imap.capabilities += " X-GM-EXT-1"
            email = channel(context, imap=at(imap), aliases=["Help@Example.com"], trusted_authserv_ids=["mx.example"])
            cursor = await email.start("INBOX", None)
            imap.inbox.add(b"Subject: x\r\n\r\ny\r\n", flags=("\\Flagged",))
            (item,), _, _ = await drain(email, cursor)
            assert (item.item, item.kind, item.data) == ("INBOX/7/1", "mail", b"Subject: x\r\n\r\ny\r\n")
            assert dict(item.meta) == {
                "internaldate": "2026-11-20T10:00:00+00:00", "own": ["support@example.com", "help@example.com"],
                "authserv": ["mx.example"], "flags": ["\\Flagged"], "gm_msgid": "1000001", "gm_thrid": "2000001",
                "size": 17, "truncated": False}
            assert json.dumps(dict(item.meta))
            assert not imap.inbox.flags[1] & {"\\Seen"} and not imap.said("BODY[]")
            await email.close()
    run(flow())


@pytest.mark.section9(2)
def test_renumbered_folder_is_read_again_within_the_window(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap))
            cursor = await email.start("INBOX", None)
            first = imap.inbox.add(b"Subject: one\r\n\r\n1\r\n", at=START - timedelta(days=1))
            items, cursor, _ = await drain(email, cursor)
            assert uids(items) == [first]
            # renumbered: an old mail, the one we had, and one that came meanwhile
            imap.inbox.__init__(uidvalidity=8)  # type: ignore[misc] # the same folder, all of it new
            imap.inbox.add(b"Subject: ancient\r\n\r\n0\r\n", at=START - timedelta(days=300), uid=40)
            imap.inbox.add(b"Subject: one\r\n\r\n1\r\n", at=START - timedelta(days=1), uid=41)
            imap.inbox.add(b"Subject: two\r\n\r\n2\r\n", at=START, uid=42)
            items, cursor, _ = await drain(email, cursor)
            assert [item.item for item in items] == ["INBOX/8/41", "INBOX/8/42"]
            assert "until" not in json.loads(cursor) and json.loads(cursor)["v"] == 8
            imap.inbox.add(b"Subject: three\r\n\r\n3\r\n")
            items, cursor, _ = await drain(email, cursor)
            assert [item.item for item in items] == ["INBOX/8/43"]
            await email.close()
    run(flow())


def test_renumbered_after_long_silence_reaches_back_to_the_last_mail(
        run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap))
            cursor = await email.start("INBOX", None)
            context.advance(days=100)  # we were off
            imap.inbox.__init__(uidvalidity=9)  # type: ignore[misc] # the same folder, all of it new
            imap.inbox.add(at=START + timedelta(days=3))
            items, _, _ = await drain(email, cursor)
            assert uids(items) == [1]
            await email.close()
    run(flow())


def test_quiet_folder_costs_one_status(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap))
            cursor = await email.start("INBOX", None)
            await email.poll("INBOX", cursor)
            before = len(imap.commands)
            for _ in range(3):
                assert await email.poll("INBOX", cursor) == Batch(cursor=cursor)
            assert [command.split(" ")[0] for command in imap.commands[before:]] == ["STATUS"] * 3
            assert imap.connections == 1
            await email.close()
    run(flow())


def test_backfill_beside_a_quiet_feed_finds_everything(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            for _ in range(120):
                imap.inbox.add()
            email = channel(context, imap=at(imap))
            live = await email.start("INBOX", None)
            imap.inbox.add()
            _, live, _ = await drain(email, live)
            imap.inbox.remove(121)  # UIDNEXT stays ahead: the feed is quiet by what was seen, not by its number
            assert (await drain(email, live))[0] == []
            past = await email.start("INBOX", START.replace(year=1970, month=1, day=1))
            got: list[Any] = []
            more = True
            while more:  # a poll of the feed between two of the backfill disturbs neither
                batch = await email.poll("INBOX", past)
                got, past, more = [*got, *batch.items], batch.cursor, batch.more
                assert await email.poll("INBOX", live) == Batch(cursor=live)
            assert uids(got) == list(range(1, 121))
            await email.close()
    run(flow())


def test_mail_that_becomes_visible_late_is_found(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap))
            cursor = await email.start("INBOX", None)
            late = imap.inbox.add()
            imap.inbox.hidden.add(late)  # UIDNEXT says that it is there, SEARCH does not
            for _ in range(2):
                items, cursor, _ = await drain(email, cursor)
                assert items == [] and json.loads(cursor)["uid"] == 0
            imap.inbox.hidden.clear()
            items, cursor, _ = await drain(email, cursor)
            assert uids(items) == [late]
            await email.close()
    run(flow())


def test_initial_sync_of_unseen_mail(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            for number in range(6):
                imap.inbox.add(flags=("\\Seen",) if number % 2 else ())
            email = channel(context, imap=at(imap), initial_sync="unseen")
            cursor = await email.start("INBOX", None)
            imap.inbox.add(flags=("\\Seen",))  # came after the start: it is news, read by somebody or not
            items, cursor, _ = await drain(email, cursor)
            assert uids(items) == [1, 3, 5, 7]
            assert json.loads(cursor).keys() == {"v", "uid", "at"}
            await email.close()
    run(flow())


def test_initial_sync_since_a_moment_and_of_all(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            for hours in (100, 49, 47, 1):
                imap.inbox.add(at=START - timedelta(hours=hours))
            email = channel(context, imap=at(imap))
            items, _, _ = await drain(email, await email.start("INBOX", START - timedelta(hours=48)))
            assert uids(items) == [3, 4]
            everything = await email.start("INBOX", START.replace(year=1970, month=1, day=1))
            items, _, _ = await drain(email, everything)
            assert uids(items) == [1, 2, 3, 4]
            await email.close()
    run(flow())


@pytest.mark.section9(9)
def test_huge_folder_is_searched_window_by_window(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            inbox = imap.inbox
            inbox.uids = list(range(1, 150_001))
            inbox.uidnext = 150_001
            later = START + timedelta(days=3)
            inbox.times = dict.fromkeys([3, *range(149_990, 150_001)], later)
            email = channel(context, imap=at(imap, batch=100))
            items, cursor, batches = await drain(email, await email.start("INBOX", later - timedelta(hours=1)))
            assert uids(items) == [3, *range(149_990, 150_001)]
            assert json.loads(cursor)["uid"] == 150_000
            assert not imap.said("SEARCH ALL") and imap.longest_line < 100_000
            # and whole: the first batches come without waiting for the rest
            batch = await email.poll("INBOX", await email.start("INBOX", START.replace(year=1970)))
            assert uids(list(batch.items)) == list(range(1, 101)) and batch.more
            asked = len(imap.said("UID SEARCH"))
            batch = await email.poll("INBOX", batch.cursor)
            assert uids(list(batch.items)) == list(range(101, 201)) and len(imap.said("UID SEARCH")) == asked
            assert len(batches) < 10
            await email.close()
    run(flow())


def test_thin_folder_with_enormous_uids_is_crossed_in_few_steps(
        run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            for uid in (5, 3_000_000_000, 4_000_000_000):
                imap.inbox.add(uid=uid)
            email = channel(context, imap=at(imap))
            items, _, _ = await drain(email, await email.start("INBOX", START.replace(year=1970)))
            assert uids(items) == [5, 3_000_000_000, 4_000_000_000]
            assert len(imap.commands) < 60
            await email.close()
    run(flow())


def test_batches_are_bounded_by_bytes(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            for _ in range(5):
                imap.inbox.add(b"Subject: big\r\n\r\n" + b"x" * 3_000_000)
            email = channel(context, imap=at(imap))
            items, _, batches = await drain(email, await email.start("INBOX", START.replace(year=1970)))
            assert uids(items) == [1, 2, 3, 4, 5]
            assert [len(batch.items) for batch in batches if batch.items] == [2, 2, 1]
            await email.close()
    run(flow())


@pytest.mark.section9(10)
def test_too_large_mail_comes_truncated_and_small_in_memory(
        run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            imap.inbox.add(b"Subject: huge\r\n\r\n" + b"line\r\n" * (5 * 1024 * 1024))
            imap.inbox.add()
            email = channel(context, imap=at(imap))
            cursor = await email.start("INBOX", START.replace(year=1970))
            tracemalloc.start()
            items, _, _ = await drain(email, cursor)
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert uids(items) == [1, 2]
            assert items[0].meta["truncated"] is True and items[0].meta["size"] == 30 * 1024 * 1024 + 17
            assert items[0].data.startswith(b"Subject: huge\r\n\r\nline\r\n")
            assert len(items[0].data) == 17 + 65_536
            assert not items[1].meta["truncated"]
            # the scripted server shares our memory and copies the mail once or twice; we never do
            assert peak < 80 * 1024 * 1024
            assert not any("BODY.PEEK[]" in command for command in imap.said("UID FETCH 1 "))
            await email.close()
    run(flow())


def test_expunged_between_search_and_fetch(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            for _ in range(3):
                imap.inbox.add()
            email = channel(context, imap=at(imap, batch=1))
            cursor = await email.start("INBOX", START.replace(year=1970))
            batch = await email.poll("INBOX", cursor)
            imap.inbox.remove(2)
            items, cursor, _ = await drain(email, batch.cursor)
            assert uids(items) == [3] and json.loads(cursor)["uid"] == 3
            await email.close()
    run(flow())


def test_mail_that_the_server_cannot_give_is_passed_on_empty(
        run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            for _ in range(10):
                imap.inbox.add()
            imap.inbox.refused.add(7)
            email = channel(context, imap=at(imap))
            cursor, got, faults = await email.start("INBOX", START.replace(year=1970)), [], 0
            while len(got) < 10:
                try:
                    batch = await email.poll("INBOX", cursor)
                except TemporaryError:
                    faults += 1
                    assert faults < 20
                    continue
                got += batch.items
                cursor = batch.cursor
            assert uids(got) == list(range(1, 11))
            assert [item.data == b"" for item in got] == [uid == 7 for uid in range(1, 11)]
            assert got[6].meta["unfetchable"]
            await email.close()
    run(flow())


def test_mail_without_a_body_is_not_lost(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            for _ in range(3):
                imap.inbox.add()
            imap.inbox.empty.add(2)
            email = channel(context, imap=at(imap))
            items, _, _ = await drain(email, await email.start("INBOX", START.replace(year=1970)))
            assert uids(items) == [1, 2, 3] and [bool(item.meta.get("unfetchable")) for item in items] == [
                False, True, False]
            await email.close()
    run(flow())


@pytest.mark.parametrize("command", ["STATUS", "EXAMINE", "UID SEARCH", "UID FETCH"])
def test_dropped_connection_is_temporary_or_mended_and_loses_nothing(
        run: Run, channel: Make, at: At, imap: ScriptedImap, command: str) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap))
            cursor = await email.start("INBOX", None)
            imap.inbox.add()
            imap.fault(command, "drop")  # the connection that was kept died: done again without a word
            items, cursor, _ = await drain(email, cursor)
            assert uids(items) == [1] and imap.connections == 2
            imap.inbox.add()
            imap.fault(command, "drop", 2)  # and again on the new one: that is a fault
            with pytest.raises(TemporaryError):
                await email.poll("INBOX", cursor)
            items, cursor, _ = await drain(email, cursor)
            assert uids(items) == [2]
            await email.close()
    run(flow())


@pytest.mark.parametrize("command", ["STATUS", "LOGIN"])
def test_cancelled_poll_frees_its_thread(run: Run, channel: Make, at: At, imap: ScriptedImap, command: str) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap, timeout=60))
            cursor = await email.start("INBOX", None)
            if command == "LOGIN":
                await email.close()
            imap.fault(command, "hang")
            poll = asyncio.create_task(email.poll("INBOX", cursor))
            await asyncio.to_thread(imap.wait, 10, lambda: len(imap.said(command)) > (command == "LOGIN"))
            poll.cancel()
            with pytest.raises(asyncio.CancelledError):
                await poll
            for thread in context.threads:
                await asyncio.to_thread(thread.join, 10)
            assert not any(thread.is_alive() for thread in context.threads)
            imap.inbox.add()
            assert uids((await drain(email, cursor))[0]) == [1]
            await email.close()
    run(flow())


def test_server_that_does_not_answer_is_given_up(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap, timeout=1))
            imap.fault("EXAMINE", "hang")
            with pytest.raises(TemporaryError, match="in time"):
                await email.start("INBOX", None)
            await email.close()
    run(flow())
