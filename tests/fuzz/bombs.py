"""Small things that want to become large, and large ones that want to take for ever: each a mail, a post or a form.

`python tests/fuzz/bombs.py SCALE` reads all of them as a reader process does, under its bound of memory, and prints a line of JSON for
each: name, bytes, seconds of CPU, what came of it; at last the peak of memory. SCALE 1 is what a provider would still let through.
"""

from __future__ import annotations

import base64
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

HEAD = b"From: ann@example.net\r\nTo: support@example.com\r\nSubject: x\r\nMessage-ID: <a@b>\r\n"
MB = 1024 * 1024


def _plain(body: bytes, kind: bytes = b"text/plain", *more: bytes) -> bytes:
    return HEAD + b"Content-Type: " + kind + b"\r\n" + b"".join(one + b"\r\n" for one in more) + b"\r\n" + body


def _nested(depth: int, kind: bytes = b"multipart/mixed") -> bytes:
    return HEAD + b"".join(b"Content-Type: %s; boundary=b%d\r\n\r\n--b%d\r\n" % (kind, n, n) for n in range(depth)) + b"\r\nhello\r\n"


def _page(body: bytes) -> bytes:
    return _plain(body, b"text/html; charset=utf-8")


def _lines(data: bytes) -> bytes:
    return b"\r\n".join(data[at:at + 76] for at in range(0, len(data), 76))


