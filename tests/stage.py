"""A shop's day, the same each time: what pictures are taken of and what axe judges. Words are the sandbox's customers' kind."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Any

from browsers import agent
from doors import Demo, Json, file

PASSWORD = "a password of theirs"
NEWSLETTER = """<div style="background:#f4f1ea;padding:24px;font-family:Georgia,serif">
<h2 style="color:#7a3b12;margin:0 0 12px">Spring is here</h2>
<p>Our workshop has <b>twelve new lamps</b>. Would your shop like to show them?</p>
<img src="https://cdn.example/lamps.png" width="320" height="120" alt="Twelve lamps">
<p><a href="https://lamps.example/catalogue">See the catalogue</a></p></div>"""


@dataclass(frozen=True)
class Staged:
    """The conversations that pictures are taken of, by name; a colleague's mail address."""

    conversations: dict[str, str]
    colleague: str


def picture(width: int = 640, height: int = 420) -> bytes:
    """A PNG with a lamp's worth of light in it."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    def dot(x: int, y: int) -> bytes:
        light = max(0, 255 - int(((x - width / 2) ** 2 + (y - height / 2) ** 2) ** 0.5 / 1.3))
        return bytes((40 + light * 200 // 255, 36 + light * 150 // 255, 60 + light * 60 // 255))
    rows = b"".join(b"\0" + b"".join(dot(x, y) for x in range(width)) for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def _patch(demo: Demo, conversation: str, **patch: Any) -> None:
    demo.done(f"/conversations/{conversation}", "PATCH", patch)


def colleagues(demo: Demo) -> dict[str, str]:
    """Three agents and two teams; the names and ids of all."""
    found = {name: str(agent(demo, f"{name.split()[0].lower()}@shop.example", name, password=PASSWORD)["id"])
             for name in ("Ada Long", "Grace Park", "نرگس کریمی")}
    found["Demo"] = str(demo.get("/me")["id"])
    for team, names in {"Orders": ("Ada Long", "Demo"), "Workshop": ("Grace Park", "نرگس کریمی")}.items():
        found[team] = str(demo.done("/teams", "POST", {"name": team, "members": [found[name] for name in names]}, status=201)["id"])
    return found


def stage(demo: Demo) -> Staged:
    """Everybody writes, and somebody has answered some of them. Takes half a minute."""
    demo.done("/me", "PATCH", {"name": "Robin Demo", "settings": {"undo_seconds": 0}})
    crew = colleagues(demo)
    found = {**_day(demo, crew), "ann": _ann(demo, crew)}
    demo.done("/canned", "POST", {"name": "On its way", "text": "Hello {{contact.first_name|there}}, it is on its way.", "shortcut": "way"},
              status=201)
    demo.done("/views", "POST", {"name": "Waiting for stock", "shared": True, "query": {"tag": "stock"}}, status=201)
    return Staged(conversations=found, colleague="ada@shop.example")


def _day(demo: Demo, crew: dict[str, str]) -> dict[str, str]:
    """The queue but for the conversation that is looked at: languages, fates, and one of each trouble."""
    def say(channel: str, who: str, text: str, patch: Json | None = None, **more: Any) -> str:
        made = str(demo.told(channel, who, text, **more)["conversation"])
        if patch:
            _patch(demo, made, **patch)
        return made

    found = {
        "failed": say("support", "Nobody Special <nobody@example.net>", "Wann kommt mein Paket?", subject="Paket 20155"),
        "uncertain": say("support", "Otto Weber <otto@example.net>", "Can I pay by invoice?", subject="Paying by invoice"),
        "snoozed": say("support", "Elif Demir <elif@example.net>", "I am away until Monday, please remind me then.",
                       {"status": "snoozed", "snoozed_until": "2031-01-06T09:00:00Z"}, subject="Return of order 20087"),
        "closed": say("sms", "Rosa", "Thank you, all is well now.", {"status": "closed"}),
        "news": say("support", "Lamps & Co <news@lamps.example>", "Spring is here", {"tags_add": ["supplier"]}, html=NEWSLETTER,
                    subject="Twelve new lamps"),
        "dieter": say("support", "Dieter Baumann <dieter@example.net>", "Guten Tag,\n\nauf der Rechnung 4711 steht noch unsere alte "
                      "Anschrift. Könnten Sie mir eine berichtigte schicken?\n\nMit freundlichen Grüßen\nDieter Baumann",
                      {"tags_add": ["billing"], "assignee": crew["Grace Park"]}, subject="Rechnung 4711: falsche Anschrift"),
        "kavitha": say("support", "கவிதா முருகன் <kavitha@example.net>", "வணக்கம், என் ஆர்டர் 20133 இன்னும் வரவில்லை. தயவுசெய்து பார்க்கவும்.",
                       {"team": crew["Orders"], "tags_add": ["shipping", "vip", "stock"]}, subject="ஆர்டர் 20133"),
        "yuki": say("support", "田中 由紀 <yuki@example.jp>",
                    "こんにちは。先週注文したランプのスイッチが動きません。交換していただけますか。",
                    subject="ランプのスイッチ"),
        "jun": say("sms", "Jun", "Is the shop open on Saturday?"),
        "lampfan": say("x", "lampfan", "@shop the new reading lamp is lovely. Do you ship to Ulaanbaatar?", mention=True),
        "nasrin": say("support", "نسرین رضایی <nasrin@example.net>", "سلام، وقت بخیر. سفارش ۲۰۱۴۱ من هنوز نرسیده است. لطفاً بررسی کنید؛ "
                      "برای تولد دخترم لازم دارم.", {"tags_add": ["shipping"]}, subject="سفارش ۲۰۱۴۱ نرسیده است"),
    }
    demo.ends(demo.reply(found["failed"], "Es ist morgen bei Ihnen.")["id"], "failed", seconds=60)
    demo.fault("smtp", "die_after_accept")
    demo.ends(demo.reply(found["uncertain"], "Of course, we will send you one with the parcel.")["id"], "uncertain", seconds=60)
    demo.mended()
    demo.ends(demo.reply(found["closed"], "You are welcome.")["id"], "sent", "delivered", seconds=60)
    _patch(demo, found["closed"], status="closed")
    return found


def _ann(demo: Demo, crew: dict[str, str]) -> str:
    """One customer by mail and by SMS, merged; answered, noted, with files."""
    first = demo.told("support", "Ann Castillo <ann@example.net>", "Hello,\n\nI ordered the blue reading lamp nine days ago (order 20120) "
                      "and it has not arrived. Could you please look where it is?\n\nThank you\nAnn", subject="Order 20120 has not arrived")
    ann = str(first["conversation"])
    demo.ends(demo.reply(ann, "Hello Ann,\n\nI am sorry for the wait. The parcel is in Leipzig and should be with you on Thursday.\n\n"
                         "Kind regards\nRobin")["id"], "sent", "delivered", seconds=60)
    demo.done(f"/conversations/{ann}/messages", "POST", {
        "kind": "note", "text": "The carrier says that the label was torn. If it is not there on Thursday, send a second one.",
        "mentions": [crew["Ada Long"]]}, status=202)
    by_phone = demo.told("sms", "Ann", "It is me, Ann, about order 20120. Nobody rang here today.")
    demo.done(f"/conversations/{by_phone['conversation']}/merge", "POST", {"into": ann})
    demo.told("support", "Ann Castillo <ann@example.net>", "The box came today, but the shade is broken. I attach a photo and the slip.",
              subject="Re: Order 20120 has not arrived", reply_to=first["external_id"],
              attachments=[file("broken-shade.png", "image/png", picture()),
                           file("delivery-slip.pdf", "application/pdf", b"%PDF-1.4\n" * 900)])
    _patch(demo, ann, assignee="me", tags_add=["return", "vip"], priority="high")
    return ann
