"""Our own connectors keep the promises of the socket."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from inbox import registry
from inbox.testing import suite
from inbox.testing.suite import ConnectorSuite
from inbox.types import Address, InboundMessage, Update

NAIVE = datetime(2026, 11, 21)  # noqa: DTZ001 - what a careless connector makes


class TestLoopback(ConnectorSuite):
    """The one to copy."""

    connector = registry.connector("loopback")
    good_addresses = ("ann", "Bob-7")


@pytest.mark.parametrize("type_", registry.types())
def test_every_registered_connector_conforms(type_: str) -> None:
    failed = [f for f in suite.check(registry.connector(type_)) if f.level != "ok"]
    assert failed == []


def test_the_suite_catches_a_connector_that_breaks_its_promises() -> None:
    loopback = registry.connector("loopback")
    counter = iter(range(1000))

    class Sloppy(loopback):  # type: ignore[misc, valid-type]  # a class found at run time
        @classmethod
        def read(cls, raw):  # type: ignore[no-untyped-def]  # sloppy in every way
            from dataclasses import replace
            return [replace(super().read(raw)[0], text=str(next(counter)))]

        @classmethod
        def address(cls, text):  # type: ignore[no-untyped-def]
            return loopback.address("ann")

        listen = None
        resolve = None

        def begin(self) -> None: ...

    broken = {f.step for f in suite.check(Sloppy) if f.level == "fail"}
    assert {"reading is pure", "bad addresses are refused in words", "its powers are whole"} <= broken


def test_the_one_to_copy_begins_now_unless_history_is_asked_for() -> None:
    from inbox.testing.context import FakeContext

    async def run() -> None:
        async with FakeContext() as context:
            model = registry.connector("loopback")
            one: Any = model(model.Config.model_validate(dict(model.example)), context)
            one.say("ann", "old")
            context.advance(hours=1)
            since = context.now()
            one.say("ann", "new")
            assert (await one.poll("spool", await one.start("spool", None))).items == ()
            assert [raw.item for raw in (await one.poll("spool", await one.start("spool", since))).items] == ["in-2"]
            whole = await one.start("spool", datetime(1970, 1, 1, tzinfo=UTC))
            assert [raw.item for raw in (await one.poll("spool", whole)).items] == ["in-1", "in-2"]
    asyncio.run(run())


@pytest.mark.parametrize("more", [{"sent_at": NAIVE}, {"received_at": NAIVE},
                                  {"reply_until": NAIVE}])
def test_a_moment_without_a_zone_is_refused_where_it_is_read(more: dict[str, datetime]) -> None:
    given = {"external_id": "1", "sender": Address(kind="x", value="ann"), "text": "", "sent_at": datetime(2026, 11, 21, tzinfo=UTC)}
    with pytest.raises(ValueError, match=f"{next(iter(more))} has no zone"):
        InboundMessage(**{**given, **more})  # type: ignore[arg-type]  # a table of several types
    with pytest.raises(ValueError, match="at has no zone"):
        Update(state="read", at=NAIVE)
