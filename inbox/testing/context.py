"""A Context for tests of connectors: it lends what the core lends, and remembers what was asked of it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar

from inbox.connector import Taken
from inbox.errors import AuthError
from inbox.types import Attachment, Batch

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class FakeContext:
    """What a connector sees of the core. Use it as an async context manager, or `await context.aclose()` at the end.

    `clock` is the time; `advance` lets it go by, and what has elapsed with it; who sets it lets it jump. `taken`: (feed, batch)
    as handed over. `tokens`: what `token()` gives next, the last one for ever; `scopes`: what it was asked for. `limits`: calls
    of `limited`. `notes`: the small durable facts.
    """

    def __init__(self, name: str = "channel", *, public_url: str = "https://inbox.example", clock: datetime = START,
                 tokens: tuple[str, ...] = ()) -> None:
        self.name = name
        self.public_url = public_url
        self.log: logging.Logger | logging.LoggerAdapter[logging.Logger] = logging.getLogger(f"inbox.channel.{name}")
        self.retrying = False
        self.clock = clock
        self._elapsed = 0.0
        self.taken: list[tuple[str, Batch]] = []
        self.tokens = list(tokens)
        self.scopes: list[str] = []
        self.limits: list[tuple[str, datetime, str]] = []
        self.notes: dict[str, str] = {}
        self.files: dict[str, tuple[Attachment, ...]] = {}
        self.threads: list[threading.Thread] = []
        self._session: ClientSession | None = None

    async def __aenter__(self) -> FakeContext:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def http(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=10), cookie_jar=DummyCookieJar())
        return self._session

    @property
    def guarded_http(self) -> ClientSession:
        """Not guarded here: tests reach loopback alone."""
        return self.http

    def now(self) -> datetime:
        return self.clock

    def elapsed(self) -> float:
        return self._elapsed

    def advance(self, **span: float) -> None:
        """Time goes by: `advance(minutes=5)`."""
        self.clock += timedelta(**span)
        self._elapsed += timedelta(**span).total_seconds()

    async def take(self, feed: str, batch: Batch) -> tuple[Taken, ...]:
        self.taken.append((feed, batch))
        return tuple(Taken(item=raw.item, ledger=str(number), state="stored", message=str(number))
                     for number, raw in enumerate(batch.items, 1))

    async def token(self, scope: str = "") -> str:
        self.scopes.append(scope)
        if not self.tokens:
            raise AuthError("there is no token; authorise the channel")
        return self.tokens.pop(0) if len(self.tokens) > 1 else self.tokens[0]

    async def thread(self, fn: Callable[..., Any], /, *args: Any) -> Any:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()

        def settle(answer: Any, error: BaseException | None) -> None:
            if future.done():
                return  # cancelled meanwhile
            if error is None:
                future.set_result(answer)
            else:
                future.set_exception(error)

        def run() -> None:
            answer, error = None, None
            try:
                answer = fn(*args)
            except BaseException as raised:  # noqa: BLE001 - it is handed to the one who waits
                error = raised
            try:
                loop.call_soon_threadsafe(settle, answer, error)
            except RuntimeError:
                pass  # the loop is closed: nobody waits any more

        thread = threading.Thread(target=run, daemon=True, name=f"channel-{self.name}")
        self.threads = [known for known in self.threads if known.is_alive()] + [thread]
        thread.start()
        return await future

    def dial(self, host: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection((host, port), timeout)

    async def file(self, key: str, number: int) -> Attachment | None:
        """What the test put into `files` under the key."""
        found = self.files.get(key, ())
        return found[number] if number < len(found) else None

    async def note(self, key: str) -> str | None:
        return self.notes.get(key)

    async def set_note(self, key: str, value: str) -> None:
        self.notes[key] = value

    def sign(self, text: str) -> str:
        return hmac.new(b"a key for tests alone", text.encode(), hashlib.sha256).hexdigest()[:32]

    def verify(self, text: str, signature: str) -> bool:
        return hmac.compare_digest(self.sign(text), signature)

    def limited(self, feed: str, until: datetime, text: str) -> None:
        self.limits.append((feed, until, text))


class Phases:
    """A `phase` for tests: remembers (name, evidence) in order."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, Any]]] = []

    async def __call__(self, name: str, /, **evidence: Any) -> None:
        self.seen.append((name, evidence))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.seen]
