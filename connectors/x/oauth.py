"""OAuth 2 with PKCE. tweepy knows no refresh, so this is ours; the core keeps the tokens, and its lock.

https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/authorization-code, RFC 6749, RFC 7636. An access token
lives two hours; a refresh token works once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp

from inbox.connector import Context, Grant
from inbox.errors import AuthError, ConfigError, TemporaryError
from inbox.types import Tokens

from . import facts
from .api import whole
from .config import XConfig

_LIMIT = 1_048_576  # bytes of an answer
_TIMEOUT = aiohttp.ClientTimeout(total=25)


def _client(config: XConfig) -> str:
    if config.signed:
        raise ConfigError("this channel signs with OAuth 1.0a keys, there is nothing to authorise", key="client_id",
                          cure="give client_id instead of the four keys, if OAuth 2 is wanted")
    return config.client_id


def begin(config: XConfig, redirect_uri: str, state: str) -> Grant:
    """Where a person has to agree, signed in as the account."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    page = facts.AUTHORIZE_URL if config.at_home else f"{config.api_url}/i/oauth2/authorize"
    query = {"response_type": "code", "client_id": _client(config), "redirect_uri": redirect_uri, "scope": " ".join(facts.SCOPES),
             "state": state, "code_challenge": challenge, "code_challenge_method": "S256"}
    return Grant(url=f"{page}?{urlencode(query)}", state={"verifier": verifier, "state": state, "redirect_uri": redirect_uri})


async def finish(config: XConfig, context: Context, grant: Grant, params: Mapping[str, str]) -> Tokens:
    """The first tokens. Raises AuthError when it came to nothing."""
    if not hmac.compare_digest(params.get("state", "").encode("utf-8", "replace"), grant.state.get("state", "").encode()):
        raise AuthError("the answer of the login page is not to our question (its state differs); start again")
    if params.get("error"):
        raise AuthError(f"X did not grant it: {params['error']} {params.get('error_description', '')}".strip()[:300])
    answer = await _post(config, context, {
        "grant_type": "authorization_code", "code": params.get("code", ""), "redirect_uri": grant.state["redirect_uri"],
        "code_verifier": grant.state["verifier"]})
    tokens = _tokens(context, answer, "")
    if not tokens.refresh:
        raise AuthError("X gave no refresh token; the app must be allowed offline.access")
    return tokens


async def refresh(config: XConfig, context: Context, tokens: Tokens | None) -> Tokens:
    """New tokens; the old refresh token is spent. Raises AuthError when the grant is dead, TemporaryError when X is."""
    if tokens is None or not tokens.refresh:
        raise AuthError(f"the channel is not authorised yet: run `inbox channel authorise {context.name}`")
    answer = await _post(config, context, {"grant_type": "refresh_token", "refresh_token": tokens.refresh})
    return _tokens(context, answer, tokens.refresh)


def _tokens(context: Context, answer: Mapping[str, Any], old: str) -> Tokens:
    access = answer.get("access_token")
    if not isinstance(access, str) or not access:
        raise TemporaryError("X answered without a token")
    lives = answer.get("expires_in")
    seconds = float(lives) if isinstance(lives, int | float) and 0 < lives < 1e9 else 7200.0
    return Tokens(access=access, refresh=str(answer.get("refresh_token") or old),
                  expires_at=context.now() + timedelta(seconds=seconds), scope=str(answer.get("scope") or ""))


async def _post(config: XConfig, context: Context, form: Mapping[str, str]) -> dict[str, Any]:
    """A form to X's token service; its JSON. Nothing of the form gets into an error."""
    client = _client(config)
    headers = {"Accept": "application/json"}
    if config.client_secret is not None:
        headers["Authorization"] = aiohttp.encode_basic_auth(client, config.client_secret.get_secret_value())
    try:
        async with context.http.post(f"{config.api_url}/2/oauth2/token", data={**form, "client_id": client}, headers=headers,
                                     timeout=_TIMEOUT, allow_redirects=False) as response:
            raw, status = await whole(response, _LIMIT), response.status
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise TemporaryError(f"X's login service does not answer: {type(error).__name__}") from error
    try:
        answer = json.loads(raw)
    except ValueError:
        answer = None
    if status == 200 and isinstance(answer, dict) and "error" not in answer:
        return answer
    said = answer if isinstance(answer, dict) else {}
    text = f"{said.get('error', '')} {said.get('error_description', '')}".strip()[:300] or f"HTTP {status}"
    if status == 429 or status >= 500 or not said:
        raise TemporaryError(f"X's login service asks to try later: {text}", limited=status == 429)
    raise AuthError(f"X's login service refuses: {text}; run `inbox channel authorise {context.name}`")
