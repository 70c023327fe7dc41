"""axe finds nothing on any place of the page.

Two corners by default: English, light, on a desktop; Persian, dark, on a phone. All eight with INBOX_ALL_CORNERS=1, as `./run.sh all`
sets it.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from typing import cast

import pytest
from browsers import Person, Theme, Viewport
from doors import Demo
from places import PLACES, Place, arrive
from stage import Staged, stage

CORNERS = [("en", "light", "desktop"), ("fa", "dark", "phone")]
if os.environ.get("INBOX_ALL_CORNERS") == "1":
    CORNERS = list(itertools.product(("en", "fa"), ("light", "dark"), ("desktop", "phone")))


@pytest.fixture(scope="module")
def staged(built: None, demo: Demo) -> Staged:
    return stage(demo)


@pytest.mark.parametrize(("locale", "theme", "viewport"), CORNERS, ids=["-".join(corner) for corner in CORNERS])
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_axe_finds_nothing(place: Place, locale: str, theme: str, viewport: str, person: Person, demo: Demo, staged: Staged,
                           accessible: Callable[..., None]) -> None:
    if viewport == "phone" and not place.phone:
        pytest.skip("there is none on a phone")
    person.complaints.allow("404")  # a place that is not there asks for what is not there
    page = person.sit(None, viewport=cast(Viewport, viewport), theme=cast(Theme, theme), locale=locale, logged_in=place.logged_in)
    arrive(page, place, staged)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    accessible(page)
