"""The docs agree with the program: every setting is explained, every command documented, every link leads somewhere."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import BaseModel

from inbox import cli, config, events, registry
from inbox.commands.setup import example
from inbox.config_errors import _models
from inbox.connector import ChannelConfig
from inbox.sections import SECTIONS

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
COMMON = set(ChannelConfig.model_fields) - {"type"}


def uncommented() -> dict[str, Any]:
    """config.example.toml with every setting in force."""
    return tomllib.loads(re.sub(r"^#(?=[^ #\n])", "", example(), flags=re.MULTILINE))


def keys(model: type[BaseModel], path: str = "") -> Iterator[str]:
    """Every setting of a model, dotted."""
    for name, info in model.model_fields.items():
        yield path + name
        for inner in _models(info.annotation):
            yield from keys(inner, f"{path}{name}.")


def given(table: Any, path: str = "") -> Iterator[str]:
    for name, value in table.items():
        yield path + name
        if isinstance(value, dict):
            yield from given(value, f"{path}{name}.")


def test_the_example_is_a_configuration_as_it_stands() -> None:
    found, problems = config.check(tomllib.loads(example()))
    assert problems == []
    assert found.broken == {}


def test_the_example_is_right_with_every_setting_in_force(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = example()
    (tmp_path / "key").write_text("A" * 43)
    for name in re.findall(r'"env:(\w+)"', text):
        monkeypatch.setenv(name, "a-secret-of-some-length-0123456789")
    data = uncommented()
    data["server"]["key"] = f"file:{tmp_path}/key"
    found, problems = config.check(data)
    assert problems == []
    assert found.broken == {}
    assert {c.type for c in found.channels.values()} == set(registry.types())


@pytest.mark.parametrize("section", list(SECTIONS))
def test_every_setting_of_the_program_is_in_the_example(section: str) -> None:
    assert set(keys(SECTIONS[section])) == set(given(uncommented()[section]))


@pytest.mark.parametrize("type_", registry.types())
def test_every_setting_of_a_channel_is_in_the_example(type_: str) -> None:
    tables = [table for table in uncommented()["channels"].values() if table["type"] == type_]
    assert tables, f"the example has no channel of type {type_}"
    wanted = {key for key in keys(registry.connector(type_).Config) if key.split(".")[0] not in COMMON}
    assert wanted <= {key for table in tables for key in given(table)}


@pytest.mark.parametrize("key", sorted(COMMON))
def test_what_every_channel_knows_is_explained_once(key: str) -> None:
    assert re.search(rf"^#   {key} = ", example(), re.MULTILINE)


@pytest.mark.parametrize("model", [*SECTIONS.values(), *(registry.connector(t).Config for t in registry.types())],
                         ids=lambda m: m.__name__)
def test_every_setting_describes_itself(model: type[BaseModel]) -> None:
    silent = [name for name, info in model.model_fields.items() if not info.description and name != "type"]
    assert not silent


# ---------------------------------------------------------------- commands and pages

def commands(command: click.Command, path: str) -> Iterator[str]:
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        yield from commands(inner, f"{path} {name}")


@pytest.mark.parametrize("command", list(commands(cli.inbox, "inbox")))
def test_every_command_is_documented(command: str) -> None:
    assert re.search(rf"`{command}[` ]", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))


def test_no_command_is_documented_that_does_not_exist() -> None:
    real = set(commands(cli.inbox, "inbox"))
    groups = {" ".join(c.split()[:2]) for c in real}
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES if "decisions" not in page.parts)
    named = {" ".join(m.split()) for m in re.findall(r"`(inbox(?: [a-z]+){1,2})", text)}
    unknown = {n for n in named if n not in real and " ".join(n.split()[:2]) not in real and n not in groups}
    assert not unknown


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("type_", registry.types())
def test_every_connector_is_in_the_readme(type_: str) -> None:
    assert f"`{type_}`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=,]", one)[0] for one in wanted}
    assert {n for n in names if f"| {n} |" not in reasons} == set()


def test_the_kinds_of_events_are_all_listed() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").partition("## Listening")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `([a-z.]+)` \|", page, re.MULTILINE)) == events.KINDS
