"""How X API v2 writes things down: posts, direct messages, users, fields, expansions, errors.

Shapes after the recorded answers of the real API and docs.x.com (data dictionary, checked 2026-11).
"""

from __future__ import annotations

import hashlib
import html
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

EPOCH_MS = 1_288_834_974_657  # of the ids
TEXT_LIMIT = 280
_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_MENTION = re.compile(r"(?<![\w@])@(\w{1,15})")


class Ids:
    """Ids that grow with time, as strings of digits: milliseconds, then a counter."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        self._last = max(self._last + 1, (time.time_ns() // 1_000_000 - EPOCH_MS) << 22)
        return str(self._last)

    def late(self) -> str:
        """An id for something that others will overtake: X shows nothing with an id below what it has shown."""
        return str(int(self.next()) + (4000 << 22))

    def shown(self, name: str) -> None:
        """From now on ids are above this one."""
        self._last = max(self._last, int(name))


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account; the id follows from the name, so that it is the same in every run."""

    username: str
    name: str = field(default="", compare=False)

    @property
    def id(self) -> str:
        digest = hashlib.sha256(self.username.lower().encode()).digest()
        return str(10**17 + int.from_bytes(digest[:8], "big") % 10**18)

    def shown(self, query: Mapping[str, str]) -> dict[str, Any]:
        every = {"id": self.id, "name": self.name or self.username.replace("_", " ").title(), "username": self.username,
                 "created_at": "2015-03-01T09:00:00.000Z", "verified": False, "protected": False,
                 "profile_image_url": "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png"}
        return _chosen(every, ("id", "name", "username"), query.get("user.fields", ""))


@dataclass(frozen=True, slots=True)
class Media:
    """A picture at a post or a direct message."""

    key: str
    media_type: str
    data: bytes = field(repr=False)

    def shown(self, base: str, query: Mapping[str, str]) -> dict[str, Any]:
        kind = "photo" if self.media_type.startswith("image/") else "video"
        every = {"media_key": self.key, "type": kind, "url": f"{base}/media/{self.key}", "width": 1, "height": 1}
        return _chosen(every, ("media_key", "type"), query.get("media.fields", ""))


@dataclass(eq=False, kw_only=True)
class Post:
    """A public post. `answers`: the post it replies to, known or not. `text`: as its author typed it."""

    id: str
    author: User
    text: str
    conversation_id: str
    at: datetime
    answers: str = ""
    answers_author: User | None = None
    media: tuple[Media, ...] = ()

    def names(self, user: User) -> bool:
        """Whether it mentions somebody, or answers them."""
        names = {name.lower() for name in _MENTION.findall(self.text)}
        return user.username.lower() in names or self.answers_author == user

    def shown(self, query: Mapping[str, str]) -> dict[str, Any]:
        text, urls = shortened(self.text)
        escaped = html.escape(text, quote=False)
        every: dict[str, Any] = {
            "id": self.id, "text": escaped, "edit_history_tweet_ids": [self.id], "author_id": self.author.id,
            "conversation_id": self.conversation_id, "created_at": stamp(self.at), "lang": "und"}
        if weight(self.text) > TEXT_LIMIT:
            every["text"] = html.escape(text[:TEXT_LIMIT - 1], quote=False) + "…"
            every["note_tweet"] = {"text": escaped}
        mentions = [{"start": found.start(), "end": found.end(), "username": found[1], "id": User(found[1]).id}
                    for found in _MENTION.finditer(escaped)]
        if mentions or urls:
            every["entities"] = {**({"mentions": mentions} if mentions else {}), **({"urls": urls} if urls else {})}
        if self.answers:
            every["referenced_tweets"] = [{"type": "replied_to", "id": self.answers}]
        if self.answers_author:
            every["in_reply_to_user_id"] = self.answers_author.id
        if self.media:
            every["attachments"] = {"media_keys": [media.key for media in self.media]}
        return _chosen(every, ("id", "text", "edit_history_tweet_ids"), query.get("tweet.fields", ""))


