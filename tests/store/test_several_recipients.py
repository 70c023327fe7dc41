"""A reply to several people of whom each has an end of their own: nobody's is hidden, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import stores

from inbox.errors import ConflictError
from inbox.store import Tx, deliveries, messages, news
from inbox.types import Address, Receipt

SECOND = 1_000_000
ANN, BOB = Address(kind="email", value="ann@example.net"), Address(kind="email", value="bob@example.net")


@dataclass
class Reply:
    """To Ann and Bob; cut off behind the border, so that both are uncertain."""

    store: stores.Store
    conversation: int
    message: int
    id: int

    async def row(self) -> Any:
        return await self.store.read(deliveries.full, self.id)

    async def states(self) -> tuple[str, str, str]:
        """Of the delivery, of Ann, of Bob."""
        ann, bob = await self.store.read(deliveries.recipients, self.id)
        return (await self.row()).state, ann.state, bob.state

    async def bounced(self, who: Address) -> None:
        await self.store.write(lambda tx: news.take(tx, deliveries.full(tx, self.id), "bounced", who.value, "5.1.1", "no such person",
                                                    hard=True))

    async def claim(self) -> list[int]:
        return [row.id for row, _ in await self.store.write(deliveries.claim, "c", "one", 9, 60 * SECOND)]


def _reply(tx: Tx, conversation: int = 0) -> tuple[int, int, int]:
    home = conversation or messages.create_conversation(tx, channel="c", ours="", subject="", contact=None, at=tx.now)
    message = messages.add(tx, messages.New(conversation=home, channel="c", text="t", at=tx.now, sent_at=tx.now, direction="out",
                                            author_kind="agent", people={"to": [ANN, BOB]}))
    return home, message, deliveries.enqueue(
        tx, message=message, conversation=home, channel="c", key=f"key{message}", recipients=[("to", ANN), ("to", BOB)],
        outbound={"sender": ["email", "us@example.net", ""]}, next_at=tx.now)


@pytest.fixture
def on_reply(make_store: stores.MakeStore) -> Callable[[Callable[[Reply], Awaitable[None]]], None]:
    def run(play: Callable[[Reply], Awaitable[None]]) -> None:
        async def main() -> None:
            store = await make_store().open()
            try:
                reply = Reply(store, *await store.write(_reply))
                [(row, _)] = await store.write(deliveries.claim, "c", "one", 9, 60 * SECOND)
                await store.write(deliveries.phase, reply.id, row.fence, "data_sent", {})
                await store.write(deliveries.uncertain, reply.id, row.fence, "the wire broke")
                await play(reply)
            finally:
                await store.close()
        asyncio.run(main())
    return run


Play = Callable[[Callable[[Reply], Awaitable[None]]], None]


@pytest.mark.parametrize("how", ["a person", "a look"])
def test_a_bounce_hides_nobody_who_is_uncertain_and_its_retry_goes_to_whom_it_failed_for(on_reply: Play, how: str) -> None:
    async def play(reply: Reply) -> None:
        store = reply.store
        await reply.bounced(BOB)
        assert await reply.states() == ("uncertain", "uncertain", "bounced")
        assert [row.id for row in await store.read(deliveries.to_look_at, "c")] == [reply.id]
        with pytest.raises(ConflictError):
            await store.write(deliveries.retry, reply.message)
        if how == "a person":
            await store.write(deliveries.resolve, reply.message, True)
        else:
            await store.write(deliveries.looked, reply.id, (await reply.row()).fence, Receipt(external_ids=("x",)))
        assert await reply.states() == ("bounced", "sent", "bounced")
        await store.write(deliveries.retry, reply.message)
        assert await reply.claim() == [reply.id]
        assert await reply.states() == ("sending", "sent", "sending")
        await store.write(deliveries.sent, reply.id, (await reply.row()).fence, Receipt(), completes=False)
        assert await reply.states() == ("sent", "sent", "sent")
    on_reply(play)


def test_who_is_written_to_again_is_although_another_bounced(on_reply: Play) -> None:
    async def play(reply: Reply) -> None:
        await reply.bounced(BOB)
        await reply.store.write(deliveries.resolve, reply.message, False)
        assert await reply.states() == ("queued", "queued", "bounced")
        _, _, later = await reply.store.write(_reply, reply.conversation)
        assert await reply.claim() == [reply.id], "and the next reply waits for it"
        await reply.store.write(deliveries.sent, reply.id, (await reply.row()).fence, Receipt(), completes=False)
        assert await reply.states() == ("bounced", "sent", "bounced")
        assert await reply.claim() == [later]
    on_reply(play)


def test_a_bounce_that_comes_while_another_is_sent_to_takes_the_answer_from_nobody(on_reply: Play) -> None:
    async def play(reply: Reply) -> None:
        await reply.store.write(deliveries.resolve, reply.message, True)
        await reply.bounced(BOB)
        await reply.store.write(deliveries.retry, reply.message)
        await reply.bounced(ANN)
        assert await reply.states() == ("queued", "bounced", "queued")
        assert await reply.claim() == [reply.id]
        await reply.store.write(deliveries.sent, reply.id, (await reply.row()).fence, Receipt(), completes=False)
        assert await reply.states() == ("bounced", "bounced", "sent")
    on_reply(play)
