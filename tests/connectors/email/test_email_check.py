"""`check --connect`: what is found, in which words, and with which cure."""

from __future__ import annotations

import socket
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.email import Email
from inbox.connector import Finding
from inbox.testing.context import FakeContext
from inbox.testing.scripted_imap import CAPABILITIES, ScriptedFolder, ScriptedImap
from inbox.testing.scripted_smtp import ScriptedSmtp

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Make = Callable[..., Email]
At = Callable[..., dict[str, Any]]


async def findings(email: Email) -> dict[str, list[Finding]]:
    """The findings by step; every one that is not ok has a cure."""
    found: dict[str, list[Finding]] = {}
    async for finding in email.check():
        assert finding.level == "ok" or finding.cure, finding
        assert "secret" not in finding.text + finding.cure
        found.setdefault(finding.step, []).append(finding)
    return found


def levels(found: dict[str, list[Finding]]) -> dict[str, str]:
    return {step: max((one.level for one in all_), key=["ok", "warn", "fail"].index) for step, all_ in found.items()}


def closed_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def real_time() -> FakeContext:
    """Certificates are dated by the real clock."""
    return FakeContext(clock=datetime.now(UTC))


def test_all_is_well(run: Run, channel: Make, at: At, authority: Any) -> None:
    async def flow() -> None:
        tls = authority.server()
        with ScriptedImap(tls=tls, implicit=True) as imap, ScriptedSmtp(
                tls=tls, user="ann", password="secret", extensions=("STARTTLS", "AUTH PLAIN", "SIZE 36700160")) as smtp:
            imap.folders["Sent"] = ScriptedFolder(special="\\Sent")
            imap.inbox.add()
            async with real_time() as context:
                found = await findings(channel(
                    context, imap=at(imap, tls="implicit", ca_file=str(authority.file)),
                    smtp=at(smtp, tls="starttls", ca_file=str(authority.file))))
            assert set(levels(found).values()) == {"ok"}
            assert list(found) == ["imap dns", "imap tcp", "imap tls", "imap login", "imap capabilities", "imap folders",
                                   "clock", "smtp dns", "smtp tcp", "smtp tls", "smtp login", "smtp size"]
            assert "good until" in found["imap tls"][0].text and "TLSv1." in found["imap tls"][0].text
            assert found["imap folders"][0].text == "INBOX holds 1 mails"
            assert found["imap folders"][1].text == "copies of replies go to Sent"
            assert found["smtp size"][0].text.startswith("takes mails up to 35 MB")
            # nothing is sent and nothing changes
            assert not [word for word in ("SELECT", "STORE", "MOVE", "APPEND", "CREATE") if imap.said(word + " ")
                        and word != "SELECT"]
            assert not imap.said("SELECT INBOX") and not smtp.said("MAIL")
    run(flow())


def test_name_and_port(run: Run, channel: Make) -> None:
    async def flow() -> None:
        async with FakeContext() as context:
            port = closed_port()
            found = await findings(channel(
                context, imap={"host": "imap.invalid", "username": "u", "password": "secret"},
                smtp={"host": "127.0.0.1", "port": port, "tls": "none"}))
            assert levels(found) == {"imap dns": "fail", "smtp dns": "ok", "smtp tcp": "fail"}
            assert found["imap dns"][0].text.startswith("imap.invalid cannot be resolved")
            assert found["smtp tcp"][0].text == f"port {port} of 127.0.0.1 is closed"
            assert "587 with starttls" in found["smtp tcp"][0].cure
    run(flow())


@pytest.mark.parametrize(("days", "name", "trusted", "level", "words"), [
    (10, "localhost", True, "warn", "days from now"),
    (-5, "localhost", True, "fail", "expired on"),
    (90, "mail.example.com", True, "fail", "is for mail.example.com, not for 127.0.0.1"),
    (90, "localhost", False, "fail", "signed by nobody we trust")])
def test_certificates(run: Run, channel: Make, at: At, authority: Any, days: int, name: str, trusted: bool, level: str,
                      words: str) -> None:
    async def flow() -> None:
        with ScriptedImap(tls=authority.server(days=days, name=name), implicit=True) as imap:
            async with real_time() as context:
                settings = at(imap, tls="implicit") | ({"ca_file": str(authority.file)} if trusted else {})
                found = await findings(channel(context, imap=settings))
            assert (found["imap tls"][0].level, words in found["imap tls"][0].text) == (level, True), found["imap tls"]
            assert ("imap login" in found) == (level == "warn")
    run(flow())


