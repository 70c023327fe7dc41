"""Who may use the X stand-in: OAuth 1.0a, signature and all, and OAuth 2 with refresh tokens that work once."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from aiohttp import encode_basic_auth, web
from oauthlib.common import Request as SignedRequest  # type: ignore[import-untyped]  # ships no types
from oauthlib.oauth1.rfc5849 import signature, utils  # type: ignore[import-untyped]  # ships no types

_ACCESS_SECONDS = 7200


@dataclass(eq=False)
class _Grant:
    """What one person once agreed to. A refresh token that is shown twice ends it."""

    scope: str
    alive: bool = True
    access: dict[str, float] = field(default_factory=dict)  # token -> when it ends
    refresh: str = ""


class XAuth:
    """The app's credentials, and the tokens given out."""

    def __init__(self) -> None:
        self.api_key, self.api_secret = secrets.token_hex(12), secrets.token_hex(25)
        self.access_token, self.access_token_secret = f"1-{secrets.token_hex(20)}", secrets.token_hex(22)
        self.client_id, self.client_secret = secrets.token_urlsafe(20), secrets.token_urlsafe(32)
        self._grants: list[_Grant] = []
        self._codes: dict[str, tuple[_Grant, str]] = {}  # code -> grant, PKCE challenge
        self._spent: dict[str, _Grant] = {}

    def admits(self, request: web.Request) -> bool:
        """Whether the request is signed by our user, or bears a token of theirs."""
        header = request.headers.get("Authorization", "")
        if header.startswith("Bearer "):
            token = header.removeprefix("Bearer ")
            return any(grant.alive and grant.access.get(token, 0) > time.time() for grant in self._grants)
        return header.startswith("OAuth ") and self._signed(request, header)

    def _signed(self, request: web.Request, header: str) -> bool:
        try:
            given = {key: utils.unescape(value) for key, value in utils.parse_authorization_header(header)}
            if (given.get("oauth_consumer_key"), given.get("oauth_token")) != (self.api_key, self.access_token):
                return False
            signed = SignedRequest(str(request.url), http_method=request.method)
            signed.signature = given.get("oauth_signature", "")
            signed.params = signature.collect_parameters(uri_query=request.rel_url.raw_query_string,
                                                         headers={"Authorization": header})
            return bool(signature.verify_hmac_sha1(signed, self.api_secret, self.access_token_secret))
        except (ValueError, IndexError):  # a header or a query that is no such thing
            return False

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/i/oauth2/authorize", self._authorize), web.post("/2/oauth2/token", self._token)]

    async def _authorize(self, request: web.Request) -> web.Response:
        """The page where a person agrees; here they always do, at once."""
        query = request.query
        if query.get("client_id") != self.client_id or query.get("code_challenge_method") not in ("S256", "plain"):
            return web.Response(status=400, text="Something went wrong: you weren't able to give access to the App.")
        code = secrets.token_urlsafe(40)
        self._codes[code] = (_Grant(query.get("scope", "")), query.get("code_challenge", ""))
        back = urlencode({"state": query.get("state", ""), "code": code})
        return web.Response(status=302, headers={"Location": f"{query['redirect_uri']}?{back}"})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        basic = request.headers.get("Authorization")
        if basic != encode_basic_auth(self.client_id, self.client_secret) and (
                basic or form.get("client_id") != self.client_id):
            return _oauth_error(401, "unauthorized_client", "Missing valid authorization header")
        if form.get("grant_type") == "authorization_code":
            grant, challenge = self._codes.pop(str(form.get("code")), (None, ""))
            verifier = str(form.get("code_verifier", ""))
            hashed = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
            if grant is None or challenge not in (verifier, hashed):
                return _oauth_error(400, "invalid_request", "Value passed for the authorization code was invalid.")
            self._grants.append(grant)
            return self._fresh(grant)
        if form.get("grant_type") == "refresh_token":
            return self._refreshed(str(form.get("refresh_token", "")))
        return _oauth_error(400, "unsupported_grant_type", "Missing required parameter [grant_type].")

    def _refreshed(self, token: str) -> web.Response:
        for grant in self._grants:
            if grant.alive and token and grant.refresh == token:
                self._spent[token] = grant
                return self._fresh(grant)
        if token in self._spent:
            self._spent[token].alive = False
        return _oauth_error(400, "invalid_request", "Value passed for the token was invalid.")

    def _fresh(self, grant: _Grant) -> web.Response:
        access, grant.refresh = secrets.token_urlsafe(48), secrets.token_urlsafe(48)
        grant.access[access] = time.time() + _ACCESS_SECONDS
        return web.json_response({"token_type": "bearer", "expires_in": _ACCESS_SECONDS, "access_token": access,
                                  "scope": grant.scope, "refresh_token": grant.refresh})


def _oauth_error(status: int, code: str, text: str) -> web.Response:
    return web.json_response({"error": code, "error_description": text}, status=status)
