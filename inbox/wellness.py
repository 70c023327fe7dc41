"""How the installation fares, in words for a tired admin: what is wrong, and what mends it. Pure.

The page's `/health`, `inbox status` and `/metrics` say the same, because all three come from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from inbox.config import Config
from inbox.store.wellness import Facts, Queue

Level = Literal["ok", "warn", "fail"]
MINUTE, DAY = 60_000_000, 86_400_000_000  # microseconds
SOON = 14 * DAY  # an authorisation that ends within this is named
OLD_BACKUP = 7 * DAY
LATE, TOO_LATE = 10 * MINUTE, 60 * MINUTE  # how long a message may wait that is due
INTERVALS, LEAST = 5, 15 * MINUTE  # of a feed: polls that may fail to come before it counts as stopped
SKEW = 30.0  # seconds
DISK_LEAST, DISK_SHARE = 500 * 1024 * 1024, 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to know. `params` are what stands in the sentence, for a page that says it in another language.

    `commands`: what mends it when it is typed into a shell; a page has its own ways.
    """

    code: str
    level: Level
    text: str
    cure: str
    channel: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Bytes, where the data lies."""

    free: int
    total: int


def level(items: Iterable[Item]) -> Level:
    """The worst of them."""
    found = {item.level for item in items}
    return "fail" if "fail" in found else "warn" if "warn" in found else "ok"


def items(config: Config, channels: Iterable[Mapping[str, Any]], facts: Facts, disk: Disk, *, live: bool = True) -> list[Item]:
    """Everything that somebody should know, the worst first. `channels` as the API gives them, also those that left.

    `live`: a daemon runs on the store; that none does comes before all the rest.
    """
    known = list(channels)
    found = [*_daemon(live), *_disk(disk), *_of_the_whole(config, known, facts)]
    for channel in known:
        found += [*_state(config, channel, live), *_authorisation(channel, facts), *_feeds(config, channel, facts), *_ledger(channel)]
    names = {channel["name"] for channel in known if channel["state"] != "not_configured"}
    for name, queue in sorted(facts.queues.items()):
        found += _queue(name, queue, facts, left=name not in names)
    return sorted(found, key=lambda item: ("fail", "warn", "ok").index(item.level))


def _daemon(live: bool) -> Iterator[Item]:
    if not live:
        yield Item(code="no_daemon", level="fail", text="No daemon runs on this store: nothing is fetched or sent.",
                   cure="Start it, as a service or in this terminal.", commands=("systemctl start inbox", "inbox run"))


def _disk(disk: Disk) -> Iterator[Item]:
    free = f"{disk.free / 1e9:.1f} GB"
    if disk.free < DISK_LEAST:
        yield Item(code="disk_full", level="fail", text=f"Only {free} of the disk are left: nothing new is taken in.",
                   cure="Free space in the data folder, or give it a larger disk.", params={"free": disk.free})
    elif disk.total and disk.free / disk.total < DISK_SHARE:
        yield Item(code="disk_low", level="warn", text=f"{free} of the disk are left, less than a tenth.",
                   cure="Free space before 500 MB are left; then nothing new is taken in.", params={"free": disk.free})


def _of_the_whole(config: Config, channels: list[Mapping[str, Any]], facts: Facts) -> Iterator[Item]:
    if not any(channel["state"] != "not_configured" for channel in channels):
        yield Item(code="no_channel", level="warn", text="There is no channel yet.", cure="Connect one: a mailbox is a good beginning.")
    sender = config.mail.from_channel
    if not sender:
        yield Item(code="no_sender", level="warn", text="Password resets and invitations cannot be mailed.",
                   cure="Name an e-mail channel as from_channel in [mail] of the configuration file.")
    elif sender not in config.channels:
        yield Item(code="no_sender", level="fail", text=f"Password resets should leave by {sender}, which cannot send.",
                   cure="Correct that channel, or from_channel in [mail] of the configuration file.", params={"sender": sender})
    since = facts.backup_at or facts.begun_at
    if since is not None and facts.now - since > OLD_BACKUP:
        days = (facts.now - since) // DAY
        yield Item(code="backup_old", level="warn", params={"days": days, "ever": facts.backup_at is not None}, cure=(
            "Run `inbox backup PATH`, every day by a timer, and keep a copy of the key elsewhere."),
            text=f"The last backup is {days} days old." if facts.backup_at else "There has never been a backup.")
    if abs(facts.skew) > SKEW:
        yield Item(code="clock", level="warn", text=f"This machine's clock is {facts.skew:+.0f} s off the database's.",
                   cure="Let the clock be set: timedatectl set-ntp true.", params={"seconds": round(facts.skew)})
    for name in sorted(config.shadowed):
        yield Item(code="shadowed", level="warn", channel=name,
                   text=f"{name} is in the configuration file and was made in the browser too; the one of the file is in force.",
                   cure="Take it out of the file, and the one of the browser is in force.")


def _state(config: Config, channel: Mapping[str, Any], live: bool) -> Iterator[Item]:
    again = "It is tried again by itself" if live else "It is tried again when a daemon runs"
    look = ("inbox check --connect",)
    name, reason = channel["name"], channel["reason"] or ""
    of = {"channel": name, "params": {"reason": reason}}
    match channel["state"]:
        case "auth_required":
            yield Item(code="auth_required", level="fail", text=f"{name}: the service refuses our login: {reason}",
                       cure="Enter new credentials, or authorise the channel again.", **of,
                       commands=(f"inbox channel authorise {name}",) if getattr(config.channels.get(name), "oauth", None) else look)
        case "misconfigured":
            yield Item(code="misconfigured", level="fail", text=f"{name} does not run: {reason}", cure="Correct its settings.",
                       commands=("inbox check",), **of)
        case "down":
            yield Item(code="down", level="fail", text=f"{name} cannot be reached: {reason}",
                       cure=f"{again}. See whether the service is up and this machine's network; then test the channel.",
                       commands=look, **of)
        case "degraded":
            yield Item(code="degraded", level="warn", text=f"{name} works in part: {reason}",
                       cure=f"{again}; if it stays so, test the channel.", commands=look, **of)
        case "paused" if channel.get("enabled", True) and reason != "enabled = false":
            yield Item(code="paused", level="warn", text=f"{name} is paused: nothing is fetched there.", cure="Resume it.",
                       commands=(f"inbox channel resume {name}",), **of)


def _authorisation(channel: Mapping[str, Any], facts: Facts) -> Iterator[Item]:
    ends = channel.get("expires_at")
    left = None if ends is None or channel["state"] == "not_configured" else _micros(ends) - facts.now
    if left is not None and left < SOON:
        days = max(0, left // DAY)
        when = f"ends in {days} days" if left > 0 else "has ended"
        yield Item(code="authorisation_ends", level="warn" if left > 0 else "fail", channel=channel["name"],
                   text=f"The authorisation of {channel['name']} {when}.",
                   cure="Authorise the channel again before that; nothing is lost meanwhile.", params={"days": days, "at": ends},
                   commands=(f"inbox channel authorise {channel['name']}",))


def _feeds(config: Config, channel: Mapping[str, Any], facts: Facts) -> Iterator[Item]:
    settings = config.channels.get(channel["name"])
    if settings is None or channel["state"] not in ("ok", "degraded"):
        return
    patience = max(INTERVALS * settings.poll_seconds * 1_000_000, LEAST)
    for feed in channel["feeds"]:
        if feed["state"] == "ok" and feed["polled_at"] and facts.now - _micros(feed["polled_at"]) > patience:
            minutes = (facts.now - _micros(feed["polled_at"])) // MINUTE
            yield Item(code="feed_stopped", level="fail", channel=channel["name"], params={"feed": feed["name"], "minutes": minutes},
                       text=f"{channel['name']}: {feed['name']} was last looked at {minutes} minutes ago.",
                       cure="See whether the daemon runs with the role poll; restart it if it does.")


def _ledger(channel: Mapping[str, Any]) -> Iterator[Item]:
    count = channel["ledger"]["quarantined"]
    if count:
        yield Item(code="quarantine", level="warn", channel=channel["name"], params={"n": count},
                   text=f"{channel['name']}: {count} {'item' if count == 1 else 'items'} could not be read and wait in quarantine.",
                   cure="Look at them in the journal: read them again, or leave them out.", commands=(
                       f"inbox quarantine list --channel {channel['name']}", "inbox quarantine retry ID", "inbox quarantine drop ID"))


def _queue(name: str, queue: Queue, facts: Facts, *, left: bool) -> Iterator[Item]:
    if left and queue.queued:
        yield Item(code="left_queue", level="fail", channel=name, params={"n": queue.queued},
                   text=f"{queue.queued} {'message waits' if queue.queued == 1 else 'messages wait'} for {name}, which is there no more: "
                        "they never leave like this.", cure=f"Make a channel {name} again, or cancel them.",
                   commands=(f"inbox outbox list --channel {name}", "inbox outbox cancel MESSAGE"))
    elif queue.due_since is not None and facts.now - queue.due_since > LATE:
        minutes = (facts.now - queue.due_since) // MINUTE
        yield Item(code="queue_late", level="fail" if facts.now - queue.due_since > TOO_LATE else "warn", channel=name,
                   text=f"{name}: the oldest message has waited {minutes} minutes to be sent.", params={"minutes": minutes},
                   cure="See the state of the channel, and that a daemon runs with the role send.",
                   commands=(f"inbox outbox list --channel {name}",))
    if queue.uncertain:
        yield Item(code="uncertain", level="warn", channel=name, params={"n": queue.uncertain},
                   text=f"{name}: nobody knows whether {queue.uncertain} "
                        f"{'message' if queue.uncertain == 1 else 'messages'} went out.",
                   cure="Look at each and settle it: it was sent, or it is to be sent again.", commands=(
                       f"inbox outbox list --channel {name} --state uncertain", "inbox outbox resolve MESSAGE --sent",
                       "inbox outbox resolve MESSAGE --not-sent"))
    if queue.failed:
        yield Item(code="failed", level="warn", channel=name, params={"n": queue.failed},
                   text=f"{name}: {queue.failed} {'message' if queue.failed == 1 else 'messages'} could not be sent.",
                   cure="Open each: send it again, another way, or close its conversation.", commands=(
                       f"inbox outbox list --channel {name} --state failed", "inbox outbox retry MESSAGE"))


def _micros(text: str) -> int:
    """RFC 3339, as the store gives it."""
    return int(datetime.fromisoformat(text).astimezone(UTC).timestamp() * 1_000_000)
