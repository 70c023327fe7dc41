"""Fixtures for every room."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests share helpers by plain names: stores, servers, desks

import stores


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`long` tests are for `./run.sh all`. The page's tests want the processor and most others wait: they take turns, module by module."""
    if os.environ.get("INBOX_ALL_CORNERS") != "1" and not config.option.markexpr:
        left = [item for item in items if item.get_closest_marker("long") is not None]
        if left and len(left) < len(items):
            config.hook.pytest_deselected(items=left)
            items[:] = [item for item in items if item not in set(left)]
    modules: dict[Path, list[pytest.Item]] = {}
    for item in items:
        modules.setdefault(item.path, []).append(item)
    page = [path for path in modules if path.parent.name == "web"]
    others = [path for path in modules if path.parent.name != "web"]
    place = {path: (n + 0.5) / len(paths) for paths in (page, others) for n, path in enumerate(paths)}
    items[:] = [item for path in sorted(modules, key=place.__getitem__) for item in modules[path]]


@pytest.fixture(scope="session")
def databases() -> Iterator[stores.Databases]:
    """A PostgreSQL server of this run (one for each xdist worker)."""
    with stores.cluster() as url:
        yield stores.Databases(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> stores.MakeStore:
    """`make_store(clock=None)` gives a store to be opened; twice on PostgreSQL: two daemons on one store."""
    if request.param == "sqlite":
        return lambda clock=None: stores.Store("sqlite", tmp_path / "data", clock=clock)
    url = request.getfixturevalue("databases").url()
    return lambda clock=None: stores.Store(url, tmp_path / "data", clock=clock)
