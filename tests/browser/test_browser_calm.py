"""Where a reader asks for reduced motion nothing glides, fades or hurries; for others it does."""

import numpy as np
import pytest

from explorables import Figure, Panel, Play, explore, handle, line

SETTINGS = ("reduce", "no-preference")
MOVING = """() => {
    const kinds = ["transitionDuration", "animationDuration"], found = new Set();
    for (const e of document.querySelectorAll("body *:not(.katex *)"))
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(e, part);
        for (const kind of kinds)
          if (style[kind].split(",").some((time) => parseFloat(time) > 0.001))
            found.add(`${e.tagName}.${e.getAttribute("class")}${part ?? ""} ${style[kind]}`);
      }
    return [...found];
}"""
JUMP = """async (id) => {
    const frame = () => new Promise(requestAnimationFrame);
    location.hash = id;
    await frame(); await frame();
    return document.getElementById(id).getBoundingClientRect().top;
}"""

BEGUN = """() => {
    window.begun = 0;
    for (const kind of ["transitionrun", "animationstart"])
      addEventListener(kind, () => { window.begun += 1; }, true);
}"""
AFTER_TWO_FRAMES = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame(); await frame();
    return window.begun;
}"""


@explore(level=(0, 1, 0.1), shade=True, step=Play(0, 9, interval=50))
def moving_parts(level=0.5, shade=True, step=0):
    """What moves?"""
    x = np.linspace(0, 1, 5)
    return Figure(Panel(line(x, x * level + step), handle(0.5, level, moves="level")))


@pytest.fixture
def visit(chromium):
    opened = []

    def start(motion, address):
        opened.append(chromium.new_context(reduced_motion=motion))
        page = opened[-1].new_page()
        page.goto(address)
        page.wait_for_function("!document.querySelector('figure.explorable:not([data-ready])')")
        return page

    yield start
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """A figure's page without the book's style."""
    path = tmp_path_factory.mktemp("calm") / "moving-parts.html"
    return moving_parts.to_html(path).as_uri()


@pytest.mark.parametrize("name", ["book/index", "book/optimisation", "book/explorables", "search"])
def test_no_style_of_the_book_moves(visit, book, name):
    page = visit("reduce", (book / f"{name}.html").as_uri())
    assert page.evaluate(MOVING) == []


@pytest.mark.parametrize("motion", SETTINGS)
def test_a_switch_and_a_handle_glide_only_where_they_may(visit, alone, motion):
    """A glide is over before a busy machine asks for it: the page itself notes when one begins."""
    page = visit(motion, alone)
    page.evaluate(BEGUN)
    for act in (
        lambda: page.locator(".switch input").evaluate("e => e.click()"),
        lambda: page.locator("[role=slider] .knob").hover(),
    ):
        act()
        if motion == "no-preference":
            page.wait_for_function("window.begun > 0")
        else:
            assert page.evaluate(AFTER_TWO_FRAMES) == 0
        page.evaluate("window.begun = 0")
    assert (page.evaluate(MOVING) != []) == (motion == "no-preference")


@pytest.mark.parametrize("motion", SETTINGS)
def test_links_within_a_page_jump(visit, book, motion):
    page = visit(motion, (book / "book" / "entropy.html").as_uri())
    target = page.locator("main section[id]").last.get_attribute("id")
    arrived = page.evaluate(JUMP, target) < 200
    assert arrived == (motion == "reduce")


@pytest.mark.parametrize("motion", SETTINGS)
def test_play_takes_its_time(visit, alone, motion):
    page = visit(motion, "about:blank")
    page.clock.install(time=0)
    page.goto(alone)
    page.clock.pause_at(60)
    steps = "document.querySelector('figure').explorable.params.step"
    page.get_by_role("button", name="Play step").click()
    assert page.evaluate(steps) == 1
    page.clock.run_for(990)
    assert page.evaluate(steps) == (1 if motion == "reduce" else 9)
    page.clock.run_for(20)
    assert page.evaluate(steps) == (2 if motion == "reduce" else 9)
