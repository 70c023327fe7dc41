"""Messages of ours whose end is not known yet: asked for where no callback tells.

They stand in one small note, because a connector sees no outbox; two daemons that write it in the same instant may lose an
entry, and then only the callback tells of that message.
"""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

from inbox.connector import Context
from inbox.errors import RefusedError, StoreError, TemporaryError
from inbox.types import Batch, RawItem

from .read import FINAL
from .wire import Wire

NOTE = "outstanding"
MOST = 500  # messages that are kept in mind, the newest
FOR = timedelta(hours=48)
STEPS = (3, 10, 30, 60, 300, 900, 3600)  # seconds between two looks at the same message
WITH_CALLBACK = 3  # the step to begin with where a callback is expected
AT_ONCE = 20  # messages that one poll looks at


class Statuses:
    """What is still to come, by SID: `key` of the delivery, `status` last seen, `next` look, `until` when."""

    def __init__(self, context: Context, wire: Wire) -> None:
        self._context = context
        self._wire = wire
        self._lock = asyncio.Lock()

    async def _load(self) -> dict[str, dict[str, Any]]:
        text = await self._context.note(NOTE)
        found: dict[str, dict[str, Any]] = json.loads(text) if text else {}
        return found

    async def _save(self, found: dict[str, dict[str, Any]]) -> None:
        now = self._context.now().timestamp()
        fresh = [(sid, entry) for sid, entry in found.items() if entry["until"] > now]
        await self._context.set_note(NOTE, json.dumps(dict(fresh[-MOST:]), separators=(",", ":")))

    async def sent(self, sid: str, key: str, *, callback: bool) -> None:
        """A message was taken by Twilio. That it cannot be written down costs only the later looks."""
        now = self._context.now()
        step = WITH_CALLBACK if callback else 0
        try:
            async with self._lock:
                found = await self._load()
                found[sid] = {"key": key, "status": "", "step": step, "until": (now + FOR).timestamp(),
                              "next": now.timestamp() + STEPS[step]}
                await self._save(found)
        except StoreError as error:
            self._context.log.warning("the status of %s will be known by callback only: %s", sid, error)

    async def known(self) -> dict[str, str]:
        """The delivery keys of SIDs that we still wait for."""
        return {sid: entry["key"] for sid, entry in (await self._load()).items()}

    async def ended(self, *sids: str) -> None:
        """Nothing more will come of these."""
        async with self._lock:
            found = await self._load()
            left = {sid: entry for sid, entry in found.items() if sid not in sids}
            if len(left) < len(found):
                await self._save(left)

    async def poll(self, cursor: str) -> Batch:
        """Looks at those that are due."""
        now = self._context.now()
        due = [(sid, entry) for sid, entry in (await self._load()).items()
               if not 0 < entry["next"] - now.timestamp() <= STEPS[-1]][:AT_ONCE]  # longer: the clock was set back meanwhile
        if not due:
            return Batch(cursor=cursor)
        answers = await asyncio.gather(*(self._look(sid) for sid, _ in due), return_exceptions=True)
        items = [item for (sid, entry), answer in zip(due, answers, strict=True)
                 if isinstance(answer, dict) and (item := self._item(sid, entry, answer, now))]
        failed = [answer for answer in answers if isinstance(answer, BaseException) and not isinstance(answer, RefusedError)]
        for error in failed:
            if not isinstance(error, TemporaryError) or error.limited:
                raise error
        await self._looked(due, answers, now)
        if failed and len(failed) == len(due):
            raise failed[0]
        return Batch(items=tuple(items), cursor=cursor)  # one that Twilio cannot tell holds up none beside it

    async def _look(self, sid: str) -> dict[str, Any]:
        return await self._wire.account(f"/Messages/{sid}.json")

    @staticmethod
    def _item(sid: str, entry: dict[str, Any], answer: dict[str, Any], now: datetime) -> RawItem | None:
        status = str(answer.get("status", ""))
        if status in ("", entry["status"]):
            return None
        return RawItem(item=f"status/{sid}/{status}", kind="status_rest", data=json.dumps(answer).encode(),
                       meta={"at": now.isoformat(), "key": entry["key"]})

    async def _looked(self, due: list[tuple[str, dict[str, Any]]], answers: list[Any], now: datetime) -> None:
        async with self._lock:
            found = await self._load()
            for (sid, _), answer in zip(due, answers, strict=True):
                entry = found.get(sid)
                if entry is None:
                    continue
                if isinstance(answer, RefusedError):  # Twilio does not know it (any more)
                    del found[sid]
                    continue
                entry["step"] = min(entry["step"] + 1, len(STEPS) - 1)
                entry["next"] = now.timestamp() + STEPS[entry["step"]]
            await self._save(found)

    async def settled(self, batch: Batch) -> None:
        """The news is kept: what has ended is forgotten, of the rest the status is remembered."""
        news = {sid: status for _, sid, status in (raw.item.split("/", 2) for raw in batch.items)}
        async with self._lock:
            found = await self._load()
            for sid, status in news.items():
                if sid in found:
                    found[sid]["status"] = status
            await self._save({sid: entry for sid, entry in found.items() if news.get(sid) not in FINAL})
