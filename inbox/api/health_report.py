"""`GET /health`: how the installation fares, with a cure for each thing that is wrong. For people; `/healthz` is for machines."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import Field

from inbox import __version__, wellness
from inbox.api import channel_answers
from inbox.api.answers import Answer, Moment
from inbox.api.channels import names, rendered
from inbox.api.describe import Call, Routes
from inbox.app import App
from inbox.store import reports
from inbox.store import wellness as facts
from inbox.store.times import rfc3339

routes = Routes()


class HealthItem(Answer):
    """One thing to know. `code` and `params` are for a page that says it in another language."""

    code: str
    level: Literal["ok", "warn", "fail"]
    text: str
    cure: str
    channel: str | None
    params: dict[str, Any]


class HealthQueue(Answer):
    """What has not left yet, of every channel that the asker may see."""

    queued: int
    oldest_queued_at: Moment | None = Field(description="Since when the oldest that is due has waited.")
    uncertain: int
    failed: int


class HealthStore(Answer):
    """Where everything is kept. Sizes in bytes."""

    kind: Literal["sqlite", "postgresql"]
    size: int
    free: int
    backup_at: Moment | None


class Health(Answer):
    """`level` is the worst of the items."""

    level: Literal["ok", "warn", "fail"]
    items: list[HealthItem]
    channels: list[channel_answers.Channel]
    queue: HealthQueue
    store: HealthStore
    version: str
    started_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found at one moment."""

    items: list[wellness.Item]
    channels: list[dict[str, Any]]
    facts: facts.Facts
    disk: wellness.Disk


async def look(app: App, hidden: frozenset[str] = frozenset()) -> Seen:
    """How it fares, without what stands in hidden channels. The page and `/metrics` ask the same."""
    left = await app.store.read(reports.channel_names)
    channels = await rendered(app, [name for name in sorted({*names(app), *left}) if name not in hidden])
    found = await app.store.read(facts.facts, app.store.clock())
    found = replace(found, queues={name: queue for name, queue in found.queues.items() if name not in hidden})
    usage = shutil.disk_usage(app.store.data_dir)
    disk = wellness.Disk(free=usage.free, total=usage.total)
    items = [item for item in wellness.items(app.config, channels, found, disk) if item.channel not in hidden]
    return Seen(items=items, channels=channels, facts=found, disk=disk)


@routes("GET", "/health", answer=Health)
async def health(call: Call[None, None]) -> Any:
    """How the installation fares: what is wrong, what mends it, each channel, the queue, the store."""
    app = call.app
    seen = await look(app, call.sight.hidden)
    queues = seen.facts.queues.values()
    size = seen.facts.size if seen.facts.size is not None else app.store.path.stat().st_size
    return {
        "level": wellness.level(seen.items),
        "items": [{"code": i.code, "level": i.level, "text": i.text, "cure": i.cure, "channel": i.channel, "params": dict(i.params)}
                  for i in seen.items],
        "channels": [channel for channel in seen.channels if channel["state"] != "not_configured"],
        "queue": {"queued": sum(q.queued for q in queues), "uncertain": sum(q.uncertain for q in queues),
                  "failed": sum(q.failed for q in queues),
                  "oldest_queued_at": rfc3339(min((q.due_since for q in queues if q.due_since is not None), default=None))},
        "store": {"kind": app.store.dialect, "size": size, "free": seen.disk.free, "backup_at": rfc3339(seen.facts.backup_at)},
        "version": __version__, "started_at": rfc3339(app.started_at)}
