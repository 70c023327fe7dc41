"""Sending by Microsoft Graph, for tenants that have SMTP AUTH switched off.

The mail goes as MIME (`Content-Type: text/plain`, base64), so that Message-ID and References are ours. Graph answers 202
without an id and keeps the copy in Sent Items itself. Recipients are read from the headers, Bcc too; Exchange takes that
header away before delivery.

https://learn.microsoft.com/graph/api/user-sendmail, https://learn.microsoft.com/graph/outlook-send-mime-message,
https://learn.microsoft.com/graph/errors, https://learn.microsoft.com/graph/throttling
"""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

from inbox.connector import Context, Finding, Phase
from inbox.errors import AuthError, ChannelError, RefusedError, TemporaryError, UncertainError
from inbox.types import OutboundMessage, Receipt

from .config import EmailConfig, GraphConfig
from .oauth import GRAPH_SCOPE, whole

# bytes of a request. Beyond the limit Graph may answer 200 and send nothing (microsoft-graph-docs issue 13979), so we count
LARGEST = 4_000_000
_ANSWER = 65_536
_PERMISSION = ("Give the app the Graph permission Mail.Send with admin consent (Mail.Send.Shared as well where a person's "
               "login sends for a shared mailbox); an application access policy must not leave the mailbox out.")
# the mailbox itself, as opposed to the mail
_NO_MAILBOX = {"ErrorInvalidUser", "MailboxNotEnabledForRESTAPI", "ResourceNotFound", "Request_ResourceNotFound",
               "ErrorMailboxNotEnabledForRESTAPI", "ErrorNonExistentMailbox"}
_SEND_AS = {"ErrorSendAsDenied", "ErrorCannotSendOnBehalfOf"}


async def send(config: EmailConfig, graph: GraphConfig, context: Context, message: OutboundMessage, phase: Phase) -> Receipt:
    """Hands over `message.prepared`. Raises a ChannelError whose class says what to do next."""
    if message.prepared is None:
        raise RefusedError("not_prepared", "The mail was never composed.")
    body = base64.b64encode(with_bcc(message))
    if len(body) > LARGEST:
        raise RefusedError("too_large", f"The mail has {len(message.prepared) / 1_048_576:.1f} MB with its attachments; "
                                        f"Microsoft Graph takes at most {LARGEST * 3 / 4 / 1_048_576:.1f} MB.")
    headers = {"Authorization": f"Bearer {await context.token(GRAPH_SCOPE)}", "Content-Type": "text/plain",
               # an idle connection that dies as we post would leave an uncertain end; each mail gets its own
               "Connection": "close"}
    url = f"{_user(config, graph)}/sendMail"
    await phase("data_sent", server=graph.api_url.rstrip("/"),
                recipients=[one.value for one in (*message.to, *message.cc, *message.bcc)])
    try:
        async with context.http.post(url, data=body, headers=headers, allow_redirects=False,
                                     timeout=aiohttp.ClientTimeout(total=graph.timeout)) as response:
            status, retry_after = response.status, response.headers.get("Retry-After", "")
            answer = await _json(response) if status != 202 else {}
    except aiohttp.ClientConnectorError as error:
        raise TemporaryError(f"Microsoft Graph cannot be reached: {error.__class__.__name__}") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise UncertainError("the connection to Microsoft Graph broke while it had the mail and before it answered",
                             evidence={"server": graph.api_url, "error": error.__class__.__name__}) from error
    if status == 202:
        return Receipt(external_ids=(message.external_id,) if message.external_id else (), detail="202 Accepted")
    raise from_answer(status, retry_after, answer)


def with_bcc(message: OutboundMessage) -> bytes:
    """The mail with its blind copies named, which SMTP would have had in the envelope."""
    raw = message.prepared or b""
    if not message.bcc:
        return raw
    return b"Bcc: " + ",\r\n ".join(one.value for one in message.bcc).encode() + b"\r\n" + raw


def from_answer(status: int, retry_after: str, answer: Mapping[str, Any]) -> ChannelError:
    """A refusal of Graph as an error of ours: what it surely did not take may go again, what is not known waits."""
    code, text = _error(answer)
    words = f"{status} {code} {text}".replace("  ", " ").strip()
    wait = float(retry_after) if retry_after.isascii() and retry_after.isdigit() else None
    if status == 401:
        return AuthError(f"Microsoft Graph refuses our token: {words}")
    if status == 403 and code not in _SEND_AS:
        return AuthError(f"Microsoft Graph lets this app send no mail for the mailbox: {words}. {_PERMISSION}")
    if status == 404 or code in _NO_MAILBOX:
        return AuthError(f"Microsoft Graph knows no such mailbox: {words}. Write its user principal name as graph.user.")
    if status == 429:
        return TemporaryError(f"Microsoft Graph asks us to slow down: {words}", retry_after=wait, limited=True)
    if status in (408, 503, 509):
        return TemporaryError(f"Microsoft Graph asks us to try later: {words}", retry_after=wait)
    if 400 <= status < 500:
        meaning = ("The mail is too large for Microsoft Graph." if status == 413 else
                   "The account may not send as this address." if code in _SEND_AS else
                   "Microsoft Graph refuses the mail.")
        return RefusedError(code or str(status), f"{meaning} It said: {words}")
    return UncertainError("Microsoft Graph did not say whether it took the mail", evidence={"answer": words})


