"""What a server answers to FETCH is read quickly as imapclient reads it, or not at all."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from imapclient.response_parser import parse_fetch_response

from connectors.email import answers

DATE = b'INTERNALDATE " 5-Jan-2026 08:00:00 +0330"'
MAIL = (b"7 (UID 11 BODY[] {5}", b"hello")


@pytest.mark.parametrize("lines", [
    [b"1 (UID 4 RFC822.SIZE 120 " + DATE + b" FLAGS (\\Seen $Label1))", b"2 (FLAGS () UID 5 " + DATE + b" RFC822.SIZE 0)"],
    [b"1 (UID 4 X-GM-THRID 1278455344230334866 RFC822.SIZE 1 X-GM-MSGID 1278455344230334865 FLAGS (\\Flagged) " + DATE + b")"],
    []])
def test_facts_are_read_as_imapclient_reads_them(lines: list[bytes]) -> None:
    quickly = answers.facts(lines)
    assert quickly is not None
    careful = parse_fetch_response(list(lines), normalise_times=False)
    assert quickly.keys() == careful.keys()
    for uid, found in quickly.items():
        theirs = {name: value for name, value in careful[uid].items() if name != b"SEQ"}
        assert {k: v for k, v in found.items() if k not in (b"INTERNALDATE", b"UID")} == {
            k: v for k, v in theirs.items() if k != b"INTERNALDATE"}
        assert found[b"INTERNALDATE"] == theirs[b"INTERNALDATE"].astimezone(UTC)


@pytest.mark.parametrize("line", [
    b"1 (UID 4 FLAGS (\\Seen))", b"3 (FLAGS (\\Seen))", b"1 (UID 4 RFC822.SIZE 1 INTERNALDATE NIL FLAGS ())",
    b'1 (UID 4 RFC822.SIZE 1 INTERNALDATE "yesterday" FLAGS ())', b"1 (UID 4 RFC822.SIZE 1 ENVELOPE (NIL) FLAGS ())",
    b"1 (UID 4 RFC822.SIZE 1 FLAGS ()", (b"1 (UID 4 RFC822.SIZE 1 FLAGS {3}", b"abc"), b'1 (UID 4 RFC822.SIZE 1 FLAGS ("a)"))',
    b'1 (UID 4 RFC822.SIZE 1 INTERNALDATE "31-Feb-2026 08:00:00 +0000" FLAGS ())'])
def test_facts_that_are_not_plain_are_left_to_imapclient(line: Any) -> None:
    good = b"9 (UID 9 RFC822.SIZE 120 " + DATE + b" FLAGS ())"
    assert answers.facts([good]) is not None
    assert answers.facts([good, line]) is None


def test_a_mail_twice_is_left_to_imapclient() -> None:
    assert answers.bodies([MAIL, b")", MAIL, b")"]) is None


def test_mails_are_given_whole() -> None:
    assert answers.bodies([MAIL, b")", (b"8 (UID 12 BODY[] {0}", b""), b")"]) == {11: {b"BODY[]": b"hello"}, 12: {b"BODY[]": b""}}
    assert answers.bodies([]) == {}


@pytest.mark.parametrize("lines", [
    [MAIL], [MAIL, b" FLAGS (\\Seen))"], [b"7 (UID 11 BODY[] NIL)"], [b"7 (UID 11 BODY[] NIL)", b")"], [b"3 (FLAGS (\\Seen))", MAIL, b")"],
    [(b"7 (BODY[] {5}", b"hello"), b" UID 11)"], [(b"7 (UID 11 BODY[HEADER] {5}", b"hello"), b")"]])
def test_anything_else_beside_a_mail_is_left_to_imapclient(lines: list[Any]) -> None:
    assert answers.bodies(lines) is None
