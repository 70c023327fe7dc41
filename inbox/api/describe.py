"""The thin layer between aiohttp and a handler: a route says once what it takes and gives.

From that one saying come the validation, the authentication and the description (OpenAPI 3.1). A handler gets a `Call`
and returns JSON-able data, bytes that are JSON, or a response of its own. On the way out nothing is validated: tests
compare with the models.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError
from pydantic.json_schema import models_json_schema

from inbox import __version__
from inbox.api.auth import Who, authenticate
from inbox.api.problems import Problem, from_validation, invalid
from inbox.app import App
from inbox.errors import NotFoundError, PolicyError
from inbox.store.acts import Actor
from inbox.store.views import Sight

INBOX: web.AppKey[App] = web.AppKey("inbox")
BASE = "/api/v1"
BODY_LIMIT = 4 * 1024 * 1024  # bytes of a JSON body
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
        made = answer if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
        return web.Response(body=made, status=operation.status, content_type="application/json")
    return serve


async def _raw(request: web.Request) -> bytes:
    if request.content_type not in _JSON:
        raise Problem(415, "media_type", f"this address takes application/json, not {request.content_type[:80]}")
    data = await request.read()
    if not data:
        raise invalid([("", "the body is empty; it must be a JSON object")])
    return data


# ---------------------------------------------------------------- the description

def openapi(operations: list[Operation], public_url: str) -> dict[str, Any]:
    """The description of all operations as OpenAPI 3.1."""
    models = {m for o in operations for m in (o.body, o.answer) if m is not None}
    pairs = [(m, "validation") for m in sorted(models, key=lambda m: m.__name__)]
    _, schemas = models_json_schema(pairs, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]  # a list of pairs is one
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(BASE + operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Inbox", "version": __version__,
                 "description": "One queue from many channels; replies leave the way they came."},
        "servers": [{"url": public_url}], "paths": paths,
        "components": {"schemas": {**schemas["$defs"], "Problem": _PROBLEM}, "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer"},
            "cookie": {"type": "apiKey", "in": "cookie", "name": "inbox_session"}}},
        "security": [{"bearer": []}, {"cookie": []}],
    }


_PROBLEM = {
    "type": "object", "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
        "code": {"type": "string", "description": "For programs; it keeps its meaning."},
        "errors": {"type": "array", "items": {"type": "object", "properties": {
            "field": {"type": "string"}, "detail": {"type": "string"}}}},
        "messages": {"type": "array", "items": {"type": "string"}, "description": "409 newer_messages: the newer ones."},
    },
}


def _operation(o: Operation) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": o.summary}
    if o.answer is not None:
        answer["content"] = {"application/json": {"schema": {"$ref": f"#/components/schemas/{o.answer.__name__}"}}}
    elif o.status != 204:
        answer["content"] = {o.media: {}}
    problem = {"description": "A problem (RFC 9457)", "content": {"application/problem+json": {
        "schema": {"$ref": "#/components/schemas/Problem"}}}}
    out: dict[str, Any] = {
        "operationId": o.handler.__module__.rpartition(".")[2] + "_" + o.handler.__name__, "summary": o.summary,
        "tags": [o.path.split("/")[1]], "parameters": list(_parameters(o)),
        "responses": {str(o.status): answer, "4XX": problem, "5XX": problem}}
    if o.body is not None:
        out["requestBody"] = {"required": True, "content": {"application/json": {
            "schema": {"$ref": f"#/components/schemas/{o.body.__name__}"}}}}
    elif o.takes != "application/json":
        out["requestBody"] = {"required": True, "content": {o.takes: {"schema": {
            "type": "object", "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}}}}}}
    if o.role == "public":
        out["security"] = []
    return out


def _parameters(o: Operation) -> Iterator[dict[str, Any]]:
    for part in o.path.split("/"):
        if part.startswith("{"):
            yield {"name": part[1:-1], "in": "path", "required": True, "schema": {"type": "string"}}
    if o.query is not None:
        schema = o.query.model_json_schema()
        for name, of in schema["properties"].items():
            yield {"name": name, "in": "query", "required": name in schema.get("required", ()),
                   "description": of.get("description", ""), "schema": {k: v for k, v in of.items() if k != "description"}}
    for header in o.headers:
        yield {"name": header, "in": "header", "required": False, "schema": {"type": "string"}}
