"""Posts, chains and direct messages out; and looking whether one of them is there after all."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from inbox.connector import Context, Phase
from inbox.errors import PolicyError, RefusedError
from inbox.types import NotSent, OutboundMessage, Receipt

from . import facts, text
from .feed import moment_of, things

if TYPE_CHECKING:
    from .api import Api

_SURE = timedelta(seconds=60)  # after which a message that is not listed was not taken: a request ends long before
_SLACK = timedelta(seconds=3)  # X's clock is known to the second
_PAGES = 4


def parts_of(message: OutboundMessage) -> list[str]:
    """The posts that a text becomes; those of a chain as `prepare` froze them."""
    if message.prepared is not None:
        return [str(part) for part in json.loads(message.prepared)["parts"]]
    return text.split(message.text) if message.options.get("chain") else [message.text]


def is_direct(thread_id: str, options: Mapping[str, Any]) -> bool:
    """Whether it leaves as a direct message: it came by one, an agent wants it so, or it is a first word."""
    return bool(options.get("direct")) or not thread_id.startswith("post:")


class Outgoing:
    """Sends for one account, whose id is `me`."""

    def __init__(self, api: Api, context: Context, me: str) -> None:
        self._api = api
        self._context = context
        self._me = me

    async def send(self, message: OutboundMessage, phase: Phase) -> Receipt:
        """Hands it to X: a reply in public or a direct message, whichever way it came by."""
        if message.attachments:
            raise PolicyError("media", "X takes no files from this channel")
        if not message.text.strip():
            raise PolicyError("empty", "there is nothing to send")
        if is_direct(message.thread_id, message.options):
            return await self._direct(message, phase)
        return await self._posts(message, phase)

    # ------------------------------------------------------------ direct messages

    async def _direct(self, message: OutboundMessage, phase: Phase) -> Receipt:
        if len(message.text) > facts.DM_CHARACTERS:
            raise PolicyError("too_long", f"a direct message takes {facts.DM_CHARACTERS:,} characters")
        to = await self._where(message)
        await self._api.ready("POST /2/dm_conversations/:id/messages")
        if "participant" in to:
            await self._met(to["participant"], message.to[0].value)
        now = self._api.limits.now().isoformat()
        await phase("begun", begun_at=now, tried_at=now, begun_part=0)
        await phase("data_sent", to=next(iter(to.values())))
        made = await self._api.direct(message.text, **to)
        conversation = str(made.get("dm_conversation_id") or to.get("conversation", ""))
        return Receipt(external_ids=(str(made["dm_event_id"]),), thread_id=f"dm:{conversation}" if conversation else "")

    async def _met(self, number: str, value: str) -> None:
        """Answers come under the account's number; this is how they find the person that we wrote to by a handle."""
        note = f"met:{'-'.join(sorted((self._me, number), key=int))}"
        handle = value if value.startswith("@") else ""
        if (await self._context.note(note) or "") != handle:
            await self._context.set_note(note, handle)

    async def _where(self, message: OutboundMessage) -> dict[str, str]:
        """A conversation, or a person by number; a handle is looked up."""
        conversation = message.thread_id.removeprefix("dm:")
        if message.thread_id.startswith("dm:") and re.fullmatch(r"[\w-]{1,100}", conversation, re.ASCII):
            return {"conversation": conversation}
        if not message.to:
            raise PolicyError("no_recipient", "name somebody to write to")
        value = message.to[0].value
        if value.startswith("@"):
            value = str((await self._api.named(value[1:]))["id"])
        if not value.isdigit():
            raise RefusedError("no_such_user", f"{value!r} is no account at X")
        return {"participant": value}

    # ------------------------------------------------------------ posts

    async def _posts(self, message: OutboundMessage, phase: Phase) -> Receipt:
        parts = parts_of(message)
        for part in parts:
            if (size := text.weight(part)) > facts.POST_WEIGHT:
                raise PolicyError("too_long", f"the post has a weight of {size}, X takes {facts.POST_WEIGHT}; choose a chain "
                                              "of posts, or a direct message")
        ids = [str(name) for name in message.progress.get("ids", ())]
        if message.progress.get("begun_part") == len(ids) and len(parts) > 1 and len(ids) < len(parts):
            ids += await self._begun_before(message, parts, ids, phase)
        while len(ids) < len(parts):
            number = len(ids)
            answers = ids[-1] if ids else message.in_reply_to
            try:
                name = await self._post(message, parts[number], answers, number, phase)
            except RefusedError as error:
                raise RefusedError(error.code, _so_far(number, parts) + error.human) from error
            except PolicyError as error:
                raise PolicyError(error.code, _so_far(number, parts) + error.human) from error
            ids.append(name)
            if len(parts) > 1:
                await phase("part_sent", part=len(ids), of=len(parts), ids=ids)
        priced = any(text.has_link(part) for part in parts)
        return Receipt(external_ids=tuple(ids), thread_id=message.thread_id,
                       detail=f"a post with a link costs ${facts.WRITE_POST_WITH_URL:.2f}" if priced else "")

    async def _post(self, message: OutboundMessage, part: str, answers: str, number: int, phase: Phase) -> str:
        await self._api.ready("POST /2/tweets")
        begun = self._api.limits.now()
        # of a repetition the first try counts: that is when what X calls a duplicate may have been taken
        first = _moment(message.progress, "begun_at") if message.progress.get("begun_part") == number else None
        await phase("begun", begun_at=(first or begun).isoformat(), tried_at=begun.isoformat(), begun_part=number)
        await phase("data_sent", answers=answers, part=number + 1)
        try:
            return str((await self._api.post(part, answers))["id"])
        except RefusedError as error:
            if error.code != "duplicate" or first is None:
                raise
            found, _ = await self._find_post(part, answers, first)
            if not found:
                raise
            return found

    async def _begun_before(self, message: OutboundMessage, parts: Sequence[str], ids: Sequence[str], phase: Phase) -> list[str]:
        """A part whose end an earlier attempt did not learn: X is asked before it is said again."""
        begun = _moment(message.progress, "begun_at")
        if begun is None:
            return []
        found, _ = await self._find_post(parts[len(ids)], ids[-1] if ids else message.in_reply_to, begun)
        if not found:
            return []
        await phase("part_sent", part=len(ids) + 1, of=len(parts), ids=[*ids, found])
        return [found]

    # ------------------------------------------------------------ looking

    async def resolve(self, message: OutboundMessage) -> Receipt | NotSent | None:
        """What X shows of it: there, surely not there (a minute later), or nothing to be learnt now."""
        begun = _moment(message.progress, "begun_at")
        if begun is None:
            return None  # it is not known when it was tried: an older twin could be taken for it
        sure = self._api.limits.now() - (_moment(message.progress, "tried_at") or begun) > _SURE
        if is_direct(message.thread_id, message.options):
            found, thread, whole = await self._find_direct(message, begun)
            if found:
                return Receipt(external_ids=(found,), thread_id=thread, detail="found at X")
            return NotSent(detail="it is not among our direct messages at X") if whole and sure else None
        parts = parts_of(message)
        ids = [str(name) for name in message.progress.get("ids", ())]
        if len(ids) >= len(parts):
            return Receipt(external_ids=tuple(ids), thread_id=message.thread_id, detail="every part was taken")
        found, whole = await self._find_post(parts[len(ids)], ids[-1] if ids else message.in_reply_to, begun)
        if found and len(ids) + 1 == len(parts):
            return Receipt(external_ids=(*ids, found), thread_id=message.thread_id, detail="found at X")
        if found:  # the next attempt finds it again and goes on behind it
            return NotSent(detail=f"{len(ids) + 1} of {len(parts)} parts are at X; the rest is still to go out")
        return NotSent(detail="it is not among our posts at X") if whole and sure else None

    async def _find_post(self, part: str, answers: str, begun: datetime) -> tuple[str, bool]:
        """(id or nothing, whether all our posts since then were seen)."""
        token = ""
        for _ in range(_PAGES):
            answer = await self._api.own_posts(self._me, max_results=20, start_time=begun - _SLACK,
                                               **({"pagination_token": token} if token else {}))
            for post in things(answer):
                replied = [str(r.get("id")) for r in post.get("referenced_tweets") or ()
                           if isinstance(r, dict) and r.get("type") == "replied_to"]
                if text.same(part, text.whole(post)) and replied == ([answers] if answers else []):
                    return str(post["id"]), True
            token = _next(answer)
            if not token:
                return "", True
        return "", False

    async def _find_direct(self, message: OutboundMessage, begun: datetime) -> tuple[str, str, bool]:
        """(id or nothing, its thread, whether all that was said there since then was seen)."""
        to = await self._where(message)
        where = {"dm_conversation_id": to["conversation"]} if "conversation" in to else {"participant_id": to["participant"]}
        token = ""
        for _ in range(_PAGES):
            answer = await self._api.dms(bare=True, max_results=20, **where, **({"pagination_token": token} if token else {}))
            page = things(answer)
            for event in reversed(page):
                if _said_at(event) < begun - _SLACK:
                    return "", "", True
                if str(event.get("sender_id")) == self._me and text.same(message.text, text.plain(event)):
                    return str(event["id"]), f"dm:{event.get('dm_conversation_id', to.get('conversation', ''))}", True
            token = _next(answer)
            if not token:
                return "", "", True
        return "", "", False


def _so_far(done: int, parts: Sequence[str]) -> str:
    return f"{done} of {len(parts)} parts are posted; " if done else ""


def _moment(progress: Mapping[str, Any], name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(str(progress[name]))
    except (KeyError, ValueError):
        return None


def _said_at(event: Mapping[str, Any]) -> datetime:
    return moment_of(str(event["id"]))


def _next(answer: Mapping[str, Any]) -> str:
    meta = answer.get("meta")
    return str(meta.get("next_token") or "") if isinstance(meta, dict) else ""
