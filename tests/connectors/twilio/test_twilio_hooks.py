"""Who may post, and what is done with it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from connectors.twilio import Twilio
from connectors.twilio.hooks import genuine
from inbox.errors import StoreError
from inbox.types import Address, InboundMessage, Update

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples"
VECTORS = SAMPLES / "signature_vectors" / "vectors.json"
PUBLIC = "https://inbox.example.com"
OURS, ANN = "+15005550006", "+15005551111"
FORM = {"MessageSid": "SM" + "1" * 32, "From": ANN, "To": OURS, "Body": "Grüße & mehr + 100 %", "NumMedia": "0", "Blank": "",
        "SomethingNew": "x"}


def config(token: str, **more: Any) -> Any:
    return Twilio.Config.model_validate({
        "type": "twilio", "account_sid": "AC" + "0" * 32, "auth_token": token, "numbers": [OURS]} | more)


def signed(token: str, url: str, form: dict[str, str], algorithm: Any = hashlib.sha1) -> str:
    text = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), algorithm).digest()).decode()


def verdict(vector: dict[str, Any], **changed: Any) -> bool:
    """Whether the vector holds, with something of it changed."""
    vector = {**vector, **changed}
    body = vector["raw_body"] if "raw_body" in vector else urlencode(
        [(name, value) for name, value in vector.get("params_multi") or vector["params"].items()])
    kind = "application/json" if "raw_body" in vector else "application/x-www-form-urlencoded"
    headers = CIMultiDict({"X-Twilio-Signature": vector["signature"], "Content-Type": kind, "Host": "evil.example"})
    parts = urlsplit(vector["url"])
    request = make_mocked_request("POST", f"{parts.path}?{parts.query}", headers=headers)
    return genuine(config(vector["auth_token"]), f"{parts.scheme}://{parts.netloc}{request.raw_path}", request, body.encode())


@pytest.mark.skipif(not VECTORS.exists(), reason="the samples are not here")
def test_twilios_own_vectors_hold_and_not_with_one_byte_changed() -> None:
    vectors = [one for one in json.loads(VECTORS.read_text()) if one["vendor"] == "twilio"]
    assert vectors
    for vector in vectors:
        assert verdict(vector) is vector["valid"], vector.get("note")
        given = vector["signature"]
        for place in range(len(given) - 2):
            assert not verdict(vector, signature=given[:place] + ("A" if given[place] != "A" else "B") + given[place + 1:])
        assert not verdict(vector, auth_token=vector["auth_token"] + "6")
        assert not verdict(vector, url=vector["url"].replace("foo=1", "foo=2"))
        if "raw_body" in vector:
            assert not verdict(vector, raw_body=vector["raw_body"] + " ")
        elif "params" in vector:
            assert not verdict(vector, params={**vector["params"], "Extra": "1"})


async def post(desk: Any, path: str, form: dict[str, str], *, public: str = PUBLIC, token: str = "", **headers: str) -> int:
    """Posts to where a proxy would hand it on, with the public URL signed."""
    signature = signed(token or desk.stage.twilio.auth_token, public + path, form)
    async with desk.context.http.post(_url(desk, path), data=urlencode(form), headers={
            "Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature} | headers) as answer:
        if answer.status == 200:
            assert "<Response/>" in await answer.text() and answer.content_type == "text/xml"
        return int(answer.status)


def _url(desk: Any, path: str) -> Any:
    from yarl import URL
    return URL(desk.url + path, encoded=True)


@pytest.mark.section9(28)
def test_only_twilio_is_heard_also_behind_a_proxy(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        desk.context.public_url = PUBLIC
        for wrong in ({"public": "http://inbox.example.com"}, {"public": "https://other.example"}, {"token": "wrong"},
                      {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": "é"},
                      {"X-Twilio-Webhooks-Signature-Settings": "key=unknown,algorithm=HMAC_SHA256"},
                      {"X-Twilio-Webhooks-Signature-Settings": "algorithm=HMAC_MD5"}):
            assert await post(desk, "/hooks/sms/message", FORM, **wrong) == 403
            assert await post(desk, "/hooks/sms/status", FORM, **wrong) == 403
        assert desk.context.taken == []
        # the Host and the forwarded headers are whatever the proxy, or a stranger, makes them
        assert await post(desk, "/hooks/sms/message", FORM, Host="10.0.0.7:8080", **{"X-Forwarded-Host": "evil.example"}) == 200
        assert await post(desk, "/hooks/sms/message?a=%20%2F&b=" + quote("ü"), FORM) == 200
        (first, _) = desk.read_all()
        assert isinstance(first, InboundMessage) and first.text == FORM["Body"]
        assert [raw.item for _, batch in desk.context.taken for raw in batch.items] == [FORM["MessageSid"]] * 2
    at_desk(play)


def test_shared_keys_and_a_second_token(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        desk.context.public_url = PUBLIC
        assert await post(desk, "/hooks/sms/message", FORM, token="the next") == 200
        by_key = {"X-Twilio-Webhooks-Signature-Settings": "key=webhooks_1,algorithm=HMAC_SHA256",
                  "X-Twilio-Signature": signed("shared", PUBLIC + "/hooks/sms/message", FORM, hashlib.sha256)}
        assert await post(desk, "/hooks/sms/message", FORM, **by_key) == 200
        by_key["X-Twilio-Signature"] = signed(desk.stage.twilio.auth_token, PUBLIC + "/hooks/sms/message", FORM, hashlib.sha256)
        assert await post(desk, "/hooks/sms/message", FORM, **by_key) == 403
    at_desk(play, auth_token_next="the next", webhook_keys={"webhooks_1": "shared"})


def test_bodies_that_are_no_form_need_their_hash(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        desk.context.public_url = PUBLIC
        for query, body, kind, status in (
                ("", b"{}", "application/json", 403), ("?bodySHA256=" + "0" * 64, b"{}", "application/json", 403),
                ("?bodySHA256=%C3%A9", b"{}", "application/json", 403),
                ("?bodySHA256=" + hashlib.sha256(b"{}").hexdigest(), b"{}", "application/json", 200),
                ("", b"\xff\xfe", "text/plain", 403), ("", b"a&" * 3000 + b"a=1", "application/x-www-form-urlencoded", 403)):
            path = "/hooks/sms/message" + query
            signature = signed(desk.stage.twilio.auth_token, PUBLIC + path, {})
            async with desk.context.http.post(_url(desk, path), data=body, headers={
                    "Content-Type": kind, "X-Twilio-Signature": signature}) as answer:
                assert answer.status == status, (query, body[:9])
        (raw,) = [raw for _, batch in desk.context.taken for raw in batch.items]
        with pytest.raises(ValueError, match="MessageSid"):  # signed, but no message: it goes to quarantine with this cause
            Twilio.read(raw)
    at_desk(play)


def test_without_a_store_twilio_is_told(at_desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(desk: Any) -> None:
        desk.context.public_url = PUBLIC

        async def take(*_: object) -> None:
            raise StoreError("the disk is full")
        monkeypatch.setattr(desk.context, "take", take)
        assert await post(desk, "/hooks/sms/message", FORM) == 503
    at_desk(play)


def test_a_callback_names_its_delivery_only_with_our_signature(at_desk: Any) -> None:
    async def play(desk: Any) -> None:
        desk.context.public_url = PUBLIC
        form = {"MessageSid": "SM" + "2" * 32, "MessageStatus": "delivered", "To": ANN, "From": OURS}
        good = "/hooks/sms/status?" + urlencode({"key": "k9", "sig": desk.context.sign("status:k9")})
        assert await post(desk, good, form) == 200
        assert await post(desk, good.replace("k9", "k8"), form) == 200
        assert await post(desk, "/hooks/sms/status", form) == 200
        news = desk.read_all()
        assert [(update.key, update.external_id) for update in news] == [("k9", form["MessageSid"]), ("", form["MessageSid"]),
                                                                        ("", form["MessageSid"])]
        assert all(isinstance(update, Update) and update.state == "delivered" for update in news)
    at_desk(play)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not here")
def test_a_form_that_twilio_really_sent(at_desk: Any) -> None:
    forms = [json.loads(path.read_text()) for path in sorted((SAMPLES / "zammad" / "twilio").glob("*.json"))]
    assert forms

    async def play(desk: Any) -> None:
        desk.context.public_url = PUBLIC
        for form in forms:
            assert await post(desk, "/hooks/sms/message", form) == 200
            message = desk.read_all()[-1]
            assert isinstance(message, InboundMessage)
            assert (message.text, message.external_id) == (form["Body"], form["MessageSid"])
            assert message.sender == Address(kind="tel", value=form["From"])
    at_desk(play)
