"""The first run: an installation without a channel gets a mailbox and a web hook by the API alone."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import daemons
import pytest
import servers

from inbox.testing.scripted_smtp import ScriptedSmtp

LOOP = {"egress_allow": ["127.0.0.0/8"]}
HOOK_SECRET = "a-hook-secret-4711-long-enough"


@contextmanager
def shop() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The service behind the web hook: its URL, and what was posted to it."""
    posts: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            stamp = self.headers["X-Inbox-Timestamp"]
            good = self.headers["X-Inbox-Signature"] == sign(stamp, body)
            posts.append({"good": good, **json.loads(body)})
            answer = json.dumps({"external_id": f"shop-{len(posts)}"}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def do_OPTIONS(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/replies", posts
        server.shutdown()
        thread.join(20)


def sign(stamp: str, body: bytes) -> str:
    return "sha256=" + hmac.new(HOOK_SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def post(daemon: daemons.Daemon, **message: Any) -> tuple[int, Any]:
    """The service says something."""
    body, stamp = json.dumps(message).encode(), str(int(time.time()))
    request = urllib.request.Request(f"{daemon.url}/hooks/shop/messages", body, {
        "X-Inbox-Timestamp": stamp, "X-Inbox-Signature": sign(stamp, body), "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, None


def mail(number: int) -> bytes:
    return (f"From: Ann Lee <ann@customers.example>\r\nTo: support@shop.example\r\nSubject: Question {number}\r\n"
            f"Date: Fri, 20 Nov 2026 10:00:00 +0000\r\nMessage-ID: <q{number}@customers.example>\r\n\r\nWhere is it?\r\n").encode()


def conversation(daemon: daemons.Daemon, subject: str) -> str:
    def look() -> str:
        return next((c["id"] for c in daemon.every("/conversations?status=all") if c["subject"] == subject), "")
    return daemons.until(look, what=f"{subject} is in")


def answered(daemon: daemons.Daemon, home: str, text: str) -> None:
    status, made = daemon.api(f"/conversations/{home}/messages", "POST", {"kind": "reply", "text": text})
    assert status == 202, made
    daemons.until(lambda: daemon.get(f"/messages/{made['id']}")["delivery"]["state"] == "sent", what=f"{text} is sent")


def tried(daemon: daemons.Daemon, body: Any, path: str = "/channels/test") -> dict[str, str]:
    """Level by step; the last is `done`."""
    status, text = daemon.api(path, "POST", body)
    found = [json.loads(line) for line in text.splitlines()] if isinstance(text, str) else [text]
    assert status == 200, found
    return {**{one["step"]: one["level"] for one in found[:-1]}, "ok": "yes" if found[-1]["ok"] else "no"}


def test_a_mailbox_and_a_web_hook_are_connected_without_editing_a_file(tmp_path: Path, url: str) -> None:
    with servers.DovecotServer(password="dovecot-secret-0815") as dovecot, ScriptedSmtp() as smtp, shop() as (place, posts):
        daemon = daemons.Daemon(tmp_path, {}, server=LOOP, store={} if url == "sqlite" else {"url": url})
        if url != "sqlite":
            daemon.inbox("db", "upgrade")
        with daemon:
            assert daemon.get("/channels")["items"] == []
            assert {"no_channel"} <= {one["code"] for one in daemon.get("/health")["items"]}
            types = {one["type"]: one for one in daemon.get("/connectors")["items"]}
            assert set(types["email"]["schema"]["required"]) == {"address"}
            assert daemon.get("/connectors/email/suggest?address=ann@gmail.com")["settings"]["imap"]["host"] == "imap.gmail.com"
            mailbox = {"address": "support@shop.example", "name": "Shop", "poll_seconds": 1, "initial_sync": "all",
                       "imap": {"host": dovecot.host, "port": dovecot.port, "tls": "none", "username": "support", "password": "wrong"},
                       "smtp": {"host": "127.0.0.1", "port": smtp.port, "tls": "none"}}
            steps = tried(daemon, {"type": "email", "name": "support", "settings": mailbox})
            assert steps["imap login"] == "fail" and steps["ok"] == "no"
            mailbox["imap"]["password"] = dovecot.password  # type: ignore[index]  # it is a table
            steps = tried(daemon, {"type": "email", "name": "support", "settings": mailbox})
            assert steps["imap login"] == steps["smtp login"] == "ok" and steps["ok"] == "yes"
            assert smtp.mails == []
            assert daemon.api("/channels", "POST", {"name": "support", "type": "email", "settings": mailbox})[0] == 201
            hook = {"secret": HOOK_SECRET, "outbound_url": place}
            assert daemon.api("/channels", "POST", {"name": "shop", "type": "webhook", "settings": hook})[0] == 201
            assert tried(daemon, None, "/channels/shop/test")["outbound_url"] == "ok"

            dovecot.deliver("support", [mail(1)])
            answered(daemon, conversation(daemon, "Question 1"), "It is on its way.")
            assert [b"It is on its way." in one.content for one in smtp.mails] == [True]
            assert post(daemon, external_id="s1", sender={"id": "bob"}, text="Hello", subject="From the shop")[0] == 200
            answered(daemon, conversation(daemon, "From the shop"), "Hello Bob.")
            assert [(one["good"], one["text"]) for one in posts] == [(True, "Hello Bob.")]
            survives(daemon, dovecot, posts)
            stops(daemon, dovecot)
        for secret in (dovecot.password, HOOK_SECRET):
            for file in (*daemon.data.rglob("*"), daemon.log):
                assert not file.is_file() or secret.encode() not in file.read_bytes(), file


def survives(daemon: daemons.Daemon, dovecot: servers.DovecotServer, posts: list[dict[str, Any]]) -> None:
    """A restart, and the commands."""
    daemon.kill(signal.SIGTERM)
    daemon.start()
    dovecot.deliver("support", [mail(2)])
    answered(daemon, conversation(daemon, "Question 2"), "Yes.")
    answered(daemon, conversation(daemon, "From the shop"), "And again.")
    assert posts[-1]["good"]
    listed = {row["name"]: row for row in json.loads(daemon.inbox("channel", "list", "--json"))}
    assert {name: (row["type"], row["source"], row["state"]) for name, row in listed.items()} == {
        "support": ("email", "browser", "ok"), "shop": ("webhook", "browser", "ok")}
    told = daemon.inbox("check", "--connect")
    assert re.search(r"^support: ok +imap login:", told, re.MULTILINE) and re.search(r"^shop: ok +outbound_url:", told, re.MULTILINE)
    health = json.loads(daemon.inbox("status", "--json"))["health"]
    assert {one["code"] for one in health} == {one["code"] for one in daemon.get("/health")["items"]} == {"no_sender"}


def stops(daemon: daemons.Daemon, dovecot: servers.DovecotServer) -> None:
    """What is removed is polled and served no more."""
    for name in ("support", "shop"):
        assert daemon.api(f"/channels/{name}", "DELETE")[0] == 204
    assert post(daemon, external_id="s2", sender={"id": "bob"}, text="Anybody there?")[0] == 404
    home = conversation(daemon, "Question 1")
    status, refused = daemon.api(f"/conversations/{home}/messages", "POST", {"kind": "reply", "text": "Late."})
    assert (status, refused["code"]) == (422, "no_channel")
    assert daemon.get("/channels")["items"] == []


def test_another_daemon_takes_it_up_and_lets_go_of_it(tmp_path: Path, databases: Any) -> None:
    store = {"url": databases.url()}
    first = daemons.Daemon(tmp_path / "a", {}, server=LOOP, store=store)
    second = daemons.Daemon(tmp_path / "b", {}, server=LOOP, store={**store, "data_dir": str(first.data)})
    first.inbox("db", "upgrade")
    with shop() as (place, posts), first:
        second.token = first.token
        with second:
            made = {"name": "shop", "type": "webhook", "settings": {"secret": HOOK_SECRET, "outbound_url": place}}
            assert first.api("/channels", "POST", made)[0] == 201
            daemons.until(lambda: post(second, external_id="s1", sender={"id": "bob"}, text="Hello", subject="Both")[0] == 200,
                          what="the second daemon serves the hook")
            answered(second, conversation(second, "Both"), "Hello.")
            assert posts[0]["good"]
            assert second.api("/channels/shop", "PATCH", {"enabled": False})[0] == 200
            daemons.until(lambda: first.get("/channels/shop")["state"] == "paused", what="the first daemon hears of it")
            assert first.api("/channels/shop", "DELETE")[0] == 204
            daemons.until(lambda: second.get("/channels")["items"] == [], what="the second daemon lets go of it")


def test_without_the_key_it_starts_and_says_what_to_do(tmp_path: Path) -> None:
    daemon = daemons.Daemon(tmp_path, {}, server=LOOP)
    with daemon:
        made = {"name": "shop", "type": "webhook", "settings": {"secret": HOOK_SECRET, "outbound_url": "http://127.0.0.1:1/", "name": "Us"}}
        assert daemon.api("/channels", "POST", made)[0] == 201
        daemon.kill(signal.SIGTERM)
        (daemon.data / "key").unlink()
        daemon.start()
        lost = daemon.get("/channels/shop")
        assert lost["state"] == "misconfigured" and "enter the channel's secrets again" in lost["reason"]
        seen = daemon.get("/channels/shop/settings")
        assert seen["unreadable"] and seen["settings"] == {"secret": None, "outbound_url": "http://127.0.0.1:1/", "name": "Us"}
        assert daemon.api("/channels/shop", "PATCH", {"settings": seen["settings"]})[0] == 422
        status, mended = daemon.api("/channels/shop", "PATCH", {"settings": {**seen["settings"], "secret": HOOK_SECRET}})
        assert (status, mended["state"]) == (200, "ok")
        assert post(daemon, external_id="s1", sender={"id": "bob"}, text="Hello")[0] == 200


def test_an_old_key_of_the_list_still_opens_it_and_saving_writes_it_under_the_new(tmp_path: Path) -> None:
    from cryptography.fernet import Fernet
    keys = {name: Fernet.generate_key().decode() for name in ("old", "new")}
    daemon = daemons.Daemon(tmp_path, {}, server={**LOOP, "key": keys["old"]})
    text = daemon.config.read_text()

    def with_keys(*names: str) -> None:
        daemon.config.write_text(text.replace(json.dumps(keys["old"]), json.dumps([keys[name] for name in names])))
    made = {"name": "shop", "type": "webhook", "settings": {"secret": HOOK_SECRET}}
    with daemon:
        assert daemon.api("/channels", "POST", made)[0] == 201
        for names, state in ((("new", "old"), "ok"), (("new",), "ok")):
            daemon.kill(signal.SIGTERM)
            with_keys(*names)
            daemon.start()
            assert daemon.get("/channels/shop")["state"] == state, names
            if names == ("new", "old"):
                assert daemon.api("/channels/shop", "PATCH", {"settings": {"name": "Saved"}})[0] == 200


@pytest.mark.parametrize("allowed", [False, True])
def test_a_file_that_takes_the_name_goes_before(tmp_path: Path, allowed: bool) -> None:
    daemon = daemons.Daemon(tmp_path, {}, server=LOOP if allowed else {})
    made = {"name": "shop", "type": "webhook", "settings": {"secret": HOOK_SECRET}}
    with daemon:
        assert daemon.api("/channels", "POST", made)[0] == 201
        before = daemon.config.read_text()
        daemon.config.write_text(before + '\n[channels.shop]\ntype = "webhook"\nsecret = "another-secret-of-the-file"\n')
        assert daemon.process is not None
        daemon.process.send_signal(signal.SIGHUP)
        daemons.until(lambda: daemon.get("/channels/shop")["source"] == "config", what="the file's channel is in force")
        assert "shadowed" in {one["code"] for one in daemon.get("/health")["items"]}
        assert post(daemon, external_id="s1", sender={"id": "bob"}, text="Hello")[0] == 403
        daemon.config.write_text(before)
        daemon.process.send_signal(signal.SIGHUP)
        daemons.until(lambda: daemon.get("/channels/shop")["source"] == "browser", what="the browser's is back")
        assert post(daemon, external_id="s1", sender={"id": "bob"}, text="Hello")[0] == 200
