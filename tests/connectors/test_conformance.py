"""Our own connectors keep the promises of the socket."""

from __future__ import annotations

import pytest

from inbox import registry
from inbox.testing import suite
from inbox.testing.suite import ConnectorSuite


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
