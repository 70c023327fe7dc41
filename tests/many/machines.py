"""Machines that are network namespaces: each daemon alone on its own, the database behind a wire that can be cut.

    with Network(["a", "b"]) as network:                    # skipped where that cannot be had; a failure with CI=true
        network.relay.carry(port, None, "a")                # 127.0.0.1:port here leads to 127.0.0.1:port on machine a
        subprocess.Popen([*network.on("a"), "program"])
        network.cut("a")                                    # nothing gets through
        network.heal("a")
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import servers

CLONE_NEWNET = 0x40000000
HUB = "10.77.0.1"
NET = "10.77.0.0/24"
IP = shutil.which("ip") or "/usr/sbin/ip"


def _ip(*args: str) -> None:
    done = subprocess.run([IP, *args], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"ip {' '.join(args)}: {done.stderr.strip()}")


@contextmanager
def within(namespace: str | None) -> Iterator[None]:
    """This thread is on that machine (None: where it was before) while the block lasts; sockets made meanwhile stay there."""
    if namespace is None:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    there = os.open(f"/var/run/netns/{namespace}", os.O_RDONLY)
    try:
        if libc.setns(there, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"setns {namespace}")
        try:
            yield
        finally:
            if libc.setns(home, CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns back")
    finally:
        os.close(there)
        os.close(home)


class Relay:
    """Carries TCP between the loopbacks of two machines, on a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._open: set[socket.socket] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="relay", daemon=True)
        self._thread.start()

    def carry(self, port: int, at: str | None, to: str | None) -> None:
        """What connects to 127.0.0.1:port at the one machine is connected to the same port of the other."""
        with within(at):
            door = socket.create_server(("127.0.0.1", port), backlog=128)
        door.setblocking(False)
        self._loop.call_soon_threadsafe(self._start, door, port, to)

    def _start(self, door: socket.socket, port: int, to: str | None) -> None:
        self._spawn(self._serve(door, port, to))

    def _spawn(self, work: object) -> None:
        task = self._loop.create_task(work)  # type: ignore[arg-type]  # coroutines of ours
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, door: socket.socket, port: int, to: str | None) -> None:
        with door:
            while True:
                near, _ = await self._loop.sock_accept(door)
                with within(to):
                    far = socket.socket()
                for end in (near, far):
                    end.setblocking(False)
                self._spawn(self._connect(near, far, port))

    async def _connect(self, near: socket.socket, far: socket.socket, port: int) -> None:
        with near, far:
            try:
                await self._loop.sock_connect(far, ("127.0.0.1", port))
                await asyncio.gather(self._pump(near, far), self._pump(far, near))
            except OSError:
                pass  # one of them is gone, and with it the other

    async def _pump(self, source: socket.socket, target: socket.socket) -> None:
        while data := await self._loop.sock_recv(source, 65536):
            await self._loop.sock_sendall(target, data)
        target.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Ends everything that is carried."""
        async def end() -> None:
            mine = asyncio.current_task()
            tasks = [task for task in self._tasks if task is not mine]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        asyncio.run_coroutine_threadsafe(end(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()


class Network:
    """A hub with a bridge, and machines that reach it, each by a wire of its own. Needs root and iproute2."""

    def __init__(self, machines: Sequence[str]) -> None:
        self.machines = list(machines)
        self.prefix = f"ib{os.getpid()}"
        self.hub = f"{self.prefix}-hub"

    def __enter__(self) -> Network:
        if os.geteuid() != 0:
            servers.missing("a network namespace", "is had by root alone")
        try:
            _ip("netns", "add", self.hub)
        except (RuntimeError, FileNotFoundError) as error:
            servers.missing("a network namespace", f"cannot be had here: {error}")
        try:
            self._lay()
            self.relay = Relay()
        except BaseException:
            self._remove()
            raise
        return self

    def _lay(self) -> None:
        _ip("-n", self.hub, "link", "set", "lo", "up")
        _ip("-n", self.hub, "link", "add", "bridge", "type", "bridge")
        _ip("-n", self.hub, "addr", "add", f"{HUB}/24", "dev", "bridge")
        _ip("-n", self.hub, "link", "set", "bridge", "up")
        for name in self.machines:
            there = self.name(name)
            _ip("netns", "add", there)
            _ip("-n", there, "link", "set", "lo", "up")
            _ip("-n", self.hub, "link", "add", f"to-{name}", "type", "veth", "peer", "name", "wire", "netns", there)
            _ip("-n", there, "addr", "add", f"{self._address(name)}/24", "dev", "wire")
            _ip("-n", there, "link", "set", "wire", "up")
            _ip("-n", self.hub, "link", "set", f"to-{name}", "master", "bridge", "up")

    def __exit__(self, *_: object) -> None:
        self.relay.close()
        self._remove()

    def _remove(self) -> None:
        for name in (self.hub, *map(self.name, self.machines)):
            subprocess.run([IP, "netns", "del", name], capture_output=True, check=False)

    def name(self, machine: str) -> str:
        """The namespace of a machine."""
        return f"{self.prefix}-{machine}"

    def on(self, machine: str) -> list[str]:
        """What stands before a command that shall run there."""
        return ["ip", "netns", "exec", self.hub if machine == "hub" else self.name(machine)]

    def cut(self, machine: str) -> None:
        """Pulls its wire: what is sent is lost, either way."""
        _ip("-n", self.hub, "link", "set", f"to-{machine}", "down")

    def deafen(self, machine: str) -> None:
        """What it sends arrives at the hub, and no answer comes back: they go to a machine that does not exist."""
        _ip("-n", self.hub, "neigh", "replace", self._address(machine), "lladdr", "02:00:00:00:00:01", "dev", "bridge", "nud", "permanent")

    def heal(self, machine: str) -> None:
        """All is as it was."""
        _ip("-n", self.hub, "link", "set", f"to-{machine}", "up")
        # gone, not right: the hub asks anew who has the address; it fails where there is nothing to forget
        subprocess.run([IP, "-n", self.hub, "neigh", "del", self._address(machine), "dev", "bridge"], capture_output=True, check=False)

    def _address(self, machine: str) -> str:
        return f"10.77.0.{10 + self.machines.index(machine)}"
