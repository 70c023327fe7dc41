"""The page's words for our connectors are there: each setting, each step and finding of a connection test, in English and with
the values that stand in them. The other languages are compared with English by the page's own check."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.email import providers
from inbox import registry
from inbox.api import forms
from inbox.connector import ChannelConfig

ROOT = Path(__file__).parent.parent
SOURCE = (ROOT / "inbox" / "web" / "src" / "i18n" / "en" / "connector.ftl").read_text(encoding="utf-8")
WORDS = {found[1]: found[2] for found in re.finditer(r"^([a-z][\w-]*) = (.*(?:\n[ }].*)*)", SOURCE, re.MULTILINE)}
ELSEWHERE = {"agents"}  # it has a place of its own in the page


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower())


def fields(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, field in schema.get("properties", {}).items():
        yield path + name, field
        yield from fields(field, f"{path}{name}.")


def words(type_: str, path: str, end: str = "") -> str | None:
    """As the page looks them up: `fieldWords` in admin/words.ts."""
    return WORDS.get(f"connector-{type_}-{slug(path)}{end}") or WORDS.get(f"connector-any-{slug(path.rpartition('.')[2])}{end}")


@pytest.mark.parametrize("type_", registry.types())
def test_a_form_has_words(type_: str) -> None:
    card = forms.card(type_)
    assert WORDS.get(f"connector-{type_}") and WORDS.get(f"connector-{type_}-summary")
    known = [path for path, _ in fields(card["schema"]) if path not in ELSEWHERE]
    assert [path for path in known if not words(type_, path)] == []
    assert [path for path in known if path != "initial_sync" and not words(type_, path, "-help")] == []
    assert {"poll_seconds", "keep_days"} <= set(known) & set(ChannelConfig.model_fields)


def findings() -> Iterator[tuple[str, set[str], set[str]]]:
    """Of each Finding that our connectors and the core make: where, its steps, and its codes."""
    for file in sorted([*ROOT.glob("connectors/**/*.py"), ROOT / "inbox" / "trial.py", ROOT / "inbox" / "connector.py"]):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
                given = {one.arg: one.value for one in node.keywords}
                yield f"{file.name}:{node.lineno}", strings(given["step"]), strings(given["code"]) if "code" in given else set()


def strings(node: ast.AST) -> set[str]:
    if isinstance(node, ast.IfExp):  # what it depends on is no name
        return strings(node.body) | strings(node.orelse)
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_a_finding_has_words() -> None:
    found = list(findings())
    assert len(found) > 60
    codes = {code for _, _, named in found for code in named} | set(re.findall(r'failed\("(?:\w+", ")?([a-z-]+)"', "".join(
        (ROOT / "connectors" / name / "check.py").read_text(encoding="utf-8") for name in ("email", "twilio")))) | {
        "port-silent", "port-forbidden", "port-closed", "port-away", "login-google", "login-google-grant", "login-microsoft",
        "login-microsoft-app", "login-refused"}
    assert [code for code in sorted(codes) if not {f"connector-found-{code}", f"connector-found-{code}-cure"} & WORDS.keys()] == []
    said = {re.sub(r"(-near|-far)?(-cure)?$", "", key.removeprefix("connector-found-"))
            for key in WORDS if key.startswith("connector-found-")}
    assert sorted(said - {re.sub(r"(-near|-far)$", "", code) for code in codes}) == []  # and none that nobody finds


def test_what_stands_in_a_sentence_is_given() -> None:
    checked = 0
    for file in sorted(ROOT.glob("connectors/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            given = {one.arg: one.value for one in node.keywords} if isinstance(node, ast.Call) else {}
            params = given.get("params", ast.Dict(keys=[], values=[]))
            if not {"step", "code"} <= given.keys() or not isinstance(params, ast.Dict) or None in params.keys:
                continue  # put together elsewhere
            known = {key.value for key in params.keys if isinstance(key, ast.Constant)}
            for code in strings(given["code"]):
                text = WORDS.get(f"connector-found-{code}", "") + WORDS.get(f"connector-found-{code}-cure", "")
                assert set(re.findall(r"\$(\w+)", text)) <= known, f"{file.name}: {code}"
                checked += 1
    assert checked > 50


def test_a_step_has_a_name() -> None:
    steps = {step for _, named, _ in findings() for step in named if re.fullmatch(r"[a-z_ ]+", step)}
    whole = {label + step for step in steps for label in (("imap", "smtp") if step.startswith(" ") else ("",))}
    assert {"imap dns", "smtp tls", "login", "outbound_url"} <= whole
    assert [step for step in sorted(whole) if f"connector-step-{slug(step)}" not in WORDS] == []


def test_what_to_know_of_a_provider_has_words() -> None:
    assert [one.title for one in providers.PROVIDERS if one.note and f"connector-note-{one.code}" not in WORDS] == []
    guessed = providers.suggest("a@unheard.example")
    assert guessed is not None and f"connector-note-{guessed.code}" in WORDS
