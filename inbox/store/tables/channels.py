"""Channels, their feeds, facts and tokens; who works on what; and facts about the store itself."""

from __future__ import annotations

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from inbox.store.tables import columns as c


class Meta(SQLModel, table=True):
    """Facts about the store itself."""

    key: str = Field(primary_key=True)
    value: str = c.text()


class Channel(SQLModel, table=True):
    """What is known of a channel, whether it is configured now or not."""

    name: str = Field(primary_key=True)
    type: str = c.text()
    state: str = c.text("ok")  # ok | degraded | auth_required | misconfigured | paused | down
    reason: str = c.text()
    since: int = c.moment()
    next_try: int | None = c.moment(null=True)
    paused: int = c.integer()
    last_in_at: int | None = c.moment(null=True)
    last_out_at: int | None = c.moment(null=True)
    created_at: int = c.moment()


class InstalledChannel(SQLModel, table=True):
    """A channel that was made in the browser. `settings`: its section as JSON, encrypted with the server's key; `shown`:
    the same without the secrets, for the day when the key is lost."""

    __tablename__ = "installed_channel"
    name: str = Field(primary_key=True)
    type: str = c.text()
    enabled: int = c.integer(1)
    version: int = c.integer(1)
    created_at: int = c.moment()
    updated_at: int = c.moment()
    settings: str = c.text()
    shown: str = c.text("{}")


class Feed(SQLModel, table=True):
    """One stream of news. `cursor` is the connector's; null until the feed was started."""

    channel: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    cursor: str | None = Field(default=None, sa_type=Text, nullable=True)
    state: str = c.text("ok")  # ok | limited | failing
    reason: str = c.text()
    polled_at: int | None = c.moment(null=True)
    ok_at: int | None = c.moment(null=True)
    next_at: int | None = c.moment(null=True)
    failures: int = c.integer()


class Fact(SQLModel, table=True):
    """`Context.note`: a small durable fact of a channel."""

    channel: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    value: str = c.text()


class Grant(SQLModel, table=True):
    """OAuth tokens of a channel, encrypted; `pending` holds an authorisation that is under way, encrypted too.

    `expires_at` is the access token's, which we renew by ourselves; `ends_at` is when a person must authorise again.
    """

    channel: str = Field(primary_key=True)
    expires_at: int | None = c.moment(null=True)
    ends_at: int | None = c.moment(null=True)
    refreshing_until: int | None = c.moment(null=True)
    tokens: str = c.text()
    pending: str = c.text()


class Lease(SQLModel, table=True):
    """Who works on what: `fence` grows with every taking, and a commit under an old fence is refused."""

    name: str = Field(primary_key=True)
    owner: str = c.text()
    fence: int = c.integer()
    expires_at: int = c.integer()


class Tally(SQLModel, table=True):
    """Counts that are kept instead of counted: (channel, ledger state) -> n."""

    channel: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    n: int = c.integer()
