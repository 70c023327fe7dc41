"""The desk: every verb of a person who answers (or of a rule, or a bot). Each is one transaction, audited and journalled.

Ids are those of the store's rows. Who may see a conversation has been decided before; the desk decides what may be done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from inbox import html as store_html
from inbox.desk import bulk, changes, person, reply, undoing
from inbox.desk.bulk import Outcome
from inbox.desk.draft import Draft, InvalidError, Typed, addresses, one_line, plain, tidy
from inbox.desk.route import Roster, same_audience
from inbox.errors import ConflictError, PolicyError
from inbox.store import Store, blobs, canned, contacts, conversations, deliveries, message_views, moving, removing, triage, unused, uploads
from inbox.store.acts import SYSTEM, Actor, audit, take_undo
from inbox.store.base import Tx
from inbox.store.times import micros
from inbox.store.uploads import Upload
from inbox.store.views import Sight
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
            expected_last_message: int | None = None, format: str = "text", canned: int = 0, discard: bool = False,
            idempotency_key: str | None = None, body_hash: str = "") -> int:
        """Writes to the customer: makes a message and its delivery, due at once or at `send_at`. Returns the message.

        ConflictError: `newer_messages` (extra.messages: their ids), `idempotency_key`, `state` (merged: extra.into).
        PolicyError: see `policy.check` and `route.reply`. The same key with the same body gives the same message.
        `format` "markdown": `text` is Markdown, and `html` must be empty. `canned`: the canned reply that it began with.
        `discard`: the agent's draft of it goes in the same transaction.
        """
        draft = await self._draft(
            text, html, attachments, format=format, canned=canned, discard=discard, from_=from_, to=to, cc=cc, bcc=bcc,
            channel=channel or "", options=options or {}, send_at=_when(send_at), expected=expected_last_message)
        mark = reply.fingerprint(body_hash, "reply", conversation, *(() if body_hash else (draft,)))
        return await self.store.brief(reply.reply, by, self.roster, conversation, draft, idempotency_key or "", mark)

    async def note(self, by: Actor, conversation: int, *, text: str = "", html: str = "", attachments: Sequence[str] = (),
                   format: str = "text", canned: int = 0, discard: bool = False, mentions: Sequence[int] = (),
                   idempotency_key: str | None = None, body_hash: str = "") -> int:
        """Writes a private note, which is never delivered. Returns the message. PolicyError: `empty`.

        `mentions`: agents who are to hear of it; InvalidError when one of them may not see the conversation.
        """
        draft = await self._draft(text, html, attachments, format=format, canned=canned, discard=discard, mentions=tuple(mentions))
        mark = reply.fingerprint(body_hash, "note", conversation, *(() if body_hash else (draft,)))
        return await self.store.brief(reply.note, by, self.roster, conversation, draft, idempotency_key or "", mark)

    async def begin(
            self, by: Actor, *, channel: str, to: Typed, subject: str = "", text: str = "", html: str = "",
            attachments: Sequence[str] = (), cc: Typed | None = None, bcc: Typed | None = None,
            options: Mapping[str, Any] | None = None, send_at: datetime | int | None = None, from_: str = "",
            format: str = "text", canned: int = 0, discard: bool = False, idempotency_key: str | None = None,
            body_hash: str = "") -> tuple[int, int]:
        """Writes a first message. Returns the new conversation and the message; refuses as `reply` does."""
        draft = await self._draft(
            text, html, attachments, format=format, canned=canned, discard=discard, from_=from_, to=to, cc=cc, bcc=bcc,
            channel=channel, options=options or {}, subject=subject, send_at=_when(send_at))
        mark = reply.fingerprint(body_hash, "begin", *(() if body_hash else (draft,)))
        return await self.store.brief(reply.begin, by, self.roster, draft, idempotency_key or "", mark)

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
        await self.store.brief(_settle, by, "retry", message, deliveries.retry)

    async def cancel(self, by: Actor, message: int) -> None:
        """Takes back what still waits. ConflictError: `state`."""
        await self.store.brief(_settle, by, "cancel", message, deliveries.cancel)

    async def resolve(self, by: Actor, message: int, *, sent: bool) -> None:
        """Settles an uncertain send: it went out, or it goes again. ConflictError: `state`."""
        await self.store.brief(_settle, by, "resolve", message, deliveries.resolve, sent)

    # ------------------------------------------------------------ triage

    async def patch(self, by: Actor, conversation: int, version: int | None, **asked: Any) -> str | None:
        """Sets `status`, `snoozed_until` (aware datetime or None), `assignee` (id or None), `tags` (all of them),
        `priority`, `subject`, `contact` (id or None). Returns the undo key, None when nothing changed.

        ConflictError: `version` (extra.version: the present one), `state`. InvalidError names the field.
        """
        if unknown := sorted(set(asked) - set(changes.FIELDS)):
            raise InvalidError((unknown[0], "there is no such field"))
        return await self.store.brief(changes.patch, by, self.roster, conversation, version, asked)

    async def delete(self, by: Actor, conversation: int, hidden: Collection[str] = ()) -> None:
        """Removes a conversation for good. ConflictError `state`, `sending`; PolicyError `channels`: see `removing.delete`."""
        await self.store.write(removing.delete, by, conversation, hidden)
        await unused.unlink_or_owe(self.store)

    async def read(self, by: Actor, conversation: int, up_to: int) -> None:
        """The agent has read up to this message."""
        if by.id is not None:
            await self.store.brief(triage.mark_read, by.id, conversation, up_to)

    async def unread(self, by: Actor, conversation: int) -> None:
        """The agent wants to see it as unread again."""
        if by.id is not None:
            await self.store.brief(triage.mark_unread, by.id, conversation)

    async def merge(self, by: Actor, conversation: int, into: int) -> str:
        """Puts one conversation into another. Returns the undo key. PolicyError `channels`: others see the one than the other."""
        return await self.store.write(_merge, by, self.roster, conversation, into)

    async def split(self, by: Actor, conversation: int, message: int) -> tuple[int, str]:
        """Moves a message and all after it into a new conversation. Returns that and the undo key."""
        return await self.store.write(_split, by, conversation, message)

    async def bulk_patch(self, by: Actor, ids: Sequence[int], may: bulk.Guard, **asked: Any) -> Outcome:
        """Changes many as `patch` does, each by itself; `may` raises NotFoundError for one that the agent may not see."""
        return await self.store.write(bulk.patch, by, self.roster, ids, asked, may)

    async def bulk_merge(self, by: Actor, ids: Sequence[int], into: int, may: bulk.Guard) -> Outcome:
        """Puts many into one as `merge` does. Raises NotFoundError when that one is not there."""
        return await self.store.write(_merge_many, by, self.roster, ids, into, may)

    async def move(self, by: Actor, message: int, to: int | None) -> tuple[int, str]:
        """Puts one message into another conversation, None: into a new one. Returns where it is and the undo key.

        ConflictError `state`: nothing would remain. PolicyError `channels`: others see the one than the other.
        """
        return await self.store.write(_move, by, self.roster, message, to)

    async def link(self, by: Actor, one: int, other: int, *, linked: bool = True) -> str | None:
        """Marks two conversations as related, or not. Returns the undo key, None when it was so already."""
        return await self.store.write(moving.link, by, one, other, linked)

    async def undo(self, by: Actor, key: str, may: undoing.Guard | None = None) -> list[tuple[str, str]]:
        """Takes back what the key stands for, once. ConflictError `state`: done already, or changed again since.

        Of many at once it takes back what it can and returns (code, detail) of the others. `may` raises NotFoundError
        when the agent may not see (any more) what it is about.
        """
        return await self.store.write(_undo, by, key, may)

    # ------------------------------------------------------------ people

    async def contact_create(self, by: Actor, *, addresses: Sequence[tuple[str, str]] = (), **given: Any) -> int:
        """A new contact; `given` as in `contact_patch`. An address is (channel, or kind of address; what a person typed).

        ConflictError: `address`.
        """
        known, fit = self._addresses(addresses), person.fit(given)
        if not fit.get("name") and not known:
            raise InvalidError(("name", "a contact has a name or an address"))
        return await self.store.write(contacts.create, by, addresses=known, **{"name": "", **fit})

    async def contact_patch(self, by: Actor, contact: int, version: int | None = None, *, unseen: Collection[str] = (),
                            addresses: Sequence[tuple[str, str]] | None = None, **given: Any) -> str | None:
        """Changes what is given: `name`, `notes`, `language`, `time_zone`, `tags`, `fields`, `blocked`, `show_images`.

        `addresses` are all of them, but for kinds that are `unseen`. Returns the undo key, None when nothing changed.
        """
        known = None if addresses is None else self._addresses(addresses)
        return await self.store.write(contacts.patch, by, contact, version, person.fit(given), known, unseen)

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

    async def canned_add(self, by: Actor, **given: Any) -> int:
        """A new canned reply: `name`, `text`, `shortcut`, `actions`, `variants`. ConflictError: `name`, `shortcut`."""
        return int(await self.store.write(_audited, by, "canned.add", "canned", partial(canned.add, **_canned(given))))

    async def canned_patch(self, by: Actor, id_: int, **given: Any) -> None:
        """Changes what is given of a canned reply. ConflictError: `name`, `shortcut`."""
        await self.store.write(_audited, by, "canned.update", f"canned:{id_}", partial(canned.patch, canned=id_, **_canned(given)))

    async def canned_delete(self, by: Actor, id_: int) -> None:
        """Removes a canned reply."""
        await self.store.write(_audited, by, "canned.delete", f"canned:{id_}", canned.delete, id_)

    async def upload(self, by: Actor, *, name: str, media_type: str, path: Path) -> Upload:
        """Registers a spooled file (`store.shelf.spool`) as an upload of this agent; a large one is adopted, not copied."""
        size, sha, data = await asyncio.to_thread(_take_in, path)
        if data is None:
            await blobs.adopt(self.store, path, sha)
        return await self.store.write(
            uploads.add, agent=by.id, name=one_line(name)[:255] or "file", size=size, sha=sha, data=data,
            media_type=one_line(media_type)[:255] or "application/octet-stream")

    async def upload_again(self, by: Actor, key: str, sight: Sight) -> Upload:
        """A file of a message as an upload of this agent: to forward it, or to write the message anew.

        NotFoundError: not there for this agent. ConflictError: it was never fetched (`pending`, `failed`).
        """
        return await self.store.write(_again, by, key, sight)


def _again(tx: Tx, by: Actor, key: str, sight: Sight) -> Upload:
    row = message_views.attachment(tx, key, sight)
    if row.state != "stored":
        raise ConflictError(f"{row.name} was not fetched, so it cannot go out again", code=row.state)
    return uploads.again(tx, by.id, row)


async def _from_markdown(text: str, html: str) -> tuple[str, str]:
    """(HTML, text)"""
    from inbox import markdown
    if html:
        raise InvalidError(("html", "it is made from the Markdown; leave it out"))
    if len(text) > markdown.MOST:
        raise PolicyError("too_long", f"the text has {len(text):,} characters; {markdown.MOST:,} are the most in Markdown")
    return await asyncio.to_thread(markdown.render, text)


def _take_in(path: Path) -> tuple[int, str, bytes | None]:
    """Blocks. (size, hash, the bytes of a small file)"""
    size = path.stat().st_size
    if size <= blobs.SMALL:
        data = path.read_bytes()
        return len(data), blobs.sha(data), data
    return size, blobs.sum_of(path), None


def _when(at: datetime | int | None) -> int | None:
    """A moment, aware or in microseconds, as microseconds."""
    return micros(at) if isinstance(at, datetime) else at


def _named(name: str) -> str:
    line = one_line(name)[:NAME]
    if not line:
        raise InvalidError(("name", "a canned reply has a name"))
    return line


def _canned(given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a canned reply, fit for the store."""
    fit = dict(given)
    if "name" in fit:
        fit["name"] = _named(fit["name"])
    if "text" in fit:
        fit["text"] = tidy(fit["text"])
    if "variants" in fit:
        fit["variants"] = {locale: tidy(text) for locale, text in fit["variants"].items()}
    return fit


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


