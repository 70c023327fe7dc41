"""What a form for a connector's settings is made from: the JSON Schema of its Config, made plain.

References are written out, `X or null` is X with `nullable`, the settings that every channel has come last. Secrets are
`format: password, writeOnly`; `group` and `destination` are explained at `inbox.connector.ChannelConfig`.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any

from inbox import registry
from inbox.connector import Authorises, ChannelConfig, Connector, Suggests
from inbox.installed import OUTSIDE

Json = dict[str, Any]


@cache
def card(type_: str) -> Json:
    """One connector as the wizard shows it. Raises ConfigError when it cannot be loaded."""
    found = registry.connector(type_)
    return {"type": type_, "title": found.title or type_.replace("_", " ").capitalize(),
            "summary": found.summary or (found.__doc__ or "").strip().split("\n")[0], "help_url": found.help_url or None,
            "guide": found.guide or None,
            "schema": form(found.Config), "oauth": issubclass(found, Authorises), "suggests": issubclass(found, Suggests),
            "features": features(found)}


def features(found: type[Connector[Any]]) -> Json:
    """What the service can do, before any setting narrows it."""
    return dataclasses.asdict(found.features)


def form(model: type[ChannelConfig]) -> Json:
    """The schema of a connector's settings, without what stands beside them."""
    schema = model.model_json_schema()
    plain: Json = _plain(schema, schema.get("$defs", {}))
    common = [name for name in ChannelConfig.model_fields if name in plain["properties"]]
    own = [name for name in plain["properties"] if name not in common]
    plain["properties"] = {name: plain["properties"][name] for name in (*own, *common) if name not in OUTSIDE}
    plain["required"] = [name for name in plain.get("required", ()) if name not in OUTSIDE]
    return plain


def _plain(node: Any, known: Json) -> Any:
    if isinstance(node, list):
        return [_plain(one, known) for one in node]
    if not isinstance(node, dict):
        return node
    node = {key: value for key, value in node.items() if key != "$defs"}
    if "$ref" in node:
        meant = known[node.pop("$ref").rpartition("/")[2]]
        node = {**meant, **node}
    choices = node.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices and len(choices) == 2:
        (meant,) = [one for one in choices if one != {"type": "null"}]
        node = {**_plain(meant, known), **{key: value for key, value in node.items() if key != "anyOf"}, "nullable": True}
    out = {key: _plain(value, known) for key, value in node.items()}
    for name, field in out.get("properties", {}).items() if isinstance(out.get("properties"), dict) else ():
        if isinstance(field, dict) and field.get("title", "").lower() == name.replace("_", " "):
            field["title"] = name.replace("_", " ").capitalize()  # pydantic's own guess is in the capitals of a headline
    return out
