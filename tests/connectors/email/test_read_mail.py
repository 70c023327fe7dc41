"""The reader on small mails of our own: hostile, broken, and the rules of the house."""

from __future__ import annotations

import base64
import pickle
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from connectors.email import mime
from connectors.email.charset import decode
from connectors.email.read import read
from inbox.types import Ignore, InboundMessage, RawItem

OWN = ["support@example.com", "help@example.com"]
ARRIVED = "2026-03-01T12:00:00+00:00"


def item(data: bytes, kind: str = "mail", **meta: Any) -> RawItem:
    return RawItem(
        item="INBOX/1/1",
        kind=kind,
        data=data,
        meta={"internaldate": ARRIVED, "own": OWN, "authserv": ["mx.example.com"], "flags": [], **meta},
    )


def mail(head: str, body: str = "Hello\n", kind: str = "mail", **meta: Any) -> InboundMessage:
    defaults = {
        "From": "Ann Lee <Ann@Example.net>",
        "To": "support@example.com",
        "Subject": "Help",
        "Message-ID": "<1@example.net>",
        "Date": "Sun, 1 Mar 2026 11:59:00 +0000",
    }
    given = {line.partition(":")[0].lower() for line in head.split("\n")}
    lines = [f"{name}: {value}" for name, value in defaults.items() if name.lower() not in given]
    raw = "\n".join([*lines, *([head] if head else [])]) + "\n\n" + body
    found = read(item(raw.encode("utf-8", "surrogateescape"), kind, **meta))
    assert len(found) == 1
    assert isinstance(found[0], InboundMessage)
    return found[0]


def parts(*given: str, kind: str = "mixed") -> tuple[str, str]:
    return f'Content-Type: multipart/{kind}; boundary="b"', "".join(f"--b\n{part}\n" for part in given) + "--b--\n"


def test_a_plain_mail() -> None:
    message = mail("Cc: Bob <bob@example.org>", "Where is my order?\n\n-- \nAnn\n")
    assert message.external_id == "1@example.net"
    assert (message.sender.kind, message.sender.value, message.sender.name) == ("email", "ann@example.net", "Ann Lee")
    assert [one.value for one in message.cc] == ["bob@example.org"]
    assert message.our_address is not None
    assert message.our_address.value == "support@example.com"
    assert message.text == "Where is my order?"
    assert message.full_text.endswith("Ann")
    assert message.sent_at == datetime(2026, 3, 1, 11, 59, tzinfo=UTC)
    assert message.received_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert message.direction == "in"
    assert pickle.loads(pickle.dumps(message)) == message


# ---------------------------------------------------------------- identity


@pytest.mark.section9(11)
def test_identity_without_and_with_a_message_id() -> None:
    without = mail("Message-ID:")
    assert without.external_id == ""
    assert without.content_key == mail("Message-ID:").content_key
    assert without.content_key != mail("Message-ID:", "Something else\n").content_key
    assert without.content_key != mail("Message-ID:\nSubject: Other").content_key
    first, again, other = mail(""), mail("X-Relay: second copy"), mail("", "Another text\n")
    assert first.content_key == again.content_key
    assert first.external_id == other.external_id
    assert first.content_key != other.content_key
    assert mail("", gm_msgid="77").content_key == "gm:77"


def test_ids_tolerate_junk() -> None:
    message = mail("In-Reply-To: Your message of Monday <a@x> (Ann)\nReferences: <r1@x><r2@x>,\n <r 3@x> junk <r1@x>")
    assert message.in_reply_to == "a@x"
    assert message.references == ("r1@x", "r2@x", "r3@x")
    assert mail("References: bare@x other@y").references == ("bare@x", "other@y")
    assert mail("Message-ID: <[foo]@bar>").external_id == "[foo]@bar"
    assert mail("Message-ID: <").external_id == ""
    assert len(mail("References: " + " ".join(f"<{n}@x>" for n in range(500))).references) == 100


