"""Twilio's own OpenAPI file has nothing to object to in what we send: Prism reads every request of the real connector."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import servers

from inbox import registry
from inbox.errors import ChannelError
from inbox.testing.context import FakeContext
from inbox.types import Address, OutboundMessage

SPEC = Path(__file__).parents[4] / "shared" / "samples" / "twilio_oai" / "twilio_api_v2010.json"
PRISM = Path(__file__).parents[2] / "prism" / "node_modules" / ".bin" / "prism"
ACCOUNT = "AC" + "0123456789abcdef" * 2
OURS, THEIRS = "+15005550006", "+15005550001"
pytestmark = pytest.mark.skipif(not SPEC.is_file(), reason="../shared/samples is not here")


@dataclass
class Prism:
    """A running Prism; `log` is where it writes its verdicts."""

    url: str
    log: Path

    def verdicts(self) -> tuple[int, list[str]]:
        """(requests that passed, lines about those that did not)."""
        lines = self.log.read_text(errors="replace").splitlines()
        bad = [line for line in lines if "[VALIDATOR]" in line and ("error" in line or "did not pass" in line)
               and "response.body" not in line]  # Prism also finds fault with the spec's own examples
        bad += [line for line in lines if ("NO_PATH_MATCHED" in line or "NO_METHOD_MATCHED" in line)
                and " get / " not in line]  # the check first asks whether anybody answers at all
        return sum("passed the validation rules" in line and "did not" not in line for line in lines), bad


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prism]:
    if not PRISM.exists() or shutil.which("node") is None:
        servers.missing("Prism (tests/prism: npm ci --ignore-scripts)")
    log, port = tmp_path_factory.mktemp("prism") / "log", servers.free_port()
    with log.open("wb") as out:
        process = subprocess.Popen([str(PRISM), "mock", "-h", "127.0.0.1", "-p", str(port), str(SPEC)], stdout=out, stderr=out,
                                   stdin=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"})
    try:
        end = time.monotonic() + 90
        while "is listening" not in log.read_text(errors="replace"):
            assert process.poll() is None and time.monotonic() < end, log.read_text(errors="replace")[-2000:]
            time.sleep(0.1)
        yield Prism(f"http://127.0.0.1:{port}", log)
    finally:
        process.terminate()
        process.wait(20)


def _run(prism: Prism, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> None:
    """Drives a connector. The spec's examples are no sensible answers, so what it makes of them does not matter here."""
    async def run() -> None:
        async with FakeContext("sms", public_url="https://inbox.example") as context:
            type_ = registry.connector("twilio")
            config = type_.Config.model_validate({"type": "twilio", "account_sid": ACCOUNT, "auth_token": "t" * 32,
                                                  "numbers": [OURS, f"whatsapp:{OURS}"], "api_url": prism.url})
            one = type_(config, context)
            try:
                await one.open()
                await work(one)
            except ChannelError:
                pass  # see above
            finally:
                await one.close()
    asyncio.run(run())


async def _no_phase(name: str, /, **evidence: Any) -> None:
    """Nothing is recorded here."""


def _message(**more: Any) -> OutboundMessage:
    return OutboundMessage(**{"key": "k" * 24, "sender": Address(kind="tel", value=OURS), "to": (Address(kind="tel", value=THEIRS),),
                              "text": "Grüß Gott & سلام 👋", "at": FakeContext().now(), **more})


def test_a_text_message(prism: Prism) -> None:
    before = prism.verdicts()[0]
    _run(prism, lambda one: one.send(_message(), _no_phase))
    passed, bad = prism.verdicts()
    assert bad == []
    assert passed > before


def test_a_whatsapp_template(prism: Prism) -> None:
    before = prism.verdicts()[0]
    template = {"content_sid": "HX" + "0123456789abcdef" * 2, "content_variables": {"1": "Ann"}}
    _run(prism, lambda one: one.send(_message(sender=one.addresses()[-1], to=(type(one).address(f"whatsapp:{THEIRS}"),), text="",
                                              options=template), _no_phase))
    passed, bad = prism.verdicts()
    assert bad == []
    assert passed > before


def test_polling_and_checking(prism: Prism) -> None:
    before = prism.verdicts()[0]

    async def look(one: Any) -> None:
        for feed in one.feeds():
            cursor = await one.start(feed.name, one.context.now() - timedelta(days=2))
            try:
                async with asyncio.timeout(3):
                    await one.poll(feed.name, cursor)
            except (ChannelError, TimeoutError):
                pass  # the example answers of the spec are no list of ours: every page names a next one
        assert [finding async for finding in one.check()]
    _run(prism, look)
    passed, bad = prism.verdicts()
    assert bad == []
    assert passed > before


def test_prism_would_object(prism: Prism) -> None:
    import daemons
    before = len(prism.verdicts()[1])
    status, _ = daemons.call(f"{prism.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json?PageSize=many",
                             headers={"Authorization": "Basic eDp5"})
    assert status == 422
    assert len(prism.verdicts()[1]) > before
