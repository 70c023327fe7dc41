"""What items say, without a network: keywords, statuses, people, numbers as people type them, settings."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from pydantic import ValidationError

from connectors.twilio import Twilio
from inbox.testing.context import FakeContext
from inbox.types import Address, Ignore, InboundMessage, RawItem, Update

OURS, ANN = "+15005550006", "+15005551111"
AT = "2026-11-21T09:30:00+00:00"
SID = "SM" + "1" * 32


def form(**said: str) -> list[Any]:
    return Twilio.read(RawItem(item=SID, kind="form", meta={"at": AT}, data=urlencode(
        {"MessageSid": SID, "From": ANN, "To": OURS, "Body": ""} | said).encode()))


def status(state: str, code: str = "", **more: str) -> list[Any]:
    said = {"MessageSid": SID, "MessageStatus": state, "To": ANN, "From": OURS} | ({"ErrorCode": code} if code else {}) | more
    return Twilio.read(RawItem(item=f"status/{SID}/{state}", kind="status_form", meta={"at": AT, "key": "k"},
                               data=urlencode(said).encode()))


@pytest.mark.section9(31)
@pytest.mark.parametrize(("word", "state"), [
    ("STOP", "opted_out"), (" stop. ", "opted_out"), ("Unsubscribe", "opted_out"), ("QUIT", "opted_out"), ("OptOut", "opted_out"),
    ("START", "opted_in"), ("unstop", "opted_in"), ("yes", "opted_in")])
def test_stop_and_start_are_messages_and_news(word: str, state: str) -> None:
    message, update = form(Body=word)
    assert isinstance(message, InboundMessage) and message.text == word
    assert isinstance(update, Update) and update.state == state and update.address == Address(kind="tel", value=ANN)


def test_other_words_are_only_messages() -> None:
    for word in ("stop it please", "help", "I want to start", "", "STOP STOP"):
        assert len(form(Body=word)) == 1, word
    assert form(Body="HELP")[0].notes == {"keyword": "help"}
    assert [type(one) for one in form(Body="Arrêt", OptOutType="STOP")] == [InboundMessage, Update]


@pytest.mark.parametrize(("said", "state"), [
    ("queued", "sent"), ("sending", "sent"), ("sent", "sent"), ("delivered", "delivered"), ("read", "read"),
    ("undelivered", "failed"), ("failed", "failed"), ("canceled", "failed")])
def test_statuses(said: str, state: str) -> None:
    (update,) = status(said)
    assert (update.state, update.external_id, update.key) == (state, SID, "k")
    assert bool(update.detail) == (state == "failed")


def test_what_says_nothing_is_left_out() -> None:
    assert isinstance(status("received")[0], Ignore)
    assert isinstance(status("brand-new")[0], Ignore)


@pytest.mark.section9(33)
def test_errors_are_said_in_words() -> None:
    (window,) = status("undelivered", "63016")
    assert (window.state, window.code) == ("failed", "63016") and "24-hour window" in window.detail
    failed, opted = status("failed", "21610")
    assert failed.state == "failed" and opted.state == "opted_out" and opted.address == Address(kind="tel", value=ANN)
    assert status("failed", "99999", ErrorMessage="a new reason")[0].detail == "a new reason"
    (polled,) = Twilio.read(RawItem(item=f"status/{SID}/failed", kind="status_rest", meta={"at": AT}, data=json.dumps(
        {"sid": SID, "status": "failed", "error_code": 30005, "error_message": None, "to": ANN}).encode()))
    assert polled.code == "30005" and "does not exist" in polled.detail


def test_who_writes_and_on_what() -> None:
    (sms,) = form(Body="a")
    (whatsapp,) = form(Body="a", From="whatsapp:" + ANN, To="whatsapp:" + OURS, ProfileName="Ann 🌸", OriginalRepliedMessageSid="SM9")
    assert sms.sender.value == whatsapp.sender.value == ANN and whatsapp.sender.name == "Ann 🌸"
    assert sms.thread_id != whatsapp.thread_id and whatsapp.in_reply_to == "SM9"
    assert sms.reply_until is None and whatsapp.reply_until == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    (hidden,) = form(From="whatsapp:US.13491208655302741918", To="whatsapp:" + OURS)
    assert hidden.sender == Address(kind="tel", value="whatsapp:US.13491208655302741918") and not hidden.no_reply
    assert form(From="12345")[0].no_reply == "" and form(From="AMAZON")[0].no_reply == "alphanumeric_sender"
    with pytest.raises(ValueError, match="no sender"):
        form(From="")


def test_media_and_places() -> None:
    (message,) = form(NumMedia="3", MediaUrl0="https://api.twilio.com/a", MediaContentType0="image/jpeg",
                      MediaUrl1="https://api.twilio.com/b", MediaContentType1="../../etc")
    assert [(file.name, file.media_type) for file in message.attachments] == [("image-1.jpg", "image/jpeg"), ("file-2", "../../etc")]
    assert message.flags == {"truncated"}  # three were announced
    (place,) = form(From="whatsapp:" + ANN, Latitude="52.5", Longitude="13.4", Label="Here")
    assert place.text == "Here, 52.5, 13.4"


@pytest.mark.parametrize(("typed", "value"), [
    ("+1 (500) 555-0006", OURS), ("+49 30 123456", "+4930123456"), ("tel:+15005550006", OURS), ("whatsapp:+15005550006", OURS),
    ("WhatsApp: +1 500 555 0006", OURS), ("12345", "12345"), ("＋４９３０１２３４５６", "+4930123456")])
def test_numbers_as_people_type_them(typed: str, value: str) -> None:
    assert Twilio.address(typed) == Address(kind="tel", value=value)


@pytest.mark.parametrize("typed", ["", "ann@example.net", "+1", "030 1234567", "+49 abc", "whatsapp:", "+" + "1" * 30])
def test_what_is_no_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match=r"number|country"):
        Twilio.address(typed)


def channel(**settings: Any) -> Twilio:
    config = Twilio.Config.model_validate({"type": "twilio", "account_sid": "AC" + "0" * 32, "auth_token": "token",
                                           "numbers": [OURS, "whatsapp:" + OURS]} | settings)
    return Twilio(config, FakeContext("sms", public_url=settings.pop("public", "https://inbox.example")))  # type: ignore[arg-type]  # Config is declared by its base class


def test_who_sends_to_whom() -> None:
    async def look() -> None:
        both = channel(region="DE")
        assert both.parse("030 123456").value == "+4930123456"
        assert both.parse("whatsapp:+1 500 555 0006").value == "whatsapp:" + OURS  # our own sender by its whole name
        assert both.parse("whatsapp:" + ANN).value == ANN
        sms, whatsapp = both.addresses()
        assert both.sender_for([ANN]) == sms and both.sender_for(["whatsapp:" + ANN]) == whatsapp
        assert both.features_for((), sms).window_options == () and both.features_for((), whatsapp).window_options == ("content_sid",)
        only_sms = channel(numbers=[OURS])
        with pytest.raises(ValueError, match="no WhatsApp number"):
            only_sms.parse("whatsapp:" + ANN)
        both.context.public_url = "http://127.0.0.1:8080"  # Twilio cannot fetch files from there
        assert both.features_for((), sms).media == ()
    asyncio.run(look())


@pytest.mark.parametrize("wrong", [
    {"account_sid": "AC1"}, {"numbers": []}, {"numbers": ["0500 1"]}, {"numbers": [OURS, OURS]}, {"numbers": ["whatsapp:12345"]},
    {"api_url": "https://api.twilio.com/2010"}, {"api_url": "http://api.twilio.com"}, {"api_key": "SK" + "0" * 32},
    {"region": "Germany"}, {"no_such": 1}])
def test_settings_that_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        channel(**wrong)


@pytest.mark.parametrize("wrong", [{"content_sid": "H1"}, {"content_variables": {"1": "x"}}, {"body": "x"}])
def test_options_that_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Twilio.Options.model_validate(wrong)
