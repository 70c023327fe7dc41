"""The one way to Twilio's REST API: a deadline, a bound on calls at once, and every answer made an error that instructs.

What is not an error here: a POST is never made twice, and after its bytes went out only a clear answer is an end.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from multidict import CIMultiDict

from inbox.connector import Context
from inbox.errors import AuthError, RefusedError, TemporaryError, UncertainError

from .config import API, TwilioConfig
from .words import human

AT_ONCE = 10  # calls; Twilio limits concurrency per account (error 20429)
HOLD = (10.0, 300.0)  # seconds without a call after a 429 that names no time: the first, doubled up to the last
_NOT_ALLOWED = {"20003", "20005", "20006", "20008"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, with a status below 300."""

    status: int
    text: str
    headers: Mapping[str, str]

    def json(self) -> dict[str, Any]:
        """Raises TemporaryError where a proxy or a broken provider answered something else."""
        try:
            found = json.loads(self.text)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise TemporaryError("Twilio's answer is not JSON")
        return found


class Wire:
    """Calls of one channel. `ask` takes a path of the API or one of its absolute URLs."""

    def __init__(self, config: TwilioConfig, context: Context) -> None:
        user, password = config.login
        self._config = config
        self._context = context
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._hold_until: float | None = None  # as `elapsed` counts
        self._hold = HOLD[0]
        self._authorization = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    @property
    def authorization(self) -> str:
        """The header for the API's own origin, and for no other."""
        return self._authorization

    def url(self, path: str) -> str:
        """Where a path, or an absolute URL of the real API, is asked for."""
        if path.startswith(API + "/"):
            path = path[len(API):]
        return path if "://" in path else self._config.api_url + path

    async def account(self, rest: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """GET of something below our account (`Messages.json`)."""
        answer = await self.ask("GET", f"/2010-04-01/Accounts/{self._config.account_sid}{rest}", params=params)
        return answer.json()

    async def ask(self, method: str, path: str, *, params: Mapping[str, Any] | None = None,
                  data: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """One call. Raises TemporaryError, AuthError, RefusedError, and UncertainError for a POST whose end is not known."""
        self._held()
        safe = method.upper() == "GET"
        sent: CIMultiDict[str] = CIMultiDict({"Accept": "application/json", **(headers or {})})
        sent["Authorization"] = self._authorization
        deadline = aiohttp.ClientTimeout(total=self._config.timeout_seconds)
        try:
            async with self._gate, self._context.http.request(
                    method, self.url(path), params=params, data=data, headers=sent, timeout=deadline,
                    allow_redirects=False) as response:
                answer = Answer(response.status, await response.text(errors="replace"), response.headers)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise TemporaryError(f"Twilio cannot be reached: {error}") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            words = f"no answer within {self._config.timeout_seconds:g} s" if isinstance(error, TimeoutError) else (
                str(error) or type(error).__name__)
            if safe:
                raise TemporaryError(f"Twilio: {words}") from error
            raise UncertainError(f"Twilio was given the request, and then: {words}",
                                 evidence={"cause": type(error).__name__}) from error
        if answer.status < 300:
            self._hold, self._hold_until = HOLD[0], None
            return answer
        raise self._error(answer, safe)

    def _held(self) -> None:
        """No call while a rate limit stands: each would only make it longer. Behind it one call goes first, alone."""
        if self._hold_until is None:
            return
        left = self._hold_until - self._context.elapsed()
        if left > 0:
            raise TemporaryError("Twilio's rate limit stands", retry_after=left, limited=True)
        self._hold_until = self._context.elapsed() + self._config.timeout_seconds

    def _error(self, answer: Answer, safe: bool) -> Exception:
        code, said = _problem(answer)
        if answer.status == 429:  # never processed, so a POST may go again as well (error 20429)
            return self._limited(answer)
        if answer.status == 401 or (answer.status == 403 and code in _NOT_ALLOWED):
            return AuthError(f"Twilio refuses the credentials ({said or answer.status})")
        if 400 <= answer.status < 500 and answer.status != 408:
            return RefusedError(code, human(code, said))
        text = f"Twilio answered {answer.status}" + (f": {said}" if said else "")
        if safe:
            return TemporaryError(text, retry_after=_seconds(answer))
        return UncertainError(text, evidence={"status": answer.status} | ({"code": code} if code else {}))

    def _limited(self, answer: Answer) -> TemporaryError:
        named = _seconds(answer)
        wait = named if named is not None else self._hold
        self._hold = min(self._hold * 2, HOLD[1])
        self._hold_until = self._context.elapsed() + wait
        return TemporaryError("Twilio's rate limit", retry_after=wait, limited=True)


def _problem(answer: Answer) -> tuple[str, str]:
    """(code, words) of an error body, in Twilio's older shape and in that of RFC 9457; a page of HTML says nothing."""
    try:
        body = json.loads(answer.text)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return str(answer.status), ""
    words = body.get("message") or body.get("detail") or body.get("title") or ""
    return str(body.get("code") or answer.status), str(words)[:300]


def _seconds(answer: Answer) -> float | None:
    found = answer.headers.get("Retry-After", "")
    return min(float(found), 86_400.0) if re.fullmatch(r"[0-9]{1,9}", found) else None
