"""The settings of an email channel: what may be said, and what is refused with which words."""

from __future__ import annotations

import ipaddress
import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from inbox.connector import ChannelConfig, Secret

from .addresses import parse

Tls = Literal["implicit", "starttls", "none"]
# where a field stands in a form: see ChannelConfig
ADVANCED: dict[str, Any] = {"group": "advanced"}
GOES_THERE: dict[str, Any] = {"destination": True}

MAX_BYTES = 25 * 1024 * 1024
CONNECTIONS = 8  # to an SMTP server at once
GRAPH_CALLS = 4  # sends by Graph at once: it answers one mailbox no more of them than that
# a Graph request takes 4 MB and a file in it grows by a third twice: in the mail, and as the mail is posted
GRAPH_MEDIA = 2_200_000


def is_loopback(host: str) -> bool:
    """Whether a host name is this machine without asking anybody: `localhost` or a loopback address."""
    name = host.strip("[]").lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _at(*place: str, text: str) -> ValidationError:
    """What is wrong with one field and only the whole can tell, so that a form marks that field."""
    return ValidationError.from_exception_data("settings", [
        InitErrorDetails(type=PydanticCustomError("value_error", "{text}", {"text": text}), loc=place, input=None)])


class OAuthConfig(BaseModel):
    """How tokens are got. `tenant` is Microsoft's; without `client_secret` Microsoft's device code is used."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    provider: Literal["google", "microsoft"] = Field(title="Provider", description="Whose login it is.", json_schema_extra=GOES_THERE)
    client_id: str = Field(min_length=1, title="Client ID", description="The id of the app that you registered there.",
                           examples=["1234567890-abc.apps.googleusercontent.com"])
    client_secret: Secret | None = Field(
        None, title="Client secret", description="Its secret; public apps (device code) have none.")
    tenant: str = Field("common", pattern=r"^[A-Za-z0-9.-]+$", title="Tenant", json_schema_extra=GOES_THERE,
                        description="Microsoft: the tenant's id or domain.", examples=["contoso.onmicrosoft.com"])
    flow: Literal["", "code", "device", "client_credentials"] = Field(
        "", title="How it is authorised", json_schema_extra=ADVANCED,
        description="code (a browser), device (type a code), client_credentials (Microsoft, app only); "
        "empty: what fits the rest.")
    scope: str = Field("", title="Scopes", description="Scopes, space separated; empty: the provider's for IMAP and SMTP.",
                       json_schema_extra=ADVANCED)
    api_url: str = Field("", title="Address of a stand-in", json_schema_extra={**ADVANCED, **GOES_THERE},
                         description="To point at a stand-in of the login service: the base without a path.")

    @model_validator(mode="after")
    def _fits(self) -> OAuthConfig:
        if self.provider == "google" and self.client_secret is None:
            raise ValueError("google needs client_secret; it stands beside the client id in the Cloud console")
        if self.provider == "google" and self.flow == "device":
            raise ValueError('google grants no mail by a device code; leave flow empty')
        if self.chosen_flow == "client_credentials":
            if self.provider != "microsoft":
                raise ValueError('flow "client_credentials" exists at microsoft only; leave flow empty for google')
            if self.client_secret is None:
                raise ValueError('flow "client_credentials" needs client_secret')
            if self.tenant in ("common", "organizations", "consumers"):
                raise ValueError('flow "client_credentials" needs tenant: your tenant\'s id or domain')
        return self

    @property
    def chosen_flow(self) -> Literal["code", "device", "client_credentials"]:
        if self.flow:
            return self.flow
        if self.provider == "google":
            return "code"
        return "device" if self.client_secret is None else "code"


class ServerConfig(BaseModel):
    """Where a server is, and how one gets in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field(min_length=1, max_length=253, title="Server", description="The server's name.",
                      examples=["imap.example.com"], json_schema_extra=GOES_THERE)
    port: int = Field(0, ge=0, le=65_535, title="Port", description="Its port; 0: the usual one for `tls`.", examples=[993, 465])
    tls: Tls = Field("implicit", title="Encryption",
                     description="implicit | starttls | none (none only to loopback or without a login).")
    username: str = Field("", title="User name", description="The login name.", examples=["support@example.com"])
    password: Secret | None = Field(
        None, title="Password", description="Its password (an app password where the provider wants one).")
    timeout: float = Field(60, ge=1, le=600, title="Patience in seconds", json_schema_extra=ADVANCED,
                           description="Seconds without an answer after which we give up.")
    connect_timeout: float = Field(15, ge=1, le=120, title="Patience in connecting", json_schema_extra=ADVANCED,
                                   description="Seconds that connecting may take.")
    ca_file: str = Field("", title="Certificate authority", json_schema_extra=ADVANCED,
                         description="A file with the certificate authority of a server with a private one.")

    @field_validator("host")
    @classmethod
    def _bare(cls, value: str) -> str:
        if "://" in value or "/" in value or re.search(r"\s", value):
            raise ValueError("must be a bare host name such as imap.example.com, without a scheme or a path")
        if re.fullmatch(r"[^:\[\]]+:[0-9]+", value):
            raise ValueError(f"must not hold the port; write port = {value.rpartition(':')[2]}")
        return value.strip("[]")

    @field_validator("username")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if re.search(r"[\x00-\x1f\x7f]", value):
            raise ValueError("must be one line without control characters")
        return value

    @property
    def loopback(self) -> bool:
        return is_loopback(self.host)

    @property
    def secret(self) -> str:
        return self.password.get_secret_value() if self.password else ""


