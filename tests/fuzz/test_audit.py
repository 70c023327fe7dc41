"""The audit of dependencies never takes silence for a clean bill."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

PATH = Path(__file__).parents[2] / ".ci" / "audit.py"
pytestmark = pytest.mark.skipif(not PATH.is_file(), reason="the CI's own scripts are not in this distribution")


@pytest.fixture
def audit() -> Any:
    spec = importlib.util.spec_from_file_location("inbox_ci_audit", PATH)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def python(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": [{"name": "x", "version": "1", "vulns": []} | one for one in packages], "fixes": []})


FLAW = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2"], "description": ""}


def test_python_packages(audit: Any) -> None:
    assert audit.python_packages(python({})) == (audit.CLEAN, ["1 packages"])
    assert audit.python_packages(python({}, {"vulns": [FLAW]}))[0] == audit.FOUND
    assert "x 1: PYSEC-1 (CVE-1), mended in 2" in audit.python_packages(python({"vulns": [FLAW]}))[1][0]
    # a mirror that knows no advisories, our own package alone, no answer, another answer
    for told in (python({}, {"name": "y", "skip_reason": "not found"}), python({"name": "shared-inbox", "skip_reason": "editable"}),
                 "", "{}", "[]", "Traceback"):
        assert audit.python_packages(told)[0] == audit.UNASKED, told
    assert audit.python_packages(python({"vulns": [FLAW]}, {"skip_reason": "not found"}))[0] == audit.FOUND


def test_what_was_accepted_is_not_found_again(audit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(audit.ACCEPTED, "CVE-1", "we never call it")
    assert audit.python_packages(python({"vulns": [FLAW]}))[0] == audit.CLEAN


def test_the_pages_packages(audit: Any) -> None:
    def told(total: int, **known: Any) -> str:
        return json.dumps({"vulnerabilities": known, "metadata": {"dependencies": {"total": total}}})
    cause = {"source": 1, "url": "https://example.com/advisories/GHSA-1", "severity": "high", "title": "bad", "range": "<2"}
    assert audit.page_packages(told(90)) == (audit.CLEAN, ["90 packages"])
    assert audit.page_packages(told(90, a={"via": [cause]}, b={"via": ["a"]})) == (
        audit.FOUND, ["a <2: https://example.com/advisories/GHSA-1 (high), bad"])
    for text in (told(0), "", "{}", '{"message": "405 Method Not Allowed"}', "[]", "null"):
        assert audit.page_packages(text)[0] == audit.UNASKED, text


def test_a_tool_that_is_not_there_could_not_ask(audit: Any, tmp_path: Path) -> None:
    assert audit.asked(["/not/there/pip-audit"], tmp_path, audit.python_packages)[0] == audit.UNASKED
