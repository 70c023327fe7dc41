"""A renamed channel: the addresses that lie in its space go along, in every place where they are kept."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from inbox.store import Store, Tx, deliveries, feeds, messages, people, renames
from inbox.store.base import Rows
from inbox.types import Address


def test_everything_of_the_channel_goes_along(tmp_path: Path) -> None:
    ann, us = Address(kind="shop", value="ann", name="shop"), Address(kind="shop", value="us", name="")
    other = Address(kind="email", value="ann@example.net", name="")

    def fill(tx: Tx) -> None:
        feeds.ensure_channel(tx, "shop", "webhook")
        feeds.set_cursor(tx, "shop", "news", "17")
        contact = people.ensure(tx, [ann, us, other])[("shop", "ann")].contact_id
        conversation = messages.create_conversation(tx, channel="shop", ours="shop:us", subject="", contact=contact, at=tx.now)
        message = messages.add(tx, messages.New(
            conversation=conversation, channel="shop", kind="message", direction="out", author_kind="agent", at=tx.now,
            sent_at=tx.now, text="shop", people={"from": [us], "to": [ann], "cc": [other]}))
        deliveries.enqueue(tx, message=message, conversation=conversation, channel="shop", key="k", recipients=[("to", ann)],
                           outbound={"sender": ["shop", "us", ""]}, next_at=tx.now)

    def left(rows: Rows) -> list[Any]:
        found: list[Any] = []
        for table in renames._CARRIERS:
            found += rows.all(f'SELECT 1 FROM "{table}" WHERE channel = \'shop\'')
        found += rows.all("SELECT 1 FROM address WHERE kind = 'shop'") + rows.all("SELECT 1 FROM recipient WHERE kind = 'shop'")
        return found

    def kept(rows: Rows) -> dict[str, Any]:
        message, delivery = rows.one("SELECT * FROM message"), rows.one("SELECT * FROM delivery")
        assert message is not None
        assert delivery is not None
        return {"people": json.loads(message.people), "outbound": json.loads(delivery.outbound), "text": message.text,
                "ours": rows.value("SELECT ours FROM conversation"),
                "cursor": rows.value("SELECT cursor FROM feed WHERE channel = 'store'")}

    async def run() -> None:
        store = await Store("sqlite", tmp_path).open()
        try:
            await store.write(fill)
            await store.write(renames.rename, "shop", "store")
            assert await store.read(left) == []
            found = await store.read(kept)
        finally:
            await store.close()
        assert found["people"]["to"] == [["store", "ann", "shop"]]
        assert found["people"]["from"] == [["store", "us", ""]]
        assert found["people"]["cc"] == [["email", "ann@example.net", ""]]
        assert found["outbound"]["sender"] == ["store", "us", ""]
        assert (found["ours"], found["cursor"], found["text"]) == ("store:us", "17", "shop")
    asyncio.run(run())


def test_every_table_with_a_channel_is_renamed() -> None:
    from inbox.store.tables import metadata
    assert {t.name for t in metadata.sorted_tables if "channel" in t.columns} == set(renames._CARRIERS)
