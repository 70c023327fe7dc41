"""Composing: the same message gives the same bytes, and every parser reads in them what was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.email import Email
from inbox.errors import RefusedError
from inbox.testing.context import START, FakeContext
from inbox.types import Address, Answered, Attachment, OutboundMessage

Make = Callable[..., Email]
ANN = Address(kind="email", value="ann@example.net", name="Ann Lee")


def make(**settings: Any) -> Email:
    config = Email.Config.model_validate({
        "type": "email", "address": "support@example.com", "name": "Example Support",
        "smtp": {"host": "localhost", "tls": "none"}} | settings)
    return Email(config, FakeContext())  # type: ignore[arg-type] # Config is declared by its base class


def message(email: Email, **more: Any) -> OutboundMessage:
    return OutboundMessage(**({
        "key": "k1", "sender": email.addresses()[0], "to": (ANN,), "text": "Hello Ann\n", "subject": "Re: Your order",
        "at": START, "token": "m.k1.sig"} | more))


def compose(email: Email | None = None, **more: Any) -> tuple[bytes, EmailMessage]:
    email = email or make()
    prepared = email.prepare(message(email, **more)).prepared
    assert prepared is not None
    parsed = message_from_bytes(prepared, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return prepared, parsed


def wire(raw: bytes, name: str) -> str:
    """A header as it stands in the bytes, folds included."""
    found = re.search(rb"^" + name.encode() + rb": ((?:.*\r\n)(?:[ \t].*\r\n)*)", raw, re.MULTILINE)
    assert found, name
    return found[1].decode().removesuffix("\r\n")


def test_same_message_same_bytes() -> None:
    attachment = Attachment(name="a.txt", media_type="text/plain", data=b"x" * 1000)
    email = make(signature="Regards")
    written = message(email, html="<p>Hello</p>", attachments=(attachment,))
    first, second = email.prepare(written), make(signature="Regards").prepare(written)
    assert first.prepared == second.prepared and first.external_id == "m.k1.sig@example.com"


def test_headers() -> None:
    raw, mail = compose(in_reply_to="c@example.net", references=("a@example.net", "b@example.net"),
                        cc=(Address(kind="email", value="bob@example.net"),),
                        bcc=(Address(kind="email", value="eve@example.net"),))
    assert mail["From"] == "Example Support <support@example.com>"
    assert mail["To"] == "Ann Lee <ann@example.net>" and mail["Cc"] == "bob@example.net"
    assert b"eve@" not in raw and "Bcc" not in mail
    assert mail["Message-ID"] == "<m.k1.sig@example.com>" and mail["In-Reply-To"] == "<c@example.net>"
    assert wire(raw, "References").split() == ["<a@example.net>", "<b@example.net>", "<c@example.net>"]
    assert mail["Date"].datetime == START and mail["Subject"] == "Re: Your order"
    assert mail["X-Inbox-Key"] == "k1" and mail["MIME-Version"] == "1.0"
    assert "Auto-Submitted" not in mail and "Reply-To" not in mail
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")


def test_first_mail_names_itself_in_references() -> None:
    """A relay that rewrites the Message-ID leaves References alone."""
    raw, mail = compose()
    assert wire(raw, "References") == "<m.k1.sig@example.com>" and "In-Reply-To" not in mail


@pytest.mark.section9(14)
@pytest.mark.parametrize("length", [78, 120, 300, 900])
def test_long_ids_stay_as_they_are(length: int) -> None:
    parent = "x" * (length - 12) + "@example.net"
    raw, _ = compose(in_reply_to=parent, references=(f"a{parent}"[:900], parent))
    assert wire(raw, "In-Reply-To") == f"<{parent}>"
    assert wire(raw, "References").split() == [f"<{f'a{parent}'[:900]}>", f"<{parent}>"]
    assert b"=?" not in raw
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_references_are_capped_and_keep_the_first() -> None:
    ids = tuple(f"{number}@example.net" for number in range(60))
    raw, _ = compose(references=ids, in_reply_to="59@example.net")
    kept = [one.strip("<>") for one in wire(raw, "References").split()]
    assert kept == [ids[0], *ids[-20:]]


def test_hostile_ids_of_others_are_left_out_and_stop_nothing() -> None:
    raw, mail = compose(in_reply_to="x@y>\r\nBcc: eve@example.net", references=("a b", "ä@x", "", "<ok@example.net>"))
    assert "In-Reply-To" not in mail and wire(raw, "References") == "<ok@example.net>" and b"eve" not in raw


@pytest.mark.parametrize("more", [
    {"subject": "x\r\nBcc: eve@example.net"}, {"subject": "x\ny"}, {"key": "k\r\nX: y"},
    {"to": (Address(kind="email", value="a@b.example\r\nBcc: eve@example.net"),)},
    {"to": (Address(kind="email", value="a@b.example", name="A\r\nBcc: eve@example.net"),)},
    {"to": (Address(kind="email", value="a@b.example>, <eve@example.net"),)},
    {"sender": Address(kind="email", value="support@example.com", name="x\ny")},
    {"to": ()}])
def test_nothing_writes_a_header_of_its_own(more: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        compose(**more)


@pytest.mark.parametrize("subject", [
    "Grüße aus Köln", "日本語の件名" * 20, "a" * 300, "word " * 60, "=?utf-8?q?no?=", "مرحبا", "", "x " * 400 + "ü",
    "😀 " * 50])
def test_subjects_of_all_scripts(subject: str) -> None:
    raw, mail = compose(subject=subject)
    assert mail["Subject"].strip() == subject.strip()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    if not subject.isascii():
        assert all(len(line) <= 78 for line in wire(raw, "Subject").split("\r\n"))


@pytest.mark.parametrize("name", ["Ännchen Müller", 'Lee, "Ann"', "back\\slash", "O'Brien (home)", "山田太郎" * 12, "a.b"])
def test_names_of_all_kinds(name: str) -> None:
    raw, _ = compose(to=(Address(kind="email", value="ann@example.net", name=name), ANN))
    # read by hand: the standard library puts blanks between adjacent encoded words of a name, against RFC 2047
    found = getaddresses([message_from_bytes(raw)["To"].replace("\r\n", "")])
    assert [(str(make_header(decode_header(one))), address) for one, address in found] == [
        (name, "ann@example.net"), ("Ann Lee", "ann@example.net")]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200))
def test_any_subject_comes_back(subject: str) -> None:
    raw, mail = compose(subject=subject)
    assert " ".join(mail["Subject"].split()) == " ".join(subject.split())
    assert raw.count(b"\r\nMessage-ID: <m.k1.sig@example.com>\r\n") == 1


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=3_000))
def test_any_text_comes_back(text: str) -> None:
    raw, mail = compose(text=text)
    got = mail.get_content().replace("\r\n", "\n")
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    assert got.rstrip() == unix.rstrip()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n")) and raw.isascii()


def test_text_html_inline_image_and_attachment() -> None:
    image = Attachment(name="logo.png", media_type="image/png", data=b"\x89PNG", content_id="logo@x", inline=True)
    file = Attachment(name="Rechnung für März 2026 – Kopie.pdf", media_type="application/pdf", data=bytes(range(256)) * 999)
    _, mail = compose(html="<p>Hi <img src='cid:logo@x'></p>", attachments=(image, file))
    assert mail.get_content_type() == "multipart/mixed"
    alternative, pdf = mail.iter_parts()
    plain, related = alternative.iter_parts()
    rich, png = related.iter_parts()
    assert [part.get_content_type() for part in (plain, related, rich, png)] == [
        "text/plain", "multipart/related", "text/html", "image/png"]
    assert plain.get_content() == "Hello Ann\r\n" and "cid:logo@x" in rich.get_content()
    assert png["Content-ID"] == "<logo@x>" and png.get_content() == b"\x89PNG" and png.get_content_disposition() == "inline"
    assert pdf.get_filename() == file.name and pdf.get_content() == file.data
    assert not mail.defects and not any(part.defects for part in mail.walk())


@pytest.mark.parametrize("name", [
    "plain.txt", 'quo"te.txt', "ünïcode.txt", "日本語" * 20 + ".pdf", "../../etc/passwd", "a\r\nX: y.txt", "",
    "a" * 150 + ".txt"])
def test_names_of_files(name: str) -> None:
    raw, mail = compose(attachments=(Attachment(name=name, data=b"x"),))
    got = next(mail.iter_attachments()).get_filename() or ""
    assert "/" not in got and "\n" not in got and got
    if re.fullmatch(r"[\w.]+", name):
        assert got == name
    assert b"\nX: y" not in raw


@pytest.mark.parametrize("media_type", [
    "message/rfc822", "multipart/mixed", "nonsense", "text/plain\r\nX: y", "text/plain; charset=x"])
def test_odd_media_types(media_type: str) -> None:
    raw, mail = compose(attachments=(Attachment(name="a", media_type=media_type, data=b"\xff"),))
    part = next(mail.iter_attachments())
    assert part.get_content_type() in ("application/octet-stream", "text/plain")
    assert part.get_payload(decode=True) == b"\xff" and b"\nX: y" not in raw


def test_attachment_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "big"
    file.write_bytes(b"0123456789" * 100_000)
    _, mail = compose(attachments=(Attachment(name="big.bin", path=file),))
    assert next(mail.iter_attachments()).get_content() == file.read_bytes()


def test_signature_and_quote() -> None:
    email = make(signature="Kind regards\nExample <Support>")
    answered = Answered(author="Ann", text="Where is it?\n> earlier", sent_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
    _, mail = compose(email, html="<html><body><p>Here</p></body></html>", answered=answered, options={"quote": True})
    plain, rich = mail.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == (
        "Hello Ann\n\n-- \nKind regards\nExample <Support>\n\nOn 2026-11-20 09:30 UTC, Ann wrote:\n"
        "> Where is it?\n>> earlier\n")
    html = rich.get_content()
    assert "Example &lt;Support&gt;" in html and "<blockquote" in html and html.rstrip().endswith("</body></html>")
    _, bare = compose(email, answered=answered)
    assert "wrote:" not in bare.get_content()


def test_automatic_answers_are_marked() -> None:
    _, mail = compose(options={"automatic": True})
    assert mail["Auto-Submitted"] == "auto-replied" and mail["X-Auto-Response-Suppress"] == "All"


def test_reply_token_and_author() -> None:
    email = make(reply_token=True, author_name=True)
    _, mail = compose(email, author="Ann Agent")
    assert mail["Reply-To"].addresses[0].addr_spec == "support+m.k1.sig@example.com"
    assert mail["From"].addresses[0].display_name == "Ann Agent via Example Support"
    _, long = compose(email, token="m." + "x" * 60)
    assert "Reply-To" not in long


def test_unusual_keys_still_make_a_message_id() -> None:
    email = make()
    prepared = email.prepare(message(email, token="", key="a key/with things"))
    assert re.fullmatch(r"m\.[0-9a-f]{32}@example\.com", prepared.external_id)
