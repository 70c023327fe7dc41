"""What the fuzzers begin with, and the pieces that they put into it: whatever made readers of mail and HTML stumble before."""

from __future__ import annotations

import json

MAILS = (
    b"From: Ann <ann@example.net>\r\nTo: support@example.com\r\nSubject: =?utf-8?B?aGVsbG8=?= =?x?Q?=ff_a?=\r\nMessage-ID: <a@b>\r\n"
    b"Date: Sun, 1 Nov 2026 10:00:00 +0000\r\nReferences: <c@d> <e@f>\r\nAuthentication-Results: mx.example.com; dkim=pass header.d=b\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b\r\nContent-Type: multipart/alternative; boundary=\"c d\"\r\n\r\n"
    b"--c d\r\nContent-Type: text/plain; charset=iso-2022-jp; format=flowed\r\n\r\n> quoted\r\nOn Sunday Bob wrote:\r\n"
    b"\x1b$B\x24\x22\x1b(B\r\n"
    b"--c d\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<blockquote class=3Dgmail_quote><p style=3D'x'>h=C3=A9</p>\r\n--c d--\r\n--b\r\nContent-Type: application/pdf;\r\n"
    b" name*0*=utf-8''a%20;"
    b"\r\n name*1=b.pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"=?utf-8?q?x?=\"\r\n\r\n"
    b"JVBERi0xLjQK\r\n--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
    b"DTSTART:20261101T100000Z\r\n"
    b"SUMMARY:x\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\nepilogue",
    b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.net\r\nTo: support@example.com\r\nSubject: Undelivered Mail Returned to Sender\r\n"
    b"Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\n"
    b"<ann@example.net>: host mx.example.net said: 550 5.1.1 no such user (in reply to RCPT TO command)\r\n--b\r\n"
    b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; ann@example.net\r\n"
    b"Action: failed\r\n"
    b"Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 no\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: support@example.com\r\n"
    b"To: ann@example.net\r\nMessage-ID: <m.aaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbb@example.com>\r\n\r\nhello\r\n--b--\r\n",
    b"From ann Sun\nfrom:\"A\\\"nn\" (comment (nested)) <@route:ann@example.net>, group: a@b, c@d;\nReply-to: undisclosed-recipients:;\n"
    b"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
    b"eJ8+IgEAAQaQCAAEAAAAAAABAAEAAQeQBgAIAAAA5AQAAAAAAADoAAEI\n",
    b"\xef\xbb\xbfSubject: \xe2\x80\xae\xc3\x28\xed\xa0\x80\r\nContent-Type: text/html; charset=utf-7\r\n\r\n+ADw-script+AD4-\r\n",
)
MAIL_PIECES = (
    b"\r\n", b"\n", b"\r", b"\0", b"\r\n\r\n", b"--b", b"--b--", b"--c d", b"\x1b$B", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae",
    b"=?utf-8?B?",
    b"=?utf-8?Q?=?=", b"=?iso-2022-jp?B?GyRC?=", b"?=", b"=\r\n", b"=ZZ", b"\t", b" ", b";", b"\"", b"\\", b"(", b"<", b"@", b",", b":",
    b"Content-Type: message/rfc822\r\n\r\n", b"Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n",
    b"Content-Type: multipart/digest; boundary=b\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b"Content-Disposition: attachment; filename=../../etc/passwd\r\n", b"filename*=utf-8''%2e%2e%2f%00\r\n", b"charset=utf-7",
    b"charset=utf-16",
    b"charset=idna", b"charset=unicode_escape", b"charset=\xff", b"begin 644 x\r\n", b"+ADw-", b"X-Inbox-Key: x\r\n", b"Date: 99999\r\n",
    b"Date: Thu, 0 Foo 0000 99:99:99 +9999\r\n", b"References: <", b"In-Reply-To: a@b c@d\r\n",
    b"Content-Type: message/delivery-status\r\n\r\n",
    b"Final-Recipient: rfc822;+AEA-\r\n", b"{\"notificationType\":\"Bounce\",\"bounce\":", b"[" * 50, b"&#x110000;",
    b"&#99999999999999999999999;",
    b"<!--", b"<![CDATA[", b"<style>", b"Return-Path: <>\r\n", b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n", b"TZID=x:",
    b"RRULE:COUNT=999999999",
    b"-- \r\n", b"> " * 20, b"On x wrote:\r\n", "١".encode(), "＠".encode(), b"1" * 5_000)

