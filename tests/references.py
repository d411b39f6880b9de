"""How every figure of the built book looks, as text: what the references are made of.

    python tests/references.py [folder of the built book] [slug …]

stores tests/references/SLUG.json anew, for all figures or for those named. A reference holds, for
the opening state and each state the author names, marks with their places (thousandths of the
panel's frame) and colours, ticks, words, controls and numbers; of a named state only what differs
from the opening one. A colour has the name it has in the palette, and `colours` says what the name
stands for ("light | dark"). No pixel and no width of a letter is in it, so that fonts and versions
of the browser do not matter.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "explorables" / "tests"))

from runtime import same_text  # noqa: E402

FOLDER = Path(__file__).parent / "references"
LOOK = (Path(__file__).parent / "assets" / "look.js").read_text(encoding="utf-8")
MISSING = "—"
NUMBERS = re.compile(r"/ (readout|running sum|formula) \d+$")


def pages(book: Path) -> list[Path]:
    """The pages of a built book that have figures."""
    return [
        p for p in sorted(book.glob("**/*.html")) if 'class="explorable"' in p.read_text("utf-8")
    ]


def collect(page, address: str) -> dict:
    """slug -> state -> what is seen, in light and dark."""
    page.goto(address)
    page.wait_for_selector("figure.explorable:not([data-ready])", state="detached")
    theme = "theme => { document.documentElement.dataset.theme = theme; }"
    page.evaluate(theme, "light")
    light = page.evaluate(LOOK)
    page.evaluate(theme, "dark")
    dark = page.evaluate(LOOK)
    return {slug: _lean(_merge(light[slug], dark[slug])) for slug in light}


def _merge(light, dark):
    """Words that differ in the dark become ``light | dark``."""
    if isinstance(light, dict):
        return {key: _merge(light[key], dark[key]) for key in light}
    if isinstance(light, list) and light and len(light) == len(dark):
        return [_merge(a, b) for a, b in zip(light, dark, strict=True)]
    return light if light == dark else f"{light} | {dark}"


def _lean(states: dict) -> dict:
    """Of each named state what differs from the opening."""
    opening = states.pop("opening")
    return {"opening": opening} | {name: _changes(opening, seen) for name, seen in states.items()}


def _changes(before: dict, now: dict) -> dict:
    found = {}
    for key in before | now:
        a, b = before.get(key, MISSING), now.get(key, MISSING)
        if isinstance(a, dict) and isinstance(b, dict):
            b = _changes(a, b)
            if b:
                found[key] = b
        elif a != b:
            found[key] = b
    return found


def differences(stored, seen, path="") -> list[str]:
    """Each ``where: stored, now seen``; numbers may differ by 1, those in words by a last digit."""
    if isinstance(stored, dict) and isinstance(seen, dict):
        keys = stored | seen
        pairs = [(key, stored.get(key, MISSING), seen.get(key, MISSING)) for key in keys]
    elif isinstance(stored, list) and isinstance(seen, list) and len(stored) == len(seen):
        pairs = list(zip(range(1, len(stored) + 1), stored, seen, strict=True))
    elif _same(stored, seen, path):
        return []
    else:
        return [f"{path}: {stored}, now {seen}"]
    return [d for key, a, b in pairs for d in differences(a, b, f"{path} / {key}".strip(" /"))]


def _same(stored, seen, path) -> bool:
    if isinstance(stored, int | float) and isinstance(seen, int | float):
        return abs(stored - seen) <= 1
    if isinstance(stored, str) and isinstance(seen, str) and NUMBERS.search(path):
        return same_text(stored, seen)
    return stored == seen


def load(slug: str) -> dict:
    path = FOLDER / f"{slug}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def write(reference: dict) -> str:
    """JSON with a line for each thing seen."""
    states = []
    for name, seen in reference.items():
        lines = ",".join(f"\n  {_json(key)}: {_json(value)}" for key, value in seen.items())
        states.append(f" {_json(name)}: {{{lines}\n }}" if lines else f" {_json(name)}: {{}}")
    return "{\n" + ",\n".join(states) + "\n}\n"


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def store(book: Path, only: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    from conftest import BROWSER, browser_path

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(BROWSER))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for path in pages(book):
            found |= collect(page, path.resolve().as_uri())
        browser.close()
    FOLDER.mkdir(exist_ok=True)
    for slug, reference in found.items():
        if not only or slug in only:
            (FOLDER / f"{slug}.json").write_text(write(reference), encoding="utf-8")
    for path in FOLDER.glob("*.json"):
        if path.stem not in found:
            path.unlink()
    sizes = [path.stat().st_size for path in FOLDER.glob("*.json")]
    print(f"{len(sizes)} references, {sum(sizes) / 1000:.0f} kB, in {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    store(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "_build" / "html"), sys.argv[2:])
