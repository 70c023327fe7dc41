"""OAuth 2 for mailboxes: Google (a browser and a code), Microsoft (a code, a device code, or the app alone).

https://developers.google.com/identity/protocols/oauth2/web-server
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow, …/v2-oauth2-device-code,
https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp

from inbox.connector import Context, Grant
from inbox.errors import AuthError, ChannelError, ConfigError, TemporaryError
from inbox.types import Tokens

from .config import EmailConfig, OAuthConfig

_GOOGLE_SCOPE = "https://mail.google.com/"
_MICROSOFT_SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All"
_MICROSOFT_SMTP = "https://outlook.office.com/SMTP.Send"
_MICROSOFT_APP_SCOPE = "https://outlook.office365.com/.default"
# everything that the app was granted of Graph; a token is for one API, so it cannot be had together with IMAP's
GRAPH_SCOPE = "https://graph.microsoft.com/.default"
_LIMIT = 1_048_576
# RFC 6749 5.2: errors that no repetition mends
_DEAD = {"invalid_grant", "invalid_client", "unauthorized_client", "access_denied", "expired_token", "invalid_scope",
         "unsupported_grant_type", "interaction_required", "consent_required", "bad_verification_code", "invalid_request"}


class Endpoints:
    """Where a provider takes what."""

    def __init__(self, config: EmailConfig) -> None:
        oauth = _oauth(config)
        base = oauth.api_url.rstrip("/")
        if oauth.provider == "google":
            self.authorize = (base or "https://accounts.google.com") + "/o/oauth2/v2/auth"
            self.token = (base or "https://oauth2.googleapis.com") + "/token"
            self.device = ""
            self.scope = oauth.scope or _GOOGLE_SCOPE
        else:
            root = f"{base or 'https://login.microsoftonline.com'}/{oauth.tenant}/oauth2/v2.0"
            self.authorize, self.token, self.device = f"{root}/authorize", f"{root}/token", f"{root}/devicecode"
            self.scope = oauth.scope or _microsoft_scope(config, oauth)


def _microsoft_scope(config: EmailConfig, oauth: OAuthConfig) -> str:
    """What the channel needs of one API: Exchange's IMAP and SMTP, or Graph alone."""
    app = oauth.chosen_flow == "client_credentials"
    if config.imap is None and config.graph is not None:
        return GRAPH_SCOPE if app else f"{GRAPH_SCOPE} offline_access"
    if app:
        return _MICROSOFT_APP_SCOPE
    parts = [_MICROSOFT_SCOPE, *([] if config.graph is not None else [_MICROSOFT_SMTP]), "offline_access"]
    return " ".join(parts)


def _oauth(config: EmailConfig) -> OAuthConfig:
    if config.oauth is None:
        raise ConfigError("this channel logs in with a password, there is nothing to authorise", key="oauth",
                          cure="give oauth = { provider, client_id, … } instead of the password, if OAuth is wanted")
    return config.oauth


async def begin(config: EmailConfig, context: Context, redirect_uri: str, state: str) -> Grant:
    """What a person has to do. The app alone (client credentials) needs nobody: an empty URL, and `finish` at once."""
    oauth = _oauth(config)
    at = Endpoints(config)
    if oauth.chosen_flow == "client_credentials":
        return Grant(url="", state={"flow": "client_credentials"})
    if oauth.chosen_flow == "device":
        answer = await _post(context, at.device, {"client_id": oauth.client_id, "scope": at.scope})
        return Grant(
            url=str(answer.get("verification_uri") or answer.get("verification_url") or ""),
            user_code=str(answer.get("user_code", "")), interval=_seconds(answer.get("interval"), 5.0),
            state={"flow": "device", "device_code": str(answer.get("device_code", ""))})
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {"client_id": oauth.client_id, "response_type": "code", "redirect_uri": redirect_uri, "scope": at.scope,
             "state": state, "code_challenge": challenge, "code_challenge_method": "S256",
             "login_hint": config.imap_username}
    if oauth.provider == "google":
        query |= {"access_type": "offline", "prompt": "consent"}  # without both there is no refresh token
    return Grant(url=f"{at.authorize}?{urlencode(query)}", state={
        "flow": "code", "verifier": verifier, "state": state, "redirect_uri": redirect_uri})


