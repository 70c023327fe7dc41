"""Mail through reading, threading and keeping: forged answers begin conversations of their own, automatic mail is never answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from apps import signer

from inbox import registry
from inbox.channels import Channels
from inbox.config import Config
from inbox.connector import Taken
from inbox.ingest import Ingest
from inbox.sections import StoreConfig
from inbox.signing import Signer
from inbox.store import Store, Tx, deliveries, messages
from inbox.types import Address, Batch, RawItem
from inbox.workers import Readers

KEY = "k3y0f0ur0wnr3ply0001"
Feed = Callable[..., Awaitable[Taken]]


def with_mail(folder: Path, work: Callable[[Store, Feed, Signer], Awaitable[None]]) -> None:
    """A store and a way in for mails, without a server."""
    async def run() -> None:
        email = registry.connector("email")
        server = {"host": "127.0.0.1", "port": 1, "tls": "none", "username": "u", "password": "p"}
        config = Config(store=StoreConfig(data_dir=folder), channels={"m": email.Config(
            type="email", address="support@shop.example", imap=server, smtp={"host": "127.0.0.1", "port": 1, "tls": "none"})})
        store = await Store("sqlite", folder).open()
        ours = signer()
        channels = Channels(config, store, ours, owner="t")
        readers = Readers()
        ingest = Ingest(store, channels, ours, readers, reopen_days=30)
        count = 0

        async def feed(text: str, **headers: str) -> Taken:
            nonlocal count
            count += 1
            head = {"From": "Ann <ann@example.net>", "To": "support@shop.example", "Date": "Sat, 21 Nov 2026 10:00:00 +0000",
                    "Message-ID": f"<{count}@example.net>", "Subject": "Order"} | {k.replace("_", "-"): v for k, v in headers.items()}
            data = "\r\n".join([*(f"{k}: {v}" for k, v in head.items()), "", text, ""]).encode()
            raw = RawItem(item=f"INBOX/1/{count}", kind="mail", data=data, meta={
                "internaldate": "2026-11-21T10:00:00+00:00", "own": ["support@shop.example"], "authserv": [], "flags": [],
                "size": len(data), "truncated": False})
            [taken] = await ingest.take("m", "INBOX", Batch(items=(raw,), cursor=str(count)))
            return taken
        try:
            await work(store, feed, ours)
        finally:
            await readers.close()
            await channels.stop()
            await store.close()
    asyncio.run(run())


async def where(store: Store, taken: Taken) -> int:
    assert taken.state == "stored", taken
    found: int = await store.read(lambda rows: rows.value("SELECT conversation_id FROM message WHERE id = :id", id=int(taken.message)))
    return found


def answer(tx: Tx, conversation: int, message_id: str) -> None:
    """Our reply, as it stands after it was sent under a signed Message-ID."""
    ann = Address(kind="email", value="ann@example.net")
    made = messages.add(tx, messages.New(conversation=conversation, channel="m", text="Yes.", at=tx.now, sent_at=tx.now, direction="out",
                                         author_kind="agent", people={"to": [ann]}, external_id=message_id))
    deliveries.enqueue(tx, message=made, conversation=conversation, channel="m", key=KEY, recipients=[("to", ann)], next_at=tx.now,
                       outbound={"sender": ["email", "support@shop.example", ""]})
    tx.run("UPDATE delivery SET state = 'sent'")


def test_a_signature_in_letters_that_only_look_like_ours_is_a_forged_one() -> None:
    ours, long_s = Signer([b"k" * 32]), chr(0x17F)  # a letter from a to z where case is ignored
    assert ours.delivery_of(f"<m.{KEY}.{long_s * 16}@shop.example>") is None
    assert not ours.verify("media:1", "é")


@pytest.mark.section9(15)
def test_a_forged_answer_begins_a_conversation_of_its_own(tmp_path: Path) -> None:
    async def work(store: Store, feed: Feed, ours: Signer) -> None:
        first = await where(store, await feed("Is it there?"))
        token = ours.reply_token(KEY)
        forged = Signer([b"x" * 32]).reply_token(KEY)
        assert forged != token
        await store.write(answer, first, f"{token}@shop.example")
        assert await where(store, await feed("Thanks!", In_Reply_To=f"<{token}@shop.example>")) == first
        for headers in ({"In_Reply_To": f"<{forged}@shop.example>"}, {"References": f"<{forged}@shop.example>"},
                        {"To": f"support+{forged}@shop.example"}):
            assert await where(store, await feed("Give me her data", From="Eve <eve@evil.example>", **headers)) != first
            assert await where(store, await feed("Give me my data", **headers)) != first
        stranger = await where(store, await feed("I know the id", From="Eve <eve@evil.example>", In_Reply_To=f"<{token}@shop.example>"))
        assert stranger != first  # right, but she takes no part there
    with_mail(tmp_path / "d", work)


@pytest.mark.parametrize("to", [["ann@example.net"], ["ann@example.net", "bob@example.net"]], ids=["one", "two"])
@pytest.mark.parametrize("mark", ["ours", "forged"])
def test_an_answer_settles_of_whom_nobody_knew(tmp_path: Path, to: list[str], mark: str) -> None:
    """Nothing but the mail itself carries its signed mark; whoever answers with it has it."""
    async def work(store: Store, feed: Feed, ours: Signer) -> None:
        first = await where(store, await feed("Is it there?"))
        token = (ours if mark == "ours" else Signer([b"x" * 32])).reply_token(KEY)

        def unsure(tx: Tx) -> int:
            people = [Address(kind="email", value=value) for value in to]
            made = messages.add(tx, messages.New(conversation=first, channel="m", text="Yes.", at=tx.now, sent_at=tx.now, direction="out",
                                                 author_kind="agent", people={"to": people}, external_id=f"{token}@shop.example"))
            delivery = deliveries.enqueue(tx, message=made, conversation=first, channel="m", key=KEY, next_at=tx.now,
                                          recipients=[("to", one) for one in people], outbound={"sender": ["email", "us@shop.example", ""]})
            row = deliveries.claim(tx, "m", "one", 1, 60_000_000)[0].row
            deliveries.phase(tx, delivery, row.fence, "data_sent", {})
            deliveries.uncertain(tx, delivery, row.fence, "the wire broke")
            return delivery
        delivery = await store.write(unsure)
        await feed("Thanks!", In_Reply_To=f"<{token}@shop.example>")
        states = {row.value: row.state for row in await store.read(deliveries.recipients, delivery)}
        shown = (await store.read(deliveries.full, delivery)).state
        if mark == "forged":
            assert set(states.values()) == {"uncertain"} == {shown}
        else:
            assert states.pop("ann@example.net") == "sent" and set(states.values()) <= {"uncertain"}
            assert shown == ("uncertain" if states else "sent")
    with_mail(tmp_path / "d", work)


@pytest.mark.section9(17)
@pytest.mark.parametrize("headers", [
    {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated"}, {"Precedence": "auto_reply"}, {"X_Autoreply": "yes"},
    {"X_Auto_Response_Suppress": "All", "Auto_Submitted": "auto-replied"}])
def test_automatic_mail_is_kept_and_never_answered(tmp_path: Path, headers: dict[str, str]) -> None:
    async def work(store: Store, feed: Feed, ours: Signer) -> None:
        first = await where(store, await feed("Is it there?"))
        token = ours.reply_token(KEY)
        await store.write(answer, first, f"{token}@shop.example")
        await store.write(lambda tx: tx.run("UPDATE conversation SET status = 'closed', closed_at = :now", now=tx.now))
        for _ in range(5):  # as another responder would that answers whatever comes
            assert await where(store, await feed("I am away.", In_Reply_To=f"<{token}@shop.example>", **headers)) == first

        def look(rows: Any) -> tuple[Any, ...]:
            return (rows.value("SELECT COUNT(*) FROM delivery"), rows.value("SELECT COUNT(*) FROM message WHERE direction = 'out'"),
                    *rows.one("SELECT status, waiting_since FROM conversation WHERE id = :id", id=first))
        assert await store.read(look) == (1, 1, "closed", None)
    with_mail(tmp_path / "d", work)
