"""What is wrong with a configuration, in words: each problem with its key and its cure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: its dotted key, what, and how to mend it.

    `unread`: a secret that this process cannot read, and another (the daemon) perhaps can. `passing`: the store may know
    better, so that it stops nothing.
    """

    key: str
    text: str
    cure: str = ""
    unread: bool = False
    passing: bool = False

    def __str__(self) -> str:
        return f"{self.key + ': ' if self.key else ''}{self.text}{'; ' + self.cure if self.cure else ''}"


def nearest(name: str, known: Iterable[str]) -> str:
    """`did you mean …?`, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""


def explain(error: ValidationError, model: type[BaseModel], prefix: str = "", *,
            elsewhere: Mapping[str, type[BaseModel]]) -> Iterator[Problem]:
    """Pydantic's findings as problems; what was given is never repeated, it might be a secret.

    `prefix`: where the model stands in the file. `elsewhere`: the sections in which an unknown key may be at home.
    """
    for item in error.errors(include_url=False, include_input=False, include_context=False):
        loc = item["loc"]
        place = _dotted(loc, prefix)
        owner = _model_at(model, loc[:-1])
        name = str(loc[-1]) if loc else ""
        info = owner.model_fields.get(name) if owner else None
        meaning = (info.description or "") if info else ""
        if item["type"] == "extra_forbidden":
            section = f"[{_dotted(loc[:-1], prefix)}]" if place != name else "the file"
            yield Problem(key=place, text=f"unknown key {name!r} in {section}", cure=_unknown(name, owner, elsewhere))
        elif item["type"] == "missing":
            yield Problem(key=place, text="is missing", cure=f"add {name} = …: {meaning}" if meaning else f"add {name} = …")
        elif item["type"] in ("model_type", "dict_type", "model_attributes_type"):
            yield Problem(key=place, text="must be a table", cure=f"write [{place}]")
        else:
            text = item["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
            yield Problem(key=place, text=text, cure=f"its meaning: {meaning}" if meaning else "",
                          unread=item["type"] == "unread_secret")


def _unknown(name: str, owner: type[BaseModel] | None, elsewhere: Mapping[str, type[BaseModel]]) -> str:
    known = list(owner.model_fields) if owner else []
    if near := nearest(name, known):
        return near
    homes = [f"[{section}]" for section, model in elsewhere.items() if name in model.model_fields]
    return f"it belongs in {' or '.join(homes)}" if homes else f"known are: {', '.join(known)}"


def _dotted(loc: tuple[int | str, ...], prefix: str) -> str:
    text = prefix
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f"{'.' if text else ''}{part}"
    return text


def _model_at(model: type[BaseModel] | None, loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    for part in loc:
        info = model.model_fields.get(str(part)) if model else None
        model = next(_models(info.annotation), None) if info else None
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation speaks of, inside Optional, Annotated and collections."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, UnionType, Annotated, tuple, list, dict):
        for part in get_args(annotation):
            yield from _models(part)


