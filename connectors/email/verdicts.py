"""What a mail server's answer means: try again later, never again, or ask the admin (RFC 5321, RFC 3463)."""

from __future__ import annotations

import re
import ssl

from inbox.errors import AuthError, ChannelError, RefusedError, TemporaryError

from .wire import SLOW_DOWN

_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# a sending limit passes by itself, though providers say 5xx
_QUOTA = re.compile(r"(daily|hourly|user|account).{0,40}sending (limit|quota)|submissionquotaexceeded", re.IGNORECASE)
# of one more connection, or of several mails at once: Microsoft's "sender thread limit exceeded" (432), others' "too many connections"
_CROWD = re.compile(r"thread limit|concurrent|simultaneous|too many (open |active )?(smtp )?(connections|sessions)", re.IGNORECASE)
# answers that say 5xx about the account, not about the mail; RFC 4954 and providers' habits
_LOGIN_CODES = {530, 534, 535, 538}


class Answer(TemporaryError):
    """A 4xx that the server said itself: the connection is as good as before."""


def crowded(error: TemporaryError) -> bool:
    """Whether the server wants fewer of us at the same time."""
    return _CROWD.search(str(error)) is not None


def from_answer(code: int, message: str, host: str, step: str) -> ChannelError:
    """A server's answer as an error of ours: 4xx later, 5xx never, a login's refusal to the admin."""
    text = words(message)
    enhanced = _ENHANCED.search(text)
    if code in _LOGIN_CODES or (enhanced and enhanced[1] in ("5.7.8", "5.7.9", "5.7.57")):
        return AuthError(f"{host} wants a login or refuses ours at {step}: {code} {text}")
    if (enhanced and enhanced[1] in ("5.4.5", "5.1.90")) or (code >= 400 and _QUOTA.search(text)):
        return Answer(f"{host} lets this account send no more for now: {code} {text}", retry_after=3_600, limited=True)
    limited = 400 <= code < 500 and step != "RCPT TO" and SLOW_DOWN.search(text) is not None  # that of a recipient is theirs alone
    if code == 421 or code < 400:
        return TemporaryError(f"{host} closes the connection at {step}: {code} {text}", limited=limited)
    if code < 500:
        return Answer(f"{host} asks us to try later at {step}: {code} {text}", limited=limited)
    return RefusedError(enhanced[1] if enhanced else str(code), human(code, enhanced[1] if enhanced else "", text, step))


_MEANING: dict[str, str] = {
    "5.1.1": "There is no such mailbox.",
    "5.1.2": "The recipient's domain takes no mail.",
    "5.1.3": "The address is not valid.",
    "5.1.6": "The mailbox has moved.",
    "5.1.8": "The server does not accept our sender address.",
    "5.1.10": "The recipient's domain takes no mail.",
    "5.2.1": "The mailbox is switched off.",
    "5.2.2": "The mailbox is full.",
    "5.2.3": "The mail is too large for the recipient.",
    "5.3.4": "The mail is too large for the server.",
    "5.4.1": "The server does not take mail for this recipient.",
    "5.7.1": "The server's rules forbid it.",
    "5.7.60": "The account may not send as this address.",
}


def human(code: int, enhanced: str, text: str, step: str) -> str:
    """A sentence for the agent: what it means, then the server's own words (RFC 3463)."""
    meaning = _MEANING.get(enhanced)
    if meaning is None and code == 552:
        meaning = "The mail is too large, or the mailbox is full."
    if meaning is None:
        meaning = {"MAIL FROM": "The server does not accept our sender address.",
                   "RCPT TO": "The server refuses the recipient."}.get(step, "The server refuses the mail.")
    return f"{meaning} The server said: {code} {text}"


def lost(error: BaseException, host: str, step: str) -> TemporaryError:
    """A connection that could not be made or broke before the border."""
    if isinstance(error, ssl.SSLCertVerificationError) or isinstance(
            error.__cause__, ssl.SSLCertVerificationError):
        cause = error if isinstance(error, ssl.SSLCertVerificationError) else error.__cause__
        return TemporaryError(f"the certificate of {host} is not accepted: {getattr(cause, 'verify_message', cause)}")
    if isinstance(error, TimeoutError):
        return TemporaryError(f"{host} did not answer in time at {step}")
    return TemporaryError(f"the connection to {host} failed at {step}: {words(str(error)) or error.__class__.__name__}")


def words(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text).strip()[:500]