async def finish(config: EmailConfig, context: Context, grant: Grant, params: Mapping[str, str]) -> Tokens | None:
    """The tokens; None while the person has not agreed yet. Raises AuthError when it came to nothing."""
    oauth = _oauth(config)
    at = Endpoints(config)
    flow = grant.state.get("flow")
    if flow == "client_credentials":
        return await refresh(config, context, None)
    form = _client(oauth) | {"client_id": oauth.client_id}
    if flow == "device":
        form |= {"grant_type": "urn:ietf:params:oauth:grant-type:device_code",
                 "device_code": grant.state["device_code"]}
        try:
            return _tokens(context, await _post(context, at.token, form), "")
        except _Pending:
            return None
    if not hmac.compare_digest(params.get("state", "").encode("utf-8", "replace"), grant.state.get("state", "").encode()):
        raise AuthError("the answer of the login page is not to our question (its state differs); start again")
    if params.get("error"):
        raise AuthError(f"the login was not granted: {params['error']} {params.get('error_description', '')}".strip()[:300])
    form |= {"grant_type": "authorization_code", "code": params.get("code", ""),
             "redirect_uri": grant.state["redirect_uri"], "code_verifier": grant.state["verifier"]}
    tokens = _tokens(context, await _post(context, at.token, form), "")
    if not tokens.refresh:
        raise AuthError("the provider gave no refresh token; the app must ask for offline access")
    return tokens


async def refresh(config: EmailConfig, context: Context, tokens: Tokens | None, scope: str = "") -> Tokens:
    """New tokens. Raises AuthError when the grant is dead, TemporaryError when the provider is.

    Microsoft redeems one refresh token for any API that the app was granted: `scope` names another than the first.
    """
    oauth = _oauth(config)
    at = Endpoints(config)
    form = _client(oauth) | {"client_id": oauth.client_id}
    if oauth.chosen_flow == "client_credentials":
        form |= {"grant_type": "client_credentials", "scope": scope or at.scope}
        return _tokens(context, await _post(context, at.token, form), "")
    if tokens is None or not tokens.refresh:
        raise AuthError(f"the channel is not authorised yet: run `inbox channel authorise {context.name}`")
    form |= {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
    if oauth.provider == "microsoft":
        form["scope"] = f"{scope} offline_access" if scope else at.scope
    return _tokens(context, await _post(context, at.token, form), tokens.refresh)


def _client(oauth: OAuthConfig) -> dict[str, str]:
    return {"client_secret": oauth.client_secret.get_secret_value()} if oauth.client_secret else {}


def _tokens(context: Context, answer: Mapping[str, Any], old_refresh: str) -> Tokens:
    access = answer.get("access_token")
    if not isinstance(access, str) or not access:
        raise TemporaryError("the login service answered without a token")
    ends = _seconds(answer.get("refresh_token_expires_in"), 0.0)  # Google's, of an app in testing or a grant for some days
    return Tokens(access=access, refresh=str(answer.get("refresh_token") or old_refresh),
                  expires_at=context.now() + timedelta(seconds=_seconds(answer.get("expires_in"), 3_600.0)),
                  ends_at=context.now() + timedelta(seconds=ends) if ends else None, scope=str(answer.get("scope", "")))


def _seconds(value: Any, default: float) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return default
    return max(1.0, found) if found < 1e9 else default


class _Pending(TemporaryError):
    """The person has not typed the device code yet."""


async def _post(context: Context, url: str, form: Mapping[str, str]) -> dict[str, Any]:
    """A form to the login service; its JSON. Nothing of the form gets into an error."""
    try:
        async with context.http.post(url, data=dict(form), headers={"Accept": "application/json"},
                                     allow_redirects=False) as response:
            raw = await whole(response, _LIMIT)
            status, retry_after = response.status, response.headers.get("Retry-After", "")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise TemporaryError(f"the login service cannot be reached: {error.__class__.__name__}") from error
    try:
        answer = json.loads(raw)
    except ValueError:
        answer = None
    if isinstance(answer, dict) and status == 200 and "error" not in answer:
        return answer
    raise _refusal(status, retry_after, answer if isinstance(answer, dict) else {})


async def whole(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The answer's body to its end, and no more than so many bytes. (`read(n)` of a stream gives what has come so far.)"""
    try:
        return await response.content.readexactly(most)
    except asyncio.IncompleteReadError as end:
        return end.partial


def _refusal(status: int, retry_after: str, answer: Mapping[str, Any]) -> ChannelError:
    code = str(answer.get("error", ""))
    if code in ("authorization_pending", "slow_down"):
        return _Pending(code)
    words = f"{code} {answer.get('error_description', '')}".strip().splitlines()
    text = words[0][:300] if words else f"HTTP {status}"
    if status == 429 or status >= 500 or code in ("temporarily_unavailable", "server_error"):
        wait = float(retry_after) if re.fullmatch(r"[0-9]{1,9}", retry_after) else None
        return TemporaryError(f"the login service asks us to try later: {text}", retry_after=wait, limited=status == 429)
    if code in _DEAD or status in (400, 401, 403):
        return AuthError(f"the login service refuses: {text}")
    return TemporaryError(f"the login service answered what we do not understand: {text}")