def test_plain_port_taken_for_tls(run: Run, channel: Make, at: At) -> None:
    async def flow() -> None:
        with ScriptedImap() as imap:
            async with FakeContext() as context:
                found = await findings(channel(context, imap=at(imap, tls="implicit")))
            assert levels(found)["imap tls"] == "fail" and 'imap.tls = "starttls"' in found["imap tls"][0].cure
    run(flow())


def test_login_folders_capabilities_and_clock(run: Run, channel: Make, at: At) -> None:
    async def flow() -> None:
        with ScriptedImap(capabilities="IMAP4rev1") as imap:
            imap.folders["Erledigt"] = ScriptedFolder()
            async with FakeContext() as context:
                found = await findings(channel(context, imap=at(imap, password="secret2")))
                assert levels(found)["imap login"] == "fail" and "username and password" in found["imap login"][0].cure
                imap.inbox.add(at=context.now() + timedelta(hours=3))
                found = await findings(channel(context, imap=at(imap, folders=["INBOX", "Supprt"]),
                                               after_ingest="move:Erledgt", smtp={"host": "smtp.invalid"}))
            assert levels(found) == {"imap dns": "ok", "imap tcp": "ok", "imap login": "ok", "imap capabilities": "fail",
                                     "imap folders": "fail", "clock": "warn", "smtp dns": "fail"}
            cures = [one.cure for one in found["imap folders"]]
            assert "Did you mean 'Erledigt'?" in cures and any("The account has: Erledigt, INBOX" in cure for cure in cures)
            assert found["clock"][0].text == "the newest mail arrived 3 hours ahead of our clock"
            assert [one.level for one in found["imap capabilities"]] == ["warn", "fail", "ok"]
    run(flow())


def test_broken_login_is_not_blamed_on_the_password(run: Run, channel: Make, at: At) -> None:
    async def flow() -> None:
        with ScriptedImap(capabilities=CAPABILITIES) as imap:
            imap.fault("LOGIN", "drop")
            async with FakeContext() as context:
                found = await findings(channel(context, imap=at(imap)))
            assert "not judged" in found["imap login"][0].cure
    run(flow())


def test_smtp_findings(run: Run, channel: Make, at: At) -> None:
    async def flow() -> None:
        with ScriptedSmtp(extensions=("AUTH PLAIN", "SIZE 1000000"), user="ann", password="other") as smtp:
            async with FakeContext() as context:
                found = await findings(channel(context, smtp=at(smtp)))
                assert levels(found)["smtp login"] == "fail"
                found = await findings(channel(context, smtp=at(smtp, tls="starttls")))
                assert "does not offer STARTTLS" in found["smtp connection"][0].text and not smtp.logins[1:]
                smtp.password = "secret"
                found = await findings(channel(context, smtp=at(smtp)))
                assert levels(found) == {"smtp dns": "ok", "smtp tcp": "ok", "smtp login": "ok", "smtp size": "warn"}
    run(flow())


def test_missing_token_comes_first(run: Run, channel: Make) -> None:
    async def flow() -> None:
        async with FakeContext("support") as context:
            found = await findings(channel(context, imap={"host": "imap.gmail.com"}, oauth={
                "provider": "google", "client_id": "i", "client_secret": "s"}))
            assert list(found) == ["oauth"] and "inbox channel authorise support" in found["oauth"][0].cure
    run(flow())


@pytest.mark.parametrize(("host", "code", "words"), [
    ("imap.gmail.com", "login-google", "app password"), ("outlook.office365.com", "login-microsoft", "no passwords"),
    ("imap.example.com", "login-refused", "username")])
def test_cures_know_their_provider(channel: Make, host: str, code: str, words: str) -> None:
    from connectors.email.check import login_cure
    config = channel(FakeContext(), imap={"host": host, "username": "u", "password": "p"}).config
    found, cure = login_cure(host, config)
    assert found == code
    assert words in cure
