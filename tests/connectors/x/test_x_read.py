"""Reading posts and direct messages: edits, media, groups, what is missing, and recordings of the real API."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.x import X
from inbox.types import Ignore, InboundMessage, RawItem, Read, Update

CASSETTES = Path(__file__).parents[4] / "shared" / "samples" / "tweepy_cassettes"
META = {"me": "101", "username": "shop"}


def read(kind: str, data: dict[str, Any], includes: dict[str, Any] | None = None, **meta: Any) -> list[Read]:
    return X.read(RawItem(item=str(data.get("id")), kind=kind, meta={**META, **meta},
                          data=json.dumps({"data": data, "includes": includes or {}}).encode()))


def message(found: list[Read]) -> InboundMessage:
    assert isinstance(found[0], InboundMessage)
    return found[0]


def post(**more: Any) -> dict[str, Any]:
    return {"id": "2000000000000000009", "author_id": "202", "conversation_id": "2000000000000000001", "text": "@shop hi",
            "created_at": "2026-11-21T09:30:00.000Z", **more}


def test_an_edit_is_news_about_whichever_version_we_have_and_a_message_if_we_have_none() -> None:
    first = message(read("post", post(edit_history_tweet_ids=["2000000000000000009"])))
    edited = read("post", post(id="2000000000000000012", text="@shop hello",
                               edit_history_tweet_ids=["2000000000000000009", "2000000000000000010", "2000000000000000012"]))
    assert message(edited).content_key == first.content_key == "post:2000000000000000009"
    assert message(edited).flags == {"public", "edited"}
    assert [(u.state, u.external_id, u.text) for u in edited[1:] if isinstance(u, Update)] == [
        ("edited", "2000000000000000009", "@shop hello"), ("edited", "2000000000000000010", "@shop hello")]


def test_one_conversation_for_each_customer_of_a_thread() -> None:
    ann, ben = (message(read("post", post(author_id=author))) for author in ("202", "303"))
    assert ann.thread_id == "post:2000000000000000001:202" != ben.thread_id
    assert [a.value for a in ann.to] == ["101"], "others in the thread do not take part in ours"


def test_what_is_answered_and_what_is_quoted() -> None:
    quoted = {"id": "5", "author_id": "101", "text": "Our &amp; offer"}
    found = message(read("post", post(referenced_tweets=[{"type": "quoted", "id": "5"}]), {"tweets": [quoted]}))
    assert found.in_reply_to == "5" and found.notes["quotes"] == {"id": "5", "text": "Our & offer"}
    both = message(read("post", post(referenced_tweets=[{"type": "quoted", "id": "5"}, {"type": "replied_to", "id": "6"}])))
    assert both.in_reply_to == "6" and both.references == ("6",) and both.notes["answers"] == {"id": "6", "missing": True}


def test_media_in_their_best_form() -> None:
    media = [{"media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/media/a.png"},
             {"media_key": "7_2", "type": "video", "preview_image_url": "https://pbs.twimg.com/b.jpg", "variants": [
                 {"content_type": "video/mp4", "bit_rate": 100, "url": "https://video.twimg.com/low.mp4"},
                 {"content_type": "application/x-mpegURL", "url": "https://video.twimg.com/list.m3u8"},
                 {"content_type": "video/mp4", "bit_rate": 900, "url": "https://video.twimg.com/high.mp4"}]},
             {"media_key": "3_3", "type": "photo", "url": "file:///etc/passwd"}]
    found = message(read("post", post(attachments={"media_keys": ["3_1", "7_2", "3_3", "3_unknown"]}), {"media": media}))
    assert [(a.name, a.media_type, a.pending) for a in found.attachments] == [
        ("photo-1.png", "image/png", {"url": "https://pbs.twimg.com/media/a.png", "authorised": False}),
        ("video-2.mp4", "video/mp4", {"url": "https://video.twimg.com/high.mp4", "authorised": False})]


def test_direct_messages_of_two_of_a_group_and_of_ourselves() -> None:
    event = {"id": "2000000000000000020", "event_type": "MessageCreate", "text": "a &amp; b", "sender_id": "202"}
    two = message(read("dm", {**event, "dm_conversation_id": "101-202"}))
    assert (two.thread_id, two.text, two.flags) == ("dm:101-202", "a & b", {"direct"})
    assert message(read("dm", event)).thread_id == "dm:101-202"
    assert "list" in message(read("dm", {**event, "dm_conversation_id": "1584988213961031680"})).flags
    assert message(read("dm", {**event, "dm_conversation_id": "101-202"}, met_as="@ann")).sender.value == "@ann"
    assert isinstance(read("dm", {**event, "sender_id": "101"})[0], Ignore)
    assert isinstance(read("dm", {**event, "event_type": "ParticipantsJoin"})[0], Ignore)
    assert isinstance(read("post", post(author_id="101"))[0], Ignore)


def test_the_id_knows_the_time_when_nothing_else_does() -> None:
    assert message(read("post", post(id="1577730467436138524", created_at=""))).sent_at.replace(microsecond=0) == datetime(
        2022, 10, 5, 18, 40, 30, tzinfo=UTC)


def test_somebody_without_an_id_is_nobody_and_the_item_is_quarantined() -> None:
    with pytest.raises(ValueError, match="no id"):
        read("post", post(author_id=""))


JUNK = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=6)


@settings(deadline=None)  # the machine is shared
@given(st.sampled_from(["entities", "attachments", "referenced_tweets", "note_tweet", "text", "lang", "edit_history_tweet_ids"]),
       JUNK, st.sampled_from(["users", "tweets", "media"]), JUNK)
def test_strange_shapes_are_read_or_refused_and_never_anything_worse(name: str, junk: Any, include: str, more: Any) -> None:
    try:
        found = read("post", post(**{name: junk}), {include: more})
    except (ValueError, TypeError, AttributeError):
        return
    assert isinstance(found[0], InboundMessage)


def recorded() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path in sorted(CASSETTES.glob("*.yaml")) if CASSETTES.is_dir() else ():
        for one in yaml.safe_load(path.read_text())["interactions"]:
            body = one["response"]["body"]["string"]
            try:
                answer = json.loads(body)
            except ValueError:
                continue  # an image, or compressed
            if isinstance(answer, dict):
                found.append((path.stem, answer))
    return found


@pytest.mark.skipif(not CASSETTES.is_dir(), reason="no recordings of the real API beside this checkout (../shared/samples)")
def test_posts_of_the_real_api_are_read() -> None:
    count = 0
    for _, answer in recorded():
        data = answer.get("data")
        for one in data if isinstance(data, list) else [data]:
            if not (isinstance(one, dict) and "edit_history_tweet_ids" in one and str(one.get("id", "")).isdigit()):
                continue
            found = message(read("post", {"author_id": "202", **one}, answer.get("includes")))
            assert found.external_id == one["id"] and "&amp;" not in found.text and found.sent_at.year > 2005
            count += 1
    assert count > 10
