"""Every door to the outside, with made-up input: the short set. The long one: `./run.sh fuzz --minutes N`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_is_met_in_its_bounds(name: str) -> None:
    target = TARGETS[name]

    @settings(max_examples=target.short, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
              phases=[Phase.generate, Phase.shrink])
    @given(target.inputs)
    def fuzz(made: object) -> None:
        target(made)
    fuzz()
