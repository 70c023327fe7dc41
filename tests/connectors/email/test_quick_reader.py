"""The quick reader makes what the careful one makes, or nothing."""

from __future__ import annotations

import email.message
import email.parser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.email import mime, quick

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples"
CAREFUL = email.parser.BytesParser(policy=mime.POLICY)
GOOD = (
    b"From: Ann <ann@example.net>\r\nSubject: one\r\n two\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\npreamble\r\n"
    b"--outer\r\nContent-Type: multipart/alternative; boundary=\"in ner\"\r\n\r\n--in ner\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
    b"--in ner\r\nContent-Type: text/html\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>h=C3=A9llo\r\n--in ner--\r\n\r\n"
    b"--outer\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\nJVBERi0xLjQK\r\n"
    b"--outer  \r\nContent-Type: text/plain; charset=koi8-r\r\n"
    b"Content-Transfer-Encoding: 8bit\r\n\r\n\xf0\xd2\xc9\r\n--outer--\r\nepilogue\r\n")


def told(message: email.message.Message) -> object:
    """Everything that a tree says."""
    payload = message.get_payload() if message.is_multipart() else message._payload  # type: ignore[attr-defined]  # get_payload would decode
    return (list(message.raw_items()), message.get_content_type(), message.get_unixfrom(), message.preamble, message.epilogue,
            [repr(defect) for defect in message.defects], [told(one) for one in payload] if isinstance(payload, list) else payload)


def leaves(message: email.message.Message) -> list[email.message.Message]:
    return [part for part in message.walk() if not part.is_multipart()]


def agree(raw: bytes) -> bool:
    """Whether the quick reader took the mail; fails when it read something else than the careful one."""
    found = quick.parse(raw, mime.POLICY)
    if found is None:
        return False
    careful = CAREFUL.parsebytes(raw)
    assert told(found) == told(careful)
    assert not careful.defects
    for ours, theirs in zip(leaves(found), leaves(careful), strict=True):
        data = quick.content(ours)  # type: ignore[arg-type]  # the quick reader makes nothing but its own parts
        assert data is None or data == theirs.get_payload(decode=True)
        assert mime.content(ours) == mime.content(theirs)
    return True


def test_it_reads_every_sample_as_the_careful_reader_does() -> None:
    mails = [path for path in SAMPLES.rglob("*") if path.suffix in (".eml", ".msg", ".txt", ".mail") and path.is_file()]
    if not mails:
        pytest.skip("the samples are not here")
    taken = sum(agree(path.read_bytes()) for path in mails)
    assert taken > len(mails) // 10, "hardly any is read quickly"


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_it_takes_what_is_well_written(end: bytes) -> None:
    assert agree(GOOD.replace(b"\r\n", end))
    assert agree(b"From: ann@example.net\r\n\r\n".replace(b"\r\n", end))


@pytest.mark.parametrize(("found", "instead"), [
    (b"--outer--", b"--other--"), (b"boundary=outer", b"border=outer"), (b"--in ner--", b"--outer--"), (b"Subject:", b"Subject"),
    (b"\r\n two", b"\ntwo"), (b"--outer\r\n", b"--outer\r\n--outer\r\n"), (b"text/html", b"message/rfc822"),
    (b"multipart/mixed", b"multipart/digest"), (b"From: Ann", b"From ann\r\nFrom: Ann"), (b"\r\n\r\nhello", b"\r\nhello"),
    (b"boundary=outer", b"boundary=outer\r\nContent-Transfer-Encoding: base64")])
def test_it_leaves_what_must_be_forgiven(found: bytes, instead: bytes) -> None:
    assert found in GOOD
    assert not agree(GOOD.replace(found, instead, 1))


PIECES = st.sampled_from([
    b"\r\n", b"\n", b"\r", b"--outer", b"--in ner", b"--", b" ", b"\t", b":", b"Content-Type: multipart/mixed; boundary=outer",
    b"Content-Type: multipart/alternative; boundary=\"in ner\"", b"Content-Type: text/plain; charset=utf-8", b"Subject: x", b"From ann",
    b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"aGVsbG8=", b"=C3=A9", b"hello", b"\xe9", b"\0",
    b"Content-Type: message/rfc822", b"\x0b", b"\x85"])


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_it_never_reads_another_mail_than_the_careful_reader(pieces: list[bytes]) -> None:
    agree(b"".join(pieces))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 12), PIECES), min_size=1, max_size=4))
def test_it_reads_a_changed_mail_as_the_careful_reader_does(changes: list[tuple[int, int, bytes]]) -> None:
    raw = GOOD
    for at, gone, piece in changes:
        raw = raw[:at] + piece + raw[at + gone:]
    agree(raw)
