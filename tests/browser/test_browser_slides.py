"""Slides of a chapter, from disk: turned with the keys, figures alive and within the slide."""

import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TURNED = ".slides section.present:not(.stack)[data-fitted]"
# What of the shown slide stands outside of it, and how large its type is
EDGES = """() => {
  const slide = document.querySelector(".slides section.present:not(.stack)");
  const sheet = slide.querySelector(".sheet-of-slide"), box = sheet.getBoundingClientRect();
  return {kind: slide.classList[0], zoom: Number(sheet.style.zoom),
    down: slide.scrollHeight - slide.clientHeight, across: slide.scrollWidth - slide.clientWidth,
    out: Math.max(-box.left, -box.top, box.right - innerWidth, box.bottom - innerHeight),
    cut: [...sheet.querySelectorAll(".math-scroll")]
      .some((formula) => formula.scrollWidth > formula.clientWidth + 1)};
}"""


@pytest.fixture(scope="module")
def tool():
    sys.path.insert(0, str(ROOT / "tools"))
    import slides

    yield slides
    sys.path.remove(str(ROOT / "tools"))
    sys.modules.pop("slides", None)


@pytest.fixture(scope="module")
def deck(tool, book, tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides") / "entropy"
    count = tool.make(book, "entropy", folder)
    return folder / "index.html", count


def opened(context, address, width=1280, height=720):
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    page.wait_for_selector("html[data-deck=ready]")
    return page


def to_figure(page, name):
    page.evaluate(
        "(name) => { const at = document.getElementById(name).closest('section');"
        " location.hash = `/${[...at.parentNode.parentNode.children].indexOf(at.parentNode)}"
        "/${[...at.parentNode.children].indexOf(at)}`; }",
        name,
    )
    page.wait_for_selector(f"{TURNED} #{name}[data-ready]")
    return page.locator(f"#{name}")


def test_the_slides_hold_the_chapters_results_and_figures(deck, book):
    page, count = deck
    text, chapter = page.read_text(), (book / "book" / "entropy.html").read_text()
    figures = re.findall(r'<figure class="explorable" data-explorable="([\w-]+)"', chapter)
    assert re.findall(r'data-explorable="([\w-]+)"', text) == figures
    results = re.findall(r'class="proof (?:theorem|lemma|definition)[^"]*" id="([\w-]+)"', chapter)
    assert results
    assert all(f'id="{name}"' in text for name in results)
    assert text.count('<div class="sheet-of-slide">') == count > len(results) + len(figures)
    assert "proof derivation" not in text
    assert 'class="quiz"' not in text
    assert "<form" not in text


def test_every_slide_is_reached_with_the_keyboard_and_nothing_is_cut_off(deck, context):
    address, count = deck[0].as_uri(), deck[1]
    page = opened(context, address)
    seen = []
    for _ in range(count):
        page.wait_for_selector(TURNED)
        number = page.inner_text(".slide-number")
        seen.append((number.replace("\n", " "), page.evaluate(EDGES)))
        page.keyboard.press("Space")
    assert [number.split("/")[0].strip() for number, _ in seen] == [
        str(k + 1) for k in range(count)
    ]
    bad = [
        (number, s)
        for number, s in seen
        if s["down"] > 1 or s["across"] > 1 or s["out"] > 1 or s["cut"] or s["zoom"] < 0.6
    ]
    assert not bad
    assert {s["kind"] for _, s in seen} >= {"title", "opening", "result", "figure", "formula"}
    page.keyboard.press("Home")
    page.wait_for_selector(f"{TURNED} h1")
    assert {url for url in context.asked if not url.startswith("file:")} == set()


def test_a_figure_asks_first_and_then_moves(deck, context):
    page = opened(context, deck[0].as_uri())
    figure = to_figure(page, "taxi")
    assert figure.locator(".panel.veiled").count() == 1
    assert figure.locator(".predict .option").count() == 4
    figure.get_by_role("button", name="about 170 friends").click()
    figure.locator(".panel.veiled").wait_for(state="detached")
    page.wait_for_selector(TURNED)
    before = figure.locator("svg.chart").first.inner_html()
    here = page.url
    figure.locator("input[type=range]").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    figure.locator("output", has_text="13").first.wait_for()
    assert figure.evaluate("(f) => f.explorable.params.n") == 13
    assert figure.locator("svg.chart").first.inner_html() != before
    assert page.url == here
    edges = page.evaluate(EDGES)
    assert edges["down"] <= 1
    assert edges["out"] <= 1
    page.keyboard.press("PageDown")  # a presenter's remote turns the slide all the same
    page.wait_for_selector(f"{TURNED}.opening h2")
    assert "Surprise" in page.inner_text(TURNED)


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (800, 450)])
def test_a_handle_follows_the_pointer_however_large_the_slide_is_shown(
    deck, context, width, height
):
    page = opened(context, deck[0].as_uri(), width, height)
    figure = to_figure(page, "surprise")
    figure.get_by_role("button", name="Skip").click()
    handle = figure.locator("svg.over .handle").first
    page.wait_for_timeout(300)
    box = handle.locator(".knob").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 20, steps=4)
    page.mouse.up()
    page.wait_for_timeout(300)
    moved = handle.locator(".knob").bounding_box()
    assert moved["y"] + moved["height"] / 2 == pytest.approx(y - 20, abs=4)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_slides_are_dark_or_light(deck, context, scheme):
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(deck[0].as_uri())
    page.wait_for_selector("html[data-deck=ready]")
    paper = "() => getComputedStyle(document.body).backgroundColor"
    papers = {"light": "rgb(255, 253, 248)", "dark": "rgb(20, 23, 28)"}
    assert page.evaluate(paper) == papers[scheme]
    page.keyboard.press("d")
    other = {"light": "dark", "dark": "light"}[scheme]
    assert page.evaluate(paper) == papers[other]


def test_the_same_chapter_gives_the_same_slides(tool, deck, book, tmp_path):
    tool.make(book, "entropy", tmp_path / "again")
    assert (tmp_path / "again" / "index.html").read_bytes() == deck[0].read_bytes()


def test_a_chapter_that_is_not_there_is_named(tool):
    with pytest.raises(SystemExit, match=r"CHAPTER must be one of .*entropy.*\(got magic\)"):
        tool.main(["magic"])


def test_the_committed_reveal_is_the_locked_one():
    vendor = ROOT / "tools" / "reveal" / "vendor"
    wanted = json.loads((vendor / "package.json").read_text())["devDependencies"]["reveal.js"]
    locked = json.loads((vendor / "package-lock.json").read_text())["packages"]
    assert locked["node_modules/reveal.js"]["version"] == wanted
    text = (ROOT / "tools" / "reveal" / "reveal.js").read_text(encoding="utf-8")
    assert f'"{wanted}"' in text or f"`{wanted}`" in text
    assert "reveal.js - MIT License" in text
    assert not re.search(r"\beval\(|\b(fetch|XMLHttpRequest|WebSocket|sendBeacon)\(", text)
    assert not re.search(r"url\((?!['\"]?data:)", (vendor.parent / "reveal.css").read_text())
