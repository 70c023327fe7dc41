"""How pollers share the channels: each takes its part, nobody's channel stays alone, and a newcomer gets some. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

ALONE = 10.0  # seconds after which a channel that nobody took belongs to whoever can poll it, whatever his part is


@dataclass(frozen=True, slots=True)
class Plan:
    """Channels to take now, and channels to leave to others."""

    take: tuple[str, ...] = ()
    give: tuple[str, ...] = ()


def plan(mine: Collection[str], free: Mapping[str, float], others: int, pollers: int, wanted_by_nobody: Collection[str] = ()) -> Plan:
    """What a poller does next.

    `mine`: what it holds; `free`: what nobody holds, and for how many seconds; `others`: how many channels others hold;
    `pollers`: how many are alive, this one among them; `wanted_by_nobody`: what it gave before and got back. Some of the
    others may be unable to poll some of the channels, so a part is a wish and no limit.
    """
    part = -(-(len(mine) + len(free) + others) // max(pollers, 1))
    oldest = sorted(free, key=lambda name: (-free[name], name))
    room = max(part - len(mine), 0)
    take = tuple(name for place, name in enumerate(oldest) if place < room or free[name] >= ALONE)
    spare = sorted(set(mine) - set(wanted_by_nobody), reverse=True)
    give = tuple(spare[:max(len(mine) - part, 0)]) if not free else ()
    return Plan(take, give)