def _user(config: EmailConfig, graph: GraphConfig) -> str:
    return f"{graph.api_url.rstrip('/')}/v1.0/users/{quote(graph.user or config.imap_username, safe='@')}"


async def _json(response: aiohttp.ClientResponse) -> Mapping[str, Any]:
    """The answer's JSON; a proxy's page is nothing. The status has been read, so a break here changes nothing."""
    try:
        answer = json.loads(await whole(response, _ANSWER))
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _error(answer: Mapping[str, Any]) -> tuple[str, str]:
    error = answer.get("error")
    if not isinstance(error, dict):
        return "", ""
    return str(error.get("code", ""))[:100], " ".join(str(error.get("message", "")).split())[:300]


# ---------------------------------------------------------------- check

async def check(config: EmailConfig, graph: GraphConfig, context: Context) -> AsyncIterator[Finding]:
    """A token for Graph, its permission, and whether Graph knows the mailbox. Sends nothing."""
    try:
        token = await context.token(GRAPH_SCOPE)
    except ChannelError as error:
        yield Finding(step="graph token", level="fail", text=str(error), code="graph-token-refused", params={"why": str(error)},
                      cure=f"Run `inbox channel authorise {context.name}`. {_PERMISSION}")
        return
    yield Finding(step="graph token", level="ok", text="there is a valid token", code="token")
    granted = _granted(token)
    if granted is not None and not any(one.startswith("Mail.Send") for one in granted):
        yield Finding(step="graph permission", level="fail", code="graph-permission", params={"known": ", ".join(granted)},
                      text=f"the token allows {', '.join(granted) or 'nothing'}, but no Mail.Send", cure=_PERMISSION)
    elif granted is not None:
        yield Finding(step="graph permission", level="ok", text=", ".join(granted))
    yield await _mailbox(config, graph, context, token)


async def _mailbox(config: EmailConfig, graph: GraphConfig, context: Context, token: str) -> Finding:
    step, user = "graph mailbox", graph.user or config.imap_username
    try:
        async with context.http.get(f"{_user(config, graph)}?$select=id", allow_redirects=False, headers={
                "Authorization": f"Bearer {token}", "Connection": "close"},
                timeout=aiohttp.ClientTimeout(total=graph.timeout)) as response:
            status, (code, text) = response.status, _error(await _json(response))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Finding(step=step, level="fail", text=f"Microsoft Graph cannot be reached: {error.__class__.__name__}",
                       code="graph-away", params={"why": error.__class__.__name__},
                       cure="See whether this machine has a route to it, and whether graph.api_url is right.")
    if status == 200:
        return Finding(step=step, level="ok", text=f"{user} is there", code="graph-user", params={"user": user})
    if status == 403:  # reading the directory is another permission, which sending does not need
        return Finding(step=step, level="ok", text="Graph takes the token; it may not look the mailbox up, which is no harm",
                       code="graph-takes")
    said = f"{status} {code} {text}".strip()
    if status == 404:
        return Finding(step=step, level="fail", text=f"Graph knows no user {user}: {said}", code="graph-no-user",
                       params={"user": user, "why": said},
                       cure="Write the mailbox's user principal name (or its id) as graph.user.")
    if status == 401:
        return Finding(step=step, level="fail", text=f"Graph refuses our token: {said}", code="graph-refused", params={"why": said},
                       cure=f"Run `inbox channel authorise {context.name}`.")
    return Finding(step=step, level="warn", text=f"Graph answered {said}", cure="Try again in a few minutes.", code="graph-answered",
                   params={"why": said})


def _granted(token: str) -> list[str] | None:
    """The permissions in a token (`roles` of an app, `scp` of a person), to tell an admin; None when it is not legible.

    Nothing is decided by it: the token is Graph's to read, and its signature is not looked at.
    """
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        return sorted({*claims.get("roles", []), *str(claims.get("scp", "")).split()})
    except (IndexError, ValueError, AttributeError, TypeError):
        return None
