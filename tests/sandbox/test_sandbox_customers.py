"""The believable customers: who they are, that they wait for a listener, grow impatient, and answer."""

from __future__ import annotations

import asyncio
import email
import json
import os
import signal
import smtplib
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import imapclient
import pytest

from inbox.sandbox.customers import Customers, Person, Script, people
from inbox.sandbox.received import Arrival, Received
from inbox.sandbox.said import Said
from inbox.sandbox.stage import PASSWORD, SHOP, Stage
from inbox.sandbox.x_shapes import TEXT_LIMIT, weight

ROOT = Path(__file__).parents[2]


class Ear:
    """A voice that only notes what is said."""

    def __init__(self) -> None:
        self.heard: list[Said] = []

    async def say(self, said: Said) -> str:
        self.heard.append(said)
        return f"id-{len(self.heard)}"


def test_they_speak_many_languages_on_every_channel() -> None:
    scripts = {letter.split()[0] for person in people() for script in person.scripts
               for letter in (unicodedata.name(char, "? ") for char in script.opening) if not letter.startswith("?")}
    assert scripts >= {"LATIN", "ARABIC", "TAMIL", "CYRILLIC", "CJK", "HIRAGANA"}
    everything = " ".join(script.opening for person in people() for script in person.scripts)
    assert "Guten Tag" in everything and "Magandang araw po" in everything and "پ" in everything
    assert {person.channel for person in people()} == {"email", "post", "direct", "sms"}
    assert any(person.address.startswith("whatsapp:") for person in people()) and len(people()) >= 15
    assert all(script.impatient and script.answers for person in people() for script in person.scripts)


@pytest.mark.parametrize("person", [person for person in people() if person.channel == "post"], ids=lambda p: p.address)
def test_posts_fit_and_name_the_shop(person: Person) -> None:
    for script in person.scripts:
        assert all(weight(text.replace("ORDER", "A-12345")) <= TEXT_LIMIT
                   for text in (script.opening, *script.impatient, *script.answers))
        assert all("@shop" in text for text in (script.opening, *script.impatient))


@pytest.fixture
def one_person(monkeypatch: pytest.MonkeyPatch) -> Person:
    script = Script(subject="S ORDER", opening="O ORDER", impatient=("I1", "I2"), answers=("A1", "A2"))
    person = Person(name="Ann", channel="email", address="ann@mail.example", quote="On DATE, WHO wrote:", scripts=(script,))
    monkeypatch.setattr("inbox.sandbox.customers.people", lambda: (person,))
    monkeypatch.setattr("inbox.sandbox.customers._FIRST", ("email",))
    return person


def test_nobody_speaks_before_somebody_listens(one_person: Person, until: Callable[..., Any]) -> None:
    async def play() -> None:
        ear, listening = Ear(), asyncio.Event()
        customers = Customers({"support": ear}, Received(), {"email": listening}, seed=1, pace=1000)
        customers.start()
        done, _ = await asyncio.wait(customers._tasks, timeout=0.2)
        assert not done and ear.heard == []
        listening.set()
        await until(lambda: ear.heard)
        await customers.stop()
        assert customers._tasks == set()
    asyncio.run(play())


def test_they_grow_impatient_and_answer(one_person: Person, until: Callable[..., Any]) -> None:
    async def play() -> None:
        ear, received, listening = Ear(), Received(), asyncio.Event()
        listening.set()
        customers = Customers({"support": ear}, received, {"email": listening}, seed=1, pace=400)
        customers._spawn(customers._converse(one_person, one_person.scripts[0], 0, 0))
        await until(lambda: len(ear.heard) == 3)
        opening, first, second = ear.heard
        assert opening.sender == "Ann <ann@mail.example>" and opening.text.startswith("O ") and "ORDER" not in opening.text
        assert opening.subject == opening.text.replace("O", "S", 1) and opening.reply_to == ""
        assert (first.text, first.reply_to, second.text, second.reply_to) == ("I1", "id-1", "I2", "id-2")
        raw = b"In-Reply-To: <id-3>\r\nMessage-ID: <ours>\r\n\r\nSorry!\r\n"
        received.add(Arrival(channel="support", sender=SHOP, to=("Ann@mail.example",), text="Sorry!\nWe",
                             external_id="ours", raw=raw))
        await until(lambda: len(ear.heard) == 4)
        assert ear.heard[3].reply_to == "ours"
        assert ear.heard[3].text.startswith("A1\n\nOn ") and ear.heard[3].text.endswith("wrote:\n> Sorry!\n> We")
        received.add(Arrival(channel="support", sender=SHOP, to=("stranger@mail.example",), text="x", external_id="2", raw=b""))
        received.add(Arrival(channel="support", sender=SHOP, to=("ann@mail.example",), text="Yes", external_id="3", raw=b""))
        await until(lambda: not customers._talks)
        assert len(ear.heard) == 5 and ear.heard[4].reply_to == "3"
        await customers.stop()
    asyncio.run(play())


