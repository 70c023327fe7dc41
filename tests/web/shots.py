"""Pictures of every place of the page: `python tests/web/shots.py [--only NAME …] [--corners LIST] [--readme]`.

They go to `shots/` (ignored by git) with `shots/index.html`, a sheet of all of them. Desktop and phone, light and dark in English;
light desktops and dark phones in Persian of the main places. `--readme` writes the two pictures of the README alone.
"""

from __future__ import annotations

import argparse
import html
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests")]

from browsers import VIEWPORTS, Person, chromium, violations  # noqa: E402 - they lie beside us, not in a package
from doors import Demo  # noqa: E402
from places import PLACES, Place, arrive  # noqa: E402
from playwright.sync_api import Error, expect, sync_playwright  # noqa: E402
from stage import Staged, stage  # noqa: E402

FOLDER = ROOT / "shots"
CORNERS = [(locale, theme, viewport) for locale in ("en", "fa") for theme in ("light", "dark") for viewport in ("desktop", "phone")]
README = {"queue.png": ("en", "light", "thread"), "queue-dark-fa.png": ("fa", "dark", "thread")}
LARGEST = 250 * 1024


def wanted(place: Place, locale: str, theme: str, viewport: str) -> bool:
    """Persian is taken of the main places, of the two corners that differ most."""
    if viewport == "phone" and not place.phone:
        return False
    return locale == "en" or (place.main and (theme, viewport) in (("light", "desktop"), ("dark", "phone")))


def take(person: Person, place: Place, corner: tuple[str, str, str], staged: Staged, path: Path) -> str:
    """A picture; what is wrong with the place, in words."""
    locale, theme, viewport = corner
    page = person.sit(None, viewport=viewport, theme=theme, locale=locale, logged_in=place.logged_in)  # type: ignore[arg-type]  # literals
    try:
        arrive(page, place, staged)
        page.screenshot(path=path, animations="disabled")
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found += "\nthe page scrolls sideways"
    except (Error, AssertionError) as error:
        page.screenshot(path=path, animations="disabled")
        found = f"did not get there: {str(error).splitlines()[0]}"
    finally:
        person.leave()
        for draft in person.demo.get("/drafts")["items"]:
            person.demo.api(f"/drafts/{draft['conversation'] or 'new'}/{draft['kind']}", "DELETE")
    return found.strip()


STYLE = """body { font: 14px system-ui; margin: 2rem; background: #888 }
section > div { display: flex; gap: 1rem; overflow-x: auto; align-items: start }
figure { margin: 0 } img { height: 420px; box-shadow: 0 1px 4px #0008 }
pre { color: #fff; background: #a00; max-width: 40rem; white-space: pre-wrap; padding: .5rem }"""


def sheet(taken: dict[str, dict[str, str]]) -> str:
    """One page with all pictures, a row for each place."""
    def figure(file: str, wrong: str) -> str:
        told = f"<pre>{html.escape(wrong)}</pre>" if wrong else ""
        return (f'<figure><a href="{file}"><img loading="lazy" src="{file}" alt=""></a>'
                f"<figcaption>{html.escape(file.removesuffix('.png'))}{told}</figcaption></figure>")

    rows = "".join(f"<section><h2>{html.escape(name)}</h2><div>{''.join(figure(*one) for one in files.items())}</div></section>"
                   for name, files in taken.items())
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>The page</title><style>{STYLE}</style>{rows}"


def readme(person: Person, staged: Staged) -> int:
    """The README's two pictures."""
    places = {place.name: place for place in PLACES}
    for name, (locale, theme, place) in README.items():
        page = person.sit(None, viewport="desktop", theme=theme, locale=locale)  # type: ignore[arg-type]  # literals
        shown = replace(places[place], path="/queue/open/{nasrin}") if locale == "fa" else places[place]
        arrive(page, shown, staged)
        path = ROOT / "docs" / name
        page.screenshot(path=path, animations="disabled")
        person.leave()
        size = path.stat().st_size
        print(f"docs/{name}: {size / 1024:.0f} KB")
        if size > LARGEST:
            return 1
    return 0


def main() -> int:
    """0 when every place was reached and axe found nothing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", nargs="*", default=[], help="names of places")
    parser.add_argument("--corners", default="", help="such as en-light-desktop,fa-dark-phone")
    parser.add_argument("--readme", action="store_true", help="the README's pictures alone")
    given = parser.parse_args()
    path = chromium()
    if path is None:
        print("there is no Chromium here; INBOX_CHROMIUM names one", file=sys.stderr)
        return 2
    VIEWPORTS["desktop"] = {"width": 1440, "height": 900}
    FOLDER.mkdir(exist_ok=True)
    wrong, taken = 0, dict[str, dict[str, str]]()
    corners = [corner for corner in CORNERS if not given.corners or "-".join(corner) in given.corners.split(",")]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        expect.set_options(timeout=20_000)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        demo = Demo(Path(folder))
        try:
            person, staged = Person(browser, demo), stage(demo)
            if given.readme:
                return readme(person, staged)
            for place in PLACES:
                if given.only and place.name not in given.only:
                    continue
                for corner in corners:
                    if not wanted(place, *corner):
                        continue
                    name = f"{place.name}-{'-'.join(corner)}.png"
                    found = take(person, place, corner, staged, FOLDER / name)
                    taken.setdefault(place.name, {})[name] = found
                    wrong += bool(found)
                    print(f"{name}: {found or 'fine'}", flush=True)
        finally:
            browser.close()
            demo.stop()
    (FOLDER / "index.html").write_text(sheet(taken), encoding="utf-8")
    print(f"{sum(map(len, taken.values()))} pictures in {FOLDER}, {wrong} with something to mend")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
