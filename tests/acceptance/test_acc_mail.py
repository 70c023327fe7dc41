"""Contract, section 2: what the keys of a mailbox do, on Dovecot, with several mailboxes in one daemon."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from daemons import Daemon, Sandbox, call, until
from doors import Json, Running
from servers import DovecotServer

SYNCS = {"new": "new", "unseen": "unseen", "since": "since:14", "all": "all"}


def mail(number: str, *, days: float = 0, text: str = "Hello", **headers: str) -> bytes:
    """A mail of somebody, so many days old."""
    head = {"From": "Ann <ann@example.net>", "To": "support@example.com", "Subject": f"about {number}",
            "Date": format_datetime(datetime.now(UTC) - timedelta(days=days)), "Message-ID": f"<{number}@example.net>",
            **{name.replace("_", "-"): value for name, value in headers.items()}}
    return ("".join(f"{name}: {value}\r\n" for name, value in head.items() if value) + f"\r\n{text}\r\n").encode()


def fill(server: DovecotServer, user: str) -> None:
    """An old mail that was read, an old one, a young one that was read, a young one."""
    client = server.imap(user)
    try:
        for days, flags in ((60, "\\Seen"), (60, ""), (2, "\\Seen"), (2, "")):
            name = f"{user}-{days}-{'seen' if flags else 'unseen'}"
            when = datetime.now(UTC) - timedelta(days=days)
            client.append("INBOX", f"({flags})" if flags else None, when, mail(name, days=days))  # type: ignore[arg-type]  # the stub forbids None
    finally:
        client.logout()


class Post(Running):
    """The daemon, the mailboxes and the way out."""

    server: DovecotServer
    sandbox: Sandbox

    def ledger(self, channel: str) -> list[Json]:
        return self.daemon.every(f"/ledger?channel={channel}")

    def settled(self, channel: str) -> None:
        """A poll that began from now on is over."""
        before = self.get(f"/channels/{channel}")["feeds"]
        self.done(f"/channels/{channel}/poll", "POST", status=202)
        until(lambda: all(new["ok_at"] and new["ok_at"] != old["ok_at"]
                          for old, new in zip(before, self.get(f"/channels/{channel}")["feeds"], strict=True)))


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    with DovecotServer() as server, Sandbox() as sandbox:
        def box(user: str, **more: Any) -> Json:
            smtp = sandbox.info["smtp"]
            imap = {"host": server.host, "port": server.port, "tls": "none", "username": user, "password": server.password,
                    **more.pop("imap", {})}
            return {"type": "email", "address": f"{user}@example.com", "name": f"Shop {user}", "poll_seconds": 1, "imap": imap,
                    "smtp": {"host": smtp["host"], "port": smtp["port"], "tls": "none"}, **more}
        for user in SYNCS:
            fill(server, user)
        server.deliver("moved", [mail("moved-1"), mail("moved-2")])
        server.deliver("marked", [mail("marked-1")])
        server.deliver("folders", [mail("in-a")], folder="Läden A")
        channels = {
            **{user: box(user, initial_sync=value) for user, value in SYNCS.items()},
            "moved": box("moved", initial_sync="all", after_ingest="move:Done", sent_folder="-"),
            "marked": box("marked", initial_sync="all", after_ingest="seen", signature="Kind regards\nThe shop",
                          agents=["agent@shop.example"]),
            "folders": box("folders", initial_sync="all", imap={"folders": ["INBOX", "Läden A"]}, aliases=["help@example.com"]),
        }
        daemon = Daemon(tmp_path_factory.mktemp("post"), channels)
        with daemon:
            made = Post(daemon, sandbox)
            made.server, made.sandbox = server, sandbox
            until(lambda: all(c["feeds"] and all(f["ok_at"] for f in c["feeds"]) for c in made.get("/channels")["items"]),
                  seconds=60, what="every mailbox was read")
            yield made


@pytest.mark.parametrize(("user", "kept"), [
    ("new", set()), ("unseen", {"60-unseen", "2-unseen"}), ("since", {"2-seen", "2-unseen"}),
    ("all", {"60-seen", "60-unseen", "2-seen", "2-unseen"})])
def test_initial_sync(post: Post, user: str, kept: set[str]) -> None:
    post.settled(user)
    assert {entry["external_id"] for entry in post.ledger(user) if entry["state"] == "stored"} == {
        f"{user}-{name}@example.net" for name in kept}
    post.server.deliver(user, [mail(f"{user}-fresh")])
    post.heard(f"{user}-fresh@example.net")
    assert post.sandbox.received("support") == [] or all("fresh" not in item["to"] for item in post.sandbox.received("support"))


def test_nothing_is_marked_or_moved_by_default(post: Post) -> None:
    flags = [line for line, _ in post.server.messages("all")]
    assert sum(b"\\Seen" in line for line in flags) == 2
    flags = [line for line, _ in post.server.messages("marked")]
    assert all(b"\\Seen" in line for line in flags)


def test_after_ingest_moves(post: Post) -> None:
    until(lambda: len(post.server.messages("moved", "Done")) == 2, what="both lie in Done")
    assert post.server.messages("moved") == []
    assert len(post.ledger("moved")) == 2
    post.server.deliver("moved", [mail("moved-3")])
    post.heard("moved-3@example.net")
    until(lambda: len(post.server.messages("moved", "Done")) == 3)


def test_several_folders_are_feeds_with_their_own_state(post: Post) -> None:
    feeds = {feed["name"] for feed in post.get("/channels/folders")["feeds"]}
    assert feeds == {"INBOX", "Läden A"}
    message = post.heard("in-a@example.net")
    [entry] = post.ledger("folders")
    assert entry["item"].startswith("Läden A/")
    reply = post.reply(message["conversation"], "from our other name", **{"from": "help@example.com"})
    assert reply["from"]["value"] == "help@example.com"
    post.ends(reply["id"], "sent")


def test_a_copy_goes_to_sent_but_where_none_is_wanted(post: Post) -> None:
    for user, copies in (("all", 1), ("moved", 0)):
        message = post.heard("all-2-seen@example.net" if user == "all" else "moved-1@example.net")
        reply = post.ends(post.reply(message["conversation"], f"copied {user}")["id"], "sent")
        [item] = post.received("support", f"copied {user}")
        assert f"<{message['external_id']}>" in item["raw"]
        if copies:
            [(_, copy)] = until(lambda user=user: post.server.messages(user, "Sent"), what="the copy")  # type: ignore[misc]
            assert reply["external_id"].encode() in copy
        else:
            assert post.server.messages(user, "Sent") == []
    post.settled("all")
    assert len([e for e in post.ledger("all") if e["external_id"] == reply["external_id"]]) == 0


def test_the_signature_and_the_name_go_out(post: Post) -> None:
    message = post.heard("marked-1@example.net")
    post.ends(post.reply(message["conversation"], "signed words")["id"], "sent")
    [item] = post.received("support", "signed words")
    assert "Kind regards" in item["text"]
    assert "Shop marked" in item["raw"]


def test_a_new_uidvalidity_with_the_same_mails_stores_nothing_new(post: Post) -> None:
    post.settled("all")
    before = {m["external_id"] for m in post.ledger("all") if m["state"] == "stored"}
    conversations = len(post.daemon.every("/conversations?status=all&channel=all"))
    copies = [raw for _, raw in post.server.messages("all")]
    client = post.server.imap("all")
    client.create("elsewhere")
    client.rename("INBOX", "old")  # RFC 3501, 6.3.5: INBOX stays, empty
    client.logout()
    box = post.server.root / "mail" / "all"
    for name in ("dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"):
        (box / name).unlink(missing_ok=True)
    post.server.deliver("all", [*copies, mail("all-after")])
    post.heard("all-after@example.net")
    post.settled("all")
    entries = post.ledger("all")
    assert {e["external_id"] for e in entries if e["state"] == "stored"} == before | {"all-after@example.net"}
    assert len({e["item"].split("/")[-2] for e in entries}) == 2, "the UIDVALIDITY did change"
    assert len(post.daemon.every("/conversations?status=all&channel=all")) == conversations + 1


def test_agents_see_only_the_channels_that_admit_them(post: Post) -> None:
    message = post.heard("marked-1@example.net")
    for email in ("agent@shop.example", "other@shop.example"):
        post.daemon.inbox("agent", "add", email, "--name", email, "--role", "agent")
    tokens = {e: post.daemon.inbox("token", "add", e, "--name", "t").strip() for e in ("agent@shop.example", "other@shop.example")}

    def asks(who: str, path: str) -> tuple[int, Any]:
        return call(post.url + "/api/v1" + path, headers={"Authorization": f"Bearer {tokens[who]}"})
    assert asks("agent@shop.example", f"/messages/{message['id']}")[0] == 200
    for path in (f"/messages/{message['id']}", f"/messages/{message['id']}/raw", f"/conversations/{message['conversation']}",
                 f"/conversations/{message['conversation']}/messages", "/channels/marked"):
        assert asks("other@shop.example", path)[0] in (403, 404), path
    assert "marked" not in {c["name"] for c in asks("other@shop.example", "/channels")[1]["items"]}
    assert message["conversation"] not in {c["id"] for c in asks("other@shop.example", "/conversations?limit=200")[1]["items"]}
    assert not asks("other@shop.example", "/ledger?channel=marked")[1].get("items")
    assert "marked" not in asks("other@shop.example", "/conversations/counts")[1]["channels"]
    status, problem = call(post.url + "/api/v1/agents", "POST", {"email": "x@shop.example"},
                           {"Authorization": f"Bearer {tokens['agent@shop.example']}"})
    assert (status, problem["status"]) == (403, 403)


def test_a_mail_without_an_id_a_list_and_an_automatic_one(post: Post) -> None:
    post.server.deliver("new", [mail("noid", Message_ID="", Subject="without an id", text="none")])
    found = until(lambda: post.get("/conversations?q=without&channel=new")["items"])
    [message] = post.get(f"/conversations/{found[0]['id']}/messages")["items"]
    assert message["external_id"] is None
    first = mail("list-1", List_Id="<talk.example.net>", From="one@example.net")
    second = mail("list-2", List_Id="<talk.example.net>", From="two@example.net", In_Reply_To="<list-1@example.net>")
    post.server.deliver("new", [first, second, mail("away", Auto_Submitted="auto-replied", From="three@example.net")])
    assert post.heard("list-2@example.net")["conversation"] == post.heard("list-1@example.net")["conversation"]
    away = post.heard("away@example.net")
    assert "automatic" in away["flags"]
    assert post.get(f"/conversations/{away['conversation']}")["waiting_since"] is None


def test_a_channel_that_leaves_keeps_its_conversations_and_refuses_in_words(post: Post, tmp_path: Path) -> None:
    """Last of all: the daemon comes back with another configuration."""
    message = post.heard("moved-1@example.net")
    daemon = post.daemon
    assert daemon.kill(signal.SIGTERM) == 0
    whole = daemon.config.read_text()
    parts = whole.split("\n[")
    daemon.config.write_text("\n[".join(p for p in parts if not p.startswith("channels.moved]")))
    daemon.start()
    assert post.get(f"/messages/{message['id']}")["text"] == message["text"]
    status, problem = post.api(f"/conversations/{message['conversation']}/messages", "POST", {"kind": "reply", "text": "hello?"})
    assert status == 422
    assert "moved" in problem["detail"]
    assert problem["code"]
    assert len(post.ledger("moved")) == 3
    post.daemon.config.write_text(whole)
