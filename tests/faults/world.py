"""One installation under attack: the daemon as a process, its store, its remotes, and a client of its API."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import signal
import struct
import sys
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
from nursery import Born, Nursery
from proxy import Proxy
from remotes import Authority, Remotes

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from daemons import toml
from servers import DovecotServer, free_port
from waiting import LateError, until

T = TypeVar("T")
CALL = 3.0  # seconds that an agent waits for an answer before it tries again later
UP = 60.0  # seconds for a start on a machine that is busy
HASTE = 10.0
TAKEOVER = 4.0  # seconds


class Violation(AssertionError):
    """The daemon broke a promise. `evidence` in lines."""

    def __init__(self, what: str, *evidence: Any) -> None:
        super().__init__(what)
        self.evidence = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False, default=str) for line in evidence]


@dataclass
class Answer:
    """What the API said; status 0: nothing, the call broke."""

    status: int
    body: Any = None

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Setting:
    """What a world is made of; it follows from a history's seed."""

    tls: bool = False
    dovecot: DovecotServer | None = None
    database: str = ""  # URL of a PostgreSQL database with the schema; empty: SQLite
    haste: float = HASTE
    takeover: float = TAKEOVER
    poll_seconds: int = 1


class World:
    """`await open()`, `await close()`. Everything runs in the event loop but what waits for processes."""

    def __init__(self, folder: Path, nursery: Nursery, authority: Authority, setting: Setting) -> None:
        self.folder, self.nursery, self.setting = folder, nursery, setting
        folder.mkdir(parents=True)
        self.log, self.data = folder / "log", folder / "data"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.remotes = Remotes(authority, tls=setting.tls, dovecot=setting.dovecot, user=f"u{os.getpid()}{folder.name}",
                               poll_seconds=setting.poll_seconds)
        self.daemon: Born | None = None
        self.dead: list[Born] = []
        self.token = ""
        self.starts = 0
        self.hooks: dict[str, Any] = {}
        self.dying: dict[str, Any] = {}
        self._clock = folder / "clock"
        self._clock.write_bytes(struct.pack("q", 0))
        self._readonly = folder / "readonly"
        self._readonly.write_bytes(b"\0")

    # ------------------------------------------------------------ life

    async def open(self, *, start: bool = True) -> World:
        await self.remotes.start()
        store: dict[str, Any] = {"data_dir": str(self.data)}
        if self.setting.database:
            host, _, name = self.setting.database.rpartition("/")
            port = int(host.rpartition(":")[2])
            proxy = self.remotes.proxies["db"] = await Proxy("db", ("127.0.0.1", port)).start()
            store["takeover_seconds"] = self.setting.takeover
            store["url"] = f"{host.rpartition(':')[0]}:{proxy.port}/{name}"
        api = self.remotes.proxies["api"] = await Proxy("api", ("127.0.0.1", self.port)).start()
        self._configure(store)
        self.near = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))
        self.far = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL))
        await asyncio.to_thread(self._people)
        self.remotes.stage.twilio.hooks.webhook = f"http://127.0.0.1:{api.port}/hooks/sms"
        self.remotes.stage.twilio.hooks.public_url = self.url
        if start:
            await self.start()
        return self

    def _configure(self, store: Mapping[str, Any]) -> None:
        sections: dict[str, Mapping[str, Any]] = {
            "server": {"listen": f"127.0.0.1:{self.port}", "public_url": self.url}, "store": store, "log": {},
            **{f"channels.{name}": settings for name, settings in self.remotes.channels().items()}}
        self.config = self.folder / "config.toml"
        self.config.write_text("\n".join(
            f"[{name}]\n" + "".join(f"{k} = {toml(v)}\n" for k, v in values.items()) for name, values in sections.items()))
        self.config.chmod(0o600)

    def inbox(self, *argv: str) -> str:
        """What a command of `inbox` printed. Raises RuntimeError."""
        return self.nursery.run([*argv, "--config", str(self.config)], log=self.folder / "said")

    def _people(self) -> None:
        """An admin with a token, as an installation has one before its first start; on SQLite made once and copied."""
        template = self.folder.parent / "template"
        if not self.setting.database and template.exists():
            shutil.copytree(template, self.data)
            self.token = template.with_suffix(".token").read_text()
            return
        self.inbox("agent", "add", "admin@shop.example", "--name", "Admin", "--role", "admin")
        self.token = self.inbox("token", "add", "admin@shop.example", "--name", "harness").strip().splitlines()[-1]
        if not self.setting.database:
            template.with_suffix(".token").write_text(self.token)
            shutil.copytree(self.data, template)

    async def start(self, *, wait: bool = True) -> None:
        """Starts the daemon and waits until its API answers."""
        self.starts += 1
        hooks = {"haste": self.setting.haste, "clock": str(self._clock),
                 **({"die": self.dying} if self.dying else {"readonly": str(self._readonly)})}
        self.daemon = await asyncio.to_thread(
            lambda: self.nursery.start(["run", "--config", str(self.config)], log=self.log, hooks=hooks))
        if wait:
            await self.until(self._answers, seconds=UP, what="the API answers")

    async def _answers(self) -> bool:
        assert self.daemon is not None
        if self.daemon.code is not None:
            raise Violation(f"the daemon does not start: it ended with {self.daemon.code}", self.tail())
        return (await self.call("GET", "/healthz", timeout=1.0)).status == 200

    async def close(self, *, keep: bool = False) -> None:
        """Ends everything. `keep`: leaves the folder with log and data for who looks into it."""
        await self.near.close()
        await self.far.close()
        if self.daemon is not None and self.daemon.code is None:
            self.unlimit()
            self.daemon.signal(signal.SIGCONT)
            self.daemon.signal(signal.SIGKILL)
            await asyncio.to_thread(self.daemon.wait, 20.0)
        for name in ("db", "api"):
            if name in self.remotes.proxies:
                await self.remotes.proxies.pop(name).stop()
        await self.remotes.stop()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def words(self) -> str:
        """What it is made of."""
        setting = self.setting
        kinds = (("tls", setting.tls), ("dovecot", setting.dovecot), ("postgresql", setting.database))
        return " ".join([self.folder.name, *(kind for kind, there in kinds if there)])

    # ------------------------------------------------------------ harm

    @property
    def alive(self) -> bool:
        return self.daemon is not None and self.daemon.code is None

    async def kill(self, number: int = signal.SIGKILL, seconds: float = 45.0) -> int:
        """Ends it with a signal; its exit code. SIGTERM must be obeyed in time and with 0."""
        assert self.daemon is not None
        self.daemon.signal(number)
        try:
            code = await asyncio.to_thread(self.daemon.wait, seconds)
        except TimeoutError:
            raise Violation(f"the daemon did not obey signal {number} within {seconds:.0f} s", self.tail()) from None
        self.dead.append(self.daemon)
        return code

    async def no_orphans(self) -> bool:
        """Whether nothing is left of the daemons that ended: a reader that outlives its daemon is a leak."""
        self.dead = [born for born in self.dead if born.family()]
        return not self.dead

    def send(self, number: int) -> None:
        """A signal to the daemon, if there is one."""
        if self.daemon is not None:
            self.daemon.signal(number)

    def limit(self, what: int, value: int) -> None:
        """A limit of the living daemon (RLIMIT_FSIZE: no file grows beyond it; RLIMIT_NOFILE)."""
        if self.alive and self.daemon is not None:
            _, hard = resource.prlimit(self.daemon.pid, what)
            resource.prlimit(self.daemon.pid, what, (value, hard))

    def fill_disk(self) -> None:
        """From now on no file of the daemon's grows: as on a full disk, writes fail (EFBIG for ENOSPC)."""
        files = [*self.data.rglob("*"), self.log]
        self.limit(resource.RLIMIT_FSIZE, max((f.stat().st_size for f in files if f.is_file()), default=0) // 2)

    def few_files(self, spare: int) -> None:
        """So many more descriptors, and no others."""
        assert self.daemon is not None
        try:
            used = [int(name) for name in os.listdir(f"/proc/{self.daemon.pid}/fd")]
        except OSError:
            return  # it has just ended
        self.limit(resource.RLIMIT_NOFILE, max(used, default=0) + 1 + spare)

    def read_only(self, yes: bool) -> None:
        """Whether the store may not be written to."""
        with self._readonly.open("r+b") as file:
            file.write(bytes([yes]))

    def kill_reader(self, which: int) -> None:
        """Kills one of the daemon's own processes, as the system does when memory is short."""
        if self.alive and self.daemon is not None and (family := sorted(self.daemon.family())):
            with suppress(ProcessLookupError):
                os.kill(family[which % len(family)], signal.SIGKILL)

    def unlimit(self) -> None:
        self.read_only(False)
        for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
            if self.alive and self.daemon is not None:
                _, hard = resource.prlimit(self.daemon.pid, what)
                self.limit(what, hard)

    def jump(self, seconds: float) -> None:
        """Moves the daemon's wall clock; jumps add up."""
        now = struct.unpack("q", self._clock.read_bytes())[0]
        with self._clock.open("r+b") as file:
            file.write(struct.pack("q", now + int(seconds * 1e9)))

    def clock_off(self) -> float:
        """Seconds that the daemon's clock is ahead."""
        return float(struct.unpack("q", self._clock.read_bytes())[0] / 1e9)

    def die_at(self, point: int, *, at: Collection[str], trace: Path | None = None) -> Path:
        """The next start dies at this point, counted while the file that is answered exists; `at`: whose bytes count."""
        armed = self.folder / "armed"
        armed.unlink(missing_ok=True)
        ports = {str(self.remotes.proxies[name].port): name for name in at}
        self.dying = {"at": point, "armed": str(armed), "trace": str(trace or ""), "ports": ports}
        return armed

    def live_on(self) -> None:
        """The next start dies of nothing."""
        self.dying = {}

    # ------------------------------------------------------------ what people see

    async def call(self, method: str, path: str, body: Any = None, *, through: str = "", timeout: float = 20.0,
                   headers: Mapping[str, str] | None = None, data: bytes | None = None) -> Answer:
        """One call; `through` = "api": by the bad network. Never raises for what the daemon or the network does."""
        base = self.url if not through else f"http://127.0.0.1:{self.remotes.proxies[through].port}"
        session = self.far if through else self.near
        more: dict[str, Any] = {"data": data} if data is not None else {"json": body} if body is not None else {}
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})} if path.startswith("/api") else dict(headers or {})
        try:
            async with session.request(method, base + path, headers=sent, timeout=aiohttp.ClientTimeout(
                    total=CALL if through else timeout), **more) as answer:
                raw = await answer.read()
        except (aiohttp.ClientError, OSError, TimeoutError):
            return Answer(0)
        try:
            return Answer(answer.status, json.loads(raw))
        except ValueError:
            return Answer(answer.status, raw.decode(errors="replace"))

    async def get(self, path: str) -> Any:
        """The answer of a GET that must succeed. Raises Violation."""
        answer = await self.call("GET", "/api/v1" + path)
        if answer.status != 200:
            raise Violation(f"GET {path} answered {answer.status}", answer.body, self.tail())
        return answer.body

    async def every(self, path: str) -> list[dict[str, Any]]:
        """All items of a list, page by page."""
        items: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = await self.get(path + ("&" if "?" in path else "?") + "limit=200" + (f"&cursor={cursor}" if cursor else ""))
            items += page["items"]
            cursor = page["next"]
            if not cursor:
                return items

    async def until(self, condition: Callable[[], Awaitable[T]], *, seconds: float, what: str) -> T:
        """Waits for something true. Raises Violation with what it was last."""
        try:
            found: T = await until(condition, seconds=seconds, what=what)
        except LateError as late:
            raise Violation(str(late), self.tail()) from None
        return found

    def tail(self, lines: int = 12) -> str:
        """The end of the daemon's log."""
        if not self.log.exists():
            return "no log"
        said = self.log.read_text(errors="replace").splitlines()
        return "\n".join(said[-lines:])