def _report(recipients: int) -> bytes:
    fields = b"".join(b"Final-Recipient: rfc822; a%d@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n" % n for n in range(recipients))
    return (b"From: MAILER-DAEMON@x.example\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; "
            b"report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nfailed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            b"Reporting-MTA: dns; x\r\n\r\n" + fields + b"--b--\r\n")


def _reports(parts: int) -> bytes:
    """Every recipient with a diagnostic of its own, which is long."""
    status = b"".join(b"--b\r\nContent-Type: message/delivery-status\r\n\r\n" + b"".join(
        b"Final-Recipient: rfc822; a%d-%d@example.net\r\nDiagnostic-Code: smtp; %d%d%s\r\n\r\n" % (part, n, part, n, b"x y " * 2_000)
        for n in range(7)) for part in range(parts))
    return _report(1).partition(b"--b\r\nContent-Type")[0] + status + b"--b--\r\n"


def _times(body: bytes, size: float) -> bytes:
    return body * max(1, int(size) // len(body))


# name -> what makes it, by scale
MAILS: dict[str, Callable[[float], bytes]] = {
    "parts within parts": lambda s: _nested(int(5_000 * s)),
    "mails within mails": lambda s: HEAD + b"Content-Type: message/rfc822\r\n\r\n" * int(20_000 * s) + b"\r\nhello",
    "digests within digests": lambda s: _nested(int(3_000 * s), b"multipart/digest"),
    "100,000 parts": lambda s: _plain(b"--b\r\n\r\nx\r\n" * int(100_000 * s), b"multipart/mixed; boundary=b"),
    "100,000 files": lambda s: _plain(b"--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n" * int(100_000 * s),
                                      b"multipart/mixed; boundary=b"),
    "100,000 headers": lambda s: b"X-A: b\r\n" * int(100_000 * s) + _plain(b"hello"),
    "a header of 10 MB": lambda s: b"Subject: " + b"x" * int(10 * MB * s) + b"\r\n" + _plain(b"hello"),
    "a header that never ends its name": lambda s: b"x" * int(10 * MB * s) + b"\r\n" + _plain(b"hello"),
    "a header of 100,000 lines": lambda s: b"To:" + b" ann@example.net,\r\n" * int(100_000 * s) + _plain(b"hello"),
    "500,000 addresses": lambda s: b"Cc: " + b"a@b.c," * int(500_000 * s) + b"\r\n" + _plain(b"hello"),
    "comments within comments": lambda s: b"Cc: " + b"(" * int(MB * s) + b"\r\n" + _plain(b"hello"),
    "200,000 references": lambda s: b"References: " + b"<a@b> " * int(200_000 * s) + b"\r\n" + _plain(b"hello"),
    "100,000 encoded words": lambda s: b"X-Original-Sender: " + b"=?utf-8?B?aA==?= " * int(100_000 * s) + b"\r\n" + _plain(b"hello"),
    "100,000 pieces of a parameter": lambda s: _plain(b"hello", b"text/plain" + b"".join(
        b"; name*%d*=a" % n for n in range(int(100_000 * s)))),
    "100 MB of base64": lambda s: _plain(_lines(base64.b64encode(bytes(int(75 * MB * s)))), b"application/zip; name=a.zip",
                                         b"Content-Transfer-Encoding: base64"),
    "20 MB of quoted-printable": lambda s: _plain(_times(b"=C3=A9=\r\n", 20 * MB * s), b"text/plain; charset=utf-8",
                                                  b"Content-Transfer-Encoding: quoted-printable"),
    "20 MB of uuencode": lambda s: _plain(b"begin 644 x\r\n" + _times(b"M" + b"A" * 60 + b"\r\n", 20 * MB * s), b"text/plain",
                                          b"Content-Transfer-Encoding: x-uuencode"),
    "one line of 20 MB": lambda s: _plain(b"x" * int(20 * MB * s)),
    "10 million empty lines": lambda s: _plain(b"\n" * int(10 * MB * s)),
    "quotation within quotation": lambda s: _plain(_times(b"> " * 5_000 + b"\r\n", 5 * MB * s)),
    "100,000 times: On … wrote": lambda s: _plain(b"On Monday Ann wrote:\r\n> x\r\n" * int(100_000 * s)),
    "100,000 signatures": lambda s: _plain(b"-- \r\nAnn\r\n" * int(100_000 * s)),
    "escapes of ISO-2022-JP": lambda s: _plain(_times(b"\x1b$B\x1b(B", 2 * MB * s), b"text/plain; charset=iso-2022-jp"),
    "UTF-7": lambda s: _plain(_times(b"+ADw-", 2 * MB * s), b"text/plain; charset=utf-7"),
    "text of no known set": lambda s: _plain(_times(bytes(range(128, 256)), 5 * MB * s), b"text/plain; charset=nobody-knows"),
    "elements within elements": lambda s: _page(b"<div>" * int(400_000 * s)),
    "tables within tables": lambda s: _page(b"<table><tr><td>" * int(100_000 * s)),
    "tags that never end": lambda s: _page(b"<a " * int(600_000 * s)),
    "comments that never end": lambda s: _page(b"<!-" * int(600_000 * s)),
    "attributes without end": lambda s: _page(b"<p " + b"a=b " * int(400_000 * s) + b">"),
    "entities": lambda s: _page(b"&amp" * int(400_000 * s)),
    "entities without end": lambda s: _page(b"&#" + b"1" * int(1_500_000 * s)),
    "quotations within quotations": lambda s: _page(b"<blockquote class=gmail_quote>" * int(50_000 * s)),
    "100,000 images": lambda s: _page(b"<img src=\"https://example.com/x.png\" width=1>" * int(40_000 * s)),
    "styles without end": lambda s: _page(b"<p style=\"" + b"color:red;" * int(150_000 * s) + b"\">x"),
    "formatting left open": lambda s: _page(b"<b><i><u><p>" * int(100_000 * s)),
    "50,000 failures": lambda s: _report(int(50_000 * s)),
    "failures with long reasons": lambda s: _reports(int(40 * s) or 4),
    "a forwarded mail with a header of 1 MB": lambda s: _plain(
        b"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: " + b"x y " * int(250_000 * s) + b"\r\n\r\nhello\r\n--b--\r\n",
        b"multipart/mixed; boundary=b"),
    "failures in words": lambda s: HEAD.replace(b"ann@", b"MAILER-DAEMON@") + b"Return-Path: <>\r\n\r\nUndelivered mail\r\n" + b"".join(
        b"<a%d@example.net>: 550 no\r\n" % n for n in range(int(50_000 * s))),
    "JSON within JSON": lambda s: HEAD.replace(b"ann@", b"MAILER-DAEMON@") + b"Return-Path: <>\r\n\r\n{\"notificationType\":" + b"[" * int(
        100_000 * s),
    "50,000 appointments": lambda s: _plain(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nDTSTART:20260101T000000Z\r\nEND:VEVENT\r\n" * int(
        50_000 * s) + b"END:VCALENDAR\r\n", b"text/calendar"),
    "a calendar within itself": lambda s: _plain(b"BEGIN:VCALENDAR\r\n" * int(100_000 * s), b"text/calendar"),
    "winmail.dat with great claims": lambda s: _plain(_lines(base64.b64encode(
        b"\x78\x9f\x3e\x22\x01\x00" + b"\x02\x05\x90\x06\x00\xff\xff\xff\x7f" * int(100_000 * s))),
        b"application/ms-tnef; name=winmail.dat", b"Content-Transfer-Encoding: base64"),
}
POSTS: dict[str, Callable[[float], bytes]] = {
    "32 MB of brackets": lambda s: b"[" * int(32 * MB * s),
    "objects within objects": lambda s: b'{"a":' * int(6 * MB * s),
    "a number of 30 MB": lambda s: b'{"external_id":' + b"9" * int(30 * MB * s) + b"}",
    "30 MB of HTML": lambda s: b'{"external_id":"1","sender":{"id":"a"},"html":"' + b"<b" * int(15 * MB * s) + b'"}',
    "30 MB of text": lambda s: b'{"external_id":"1","sender":{"id":"a"},"text":"' + b"\\u0000" * int(5 * MB * s) + b'"}',
    "30 MB of files": lambda s: b'{"external_id":"1","sender":{"id":"a"},"attachments":[' + b",".join(
        [b'{"data":"' + b"AAAA" * int(75_000 * s) + b'"}'] * 100) + b"]}",
    "500,000 wrong files": lambda s: b'{"external_id":"1","sender":{"id":"a"},"attachments":[' + b",".join(
        [b"1"] * int(500_000 * s)) + b"]}",
}


def every(scale: float) -> Iterator[tuple[str, str, str, bytes]]:
    """(name, connector, kind, bytes)"""
    for name, make in MAILS.items():
        yield name, "email", "mail", make(scale)
    for name, make in POSTS.items():
        yield name, "webhook", "message", make(scale)


def main() -> None:
    """Reads every one of them, as a worker does."""
    from targets import META

    from inbox import registry, workers
    from inbox.types import RawItem
    scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    only = sys.argv[2:]
    for type_ in ("email", "webhook"):
        registry.connector(type_)
    resource.setrlimit(resource.RLIMIT_AS, (workers.MEMORY, workers.MEMORY))
    for name, type_, kind, data in every(scale):
        if only and name not in only:
            continue
        began = time.process_time()
        found = workers.read_one(type_, RawItem(item="INBOX/1/1", kind=kind, data=data, meta=META[kind]))
        seconds = time.process_time() - began
        told = found.code if isinstance(found, workers.Unreadable) else "read"
        print(json.dumps([name, len(data), round(seconds, 2), told, found.detail if told != "read" else "", _peak()]), flush=True)


def _peak() -> int:
    """MB this program has held at most. getrusage would count what its parent held as well: it keeps its figure over an exec."""
    found, = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(found.split()[1]) // 1024


if __name__ == "__main__":
    main()
