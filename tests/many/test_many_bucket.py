"""Two daemons that share no folder: what one took in, the other shows and sends, by way of a bucket."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
import urllib.request
from pathlib import Path
from typing import Any

import buckets
import daemons
import stores

SECRET = "a secret of the shop's"
BIG = os.urandom(300_000)


def post(daemon: daemons.Daemon, name: str, data: bytes) -> int:
    body = {"external_id": name, "sender": {"id": "ann"}, "text": name, "attachments": [
        {"name": "plan.bin", "media_type": "application/octet-stream", "data": base64.b64encode(data).decode()}]}
    now = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"{now}.{json.dumps(body)}".encode(), hashlib.sha256).hexdigest()
    return daemons.call(daemon.url + "/hooks/shop/messages", "POST", body, {
        "X-Inbox-Timestamp": now, "X-Inbox-Signature": f"sha256={signature}"})[0]


def upload(daemon: daemons.Daemon, data: bytes) -> tuple[int, Any]:
    body = (b'--edge\r\nContent-Disposition: form-data; name="file"; filename="answer.bin"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\n" + data + b"\r\n--edge--\r\n")
    request = urllib.request.Request(daemon.url + "/api/v1/uploads", data=body, headers={
        "Content-Type": "multipart/form-data; boundary=edge", "Authorization": f"Bearer {daemon.token}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status, json.load(answer)


def content(daemon: daemons.Daemon, path: str) -> bytes:
    request = urllib.request.Request(daemon.url + path, headers={"Authorization": f"Bearer {daemon.token}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: bytes = answer.read()
        return found


def blobs(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size >= len(BIG)]


def test_what_one_took_in_the_other_shows_and_sends(databases: stores.Databases, tmp_path: Path) -> None:
    key = base64.urlsafe_b64encode(os.urandom(32)).decode()
    with buckets.Service() as service, daemons.Sandbox() as sandbox:
        settings: dict[str, Any] = {"server": {"key": key}, "store": {"url": databases.url(), "bucket": service.settings()}}
        channels = {"shop": {"type": "webhook", "secret": SECRET}, "support": sandbox.email()}
        front, back = (daemons.Daemon(tmp_path / name, channels, **settings, roles=roles)
                       for name, roles in (("a", "api"), ("b", "api,poll,send")))
        front.add_admin()
        back.token = front.token
        checked = json.loads(front.inbox("check", "--connect", "--json"))
        assert [row["level"] for row in checked if row["channel"] == "[store]"] == ["ok"] and service.objects == {}
        back.start(wait=False)
        with front:
            daemons.until(back.answers, what="both answer")
            service.fail = lambda method, key: 500
            daemons.until(lambda: post(front, "one", BIG) == 503, what="without the bucket nothing is taken in")
            assert front.get("/channels/shop")["ledger"]["stored"] == 0
            service.fail = lambda method, key: None
            assert post(front, "one", BIG) == 200
            [conversation] = front.every("/conversations?channel=shop")
            [message] = back.every(f"/conversations/{conversation['id']}/messages")
            assert content(back, message["attachments"][0]["url"]) == BIG, "the other one fetches it"
            assert BIG in base64.b64decode(json.loads(content(back, f"/api/v1/messages/{message['id']}/raw"))["attachments"][0]["data"])

            sandbox.say("support", "ben@example.net", "send me the plan", subject="plan")
            asked = daemons.until(lambda: front.every("/conversations?channel=support"), what="the mail is in")[0]
            status, file = upload(front, BIG[::-1])
            assert status == 201
            status, made = front.api(f"/conversations/{asked['id']}/messages", "POST", {
                "kind": "reply", "text": "here it is", "attachments": [file["id"]]})
            assert status == 202, made
            daemons.until(lambda: front.get(f"/messages/{made['id']}")["delivery"]["state"] == "sent", what="the other one sent it")
            [sent] = sandbox.received("support")
            assert base64.b64encode(BIG[::-1])[:60].decode() in sent["raw"]
            assert hashlib.sha256(BIG[::-1]).hexdigest() in {key.rpartition("/")[2] for key in service.objects}
            assert not blobs(tmp_path / "a" / "data" / "blobs") and not blobs(tmp_path / "b" / "data" / "blobs")
            back.kill()
        assert "Traceback" not in front.log.read_text() + back.log.read_text()
        assert buckets.SECRET not in front.log.read_text() + back.log.read_text()
