"""The API's description (OpenAPI 3.1), made of what the routes say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import models_json_schema

from inbox import __version__
from inbox.api.describe import BASE, Operation


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
        "messages": {"type": "array", "items": {"$ref": "#/components/schemas/Message"},
                     "description": "409 newer_messages: the newer ones."},
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
