"""Errors as problems (RFC 9457, `application/problem+json`), each with a `code` for programs."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from inbox.desk import InvalidError
from inbox.errors import (
    ConfigError,
    ConflictError,
    InboxError,
    NotFoundError,
    PolicyError,
    RefusedError,
    StoreError,
    TemporaryError,
    TooBroadError,
)
from inbox.store.faults import UnfitError

log = logging.getLogger("inbox.api")
TITLES = {
    400: "Bad request", 401: "Who are you?", 403: "Not allowed", 404: "Not found", 405: "Method not allowed", 409: "Conflict",
    413: "Too large", 415: "Unsupported media type", 422: "Invalid", 429: "Too many attempts", 500: "Our fault",
    503: "Not available now",
}
TOLD = 1_000  # findings that are looked at
_CODES = {400: "request", 404: "not_found", 405: "method", 413: "too_large", 415: "media_type"}


class Problem(Exception):
    """An error that the API itself finds. `more` is added to the body, `headers` to the answer."""

    def __init__(self, status: int, code: str, detail: str, *, more: Mapping[str, Any] | None = None,
                 headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.more, self.headers = more or {}, headers or {}

    def response(self) -> web.Response:
        """The answer."""
        body = {"type": "about:blank", "title": TITLES.get(self.status, "Error"), "status": self.status,
                "detail": self.detail, "code": self.code, **self.more}
        return web.Response(status=self.status, body=json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace"),
                            content_type="application/problem+json", headers=self.headers)


def invalid(errors: Sequence[tuple[str, str]], code: str = "invalid") -> Problem:
    """422 that names each field and what is wrong with it."""
    detail = "; ".join(f"{field}: {text}" if field else text for field, text in errors[:5])
    return Problem(422, code, detail, more={"errors": [{"field": field, "detail": text} for field, text in errors]})


def from_validation(error: ValidationError) -> Problem:
    """pydantic's findings, without the input (it may hold a password)."""
    if error.error_count() > TOLD:  # making words of half a million costs seconds
        return invalid([("", f"more than {TOLD} things are wrong with it")])
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return invalid([(".".join(str(part) for part in one["loc"]), one["msg"].removeprefix("Value error, ")) for one in found[:50]])


def from_error(error: Exception) -> Problem:
    """What an error of the core is outside."""
    match error:
        case Problem():
            return error
        case ValidationError():
            return from_validation(error)
        case NotFoundError():
            return Problem(404, "not_found", str(error))
        case ConflictError():
            return Problem(409, error.code, str(error), more=_texts(error.extra))
        case InvalidError():
            return invalid(error.errors, error.code)
        case PolicyError() | RefusedError():
            return Problem(422, error.code or "refused", error.human)
        case ConfigError():
            return Problem(422, "configuration", str(error))
        case UnfitError():  # the values are to blame, and will be the next time too
            return Problem(422, "unfit", "a value is too long, too large, or not text that a database takes")
        case TooBroadError():
            return Problem(422, "too_broad", str(error))
        case StoreError():
            return Problem(503, "store", str(error), headers={"Retry-After": "5"})
        case TemporaryError():
            return Problem(503, "temporary", str(error), headers={"Retry-After": str(int(error.retry_after or 5))})
        case InboxError():
            return Problem(422, "refused", str(error))
        case _:
            return Problem(500, "internal", "something broke here; the log says what")


def _texts(extra: Mapping[str, Any]) -> dict[str, Any]:
    """Ids in what an error carries are strings outside."""
    return {key: [str(item) for item in value] if isinstance(value, (list, tuple)) else str(value) if key == "into" else value
            for key, value in extra.items()}


def from_http(error: web.HTTPException) -> Problem:
    """aiohttp's own errors: no such path, another method, too large."""
    headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
    details = {404: "there is nothing at this address", 405: "this address knows other methods",
               413: "the body is larger than this address takes"}
    return Problem(error.status, _CODES.get(error.status, "http"), details.get(error.status, error.reason), headers=headers)