def test_our_own_copies() -> None:
    ours = b"From: Support <support@example.com>\nX-Inbox-Key: k1\nTo: ann@example.net\n\nHi\n"
    for kind in ("mail", "sent"):
        (found,) = read(item(ours, kind))
        assert isinstance(found, Ignore)
        assert found.code == "own_copy"
    stranger = read(item(ours.replace(b"support@example.com", b"eve@example.org")))[0]
    assert isinstance(stranger, InboundMessage)
    out = mail("From: support@example.com\nTo: ann@example.net", kind="sent")
    assert out.direction == "out"
    assert out.our_address is not None
    assert out.our_address.value == "support@example.com"


def test_which_of_our_addresses_and_the_reply_token() -> None:
    tagged = mail("To: ann@example.org\nDelivered-To: support+m.01ABC.f00dF00d@example.com")
    assert tagged.our_address is not None
    assert tagged.our_address.value == "support@example.com"
    assert tagged.token == "m.01ABC.f00dF00d"
    assert mail("To: support+m.01ABC.f00d@elsewhere.example").token == ""
    assert mail("To: support+news@example.com").token == ""
    alias = mail("To: Help <HELP@example.com>\nDelivered-To: support@example.com").our_address
    assert alias is not None
    assert alias.value == "help@example.com"


def test_a_form_and_a_group_name_the_writer_elsewhere() -> None:
    form = mail("From: Shop <support@example.com>\nReply-To: Ann <ann@example.net>")
    assert form.sender.value == "ann@example.net"
    group = mail("From: 'Ann Lee' via Team <team@example.com>\nX-Original-Sender: ann@example.net")
    assert (group.sender.value, group.sender.name) == ("ann@example.net", "Ann Lee")


# ---------------------------------------------------------------- headers that break parsers


@pytest.mark.section9(13)
@pytest.mark.parametrize(
    "head",
    [
        "Message-ID: <[foo]@bar>",
        "Message-ID: <",
        "From: =?utf-8?q?a=0D=0AX-Evil:_1?= <a@example.net>",
        "From: Ann",
        "From:",
        "From: <>",
        "From: undisclosed-recipients:;",
        'From: "Ann <ann@example.net>',
        "From: (((((",
        "Date: yesterday",
        "Date: Thu, 99 Foo 20266 99:99",
        "Subject: =?no-such-charset?b?////?=",
        "Subject: =?utf-8?b?A?=",
        'To: a@x, , ;:,<<>>,"',
        "Content-Type: text/plain; charset=no-such",
        'Content-Type: text/plain; charset="utf-8;"',
        "Content-Type: ;;;",
        "Content-Type: multipart/mixed",
        "Content-Transfer-Encoding: base64",
        'Content-Type: multipart/mixed; boundary=""',
        "Content-Disposition: attachment; filename*=x'y",
        "Content-Type: text/plain; charset=hex",
    ],
)
def test_headers_that_make_parsers_raise(head: str) -> None:
    message = mail(head)
    assert message.sender.value
    assert all("\n" not in text and "\r" not in text for text in (message.subject, message.sender.name, message.sender.value))


@pytest.mark.section9(13)
def test_unknown_charset_and_raw_bytes() -> None:
    assert mail("Content-Type: text/plain; charset=x-klingon", "Grüße\n").text == "Grüße"
    assert mail("Content-Type: text/plain; charset=us-ascii", "Grüße\n").text == "Grüße"
    assert mail("Subject: Größe").subject == "Größe"
    latin = b"From: J\xfcrgen <j@example.net>\nTo: support@example.com\nSubject: Gr\xf6\xdfe\n\nGr\xfc\xdfe\n"
    (found,) = read(item(latin))
    assert isinstance(found, InboundMessage)
    assert (found.sender.name, found.subject, found.text) == ("Jürgen", "Größe", "Grüße")


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        ("价格".encode("gb18030"), "gb2312", "价格"),
        ("“smart”".encode("cp1252"), "iso-8859-1", "“smart”"),
        ("①です".encode("cp932"), "iso-2022-jp", "①です"),
        (b"\x1b$B-!\x1b(B", "ISO-2022-JP", "①"),
        ("가격".encode("cp949"), "ks_c_5601-1987", "가격"),
        ("déjà".encode("cp850"), "cp-850", "déjà"),
        ("привет".encode("koi8-r"), "koi8-r", "привет"),
        (b"\xef\xbb\xbfhi", "", "hi"),
        ("żółw".encode(), "us-ascii", "żółw"),
        (b"plain", "rot13", "plain"),
        ("été".encode("latin-1"), "utf-8", "été"),
    ],
)
def test_charsets_as_they_are_meant(data: bytes, label: str, text: str) -> None:
    assert decode(data, label) == text


