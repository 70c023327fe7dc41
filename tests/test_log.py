"""The log: what is bound stands beside each line, what is secret in none."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from inbox import log


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    before, handlers = root.level, root.handlers[:]
    levels = {name: logging.getLogger(name).level for name in log.PINNED}
    yield stream
    root.setLevel(before)
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(False)


def test_lines_for_people_name_what_is_bound(out: io.StringIO) -> None:
    log.setup("info", stream=out)
    with log.bind(channel="support"), log.bind(conversation=7):
        logging.getLogger("inbox.x").info("taken\nFAKE ERROR inbox: line two \x1b[31m")
    logging.getLogger("inbox.x").debug("not shown")
    [line] = out.getvalue().splitlines()
    assert "channel=support  conversation=7" in line
    assert r"taken\nFAKE" in line
    assert "\x1b" not in line


def test_json_is_one_object_per_line(out: io.StringIO) -> None:
    log.setup("debug", "json", stream=out)
    try:
        raise ValueError("password=hunter-two")
    except ValueError:
        logging.LoggerAdapter(logging.getLogger("inbox.channel"), {"channel": "x"}).exception("it broke")
    row = json.loads(out.getvalue())
    assert (row["level"], row["logger"], row["text"], row["channel"]) == ("error", "inbox.channel", "it broke", "x")
    assert "ValueError" in row["exception"]
    assert "hunter" not in row["exception"]


def test_a_second_set_up_replaces_the_first(out: io.StringIO) -> None:
    log.setup("info", stream=out)
    log.setup("info", stream=out)
    logging.getLogger("inbox.x").info("once")
    assert out.getvalue().count("once") == 1


@pytest.mark.section9(41)
@pytest.mark.parametrize("text", [
    "Authorization: Bearer s3cr3tvalue", "{'Authorization': 'Basic czNjcjN0dmFsdWU='}", '"access_token": "s3cr3tvalue"',
    'Authorization: OAuth oauth_consumer_key="s3cr3tvalue", oauth_signature="s3cr3tvalue"', "GET /x?token=s3cr3tvalue&y=1",
    "postgresql://inbox:s3cr3tvalue@db/inbox", "https://s3cr3tvalue@host/", "password='s3cr3tvalue'",
    "client_secret = s3cr3tvalue",
    "a1 LOGIN ann s3cr3tvalue", "AUTH PLAIN AHMzY3IzdHZhbHVl", "X-Inbox-Signature: sha256=s3cr3tvalue",
    "password: s3cr3tvalue",
    "Cookie: inbox_session=s3cr3tvalue",
])
def test_what_looks_like_a_secret_is_hidden(text: str) -> None:
    shown = log.redact(f"before {text} after")
    assert "s3cr3t" not in shown
    assert "czNjcjN0" not in shown
    assert "AHMzY3Iz" not in shown
    assert shown.startswith("before ")


@pytest.mark.parametrize("text", [
    "channels.x.api_key: is missing; add api_key = …", "the token was refused", "password is wrong", "https://example.com/a@b",
    "mail from ann@example.net was stored",
])
def test_what_is_no_secret_stays(text: str) -> None:
    assert log.redact(text) == text


@pytest.mark.section9(41)
@pytest.mark.parametrize("text", ["x-" * 200_000, "a." * 200_000, "token-" * 50_000], ids=["x-", "a.", "token-"])
def test_a_long_text_of_others_costs_no_more_than_its_length(text: str) -> None:
    assert log.redact(text) == text  # with time that grows with the square this does not end


def test_known_secrets_are_hidden_in_every_dress() -> None:
    redact = log.Redactor()
    redact.hide(["p&ss wörd", "ab"])
    for dress in ("p&ss wörd", "p%26ss%20w%C3%B6rd", "p%26ss+w%C3%B6rd", "cCZzcyB3w7ZyZA", "p&ss w\\u00f6rd"):
        assert dress not in redact(f"x {dress} y")
    assert redact("about") == "about", "a secret of two letters would hide the log"


def test_libraries_that_say_too_much_are_pinned(out: io.StringIO) -> None:
    log.setup("debug", stream=out)
    for name in ("imapclient", "imaplib", "aiosmtplib", "tweepy", "oauthlib", "twilio"):
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG), name
