"""What the control API (or a customer's behaviour) has somebody say, and who can say it at a provider."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

_FIELDS = {"channel", "from", "text", "subject", "reply_to", "attachments"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What somebody attached."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A customer writes. `sender`: as a person would type it on that channel. `reply_to`: an external id, or empty.

    `more`: what only some channels understand (`name` as X and WhatsApp show it; `direct`, `mention` on X; `to`, `cc`,
    `html`, `raw`, `folder`, `headers` in mail).
    """

    sender: str
    text: str
    subject: str | None = None
    reply_to: str = ""
    files: tuple[File, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


class Voice(Protocol):
    """A provider at whom customers write."""

    async def say(self, said: Said) -> str:
        """Delivers it and returns its external id. Raises ValueError with a sentence."""


def parse(body: Mapping[str, Any]) -> Said:
    """The body of `POST /say`. Raises ValueError that names the field."""
    try:
        files = tuple(
            File(name=str(item.get("name", "file")), media_type=str(item.get("media_type", "application/octet-stream")),
                 data=base64.b64decode(item.get("data", ""), validate=True))
            for item in body.get("attachments") or ())
    except (binascii.Error, AttributeError, TypeError) as error:
        raise ValueError(f"attachments: {{name, media_type, data in base64}} expected ({error})") from None
    more = {key: value for key, value in body.items() if key not in _FIELDS}
    for name in ("from", "text"):
        if not isinstance(body.get(name, ""), str):
            raise ValueError(f"{name}: a string is expected")
    if not body.get("from") and "raw" not in more:
        raise ValueError("from: who writes?")
    subject = body.get("subject")
    return Said(sender=body.get("from", ""), text=body.get("text", ""), files=files, more=more,
                subject=None if subject is None else str(subject), reply_to=str(body.get("reply_to") or ""))
