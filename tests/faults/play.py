"""Plays a history in a world: people act through a bad network, things break and are mended, then everything must come to rest."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any

from history import History, Step
from model import Deed, Judge, Model, Said
from proxy import Trouble
from remotes import SECRET, posted, written
from world import Answer, Violation, World

from connectors.webhook.posted import signature

REST = 90.0  # seconds until nothing may wait any more, on a machine that is busy
SLOW = 15.0  # seconds after which it is noted what waits
BEGIN = (("support", "a"), ("support", "b"), ("x", "a"), ("sms", "a"), ("shop", "a"))  # who has written before anything breaks


class Play:
    """One history in one world, whose model it goes on with."""

    def __init__(self, world: World, model: Model, history: History, *, last: bool = True) -> None:
        """`last`: of its world, so that everything that the world has seen is looked at once more."""
        self.world, self.model, self.history = world, model, history
        self._before = (0, 0)
        if not last:
            self.mark()
        self.tag = f"{history.seed}-{len(model.said)}"
        self.number = 0
        self.mine: list[Said] = []
        self.homes: list[tuple[str, str, str]] = []  # (conversation, channel, customer)
        self.tasks: list[asyncio.Task[None]] = []
        self.mending: list[tuple[int, Callable[[], Any]]] = []  # (before which step, how)
        self.phase = "beginning"
        self.slow = ""  # what still waited after SLOW seconds

    async def run(self) -> None:
        """Raises Violation."""
        await self._begin()
        for number, step in enumerate(self.history.steps):
            self.phase = f"step {number}"
            await self._mend(number)
            await self._step(number, step)
            await asyncio.sleep(step.pause / 1000)
        self.phase = "coming to rest"
        await self._rest()
        self.phase = "judgement"
        await self.judge().judge()

    def judge(self) -> Judge:
        """Who looks at what came since `mark`."""
        return Judge(self.world, self.model, *self._before)

    def mark(self) -> None:
        """What was until now has been looked at."""
        self._before = len(self.model.said), len(self.model.deeds)

    # ------------------------------------------------------------ before and after

    async def _begin(self) -> None:
        """A few customers write while all is well, so that there is something to answer."""
        for channel, who in BEGIN:
            await self._say(channel, who, "new" if channel == "support" else "")
        await self._poll_all()

        async def known() -> bool:
            for said in self.mine:
                if not said.message:
                    rows = (await self.world.get(f"/ledger?channel={said.channel}&external_id={said.external_id}&state=stored"))["items"]
                    if not rows:
                        return False
                    said.message = rows[0]["message"]
                    said.conversation = (await self.world.get(f"/messages/{said.message}"))["conversation"]
            return True
        await self.world.until(known, seconds=REST, what="the first words of the customers are in")
        self.homes = [(said.conversation, said.channel, said.who) for said in self.mine]

    async def _rest(self) -> None:
        """Everything is mended; whoever got no answer tries again; then nothing may wait."""
        await self._mend(1 << 30)
        self.world.remotes.lift()
        self.world.unlimit()
        self.world.send(signal.SIGCONT)
        await asyncio.gather(*self.tasks)
        await self.world.until(self.world.no_orphans, seconds=REST, what="the processes of daemons that were killed end")
        if not self.world.alive:
            await self.world.start()
        else:
            await self.world.until(self.world._answers, seconds=REST, what="the API answers after all faults are lifted")
        judge = self.judge()
        end, asked, slow = time.monotonic() + REST, 0.0, time.monotonic() + SLOW
        while True:
            for deed in self.model.deeds:
                if not deed.taken and not deed.refused:
                    await self._do(deed, through="")
            for said in self.mine:
                if not said.sure:
                    await self._post(said, through="")
            if time.monotonic() - asked > 1.0:
                asked = time.monotonic()
                await self._poll_all()
            if all(d.taken or d.refused for d in self.model.deeds) and await judge.everything_settled():
                return
            if not self.slow and time.monotonic() > slow:
                self.slow = "\n".join(await judge.waiting())
            if time.monotonic() > end:
                never = [f"never taken: {d}" for d in self.model.deeds if not d.taken and not d.refused]
                raise Violation(f"not at rest {REST:.0f} s after all faults were lifted", *never, *await judge.waiting(), self.world.tail())
            await asyncio.sleep(0.05)

    async def _poll_all(self) -> None:
        for channel in ("support", "x", "sms"):
            await self.world.call("POST", f"/api/v1/channels/{channel}/poll", {})

    async def _mend(self, number: int) -> None:
        due = [mend for when, mend in self.mending if when <= number]
        self.mending = [(when, mend) for when, mend in self.mending if when > number]
        for mend in due:
            found = mend()
            if asyncio.iscoroutine(found):
                await found

    # ------------------------------------------------------------ steps

    async def _step(self, number: int, step: Step) -> None:
        what = dict(step.what)
        if step.kind == "say":
            await self._say(what["channel"], what["who"], what["form"])
        elif step.kind in ("reply", "recall", "note", "tag", "close", "merge", "first"):
            deed = self._deed(step.kind, what)
            if deed is not None:
                self.model.deeds.append(deed)
                self._beside(self._recall(deed) if step.kind == "recall" else self._do(deed, through="api"))
        elif step.kind == "poll":
            self._beside(self.world.call("POST", f"/api/v1/channels/{what['channel']}/poll", {}, through="api"))
        elif step.kind == "network":
            proxy = self.world.remotes.proxies[what["at"]]
            trouble = proxy.trouble(Trouble(what["kind"], what["way"], what["count"], what["seconds"]))
            self._later(number + what["steps"], lambda: proxy.lift(trouble))
        elif step.kind == "provider":
            self.world.remotes.fault(what["at"], what["kind"])
        else:
            await self._harm(number, step.kind, what)

    async def _harm(self, number: int, kind: str, what: dict[str, Any]) -> None:
        """What befalls the daemon itself."""
        world = self.world
        if kind in ("kill", "term"):
            world.unlimit()
            world.send(signal.SIGCONT)
            code = await world.kill(signal.SIGKILL if kind == "kill" else signal.SIGTERM)
            if kind == "term" and code != 0:
                raise Violation(f"SIGTERM ended it with {code}", world.tail())
            await asyncio.sleep(what.get("down", 0) / 1000)
            self._lift_database()
            await world.start()
        elif kind == "stop":
            world.send(signal.SIGSTOP)
            self._later(number + what["steps"], lambda: world.send(signal.SIGCONT))
        elif kind == "disk":
            world.fill_disk()
            self._later(number + what["steps"], world.unlimit)
        elif kind == "readonly":
            world.read_only(True)
            self._later(number + what["steps"], world.unlimit)
        elif kind == "reader":
            world.kill_reader(what["which"])
        elif kind == "files":
            world.few_files(what["spare"])
            self._later(number + what["steps"], world.unlimit)
        elif kind == "clock":
            world.jump(what["seconds"])

    def _lift_database(self) -> None:
        """A daemon cannot start without its database; that it says so is another test's."""
        if "db" in self.world.remotes.proxies:
            self.world.remotes.proxies["db"].lift()

    def _later(self, number: int, mend: Callable[[], Any]) -> None:
        self.mending.append((number, mend))

    def _beside(self, work: Awaitable[Any]) -> None:
        async def run() -> None:
            await work
        self.tasks.append(asyncio.create_task(run()))

    # ------------------------------------------------------------ customers

    def _name(self) -> str:
        self.number += 1
        return f"{self.tag}-{self.number}"

    def _who(self, channel: str, who: str) -> str:
        number = sum(map(ord, self.tag)) * 7 + self.history.seed
        return {"support": f"{who}{self.tag}@example.net", "x": f"@{who}{self.tag.replace('-', '_')}"[:15],
                "sms": f"+1416{(number * 10 + ord(who)) % 10_000_000:07d}", "shop": f"{who}-{self.tag}"}[channel]

    async def _say(self, channel: str, who: str, form: str) -> None:
        """A customer writes; what it is goes into the model before anybody can see it."""
        name, person = self._name(), self._who(channel, who)
        text = f"question-{name}"
        said = Said(channel, person, f"{name}@example.net" if channel == "support" else name, text)
        if channel == "support":
            await self._mail(said, form)
        elif channel == "shop":
            said.sure = False
            self.mine.append(said)
            self.model.said.append(said)
            said.text += f" thread {who}" if form == "thread" else ""
            if self.phase == "beginning":
                await self._post(said, through="")
            else:
                self._beside(self._post(said, through="api", again=form == "twice"))
            return
        else:
            more: dict[str, Any] = {"direct": True} if form == "direct" else {}
            said.external_id = await self.world.remotes.says(channel, person, text, **more)
        self.mine.append(said)
        self.model.said.append(said)

    async def _mail(self, said: Said, form: str) -> None:
        before = [one for one in self.mine if one.channel == "support" and one.who == said.who]
        answers, headers = "", ""
        if form == "follow" and before:
            answers = before[-1].external_id
        elif form == "answer":
            ours = [item for item in self.world.remotes.stage.received.items if item.channel == "support" and said.who in item.to]
            answers = ours[-1].external_id if ours else ""
        elif form == "automatic":
            headers = "Auto-Submitted: auto-replied\r\n"
        raw = written(sender=said.who, message_id=said.external_id, text=said.text, subject=f"About {said.text}", answers=answers,
                      headers=headers, html=form == "html",
                      file=random.Random(said.text).randbytes(300_000) if form == "file" else b"")
        said.times = 2 if form == "again" else 1
        for _ in range(said.times):
            await self.world.remotes.mail(raw, said.external_id)

    async def _post(self, said: Said, *, through: str, again: bool = False) -> None:
        """The shop posts, and posts again when it got no good answer or for no reason at all."""
        thread = said.text.rpartition(" thread ")[2] if " thread " in said.text else ""
        body = posted(said.external_id, said.who, said.text, f"{said.who}-{thread}" if thread else "")
        for _ in range(2 if again else 1):
            off = self.world.clock_off()
            stamp = str(int(time.time() + off))
            answer = await self.world.call("POST", "/hooks/shop/messages", through=through, data=body, headers={
                "Content-Type": "application/json", "X-Inbox-Timestamp": stamp, "X-Inbox-Signature": signature(SECRET, stamp, body)})
            if answer.status == 200 and isinstance(answer.body, dict):
                said.sure = True
            elif 400 <= answer.status < 500 and off == self.world.clock_off():  # else it is stale, for the clock jumped meanwhile
                raise Violation(f"the web hook of {said.external_id} was answered with {answer.status}", answer.body)

    # ------------------------------------------------------------ agents

    async def _recall(self, deed: Deed) -> None:
        """An agent answers and thinks better of it: what is taken back in time never leaves, what was too late says so."""
        await self._do(deed, through="api")
        if deed.message:
            answer = await self.world.call("POST", f"/api/v1/messages/{deed.message}/cancel", {}, through="api")
            deed.canceled = answer.taken
            if 400 <= answer.status < 500 and answer.status != 409:
                raise Violation(f"taking {deed.text} back was answered with {answer.status}", answer.body)

    def _deed(self, kind: str, what: dict[str, Any]) -> Deed | None:
        name = self._name()
        if kind == "first":
            return self._first(what["channel"], name)
        conversation, channel, who = self.homes[what["where"] % len(self.homes)]
        path = f"/conversations/{conversation}"
        if kind in ("reply", "recall"):
            body: dict[str, Any] = {"kind": "reply", "text": f"answer-{name}"}
            return Deed("reply", f"{path}/messages", body, f"key-{name}", f"answer-{name}", channel)
        if kind == "note":
            return Deed("note", f"{path}/messages", {"kind": "note", "text": f"note-{name}"}, f"key-{name}", f"note-{name}", channel)
        if kind == "tag":
            return Deed("tag", path, {}, "", f"tag-{name}", channel)
        if kind == "close":
            return Deed("close", path, {"status": "closed"}, "", "", channel)
        into, _, other = self.homes[what["into"] % len(self.homes)]
        if into == conversation:
            return None
        self.model.merged(who, other)
        return Deed("merge", f"{path}/merge", {"into": into}, "", "", channel)

    def _first(self, channel: str, name: str) -> Deed | None:
        if channel not in ("support", "sms"):
            return None
        text = f"answer-{name}"
        return Deed("first", "/conversations", {"channel": channel, "to": [self._who(channel, "z")], "subject": text, "text": text},
                    f"key-{name}", text, channel)

    async def _do(self, deed: Deed, *, through: str) -> None:
        """Tries it once. What the daemon refuses with a reason that a person could have foreseen is done with."""
        if deed.kind in ("tag", "close"):
            answer = await self._patch(deed, through)
        else:
            headers = {"Idempotency-Key": deed.key} if deed.key else {}
            answer = await self.world.call("POST", "/api/v1" + deed.path, deed.body, through=through, headers=headers)
        self._learn(deed, answer)

    async def _patch(self, deed: Deed, through: str) -> Answer:
        found = await self.world.call("GET", "/api/v1" + deed.path, through=through)
        if not found.taken or not isinstance(found.body, dict):
            return found
        if found.body.get("merged_into"):  # its new home is where it is done
            deed.path = f"/conversations/{found.body['merged_into']}"
            return Answer(0)
        body = {**deed.body, "version": found.body["version"]}
        if deed.kind == "tag":
            body["tags"] = [*found.body["tags"], deed.text]
        return await self.world.call("PATCH", "/api/v1" + deed.path, body, through=through)

    def _learn(self, deed: Deed, answer: Answer) -> None:
        code = answer.body.get("code", "") if isinstance(answer.body, dict) else ""
        if answer.taken and isinstance(answer.body, dict):
            deed.taken = True
            if deed.kind in ("reply", "note"):
                deed.message = answer.body["id"]
            elif deed.kind == "first":
                deed.message = answer.body["message"]["id"]
        elif answer.status == 409 and deed.kind in ("tag", "close"):
            pass  # somebody was faster: once more with the new version
        elif answer.status in (404, 409, 422) and deed.kind in ("merge", "close", "tag"):
            deed.refused = f"{answer.status} {code}"
        elif answer.status == 409 and code == "state" and "merged" in answer.body.get("detail", ""):
            deed.refused = "merged"  # it was never taken, or its key would have been known: see Judge
        elif 400 <= answer.status < 500 and answer.status != 429:
            raise Violation(f"{deed.kind} was answered with {answer.status}", answer.body)
