"""Settings of an X channel."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from inbox.connector import ChannelConfig, Secret

from . import facts

_ONE = ("api_key", "api_secret", "access_token", "access_token_secret")
FeedName = Literal["mentions", "dms"]


class XConfig(ChannelConfig):
    """One account. Either the four keys of OAuth 1.0a, or the client of OAuth 2 with tokens that the core keeps."""

    type: Literal["x"]
    api_key: Secret | None = Field(None, title="API key", description="OAuth 1.0a: the app's key.")
    api_secret: Secret | None = Field(None, title="API key secret", description="OAuth 1.0a: the app's secret.")
    access_token: Secret | None = Field(None, title="Access token", description="OAuth 1.0a: the account's token.")
    access_token_secret: Secret | None = Field(
        None, title="Access token secret", description="OAuth 1.0a: the account's token secret.")
    client_id: str = Field("", title="Client ID", json_schema_extra={"group": "login"},
                           description="OAuth 2: the app's client id; tokens come by `inbox channel authorise`.")
    client_secret: Secret | None = Field(None, title="Client secret", json_schema_extra={"group": "login"},
                                         description="OAuth 2: the client's secret, for a confidential client.")
    feeds: tuple[FeedName, ...] = Field(("mentions", "dms"), title="What is read", description="What is read: mentions, dms.",
                                        json_schema_extra={"group": "receiving"})
    monthly_budget_usd: float | None = Field(
        None, ge=0, title="Budget for a month in US dollars", json_schema_extra={"group": "receiving"}, examples=[50],
        description="US dollars for reading in a calendar month (UTC); polls slow down so that it lasts.")
    api_url: str = Field(facts.API_URL, title="Address of the API", json_schema_extra={"group": "advanced", "destination": True},
                         description="The API's base without a path; a stand-in for tests.")

    @field_validator("feeds")
    @classmethod
    def _once(cls, value: tuple[FeedName, ...]) -> tuple[FeedName, ...]:
        return tuple(dict.fromkeys(value))

    @field_validator("api_url")
    @classmethod
    def _base(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query or parts.username:
            raise ValueError("must be the base of the API without a path, such as https://api.x.com")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _one_login(self) -> XConfig:
        given = [name for name in _ONE if getattr(self, name) is not None]
        if given and self.client_id:
            raise ValueError(f"give either {', '.join(_ONE)} (OAuth 1.0a) or client_id (OAuth 2), not both")
        if given and len(given) < len(_ONE):
            raise ValueError(f"OAuth 1.0a needs all four keys; missing: {', '.join(n for n in _ONE if n not in given)}")
        if not given and not self.client_id:
            raise ValueError(f"no login: give {', '.join(_ONE)} (OAuth 1.0a), or client_id (OAuth 2)")
        if self.client_secret is not None and not self.client_id:
            raise ValueError("client_secret belongs to a client_id")
        return self

    @property
    def signed(self) -> bool:
        """OAuth 1.0a; else OAuth 2."""
        return self.api_key is not None

    @property
    def at_home(self) -> bool:
        """X itself, with its limits; not a stand-in."""
        host = urlsplit(self.api_url).hostname or ""
        return any(host == own or host.endswith("." + own) for own in facts.OWN_HOSTS)


class XOptions(BaseModel):
    """What an agent may choose for one message."""

    model_config = ConfigDict(extra="forbid")

    chain: bool = Field(False, description="A text that is too long for one post becomes a chain of posts.")
    direct: bool = Field(False, description="Answer a public post by direct message.")
