"""Writes customers' mails to measure with: `python bench/make_mails.py DIR [--count 2000] [--seed 1]`.

The same count and seed always give the same bytes. Of a hundred mails 45 are plain text, 30 text with HTML, 10 bring a file of about
50 KB, and 15 are written in one of seven charsets, their subject and sender too. A quarter answer an earlier mail, which they name and
quote. Each is a file of DIR; `facts.json` beside them tells how many conversations they are and how large.
"""

from __future__ import annotations

import argparse
import base64
import json
import quopri
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

TO = "support@example.com"
BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
NAMES = ("Amina Diallo", "Bruno Costa", "Carla Weiss", "Dmitri Volkov", "Elsa Lind", "Fatou Ba", "Gil Amaral", "Hedda Moe", "Ines Roth",
         "Jakub Nowak", "Kira Sand", "Luis Prado", "Mona Haas", "Nils Berg", "Oya Demir", "Pia Kern")
_VOCABULARY = (
    "the a our your my this parcel order lamp invoice bill address street card payment refund voucher week month Monday Friday "
    "arrived broken missing late wrong twice again please could would send check change cancel confirm answer thanks regards "
    "account password page button error number photo colour size return warranty delivery tracking courier")
WORDS = _VOCABULARY.split()
# charset, subject, name, sentence
TONGUES = (("iso-8859-1", "Où est ma commande ?", "Aurélie Forêt", "Le colis n'a pas été livré à la bonne adresse. "),
           ("windows-1252", "Rückgabe der Lampe", "Jürgen Weiß", "Die Lampe flackert – ich möchte sie zurückgeben, 49 € bitte. "),
           ("koi8-r", "Где моя посылка", "Ольга Зимина", "Добрый день, посылка так и не пришла. "),
           ("iso-2022-jp", "返品について", "佐藤花子", "ランプが届きましたが、壊れていました。"),
           ("gb2312", "发票问题", "李明", "请把发票寄到新的地址。"),
           ("iso-8859-2", "Zpoždění zásilky", "Šárka Řezníčková", "Zásilka má už týden zpoždění, děkuji za odpověď. "),
           ("utf-8", "سفارش من نرسیده 🕊", "نسرین رضایی", "سلام، سفارش من هنوز نرسیده است. 🙏 "))


@dataclass(slots=True)
class Thread:
    """What is said in one conversation so far."""

    name: str
    address: str
    subject: str
    ids: list[str] = field(default_factory=list)
    last: str = ""


def _sentences(rng: random.Random) -> list[str]:
    """Paragraphs of some hundred characters together, now and then of some thousand."""
    wanted, out = min(7_000, max(150, int(rng.lognormvariate(6.5, 0.8)))), [""]
    while sum(map(len, out)) < wanted:
        words = rng.choices(WORDS, k=rng.randint(5, 18))
        out[-1] += " ".join(words).capitalize() + ". "
        if rng.random() < 0.3:
            out.append("")
    return [one.strip() for one in out if one]


def _header(text: str, charset: str) -> str:
    """Text as encoded words of few characters each, under the name that mail programs know."""
    if text.isascii():
        return text
    pieces = (text[start:start + 12] for start in range(0, len(text), 12))
    return "\r\n ".join(f"=?{charset}?B?{base64.b64encode(piece.encode(charset)).decode()}?=" for piece in pieces)


def _text(text: str, charset: str, kind: str = "plain") -> bytes:
    raw = text.replace("\n", "\r\n").encode(charset, "replace")
    if raw.isascii() and max(map(len, raw.split(b"\r\n"))) < 990:
        how, body = "7bit", raw
    elif charset in ("utf-8", "koi8-r", "gb2312", "iso-2022-jp") and not raw.isascii():
        how, body = "base64", base64.encodebytes(raw).replace(b"\n", b"\r\n")
    else:
        how, body = "quoted-printable", quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: {how}\r\n\r\n".encode() + body + b"\r\n"


