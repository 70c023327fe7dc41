"""Contract, section 3: what an agent's script relies on, against the demo with its three channels."""

from __future__ import annotations

import email
import json
import re
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from daemons import call, until
from doors import DOORS, Demo, Json, file, writer

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))


def raw_call(url: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, Any, bytes]:
    """(status, headers, bytes): what `call` hides."""
    request = urllib.request.Request(url, body, {name.replace("_", "-"): value for name, value in headers.items()}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def bearer(demo: Demo) -> dict[str, str]:
    return {"Authorization": f"Bearer {demo.token}"}


def upload(demo: Demo, name: str, media_type: str, data: bytes) -> Json:
    body = (b"--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name.encode() + b"\"\r\nContent-Type: "
            + media_type.encode() + b"\r\n\r\n" + data + b"\r\n--frontier--\r\n")
    status, _, answer = raw_call(demo.url + "/api/v1/uploads", "POST", body, Content_Type="multipart/form-data; boundary=frontier",
                                 **bearer(demo))
    assert status in (200, 201), answer
    found: Json = json.loads(answer)
    return found


# ---------------------------------------------------------------- a conversation on each channel, there and back

@pytest.mark.parametrize("channel", list(DOORS))
def test_a_customer_with_a_file_an_answer_and_the_answer_to_it(demo: Demo, channel: str) -> None:
    files = [file("a.png", "image/png", PNG)]
    message = demo.told(channel, f"walk{channel}", "Where is my order?", subject="Order", attachments=files)
    assert (message["kind"], message["direction"], message["channel"]) == ("message", "in", channel)
    assert message["author"]["kind"] == "contact"
    assert set(message["from"]) >= {"kind", "value", "name", "contact"}
    assert "Where is my order?" in message["text"]
    conversation = demo.get(f"/conversations/{message['conversation']}")
    assert conversation["status"] == "open"
    assert conversation["unread"] is True
    assert conversation["waiting_since"]
    assert conversation["last_message"]["id"] == message["id"]
    [attachment] = until(lambda: [a for a in demo.get(f"/messages/{message['id']}")["attachments"] if a["size"]], what="the file")
    assert set(attachment) >= {"id", "name", "media_type", "size", "inline", "url"}
    status, headers, data = raw_call(demo.url + attachment["url"], **bearer(demo))
    assert (status, data) == (200, PNG)
    assert headers["Content-Type"].startswith("image/")

    reply = demo.reply(conversation["id"], "It left today.", expected_last_message=message["id"])
    assert reply["delivery"]["state"] in ("queued", "sending", "sent")
    assert reply["author"]["kind"] == "agent"
    reply = demo.ends(reply["id"], "sent", "delivered")
    [arrived] = demo.received(channel, "It left today.")
    assert arrived["external_id"] == reply["external_id"]
    assert set(arrived) >= {"channel", "to", "subject", "text", "external_id", "raw", "at"}
    assert writer(channel, f"walk{channel}") in arrived["to"]
    assert demo.get(f"/conversations/{conversation['id']}")["waiting_since"] is None

    answer = demo.told(channel, f"walk{channel}", "Thank you!", reply_to=arrived["external_id"])
    assert answer["conversation"] == conversation["id"]
    after = demo.get(f"/conversations/{conversation['id']}")
    assert after["last_message"]["id"] == answer["id"]
    assert after["last_message"]["direction"] == "in"
    assert after["waiting_since"]


def test_what_left_by_sms_turns_delivered(demo: Demo) -> None:
    message = demo.told("sms", "proof", "Hello")
    reply = demo.ends(demo.reply(message["conversation"], "Hello to you")["id"], "delivered")
    assert reply["delivery"]["recipients"][0]["state"] == "delivered"


def test_x_answers_a_mention_in_public_and_a_direct_message_in_private(demo: Demo) -> None:
    mention = demo.told("x", "pub", "loud")
    direct = demo.told("x", "priv", "quiet", direct=True)
    for message in (mention, direct):
        demo.ends(demo.reply(message["conversation"], f"to {message['external_id']}")["id"], "sent", "delivered")
    [public] = demo.received("x", f"to {mention['external_id']}")
    [private] = demo.received("x", f"to {direct['external_id']}")
    assert json.loads(public["raw"])["reply"]["in_reply_to_tweet_id"] == mention["external_id"]
    assert "reply" not in json.loads(private["raw"])
    assert private["kind"] != public["kind"]
    feeds = {entry["external_id"]: entry["feed"] for entry in demo.get("/ledger?channel=x&limit=200")["items"]}
    assert feeds[mention["external_id"]] == "mentions"
    assert feeds[direct["external_id"]] == "dms"
    until(lambda: all(feed["state"] == "ok" for feed in demo.get("/channels/x")["feeds"]))
    seen = {entry["external_id"] for entry in demo.get("/ledger?channel=x&state=stored&limit=200")["items"]}
    assert not {public["external_id"], private["external_id"]} & seen, "our own posts and DMs are never inbound"


# ---------------------------------------------------------------- refusals that make no message

def test_a_text_that_is_too_long_for_the_channel(demo: Demo) -> None:
    message = demo.told("sms", "long", "Hi")
    path = f"/conversations/{message['conversation']}/messages"
    before = len(demo.get(path)["items"])
    assert demo.refused(path, "POST", {"kind": "reply", "text": "x" * 1601}) == (422, "too_long")
    assert len(demo.get(path)["items"]) == before


def test_who_said_stop_is_not_written_to_until_start(demo: Demo) -> None:
    message = demo.told("sms", "stop", "Hi")
    demo.say("sms", "stop", "STOP")
    path = f"/conversations/{message['conversation']}/messages"
    body = {"kind": "reply", "text": "may we?"}
    until(lambda: demo.api(path, "POST", body)[0] == 422, what="STOP is known")
    assert demo.refused(path, "POST", body) == (422, "opted_out")
    demo.say("sms", "stop", "START")
    until(lambda: demo.api(path, "POST", body)[0] == 202, what="START is known")


def test_a_first_word_on_x_is_a_direct_message_and_to_nobody_fails_in_words(demo: Demo) -> None:
    demo.told("x", "someone", "hello")
    begun = demo.done("/conversations", "POST", {"channel": "x", "to": "@someone", "text": "a first word"}, status=201)
    demo.ends(begun["message"]["id"], "sent")
    [item] = demo.received("x", "a first word")
    assert item["kind"] != "post"
    begun = demo.done("/conversations", "POST", {"channel": "x", "to": "@nobodythere", "text": "hello?"}, status=201)
    failed = demo.ends(begun["message"]["id"], "failed")["delivery"]
    assert "@nobodythere" in failed["error"]["detail"]


def test_whatsapp_outside_its_window(demo: Demo) -> None:
    status, problem = demo.api("/conversations", "POST", {"channel": "sms", "to": "whatsapp:+15005550199", "text": "Hi"})
    assert (status, problem["code"]) == (422, "window"), problem
    message = demo.heard(demo.control("/say", "POST", {"channel": "sms", "from": "whatsapp:+15005550198", "text": "Hi"})["external_id"])
    assert message["reply_until"]
    demo.ends(demo.reply(message["conversation"], "in the window")["id"], "sent", "delivered", "read")


def test_a_wrong_recipient_and_none(demo: Demo) -> None:
    message = demo.told("support", "wrongto", "Hi", subject="W")
    path = f"/conversations/{message['conversation']}/messages"
    assert demo.refused(path, "POST", {"kind": "reply", "text": "x", "to": ["not an address"]})[0] == 422
    assert demo.refused(path, "POST", {"kind": "reply", "text": "x", "to": []}) == (422, "no_recipient")
    assert demo.refused(path, "POST", {"kind": "reply", "text": "x", "from": "evil@example.org"})[0] == 422
    assert demo.refused(path, "POST", {"kind": "reply", "text": ""})[0] == 422
    assert demo.refused(path, "POST", {"kind": "reply", "text": "x", "attachments": ["nothing"]})[0] in (404, 422)
    assert demo.refused(path, "POST", {"kind": "shout", "text": "x"})[0] == 422
    assert demo.refused(path, "POST", {"kind": "reply", "text": "x", "channel": "nowhere"})[0] in (404, 422)


# ---------------------------------------------------------------- replies in all their forms

def test_a_reply_by_another_channel_of_the_same_person(demo: Demo) -> None:
    mail = demo.told("support", "many", "Hi", subject="M")
    contact = demo.get(f"/conversations/{mail['conversation']}")["contact"]["id"]
    number = "+15005559917"
    known = [{"channel": "support", "address": "many@example.net"}, {"channel": "sms", "address": number}]
    demo.done(f"/contacts/{contact}", "PATCH", {"addresses": known})
    reply = demo.ends(demo.reply(mail["conversation"], "by text", channel="sms")["id"], "sent", "delivered")
    assert reply["channel"] == "sms"
    assert [item["to"] for item in demo.received("sms", "by text")] == [number]


def test_recipients_that_are_typed_replace_the_default_ones(demo: Demo) -> None:
    mail = demo.told("support", "deflt", "Hi", subject="D", cc="boss@example.net")
    reply = demo.reply(mail["conversation"], "elsewhere", to=["Other Person <other@example.net>"], cc="third@example.net",
                       bcc=["secret@example.net"])
    assert [a["value"] for a in reply["to"]] == ["other@example.net"]
    demo.ends(reply["id"], "sent")
    [item] = demo.received("support", "elsewhere")
    assert {a.strip() for a in item["to"].split(",")} == {"other@example.net", "third@example.net", "secret@example.net"}
    assert "secret@example.net" not in item["raw"]


def test_html_and_files_go_out(demo: Demo) -> None:
    mail = demo.told("support", "html", "Hi", subject="H")
    sent = upload(demo, "bill.pdf", "application/pdf", b"%PDF-1.4 hello")
    assert set(sent) >= {"id", "name", "media_type", "size"}
    assert (sent["name"], sent["size"]) == ("bill.pdf", 14)
    reply = demo.reply(mail["conversation"], "plain words", html="<p>plain <b>words</b></p>", attachments=[sent["id"]])
    demo.ends(reply["id"], "sent")
    [item] = demo.received("support", "plain words")
    parsed = email.message_from_string(item["raw"])
    assert {part.get_content_type() for part in parsed.walk()} >= {"text/plain", "text/html", "application/pdf"}
    assert parsed["In-Reply-To"] == f"<{mail['external_id']}>"


def test_a_note_has_no_delivery_and_goes_nowhere(demo: Demo) -> None:
    mail = demo.told("support", "noted", "Hi", subject="N")
    note = demo.done(f"/conversations/{mail['conversation']}/messages", "POST", {"kind": "note", "text": "only for us"}, status=202)
    assert (note["kind"], note["delivery"], note["direction"]) == ("note", None, None)
    assert demo.get(f"/conversations/{mail['conversation']}")["waiting_since"]
    assert demo.received("support", "only for us") == []


def test_a_later_reply_is_taken_back(demo: Demo) -> None:
    mail = demo.told("support", "later", "Hi", subject="L")
    when = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    reply = demo.reply(mail["conversation"], "in an hour", send_at=when)
    assert reply["delivery"]["state"] == "queued"
    assert demo.done(f"/messages/{reply['id']}/cancel", "POST")["delivery"]["state"] == "canceled"
    assert demo.refused(f"/messages/{reply['id']}/cancel", "POST")[0] == 409


def test_one_key_is_one_message_and_without_a_key_each_post_is_new(demo: Demo) -> None:
    mail = demo.told("support", "keyed", "Hi", subject="K")
    first = demo.reply(mail["conversation"], "keyed answer", headers={"Idempotency_Key": "k-1"})
    again = demo.reply(mail["conversation"], "keyed answer", headers={"Idempotency_Key": "k-1"})
    assert first["id"] == again["id"]
    path = f"/conversations/{mail['conversation']}/messages"
    assert demo.refused(path, "POST", {"kind": "reply", "text": "another"}, Idempotency_Key="k-1")[0] == 409
    ids = {demo.reply(mail["conversation"], "unkeyed")["id"] for _ in range(2)}
    assert len(ids) == 2
    until(lambda: len(demo.received("support", "unkeyed")) == 2)
    assert len(demo.received("support", "keyed answer")) == 1


def test_who_was_slower_gets_the_newer_messages(demo: Demo) -> None:
    mail = demo.told("support", "raced", "Hi", subject="R")
    first = demo.reply(mail["conversation"], "faster", expected_last_message=mail["id"])
    status, problem = demo.api(f"/conversations/{mail['conversation']}/messages", "POST",
                               {"kind": "reply", "text": "slower", "expected_last_message": mail["id"]})
    assert status == 409
    assert [m["id"] for m in problem["messages"]] == [first["id"]]


def test_one_refused_of_two_is_failed_and_only_that_one_is_tried_again(demo: Demo) -> None:
    mail = demo.told("support", "partial", "Hi", subject="P")
    reply = demo.reply(mail["conversation"], "to two", to=["good@example.net", "nobody@example.net"])
    found = demo.ends(reply["id"], "failed")["delivery"]
    assert {r["to"]: r["state"] for r in found["recipients"]} == {"good@example.net": "sent", "nobody@example.net": "failed"}
    assert found["error"]["detail"]
    assert mail["conversation"] in {c["id"] for c in demo.get("/conversations?delivery=failed")["items"]}
    attempts = found["attempts"]
    demo.done(f"/messages/{reply['id']}/retry", "POST")
    until(lambda: (d := demo.get(f"/messages/{reply['id']}")["delivery"])["state"] == "failed" and d["attempts"] > attempts)
    assert len(demo.received("support", "to two")) == 1, "who has it does not get it again"


def test_a_bounce_is_news_about_our_message_and_no_conversation(demo: Demo) -> None:
    mail = demo.told("support", "bounced", "Hi", subject="Bouncing")
    before = demo.get("/channels/support")["ledger"]["update"]
    reply = demo.reply(mail["conversation"], "are you there?", to="gone@example.net")
    found = demo.ends(reply["id"], "bounced")["delivery"]
    assert found["recipients"][0]["state"] == "bounced"
    assert demo.get("/channels/support")["ledger"]["update"] == before + 1
    assert demo.get("/conversations?q=mailer-daemon&status=all")["items"] == []
    seen = demo.get(f"/conversations/{mail['conversation']}")
    assert (seen["status"], bool(seen["waiting_since"])) == ("open", True)


# ---------------------------------------------------------------- lists, states, undo

def test_a_patch_with_an_old_version_and_its_undo(demo: Demo) -> None:
    mail = demo.told("support", "patched", "Hi", subject="P")
    path = f"/conversations/{mail['conversation']}"
    seen = demo.get(path)
    me = demo.get("/me")["id"]
    changed = demo.done(path, "PATCH", {"version": seen["version"], "status": "snoozed", "snoozed_until": None, "assignee": me,
                                        "tags": ["vip"], "priority": "high", "subject": "New"})
    assert (changed["status"], changed["snoozed_until"], changed["assignee"]["id"]) == ("snoozed", None, me)
    assert (changed["tags"], changed["priority"], changed["subject"]) == (["vip"], "high", "New")
    assert changed["version"] > seen["version"]
    assert demo.refused(path, "PATCH", {"version": seen["version"], "status": "open"})[0] == 409
    demo.done(f"/undo/{changed['undo']}", "POST")
    back = demo.get(path)
    assert (back["status"], back["assignee"], back["tags"], back["subject"]) == ("open", None, [], "P")
    demo.done(path, "PATCH", {"status": "snoozed", "snoozed_until": None})
    demo.told("support", "patched", "again", reply_to=mail["external_id"])
    assert demo.get(path)["status"] == "open", "a snooze without an end lasts until an answer comes"


def test_what_opens_a_conversation_and_what_does_not(demo: Demo) -> None:
    mail = demo.told("support", "opens", "Hi", subject="O")
    path = f"/conversations/{mail['conversation']}"
    demo.ends(demo.reply(mail["conversation"], "done")["id"], "sent")
    demo.done(path, "PATCH", {"status": "closed"})
    away = demo.told("support", "opens", "I am away", reply_to=mail["external_id"], headers={"Auto-Submitted": "auto-replied"})
    assert "automatic" in away["flags"]
    assert away["conversation"] == mail["conversation"]
    seen = demo.get(path)
    assert (seen["status"], seen["waiting_since"]) == ("closed", None)
    demo.told("support", "opens", "A person again", reply_to=mail["external_id"])
    seen = demo.get(path)
    assert seen["status"] == "open"
    assert seen["waiting_since"]


def test_a_send_that_fails_for_good_opens_and_waits_again(demo: Demo) -> None:
    mail = demo.told("support", "nobody", "Hi", subject="B")
    path = f"/conversations/{mail['conversation']}"
    waiting = demo.get(path)["waiting_since"]
    demo.fault("smtp", "hang")
    reply = demo.reply(mail["conversation"], "x")
    assert demo.get(path)["waiting_since"] is None
    demo.done(path, "PATCH", {"status": "closed"})
    demo.mended()
    assert demo.ends(reply["id"], "failed")["delivery"]["error"]["detail"]
    seen = demo.get(path)
    assert (seen["status"], seen["waiting_since"]) == ("open", waiting)


def test_filters_of_the_list(demo: Demo) -> None:
    mail = demo.told("support", "filters", "a quite xylophonic matter", subject="F")
    number = mail["conversation"]
    demo.done(f"/conversations/{number}", "PATCH", {"assignee": "me", "tags": ["f1"]})
    contact = demo.get(f"/conversations/{number}")["contact"]["id"]

    def ids(query: str) -> set[str]:
        return {c["id"] for c in demo.get(f"/conversations?limit=200&{query}")["items"]}
    for query in ("assignee=me", "channel=support", "tag=f1", f"contact={contact}", "q=xylophonic", "status=all", "sort=oldest_waiting",
                  "q=xylophonic&tag=f1", f"assignee={demo.get('/me')['id']}"):
        assert number in ids(query), query
    for query in ("assignee=none", "channel=sms", "tag=f2", "q=nobodysaidthis", "status=closed", "delivery=failed", "delivery=uncertain"):
        assert number not in ids(query), query
    assert demo.refused("/conversations?status=strange")[0] == 422
    assert demo.refused("/conversations?limit=201")[0] == 422
    assert demo.refused("/conversations?cursor=rubbish")[0] == 422
    counts = demo.get("/conversations/counts")
    assert set(counts) >= {"open", "mine", "unassigned", "snoozed", "failed", "channels", "tags"}
    assert counts["tags"]["f1"] == 1
    assert counts["open"] == len(ids("status=open"))
    assert counts["mine"] == len(ids("assignee=me"))


def test_every_list_pages_by_key(demo: Demo) -> None:
    for n in range(3):
        demo.told("support", f"paged{n}", "Hi", subject=f"page {n}")
    demo.done("/canned", "POST", {"name": "one", "text": "1"}, status=201)
    demo.done("/canned", "POST", {"name": "two", "text": "2"}, status=201)
    for path in ("/conversations?status=all", "/contacts", "/channels", "/ledger", "/canned", "/agents", "/tags", "/audit"):
        joint = "&" if "?" in path else "?"
        whole = demo.get(f"{path}{joint}limit=200")
        assert set(whole) == {"items", "next"}, path
        pages, cursor = [], ""
        while cursor is not None and len(pages) < 300:
            page = demo.get(f"{path}{joint}limit=1" + (f"&cursor={cursor}" if cursor else ""))
            assert len(page["items"]) <= 1
            pages += page["items"]
            cursor = page["next"]
        key = next(k for k in ("id", "name", "tag") if k in whole["items"][0]) if whole["items"] else "id"
        assert [x[key] for x in pages] == [x[key] for x in whole["items"]], path


def test_messages_page_to_older_and_newer(demo: Demo) -> None:
    mail = demo.told("support", "pages", "m0", subject="P")
    number = mail["conversation"]
    for n in range(1, 5):
        demo.told("support", "pages", f"m{n}", reply_to=mail["external_id"])
    path = f"/conversations/{number}/messages"
    newest = demo.get(path + "?limit=2")
    assert [m["text"] for m in newest["items"]] == ["m3", "m4"]
    older = demo.get(f"{path}?limit=2&cursor={newest['next']}")
    assert [m["text"] for m in older["items"]] == ["m1", "m2"]
    newer = demo.get(f"{path}?after={mail['id']}&limit=200")
    assert [m["text"] for m in newer["items"]] == ["m1", "m2", "m3", "m4"]
    demo.done(f"/conversations/{number}/read", "POST", {"up_to": newest["items"][-1]["id"]})
    assert demo.get(f"/conversations/{number}")["unread"] is False
    demo.done(f"/conversations/{number}/unread", "POST")
    assert demo.get(f"/conversations/{number}")["unread"] is True


def test_merge_split_and_their_undo(demo: Demo) -> None:
    one = demo.told("support", "merge", "one", subject="one")
    two = demo.told("support", "merge", "two", subject="two")
    assert one["conversation"] != two["conversation"]
    merged = demo.done(f"/conversations/{one['conversation']}/merge", "POST", {"into": two["conversation"]})
    texts = {m["text"] for m in demo.get(f"/conversations/{two['conversation']}/messages")["items"] if m["kind"] == "message"}
    assert texts == {"one", "two"}
    demo.done(f"/undo/{merged['undo']}", "POST")
    assert demo.get(f"/messages/{one['id']}")["conversation"] == one["conversation"]
    more = demo.told("support", "merge", "three", reply_to=one["external_id"])
    status, split = demo.api(f"/conversations/{one['conversation']}/split", "POST", {"message": more["id"]})
    assert status in (200, 201), split
    assert demo.get(f"/messages/{more['id']}")["conversation"] == split["id"] != one["conversation"]
    demo.done(f"/undo/{split['undo']}", "POST")
    assert demo.get(f"/messages/{more['id']}")["conversation"] == one["conversation"]


def test_contacts_merge_and_undo(demo: Demo) -> None:
    one, two = demo.told("support", "twin1", "Hi", subject="T1"), demo.told("x", "twin2", "Hi")
    ids = [demo.get(f"/conversations/{m['conversation']}")["contact"]["id"] for m in (one, two)]
    merged = demo.done(f"/contacts/{ids[0]}/merge", "POST", {"into": ids[1]})
    found = {c["id"] for c in demo.get(f"/contacts/{ids[1]}/conversations?limit=200")["items"]}
    assert found >= {one["conversation"], two["conversation"]}
    demo.done(f"/undo/{merged['undo']}", "POST")
    assert demo.get(f"/conversations/{one['conversation']}")["contact"]["id"] == ids[0]


# ---------------------------------------------------------------- one message

def test_raw_html_and_explain(demo: Demo) -> None:
    hostile = ('<p>Hello</p><script>alert(1)</script><img src="http://evil.example/t.gif" onerror="x()">'
               '<a href="javascript:alert(2)">go</a><form action="http://evil.example"><input name=p></form>'
               '<style>@import "http://evil.example/x.css"; p{background:url(http://evil.example/y)}</style>'
               '<iframe src="//evil.example"></iframe>')
    mail = demo.told("support", "hostile", "Hello", subject="H", html=hostile)
    status, headers, raw = raw_call(f"{demo.url}/api/v1/messages/{mail['id']}/raw", **bearer(demo))
    assert status == 200
    assert headers["Content-Type"] == "message/rfc822"
    assert headers["Content-Disposition"].startswith("attachment")
    assert email.message_from_bytes(raw)["Message-ID"] == f"<{mail['external_id']}>"
    assert b"javascript:alert(2)" in raw, "the bytes as the provider gave them"
    status, headers, page = raw_call(f"{demo.url}/api/v1/messages/{mail['id']}/html", **bearer(demo))
    assert status == 200
    assert "sandbox" in headers["Content-Security-Policy"]
    for text in (page.decode(), mail["html"]):
        lower = text.lower()
        assert "hello" in lower
        for bad in ("<script", "onerror", "javascript:", "<form", "<iframe", "@import", "url(http"):
            assert bad not in lower, bad
        assert not re.search(r'[ <]src="(https?:)?//evil', lower)
    explained = demo.get(f"/messages/{mail['id']}/explain")
    assert explained
    for path in ("/messages/999999", "/messages/999999/raw", "/messages/nonsense/html", "/messages/0/explain", "/conversations/999999",
                 "/contacts/none", "/attachments/none", "/channels/none", "/ledger/999999", "/canned/999999"):
        assert demo.refused(path)[0] == 404, path


def test_a_page_among_the_attachments_is_only_a_download(demo: Demo) -> None:
    mail = demo.told("support", "filed", "see", subject="F", attachments=[
        file("x.html", "text/html", b"<script>1</script>"), file("../../etc/passwd", "text/plain", b"root"),
        file("v.svg", "image/svg+xml", b"<svg onload='1'/>")])
    assert len(mail["attachments"]) == 3
    for attachment in mail["attachments"]:
        assert "/" not in attachment["name"]
        status, headers, _ = raw_call(demo.url + attachment["url"], **bearer(demo))
        assert status == 200
        if attachment["media_type"] != "text/plain":
            assert headers["Content-Disposition"].startswith("attachment")
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert raw_call(demo.url + mail["attachments"][0]["url"])[0] == 401


# ---------------------------------------------------------------- uncertain, retry, resolve

@pytest.mark.parametrize("channel", list(DOORS))
def test_a_provider_that_dies_after_it_took_it_leaves_it_uncertain(demo: Demo, channel: str) -> None:
    message = demo.told(channel, f"died{channel}", "Hi", subject="D")
    demo.fault(DOORS[channel], "die_after_accept", times=1)
    reply = demo.reply(message["conversation"], f"once by {channel}")
    try:
        # the SMS provider tells later what became of it, which may be before anybody has looked
        found = demo.ends(reply["id"], "uncertain", *(("sent", "delivered") if channel == "sms" else ()))
    finally:
        demo.mended()
    evidence = found["delivery"]["evidence"]
    assert found["delivery"]["attempts"] == 1
    if found["delivery"]["state"] == "uncertain":
        assert set(evidence) == {"phase", "at", "text"}
        assert evidence["text"]
    assert len(demo.received(channel, f"once by {channel}")) == 1
    if demo.get(f"/messages/{reply['id']}")["delivery"]["state"] == "uncertain":
        assert demo.refused(f"/messages/{reply['id']}/retry", "POST")[0] == 409
    if channel == "support":
        assert message["conversation"] in {c["id"] for c in demo.get("/conversations?delivery=uncertain")["items"]}
        assert demo.get("/channels/support")["outbox"]["uncertain"] >= 1
        again = demo.done(f"/messages/{reply['id']}/resolve", "POST", {"sent": False})
        assert again["delivery"]["state"] in ("queued", "sending", "sent")
        demo.ends(reply["id"], "sent")
        first, second = demo.received(channel, f"once by {channel}")
        assert first["raw"] == second["raw"], "the same bytes, the same ids"
    if channel == "x":
        assert demo.done(f"/messages/{reply['id']}/resolve", "POST", {"sent": True})["delivery"]["state"] == "sent"
        assert demo.refused(f"/messages/{reply['id']}/resolve", "POST", {"sent": True})[0] == 409
    assert demo.refused(f"/messages/{reply['id']}/resolve", "POST", {})[0] in (409, 422)


# ---------------------------------------------------------------- channels and ledger

def test_a_channel_tells_everything_that_the_contract_names(demo: Demo) -> None:
    for channel in demo.get("/channels")["items"]:
        assert set(channel) >= {"name", "type", "state", "reason", "feeds", "addresses", "features", "options", "ledger", "outbox",
                                "last_in_at", "last_out_at"}
        assert set(channel["ledger"]) == {"received", "stored", "duplicate", "update", "ignored", "quarantined"}
        assert set(channel["outbox"]) == {"queued", "uncertain", "failed"}
        entries: list[Json] = []
        cursor = ""
        while cursor is not None:
            page = demo.get(f"/ledger?channel={channel['name']}&limit=200" + (f"&cursor={cursor}" if cursor else ""))
            entries, cursor = entries + page["items"], page["next"]
        if demo.get(f"/channels/{channel['name']}")["ledger"] == channel["ledger"]:
            assert len(entries) == sum(channel["ledger"].values()), channel["name"]
        for entry in entries:
            assert set(entry) == {"id", "channel", "feed", "item", "external_id", "state", "cause", "message", "at"}
            assert entry["cause"] is None or set(entry["cause"]) == {"code", "detail"}
    assert all(re.fullmatch(r"INBOX/\d+/\d+", e["item"]) for e in demo.get("/ledger?channel=support&limit=200")["items"])
    assert demo.get("/ledger?since=2999-01-01T00:00:00Z")["items"] == []
    assert demo.refused("/ledger?since=soon")[0] == 422
    assert demo.refused("/ledger?state=odd")[0] == 422


@pytest.mark.parametrize("channel", list(DOORS))
def test_a_pause_stops_fetching_leaves_sending_and_resume_polls_at_once(demo: Demo, channel: str) -> None:
    message = demo.told(channel, f"pause{channel}", "Hi", subject="P")
    demo.done(f"/channels/{channel}/pause", "POST")
    assert demo.get(f"/channels/{channel}")["state"] == "paused"
    demo.ends(demo.reply(message["conversation"], f"while paused {channel}")["id"], "sent", "delivered")
    held = demo.say(channel, f"pause{channel}2", "held back", subject="Q")
    if channel != "sms":  # a web hook still brings what the provider pushes
        assert demo.get(f"/ledger?external_id={held}")["items"] == []
    demo.done(f"/channels/{channel}/resume", "POST")
    demo.heard(held)
    assert demo.get(f"/channels/{channel}")["state"] == "ok"
    demo.done(f"/channels/{channel}/poll", "POST", status=202)


# ---------------------------------------------------------------- session, events, description

def test_cookie_login_needs_the_csrf_token(demo: Demo) -> None:
    status, headers, body = raw_call(demo.url + "/api/v1/session", "POST", json.dumps(
        {"email": demo.said["email"], "password": demo.said["password"]}).encode(), Content_Type="application/json")
    assert status == 200
    cookie = headers["Set-Cookie"]
    assert cookie.startswith("inbox_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    held = {"Cookie": cookie.partition(";")[0], "Content-Type": "application/json"}
    csrf = json.loads(body)["csrf"]
    status, me = call(demo.url + "/api/v1/me", headers=held)
    assert (status, me["email"]) == (200, demo.said["email"])
    status, problem = call(demo.url + "/api/v1/canned", "POST", {"name": "c", "text": "c"}, held)
    assert (status, problem["status"]) == (403, 403)
    assert call(demo.url + "/api/v1/canned", "POST", {"name": "c", "text": "c"}, {**held, "X-CSRF-Token": csrf})[0] == 201
    assert call(demo.url + "/api/v1/session", "DELETE", headers={**held, "X-CSRF-Token": csrf})[0] in (200, 204)
    assert call(demo.url + "/api/v1/me", headers=held)[0] == 401


def test_wrong_tokens_and_wrong_passwords(demo: Demo) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic abc"}):
        status, problem = call(demo.url + "/api/v1/conversations", headers=headers)
        assert (status, problem["status"]) == (401, 401)
        assert problem["code"]
    status, problem = call(demo.url + "/api/v1/session", "POST", {"email": "nobody@example.net", "password": "wrong"})
    assert status == 401
    status, problem = call(demo.url + "/api/v1/session", "POST", {"email": 3})
    assert status == 422
    assert problem["errors"]


def test_bodies_that_are_wrong_are_named_by_field(demo: Demo) -> None:
    status, problem = demo.api("/conversations", "POST", {"channel": "support", "to": "a@example.net", "text": "x", "colour": "red"})
    assert status == 422
    assert any("colour" in json.dumps(e) for e in problem["errors"])
    status, headers, body = raw_call(demo.url + "/api/v1/conversations", "POST", b"{nonsense", Content_Type="application/json",
                                     **bearer(demo))
    assert status in (400, 422)
    assert headers["Content-Type"].startswith("application/problem+json")
    assert json.loads(body)["code"]


def test_events_resume_and_resync(demo: Demo) -> None:
    def lines(last: str, enough: int) -> list[str]:
        request = urllib.request.Request(demo.url + "/api/v1/events", headers={**bearer(demo), **({"Last-Event-ID": last} if last else {})})
        found: list[str] = []
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            while len([x for x in found if x.startswith("data:")]) < enough:
                found.append(answer.readline().decode().rstrip("\n"))
        return found
    mail = demo.told("support", "events", "Hi", subject="E")
    old = lines("1", 3)
    ids = [int(x[3:]) for x in old if x.startswith("id:")]
    assert ids == sorted(ids)
    assert ids
    resumed = [int(x[3:]) for x in lines(str(ids[0]), 1) if x.startswith("id:")]
    assert resumed[0] > ids[0]
    assert any("resync" in x for x in lines("999999999", 1))
    assert mail["id"]


def test_the_description_and_the_other_doors(demo: Demo) -> None:
    status, description = call(demo.url + "/api/openapi.json")
    assert status == 200
    assert description["openapi"].startswith("3.1")
    paths = set(description["paths"])
    named = {re.sub(r"^/api/v1", "", path) for path in paths}
    for path in ("/session", "/me", "/conversations", "/conversations/counts", "/conversations/{id}", "/conversations/{id}/read",
                 "/conversations/{id}/unread", "/conversations/{id}/messages", "/conversations/{id}/merge", "/conversations/{id}/split",
                 "/undo/{id}", "/messages/{id}", "/messages/{id}/raw", "/messages/{id}/html", "/messages/{id}/explain",
                 "/messages/{id}/retry", "/messages/{id}/cancel", "/messages/{id}/resolve", "/uploads", "/attachments/{id}", "/contacts",
                 "/contacts/{id}", "/contacts/{id}/merge", "/contacts/{id}/conversations", "/channels", "/channels/{name}",
                 "/channels/{name}/poll", "/channels/{name}/pause", "/channels/{name}/resume", "/ledger", "/ledger/{id}/retry", "/canned",
                 "/canned/{id}", "/agents", "/tags", "/audit", "/events"):
        assert path in named, path
    for path in ("/healthz", "/readyz", "/metrics", "/api/docs"):
        status, _, body = raw_call(demo.url + path)
        assert status == 200, (path, body)
    assert b"# TYPE" in raw_call(demo.url + "/metrics")[2]


def test_no_secret_shows(demo: Demo) -> None:
    config = (demo.errors.parent / "data" / "config.toml").read_text()
    keys = "password|api_secret|api_key|access_token|access_token_secret|auth_token"
    secrets = [value for _, value in re.findall(rf'({keys}) ?= ?"([^"]+)"', config)]
    assert len(secrets) >= 4
    shown = demo.errors.read_text().replace(demo.said["password"], "")
    for path in ("/channels", "/channels/support", "/channels/x", "/channels/sms", "/ledger", "/audit", "/me", "/agents"):
        shown += json.dumps(demo.get(path))
    shown += raw_call(demo.url + "/metrics")[2].decode() + raw_call(demo.url + "/readyz")[2].decode()
    for secret in [*secrets, demo.token]:
        assert secret not in shown