def test_encoded_words_in_wrong_places() -> None:
    split = (
        "=?utf-8?b?"
        + base64.b64encode("ä".encode()[:1]).decode()
        + "?= =?utf-8?b?"
        + base64.b64encode("ä".encode()[1:]).decode()
        + "?="
    )
    assert mime.text(split) == "ä"
    assert mime.text("=?iso-8859-1?q?Gr=FC=DFe_?= =?utf-8?q?aus_K=C3=B6ln?=") == "Grüße aus Köln"
    assert mime.text("Re:=?utf-8?Q?Caf=C3=A9?=!") == "Re:Café!"
    assert mime.text("=?utf-8?q?a b?=") == "a b"


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("Lee, Ann <ann@x.example>", [("Lee, Ann", "ann@x.example")]),
        ("ann@x.example (Ann Lee)", [("Ann Lee", "ann@x.example")]),
        ("Friends: a@x.example, B <b@x.example>;, c@x.example", [("", "a@x.example"), ("B", "b@x.example"), ("", "c@x.example")]),
        ('"a, \\"b\\"" <c@x.example>', [('a, "b"', "c@x.example")]),
        ("=?utf-8?q?Lee=2C_Ann?= <ann@x.example>", [("Lee, Ann", "ann@x.example")]),
        ("MAILER-DAEMON (Mail System)", [("Mail System", "MAILER-DAEMON")]),
        ("undisclosed-recipients:;", []),
        ("a@x.example;b@x.example", [("", "a@x.example"), ("", "b@x.example")]),
    ],
)
def test_addresses(value: str, wanted: list[tuple[str, str]]) -> None:
    assert mime.pairs([value]) == wanted


def test_two_froms_are_suspicious_and_no_from_is_somebody() -> None:
    assert "suspicious" in mail("From: a@example.net\nFrom: b@example.net").flags
    (nobody,) = read(item(b"Subject: x\n\nhi\n"))
    assert isinstance(nobody, InboundMessage)
    assert nobody.sender.value == mime.UNKNOWN


def test_dates_are_clamped() -> None:
    arrived = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert mail("Date: Fri, 1 Jan 2038 00:00:00 +0000").sent_at == arrived
    assert mail("Date: Thu, 1 Jan 1970 00:00:00 +0000").sent_at == arrived
    assert mail("Date: garbage").sent_at == arrived
    assert mail("Date:", internaldate=None).sent_at == datetime(1970, 1, 1, tzinfo=UTC)
    by_trace = mail("Date: ?\nReceived: from a by b; Sun, 1 Mar 2026 10:00:00 +0100", internaldate=None)
    assert by_trace.sent_at == datetime(2026, 3, 1, 9, tzinfo=UTC)


# ---------------------------------------------------------------- bodies and files


@pytest.mark.section9(12)
def test_a_forwarded_mail_is_a_file_and_not_our_text() -> None:
    inner = "Content-Type: message/rfc822\n\nFrom: x@example.org\nSubject: Inner\n\nINNER TEXT\n"
    message = mail(*parts("Content-Type: text/plain\n\nOuter text\n", inner))
    assert message.text == "Outer text"
    assert "INNER" not in message.full_text
    (file,) = message.attachments
    assert (file.name, file.media_type) == ("Inner.eml", "message/rfc822")
    assert b"INNER TEXT" in (file.data or b"")
    assert mail(*parts(inner)).text == ""


