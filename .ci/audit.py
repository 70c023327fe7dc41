"""Known vulnerabilities in what Inbox is made of: the Python packages of this environment, the page's packages of its lock file.

Each is told apart: asked and clean, asked and found, or could not ask, because the service that knows is out of reach from here.
That is no success: a package that nobody could be asked about counts as not asked. Ends with 0: asked, and nothing found; 1: something
was found; 3: nothing was found, and not everything could be asked.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent.parent
OURS = {"shared-inbox"}
CLEAN, FOUND, UNASKED = 0, 1, 3
SECONDS = 90.0
# advisories that do not concern us: the id, and why. Whoever adds one says until when.
ACCEPTED: dict[str, str] = {}

Answer = tuple[int, list[str]]


def python_packages(told: str) -> Answer:
    """What pip-audit's JSON says. It calls a package that its service did not answer for "skipped", and ends well all the same."""
    try:
        packages: list[dict[str, Any]] = json.loads(told)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return UNASKED, ["pip-audit could not ask"]
    asked = [one for one in packages if one["name"].lower() not in OURS]
    found = [f"{one['name']} {one['version']}: {flaw['id']} ({', '.join(flaw.get('aliases', ()))}), "
             f"mended in {', '.join(flaw.get('fix_versions', ())) or 'no version yet'}"
             for one in asked for flaw in one.get("vulns", ()) if not {flaw["id"], *flaw.get("aliases", ())} & set(ACCEPTED)]
    left = [one["name"] for one in asked if "skip_reason" in one]
    if found:
        return FOUND, found
    if left or not asked:
        return UNASKED, [f"{len(left)} of {len(asked)} packages were not answered for: {', '.join(left[:5])}{' …' * (len(left) > 5)}"]
    return CLEAN, [f"{len(asked)} packages"]


def page_packages(told: str) -> Answer:
    """What npm's JSON says: either a `message` of what went wrong, or `vulnerabilities` by package."""
    try:
        answer = json.loads(told)
        if "vulnerabilities" not in answer:
            return UNASKED, [f"npm could not ask: {str(answer.get('message', 'no reason given'))[:120]}"]
        known: dict[str, dict[str, Any]] = answer["vulnerabilities"]
        count = answer["metadata"]["dependencies"]["total"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return UNASKED, ["npm could not ask"]
    found = []
    for name, one in known.items():
        causes = [cause for cause in one.get("via", ()) if isinstance(cause, dict)]  # the others only lead to these
        found += [f"{name} {cause.get('range', '')}: {cause.get('url')} ({cause.get('severity')}), {cause.get('title')}"
                  for cause in causes if str(cause.get("url", "")).rpartition("/")[2] not in ACCEPTED]
    return (FOUND, found) if found else (CLEAN, [f"{count} packages"]) if count else (UNASKED, ["npm saw no packages"])


def asked(command: Sequence[str], folder: Path, read: Callable[[str], Answer]) -> Answer:
    """Runs a tool and reads its JSON; a tool that is not there, or does not end, could not ask."""
    if not shutil.which(command[0]):
        return UNASKED, [f"{Path(command[0]).name} is not there"]
    try:
        done = subprocess.run(  # noqa: S603 - commands of our own, below
            command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return UNASKED, [f"no answer within {SECONDS:.0f} seconds"]
    return read(done.stdout)


def main() -> int:
    """Asks about both and says what came of it."""
    pip_audit = str(Path(sys.executable).parent / "pip-audit")
    answers = {
        "Python": asked([pip_audit, "--local", "--skip-editable", "--progress-spinner", "off", "--format", "json"], HOME, python_packages),
        "the page": asked(["npm", "audit", "--json"], HOME / "inbox" / "web", page_packages)}
    words = {CLEAN: "asked, and nothing is known against", FOUND: "VULNERABLE", UNASKED: "COULD NOT ASK, so nothing is known"}
    for what, (verdict, lines) in answers.items():
        print(f"audit: {what}: {words[verdict]}")
        print("\n".join(f"audit:   {line}" for line in lines))
    verdicts = {verdict for verdict, _ in answers.values()}
    return FOUND if FOUND in verdicts else UNASKED if UNASKED in verdicts else CLEAN


if __name__ == "__main__":
    sys.exit(main())
