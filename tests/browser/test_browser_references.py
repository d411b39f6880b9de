"""Every explorable looks as its stored reference says: places, colours, words and numbers."""

import json

import pytest
from every_mark import every_mark_figure
from references import FOLDER, collect, differences, load, pages, write

SIZE = {"width": 1280, "height": 900}


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport=SIZE)
    yield context.new_page()
    context.close()


def test_every_explorable_looks_as_stored(book, page):
    seen = {}
    for path in pages(book):
        seen |= collect(page, path.as_uri())
    assert seen
    found = {slug: differences(load(slug), look)[:5] for slug, look in seen.items()}
    assert {slug: lines for slug, lines in found.items() if lines} == {}, (
        "look at each figure; if it should look so: python tests/references.py (CONTRIBUTING.md)"
    )
    assert sorted(p.stem for p in FOLDER.glob("*.json")) == sorted(seen)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("references") / "every-mark.html"
    every_mark_figure().to_html(path)
    return path


@pytest.fixture(scope="module")
def stored(chromium, address):
    context = chromium.new_context(viewport=SIZE)
    yield json.loads(write(collect(context.new_page(), address.as_uri())["every-mark"]))
    context.close()


def changed(page, address, old, new):
    """The figure of a page with other words in some place."""
    text = address.read_text(encoding="utf-8")
    assert old in text
    other = address.with_name("changed.html")
    other.write_text(text.replace(old, new), encoding="utf-8")
    return collect(page, other.as_uri())["every-mark"]


def test_the_same_figure_looks_the_same_in_another_font(page, address, stored):
    assert stored["opening"]["panel 1: 1 line, 1: path"]["corners"] == 30
    font = "<style>* { font-family: serif !important; letter-spacing: 2px }</style></head>"
    assert differences(stored, changed(page, address, "</head>", font)) == []


MISTAKES = {  # what is changed in the page, and the one place where it must show
    "a curve drawn elsewhere": (
        '"y":{"$":15},',
        '"y":{"$":9},',
        "small / panel 1: 1 line, 1: path",
    ),
    "an edge a hundredth too low": (
        '["const",[],[],{"value":2}]',
        '["const",[],[],{"value":2.02}]',
        "opening / panel 1: 2 area, 1: path / at",
    ),
    "a point moved": (
        "[2,3,5,7,11]",
        "[2,3,5,7.1,11]",
        "opening / panel 3: 1 stems, 2: circle / at",
    ),
    "another colour": ('"red"', '"blue"', "opening / panel 4: 3 arrow, 1: path / stroke"),
    "another colour in the dark": ("#5f9fe0", "#5f9fe1", "opening / colours / blue"),
    "no dashes": ('"dash":true', '"dash":false', "opening / panel 1: 1 line, 1: path / dash"),
    "a thicker line": ('"width":2,', '"width":3,', "opening / panel 1: 1 line, 1: path / width"),
    "another opacity": (
        "[1,0.5,0.2]",
        "[1,0.5,0.3]",
        "opening / panel 2: 1 bars, 1: rect / filled",
    ),
    "another symbol": ('"square"', '"star"', "opening / panel 3: 2 dots, 1: path / symbol"),
    "other words": ('["a","b",', '["a","B",', "opening / panel 2: 3 text, 1: text / words"),
    "a tick missing": ('"ticks":[0,5]', '"ticks":[0]', "opening / panel 1: x ticks"),
    "other heights": ('"symmetric":true', '"symmetric":false', "opening / panel 4: 1 heatmap"),
    "another level": ('"levels":[2,4]', '"levels":[2,3]', "opening / panel 4: 2 contour, 1: path"),
    "another slider": ('"max":2.0', '"max":2.5', "opening / control 1 / range"),
    "another option": ('"straight"]', '"straight","bent"]', "opening / control 5 / options"),
    "another number": ('"format":".1f","note"', '"format":".2f","note"', "opening / readout 1"),
    "another state": ('{"a":0.5}', '{"a":0.6}', "small / control 1 / value"),
    "a state renamed": ('"name":"small"', '"name":"tiny"', "tiny"),
    "another handle": ('["a","rate"]', '["rate","a"]', "opening / panel 4: handle 1 / name"),
    "a mark lost": (',{"type":"rule","y":{"$":0}}', "", "opening / panel 1: 4 rule, 1: line"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_seen(name, page, address, stored):
    old, new, place = MISTAKES[name]
    found = differences(stored, changed(page, address, old, new))
    assert any(line.startswith(place) for line in found), found
