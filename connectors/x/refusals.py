"""What X's refusals mean: a status and its words become one of the channel errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inbox.errors import AuthError, ChannelError, PolicyError, RefusedError, TemporaryError, UncertainError

_CREDIT_SECONDS = 3600.0
_FORBIDDEN: tuple[tuple[tuple[str, ...], str, str], ...] = (
    # words in the refusal, our code, a sentence for the agent
    (("not been mentioned", "reply to this conversation is not allowed", "mentioned or otherwise engaged"), "not_summoned",
     "X takes replies through the API only to posts that mention or quote us; open the post at X to answer it"),
    (("duplicate content",), "duplicate", "X does not take the same text twice; change a word"),
    (("deleted or not visible", "tweet that is deleted"), "gone", "the post that is answered is deleted or not visible to us"),
    (("too long",), "too_long", "X says that the text is too long"),
    (("permission to dm", "send messages to this user", "cannot send direct messages", "dm one or more"), "dm_closed",
     "they take no direct messages from us"),
)


def words(body: Any, status: int) -> str:
    """What X said, in one line."""
    if not isinstance(body, dict):
        return f"HTTP {status}"
    found = [str(body.get(name, "")) for name in ("title", "detail")]
    errors = body.get("errors")
    if isinstance(errors, list):
        found += [str(e.get("message") or e.get("detail") or "") for e in errors if isinstance(e, dict)]
    return " ".join(": ".join(dict.fromkeys(word for word in found if word)).split())[:400] or f"HTTP {status}"


def refusal(method: str, status: int, body: Any) -> ChannelError:
    """The error for an answer that is neither a success nor a 429. `body`: the JSON, None when it was none."""
    text = words(body, status)
    if status >= 500:
        if method == "POST":
            return UncertainError(f"X answered HTTP {status}; whether it took the message is not known",
                                  evidence={"status": status, "answer": text})
        return TemporaryError(f"X is not well: HTTP {status}")
    if status == 401:
        return AuthError(f"X refuses our credentials ({text})")
    if status == 402 or (status == 403 and "credit" in text.lower()):
        return TemporaryError(f"the account's X credits are used up: {text}", retry_after=_CREDIT_SECONDS, limited=True)
    if status == 403:
        return _forbidden(text, body)
    if status == 404:
        return RefusedError("not_found", f"X does not know it (any more): {text}")
    if status in (408, 425):
        return TemporaryError(f"X asks to try again: {text}")
    return RefusedError(f"http_{status}", f"X refuses: {text}")


def _forbidden(text: str, body: Any) -> ChannelError:
    low = text.lower()
    for signs, code, human in _FORBIDDEN:
        if any(sign in low for sign in signs):
            return PolicyError(code, human) if code in ("not_summoned", "too_long") else RefusedError(code, human)
    kind = str(body.get("type", "")) if isinstance(body, Mapping) else ""
    if any(sign in low or sign in kind for sign in (
            "oauth1-permissions", "oauth1 app permissions", "suspended", "locked", "client-forbidden",
            "unsupported-authentication", "unsupported authentication", "client-not-enrolled", "not permitted to access",
            "scope")):
        return AuthError(f"X does not allow it with these credentials ({text})")
    return RefusedError("forbidden", f"X refuses: {text}")
