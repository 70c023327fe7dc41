"""Two daemons on one store: leases, fences, claims, one refresh of a token."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import stores
from apps import signer

from inbox.connector import Connector, Grant
from inbox.errors import AuthError, ConflictError
from inbox.grants import Grants
from inbox.store import Tx, deliveries, feeds, messages
from inbox.types import Address, Receipt, Tokens

SECOND = 1_000_000


def _with_two(make_store: stores.MakeStore, work: Callable[[stores.Store, stores.Store], Awaitable[None]], clock: Any = None) -> None:
    async def run() -> None:
        one = await make_store(clock).open()
        two = await make_store(clock).open()
        try:
            await work(one, two)
        finally:
            await one.close()
            await two.close()
    asyncio.run(run())


def _queue(tx: Tx, count: int) -> list[int]:
    out = []
    for n in range(count):
        conversation = messages.create_conversation(tx, channel="c", ours="", subject="", contact=None, at=tx.now)
        ann = Address(kind="email", value=f"ann{n}@example.net")
        message = messages.add(tx, messages.New(conversation=conversation, channel="c", text=f"t{n}", at=tx.now, sent_at=tx.now,
                                                direction="out", author_kind="agent", people={"to": [ann]}))
        out.append(deliveries.enqueue(
            tx, message=message, conversation=conversation, channel="c", key=f"key{message}", recipients=[("to", ann)],
            outbound={"sender": ["email", "us@example.net", ""]}, next_at=tx.now))
    return out


@pytest.mark.section9(37)
def test_two_workers_never_claim_the_same(make_store: stores.MakeStore) -> None:
    async def work(one: stores.Store, two: stores.Store) -> None:
        made = await one.write(_queue, 40)
        claims = await asyncio.gather(*(store.write(deliveries.claim, "c", owner, 7, 60 * SECOND)
                                        for _ in range(6) for store, owner in ((one, "one"), (two, "two"))))
        taken = [row.id for claimed in claims for row, _ in claimed]
        assert sorted(taken) == sorted(made)
    _with_two(make_store, work)


@pytest.mark.section9(37)
def test_the_fence_blocks_a_worker_that_was_given_up(make_store: stores.MakeStore) -> None:
    async def work(one: stores.Store, two: stores.Store) -> None:
        await one.write(_queue, 1)
        await one.write(feeds.lease, f"{feeds.ALIVE}one", "one", 3600.0)  # it lives, and is only slow
        zombie = (await one.write(deliveries.claim, "c", "one", 1, 60 * SECOND))[0].row
        assert await two.write(deliveries.recover, idempotent=[], owner_alive=True) == 0
        await two.write(lambda tx: tx.run("UPDATE delivery SET lease_until = lease_until - :us", us=61 * SECOND))  # the time passes
        assert await two.write(deliveries.recover, idempotent=[], owner_alive=True) == 1
        fresh = (await two.write(deliveries.claim, "c", "two", 1, 60 * SECOND))[0].row
        assert fresh.id == zombie.id
        with pytest.raises(ConflictError):
            await one.write(deliveries.phase, zombie.id, zombie.fence, "data_sent", {})
        with pytest.raises(ConflictError):
            await one.write(deliveries.sent, zombie.id, zombie.fence, Receipt(), completes=False)
        await two.write(deliveries.sent, fresh.id, fresh.fence, Receipt(external_ids=("e",)), completes=False)
        row = await one.read(lambda rows: rows.one("SELECT state, attempts FROM delivery"))
        assert (row.state, row.attempts) == ("sent", 2)
    _with_two(make_store, work)


@pytest.mark.parametrize("ahead", [3600, -3600])
def test_a_daemon_whose_clock_is_wrong_takes_no_send_from_another(databases: Any, tmp_path: Path, ahead: int) -> None:
    """What is on the wire is leased by the database's clock."""
    async def run() -> None:
        url = databases.url()
        one = await stores.Store(url, tmp_path).open()
        two = await stores.Store(url, tmp_path, clock=lambda: time.time_ns() // 1000 + ahead * SECOND).open()
        try:
            for name, store in (("one", one), ("two", two)):
                await store.write(_queue, 1)
                await store.write(feeds.lease, f"{feeds.ALIVE}{name}", name, 3600.0)
                assert len(await store.write(deliveries.claim, "c", name, 1, 60 * SECOND)) == 1
            for store in (one, two):
                assert await store.write(deliveries.recover, idempotent=[], owner_alive=True) == 0
        finally:
            await one.close()
            await two.close()
    asyncio.run(run())


def test_a_claim_whose_answer_was_lost_is_given_up_by_its_own_daemon(make_store: stores.MakeStore) -> None:
    """The database went away while it said that the claim is committed: whoever claimed knows nothing of it."""
    now = [1_800_000_000 * SECOND]

    async def work(one: stores.Store, two: stores.Store) -> None:
        def recover(store: stores.Store, owner: str, *in_hand: int) -> Any:
            return store.write(deliveries.recover, idempotent=[], owner_alive=True, owner=owner, in_hand=in_hand)
        await one.write(_queue, 1)
        for name, store in (("one", one), ("two", two)):
            await store.write(feeds.lease, f"{feeds.ALIVE}{name}", name, 3600.0)
        lost = (await one.write(deliveries.claim, "c", "one", 1, 3600 * SECOND))[0].row
        assert await recover(one, "one") == 0  # its answer may be on the way
        now[0] += 21 * SECOND
        assert await recover(two, "two") == 0  # another's is none of its business
        assert await recover(one, "one", lost.id) == 0  # it is being sent
        assert await recover(one, "one") == 1
        assert (await one.write(deliveries.claim, "c", "one", 1, 3600 * SECOND))[0].row.fence == lost.fence + 2
    _with_two(make_store, work, clock=lambda: now[0])


@pytest.mark.parametrize("end", ["sent", "failed", "touched"])
def test_an_answer_that_comes_after_the_daemon_was_given_up_is_believed(make_store: stores.MakeStore, end: str) -> None:
    """Cut off from the store, not from the service: what it answered is the truth, unless somebody has acted since."""
    async def work(one: stores.Store, two: stores.Store) -> None:
        await one.write(_queue, 1)
        row = (await one.write(deliveries.claim, "c", "one", 1, 60 * SECOND))[0].row
        await one.write(deliveries.phase, row.id, row.fence, "data_sent", {})
        now[0] += 61 * SECOND
        assert await two.write(deliveries.recover, idempotent=[], owner_alive=True) == 1
        if end == "touched":
            await two.write(deliveries.resolve, row.message_id, False)
            with pytest.raises(ConflictError):
                await one.write(deliveries.sent, row.id, row.fence, Receipt(), completes=False)
        elif end == "sent":
            await one.write(deliveries.sent, row.id, row.fence, Receipt(external_ids=("e",)), completes=False)
        else:
            await one.write(deliveries.failed, row.id, row.fence, "550", "no such user")
        with pytest.raises(ConflictError):
            await one.write(deliveries.phase, row.id, row.fence, "data_sent", {})
        states = await one.read(lambda rows: rows.one("SELECT d.state AS delivery, r.state AS recipient, d.evidence FROM delivery d "
                                                      "JOIN recipient r ON r.delivery_id = d.id"))
        assert (states.delivery, states.recipient, states.evidence) == ({"touched": "queued"}.get(end, end),) * 2 + ("",)
    now = [1_800_000_000 * SECOND]
    _with_two(make_store, work, clock=lambda: now[0])


def test_a_lease_has_one_owner_and_its_fence_grows(make_store: stores.MakeStore) -> None:
    async def work(one: stores.Store, two: stores.Store) -> None:
        first = await one.write(feeds.lease, "channel:x", "one", 30.0)
        assert first is not None
        assert await two.write(feeds.lease, "channel:x", "two", 30.0) is None
        assert await one.write(feeds.lease, "channel:x", "one", 30.0) == first
        await one.write(feeds.drop_leases, "one")
        second = await two.write(feeds.lease, "channel:x", "two", 30.0)
        assert second is not None and second > first
        with pytest.raises(ConflictError):
            await one.write(feeds.check_fence, "channel:x", "one", first)
        await two.write(feeds.check_fence, "channel:x", "two", second)
    _with_two(make_store, work)


class _Authority(Connector[Any]):
    """An OAuth server whose refresh tokens are good for one time."""

    def __init__(self) -> None:  # a connector without settings: only its tokens are asked for
        self.calls = 0
        self.valid = "r0"

    @classmethod
    def address(cls, text: str) -> Address:
        raise ValueError(text)

    async def send(self, message: Any, phase: Any) -> Receipt:
        raise NotImplementedError

    async def begin(self, redirect_uri: str, state: str) -> Grant:
        return Grant(url="")

    async def finish(self, grant: Grant, params: Any) -> Tokens | None:
        return None

    async def refresh(self, tokens: Tokens | None, scope: str = "") -> Tokens:
        self.calls += 1
        await asyncio.sleep(0.05)
        if tokens is None or tokens.refresh != self.valid:
            raise AuthError("invalid_grant")
        self.valid = f"r{self.calls}"
        return Tokens(access=f"a{self.calls}{scope}", refresh=self.valid, expires_at=datetime.now(UTC) + timedelta(hours=2))


@pytest.mark.section9(24)
def test_a_token_is_refreshed_once_however_many_ask(make_store: stores.MakeStore) -> None:
    async def work(one: stores.Store, two: stores.Store) -> None:
        authority, key = _Authority(), signer()
        both = [Grants(store, key, lambda _: authority) for store in (one, two)]
        spent = Tokens(access="a0", refresh="r0", expires_at=datetime.now(UTC) - timedelta(minutes=1))
        await both[0].keep("x", spent)
        got = await asyncio.gather(*(grants.token("x") for grants in both for _ in range(5)))
        assert set(got) == {"a1"}
        assert authority.calls == 1
        sealed = await one.read(lambda rows: rows.value('SELECT tokens FROM "grant"'))
        assert not sealed.startswith("{") and key.decrypt(sealed).decode().count("a1") == 1  # two letters may well occur in Fernet's text
    _with_two(make_store, work)


def test_a_token_for_another_scope_shares_grant_and_lock(make_store: stores.MakeStore) -> None:
    async def work(one: stores.Store, two: stores.Store) -> None:
        authority, key = _Authority(), signer()
        both = [Grants(store, key, lambda _: authority) for store in (one, two)]
        good = Tokens(access="a0", refresh="r0", expires_at=datetime.now(UTC) + timedelta(hours=1))
        await both[0].keep("x", good)
        got = await asyncio.gather(*(grants.token("x", scope) for grants in both for scope in ("", "/mail", "", "/mail")))
        assert set(got) == {"a0", "a1/mail"} and authority.calls == 1
        assert await both[1].token("x", "/other") == "a2/other"  # with the refresh token that the first one brought
        resumed = "SELECT COUNT(*) FROM event WHERE kind = 'channel.command'"
        assert await one.read(lambda rows: rows.value(resumed)) == 1  # the authorisation; a refresh lifts no pause
        await both[0].keep("x", Tokens(access="b0", refresh=authority.valid, expires_at=good.expires_at))
        assert await both[1].token("x", "/mail") == "a3/mail"
        assert await both[1].token("x") == "b0"
    _with_two(make_store, work)