@dataclass(eq=False, kw_only=True)
class Direct:
    """A direct message in a conversation of two."""

    id: str
    sender: User
    other: User
    text: str
    at: datetime
    media: tuple[Media, ...] = ()

    @property
    def conversation_id(self) -> str:
        return "-".join(sorted((self.sender.id, self.other.id), key=int))

    def shown(self, query: Mapping[str, str]) -> dict[str, Any]:
        every: dict[str, Any] = {
            "id": self.id, "event_type": "MessageCreate", "text": shortened(self.text)[0], "sender_id": self.sender.id,
            "dm_conversation_id": self.conversation_id, "created_at": stamp(self.at)}
        if self.media:
            every["attachments"] = {"media_keys": [media.key for media in self.media]}
        return _chosen(every, ("id", "event_type", "text"), query.get("dm_event.fields", ""))


def _chosen(every: dict[str, Any], default: tuple[str, ...], asked: str) -> dict[str, Any]:
    wanted = {*default, *asked.split(",")}
    return {name: value for name, value in every.items() if name in wanted}


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def shortened(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text with each URL replaced by one of t.co, and the entities that undo it."""
    urls: list[dict[str, Any]] = []

    def short(found: re.Match[str]) -> str:
        link = "https://t.co/" + hashlib.sha256(found[0].encode()).hexdigest()[:10]
        urls.append({"url": link, "expanded_url": found[0], "display_url": found[0].partition("//")[2][:26]})
        return link

    result = _URL.sub(short, text)
    place = 0
    for url in urls:
        url["start"] = result.index(url["url"], place)
        url["end"] = place = url["start"] + len(url["url"])
    return result, urls


def weight(text: str) -> int:
    """The length in X's sense: a URL is 23, most scripts of East Asia and every emoji 2, the rest 1 (twitter-text)."""
    total, skip = 0, False
    for char in _URL.sub("x" * 23, text):
        code = ord(char)
        if char == "\u200d":
            skip = True  # what is joined makes one emoji with the one before
            continue
        if skip or code in (0xFE0F, 0x20E3) or 0x1F3FB <= code <= 0x1F3FF:
            skip = False
            continue
        light = code <= 4351 or 8192 <= code <= 8205 or 8208 <= code <= 8223 or 8242 <= code <= 8247
        total += 1 if light or 0x1F1E6 <= code <= 0x1F1FF else 2  # a flag is two letters
    return total


def includes(items: Iterable[Post | Direct], posts: Mapping[str, Post], query: Mapping[str, str], base: str,
             ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the expansions bring along, and an error for each thing that is not there any more."""
    wanted = set(query.get("expansions", "").split(","))
    users: dict[str, User] = {}
    tweets: dict[str, Post] = {}
    media: dict[str, Media] = {}
    errors: list[dict[str, Any]] = []
    for item in items:
        if isinstance(item, Direct):
            people = [item.sender] if "sender_id" in wanted else []
            people += [item.sender, item.other] if "participant_ids" in wanted else []
        else:
            people = [item.author] if "author_id" in wanted else []
            people += [item.answers_author] if item.answers_author and "in_reply_to_user_id" in wanted else []
            if item.answers and "referenced_tweets.id" in wanted:
                if item.answers in posts:
                    tweets[item.answers] = posts[item.answers]
                else:
                    errors.append(missing("tweet", item.answers, "referenced_tweets.id"))
        users |= {user.id: user for user in people}
        if "attachments.media_keys" in wanted:
            media |= {one.key: one for one in item.media}
    found: dict[str, Any] = {}
    if users:
        found["users"] = [user.shown(query) for user in users.values()]
    if tweets:
        found["tweets"] = [post.shown(query) for post in tweets.values()]
    if media:
        found["media"] = [one.shown(base, query) for one in media.values()]
    return found, errors


def missing(kind: str, value: str, parameter: str = "id") -> dict[str, Any]:
    """The partial error that stands in a 200 for something that is not there."""
    return {"value": value, "detail": f"Could not find {kind} with {parameter}: [{value}].", "title": "Not Found Error",
            "resource_type": kind, "parameter": parameter, "resource_id": value,
            "type": "https://api.twitter.com/2/problems/resource-not-found"}


def problem(status: int, detail: str, title: str = "") -> web.Response:
    """An error without a type of its own."""
    title = title or {401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 429: "Too Many Requests",
                      500: "Internal Server Error"}[status]
    return web.json_response({"title": title, "detail": detail or title, "type": "about:blank", "status": status},
                             status=status, content_type="application/problem+json")


def invalid(parameter: str, value: str, message: str) -> web.Response:
    """A 400 that names the parameter."""
    return web.json_response({
        "errors": [{"parameters": {parameter: [value]}, "message": message}], "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.twitter.com/2/problems/invalid-request"}, status=400)