def test_alternatives_and_hollow_plain_parts() -> None:
    page = "Content-Type: text/html\n\n<p>Hello <b>you</b></p><p>Bye</p>\n"
    both = mail(*parts("Content-Type: text/plain\n\nHello plain\n", page, kind="alternative"))
    assert both.text == "Hello plain"
    assert "<b>you</b>" in both.html
    for hollow in ("", "Please view this message in an HTML capable client."):
        assert mail(*parts(f"Content-Type: text/plain\n\n{hollow}\n", page, kind="alternative")).text == "Hello you\n\nBye"


def test_file_names_are_tamed() -> None:
    def name(disposition: str) -> str:
        return (
            mail(*parts(f"Content-Type: application/pdf\nContent-Disposition: attachment; {disposition}\n\nx\n"))
            .attachments[0]
            .name
        )

    assert name('filename="../../etc/passwd"') == "passwd"
    assert name('filename="C:\\\\Users\\\\a.pdf"') == "a.pdf"
    assert name("filename*=utf-8''%E2%80%AEfdp.exe") == "fdp.exe"
    assert name("filename*0*=utf-8''%C3%A4; filename*1=b.pdf") == "äb.pdf"
    assert name('filename="=?utf-8?q?=C3=A4.pdf?="') == "ä.pdf"
    assert name("filename=Größe.pdf") == "Größe.pdf"
    assert name('filename=""') == "attachment.pdf"
    assert len(name(f'filename="{"a" * 400}.pdf"')) == 150


def test_inline_pictures_keep_their_content_id() -> None:
    message = mail(
        *parts(
            'Content-Type: text/html\n\n<img src="cid:p@x">Look\n',
            "Content-Type: image/png\nContent-ID: <p@x>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n",
            kind="related",
        )
    )
    (picture,) = message.attachments
    assert (picture.content_id, picture.inline, picture.data) == ("p@x", True, b"\x89PNG\r\n\x1a\n")
    assert 'src="cid:p@x"' in message.html


def test_nul_and_direction_marks() -> None:
    assert mail("", "a\0b\x08c\n").text == "abc"
    assert "\u202e" not in mail(*parts("Content-Disposition: attachment; filename=a\u202egpj.exe\n\nx\n")).attachments[0].name


def test_a_calendar_is_kept_and_summed_up() -> None:
    ics = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260301T100000Z\n"
        "DTSTART:20260302T100000Z\nSUMMARY:Visit\nORGANIZER:mailto:Ann@Example.net\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    message = mail(*parts("Content-Type: text/plain\n\nCome\n", f"Content-Type: text/calendar; method=REQUEST\n\n{ics}"))
    assert message.notes["calendar"] == {
        "method": "REQUEST",
        "summary": "Visit",
        "start": "2026-03-02T10:00:00+00:00",
        "organizer": "ann@example.net",
    }
    assert message.attachments[0].name == "invite.ics"
    broken = mail(*parts("Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:never\n"))
    assert [file.media_type for file in broken.attachments] == ["text/calendar"]


def test_a_winmail_is_unpacked() -> None:
    def attribute(name: int, data: bytes) -> bytes:
        head = b"\x02" + name.to_bytes(4, "little") + len(data).to_bytes(4, "little")
        return head + data + (sum(data) & 0xFFFF).to_bytes(2, "little")

    packed = b"\x78\x9f\x3e\x22\x01\x00" + attribute(0x00069002, b"\x01\x00" + bytes(12))
    packed += attribute(0x00018010, b"../list.csv\x00") + attribute(0x0006800F, b"a;b\n")
    data = base64.b64encode(packed).decode()
    message = mail(*parts(f"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{data}\n"))
    assert [(file.name, file.data) for file in message.attachments] == [("list.csv", b"a;b\n")]


def test_a_winmail_that_cannot_be_read_is_kept() -> None:
    data = base64.b64encode(b"\x78\x9f\x3e\x22" + b"\xff" * 50).decode()
    message = mail(*parts(f"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{data}\n"))
    assert [file.name for file in message.attachments] == ["winmail.dat"]


