"""What arrived at the providers, in order: the control API shows it, and the customers live on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

CHANNELS = {"support": "email", "x": "x", "sms": "twilio"}  # the demo's channel -> its type


def channel(name: str) -> str:
    """The demo's channel for a channel's name or a type. Raises ValueError."""
    for known, type_ in CHANNELS.items():
        if name in (known, type_):
            return known
    raise ValueError(f"there is no channel {name!r}; there are {', '.join(CHANNELS)}")


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One message that a provider took from us. `raw`: the bytes on the wire. `extra`: what else may be of use."""

    channel: str
    sender: str
    to: tuple[str, ...]
    text: str
    external_id: str
    raw: bytes
    subject: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    extra: dict[str, Any] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """The shape of `GET /received`; `to` of several recipients is joined by a comma."""
        return {"channel": self.channel, "from": self.sender, "to": ", ".join(self.to), "subject": self.subject,
                "text": self.text, "external_id": self.external_id, "raw": self.raw.decode("utf-8", "replace"),
                "at": self.at.isoformat().replace("+00:00", "Z"), **self.extra}


class Received:
    """The list, and who is told of each addition."""

    def __init__(self) -> None:
        self.items: list[Arrival] = []
        self.listeners: list[Callable[[Arrival], None]] = []

    def add(self, arrival: Arrival) -> None:
        self.items.append(arrival)
        for listener in self.listeners:
            listener(arrival)
