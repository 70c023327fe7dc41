"""The Sent folder: a copy of what we sent, and a look whether something was sent."""

from __future__ import annotations

from datetime import datetime

from inbox.connector import Context
from inbox.types import NotSent, OutboundMessage, Receipt

from .config import EmailConfig
from .feed import Folder
from .imap import Mailbox

# these put what they send into Sent by themselves; a second copy would be a duplicate
_KEEP_THEMSELVES = ("gmail.com", "googlemail.com", "office365.com", "outlook.com")


class Copies:
    """Works on a connection of its own. Every step may be repeated: the Message-ID says what is there already."""

    def __init__(self, config: EmailConfig, context: Context) -> None:
        self.config = config
        self.context = context
        self._told = False
        self._folder = Folder("", config, context) if config.imap is not None else None
        self._name = "" if config.sent_folder == "-" else config.sent_folder

    async def close(self) -> None:
        if self._folder is not None:
            await self._folder.close()

    @property
    def kept_by_provider(self) -> bool:
        if self.config.graph is not None:
            return True
        hosts = [server.host.lower() for server in (self.config.smtp, self.config.imap) if server is not None]
        return any(host == known or host.endswith(f".{known}") for host in hosts for known in _KEEP_THEMSELVES)

    async def keep(self, message: OutboundMessage) -> None:
        """Puts a copy into Sent, once."""
        if self._folder is None or self.config.sent_folder == "-" or self.kept_by_provider or not message.prepared:
            return
        await self._folder.run(self._keep, message.external_id, message.prepared, message.at)

    async def find(self, message: OutboundMessage) -> Receipt | NotSent | None:
        """A Receipt when Sent has it. An absence proves nothing: copies come late, or never."""
        if self._folder is None or not message.external_id:
            return None
        found: bool = await self._folder.run(self._has, message.external_id)
        if not found:
            return None
        return Receipt(external_ids=(message.external_id,), detail="found in the Sent folder")

    def _keep(self, box: Mailbox, message_id: str, raw: bytes, at: datetime) -> None:
        if box.gmail:
            return
        name = self._sent(box)
        if name is None:
            if not self._told:
                self._told = True
                self.context.log.warning("the server has no Sent folder that can be found, so replies leave no copy "
                                         "there; name one with sent_folder, or write sent_folder = \"-\"")
            return
        if self.config.sent_folder and not box.exists(name):
            box.create(name)
        if not box.with_message_id(name, message_id):
            box.append(name, raw, at)
        box.unselect()

    def _has(self, box: Mailbox, message_id: str) -> bool:
        name = self._sent(box)
        if name is None or not box.exists(name):
            return False
        found = bool(box.with_message_id(name, message_id))
        box.unselect()
        return found

    def _sent(self, box: Mailbox) -> str | None:
        if not self._name:
            self._name = box.sent_folder() or ""
        return self._name or None
