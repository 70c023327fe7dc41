"""The reader against real mails and what their own projects expect of them; skipped where the samples are absent.

The floors are what was reached when they were written, less a little: a change that loses more than that must say why.
"""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from connectors.email import html, reply
from connectors.email.read import read
from inbox.types import Ignore, InboundMessage, RawItem, Read, Update

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside this checkout")

Row = dict[str, Any]


def rows(*kinds: str) -> list[Row]:
    with (SAMPLES / "expect.jsonl").open(encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if row["kind"] in kinds and not row.get("conflict")]


def mail(row: Row) -> list[Read]:
    meta = {"internaldate": "2020-01-01T00:00:00+00:00", "own": ["support@example.com"], "authserv": [], "flags": []}
    return read(RawItem(item=row["file"], kind="mail", data=(SAMPLES / row["file"]).read_bytes(), meta=meta))


def bare(text: str) -> str:
    """Without white space and NUL, which a database cannot hold."""
    return "".join(text.replace("\0", "").split())


def holds(message: InboundMessage, snippet: str) -> bool:
    tagless = unescape(re.sub(r"<[^>]*>", "", message.html))
    return any(bare(snippet) in bare(text) for text in (message.text, message.full_text, message.html, tagless))


def judged(row: Row, message: InboundMessage) -> dict[str, bool]:
    checks = {
        "subject": lambda: bare(message.subject) == bare(row["subject"]),
        "from_addr": lambda: bare(message.sender.value) == bare(row["from_addr"]).lower(),
        "attachment_count": lambda: len(message.attachments) == row["attachment_count"],
        "snippet": lambda: holds(message, row["snippet"]),
    }
    return {name: check() for name, check in checks.items() if name in row}


def test_every_sample_file_is_read_without_raising() -> None:
    """Mails or not: whatever stands in those folders goes in, something comes out."""
    count = 0
    for path in sorted(SAMPLES.rglob("*")):
        if path.is_file() and path.suffix in (".eml", ".box", ".txt", ".mbox") and path.stat().st_size < 2_000_000:
            assert mail({"file": str(path.relative_to(SAMPLES))}), path
            count += 1
    assert count > 500


def test_fields_that_must_be_right() -> None:
    right = wrong = 0
    misses = []
    for row in rows("mail"):
        agreed = row.get("cpython_email_agrees", [])
        message = mail(row)[0]
        if not agreed or not isinstance(message, InboundMessage):
            continue
        for name, ok in judged(row, message).items():
            if name in agreed:
                right, wrong = right + ok, wrong + (not ok)
                misses += [] if ok else [(name, row["file"])]
    assert right + wrong > 250
    assert right / (right + wrong) >= 0.99, misses


def test_questions_of_policy() -> None:
    marks = []
    for row in rows("mail"):
        message = mail(row)[0]
        if isinstance(message, InboundMessage):
            marks += [ok for name, ok in judged(row, message).items() if name in row.get("cpython_email_differs", [])]
    assert len(marks) > 25
    assert sum(marks) / len(marks) >= 0.65


def test_every_attachment_has_a_name() -> None:
    for row in rows("mail"):
        for message in mail(row):
            if isinstance(message, InboundMessage):
                assert all(file.name.strip() for file in message.attachments), row["file"]


def test_automatic_answers_are_messages_and_flagged() -> None:
    found = [(row, mail(row)[0]) for row in rows("mail") if row.get("is_auto_reply")]
    assert found
    for row, message in found:
        assert isinstance(message, InboundMessage), row["file"]
        assert "automatic" in message.flags, row["file"]


def test_newly_written_text_of_plain_bodies() -> None:
    misses = []
    total = 0
    for row in rows("text_body"):
        text = (SAMPLES / row["file"]).read_text(encoding="utf-8", errors="replace")
        found = reply.newly_written(text)
        total += 1
        wrong = "reply_text" in row and bare(found) != bare(row["reply_text"])
        wrong = wrong or any(bare(part) not in bare(found) for part in row.get("reply_contains", []))
        if wrong or any(bare(part) in bare(found) for part in row.get("reply_not_contains", [])):
            misses.append(row["file"])
    assert total > 60
    assert 1 - len(misses) / total >= 0.95, misses


def test_newly_written_text_of_html_and_of_whole_mails() -> None:
    misses = []
    total = 0
    for row in rows("html_body"):
        found = reply.newly_written(html.to_text((SAMPLES / row["file"]).read_text(encoding="utf-8", errors="replace")))
        total += 1
        misses += [] if bare(found) == bare(row["reply_text"]) else [row["file"]]
    for row in rows("mail"):
        message = mail(row)[0]
        if "reply_text" in row and isinstance(message, InboundMessage):
            total += 1
            misses += [] if bare(message.text) == bare(row["reply_text"]) else [row["file"]]
    assert total >= 15
    assert 1 - len(misses) / total >= 0.85, misses


@pytest.mark.section9(16)
def test_a_notice_is_never_a_message_and_a_person_never_a_notice() -> None:
    notices = persons = 0
    for row in rows("mail"):
        if row["source"] != "sisimai":
            continue
        found = mail(row)
        if row["is_bounce"] or row.get("is_complaint") or row.get("is_delivered_notice"):
            notices += 1
            assert all(isinstance(one, Update | Ignore) for one in found), row["file"]
        else:
            persons += 1
            assert all(isinstance(one, InboundMessage) for one in found), row["file"]
    assert notices > 200
    assert persons >= 4


def test_bounces_say_whom_why_and_whether_for_good() -> None:
    marks: dict[str, list[bool]] = {"recipient": [], "status": [], "hard": [], "count": []}
    for row in rows("mail"):
        if row["source"] != "sisimai" or not row["is_bounce"]:
            continue
        updates = [one for one in mail(row) if isinstance(one, Update)]
        marks["count"].append(len(updates) == len(row["bounce"]))
        marks["recipient"] += ["@" in one.recipient for one in updates]
        for update, wanted in zip(updates, row["bounce"], strict=False):
            marks["status"].append(update.code == wanted["status"])
            marks["hard"].append(update.hard == wanted["hard"])
    reached = {name: sum(found) / len(found) for name, found in marks.items()}
    assert reached["recipient"] >= 0.99, reached
    assert reached["count"] >= 0.98, reached
    assert reached["status"] >= 0.92, reached
    assert reached["hard"] >= 0.92, reached
