"""Contract, the webhook channel's paragraph: another service's side, with real signatures, both ways."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from daemons import Daemon, call, until
from doors import Json, Running, file

SECRET = "a secret of this test"


class Service:
    """Somebody's shop: takes what we send, and answers as the test wants."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.requests.append(({k.lower(): v for k, v in self.headers.items()}, body))
                status, answer = outer.answers.pop(0) if outer.answers else (200, {"external_id": f"out-{len(outer.requests)}"})
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Nothing to stderr."""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/replies"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def sent(self, text: str) -> list[tuple[dict[str, str], Json]]:
        return [(head, json.loads(body)) for head, body in self.requests if json.loads(body).get("text") == text]


class Shop(Running):
    """The daemon with a webhook channel, and the service beyond it."""

    service: Service

    def post(self, body: Any, *, secret: str = SECRET, at: float | None = None, raw: bytes | None = None,
             **headers: str) -> tuple[int, Any]:
        data = json.dumps(body).encode() if raw is None else raw
        stamp = str(int(time.time() if at is None else at))
        signature = "sha256=" + hmac.new(secret.encode(), stamp.encode() + b"." + data, hashlib.sha256).hexdigest()
        named = {"X-Inbox-Timestamp": stamp, "X-Inbox-Signature": signature, "Content-Type": "application/json",
                 **{k.replace("_", "-"): v for k, v in headers.items()}}
        request = urllib.request.Request(self.url + "/hooks/shop/messages", data, named, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def takes(self, body: Json, result: str = "stored") -> str:
        status, answer = self.post(body)
        assert (status, answer["result"]) == (200, result), answer
        return str(answer["id"])


def said(number: str, **more: Any) -> Json:
    return {"external_id": number, "thread_id": f"t-{number}", "sender": {"id": f"c-{number}", "name": "Cleo"},
            "text": f"text {number}", **more}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    service = Service()
    folder: Path = tmp_path_factory.mktemp("shop")
    secret = folder / "shop.secret"
    secret.write_text(SECRET + "\n")
    secret.chmod(0o600)
    daemon = Daemon(folder, {"shop": {"type": "webhook", "secret": f"file:{secret}", "outbound_url": service.url}})
    try:
        with daemon:
            made = Shop(daemon)
            made.service = service
            yield made
    finally:
        service.close()


def test_what_was_answered_200_is_a_message_and_twice_is_a_duplicate(shop: Shop) -> None:
    ident = shop.takes(said("w1", subject="Lamp", html="<p>text <b>w1</b></p>", sent_at="2026-01-02T03:04:05Z"))
    assert ident
    message = shop.heard("w1")
    assert (message["external_id"], message["text"], message["subject"]) == ("w1", "text w1", "Lamp")
    assert message["author"]["name"] == "Cleo"
    assert message["sent_at"].startswith("2026-01-02T03:04:05")
    shop.takes(said("w1"), "duplicate")
    assert len(shop.get("/ledger?external_id=w1")["items"]) == 1
    again = shop.takes({**said("w2"), "thread_id": "t-w1", "sender": {"id": "c-w1"}})
    assert again != ident
    assert shop.heard("w2")["conversation"] == message["conversation"]


def test_only_the_two_named_fields_are_required(shop: Shop) -> None:
    shop.takes({"external_id": "bare", "sender": {"id": "bare"}})
    for field, body in (("external_id", {"sender": {"id": "x"}, "text": "x"}), ("sender", {"external_id": "x1", "text": "x"}),
                        ("sender.id", {"external_id": "x1", "sender": {"name": "x"}, "text": "x"}),
                        ("sent_at", said("x1", sent_at="yesterday")), ("attachments", said("x1", attachments=[{"name": "a"}])),
                        ("attachments", said("x1", attachments=[{"name": "a", "media_type": "text/plain", "data": "%%%"}])),
                        ("text", said("x1", text={"a": 1}))):
        status, problem = shop.post(body)
        assert status == 422, (field, problem)
        assert field in json.dumps(problem), (field, problem)
    assert shop.post(None, raw=b"{nonsense")[0] in (400, 422)
    assert shop.post([1])[0] == 422
    assert shop.get("/ledger?external_id=x1")["items"] == []


def test_signature_and_time(shop: Shop) -> None:
    assert shop.post(said("s1"), secret="wrong")[0] == 403
    assert shop.post(said("s1"), at=time.time() - 310)[0] == 403
    assert shop.post(said("s1"), at=time.time() + 310)[0] == 403
    assert shop.post(said("s1"), X_Inbox_Signature="sha256=zz")[0] == 403
    assert shop.post(said("s1"), X_Inbox_Timestamp="soon")[0] == 403
    assert call(shop.url + "/hooks/shop/messages", "POST", said("s1"))[0] == 403
    assert shop.get("/ledger?external_id=s1")["items"] == []
    assert shop.post(said("s1"), at=time.time() - 290)[0] == 200
    assert call(shop.url + "/hooks/nobody/messages", "POST", said("s2"))[0] == 404
    assert call(shop.url + "/hooks/shop/nothing", "POST", said("s2"))[0] == 404
    assert call(shop.url + "/hooks/shop/messages", "GET")[0] in (404, 405)


def test_a_body_without_measure_is_413(shop: Shop) -> None:
    try:
        status, _ = shop.post(None, raw=b'{"text": "' + b"x" * (60 << 20) + b'"}')
    except OSError:  # it hung up while we were still sending
        return
    assert status == 413


def test_files_come_with_it_and_private_places_are_not_fetched(shop: Shop) -> None:
    shop.takes(said("f1", attachments=[file("a.txt", "text/plain", b"hello"),
                                       {"name": "meta", "media_type": "text/plain", "url": "http://169.254.169.254/latest"},
                                       {"name": "me", "media_type": "text/plain", "url": shop.url + "/healthz"}]))
    message = shop.heard("f1")
    held = {a["name"]: a for a in message["attachments"]}
    status, text = call(shop.url + held["a.txt"]["url"], headers={"Authorization": f"Bearer {shop.token}"})
    assert (status, text) == (200, "hello")
    asked = len(shop.service.requests)
    found = until(lambda: {a["name"]: a for a in shop.get(f"/messages/{message['id']}")["attachments"] if a["error"]}, what="a refusal")
    assert set(found) <= {"meta", "me"}
    assert len(shop.service.requests) == asked


def test_a_reply_goes_out_signed_with_our_key(shop: Shop) -> None:
    shop.takes(said("r1"))
    message = shop.heard("r1")
    reply = shop.ends(shop.reply(message["conversation"], "answer r1")["id"], "sent")
    [(head, body)] = shop.service.sent("answer r1")
    raw = next(raw for _, raw in shop.service.requests if b"answer r1" in raw)
    stamp = head["x-inbox-timestamp"]
    assert abs(time.time() - int(stamp)) < 60
    assert head["x-inbox-signature"] == "sha256=" + hmac.new(SECRET.encode(), stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
    assert head["idempotency-key"]
    assert body["thread_id"] == "t-r1"
    assert reply["external_id"] == f"out-{len(shop.service.requests)}"


@pytest.mark.parametrize("status", [500, 503, 408, 409, 425, 429])
def test_what_may_pass_is_tried_again_with_the_same_key(shop: Shop, status: int) -> None:
    shop.takes(said(f"again{status}"))
    shop.service.answers.append((status, {"error": "later"}))
    reply = shop.reply(shop.heard(f"again{status}")["conversation"], f"again {status}")
    until(lambda: shop.service.sent(f"again {status}"))
    if status == 429:  # the channel waits a while for its provider, which others test
        until(lambda: shop.get(f"/messages/{reply['id']}")["delivery"]["state"] == "queued")
        shop.ends(reply["id"], "sent", seconds=60)
    shop.ends(reply["id"], "sent", seconds=60)
    sent = shop.service.sent(f"again {status}")
    assert len(sent) == 2
    assert len({head["idempotency-key"] for head, _ in sent}) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_what_the_service_refuses_is_failed(shop: Shop, status: int) -> None:
    shop.takes(said(f"no{status}"))
    shop.service.answers.append((status, {"error": "we do not want it"}))
    reply = shop.reply(shop.heard(f"no{status}")["conversation"], f"no {status}")
    found = shop.ends(reply["id"], "failed")
    assert found["delivery"]["error"]["detail"]
    assert len(shop.service.sent(f"no {status}")) == 1


def test_the_service_tells_what_became_of_ours(shop: Shop) -> None:
    shop.takes(said("u1"))
    conversation = shop.heard("u1")["conversation"]
    one = shop.ends(shop.reply(conversation, "update one")["id"], "sent")
    [(head, _)] = shop.service.sent("update one")
    status, answer = shop.post({"update": {"external_id": one["external_id"], "state": "delivered", "detail": "to the phone"}})
    assert status == 200, answer
    assert shop.ends(one["id"], "delivered")
    assert shop.post({"update": {"key": head["idempotency-key"], "state": "read"}})[0] == 200
    shop.ends(one["id"], "read")
    assert shop.post({"update": {"key": head["idempotency-key"], "state": "delivered"}})[0] == 200
    assert shop.get(f"/messages/{one['id']}")["delivery"]["state"] == "read", "news moves it only forward"
    assert shop.post({"update": {"key": head["idempotency-key"], "state": "lost"}})[0] == 422
    assert shop.post({"update": {"state": "delivered"}})[0] == 422
    two = shop.ends(shop.reply(conversation, "update two")["id"], "sent")
    assert shop.post({"update": {"external_id": two["external_id"], "state": "failed", "detail": "no such phone"}})[0] == 200
    shop.ends(two["id"], "failed", "bounced")


def test_a_200_survives_kill_9(shop: Shop) -> None:
    shop.takes(said("k1"))
    reply = shop.reply(shop.heard("k1")["conversation"], "acknowledged", headers={"Idempotency_Key": "over-restarts"},
                       send_at="2999-01-01T00:00:00Z")
    shop.daemon.kill()
    shop.daemon.start()
    assert shop.heard("k1")["text"] == "text k1"
    again = shop.reply(shop.heard("k1")["conversation"], "acknowledged", headers={"Idempotency_Key": "over-restarts"},
                       send_at="2999-01-01T00:00:00Z")
    assert again["id"] == reply["id"]
    shop.takes(said("k1"), "duplicate")
    shop.done(f"/messages/{reply['id']}/cancel", "POST")


def test_the_secret_shows_nowhere(shop: Shop) -> None:
    shown = shop.daemon.log.read_text() + json.dumps([shop.get(p) for p in ("/channels", "/channels/shop", "/ledger", "/audit")])
    assert SECRET not in shown
    assert shop.token not in shown


