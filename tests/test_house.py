"""The house rules that a machine can hold. The layers themselves are in pyproject.toml, `[tool.importlinter]`."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from inbox import registry
from inbox.connector import API, ChannelConfig, Connector, Features

ROOT = Path(__file__).parent.parent
SOURCES = sorted(p for top in ("inbox", "connectors") for p in (ROOT / top).rglob("*.py") if "node_modules" not in p.parts)
LINES, FUNCTION = 400, 60  # about; a tenth more is a smell that the eye judges, not the build
MINE = {"inbox.connector", "inbox.types", "inbox.errors"}


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """Every absolute module that a file names in an import, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            base = node.module or ""
            # `from inbox import registry` names the module inbox.registry
            found |= {f"inbox.{alias.name}" for alias in node.names} if base == "inbox" else {base}
    return found


def test_import_contracts_hold() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", [p for p in SOURCES if p.is_relative_to(ROOT / "connectors")], ids=module)
def test_a_connector_imports_the_socket_and_nothing_else(path: Path) -> None:
    foreign = {name for name in imports(path) if name.split(".")[0] == "inbox" and name not in MINE}
    assert not foreign


def test_sql_stays_in_the_store() -> None:
    tools = {"sqlmodel", "sqlalchemy", "alembic"}
    guilty = {module(path) for path in SOURCES if {n.split(".")[0] for n in imports(path)} & tools}
    assert guilty, "the check sees nothing at all"
    assert all(name.startswith(("inbox.store", "inbox.features")) for name in guilty), guilty


def test_the_core_names_no_type_of_channel() -> None:
    """`channel.type == "email"` in the core would make the next channel fall through."""
    types = set(registry.types())
    outside = ("inbox.sandbox", "inbox.demo", "inbox.testing")
    guilty = []
    for path in SOURCES:
        if not module(path).startswith("inbox") or module(path).startswith(outside):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and "type" in ast.unparse(node.left) and any(
                    isinstance(c, ast.Constant) and c.value in types for c in node.comparators):
                guilty.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not guilty


# migrations are written once and never read again
UNMEASURED = [p for p in SOURCES if "migrations" in p.parts]


@pytest.mark.parametrize("path", [p for p in SOURCES if p not in UNMEASURED], ids=module)
def test_files_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LINES * 1.1
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno <= FUNCTION * 1.1, f"{node.name} is too long"


@pytest.mark.section9(42)
@pytest.mark.parametrize("type_", registry.types())
def test_every_registered_connector_fits_the_socket(type_: str) -> None:
    found = registry.connector(type_)
    assert issubclass(found, Connector)
    assert found.api == API
    assert issubclass(found.Config, ChannelConfig)
    assert found.Config.model_config.get("extra") == "forbid"
    assert isinstance(found.features, Features)


def test_every_connector_in_the_tree_is_registered() -> None:
    known = {registry.connector(type_).__module__.split(".")[1] for type_ in registry.types()}
    there = {p.stem for p in (ROOT / "connectors").iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()} - {"__init__"}
    assert there <= known
