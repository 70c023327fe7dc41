"""A real App on SQLite with three loopback channels, behind the real server on a free port."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from waiting import until

from inbox import config, passwords
from inbox.api.server import make_app
from inbox.app import App
from inbox.store import agents, messages, people
from inbox.store.base import Tx
from inbox.types import Address

PASSWORD = "correct horse"
HASHED = passwords.hashed(PASSWORD)


class Desk:
    """What a test has in hand: the App, a client, tokens of an admin and of an agent who may not see `secret`."""

    def __init__(self, app: App, url: str, http: aiohttp.ClientSession, admin: str, agent: str) -> None:
        self.app, self.url, self.http, self.admin, self.agent = app, url, http, admin, agent
        self.made = web.Application()

    async def __call__(self, method: str, path: str, *, token: str | None = "admin", status: int = 200, **more: Any) -> Any:
        """Calls the API and checks the status; the answer as JSON (or text)."""
        headers = dict(more.pop("headers", {}))
        if token is not None:
            headers["Authorization"] = f"Bearer {getattr(self, token, token)}"
        path = path if path.startswith(("/hooks", "/api", "/healthz", "/readyz", "/metrics")) else "/api/v1" + path
        async with self.http.request(method, self.url + path, headers=headers, **more) as answer:
            text = await answer.text()
            assert answer.status == status, f"{method} {path}: {answer.status} {text[:600]}"
            if status >= 400:
                assert answer.content_type == "application/problem+json"
                problem = json.loads(text)
                assert problem["status"] == status and problem["code"] and problem["detail"]
                return problem
            return json.loads(text) if answer.content_type == "application/json" else text

    def login(self, email: str, password: str = PASSWORD) -> Any:
        """The answer to a login."""
        return self.http.post(self.url + "/api/v1/session", json={"email": email, "password": password})

    async def said(self, text: str, *, channel: str = "loop", who: str = "ann", conversation: int | None = None,
                   subject: str = "", at: int | None = None, **more: Any) -> tuple[int, int]:
        """Somebody wrote to us, as ingest would keep it: (conversation, message)."""
        def keep(tx: Tx) -> tuple[int, int]:
            sender = Address(kind="loopback", value=who, name=who.title())
            row = people.ensure(tx, [sender])["loopback", who]
            home = conversation or messages.create_conversation(
                tx, channel=channel, ours="loopback:us", subject=subject or text[:20], contact=row.contact_id, at=tx.now)
            message = messages.add(tx, messages.New(
                conversation=home, channel=channel, text=text, at=at or tx.now, sent_at=at or tx.now, received_at=at or tx.now,
                direction="in", author_kind="contact", author_id=row.contact_id, author_name=who.title(), subject=subject,
                people={"from": [sender], "to": [Address(kind="loopback", value="us", name="Loopback")]},
                own=frozenset({("loopback", "us")}), ours="loopback:us", external_id=f"x-{channel}-{tx.now}-{text[:12]}", **more))
            return home, message
        return await self.app.store.write(keep)

    async def until(self, what: Callable[[], Awaitable[Any]], seconds: float = 60.0) -> Any:
        """Waits until `what` answers something true."""
        return await until(what, seconds=seconds)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module that says BOTH runs on both databases."""
    if "store_url" in metafunc.fixturenames and getattr(metafunc.module, "BOTH", False):
        metafunc.parametrize("store_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def store_url(request: pytest.FixtureRequest) -> str:
    """The store's URL."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return "sqlite"
    return str(request.getfixturevalue("databases").url())


@pytest.fixture
def serve(tmp_path: Path, store_url: str) -> Callable[..., None]:
    """`serve(coroutine function)` runs it with a `Desk`."""
    def run(test: Callable[[Desk], Awaitable[None]], seconds: float = 120, **server: Any) -> None:
        asyncio.run(_served(tmp_path, store_url, test, server, seconds))
    return run


async def _served(folder: Path, store_url: str, test: Callable[[Desk], Awaitable[None]], server: dict[str, Any],
                  seconds: float) -> None:
    read, problems = config.check({
        "server": {"listen": "127.0.0.1:0", **server}, "store": {"url": store_url, "data_dir": str(folder / "data")},
        "channels": {
            "loop": {"type": "loopback", "poll_seconds": 3600, "initial_sync": "all"},
            "other": {"type": "loopback", "poll_seconds": 3600, "name": "Other"},
            "secret": {"type": "loopback", "poll_seconds": 3600, "agents": ["Boss@example.com"]}}})
    assert not problems and not read.broken
    app = App(read)
    await app.start()
    made = make_app(app)
    runner = web.AppRunner(made, access_log=None, handle_signals=False, shutdown_timeout=2)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        admin, agent = await app.store.write(_people)
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http, asyncio.timeout(seconds):
            desk = Desk(app, f"http://127.0.0.1:{port}", http, admin, agent)
            desk.made = made
            await test(desk)
    finally:
        await runner.cleanup()
        await app.stop()


def _people(tx: Tx) -> tuple[str, str]:
    boss = agents.add(tx, email="boss@example.com", name="Boss", role="admin", password=HASHED)
    ada = agents.add(tx, email="ada@example.com", name="Ada", password=HASHED)
    return agents.add_token(tx, boss, "t")[1], agents.add_token(tx, ada, "t")[1]


def now() -> datetime:
    return datetime.now(UTC)