PAGES = (
    b"<html><head><meta name=color-scheme content='light dark'><style>p{color:red}</style></head><body><p style=\"color:red;width:1px\">a"
    b"<a href='https://example.com/?a=b&amp;c' onclick=x>link</a><img src=cid:a@b><img src=\"https://example.com/x.png\" width=1></p>"
    b"<table><tr><td bgcolor=red>x</table><blockquote type=cite>q</blockquote></body></html>",
    b"<svg><style><img src=x onerror=alert(1)></style></svg><math><mtext><table><mglyph><style><!--</style>"
    b"<img title=\"--&gt;&lt;img src=1\">",
    b"<form action=x><input name=a><button formaction=javascript:a></form><iframe srcdoc='<script>'></iframe><object data=x><embed src=x>",
    b"<a href=\"java&#9;script:alert(1)\">a</a><a href=' &#1; javascript:a'>b</a><img src='data:image/svg+xml;base64,PHN2Zz4='>"
    b"<p style=\"background:url(//x);b:'\\27;c:exp/**/ression(1)\">",
)
PAGE_PIECES = (
    b"<", b">", b"\"", b"'", b"`", b"=", b"/", b"&", b"\0", b"\n", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<script>", b"</script>",
    b"<style>",
    b"</style>", b"<svg>", b"</svg>", b"<math>", b"<mtext>", b"<mglyph>", b"<annotation-xml encoding=text/html>", b"<noscript>",
    b"<template>",
    b"<textarea>", b"<title>", b"<xmp>", b"<plaintext>", b"<select>", b"<table>", b"<caption>", b"<iframe srcdoc=\"", b"<base href=//x>",
    b"<meta http-equiv=refresh content=0;url=//x>", b"<link rel=stylesheet href=//x>", b" onerror=alert(1) ", b" src=x ", b" srcset=//x ",
    b" href=javascript:x ", b" href=\"//x\" ", b" href=vbscript:x ", b" href=data:text/html,x ", b" src=\"HTTP:\\\\x\" ", b" src=//x/y ",
    b" src=\"https://x/&quot;onload=x\" ", b" src=cid:x ", b" style=\"", b"url(//x)", b"position:fixed;", b"display:contents;",
    b"@import '//x';", b"\\75rl(",
    b" id=x ", b" name=body ", b" class=x ", b" target=_top ", b" ping=//x ", b" data-src=//x ", b" background=//x ",
    b" cite=javascript:x ",
    b"&lt;", b"&#60;", b"&#x3c", b"&colon;", b"&Tab;", b"&NewLine;", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"&#xd800;", b"<a>" * 30,
    b"<img alt=\"<script>\">")

POSTS = tuple(json.dumps(post).encode() for post in (
    {"external_id": "1", "sender": {"id": "ann", "name": "Ann"}, "thread_id": "t", "text": "hello", "html": "<p>hello<script>x</script>",
     "subject": "s", "sent_at": "2026-11-22T10:00:00Z", "attachments": [{"name": "../a\u202egpj.exe", "media_type": "text/html",
     "data": "aGk="},
                                                                         {"name": "b", "url": "https://example.com/b"}]},
    {"update": {"external_id": "1", "state": "failed", "detail": "no", "at": "2026-11-22T10:00:00+14:00"}},
    {"update": {"state": "opted_out", "sender": {"id": "ann"}}}))
POST_PIECES = (
    b"{", b"}", b"[", b"]", b"\"", b":", b",", b"null", b"true", b"1e999", b"-0", b"NaN", b"\\ud800", b"\\u0000", b"\\u202e", b"\0",
    b"\xff",
    b"[" * 300, b"{\"a\":" * 300, b"9" * 5_000, b"\"external_id\":1,", b"\"update\":{},", b"\"sender\":[],", b"\"0001-01-01T00:00:00Z\"",
    b"\"9999-12-31T23:59:59-23:59\"", b"\"data\":\"====\",", b"\"url\":\"file:///etc/passwd\"", b"<!--", b"&#99999999999999999999999;",
    b"\xef\xbb\xbf")

FORMS = (
    b"MessageSid=SM1&From=%2B15005550006&To=%2B15005550001&Body=hello%20%F0%9F%98%80&NumMedia=1&MediaUrl0=https%3A%2F%2Fapi.twilio.com%2Fx"
    b"&MediaContentType0=image%2Fpng&Latitude=1&Longitude=2&ProfileName=Ann",
    b"MessageSid=SM2&From=whatsapp%3A%2B15005550006&To=whatsapp%3A%2B15005550001&Body=STOP&OptOutType=STOP",
    b"MessageSid=SM3&MessageStatus=undelivered&ErrorCode=30003&ErrorMessage=x&To=%2B15005550006")
FORM_PIECES = (b"&", b"=", b"%", b"%00", b"%ff", b"%ed%a0%80", b"%E2%80%AE", b"%0d%0a", b"NumMedia=999999999999", b"NumMedia=-1",
    b"NumMedia=x",
               b"&MediaUrl0=javascript:x", b"&MediaUrl0=http://[", b"From=", b"To=", b"MessageSid=", b"&Body=" + b"a" * 5_000, b";",
               b"\0", b"9" * 5_000)
