"""Channels made in the browser: forms, making, changing, removing, and secrets that are never told."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inbox import installed, registry
from inbox.api import forms
from inbox.connector import ChannelConfig
from inbox.store import grants
from inbox.store import installed as rows

BOTH = True  # the rows are written by SQL
SECRET = "a-shop-secret-0815"
SHOP = {"secret": SECRET, "outbound_url": "http://192.0.2.7/replies", "name": "Shop"}


async def make(desk: Any, name: str = "shop", settings: dict[str, Any] | None = None, type_: str = "webhook") -> Any:
    return await desk("POST", "/channels", json={"name": name, "type": type_, "settings": settings or SHOP}, status=201)


# ---------------------------------------------------------------- forms

@pytest.mark.parametrize("type_", registry.types())
def test_a_form_can_be_made_from_the_schema_alone(type_: str) -> None:
    card = forms.card(type_)
    assert card["title"] and card["summary"]
    schema = card["schema"]
    assert "$ref" not in json.dumps(schema) and "anyOf" not in json.dumps(schema) and "$defs" not in schema
    assert not {"type", "enabled"} & set(schema["properties"])
    assert set(ChannelConfig.model_fields) - {"type", "enabled"} <= set(schema["properties"])

    def fields(node: Any) -> Any:
        for name, field in node.get("properties", {}).items():
            yield name, field
            yield from fields(field)
    for name, field in fields(schema):
        assert field.get("title") and field.get("description"), name
        assert field.get("type"), name
    secrets = {name for name, field in fields(schema) if field.get("format") == "password"}
    assert all(field["writeOnly"] for name, field in fields(schema) if name in secrets)


def test_the_connectors_are_for_admins(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        found = await desk("GET", "/connectors")
        assert [one["type"] for one in found["items"]] == registry.types()
        assert {one["type"]: one["oauth"] for one in found["items"]}["x"]
        await desk("GET", "/connectors", token="agent", status=403)
        await desk("POST", "/channels", token="agent", status=403, json={"name": "shop", "type": "webhook", "settings": SHOP})
    serve(run)


# ---------------------------------------------------------------- making, changing, removing

def test_a_channel_is_made_works_at_once_and_goes_again(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        made = await make(desk)
        assert (made["name"], made["type"], made["source"], made["enabled"]) == ("shop", "webhook", "browser", True)
        assert made["features"]["sends"] is True and made["expires_at"] is None
        hook = desk.url + "/hooks/shop/messages"
        async with desk.http.post(hook, data=b"{}") as answer:
            assert answer.status == 403  # the hook is there, and wants a signature
        assert {c["name"]: c["source"] for c in (await desk("GET", "/channels"))["items"]} == {
            "loop": "config", "other": "config", "secret": "config", "shop": "browser"}
        off = await desk("PATCH", "/channels/shop", json={"enabled": False})
        assert (off["enabled"], off["state"]) == (False, "paused")
        on = await desk("PATCH", "/channels/shop", json={"enabled": True, "settings": {"text_limit": 99}})
        assert on["enabled"] and on["features"]["sends"] is False and on["features"]["text_limit"] == 99
        assert await desk("DELETE", "/channels/shop", status=204) == ""
        async with desk.http.post(hook, data=b"{}") as answer:
            assert answer.status == 404
        assert "shop" not in {c["name"] for c in (await desk("GET", "/channels"))["items"]}
        assert (await desk("GET", "/channels/shop"))["state"] == "not_configured"
        await desk("DELETE", "/channels/shop", status=404)
        # tokens that one of this name had, here or in the file, were given for another place
        await desk.app.store.write(lambda tx: tx.put("grant", channel="shop", tokens="old", pending="old"))
        again = await make(desk)
        assert again["state"] != "not_configured"
        assert await desk.app.store.quick(grants.get, "shop") is None
    serve(run)


def test_a_change_that_is_overtaken_undoes_no_new_secret(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(desk: Any) -> None:
        await make(desk)
        write, others = desk.app.store.write, []

        async def overtaken(fn: Any, *args: Any, **more: Any) -> Any:
            if fn is rows.change and not others:  # another admin gives a new secret while this change is made ready
                others.append(fn)
                await desk("PATCH", "/channels/shop", json={"settings": {**SHOP, "secret": "another-secret-4711"}})
            return await write(fn, *args, **more)
        monkeypatch.setattr(desk.app.store, "write", overtaken)
        late = {"outbound_url": SHOP["outbound_url"], "name": "Late"}
        assert (await desk("PATCH", "/channels/shop", json={"settings": late}, status=409))["code"] == "version"
        kept = installed.opened(await desk.app.store.quick(rows.get, "shop"), desk.app.signer)
        assert installed.packed(kept)["secret"] == "another-secret-4711"
    serve(run)


def test_what_cannot_be_made_says_why(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        async def refused(status: int, **body: Any) -> Any:
            return await desk("POST", "/channels", status=status, json={"name": "shop", "type": "webhook", "settings": SHOP, **body})
        assert (await refused(409, name="loop"))["code"] == "in_config"
        assert (await refused(422, name="No Name"))["errors"][0]["field"] == "name"
        assert (await refused(422, type="pigeon"))["errors"][0]["field"] == "type"
        wrong = await refused(422, settings={"secret": SECRET, "outbound_url": "ftp://x", "text_limit": 0, "colour": "red"})
        assert {one["field"] for one in wrong["errors"]} == {"settings.outbound_url", "settings.text_limit", "settings.colour"}
        assert SECRET not in json.dumps(wrong)
        nested = await refused(422, type="email", settings={
            "address": "us@shop.example", "imap": {"host": "imap.shop.example", "port": 99999, "password": SECRET}})
        assert [one["field"] for one in nested["errors"]] == ["settings.imap.port"]
        bare = await refused(422, type="email", settings={"address": "us@shop.example", "imap": {"host": "imap.shop.example"}})
        assert [(one["field"], one["detail"]) for one in bare["errors"]] == [
            ("settings.imap.password", "needs a password, or a login by OAuth")]
        missing = await refused(422, settings={})
        assert [one["field"] for one in missing["errors"]] == ["settings.secret"]
        assert [one["field"] for one in (await refused(422, settings={**SHOP, "type": "x"}))["errors"]] == ["settings.type"]
        assert (await refused(422, type="twilio", settings={"account_sid": "AC" + "0" * 32, "auth_token": SECRET,
                                                            "numbers": ["+15005550006", "nobody!"]}))["errors"]
        await make(desk)
        assert (await refused(409))["code"] == "exists"
        await desk("DELETE", "/channels/shop", status=204)
        assert (await refused(409, type="loopback", settings={}))["code"] == "exists"  # its conversations keep the name
        for method, path in (("PATCH", "/channels/loop"), ("DELETE", "/channels/loop"), ("GET", "/channels/loop/settings")):
            more = {"json": {"enabled": False}} if method == "PATCH" else {}
            assert (await desk(method, path, status=409, **more))["code"] == "in_config"
        await desk("GET", "/channels/nobody/settings", status=404)
    serve(run)


# ---------------------------------------------------------------- secrets

def test_secrets_are_kept_while_they_go_nowhere_else(serve: Callable[..., None]) -> None:
    mailbox = {"address": "us@shop.example", "imap": {"host": "192.0.2.1", "password": SECRET},
               "smtp": {"host": "192.0.2.2", "username": "us", "password": "second-secret"}}

    def without(**servers: Any) -> dict[str, Any]:
        return {"address": "us@shop.example", "imap": {"host": "192.0.2.1"}, "smtp": {"host": "192.0.2.2", "username": "us"}, **servers}

    async def run(desk: Any) -> None:
        await make(desk, "mail", mailbox, "email")
        seen = await desk("GET", "/channels/mail/settings")
        assert seen["settings"]["imap"] == {"host": "192.0.2.1", "password": None}
        assert seen["secrets_set"] == ["imap.password", "smtp.password"]

        def secrets() -> tuple[str, str]:
            config = desk.app.config.channels["mail"]
            return config.imap.secret, config.smtp.secret
        await desk("PATCH", "/channels/mail", json={"settings": {**seen["settings"], "name": "New"}, "version": seen["version"]})
        assert secrets() == (SECRET, "second-secret") and desk.app.config.channels["mail"].name == "New"
        stale = await desk("PATCH", "/channels/mail", json={"settings": mailbox, "version": seen["version"]}, status=409)
        assert stale["code"] == "version"
        elsewhere = without(smtp={"host": "192.0.2.66", "username": "us"})
        for wrong in (await desk("PATCH", "/channels/mail", json={"settings": elsewhere}, status=422),
                      await desk("POST", "/channels/test", json={"type": "email", "name": "mail", "settings": elsewhere}, status=422)):
            assert [one["field"] for one in wrong["errors"]] == ["settings.smtp.password"] and "again" in wrong["detail"]
        assert secrets() == (SECRET, "second-secret")
        gone = without(smtp={"host": "192.0.2.2", "username": "", "password": ""})
        await desk("PATCH", "/channels/mail", json={"settings": gone})
        assert secrets() == (SECRET, "")
    serve(run)


def test_a_secret_that_looks_like_a_reference_reads_nothing_of_the_machine(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        for name, secret in (("one", "env:HOME"), ("two", "file:/etc/hostname"), ("three", "cred:key")):
            await make(desk, name, {**SHOP, "secret": secret})
            assert desk.app.config.channels[name].secret.get_secret_value() == secret
    serve(run)


def test_a_secret_is_in_no_answer_log_audit_event_or_file(serve: Callable[..., None], caplog: pytest.LogCaptureFixture,
                                                          tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)

    async def run(desk: Any) -> None:
        said = [await make(desk), await desk("GET", "/channels/shop/settings"), await desk("GET", "/channels"),
                await desk("PATCH", "/channels/shop", json={"settings": {**SHOP, "secret": None, "text_limit": 5}}),
                await desk("POST", "/channels/shop/test"), await desk("GET", "/audit"), await desk("GET", "/connectors"),
                await desk("PATCH", "/channels/shop", json={"settings": {**SHOP, "text_limit": -1}}, status=422),
                await desk("POST", "/channels/test", json={"type": "webhook", "settings": {**SHOP, "secret": SECRET}})]
        said += [repr(desk.app.config), repr(desk.app.config.channels["shop"]), repr(desk.app.config.broken)]
        row = await desk.app.store.read(rows.get, "shop")
        said += [repr(row), await desk.app.store.read(lambda r: [one.data for one in r.all("SELECT data FROM event")])]
        audit = (await desk("GET", "/audit"))["items"]
        changes = [one for one in audit if one["action"] == "channel.change"]
        assert [one["data"]["fields"] for one in changes] == [["text_limit"]]
        assert SECRET not in json.dumps(said, default=str)
        assert installed.opened(row, desk.app.signer).secret.get_secret_value() == SECRET  # type: ignore[attr-defined]
    serve(run)
    assert SECRET not in caplog.text
    out = capfd.readouterr()
    assert SECRET not in out.out + out.err
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file
