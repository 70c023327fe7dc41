"""A stand-in for Twilio's REST API of messages, 2010-04-01, with its webhooks (twilio_hooks).

Shapes after Twilio's published OpenAPI file twilio_api_v2010; error codes after its error dictionary.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
from aiohttp import encode_basic_auth, web

from inbox.sandbox.faults import Faults, News
from inbox.sandbox.received import Arrival, Received
from inbox.sandbox.said import File, Said
from inbox.sandbox.twilio_hooks import Hooks
from inbox.sandbox.web import Handler, faulty

_ROOT = "/2010-04-01/Accounts/{account}"
_WINDOW = timedelta(hours=24)  # how long after a customer's message WhatsApp takes free text
_STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
_START = {"START", "YES", "UNSTOP"}
# Twilio's own test numbers, as recipients
_MAGIC = {"+15005550001": 21211, "+15005550002": 21612, "+15005550003": 21408, "+15005550004": 21610,
          "+15005550009": 21614}
_UNREACHABLE = "+15005550030"  # ours: accepted, then undelivered with 30003
_ERRORS = {
    20001: (400, "Unknown parameters"),
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "Internal Server Error"),
    21211: (400, "The 'To' number is not a valid phone number."),
    21266: (400, "'To' and 'From' number cannot be the same"),
    21408: (400, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number."),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (400, "The 'From' phone number is not a valid, SMS-capable inbound phone number for your account."),
    21609: (400, "The 'StatusCallback' URL is not a valid URL."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21612: (400, "The 'To' phone number cannot be reached using the 'From' number."),
    21614: (400, "'To' number is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit."),
    21910: (400, "Invalid From and To pair. From and To should be of the same channel"),
}


def problem(code: int) -> web.Response:
    """An error as Twilio says it."""
    status, message = _ERRORS[code]
    return web.json_response({"code": code, "message": message, "status": status,
                              "more_info": f"https://www.twilio.com/docs/errors/{code}"}, status=status)


def _refuse(status: int, retry_after: float | None) -> web.Response:
    response = problem({429: 20429, 500: 20500}[status])
    if status == 429 and retry_after is not None:
        response.headers["Retry-After"] = str(int(retry_after))
    return response


@dataclass(eq=False)
class Text:
    """A message, inbound or outbound."""

    sid: str
    sender: str
    to: str
    body: str
    direction: str
    status: str
    created: datetime
    sent: datetime | None = None
    updated: datetime | None = None
    error: int | None = None
    media: list[tuple[str, File]] = field(default_factory=list)
    form: dict[str, str] = field(default_factory=dict)  # what was asked for, of an outbound one

    def json(self, account: str) -> dict[str, Any]:
        uri = f"/2010-04-01/Accounts/{account}/Messages/{self.sid}"
        limit, rest = (160, 153) if self.body.isascii() else (70, 67)
        segments = 1 if len(self.body) <= limit else -(-len(self.body) // rest)
        return {
            "account_sid": account, "api_version": "2010-04-01", "body": self.body, "direction": self.direction,
            "date_created": format_datetime(self.created), "date_sent": format_datetime(self.sent) if self.sent else None,
            "date_updated": format_datetime(self.updated or self.created), "error_code": self.error,
            "error_message": None, "from": self.sender, "to": self.to, "messaging_service_sid": None,
            "num_media": str(len(self.media)), "num_segments": str(segments), "price": None, "price_unit": "USD",
            "sid": self.sid, "status": self.status, "subresource_uris": {"media": f"{uri}/Media.json"}, "uri": f"{uri}.json"}


class Twilio:
    """One account with its numbers."""

    def __init__(self, faults: Faults, received: Received, numbers: tuple[str, ...], *, step: float = 0.15) -> None:
        self.account_sid = "AC" + secrets.token_hex(16)
        self.auth_token = secrets.token_hex(16)
        self.numbers = numbers
        self.hooks = Hooks(self.auth_token)
        self._faults = faults
        self._received = received
        self._step = step  # seconds between one status and the next
        self._texts: dict[str, Text] = {}
        self._opted_out: set[tuple[str, str]] = set()  # (our number, theirs)
        self._news = News("twilio", faults, self._announce)
        self._twice: set[str] = set()  # what lists show twice
        self._courses: set[asyncio.Task[None]] = set()
        self.messages_read = asyncio.Event()  # somebody has asked for the list

    async def start(self) -> None:
        await self.hooks.start()

    async def stop(self) -> None:
        for course in self._courses:
            course.cancel()
        await asyncio.gather(*self._courses, return_exceptions=True)
        await self._news.close()
        await self.hooks.stop()

    def app(self) -> web.Application:
        app = web.Application(middlewares=[faulty("twilio", self._faults, _refuse), self._authenticated])
        app.add_routes([
            web.get("/2010-04-01/Accounts/{account:AC[0-9a-f]+}.json", self._account),
            web.get(_ROOT + "/IncomingPhoneNumbers.json", self._numbers),
            web.get(_ROOT + "/Messages.json", self._list), web.post(_ROOT + "/Messages.json", self._create),
            web.get(_ROOT + "/Messages/{sid:[A-Z]{2}[0-9a-f]+}.json", self._fetch),
            web.get(_ROOT + "/Messages/{sid}/Media.json", self._media_list),
            web.get(_ROOT + "/Messages/{sid}/Media/{media:ME[0-9a-f]+}{json:(?:\\.json)?}", self._media),
            web.get("/cdn/{sid}/{media}", self._cdn)])
        return app

    # ------------------------------------------------------------ a customer writes

    async def say(self, said: Said) -> str:
        """From `+1500…` or `whatsapp:+1500…` to our number of the same kind; returns the SID."""
        sender = said.sender.replace(" ", "")
        if not re.fullmatch(r"(whatsapp:)?\+[1-9]\d{6,14}", sender):
            raise ValueError(f"from: {said.sender!r} is no number like +15005551234 or whatsapp:+15005551234")
        ours = [number for number in self.numbers if number.startswith("whatsapp:") == sender.startswith("whatsapp:")]
        now = datetime.now(UTC)
        media = [("ME" + secrets.token_hex(16), file) for file in said.files]
        text = Text(("MM" if media else "SM") + secrets.token_hex(16), sender, str(said.more.get("to", ours[0])),
                    said.text, "inbound", "received", now, sent=now, media=media,
                    form={"reply_to": said.reply_to, "name": str(said.more.get("name", f"Customer {sender[-4:]}"))})
        word = said.text.strip().upper()
        if word in _STOP:
            self._opted_out.add((text.to, sender))
        elif word in _START:
            self._opted_out.discard((text.to, sender))
        await self._news.put(text)
        return text.sid

    async def _announce(self, text: Text) -> None:
        if text.sid in self._texts:
            self._twice.add(text.sid)
        self._texts[text.sid] = text
        number = text.sender.removeprefix("whatsapp:")
        form = {"ToCountry": "US", "SmsMessageSid": text.sid, "NumMedia": str(len(text.media)), "SmsSid": text.sid,
                "SmsStatus": "received", "Body": text.body, "FromCountry": "US", "To": text.to, "NumSegments": "1",
                "MessageSid": text.sid, "AccountSid": self.account_sid, "From": text.sender, "ApiVersion": "2010-04-01"}
        if number != text.sender:
            form |= {"ProfileName": text.form["name"], "WaId": number.lstrip("+")}
        if text.form["reply_to"] and number != text.sender:  # only WhatsApp knows what is answered
            form |= {"OriginalRepliedMessageSid": text.form["reply_to"], "OriginalRepliedMessageSender": text.to}
        for place, (sid, file) in enumerate(text.media):
            form |= {f"MediaUrl{place}": f"{self.url}{self._uri(text)}/Media/{sid}",
                     f"MediaContentType{place}": file.media_type}
        self.hooks.inbound(form)

    url = ""  # where the API answers, set when it is served

    def _uri(self, text: Text) -> str:
        return f"/2010-04-01/Accounts/{self.account_sid}/Messages/{text.sid}"

    # ------------------------------------------------------------ the API

    @property
    def _authenticated(self) -> Any:
        account, expected = self.account_sid, encode_basic_auth(self.account_sid, self.auth_token)

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.path.startswith("/cdn/"):
                return await handler(request)
            if request.headers.get("Authorization") != expected:
                return problem(20003)
            try:
                known = request.match_info.get("account", account) == account
                return await handler(request) if known else problem(20404)
            except web.HTTPNotFound:
                return problem(20404)
            except ValueError:  # of a date, of a number of a page
                return problem(20001)

        return check

    async def _account(self, request: web.Request) -> web.Response:
        return web.json_response({"sid": self.account_sid, "friendly_name": "Shop", "status": "active", "type": "Full",
                                  "owner_account_sid": self.account_sid, "uri": request.path, "subresource_uris": {}})

    async def _numbers(self, request: web.Request) -> web.Response:
        wanted = request.query.get("PhoneNumber", "")
        rows = [{"sid": f"PN{place:032x}", "account_sid": self.account_sid, "phone_number": number,
                 "friendly_name": number, "sms_url": self.hooks.inbound_url, "sms_method": "POST",
                 "capabilities": {"sms": True, "mms": True, "voice": False, "fax": False}}
                for place, number in enumerate(self.numbers) if number.startswith("+") and wanted in number]
        return web.json_response(self._page(request, rows, "incoming_phone_numbers"))

    async def _create(self, request: web.Request) -> web.Response:
        raw = await request.read()
        form = {key: str(value) for key, value in (await request.post()).items()}
        media_urls = [str(value) for value in (await request.post()).getall("MediaUrl", [])]
        code = self._invalid(form, media_urls)
        if code:
            return problem(code)
        text = Text(("MM" if media_urls else "SM") + secrets.token_hex(16), form["From"], form["To"],
                    form.get("Body", ""), "outbound-api", "queued", datetime.now(UTC), form=form)
        self._texts[text.sid] = text
        shown: list[dict[str, Any]] = []
        self._received.add(Arrival(channel="sms", sender=text.sender, to=(text.to,), text=text.body,
                                   external_id=text.sid, raw=raw, extra={"attachments": shown, "params": form}))
        course = asyncio.create_task(self._course(text, media_urls, shown))
        self._courses.add(course)
        course.add_done_callback(self._courses.discard)
        return web.json_response(text.json(self.account_sid), status=201)

    def _invalid(self, form: dict[str, str], media_urls: list[str]) -> int | None:
        """The code of the first thing that Twilio would refuse at once."""
        to, sender, body = form.get("To", ""), form.get("From", ""), form.get("Body", "")
        callback = urlsplit(form.get("StatusCallback", "http://x"))
        rules: list[tuple[int, Callable[[], bool]]] = [
            (21604, lambda: not to),
            (21603, lambda: not sender),
            (21602, lambda: not (body or media_urls or form.get("ContentSid"))),
            (21617, lambda: len(body) > 1600),
            (21606, lambda: sender not in self.numbers),
            (21211, lambda: not re.fullmatch(r"(whatsapp:)?\+[1-9]\d{6,14}", to)),
            (21266, lambda: to == sender),
            (21910, lambda: to.startswith("whatsapp:") != sender.startswith("whatsapp:")),
            (21609, lambda: callback.scheme not in ("http", "https") or not callback.netloc),
            (21610, lambda: (sender, to) in self._opted_out),
        ]
        return next((code for code, broken in rules if broken()), _MAGIC.get(to.removeprefix("whatsapp:")))

    async def _course(self, text: Text, media_urls: list[str], shown: list[dict[str, Any]]) -> None:
        """What becomes of a message that was taken, told to its status callback step by step."""
        steps: list[tuple[str, int | None]] = [("sent", None), ("delivered", None)]
        steps += [("read", None)] if text.to.startswith("whatsapp:") else []
        if text.to == _UNREACHABLE:
            steps = [("sent", None), ("undelivered", 30003)]
        elif text.to.startswith("whatsapp:") and not text.form.get("ContentSid") and not self._window_open(text):
            steps = [("failed", 63016)]
        elif not await self._fetch_media(media_urls, shown):
            steps = [("failed", 11200)]
        end = steps[-1]
        if self._faults.take("twilio", "reorder"):
            steps.reverse()
        times = 2 if self._faults.take("twilio", "duplicate") else 1
        for status, error in steps:
            await asyncio.sleep(self._step)
            text.status, text.error, text.updated = status, error, datetime.now(UTC)
            text.sent = text.sent or text.updated
            for _ in range(times if "StatusCallback" in text.form else 0):
                form = {"SmsSid": text.sid, "SmsStatus": status, "MessageStatus": status, "To": text.to,
                        "MessageSid": text.sid, "AccountSid": self.account_sid, "From": text.sender,
                        "ApiVersion": "2010-04-01"}
                self.hooks.status(text.form["StatusCallback"], form | ({"ErrorCode": str(error)} if error else {}))
        text.status, text.error = end

    def _window_open(self, text: Text) -> bool:
        return any(other.sender == text.to and other.created > text.created - _WINDOW
                   for other in self._texts.values() if other.direction == "inbound")

    async def _fetch_media(self, urls: list[str], shown: list[dict[str, Any]]) -> bool:
        """Twilio fetches the media of an outbound message from where we say it is."""
        for url in urls:
            try:
                async with (aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as session,
                            session.get(url) as answer):
                    answer.raise_for_status()
                    data = await answer.read()
            except (aiohttp.ClientError, TimeoutError, ValueError):
                return False
            shown.append({"url": url, "media_type": answer.content_type, "size": len(data)})
        return True

    async def _list(self, request: web.Request) -> web.Response:
        self.messages_read.set()
        query = request.query
        texts = sorted(self._texts.values(), key=lambda text: text.created, reverse=True)
        if query.get("To"):
            texts = [text for text in texts if text.to == query["To"]]
        if query.get("From"):
            texts = [text for text in texts if text.sender == query["From"]]
        for key, fits in (("DateSent", date.__eq__), ("DateSent>", date.__ge__), ("DateSent<", date.__le__)):
            if query.get(key):
                day = date.fromisoformat(query[key][:10])
                texts = [text for text in texts if text.sent and fits(text.sent.date(), day)]
        texts = [text for text in texts for _ in range(2 if text.sid in self._twice else 1)]
        return web.json_response(self._page(request, [text.json(self.account_sid) for text in texts], "messages"))

    def _page(self, request: web.Request, rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
        """A page of rows. A page token names the last row of the page before, so that new rows move nothing."""
        query = dict(request.query)
        size = min(max(int(query.get("PageSize") or 50), 1), 1000)
        number, token = int(query.pop("Page", 0)), query.pop("PageToken", "")
        start = next((place + 1 for place, row in enumerate(rows) if "PA" + row["sid"] == token), 0)
        part = rows[start:start + size]
        query["PageSize"] = str(size)

        def uri(page: int, after: str = "") -> str:
            return f"{request.path}?{urlencode({**query, 'Page': page, **({'PageToken': after} if after else {})})}"

        more = start + size < len(rows)
        return {key: part, "page": number, "page_size": size, "start": start, "end": max(start + len(part) - 1, 0),
                "uri": uri(number, token), "first_page_uri": uri(0), "previous_page_uri": None,
                "next_page_uri": uri(number + 1, "PA" + part[-1]["sid"]) if more else None}

    def _text(self, request: web.Request) -> Text:
        try:
            return self._texts[request.match_info["sid"]]
        except KeyError:
            raise web.HTTPNotFound from None

    async def _fetch(self, request: web.Request) -> web.Response:
        return web.json_response(self._text(request).json(self.account_sid))

    async def _media_list(self, request: web.Request) -> web.Response:
        text = self._text(request)
        rows = [{"sid": sid, "account_sid": self.account_sid, "parent_sid": text.sid, "content_type": file.media_type,
                 "date_created": format_datetime(text.created), "date_updated": format_datetime(text.created),
                 "uri": f"{self._uri(text)}/Media/{sid}.json"} for sid, file in text.media]
        return web.json_response(self._page(request, rows, "media_list"))

    async def _media(self, request: web.Request) -> web.Response:
        text, wanted = self._text(request), request.match_info["media"]
        for sid, file in text.media:
            if sid == wanted and request.match_info["json"]:
                return web.json_response({"sid": sid, "parent_sid": text.sid, "content_type": file.media_type})
            if sid == wanted:
                return web.Response(status=307, headers={"Location": f"{self.url}/cdn/{text.sid}/{sid}"})
        raise web.HTTPNotFound

    async def _cdn(self, request: web.Request) -> web.Response:
        for sid, file in self._text(request).media:
            if sid == request.match_info["media"]:
                return web.Response(body=file.data, headers={"Content-Type": file.media_type})
        raise web.HTTPNotFound
