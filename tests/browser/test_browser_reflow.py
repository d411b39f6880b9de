"""The built book at 200 % zoom and 320 px: nothing is lost, every control can be reached and hit.

WCAG 2.2: reflow (1.4.10), resize text (1.4.4), target size (2.5.8), focus not obscured (2.4.11).
"""

from pathlib import Path

import pytest
from waiting import patience

LOSSES = (Path(__file__).parents[1] / "assets" / "reflow.js").read_text(encoding="utf-8")
OPEN = """() => {
    document.querySelectorAll("details").forEach((box) => { box.open = true; });
    const buttons = ".explorable .predict .pass, .explorable .predict .reveal";
    for (const button of document.querySelectorAll(buttons))
      if (button.textContent === "Skip") button.click();
    return document.fonts.ready.then(() => true);
}"""
REACHED = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame(); await frame();
    return document.documentElement.scrollWidth;
}"""
SIZES = {  # width, height, pixels of the screen for one of the page's
    "1280 × 720 at 200 %": (640, 360, 2),
    "320 × 640": (320, 640, 1),
    "1280 × 1024 at 400 %": (320, 256, 4),
}


@pytest.fixture
def narrow(chromium):
    opened = []

    def start(size):
        width, height, scale = SIZES[size]
        opened.append(
            chromium.new_context(
                viewport={"width": width, "height": height}, device_scale_factor=scale
            )
        )
        return opened[-1].new_page()

    yield start
    for context in opened:
        context.close()


def lost(page, path: Path) -> list[str]:
    """What a reader loses on a page, all folds open and all guesses made."""
    page.goto(path.as_uri())
    page.wait_for_function("!document.querySelector('figure.explorable:not([data-ready])')")
    page.evaluate(OPEN)
    return page.evaluate(LOSSES)


def pages(book: Path) -> list[Path]:
    return [path for path in sorted(book.rglob("*.html")) if path != book / "index.html"]


@pytest.mark.parametrize("size", list(SIZES)[:2])
def test_nothing_is_lost_in_a_narrow_window(narrow, book, size):
    page = narrow(size)
    found = {path.name: lost(page, path) for path in pages(book)}
    assert {name: lines for name, lines in found.items() if lines} == {}


WIDTHS = [480, 700, 863, 865, 959, 961, 1024, 1060, 1112, 1180, 1231, 1233]


def test_no_window_makes_a_page_scroll_sideways(chromium, book):
    """Between a phone and a desktop, on both sides of each width at which the layout changes."""
    context = chromium.new_context(viewport={"width": WIDTHS[0], "height": 900})
    page, found = context.new_page(), []
    for path in pages(book):
        page.goto(path.as_uri())
        page.wait_for_function("!document.querySelector('figure.explorable:not([data-ready])')")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            reached = page.evaluate(REACHED)
            if reached > width:
                found.append(f"{path.stem} at {width}: {reached}")
    context.close()
    assert found == []


@pytest.mark.parametrize("name", ["index", "optimisation", "random-variables"])
def test_nothing_is_lost_in_a_low_window(narrow, book, name):
    """Controls that stick to the foot of a phone would fill a window of 256 px."""
    assert lost(narrow("1280 × 1024 at 400 %"), book / "book" / f"{name}.html") == []


@pytest.mark.parametrize("size", SIZES)
def test_contents_scroll_in_their_own_box_to_the_last_page(narrow, book, size):
    """``align-self: start`` once made the drawer as high as its list: its foot was out of reach."""
    page = narrow(size)
    page.goto((book / "book" / "entropy.html").as_uri())
    page.click("#menu-button")
    links = page.locator("#contents a").all()
    for link in (links[0], links[-1]):
        link.click(trial=True, timeout=patience(3) * 1000)
    assert min(link.bounding_box()["height"] for link in links) >= 24


MISTAKES = {
    "the page scrolls sideways": "<div style='width: 500px; height: 3px'></div>",
    "outside": "<p style='margin-left: 200px; white-space: nowrap'>a line too long for this</p>",
    "cut": "<div style='overflow: hidden; width: 3rem; white-space: nowrap'>a long line</div>",
    "scrolls sideways": "<div style='overflow-x: auto'><p style='width: 40rem'>wide text</p></div>",
    "over each other": "<p>one line</p><p style='margin-top: -2.4rem'>and another</p>",
    "small": "<button style='all: unset; height: 20px'>press</button>",
    "covered": "<button style='height: 3rem'>press</button>"
    "<div style='position: relative; margin-top: -4rem; height: 5rem; background: red'></div>",
    "covered when focused": "<p style='height: 60rem'></p><button>press</button><p>foot</p>"
    "<div style='position: fixed; inset: auto 0 0 0; height: 5rem; background: red'></div>"
    "<p style='height: 60rem'></p>",
    "takes no focus": "<button disabled style='height: 3rem'>press</button>",
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_planted_mistakes_are_found(narrow, tmp_path, kind):
    path = tmp_path / "poor.html"
    path.write_text(f"<!DOCTYPE html><body style='margin: 8px'>{MISTAKES[kind]}", encoding="utf-8")
    assert kind in {line.split(":")[0] for line in lost(narrow("320 × 640"), path)}


def test_a_page_without_mistakes_is_not_blamed(narrow, tmp_path):
    path = tmp_path / "fine.html"
    path.write_text("<!DOCTYPE html><p>some words</p><button style='height: 2rem'>press</button>")
    assert lost(narrow("320 × 640"), path) == []
