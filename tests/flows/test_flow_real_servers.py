"""Dovecot brings the mail and OpenSMTPD takes it: two servers that nobody here wrote."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import daemons
import pytest
import servers

ANN, BOB = "ann@customers.example", "bob@customers.example"
LARGEST = 20_000  # bytes that the SMTP server takes


def _mail(sender: str, subject: str, text: str) -> bytes:
    return (f"From: {sender}\r\nTo: support@shop.example\r\nSubject: {subject}\r\n"
            f"Date: Fri, 20 Nov 2026 10:00:00 +0000\r\nMessage-ID: <{subject}@customers.example>\r\n\r\n{text}\r\n").encode()


class _Office:
    """The daemon between both servers."""

    def __init__(self, folder: Path, dovecot: servers.DovecotServer, smtpd: servers.OpenSmtpd) -> None:
        self.dovecot, self.smtpd = dovecot, smtpd
        self.daemon = daemons.Daemon(folder, {"support": {
            "type": "email", "address": "support@shop.example", "name": "Shop", "poll_seconds": 1, "initial_sync": "all",
            "imap": {"host": dovecot.host, "port": dovecot.port, "tls": "none", "username": "support", "password": dovecot.password},
            "smtp": {"host": smtpd.host, "port": smtpd.port, "tls": "none"}}})

    def question(self, subject: str) -> dict[str, Any]:
        """A customer's mail comes in; its conversation."""
        self.dovecot.deliver("support", [_mail(f"Ann Lee <{ANN}>", subject, "Where is it?")])
        found: dict[str, Any] = daemons.until(lambda: next(
            (c for c in self.daemon.every("/conversations") if c["subject"] == subject), None), what=f"{subject} is in")  # type: ignore[arg-type]
        return found

    def answer(self, conversation: dict[str, Any], text: str, **more: Any) -> str:
        status, made = self.daemon.api(f"/conversations/{conversation['id']}/messages", "POST", {"kind": "reply", "text": text, **more})
        assert status == 202, made
        return str(made["id"])

    def delivery(self, message: str, *states: str) -> dict[str, Any]:
        """Waits until the reply is in one of these states."""
        def look() -> dict[str, Any] | None:
            found: dict[str, Any] = self.daemon.get(f"/messages/{message}")["delivery"]
            return found if found["state"] in states else None
        found: dict[str, Any] = daemons.until(look, what=f"{states}")  # type: ignore[arg-type]
        return found

    def arrived(self, address: str, count: int) -> list[bytes]:
        """Waits for so many mails in a customer's mailbox."""
        daemons.until(lambda: len(self.smtpd.mails(address)) >= count, what=f"{count} mails for {address}")
        found = self.smtpd.mails(address)
        assert len(found) == count
        return found

    def queue_is_empty(self) -> bool:
        outbox = self.daemon.get("/channels/support")["outbox"]
        return not outbox["queued"] and not outbox["uncertain"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Office]:
    with servers.DovecotServer() as dovecot, servers.OpenSmtpd({ANN}, max_size=LARGEST) as smtpd:
        office = _Office(tmp_path_factory.mktemp("office"), dovecot, smtpd)
        with office.daemon:
            yield office


def test_a_reply_arrives_byte_by_byte_and_leaves_a_copy_in_sent(office: _Office) -> None:
    before = len(office.smtpd.mails(ANN))
    text = "Grüße, Ann 👋\n.\n..a line that begins with a dot\nFrom the shop\n" + "wide " * 300
    message = office.answer(office.question("exact"), text)
    office.delivery(message, "sent")
    raw = office.arrived(ANN, before + 1)[-1]
    ours = daemons.until(lambda: [m for _, m in office.dovecot.messages("support", "Sent")
                                  if b"Re: exact" in m], what="a copy in Sent")[0]
    assert raw.endswith(ours), "what arrived is what was sent, under the lines of the delivery"
    assert raw.startswith(b"Return-Path: <support@shop.example>")
    parsed = email.message_from_bytes(ours, policy=email.policy.default)
    assert parsed["In-Reply-To"] == "<exact@customers.example>"
    assert parsed["To"].addresses[0].addr_spec == ANN
    body = parsed.get_body(("plain",))
    assert body is not None
    written = body.get_content().replace("\r\n", "\n")
    assert text.split() == written[:written.index("wide " * 3)].split() + ["wide"] * 300
    assert office.daemon.get(f"/messages/{message}")["external_id"] == str(parsed["Message-ID"]).strip("<>")


@pytest.mark.section9(19)
def test_a_refused_recipient_is_told_apart_and_alone_tried_again(office: _Office) -> None:
    before = len(office.smtpd.mails(ANN))
    message = office.answer(office.question("partial"), "to both", cc=[BOB])
    shown = office.delivery(message, "failed")
    assert {r["to"]["value"] if isinstance(r["to"], dict) else r["to"]: r["state"] for r in shown["recipients"]} == {
        ANN: "sent", BOB: "failed"}
    refused = next(r for r in shown["recipients"] if r["state"] == "failed")
    assert "5.2.4" in refused["detail"]
    first = office.arrived(ANN, before + 1)[-1]
    office.smtpd.stop()
    office.smtpd.people.add(BOB)
    office.smtpd.start()
    assert office.daemon.api(f"/messages/{message}/retry", "POST", {})[0] in (200, 202)
    office.delivery(message, "sent")
    second = office.arrived(BOB, 1)[0]
    assert first[first.index(b"From: "):] == second[second.index(b"From: "):], "the same bytes, the same Message-ID"
    assert len(office.smtpd.mails(ANN)) == before + 1, "the one who has it gets nothing twice"


def test_a_server_that_is_down_delays_and_loses_nothing(office: _Office) -> None:
    conversation = office.question("down")
    before = len(office.smtpd.mails(ANN))
    office.smtpd.stop()
    message = office.answer(conversation, "later")
    shown = daemons.until(lambda: (found := office.delivery(message, "queued"))["error"] and found, what="it says why it waits")
    assert shown["next_at"]
    assert shown["error"]["detail"]
    office.smtpd.start()
    office.delivery(message, "sent")
    office.arrived(ANN, before + 1)
    daemons.until(lambda: office.daemon.get("/channels/support")["state"] == "ok", what="the channel is well again")


def test_a_mail_too_large_for_the_server_fails_in_words_and_blocks_nothing(office: _Office) -> None:
    conversation = office.question("large")
    before = len(office.smtpd.mails(ANN))
    message = office.answer(conversation, "much " * LARGEST)
    shown = office.delivery(message, "failed")
    assert shown["error"]["code"] == "too_large"
    small = office.answer(conversation, "a short one")
    office.delivery(small, "sent")
    office.arrived(ANN, before + 1)
    status, problem = office.daemon.api(f"/messages/{message}/cancel", "POST", {})
    assert (status, problem["status"]) == (409, 409)
    assert office.queue_is_empty()
