"""hatchling's build hook: whatever is made of a checkout (editable, wheel, sdist) has the agents' page in it, built."""

from __future__ import annotations

import importlib.util
import platform
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# by its place: hatchling loads this file alone, with no package around it
_spec = importlib.util.spec_from_file_location("inbox_web_building", Path(__file__).parent / "building.py")
assert _spec is not None and _spec.loader is not None
building = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(building)


class PageHook(BuildHookInterface[Any]):
    """Builds the page when it is out of date, and puts it into what is being made."""

    def dependencies(self) -> list[str]:
        """Node from PyPI for the isolated build environment, if it is needed and there is one for this machine."""
        if building.skipped() or building.fresh(self._web) or building.system_node() is not None or not has_wheel():
            return []
        return [building.PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """hatchling calls it before it gathers the files. `version`: "standard" or "editable"."""
        if building.skipped():
            return
        try:
            building.build(self._web)
        except building.BuildError as error:
            libc = " ".join(platform.libc_ver()).strip()
            sys.exit(f"\nInbox: {error}\n(This machine: {sys.platform} {platform.machine()} {libc})")
        if version != "editable":
            build_data["force_include"][str(self._web / "dist")] = "inbox/web/dist"

    @property
    def _web(self) -> Path:
        return Path(self.root) / "inbox" / "web"


def has_wheel() -> bool:
    """Whether PyPI has Node ready for this machine."""
    from packaging.tags import sys_tags
    return not {tag.platform for tag in sys_tags()}.isdisjoint(building.WHEELS)