def _file(rng: random.Random, n: int) -> bytes:
    media, suffix, begin = rng.choice((("application/pdf", "pdf", b"%PDF-1.7\n"), ("image/jpeg", "jpg", b"\xff\xd8\xff\xe0"),
                                       ("text/csv", "csv", b"article,count\r\n")))
    size = rng.randint(42_000, 58_000)
    data = begin + ("".join(f"{rng.choice(WORDS)},{rng.randint(1, 99)}\r\n" for _ in range(size // 10)).encode()[:size]
                    if suffix == "csv" else rng.randbytes(size))
    return (f'Content-Type: {media}; name="file{n}.{suffix}"\r\nContent-Disposition: attachment; filename="file{n}.{suffix}"\r\n'
            "Content-Transfer-Encoding: base64\r\n\r\n").encode() + base64.encodebytes(data).replace(b"\n", b"\r\n")


def _parts(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    joined = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode() + joined + f"--{boundary}--\r\n".encode()


def _page(paragraphs: list[str]) -> str:
    said = "\n".join(f'<p style="margin:0 0 12px;color:#222">{one}</p>' for one in paragraphs)
    return ('<!DOCTYPE html>\n<html><head><meta charset="utf-8"><style>p { font-family: Arial, sans-serif }</style></head>\n'
            f'<body>\n<div dir="ltr">{said}</div>\n<table><tr><td><a href="https://shop.example.com/?a=1&amp;b=2">The shop</a></td></tr>'
            "</table>\n</body></html>")


def mails(count: int, seed: int = 1) -> Iterator[tuple[bytes, int]]:
    """(a mail as RFC 5322 bytes, the number of its conversation)."""
    rng = random.Random(seed)  # noqa: S311 - made-up mail, no secret
    threads: list[Thread] = []
    for n in range(count):
        kind = rng.choices(("plain", "html", "file", "tongue"), (45, 30, 10, 15))[0]
        charset, subject, name, paragraphs = "utf-8", f"{' '.join(rng.choices(WORDS, k=5)).capitalize()} {n}", rng.choice(NAMES), []
        if kind == "tongue":
            charset, subject, name, line = rng.choice(TONGUES)
            subject, paragraphs = f"{subject} {n}", [line * rng.randint(1, 7) for _ in range(rng.randint(1, 4))]
        paragraphs = paragraphs or _sentences(rng)
        number = rng.randrange(max(0, len(threads) - 150), len(threads)) if threads and rng.random() < 0.26 else len(threads)
        if number == len(threads):
            threads.append(Thread(name, f"customer{rng.randrange(max(count // 2, 1))}@customers.example", subject))
        thread = threads[number]
        if thread.ids:
            paragraphs = [*paragraphs, f"> {thread.last[:70]}"]
        written = "".join([thread.name, thread.subject, *paragraphs])
        charset = charset if _fits(written, charset) else "utf-8"
        yield _mail(rng, n, seed, kind, charset, thread, paragraphs), number
        thread.ids.append(f"<measured-{seed}-{n}@customers.example>")
        thread.last = paragraphs[0]


def _fits(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _mail(rng: random.Random, n: int, seed: int, kind: str, charset: str, thread: Thread, paragraphs: list[str]) -> bytes:
    when = format_datetime(BEGIN + timedelta(minutes=n))
    lines = [
        f"Return-Path: <{thread.address}>",
        f"Received: from mx.customers.example (mx.customers.example [192.0.2.{n % 250 + 1}])\r\n"
        f"\tby mail.example.com with ESMTPS id {rng.getrandbits(40):010x};\r\n\t{when}",
        f"From: {_header(thread.name, charset)} <{thread.address}>", f"To: {TO}",
        f"Subject: {_header(('Re: ' if thread.ids else '') + thread.subject, charset)}", f"Date: {when}",
        f"Message-ID: <measured-{seed}-{n}@customers.example>"]
    if thread.ids:
        lines += [f"In-Reply-To: {thread.ids[-1]}", "References: " + "\r\n\t".join(thread.ids[-8:])]
    head = ("\r\n".join([*lines, "MIME-Version: 1.0", "User-Agent: measured/1"]) + "\r\n").encode("ascii")
    text = "\n\n".join(paragraphs) + f"\n\n-- \n{thread.name}\n"
    if kind == "html":
        return head + _parts("alternative", f"=_alternative_{seed}_{n}", [_text(text, charset), _text(_page(paragraphs), charset, "html")])
    if kind == "file":
        return head + _parts("mixed", f"=_mixed_{seed}_{n}", [_text(text, charset), _file(rng, n)])
    return head + _text(text, charset)


def write(folder: Path, count: int, seed: int = 1) -> dict[str, int]:
    """Makes the files and answers what is in them."""
    folder.mkdir(parents=True, exist_ok=True)
    conversations, size = set(), 0
    for n, (raw, number) in enumerate(mails(count, seed)):
        (folder / f"{n:07d}.eml").write_bytes(raw)
        conversations.add(number)
        size += len(raw)
    facts = {"count": count, "seed": seed, "conversations": len(conversations), "bytes": size}
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    return facts


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(json.dumps(write(asked.folder, asked.count, asked.seed)))


if __name__ == "__main__":
    main()
