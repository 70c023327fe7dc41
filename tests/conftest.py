"""Fixtures for every room."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests share helpers by plain names: stores, servers, desks

import stores


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
