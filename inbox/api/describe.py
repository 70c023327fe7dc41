"""The thin layer between aiohttp and a handler: a route says once what it takes and gives.

From that one saying come the validation, the authentication and the description (OpenAPI 3.1). A handler gets a `Call`
and returns JSON-able data, bytes that are JSON, or a response of its own. On the way out nothing is validated: tests
compare with the models.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from inbox.api.auth import Who, authenticate
from inbox.api.problems import Problem, from_validation, invalid
from inbox.app import App
from inbox.compact import dump
from inbox.errors import NotFoundError, PolicyError
from inbox.store.acts import Actor
from inbox.store.views import Sight

INBOX: web.AppKey[App] = web.AppKey("inbox")
BASE = "/api/v1"
BODY_LIMIT = 4 * 1024 * 1024  # bytes of a JSON body
PUBLIC_LIMIT = 16 * 1024  # of one that anybody may send
Q = TypeVar("Q")
B = TypeVar("B")
Role = Literal["public", "agent", "admin"]
_BIGGEST = 2**63 - 1
# a client that names no type, or the one of its habit, sends JSON all the same
_JSON = ("application/json", "application/octet-stream", "text/plain", "application/x-www-form-urlencoded")


def number(text: str, what: str = "thing") -> int:
    """An id from outside. Ids are opaque there: one that we never gave is unknown, not malformed."""
    if text.isascii() and text.isdigit() and (found := int(text[:20])) <= _BIGGEST:
        return found
    raise NotFoundError(f"there is no such {what}")


@dataclass(slots=True)
class Call(Generic[Q, B]):
    """One request: who asks, and the query and body as the route's models."""

    request: web.Request
    app: App
    query: Q
    body: B
    who: Who

    @property
    def by(self) -> Actor:
        """Who acts, for desk and audit."""
        return self.who.actor

    @property
    def sight(self) -> Sight:
        """Who looks, for views."""
        return self.who.sight

    def path(self, name: str) -> str:
        """A part of the path as it is."""
        return self.request.match_info[name]

    def channel(self, name: str) -> str:
        """A channel that the body names. One that does not admit the agent is the same as one that is not there."""
        if name in self.sight.hidden:
            raise PolicyError(
                "no_channel", f"the channel {name!r} is not configured (any more), so nothing can be sent or fetched there")
        return name

    def id(self, what: str = "thing") -> int:
        """The `{id}` of the path. Raises NotFoundError."""
        return number(self.request.match_info["id"], what)


Handler = Callable[[Call[Any, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A route as it was declared. `media`: the media type of an answer that is not JSON, or of a body (`takes`)."""

    method: str
    path: str
    handler: Handler
    summary: str
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    role: Role = "agent"
    media: str = "application/json"
    takes: str = "application/json"
    headers: tuple[str, ...] = ()


@dataclass(slots=True)
class Routes:
    """The operations of one resource; the first line of a handler's docstring is its summary."""

    operations: list[Operation] = field(default_factory=list)

    def __call__(self, method: str, path: str, **more: Any) -> Callable[[Handler], Handler]:
        def add(handler: Handler) -> Handler:
            summary = (handler.__doc__ or "").strip().split("\n")[0]
            self.operations.append(Operation(method=method, path=path, handler=handler, summary=summary, **more))
            return handler
        return add


def mounted(operation: Operation) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler of an operation."""
    takes_json = operation.body is not None

    async def serve(request: web.Request) -> web.StreamResponse:
        app = request.app[INBOX]
        who = await authenticate(request, app, operation.role)
        if operation.role == "public":
            request = request.clone(client_max_size=PUBLIC_LIMIT)
        try:
            query = operation.query.model_validate(dict(request.query)) if operation.query else None
            body = operation.body.model_validate_json(await _raw(request)) if takes_json and operation.body else None
        except ValidationError as error:
            raise from_validation(error) from None
        answer = await operation.handler(Call(request, app, query, body, who))
        if isinstance(answer, web.StreamResponse):
            return answer
        if answer is None:
            return web.Response(status=204)
        made = answer if isinstance(answer, bytes) else dump(answer).encode()
        return web.Response(body=made, status=operation.status, content_type="application/json")
    return serve


async def _raw(request: web.Request) -> bytes:
    if request.content_type not in _JSON:
        raise Problem(415, "media_type", f"this address takes application/json, not {request.content_type[:80]}")
    data = await request.read()
    if not data:
        raise invalid([("", "the body is empty; it must be a JSON object")])
    return data
