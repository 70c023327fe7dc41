"""Twilio's web hooks: verified over the public URL, committed, then answered.

A callback's URL names the delivery and is signed by us, so that it settles a send whose answer was lost.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

from aiohttp import web
from multidict import MultiDict
from pydantic import SecretStr
from twilio.request_validator import RequestValidator, get_signature_algorithm

from inbox.connector import Context, Route
from inbox.errors import StoreError
from inbox.types import Batch, RawItem

from .config import TwilioConfig
from .media import Offers
from .read import FIELDS, FINAL, fields
from .statuses import Statuses

_EMPTY = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>"


def genuine(config: TwilioConfig, url: str, request: web.Request, body: bytes) -> bool:
    """Whether one of the account's secrets signed this request, as it was sent to `url`.

    Forms are signed with every field, blank and unknown ones too; any other body by its SHA-256 in the query.
    """
    given = request.headers.get("X-Twilio-Signature", "")
    settings = request.headers.get("X-Twilio-Webhooks-Signature-Settings", "")
    algorithm = get_signature_algorithm(settings)
    try:
        text = body.decode("utf-8")
        params: MultiDict[str] = MultiDict()
        if request.content_type == "application/x-www-form-urlencoded":
            params = MultiDict(parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS))
        elif body and not _hash_fits(request, body):
            return False
        return any([RequestValidator(secret.get_secret_value()).validate(url, params, given, algorithm)
                    for secret in _secrets(config, settings)])
    except ValueError:  # no UTF-8, or fields without end
        return False


def _hash_fits(request: web.Request, body: bytes) -> bool:
    given = request.query.get("bodySHA256", "").lower()
    return hmac.compare_digest(hashlib.sha256(body).hexdigest().encode(), given.encode("utf-8", "replace"))


def _secrets(config: TwilioConfig, settings: str) -> list[SecretStr]:
    """The shared key that the request names, else the auth tokens."""
    named = dict(part.strip().partition("=")[::2] for part in settings.split(","))
    if named.get("key"):
        found = config.webhook_keys.get(named["key"])
        return [found] if found is not None else []
    return [config.auth_token] + ([config.auth_token_next] if config.auth_token_next is not None else [])


class Hooks:
    """The routes of one channel."""

    def __init__(self, config: TwilioConfig, context: Context, statuses: Statuses, offers: Offers) -> None:
        self._config = config
        self._context = context
        self._statuses = statuses
        self._offers = offers

    def routes(self) -> Sequence[Route]:
        """`message` and `status` for Twilio's posts, `media` where it fetches what we attach."""
        return (Route(method="POST", path="message", handler=self.message),
                Route(method="POST", path="status", handler=self.status),
                Route(method="GET", path="media", handler=self._offers.serve))

    def callback(self, key: str) -> str:
        """Where the news about a delivery is to be posted."""
        query = urlencode({"key": key, "sig": self._context.sign(f"status:{key}")})
        return f"{self._context.public_url.rstrip('/')}/hooks/{self._context.name}/status?{query}"

    async def message(self, request: web.Request) -> web.Response:
        """Somebody wrote to us."""
        return await self._take(request)

    async def status(self, request: web.Request) -> web.Response:
        """News about a message of ours."""
        return await self._take(request)

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not genuine(self._config, self._context.public_url.rstrip("/") + request.raw_path, request, body):
            self._context.log.warning("a web hook with a bad signature was refused; is public_url what Twilio calls?")
            return web.Response(status=403, text="the signature does not fit\n")
        raw = self._item(request, body)
        try:
            await self._context.take("status" if raw.kind == "status_form" else "messages", Batch(items=(raw,)))
        except StoreError:
            return web.Response(status=503, text="nothing can be kept now\n", headers={"Retry-After": "30"})
        if raw.kind == "status_form" and raw.item.rpartition("/")[2] in FINAL:
            await self._forget(raw.item.split("/")[1])
        return web.Response(text=_EMPTY, content_type="text/xml")

    async def _forget(self, sid: str) -> None:
        try:
            await self._statuses.ended(sid)
        except StoreError as error:
            self._context.log.info("%s will be asked for once more: %s", sid, error)  # the news itself is kept

    def _item(self, request: web.Request, body: bytes) -> RawItem:
        form = fields(body)
        sid = form.get("MessageSid") or form.get("SmsMessageSid") or form.get("SmsSid") or ""
        status = form.get("MessageStatus") or form.get("SmsStatus") or ""
        meta = {"at": self._context.now().isoformat(), "made": self._context.now().timestamp()}
        if not sid:  # signed, but no message: kept with its cause
            return RawItem(item="form/" + hashlib.sha256(body).hexdigest()[:32], kind="form", data=body, meta=meta)
        if status in ("", "received", "receiving") and "From" in form:
            return RawItem(item=sid, kind="form", data=body, meta=meta)
        key = request.query.get("key", "")
        if key and self._context.verify(f"status:{key}", request.query.get("sig", "")):
            meta["key"] = key
        return RawItem(item=f"status/{sid}/{status}", kind="status_form", data=body, meta=meta)
