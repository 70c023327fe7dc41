"""The deeds that crash points are walked through: each says what comes before, what is done, and when it is done."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from model import Deed, Said
from play import Play
from remotes import written
from world import Violation, World

PATIENCE = 60.0
BIG = 300_000  # bytes of an attachment that becomes a file of its own


class Case:
    """One deed in a world, made anew for each point. `wires`: whose bytes count as steps, besides every commit."""

    wires: ClassVar[tuple[str, ...]] = ()
    from_start: ClassVar[bool] = False  # whether the points are those of the start itself

    def __init__(self, play: Play, name: str) -> None:
        self.play, self.world, self.model, self.name = play, play.world, play.model, name

    async def before(self) -> None:
        """While nothing dies."""

    async def act(self) -> None:
        """What is done while the point is armed."""

    async def done(self) -> bool:
        """Whether it is done as far as the API tells."""
        return await self.play.judge().everything_settled()

    async def judge(self) -> None:
        """What the model does not know of. Raises Violation."""

    # ------------------------------------------------------------ what cases share

    async def mail(self, who: str, *, big: bool = False) -> Said:
        """A mail of somebody whose address has the case's name in it."""
        name = f"{who}-{self.name}"
        said = Said("support", f"{name}@example.net", f"{name}@id.example", f"question-{name}")
        file = (said.text + " ").encode() * (BIG // len(said.text)) if big else b""
        self.model.said.append(said)
        await self.world.remotes.mail(
            written(sender=said.who, message_id=said.external_id, text=said.text, subject=said.text, file=file), said.external_id)
        return said

    async def heard(self, channel: str) -> Said:
        """A word of a customer on X or by text message."""
        number = sum(ord(letter) * 31 ** place for place, letter in enumerate(self.name)) % 10_000_000
        who = f"@c{number}" if channel == "x" else f"+1416{number:07d}"
        said = Said(channel, who, "", f"question-{self.name}")
        said.external_id = await self.world.remotes.says(channel, who, said.text)
        self.model.said.append(said)
        return said

    def shopped(self) -> Said:
        """What the shop is to post."""
        said = Said("shop", f"cust-{self.name}", f"post-{self.name}", f"question-{self.name}", sure=False)
        self.model.said.append(said)
        self.play.mine.append(said)
        return said

    async def home(self, said: Said) -> str:
        """The conversation of something that was said, once it is in."""
        await self.play._poll_all()

        async def there() -> str:
            rows = (await self.world.get(f"/ledger?channel={said.channel}&external_id={said.external_id}&state=stored"))["items"]
            return str((await self.world.get(f"/messages/{rows[0]['message']}"))["conversation"]) if rows else ""
        return await self.world.until(there, seconds=PATIENCE, what=f"{said.text} is in")


class IngestMail(Case):
    wires = ("imap",)

    async def act(self) -> None:
        await self.mail("ann", big=True)
        await self.mail("bob")
        await self.play._poll_all()


class IngestX(Case):
    wires = ("x",)

    async def act(self) -> None:
        await self.heard("x")
        await self.play._poll_all()


class IngestSms(Case):
    wires = ("twilio",)

    async def act(self) -> None:
        await self.heard("sms")
        await self.play._poll_all()


class WebHook(Case):
    async def before(self) -> None:
        self.said = self.shopped()

    async def act(self) -> None:
        await self.play._post(self.said, through="")

    async def done(self) -> bool:
        return self.said.sure and await super().done()


class Send(Case):
    """A reply on a channel, from the call to the provider's answer and the step behind it."""

    channel: ClassVar[str]

    async def ask(self) -> Said:
        return await self.heard(self.channel)

    async def before(self) -> None:
        home, text = await self.home(await self.ask()), f"answer-{self.name}"
        self.deed = Deed("reply", f"/conversations/{home}/messages", {"kind": "reply", "text": text}, f"key-{text}", text, self.channel)
        self.model.deeds.append(self.deed)

    async def act(self) -> None:
        await self.play._do(self.deed, through="")

    async def done(self) -> bool:
        return self.deed.taken and await super().done()


class SendMail(Send):
    channel, wires = "support", ("smtp", "imap")

    async def ask(self) -> Said:
        return await self.mail("cleo")

    async def copies(self) -> int:
        return sum(self.deed.text.encode() in raw for raw in await asyncio.to_thread(self.world.remotes.sent))

    async def done(self) -> bool:
        return await super().done() and bool(await self.copies())

    async def judge(self) -> None:
        """What is shown as sent gets one copy in Sent, however often that step was broken off."""
        state = (await self.world.get(f"/messages/{self.deed.message}"))["delivery"]["state"]
        if state == "sent":
            async def copied() -> bool:
                return bool(await self.copies())
            await self.world.until(copied, seconds=PATIENCE, what=f"{self.deed.text} lies in Sent")
        if await self.copies() > 1:
            raise Violation(f"{self.deed.text} lies in Sent {await self.copies()} times")


class SendX(Send):
    channel, wires = "x", ("x",)


class SendSms(Send):
    channel, wires = "sms", ("twilio",)


class SendShop(Send):
    channel, wires = "shop", ("shop",)

    async def ask(self) -> Said:
        said = self.shopped()
        await self.play._post(said, through="")
        return said


class Merge(Case):
    async def before(self) -> None:
        one, other = await self.mail("dan"), await self.mail("eve")
        homes = await self.home(one), await self.home(other)
        self.model.merged(one.who, other.who)
        self.deed = Deed("merge", f"/conversations/{homes[0]}/merge", {"into": homes[1]}, channel="support")
        self.model.deeds.append(self.deed)

    async def act(self) -> None:
        await self.play._do(self.deed, through="")

    async def done(self) -> bool:
        return self.deed.taken

    async def judge(self) -> None:
        """Where the answer was lost the second try may hear that it is done: that is the same to everybody."""
        if self.deed.refused:
            self.deed.refused, self.deed.taken = "", True
            await self.play.judge().judge()


class Start(SendMail):
    """A daemon that dies again and again while it starts, with a mail to fetch and a reply cut off in mid-send."""

    from_start = True

    async def before(self) -> None:
        await super().before()
        self.world.remotes.fault("smtp", "hang")
        await self.play._do(self.deed, through="")

        async def on_the_wire() -> bool:
            return bool((await self.world.get(f"/messages/{self.deed.message}"))["delivery"]["state"] == "sending")
        await self.world.until(on_the_wire, seconds=PATIENCE, what="the reply is on the wire")
        await self.world.kill()
        self.world.remotes.lift()
        await self.mail("fay")

    async def act(self) -> None:
        """The start is all."""


# ---------------------------------------------------------------- commands

class Command:
    """A command of `inbox` that dies at a point and is asked for again. The daemon runs beside it and must not notice."""

    def __init__(self, case: Case) -> None:
        self.case, self.world = case, case.world

    async def before(self) -> None:
        """While nothing dies."""

    def argv(self) -> Sequence[str]:
        raise NotImplementedError

    async def judge(self, died: bool) -> None:
        """After it has died, or is done. Raises Violation."""
        raise NotImplementedError


class Erase(Command):
    """Erasing a person, files and all. Asked for again, it is finished or says that there is no such person; nothing of them is left."""

    async def before(self) -> None:
        self.said = await self.case.mail("gus", big=True)
        self.contact = (await self._conversation())["contact"]["id"]

    async def _conversation(self) -> Any:
        return await self.world.get(f"/conversations/{await self.case.home(self.said)}")

    def argv(self) -> Sequence[str]:
        return ("erase", str(self.contact), "--yes")

    async def judge(self, died: bool) -> None:
        self.case.model.said.remove(self.said)
        if died:
            try:
                await asyncio.to_thread(self.world.inbox, *self.argv())
            except RuntimeError as error:
                if "there is no contact" not in str(error):
                    raise Violation("erase cannot be asked for again", str(error)) from error
        words = self.said.text.encode()

        async def gone() -> bool:
            return not await asyncio.to_thread(self._where, words)
        await self.world.until(gone, seconds=PATIENCE, what=f"nothing is left of {self.said.who}: {self._where(words)}")

    def _where(self, words: bytes) -> list[str]:
        """Files of the data folder that have these words."""
        found = []
        for path in self.world.data.rglob("*"):
            try:
                if path.is_file() and words in path.read_bytes():
                    found.append(str(path.relative_to(self.world.data)))
            except FileNotFoundError:
                continue  # it went this very moment
        return found


class Backup(Command):
    """A backup. One that was broken off is not there, or is whole; the next one to the same place works."""

    async def before(self) -> None:
        await self.case.home(await self.case.mail("hal", big=True))
        self.folder = self.world.folder / "backups" / self.case.name
        self.folder.mkdir(parents=True)
        self.target = self.folder / "inbox.tar"

    def argv(self) -> Sequence[str]:
        return ("backup", str(self.target))

    async def judge(self, died: bool) -> None:
        if died:  # the next one clears away what that one left
            following = self.target if not self.target.exists() else self.folder / "following.tar"
            await asyncio.to_thread(self.world.inbox, "backup", str(following))
        left = [path.name for path in self.folder.iterdir() if path.suffix != ".tar"]
        if left:
            raise Violation("a backup that was broken off leaves something for ever", *left)
        counts = json.loads(await asyncio.to_thread(self._restored))
        if len(counts) != sum(self.world.remotes.appended.values()):  # rows outlive an erasure
            raise Violation(f"the restored store has {len(counts)} mails of {sum(self.world.remotes.appended.values())}")

    def _restored(self) -> str:
        """The mails of the backup, by the command line of another installation."""
        folder = self.folder / "restored"
        config = self.folder / "restored.toml"
        config.write_text(self.world.config.read_text().replace(str(self.world.data), str(folder)))
        config.chmod(0o600)
        nursery, log = self.world.nursery, self.folder / "said"
        nursery.run(["restore", str(self.target), "--config", str(config)], log=log)
        return nursery.run(["ledger", "list", "--channel", "support", "--limit", "10000", "--json", "--config", str(config)], log=log)


CASES: dict[str, type[Case]] = {
    "ingest-mail": IngestMail, "ingest-x": IngestX, "ingest-sms": IngestSms, "webhook": WebHook, "send-mail": SendMail, "send-x": SendX,
    "send-sms": SendSms, "send-shop": SendShop, "merge": Merge, "start": Start}
COMMANDS: dict[str, Callable[[Case], Command]] = {"erase": Erase, "backup": Backup}
__all__ = ["CASES", "COMMANDS", "Case", "Command", "World"]
