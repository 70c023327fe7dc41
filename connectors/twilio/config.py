"""The settings of a Twilio channel and the options of a message."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from inbox.connector import ChannelConfig, Secret

WHATSAPP = "whatsapp:"
API = "https://api.twilio.com"
_ADVANCED: dict[str, Any] = {"group": "advanced"}  # folded in a form
_SENDER = re.compile(r"(whatsapp:)?\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")  # E.164, short code, name


class TwilioConfig(ChannelConfig):
    """One account with the numbers that this channel answers for."""

    type: Literal["twilio"]
    account_sid: str = Field(pattern=r"^AC[0-9a-fA-F]{32}$", title="Account SID", description="The account's SID.",
                             examples=["AC0123456789abcdef0123456789abcdef"])
    auth_token: Secret = Field(title="Auth token", description="The account's auth token: it signs the web hooks.")
    numbers: tuple[str, ...] = Field(
        min_length=1, title="Our numbers", examples=["+15005550006", "whatsapp:+15005550006"],
        description="Our numbers, +15005550006 or whatsapp:+15005550006; the first is the default sender.")
    region: str = Field("", pattern=r"^([A-Z]{2})?$", title="Country", examples=["DE"],
                        description="The country of numbers that are typed without one (DE).")
    messaging_service_sid: str = Field("", pattern=r"^(MG[0-9a-fA-F]{32})?$", title="Messaging service",
                                       description="Send through this service.", json_schema_extra={"group": "sending"})
    api_key: str = Field("", pattern=r"^(SK[0-9a-fA-F]{32})?$", title="API key", description="An API key for the REST calls.",
                         json_schema_extra=_ADVANCED)
    api_secret: Secret | None = Field(None, title="API key secret", description="The API key's secret.", json_schema_extra=_ADVANCED)
    auth_token_next: Secret | None = Field(None, title="Secondary auth token", json_schema_extra=_ADVANCED,
                                           description="The secondary token while the tokens are being rotated.")
    webhook_keys: dict[str, Secret] = Field({}, title="Keys of web hooks", json_schema_extra=_ADVANCED,
                                            description="Shared keys that sign web hooks, by their id.")
    timeout_seconds: float = Field(20.0, gt=0, le=50, title="Patience in seconds", json_schema_extra=_ADVANCED,
                                   description="Seconds that one call may take.")
    api_url: str = Field(API, title="Address of the API", json_schema_extra={**_ADVANCED, "destination": True},
                         description="Where the REST API answers, without a path.")

    @field_validator("numbers")
    @classmethod
    def _senders(cls, numbers: tuple[str, ...]) -> tuple[str, ...]:
        for number in numbers:
            if not _SENDER.fullmatch(number):
                raise ValueError(f"{number!r} is no sender: write +15005550006, whatsapp:+15005550006 or a short code")
        if len(set(numbers)) != len(numbers):
            raise ValueError("a number stands there twice")
        return numbers

    @field_validator("api_url")
    @classmethod
    def _base(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("must be like https://api.twilio.com, without a path")
        if parts.scheme == "http" and not loopback(url):
            raise ValueError("must be https: the credentials go there")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _pair(self) -> TwilioConfig:
        if bool(self.api_key) != (self.api_secret is not None):
            raise ValueError("api_key and api_secret belong together")
        return self

    @property
    def login(self) -> tuple[str, str]:
        """User and password of the REST calls."""
        if self.api_key and self.api_secret is not None:
            return self.api_key, self.api_secret.get_secret_value()
        return self.account_sid, self.auth_token.get_secret_value()


class TwilioOptions(BaseModel):
    """What only Twilio knows: a template of the Content API with its variables."""

    model_config = ConfigDict(extra="forbid")

    content_sid: str = Field("", pattern=r"^(HX[0-9a-fA-F]{32})?$", description="The template's SID.")
    content_variables: dict[str, str] = Field({}, description="What stands in for {{1}}, {{2}} …")

    @model_validator(mode="after")
    def _variables_of_something(self) -> TwilioOptions:
        if self.content_variables and not self.content_sid:
            raise ValueError("content_variables need the content_sid of a template")
        return self


def loopback(url: str) -> bool:
    """Whether a URL leads to this machine alone."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def origin(url: str) -> str:
    """`scheme://host:port` of a URL, the port always written out; empty for what is no URL."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.hostname}:{parts.port or {'https': 443, 'http': 80}.get(parts.scheme, 0)}"
    except ValueError:
        return ""
