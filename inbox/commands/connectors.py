"""`inbox connector new`, `inbox connector test`."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

import click

from inbox import registry
from inbox.commands.common import Failed, Misused, cell, json_option, no_config_option, show, tell

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "inbox-{name}"
version = "0.1.0"
description = "{title} for Inbox"
requires-python = ">=3.11"
dependencies = ["shared-inbox"]

# the name on the left is what a channel's `type` says
[project.entry-points."inbox.connectors"]
{name} = "inbox_{name}:{title}"

[tool.hatch.build.targets.wheel]
only-include = ["inbox_{name}.py"]
"""

TEST = '''\
"""The promises of the socket, tried on our connector; add what only this service does."""

from inbox.testing.suite import ConnectorSuite
from inbox_{name} import {title}


class Test{title}(ConnectorSuite):
    connector = {title}
    good_addresses = ["ann"]
    bad_addresses = ["two words"]
'''


@click.group()
def connector() -> None:
    """For those who write a connector; see docs/connectors.md."""


@connector.command()
@click.argument("name")
@click.option("--into", type=click.Path(path_type=Path), default=Path(), help="Where the folder is made; else here.")
@no_config_option
def new(name: str, into: Path) -> None:
    """Writes a connector to begin with: it runs, and it passes the conformance suite."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name):
        raise Misused(f"{name[:80]!r} is no name for a connector: small letters, digits and _, a letter first")
    if name in registry.types():
        raise Misused(f"there is a connector {name!r} already")
    folder = into / f"inbox-{name}"
    if folder.exists():
        raise Failed(f"{folder} is there already")
    title = "".join(part.title() for part in name.split("_"))
    # the one to copy is our smallest, so what is written here is what our own tests hold to the socket
    model = registry.connector("loopback")
    code = inspect.getsource(sys.modules[model.__module__])
    code = code.replace("loopback", name).replace("Loopback", title)
    purpose = f'"""{title}: say here what service this is, and how its ids, cursors and limits work."""'
    code = re.sub(r'\A""".*?"""', purpose, code, count=1, flags=re.DOTALL)
    (folder / "tests").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(PYPROJECT.format(name=name, title=title), encoding="utf-8")
    (folder / f"inbox_{name}.py").write_text(code, encoding="utf-8")
    (folder / "tests" / f"test_{name}.py").write_text(TEST.format(name=name, title=title), encoding="utf-8")
    click.echo(str(folder))
    tell(f"next: pip install -e {folder}; inbox connector test {name}; then a channel with type = \"{name}\"")


@connector.command("test")
@click.argument("type_", metavar="TYPE")
@json_option
@no_config_option
def test(type_: str, as_json: bool) -> None:
    """Tries every promise of the socket on a connector; 0: it conforms."""
    from inbox.testing import suite
    found = list(suite.check(registry.connector(type_)))
    broken = [one for one in found if one.level == "fail"]
    if as_json:
        show(({"step": one.step, "level": one.level, "text": one.text, "cure": one.cure} for one in found), (), True)
    else:
        for one in found:
            click.echo(f"{one.level:<4} {one.step}" + (f": {cell(one.text)} ({cell(one.cure)})" if one.level == "fail" else ""))
    if broken:
        raise Failed(f"{type_} breaks {len(broken)} of {len(found)} promises")
