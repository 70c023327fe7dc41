"""What becomes of mails after they went out, and of the many kinds that come back: through the whole daemon."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import daemons
import pytest

from inbox.sandbox.mail import bounce

SHOP = "support@shop.example"


class _Desk:
    """The daemon, a customer's side of the mail, and who answers."""

    def __init__(self, daemon: daemons.Daemon, sandbox: daemons.Sandbox) -> None:
        self.daemon, self.sandbox = daemon, sandbox

    def deliver(self, raw: bytes) -> str:
        """A mail comes in as it is; its Message-ID."""
        return self.sandbox.say("support", "", "", raw=base64.b64encode(raw).decode())

    def entry(self, external_id: str, *states: str) -> dict[str, Any]:
        """Waits until the ledger has settled that item, and asserts how."""
        def look() -> dict[str, Any] | None:
            found = self.daemon.get(f"/ledger?channel=support&external_id={external_id}")["items"]
            return found[0] if found and found[0]["state"] != "received" else None
        found: dict[str, Any] = daemons.until(look, what=f"{external_id} is in the ledger")  # type: ignore[arg-type]
        assert found["state"] in states, found
        return found

    def fresh(self, *raws: bytes) -> list[dict[str, Any]]:
        """Delivers mails as they are, in order; the ledger's rows of them, settled: a mail behind them tells when."""
        before = {row["id"] for row in self.daemon.every("/ledger?channel=support")}
        for raw in raws:
            self.deliver(raw)
        mark = self.sandbox.say("support", "mark@example.net", "mark", subject="mark")
        self.entry(mark, "stored")
        found = [row for row in reversed(self.daemon.every("/ledger?channel=support")) if row["id"] not in before]
        assert len(found) == len(raws) + 1
        return [row for row in found if row["external_id"] != mark]

    def question(self, sender: str, subject: str, **more: Any) -> dict[str, Any]:
        """A customer asks; the message, as the API shows it."""
        entry = self.entry(self.sandbox.say("support", sender, "Where is it?", subject=subject, **more), "stored")
        found: dict[str, Any] = self.daemon.get(f"/messages/{entry['message']}")
        return found

    def answer(self, question: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
        """We answer, and it goes out; the message."""
        status, made = self.daemon.api(f"/conversations/{question['conversation']}/messages", "POST",
                                       {"kind": "reply", "text": text, **more})
        assert status == 202, made
        daemons.until(lambda: self.delivery(made["id"])["state"] != "queued" and self.delivery(made["id"])["state"] != "sending")
        found: dict[str, Any] = self.daemon.get(f"/messages/{made['id']}")
        return found

    def raw(self, message: dict[str, Any]) -> bytes:
        """What arrived at the provider of one of our replies."""
        found = next(item for item in self.sandbox.received("support") if item["external_id"] == message["external_id"])
        return str(found["raw"]).encode()

    def delivery(self, message: str) -> dict[str, Any]:
        found: dict[str, Any] = self.daemon.get(f"/messages/{message}")["delivery"]
        return found

    def conversation(self, message: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self.daemon.get(f"/conversations/{message['conversation']}")
        return found

    def close(self, message: dict[str, Any]) -> None:
        version = self.conversation(message)["version"]
        status, answer = self.daemon.api(f"/conversations/{message['conversation']}", "PATCH", {"status": "closed", "version": version})
        assert status == 200, answer


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Desk]:
    with daemons.Sandbox() as sandbox, daemons.Daemon(
            tmp_path_factory.mktemp("life"), {"support": sandbox.email(reply_token=True)}) as daemon:
        yield _Desk(daemon, sandbox)


def _written(sender: str, subject: str, text: str, **headers: str) -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    name = re.sub(r"\W+", "-", subject)
    for key, value in {"Return-Path": f"<{sender}>", "From": sender, "To": SHOP, "Subject": subject,
                       "Date": "Sat, 21 Nov 2026 10:00:00 +0000", "Message-ID": f"<{name}@customers.example>"}.items():
        mail[key] = headers.pop(key.replace("-", "_"), value)
    for key, value in headers.items():
        mail[key.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


# ---------------------------------------------------------------- notices about our mail

def test_a_bounce_reopens_waits_again_and_marks_the_address(desk: _Desk) -> None:
    question = desk.question("ann.bounce@example.net", "bounce")
    before = desk.conversation(question)
    reply = desk.answer(question, "On its way")
    assert reply["delivery"]["state"] == "sent"
    desk.close(question)
    notice = bounce(desk.raw(reply), "ann.bounce@example.net")
    [entry] = desk.fresh(notice)
    assert (entry["state"], entry["message"]) == ("update", reply["id"])
    shown = desk.delivery(reply["id"])
    assert shown["state"] == "bounced"
    assert "5.1.1" in str(shown["error"])
    after = desk.conversation(question)
    assert after["status"] == "open"
    assert after["waiting_since"] == before["waiting_since"] is not None
    messages = desk.daemon.get(f"/conversations/{question['conversation']}/messages")["items"]
    assert [m["id"] for m in messages if m["kind"] == "message"] == [question["id"], reply["id"]], "a bounce is no message"
    contact = desk.daemon.get(f"/contacts/{after['contact']['id']}")
    assert [bool(a["health"]) for a in contact["addresses"]] == [True]
    desk.fresh(notice.replace(b"Message-ID: <", b"Message-ID: <again-", 1))
    assert desk.delivery(reply["id"])["state"] == "bounced"
    assert desk.delivery(reply["id"])["attempts"] == 1, "it is never sent again by itself"


@pytest.mark.section9(16)
@pytest.mark.parametrize("forgery", ["another signature", "no signature", "another mail"])
def test_a_forged_bounce_does_nothing(desk: _Desk, forgery: str) -> None:
    question = desk.question("ann.forged@example.net", f"forged by {forgery}")
    reply = desk.answer(question, "On its way")
    desk.close(question)
    ours = str(reply["external_id"])
    _, key, signature = ours.partition("@")[0].split(".")
    named = {"another signature": f"m.{key}.{'a' * len(signature)}@shop.example", "no signature": f"{key}@shop.example",
             "another mail": "20261121@shop.example"}[forgery]
    notice = bounce(desk.raw(reply).replace(ours.encode(), named.encode()), "ann.forged@example.net")
    [entry] = desk.fresh(notice)
    assert (entry["state"], entry["cause"]["code"]) == ("ignored", "unknown_message")
    assert desk.delivery(reply["id"])["state"] == "sent"
    assert desk.conversation(question)["status"] == "closed"


def test_a_delay_notice_says_so_and_changes_nothing_else(desk: _Desk) -> None:
    question = desk.question("ann.delayed@example.net", "delayed")
    reply = desk.answer(question, "On its way")
    desk.close(question)
    notice = bounce(desk.raw(reply), "ann.delayed@example.net").replace(b"Action: failed", b"Action: delayed").replace(
        b"Status: 5.1.1", b"Status: 4.4.1").replace(b"smtp; 550 5.1.1 No such person here", b"smtp; 451 4.4.1 no answer from host")
    [entry] = desk.fresh(notice)
    assert (entry["state"], entry["message"]) == ("update", reply["id"])
    shown = desk.delivery(reply["id"])
    assert shown["state"] == "sent"
    assert "4.4.1" in shown["recipients"][0]["detail"]
    assert desk.conversation(question)["status"] == "closed"
    assert desk.conversation(question)["waiting_since"] is None


@pytest.mark.section9(17)
def test_an_out_of_office_reply_is_kept_and_neither_opens_nor_waits_nor_is_answered(desk: _Desk) -> None:
    question = desk.question("ann.away@example.net", "away")
    reply = desk.answer(question, "On its way")
    desk.close(question)
    out = len(desk.sandbox.received("support"))
    away = _written("ann.away@example.net", "Automatic reply: Re: away", "I am away until Monday.",
                    Auto_Submitted="auto-replied", In_Reply_To=f"<{reply['external_id']}>", References=f"<{reply['external_id']}>")
    entry = desk.entry(desk.deliver(away), "stored")
    message = desk.daemon.get(f"/messages/{entry['message']}")
    assert message["conversation"] == question["conversation"]
    assert "automatic" in message["flags"]
    assert desk.conversation(question)["status"] == "closed"
    assert desk.conversation(question)["waiting_since"] is None
    desk.fresh()
    assert len(desk.sandbox.received("support")) == out


# ---------------------------------------------------------------- which conversation

@pytest.mark.parametrize("kept", ["our id among the references", "only the customer's own first id"])
def test_an_answer_to_a_mail_that_a_relay_renamed_finds_home(desk: _Desk, kept: str) -> None:
    question = desk.question("ann.relay@example.net", f"relay keeps {kept}")
    reply = desk.answer(question, "On its way")
    chain = [question["external_id"], *([reply["external_id"]] if "our id" in kept else [])]
    renamed = f"renamed-{reply['id']}@relay.example"
    answer = _written("ann.relay@example.net", f"Re: relay keeps {kept}", "Thank you", In_Reply_To=f"<{renamed}>",
                      References=" ".join(f"<{one}>" for one in [*chain, renamed]))
    entry = desk.entry(desk.deliver(answer), "stored")
    assert desk.daemon.get(f"/messages/{entry['message']}")["conversation"] == question["conversation"]


def test_a_plus_address_token_leads_home_without_any_reference(desk: _Desk) -> None:
    question = desk.question("ann.plus@example.net", "plus")
    reply = desk.answer(question, "On its way")
    ours = email.message_from_bytes(desk.raw(reply), policy=email.policy.default)
    tagged = ours["Reply-To"].addresses[0].addr_spec
    assert tagged.startswith("support+m.")
    entry = desk.entry(desk.deliver(_written("ann.plus@example.net", "A new subject", "Thank you", To=tagged)), "stored")
    assert desk.daemon.get(f"/messages/{entry['message']}")["conversation"] == question["conversation"]
    why = desk.daemon.get(f"/messages/{entry['message']}/explain")
    assert why["rule"] == "token"


@pytest.mark.section9(15)
@pytest.mark.parametrize("where", ["In-Reply-To", "plus address"])
def test_a_forged_token_leads_nowhere(desk: _Desk, where: str) -> None:
    question = desk.question("ann.token@example.net", f"token in {where}")
    reply = desk.answer(question, "On its way")
    _, key, signature = str(reply["external_id"]).partition("@")[0].split(".")
    forged = f"m.{key}.{'b' * len(signature)}"
    headers = {"In_Reply_To": f"<{forged}@shop.example>"} if where == "In-Reply-To" else {"To": f"support+{forged}@shop.example"}
    entry = desk.entry(desk.deliver(_written("mallory@example.net", f"forged in {where}", "Let me in", **headers)), "stored")
    assert desk.daemon.get(f"/messages/{entry['message']}")["conversation"] != question["conversation"]


# ---------------------------------------------------------------- hostile mail

def _deep(levels: int) -> bytes:
    head = b"From: deep@example.net\r\nSubject: deep\r\nMessage-ID: <deep@example.net>\r\nMIME-Version: 1.0\r\n"
    parts = [f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n'.encode() for n in range(levels)]
    return head + b"".join(parts) + b"Content-Type: text/plain\r\n\r\nthe bottom\r\n"


HOSTILE = {
    "nothing": b"\r\n",
    "no header": b"just words\r\n",
    "binary": bytes(range(256)) * 40,
    "id with brackets": b"From: a@example.net\r\nMessage-ID: <[foo]@bar>\r\nSubject: x\r\n\r\nx\r\n",
    "id cut off": b"From: a@example.net\r\nMessage-ID: <\r\nSubject: y\r\n\r\ny\r\n",
    "line break in From": b"From: =?utf-8?q?a=0D=0ABcc=3A_victim=40example=2Eorg?= <a@example.net>\r\nSubject: z\r\n\r\nz\r\n",
    "two From": b"From: a@example.net\r\nFrom: b@example.net\r\nSubject: two\r\n\r\ntwo\r\n",
    "no such charset": b"From: a@example.net\r\nContent-Type: text/plain; charset=x-none\r\nSubject: c\r\n\r\n\xe4\xf6\r\n",
    "no such encoding": b"From: a@example.net\r\nContent-Transfer-Encoding: rot13\r\nSubject: e\r\n\r\nuryyb\r\n",
    "broken base64": b"From: a@example.net\r\nContent-Transfer-Encoding: base64\r\nSubject: b\r\n\r\n!!!not base64 at all===\r\n",
    "year 99999": b"From: a@example.net\r\nDate: Mon, 99 Foo 99999 99:99:99 +9999\r\nSubject: d\r\n\r\nd\r\n",
    "deep": _deep(300),
    "many headers": b"From: a@example.net\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"Subject: h\r\n\r\nh\r\n",
    "long header": b"From: a@example.net\r\nSubject: " + b"s" * 300_000 + b"\r\n\r\nlong\r\n",
    "many references": b"From: a@example.net\r\nSubject: r\r\nReferences: " + b"\r\n ".join(
        b"<%d@example.net>" % n for n in range(20_000)) + b"\r\n\r\nr\r\n",
    "many recipients": b"From: a@example.net\r\nSubject: t\r\nTo: " + b",\r\n ".join(
        b"p%d@example.net" % n for n in range(10_000)) + b"\r\n\r\nt\r\n",
    "null bytes": b"From: a@example.net\r\nSubject: n\0ull\r\n\r\nnu\0ll\r\n",
    "script": b"From: a@example.net\r\nSubject: s\r\nContent-Type: text/html\r\n\r\n"
              b"<img src=x onerror=alert(1)><script>alert(2)</script>hi\r\n",
    "no end": b"From: a@example.net\r\nSubject: m\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
              b"--x\r\nContent-Type: text/plain\r\n\r\nhi",
    "surrogates": b"From: =?utf-8?b?7aCA?= <a@example.net>\r\nSubject: =?utf-8?b?7aCA7bCA?=\r\n\r\n\xed\xa0\x80\r\n",
}


@pytest.mark.section9(13)
def test_hostile_mail_is_kept_or_quarantined_and_blocks_nobody(desk: _Desk) -> None:
    found = desk.fresh(*HOSTILE.values())
    for row in found:
        assert row["state"] in ("stored", "quarantined"), row
        assert (row["state"] == "quarantined") == (row["cause"] is not None)
        if row["message"]:
            message = desk.daemon.get(f"/messages/{row['message']}")
            assert "<script" not in message["html"] + str(desk.daemon.api(f"/messages/{row['message']}/html")[1])
            assert "onerror" not in message["html"]
            assert "\r" not in message["from"]["name"] + message["subject"]
            assert desk.daemon.api(f"/conversations/{message['conversation']}/messages")[0] == 200
    assert sum(row["state"] == "stored" for row in found) > len(HOSTILE) // 2
    assert desk.daemon.get("/channels/support")["state"] == "ok"


# ---------------------------------------------------------------- the operator's commands

def test_erased_is_erased_and_a_backfill_brings_nothing_back(desk: _Desk) -> None:
    question = desk.question("ann.erased@example.net", "erase ZEBRAFISH", attachments=[
        {"name": "secret.txt", "media_type": "text/plain", "data": base64.b64encode(b"ZEBRAFISH attached").decode()}])
    desk.answer(question, "Dear ZEBRAFISH")
    items = len(desk.daemon.every("/ledger?channel=support"))
    assert "gone" not in desk.daemon.inbox("erase", "ann.erased@example.net", "--yes")  # what it did is said on stderr
    assert desk.daemon.api(f"/messages/{question['id']}")[0] == 404
    assert desk.daemon.get("/conversations?status=all&q=ZEBRAFISH")["items"] == []
    assert desk.daemon.inbox("backfill", "support", "--since", "2020-01-01") == ""
    assert desk.daemon.get("/conversations?status=all&q=ZEBRAFISH")["items"] == []
    assert len(desk.daemon.every("/ledger?channel=support")) == items
    left = [str(path) for path in _files(desk.daemon.data) if b"ZEBRAFISH" in path.read_bytes()]
    assert left == []


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