class ImapConfig(ServerConfig):
    """The mailbox that is read."""

    folders: tuple[str, ...] = Field(("INBOX",), min_length=1, title="Folders", json_schema_extra=ADVANCED,
                                     description="The folders that are read, each a feed.")
    idle: bool = Field(True, title="Listen for news", json_schema_extra=ADVANCED,
                       description="Listen for news between polls (IDLE), where the server can.")
    idle_seconds: float = Field(540, ge=0.2, le=1_740, title="Seconds of listening", json_schema_extra=ADVANCED,
                                description="IDLE is renewed after so many seconds.")
    batch: int = Field(100, ge=1, le=100, title="Mails in a batch", description="Most mails in one batch.", json_schema_extra=ADVANCED)
    resync_days: int = Field(
        14, ge=1, le=3_650, title="Days that are read again", json_schema_extra=ADVANCED,
        description="How far back is read again when the server renumbered a folder (UIDVALIDITY).")

    @field_validator("folders")
    @classmethod
    def _distinct(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not folder or re.search(r"[\x00-\x1f\x7f]", folder) for folder in value):
            raise ValueError("a folder must have a name without control characters")
        names = [folder.upper() if folder.upper() == "INBOX" else folder for folder in value]
        if len(set(names)) != len(names):
            raise ValueError("a folder stands there twice")
        return tuple(names)

    @property
    def at_port(self) -> int:
        return self.port or (993 if self.tls == "implicit" else 143)


class SmtpConfig(ServerConfig):
    """The server that takes our mail."""

    connections: int = Field(CONNECTIONS, ge=1, le=CONNECTIONS, title="Connections at once", json_schema_extra=ADVANCED,
                             description="Most connections at the same time; a server that takes fewer is not pressed for more.")
    per_connection: int = Field(50, ge=1, le=1_000, title="Mails over a connection", json_schema_extra=ADVANCED,
                                description="Most mails over one connection.")
    idle_close: float = Field(15, ge=0, le=300, title="Seconds until it closes", json_schema_extra=ADVANCED,
                              description="Seconds after which an unused connection is closed.")

    @property
    def at_port(self) -> int:
        return self.port or {"implicit": 465, "starttls": 587, "none": 25}[self.tls]


