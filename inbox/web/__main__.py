"""`python -m inbox.web dev|build|check|test|types`: working on the agents' page. Needs a checkout, and Node (see building.py)."""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from inbox.web import building

HERE = building.HERE
TYPES = HERE / "src" / "data" / "api.gen.ts"
BUDGET = "size"  # package.json: what may be how large


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a verb; 0 done, 1 something is wrong, 2 cannot be done here."""
    parser = argparse.ArgumentParser(prog="python -m inbox.web", description="The agents' page.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("build", help="bring dist/ up to date").add_argument("--force", action="store_true", help="build it anyway")
    verbs.add_parser("check", help="types, translations, sizes, and whether the API's types are those of this API")
    verbs.add_parser("test", help="vitest").add_argument("rest", nargs=argparse.REMAINDER, help="vitest's own arguments")
    verbs.add_parser("types", help="write the API's types anew")
    verbs.add_parser("node", help="whether there is a Node that is new enough")
    verbs.add_parser("dev", help="Vite's server, which shows each change at once").add_argument(
        "url", nargs="?", help="a running Inbox; without it a demo is started")
    given = parser.parse_args(argv)
    try:
        return int(globals()[f"_{given.verb}"](given) or 0)
    except building.NoNodeError as error:
        print(f"inbox.web: {error}\nOr, for this environment alone: pip install --only-binary :all: '{building.PACKAGE}'", file=sys.stderr)
        return 2
    except building.BuildError as error:
        print(f"inbox.web: {error}", file=sys.stderr)
        return 1


def _build(given: argparse.Namespace) -> None:
    building.build(force=given.force)


def _node(given: argparse.Namespace) -> None:
    print(building.node()[0])


def _script(name: str, *rest: str) -> int:
    """A script of package.json; its exit code."""
    building.packages()
    node, npm = building.node()
    command = [*npm, "run", "--silent", name, *(["--", *rest] if rest else [])]
    return subprocess.run(command, cwd=HERE, env=building.environment(node), check=False).returncode  # noqa: S603 - ours


def _check(given: argparse.Namespace) -> int:
    building.build()
    wrong = [name for name in ("check", BUDGET) if _script(name)]
    if _generated() != TYPES.read_text(encoding="utf-8"):
        print(f"{TYPES.relative_to(HERE)} is not of this API: python -m inbox.web types", file=sys.stderr)
        wrong.append("types")
    if wrong:
        print(f"not right: {', '.join(wrong)}", file=sys.stderr)
    return int(bool(wrong))


def _test(given: argparse.Namespace) -> int:
    return _script("test", *given.rest)


def _types(given: argparse.Namespace) -> None:
    TYPES.write_text(_generated(), encoding="utf-8")


def _generated() -> str:
    """The API's types as openapi-typescript makes them of the description of this very code. Raises BuildError."""
    from inbox.api.description import openapi
    from inbox.api.server import operations
    building.packages()
    with tempfile.TemporaryDirectory() as folder:
        described, made = Path(folder) / "openapi.json", Path(folder) / "api.gen.ts"
        described.write_text(json.dumps(openapi(operations(), "http://127.0.0.1:8080")), encoding="utf-8")
        tool = HERE / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
        building.run("openapi-typescript", building.node()[0], str(tool), str(described), "--output", str(made))
        return made.read_text(encoding="utf-8")


def _dev(given: argparse.Namespace) -> int:
    building.packages()
    node, _ = building.node()
    demo, url = None, given.url
    if url is None:
        demo = subprocess.Popen([sys.executable, "-m", "inbox", "demo", "--port", "0"], stdout=subprocess.PIPE, text=True)
        assert demo.stdout is not None
        line = demo.stdout.readline()
        if not line:
            return demo.wait()
        url = json.loads(line)["url"]
    try:
        return subprocess.run([node, str(HERE / "node_modules" / "vite" / "bin" / "vite.js")], cwd=HERE, check=False,  # noqa: S603 - ours
                              env={**building.environment(node), "INBOX_URL": url}).returncode
    except KeyboardInterrupt:
        return 0
    finally:
        if demo is not None:
            demo.send_signal(signal.SIGTERM)
            demo.wait(30)


if __name__ == "__main__":
    sys.exit(main())
