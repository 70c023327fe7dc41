"""Notices about mail, on small ones of our own: what they say of our mail, and what they cannot make us believe."""

from __future__ import annotations

import pytest

from connectors.email.bounce import MAX_TEXT
from connectors.email.bounce_words import COPY
from connectors.email.read import read as _read
from inbox.types import InboundMessage, RawItem, Read, Update


def read(data: bytes) -> list[Read]:
    meta = {"internaldate": "2026-03-01T12:00:00+00:00", "own": ["support@example.com"], "authserv": [], "flags": []}
    return _read(RawItem(item="INBOX/1/1", kind="mail", data=data, meta=meta))


def parts(*given: str, kind: str = "report") -> tuple[str, str]:
    return f'Content-Type: multipart/{kind}; boundary="b"', "".join(f"--b\n{part}\n" for part in given) + "--b--\n"


def notice(status: str = "5.1.1", action: str = "failed", copy: str = "Message-ID: <ours@example.com>\n") -> list[Read]:
    report = (
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; relay@example.org\n"
        f"Original-Recipient: rfc822; <Ann@Example.net>\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 {status} User unknown\n"
    )
    head, body = parts("Content-Type: text/plain\n\nSorry\n", report, f"Content-Type: text/rfc822-headers\n\n{copy}")
    raw = f"From: MAILER-DAEMON@mx.example\nTo: support@example.com\n{head}; report-type=delivery-status\n\n{body}"
    return read(raw.encode())


@pytest.mark.section9(16)
def test_a_delivery_report_names_the_mail_it_is_about() -> None:
    (update,) = notice()
    assert isinstance(update, Update)
    assert (update.state, update.external_id, update.recipient) == ("bounced", "ours@example.com", "ann@example.net")
    assert (update.code, update.hard) == ("5.1.1", True)
    (late,) = notice("4.4.1", "delayed")
    assert isinstance(late, Update)
    assert (late.state, late.hard) == ("delayed", False)
    (unknown,) = notice(copy="")
    assert isinstance(unknown, Update)
    assert unknown.external_id == ""


@pytest.mark.section9(16)
def test_a_forged_notice_points_nowhere_but_where_its_copy_points() -> None:
    """What the notice itself claims in its own headers is not taken for the mail that it is about."""
    raw = (
        b"From: MAILER-DAEMON@evil.example\nSubject: failure notice\nIn-Reply-To: <ours@example.com>\n"
        b"References: <ours@example.com>\n"
        b"X-Failed-Recipients: ann@example.net\n\nCould not be delivered to ann@example.net: 550 5.1.1 user unknown\n"
    )
    (update,) = read(raw)
    assert isinstance(update, Update)
    assert (update.external_id, update.recipient, update.state) == ("", "ann@example.net", "bounced")


def test_a_customer_who_forwards_a_notice_is_heard() -> None:
    inner = "Content-Type: message/rfc822\n\nFrom: MAILER-DAEMON@x\nContent-Type: message/delivery-status\n\nStatus: 5.1.1\n"
    head, body = parts("\nWhat is this?\n", inner, kind="mixed")
    (message,) = read(f"From: ann@example.net\nSubject: Fwd: Undelivered Mail Returned to Sender\n{head}\n\n{body}".encode())
    assert isinstance(message, InboundMessage)
    assert message.text == "What is this?"


@pytest.mark.parametrize(
    ("said", "recipient", "code", "hard"),
    [
        ("<ann@example.net>:\nRemote host said: 550 5.1.1 no such user\n", "ann@example.net", "5.1.1", True),
        (
            "The following address(es) failed:\n\n  ann@example.net\n    550 mailbox is full\n",
            "ann@example.net",
            "5.0.922",
            False,
        ),
        ("Your message to <ann@example.net> was not delivered: host not found\n", "ann@example.net", "5.0.912", True),
        ("User's mailbox is full: <ann@example.net>\n452 4.2.2 try later\n", "ann@example.net", "4.2.2", False),
    ],
)
def test_bounces_in_words(said: str, recipient: str, code: str, hard: bool) -> None:
    copy = "\n--- Below this line is a copy of the message.\n\nMessage-ID: <ours@example.com>\nTo: other@example.org\n"
    head = "From: MAILER-DAEMON@mx.example\nTo: support@example.com\nSubject: failure notice\n\n"
    raw = f"{head}Sorry, it was not delivered.\n\n{said}{copy}"
    (update,) = read(raw.encode())
    assert isinstance(update, Update)
    assert (update.state, update.external_id) == ("bounced", "ours@example.com")
    assert (update.recipient, update.code, update.hard) == (recipient, code, hard)


def test_a_line_of_dashes_takes_no_time_that_grows_with_its_square() -> None:
    assert COPY.search("-" * MAX_TEXT) is None  # else this does not end
    assert COPY.search("----- - Original message -----")


def test_read_receipts_and_complaints() -> None:
    head, body = parts(
        "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;ann@example.net\n"
        "Original-Message-ID: <ours@example.com>\nDisposition: manual-action/MDN-sent-manually; displayed\n",
    )
    (seen,) = read(f"From: ann@example.net\n{head}; report-type=disposition-notification\n\n{body}".encode())
    assert isinstance(seen, Update)
    assert (seen.state, seen.external_id, seen.recipient) == ("read", "ours@example.com", "ann@example.net")
    head, body = parts(
        "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: ann@example.net\n",
        "Content-Type: message/rfc822\n\nMessage-ID: <ours@example.com>\nTo: ann@example.net\n\nx\n",
    )
    (spam,) = read(f"From: fbl@example.net\n{head}; report-type=feedback-report\n\n{body}".encode())
    assert isinstance(spam, Update)
    assert (spam.state, spam.external_id, spam.recipient) == ("complaint", "ours@example.com", "ann@example.net")
