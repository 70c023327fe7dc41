"""Three daemons on one PostgreSQL store, each on a machine of its own, under load; faults strike one at a time.

`Three` keeps the model: what was said at the providers, what was acknowledged. `judge` compares it with what the daemons
tell and with what the providers saw.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import http.client
import json
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import daemons
import machines
import psycopg
import stores

from inbox.store import Store, agents

NAMES = ("a", "b", "c")
FAULTS = ("kill", "stop", "cut", "deafen", "end")
REPLIERS = 3
PATIENCE = 180.0  # seconds, for a machine that is busy with other things
SECRET = "a secret of the shop's"
AWAY = (OSError, http.client.HTTPException)  # what a call to a daemon that is hit may raise


class Listener:
    """Hears `/events` of a daemon, again and again from where it was."""

    def __init__(self, daemon: daemons.Daemon) -> None:
        self.daemon = daemon
        self.heard: list[int] = []
        self.resyncs = 0
        self.ended = False
        threading.Thread(target=self._run, name=f"listener-{daemon.port}", daemon=True).start()

    def _run(self) -> None:
        while not self.ended:
            with suppress(*AWAY, ValueError):  # it was killed, or is not there yet
                self._hear()
            time.sleep(0.1)

    def _hear(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.daemon.port, timeout=40)
        try:
            last = str(self.heard[-1]) if self.heard else "0"
            connection.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {self.daemon.token}", "Last-Event-ID": last})
            answer = connection.getresponse()
            for line in answer if answer.status == 200 else ():
                if line.startswith(b"data: "):
                    event = json.loads(line[6:])
                    if event["kind"] == "resync":
                        self.resyncs += 1
                    else:
                        self.heard.append(event["id"])
        finally:
            connection.close()


class Three:
    """The daemons, their providers, and what was asked of them."""

    def __init__(self, folder: Path, network: machines.Network, sandbox: daemons.Sandbox, url: str, seed: int, takeover: float) -> None:
        self.network, self.sandbox, self.url = network, sandbox, url
        self.chance = random.Random(seed)
        self.takeover = takeover
        twilio = sandbox.info["twilio"]
        channels = {
            "support": sandbox.email(), "shop": {"type": "webhook", "secret": SECRET},
            "sms": {"type": "twilio", "account_sid": twilio["account_sid"], "auth_token": twilio["auth_token"], "poll_seconds": 1,
                    "numbers": twilio["numbers"], "api_url": twilio["url"], "initial_sync": "all"}}
        self.daemons: dict[str, daemons.Daemon] = {}
        for name in NAMES:
            first = next(iter(self.daemons.values()), None)
            made = daemons.Daemon(folder / name, channels, inside=network.on(name), store={
                "url": url, "takeover_seconds": takeover, **({"data_dir": str(first.data)} if first else {})})
            network.relay.carry(made.port, None, network.name(name))
            self.daemons[name] = made
        for port in (sandbox.info["imap"]["port"], sandbox.info["smtp"]["port"], int(twilio["url"].rpartition(":")[2])):
            for name in NAMES:
                network.relay.carry(port, network.name(name), None)
        self.said: list[str] = []  # texts of customers, mail and SMS
        self.posted: set[str] = set()  # web hooks that were acknowledged
        self.replies: dict[str, str] = {}  # text -> message, acknowledged
        self.asked: set[str] = set()  # conversations that have their reply
        self.hit: str | None = None
        self._ended = threading.Event()
        self._faults: list[BaseException] = []
        self.listeners: list[Listener] = []

    # ------------------------------------------------------------ life

    def start(self) -> None:
        with machines.within(self.network.hub):  # the threads of the store are made here, and stay on that machine
            token = asyncio.run(self._prepare())
        for daemon in self.daemons.values():
            daemon.token = token
            daemon.start(wait=False)
        for daemon in self.daemons.values():
            daemons.until(daemon.answers, seconds=PATIENCE, what="the API answers: " + daemon.log.read_text()[-2000:])
        self.listeners = [Listener(daemon) for daemon in self.daemons.values()]
        acts = [(self._say, 0.15), (self._post, 0.3), *((partial(self._reply, part), 0.1) for part in range(REPLIERS))]
        self._workers = [threading.Thread(target=self._work, args=(act, pause), daemon=True) for act, pause in acts]
        for worker in self._workers:
            worker.start()

    async def _prepare(self) -> str:
        """The schema, and an admin's token."""
        store = await Store(self.url, self.daemons["a"].data).open()
        try:
            return await store.write(lambda tx: agents.add_token(
                tx, agents.add(tx, email="admin@shop.example", name="Admin", role="admin"), "test")[1])
        finally:
            await store.close()

    def stop(self) -> None:
        self.rest()
        for listener in self.listeners:
            listener.ended = True
        for daemon in self.daemons.values():
            if daemon.process is not None:
                daemon.process.send_signal(signal.SIGCONT)
                daemon.kill()

    def rest(self) -> None:
        """Nothing more is said or asked."""
        self._ended.set()
        for worker in self._workers:
            worker.join(60)
        if self._faults:
            raise self._faults[0]

    def value(self, sql: str, *args: Any) -> Any:
        with machines.within(self.network.hub), psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute(sql, args).fetchone()  # type: ignore[arg-type]  # statements of our own
        return row[0] if row else None

    # ------------------------------------------------------------ load

    def _work(self, act: Callable[[int], None], pause: float) -> None:
        number = 0
        while not self._ended.wait(pause):
            number += 1
            try:
                act(number)
            except BaseException as error:  # noqa: BLE001 - the test raises it
                self._faults.append(error)
                return

    def _say(self, number: int) -> None:
        text = f"said {number}"
        if number % 3:
            self.sandbox.say("support", f"m{number}@example.net", text, subject=text)
        else:
            self.sandbox.say("sms", f"+1500777{number:04d}", text)
        self.said.append(text)

    def _post(self, number: int) -> None:
        name = f"posted {number}"
        body = json.dumps({"external_id": name, "sender": {"id": name}, "text": name})
        now = str(int(time.time()))
        signature = hmac.new(SECRET.encode(), f"{now}.{body}".encode(), hashlib.sha256).hexdigest()
        connection = http.client.HTTPConnection("127.0.0.1", self._anyone().port, timeout=5)
        with suppress(*AWAY):  # it was not acknowledged: then it may be there or not
            connection.request("POST", "/hooks/shop/messages", body, {
                "Content-Type": "application/json", "X-Inbox-Timestamp": now, "X-Inbox-Signature": f"sha256={signature}"})
            if connection.getresponse().status == 200:
                self.posted.add(name)
        connection.close()

    def _anyone(self) -> daemons.Daemon:
        return self.daemons[self.chance.choice(NAMES)]

    def _reply(self, part: int, number: int) -> None:
        """Somebody answers the oldest that has no answer, at whichever daemon; asks with the same key until it is taken."""
        status, found = self._call(f"/conversations?sort=oldest_waiting&limit=20&channel={'support' if number % 3 else 'sms'}")
        one = next((c for c in found["items"] if c["id"] not in self.asked and int(c["id"]) % REPLIERS == part),
                   None) if status == 200 else None
        if one is None:
            return
        self.asked.add(one["id"])
        text = f"to-{one['id']}"
        while text not in self.replies and not self._ended.is_set():
            status, made = self._call(f"/conversations/{one['id']}/messages", {"kind": "reply", "text": text}, text)
            assert status in (0, 202) or status >= 500, made
            if status == 202:
                self.replies[text] = made["id"]

    def _call(self, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        """(status, answer) of any daemon; 0 where it is away."""
        headers = {"Authorization": f"Bearer {self.daemons['a'].token}", **({"Idempotency-Key": key} if key else {})}
        try:
            return daemons.call(f"{self._anyone().url}/api/v1{path}", "POST" if body else "GET", body, headers, timeout=3)
        except AWAY:
            return 0, None

    # ------------------------------------------------------------ faults

    def strike(self, fault: str, name: str, *, again: bool = True) -> None:
        """One fault at one daemon, from its beginning until all is well again; the others must have taken over in between.

        Not `again`: one that was killed stays away.
        """
        daemon = self.daemons[name]
        assert daemon.process is not None
        owner = self.value("SELECT owner FROM lease WHERE name LIKE 'daemon:%%' AND owner LIKE %s ORDER BY expires_at DESC",
                           f"%-{daemon.process.pid}-%")
        assert owner, f"daemon {name} holds no lease"
        before = len(self.said), len(self.replies)
        if fault == "kill":
            daemon.kill()
        elif fault == "end":
            daemon.kill(signal.SIGTERM)
        elif fault == "stop":
            daemon.process.send_signal(signal.SIGSTOP)
        elif fault == "cut":
            self.network.cut(name)
        else:
            self.network.deafen(name)
        try:
            self._taken_over(owner)
            others = [other for other in NAMES if other != name]
            daemons.until(lambda: len(self.said) > before[0] and len(self.replies) > before[1], seconds=PATIENCE,
                          what=f"work goes on while {name} is hit by {fault}")
            daemons.until(lambda: self._fresh(self.daemons[self.chance.choice(others)]), seconds=PATIENCE, what="the others take mail in")
        finally:
            if fault in ("kill", "end"):
                if again:
                    daemon.start(wait=False)
            elif fault == "stop":
                daemon.process.send_signal(signal.SIGCONT)
            else:
                self.network.heal(name)
        if daemon.process is not None:
            daemons.until(daemon.answers, seconds=PATIENCE, what=f"{name} answers again")
        assert max(self._arrived().values(), default=1) == 1, "something was sent twice"

    def _taken_over(self, owner: str) -> None:
        daemons.until(lambda: not self.value(
            "SELECT COUNT(*) FROM lease WHERE owner = %s AND name LIKE 'channel:%%'", owner), seconds=PATIENCE + self.takeover,
            what=f"the channels of {owner} are taken over")

    def _fresh(self, daemon: daemons.Daemon) -> bool:
        """Whether something that was said after now arrives there."""
        text = self.said[-1]
        with suppress(*AWAY, AssertionError):
            return bool(daemons.until(lambda: self._has(daemon, text), seconds=20))
        return False

    @staticmethod
    def _has(daemon: daemons.Daemon, text: str) -> bool:
        found = daemon.get("/conversations?status=all&limit=100&sort=newest")["items"]
        return any((c["last_message"] and c["last_message"]["text"] == text) or c["subject"] == text for c in found)

    # ------------------------------------------------------------ judgement

    def judge(self) -> str:
        """Everything rests: what is there must be what was said and acknowledged. A line of what was found."""
        said = len(self.said)
        daemon = self.daemons["a"]

        def inside() -> bool:
            return sum(daemon.get(f"/channels/{name}")["ledger"]["stored"] for name in ("support", "sms")) >= said
        daemons.until(inside, seconds=PATIENCE, what=f"{said} items are in")
        daemons.until(lambda: not self.value("SELECT COUNT(*) FROM delivery WHERE state IN ('queued', 'sending')"), seconds=PATIENCE,
                      what="nothing waits or is on the wire")
        texts = self._texts(daemon)
        assert {text: texts[text] for text in self.said} == dict.fromkeys(self.said, 1), "an item is lost, or there twice"
        assert {text: texts[text] for text in self.posted} == dict.fromkeys(self.posted, 1), "a web hook is lost, or there twice"
        states = self._states(daemon)
        self._all_heard()
        holders = self.value("SELECT COUNT(DISTINCT name) FROM lease WHERE name LIKE 'channel:%%' AND owner <> ''")
        assert holders == 3, "somebody polls every channel"
        for one in self.daemons.values():
            assert "Traceback" not in one.log.read_text(), one.log
        return f"{said} said, {len(self.posted)} posted, {len(self.replies)} answered: {dict(states)}"

    @staticmethod
    def _texts(daemon: daemons.Daemon) -> Counter[str]:
        """Every inbound message, by its text."""
        found: Counter[str] = Counter()
        for one in daemon.every("/conversations?status=all"):
            found.update(m["text"].strip() for m in daemon.every(f"/conversations/{one['id']}/messages") if m["direction"] == "in")
        return found

    def _arrived(self) -> Counter[str]:
        """What the providers took, by its text."""
        return Counter(item["text"].strip() for channel in ("support", "sms") for item in self.sandbox.received(channel))

    def _states(self, daemon: daemons.Daemon) -> Counter[str]:
        arrived = self._arrived()
        assert not (twice := {text: n for text, n in arrived.items() if n > 1}), f"sent twice: {twice}"
        states: Counter[str] = Counter()
        for text, message in self.replies.items():
            shown = daemon.get(f"/messages/{message}")
            assert shown["text"].strip() == text
            state = shown["delivery"]["state"]
            states[state] += 1
            assert state in ("sent", "delivered", "uncertain"), (text, shown["delivery"])
            assert state == "uncertain" or arrived[text] == 1, f"{text} is {state} and never arrived"
        assert not (unasked := arrived.keys() - self.replies.keys() - {f"to-{c}" for c in self.asked}), unasked
        return states

    def _all_heard(self) -> None:
        last = self.value("SELECT MAX(id) FROM event")
        for listener in (one for one in self.listeners if one.daemon.process is not None):
            daemons.until(lambda it=listener: it.heard and it.heard[-1] >= last, seconds=PATIENCE, what=f"event {last} is heard")
            heard = [number for number in listener.heard if number <= last]
            assert heard == sorted(set(heard)), "events twice, or out of order"
            missing = self.value("SELECT COUNT(*) FROM event WHERE id <= %s AND kind <> 'draft.updated' AND NOT id = ANY(%s)", last, heard)
            assert not missing, f"{missing} events were not heard"


@contextmanager
def three(folder: Path, seed: int, takeover: float) -> Iterator[Three]:
    """All of it, gone at the end."""
    with machines.Network(NAMES) as network, \
            stores.cluster(host=machines.HUB, network=machines.NET, inside=network.on("hub")) as server, daemons.Sandbox() as sandbox:
        with machines.within(network.hub):
            url = stores.Databases(server).empty()
        made = Three(folder, network, sandbox, url, seed, takeover)
        try:
            made.start()
            yield made
        finally:
            made.stop()