def _merge_many(tx: Tx, by: Actor, roster: Roster, ids: Sequence[int], into: int, may: bulk.Guard) -> Outcome:
    return bulk.merge(tx, by, ids, into, may, lambda one: _merge(tx, by, roster, one, into))


def _move(tx: Tx, by: Actor, roster: Roster, message: int, to: int | None) -> tuple[int, str]:
    if to is not None:
        channel = tx.value("SELECT channel FROM message WHERE id = :id", id=message)
        if channel is not None and not same_audience(roster, {channel} | triage.channels(tx, to)):
            raise PolicyError("channels", "other agents see the message than see that conversation")
    return moving.move(tx, by, message, to)


def _undo(tx: Tx, by: Actor, key: str, may: undoing.Guard | None) -> list[tuple[str, str]]:
    action, data = take_undo(tx, by, key)
    if action != "bulk":
        undoing.take_back(tx, by, action, data, may)
        audit(tx, by, f"undo.{action}", undoing.about(action, data), undo=key)
        return []
    failed: list[tuple[str, str]] = []
    for one in reversed(data["keys"]):
        try:
            undoing.take_back(tx, by, *take_undo(tx, by, one), may)
        except bulk.Refusal as error:
            failed.append((bulk.code_of(error), str(error)))
    if len(failed) == len(data["keys"]):
        raise ConflictError(failed[0][1], code="state")
    audit(tx, by, "undo.bulk", f"undo:{key}", failed=len(failed))
    return failed
