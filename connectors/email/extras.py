"""Calendar invitations and Outlook's winmail.dat. Both libraries are imported when such a mail comes."""

from __future__ import annotations

import mimetypes
from datetime import date, datetime
from typing import Any

from connectors.email import mime
from inbox.types import Attachment

MAX_CALENDAR = 512 * 1024
MAX_TNEF = 40 * 1024 * 1024
MAX_TNEF_FILES = 100


def calendar(data: bytes) -> dict[str, Any] | None:
    """method, summary, start, end, location, organizer of the first event; None when it cannot be read."""
    if len(data) > MAX_CALENDAR or b"BEGIN:VCALENDAR" not in data[:4096].upper():
        return None
    from icalendar import Calendar  # 60 ms of import
    try:
        found = Calendar.from_ical(data)
        event = next(iter(found.walk("VEVENT")), None)
        if event is None:
            return None
        summary = {
            "method": str(found.get("METHOD", "")).upper(),
            "summary": mime.plain(str(event.get("SUMMARY", "")))[:500],
            "start": _when(event, "DTSTART"), "end": _when(event, "DTEND"),
            "location": mime.plain(str(event.get("LOCATION", "")))[:500],
            "organizer": mime.normalise(str(event.get("ORGANIZER", "")).lower().removeprefix("mailto:"))[:320],
        }
    except Exception:  # noqa: BLE001 - an old parser over hostile bytes: whatever it raises, the file is kept
        return None
    return {key: value for key, value in summary.items() if value}


def _when(event: Any, name: str) -> str:
    value = event.get(name)
    found = getattr(value, "dt", None)
    return found.isoformat() if isinstance(found, (datetime, date)) else ""


def tnef(data: bytes) -> list[Attachment]:
    """The files in a winmail.dat; empty when it cannot be read or is too large (then the file itself is kept)."""
    if len(data) > MAX_TNEF or not data.startswith(b"\x78\x9f\x3e\x22"):
        return []
    from tnefparse import TNEF
    files: list[Attachment] = []
    try:
        parsed = TNEF(data, do_checksum=False)
        for found in parsed.attachments[:MAX_TNEF_FILES]:
            content = bytes(found.data)
            name = mime.filename(str(found.long_filename() or found.name or "")) or f"attachment-{len(files) + 1}.bin"
            files.append(Attachment(name=name, size=len(content), data=content,
                                    media_type=mimetypes.guess_type(name)[0] or "application/octet-stream"))
    except Exception:  # noqa: BLE001 - an old parser over hostile bytes: whatever it raises, the file is kept
        return []
    return files
