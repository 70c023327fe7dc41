"""Settings from a browser: what is kept, what is hidden, what goes nowhere else; and a send that a change does not cut off."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import apps
import pytest
from apps import scripted  # noqa: F401 - a fixture

from inbox import installed, registry
from inbox.config import Config
from inbox.connector import ChannelConfig, Phase
from inbox.signing import Signer
from inbox.store import installed as rows
from inbox.types import OutboundMessage, Receipt

SIGNER = Signer([bytes(32)])
TWILIO = {"account_sid": "AC" + "0" * 32, "auth_token": "tok-1", "numbers": ["+15005550006"],
          "webhook_keys": {"one": "key-1", "two": "key-2"}}
MAIL = {"address": "us@shop.example", "imap": {"host": "imap.example.com", "password": "p-imap"},
        "smtp": {"host": "smtp.example.com", "username": "us", "password": "p-smtp"}}


def made(type_: str, given: dict[str, Any]) -> ChannelConfig:
    return installed.checked("c", type_, given)


@pytest.mark.parametrize("type_", registry.types())
def test_the_example_of_each_connector_comes_back_as_it_was(type_: str) -> None:
    example = {key: value for key, value in registry.connector(type_).example.items() if key != "type"}
    config = made(type_, example)
    sealed, shown = installed.sealed(config, SIGNER)
    row = SimpleNamespace(name="c", type=type_, enabled=1, settings=sealed, shown=shown)
    assert installed.opened(row, SIGNER) == config
    for place in installed.shown(config)[1]:
        secret: Any = example
        for part in place.split("."):
            secret = secret[part]
        assert secret not in shown and secret not in sealed
    assert installed.revised("c", type_, json.loads(shown), config) == config  # the form sends back what it was shown


def test_secrets_in_tables_of_names_are_secrets_too() -> None:
    config = made("twilio", TWILIO)
    shown, places = installed.shown(config)
    assert places == ["auth_token", "webhook_keys.one", "webhook_keys.two"]
    assert shown["webhook_keys"] == {"one": None, "two": None} and "key-1" not in json.dumps(shown)
    fewer = installed.revised("c", "twilio", {**TWILIO, "auth_token": None, "webhook_keys": {"one": None, "two": ""}}, config)
    assert installed.packed(fewer)["webhook_keys"] == {"one": "key-1"}


def test_oauth_where_the_password_would_stand_hides_its_secret_as_well() -> None:
    given = {"address": "us@shop.example", "imap": {"host": "h.example", "oauth": {
        "provider": "google", "client_id": "app", "client_secret": "c-secret"}}}
    shown, places = installed.shown(made("email", given))
    assert places == ["oauth.client_secret"] and "c-secret" not in json.dumps(shown)


@pytest.mark.parametrize(("change", "stale"), [
    ({"name": "New"}, []), ({"imap": {"host": "imap.example.com", "port": 144, "tls": "starttls"}}, []),
    ({"imap": {"host": "evil.example"}}, ["imap.password"]), ({"smtp": {"host": "evil.example", "username": "us"}}, ["smtp.password"]),
    ({"imap": {"host": "evil.example", "password": "typed"}}, []), ({"smtp": None}, []),
])
def test_a_kept_secret_goes_to_no_other_server(change: dict[str, Any], stale: list[str]) -> None:
    given = {"address": "us@shop.example", "imap": {"host": "imap.example.com"}, "smtp": {"host": "smtp.example.com", "username": "us"},
             **change}
    if stale:
        with pytest.raises(installed.WrongError) as raised:
            installed.revised("c", "email", given, made("email", MAIL))
        assert [one.key for one in raised.value.problems] == stale
        assert "p-imap" not in str(raised.value) and "p-smtp" not in str(raised.value)
    else:
        assert installed.revised("c", "email", given, made("email", MAIL))


def test_an_api_address_governs_every_secret_below_it() -> None:
    old = made("twilio", TWILIO)
    with pytest.raises(installed.WrongError) as raised:
        installed.revised("c", "twilio", {**TWILIO, "auth_token": None, "webhook_keys": {"one": None},
                                          "api_url": "https://evil.example"}, old)
    assert [one.key for one in raised.value.problems] == ["auth_token", "webhook_keys.one", "webhook_keys.two"]


def test_tokens_are_for_the_servers_of_before() -> None:
    old = made("email", MAIL)
    assert not installed.moved(old, made("email", {**MAIL, "name": "New"}))
    assert installed.moved(old, made("email", {**MAIL, "smtp": {**MAIL["smtp"], "host": "other.example"}}))  # type: ignore[dict-item]


def test_a_row_that_no_key_opens_is_broken_and_the_others_run() -> None:
    good, lost = installed.sealed(made("loopback", {}), SIGNER), installed.sealed(made("loopback", {}), Signer([bytes(31) + b"x"]))
    table = [SimpleNamespace(name=name, type="loopback", enabled=1, settings=sealed[0], shown=sealed[1])
             for name, sealed in (("good", good), ("lost", lost), ("file", good))]
    found = installed.merged(Config(channels={"file": made("loopback", {"name": "The file's"})}), table, SIGNER)
    assert sorted(found.channels) == ["file", "good"] and list(found.broken) == ["lost"]
    assert installed.LOST in str(found.broken["lost"][0])
    assert found.installed == {"good", "lost"} and found.shadowed == {"file"}
    assert found.channels["file"].name == "The file's"  # type: ignore[attr-defined]


def test_a_change_lets_what_is_on_the_wire_finish(scripted: None, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    async def run() -> None:
        async with apps.running(tmp_path, {}) as app:
            async def put(**settings: Any) -> None:
                made = installed.checked("news", "scripted", {"initial_sync": "all", **settings})
                sealed, shown = installed.sealed(made, app.signer)
                if await app.store.read(rows.get, "news") is None:
                    await app.store.write(rows.add, "news", "scripted", sealed, shown, [], apps.ADMIN)
                else:
                    await app.store.write(rows.change, "news", None, apps.ADMIN, settings=sealed, shown=shown)
            await put()
            await app.reload()
            connector: Any = app.channels.connector("news")
            sending, go_on = asyncio.Event(), asyncio.Event()

            async def slow(message: OutboundMessage, phase: Phase) -> Receipt:
                await phase("data_sent")
                sending.set()
                await go_on.wait()
                return Receipt(external_ids=("slow-1",))
            connector.on_send = slow
            connector.say("ann", "Where is it?")
            (asked,) = await apps.arrived(app, 1)
            message = await app.desk.reply(apps.ADMIN, asked.conversation_id, text="Here.")
            async with asyncio.timeout(60):
                await sending.wait()
            await put(keep_days=7)  # every daemon hears of it by the journal

            async def leaving() -> bool:
                return "news" not in app.channels.sending()
            await apps.until(leaving)
            go_on.set()
            done = await apps.delivery(app, message, "sent", "uncertain", "queued")
            assert (done.state, done.external_id) == ("sent", "slow-1")

            async def changed() -> bool:
                return app.config.channels["news"].keep_days == 7 and "news" in app.channels.sending()
            await apps.until(changed)
            assert app.channels.connector("news") is not connector
    asyncio.run(run())
