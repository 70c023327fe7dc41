"""Getting in, and what becomes of a mail after it was taken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from connectors.email import Email
from inbox.errors import AuthError, RefusedError, TemporaryError
from inbox.testing.context import FakeContext
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


@pytest.mark.section9(8)
@pytest.mark.parametrize("answer", [
    "drop", "* BYE too many connections", "NO [UNAVAILABLE] Temporary authentication failure",
    "NO [INUSE] in use", "BAD internal server error"])
def test_login_that_breaks_off_is_temporary(run: Run, channel: Make, at: At, imap: ScriptedImap, answer: str) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap))
            imap.fault("LOGIN", answer, 3)
            for _ in range(3):
                with pytest.raises(TemporaryError):
                    await email.start("INBOX", None)
            assert json.loads(await email.start("INBOX", None))["uid"] == 0
            await email.close()
    run(flow())


def test_login_that_is_refused_is_for_the_admin_and_shows_no_password(
        run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap, password="wrong-horse"))
            with pytest.raises(AuthError) as caught:
                await email.start("INBOX", None)
            assert "Authentication failed" in str(caught.value) and "wrong-horse" not in str(caught.value)
            await email.close()
    run(flow())


def test_authenticated_but_not_connected_is_no_matter_of_the_password(
        run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap))
            imap.fault("EXAMINE", "NO User is authenticated but not connected.")
            with pytest.raises(TemporaryError, match="rights on this mailbox"):
                await email.start("INBOX", None)
            await email.close()
    run(flow())


def test_missing_folder_is_named(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap, folders=["Support"]))
            with pytest.raises(RefusedError, match="'Support'"):
                await email.start("Support", None)
            await email.close()
    run(flow())


def test_password_beyond_ascii(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            imap.password = "pässwörd"
            email = channel(context, imap=at(imap, password="pässwörd"))
            assert json.loads(await email.start("INBOX", None))["v"] == 7
            await email.close()
    run(flow())


def test_xoauth2_uses_the_token_and_tells_the_servers_reason(
        run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        oauth = {"provider": "google", "client_id": "id", "client_secret": "secret"}
        async with FakeContext(tokens=("stale", "fresh")) as context:
            imap.tokens = {"fresh"}
            settings = at(imap) | {"oauth": oauth}
            del settings["password"]
            email = channel(context, imap=settings)
            with pytest.raises(AuthError, match=r"mail\.google\.com") as caught:
                await email.start("INBOX", None)
            assert "stale" not in str(caught.value)
            assert json.loads(await email.start("INBOX", None))["v"] == 7
            await email.close()
    run(flow())


@pytest.mark.section9(3)
def test_marking_as_seen_comes_after_the_commit_and_may_be_repeated(
        run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap), after_ingest="seen")
            cursor = await email.start("INBOX", None)
            imap.inbox.add()
            batch = await email.poll("INBOX", cursor)
            assert "\\Seen" not in imap.inbox.flags.get(1, set())
            # killed here: the next life polls from the same cursor or the next one, and settles what it got
            again = channel(context, imap=at(imap), after_ingest="seen")
            assert (await again.poll("INBOX", cursor)).items == batch.items
            await again.settled("INBOX", batch)
            await again.settled("INBOX", batch)
            assert "\\Seen" in imap.inbox.flags[1]
            assert await drain(again, batch.cursor) == ([], batch.cursor, [Batch(cursor=batch.cursor)])
            await email.close()
            await again.close()
    run(flow())


def test_moving_elsewhere(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            imap.folders["Done"] = type(imap.inbox)(uidvalidity=3)
            email = channel(context, imap=at(imap), after_ingest="move:Done")
            cursor = await email.start("INBOX", None)
            imap.inbox.add(b"Subject: a\r\n\r\nb\r\n")
            batch = await email.poll("INBOX", cursor)
            await email.settled("INBOX", batch)
            await email.settled("INBOX", batch)
            assert imap.inbox.uids == [] and [imap.folders["Done"].raw(uid) for uid in imap.folders["Done"].uids] == [
                b"Subject: a\r\n\r\nb\r\n"]
            await email.close()
    run(flow())


def test_settling_spares_a_folder_that_was_renumbered(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap), after_ingest="seen")
            cursor = await email.start("INBOX", None)
            imap.inbox.add()
            batch = await email.poll("INBOX", cursor)
            imap.inbox.uidvalidity = 99
            await email.settled("INBOX", batch)
            assert not imap.said("STORE")
            await email.close()
    run(flow())


def test_nothing_of_the_dialogue_reaches_a_log(
        run: Run, channel: Make, at: At, imap: ScriptedImap, caplog: pytest.LogCaptureFixture) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap, password="secret"))
            cursor = await email.start("INBOX", None)
            imap.inbox.add(b"Subject: whispered\r\n\r\nx\r\n")
            await drain(email, cursor)
            await email.close()
    caplog.set_level("DEBUG", logger="inbox")
    import logging
    logging.getLogger().setLevel(logging.DEBUG)
    run(flow())
    assert "whispered" not in caplog.text and "secret" not in caplog.text


def test_closing_ends_all_threads(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap))
            await email.start("INBOX", None)
            await email.close()
            for thread in context.threads:
                await asyncio.to_thread(thread.join, 10)
            assert imap.said("LOGOUT")
            assert context.threads and not [thread for thread in context.threads if thread.is_alive()]
    run(flow())


@pytest.mark.section9(20)
def test_imap_starttls_stripped_means_no_login(run: Run, channel: Make, at: At, imap: ScriptedImap) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            email = channel(context, imap=at(imap, tls="starttls"))
            with pytest.raises(TemporaryError, match="STARTTLS"):
                await email.start("INBOX", None)
            assert not imap.said("LOGIN") and not imap.said("secret")
            await email.close()
    run(flow())


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_imap_over_tls(run: Run, channel: Make, at: At, authority: Any, tls: str) -> None:
    async def flow() -> None:
        with ScriptedImap(tls=authority.server(), implicit=tls == "implicit",
                          capabilities=f"{CAPABILITIES} STARTTLS") as server:
            async with FakeContext() as context:
                email = channel(context, imap=at(server, tls=tls, ca_file=str(authority.file)))
                cursor = await email.start("INBOX", None)
                server.inbox.add()
                assert uids((await drain(email, cursor))[0]) == [1]
                await email.close()
                distrusting = channel(context, imap=at(server, tls=tls))
                with pytest.raises(TemporaryError, match="certificate"):
                    await distrusting.start("INBOX", None)
                assert len(server.said("LOGIN")) == 1
                await distrusting.close()
    run(flow())
