"""Settings of a webhook channel."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from inbox.connector import ChannelConfig, Secret


class WebhookConfig(ChannelConfig):
    """One service."""

    type: Literal["webhook"]
    name: str = Field("", title="Our name there", description="What we are called there.", examples=["Example Support"])
    secret: Secret = Field(title="Shared secret", description="Signs every post, both ways.", json_schema_extra={"made": True})
    outbound_url: str = Field("", title="Address for replies", examples=["https://shop.example.com/inbox-replies"],
                              description="Where our replies are posted; empty: nothing can be sent.",
                              json_schema_extra={"group": "sending"})
    text_limit: int | None = Field(None, ge=1, title="Longest text", description="Most characters that the service takes.",
                                   json_schema_extra={"group": "sending"})

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr) -> SecretStr:
        if not secret.get_secret_value():
            raise ValueError("must not be empty")
        return secret

    @field_validator("outbound_url")
    @classmethod
    def _is_http(cls, url: str) -> str:
        if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
            raise ValueError("must be an http or https URL")
        return url
