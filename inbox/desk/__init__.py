"""The desk: every verb of a person who answers (or of a rule, or a bot). Each is one transaction, audited and journalled.

Ids are those of the store's rows. Who may see a conversation has been decided before; the desk decides what may be done.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from inbox import html as store_html
from inbox.desk import changes, reply
from inbox.desk.draft import Draft, InvalidError, Typed, addresses, one_line, plain, tidy
from inbox.desk.route import Roster, same_audience
from inbox.errors import NotFoundError, PolicyError
from inbox.store import Store, blobs, canned, contacts, conversations, deliveries, triage, uploads
from inbox.store.acts import SYSTEM, Actor, audit, take_undo
from inbox.store.base import Tx
from inbox.store.times import micros
from inbox.store.uploads import Upload
from inbox.types import Address

__all__ = ["SYSTEM", "Actor", "Desk", "InvalidError", "Roster", "Upload"]

P = ParamSpec("P")
NAME = 200  # characters of a name


class Desk:
    """What an agent can do. Coroutines raise NotFoundError, ConflictError and PolicyError; its `code` is for programs."""

    def __init__(self, store: Store, roster: Roster) -> None:
        self.store = store
        self.roster = roster

    # ------------------------------------------------------------ writing

    async def reply(
            self, by: Actor, conversation: int, *, text: str = "", html: str = "", attachments: Sequence[str] = (),
            from_: str = "", to: Typed | None = None, cc: Typed | None = None, bcc: Typed | None = None,
            channel: str | None = None, options: Mapping[str, Any] | None = None, send_at: datetime | int | None = None,
            expected_last_message: int | None = None, format: str = "text", canned: int = 0,
            idempotency_key: str | None = None, body_hash: str = "") -> int:
        """Writes to the customer: makes a message and its delivery, due at once or at `send_at`. Returns the message.

        ConflictError: `newer_messages` (extra.messages: their ids), `idempotency_key`, `state` (merged: extra.into).
        PolicyError: see `policy.check` and `route.reply`. The same key with the same body gives the same message.
        `format` "markdown": `text` is Markdown, and `html` must be empty. `canned`: the canned reply that it began with.
        """
        draft = await self._draft(
            text, html, attachments, format=format, canned=canned, from_=from_, to=to, cc=cc, bcc=bcc, channel=channel or "",
            options=options or {}, send_at=_when(send_at), expected=expected_last_message)
        mark = reply.fingerprint(body_hash, "reply", conversation, *(() if body_hash else (draft,)))
        return await self.store.write(reply.reply, by, self.roster, conversation, draft, idempotency_key or "", mark)

    async def note(self, by: Actor, conversation: int, *, text: str = "", html: str = "", attachments: Sequence[str] = (),
                   format: str = "text", canned: int = 0, idempotency_key: str | None = None, body_hash: str = "") -> int:
        """Writes a private note, which is never delivered. Returns the message. PolicyError: `empty`."""
        draft = await self._draft(text, html, attachments, format=format, canned=canned)
        mark = reply.fingerprint(body_hash, "note", conversation, *(() if body_hash else (draft,)))
        return await self.store.write(reply.note, by, conversation, draft, idempotency_key or "", mark)

    async def begin(
            self, by: Actor, *, channel: str, to: Typed, subject: str = "", text: str = "", html: str = "",
            attachments: Sequence[str] = (), cc: Typed | None = None, bcc: Typed | None = None,
            options: Mapping[str, Any] | None = None, send_at: datetime | int | None = None, from_: str = "",
            format: str = "text", canned: int = 0, idempotency_key: str | None = None, body_hash: str = "") -> tuple[int, int]:
        """Writes a first message. Returns the new conversation and the message; refuses as `reply` does."""
        draft = await self._draft(
            text, html, attachments, format=format, canned=canned, from_=from_, to=to, cc=cc, bcc=bcc, channel=channel,
            options=options or {}, subject=subject, send_at=_when(send_at))
        mark = reply.fingerprint(body_hash, "begin", *(() if body_hash else (draft,)))
        return await self.store.write(reply.begin, by, self.roster, draft, idempotency_key or "", mark)

    @staticmethod
    async def _draft(text: str, html: str, attachments: Sequence[str], *, format: str = "text", **more: Any) -> Draft:
        """Text made fit and HTML made harmless before the transaction, which should be short."""
        text = tidy(text)
        if format == "markdown":
            clean, text = await _from_markdown(text, html)
            return Draft(text=text, html=clean, attachments=tuple(attachments), **more)
        if len(html) > store_html.MOST:
            raise PolicyError("too_long", f"the HTML has {len(html):,} characters; {store_html.MOST:,} are the most")
        clean = store_html.clean(tidy(html)) if html else ""
        return Draft(text=text or plain(clean), html=clean, attachments=tuple(attachments), **more)

    # ------------------------------------------------------------ what was written

    async def retry(self, by: Actor, message: int) -> None:
        """Sends again what failed, only to those it failed for. ConflictError: `state`."""
        await self.store.write(_settle, by, "retry", message, deliveries.retry)

    async def cancel(self, by: Actor, message: int) -> None:
        """Takes back what still waits. ConflictError: `state`."""
        await self.store.write(_settle, by, "cancel", message, deliveries.cancel)

    async def resolve(self, by: Actor, message: int, *, sent: bool) -> None:
        """Settles an uncertain send: it went out, or it goes again. ConflictError: `state`."""
        await self.store.write(_settle, by, "resolve", message, deliveries.resolve, sent)

    # ------------------------------------------------------------ triage

    async def patch(self, by: Actor, conversation: int, version: int | None, **asked: Any) -> str | None:
        """Sets `status`, `snoozed_until` (aware datetime or None), `assignee` (id or None), `tags` (all of them),
        `priority`, `subject`, `contact` (id or None). Returns the undo key, None when nothing changed.

        ConflictError: `version` (extra.version: the present one), `state`. InvalidError names the field.
        """
        if unknown := sorted(set(asked) - set(changes.FIELDS)):
            raise InvalidError((unknown[0], "there is no such field"))
        return await self.store.write(changes.patch, by, self.roster, conversation, version, asked)

    async def read(self, by: Actor, conversation: int, up_to: int) -> None:
        """The agent has read up to this message."""
        if by.id is not None:
            await self.store.write(triage.mark_read, by.id, conversation, up_to)

    async def unread(self, by: Actor, conversation: int) -> None:
        """The agent wants to see it as unread again."""
        if by.id is not None:
            await self.store.write(triage.mark_unread, by.id, conversation)

    async def merge(self, by: Actor, conversation: int, into: int) -> str:
        """Puts one conversation into another. Returns the undo key. PolicyError `channels`: others see the one than the other."""
        return await self.store.write(_merge, by, self.roster, conversation, into)

    async def split(self, by: Actor, conversation: int, message: int) -> tuple[int, str]:
        """Moves a message and all after it into a new conversation. Returns that and the undo key."""
        return await self.store.write(_split, by, conversation, message)

    async def undo(self, by: Actor, key: str) -> None:
        """Takes back what the key stands for, once. ConflictError `state`: done already, or changed again since."""
        await self.store.write(_undo, by, key)

    # ------------------------------------------------------------ people

    async def contact_create(self, by: Actor, *, name: str = "", notes: str = "",
                             addresses: Sequence[tuple[str, str]] = ()) -> int:
        """A new contact. An address is (channel, or kind of address; what a person typed). ConflictError: `address`."""
        known = self._addresses(addresses)
        if not one_line(name) and not known:
            raise InvalidError(("name", "a contact has a name or an address"))
        return await self.store.write(contacts.create, by, name=one_line(name)[:NAME], notes=tidy(notes), addresses=known)

    async def contact_patch(self, by: Actor, contact: int, version: int | None = None, *, name: str | None = None,
                            notes: str | None = None, addresses: Sequence[tuple[str, str]] | None = None) -> str | None:
        """Changes what is given; `addresses` are all of them. Returns the undo key, None when nothing changed."""
        return await self.store.write(
            contacts.patch, by, contact, version, name=None if name is None else one_line(name)[:NAME],
            notes=None if notes is None else tidy(notes), addresses=None if addresses is None else self._addresses(addresses))

    async def contact_merge(self, by: Actor, contact: int, into: int) -> str:
        """Everything of a contact goes to another. Returns the undo key."""
        return await self.store.write(contacts.merge, by, contact, into)

    def _addresses(self, typed: Sequence[tuple[str, str]]) -> tuple[Address, ...]:
        found: dict[tuple[str, str], Address] = {}
        for space, text in typed:
            for address in addresses(self._speaker(space), "addresses", [text]):
                found[address.kind, address.value] = address
        return tuple(found.values())

    def _speaker(self, space: str) -> Any:
        """The connector that understands addresses of a channel, or of a kind."""
        for name in self.roster.names():
            connector = self.roster.connector(name)
            if space == name or any(own.kind == space for own in connector.addresses()):
                return connector
        raise InvalidError(("addresses", f"no channel knows addresses of {space!r}"))

    # ------------------------------------------------------------ canned replies, files

    async def canned_add(self, by: Actor, *, name: str, text: str) -> int:
        """A new canned reply. ConflictError: `name`."""
        return await self.store.write(_audited, by, "canned.add", "canned", canned.add, name=_named(name), text=tidy(text))

    async def canned_patch(self, by: Actor, id_: int, *, name: str | None = None, text: str | None = None) -> None:
        """Changes a canned reply. ConflictError: `name`."""
        await self.store.write(_audited, by, "canned.update", f"canned:{id_}", canned.patch, id_,
                               name=None if name is None else _named(name), text=None if text is None else tidy(text))

    async def canned_delete(self, by: Actor, id_: int) -> None:
        """Removes a canned reply."""
        await self.store.write(_audited, by, "canned.delete", f"canned:{id_}", canned.delete, id_)

    async def upload(self, by: Actor, *, name: str, media_type: str, path: Path) -> Upload:
        """Registers a spooled file (`blobs.spool`) as an upload of this agent; a large one is adopted, not copied."""
        size, sha, data = await asyncio.to_thread(_take_in, self.store.data_dir, path)
        return await self.store.write(
            uploads.add, agent=by.id, name=one_line(name)[:255] or "file", size=size, sha=sha, data=data,
            media_type=one_line(media_type)[:255] or "application/octet-stream")


async def _from_markdown(text: str, html: str) -> tuple[str, str]:
    """(HTML, text)"""
    from inbox import markdown
    if html:
        raise InvalidError(("html", "it is made from the Markdown; leave it out"))
    if len(text) > markdown.MOST:
        raise PolicyError("too_long", f"the text has {len(text):,} characters; {markdown.MOST:,} are the most in Markdown")
    return await asyncio.to_thread(markdown.render, text)


def _take_in(data_dir: Path, path: Path) -> tuple[int, str, bytes | None]:
    """Blocks. Hashes a file and keeps a large one as a blob. (size, hash, the bytes of a small one)"""
    size = path.stat().st_size
    if size <= blobs.SMALL:
        data = path.read_bytes()
        return len(data), blobs.sha(data), data
    with path.open("rb") as file:
        sha = hashlib.file_digest(file, "sha256").hexdigest()
    blobs.adopt(data_dir, path, sha)
    return size, sha, None


def _when(at: datetime | int | None) -> int | None:
    """A moment, aware or in microseconds, as microseconds."""
    return micros(at) if isinstance(at, datetime) else at


def _named(name: str) -> str:
    line = one_line(name)[:NAME]
    if not line:
        raise InvalidError(("name", "a canned reply has a name"))
    return line


def _audited(tx: Tx, by: Actor, action: str, target: str, fn: Callable[Concatenate[Tx, P], Any], /, *args: P.args,
             **kwargs: P.kwargs) -> Any:
    result = fn(tx, *args, **kwargs)
    audit(tx, by, action, target if ":" in target else f"{target}:{result}")
    return result


def _settle(tx: Tx, by: Actor, verb: str, message: int, fn: Callable[Concatenate[Tx, int, P], None], /, *args: P.args,
            **kwargs: P.kwargs) -> None:
    fn(tx, message, *args, **kwargs)
    audit(tx, by, f"message.{verb}", f"message:{message}", **({"sent": args[0]} if args else {}))


def _merge(tx: Tx, by: Actor, roster: Roster, conversation: int, into: int) -> str:
    names = triage.channels(tx, conversation) | triage.channels(tx, into)
    if not same_audience(roster, names):
        raise PolicyError("channels", "other agents see the one than see the other")
    key = conversations.merge_into(tx, conversation, into, f"{by.name} merged them", by)
    if key is None:
        raise PolicyError("parted", "a person has split these two")
    return key


def _split(tx: Tx, by: Actor, conversation: int, message: int) -> tuple[int, str]:
    return conversations.split(tx, by, conversation, message)


def _undo(tx: Tx, by: Actor, key: str) -> None:
    action, data = take_undo(tx, by, key)
    if action == "patch":
        triage.undo_change(tx, int(data["conversation"]), data)
    elif action == "merge":
        conversations.undo_merge(tx, data)
    elif action == "split":
        conversations.undo_split(tx, by, data)
    elif action == "contact":
        contacts.undo_patch(tx, data)
    elif action == "contact_merge":
        contacts.undo_merge(tx, data)
    else:
        raise NotFoundError("this cannot be undone")
    audit(tx, by, f"undo.{action}", f"undo:{key}")
