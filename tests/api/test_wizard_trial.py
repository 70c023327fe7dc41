"""Trying a channel out: findings come as they are made, nothing is sent, and a private address is not reached."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from inbox import egress, trial
from inbox.connector import Finding
from inbox.context import ChannelContext
from inbox.testing.scripted_imap import ScriptedImap

LOOP = ["127.0.0.0/8", "::1/128"]
SECRET = "a-mailbox-password-0815"


def lines(text: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in text.splitlines()]
    assert found[-1].keys() == {"done", "ok"} and found[-1]["done"] is True
    assert all(one.keys() == {"step", "level", "text", "cure", "code", "params"} for one in found[:-1])
    return found


def steps(found: list[dict[str, Any]]) -> dict[str, str]:
    return {one["step"]: one["level"] for one in found[:-1]}


def mailbox(port: int, **more: Any) -> dict[str, Any]:
    return {"address": "us@shop.example", "imap": {
        "host": "127.0.0.1", "port": port, "tls": "none", "username": "us", "password": SECRET, **more}}


def test_a_mailbox_is_tried_step_by_step(serve: Callable[..., None], caplog: pytest.LogCaptureFixture) -> None:
    async def run(desk: Any) -> None:
        with ScriptedImap() as imap:
            body = {"type": "email", "settings": mailbox(imap.port)}
            found = lines(await desk("POST", "/channels/test", json=body))
            assert found[-1]["ok"] is False and steps(found)["imap tcp"] == "fail"
            assert "127.0.0.1" in found[1]["text"] and "egress_allow" in found[1]["cure"]
            assert not imap.commands  # nothing was said to it
            assert await desk("GET", "/channels/email", status=404)
    serve(run)
    assert SECRET not in caplog.text


def test_where_egress_allows_it_the_login_is_tried(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        with ScriptedImap() as imap:
            imap.user, imap.password = "us", SECRET
            async with desk.http.post(desk.url + "/api/v1/channels/test", json={"type": "email", "settings": mailbox(imap.port)},
                                      headers={"Authorization": f"Bearer {desk.admin}"}) as answer:
                assert answer.content_type == "application/x-ndjson" and answer.status == 200
                found = lines(await answer.text())
            assert steps(found)["imap login"] == "ok" and found[-1]["ok"] is True
            assert await desk("GET", "/ledger") == {"items": [], "next": None}
            wrong = lines(await desk("POST", "/channels/test", json={"type": "email", "settings": mailbox(imap.port, password="no")}))
            assert steps(wrong)["imap login"] == "fail" and wrong[-1]["ok"] is False
            made = await desk("POST", "/channels", json={"name": "mail", "type": "email", "settings": mailbox(imap.port)}, status=201)
            kept = {"type": "email", "name": made["name"], "settings": mailbox(imap.port, password=None)}
            assert lines(await desk("POST", "/channels/test", json=kept))[-1]["ok"] is True
            assert lines(await desk("POST", "/channels/mail/test"))[-1]["ok"] is True
    serve(run, egress_allow=LOOP)


def test_a_channel_of_the_file_is_tried_as_it_stands(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        assert lines(await desk("POST", "/channels/loop/test"))[-1] == {"done": True, "ok": True}
        await desk("POST", "/channels/nobody/test", status=404)
        await desk("POST", "/channels/loop/test", token="agent", status=403)
        await desk("POST", "/channels/test", status=409, json={"type": "loopback", "name": "loop", "settings": {}})
        await desk("POST", "/channels/test", status=422, json={"type": "loopback", "settings": {"poll_seconds": 0}})
    serve(run)


def test_each_finding_is_told_when_it_is_made_and_a_client_that_goes_ends_it(
        serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(desk: Any) -> None:
        from connectors.loopback import Loopback
        go_on, ended = asyncio.Event(), asyncio.Event()

        async def check(self: Any) -> AsyncIterator[Finding]:
            try:
                yield Finding(step="first", level="ok", text="there")
                await go_on.wait()
                yield Finding(step="second", level="warn", text="late", cure="Wait.")
                await asyncio.Event().wait()
            finally:
                ended.set()
        monkeypatch.setattr(Loopback, "check", check)
        headers = {"Authorization": f"Bearer {desk.admin}"}
        answer = await desk.http.post(desk.url + "/api/v1/channels/loop/test", headers=headers)
        assert json.loads(await answer.content.readline())["step"] == "first"
        go_on.set()
        line = json.loads(await answer.content.readline())
        assert line == {"step": "second", "level": "warn", "text": "late", "cure": "Wait.", "code": None, "params": {}}
        assert not ended.is_set()
        answer.close()
        async with asyncio.timeout(60):
            await ended.wait()
    serve(run)


def test_a_step_that_never_ends_and_a_check_that_breaks_are_findings(
        serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(desk: Any) -> None:
        from connectors.loopback import Loopback

        async def hangs(self: Any) -> AsyncIterator[Finding]:
            yield Finding(step="first", level="ok", text=f"the login {SECRET}")
            await asyncio.Event().wait()

        async def breaks(self: Any) -> AsyncIterator[Finding]:
            yield Finding(step="first", level="ok", text="there")
            raise KeyError("what")
        monkeypatch.setattr(trial, "STEP", 0.05)
        for check, step in ((hangs, "time"), (breaks, "check")):
            monkeypatch.setattr(Loopback, "check", check)
            found = lines(await desk("POST", "/channels/loop/test"))
            assert steps(found) == {"first": "ok", step: "fail"} and found[-1]["ok"] is False
    serve(run)


def test_hosts_from_a_browser_are_checked_on_the_address_that_is_connected_to(serve: Callable[..., None]) -> None:
    async def run(desk: Any) -> None:
        with socket.create_server(("127.0.0.1", 0)) as inside:
            inside.setblocking(False)
            port = inside.getsockname()[1]
            for name, host in (("one", "127.0.0.1"), ("two", "localhost"), ("three", "[::ffff:127.0.0.1]"), ("four", "0.0.0.0")):
                made = {"name": name, "type": "webhook", "settings": {"secret": "s" * 20, "outbound_url": f"http://{host}:{port}/"}}
                await desk("POST", "/channels", json=made, status=201)
                found = lines(await desk("POST", f"/channels/{name}/test"))
                assert steps(found)["outbound_url"] == "fail", host
            context: ChannelContext = desk.app.channels.connector("one").context
            with pytest.raises(egress.ForbiddenAddressError):
                await context.thread(context.dial, "127.0.0.1", port, 5.0)
            with pytest.raises(BlockingIOError):
                inside.accept()
            trusted: ChannelContext = desk.app.channels.connector("loop").context
            (await trusted.thread(trusted.dial, "127.0.0.1", port, 5.0)).close()
            inside.accept()[0].close()
    serve(run)


def test_a_name_is_resolved_once_for_the_check_and_for_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the second answer would be the private address."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.setblocking(False)
        port = inside.getsockname()[1]

        def resolve(host: str, *_: Any, **__: Any) -> list[Any]:
            asked.append(host)
            first = len(asked) == 1
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1" if first else "127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        with pytest.raises(OSError, match="private address"):  # 192.0.2.0/24 is for documents, and no public network either
            egress.dial("rebind.example", port, 1.0, guard=())
        assert asked == ["rebind.example"]
        with pytest.raises(BlockingIOError):
            inside.accept()


def test_no_connector_of_ours_opens_a_socket_by_itself() -> None:
    from pathlib import Path
    root = Path(trial.__file__).parent.parent / "connectors"
    opens = ("create_connection(", "open_connection(")
    guilty = [str(path) for path in root.rglob("*.py") if any(word in path.read_text() for word in opens)]
    assert guilty == []
