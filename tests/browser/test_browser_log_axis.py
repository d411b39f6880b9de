"""Log axes whose data reach 0 or fall below it: the page leaves out what has no place."""

import numpy as np
import pytest

from explorables import Axis, Figure, Panel, area, bars, dots, explore, line, stems

X = np.array([0.5, 1.0, 2.0, 4.0])
LOG = Axis(scale="log")
MARKS = {
    "bars": lambda h: bars(X, h * X),
    "area": lambda h: area(X, h * X),
    "stems": lambda h: stems(X, h * X),
    "line through 0": lambda h: line(X, h * np.array([0.0, 1.0, 10.0, 100.0])),
    "line below 0": lambda h: line(X, h * np.array([-1.0, 1.0, 10.0, 100.0])),
    "dots at 0": lambda h: dots(X, h * np.array([0.0, 1.0, 10.0, 100.0])),
    "all below 0": lambda h: line(X, -h * X),
}
DOMAIN = {"follows to 0": lambda h: Axis(scale="log", domain=(h - 1.5, 100.0))}


def figure(name):
    mark = MARKS.get(name, MARKS["bars"])

    def on_log(h=2.0):
        axis = DOMAIN[name](h) if name in DOMAIN else LOG
        return Figure(Panel(mark(h), y=axis))

    return explore(on_log, h=(1.0, 5.0, 0.5))


@pytest.mark.parametrize("name", [*MARKS, *DOMAIN])
def test_it_comes_to_life_and_moves(chromium, tmp_path, name):
    address = figure(name).to_html(tmp_path / "log.html").as_uri()
    page = chromium.new_page()
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    page.wait_for_selector("[data-ready]", timeout=10_000)
    page.evaluate("document.querySelector('figure').explorable.set({h: 1})")
    marks = page.locator(".layer path, .layer rect, .layer circle").count()
    drawn = page.inner_html(".chart")
    page.close()
    assert said == []
    assert "NaN" not in drawn
    assert "Infinity" not in drawn
    assert marks or name == "all below 0"
