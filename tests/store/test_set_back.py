"""The machine's clock was wrong and is set back: nothing waits for the time that it had, nobody is locked out until then."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import stores

from inbox.store import Tx, accounts, agents, attachments, deliveries, grants, ledger, messages, waits
from inbox.types import Address, RawItem, Receipt

SECOND = 1_000_000
HOUR = 3600 * SECOND
ANN = Address(kind="email", value="ann@example.net")


class Clock:
    """The machine's, in microseconds."""

    def __init__(self) -> None:
        self.now = 1_800_000_000 * SECOND

    def __call__(self) -> int:
        return self.now

    def passes(self, hours: float) -> None:
        self.now += int(hours * HOUR)


Play = Callable[[stores.Store, Clock], Awaitable[None]]


@pytest.fixture
def on_store(make_store: stores.MakeStore) -> Callable[[Play], None]:
    """Runs a play on an empty store whose clock is the play's."""
    def run(play: Play) -> None:
        async def main() -> None:
            clock = Clock()
            store = await make_store(clock).open()
            try:
                await play(store, clock)
            finally:
                await store.close()
        asyncio.run(main())
    return run


def _reply(tx: Tx) -> int:
    conversation = messages.create_conversation(tx, channel="c", ours="", subject="", contact=None, at=tx.now)
    message = messages.add(tx, messages.New(conversation=conversation, channel="c", text="t", at=tx.now, sent_at=tx.now,
                                            direction="out", author_kind="agent", people={"to": [ANN]}))
    return deliveries.enqueue(tx, message=message, conversation=conversation, channel="c", key=f"key{message}", recipients=[("to", ANN)],
                              outbound={"sender": ["email", "us@example.net", ""]}, next_at=tx.now)


async def _claim(store: stores.Store) -> list[int]:
    return [row.id for row, _ in await store.write(deliveries.claim, "c", "one", 9, 60 * SECOND)]


def test_replies_go_but_not_what_a_person_wants_sent_later(on_store: Callable[[Play], None]) -> None:
    async def play(store: stores.Store, clock: Clock) -> None:
        tried, new, later = [await store.write(_reply) for _ in range(3)]
        [(first, _)] = await store.write(deliveries.claim, "c", "one", 1, 60 * SECOND)
        await store.write(deliveries.requeue, first.id, first.fence, clock.now + 60 * SECOND, "temporary", "no answer")
        await store.write(lambda tx: tx.run("UPDATE delivery SET next_at = at + 1000000 WHERE id = :id", id=later))
        clock.passes(-1)
        assert await _claim(store) == []
        assert await store.write(waits.set_back) == 2 and first.id == tried
        assert await _claim(store) == [tried, new]
        assert await store.write(waits.set_back) == 0
    on_store(play)


def test_looks_copies_files_and_mails_are_done_and_what_waits_rightly_waits_on(on_store: Callable[[Play], None]) -> None:
    async def play(store: stores.Store, clock: Clock) -> None:
        unsure, sent = [await store.write(_reply) for _ in range(2)]
        claimed = {row.id: row for row, _ in await store.write(deliveries.claim, "c", "one", 9, 60 * SECOND)}
        await store.write(deliveries.uncertain, unsure, claimed[unsure].fence, "the wire broke")
        await store.write(deliveries.sent, sent, claimed[sent].fence, Receipt(), completes=True)
        photo = messages.File(name="a.png", media_type="image/png", size=None, pending={"url": "https://files.example/a.png"})
        await store.write(lambda tx: messages.attach(tx, 1, "c", [photo]))
        agent = await store.write(lambda tx: agents.add(tx, email="ada@example.com", name="Ada"))
        await store.write(accounts.ask, agent, "reset", "en")

        async def waiting() -> dict[str, int]:
            found = await store.read(lambda rows: rows.one(
                "SELECT (SELECT look_at FROM delivery WHERE id = :unsure) AS look, (SELECT complete_at FROM delivery WHERE id = :sent) "
                "AS copy, (SELECT next_at FROM attachment) AS file, (SELECT due_at FROM account_mail) AS mail", unsure=unsure, sent=sent))
            return {name: getattr(found, name) - clock.now for name in ("look", "copy", "file", "mail")}
        before = await waiting()
        assert before == {"look": deliveries.LOOK_AFTER[0] * SECOND, "copy": 0, "file": 0, "mail": 0}
        await store.write(waits.set_back)
        assert await waiting() == before
        clock.passes(-24 * 365)
        await store.write(waits.set_back)
        assert set((await waiting()).values()) == {0}
        assert await store.read(attachments.due, "c", clock.now) and await store.write(accounts.claim)
    on_store(play)


def test_a_token_is_refreshed_although_somebody_died_at_it_in_the_future(on_store: Callable[[Play], None]) -> None:
    async def play(store: stores.Store, clock: Clock) -> None:
        assert await store.write(grants.lock, "c", 60 * SECOND)
        assert not await store.write(grants.lock, "c", 60 * SECOND)
        clock.now -= 10 * SECOND
        assert not await store.write(grants.lock, "c", 60 * SECOND), "another machine's clock may be a little behind"
        clock.passes(-1)
        assert await store.write(grants.lock, "c", 60 * SECOND)
        assert not await store.write(grants.lock, "c", 60 * SECOND)
    on_store(play)


def test_who_could_not_log_in_then_can_now(on_store: Callable[[Play], None]) -> None:
    async def play(store: stores.Store, clock: Clock) -> None:
        await store.write(agents.failed, "ada")
        assert await store.read(agents.failures, "ada", clock.now) == 1
        clock.passes(-1)
        assert await store.read(agents.failures, "ada", clock.now) == 0
        await store.write(agents.failed, "ada")
        assert await store.read(agents.failures, "ada", clock.now + SECOND) == 1
    on_store(play)


def test_what_a_crash_left_unread_is_read_at_the_start_and_by_the_round(on_store: Callable[[Play], None]) -> None:
    async def play(store: stores.Store, clock: Clock) -> None:
        await store.write(ledger.receive, "c", "f", [RawItem(item="1", kind="m", data=b"1")], False)
        minute = 60 * SECOND

        async def left(before: int, late: int) -> int:
            return len(await store.read(ledger.left_behind, 0, before, late, 9))
        assert await left(clock.now - minute, clock.now + minute) == 0, "somebody may be reading it"
        assert await left(clock.now + 1, clock.now) == 1
        clock.passes(-1)
        assert await left(clock.now - minute, clock.now + minute) == 1 == await left(clock.now + 1, clock.now)
    on_store(play)