def test_a_stage_with_traffic_talks_and_answers(on_stage: Any, until: Callable[..., Any]) -> None:
    async def play(stage: Stage, control: Any) -> None:
        for event in (stage.imap.opened, stage.x.mentions_read, stage.x.directs_read, stage.twilio.messages_read):
            event.set()
        customers = stage.customers
        assert customers is not None
        await until(lambda: {talk.person.channel for talk in customers._talks if talk.ids}
                    == {"email", "post", "direct", "sms"})
        talk = next(talk for talk in customers._talks if talk.ids and talk.person.channel == "email")
        said = len(talk.ids)

        def reply() -> None:
            with smtplib.SMTP("127.0.0.1", stage.smtp.port, timeout=10) as client:
                client.sendmail(SHOP, talk.person.address, f"From: {SHOP}\r\nTo: {talk.person.address}\r\n"
                                f"Message-ID: <answer@shop.example>\r\nIn-Reply-To: <{talk.ids[0]}>\r\n\r\nHello\r\n")
        await asyncio.to_thread(reply)
        await until(lambda: len(talk.ids) > said + 1)

        def mails() -> list[bytes]:
            with imapclient.IMAPClient("127.0.0.1", stage.imap.port, ssl=False, timeout=10) as client:
                client.login(SHOP, PASSWORD)
                client.select_folder("INBOX")
                return [part[b"BODY[]"] for part in client.fetch(client.search(), ["BODY.PEEK[]"]).values()]
        answers = {email.message_from_bytes(raw)["In-Reply-To"] for raw in await asyncio.to_thread(mails)}
        assert "<answer@shop.example>" in answers
    on_stage(play, traffic=True, seed=7, pace=20)


@pytest.mark.parametrize("channel", ["post", "direct", "sms"])
def test_they_answer_on_x_and_by_text(on_stage: Any, until: Callable[..., Any], channel: str) -> None:
    async def play(stage: Stage, control: Any) -> None:
        customers = stage.customers
        assert customers is not None
        for event in (stage.x.mentions_read, stage.x.directs_read, stage.twilio.messages_read):
            event.set()
        talk = await until(lambda: next((talk for talk in customers._talks if talk.ids and talk.person.channel == channel), None))
        opening = talk.ids[0]
        name, extra = ("sms", {}) if channel == "sms" else ("x", {"reply_to": opening} if channel == "post" else {})
        stage.received.add(Arrival(channel=name, sender="us", to=(talk.person.address,), text="Hello", external_id="1",
                                   raw=b"", extra=extra))
        stage.received.add(Arrival(channel=name, sender="us", to=("somebody else",), text="No", external_id="2", raw=b""))
        await until(lambda: len(talk.ids) == 3)
        assert talk.ids[1] == "1"
        if channel == "post":
            answer = stage.x._posts[talk.ids[2]]
            assert (answer.answers, answer.author.username) == ("1", talk.person.address[1:])
        elif channel == "direct":
            assert [direct.id for direct in stage.x._directs if f"@{direct.sender.username}" == talk.person.address] == [
                opening, talk.ids[2]]
        else:
            assert stage.twilio._texts[talk.ids[2]].sender == talk.person.address
    on_stage(play, traffic=True, seed=3, pace=10)


@pytest.mark.parametrize("end", ["SIGTERM", "stdin"])
def test_the_process_says_where_it_is_and_ends_when_told(end: str) -> None:
    with subprocess.Popen([sys.executable, "-W", "error::ResourceWarning", "-m", "inbox.sandbox", "--traffic", "--seed", "1"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout and process.stdin and process.stderr
        ready = json.loads(process.stdout.readline())
        assert set(ready) == {"control", "imap", "smtp", "x", "twilio"} and ready["imap"]["port"]
        if end == "stdin":
            process.stdin.close()
        else:
            os.kill(process.pid, signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == b""