class GraphConfig(BaseModel):
    """Microsoft Graph takes our mail, where a tenant has SMTP AUTH switched off."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user: str = Field("", max_length=320, pattern=r"^[^\x00-\x20\x7f/?#]*$", title="Mailbox",
                      description="Whose mailbox sends, as a user principal name or id; empty: the mailbox that is read.")
    timeout: float = Field(60, ge=1, le=300, title="Patience in seconds", json_schema_extra=ADVANCED,
                           description="Seconds that one call may take.")
    api_url: str = Field("https://graph.microsoft.com", pattern=r"^https?://[^/?#\s]+/?$", title="Address of Graph",
                         json_schema_extra={**ADVANCED, **GOES_THERE}, description="Where Graph answers, without a path.")


class EmailConfig(ChannelConfig):
    """Settings of an email channel."""

    type: Literal["email"]
    address: str = Field(title="Address", description="Our address: what replies are sent from.", examples=["support@example.com"])
    name: str = Field("", max_length=200, title="Name", description="Our name beside it.", examples=["Example Support"])
    signature: str = Field("", max_length=10_000, title="Signature", description="Put below each reply.",
                           json_schema_extra={"group": "sending", "multiline": True})
    imap: ImapConfig | None = Field(None, title="Incoming mail (IMAP)", json_schema_extra={"group": "receiving"},
                                    description="The mailbox that is read; without it the channel only sends.")
    smtp: SmtpConfig | None = Field(
        None, title="Outgoing mail (SMTP)", json_schema_extra={"group": "sending"},
        description="The server that takes our mail; without it and without graph the channel only receives.")
    oauth: OAuthConfig | None = Field(None, title="Login by Google or Microsoft", json_schema_extra={"group": "login"},
                                      description="Instead of a password: OAuth of Google or Microsoft.")
    graph: GraphConfig | None = Field(
        None, title="Outgoing mail by Microsoft Graph", json_schema_extra=ADVANCED,
        description="Instead of smtp: Microsoft Graph, for tenants without SMTP AUTH; it needs oauth of microsoft.")
    aliases: tuple[str, ...] = Field((), title="Further addresses", description="Further addresses of ours that arrive here.",
                                     examples=["help@example.com"], json_schema_extra=ADVANCED)
    author_name: bool = Field(False, title="Say who writes", description='Write "Ann via Example Support" as the sender\'s name.',
                              json_schema_extra=ADVANCED)
    reply_token: bool = Field(
        False, title="Mark answers", json_schema_extra=ADVANCED,
        description="Ask for answers to address+token@…; the server must deliver plus addresses.")
    after_ingest: str = Field("leave", title="What becomes of a mail there", examples=["leave", "seen", "move:Done"],
                              json_schema_extra=ADVANCED,
                              description="What becomes of a mail at the server: leave | seen | move:Folder.")
    sent_folder: str = Field("", title="Folder for what was sent", json_schema_extra=ADVANCED,
                             description='Where copies of replies go; empty: found by its special use; "-": no copy.')
    trusted_authserv_ids: tuple[str, ...] = Field(
        (), title="Trusted checkers of senders", json_schema_extra=ADVANCED,
        description="Whose Authentication-Results are believed: the id that your own mail server writes there.")
    max_bytes: int = Field(
        MAX_BYTES, ge=65_536, le=200 * 1024 * 1024, title="Largest mail in bytes", json_schema_extra=ADVANCED,
        description="A larger mail is kept without its attachments.")

    @model_validator(mode="before")
    @classmethod
    def _one_oauth(cls, data: Any) -> Any:
        """`oauth` stands at the channel, or where the password would: the tokens are the channel's either way."""
        if not isinstance(data, dict):
            return data
        data = dict(data)
        for place in ("imap", "smtp"):
            server = data.get(place)
            if isinstance(server, dict) and "oauth" in server:
                server = dict(server)
                inner = server.pop("oauth")
                if data.get("oauth") not in (None, inner):
                    raise ValueError(f"oauth stands twice with different settings; remove {place}.oauth")
                data["oauth"], data[place] = inner, server
        return data

    @field_validator("address")
    @classmethod
    def _address(cls, value: str) -> str:
        return parse(value).value

    @field_validator("aliases")
    @classmethod
    def _aliases(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(parse(alias).value for alias in value)

    @field_validator("name", "sent_folder")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if re.search(r"[\x00-\x1f\x7f]", value):
            raise ValueError("must be one line without control characters")
        return value

    @field_validator("after_ingest")
    @classmethod
    def _known(cls, value: str) -> str:
        if not re.fullmatch(r"leave|seen|move:[^\x00-\x1f\x7f]+", value):
            raise ValueError("must be leave, seen or move:Folder")
        return value

    @model_validator(mode="after")
    def _safe(self) -> EmailConfig:
        if self.imap is None and not self.sends:
            raise ValueError("needs imap = { … } to receive, smtp = { … } to send, or both")
        if self.graph is not None and self.smtp is not None:
            raise ValueError("smtp and graph both send; remove one of them")
        if self.graph is not None and (self.oauth is None or self.oauth.provider != "microsoft"):
            raise ValueError('graph needs oauth = { provider = "microsoft", client_id, … }')
        if self.imap is not None:
            self._check_imap(self.imap)
        if self.smtp is not None:
            self._check_smtp(self.smtp)
        return self

    def _check_imap(self, imap: ImapConfig) -> None:
        if imap.password is None and self.oauth is None:
            raise _at("imap", "password", text="needs a password, or a login by OAuth")
        if imap.tls == "none" and not imap.loopback:
            raise ValueError('imap.tls = "none" would send the login in clear to another machine; '
                             'use "implicit" (port 993) or "starttls" (port 143)')
        target = self.after_ingest.removeprefix("move:")
        if self.after_ingest.startswith("move:") and target in imap.folders:
            raise ValueError(f"after_ingest moves mail to {target!r}, which is read itself; it would come in for ever")

    def _check_smtp(self, smtp: SmtpConfig) -> None:
        if smtp.password is not None and not smtp.username:
            raise _at("smtp", "username", text="smtp.password without smtp.username; give both or neither")
        if smtp.username and smtp.password is None and self.oauth is None:
            raise _at("smtp", "password", text="smtp.username without smtp.password; give both or neither")
        if smtp.tls == "none" and not smtp.loopback and self.smtp_login:
            raise ValueError('smtp.tls = "none" would send the login in clear to another machine; '
                             'use "implicit" (port 465) or "starttls" (port 587), or leave the login out')

    @property
    def imap_username(self) -> str:
        return (self.imap.username if self.imap else "") or self.address

    @property
    def sends(self) -> bool:
        """Whether there is a way out."""
        return self.smtp is not None or self.graph is not None

    @property
    def smtp_login(self) -> bool:
        """Whether we log in before sending: with a password, or with OAuth's token."""
        return self.smtp is not None and (self.smtp.password is not None or self.oauth is not None)

    @property
    def own(self) -> tuple[str, ...]:
        """Our addresses, normalised, the default sender first."""
        return tuple(dict.fromkeys((self.address, *self.aliases)))
