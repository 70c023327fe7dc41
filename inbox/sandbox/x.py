"""A stand-in for X API v2: mentions, posts, direct messages, users, rate limits. What things look like: x_shapes."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from inbox.sandbox.faults import Faults, News
from inbox.sandbox.received import Arrival, Received
from inbox.sandbox.said import Said
from inbox.sandbox.web import Handler, faulty
from inbox.sandbox.x_auth import XAuth
from inbox.sandbox.x_shapes import (
    TEXT_LIMIT,
    Direct,
    Ids,
    Media,
    Post,
    User,
    includes,
    invalid,
    missing,
    problem,
    weight,
)

_WINDOW = 900  # seconds
_LIMIT = 3000  # requests in a window and route; X's own are lower, and differ by route
_DIRECT_LIMIT = 10_000  # characters
_CLOSED = "closed_dms"  # who takes no direct messages


def _refuse(status: int, retry_after: float | None) -> web.Response:
    response = problem(status, "")
    if status == 429 and retry_after is not None:
        response.headers.update({"x-rate-limit-limit": "1", "x-rate-limit-remaining": "0",
                                 "x-rate-limit-reset": str(int(time.time() + retry_after))})
    return response


class X:
    """The world's posts, and the account @shop in it."""

    url = ""  # where the API answers, set when it is served

    def __init__(self, faults: Faults, received: Received, username: str, *, limits: Mapping[str, int] | None = None) -> None:
        self.me = User(username)
        self.auth = XAuth()
        self._faults = faults
        self._received = received
        self._limits = limits or {}
        self._windows: dict[str, list[float]] = {}  # route -> [when it ends, requests left]
        self._ids = Ids()
        self._users = {self.me.id: self.me}
        self._posts: dict[str, Post] = {}
        self._directs: list[Direct] = []
        self._media: dict[str, Media] = {}
        self._news: News[Post | Direct] = News("x", faults, self._show)
        self._twice: set[str] = set()  # what lists show twice
        self.mentions_read, self.directs_read = asyncio.Event(), asyncio.Event()  # somebody has asked for them

    async def stop(self) -> None:
        await self._news.close()

    def app(self) -> web.Application:
        app = web.Application(middlewares=[faulty("x", self._faults, _refuse), self._guarded])
        app.add_routes([
            *self.auth.routes(), web.get("/media/{key}", self._picture),
            web.get("/2/users/me", self._who), web.get("/2/users/by/username/{name}", self._named),
            web.get(r"/2/users/{id:\d+}", self._user), web.get(r"/2/users/{id:\d+}/mentions", self._mentions),
            web.get(r"/2/users/{id:\d+}/tweets", self._timeline), web.get("/2/tweets", self._several),
            web.get(r"/2/tweets/{id:\d+}", self._one), web.post("/2/tweets", self._create),
            web.delete(r"/2/tweets/{id:\d+}", self._delete), web.get("/2/dm_events", self._events),
            web.get(r"/2/dm_conversations/with/{other:\d+}/dm_events", self._events),
            web.get(r"/2/dm_conversations/{conversation:[\d-]+}/dm_events", self._events),
            web.post(r"/2/dm_conversations/with/{other:\d+}/messages", self._send_direct),
            web.post(r"/2/dm_conversations/{conversation:[\d-]+}/messages", self._send_direct)])
        return app

    # ------------------------------------------------------------ a customer writes

    async def say(self, said: Said) -> str:
        """A post that mentions us, or with `direct` (or in answer to one) a direct message; returns its id.

        `"mention": false` makes a post that we are not named in, as somebody else's thread would be.
        """
        handle = said.sender.strip().removeprefix("@")
        if not re.fullmatch(r"\w{1,15}", handle, re.ASCII):
            raise ValueError(f"from: {said.sender!r} is no name like @ann")
        user = self._users.setdefault(User(handle).id, User(handle, str(said.more.get("name", ""))))
        media = tuple(Media(f"3_{self._ids.next()}", file.media_type, file.data) for file in said.files)
        self._media |= {one.key: one for one in media}
        name = self._ids.late() if self._faults.stands("x", "reorder") else self._ids.next()
        item: Post | Direct
        if said.more.get("direct") or any(direct.id == said.reply_to for direct in self._directs):
            item = Direct(id=name, sender=user, other=self.me, text=said.text, at=datetime.now(UTC), media=media)
        else:
            text = said.text
            if said.more.get("mention", True) and f"@{self.me.username}".lower() not in text.lower():
                text = f"@{self.me.username} {text}"
            item = self._post(name, user, text, said.reply_to, media)
        await self._news.put(item)
        return name

    def _post(self, name: str, author: User, text: str, answers: str, media: tuple[Media, ...] = ()) -> Post:
        parent = self._posts.get(answers)
        return Post(id=name, author=author, text=text, at=datetime.now(UTC), answers=answers, media=media,
                    conversation_id=parent.conversation_id if parent else answers or name,
                    answers_author=parent.author if parent else None)

    async def _show(self, item: Post | Direct) -> None:
        if item.id in self._posts or item in self._directs:
            self._twice.add(item.id)
        elif isinstance(item, Direct):
            self._directs.append(item)
        else:
            self._posts[item.id] = item
        self._ids.shown(item.id)

    # ------------------------------------------------------------ who asks, and how often

    @property
    def _guarded(self) -> Any:
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            if "oauth2" in request.path or request.path.startswith("/media/"):
                return await handler(request)
            if not self.auth.admits(request):
                return problem(401, "Unauthorized")
            headers, allowed = self._count(request)
            try:
                response = await handler(request) if allowed else problem(429, "Too Many Requests")
            except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
                response = problem(404, "")
            except ValueError as error:
                response = invalid("query", request.query_string, str(error))
            response.headers.update(headers)
            return response

        return guard

    def _count(self, request: web.Request) -> tuple[dict[str, str], bool]:
        resource = request.match_info.route.resource
        route = f"{request.method} {resource.canonical if resource else '?'}"
        limit = self._limits.get(route, _LIMIT)
        window = self._windows.setdefault(route, [0.0, 0])
        if window[0] <= time.time():
            window[:] = [time.time() + _WINDOW, limit]
        window[1] -= 1
        return {"x-rate-limit-limit": str(limit), "x-rate-limit-remaining": str(int(max(window[1], 0))),
                "x-rate-limit-reset": str(int(window[0]) + 1), "x-access-level": "read-write-directmessages"}, window[1] >= 0

    # ------------------------------------------------------------ users and posts

    async def _who(self, request: web.Request) -> web.Response:
        return web.json_response({"data": self.me.shown(request.query)})

    async def _user(self, request: web.Request) -> web.Response:
        return self._person(request, self._users.get(request.match_info["id"]), request.match_info["id"], "id")

    async def _named(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        return self._person(request, self._users.get(User(name).id), name, "username")

    def _person(self, request: web.Request, user: User | None, value: str, by: str) -> web.Response:
        if user is None:
            return web.json_response({"errors": [missing("user", value, by)]})
        return web.json_response({"data": user.shown(request.query)})

    async def _mentions(self, request: web.Request) -> web.Response:
        self.mentions_read.set()
        user = self._users.get(request.match_info["id"])
        posts = [post for post in self._posts.values() if user and post.names(user) and post.author != user]
        return self._list(request, posts[-800:], least=5)

    async def _timeline(self, request: web.Request) -> web.Response:
        return self._list(request, [post for post in self._posts.values()
                                    if post.author.id == request.match_info["id"]], least=5)

    async def _one(self, request: web.Request) -> web.Response:
        post = self._posts.get(request.match_info["id"])
        if post is None:
            return web.json_response({"errors": [missing("tweet", request.match_info["id"])]})
        found, errors = includes([post], self._posts, request.query, self.url)
        return web.json_response({"data": post.shown(request.query), **({"includes": found} if found else {}),
                                  **({"errors": errors} if errors else {})})

    async def _several(self, request: web.Request) -> web.Response:
        asked = [name for name in request.query.get("ids", "").split(",") if name]
        posts = [self._posts[name] for name in asked if name in self._posts]
        found, errors = includes(posts, self._posts, request.query, self.url)
        errors += [missing("tweet", name, "ids") for name in asked if name not in self._posts]
        return web.json_response({**({"data": [post.shown(request.query) for post in posts]} if posts else {}),
                                  **({"includes": found} if found else {}), **({"errors": errors} if errors else {})})

    def _list(self, request: web.Request, items: Sequence[Post | Direct], *, least: int) -> web.Response:
        """A page, newest first. The page token names the last item of the page before, so that news moves nothing."""
        query = request.query
        size = query.get("max_results", "100" if least == 1 else "10")
        if not size.isdigit() or not least <= int(size) <= 100:
            return invalid("max_results", size, f"The `max_results` query parameter value [{size}] is not between "
                                                f"{least} and 100")
        token = query.get("pagination_token", "")
        if token and not re.fullmatch(r"7140[0-9a-f]+", token):
            return invalid("pagination_token", token, f"The `pagination_token` query parameter value [{token}] is not valid")
        below = int(token[4:], 16) if token else int(query.get("until_id", 1 << 63))
        above = int(query.get("since_id", 0))
        since = datetime.fromisoformat(query.get("start_time", "2006-03-21T00:00:00Z"))
        until = datetime.fromisoformat(query.get("end_time", "9999-12-31T00:00:00Z"))
        fitting = sorted((item for item in items if above < int(item.id) < below and since <= item.at < until),
                         key=lambda item: -int(item.id))
        page = fitting[:int(size)]
        meta: dict[str, Any] = {"result_count": len(page)}
        if len(page) < len(fitting):
            meta["next_token"] = f"7140{int(page[-1].id):x}"
        if page and least > 1:
            meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
        page = [item for item in page for _ in range(2 if item.id in self._twice else 1)]
        found, errors = includes(page, self._posts, query, self.url)
        return web.json_response({**({"data": [item.shown(query) for item in page]} if page else {}),
                                  **({"includes": found} if found else {}), **({"errors": errors} if errors else {}),
                                  "meta": meta})

    async def _create(self, request: web.Request) -> web.Response:
        raw = await request.read()
        body = _object(raw)
        text = body.get("text")
        if not isinstance(text, str) or not text.strip():
            return invalid("text", str(text), "One of text, media or poll is expected")
        answers = str((body.get("reply") or {}).get("in_reply_to_tweet_id") or "")
        if weight(text) > TEXT_LIMIT:
            return problem(403, "Your Tweet text is too long.")
        if answers and answers not in self._posts:
            return problem(403, "You attempted to reply to a Tweet that is deleted or not visible to you.")
        if answers and not self._summoned(self._posts[answers]):
            return problem(403, "Reply to this conversation is not allowed because you have not been mentioned or "
                                "otherwise engaged by the author of the post you are replying to.")
        if any(post.author == self.me and post.text == text and post.answers == answers for post in self._posts.values()):
            return problem(403, "You are not allowed to create a Tweet with duplicate content.")
        post = self._post(self._ids.next(), self.me, text, answers)
        await self._show(post)
        to = (f"@{post.answers_author.username}",) if post.answers_author else ()
        self._received.add(Arrival(channel="x", sender=f"@{self.me.username}", to=to, text=text, external_id=post.id,
                                   raw=raw, extra={"kind": "post", "reply_to": answers, "params": body}))
        shown = post.shown({})
        return web.json_response({"data": shown}, status=201)

    def _summoned(self, post: Post) -> bool:
        """Since 2026-02 a reply through the API needs a post that mentions us, unless it is our own."""
        return post.author == self.me or post.names(self.me)

    async def _delete(self, request: web.Request) -> web.Response:
        post = self._posts.get(request.match_info["id"])
        if post is None or post.author != self.me:
            return problem(403, "You are not authorized to delete this Tweet.")
        del self._posts[post.id]
        return web.json_response({"data": {"deleted": True}})

    # ------------------------------------------------------------ direct messages

    async def _events(self, request: web.Request) -> web.Response:
        self.directs_read.set()
        wanted = self._conversation(request)
        return self._list(request, [direct for direct in self._directs
                                    if wanted in (None, direct.conversation_id)], least=1)

    def _conversation(self, request: web.Request) -> str | None:
        """The id of the conversation that the path names, None when it names none."""
        if "other" in request.match_info:
            return "-".join(sorted((request.match_info["other"], self.me.id), key=int))
        return request.match_info.get("conversation")

    async def _send_direct(self, request: web.Request) -> web.Response:
        raw = await request.read()
        body = _object(raw)
        text = body.get("text")
        others = [name for name in (self._conversation(request) or "").split("-") if name != self.me.id]
        other = self._users.get(others[0]) if len(others) == 1 else None
        if not isinstance(text, str) or not text or len(text) > _DIRECT_LIMIT:
            return invalid("text", str(text)[:50], f"text must have 1 to {_DIRECT_LIMIT} characters")
        if other is None or other.username == _CLOSED:
            return problem(403, "You do not have permission to DM one or more participants.")
        direct = Direct(id=self._ids.next(), sender=self.me, other=other, text=text, at=datetime.now(UTC))
        await self._show(direct)
        self._received.add(Arrival(
            channel="x", sender=f"@{self.me.username}", to=(f"@{other.username}",), text=text, external_id=direct.id, raw=raw,
            extra={"kind": "direct", "dm_conversation_id": direct.conversation_id, "params": body}))
        return web.json_response({"data": {"dm_conversation_id": direct.conversation_id, "dm_event_id": direct.id}},
                                 status=201)

    async def _picture(self, request: web.Request) -> web.Response:
        media = self._media.get(request.match_info["key"])
        if media is None:
            return problem(404, "")
        return web.Response(body=media.data, headers={"Content-Type": media.media_type})


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
