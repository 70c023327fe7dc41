"""What an agent may choose for the page: each setting with its values and its default."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ConfigDict, Field, field_validator, model_validator

from inbox.api import answers
from inbox.api.models import Body, Name

Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Such as 22:00.")]
Action = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.:-]{0,63}$")]
Combo = Annotated[str, Field(max_length=40, pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$|^$")]


class _Chosen(Body):
    """Only what is given counts. Null is no value, except where it is the default."""

    @model_validator(mode="before")
    @classmethod
    def _nothing_null(cls, value: Any) -> Any:
        for name, given in value.items() if isinstance(value, dict) else ():
            info = cls.model_fields.get(name)
            if given is None and info is not None and info.default is not None:
                raise ValueError(f"{name} must not be null")
        return value


class Notify(_Chosen):
    """What makes the page call. In the quiet hours nothing does."""

    mine: bool = True
    mentions: bool = True
    unassigned: bool = False
    sound: bool = False
    volume: float = Field(0.5, ge=0, le=1, allow_inf_nan=False)
    quiet_from: Hour | None = None
    quiet_to: Hour | None = None


class Guards(_Chosen):
    """What the composer warns of before it sends."""

    attachment: bool = Field(True, description="A file is mentioned and none is there.")
    empty: bool = Field(True, description="The reply says nothing.")
    language: bool = Field(True, description="It looks like another language than the customer's.")
    hours: bool = Field(True, description="It is outside of the hours.")


class Settings(_Chosen):
    """How the page is for this agent."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)

    theme: Literal["auto", "light", "dark"] = "auto"
    density: Literal["comfortable", "compact"] = "comfortable"
    locale: Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")] | None = Field(
        None, description="A language tag (BCP 47); null: the browser's.")
    calendar: Literal["gregory", "persian"] | None = Field(None, description="Null: that of the locale.")
    digits: Literal["auto", "latn"] = "auto"
    time_zone: Annotated[str, Field(max_length=64)] | None = Field(None, description="Such as Europe/Berlin; null: the browser's.")
    undo_seconds: Literal[0, 5, 10, 20, 30] = Field(10, description="How long a message waits before it leaves.")
    after_close: Literal["next", "previous", "list"] = "next"
    single_keys: bool = Field(True, description="Shortcuts of a single key (WCAG 2.1.4).")
    keys: Annotated[dict[Action, Combo], Field(max_length=200)] = Field(
        {}, description="Action -> keys, of those that differ from the usual; empty: none. To be given as a whole.")
    nav_collapsed: bool = False
    panel_open: bool = True
    notify: Notify = Notify()
    guards: Guards = Guards()
    announce: Literal["all", "mine", "none"] = Field("all", description="What a screen reader says of what comes in.")

    @field_validator("time_zone")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                ZoneInfo(value)
            except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a name that is a folder
                raise ValueError("is no time zone that is known here, such as Europe/Berlin") from None
        return value


class MePatch(Body):
    """What changes; what is left out stays, in `settings` too. `keys` is given as a whole."""

    name: Name | None = None
    settings: Settings = Settings()

    @model_validator(mode="after")
    def _nothing_null(self) -> Self:
        if "name" in self.model_fields_set and self.name is None:
            raise ValueError("name must not be null")
        return self


class Me(answers.Answer):
    """The agent who asks."""

    id: str
    email: str
    name: str
    role: Literal["agent", "admin"]
    csrf: str | None = Field(description="For X-CSRF-Token, when the cookie was used.")
    channels: list[str] = Field(description="The configured channels that admit this agent.")
    settings: Settings
    time_zone: str | None = Field(description="As in `settings`.")
    teams: list[answers.Named]
