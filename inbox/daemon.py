"""The daemon: start, signals, systemd's messages, a stop that says what it did.

SIGTERM and SIGINT end it: it takes nothing new, lets what is on the wire finish, and marks the rest as what it is. A
second one ends it at once. SIGHUP reads the configuration again.
"""

from __future__ import annotations

import asyncio
import errno
import faulthandler
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from inbox import log
from inbox.config import Config, load
from inbox.errors import ConfigError

if TYPE_CHECKING:
    from aiohttp import web

    from inbox.app import App

ROLES = ("api", "poll", "send")
GRACE = 20.0  # seconds for what is on the wire; systemd's own patience (TimeoutStopSec) is longer
# seconds: SQLite lets go of the interpreter with every statement, and with Python's 5 ms a busy loop leaves a writer 400 of them a second
# (docs/decisions/0009-speed.md)
TURN = 0.0005
HANG_UP = 2.0  # seconds for open answers of the API, event streams among them

PASSING = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, socket.EAI_AGAIN)  # what a later start may find mended

logger = logging.getLogger("inbox.daemon")


class AddressError(ConfigError):
    """The address cannot be had. `passing`: another program has it, or the network is not up yet."""

    def __init__(self, text: str, *, cure: str, passing: bool) -> None:
        super().__init__(text, key="server.listen", cure=cure)
        self.passing = passing


def run(config: Config, roles: frozenset[str] = frozenset(ROLES)) -> None:
    """Runs until it is told to stop. Blocks. Raises ConfigError (AddressError among them), StoreError."""
    asyncio.run(serve(config, roles=roles))


async def serve(config: Config, *, roles: frozenset[str] = frozenset(ROLES), ready: Callable[[str], None] | None = None,
                sock: socket.socket | None = None) -> None:
    """As `run`, in a loop that runs already. `ready` is called with the API's URL when it answers; `sock`: already bound."""
    log.setup(config.log.level, config.log.format, secrets=config.secrets)
    sys.setswitchinterval(TURN)
    faulthandler.enable()  # a watchdog's SIGABRT shows where it hung
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _asked_to_stop, stop, number)
    if "api" in roles and sock is None:
        sock = bind(config)
    try:
        await _serve(config, roles, ready, sock, stop)
    finally:
        if sock is not None:
            sock.close()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.remove_signal_handler(number)


async def _serve(config: Config, roles: frozenset[str], ready: Callable[[str], None] | None, sock: socket.socket | None,
                 stop: asyncio.Event) -> None:
    from inbox.app import App  # a port that is taken shall be known before a second is spent on imports
    config.ensure_key()
    _name(config)
    app = App(config, roles=roles)
    began = time.monotonic()
    await app.start(apart=True)
    try:
        async with _api(app, sock), _watchdog():
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, _reloads(app))
            url = url_of(sock) if sock is not None else ""
            logger.info("ready after %.1f s: %s; channels: %s", time.monotonic() - began, url or "no API",
                        ", ".join(app.channels.names()) or "none")
            notify("READY=1", f"STATUS=serving {url}" if url else "STATUS=working")
            if ready is not None:
                ready(url)
            await stop.wait()
            notify("STOPPING=1", "STATUS=finishing what is on the wire")
    finally:
        await _stop(app)


def _name(config: Config) -> None:
    """What is configured, and what is wrong with it."""
    logger.debug("the configuration: %r", config)
    for problem in (problem for problems in config.broken.values() for problem in problems):
        logger.error("a channel is left out: %s", problem)


async def _stop(app: App) -> None:
    began = time.monotonic()
    try:
        async with asyncio.timeout(GRACE + 5.0):
            done = await app.stop(GRACE)
    except TimeoutError:
        logger.warning("stopped after %.0f s with work still open; the next start settles it", time.monotonic() - began)
    else:
        logger.info("stopped after %.1f s: %s", time.monotonic() - began, done)


def _asked_to_stop(stop: asyncio.Event, number: int) -> None:
    if stop.is_set():
        logger.warning("told twice: ending at once; the next start settles what was under way")
        os._exit(1)
    logger.info("stopping (%s)", signal.Signals(number).name)
    stop.set()


# ---------------------------------------------------------------- the API's door

def bind(config: Config) -> socket.socket:
    """The listening socket. Raises AddressError."""
    host, port = config.server.host, config.server.port
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        sock = socket.create_server(address[:2], family=family, backlog=1024)
    except OSError as error:
        why, cure = {
            errno.EADDRINUSE: (f"port {port} is in use", "stop the program that has it, or choose another port: "
                               + (f"`listen` in [server] of {config.path}" if config.path else "--port")),
            errno.EACCES: (f"port {port} needs root", "choose one above 1023 and put a proxy before it"),
            errno.EADDRNOTAVAIL: (f"{host} is no address of this machine", "listen on 127.0.0.1 or 0.0.0.0"),
        }.get(error.errno or 0, (f"cannot listen on {config.server.listen}: {error.strerror}", "choose another address"))
        raise AddressError(why, cure=cure, passing=error.errno in PASSING) from error
    sock.setblocking(False)
    return sock


def url_of(sock: socket.socket) -> str:
    """Where a browser on this machine finds it."""
    host, port = sock.getsockname()[:2]
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - it is compared, not bound
    return f"http://{'[' + host + ']' if ':' in host else host}:{port}"


@asynccontextmanager
async def _api(app: App, sock: socket.socket | None) -> AsyncIterator[None]:
    if sock is None:
        yield
        return
    from aiohttp import web

    from inbox.api.server import make_app
    runner = web.AppRunner(make_app(app), access_log=None, handle_signals=False, shutdown_timeout=HANG_UP)
    await runner.setup()
    try:
        site: web.BaseSite = web.SockSite(runner, sock)
        await site.start()
        yield
    finally:
        await runner.cleanup()


# ---------------------------------------------------------------- reload

def _reloads(app: App) -> Callable[[], None]:
    """What SIGHUP does. One reload at a time; one that is asked for meanwhile is done after it."""
    lock = asyncio.Lock()
    tasks: set[asyncio.Task[None]] = set()

    async def reload() -> None:
        async with lock:
            notify("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")
            try:
                config = await asyncio.to_thread(load, app.config.path)
                log.setup(config.log.level, config.log.format, secrets=config.secrets)
                await app.reload_surely(config)
                _name(config)
            except ConfigError as error:
                logger.error("the configuration stays as it was: %s; %s", error, error.cure)
            except Exception:
                logger.exception("the reload failed")
            else:
                logger.info("the configuration is read again; channels: %s", ", ".join(app.channels.names()) or "none")
            notify("READY=1")

    def asked() -> None:
        task = asyncio.get_running_loop().create_task(reload())
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    return asked


# ---------------------------------------------------------------- systemd

def notify(*lines: str) -> None:
    """Tells the service manager (sd_notify(3)), where there is one."""
    path = os.environ.get("NOTIFY_SOCKET", "")
    if path[:1] not in ("/", "@"):
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
            out.sendto("\n".join(lines).encode(), "\0" + path[1:] if path[0] == "@" else path)
    except OSError as error:  # there may be no file descriptor left; the next beat is another chance
        logger.warning("systemd cannot be told %s: %s", lines[0], error.strerror)


@asynccontextmanager
async def _watchdog() -> AsyncIterator[None]:
    """Says that the loop turns, twice as often as systemd asks for (WatchdogSec)."""
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    if not microseconds.isdigit() or os.environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        yield
        return

    async def beat() -> None:
        while True:
            notify("WATCHDOG=1")
            await asyncio.sleep(int(microseconds) / 2_000_000)
    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()
