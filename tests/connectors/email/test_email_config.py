"""The settings: what the contract shows is taken, and what is unsafe or wrong is refused with words."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from pydantic import ValidationError

from connectors.email.config import EmailConfig

CONTRACT = """
type = "email"
enabled = true
address = "support@example.com"
name = "Example Support"
aliases = ["help@example.com"]
signature = "Kind regards\\nExample Support"
poll_seconds = 30
initial_sync = "new"
after_ingest = "leave"
sent_folder = ""
trusted_authserv_ids = []
agents = []
keep_days = 0
imap = { host = "imap.example.com", port = 993, tls = "implicit", username = "support", \
password = "env:SUPPORT_PASSWORD", folders = ["INBOX"], idle = true }
smtp = { host = "smtp.example.com", port = 465, tls = "implicit", username = "support", \
password = "env:SUPPORT_PASSWORD" }
"""


def config(**more: Any) -> EmailConfig:
    base: dict[str, Any] = {"type": "email", "address": "Support@Example.com", "imap": imap()}
    return EmailConfig.model_validate(base | more)


def imap(**more: Any) -> dict[str, Any]:
    return {"host": "imap.example.com", "username": "u", "password": "hush-hush"} | more


def smtp(**more: Any) -> dict[str, Any]:
    return {"host": "smtp.example.com"} | more


def test_what_the_contract_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORT_PASSWORD", "hush-hush")
    taken = EmailConfig.model_validate(tomllib.loads(CONTRACT))
    assert taken.imap is not None and taken.smtp is not None
    assert taken.imap.secret == taken.smtp.secret == "hush-hush"
    assert taken.own == ("support@example.com", "help@example.com")
    assert "hush-hush" not in repr(taken)


def test_defaults() -> None:
    taken = config(smtp=smtp(tls="starttls"))
    assert taken.imap is not None and taken.smtp is not None
    assert (taken.imap.at_port, taken.smtp.at_port) == (993, 587)
    assert taken.imap.folders == ("INBOX",) and taken.imap.idle and taken.imap.batch == 100
    assert taken.address == "support@example.com" and not taken.smtp_login and taken.imap_username == "u"


@pytest.mark.parametrize("oauth_at", ["channel", "imap", "smtp"])
def test_oauth_stands_at_the_channel_or_where_the_password_would(oauth_at: str) -> None:
    oauth = {"provider": "google", "client_id": "i", "client_secret": "s"}
    settings: dict[str, Any] = {"imap": {"host": "imap.gmail.com"}, "smtp": {"host": "smtp.gmail.com"}}
    if oauth_at == "channel":
        settings["oauth"] = oauth
    else:
        settings[oauth_at]["oauth"] = oauth
    taken = config(**settings)
    assert taken.oauth is not None and taken.oauth.chosen_flow == "code" and taken.smtp_login
    assert taken.imap_username == "support@example.com"


@pytest.mark.parametrize(("settings", "words"), [
    ({"imap": imap(tls="none")}, "clear"),
    ({"smtp": smtp(tls="none", username="u", password="p")}, "clear"),
    ({"smtp": smtp(password="p")}, "without smtp.username"),
    ({"smtp": smtp(username="u")}, "without smtp.password"),
    ({"imap": {"host": "imap.example.com", "username": "u"}}, "needs a password"),
    ({"imap": None}, "needs imap"),
    ({"imap": imap(host="https://imap.example.com")}, "bare host name"),
    ({"imap": imap(host="imap.example.com:993")}, "port = 993"),
    ({"imap": imap(folders=["INBOX", "inbox"])}, "twice"),
    ({"imap": imap(folders=[])}, "at least 1"),
    ({"imap": imap(tls="ssl")}, "implicit"),
    ({"imap": imap(pasword="x")}, "pasword"),
    ({"address": "support"}, "no e-mail address"),
    ({"name": "a\nb"}, "one line"),
    ({"after_ingest": "delete"}, "leave, seen or move:Folder"),
    ({"after_ingest": "move:INBOX"}, "for ever"),
    ({"initial_sync": "some"}, "since:N"),
    ({"oauth": {"provider": "google", "client_id": "i"}}, "client_secret"),
    ({"oauth": {"provider": "google", "client_id": "i", "client_secret": "s", "flow": "device"}}, "device code"),
    ({"oauth": {"provider": "microsoft", "client_id": "i", "client_secret": "s", "flow": "client_credentials"}}, "tenant"),
])
def test_what_is_wrong_is_named(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        config(**settings)
    assert words in str(caught.value).replace("\n", " ") and "hush-hush" not in "".join(
        error["msg"] for error in caught.value.errors())


@pytest.mark.parametrize(("settings", "place"), [
    ({"imap": {"host": "imap.example.com", "username": "u"}}, ("imap", "password")),
    ({"smtp": smtp(username="u")}, ("smtp", "password")), ({"smtp": smtp(password="p")}, ("smtp", "username")),
])
def test_what_a_login_lacks_is_marked_at_its_field(settings: dict[str, Any], place: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        config(**settings)
    assert [error["loc"] for error in caught.value.errors()] == [place]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "mail.localhost"])
def test_none_is_for_loopback(host: str) -> None:
    taken = config(imap=imap(host=host, tls="none"), smtp=smtp(host=host, tls="none", username="u", password="p"))
    assert taken.imap is not None and taken.imap.loopback


def test_none_without_a_login_may_go_elsewhere() -> None:
    taken = config(smtp=smtp(host="relay.example.com", tls="none"))
    assert taken.smtp is not None and taken.smtp.at_port == 25
