"""Twilio's own client on our wire. Imported at the first send: it costs a tenth of a second and 15 MB."""

from __future__ import annotations

from typing import Any

from twilio.base.exceptions import TwilioException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from inbox.errors import UncertainError

from .config import TwilioConfig
from .wire import Wire


class _OnWire(AsyncHttpClient):  # type: ignore[misc]  # the package ships no types
    """Twilio's AsyncTwilioHttpClient ignores its own timeout and opens a session of its own; this has neither fault."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(logger=None, is_async=True)
        self._wire = wire

    async def request(self, method: str, url: str, params: Any = None, data: Any = None, headers: Any = None,
                      auth: Any = None, timeout: Any = None,  # noqa: ASYNC109 - the signature is Twilio's
                      allow_redirects: bool = False) -> Response:
        answer = await self._wire.ask(method, url, params=params, data=data, headers=headers)
        return Response(answer.status, answer.text, answer.headers)


class Sdk:
    """The part of Twilio's client that we use: making a message."""

    def __init__(self, config: TwilioConfig, wire: Wire) -> None:
        user, password = config.login
        self._client = Client(user, password, account_sid=config.account_sid, http_client=_OnWire(wire))

    async def create(self, **form: Any) -> str:
        """The SID of the message that was made. Raises what the wire raises; an answer that is none is uncertain."""
        try:
            made = await self._client.messages.create_async(**form)
        except (TwilioException, ValueError, TypeError, KeyError, AttributeError) as error:
            raise UncertainError("Twilio's answer to the new message cannot be understood",
                                 evidence={"cause": type(error).__name__}) from error
        if not made.sid:
            raise UncertainError("Twilio answered without a SID")
        return str(made.sid)
