"""What the flows share."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """`[store] url`: the test runs on both databases."""
    if request.param == "sqlite":
        return "sqlite"
    found: str = request.getfixturevalue("databases").url()
    return found
