"""What the calls about connectors and channels made in the browser take and give."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from inbox.api.answers import Answer
from inbox.api.models import Body, Query

ChannelName = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,60}$", examples=["support"],
                                   description="Small letters, digits, - and _; it stays for ever.")]
Type = Annotated[str, Field(min_length=1, max_length=100, description="One of `GET /connectors`.")]
Settings = Annotated[dict[str, Any], Field(description="As the connector's `schema` has it, without `type` and `enabled`.")]


class NewChannel(Body):
    """A channel that is made in the browser."""

    name: ChannelName
    type: Type
    settings: Settings = Field(repr=False)


class ChannelPatch(Body):
    """Changes of a channel that was made in the browser. `settings` are whole: what is missing goes back to its default,
    but a secret that is missing or null stays as it was, and an empty one is taken away."""

    settings: Settings | None = Field(None, repr=False)
    enabled: bool | None = None
    version: int | None = Field(None, ge=0, le=2**53, description="As `GET …/settings` gave it; an old one is 409.")


class Trial(Body):
    """Settings to be tried before they are saved. `name`: of the channel that they are for, whose secrets are used where
    they are missing."""

    type: Type
    name: ChannelName | None = None
    settings: Settings = Field(repr=False)


class SuggestQuery(Query):
    """Whose provider."""

    address: str = Field(max_length=320, description="As the connector's users type it: an e-mail address.")


class Connector(Answer):
    """A kind of service that a channel can be made of."""

    type: str
    title: str
    summary: str
    help_url: str | None
    guide: str | None = Field(description="An example of what the service has to do, as a program; {hooks} in it is where the channel's "
                              "web hooks begin.")
    schema_: dict[str, Any] = Field(alias="schema", description="The JSON Schema of the settings: references written out, `nullable` "
                                    "instead of a choice with null, `group` for where a field stands in the form, `made` for a secret "
                                    "that the form may make.")
    oauth: bool = Field(description="It can be authorised in the browser.")
    suggests: bool = Field(description="`GET /connectors/TYPE/suggest` knows settings by an address.")
    features: dict[str, Any]


class Connectors(Answer):
    """All of them; there are few, so there are no pages."""

    items: list[Connector]
    callback_url: str = Field(description="Where a provider sends the browser back to, to be registered there: `{name}` is the channel's.")
    hooks_url: str = Field(description="Where providers post to; the connector's own page says what stands behind `{name}/`.")


class Suggested(Answer):
    """Settings to begin with; `settings` is null when nothing is known."""

    settings: dict[str, Any] | None
    provider: str
    known: bool = Field(description="From a list of providers; else guessed from the domain.")
    note: str
    code: str | None = Field(description="Names the note, for words in another language. Null: there is none.")
    help_url: str | None


class ChannelSettings(Answer):
    """What was set. Secrets are null; `secrets_set` has the dotted places of those that there are."""

    name: str
    type: str
    enabled: bool
    version: int
    settings: dict[str, Any]
    secrets_set: list[str]
    unreadable: bool = Field(description="The key that encrypted it is lost: the secrets must be entered again.")


class TrialStep(Answer):
    """One line of the stream. The last one is `{"done": true, "ok": …}`."""

    step: str
    level: Literal["ok", "warn", "fail"]
    text: str
    cure: str | None
    code: str | None = Field(description="Names what was seen, for words in another language. Null: there is none.")
    params: dict[str, str | int | float] = Field(description="What stands in the sentence of `code`.")
