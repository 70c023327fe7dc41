"""The API's description as a page: made here, no script, nothing fetched."""

from __future__ import annotations

from html import escape
from typing import Any

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_STYLE = ("body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:auto;padding:1rem;color-scheme:light dark}"
          "code{font:14px ui-monospace,monospace}h3{margin:1.5rem 0 0}table{border-collapse:collapse}"
          "td{padding:.1rem 1rem .1rem 0;vertical-align:top}.m{display:inline-block;min-width:4.5rem;font-weight:700}")


def page(described: dict[str, Any]) -> str:
    """The page for an OpenAPI description."""
    tags: dict[str, list[str]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            tags.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    sections = "".join(f"<h2>{escape(tag)}</h2>{''.join(parts)}" for tag, parts in tags.items())
    models = "".join(_model(name, schema) for name, schema in sorted(described["components"]["schemas"].items()))
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Inbox: the API</title>'
            f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><h1>Inbox: the API</h1>'
            '<p><code>Authorization: Bearer TOKEN</code>, or the page\'s cookie with <code>X-CSRF-Token</code>. Errors are '
            'problems (RFC 9457) with a <code>code</code>. Lists are <code>{"items", "next"}</code>; pass <code>next</code> as '
            '<code>cursor</code>. The same for programs: <a href="/api/openapi.json">openapi.json</a>.</p>'
            f'{sections}<h2>Shapes</h2>{models}</body></html>')


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    rows = [(p["name"], p["in"], _type(p["schema"]), p.get("description", "")) for p in operation["parameters"]]
    if body := operation.get("requestBody"):
        media, shape = next(iter(body["content"].items()))
        rows.append(("body", media, _type(shape["schema"]), ""))
    status, answer = next(iter(operation["responses"].items()))
    for media, shape in answer.get("content", {}).items():
        rows.append((f"answers {status}", media, _type(shape.get("schema", {})), ""))
    return (f'<h3><code><span class="m">{method.upper()}</span>{escape(path)}</code></h3><p>{escape(operation["summary"])}</p>'
            f"<table>{_rows(rows)}</table>")


def _rows(rows: list[tuple[str, str, str, str]]) -> str:
    """`type` alone is HTML already."""
    return "".join(f"<tr><td><code>{escape(name)}</code><td>{escape(place)}<td>{kind}<td>{escape(text)}"
                   for name, place, kind, text in rows)


def _model(name: str, schema: dict[str, Any]) -> str:
    required = schema.get("required", ())
    rows = [(key, "" if key in required else "optional", _type(of), of.get("description", ""))
            for key, of in schema.get("properties", {}).items()]
    text = escape(schema.get("description", ""))
    return f'<h3 id="{escape(name)}">{escape(name)}</h3><p>{text}</p><table>{_rows(rows)}</table>'


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(part) for part in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(escape(str(value)) for value in schema["enum"])
    if "const" in schema:
        return escape(str(schema["const"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return escape(str(schema.get("format") or schema.get("type", "anything")))