def test_structures_beyond_reason_end_in_a_flag() -> None:
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000)) + "\ndeep\n"
    (deep,) = read(item(b"From: a@example.net\n" + nested.encode()))
    assert isinstance(deep, InboundMessage)
    assert "truncated" in deep.flags
    many = mail('Content-Type: multipart/mixed; boundary="b"', "--b\nContent-Type: image/png\n\nx\n" * 1000)
    assert "truncated" in many.flags
    assert len(many.attachments) < 300
    assert "truncated" in mail("", truncated=True).flags


def test_bytes_without_sense_are_a_message_too() -> None:
    for data in (b"", b"\n", b"\xff\xfe\x00\x01" * 100, b"From\n", b":\n\n", b"\r\n\r\n\r\n"):
        (found,) = read(item(data))
        assert isinstance(found, InboundMessage)
        assert found.sent_at == datetime(2026, 3, 1, 12, tzinfo=UTC)


# ---------------------------------------------------------------- flags


@pytest.mark.parametrize(
    ("head", "flag"),
    [
        ("Auto-Submitted: auto-replied", "automatic"),
        ("X-Autoreply: yes", "automatic"),
        ("Precedence: auto_reply", "automatic"),
        ("Subject: Automatic reply: Help", "automatic"),
        ("From: no-reply@example.net", "automatic"),
        ("Return-Path: <>", "automatic"),
        ("Precedence: bulk", "bulk"),
        ("List-Unsubscribe: <mailto:x@y>", "bulk"),
        ("List-Id: <l.example.org>", "list"),
        ("X-Auto-Response-Suppress: All", "suppress_autoreply"),
        ("X-Spam-Flag: YES", "spam"),
    ],
)
def test_flags(head: str, flag: str) -> None:
    assert flag in mail(head).flags
    assert flag not in mail("").flags


def test_what_is_not_automatic() -> None:
    assert "automatic" not in mail("Auto-Submitted: no").flags
    assert "automatic" not in mail("X-Auto-Response-Suppress: All").flags
    assert "automatic" not in mail("From: no-reply@shop.example\nReply-To: ann@example.net").flags


def test_only_a_trusted_server_vouches() -> None:
    def flag(results: str) -> str:
        (found,) = mail(results).flags & {"auth_pass", "auth_fail", "unverified"}
        return found

    assert flag("Authentication-Results: mx.example.com; dmarc=pass header.from=example.net") == "auth_pass"
    assert flag("Authentication-Results: mx.example.com 1; dkim=fail; dmarc=fail (p=none) header.from=example.net") == "auth_fail"
    assert flag("Authentication-Results: mx.example.com; dkim=pass header.d=example.net") == "auth_pass"
    assert flag("Authentication-Results: mx.example.com; dkim=pass header.d=evil.example") == "unverified"
    assert flag("Authentication-Results: evil.example; dmarc=pass header.from=example.net") == "unverified"
    assert (
        flag("Authentication-Results: mx.example.com; dmarc=fail\nAuthentication-Results: mx.example.com; dmarc=pass")
        == "auth_fail"
    )
    assert flag("Subject: none") == "unverified"


def test_what_the_stdlib_writes_is_read_back() -> None:
    made = EmailMessage()
    made["From"] = "Jürgen Größe <j@example.net>"
    made["To"] = "support@example.com"
    made["Subject"] = "Größe, bitte — 東京"
    made.set_content("Grüße aus Köln\n")
    made.add_alternative("<p>Grüße aus <i>Köln</i></p>", subtype="html")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Größe 東京.pdf")
    (found,) = read(item(bytes(made)))
    assert isinstance(found, InboundMessage)
    assert (found.sender.name, found.subject, found.text) == ("Jürgen Größe", "Größe, bitte — 東京", "Grüße aus Köln")
    assert [file.name for file in found.attachments] == ["Größe 東京.pdf"]


def test_mails_without_any_header_are_told_apart_and_keep_their_words() -> None:
    bodies = [b"just words\r\n", b"other words\r\n", b"one\n\nsame\n", b"two\n\nsame\n"]
    found = [one for data in bodies for one in read(item(data)) if isinstance(one, InboundMessage)]
    assert [one.full_text for one in found] == ["just words", "other words", "one\n\nsame", "two\n\nsame"]
    assert len({one.content_key for one in found}) == len(bodies)
