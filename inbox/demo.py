"""`inbox demo`: the daemon on SQLite with sandbox channels. One JSON line on stdout when it answers; words on stderr.

The sandbox is a process of its own that holds the other end of a pipe: it ends when we do, however that comes about.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp

from inbox import daemon, passwords
from inbox.config import Config, check, load
from inbox.errors import ConfigError, InboxError, NotFoundError
from inbox.store import Store, Tx, agents

EMAIL = "demo@inbox.example"
MARK = "# Written by `inbox demo`; the next one writes it anew.\n"
SETTLE = 15.0  # seconds for the first poll of every channel
PATIENCE = 60.0  # seconds for the sandbox to come up on a busy machine


def run(*, port: int, data: Path | None, traffic: bool) -> None:
    """Runs until it is told to stop. `port` 0: a free one. Raises ConfigError when the port or the folder is taken."""
    probe, _ = check({"server": {"listen": f"127.0.0.1:{port}"}})
    sock = daemon.bind(probe)  # first of all: whoever waits for this port shall not find another in it
    if data is None:
        folder = Path(tempfile.mkdtemp(prefix="inbox-demo-"))
    else:
        folder = data.absolute()
        mine = folder / "config.toml"
        if mine.exists() and not mine.read_text(encoding="utf-8", errors="replace").startswith(MARK):
            sock.close()
            raise ConfigError(f"{mine} is somebody else's configuration", cure="name another folder for the demo")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        asyncio.run(_run(folder, sock, traffic))
    finally:
        sock.close()
        if data is None:
            shutil.rmtree(folder, ignore_errors=True)


async def _run(folder: Path, sock: Any, traffic: bool) -> None:
    url = daemon.url_of(sock)
    async with _sandbox(traffic) as sandbox:
        config = _write(folder, url, sandbox)
        password = secrets.token_urlsafe(9)
        token = await _people(config, password)
        await _configure(sandbox["control"], {"twilio_webhook": f"{url}/hooks/sms", "public_url": url})

        tasks: set[asyncio.Task[None]] = set()

        async def announce(answers_at: str) -> None:
            await _settled(answers_at, token)
            print(f"\nInbox answers at {answers_at}\nLog in as {EMAIL} with the password {password}\n"
                  f"Channels: {', '.join(config.channels)}. What the customers get is at {sandbox['control']}/received\n"
                  "Ctrl-C ends it.\n", file=sys.stderr, flush=True)
            print(json.dumps({"url": answers_at, "email": EMAIL, "password": password, "token": token,
                              "sandbox": _places(sandbox)}), flush=True)

        await daemon.serve(config, sock=sock, ready=lambda at: tasks.add(asyncio.create_task(announce(at))))


async def _settled(url: str, token: str) -> None:
    """Until every feed knows where news begins: who writes from now on is heard. A channel that is down is not waited for."""
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SETTLE):
                while True:
                    async with session.get(f"{url}/api/v1/channels") as answer:
                        channels = (await answer.json())["items"]
                    if all(c["state"] != "ok" or (c["feeds"] and all(f["polled_at"] for f in c["feeds"])) for c in channels):
                        return
                    await asyncio.sleep(0.05)


# ---------------------------------------------------------------- the sandbox

@contextlib.asynccontextmanager
async def _sandbox(traffic: bool) -> AsyncIterator[dict[str, Any]]:
    """Starts it and yields what it says of itself."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "inbox.sandbox", "--traffic" if traffic else "--no-traffic",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        start_new_session=True)  # Ctrl-C is for us: what is on the wire still needs the other side
    watcher = None
    try:
        assert process.stdout is not None
        try:
            async with asyncio.timeout(PATIENCE):
                line = await process.stdout.readline()
            said: dict[str, Any] = json.loads(line)
        except (TimeoutError, ValueError) as error:
            raise InboxError("the sandbox did not start; what it says stands above") from error
        watcher = asyncio.create_task(_watch(process))
        yield said
    finally:
        if watcher is not None:
            watcher.cancel()
        if process.returncode is None:
            process.terminate()
            try:
                async with asyncio.timeout(5):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()


async def _watch(process: asyncio.subprocess.Process) -> None:
    code = await process.wait()
    print(f"inbox: the sandbox ended by itself (code {code}); its channels are down from now on", file=sys.stderr)


async def _configure(control: str, settings: Mapping[str, Any]) -> None:
    async with aiohttp.ClientSession() as session, session.post(f"{control}/configure", json=settings) as answer:
        if answer.status != 200:
            raise InboxError(f"the sandbox refused its settings: {await answer.text()}")


def _places(sandbox: Mapping[str, Any]) -> dict[str, str]:
    """Where the sandbox's doors are: URLs, and host:port for mail."""
    mail = {name: f"{sandbox[name]['host']}:{sandbox[name]['port']}" for name in ("imap", "smtp")}
    return {"control": sandbox["control"], **mail, "x": sandbox["x"]["url"], "twilio": sandbox["twilio"]["url"]}


# ---------------------------------------------------------------- its configuration and its people

def _channels(sandbox: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """A table for each channel; polls are quick, for nobody is burdened by them."""
    def login(door: str, *names: str) -> dict[str, Any]:
        return {name: sandbox[door][name] for name in names}

    mail = {name: {**login(name, "host", "port", "username", "password"), "tls": "none"} for name in ("imap", "smtp")}
    return {
        "support": {"type": "email", "poll_seconds": 2, "address": sandbox["imap"]["username"], "name": "Example Support", **mail},
        "x": {"type": "x", "poll_seconds": 1, "api_url": sandbox["x"]["url"],
              **login("x", "api_key", "api_secret", "access_token", "access_token_secret")},
        "sms": {"type": "twilio", "poll_seconds": 2, "api_url": sandbox["twilio"]["url"],
                **login("twilio", "account_sid", "auth_token", "numbers")},
    }


def _write(folder: Path, url: str, sandbox: Mapping[str, Any]) -> Config:
    """Writes the demo's configuration and reads it as any other. Raises ConfigError when a channel does not fit."""
    # channels made in its wizard may lead to the sandbox, which is on loopback
    server: dict[str, Any] = {"listen": url.removeprefix("http://"), "public_url": url, "egress_allow": ["127.0.0.0/8", "::1/128"]}
    tables = {"server": server, "store": {"data_dir": str(folder)},
              "mail": {"from_channel": "support"}, **{f"channels.{name}": table for name, table in _channels(sandbox).items()}}
    path = folder / "config.toml"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(MARK + "".join(
        f"\n[{name}]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in table.items()) for name, table in tables.items()),
        encoding="utf-8")
    config = load(path)
    for problems in config.broken.values():
        raise ConfigError(f"the demo's own channel does not fit: {problems[0]}")
    return config


def _toml(value: Any) -> str:
    """A value as TOML; JSON's strings, numbers and truths are TOML's as well."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


async def _people(config: Config, password: str) -> str:
    """The admin and a token. A folder from an earlier demo keeps its admin, with the new password."""
    hashed = passwords.hashed(password)

    def act(tx: Tx) -> str:
        try:
            known = int(agents.find(tx, EMAIL).id)
            agents.change(tx, known, password=hashed, disabled=False)
        except NotFoundError:
            known = agents.add(tx, email=EMAIL, name="Demo", role="admin", password=hashed)
        return agents.add_token(tx, known, "demo")[1]

    store = await Store.of(config.store).open(apart=True)
    try:
        return await store.write(act)
    finally:
        await store.close()
