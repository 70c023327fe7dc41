"""The promises of the socket as a test class, for our connectors and for a stranger's.

    class TestMine(ConnectorSuite):
        connector = Mine
        good_addresses = ["ann"]
        bad_addresses = ["two words"]

Every method that begins with `test_` is one promise. `inbox connector test TYPE` runs the same methods without pytest.
The settings come from `Connector.example`, the items from `Connector.samples`.
"""

from __future__ import annotations

import asyncio
import inspect
import pickle
import threading
import traceback
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar

from pydantic import SecretStr, ValidationError

from inbox import connector as socket
from inbox.connector import ChannelConfig, Connector, Features, Finding
from inbox.testing.context import FakeContext
from inbox.types import Address, Ignore, InboundMessage, OutboundMessage, RawItem, Update

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
POWERS = {
    "Polls": ("feeds", "start", "poll", "settled"), "Listens": ("listen",), "Serves": ("routes",), "Fetches": ("fetch",),
    "Resolves": ("resolve",), "Completes": ("complete",), "Authorises": ("begin", "finish", "refresh"),
}
RUBBISH = (b"", b"\0", b"\xff\xfe\xfa", b"{", b"[[[[[", b"{}" * 50, b"<html>" * 200, b"null", bytes(range(256)))


class ConnectorSuite:
    """Subclass it and name the connector."""

    connector: ClassVar[type[Connector[Any]]]
    good_addresses: ClassVar[Sequence[str]] = ()
    bad_addresses: ClassVar[Sequence[str]] = ("", "   ", "\r\n", "a\0b", "x" * 5000)

    # ------------------------------------------------------------ helpers

    def settings(self) -> ChannelConfig:
        """The example settings, validated."""
        return self.connector.Config.model_validate(dict(self.connector.example))

    def with_one(self, work: Callable[[Connector[Any]], Awaitable[None]]) -> None:
        """Runs `work` with a connector that was made and never opened."""
        async def run() -> None:
            async with FakeContext() as context:
                one = self.connector(self.settings(), context)
                await work(one)
        asyncio.run(run())

    def outbound(self, one: Connector[Any]) -> OutboundMessage:
        """A small message to the first good address."""
        to = self.connector.address(self.good_addresses[0]) if self.good_addresses else Address(kind="test", value="ann")
        ours = one.addresses()
        return OutboundMessage(key="k" * 26, sender=ours[0] if ours else to, to=(to,), text="Grüß Gott, سلام, 東京", at=AT,
                               subject="A subject" if one.features.subject else "", token="m." + "k" * 26 + "." + "a" * 16)

    # ------------------------------------------------------------ what it is

    def test_it_speaks_this_version_of_the_socket(self) -> None:
        assert self.connector.api == socket.API

    def test_its_settings_are_strict_and_explained(self) -> None:
        model = self.connector.Config
        assert issubclass(model, ChannelConfig)
        assert model.model_config.get("extra") == "forbid", "unknown keys must be errors"
        silent = [name for name, field in model.model_fields.items() if name != "type" and not field.description]
        assert not silent, f"settings without a description: {silent}"

    def test_its_example_settings_are_valid(self) -> None:
        settings = self.settings()
        assert settings.type == self.connector.example["type"]

    def test_unknown_settings_are_refused(self) -> None:
        try:
            self.connector.Config.model_validate({**self.connector.example, "no_such_key": 1})
        except ValidationError:
            return
        raise AssertionError("an unknown key was taken")

    def test_its_secrets_do_not_show(self) -> None:
        settings = self.settings()
        shown = repr(settings) + settings.model_dump_json()
        for name, value in _leaves(settings):
            if isinstance(value, SecretStr) and value.get_secret_value():
                assert value.get_secret_value() not in shown, f"the secret {name} shows"

    def test_its_features_make_sense(self) -> None:
        features = self.connector.features
        assert isinstance(features, Features)
        assert features.text_limit is None or features.text_limit > 0
        assert features.max_recipients >= 1
        assert features.poll_timeout > 0
        assert features.send_timeout > 0
        known = set(self.connector.Options.model_fields)
        assert set(features.window_options) <= known, "window_options must be names of Options"

    def test_its_powers_are_whole(self) -> None:
        for power, methods in POWERS.items():
            has = [m for m in methods if callable(getattr(self.connector, m, None))]
            assert has in ([], list(methods)), f"{power} is half there: it has {has} of {list(methods)}"

    def test_it_takes_something_in_or_says_so(self) -> None:
        takes = any(callable(getattr(self.connector, m, None)) for m in ("poll", "routes"))
        assert not takes or self.connector.read.__func__ is not Connector.read.__func__, "it polls or serves, but reads nothing"  # type: ignore[attr-defined]  # a classmethod has its function
        assert not takes or self.connector.samples, "name a few items in `samples`, so that read can be tried"

    # ------------------------------------------------------------ making and letting go

    def test_making_one_touches_nothing(self) -> None:
        before = threading.active_count()

        async def look(one: Connector[Any]) -> None:
            for address in one.addresses():
                assert address.kind
                assert address.value
            assert len(asyncio.all_tasks()) == 1, "it began to run before it was opened"
        self.with_one(look)
        assert threading.active_count() == before

    def test_closing_one_that_was_never_opened_is_fine(self) -> None:
        async def close(one: Connector[Any]) -> None:
            await one.close()
            await one.close()
        self.with_one(close)

    # ------------------------------------------------------------ addresses

    def test_addresses_are_normalised(self) -> None:
        for text in self.good_addresses:
            address = self.connector.address(text)
            assert address.value == self.connector.address(address.value).value, f"{text!r} is not stable"

    def test_bad_addresses_are_refused_in_words(self) -> None:
        for text in self.bad_addresses:
            try:
                found = self.connector.address(text)
            except ValueError as error:
                assert str(error), f"{text!r} is refused without a word"
            else:
                raise AssertionError(f"{text[:40]!r} was taken as {found}")

    # ------------------------------------------------------------ reading

    def test_reading_is_pure(self) -> None:
        for raw in self.connector.samples:
            first, second = self.connector.read(raw), self.connector.read(pickle.loads(pickle.dumps(raw)))  # noqa: S301 - our own bytes
            assert first == second, f"{raw.item} reads differently the second time"
            assert pickle.loads(pickle.dumps(first)) == first, "what is read must pickle"  # noqa: S301

    def test_what_it_reads_is_whole(self) -> None:
        for raw in self.connector.samples:
            found = self.connector.read(raw)
            assert found, f"{raw.item}: nothing was read"
            for one in found:
                _whole(one)

    def test_rubbish_raises_or_reads_and_never_hangs(self) -> None:
        kinds = {raw.kind: raw.meta for raw in self.connector.samples}
        for kind, meta in kinds.items():
            for data in RUBBISH:
                try:
                    found = self.connector.read(RawItem(item="x", kind=kind, data=data, meta=meta))
                except Exception:  # noqa: BLE001, S112 - it may raise anything: such an item is quarantined
                    continue
                else:
                    for one in found:
                        _whole(one)

    # ------------------------------------------------------------ preparing

    def test_preparing_is_deterministic(self) -> None:
        async def prepare(one: Connector[Any]) -> None:
            message = self.outbound(one)
            first, second = one.prepare(message), one.prepare(replace(message))
            assert first == second, "the same message must become the same bytes"
            assert first.prepared == second.prepared
            assert first.key == message.key
            assert first.to == message.to
        self.with_one(prepare)


def _leaves(model: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if hasattr(type(value), "model_fields"):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _whole(one: Any) -> None:
    assert isinstance(one, (InboundMessage, Update, Ignore)), f"read gave a {type(one).__name__}"
    if isinstance(one, InboundMessage):
        assert one.sender.kind
        assert one.sender.value
        assert one.external_id or one.content_key, "without an id a content_key must name what was said"
    if isinstance(one, Update) and one.state in ("opted_out", "opted_in"):
        assert one.address is not None


def check(connector: type[Connector[Any]]) -> Iterator[Finding]:
    """Every promise, tried on a connector without pytest."""
    suite = type("Suite", (ConnectorSuite,), {"connector": connector})()
    for name, promise in inspect.getmembers(suite, inspect.ismethod):
        if not name.startswith("test_"):
            continue
        words = name.removeprefix("test_").replace("_", " ")
        try:
            promise()
        except Exception as error:  # noqa: BLE001 - a connector may raise anything; that is what is looked for
            where = traceback.extract_tb(error.__traceback__)[-1]
            yield Finding(step=words, level="fail", text=str(error) or type(error).__name__,
                          cure=f"see {where.name} at line {where.lineno}")
        else:
            yield Finding(step=words, level="ok", text="holds")
