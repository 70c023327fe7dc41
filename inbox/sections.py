"""The tables of the configuration file: what can be set there, what it may be, and what it is when it is left out.

Channels have tables of their own (`inbox.connector.ChannelConfig`).
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import pydantic
from pydantic import BaseModel, BeforeValidator, Field, SecretStr, ValidationInfo, field_validator

from inbox.secret import Secret

NEW_KEY = 'python3 -c "import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'


class Section(BaseModel):
    """One table of the file."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _network(value: str) -> str:
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError:
        raise ValueError(f"{value!r} is no IP address or network such as 10.0.0.0/8") from None
    return value


class ServerConfig(Section):
    """How the daemon is reached, and what it may reach."""

    listen: str = Field("127.0.0.1:8080", description="Address and port of the API and the page: HOST:PORT.")
    public_url: str = Field("", description="Where browsers and providers reach it: for links, webhooks and OAuth.")
    key: Annotated[tuple[Secret, ...], BeforeValidator(_as_tuple)] = Field(
        (), description="32 random bytes in URL-safe base64; the first of a list signs, the others stay valid. "
        "Left out: the file `key` in data_dir, made at the first run.")
    trusted_proxies: tuple[str, ...] = Field((), description="Proxies whose X-Forwarded-For is believed.")
    egress_allow: tuple[str, ...] = Field((), description="Private addresses that user-supplied URLs may reach.")
    reopen_days: int = Field(30, ge=0, le=36_500, description="A conversation closed for longer gets a new one instead.")

    @pydantic.model_validator(mode="before")
    @classmethod
    def _default_url(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("public_url") and isinstance(data.get("listen", ""), str):
            host, _, port = data.get("listen", "127.0.0.1:8080").rpartition(":")
            return data | {"public_url": f"http://{'127.0.0.1' if host in ('', '0.0.0.0', '[::]') else host}:{port}"}  # noqa: S104
        return data

    @field_validator("listen", mode="before")
    @classmethod
    def _more_than_a_port(cls, value: Any) -> Any:
        if not isinstance(value, bool) and re.fullmatch(r"[0-9]{1,5}", str(value)):
            raise ValueError(f'must be HOST:PORT; write listen = "127.0.0.1:{value}"')
        return value

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, colon, port = value.rpartition(":")
        if colon and re.fullmatch(r"[0-9]{5,}", port) and int(port[:6]) > 65_535:
            raise ValueError("must be HOST:PORT, and a port is at most 65535")
        if not colon or not re.fullmatch(r"[0-9]{1,5}", port) or not re.fullmatch(
                r"[A-Za-z0-9.-]*|\[[0-9a-fA-F:.]+\]", host):
            raise ValueError("must be HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080")
        return value

    @field_validator("public_url")
    @classmethod
    def _bare_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
            raise ValueError("must be a URL such as https://inbox.example.com")
        return value.rstrip("/")

    @field_validator("trusted_proxies", "egress_allow")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_network(item) for item in value)

    @field_validator("key")
    @classmethod
    def _keys(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for key in value:
            decode_key(key.get_secret_value())
        return value

    @property
    def host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]") or "0.0.0.0"  # noqa: S104 - `:8080` says so

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])


def decode_key(text: str) -> bytes:
    """The 32 bytes of a key, with or without its padding. Raises ValueError."""
    try:
        key = base64.b64decode(text.strip() + "=" * (-len(text.strip()) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise ValueError(f"must be 32 random bytes in URL-safe base64; make one: {NEW_KEY}")
    return key


def password_in(url: str) -> str:
    """The password in a URL; empty when there is none, or no URL."""
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""


def without_password(url: str) -> str:
    """A URL as it may be shown: where it leads, and as whom."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return url.partition("://")[0]
    user = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{user}{parts.hostname or ''}{port}{parts.path}"  # what follows a ? may hold a password too


def _store_url(value: Any, info: ValidationInfo) -> Any:
    """A reference is followed; a URL with a password in it is a literal secret."""
    if not isinstance(value, str) or value == "sqlite":
        return value
    if value.partition(":")[0] in ("env", "file", "cred"):
        value = pydantic.TypeAdapter(Secret).validate_python(value).get_secret_value()
    elif isinstance(info.context, dict) and password_in(value):
        info.context.setdefault("literals", []).append("url")
    return re.sub(r"^postgres(ql\+\w+)?://", "postgresql://", value)


class BucketConfig(Section):
    """A bucket of an S3-compatible service."""

    url: str = Field(description="s3://BUCKET or s3://BUCKET/PREFIX.")
    endpoint: str = Field("", description="The service's URL, such as https://s3.example.com; empty: Amazon's.")
    region: str = Field("us-east-1", description="The region, as the service calls it.")
    access_key: Secret | None = Field(None, description="Its access key; left out: the machine's own role, or $AWS_ACCESS_KEY_ID.")
    secret_key: Secret | None = Field(None, description="The secret key that belongs to it.")

    @field_validator("url")
    @classmethod
    def _bucket(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme != "s3" or not re.fullmatch(r"[a-z0-9.-]{3,63}", parts.netloc) or parts.query or parts.fragment:
            raise ValueError("must be s3://BUCKET or s3://BUCKET/PREFIX")
        return value

    @field_validator("endpoint")
    @classmethod
    def _web(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc):
            raise ValueError("must be a URL such as https://s3.example.com")
        return value

    @pydantic.model_validator(mode="after")
    def _both(self) -> BucketConfig:
        if (self.access_key is None) != (self.secret_key is None):
            raise ValueError("access_key and secret_key belong together: give both, or neither")
        return self


class StoreConfig(Section):
    """Where everything is kept."""

    url: Annotated[str, BeforeValidator(_store_url)] = Field(
        "sqlite", repr=False, description="sqlite (data_dir/inbox.db) or postgresql://USER:PASSWORD@HOST/DATABASE.")
    data_dir: Path = Field(Path("/var/lib/inbox"), description="Folder of the database, attachments and large raw messages.")
    takeover_seconds: float = Field(20, ge=1, le=3600, description="Several daemons: seconds of silence after which the others take "
                                    "over what one was doing.")
    bucket: BucketConfig | None = Field(None, description="Attachments and large raw messages in a bucket instead of data_dir.")

    @field_validator("url")
    @classmethod
    def _known(cls, value: str) -> str:
        if value != "sqlite" and not value.startswith("postgresql://"):
            raise ValueError('must be "sqlite" or postgresql://…')
        return value

    @field_validator("data_dir")
    @classmethod
    def _beside_the_file(cls, value: Path, info: ValidationInfo) -> Path:
        return Path(info.context["folder"] if isinstance(info.context, dict) else ".", value.expanduser()).absolute()


class MailConfig(Section):
    """Mail of the program itself."""

    from_channel: str = Field("", description="The channel that sends password resets and notices; empty: none are sent.")


class LogConfig(Section):
    """The log, on stderr."""

    level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least important line that is shown.")
    format: Literal["text", "json"] = Field("text", description="Lines for people, or a JSON object per line.")


class Root(Section):
    """The whole file; each channel is checked on its own."""

    server: ServerConfig = Field(default_factory=lambda: ServerConfig())
    store: StoreConfig = Field(default_factory=lambda: StoreConfig())
    mail: MailConfig = Field(default_factory=lambda: MailConfig())
    log: LogConfig = Field(default_factory=lambda: LogConfig())
    channels: dict[str, Any] = Field(default_factory=dict, description="One table for each channel.")


SECTIONS: Mapping[str, type[Section]] = {"server": ServerConfig, "store": StoreConfig, "mail": MailConfig, "log": LogConfig}
